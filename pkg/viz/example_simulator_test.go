package viz_test

import (
	"fmt"
	"strings"

	"chainrule/pkg/sim"
	"chainrule/pkg/viz"
)

// In a notebook viz.Show puts the controls under the cell, at the state of the simulator;
// here are its words.
func ExampleSimulator() {
	s := sim.NewRegression(sim.RegressionSetup{X: []float64{1, 2, 3}, Y: []float64{2, 4, 6}, Start: &sim.Line{}})
	s.Do(sim.Action{Do: "step", N: 20})
	b, err := viz.Simulator{Title: "A line", Caption: "Step on.", Sim: s}.Bundle()
	fmt.Println(err)
	first, _, _ := strings.Cut(b.Text, "Scatter")
	fmt.Println(first)
	// Output:
	// <nil>
	// A line
	// Linear regression by gradient descent after 20 updates: the line has the slope 1.745 and the intercept 0.5788, its cost is 0.04806, R² is 0.982.
}
