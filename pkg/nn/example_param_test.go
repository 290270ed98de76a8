package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// The update is θ − 0.5·∂θ. What is frozen stays.
func ExampleParam() {
	W := &nn.Param{Name: "W", Value: linalg.Row(1, 2), Grad: linalg.Row(2, -4)}
	b := &nn.Param{Name: "b", Value: linalg.Row(3), Grad: linalg.Row(10), Frozen: true}
	sgd := &nn.SGD{LR: 0.5}
	sgd.Step(nil, []*nn.Param{W, b})
	fmt.Println(W.Value)
	fmt.Println(b.Value)
	// Output:
	// (1×2)
	//   0  4
	// (1×1)
	//   3
}

// The draws depend on the seed and the name, and not on who else has drawn.
func ExampleStream() {
	a, b := nn.Stream(1, "Dense 1"), nn.Stream(1, "Dense 2")
	fmt.Println(a.IntN(100), a.IntN(100), a.IntN(100))
	fmt.Println(b.IntN(100), b.IntN(100), b.IntN(100))
	again := nn.Stream(1, "Dense 1")
	fmt.Println(again.IntN(100), again.IntN(100), again.IntN(100))
	// Output:
	// 43 95 94
	// 26 34 10
	// 43 95 94
}
