package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// set changes a setting. In the middle of a run a new one begins from where the parameters
// are; beside a pinned run, from its start, because only such runs can be compared. The data, the shape of the net, its init and its seed begin again at the init.
func (n *Network) set(s *netState, a Action) error {
	setup := s.setup.clone()
	again, err := setup.change(a)
	if err != nil {
		return err
	}
	if setup.inputs() != s.setup.inputs() || setup.outputs() != s.setup.outputs() {
		again = true
	}
	what := setName(a)
	if setup.Init == "published" && a.Name != "init" && setup.check() != nil {
		setup.Init = "usual"
		what += " The published numbers are those of another net: init is usual now."
	}
	return n.begin(s, setup, again, what)
}

// begin begins a run of a changed setup: again at its init, at the start of the pinned run, or
// from where the parameters are.
func (n *Network) begin(s *netState, setup NetworkSetup, again bool, what string) error {
	moved := s.k > 0 || s.at != (place{})
	switch {
	case again:
		setup.Start = nil
		s.look = selection{Layer: -1}
		s.said = what + " The net begins again at its init."
	case moved && s.pinned != nil: // two runs are compared that start alike
		setup.Start = slices.Clone(s.pinned.Start)
		if setup.check() != nil { // of another net
			setup.Start = nil
		}
		s.said = what + " The run begins again at the start of the pinned one."
	case moved:
		if err := setup.check(); err != nil {
			return err
		}
		start, err := n.run().startFrom(s)
		if err != nil {
			return err
		}
		setup.Start = start
		s.said = what + " A new run begins from where the parameters are."
	default:
		s.said = what
	}
	s.setup, s.k, s.at = &setup, 0, place{}
	return nil
}

// settingSays are the settings as a page calls them.
var settingSays = map[string]string{
	"data": "data", "n": "examples", "noise": "noise", "testShare": "share for testing", "dataSeed": "seed of the data", "scale": "standardize",
	"features": "inputs", "output": "output", "loss": "loss", "init": "init", "initSize": "init size", "seed": "seed", "fixBiases": "biases stay as they are",
	"optimizer": "optimizer", "rate": "learning rate α", "beta": "momentum β", "batch": "batch", "l1": "L1 λ₁", "l2": "L2 λ₂",
}

// setName is a change of a setting, in words.
func setName(a Action) string {
	switch a.Name {
	case "units":
		return fmt.Sprintf("Hidden layer %d has %s.", a.Row+1, counted(a.N, "unit"))
	case "layers":
		return fmt.Sprintf("The net has %s.", counted(a.N, "hidden layer"))
	case "act":
		return fmt.Sprintf("Hidden layer %d: %s.", a.Row+1, said(actChoices(), a.Text))
	case "dropout":
		return fmt.Sprintf("Hidden layer %d: dropout %s.", a.Row+1, asTyped(a.Value))
	}
	value := asTyped(a.Value)
	switch a.Name {
	case "data":
		value = said(dataChoices(), a.Text)
	case "optimizer":
		value = said(optimizerChoices, a.Text)
	case "init":
		value = said(initChoices, a.Text)
	case "features":
		var list []string
		for f := range strings.SplitSeq(a.Text, ",") {
			list = append(list, said(featureChoices, strings.TrimSpace(f)))
		}
		value = strings.Join(list, ", ")
	case "output", "loss":
		value = a.Text
	case "scale", "fixBiases":
		value = map[bool]string{true: "yes", false: "no"}[a.Value == 1]
	}
	return fmt.Sprintf("%s: %s.", capital(settingSays[a.Name]), value)
}

