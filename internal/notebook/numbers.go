package notebook

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Numbers finds the numbers in the text of an executed notebook that nothing in it yields: no code, no output of a cell
// above, no formula of the text whose arithmetic comes out, no source that the sentence cites. It also finds
// formulas whose two sides differ. Whole numbers below 100 are counts and go unchecked, as do years.
//
// What none of these can yield (a hypothetical case, say) is named in the cell, in a comment that no reader
// sees: <!-- given: 1024, 0.5 -->.
func Numbers(file string, nb *Notebook) []Failure {
	w := &witness{}
	for i := range nb.Cells {
		if nb.Cells[i].Type == "code" {
			w.learn(string(nb.Cells[i].Source)) // a setting may be told before the cell that has it
		}
	}
	var found []Failure
	for i := range nb.Cells {
		c := &nb.Cells[i]
		switch c.Type {
		case "code":
			w.outputs(c)
		case "markdown":
			text, _, last := strings.Cut(string(c.Source), "## References")
			for _, message := range w.text(text) {
				found = append(found, Failure{File: file, Cell: i + 1, Message: message})
			}
			if last {
				return found
			}
		}
	}
	return found
}

// witness knows the numbers that the notebook has yielded so far.
type witness struct{ seen []float64 }

func (w *witness) know(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	if i, found := slices.BinarySearch(w.seen, math.Abs(v)); !found {
		w.seen = slices.Insert(w.seen, i, math.Abs(v))
	}
}

// literal is a number in code or in an output.
var literal = regexp.MustCompile(`\d[\d_]*(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+`)

func (w *witness) outputs(c *Cell) {
	for _, raw := range c.Outputs {
		var out struct {
			Text   Text           `json:"text"`
			Value  string         `json:"evalue"`
			Bundle map[string]any `json:"data"`
		}
		if json.Unmarshal(raw, &out) != nil {
			continue
		}
		w.learn(string(out.Text))
		w.learn(out.Value)
		if words, ok := out.Bundle["text/plain"]; ok {
			w.learn(joined(words))
		}
	}
}

// joined is a text that the file may hold as lines.
func joined(v any) string {
	if list, ok := v.([]any); ok {
		var b strings.Builder
		for _, line := range list {
			fmt.Fprint(&b, line)
		}
		return b.String()
	}
	return fmt.Sprint(v)
}

func (w *witness) learn(text string) {
	for _, m := range literal.FindAllString(text, -1) {
		var v float64
		if _, err := fmt.Sscanf(strings.NewReplacer(",", "", "_", "").Replace(m), "%g", &v); err == nil {
			w.know(v)
		}
	}
}

var (
	hidden   = regexp.MustCompile(`(?s)<!--.*?-->`)
	given    = regexp.MustCompile(`<!-- given: (.*?) -->`)
	notProse = regexp.MustCompile("`[^`\n]*`" + `|\]\([^)]*\)|</?\w+[^>]*>|\\begin\{\w+\}(\{[^}]*\})?|\\end\{\w+\}|\\\\\[\d+pt\]|\\[hv]space\{[^}]*\}`)
	cited    = regexp.MustCompile(`\b(1[5-9]|20)\d\d[a-z]?(, [^()]*)?\)|\((?:[^()]*\b)?(1[5-9]|20)\d\d\b[^()]*\)`)
	sentence = regexp.MustCompile(`[.?!:;]["”*)]*(\s+|$)|\n\s*\n`)
	year     = regexp.MustCompile(`^(1[5-9]|20)\d\d$`)
	// relation parts a formula into what it says to be equal.
	relation = regexp.MustCompile(`=|≈|\\approx|\\to\b|\\quad|\\qquad|\\Rightarrow|\\Longrightarrow|\\Longleftrightarrow|\\iff|\\ne\b|\\leq?\b|\\geq?\b|\\lt\b|\\gt\b|<|>|≤|≥|\\ll\b|\\gg\b|\\\\|&|;|:|\\text\w*\{[^}]*\}|\\mathrm\{[^}]*\}`)
	brace    = regexp.MustCompile(`\\(under|over)brace\{`)
	formula  = regexp.MustCompile(`(?s)\$\$.*?\$\$|\$[^$]*\$`)
	inText   = regexp.MustCompile(`[(]?\d[\d.,]*(?:\s*[-+−·×/*()]\s*[(]?\d[\d.,]*[)]?)+(?:\s*(?:=|≈)\s*[-−]?\d[\d.,]*)?`)
)

