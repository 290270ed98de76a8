package nn_test

import (
	"bytes"
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// line is a training of one weight towards 4, from 0, in batches of one.
func line() *nn.Trainer {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	return &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.Momentum{LR: 0.1, Beta: 0.5},
		X: linalg.Col(1, 2, 3), Y: linalg.Col(4, 8, 12), Batch: 1, Epochs: 3,
	}
}

// A training is interrupted in the second epoch, and another Trainer goes on with it: by
// the same order of the examples, with the velocity that Momentum had.
func ExampleTrainer_Save() {
	whole, first, second := line(), line(), line()
	fmt.Println(whole.Run())
	for u := range first.Steps() {
		if u.Step == 5 {
			break
		}
	}
	var file bytes.Buffer
	fmt.Println(first.Save(&file), second.Load(&file))
	for u := range second.Steps() {
		fmt.Print(" ", u.Step)
	}
	fmt.Println()
	fmt.Println(second.Net.Param("Dense 1/W").Value.At(0, 0) == whole.Net.Param("Dense 1/W").Value.At(0, 0))
	// Output:
	// <nil>
	// <nil> <nil>
	//  6 7 8 9
	// true
}

// What has come to its end goes on with more epochs. Another optimizer is another
// training.
func ExampleTrainer_Load() {
	first, second := line(), line()
	fmt.Println(first.Run())
	var file bytes.Buffer
	fmt.Println(first.Save(&file))
	saved := file.Bytes()

	second.Epochs = 4
	fmt.Println(second.Load(bytes.NewReader(saved)))
	for u := range second.Steps() {
		fmt.Println("epoch", u.Epoch, "update", u.Step)
	}
	second.Opt = &nn.SGD{LR: 0.1}
	fmt.Println(second.Load(bytes.NewReader(saved)))
	// Output:
	// <nil>
	// <nil>
	// <nil>
	// epoch 4 update 10
	// epoch 4 update 11
	// epoch 4 update 12
	// nn: Trainer: Load: the file is of another training: it was made by the optimizer Momentum, and this is SGD
}

// The training example says 4, the validation example 2: w goes through 2, 3, 3.5, 3.75,
// and is best for validation after the first epoch.
func ExampleEarlyStopping() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	w := net.Param("Dense 1/W").Value
	t := &nn.Trainer{
		Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.25},
		X: linalg.Row(1), Y: linalg.Row(4), ValX: linalg.Row(1), ValY: linalg.Row(2),
		Epochs: 100,
	}
	stop := &nn.EarlyStopping{Net: net, Patience: 3}
	for u := range t.Steps() {
		fmt.Println("w", w.At(0, 0), "validation", u.ValLoss)
		if stop.Now(u) {
			break
		}
	}
	stop.Restore()
	fmt.Println("best was epoch", stop.Best.Epoch, "with w", w.At(0, 0))
	// Output:
	// w 2 validation 0
	// w 3 validation 1
	// w 3.5 validation 2.25
	// w 3.75 validation 3.0625
	// best was epoch 1 with w 2
}

// The cost has to fall below the best so far: 3 after 2 does not.
func ExampleEarlyStopping_Now() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	stop := &nn.EarlyStopping{Net: net, Patience: 2}
	for i, cost := range []float64{5, 4, 2, 3, 2.5} {
		fmt.Println(cost, stop.Now(nn.Update{Epoch: i + 1, EpochEnd: true, ValLoss: cost}))
	}
	// Output:
	// 5 false
	// 4 false
	// 2 false
	// 3 false
	// 2.5 true
}

// The parameters of the best epoch come back.
func ExampleEarlyStopping_Restore() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	w := net.Param("Dense 1/W").Value
	stop := &nn.EarlyStopping{Net: net}
	for i, cost := range []float64{5, 2, 3} {
		w.Fill(10 * cost)
		stop.Now(nn.Update{Epoch: i + 1, EpochEnd: true, ValLoss: cost})
	}
	fmt.Println(w.At(0, 0))
	stop.Restore()
	fmt.Println(w.At(0, 0))
	// Output:
	// 30
	// 20
}

