package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Two texts of three words. A word has the same vector wherever it stands.
func ExampleEmbedding() {
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Embedding{Vocab: 4, Dim: 2}))
	copy(net.Param("Embedding 1/E").Value.Data, []float64{0, 0, 1, 10, 2, 20, 3, 30})
	texts := linalg.New(2, 3,
		3, 1, 3,
		0, 2, 2)
	fmt.Println(net.Predict(texts))
	// Output:
	// \hat{Y} (2×6)
	//   3  30  1  10  3  30
	//   0   0  2  20  2  20
}
