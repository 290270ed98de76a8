package notebook

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// evaluate computes a formula of a lesson that has numbers in it and nothing else: "\tfrac12\cdot 36.09 \cdot 0.3278^2",
// "1153/461". Its error says what is no number.
func evaluate(formula string) (v float64, err error) {
	v, _, err = evaluateTerms(formula)
	return v, err
}

// evaluateTerms also returns what the terms of each sum come to.
func evaluateTerms(formula string) (v float64, terms []float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v in %s", r, formula)
		}
	}()
	c := &calculator{rest: plain.Replace(formula)}
	v = c.sum()
	if c.space(); c.rest != "" {
		panic("left over: " + c.rest)
	}
	return v, c.terms, nil
}

// plain writes the same thing in one way, and leaves out what is only there for the eye.
var plain = strings.NewReplacer(
	`\dfrac`, `\frac`, `\tfrac`, `\frac`, `\times`, "*", `\cdot`, "*", "·", "*", "×", "*", "−", "-", `\div`, "/",
	`\left`, "", `\right`, "", `\Big`, "", `\big`, "", `\bigl`, "", `\bigr`, "", `\Bigl`, "", `\Bigr`, "",
	`\;`, " ", `\ `, " ", `\!`, "", `\quad`, " ", "~", " ", "&", " ", `\lvert`, "|", `\rvert`, "|",
)

// calculator reads a formula from left to right.
type calculator struct {
	rest  string
	terms []float64
}

func (c *calculator) space() { c.rest = strings.TrimLeft(c.rest, " \n\t") }

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

func (c *calculator) product() (v float64) {
	if c.take("-") {
		return -c.product()
	}
	defer func() { c.terms = append(c.terms, v) }()
	v = c.power()
	for {
		switch c.space(); {
		case c.take("*"):
			if c.take("-") {
				v *= -c.power()
			} else {
				v *= c.power()
			}
		case c.take("/"):
			v /= c.power()
		case strings.HasPrefix(c.rest, "("), strings.HasPrefix(c.rest, `\sqrt`), strings.HasPrefix(c.rest, `\frac`), strings.HasPrefix(c.rest, `\ln`), strings.HasPrefix(c.rest, "e^"):
			v *= c.power()
		default:
			return v
		}
	}
}

func (c *calculator) power() float64 {
	v := c.atom()
	switch {
	case c.take("²"):
		return v * v
	case c.take("^"):
		return math.Pow(v, c.argument())
	}
	return v
}

// argument is what stands in braces, or one digit.
func (c *calculator) argument() float64 {
	c.space()
	if c.take("{") {
		v := c.sum()
		c.want("}")
		return v
	}
	if c.rest == "" || c.rest[0] < '0' || c.rest[0] > '9' {
		panic("want a number before " + c.rest)
	}
	v := float64(c.rest[0] - '0')
	c.rest = c.rest[1:]
	return v
}

func (c *calculator) bracket() float64 {
	c.want("(")
	v := c.sum()
	c.want(")")
	return v
}

// function is applied to what stands in brackets, or to the next factor, as in "\ln 2".
func (c *calculator) function(f func(float64) float64) float64 {
	if c.space(); strings.HasPrefix(c.rest, "(") {
		return f(c.bracket())
	}
	if c.take("-") {
		return f(-c.power())
	}
	return f(c.power())
}

// numeral is a number as lessons write it: 5,440 or 5\,440 or 335,544,320, 0.4158, 1e-5, 12 %.
var numeral = regexp.MustCompile(`^(\d{1,3}(?:(?:,|\\,|\{,\}| | )\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(\s*\\?%)?`)

func (c *calculator) atom() float64 {
	switch {
	case c.take(`\frac`):
		a := c.argument()
		return a / c.argument()
	case c.take(`\sqrt`):
		if c.space(); strings.HasPrefix(c.rest, "{") {
			return math.Sqrt(c.argument())
		}
		return c.function(math.Sqrt)
	case c.take("√"):
		return c.function(math.Sqrt)
	case c.take(`\ln`), c.take("ln"):
		return c.function(math.Log)
	case c.take(`\log_2`):
		return c.function(math.Log2)
	case c.take(`\exp`):
		return c.function(math.Exp)
	case c.take(`\tanh`):
		return c.function(math.Tanh)
	case c.take(`\sigma`):
		return c.function(func(z float64) float64 { return 1 / (1 + math.Exp(-z)) })
	case c.take("|"):
		v := c.sum()
		c.want("|")
		return math.Abs(v)
	case c.take("e"):
		return math.E
	case c.take(`\pi`):
		return math.Pi
	case c.take("{"):
		v := c.sum()
		c.want("}")
		return v
	}
	c.space()
	if strings.HasPrefix(c.rest, "(") {
		return c.bracket()
	}
	m := numeral.FindStringSubmatch(c.rest)
	if m == nil {
		panic("want a number before " + c.rest)
	}
	c.rest = c.rest[len(m[0]):]
	v := valueOf(m[1])
	if m[2] != "" {
		v /= 100
	}
	return v
}

var separators = strings.NewReplacer(",", "", `\`, "", "{", "", "}", "", " ", "", " ", "", " ", "")

// valueOf is the value of a numeral, whose form a regular expression has checked.
func valueOf(text string) float64 {
	v, _ := strconv.ParseFloat(separators.Replace(text), 64) // ±Inf when it is too large
	return v
}
