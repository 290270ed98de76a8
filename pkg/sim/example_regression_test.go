package sim_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"chainrule/pkg/sim"
)

// show prints some of what a page would see.
func show(s sim.Simulator) {
	var v struct {
		Updates int
		Line    struct{ W, B float64 }
		Cost    struct{ All float64 }
	}
	b, _ := json.Marshal(s.View())
	json.Unmarshal(b, &v)
	fmt.Printf("update %d: w = %.6f, b = %.6f, J = %.6f\n", v.Updates, v.Line.W, v.Line.B, v.Cost.All)
}

// Your own points; the rest are the usual settings.
func ExampleNewRegression() {
	s := sim.NewRegression(sim.RegressionSetup{X: []float64{1, 2, 3, 4}, Y: []float64{2, 3, 4, 5}, Start: &sim.Line{}})
	show(s)
	s.Do(sim.Action{Do: "step", N: 10})
	show(s)
	// Output:
	// update 0: w = 0.000000, b = 0.000000, J = 13.500000
	// update 10: w = 1.173003, b = 0.491349, J = 0.043210
}

// A run as a script, and what the latest action did in words.
func ExampleRegression() {
	s := sim.NewRegression(sim.RegressionSetup{Data: "clean line", Start: &sim.Line{}})
	err := sim.Play(s, []sim.Action{
		{Do: "set", Name: "rate", Value: 0.1},
		{Do: "step", N: 3},
		{Do: "solve"},
		{Do: "undo"},
	})
	fmt.Println(err)
	show(s)
	// Output:
	// <nil>
	// update 3: w = 1.545000, b = 0.583000, J = 1.265251
}

// The published run of deep-ml.com, problem 47: (1.14905239, 0.56176776) after 100
// updates, and as many more.
func ExampleRegressionSetup() {
	s := sim.NewRegression(sim.RegressionSetup{Data: "clean line", Rate: 0.01, Start: &sim.Line{W: 0, B: 0}})
	s.Do(sim.Action{Do: "step", N: 100})
	show(s)
	s.Do(sim.Action{Do: "step", N: 100})
	show(s)
	// Output:
	// update 100: w = 1.149052, b = 0.561768, J = 0.032074
	// update 200: w = 1.110438, b = 0.675297, J = 0.017608
}

// The start of a run, in the units that are fitted.
func ExampleLine() {
	show(sim.NewRegression(sim.RegressionSetup{Data: "two points", Start: &sim.Line{W: 0.5, B: 0.5}}))
	// Output:
	// update 0: w = 0.500000, b = 0.500000, J = 0.000000
}

// A run stops when its cost is low enough.
func ExampleStop() {
	s := sim.NewRegression(sim.RegressionSetup{Data: "clean line", Start: &sim.Line{}, Stop: sim.Stop{Cost: 0.05}})
	s.Do(sim.Action{Do: "step", N: 1000})
	show(s)
	// Output:
	// update 6: w = 1.183738, b = 0.459709, J = 0.048752
}

// An action that makes no sense is refused in a sentence.
func ExampleRegression_Do() {
	s := sim.NewRegression(sim.RegressionSetup{})
	fmt.Println(s.Do(sim.Action{Do: "set", Name: "momentum", Value: 2}))
	fmt.Println(s.Do(sim.Action{Do: "paste", Text: "x,y\n1,2\n2,three"}))
	// Output:
	// the momentum β is 2: want from 0 to below 1, such as 0.9
	// line 3, column 2: "three" is not a number: correct it or leave the line out
}

// What there is to be seen, as JSON.
func ExampleRegression_View() {
	b, err := json.Marshal(sim.NewRegression(sim.RegressionSetup{}).View())
	fmt.Println(strings.Contains(string(b), `"updates":0`), err)
	// Output:
	// true <nil>
}

// What a line drawn by hand would cost.
func ExampleRegression_Ask() {
	s := sim.NewRegression(sim.RegressionSetup{Data: "two points"})
	answer, err := s.Ask("preview", sim.Action{Do: "line", X: 0.5, Y: 0.6})
	b, _ := json.Marshal(answer)
	var v struct{ Cost struct{ All float64 } }
	json.Unmarshal(b, &v)
	fmt.Printf("%.4f %v\n", v.Cost.All, err)
	// Output:
	// 0.0100 <nil>
}

// A link holds the state: data, settings, seed and update.
func ExampleRegression_Link() {
	s := sim.NewRegression(sim.RegressionSetup{Data: "clean line", Start: &sim.Line{}})
	s.Do(sim.Action{Do: "step", N: 3})
	again, err := sim.OpenRegression(s.Link())
	fmt.Println(err)
	show(again)
	// Output:
	// <nil>
	// update 3: w = 1.186875, b = 0.432875, J = 0.053640
}

// A link that is damaged is refused in a sentence.
func ExampleOpenRegression() {
	_, err := sim.OpenRegression("eyJ2Ijox")
	fmt.Println(err)
	// Output:
	// sim: regression: the link is damaged or of another simulator: copy all of it again
}

// A cell that gives the same numbers.
func ExampleRegression_Cell() {
	s := sim.NewRegression(sim.RegressionSetup{X: []float64{1, 2}, Y: []float64{2, 4}})
	s.Do(sim.Action{Do: "step", N: 5})
	fmt.Println(s.Cell())
	// Output:
	// import (
	// 	"fmt"
	//
	// 	"chainrule/pkg/linalg"
	// 	"chainrule/pkg/nn"
	// )
	//
	// %%
	// // 2 points, n×1 each.
	// x := linalg.Col(1, 2)
	// y := linalg.Col(2, 4)
	//
	// net := nn.Must(nn.New(0, nn.Shape{1}, &nn.Dense{Out: 1})) // ŷ = wx + b
	// w, b := net.Param("Dense 1/W").Value, net.Param("Dense 1/b").Value
	//
	// trainer := &nn.Trainer{
	// 	Net: net, Loss: nn.MSE{}, Opt: &nn.SGD{LR: 0.05},
	// 	X: x, Y: y, Epochs: 5,
	// }
	// for u := range trainer.Steps() {
	// 	if u.Step == 5 {
	// 		break
	// 	}
	// }
	// J := nn.MSE{}.Loss(nil, net.Predict(x), y)
	// fmt.Printf("w = %.12g, b = %.12g, J = %.12g\n", w.Data[0], b.Data[0], J)
}

func ExampleRegression_Kind() {
	fmt.Println(sim.NewRegression(sim.RegressionSetup{}).Kind())
	// Output:
	// regression
}
