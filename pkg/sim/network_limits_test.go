package sim

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// Each bad input gets a sentence that says what was given and what to do, and changes nothing.
func TestNetworkRefuses(t *testing.T) {
	rows := func(n int, line string) string { return "a,b,kind\n" + strings.Repeat(line, n) }
	for _, test := range []struct {
		a    Action
		want string
	}{
		{Action{Do: "paste", Text: ""}, "nothing in the CSV"},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n1,two,dog\n"}, `line 3, column 2 "b": "two" is not a number`},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n1,NaN,dog\n"}, `"NaN" is not finite`},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n1,1e999,dog\n"}, "too large"},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n1,2e7,dog\n"}, "choose a larger unit"},
		{Action{Do: "paste", Text: "a,b,y\n1,2,3\n1,2,4e9\n"}, "example 2 has the value 4000000000"},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n1,3\n"}, "line 3 has 2 values, want 3"},
		{Action{Do: "paste", Text: rows(10_000_000, "1,2,cat\n")}, "about 10000001 lines: want at most 2000"},
		{Action{Do: "paste", Text: rows(1, "1,2,cat\n")}, "there is 1 example"},
		{Action{Do: "paste", Text: rows(5, "1,2,cat\n")}, `all 5 examples are of the class "cat"`},
		{Action{Do: "paste", Text: "a,y\n1,2\n2,dog\n"}, "read the last column as classes"},
		{Action{Do: "paste", Text: "a," + strings.Repeat("x", 1<<20) + "\n"}, "bytes"},
		{Action{Do: "paste", Text: strings.Repeat("a,", 70) + "y\n" + strings.Repeat("1,", 70) + "1\n" + strings.Repeat("2,", 70) + "2\n"}, "70 features: want 1 to 64"},
		{Action{Do: "paste", Text: strings.Repeat("a", 61) + ",y\n1,2\n2,3\n"}, "61 letters"},
		{Action{Do: "paste", Name: "tea", Text: "a,y\n1,2\n"}, "cannot be read as"},
		{Action{Do: "paste", Name: "classes", Text: "a,y\n1,0\n2,1\n3,2\n4,3\n5,4\n6,5\n7,6\n8,7\n9,8\n10,9\n11,10\n"}, "11 classes: want at most 10"},
		{Action{Do: "draw", X: math.Inf(1)}, "there is no point"},
		{Action{Do: "draw", N: 7}, "there is no class 7: want 0 to 1, or 2 for a new one"},
		{Action{Do: "draw", N: -1}, "there is no class -1"},
		{Action{Do: "set", Name: "weather"}, "there is no setting"},
		{Action{Do: "set", Name: "data", Text: "mnist"}, "want circle, xor clouds"},
		{Action{Do: "set", Name: "data", Text: "own"}, "pasted as a CSV, or drawn"},
		{Action{Do: "set", Name: "n", Value: 1e6}, "want 1 to 1000"},
		{Action{Do: "set", Name: "n", Value: 2}, "at least 4 examples"},
		{Action{Do: "set", Name: "n", Value: 20.5}, "whole number"},
		{Action{Do: "set", Name: "noise", Value: -1}, "0 to 2"},
		{Action{Do: "set", Name: "noise", Value: math.NaN()}, "0 to 2"},
		{Action{Do: "set", Name: "testShare", Value: 1}, "up to 0.9"},
		{Action{Do: "set", Name: "rate", Value: 0}, "above 0"},
		{Action{Do: "set", Name: "rate", Value: -0.1}, "such as 0.1"},
		{Action{Do: "set", Name: "rate", Value: math.NaN()}, "such as 0.1"},
		{Action{Do: "set", Name: "rate", Value: math.Inf(1)}, "such as 0.1"},
		{Action{Do: "set", Name: "beta", Value: 1}, "0 to 0.999"},
		{Action{Do: "set", Name: "l1", Value: -1}, "L1"},
		{Action{Do: "set", Name: "l2", Value: 100}, "L2"},
		{Action{Do: "set", Name: "batch", Value: -1}, "or 0 for all"},
		{Action{Do: "set", Name: "seed", Value: -1}, "whole number from 0"},
		{Action{Do: "set", Name: "dataSeed", Value: 0.5}, "whole number from 0"},
		{Action{Do: "set", Name: "scale", Value: 2}, "1 for yes or 0 for no"},
		{Action{Do: "set", Name: "init", Text: "random"}, "want usual, zero"},
		{Action{Do: "set", Name: "init", Text: "published"}, "choose its data"},
		{Action{Do: "set", Name: "initSize", Value: 1e9}, "up to 100"},
		{Action{Do: "set", Name: "layers", N: 7}, "want 0 to 6"},
		{Action{Do: "set", Name: "units", Row: 0, N: 9}, "hidden layer 1 has 9 units: want 1 to 8"},
		{Action{Do: "set", Name: "units", Row: 0, N: 0}, "has 0 units"},
		{Action{Do: "set", Name: "units", Row: 5, N: 1}, "there is no hidden layer 6: the net has 1"},
		{Action{Do: "set", Name: "act", Row: 0, Text: "softmax"}, "want sigmoid, tanh"},
		{Action{Do: "set", Name: "dropout", Row: 0, Value: 1}, "0 to 0.9"},
		{Action{Do: "set", Name: "output", Text: "linear"}, "choose softmax or sigmoid"},
		{Action{Do: "set", Name: "output", Text: "relu"}, "want softmax, sigmoid or linear"},
		{Action{Do: "set", Name: "loss", Text: "MSE"}, "want BCE or half squared error"},
		{Action{Do: "set", Name: "optimizer", Text: "adam"}, "want SGD"},
		{Action{Do: "set", Name: "features", Text: "x1,x4"}, `no input "x4"`},
		{Action{Do: "set", Name: "features", Text: " , "}, "choose at least one"},
		{Action{Do: "set", Name: "features", Text: "x1,x2,x1"}, "there twice"},
		{Action{Do: "preset", Name: "best"}, "want circle, mazur"},
		{Action{Do: "weight", Name: "Dense 1/V"}, "want Dense 1/W, Dense 1/b"},
		{Action{Do: "weight", Name: "Dense 1/W", Row: 2}, "no entry in row 2, column 0"},
		{Action{Do: "weight", Name: "Dense 1/W", Value: math.NaN()}, "want a number"},
		{Action{Do: "weight", Name: "Dense 1/W", Value: 1e7}, "want a number"},
		{Action{Do: "select", Name: "unit", Row: 3}, "there is no layer 3"},
		{Action{Do: "select", Name: "unit", Row: 1, Col: 4}, "layer 1 has no unit 4"},
		{Action{Do: "select", Name: "weight"}, "no weight is named"},
		{Action{Do: "select", Name: "example", N: 140}, "there is no example 141: want 1 to 140"},
		{Action{Do: "select", Name: "star"}, "want unit, weight, example or none"},
		{Action{Do: "step", Name: "year"}, "there is no pace"},
		{Action{Do: "pace", Name: "year"}, "there is no pace"},
		{Action{Do: "step", N: -1}, "want 1 to"},
		{Action{Do: "back"}, "start of the run"},
		{Action{Do: "goto", N: 99999999}, "there is no update 99999999: want 0, the start of this run, to 100000"},
		{Action{Do: "goto", N: -1}, "there is no update -1"},
		{Action{Do: "set", Name: "rate", Value: 10_000_000}, "the learning rate α is 10000000: want"},
		{Action{Do: "set", Name: "n", Value: 2.5}, "examples: 2.5 is no whole number"},
		{Action{Do: "undo"}, "nothing to undo"},
		{Action{Do: "redo"}, "nothing to redo"},
		{Action{Do: "unpin"}, "no pinned run"},
		{Action{Do: "sing"}, "there is no action"},
	} {
		n := NewNetwork(NetworkSetup{})
		before := jsonOf(t, n.View())
		err := n.Do(test.a)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "CSV.") {
			t.Errorf("%.80v: got %v, want %q in it", fmt.Sprint(test.a), err, test.want)
		}
		if jsonOf(t, n.View()) != before {
			t.Errorf("%.80v: is refused, and changes the state", fmt.Sprint(test.a))
		}
	}
}

