package nn_test

import (
	"errors"
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Three points on the line y = 2x + 1. The weight and the bias find it.
func ExampleTrainer() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1},
		X: linalg.Col(-1, 0, 1), Y: linalg.Col(-1, 1, 3),
		Epochs: 100,
	}
	fmt.Println(t.Run())
	fmt.Printf("%.3f\n", net.Param("Dense 1/W").Value)
	fmt.Printf("%.3f\n", net.Param("Dense 1/b").Value)
	// Output:
	// <nil>
	// W_1 (1×1)
	//   2.000
	// b_1 (1×1)
	//   1.000
}

// Run says what is wrong with a setting before it begins.
func ExampleTrainer_Run() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1}))
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1},
		X: linalg.New(4, 2), Y: linalg.New(3, 1),
		Epochs: 10,
	}
	fmt.Println(t.Run())
	t.Y = linalg.New(4, 1)
	fmt.Println(t.Run())
	// Output:
	// nn: Trainer: X has 4 rows and Y has 3: want one target for each example
	// <nil>
}

// The cost is (w − 4)². With α = 1/4 each update halves the distance of w to 4. The
// loop ends when we have seen enough, and the net stays as it is then.
func ExampleTrainer_Steps() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	w := net.Param("Dense 1/W").Value
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.25}, X: linalg.Row(1), Y: linalg.Row(4), Epochs: 1000}
	for u := range t.Steps() {
		fmt.Println(u.Step, "cost", u.Loss, "then w =", w.At(0, 0))
		if u.Loss <= 1 {
			break
		}
	}
	fmt.Println(t.Err())
	// Output:
	// 1 cost 16 then w = 2
	// 2 cost 4 then w = 3
	// 3 cost 1 then w = 3.5
	// <nil>
}

// A loop over Steps ends early when training diverges; Err says why. Here each update
// multiplies the distance from the target by 1 − 4·10¹⁰⁰.
func ExampleTrainer_Err() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 1e100}, X: linalg.Row(1), Y: linalg.Row(1), Epochs: 1000}
	for u := range t.Steps() {
		fmt.Printf("%.0e\n", u.Loss)
	}
	fmt.Println(t.Err())
	// Output:
	// 1e+00
	// 2e+201
	// nn: training diverged at update 3 (epoch 3): the first number that is not finite is in MSE; the predictions are so large that the cost overflows: try a smaller learning rate
}

// A missing value in the data: it is found before any parameter has been spoiled.
func ExampleDivergedError() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	X := linalg.Col(1, 2, math.NaN())
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: X, Y: linalg.Col(1, 2, 3), Epochs: 10}
	err := t.Run()
	if diverged := new(nn.DivergedError); errors.As(err, &diverged) {
		fmt.Println("update", diverged.Step)
		fmt.Println(diverged.Where)
		fmt.Println(diverged.Cause)
	}
	// Output:
	// update 1
	// X
	// the data hold a NaN or an infinity: clean them first
}

// The slope in w is −20, and α so large that w overflows with the first update. The
// second one finds it.
func ExampleDivergedError_Error() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 1e308}, X: linalg.Row(1), Y: linalg.Row(10), Epochs: 10}
	fmt.Println(t.Run().Error())
	// Output:
	// nn: training diverged at update 2 (epoch 2): the first number that is not finite is in Dense 1/W; an earlier update overshot: try a learning rate ten times smaller, or normalize the inputs
}

// Three examples, all x = 1 with the target 4, in batches of 2 and 1: w goes through 0,
// 2, 3, 3.5, 3.75, and a batch costs (w − 4)². An epoch's cost counts each example once:
// (16 + 16 + 4) / 3. The validation set comes after the update.
func ExampleUpdate() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.25},
		X: linalg.Col(1, 1, 1), Y: linalg.Col(4, 4, 4),
		ValX: linalg.Row(1), ValY: linalg.Row(4),
		Batch: 2, Epochs: 2,
	}
	for u := range t.Steps() {
		fmt.Println("epoch", u.Epoch, "update", u.Step, "cost", u.Loss)
		if u.EpochEnd {
			fmt.Println("epoch", u.Epoch, "cost", u.EpochLoss, "validation", u.ValLoss)
		}
	}
	// Output:
	// epoch 1 update 1 cost 16
	// epoch 1 update 2 cost 4
	// epoch 1 cost 12 validation 1
	// epoch 2 update 3 cost 1
	// epoch 2 update 4 cost 0.25
	// epoch 2 cost 0.75 validation 0.0625
}

// Overfitting in its smallest form: the one training example says 4, the validation
// example 2. On its way to 4, w passes 2, and from there on the validation cost rises.
func ExampleHistory() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.25},
		X: linalg.Row(1), Y: linalg.Row(4),
		ValX: linalg.Row(1), ValY: linalg.Row(2),
		Epochs: 4,
	}
	fmt.Println(t.Run())
	fmt.Println("training  ", t.History.EpochLoss) // (w−4)² at w = 0, 2, 3, 3.5
	fmt.Println("validation", t.History.ValLoss)   // (w−2)² at w = 2, 3, 3.5, 3.75
	// Output:
	// <nil>
	// training   [16 4 1 0.25]
	// validation [0 1 2.25 3.0625]
}
