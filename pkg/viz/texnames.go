package viz

// The names of LaTeX that plainTeX knows. An unknown one is written without its backslash.

var texSymbols = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
	"vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
	"tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
	"Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
	"partial": "∂", "nabla": "∇", "top": "T", "infty": "∞", "ell": "ℓ", "prime": "′", "degree": "°", "hbar": "ℏ",
	"sum": "Σ", "prod": "∏", "int": "∫", "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "circ": "∘", "ast": "*",
	"star": "*", "div": "÷", "pm": "±", "mp": "∓", "cdots": "…", "ldots": "…", "dots": "…", "vdots": "⋮", "ddots": "⋱",
	"le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "~", "propto": "∝",
	"ll": "≪", "gg": "≫", "lt": "<", "gt": ">", "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "emptyset": "∅",
	"forall": "∀", "exists": "∃", "land": "∧", "lor": "∨", "neg": "¬", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←",
	"Rightarrow": "⇒", "Leftarrow": "⇐", "iff": "⇔", "mapsto": "↦", "longrightarrow": "→", "uparrow": "↑", "downarrow": "↓",
	"langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "mid": "|", "vert": "|", "lvert": "|",
	"rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "|": "‖", "colon": ":", "lbrace": "{", "rbrace": "}",
	"{": "{", "}": "}", "%": "%", "_": "_", "#": "#", "&": "&", "$": "$",
}

var texSpaces = map[string]string{",": " ", ";": " ", ":": " ", " ": " ", "quad": " ", "qquad": " ", "\\": " "}

var texAccents = map[string]rune{"hat": '\u0302', "widehat": '\u0302', "bar": '\u0304', "tilde": '\u0303', "dot": '\u0307', "vec": '\u20d7'}

// composed are the accented letters that are one rune.
var composed = map[string]string{
	"Y\u0302": "Ŷ", "y\u0302": "ŷ", "A\u0302": "Â", "a\u0302": "â", "E\u0302": "Ê", "e\u0302": "ê", "W\u0302": "Ŵ", "w\u0302": "ŵ",
	"Z\u0302": "Ẑ", "z\u0302": "ẑ", "J\u0302": "Ĵ", "j\u0302": "ĵ", "g\u0302": "ĝ", "G\u0302": "Ĝ", "s\u0302": "ŝ", "S\u0302": "Ŝ",
}

var texFonts = map[string]bool{"mathrm": true, "mathbf": true, "mathit": true, "mathsf": true, "mathtt": true, "mathcal": true, "mathbb": true, "boldsymbol": true, "operatorname": true, "textrm": true, "texttt": true, "overline": true, "underline": true}

// texSizes are commands that say how large a bracket is.
var texSizes = map[string]bool{"left": true, "right": true, "middle": true, "big": true, "Big": true, "bigl": true, "bigr": true, "Bigl": true, "Bigr": true, "bigg": true, "Bigg": true}

// texFunctions are names that stand for themselves.
var texFunctions = map[string]bool{"max": true, "min": true, "ln": true, "log": true, "exp": true, "tanh": true, "sin": true, "cos": true, "tan": true, "arg": true, "argmax": true, "lim": true, "det": true, "sup": true, "inf": true, "dim": true, "Pr": true}

var superscripts = map[rune]rune{
	'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '−': '⁻', '(': '⁽', ')': '⁾',
	'n': 'ⁿ', 'i': 'ⁱ', 'j': 'ʲ', 'k': 'ᵏ', 't': 'ᵗ', 'm': 'ᵐ', 'd': 'ᵈ', 'h': 'ʰ', 'T': 'ᵀ', 'l': 'ˡ',
}

var subscripts = map[rune]rune{
	'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '−': '₋', ',': ',',
	'i': 'ᵢ', 'j': 'ⱼ', 'k': 'ₖ', 'n': 'ₙ', 'm': 'ₘ', 'h': 'ₕ', 't': 'ₜ', 'l': 'ₗ', 'p': 'ₚ',
}
