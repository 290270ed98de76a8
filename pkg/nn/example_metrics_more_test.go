package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// 100 patients, of whom 5 are ill, and a test that says of everybody that they are not:
// it is right for 95% and finds none.
func Example_imbalanced() {
	Z, Y := linalg.Full(100, 1, -1), linalg.New(100, 1)
	for i := range 5 {
		Y.Data[i] = 1
	}
	fmt.Println("accuracy", nn.Accuracy(Z, Y), "recall", nn.Recall(Z, Y)[1], "F1", nn.F1(Z, Y)[1])
	// Output:
	// accuracy 0.95 recall 0 F1 0
}

// Three messages are taken for spam (a logit above 0), and two of them are.
func ExamplePrecision() {
	Z, Y := linalg.Col(3, 1, 0.5, -1, -2), linalg.Col(1, 1, 0, 1, 0)
	fmt.Printf("%.3f\n", nn.Precision(Z, Y)[1])
	// Output:
	// 0.667
}

// Three messages are spam, and two of them are found.
func ExampleRecall() {
	Z, Y := linalg.Col(3, 1, -0.5, -1, -2), linalg.Col(1, 1, 0, 1, 0)
	fmt.Printf("%.3f\n", nn.Recall(Z, Y)[1])
	// Output:
	// 0.667
}

// Of three classes the last one is never guessed.
func ExampleF1() {
	Yhat := linalg.New(4, 3,
		9, 1, 0,
		8, 2, 0,
		2, 7, 1,
		1, 6, 3)
	Y := linalg.New(4, 3,
		1, 0, 0,
		0, 1, 0,
		0, 1, 0,
		0, 0, 1)
	fmt.Printf("%.3f\n", nn.F1(Yhat, Y))
	fmt.Printf("%.3f\n", nn.Precision(Yhat, Y))
	// Output:
	// [0.667 0.500 0.000]
	// [0.500 0.500 NaN]
}

// A class of 2 examples counts as much as one of 8.
func ExampleMacro() {
	guess, truth := linalg.New(10, 2), linalg.New(10, 2)
	for i := range 10 {
		guess.Set(i, 0, 1) // always class 0
		truth.Set(i, i/8, 1)
	}
	fmt.Println(nn.Accuracy(guess, truth), nn.Macro(nn.Recall(guess, truth)))
	// Output:
	// 0.8 0.5
}

// The threshold sinks from +∞: the more that counts as positive, the more of the
// positives are found, and the more negatives come with them. The scores of 2 are a tie.
func ExampleROC() {
	scores, Y := linalg.Col(4, 3, 2, 2, 1), linalg.Col(1, 0, 1, 0, 0)
	for _, p := range nn.ROC(scores, Y) {
		fmt.Printf("%.2f %.2f from %v\n", p.FPR, p.TPR, p.Threshold)
	}
	// Output:
	// 0.00 0.00 from +Inf
	// 0.00 0.50 from 4
	// 0.33 0.50 from 3
	// 0.67 1.00 from 2
	// 1.00 1.00 from 1
}

// At 3 and above, one of two positives is found, and one of three negatives with it.
func ExampleROCPoint() {
	fmt.Printf("%.2f\n", nn.ROC(linalg.Col(4, 3, 2, 2, 1), linalg.Col(1, 0, 1, 0, 0))[2])
	// Output:
	// {3.00 0.33 0.50}
}

// Two positives and three negatives are six pairs: in four the positive is above, and
// one is a tie.
func ExampleAUC() {
	fmt.Println(nn.AUC(linalg.Col(4, 3, 2, 2, 1), linalg.Col(1, 0, 1, 0, 0)))
	fmt.Println(nn.AUC(linalg.Col(1, 2), linalg.Col(0, 0))) // no pairs
	// Output:
	// 0.75
	// NaN
}

// The predictions are off by 1 each, where the mean, 5, is off by 3.
func ExampleR2() {
	fmt.Printf("%.3f\n", nn.R2(linalg.Col(3, 7), linalg.Col(2, 8)))
	// Output:
	// 0.889
}
