package nn_test

import (
	"encoding/json"
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Two units without activation, one input: degrees Celsius to Fahrenheit and Kelvin.
func ExampleDense() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 2}))
	net.Param("Dense 1/W").Value.Copy(linalg.Row(1.8, 1))
	net.Param("Dense 1/b").Value.Copy(linalg.Row(32, 273.15))
	X := linalg.Col(-40, 0, 100)
	fmt.Printf("%.2f\n", net.Forward(nil, X))
	// Output:
	// A_1 (3×2)
	//   -40.00  233.15
	//    32.00  273.15
	//   212.00  373.15
}

// Three features into two units: W is 3×2, b is 1×2.
func ExampleDense_Build() {
	d := &nn.Dense{Out: 2, Act: nn.Tanh}
	out, err := d.Build("Dense 1", nn.Shape{3}, nn.Stream(1, "Dense 1"))
	fmt.Println(out, err)
	for _, q := range d.Params() {
		fmt.Println(q.Name, q.Value.Rows, q.Value.Cols)
	}

	_, err = new(nn.Dense).Build("Dense 1", nn.Shape{3}, nn.Stream(1, "Dense 1"))
	fmt.Println(err)
	// Output:
	// [2] <nil>
	// Dense 1/W 3 2
	// Dense 1/b 1 2
	// nn: Dense 1: Out is 0, want at least 1 unit
}

// The first unit adds the features, the second subtracts them, and ReLU keeps what
// is positive. Only the second example has 1 − 3 + 1 = −1 cut off.
func ExampleDense_Forward() {
	d := &nn.Dense{Out: 2, Act: nn.ReLU}
	d.Build("Dense 1", nn.Shape{2}, nn.Stream(1, "Dense 1"))
	d.Params()[0].Value.Copy(linalg.New(2, 2,
		1, 1,
		1, -1))
	d.Params()[1].Value.Copy(linalg.Row(0, 1))
	X := linalg.New(2, 2,
		5, 2,
		1, 3)
	fmt.Println(d.Forward(nil, X))
	// Output:
	// A_1 (2×2)
	//   7  4
	//   4  0
}

// Two examples. ∂W adds up, over the examples, the input times the error: 1·1 + 3·0 is
// its first entry, 1·0 + 3·2 its second. ∂X sends the errors back through the weights.
func ExampleDense_Backward() {
	d := &nn.Dense{Out: 2}
	d.Build("Dense 1", nn.Shape{1}, nn.Stream(1, "Dense 1"))
	W, b := d.Params()[0], d.Params()[1]
	W.Value.Copy(linalg.Row(10, 20))
	d.Forward(nil, linalg.Col(1, 3))
	dX := d.Backward(nil, linalg.New(2, 2,
		1, 0,
		0, 2))
	fmt.Println(W.Grad)
	fmt.Println(b.Grad)
	fmt.Println(dX)
	// Output:
	// \partial W_1 (1×2)
	//   1  6
	// \partial b_1 (1×2)
	//   1  2
	// (2×1)
	//   10
	//   40
}

// W comes first; b starts at 0, however W does.
func ExampleDense_Params() {
	d := &nn.Dense{Out: 2, Init: nn.Constant(0.1)}
	d.Build("Dense 1", nn.Shape{2}, nn.Stream(1, "Dense 1"))
	for _, q := range d.Params() {
		fmt.Println(q.Value)
	}
	// Output:
	// W_1 (2×2)
	//   0.1  0.1
	//   0.1  0.1
	// b_1 (1×2)
	//   0  0
}

// What a layer is built from, without its weights: those are the model's to save.
func ExampleDense_MarshalJSON() {
	text, err := json.Marshal(&nn.Dense{Out: 16, Act: nn.ReLU})
	fmt.Println(string(text), err)
	text, err = json.Marshal(&nn.Dense{Out: 1})
	fmt.Println(string(text), err)
	// Output:
	// {"out":16,"act":"relu"} <nil>
	// {"out":1} <nil>
}

func ExampleDense_UnmarshalJSON() {
	var d nn.Dense
	err := json.Unmarshal([]byte(`{"out": 3, "act": "softmax"}`), &d)
	fmt.Println(d.Out, d.Act.Name(), err)

	err = json.Unmarshal([]byte(`{"out": 3, "act": "step"}`), &d)
	fmt.Println(err)
	// Output:
	// 3 softmax <nil>
	// nn: there is no activation "step"
}
