package nn

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// kind is what the steps of one operation have in common: the formula, the sentence,
// and the explanation of one entry. entry fills in Symbols, Values and Terms of the
// right-hand side.
type kind struct {
	tex   func(s *Step) string
	say   func(s *Step) string
	entry func(s *Step, e *Entry)
}

// kinds by the name of the operation up to its colon. Filled in by the files of the
// layers, losses and optimizers.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"affine": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s %s + \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("Each example (row) meets the weights of each unit (column), and the unit's bias is added. The first number is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				x, w, b := &s.Args[0], &s.Args[1], &s.Args[2]
				for k := range x.Cols {
					if !e.hides(k, x.Cols, x.At(e.Row, k)*w.At(k, e.Col)) {
						e.product(x, e.Row, k, 0, w, k, e.Col, 1)
					}
				}
				e.term(entrySymbol(b, 0, e.Col), value(b.At(0, e.Col)), b.At(0, e.Col), Ref{2, 0, e.Col})
				e.sum()
			},
		},
		"mul": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("Each row of the left matrix meets each column of the right one: products in pairs, added up. The first number is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				a, b := &s.Args[0], &s.Args[1]
				for k := range a.Cols {
					e.product(a, e.Row, k, 0, b, k, e.Col, 1)
				}
				e.sum()
			},
		},
		"hadamard": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s \odot %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("Entry meets entry: each number times the one at the same place. The first number is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				e.product(&s.Args[0], e.Row, e.Col, 0, &s.Args[1], e.Row, e.Col, 1)
				e.sum()
			},
		},
		"add": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s + %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("Entry by entry, the two are added. The first number is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				for k := range 2 {
					a := &s.Args[k]
					e.term(entrySymbol(a, e.Row, e.Col), value(a.At(e.Row, e.Col)), a.At(e.Row, e.Col), Ref{k, e.Row, e.Col})
				}
				e.sum()
			},
		},
		"mulATB": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s %s`, s.Out.Name, transposed(&s.Args[0]), s.Args[1].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("A weight's gradient adds up, over the examples, what came in times the error behind it. The first one is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				a, b := &s.Args[0], &s.Args[1]
				for k := range a.Rows {
					if !e.hides(k, a.Rows, a.At(k, e.Row)*b.At(k, e.Col)) {
						e.product(a, k, e.Row, 0, b, k, e.Col, 1)
					}
				}
				e.sum()
			},
		},
		"mulABT": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = %s \, %s`, s.Out.Name, s.Args[0].Name, transposed(&s.Args[1]))
			},
			say: func(s *Step) string {
				return fmt.Sprintf("An input's gradient adds up over all units that it fed: the unit's error times the weight between them. The first one is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				a, b := &s.Args[0], &s.Args[1]
				for k := range a.Cols {
					e.product(a, e.Row, k, 0, b, e.Col, k, 1)
				}
				e.sum()
			},
		},
		"sumRows": {
			tex: func(s *Step) string {
				return fmt.Sprintf(`%s = \mathbf{1}^\top %s`, s.Out.Name, s.Args[0].Name)
			},
			say: func(s *Step) string {
				return fmt.Sprintf("A bias touches every example alike, so that its gradient is the sum over the examples. The first one is %s.", s.firstValues())
			},
			entry: func(s *Step, e *Entry) {
				a := &s.Args[0]
				for k := range a.Rows {
					if e.hides(k, a.Rows, a.At(k, e.Col)) {
						continue
					}
					e.term(entrySymbol(a, k, e.Col), value(a.At(k, e.Col)), a.At(k, e.Col), Ref{0, k, e.Col})
				}
				e.sum()
			},
		},
		"map":             {mapTeX, mapSay, mapEntry},
		"conv":            {convTeX, convSay, convEntry},
		"convgradW":       {convGradWTeX, convGradWSay, convGradWEntry},
		"convgradX":       {convGradXTeX, convGradXSay, convGradXEntry},
		"sumPlaces":       {sumPlacesTeX, sumPlacesSay, sumPlacesEntry},
		"recurrent":       recurrentKind,
		"stateError":      stateErrorKind,
		"gate":            gateKind,
		"gategrad":        gateGradKind,
		"mix":             mixKind,
		"memoryError":     memoryErrorKind,
		"complement":      complementKind,
		"minus":           minusKind,
		"lookUp":          lookUpKind,
		"lookUpGrad":      lookUpGradKind,
		"means":           meansKind,
		"variances":       variancesKind,
		"deviations":      deviationsKind,
		"standardize":     standardizeKind,
		"meansgrad":       meansGradKind,
		"variancesgrad":   variancesGradKind,
		"standardizegrad": standardizeGradKind,
		"fixedgrad":       standardizeGradFixedKind,
		"average":         averageKind,
		"scaleShift":      scaleShiftKind,
		"scale":           scaleKind,
		"sumProducts":     sumProductsKind,
		"scores":          scoresKind,
		"scoresgradQ":     scoresGradQKind,
		"scoresgradK":     scoresGradKKind,
		"take":            takeKind,
		"concat":          concatKind,
		"inputErrors":     inputErrorsKind,
		"addPositions":    addPositionsKind,
		"sumPositions":    sumPositionsKind,
		"passOn":          passOnKind,
		"maxpool":         {maxPoolTeX, maxPoolSay, maxPoolEntry},
		"maxpoolgrad":     {maxPoolGradTeX, maxPoolGradSay, maxPoolGradEntry},
		"avgpool":         {avgPoolTeX, avgPoolSay, avgPoolEntry},
		"avgpoolgrad":     {avgPoolGradTeX, avgPoolGradSay, avgPoolGradEntry},
		"mapgrad":         {mapGradTeX, mapGradSay, mapGradEntry},
		"loss":            {lossTeX, lossSay, lossEntry},
		"lossgrad":        {lossGradTeX, lossGradSay, lossGradEntry},
		"smooth":          {smoothTeX, smoothSay, smoothEntry},
		"update":          {updateTeX, updateSay, updateEntry},
	}
}