// What is drawn and pasted is what the net learns from.
func TestNetworkTakesYourOwnData(t *testing.T) {
	n := NewNetwork(NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}})
	do(t, n, Action{Do: "draw", X: 0.5, Y: 0.6, N: 1})
	v := n.view()
	if v.Setup.Data != "own" || v.Set.Train != 5 || v.Updates != 0 {
		t.Errorf("got %d examples of %s, want 5 of your own", v.Set.Train, v.Setup.Data)
	}
	do(t, n, Action{Do: "draw", X: 2, Y: 2, N: 2})
	if v := n.view(); v.Setup.Output != "softmax" || len(v.Set.Classes) != 3 || len(v.Layers[2].Units) != 3 {
		t.Errorf("got the output %s with a third class", v.Setup.Output)
	}
	do(t, n, Action{Do: "erase", X: 0.4, Y: 0.6})
	p := ask[pointsAnswer](t, n, "points", Action{})
	if len(p.X) != 5 || p.X[4][0] != 2 || p.Labels[4] != 2 {
		t.Errorf("got the points %v, want the nearest erased", p.X)
	}
	if err := n.Do(Action{Do: "erase", X: 3, Y: 3}); err == nil || !strings.Contains(err.Error(), `the class "class 3" has no examples`) {
		t.Errorf("got %v for the last point of a class", err)
	}
	do(t, n, Action{Do: "step", Name: "batch", N: 3})
	do(t, n, Action{Do: "draw", X: -1, Y: 0, N: 0})
	if v := n.view(); !v.Edited || v.Updates != 0 {
		t.Errorf("got a new run from its init, want one from where the parameters are")
	}
	do(t, n, Action{Do: "select", Name: "example", N: 5})
	do(t, n, Action{Do: "erase", X: -1, Y: 0})
	if v := n.view(); v.Set.Train != 5 || v.Select.Example != 0 {
		t.Errorf("got example %d shown of %d, want the first when one is gone", v.Select.Example, v.Set.Train)
	}
	do(t, n, Action{Do: "paste", Text: "height,mass,age,kind\n1.5,50,3,cat\n1.2,70,4,dog\n2.5,10,5,cat\n0.5,20,6,ox\n1.1,20,7,dog\n"})
	v = n.view()
	if strings.Join(v.Set.Names, " ") != "height mass age" || strings.Join(v.Set.Classes, " ") != "cat dog ox" || v.Edited || !v.Setup.Scale || len(v.Layers[0].Units) != 3 {
		t.Errorf("got %+v of a CSV", v.Set)
	}
	if err := n.Do(Action{Do: "draw"}); err == nil || !strings.Contains(err.Error(), "3 inputs") {
		t.Errorf("got %v for a point with three features", err)
	}
	do(t, n, Action{Do: "paste", Text: "a,y\n1,2.5\n2,4\n3,5.5\n"})
	if v := n.view(); v.Setup.Output != "linear" || v.Train.R2 == nil {
		t.Errorf("got the output %s for a value", v.Setup.Output)
	}
	do(t, n, Action{Do: "paste", Text: "a,b,y\n1,2,2.5\n2,2,4\n3,1,5.5\n"})
	do(t, n, Action{Do: "draw", X: 4, Y: 1, Value: 7})
	if p := ask[pointsAnswer](t, n, "points", Action{}); p.Y[3] != 7 {
		t.Errorf("got the values %v, want 7 in the end", p.Y)
	}
	do(t, n, Action{Do: "set", Name: "data", Text: "moons"})
	if v := n.view(); v.Setup.Output != "sigmoid" || v.Set.Train+v.Set.Test != 200 {
		t.Errorf("got %+v", v.Set)
	}
}

