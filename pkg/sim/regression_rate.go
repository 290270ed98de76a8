package sim

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// limit is the learning rate from which on the steep direction of the bowl does not shrink:
// 2/λmax, and with a velocity 2(1+β)/λmax (Polyak, 1964).
func (c *course) limit() float64 {
	if c.setup.Method == momentum {
		return 2 * (1 + c.setup.Momentum) / c.large
	}
	return 2 / c.large
}

// singleLimit is the least of the limits of the points alone, which stochastic updates meet:
// a point at x has the one eigenvalue (2/1)(x² + 1).
func (c *course) singleLimit() float64 {
	x := max(math.Abs(linalg.Max(c.z)), math.Abs(linalg.Min(c.z)))
	return 2 / (c.bb * (x*x + 1))
}

// shrink is what an update multiplies the error in a direction of curvature λ by. With a
// velocity it is the larger of the two numbers that solve r² − (1+β−αλ) r + β = 0, in size.
func (c *course) shrink(lambda float64) (factor float64, swings bool) {
	a := c.setup.Rate
	if c.setup.Method != momentum || c.setup.Momentum == 0 {
		return 1 - a*lambda, a*lambda > 1
	}
	beta := c.setup.Momentum
	half := (1 + beta - a*lambda) / 2
	if half*half < beta {
		return math.Sqrt(beta), true
	}
	root := math.Sqrt(half*half - beta)
	if half < 0 {
		return half - root, true
	}
	return half + root, false
}

// side is where α is of the limit: "below", "at" when six digits of what an update does do
// not tell the two apart, "beyond"; "" in closed form.
func (c *course) side() string {
	if c.run == nil {
		return ""
	}
	steep, _ := c.shrink(c.large)
	off := c.setup.Rate/c.limit() - 1
	switch {
	case math.Abs(off) < 0.01 && number(math.Abs(steep)) == "1":
		return "at"
	case off > 0:
		return "beyond"
	}
	return "below"
}

// leaves says what an update leaves of the error in a direction of curvature λ, with of
// between the words, and returns the part that is gone. It says what is gone where so much
// is left that the digits would not show it.
func (c *course) leaves(lambda float64, of string) (words string, gone float64) {
	factor, _ := c.shrink(lambda)
	gone = 1 - math.Abs(factor)
	if small := c.setup.Rate * lambda; small < 1e-4 { // 1 − (1−αλ) would have no digits
		if gone = small; c.setup.Method == momentum {
			gone = small / (1 - c.setup.Momentum)
		}
	} else if number(1-gone) != "1" {
		return fmt.Sprintf("leaves %s%s", number(1-gone), of), gone
	}
	if of == "" {
		of = " of it"
	}
	return fmt.Sprintf("takes only %s%s away", number(gone), of), gone
}

// verdict says in a sentence what the present α does.
func (c *course) verdict() string {
	if c.run == nil {
		return "The closed form needs no learning rate: it goes to the best line at once."
	}
	alpha, limit := number(c.setup.Rate), number(c.limit())
	steep, swings := c.shrink(c.large)
	left, _ := c.leaves(c.large, " of the error in the steep direction")
	name := "2/λmax"
	if c.setup.Method == momentum {
		name = "2(1+β)/λmax"
	}
	var s string
	switch size := math.Abs(steep); {
	case c.side() == "at":
		s = fmt.Sprintf("α = %s is just at %s: each update turns the error in the steep direction around and keeps its size, so that it neither converges nor diverges.", alpha, name)
		if off := math.Abs(size - 1); off > 1e-12 {
			grows := "grows"
			if size < 1 {
				grows = "shrinks"
			}
			s += fmt.Sprintf(" To be exact it %s by %s of itself, which %s updates hardly show.", grows, number(off), grouped(maxUpdates))
		}
	case c.side() == "beyond":
		s = fmt.Sprintf("α = %s is beyond %s = %s: it diverges, because each update makes the error in the steep direction %s times as large.", alpha, name, limit, number(size))
	case c.setup.Method == momentum && swings:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges in swings, because the velocity carries it past the best line. Each update %s.", alpha, name, limit, left)
	case swings:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges and oscillates, because each update jumps over the valley and %s.", alpha, name, limit, left)
	default:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges without overshooting. Each update %s.", alpha, name, limit, left)
	}
	if c.side() != "beyond" && c.unique && c.small < c.large*(1-1e-9) {
		flat, gone := c.leaves(c.small, "")
		s += " In the flat one it " + flat
		if n := math.Log(0.5) / math.Log1p(-gone); n > 1 && finite(n) {
			s += fmt.Sprintf(": half is gone after %s updates", number(math.Ceil(n)))
		}
		s += "."
	}
	switch c.setup.Method {
	case stochastic:
		if single := c.singleLimit(); c.setup.Rate > single {
			s += fmt.Sprintf(" This is so for all points together. The point farthest out, taken alone, allows only α < %s.", number(single))
		} else {
			s += " This is so for all points together; single points make it jump around."
		}
	case miniBatch:
		s += " This is so for all points together; a batch is a few of them, and pulls a bit elsewhere."
	}
	return s
}

// rates is the range of the slider of α, in powers of ten around the limit and the setting.
func (c *course) rates() (low, high float64) {
	low, high = math.Floor(math.Log10(c.limit()))-3, math.Ceil(math.Log10(c.limit()))+1
	at := math.Log10(c.setup.Rate)
	return min(low, math.Floor(at)), max(high, math.Ceil(at))
}