// kind returns what explains this step. A step of an operation that is not known,
// from a file say, is shown without explanation.
func (s *Step) kind() kind {
	op, _, _ := strings.Cut(s.Op, ":")
	if k, ok := kinds[op]; ok && (op != "update" || rules[s.what()].terms != nil) {
		return k
	}
	return kind{
		tex:   func(s *Step) string { return s.Out.Name },
		say:   func(s *Step) string { return s.Op },
		entry: func(s *Step, e *Entry) { e.Symbols, e.Values = s.Op, s.Op },
	}
}

// roles are the sentences of operations in other layers than a dense one, by the full
// name of the operation; %s is the first number.
var roles = map[string]string{
	"mulATB:time":          "The same weights are used at every time. Their gradient adds up what came in times the error behind it, over examples and times, whose rows stand one time below the other. The first one is %s.",
	"mulATB:state":         "The same weights look at the state before, at every time. Their gradient adds up these states times the error behind them, over examples and times, whose rows stand one time below the other. The first one is %s.",
	"stateError:candidate": "What the reset gate let through fed every unit of the candidate, at this time. Its error adds up theirs, each times the weight between. The first one is %s.",
	"stateError:input":     "What came in at a time fed the candidate as well as the gates. To what comes back through the gates, the errors of the candidate's units are added, each times the weight between. The first one is %s.",
	"mix:time":             "The state before went past the candidate and into it. Its error collects what the update gate kept, and what the reset gate let through. The first one is %s.",
	"hadamard:memory":      "The output gate lets the memory through, as far as it is open. The first number is %s.",
	"hadamard:state":       "The reset gate lets the state through to the candidate, as far as it is open. The first number is %s.",
	"mulABT:time":          "What came in at a time fed every unit there. Its gradient adds up the errors of these units, each times the weight between. The first one is %s.",
	"sumRows:time":         "A bias touches every example at every time alike, so that its gradient is the sum over all of them. The first one is %s.",

	"deviations:running":  "The standard deviation is the root of the running variance, which was kept from training. A little is added first, so that nothing is divided by 0. The first one is %s.",
	"standardize:running": "From each number the running mean of its feature, which was kept from training, is taken, and the rest is divided by the standard deviation. The first number is %s.",
	"sumRows:norm":        "A shift touches its feature in every example alike, so that its gradient is the sum over the examples. The first one is %s.",
	"sumPlaces:norm":      "A shift touches its channel at every place of every picture alike, so that its gradient is the sum over all of them. The first one is %s.",

	"affine:positions":  "Each position (row) meets the weights of each column, and the column's bias is added. The first number is %s.",
	"mulATB:positions":  "The same weights meet every position. Their gradient adds up, over the positions of all examples, what came in times the error behind it. The first one is %s.",
	"sumRows:positions": "A bias touches every position alike, so that its gradient is the sum over the positions of all examples. The first one is %s.",
	"mul:attention":     "Each position gets the mean of the values, weighed by how much it looks at each of them. The first number is %s.",
	"mulATB:attention":  "A value's gradient adds up the errors of the positions that looked at it, each times how much it did. The first number is %s.",
	"mulABT:attention":  "The error of an attention weight is that of the position that looks, times the value that it looks at: feature by feature, added up. The first one is %s.",
}

