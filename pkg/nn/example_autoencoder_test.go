package nn_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// onALine is a net that has learned points near the line x₂ = 2x₁ by a code of one number.
func onALine() *nn.Autoencoder {
	ae := &nn.Autoencoder{Encoder: []nn.Layer{&nn.Dense{Out: 1}}, Decoder: []nn.Layer{&nn.Dense{Out: 2}}}
	net := nn.Must(nn.New(1, nn.Shape{2}, ae))
	x := linalg.New(4, 2, -3, -3.5, -1, -4.5, 1, 4.5, 3, 3.5)
	trainer := &nn.Trainer{Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.02}, X: x, Y: x, Epochs: 2000}
	if err := trainer.Run(); err != nil {
		panic(err)
	}
	return ae
}

// What lies on the line comes back. What does not is drawn onto it: (3, 1) to the nearest
// point, (1, 2).
func ExampleAutoencoder() {
	ae := onALine()
	fmt.Printf("%.2v\n", ae.Decode(ae.Encode(linalg.New(2, 2,
		1.5, 3,
		3, 1))))
	// Output:
	// \hat{X} (2×2)
	//   1.5  3
	//   1.0  2
}

// Two points of the line that are twice as far from 0 have codes twice as far from 0.
func ExampleAutoencoder_Encode() {
	c := onALine().Encode(linalg.New(2, 2, 1, 2, 2, 4))
	fmt.Printf("%.3f\n", c.At(1, 0)/c.At(0, 0))
	// Output:
	// 2.000
}

// A code that no example had.
func ExampleAutoencoder_Decode() {
	far := onALine().Decode(linalg.Row(100))
	fmt.Printf("%.3f\n", math.Abs(far.At(0, 1)/far.At(0, 0)))
	// Output:
	// 2.000
}

// The code of a picture of 8×8.
func ExampleAutoencoder_CodeShape() {
	ae := &nn.Autoencoder{
		Encoder: []nn.Layer{&nn.Dense{Out: 16, Act: nn.ReLU}, &nn.Dense{Out: 2}},
		Decoder: []nn.Layer{&nn.Dense{Out: 16, Act: nn.ReLU}, &nn.Dense{Out: 64}},
	}
	nn.Must(nn.New(1, nn.Shape{1, 8, 8}, ae))
	fmt.Println(ae.CodeShape())
	// Output:
	// [2]
}
