package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Probabilities and their logits cost the same, until the net is sure and wrong: from
// the logit −100, the sigmoid's 10⁻⁴⁴ is cut off at 10⁻¹², and −ln 10⁻¹² is 27.6.
func ExampleBCEProb() {
	y := linalg.Row(1)
	for _, z := range []float64{0, -10, -100} {
		p := linalg.Row(nn.Sigmoid.F(z))
		fmt.Printf("%6.2f %6.2f\n", nn.BCE{}.Loss(nil, linalg.Row(z), y), nn.BCEProb{}.Loss(nil, p, y))
	}
	// Output:
	//   0.69   0.69
	//  10.00  10.00
	// 100.00  27.63
}

// A probability of 3/4 costs −ln 3/4 when it is right and −ln 1/4 when it is wrong.
func ExampleBCEProb_Loss() {
	p := linalg.Row(0.75)
	fmt.Printf("%.4f\n", nn.BCEProb{}.Loss(nil, p, linalg.Row(1)))
	fmt.Printf("%.4f\n", nn.BCEProb{}.Loss(nil, p, linalg.Row(0)))
	// Output:
	// 0.2877
	// 1.3863
}

// −1/ŷ for a target of 1, and 1/(1−ŷ) for a target of 0.
func ExampleBCEProb_Grad() {
	p, y := linalg.Row(0.5, 0.75), linalg.Row(1, 0)
	fmt.Println(nn.BCEProb{}.Grad(nil, new(nn.Matrix), p, y))
	// Output:
	// (1×2)
	//   -2  4
}

// Only the probability of the right class counts.
func ExampleCrossEntropyProb() {
	P := linalg.New(2, 3,
		0.1, 0.3, 0.6,
		0.3, 0.2, 0.5)
	Y := linalg.New(2, 3,
		1, 0, 0,
		0, 0, 1)
	fmt.Printf("%.4f\n", nn.CrossEntropyProb{}.Loss(nil, P, Y)) // −(ln 0.1 + ln 0.5) / 2
	// Output:
	// 1.4979
}

// What had the probability 0 and happens would cost infinitely much. It costs −ln 10⁻¹².
func ExampleCrossEntropyProb_Loss() {
	fmt.Printf("%.2f\n", nn.CrossEntropyProb{}.Loss(nil, linalg.Row(0, 1), linalg.Row(1, 0)))
	fmt.Printf("%.2f\n", -math.Log(1e-12))
	// Output:
	// 27.63
	// 27.63
}

// −y/ŷ: the less likely the right class was, the harder it is pushed.
func ExampleCrossEntropyProb_Grad() {
	p, y := linalg.Row(0.25, 0.75), linalg.Row(1, 0)
	fmt.Println(nn.CrossEntropyProb{}.Grad(nil, new(nn.Matrix), p, y))
	// Output:
	// (1×2)
	//   -4  0
}

// Where both distributions agree, the divergence is 0; it is not the same the other way.
func ExampleKL() {
	fair, biased := linalg.Row(0.5, 0.5), linalg.Row(0.75, 0.25)
	fmt.Printf("%.4f\n", nn.KL{}.Loss(nil, biased, biased))
	fmt.Printf("%.4f\n", nn.KL{}.Loss(nil, fair, biased))
	fmt.Printf("%.4f\n", nn.KL{}.Loss(nil, biased, fair))
	// Output:
	// 0.0000
	// 0.1308
	// 0.1438
}

// The divergence is the cross-entropy less the entropy of the targets.
func ExampleKL_Loss() {
	p, y := linalg.Row(0.5, 0.5), linalg.Row(0.75, 0.25)
	cross, entropy := nn.CrossEntropyProb{}.Loss(nil, p, y), nn.CrossEntropyProb{}.Loss(nil, y, y)
	fmt.Printf("%.4f − %.4f = %.4f\n", cross, entropy, nn.KL{}.Loss(nil, p, y))
	// Output:
	// 0.6931 − 0.5623 = 0.1308
}

// The targets' entropy does not depend on the net, so that the gradient is that of the
// cross-entropy, −y/ŷ.
func ExampleKL_Grad() {
	p, y := linalg.Row(0.5, 0.5), linalg.Row(0.75, 0.25)
	fmt.Println(nn.KL{}.Grad(nil, new(nn.Matrix), p, y))
	// Output:
	// (1×2)
	//   -1.5  -0.5
}
