package nn_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// evaluate computes the LaTeX that explanations are written in, once the values are put
// in: whoever follows the formula with a calculator must get the number beside it.
func evaluate(tex string) (v float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v in %s", r, tex)
		}
	}()
	c := &calculator{rest: tex}
	v = c.sum()
	if c.space(); c.rest != "" {
		panic("left over: " + c.rest)
	}
	return v, nil
}

// calculator reads a formula from left to right.
type calculator struct{ rest string }

func (c *calculator) space() {
	for {
		before := c.rest
		c.rest = strings.TrimLeft(c.rest, " ")
		c.rest = strings.TrimPrefix(c.rest, `\,`)
		if c.rest == before {
			return
		}
	}
}

// take reads token if it comes next.
func (c *calculator) take(token string) bool {
	c.space()
	rest, found := strings.CutPrefix(c.rest, token)
	if found {
		c.rest = rest
	}
	return found
}

func (c *calculator) want(token string) {
	if !c.take(token) {
		panic("want " + token + " before " + c.rest)
	}
}

func (c *calculator) sum() float64 {
	v := c.product()
	for {
		switch {
		case c.take("+"):
			v += c.product()
		case c.take("-"):
			v -= c.product()
		default:
			return v
		}
	}
}

// product is of factors that stand side by side or with a dot between them.
func (c *calculator) product() float64 {
	if c.take("-") {
		return -c.product()
	}
	v := c.power()
	for {
		c.space()
		if !c.take(`\cdot`) && (c.rest == "" || strings.ContainsAny(c.rest[:1], "+-)]},>") || strings.HasPrefix(c.rest, `\right`) || strings.HasPrefix(c.rest, `\le `)) {
			return v
		}
		v *= c.power()
	}
}

func (c *calculator) power() float64 {
	v := c.atom()
	if !c.take("^") {
		return v
	}
	if c.take("{") {
		v = math.Pow(v, c.sum())
		c.want("}")
	} else {
		v = math.Pow(v, float64(c.rest[0]-'0'))
		c.rest = c.rest[1:]
	}
	if c.take("^") {
		panic("a second exponent")
	}
	return v
}

// pair is what stands in brackets with a comma between.
func (c *calculator) pair() (a, b float64) {
	a = c.group("(", ",")
	b = c.group("", ")")
	return a, b
}

func (c *calculator) group(open, shut string) float64 {
	c.want(open)
	v := c.sum()
	c.want(shut)
	return v
}

func (c *calculator) atom() float64 {
	switch {
	case c.take(`\frac`), c.take(`\tfrac`):
		return c.group("{", "}") / c.group("{", "}")
	case c.take(`\sqrt`):
		return math.Sqrt(c.group("{", "}"))
	case c.take(`\tanh`):
		return math.Tanh(c.group("(", ")"))
	case c.take(`\max`):
		v := c.group("(", "")
		for c.take(",") {
			v = max(v, c.sum())
		}
		c.want(")")
		return v
	case c.take(`\min`):
		return min(c.pair())
	case c.take(`\ln`):
		return math.Log(c.group("(", ")"))
	case c.take(`\sigma`):
		return 1 / (1 + math.Exp(-c.group("(", ")")))
	case c.take(`\Phi`): // the normal distribution
		return (1 + math.Erf(c.group("(", ")")/math.Sqrt2)) / 2
	case c.take(`\varphi`): // its density
		z := c.group("(", ")")
		return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	case c.take(`\underbrace{\cdots}_`): // what is left out
		return c.group("{", "}")
	case c.take(`\mathrm{sign}`):
		switch v := c.group("(", ")"); {
		case v > 0:
			return 1
		case v < 0:
			return -1
		}
		return 0
	case c.take(`\mathrm{NaN}`):
		return math.NaN()
	case c.take(`\infty`):
		return math.Inf(1)
	case c.take(`\left`):
		open := c.rest[:1]
		c.rest = c.rest[1:]
		v := c.sum()
		c.want(`\right` + map[string]string{"[": "]", "(": ")", "|": "|"}[open])
		if open == "|" {
			return math.Abs(v)
		}
		return v
	case c.take("["): // Iverson's bracket: 1 if it is so, and otherwise 0
		a, less := c.sum(), c.take(`\le `)
		if !less {
			c.want(">")
		}
		if b := c.group("", "]"); less == (a <= b) {
			return 1
		}
		return 0
	case c.take("("):
		return c.group("", ")")
	case c.take("e"):
		return math.E
	}
	end := strings.IndexFunc(c.rest, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' })
	if end < 0 {
		end = len(c.rest)
	}
	v, err := strconv.ParseFloat(c.rest[:end], 64)
	if err != nil {
		panic("want a number before " + c.rest)
	}
	c.rest = c.rest[end:]
	return v
}

// The calculator itself, for a trace is judged by it.
func TestEvaluate(t *testing.T) {
	for tex, want := range map[string]float64{
		`2`:                                2,
		`0.5 \cdot (-0.25) + 1 - 2`:        -1.125,
		`-1 \cdot 10^{-2} - (-3)`:          2.99,
		`\tfrac{1}{4}(3 - 1)^2`:            1,
		`0.25 (1 - 0.25)`:                  0.1875,
		`\frac{1}{1 + e^{-(-1)}}`:          0.2689414213699951,
		`2 \cdot [-1 > 0] + [1 > 0]`:       1,
		`\max(0, -2) + \min(0, -2)`:        -2,
		`\ln(e^{2}) + \sigma(0) + \Phi(0)`: 3,
		`3 \cdot \mathrm{sign}(-2)`:        -3,
		`\varphi(0)^2`:                     0.15915494309189535,
		`\max(1) + \max(1, 3, 2)`:          4,
		`[2 \le 2] + [3 \le 2]`:            1,
		`\frac{2}{\sqrt{4} + 1}`:           2.0 / 3,
		`\tfrac{1}{2}\left[1 - 3\right]`:   -1,
		`\left|1 - 3\right| \cdot 2`:       4,
		`1 + \underbrace{\cdots}_{-4} + 1`: -2,
	} {
		if got, err := evaluate(tex); err != nil || !near(got, want, 1e-15) {
			t.Errorf("%s: got %v (%v), want %v", tex, got, err, want)
		}
	}
	for _, tex := range []string{"", "1 +", "10^{-7}^2", "(1", "1)", `\mathrm{swish}(1)`, "1..2"} {
		if got, err := evaluate(tex); err == nil {
			t.Errorf("%q: got %v, want an error", tex, got)
		}
	}
}