// say is the sentence of the step.
func (s *Step) say() string {
	if format := roles[s.Op]; format != "" {
		return fmt.Sprintf(format, s.firstValues())
	}
	return s.kind().say(s)
}

// what is the part of the operation's name behind the colon: "sigmoid".
func (s *Step) what() string {
	_, what, _ := strings.Cut(s.Op, ":")
	return what
}

// transposed is the symbol of mᵀ: TeX takes no two exponents.
func transposed(m *Matrix) string {
	if strings.Contains(m.Name, "^") {
		return "{" + m.Name + `}^\top`
	}
	return m.Name + `^\top`
}

// firstValues is the explanation of entry (0, 0) as plain text.
func (s *Step) firstValues() string {
	if len(s.Out.Data) == 0 {
		return "none: there are no entries"
	}
	e := Entry{Value: s.Out.Data[0]}
	s.kind().entry(s, &e)
	return plain(equals(e.Values, value(e.Value)))
}

// equals is "values = result", without saying the same number twice.
func equals(values, result string) string {
	if values == result {
		return result
	}
	return values + " = " + result
}

// fraction is a/b as the factor of a formula; nothing when it is 1.
func fraction(a, b int) string {
	if a == b {
		return ""
	}
	return fmt.Sprintf(`\tfrac{%d}{%d}`, a, b)
}

// term appends a term to an entry whose formula sum will write. Of a long sum, what is
// between is forgotten at once: a thousand classes would have a million references.
func (e *Entry) term(symbols, values string, v float64, uses ...Ref) {
	if len(e.Terms) > longest {
		e.Terms = slices.Delete(e.Terms, 3, 4)
	}
	e.part(symbols, values, v, uses...)
}

// hides appends term k of a sum of n, without its formula, if the sum does not show it: one
// that is neither among the first nor the last of a long sum. Else it returns false.
func (e *Entry) hides(k, n int, v float64) bool {
	if n <= longest+1 || k < 3 || k >= n-1 {
		return false
	}
	e.term("", "", v)
	return true
}

// part appends a term to an entry that shows all of them.
func (e *Entry) part(symbols, values string, v float64, uses ...Ref) {
	t := Term{Symbols: symbols, Values: values, Value: v, Sum: v, Uses: uses}
	if n := len(e.Terms); n > 0 {
		t.Sum += e.Terms[n-1].Sum
	}
	e.Terms = append(e.Terms, t)
}

// whole makes the formula of the entry its only term.
func (e *Entry) whole(uses ...Ref) {
	e.Terms = []Term{{Symbols: e.Symbols, Values: e.Values, Value: e.Value, Sum: e.Value, Uses: uses}}
}

// product appends the product of entry (i, j) of operand number m, a, and entry
// (k, l) of operand number n, b.
func (e *Entry) product(a *Matrix, i, j, m int, b *Matrix, k, l, n int) {
	v, w := a.At(i, j), b.At(k, l)
	e.term(entrySymbol(a, i, j)+" "+entrySymbol(b, k, l), factor(v)+` \cdot `+factor(w), v*w, Ref{m, i, j}, Ref{n, k, l})
}

// longest is the number of terms above which a sum is shown shortened.
const longest = 16

