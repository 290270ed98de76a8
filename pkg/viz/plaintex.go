package viz

import (
	"regexp"
	"strings"
	"unicode"
)

// plainTeX writes a text in which $…$ is a formula, as text: for stills and words. What
// web/views draws with KaTeX reads here as Unicode: $\partial W_1 = X^\top \partial Z_1$
// becomes ∂W₁ = Xᵀ ∂Z₁. A single $ is a dollar.
func plainTeX(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "$")
		formula, after, closed := strings.Cut(rest, "$")
		b.WriteString(plainCommands(before))
		switch {
		case !found:
			return b.String()
		case !closed:
			b.WriteString("$" + plainCommands(rest))
			return b.String()
		}
		b.WriteString(plainMath(formula))
		s = after
	}
}

// plainMath writes a formula as text.
func plainMath(tex string) string {
	r := &texReader{in: []rune(tex), math: true}
	return tidyMath(r.all(0))
}

// plainCommands writes the commands in a text, and scripts in braces, and leaves all
// else as it is.
func plainCommands(text string) string {
	if !strings.Contains(text, `\`) && !strings.Contains(text, "^{") && !strings.Contains(text, "_{") {
		return text
	}
	r := &texReader{in: []rune(text)}
	return r.all(0)
}

// plainLabel writes a name that may be a formula without its dollars: x_1.
func plainLabel(s string) string {
	if !strings.Contains(s, "$") && strings.ContainsAny(s, `_^\`) {
		return plainMath(s)
	}
	return plainTeX(s)
}

// tidyMath closes up what TeX's spaces left open.
func tidyMath(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("( ", "(", " )", ")", "[ ", "[", " ]", "]", "⟨ ", "⟨", " ⟩", "⟩", " ,", ",", " ;", ";").Replace(s)
}

// texReader goes through LaTeX once, from left to right.
type texReader struct {
	in   []rune
	at   int
	math bool            // inside a formula, where - is a minus and ^ and _ set scripts
	out  strings.Builder // of the group that is being read
	atom int             // where in out the last atom began, which a script belongs to
	open bool            // the last atom is a fraction, and needs brackets before a script
}

func (r *texReader) more() bool { return r.at < len(r.in) }

// all reads up to the rune that ends the group, or to the end, and returns it as text.
func (r *texReader) all(end rune) string {
	for r.more() {
		c := r.in[r.at]
		r.at++
		switch {
		case end != 0 && c == end:
			return r.out.String()
		case c == '\\':
			r.command()
		case c == '}' && r.math: // one too many
		case c == '{' && r.math:
			r.emit(r.sub('}', true), false)
		case (c == '^' || c == '_') && (r.math || r.more() && r.in[r.at] == '{'):
			r.script(c)
		case c == '-' && r.math:
			r.emit("−", false)
		case c == '\'' && r.math:
			r.emit("′", false)
		case c == '~' && r.math:
			r.emit(" ", false)
		case c == '&' && r.math:
			r.emit(" ", false)
		default:
			r.emit(string(c), false)
		}
	}
	return r.out.String()
}

// sub reads a part of its own, up to the rune that ends it.
func (r *texReader) sub(end rune, math bool) string {
	inner := &texReader{in: r.in, at: r.at, math: math}
	s := inner.all(end)
	r.at = inner.at
	if math {
		return tidyMath(s)
	}
	return s
}

// emit writes one atom.
func (r *texReader) emit(s string, open bool) {
	r.atom, r.open = r.out.Len(), open
	r.out.WriteString(s)
}

// argument reads what a command applies to, a group or one token, as text and as it
// stood.
func (r *texReader) argument() (text, raw string) {
	for r.more() && r.in[r.at] == ' ' {
		r.at++
	}
	if !r.more() || r.in[r.at] == '}' {
		return "", ""
	}
	from := r.at
	r.at++
	switch r.in[from] {
	case '{':
		text = r.sub('}', true)
	case '\\':
		one := &texReader{in: r.in, at: r.at, math: true}
		one.command()
		r.at, text = one.at, one.out.String()
	default:
		text = plainMath(string(r.in[from]))
	}
	return text, string(r.in[from:r.at])
}

// word reads the name of a command.
func (r *texReader) word() string {
	from := r.at
	for r.more() && r.in[r.at] < unicode.MaxASCII && unicode.IsLetter(r.in[r.at]) {
		r.at++
	}
	if r.at == from && r.more() {
		r.at++
	}
	return string(r.in[from:r.at])
}

// command reads a command, after its backslash.
func (r *texReader) command() {
	name := r.word()
	switch {
	case texSpaces[name] != "":
		r.emit(texSpaces[name], false)
	case texSymbols[name] != "":
		if name == "partial" || name == "nabla" || name == "Delta" {
			r.skip()
		}
		r.emit(texSymbols[name], false)
	case texAccents[name] != 0:
		text, _ := r.argument()
		r.emit(accented(text, texAccents[name]), false)
	case strings.HasSuffix(name, "frac"):
		a, _ := r.argument()
		b, _ := r.argument()
		r.fraction(a, b)
	case name == "sqrt":
		r.root()
	case name == "text" || name == "textbf" || name == "textit" || name == "mbox":
		r.skip()
		if r.more() && r.in[r.at] == '{' {
			r.at++
			r.emit(r.sub('}', false), false)
		}
	case texFonts[name]:
		text, _ := r.argument()
		r.emit(text, false)
	case name == "underbrace" || name == "overbrace":
		text, _ := r.argument()
		r.emit(text, false)
	case texSizes[name]:
		if r.more() && r.in[r.at] == '.' { // \left. is a bracket that is not there
			r.at++
		}
	case name == "begin":
		r.environment()
	case name == "!" || name == "displaystyle" || name == "textstyle" || name == "limits" || name == "nolimits":
		r.skip()
	case !r.math && !texFunctions[name]: // not TeX after all
		r.emit(`\`+name, false)
	default:
		r.emit(name, false)
		if r.more() && (r.in[r.at] == '\\' || unicode.IsLetter(r.in[r.at])) {
			r.out.WriteString(" ")
		}
	}
}

// skip leaves out the spaces that TeX does not set.
func (r *texReader) skip() {
	for r.more() && r.in[r.at] == ' ' {
		r.at++
	}
}

// fraction writes a/b, with brackets where the line would be read otherwise.
func (r *texReader) fraction(a, b string) {
	if loose(a, "+−=<>≤≥") {
		a = "(" + a + ")"
	}
	if loose(b, "+−=<>≤≥·× /…") {
		b = "(" + b + ")"
	}
	small := len([]rune(a)) <= 3 && len([]rune(b)) <= 3 && !strings.Contains(a+b, " ") && !strings.Contains(a+b, "(")
	s := a + " / " + b
	if small {
		s = a + "/" + b
	}
	at := r.at
	r.skip()
	if r.factorFollows() { // which must not fall under the line
		if !small {
			s = "(" + s + ")"
		}
		s += " "
	} else {
		r.at = at
	}
	r.emit(s, true)
}

// factorFollows says whether what comes next multiplies what was before.
func (r *texReader) factorFollows() bool {
	if !r.more() {
		return false
	}
	c := r.in[r.at]
	if c != '\\' {
		return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '(' || c == '[' || c == '{'
	}
	name := (&texReader{in: r.in, at: r.at + 1}).word()
	symbol := []rune(texSymbols[name] + " ")[0]
	return unicode.IsLetter(symbol) || strings.ContainsRune("∂∇Σ∏∫∞⟨⌊⌈", symbol) ||
		texFunctions[name] || texFonts[name] || texAccents[name] != 0 || strings.HasSuffix(name, "frac") || name == "sqrt" || name == "left"
}

// loose says whether one of the marks stands in s outside all brackets, other than as
// its first rune, where it is a sign.
func loose(s, marks string) bool {
	depth := 0
	for i, c := range s {
		switch {
		case strings.ContainsRune("([{", c):
			depth++
		case strings.ContainsRune(")]}", c):
			depth--
		case depth == 0 && i > 0 && strings.ContainsRune(marks, c):
			return true
		}
	}
	return false
}

// root writes √x, ∛x or n√x.
func (r *texReader) root() {
	degree := ""
	if r.more() && r.in[r.at] == '[' {
		r.at++
		degree = raised(r.sub(']', true), "")
	}
	text, _ := r.argument()
	if loose(text, "+−=·× /…") || strings.HasPrefix(text, "−") {
		text = "(" + text + ")"
	}
	r.emit(degree+"√"+text, false)
}

// script sets an exponent or an index at the last atom.
func (r *texReader) script(kind rune) {
	base, open := r.atom, r.open
	text, raw := r.argument()
	if text == "" {
		return
	}
	if kind == '_' && strings.HasSuffix(r.out.String(), "…") { // what was left out comes to this
		r.out.WriteString(" (= " + text + ")")
		return
	}
	if kind == '^' && open { // the power is the whole fraction's
		all := r.out.String()
		r.out.Reset()
		r.out.WriteString(all[:base] + "(" + strings.TrimSpace(all[base:]) + ")")
	}
	if kind == '^' {
		r.out.WriteString(raised(text, raw))
	} else {
		r.out.WriteString(lowered(text, raw))
	}
	r.open = false
}

// bracketed is an exponent that is none: of a time, H^{\langle t-1 \rangle}, or of an example
// and a head, Q^{[1,2]}. Its own brackets set it off.
var bracketed = regexp.MustCompile(`^(⟨[^⟨⟩]+⟩|\[[\p{L}\p{Nd},.+−]+\])$`)

// raised is an exponent as text, in small digits where there are such.
func raised(text, raw string) string {
	switch strings.Trim(raw, "{}") {
	case `\top`:
		return "ᵀ"
	case `\circ`:
		return "°"
	case "*", `\star`, `\ast`, `\prime`:
		return text
	}
	if small, ok := translate(text, superscripts); ok && !strings.Contains(raw, `\`) {
		return small
	}
	switch {
	case bracketed.MatchString(text):
		return text
	case len([]rune(text)) == 1:
		return "^" + text
	}
	return "^(" + text + ")"
}

// bareIndex is an index that needs no brackets: a word, or the numbers of a thing inside of
// another, W_{1.2} and W_{Q,1}.
var bareIndex = regexp.MustCompile(`^[\p{L}\p{Nd}]+([.,][\p{L}\p{Nd}]+)*$`)

// lowered is an index as text.
func lowered(text, raw string) string {
	if small, ok := translate(text, subscripts); ok && !strings.Contains(raw, `\`) { // \min is a word
		return small
	}
	if bareIndex.MatchString(text) {
		return "_" + text
	}
	return "_(" + text + ")"
}

// translate replaces every rune, or says that one has no translation.
func translate(s string, table map[rune]rune) (string, bool) {
	var b strings.Builder
	for _, c := range s {
		small, ok := table[c]
		if !ok {
			return "", false
		}
		b.WriteRune(small)
	}
	return b.String(), true
}

// accented puts an accent over the first letter.
func accented(s string, accent rune) string {
	letters := []rune(s)
	if len(letters) == 0 {
		return ""
	}
	if whole, ok := composed[string(letters[0])+string(accent)]; ok {
		return whole + string(letters[1:])
	}
	return string(letters[0]) + string(accent) + string(letters[1:])
}

// environment writes a matrix or a list of cases on one line.
func (r *texReader) environment() {
	r.skip()
	if !r.more() || r.in[r.at] != '{' {
		return
	}
	r.at++
	name := r.sub('}', false)
	if strings.HasPrefix(name, "array") && r.more() && r.in[r.at] == '{' {
		r.argument() // the columns
	}
	rest := string(r.in[r.at:])
	body, after, _ := strings.Cut(rest, `\end{`+name+`}`)
	r.at = len(r.in) - len([]rune(after))
	body = strings.ReplaceAll(body, `\\`, ";")
	if name == "cases" {
		body = strings.ReplaceAll(body, "&", ",") // between a case and its condition
	}
	text := strings.TrimSuffix(plainMath(body), ";")
	switch {
	case name == "cases":
		text = "{" + text + "}"
	case strings.Contains(name, "matrix"):
		text = "[" + text + "]"
	}
	r.emit(text, false)
}