// change changes a setting, and says whether the net begins again at its init.
func (s *NetworkSetup) change(a Action) (again bool, err error) {
	whole := func(to *int) error {
		if a.Value != math.Trunc(a.Value) || math.Abs(a.Value) > 1e9 {
			return fmt.Errorf("%s: %s is no whole number that can be taken", settingSays[a.Name], asTyped(a.Value))
		}
		*to = int(a.Value)
		return nil
	}
	seed := func(to *uint64) error {
		if a.Value != math.Trunc(a.Value) || !(a.Value >= 0 && a.Value <= 1<<53) {
			return fmt.Errorf("%s: it is %s, want a whole number from 0 to 2⁵³", settingSays[a.Name], asTyped(a.Value))
		}
		*to = uint64(a.Value)
		return nil
	}
	number := func(to *float64) error {
		*to = a.Value
		return nil
	}
	yes := func(to *bool) error {
		if a.Value != 0 && a.Value != 1 {
			return fmt.Errorf("%s: it is %s, want 1 for yes or 0 for no", settingSays[a.Name], asTyped(a.Value))
		}
		*to = a.Value == 1
		return nil
	}
	switch a.Name {
	case "data":
		return true, s.changeData(a.Text)
	case "n":
		return true, s.drawn(whole(&s.N))
	case "noise":
		return true, s.drawn(number(&s.Noise))
	case "testShare":
		return true, number(&s.TestShare)
	case "dataSeed":
		return true, seed(&s.DataSeed)
	case "scale":
		return true, yes(&s.Scale)
	case "features":
		if !s.inPlane() {
			return true, fmt.Errorf("inputs can be chosen for points of the plane only, and these data have %s of their own", counted(s.inputs(), "input"))
		}
		s.Features = nil
		for f := range strings.SplitSeq(a.Text, ",") {
			if f = strings.TrimSpace(f); f != "" {
				s.Features = append(s.Features, f)
			}
		}
		if len(s.Features) == 0 {
			return true, fmt.Errorf("there are no inputs: choose at least one")
		}
		return true, nil
	case "init":
		s.Init = a.Text
		return true, nil
	case "initSize":
		return true, number(&s.InitSize)
	case "seed":
		return true, seed(&s.Seed)
	case "layers":
		return true, s.changeLayers(a.N)
	case "units", "act", "dropout":
		return s.changeHidden(a)
	case "output":
		s.Output, s.Loss = a.Text, ""
		if losses := netLosses[s.Output]; losses != nil {
			s.Loss = losses[0].Name()
		}
		return false, nil
	case "loss":
		s.Loss = a.Text
	case "optimizer":
		s.Optimizer = a.Text
	case "rate":
		return false, number(&s.Rate)
	case "beta":
		return false, number(&s.Beta)
	case "l1":
		return false, number(&s.L1)
	case "l2":
		return false, number(&s.L2)
	case "batch":
		return false, whole(&s.Batch)
	case "fixBiases":
		return false, yes(&s.FixBiases)
	default:
		return false, fmt.Errorf("there is no setting %.40q", a.Name)
	}
	return false, nil
}

// drawn says that examples of one's own are not drawn anew, unless there is another error.
func (s *NetworkSetup) drawn(err error) error {
	if err == nil && s.Own != nil {
		return fmt.Errorf("these are examples of your own: N and noise are of data that are drawn")
	}
	return err
}

// changeData takes other data, with the settings that suit them.
func (s *NetworkSetup) changeData(name string) error {
	kind, known := netData[name]
	if !known {
		if name == "own" {
			return fmt.Errorf("examples of your own are pasted as a CSV, or drawn")
		}
		return fmt.Errorf("there are no data %.40q: want %s", name, either(choiceNames(dataChoices())))
	}
	was := s.classes()
	s.Data, s.Own, s.N = name, nil, kind.usual
	if kind.fixed {
		s.TestShare, s.Noise = 0, 0
	}
	if !kind.plane {
		s.Features = nil
	} else if len(s.Features) == 0 {
		s.Features = []string{"x1", "x2"}
	}
	if s.Init == "published" {
		s.Init, s.FixBiases = "usual", false
	}
	if was != kind.classes || name == "mazur" {
		s.Output, s.Loss = "", ""
	}
	*s = s.complete()
	return nil
}

// changeLayers adds hidden layers like the last one, or takes some away.
func (s *NetworkSetup) changeLayers(n int) error {
	if n < 0 || n > mostLayers {
		return fmt.Errorf("there are %d hidden layers: want 0 to %d", n, mostLayers)
	}
	for len(s.Hidden) < n {
		h := Hidden{Units: 4, Act: "tanh"}
		if len(s.Hidden) > 0 {
			h = s.Hidden[len(s.Hidden)-1]
		}
		s.Hidden = append(s.Hidden, h)
	}
	s.Hidden = s.Hidden[:n]
	return nil
}

// changeHidden changes a hidden layer.
func (s *NetworkSetup) changeHidden(a Action) (again bool, err error) {
	if a.Row < 0 || a.Row >= len(s.Hidden) {
		return false, fmt.Errorf("there is no hidden layer %d: the net has %d", a.Row+1, len(s.Hidden))
	}
	h := &s.Hidden[a.Row]
	switch a.Name {
	case "units":
		again = h.Units != a.N
		h.Units = a.N
	case "act":
		h.Act = a.Text
	case "dropout":
		h.Dropout = a.Value
	}
	return again, nil
}

// preset takes the setup of a preset.
func (n *Network) preset(s *netState, a Action) error {
	i := slices.IndexFunc(netPresets, func(p netPreset) bool { return p.Name == a.Name })
	if i < 0 {
		var names []string
		for _, p := range netPresets {
			names = append(names, p.Name)
		}
		return fmt.Errorf("there is no preset %.40q: want %s", a.Name, either(names))
	}
	setup := netPresets[i].setup().complete()
	s.preset = a.Name
	if setup.Data == "mazur" {
		s.pace = "operation"
	}
	return n.begin(s, setup, true, capital(netPresets[i].Say)+".")
}

// owned are the examples of now as the learner's, to be changed: a copy.
func (s *NetworkSetup) owned() (*OwnData, error) {
	if !s.inPlane() {
		return nil, fmt.Errorf("points are drawn in the plane, and these examples have %s: choose data with two, or paste a CSV", counted(s.inputs(), "input"))
	}
	return ownOf(s.Own.orDrawn(s)), nil
}

