package sim

import (
	"fmt"
	"math"
	"slices"

	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// Network is the simulator of a neural net: a setup, the number of updates, and a place in
// the next one. It steps through an nn.Trainer and its nn.Trace. Its view is a NetworkView.
//
// Its actions, by Action.Do, and the fields that count:
//
//	step       Name (a pace; "" is that of before), N (how often; 0 is once); Text is a pace
//	           for this once
//	back       Name, N, as step
//	pace       Name: looks at another pace and moves nothing
//	goto       N: to where so many updates are made
//	start      to the first update of this run
//	reset      to Init, with the settings as they are
//	undo, redo
//	set        Name (a setting, as in the JSON of NetworkSetup), Value or Text:
//	           "data", "output", "loss", "optimizer", "init" take Text;
//	           "n", "noise", "testShare", "dataSeed", "rate", "beta", "l1", "l2", "batch",
//	           "initSize", "seed" take Value; "scale" and "fixBiases" take Value 0 or 1;
//	           "features" takes Text, names with commas between them;
//	           "layers" takes N (number of hidden layers);
//	           "units", "act" and "dropout" take Row (hidden layer, from 0) and N, Text, Value
//	preset     Name
//	weight     Name ("Dense 1/W"), Row, Col, Value: edits a parameter, and begins a new run
//	draw       X, Y, N (class, from 0) or Value: a point more
//	erase      X, Y: the point nearest to there
//	clear      all points but one of each class, the least that a net can learn from
//	paste      Text (CSV with a header; the last column is the target), Name ("classes" reads
//	           numbers as classes)
//	select     Name "unit" (Row layer, Col unit), "weight" (Text parameter, Row, Col),
//	           "example" (N) or "none"
//	guess      Text
//	pin        keeps this run for comparison; unpin forgets it
//
// Questions, by what, and the fields that count:
//
//	choices     what settings can be set to
//	points      the examples, as they were given
//	boundary    the predictions over the plane, N cells a side, or over the one input
//	units       the map of every unit, inputs too, in the same way
//	activations histograms by layer, on the training set; N bins
//	gradients   their sizes by layer, after each of the latest N updates
//	confusion   how many of each class were taken for which
//	microscope  ∂J/∂w of a weight, three ways; Name, Row, Col, or the one that is selected
//	compare     this run and the pinned one, with their maps; N cells a side
//	setup       the NetworkSetup, with Own and Start
type Network struct {
	pollable
	state undoable[netState]
	runs  []*netRun // of the latest setups, the latest last
}

// netState is all that a network simulator consists of.
type netState struct {
	setup  *NetworkSetup // never changed
	k      int           // updates made
	at     place         // in update k+1
	pace   string
	look   selection
	guess  *guessView
	pinned *NetworkSetup
	preset string // that the setup was made of, "" for none
	said   string
}

// NewNetwork returns a simulator at the start of the setup, in which the usual values stand
// for what is zero; the zero setup is the first preset. It panics, with a sentence, when a
// setting makes no sense.
func NewNetwork(setup NetworkSetup) *Network {
	n, err := newNetwork(setup)
	if err != nil {
		panic(err)
	}
	return n
}

func newNetwork(setup NetworkSetup) (*Network, error) {
	setup = setup.complete().clone()
	n := &Network{}
	n.state.now = netState{setup: &setup, pace: "batch", look: selection{Layer: -1}, preset: namedPreset(&setup), said: "The net is where the run starts."}
	if setup.Data == "mazur" {
		n.state.now.pace = "operation"
	}
	if err := n.open(n.state.now); err != nil {
		return nil, fmt.Errorf("sim: network: %w", err)
	}
	return n, nil
}

// NetworkOf returns the setup with the layers and the parameters of a net, and the examples
// of a set: for a net and data of one's own. Loss, optimizer and what else there is are
// usual; set them before NewNetwork. It returns an error when the net has other layers than
// Dense and Dropout, or more of them than a simulator shows.
func NetworkOf(net *nn.Model, set *data.Set) (NetworkSetup, error) {
	s := NetworkSetup{Data: "own", Own: ownOf(set)}
	layers := net.Layers()
	for i, l := range layers {
		switch l := l.(type) {
		case *nn.Dense:
			act := nn.Identity.Label
			if l.Act != nil {
				act = l.Act.Name()
			}
			s.Hidden = append(s.Hidden, Hidden{Units: l.Out, Act: act})
		case *nn.Dropout:
			if i == 0 || i == len(layers)-1 || s.Hidden[len(s.Hidden)-1].Dropout != 0 {
				return s, fmt.Errorf("sim: network: the Dropout at place %d is not behind a hidden layer: put it there", i+1)
			}
			s.Hidden[len(s.Hidden)-1].Dropout = l.Rate
		default:
			return s, fmt.Errorf("sim: network: layer %d is %T: the simulator shows nets of Dense and Dropout", i+1, l)
		}
	}
	if len(s.Hidden) == 0 {
		return s, fmt.Errorf("sim: network: the net has no Dense layer: give it one")
	}
	last := s.Hidden[len(s.Hidden)-1]
	s.Hidden = s.Hidden[:len(s.Hidden)-1]
	switch {
	case len(set.Classes) == 0:
		s.Output = "linear"
	case last.Units == 1 || last.Act == nn.Sigmoid.Label:
		s.Output = "sigmoid"
	default:
		s.Output = "softmax"
	}
	if last.Act == nn.Sigmoid.Label {
		s.Loss = nn.HalfSquaredError{}.Name()
	}
	s = s.complete()
	if last.Act != nn.Identity.Label && last.Act != nn.Sigmoid.Label {
		return s, fmt.Errorf("sim: network: the last layer has the activation %s: want none, for logits or values, or sigmoid", last.Act)
	}
	if in, out := net.Shapes()[0].Size(), s.outputs(); in != s.inputs() || last.Units != out {
		return s, fmt.Errorf("sim: network: the net has %s and %s, the data want %d and %d", counted(in, "input"), counted(last.Units, "output"), s.inputs(), out)
	}
	for _, q := range net.Params() {
		s.Start = append(s.Start, q.Value.Data...)
		s.FixBiases = s.FixBiases || q.Frozen && q.Value.Rows == 1
	}
	if err := s.check(); err != nil {
		return s, fmt.Errorf("sim: network: %w", err)
	}
	return s, nil
}

// clone is a copy that shares nothing that changes.
func (s NetworkSetup) clone() NetworkSetup {
	s.Features, s.Hidden, s.Start = slices.Clone(s.Features), slices.Clone(s.Hidden), slices.Clone(s.Start)
	return s
}

// Kind returns "network".
func (n *Network) Kind() string { return "network" }

// keptRuns is how many runs are kept, so that undoing a setting does not make all updates
// anew.
const keptRuns = 4

// of returns the run of a setup, made anew when it is not kept.
func (n *Network) of(setup *NetworkSetup) (*netRun, error) {
	if i := slices.IndexFunc(n.runs, func(r *netRun) bool { return r.setup == setup }); i >= 0 {
		r := n.runs[i]
		n.runs = append(slices.Delete(n.runs, i, i+1), r)
		return r, nil
	}
	var before *netRun
	if len(n.runs) > 0 {
		before = n.runs[len(n.runs)-1]
	}
	r, err := newNetRun(setup, before)
	if err != nil {
		return nil, err
	}
	if len(n.runs) == keptRuns {
		n.runs[0].run.close()
		n.runs = slices.Delete(n.runs, 0, 1)
	}
	n.runs = append(n.runs, r)
	return r, nil
}

// run is the run of the state, which has been made before.
func (n *Network) run() *netRun {
	r, err := n.of(n.state.now.setup)
	if err != nil {
		panic(err) // it was made when the state was come to
	}
	return r
}

// open makes sure that there is such a state.
func (n *Network) open(s netState) error {
	if err := s.setup.check(); err != nil {
		return err
	}
	if s.k < 0 || s.k > mostUpdates {
		return fmt.Errorf("there is no update %d: want 0 to %d", s.k, mostUpdates)
	}
	if !slices.Contains(choiceNames(paceChoices), s.pace) {
		return fmt.Errorf("there is no pace %.40q: want %s", s.pace, either(choiceNames(paceChoices)))
	}
	r, err := n.of(s.setup)
	if err != nil {
		return err
	}
	if err := r.seek(s.k, nil); err != nil {
		return err
	}
	if r.run.at != s.k {
		return fmt.Errorf("this run ends after %s, and there is no update %d", counted(r.run.at, "update"), s.k)
	}
	if s.at != (place{}) {
		ops, err := r.ops(s.k)
		if err != nil {
			return err
		}
		if !ops.has(s.at) {
			return fmt.Errorf("update %d has no operation %d with an entry in row %d, column %d and a term %d", s.k+1, s.at.step, s.at.row, s.at.col, s.at.term)
		}
	}
	if err := s.look.check(r); err != nil {
		return err
	}
	if s.preset != "" && !slices.ContainsFunc(netPresets, func(p netPreset) bool { return p.Name == s.preset }) {
		return fmt.Errorf("there is no preset %.40q", s.preset)
	}
	if s.pinned != nil {
		return s.pinned.check()
	}
	return nil
}

// check says what there is not to be looked at.
func (l selection) check(r *netRun) error {
	if l.Layer < -1 || l.Layer > len(r.dense) {
		return fmt.Errorf("there is no layer %d: want 0 for the inputs to %d for the outputs", l.Layer, len(r.dense))
	}
	if units := r.widths(); l.Layer >= 0 && (l.Unit < 0 || l.Unit >= units[l.Layer]) {
		return fmt.Errorf("layer %d has no unit %d: want 0 to %d", l.Layer, l.Unit, units[l.Layer]-1)
	}
	if l.Param != "" {
		if err := r.hasParam(l.Param, l.Row, l.Col); err != nil {
			return err
		}
	}
	if l.Example < 0 || l.Example >= r.data.x.Rows {
		return fmt.Errorf("there is no example %d: want 1 to %d, the training set", l.Example+1, r.data.x.Rows)
	}
	return nil
}

// Do takes an action. An error is a sentence for the learner, and changes nothing.
func (n *Network) Do(a Action) error {
	switch a.Do {
	case "undo":
		if !n.state.undo() {
			return fmt.Errorf("there is nothing to undo: this is where it began")
		}
		return nil
	case "redo":
		if !n.state.redo() {
			return fmt.Errorf("there is nothing to redo: nothing was undone")
		}
		return nil
	}
	act := netActions[a.Do]
	if act == nil {
		return fmt.Errorf("there is no action %.40q", a.Do)
	}
	next := n.state.now
	next.guess = nil
	if err := act(n, &next, a); err != nil {
		return err
	}
	if err := n.open(next); err != nil {
		return err
	}
	n.state.set(next)
	return nil
}

// netActions take an action: they make of a copy of the state the next one.
var netActions map[string]func(n *Network, s *netState, a Action) error

func init() {
	netActions = map[string]func(n *Network, s *netState, a Action) error{
		"step": (*Network).step, "back": (*Network).back, "pace": (*Network).setPace,
		"start": func(n *Network, s *netState, _ Action) error {
			s.k, s.at, s.said = 0, place{}, "Back at the start of this run."
			return nil
		},
		"reset": func(n *Network, s *netState, _ Action) error {
			if s.setup.Start != nil {
				fresh := s.setup.clone()
				fresh.Start = nil
				s.setup = &fresh
			}
			s.k, s.at, s.said = 0, place{}, fmt.Sprintf("Reset: the parameters are those of init %s with seed %d.", s.setup.Init, s.setup.Seed)
			return nil
		},
		"set": (*Network).set, "preset": (*Network).preset, "weight": (*Network).weight,
		"goto": (*Network).goToUpdate,
		"draw": (*Network).draw, "erase": (*Network).erase, "clear": (*Network).clear, "paste": (*Network).paste,
		"select": (*Network).look, "guess": (*Network).makeGuess,
		"pin": func(n *Network, s *netState, _ Action) error {
			s.pinned, s.said = s.setup, "This run is pinned, to be compared with those that come."
			return nil
		},
		"unpin": func(n *Network, s *netState, _ Action) error {
			if s.pinned == nil {
				return fmt.Errorf("there is no pinned run: pin one first")
			}
			s.pinned, s.said = nil, "The pinned run is forgotten."
			return nil
		},
	}
}

// setPace looks at another pace.
func (n *Network) setPace(s *netState, a Action) error {
	s.pace, s.said = a.Name, fmt.Sprintf("The pace is: %s.", said(paceChoices, a.Name))
	return nil
}

// pacing takes the pace of a step or of a step back, and returns how often.
func (s *netState) pacing(a Action) (times int, err error) {
	if a.Name != "" {
		s.pace = a.Name
	}
	if !slices.Contains(choiceNames(paceChoices), s.pace) {
		return 0, fmt.Errorf("there is no pace %.40q: want %s", s.pace, either(choiceNames(paceChoices)))
	}
	if a.N < 0 || a.N > mostUpdates {
		return 0, fmt.Errorf("%d steps cannot be taken: want 1 to %d", a.N, mostUpdates)
	}
	return max(a.N, 1), nil
}

// step goes forward, with Text at another pace this once: a number that was guessed is
// finished so, whatever the pace.
func (n *Network) step(s *netState, a Action) error {
	if a.Text != "" {
		usual := s.pace
		a.Name, a.Text = a.Text, ""
		err := n.step(s, a)
		s.pace = usual
		return err
	}
	times, err := s.pacing(a)
	if err != nil {
		return err
	}
	r := n.run()
	if s.pace == "batch" || s.pace == "epoch" {
		k := s.k + times
		if s.pace == "epoch" {
			k = (s.k/r.perPass() + times) * r.perPass()
		}
		return n.goTo(s, r, k)
	}
	for i := range times {
		if err := r.forward(s); err != nil {
			if i > 0 { // as far as there is a way
				break
			}
			return err
		}
		if !n.going(s.k) {
			break
		}
	}
	s.said = ""
	return nil
}

// goTo makes updates until k are made, or as many as there are.
func (n *Network) goTo(s *netState, r *netRun, k int) error {
	k = min(k, mostUpdates)
	if k <= s.k {
		return fmt.Errorf("%d updates are made, more than that is not kept: reset, or edit a weight to begin a new run", mostUpdates)
	}
	if err := r.seek(s.k, nil); err != nil {
		return err
	}
	if err := r.seek(k, n.going); err != nil {
		return err
	}
	if r.run.at <= s.k {
		return r.endsHere()
	}
	made := r.run.at - s.k
	s.k, s.at = r.run.at, place{}
	s.said = fmt.Sprintf("%s, loss %s.", counted(made, "update"), number(r.scores(s.k).train.loss))
	return nil
}

// goToUpdate goes to where N updates are made, be it forward or back.
func (n *Network) goToUpdate(s *netState, a Action) error {
	switch {
	case a.N < 0 || a.N > mostUpdates:
		return fmt.Errorf("there is no update %d: want 0, the start of this run, to %d", a.N, mostUpdates)
	case a.N > s.k:
		return n.goTo(s, n.run(), a.N)
	}
	s.k, s.at = a.N, place{}
	s.said = fmt.Sprintf("Back after %s.", counted(s.k, "update"))
	return nil
}

// back goes back in time.
func (n *Network) back(s *netState, a Action) error {
	times, err := s.pacing(a)
	if err != nil {
		return err
	}
	if s.k == 0 && s.at == (place{}) {
		return fmt.Errorf("this is the start of the run: there is nothing before it")
	}
	r := n.run()
	switch s.pace {
	case "batch":
		if s.at != (place{}) {
			times--
		}
		s.k, s.at = max(s.k-times, 0), place{}
		s.said = fmt.Sprintf("Back after %s.", counted(s.k, "update"))
		return nil
	case "epoch":
		per := r.perPass()
		whole := s.k / per
		if s.k%per != 0 || s.at != (place{}) {
			times--
		}
		s.k, s.at = max(whole-times, 0)*per, place{}
		s.said = fmt.Sprintf("Back after %s.", counted(s.k/per, "epoch"))
		return nil
	}
	for i := range times {
		if err := r.backward(s); err != nil {
			if i > 0 {
				break
			}
			return err
		}
	}
	s.said = ""
	return nil
}

// look selects what the learner looks at.
func (n *Network) look(s *netState, a Action) error {
	switch a.Name {
	case "unit":
		s.look.Layer, s.look.Unit = a.Row, a.Col
		if err := s.look.check(n.run()); err != nil {
			return err
		}
		s.said = fmt.Sprintf("%s is selected.", n.run().label(a.Row, a.Col))
	case "weight":
		s.look.Param, s.look.Row, s.look.Col = a.Text, a.Row, a.Col
		if a.Text == "" {
			return fmt.Errorf("no weight is named: want one such as Dense 1/W")
		}
		if err := s.look.check(n.run()); err != nil {
			return err
		}
		s.said = fmt.Sprintf("%s is selected.", capital(n.run().weightName(a.Text, a.Row, a.Col)))
	case "example":
		s.look.Example = a.N
		s.said = fmt.Sprintf("Example %d is shown.", a.N+1)
	case "none":
		s.look = selection{Layer: -1, Example: s.look.Example}
		s.said = "Nothing is selected."
	default:
		return fmt.Errorf("%.40q cannot be selected: want unit, weight, example or none", a.Name)
	}
	return nil
}

// weight edits a parameter by hand, and begins a new run from there.
func (n *Network) weight(s *netState, a Action) error {
	r := n.run()
	if err := r.hasParam(a.Name, a.Row, a.Col); err != nil {
		return err
	}
	if !(math.Abs(a.Value) <= largest) {
		return fmt.Errorf("a weight of %s: want a number between −10⁶ and 10⁶", asTyped(a.Value))
	}
	start, err := r.startFrom(s)
	if err != nil {
		return err
	}
	for _, q := range r.run.trainer.Net.Params() {
		if q.Name == a.Name {
			start[a.Row*q.Value.Cols+a.Col] = a.Value
			break
		}
		start = start[len(q.Value.Data):]
	}
	all, err := r.startFrom(s)
	if err != nil {
		return err
	}
	copy(all[len(all)-len(start):], start)
	setup := s.setup.clone()
	setup.Start = all
	s.setup, s.k, s.at = &setup, 0, place{}
	s.said = fmt.Sprintf("%s is now %s. A new run begins here.", capital(r.weightName(a.Name, a.Row, a.Col)), number(a.Value))
	return nil
}