// A setup that makes no sense is refused where it is made.
func TestNewNetworkRefuses(t *testing.T) {
	for _, setup := range []NetworkSetup{
		{Data: "mnist"}, {Data: "moons", N: 5000}, {Data: "own"}, {Data: "xor", TestShare: 0.5}, {Data: "moons", Start: []float64{1}},
		{Data: "moons", Start: []float64{1, math.NaN(), 2}}, {Data: "moons", Init: "uniform", InitSize: -1},
		{Data: "plane", Output: "sigmoid"}, {Data: "plane", Output: "softmax"}, {Data: "moons", Own: &OwnData{}},
		{Own: &OwnData{Names: []string{"a"}, X: [][]float64{{1}, {2}}, Labels: []int{0, 2}, Classes: []string{"a", "b"}}},
		{Own: &OwnData{Names: []string{"a"}, X: [][]float64{{1}, {2, 3}}, Y: []float64{0, 2}}},
		{Own: &OwnData{Names: []string{"a"}, X: [][]float64{{1}, {2}}, Y: []float64{0}}},
		{Own: &OwnData{Names: []string{"a"}, X: [][]float64{{1}, {2}, {3}}, Y: []float64{0, 1, 2}}, TestShare: 0.5},
	} {
		func() {
			defer func() {
				if err, ok := recover().(error); !ok || !strings.HasPrefix(err.Error(), "sim: network: ") {
					t.Errorf("%+v: got %v, want a sentence", setup, err)
				}
			}()
			NewNetwork(setup)
		}()
	}
}