// withOwn takes the learner's examples. When they are other ones, and not those of before with
// a change, the net begins again.
func (n *Network) withOwn(s *netState, o *OwnData, others bool, what string) error {
	if err := o.check(); err != nil {
		return err
	}
	setup := s.setup.clone()
	s.look.Example = 0
	was := setup.classes()
	setup.Data, setup.Own = "own", o
	if len(o.X) < 4 {
		setup.TestShare = 0
	}
	if setup.Init == "published" {
		setup.Init = "usual"
	}
	if classes := setup.classes(); was != classes && (classes == 0 || was == 0 || setup.Output == "sigmoid" && classes > 2) {
		setup.Output, setup.Loss = "", ""
	}
	setup = setup.complete()
	again := others || setup.inputs() != s.setup.inputs() || setup.outputs() != s.setup.outputs()
	return n.begin(s, setup, again, what)
}

// draw adds a point.
func (n *Network) draw(s *netState, a Action) error {
	o, err := s.setup.owned()
	if err != nil {
		return err
	}
	if !(math.Abs(a.X) <= largest && math.Abs(a.Y) <= largest) {
		return fmt.Errorf("there is no point (%s, %s): want numbers between −10⁶ and 10⁶", asTyped(a.X), asTyped(a.Y))
	}
	o.X = append(o.X, []float64{a.X, a.Y})
	what := fmt.Sprintf("A point at (%s, %s), with the value %s.", number(a.X), number(a.Y), number(a.Value))
	if len(o.Classes) == 0 {
		o.Y = append(o.Y, a.Value)
	} else {
		if a.N < 0 || a.N > len(o.Classes) || a.N >= mostClasses {
			return fmt.Errorf("there is no class %d: want 0 to %d, or %d for a new one", a.N, len(o.Classes)-1, len(o.Classes))
		}
		if a.N == len(o.Classes) {
			o.Classes = append(o.Classes, fmt.Sprintf("class %d", a.N+1))
		}
		o.Labels = append(o.Labels, a.N)
		what = fmt.Sprintf("A point of %s at (%s, %s).", o.Classes[a.N], number(a.X), number(a.Y))
	}
	return n.withOwn(s, o, false, what)
}

// erase takes the nearest point away.
func (n *Network) erase(s *netState, a Action) error {
	o, err := s.setup.owned()
	if err != nil {
		return err
	}
	best, at := math.Inf(1), 0
	for i, x := range o.X {
		if d := math.Hypot(x[0]-a.X, x[1]-a.Y); d < best {
			best, at = d, i
		}
	}
	what := fmt.Sprintf("The point at (%s, %s) is gone.", number(o.X[at][0]), number(o.X[at][1]))
	o.X = slices.Delete(o.X, at, at+1)
	if len(o.Classes) == 0 {
		o.Y = slices.Delete(o.Y, at, at+1)
	} else {
		o.Labels = slices.Delete(o.Labels, at, at+1)
	}
	return n.withOwn(s, o, false, what)
}

// clear takes all points away but the first of each class, or the first two with a value: the
// least that a net can learn from. The net begins again.
func (n *Network) clear(s *netState, _ Action) error {
	o, err := s.setup.owned()
	if err != nil {
		return err
	}
	keep, what := []int{0, 1}, "two"
	if len(o.Classes) > 0 {
		keep, what = nil, "one of each class"
		for k := range o.Classes {
			keep = append(keep, slices.Index(o.Labels, k))
		}
	}
	if len(o.X) <= len(keep) {
		return fmt.Errorf("there are only the %s that a net needs: draw some, or take the nearest away", counted(len(o.X), "point"))
	}
	left := &OwnData{Names: o.Names, Classes: o.Classes}
	for _, i := range keep {
		left.X = append(left.X, o.X[i])
		if len(o.Classes) > 0 {
			left.Labels = append(left.Labels, o.Labels[i])
		} else {
			left.Y = append(left.Y, o.Y[i])
		}
	}
	return n.withOwn(s, left, true, fmt.Sprintf("All points are gone but %s, the least that a net can learn from.", what))
}

// paste takes examples from a CSV.
func (n *Network) paste(s *netState, a Action) error {
	if a.Name != "" && a.Name != "classes" {
		return fmt.Errorf("a CSV cannot be read as %.40q: want classes, or nothing", a.Name)
	}
	o, err := readOwn(a.Text, a.Name == "classes")
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%s with %s, and a value to predict.", counted(len(o.X), "example"), counted(len(o.Names), "feature"))
	if len(o.Classes) > 0 {
		what = fmt.Sprintf("%s with %s, of %d classes: %s.", counted(len(o.X), "example"), counted(len(o.Names), "feature"), len(o.Classes), strings.Join(o.Classes, ", "))
	}
	// They have units of their own, and no preset is of them.
	setup := s.setup.clone()
	setup.Scale = true
	s.setup, s.preset = &setup, ""
	return n.withOwn(s, o, true, what)
}
