package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The best constant for the mean squared error of 1, 2, 3 and 100 is their mean, 26.5;
// the absolute error is as content with anything between 2 and 3, the middle ones.
func ExampleMAE() {
	Y := linalg.Col(1, 2, 3, 100)
	for _, c := range []float64{2, 3, 26.5} {
		Yhat := linalg.Full(4, 1, c)
		fmt.Println(c, nn.MAE{}.Loss(nil, Yhat, Y), nn.MSE{}.Loss(nil, Yhat, Y))
	}
	// Output:
	// 2 25 2401.5
	// 3 25 2353.5
	// 26.5 36.75 1801.25
}

// The mean is over all entries, here four.
func ExampleMAE_Loss() {
	Yhat := linalg.New(2, 2,
		1, 2,
		3, 4)
	Y := linalg.New(2, 2,
		1, 0,
		3, 0)
	fmt.Println(nn.MAE{}.Loss(nil, Yhat, Y)) // (0 + 2 + 0 + 4) / 4
	// Output:
	// 1.5
}

// Only the side counts, and not how far off a prediction is.
func ExampleMAE_Grad() {
	yhat, y := linalg.Row(-7, 3, 3, 4), linalg.Row(3, 4, 3, 3)
	fmt.Println(nn.MAE{}.Grad(nil, new(nn.Matrix), yhat, y))
	// Output:
	// (1×4)
	//   -0.25  -0.25  0  0.25
}

// Up to δ = 1 an error costs half its square; beyond, each unit more costs δ.
func ExampleHuber() {
	for _, e := range []float64{0.5, 1, 2, 3} {
		fmt.Println(e, nn.Huber{}.Loss(nil, linalg.Row(e), linalg.Row(0)))
	}
	// Output:
	// 0.5 0.125
	// 1 0.5
	// 2 1.5
	// 3 2.5
}

// With δ = 2, the error 2 still costs half its square, and 3 costs 2 more.
func ExampleHuber_Loss() {
	yhat, y := linalg.Row(2, 3), linalg.Row(0, 0)
	fmt.Println(nn.Huber{Delta: 2}.Loss(nil, yhat, y)) // (2 + 4) / 2
	// Output:
	// 3
}

// The gradient is the error, cut off at δ, over N = 4.
func ExampleHuber_Grad() {
	yhat, y := linalg.Row(-100, -0.5, 0.5, 100), linalg.Row(0, 0, 0, 0)
	fmt.Println(nn.Huber{Delta: 1}.Grad(nil, new(nn.Matrix), yhat, y))
	// Output:
	// (1×4)
	//   -0.25  -0.125  0.125  0.25
}

// On the right side with a margin of 1 nothing is to pay; within the margin a little,
// and on the wrong side more.
func ExampleHinge() {
	for _, yhat := range []float64{2, 1, 0.5, 0, -1} {
		fmt.Println(yhat, nn.Hinge{}.Loss(nil, linalg.Row(yhat), linalg.Row(1)))
	}
	// Output:
	// 2 0
	// 1 0
	// 0.5 0.5
	// 0 1
	// -1 2
}

// Labels of 0 and 1 become −1 and +1 by 2y − 1.
func ExampleHinge_Loss() {
	labels := linalg.Col(1, 0)
	Y := linalg.Apply(func(y float64) float64 { return 2*y - 1 }, labels)
	fmt.Println(nn.Hinge{}.Loss(nil, linalg.Col(3, 0.5), Y)) // (0 + 1.5) / 2
	// Output:
	// 0.75
}

// The first example is beyond the margin, and no longer moves the net.
func ExampleHinge_Grad() {
	Yhat, Y := linalg.Col(3, 0.5), linalg.Col(1, -1)
	fmt.Println(nn.Hinge{}.Grad(nil, new(nn.Matrix), Yhat, Y))
	// Output:
	// (2×1)
	//   0.0
	//   0.5
}