// sum writes Symbols and Values as the sum of the terms. A long sum keeps its
// first three terms and its last; those between are taken together.
func (e *Entry) sum() {
	if n := len(e.Terms); n > longest {
		rest := e.Terms[n-2].Sum - e.Terms[2].Sum
		middle := Term{Symbols: `\cdots`, Values: fmt.Sprintf(`\underbrace{\cdots}_{%s}`, value(rest)), Value: rest, Sum: e.Terms[n-2].Sum}
		e.Terms = []Term{e.Terms[0], e.Terms[1], e.Terms[2], middle, e.Terms[n-1]}
	}
	symbols, values := make([]string, len(e.Terms)), make([]string, len(e.Terms))
	for i, t := range e.Terms {
		symbols[i], values[i] = t.Symbols, t.Values
	}
	e.Symbols = strings.ReplaceAll(strings.Join(symbols, " + "), "+ -", "- ")
	e.Values = strings.ReplaceAll(strings.Join(values, " + "), "+ -", "- ")
}

// entrySymbol is the symbol of one entry: w^{(1)}_{12} for row 0, column 1 of W_1.
// Rows and columns of length 1 need no index.
func entrySymbol(m *Matrix, i, j int) string {
	comma := ""
	if i >= 9 || j >= 9 {
		comma = ","
	}
	switch {
	case m.Rows == 1 && m.Cols == 1:
		return letter(m)
	case m.Rows == 1:
		return fmt.Sprintf("%s_{%d}", letter(m), j+1)
	case m.Cols == 1:
		return fmt.Sprintf("%s_{%d}", letter(m), i+1)
	}
	return fmt.Sprintf("%s_{%d%s%d}", letter(m), i+1, comma, j+1)
}

// letter is what the entries of a matrix are called, without their index: w^{(1)} for W_1.
func letter(m *Matrix) string {
	name, sign := m.Name, ""
	if rest, found := strings.CutPrefix(name, `\partial `); found {
		sign, name = `\partial `, rest
	}
	base, layer, _ := strings.Cut(name, "_")
	if layer != "" {
		layer = "^{(" + strings.Trim(layer, "{}") + ")}"
		if strings.HasSuffix(base, "^2") { // \sigma^2_1: TeX takes no two exponents
			return sign + "(" + lower(base) + ")" + layer
		}
	}
	return sign + lower(base) + layer
}

// lower turns the letter of a matrix into that of its entries: W to w, \hat{Y} to \hat{y}.
func lower(name string) string {
	if base, time, found := strings.Cut(name, "^"); found { // H^{\langle 3 \rangle}, at time 3
		return lower(base) + "^" + time
	}
	if inner := strings.TrimRight(name, "'"); inner != name {
		return lower(inner) + name[len(inner):]
	}
	for _, accent := range []string{`\hat{`, `\tilde{`, `\bar{`} {
		if inner, found := strings.CutPrefix(name, accent); found {
			return accent + strings.ToLower(inner)
		}
	}
	if len(name) == 1 && unicode.IsUpper(rune(name[0])) && name != "J" {
		return strings.ToLower(name)
	}
	return name
}

// value is a number in LaTeX with six significant digits.
func value(v float64) string {
	if math.IsNaN(v) {
		return `\mathrm{NaN}`
	}
	if math.IsInf(v, 1) {
		return `\infty`
	}
	if math.IsInf(v, -1) {
		return `-\infty`
	}
	t := strconv.FormatFloat(v+0, 'g', 6, 64) // −0 + 0 is 0: a sign would want brackets
	if mantissa, exponent, found := strings.Cut(t, "e"); found {
		n, _ := strconv.Atoi(exponent)
		return fmt.Sprintf(`%s \cdot 10^{%d}`, mantissa, n)
	}
	return t
}

// factor is a number as a factor of a product: in brackets when it needs them.
func factor(v float64) string {
	if t := value(v); v < 0 || strings.Contains(t, `\cdot`) {
		return "(" + t + ")"
	} else {
		return t
	}
}

