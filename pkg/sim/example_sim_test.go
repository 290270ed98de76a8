package sim_test

import (
	"encoding/json"
	"fmt"
	"math"

	"chainrule/pkg/sim"
)

// An action as a page sends it.
func ExampleAction() {
	var a sim.Action
	err := json.Unmarshal([]byte(`{"do": "set", "name": "rate", "value": 0.1}`), &a)
	fmt.Println(a.Do, a.Name, a.Value, err)
	// Output: set rate 0.1 <nil>
}

// What a page does with either simulator: it takes actions, looks, and keeps the link.
func ExampleSimulator() {
	var s sim.Simulator = sim.NewRegression(sim.RegressionSetup{})
	err := s.Do(sim.Action{Do: "fly"})
	fmt.Println(s.Kind(), err != nil)
	s.Do(sim.Action{Do: "step", N: 2})
	again, err := sim.Open(s.Kind(), s.Link())
	fmt.Println(again.Link() == s.Link(), err)
	// Output:
	// regression true
	// true <nil>
}

func ExampleOpen() {
	s, err := sim.Open("regression", "")
	fmt.Println(s.Kind(), err)
	_, err = sim.Open("pendulum", "")
	fmt.Println(err)
	// Output:
	// regression <nil>
	// sim: there is no simulator "pendulum": want regression or network
}

// A script ends at the first action that is refused.
func ExamplePlay() {
	s := sim.NewRegression(sim.RegressionSetup{Start: &sim.Line{}})
	err := sim.Play(s, []sim.Action{{Do: "step", N: 3}, {Do: "back"}, {Do: "redo"}})
	fmt.Println(err)
	// Output: action 3, redo: there is nothing to redo: nothing was taken back since the latest action
}

// JSON has no infinity, but a training that diverges has.
func ExampleNum() {
	b, err := json.Marshal([]sim.Num{0.1, sim.Num(math.Inf(1))})
	fmt.Println(string(b), err)
	var back []sim.Num
	err = json.Unmarshal(b, &back)
	fmt.Println(back, err)
	// Output:
	// [0.1,"+Inf"] <nil>
	// [0.1 +Inf] <nil>
}

func ExampleNums() {
	b, _ := json.Marshal(sim.Nums([]float64{1, math.NaN()}))
	fmt.Println(string(b))
	// Output: [1,"NaN"]
}

// Ten thousand updates are asked for; after three somebody wants no more.
func ExampleInterruptible() {
	var s sim.Interruptible = sim.NewRegression(sim.RegressionSetup{Start: &sim.Line{}})
	made := 0
	s.Poll(func() bool {
		made++
		return made == 3
	})
	show(s.(sim.Simulator))
	s.(sim.Simulator).Do(sim.Action{Do: "step", N: 10000})
	show(s.(sim.Simulator))
	// Output:
	// update 0: w = 0.000000, b = 0.000000, J = 2.602230
	// update 3: w = 0.203152, b = 0.302737, J = 1.749854
}

// What a teacher can leave out of a page.
func ExampleControls() {
	first := sim.Controls("regression")[0]
	fmt.Printf("%s: %s\n", first.Name, first.Say)
	// Output: settings: the method
}

func ExampleControl() {
	leaveOut := sim.Control{Name: "undo", Say: "undo and redo"}
	fmt.Println("--hide " + leaveOut.Name)
	// Output: --hide undo
}

func ExampleCheckHide() {
	fmt.Println(sim.CheckHide("regression", []string{"settings", "undo"}))
	fmt.Println(sim.CheckHide("regression", []string{"wheels"}))
	// Output:
	// <nil>
	// sim: regression: there is no control "wheels" to leave out: choose from settings, data, line, plot, surface, rate, numbers, history, speed, solve, reset, undo, link, cell, share
}
