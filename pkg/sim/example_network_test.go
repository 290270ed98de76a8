package sim_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
	"chainrule/pkg/sim"
)

// The published 2-2-2 example, operation by operation.
func ExampleNetwork() {
	s := sim.NewNetwork(sim.NetworkSetup{})
	s.Do(sim.Action{Do: "preset", Name: "mazur"})
	for range 3 {
		s.Do(sim.Action{Do: "step", Name: "operation"})
		v := s.View().(sim.NetworkView)
		fmt.Println(v.Said)
	}
	s.Do(sim.Action{Do: "back", Name: "unit"})
	fmt.Println(s.View().(sim.NetworkView).Said)
	// Output:
	// x₁ sends 0.05 to h₁, times the weight 0.15 between them: 0.0075. So far the sum is 0.0075.
	// x₂ sends 0.1 to h₁, times the weight 0.2 between them: 0.02. So far the sum is 0.0275.
	// Last comes the bias 0.35 of h₁: what it takes in is z = 0.3775.
	// Back at the start.
}

// A net of one hidden layer on two moons, trained for ten epochs.
func ExampleNewNetwork() {
	s := sim.NewNetwork(sim.NetworkSetup{
		Data: "moons", N: 100, Noise: 0.1, TestShare: 0.3,
		Hidden: []sim.Hidden{{Units: 4, Act: "tanh"}}, Optimizer: "Adam", Rate: 0.05, Batch: 10, Seed: 1,
	})
	s.Do(sim.Action{Do: "step", Name: "epoch", N: 10})
	v := s.View().(sim.NetworkView)
	fmt.Printf("%d updates: loss %.4f, test accuracy %.3f\n", v.Updates, float64(v.Train.Loss), float64(*v.Test.Accuracy))
	// Output:
	// 70 updates: loss 0.2981, test accuracy 0.867
}

// A net and data of your own.
func ExampleNetworkOf() {
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Dense{Out: 5, Act: nn.ReLU}, &nn.Dense{Out: 3}))
	setup, err := sim.NetworkOf(net, data.Iris())
	if err != nil {
		fmt.Println(err)
		return
	}
	setup.Rate, setup.Batch = 0.01, 10
	s := sim.NewNetwork(setup)
	s.Do(sim.Action{Do: "step", Name: "epoch", N: 5})
	fmt.Printf("%.4f\n", float64(s.View().(sim.NetworkView).Train.Loss))
	// Output:
	// 1.1305
}

// What is zero stands for the usual value, except where it says otherwise.
func ExampleNetworkSetup() {
	v := sim.NewNetwork(sim.NetworkSetup{Data: "xor", Hidden: []sim.Hidden{{Units: 2, Act: "tanh"}}}).View().(sim.NetworkView)
	fmt.Println(v.Setup.N, v.Setup.Features, v.Setup.Output, v.Setup.Loss, v.Setup.Optimizer, v.Setup.Init)
	// Output:
	// 4 [x1 x2] sigmoid BCE SGD usual
}

func ExampleHidden() {
	s := sim.NewNetwork(sim.NetworkSetup{Data: "circle", Hidden: []sim.Hidden{{Units: 8, Act: "relu", Dropout: 0.2}, {Units: 8, Act: "tanh"}}})
	for _, l := range s.View().(sim.NetworkView).Layers {
		fmt.Printf("%s: %d %q\n", l.Name, len(l.Units), l.Act)
	}
	// Output:
	// inputs: 2 ""
	// Dense 1: 8 "relu"
	// Dense 2: 8 "tanh"
	// Dense 3: 1 "sigmoid"
}

func ExampleOwnData() {
	s := sim.NewNetwork(sim.NetworkSetup{Own: &sim.OwnData{
		Names: []string{"width", "length"}, X: [][]float64{{1, 2}, {2, 1}, {3, 4}, {4, 3}},
		Classes: []string{"tall", "flat"}, Labels: []int{0, 1, 0, 1},
	}})
	v := s.View().(sim.NetworkView)
	fmt.Println(v.Set.Train, v.Set.Classes, len(v.Layers))
	// Output:
	// 4 [tall flat] 2
}

// A view is plain data: what is not computed yet at a place is null.
func ExampleNetworkView() {
	s := sim.NewNetwork(sim.NetworkSetup{})
	s.Do(sim.Action{Do: "preset", Name: "mazur"})
	s.Do(sim.Action{Do: "step", Name: "layer"})
	v := s.View().(sim.NetworkView)
	units, _ := json.Marshal(v.Layers[1].Units)
	fmt.Println(string(units))
	fmt.Println(v.Phase, v.Place.Step, "of", v.Place.Steps)
	fmt.Println("next:", v.Next.Say)
	// Output:
	// [{"label":"h₁","z":0.3775,"a":null,"da":null,"dz":null,"dropped":false},{"label":"h₂","z":0.39249999999999996,"a":null,"da":null,"dz":null,"dropped":false}]
	// forward 1 of 13
	// next: the activation a of h₁
}

func ExampleNetwork_Kind() {
	fmt.Println(sim.NewNetwork(sim.NetworkSetup{}).Kind())
	// Output: network
}

// A guess is judged, and a common slip is named.
func ExampleNetwork_Do() {
	s := sim.NewNetwork(sim.NetworkSetup{})
	s.Do(sim.Action{Do: "preset", Name: "mazur"})
	s.Do(sim.Action{Do: "guess", Text: "0.0275"})
	fmt.Println(s.View().(sim.NetworkView).Guess.Say)
	s.Do(sim.Action{Do: "guess", Text: "0.3775"})
	fmt.Println(s.View().(sim.NetworkView).Guess.Say)
	fmt.Println(s.Do(sim.Action{Do: "set", Name: "rate", Value: -1}))
	// Output:
	// Not yet. You forgot the bias: it is added behind the weighted sum.
	// Right: the weighted input z of h₁ is 0.3775.
	// the learning rate α is -1: want a number above 0 and up to 1000, such as 0.1
}

