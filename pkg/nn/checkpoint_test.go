package nn_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// noise is a layer that keeps more than parameters: random numbers.
type noise struct {
	draws *rand.PCG
	y     nn.Matrix
}

func (l *noise) Build(name string, in nn.Shape, rng *rand.Rand) (nn.Shape, error) {
	l.draws = rand.NewPCG(rng.Uint64(), rng.Uint64())
	return in, nil
}

func (l *noise) Forward(p *nn.Pass, x *nn.Matrix) *nn.Matrix {
	l.y.Copy(x)
	if p != nil && p.Train {
		for i := range l.y.Data {
			l.y.Data[i] += 0.1 * rand.New(l.draws).NormFloat64()
		}
	}
	return &l.y
}

func (l *noise) Backward(_ *nn.Pass, dy *nn.Matrix) *nn.Matrix { return dy }
func (l *noise) Params() []*nn.Param                           { return nil }
func (l *noise) MarshalBinary() ([]byte, error)                { return l.draws.MarshalBinary() }
func (l *noise) UnmarshalBinary(b []byte) error                { return l.draws.UnmarshalBinary(b) }

// noisy is regression with random numbers in a layer, and a frozen parameter that thaws
// in the third epoch.
func noisy(opt nn.Optimizer) *nn.Trainer {
	tr := regression()
	tr.Opt = opt
	tr.Net = nn.Must(nn.New(5, nn.Shape{3}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Chain{Layers: []nn.Layer{&noise{}}}, &nn.Dense{Out: 2}))
	tr.Net.Param("Dense 1/b").Frozen = true
	return tr
}

// follow trains until so many updates are done, 0 for all of them.
func follow(t *testing.T, tr *nn.Trainer, until int) {
	t.Helper()
	for u := range tr.Steps() {
		tr.Net.Param("Dense 1/b").Frozen = u.Step < 12
		if u.Step == until {
			break
		}
	}
	if tr.Err() != nil {
		t.Fatal(tr.Err())
	}
}

// A training that is interrupted after any update, and goes on in a new Trainer, ends
// with the same parameters and the same history to the last bit.
func TestResumedTrainingIsTheSame(t *testing.T) {
	for k, opt := range optimizers() {
		whole := noisy(opt)
		follow(t, whole, 0)
		for until := 1; until <= 20; until++ { // 5 updates an epoch
			first, second := noisy(optimizers()[k]), noisy(optimizers()[k])
			second.Net.Param("Dense 2/W").Value.Fill(99)
			follow(t, first, until)
			var file, again bytes.Buffer
			if err := first.Save(&file); err != nil {
				t.Fatal(err)
			}
			text := file.String()
			if err := second.Load(&file); err != nil {
				t.Fatal(err)
			}
			if err := second.Save(&again); err != nil || again.String() != text {
				t.Errorf("%s, after update %d: got another file from what was loaded (%v)", opt.Name(), until, err)
			}
			follow(t, second, 0)
			sameParams(t, fmt.Sprintf("%s, interrupted after update %d", opt.Name(), until), second.Net, whole.Net)
			if g, w := second.History, whole.History; !slices.Equal(g.Loss, w.Loss) || !slices.Equal(g.EpochLoss, w.EpochLoss) || !slices.Equal(g.ValLoss, w.ValLoss) {
				t.Errorf("%s, interrupted after update %d: got history\n%v, want\n%v", opt.Name(), until, g, w)
			}
		}
	}
}

// A training that came to its end can go on for more epochs; and a loop after that one
// starts from epoch 1, as ever.
func TestResumedTrainingMayBeLonger(t *testing.T) {
	whole, short, long := noisy(&nn.Adam{}), noisy(&nn.Adam{}), noisy(&nn.Adam{})
	whole.Epochs, long.Epochs = 7, 7
	follow(t, whole, 0)
	follow(t, short, 0)
	var file bytes.Buffer
	if err := errors.Join(short.Save(&file), long.Load(&file)); err != nil {
		t.Fatal(err)
	}
	follow(t, long, 0)
	sameParams(t, "three epochs more", long.Net, whole.Net)
	for u := range long.Steps() {
		if u.Epoch != 1 || u.Step != 1 || len(long.History.Loss) != 1 {
			t.Errorf("got %+v and %d costs in a loop after the resumed one, want a beginning", u, len(long.History.Loss))
		}
		break
	}
}

// momentumOfOnesOwn can be saved, and forgetful cannot.
type (
	momentumOfOnesOwn struct {
		forgetful
		V map[string]float64
	}
	forgetful struct{}
)

