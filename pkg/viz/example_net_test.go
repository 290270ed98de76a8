package viz_test

import (
	"fmt"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/scalar"
	"chainrule/pkg/viz"
)

// The player shows the steps that a trace has recorded, and goes down into each number.
func ExampleSteps() {
	trace := &nn.Trace{}
	(&nn.Pass{Trace: trace}).Mul(new(nn.Matrix), linalg.Row(1, 2).Named("A"), linalg.Col(3, 4).Named("B"))
	b, err := viz.Steps{Title: "A row meets a column", Trace: trace}.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	steps := b.Data.(map[string]any)["steps"].([]any)
	entry := steps[0].(map[string]any)["entries"].([]any)[0].(map[string]any)
	fmt.Println(entry["symbols"])
	fmt.Println(entry["values"])
	// Output:
	// c = a_{1} b_{1} + a_{2} b_{2}
	// c = 1 \cdot 3 + 2 \cdot 4 = 11
}

// A net is drawn with its units in columns. Its words count them.
func ExampleNetwork() {
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}))
	words(viz.Network{Title: "Two inputs, one output", Net: net, Input: linalg.Row(1, 0)})
	// Output:
	// A net with input: 2, Dense 1: 3 (tanh), Dense 2: 1 units.
}

// An autoencoder is drawn with the layers inside of it. What cannot be drawn is named.
func ExampleNetwork_autoencoder() {
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Autoencoder{
		Encoder: []nn.Layer{&nn.Dense{Out: 2, Act: nn.Tanh}},
		Decoder: []nn.Layer{&nn.Dense{Out: 4}},
	}))
	words(viz.Network{Title: "Four numbers through two", Net: net})
	norm := nn.Must(nn.New(1, nn.Shape{4}, &nn.LayerNorm{}, &nn.Dense{Out: 1}))
	words(viz.Network{Title: "Normalized", Net: norm})
	// Output:
	// A net with input: 4, Autoencoder 1/Dense 1: 2 (tanh), Autoencoder 1/Dense 2: 4 units.
	// viz: Network "Normalized": layer LayerNorm 1 is a *nn.LayerNorm: only Dense layers can be drawn, alone or inside of a Chain, a Model or an Autoencoder
}

// An expression is drawn from its inputs to its result. Its words say what comes back to
// each input.
func ExampleGraph() {
	x, y, z := scalar.Var("x", -2), scalar.Var("y", 5), scalar.Var("z", -4)
	f := x.Add(y).Named("q").Mul(z).Named("f")
	words(viz.Graph{Title: "A sum and a product", Of: f})
	// Output:
	// A graph of 5 values, from x, y and z to f = −12. Backward it finds ∂f/∂x = −4, ∂f/∂y = −4 and ∂f/∂z = 3.
}

// A lesson quotes the library instead of copying it, so that the quotation is always the code that runs.
func ExampleSource() {
	b, err := viz.Source((*nn.Dense).Forward).Bundle()
	if err != nil {
		fmt.Println(err)
	}
	for line := range strings.Lines(b.Text) {
		if strings.Contains(line, "Affine") {
			fmt.Println(strings.TrimSpace(line))
		}
	}
	// Output:
	// p.Affine(&d.z, x, d.w.Value, d.b.Value) // Z = XW + 1b
}

// Where pictures cannot be clicked, the words hold the questions and, at the end, the answers.
func ExampleQuiz() {
	b, err := viz.Quiz{Questions: []viz.Question{{
		Ask: "$J = \\theta^2$, $\\theta = 3$. What is $\\partial J/\\partial\\theta$?", Options: []string{"3", "6", "9"}, Answer: 1,
		Why: "The derivative is 2θ.",
	}}}.Bundle()
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(b.Text)
	// Output:
	// Check yourself
	//
	// 1. J = θ², θ = 3. What is ∂J/∂θ?
	//    a) 3
	//    b) 6
	//    c) 9
	//
	// Answers: 1b: The derivative is 2θ.
}

// A question needs an answer that is one of its options, and a reason.
func ExampleQuestion() {
	words(viz.Quiz{Questions: []viz.Question{{Ask: "2 + 2?", Options: []string{"3", "4"}, Answer: 2, Why: "Count."}}})
	// Output:
	// viz: Quiz "Check yourself": question 1: Answer is 2 and there are 2 Options: want the number of the right one, from 0 to 1
}