// The cost is (w − 4)², which gradient descent climbs out of with a learning rate above
// 1. In the middle the cost falls fastest; the net is as it was before.
func ExampleRangeTest() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros}))
	net.Param("Dense 1/b").Frozen = true
	t := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{}, X: linalg.Row(1), Y: linalg.Row(4), Epochs: 1}
	curve, err := nn.RangeTest(t, 0.001, 1000, 13)
	for i, lr := range curve.LR {
		fmt.Printf("%.3f %.3f\n", lr, curve.Loss[i])
	}
	fmt.Println(err, net.Param("Dense 1/W").Value.At(0, 0))
	// Output:
	// 0.001 16.000
	// 0.003 15.936
	// 0.010 15.735
	// 0.032 15.112
	// 0.100 13.261
	// 0.316 8.487
	// 1.000 1.146
	// 3.162 1.146
	// 10.000 32.504
	// 31.623 11734.038
	// <nil> 0
}

// Noise of the batches hides in the running mean. The learning rate at its smallest is
// already too large: take one a good deal below it.
func ExampleRateCurve() {
	curve, err := nn.RangeTest(line(), 0.001, 10, 30)
	best := 0
	for i, j := range curve.Smooth {
		if j < curve.Smooth[best] {
			best = i
		}
	}
	fmt.Printf("%d rates, the least at %.2f, %v\n", len(curve.LR), curve.LR[best], err)
	// Output:
	// 23 rates, the least at 0.42, <nil>
}

// Two ways on from one place: with the rate as it was, and with a tenth of it.
func ExampleTrainer_Snapshot() {
	opt := &nn.SGD{LR: 0.1}
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros})), Loss: nn.MSE{}, Opt: opt, X: linalg.Col(1, 2), Y: linalg.Col(2, 4), Epochs: 4}
	var middle *nn.Snapshot
	for u := range tr.Steps() {
		if u.Step == 2 {
			middle, _ = tr.Snapshot()
		}
	}
	fmt.Printf("%.4f\n", tr.History.Loss)
	opt.LR = 0.01
	if err := tr.Restore(middle); err != nil {
		fmt.Println(err)
	}
	tr.Run()
	fmt.Printf("%.4f\n", tr.History.Loss)
	// Output:
	// [10.0000 1.0600 0.1732 0.0835]
	// [10.0000 1.0600 0.1732 0.1601]
}

// A snapshot can be gone back to as often as wanted.
func ExampleTrainer_Restore() {
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Zeros})), Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.Col(1, 2), Y: linalg.Col(2, 4), Epochs: 4}
	var middle *nn.Snapshot
	for u := range tr.Steps() {
		if u.Step == 2 {
			middle, _ = tr.Snapshot()
			break
		}
	}
	for range 2 {
		tr.Restore(middle)
		for u := range tr.Steps() {
			fmt.Printf("update %d, J = %.4f\n", u.Step, u.Loss)
		}
	}
	// Output:
	// update 3, J = 0.1732
	// update 4, J = 0.0835
	// update 3, J = 0.1732
	// update 4, J = 0.0835
}

// When it was taken.
func ExampleSnapshot() {
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.Col(1, 2), Y: linalg.Col(2, 4), Epochs: 4}
	for u := range tr.Steps() {
		if u.Step == 3 {
			break
		}
	}
	s, err := tr.Snapshot()
	fmt.Println(s.Updates(), err)
	// Output:
	// 3 <nil>
}

// The updates before it, as Update counts them.
func ExampleSnapshot_Updates() {
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.Col(1, 2), Y: linalg.Col(2, 4), Batch: 1, Epochs: 4}
	tr.Run()
	s, _ := tr.Snapshot()
	fmt.Println(s.Updates())
	// Output:
	// 8
}

// Ahead of the update, the examples in its batch.
func ExampleSnapshot_Next() {
	tr := &nn.Trainer{Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.1}, X: linalg.Col(1, 2, 3), Y: linalg.Col(2, 4, 6), Batch: 2, Epochs: 2, InOrder: true}
	s, _ := tr.Snapshot()
	fmt.Println(s.Next())
	for range tr.Steps() {
		s, _ = tr.Snapshot()
		fmt.Println(s.Next())
	}
	// Output:
	// [0 1]
	// [2]
	// [0 1]
	// [2]
	// [0 1]
}