func (forgetful) Name() string               { return "mine" }
func (forgetful) Step(*nn.Pass, []*nn.Param) {}

func (o *momentumOfOnesOwn) Step(_ *nn.Pass, params []*nn.Param) {
	for _, q := range params {
		o.V[q.Name] += q.Grad.Data[0]
		q.Value.Data[0] -= 0.01 * o.V[q.Name]
	}
}

func (o *momentumOfOnesOwn) MarshalBinary() ([]byte, error) {
	var b bytes.Buffer
	for _, name := range []string{"Dense 1/W", "Dense 1/b", "Dense 2/W", "Dense 2/b"} {
		fmt.Fprintln(&b, math.Float64bits(o.V[name]))
	}
	return b.Bytes(), nil
}

func (o *momentumOfOnesOwn) UnmarshalBinary(b []byte) error {
	r := bytes.NewReader(b)
	for _, name := range []string{"Dense 1/W", "Dense 1/b", "Dense 2/W", "Dense 2/b"} {
		var bits uint64
		if _, err := fmt.Fscanln(r, &bits); err != nil {
			return err
		}
		o.V[name] = math.Float64frombits(bits)
	}
	return nil
}

func TestOptimizerOfOnesOwnIsSaved(t *testing.T) {
	own := func() nn.Optimizer { return &nn.ClipNorm{Opt: &momentumOfOnesOwn{V: map[string]float64{}}, Max: 3} }
	whole, first, second := noisy(own()), noisy(own()), noisy(own())
	follow(t, whole, 0)
	follow(t, first, 7)
	var file bytes.Buffer
	if err := errors.Join(first.Save(&file), second.Load(&file)); err != nil {
		t.Fatal(err)
	}
	follow(t, second, 0)
	sameParams(t, "an optimizer of one's own", second.Net, whole.Net)

	tr := noisy(forgetful{})
	follow(t, tr, 1)
	fails(t, "one that cannot be saved", tr.Save(&file), "nn: the memory of the optimizer nn_test.forgetful cannot be saved: give it the methods MarshalBinary and UnmarshalBinary")
}

// What a damaged file has changed before the damage shows is taken back.
func TestFailedLoadLeavesTheTrainerAsItWas(t *testing.T) {
	at := func(tr *nn.Trainer) string {
		var b bytes.Buffer
		if err := tr.Save(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	tr, other := restless(), restless()
	for u := range tr.Steps() {
		if u.Step == 4 {
			break
		}
	}
	if err := other.Run(); err != nil {
		t.Fatal(err)
	}
	before, keeps := at(tr), `"layers":[null,"`
	file := strings.Replace(at(other), keeps, keeps+"AAAA", 1)
	holds(t, "Load", fmt.Sprint(tr.Load(strings.NewReader(file))), "nn: Trainer: Load: layer 2 (*nn.Dropout): ")
	if got := at(tr); got != before {
		t.Errorf("got\n%s\nafter a damaged file, want\n%s", got, before)
	}
}

func TestLoadRefusesAnotherTraining(t *testing.T) {
	fails(t, "before the beginning", regression().Save(new(bytes.Buffer)), "nn: Trainer: Save: no training has begun: call it in the loop over Steps, or after it")
	tr := regression()
	if err := tr.Run(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := tr.Save(&b); err != nil {
		t.Fatal(err)
	}
	file := b.String()
	for _, test := range []struct {
		change func(tr *nn.Trainer)
		want   string
	}{
		{func(tr *nn.Trainer) { tr.Opt = &nn.Adam{} }, "the file is of another training: it was made by the optimizer Momentum, and this is Adam"},
		{func(tr *nn.Trainer) { tr.Net = nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 2})) }, "the file is of another training: it holds a net of 2 layers and 4 parameters, and this one has 1 and 2"},
		{func(tr *nn.Trainer) {
			tr.Net = nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 5}, &nn.Dense{Out: 2}))
		}, "the file is of another training: its parameter 1 does not fit this net's Dense 1/W (3×5)"},
		{func(tr *nn.Trainer) { tr.X, tr.Y = linalg.SliceRows(tr.X, 0, 20), linalg.SliceRows(tr.Y, 0, 20) }, "the file is of a training on 23 examples, and X has 20"},
		{func(tr *nn.Trainer) { tr.Batch = 6 }, "the file is of a training with Batch 5, and this one has 6"},
	} {
		tr := regression()
		test.change(tr)
		fails(t, "another training", tr.Load(strings.NewReader(file)), "nn: Trainer: Load: "+test.want)
	}
	for _, edit := range [][3]string{
		{`"chainrule_training":1`, `"chainrule_training":2`, "this is not a training that Trainer.Save wrote (chainrule_training is 2, want 1); a net is read by nn.Load"},
		{`"from":0`, `"from":24`, "the file is damaged: there is no epoch 5 with 24 of 23 examples done"},
		{`"epoch":5`, `"epoch":0`, "the file is damaged: there is no epoch 0 with 0 of 23 examples done"},
		{`"order":[`, `"order":[1,`, "the file is damaged: there is no epoch 5 with 0 of 24 examples done"},
		{`"moments":[[`, `"moments":[[null,`, "the file is of another training: what the optimizer remembers does not fit the parameters of this net"},
		{`"draws":"`, `"draws":"AAAA`, "the file is damaged: invalid PCG encoding"},
	} {
		if !strings.Contains(file, edit[0]) {
			t.Fatalf("the file does not hold %s", edit[0])
		}
		fails(t, edit[1], regression().Load(strings.NewReader(strings.Replace(file, edit[0], edit[1], 1))), "nn: Trainer: Load: "+edit[2])
	}
	holds(t, "no JSON", fmt.Sprint(regression().Load(strings.NewReader("{"))), "nn: Trainer: Load: this is not a saved training: ")
	fails(t, "a net", regression().Load(strings.NewReader("{}")), "nn: Trainer: Load: this is not a training that Trainer.Save wrote (chainrule_training is 0, want 1); a net is read by nn.Load")
	bad := regression()
	bad.Epochs = 0
	if bad.Load(strings.NewReader(file)) == nil {
		t.Error("got no error for a Trainer without epochs")
	}
}