// A net and data of one's own are the simulator's.
func TestNetworkOf(t *testing.T) {
	net := nn.Must(nn.New(3, nn.Shape{2}, &nn.Dense{Out: 3, Act: nn.ReLU}, &nn.Dropout{Rate: 0.2}, &nn.Dense{Out: 2, Act: nn.GELU}, &nn.Dense{Out: 1}))
	set := data.Moons(1, 30, 0.1)
	setup, err := NetworkOf(net, set)
	if err != nil {
		t.Fatal(err)
	}
	v := NewNetwork(setup).view()
	want := nn.BCE{}.Loss(nil, net.Predict(set.X), linalg.SliceCols(set.Y, 1, 2))
	if math.Abs(float64(v.Train.Loss)-want) > 1e-12 || v.Setup.Hidden[0].Dropout != 0.2 || v.Setup.Hidden[1].Act != "gelu" {
		t.Errorf("got the loss %v, want %v", v.Train.Loss, want)
	}
	for what, bad := range map[string]*nn.Model{
		"BatchNorm":         nn.Must(nn.New(3, nn.Shape{2}, &nn.BatchNorm{}, &nn.Dense{Out: 1})),
		"behind a hidden":   nn.Must(nn.New(3, nn.Shape{2}, &nn.Dropout{Rate: 0.5}, &nn.Dense{Out: 1})),
		"no Dense":          nn.Must(nn.New(3, nn.Shape{2}, &nn.Flatten{})),
		"3 inputs":          nn.Must(nn.New(3, nn.Shape{3}, &nn.Dense{Out: 1})),
		"has 9 units":       nn.Must(nn.New(3, nn.Shape{2}, &nn.Dense{Out: 9}, &nn.Dense{Out: 1})),
		"activation relu":   nn.Must(nn.New(3, nn.Shape{2}, &nn.Dense{Out: 1, Act: nn.ReLU})),
		"5 outputs":         nn.Must(nn.New(3, nn.Shape{2}, &nn.Dense{Out: 5})),
		"activation log_so": nn.Must(nn.New(3, nn.Shape{2}, &nn.Dense{Out: 2, Act: nn.LogSoftmax})),
	} {
		if _, err := NetworkOf(bad, set); err == nil || !strings.Contains(err.Error(), what) && what != "no Dense" {
			t.Errorf("%s: got %v", what, err)
		}
	}
	values := data.Linear(1, 20, 2, 1, 0.1)
	if setup, err := NetworkOf(nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), values); err != nil || setup.Output != "linear" || NewNetwork(setup).view().Train.R2 == nil {
		t.Errorf("got %+v, %v for values", setup, err)
	}
}