// text reads a Markdown cell and says which of its numbers come from nowhere.
func (w *witness) text(source string) (messages []string) {
	for _, m := range given.FindAllStringSubmatch(source, -1) {
		w.learn(m[1])
	}
	source = hidden.ReplaceAllString(source, "")
	source = notProse.ReplaceAllString(source, " ")
	for _, m := range formula.FindAllString(source, -1) {
		messages = append(messages, w.formula(strings.Trim(m, "$"))...)
	}
	for _, m := range inText.FindAllString(formula.ReplaceAllString(source, " "), -1) {
		messages = append(messages, w.formula(m)...)
	}
	for _, s := range split(source) {
		if cited.MatchString(s) {
			w.accept(s)
			continue
		}
		if strings.HasSuffix(strings.TrimSpace(s), "?") { // the guesses that a question offers
			continue
		}
		for _, n := range numbersIn(s) {
			if !w.knows(n) {
				messages = append(messages, fmt.Sprintf("%q comes from no output, code or formula above (the nearest there is %v): quote what a cell shows, cite a source, or name it: <!-- given: %s -->", n.text, w.nearest(n.value), n.text))
			}
		}
	}
	return messages
}

// split parts a text into sentences.
func split(text string) (all []string) {
	from := 0
	for _, at := range sentence.FindAllStringIndex(text, -1) {
		// "et al. 2016" and "e. g." go on.
		if strings.HasSuffix(text[from:at[0]], "et al") || strings.HasSuffix(text[from:at[0]], "chapter") {
			continue
		}
		all = append(all, text[from:at[1]])
		from = at[1]
	}
	return append(all, text[from:])
}

// formula learns what the numeric parts of a formula come to, and compares the neighbors.
func (w *witness) formula(tex string) (messages []string) {
	tex = unbrace(tex)
	type part struct {
		text     string
		value    float64
		numeric  bool
		computed bool // it is more than a number
	}
	var before part
	at := 0
	for _, r := range append(relation.FindAllStringIndex(tex, -1), []int{len(tex), len(tex)}) {
		text := strings.Trim(tex[at:r[0]], " \n\t,.?")
		sign := tex[r[0]:r[1]]
		v, terms, err := evaluateTerms(text)
		now := part{text: text, value: v, numeric: err == nil && text != "", computed: !alone.MatchString(text)}
		if !now.numeric { // what stands within, as in "(1, 2 + 3)" or "w = 2 \cdot 3"
			for _, inner := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '{' || r == '}' }) {
				inner = strings.Trim(inner, " ()")
				if v, err := evaluate(inner); err == nil && !alone.MatchString(inner) { // a number alone is nothing computed
					w.know(v)
				}
			}
		}
		if now.numeric && now.computed {
			w.know(v)
			for _, t := range terms {
				w.know(t)
			}
		}
		if now.numeric && before.numeric && (now.computed || before.computed) && !agree(before.text, before.value, now.text, now.value) {
			messages = append(messages, fmt.Sprintf("%s = %s does not come out: %.6g and %.6g", before.text, now.text, before.value, now.value))
		}
		before = part{}
		if sign == "=" || sign == "≈" || sign == `\approx` {
			before = now
		}
		at = r[1]
	}
	return messages
}

// unbrace leaves of \underbrace{a}_{b} the a.
func unbrace(tex string) string {
	for {
		at := brace.FindStringIndex(tex)
		if at == nil {
			return tex
		}
		inner, rest := group(tex[at[1]-1:])
		if strings.HasPrefix(rest, "_") || strings.HasPrefix(rest, "^") {
			if strings.HasPrefix(rest[1:], "{") {
				_, rest = group(rest[1:])
			} else {
				rest = rest[min(2, len(rest)):]
			}
		}
		tex = tex[:at[0]] + inner + rest
	}
}

// group parts a text that begins with a brace into what the brace holds and what follows.
func group(text string) (inner, rest string) {
	depth := 0
	for i, r := range text {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[1:i], text[i+1:]
			}
		}
	}
	return strings.TrimPrefix(text, "{"), ""
}

// agree reports whether two sides are equal to the digits in which they are written. The numbers in a side are rounded
// themselves, so that the result may be off by as much as their last digits allow.
func agree(a string, x float64, b string, y float64) bool {
	slack := max(spread(a, x), spread(b, y))
	return math.Abs(x-y) <= slack*(1+1e-9)+1e-12
}