// From a snapshot the same numbers come as often as wanted, whatever was done meanwhile.
func TestSnapshot(t *testing.T) {
	tr := regression()
	first, err := tr.Snapshot() // before the beginning
	if err != nil {
		t.Fatal(err)
	}
	marks := []*nn.Snapshot{first}
	for u := range tr.Steps() {
		if u.Step == 4 || u.Step == 9 {
			s, err := tr.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			marks = append(marks, s)
		}
	}
	want := tr.Net.Predict(tr.X)
	losses := slices.Clone(tr.History.Loss)
	for _, k := range []int{2, 1, 0, 0, 1, 2} {
		if err := tr.Restore(marks[k]); err != nil {
			t.Fatal(err)
		}
		if n := marks[k].Updates(); n != []int{0, 4, 9}[k] || len(tr.History.Loss) != n {
			t.Errorf("got a snapshot after %d updates, with %d losses", n, len(tr.History.Loss))
		}
		if err := tr.Run(); err != nil {
			t.Fatal(err)
		}
		if !identical(tr.Net.Predict(tr.X), want) || !slices.Equal(tr.History.Loss, losses) {
			t.Errorf("from snapshot %d: got another end of the training", k)
		}
	}
	undisturbed := regression()
	if err := undisturbed.Run(); err != nil || !identical(undisturbed.Net.Predict(tr.X), want) {
		t.Errorf("got another training (%v) by taking snapshots", err)
	}
	if _, err := new(nn.Trainer).Snapshot(); err == nil {
		t.Error("got a snapshot of nothing")
	}
	other := regression()
	other.Opt = &nn.Adam{}
	fails(t, "another training", other.Restore(marks[0]), "nn: Trainer: Restore: the snapshot is of another training: it was made by the optimizer Momentum, and this is Adam")
}

// What Next names is what the next update reads: the features are the examples' numbers.
func TestNextNamesTheExamplesOfTheNextUpdate(t *testing.T) {
	for _, c := range []struct {
		batch   int
		inOrder bool
	}{{0, false}, {1, false}, {3, false}, {3, true}, {10, false}} {
		trace := &nn.Trace{}
		tr := &nn.Trainer{
			Net: nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1})), Loss: nn.MSE{}, Opt: &nn.SGD{LR: 1e-3},
			X: linalg.Col(0, 1, 2, 3, 4, 5, 6), Y: linalg.New(7, 1), Batch: c.batch, InOrder: c.inOrder, Epochs: 3, Seed: 5, Trace: trace,
		}
		before, err := tr.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		for u := range tr.Steps() {
			var read []int
			for _, v := range trace.Steps[0].Args[0].Data {
				read = append(read, int(v))
			}
			if next := before.Next(); !slices.Equal(next, read) {
				t.Fatalf("batch %d, update %d: got %v as the next examples, and %v were read", c.batch, u.Step, next, read)
			}
			if c.inOrder && !slices.IsSorted(read) {
				t.Errorf("got the examples %v, want them in order", read)
			}
			trace.Steps = nil
			before, _ = tr.Snapshot()
		}
	}
}
