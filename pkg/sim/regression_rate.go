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

// verdict says in a sentence what the present α does.
func (c *course) verdict() string {
	if c.run == nil {
		return "The closed form needs no learning rate: it goes to the best line at once."
	}
	alpha, limit := number(c.setup.Rate), number(c.limit())
	steep, swings := c.shrink(c.large)
	flat, _ := c.shrink(c.small)
	name := "2/λmax"
	if c.setup.Method == momentum {
		name = "2(1+β)/λmax"
	}
	var s string
	switch size := math.Abs(steep); {
	case c.setup.Rate > c.limit():
		s = fmt.Sprintf("α = %s is beyond %s = %s: it diverges, because each update makes the error in the steep direction %s times as large.", alpha, name, limit, number(size))
	case c.setup.Rate == c.limit() || size == 1:
		s = fmt.Sprintf("α = %s is just %s: it swings from side to side for ever.", alpha, name)
	case c.setup.Method == momentum && swings:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges in swings, because the velocity carries it past the best line. Each update leaves %s of the error in the steep direction.", alpha, name, limit, number(size))
	case swings:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges and oscillates, because each update jumps over the valley and leaves %s of the error in the steep direction.", alpha, name, limit, number(size))
	default:
		s = fmt.Sprintf("α = %s is below %s = %s: it converges without overshooting. Each update leaves %s of the error in the steep direction.", alpha, name, limit, number(size))
	}
	if c.setup.Rate < c.limit() && c.unique && c.small < c.large*(1-1e-9) {
		away := 1 - math.Abs(flat)
		if gone := c.setup.Rate * c.small; gone < 1e-4 { // 1 − (1−αλ) would have no digits
			if away = gone; c.setup.Method == momentum {
				away = gone / (1 - c.setup.Momentum)
			}
			s += fmt.Sprintf(" In the flat one it takes only %s of it away", number(away))
		} else {
			s += fmt.Sprintf(" In the flat one it leaves %s", number(1-away))
		}
		if n := math.Log(0.5) / math.Log1p(-away); n > 1 && finite(n) {
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