// spread is how far the value of a formula may be off when each number in it is off by half of its last digit.
func spread(text string, v float64) float64 {
	total := 0.0
	for _, n := range numbersIn(text) {
		if !strings.Contains(n.text, ".") && n.text == strings.TrimRight(n.text, "0") && len(n.text) < 4 && n.text != strings.TrimSpace(text) {
			continue // an exact whole number in a formula
		}
		shifted := strings.Replace(text, n.text, fmt.Sprintf("%.17g", n.raw+n.step/2), 1)
		if u, err := evaluate(shifted); err == nil {
			total += math.Abs(u - v)
		}
	}
	return total
}

// number is a number in a text: its value, and half a step of its last digit on each side of it.
type number struct {
	text    string
	raw     float64 // as written, without percent and power of ten
	value   float64
	step    float64
	percent bool
}

// written is a number with what belongs to it.
var written = regexp.MustCompile(`(\d{1,3}(?:(?:,|\\,|\{,\}| )\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(\s*\\?%)?(\s*(?:\\cdot|·|\\times|×)\s*10\^(?:\{([-−]?\d+)\}|(\d)))?`)

var (
	alone    = regexp.MustCompile(`^[-−]?` + written.String() + `$`)
	marginal = regexp.MustCompile(`[_^](\{[^{}]*\}|\w)`) // an index or an exponent
	powers   = regexp.MustCompile(`10\^`)
)

// numbersIn lists the numbers of a text.
func numbersIn(text string) (all []number) {
	kept := powers.ReplaceAllString(text, "10\x00") // powers of ten belong to their number
	kept = marginal.ReplaceAllString(kept, " ")
	kept = strings.ReplaceAll(kept, "\x00", "^")
	for _, m := range written.FindAllStringSubmatchIndex(kept, -1) {
		if m[0] > 0 && isLetter(kept[m[0]-1]) { // w5, h1
			continue
		}
		n := number{text: kept[m[2]:m[3]], percent: m[4] >= 0}
		n.raw = valueOf(n.text)
		n.value, n.step = n.raw, step(n.text)
		for _, g := range []int{8, 10} {
			if m[g] >= 0 {
				p := math.Pow(10, valueOfSigned(kept[m[g]:m[g+1]]))
				n.value, n.step = n.value*p, n.step*p
			}
		}
		all = append(all, n)
	}
	return all
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '.' }

func valueOfSigned(text string) float64 {
	if rest, negative := strings.CutPrefix(strings.Replace(text, "−", "-", 1), "-"); negative {
		return -valueOf(rest)
	}
	return valueOf(text)
}

// step is the size of the last digit that was written: 0.01 for 3.14, 10 for 240, whose zero may be a rounding.
func step(text string) float64 {
	digits, exponent, _ := strings.Cut(separators.Replace(text), "e")
	size := 1.0
	if _, decimals, found := strings.Cut(digits, "."); found {
		size = math.Pow(10, -float64(len(decimals)))
	} else {
		size = math.Pow(10, float64(len(digits)-len(strings.TrimRight(digits, "0"))))
	}
	if exponent != "" {
		size *= math.Pow(10, valueOfSigned(strings.TrimPrefix(exponent, "+")))
	}
	return size
}

// knows reports whether the notebook has yielded a number, as it is written or as a percentage of one.
func (w *witness) knows(n number) bool {
	if n.value < 100 && n.value == math.Trunc(n.value) && !strings.Contains(n.text, ".") || year.MatchString(n.text) || n.raw == 0 {
		return true
	}
	if n.value >= 100 && math.Log10(n.value) == math.Trunc(math.Log10(n.value)) { // 100, 1000: a manner of speaking
		return true
	}
	half := n.step / 2 * (1 + 1e-9)
	if w.within(n.value, half) || n.percent && w.within(n.value/100, half/100) {
		return true
	}
	return false
}

// within reports whether a known number lies so near to v.
func (w *witness) within(v, half float64) bool {
	i, _ := slices.BinarySearch(w.seen, v-half)
	return i < len(w.seen) && w.seen[i] <= v+half
}

func (w *witness) nearest(v float64) float64 {
	best := math.Inf(1)
	for _, s := range w.seen {
		if math.Abs(s-v) < math.Abs(best-v) {
			best = s
		}
	}
	return best
}

// accept learns the numbers of a sentence that cites its source.
func (w *witness) accept(s string) {
	for _, n := range numbersIn(s) {
		w.know(n.value)
	}
}