// A setting that is changed in the middle of a run begins a new run from where the parameters
// are; the data, the shape, the init and the seed begin again at the init. Before the first
// update nothing but the setting changes.
func TestNetworkSettingsBeginARun(t *testing.T) {
	for _, test := range []struct {
		a     Action
		again bool
	}{
		{Action{Do: "set", Name: "rate", Value: 0.2}, false},
		{Action{Do: "set", Name: "batch", Value: 7}, false},
		{Action{Do: "set", Name: "loss", Text: "half squared error"}, false},
		{Action{Do: "set", Name: "optimizer", Text: "Adam"}, false},
		{Action{Do: "set", Name: "act", Row: 0, Text: "relu"}, false},
		{Action{Do: "set", Name: "dropout", Row: 0, Value: 0.2}, false},
		{Action{Do: "set", Name: "beta", Value: 0.5}, false},
		{Action{Do: "set", Name: "l1", Value: 0.1}, false},
		{Action{Do: "set", Name: "l2", Value: 0.1}, false},
		{Action{Do: "set", Name: "fixBiases", Value: 1}, false},
		{Action{Do: "set", Name: "units", Row: 0, N: 4}, false}, // as many as there are
		{Action{Do: "draw", X: 1, Y: 1, N: 1}, false},
		{Action{Do: "erase", X: 1, Y: 1}, false},
		{Action{Do: "set", Name: "units", Row: 0, N: 3}, true},
		{Action{Do: "set", Name: "layers", N: 2}, true},
		{Action{Do: "set", Name: "output", Text: "softmax"}, true}, // two outputs
		{Action{Do: "set", Name: "init", Text: "normal"}, true},
		{Action{Do: "set", Name: "initSize", Value: 0.2}, true},
		{Action{Do: "set", Name: "seed", Value: 9}, true},
		{Action{Do: "set", Name: "data", Text: "moons"}, true},
		{Action{Do: "set", Name: "n", Value: 50}, true},
		{Action{Do: "set", Name: "noise", Value: 0.3}, true},
		{Action{Do: "set", Name: "testShare", Value: 0.5}, true},
		{Action{Do: "set", Name: "dataSeed", Value: 9}, true},
		{Action{Do: "set", Name: "scale", Value: 1}, true},
		{Action{Do: "set", Name: "features", Text: "x1^2,x2^2"}, true},
		{Action{Do: "preset", Name: "xor"}, true},
		{Action{Do: "paste", Text: "a,b,kind\n1,2,cat\n2,1,dog\n"}, true},
	} {
		n := NewNetwork(NetworkSetup{})
		do(t, n, test.a)
		if n.view().Edited {
			t.Errorf("%+v before the first update: the run starts from parameters of its own", test.a)
		}
		n = NewNetwork(NetworkSetup{})
		do(t, n, Action{Do: "step", Name: "batch", N: 3})
		before := n.view()
		do(t, n, test.a)
		v := n.view()
		if v.Updates != 0 || v.Edited == test.again || v.Said == "" {
			t.Errorf("%+v: got a run at update %d, from parameters of its own: %v", test.a, v.Updates, v.Edited)
		}
		if !test.again && jsonOf(t, v.Layers[1].W.Value) != jsonOf(t, before.Layers[1].W.Value) {
			t.Errorf("%+v: got other parameters", test.a)
		}
	}
}

// A set of fewer than four examples has no test set.
func TestNetworkErasesTheTestSet(t *testing.T) {
	n := NewNetwork(NetworkSetup{TestShare: 0.25, Own: &OwnData{
		Names: []string{"a", "b"}, X: [][]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}}, Classes: []string{"even", "odd"}, Labels: []int{0, 1, 1, 0},
	}})
	if v := n.view(); v.Set.Test != 1 || v.Test == nil {
		t.Errorf("got %+v, want a test set of one", v.Set)
	}
	do(t, n, Action{Do: "erase", X: 1, Y: 1})
	if v := n.view(); v.Set.Train != 3 || v.Set.Test != 0 || v.Test != nil {
		t.Errorf("got %+v, want no test set", v.Set)
	}
}

