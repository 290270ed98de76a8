package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// One example with three outputs, all 0, where the target is the first class. MSE
// divides the squared error 1 by 3 outputs; BCE takes each output for a question of
// its own, ln 2 + ln 2 + ln 2; cross-entropy gives each class the probability 1/3.
func ExampleLoss() {
	yhat, y := linalg.Row(0, 0, 0), linalg.Row(1, 0, 0)
	for _, loss := range []nn.Loss{nn.MSE{}, nn.HalfSquaredError{}, nn.BCE{}, nn.CrossEntropy{}} {
		J := loss.Loss(nil, yhat, y)
		dYhat := loss.Grad(nil, new(nn.Matrix), yhat, y)
		fmt.Printf("%-18s %.4f %7.4f\n", loss.Name(), J, dYhat.Data)
	}
	// Output:
	// MSE                0.3333 [-0.6667  0.0000  0.0000]
	// half squared error 0.5000 [-1.0000  0.0000  0.0000]
	// BCE                2.0794 [-0.5000  0.5000  0.5000]
	// cross-entropy      1.0986 [-0.6667  0.3333  0.3333]
}

// Two errors, −1 and 3: an error three times as large costs nine times as much.
func ExampleMSE() {
	Yhat, Y := linalg.Col(2, 7), linalg.Col(3, 4)
	fmt.Println(nn.MSE{}.Loss(nil, Yhat, Y)) // (1 + 9) / 2
	// Output:
	// 5
}

// The mean is over all entries, here four.
func ExampleMSE_Loss() {
	Yhat := linalg.New(2, 2,
		1, 2,
		3, 4)
	Y := linalg.New(2, 2,
		1, 0,
		3, 0)
	fmt.Println(nn.MSE{}.Loss(nil, Yhat, Y)) // (0 + 4 + 0 + 16) / 4
	// Output:
	// 5
}

// The errors −1 and 3, times 2/N = 1.
func ExampleMSE_Grad() {
	Yhat, Y := linalg.Col(2, 7), linalg.Col(3, 4)
	fmt.Println(nn.MSE{}.Grad(nil, new(nn.Matrix), Yhat, Y))
	// Output:
	// (2×1)
	//   -1
	//    3
}

// Mazur's worked example (2015) computes with half squares: the two errors of one
// example, 0.7414 and −0.2171.
func ExampleHalfSquaredError() {
	yhat, y := linalg.Row(0.75136507, 0.772928465), linalg.Row(0.01, 0.99)
	fmt.Printf("%.4f\n", nn.HalfSquaredError{}.Loss(nil, yhat, y)) // 0.2748 + 0.0236
	// Output:
	// 0.2984
}

// The mean is over the examples, here two, and not over the entries.
func ExampleHalfSquaredError_Loss() {
	Yhat := linalg.New(2, 2,
		1, 2,
		3, 4)
	Y := linalg.New(2, 2,
		1, 0,
		3, 0)
	fmt.Println(nn.HalfSquaredError{}.Loss(nil, Yhat, Y)) // (0 + 4/2 + 0 + 16/2) / 2
	// Output:
	// 5
}

// For one example the gradient is the error itself.
func ExampleHalfSquaredError_Grad() {
	yhat, y := linalg.Row(2, 7), linalg.Row(3, 4)
	fmt.Println(nn.HalfSquaredError{}.Grad(nil, new(nn.Matrix), yhat, y))
	// Output:
	// (1×2)
	//   -1  3
}

// The logit ln 3 says 3 to 1, a probability of 3/4. It costs −ln 3/4 when it is right
// and −ln 1/4 when it is wrong.
func ExampleBCE() {
	z := linalg.Row(math.Log(3))
	fmt.Printf("%.4f\n", nn.BCE{}.Loss(nil, z, linalg.Row(1)))
	fmt.Printf("%.4f\n", nn.BCE{}.Loss(nil, z, linalg.Row(0)))
	// Output:
	// 0.2877
	// 1.3863
}

// The sigmoid of −1000 is 0 in a float64, and −ln 0 would be +Inf. From the logit, the
// cost is exact: 1000.
func ExampleBCE_Loss() {
	z, y := linalg.Row(-1000), linalg.Row(1)
	p := nn.Sigmoid.F(-1000)
	fmt.Println(-math.Log(p))
	fmt.Println(nn.BCE{}.Loss(nil, z, y))
	// Output:
	// +Inf
	// 1000
}

// Probability minus target, over n = 2: (1/2 − 1)/2 and (3/4 − 0)/2.
func ExampleBCE_Grad() {
	Z, Y := linalg.Col(0, math.Log(3)), linalg.Col(1, 0)
	fmt.Printf("%.4f\n", nn.BCE{}.Grad(nil, new(nn.Matrix), Z, Y))
	// Output:
	// (2×1)
	//   -0.2500
	//    0.3750
}

// The logits 0, ln 3 and ln 4 are the probabilities 1/8, 3/8 and 4/8. The target's is
// all that counts: −ln 4/8.
func ExampleCrossEntropy() {
	z := linalg.Row(0, math.Log(3), math.Log(4))
	fmt.Printf("%.4f\n", nn.CrossEntropy{}.Loss(nil, z, linalg.Row(0, 0, 1)))
	// Output:
	// 0.6931
}

// With a tenth of smoothing, a net that is all but certain, and right, pays for its
// certainty: ten percent are shared among all four classes.
func ExampleCrossEntropy_smoothing() {
	z, y := linalg.Row(20, 0, 0, 0), linalg.Row(1, 0, 0, 0)
	fmt.Printf("%.4f\n", nn.CrossEntropy{}.Loss(nil, z, y))
	fmt.Printf("%.4f\n", nn.CrossEntropy{Smoothing: 0.1}.Loss(nil, z, y)) // 3 · 0.025 · 20

	trace := new(nn.Trace)
	nn.CrossEntropy{Smoothing: 0.1}.Loss(&nn.Pass{Trace: trace}, z, y)
	fmt.Println(trace.Steps[0].Out.Data)
	// Output:
	// 0.0000
	// 1.5000
	// [0.925 0.025 0.025 0.025]
}

// A net that knows nothing of ten classes starts near ln 10. A first cost far from it
// is a sign of a mistake.
func ExampleCrossEntropy_Loss() {
	z, y := linalg.New(1, 10), linalg.New(1, 10)
	y.Set(0, 3, 1)
	fmt.Printf("%.4f\n", nn.CrossEntropy{}.Loss(nil, z, y))
	// Output:
	// 2.3026
}

// Probabilities minus targets. Each row adds up to 0: what one class wins, the others
// lose.
func ExampleCrossEntropy_Grad() {
	z := linalg.Row(0, math.Log(3), math.Log(4))
	dZ := nn.CrossEntropy{}.Grad(nil, new(nn.Matrix), z, linalg.Row(0, 0, 1))
	fmt.Printf("%.4f\n", dZ)
	// Output:
	// (1×3)
	//   0.1250  0.3750  -0.5000
}
