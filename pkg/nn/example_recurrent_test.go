package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// With W = U = 1 and without a tanh, the state is the sum of what came so far.
func ExampleRNN() {
	net := nn.Must(nn.New(1, nn.Shape{4, 1}, &nn.RNN{Out: 1, Act: nn.Identity, Sequence: true}))
	net.Param("RNN 1/W").Value.Fill(1)
	net.Param("RNN 1/U").Value.Fill(1)
	y := net.Forward(nil, linalg.Row(1, 2, 3, 4)) // one example of four times
	fmt.Println(y.Data)
	// Output:
	// [1 3 6 10]
}

// The forget gate is wide open, and the input gate opens for inputs above 0: the memory
// keeps what came in at the second time.
func ExampleLSTM() {
	net := nn.Must(nn.New(1, nn.Shape{5, 1}, &nn.LSTM{Out: 1, Sequence: true}))
	net.Param("LSTM 1/U").Value.Fill(0)
	copy(net.Param("LSTM 1/W").Value.Data, []float64{50, 0, 2, 0}) // input, forget, candidate, output
	copy(net.Param("LSTM 1/b").Value.Data, []float64{-25, 50, 0, 50})
	y := net.Forward(nil, linalg.Row(0, 1, 0, -1, 0))
	fmt.Printf("%.2f\n", y.Data)
	// Output:
	// [0.00 0.75 0.75 0.75 0.75]
}

// A net that looks at twelve times of three features each, and says one number.
func ExampleGRU() {
	net := nn.Must(nn.New(1, nn.Shape{12, 3},
		&nn.GRU{Out: 8, Sequence: true}, // of every time, for the layer that follows
		&nn.GRU{Out: 4},                 // of the last
		&nn.Dense{Out: 1}))
	fmt.Print(net.Summary())
	// Output:
	// layer     output   parameters
	// input     [12 3]
	// GRU 1     [12 8]   288
	// GRU 2     [4]      156
	// Dense 1   [1]      5
	// total              449
}