// What is drawn is as it should be: the right shares of classes, the values of the formula,
// noise that counts, and the same for the same seed.
func TestNetworkDrawsData(t *testing.T) {
	spread := func(noise float64) float64 {
		set := gaussians(&NetworkSetup{N: 1000, Noise: noise, DataSeed: 1})
		var sum float64
		for i := range set.Len() {
			d := set.X.At(i, 0) - (0.5 - float64(set.Labels[i]))
			sum += d * d
		}
		return math.Sqrt(sum / 1000)
	}
	for noise, want := range map[float64]float64{0: 0.2, 0.3: 0.5} {
		if got := spread(noise); math.Abs(got-want) > 0.03 {
			t.Errorf("gaussians with noise %v: got the deviation %v, want %v", noise, got, want)
		}
	}
	waves := netData["waves"].draw(&NetworkSetup{N: 50, DataSeed: 2})
	for i := range waves.Len() {
		if x, y := waves.X.At(i, 0), waves.X.At(i, 1); waves.Y.Data[i] != math.Sin(3*x)*math.Cos(3*y) || math.Abs(x) > 1 || math.Abs(y) > 1 {
			t.Errorf("waves: got %v at (%v, %v)", waves.Y.Data[i], x, y)
		}
	}
	for name, kind := range netData {
		if name == "mazur" || name == "xor" {
			continue
		}
		n := NewNetwork(NetworkSetup{Data: name, N: 60, Noise: 0.1, DataSeed: 3, TestShare: 0.5})
		again := NewNetwork(NetworkSetup{Data: name, N: 60, Noise: 0.1, DataSeed: 3, TestShare: 0.5})
		other := NewNetwork(NetworkSetup{Data: name, N: 60, Noise: 0.1, DataSeed: 4, TestShare: 0.5})
		points := jsonOf(t, ask[pointsAnswer](t, n, "points", Action{}).X)
		if points != jsonOf(t, ask[pointsAnswer](t, again, "points", Action{}).X) || points == jsonOf(t, ask[pointsAnswer](t, other, "points", Action{}).X) {
			t.Errorf("%s: the seed does not tell what is drawn", name)
		}
		if v := n.view(); v.Set.Train+v.Set.Test != 60 || len(v.Set.Classes) != kind.classes || v.Set.Plane != kind.plane {
			t.Errorf("%s: got %+v", name, v.Set)
		}
	}
}

// Clearing leaves the least that a net can learn from, as one step that can be undone.
func TestNetworkClears(t *testing.T) {
	for _, test := range []struct {
		setup NetworkSetup
		left  int
		words string
	}{
		{NetworkSetup{Data: "moons", TestShare: 0.3}, 2, "one of each class"},
		{NetworkSetup{Data: "waves"}, 2, "two"},
		{NetworkSetup{Own: &OwnData{Names: []string{"a", "b"}, X: [][]float64{{1, 2}, {1, 3}, {2, 2}, {3, 3}}, Classes: []string{"x", "y", "z"}, Labels: []int{2, 2, 0, 1}}}, 3, "one of each class"},
	} {
		n := NewNetwork(test.setup)
		do(t, n, Action{Do: "step", Name: "batch", N: 2})
		before := without(jsonOf(t, n.View()))
		do(t, n, Action{Do: "clear"})
		v := n.view()
		if v.Set.Train != test.left || v.Set.Test != 0 || v.Updates != 0 || v.Edited || v.Setup.Data != "own" || !strings.Contains(v.Said, "All points are gone but "+test.words) {
			t.Errorf("%s: got %+v of %s, said %q", test.setup.Data, v.Set, v.Setup.Data, v.Said)
		}
		if err := n.Do(Action{Do: "clear"}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("only the %d points", test.left)) {
			t.Errorf("cleared once more: got %v", err)
		}
		do(t, n, Action{Do: "undo"})
		if after := without(jsonOf(t, n.View())); after != before {
			t.Errorf("%s: undone it is not as before", test.setup.Data)
		}
	}
	n := NewNetwork(NetworkSetup{Data: "iris"})
	if err := n.Do(Action{Do: "clear"}); err == nil || !strings.Contains(err.Error(), "4 inputs") {
		t.Errorf("iris: got %v", err)
	}
}