// plain turns the LaTeX of this package's values into text.
func plain(tex string) string {
	tex = words.ReplaceAllString(tex, "$1")
	tex = times.ReplaceAllString(tex, "⟨$1⟩")
	tex = marked.ReplaceAllString(tex, "[$1]")
	tex = accents.ReplaceAllStringFunc(tex, func(t string) string {
		accent, letter, _ := strings.Cut(t[1:len(t)-1], "{")
		return letter + marks[accent]
	})
	tex = powers.ReplaceAllStringFunc(tex, func(t string) string { return raiser.Replace(t[2 : len(t)-1]) })
	tex = plainShares(tex)
	tex = roots.ReplaceAllString(tex, "√$1")
	tex = longRoots.ReplaceAllString(tex, "√($1)")
	tex = fractions.ReplaceAllStringFunc(tex, func(t string) string {
		parts := fractions.FindStringSubmatch(t)
		if above := parts[1]; strings.HasPrefix(above, "-") || strings.Contains(above, " + ") || strings.Contains(above, " - ") {
			return "(" + above + ")/(" + parts[2] + ")"
		}
		return parts[1] + "/(" + parts[2] + ")"
	})
	tex = braced.ReplaceAllString(plainer.Replace(tex), "(… = $1)")
	return nested.ReplaceAllString(tex, "_$1") // after the braces of sums, whose numbers look the same
}

var (
	words          = regexp.MustCompile(`\\mathrm\{([^{}]*)\}`)                       // \mathrm{NaN}, \mathrm{swish}
	times          = regexp.MustCompile(`\^\{\\langle (\d+) \\rangle\}`)              // ^{\langle 3 \rangle}
	accents        = regexp.MustCompile(`\\(?:tilde|bar)\{\\?\w+\}|\\hat\{[^YMVX]\}`) // \tilde{C}, \bar{\mu}, \hat{C}; the hats that are one rune are in plainer
	powers         = regexp.MustCompile(`\^\{-?\d+\}`)                                // 10^{-8}
	smallFractions = regexp.MustCompile(`\\tfrac\{(\w+)\}\{(\w+)\} ?`)                // \tfrac{1}{4}
	roots          = regexp.MustCompile(`\\sqrt\{([\d.]+)\}`)                         // \sqrt{4}
	longRoots      = regexp.MustCompile(`\\sqrt\{([^{}]*)\}`)                         // \sqrt{4 \cdot 10⁻⁶}
	braced         = regexp.MustCompile(`…_\{([^{}]*)\}`)                             // \underbrace{\cdots}_{192}, when plainer is through with it
	fractions      = regexp.MustCompile(`\\frac\{([^{}]*)\}\{([^{}]*)\}`)             // \frac{2}{√4 + 10⁻⁸}

	// The indices of names.
	marked = regexp.MustCompile(`\^\{\[(\d+,\d+)\]\}`)               // ^{[1,2]}, of example 1, head 2
	nested = regexp.MustCompile(`_\{([A-Z],[\d.]+|\d+(?:\.\d+)+)\}`) // _{1.2}, _{Q,1}
)

// plainShares writes \tfrac{1}{4} as 1/4, with a dot before what it is a factor of.
func plainShares(tex string) string {
	var b strings.Builder
	for {
		at := smallFractions.FindStringSubmatchIndex(tex)
		if at == nil {
			return b.String() + tex
		}
		b.WriteString(tex[:at[0]] + tex[at[2]:at[3]] + "/" + tex[at[4]:at[5]])
		tex = tex[at[1]:]
		if tex != "" && !strings.ContainsAny(tex[:1], "+-=) ") && !strings.HasPrefix(tex, `\cdot`) {
			b.WriteString("·")
		} else if tex != "" {
			b.WriteString(" ")
		}
	}
}

// marks are combined with the letter before them.
var marks = map[string]string{"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304"}

// raiser lifts an exponent.
var raiser = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

var plainer = strings.NewReplacer(` \cdot `, "·", `\underbrace{\cdots}`, "…", `\cdots`, "…", `\left`, "", `\right`, "", `\hat{Y}`, "Ŷ", `\hat{M}`, "M\u0302", `\hat{V}`, "V\u0302", `\alpha`, "α", `\beta`, "β", `\delta`, "δ", `\varepsilon`, "ε", `\lambda`, "λ", `\lVert `, "‖", `\rVert`, "‖", `\infty`, "∞", `\top`, "T", `\partial `, "∂",
	`\sigma`, "σ", `\gamma`, "γ", `\mu`, "μ", `\hat{X}`, "X̂", `\Phi`, "Φ", `\varphi`, "φ", `\le `, "≤ ", `\min`, "min", `\max`, "max", `\ln`, "ln", `\, `, "", `-`, "−")
