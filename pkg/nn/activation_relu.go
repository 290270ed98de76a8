package nn

import (
	"fmt"
	"math"
)

// LeakyReLU lets a hundredth of what is negative through: z above 0, 0.01z below
// (Maas, Hannun and Ng, 2013). A unit that is negative for every example still gets
// a gradient, and can come back. Its slope at 0 is taken to be 0.01.
var LeakyReLU = &Elementwise{
	Label: "leaky_relu",
	F:     func(z float64) float64 { return max(leak*z, z) },
	DF: func(z, _ float64) float64 {
		if z > 0 {
			return 1
		}
		return leak
	},
	Symbol: func(z string) string { return fmt.Sprintf(`\max(%g \cdot %s, %s)`, leak, bracketed(z), z) },
	Slope:  func(z, _ string) string { return fmt.Sprintf(`([%s > 0] + %g \, [%s \le 0])`, z, leak, z) },
}

// leak is the share of what is negative.
const leak = 0.01

// ELU is z above 0 and eᶻ − 1 below, with values above −1 and slope 1 or a + 1
// (Clevert, Unterthiner and Hochreiter, 2016, with α = 1). Unlike ReLU's its mean
// can be near 0, and its slope does not jump.
var ELU = &Elementwise{
	Label: "elu",
	F: func(z float64) float64 {
		if z > 0 {
			return z
		}
		return math.Expm1(z)
	},
	DF: func(z, a float64) float64 {
		if z > 0 {
			return 1
		}
		return a + 1
	},
	Symbol: func(z string) string {
		return fmt.Sprintf(`(\max(0, %s) + e^{\min(0, %s)} - 1)`, z, z)
	},
	Slope: func(z, a string) string { return fmt.Sprintf(`(\min(0, %s) + 1)`, a) },
}

// Identity is f(z) = z, with slope 1: what a nil Activation means as well, as a value.
var Identity = &Elementwise{
	Label:  "identity",
	F:      func(z float64) float64 { return z },
	DF:     func(_, _ float64) float64 { return 1 },
	Symbol: func(z string) string { return z },
	Slope:  func(_, _ string) string { return "1" },
}