func ExampleNetwork_View() {
	s := sim.NewNetwork(sim.NetworkSetup{Data: "xor", Output: "softmax"})
	s.Do(sim.Action{Do: "step", Name: "batch", N: 3})
	v := s.View().(sim.NetworkView)
	fmt.Println(v.Updates, v.Said)
	// Output:
	// 3 3 updates, loss 0.70596.
}

// The derivative of a weight, three ways.
func ExampleNetwork_Ask() {
	s := sim.NewNetwork(sim.NetworkSetup{})
	s.Do(sim.Action{Do: "preset", Name: "mazur"})
	answer, err := s.Ask("microscope", sim.Action{Name: "Dense 1/W"})
	fmt.Println(err)
	text, _ := json.Marshal(answer)
	var m struct {
		Say   string
		Paths []struct{ Say string }
	}
	json.Unmarshal(text, &m)
	fmt.Println(m.Say)
	for _, p := range m.Paths {
		fmt.Println(p.Say)
	}
	// Output:
	// <nil>
	// The weight from x₁ to h₁ is 0.15. Backpropagation says ∂J/∂w = 0.000438568, central differences say 0.000438568, and the sum over its 2 paths is 0.000438568, on the one training example.
	// 0.05 · 0.241301 · 0.4 · 0.186816 · 0.741365 = 0.000668396
	// 0.05 · 0.241301 · 0.5 · 0.17551 · (−0.217072) = −0.000229828
}

func ExampleNetwork_Link() {
	s := sim.NewNetwork(sim.NetworkSetup{Data: "moons", Seed: 5})
	s.Do(sim.Action{Do: "step", Name: "batch", N: 7})
	again, err := sim.OpenNetwork(s.Link())
	fmt.Println(err, again.View().(sim.NetworkView).Updates, again.Link() == s.Link())
	// Output: <nil> 7 true
}

func ExampleOpenNetwork() {
	_, err := sim.OpenNetwork("half a link")
	fmt.Println(err)
	// Output: sim: network: the link is damaged: copy all of it once more
}

func ExampleNetwork_Cell() {
	s := sim.NewNetwork(sim.NetworkSetup{Data: "circle", Noise: 0.1, Hidden: []sim.Hidden{{Units: 3, Act: "tanh"}}, Seed: 2})
	s.Do(sim.Action{Do: "step", Name: "batch", N: 20})
	_, body, _ := strings.Cut(s.Cell(), "%%\n")
	fmt.Println(body)
	// Output:
	// set := data.Circles(0, 200, 0.1)
	// x, y := set.X, linalg.SliceCols(set.Y, 1, 2)
	//
	// net := nn.Must(nn.New(2, nn.Shape{2},
	// 	&nn.Dense{Out: 3, Act: nn.Tanh},
	// 	&nn.Dense{Out: 1},
	// ))
	// loss := nn.BCE{}
	// trainer := &nn.Trainer{
	// 	Net: net, Loss: loss, Opt: &nn.SGD{LR: 0.1},
	// 	X: x, Y: y,
	// 	Batch: 0, Epochs: 21, Seed: 2,
	// }
	// for u := range trainer.Steps() {
	// 	if u.Step == 20 {
	// 		break
	// 	}
	// }
	// if err := trainer.Err(); err != nil {
	// 	panic(err)
	// }
	//
	// fmt.Printf("loss %.10g\n", loss.Loss(nil, net.Forward(nil, x), y))
	// for _, q := range net.Params() {
	// 	fmt.Printf("%s %.10g\n", q.Name, q.Value.Data)
	// }
}

// The same script leads to the same digests everywhere, whatever the last bits are.
func ExampleDigestOf() {
	a, b := sim.NewNetwork(sim.NetworkSetup{}), sim.NewNetwork(sim.NetworkSetup{})
	for _, s := range []*sim.Network{a, b} {
		s.Do(sim.Action{Do: "step", Name: "batch", N: 3})
	}
	here, _ := sim.DigestOf(a.View())
	there, _ := sim.DigestOf(b.View())
	fmt.Printf("%q\n", here.Differs(there))
	b.Do(sim.Action{Do: "step", Name: "batch"})
	there, _ = sim.DigestOf(b.View())
	fmt.Printf("%q\n", here.Differs(there))
	// Output:
	// ""
	// "the texts"
}

func ExampleDigest() {
	d, err := sim.DigestOf(map[string]any{"loss": 0.5, "said": "The loss is 0.5."})
	fmt.Println(len(d.Numbers), err)
	// Output: 1 <nil>
}

func ExampleDigest_Differs() {
	a, _ := sim.DigestOf(map[string]any{"loss": 0.5, "epoch": 1})
	b, _ := sim.DigestOf(map[string]any{"loss": 0.500000001, "epoch": 1})
	c, _ := sim.DigestOf(map[string]any{"loss": 0.5000001, "epoch": 1})
	fmt.Printf("%q %q\n", a.Differs(b), a.Differs(c))
	// Output: "" "loss"
}

// A long action is left in between: here after the third update.
func ExampleNetwork_Poll() {
	s := sim.NewNetwork(sim.NetworkSetup{})
	updates := 0
	s.Poll(func() bool { updates++; return updates == 3 })
	s.Do(sim.Action{Do: "step", Name: "batch", N: 1000})
	fmt.Println(s.View().(sim.NetworkView).Updates)
	// Output: 3
}
