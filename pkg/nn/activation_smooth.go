package nn

import (
	"fmt"
	"math"
)

// GELU is zΦ(z), with Φ the distribution function of the standard normal
// distribution (Hendrycks and Gimpel, 2016): z is kept as likely as a normal number
// lies below it. This is the exact form, by the error function, and not the
// approximation by tanh. Its slope is Φ(z) + zφ(z), φ being the density.
var GELU = &Elementwise{
	Label: "gelu",
	F: func(z float64) float64 {
		if z < -40 { // less than 10⁻³⁴⁸ is left, and −∞·0 is not a number
			return 0
		}
		return z * normalCDF(z)
	},
	DF: func(z, _ float64) float64 {
		if math.Abs(z) > 40 {
			return normalCDF(z)
		}
		return normalCDF(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi)
	},
	Symbol: func(z string) string { return fmt.Sprintf(`%s \, \Phi(%s)`, bracketed(z), z) },
	Slope: func(z, _ string) string {
		return fmt.Sprintf(`\left(\Phi(%s) + %s \, \varphi(%s)\right)`, z, bracketed(z), z)
	},
}

// normalCDF is Φ(z), to full relative precision on both sides.
func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// SiLU is zσ(z), also called swish (Elfwing, Uchibe and Doya, 2018; Ramachandran,
// Zoph and Le, 2017). Its slope is a + σ(z)(1 − a).
var SiLU = &Elementwise{
	Label: "silu",
	F: func(z float64) float64 {
		if z < -750 { // e^z is 0 there, and −∞·0 is not a number
			return 0
		}
		return z * Sigmoid.F(z)
	},
	DF:     func(z, a float64) float64 { return a + Sigmoid.F(z)*(1-a) },
	Symbol: func(z string) string { return fmt.Sprintf(`\frac{%s}{1 + e^{-%s}}`, z, bracketed(z)) },
	Slope: func(z, a string) string {
		return fmt.Sprintf(`\left(%s + \sigma(%s) (1 - %s)\right)`, a, z, bracketed(a))
	},
}

// Softplus is ln(1 + eᶻ), a ReLU without the kink, whose slope is the sigmoid
// (Dugas et al., 2001). It is computed as max(z, 0) + ln(1 + e^−|z|), which does not
// overflow.
var Softplus = &Elementwise{
	Label:  "softplus",
	F:      func(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) },
	DF:     func(z, _ float64) float64 { return Sigmoid.F(z) },
	Symbol: func(z string) string { return fmt.Sprintf(`\ln(1 + e^{%s})`, z) },
	Slope:  func(z, _ string) string { return fmt.Sprintf(`\sigma(%s)`, z) },
}
