package nn_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// everyStep are steps of every operation: of a net with each layer that can be saved, of
// each loss, activation and optimizer.
func everyStep(t testing.TB) []nn.Step {
	t.Helper()
	nets, err := ofEachKind()
	if err != nil {
		t.Fatal(err)
	}
	p := &nn.Pass{Trace: new(nn.Trace), Train: true}
	for _, kind := range nn.SavableKinds() {
		y := nets[kind].Forward(p, linalg.New(2, nets[kind].Shapes()[0].Size()))
		nets[kind].Backward(p, linalg.Full(y.Rows, y.Cols, 1))
	}
	for _, l := range naive {
		yhat, y := linalg.Row(0.25, 0.75), linalg.Row(0, 1)
		l.loss.Loss(p, yhat, y)
		l.loss.Grad(p, new(nn.Matrix), yhat, y)
	}
	for _, act := range activations {
		z, a := linalg.Row(0.5, -2), new(nn.Matrix)
		p.Map(a, act, z)
		p.MapGrad(new(nn.Matrix), act, z, a, linalg.Row(1, -1))
	}
	for _, opt := range optimizers() {
		opt.Step(p, []*nn.Param{{Name: "W", Value: linalg.Row(1, 2), Grad: linalg.Row(3, -4)}})
	}
	return p.Trace.Steps
}

// Every operation, given the operands of every other one, or its own ones damaged,
// explains an entry or refuses it with a sentence.
func TestEntryOfWrongOperands(t *testing.T) {
	seen := map[string]bool{}
	steps := slices.DeleteFunc(everyStep(t), func(s nn.Step) bool { // one of each is enough
		was := seen[s.Op]
		seen[s.Op] = true
		return was
	})
	try := func(s nn.Step) {
		t.Helper()
		trace := &nn.Trace{Steps: []nn.Step{s}}
		var b bytes.Buffer
		if err := trace.Save(&b); err != nil {
			t.Fatal(err)
		}
		if trace.Load(&b) != nil || len(s.Out.Data) == 0 {
			return
		}
		explainsOrRefuses(t, &trace.Steps[0], 0, 0)
		explainsOrRefuses(t, &trace.Steps[0], s.Out.Rows-1, s.Out.Cols-1)
		if _, _ = trace.String(), trace.Markdown(); t.Failed() {
			t.Fatalf("in %+v", s)
		}
	}
	for _, other := range steps {
		for _, s := range steps {
			s.Op = other.Op
			try(s)
		}
	}
	for _, s := range steps {
		own, window := s.Args, s.Window
		for k := range own {
			for _, m := range []*nn.Matrix{{}, linalg.New(0, 1<<20), linalg.New(1<<20, 0), linalg.Row(1), linalg.Full(own[k].Rows, own[k].Cols, math.NaN()), linalg.Full(own[k].Rows, own[k].Cols, -1e300)} {
				s.Args = slices.Clone(own)
				s.Args[k] = *m
				try(s)
			}
		}
		s.Args = own
		s.Out = *linalg.Full(s.Out.Rows+1, s.Out.Cols+1, 2)
		try(s)
		if window != nil {
			s.Window = nil
			try(s)
			w := *window
			w.Kernel, w.Padding = nn.Square(1), nn.Square(9)
			s.Window = &w
			try(s)
		}
	}
}

// Whatever a Trace takes, it writes as text, as Markdown, and as a file that reads the
// same. Each entry of a step is explained, or refused with a sentence.
func FuzzTraceLoad(f *testing.F) {
	add := func(steps ...nn.Step) {
		var b bytes.Buffer
		if err := (&nn.Trace{Steps: steps}).Save(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.String())
	}
	steps := everyStep(f)
	add(steps[:10]...)
	for _, s := range steps { // each by itself, and without its last operand
		add(s)
		s.Args = s.Args[:len(s.Args)-1]
		add(s)
	}
	for _, seed := range []string{
		"", "{}", "null", "[]", `{"steps":null}`, `{"steps":[null]}`, `{"steps":[]}{}`, oneLayer,
		`{"steps":[{"op":"affine","out":{"rows":1,"cols":1,"data":["NaN"]}}]}`,
		`{"steps":[{"op":"update:Bold","args":[{"rows":1,"cols":1,"data":[1]}],"out":{"rows":1,"cols":1,"data":[1]}}]}`,
		`{"steps":[{"op":"map:bold","args":[],"out":{"rows":1,"cols":1,"data":[1]}}]}`,
		`{"steps":[{"op":"lookUpGrad","args":[{"rows":4611686018427387904,"cols":0,"data":[]},{}],"out":{"rows":1,"cols":1,"data":[1]}}]}`,
		`{"steps":[{"op":"avgpoolgrad","args":[{"rows":1,"cols":1,"data":[1]}],"out":{"rows":1,"cols":1,"data":[1]},"window":{"in":[1,1024,1024],"kernel":[4096,4096],"stride":[1,1],"padding":[4096,4096],"dilation":[1,1]}}]}`,
		`{"steps":[{"op":"maxpool","args":[{"rows":1,"cols":1,"data":[1]}],"out":{"rows":1,"cols":1,"data":[1]},"window":{"in":[1],"stride":[0,0]}}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		var trace nn.Trace
		var err error
		if got, most := claimed(func() { err = trace.Load(strings.NewReader(file)) }), uint64(1<<20+1000*len(file)); got > most {
			t.Errorf("got %d bytes claimed for a file of %d, want at most %d", got, len(file), most)
		}
		if err != nil {
			if trace.Steps != nil || !strings.HasPrefix(err.Error(), "nn: Trace: Load: ") {
				t.Errorf("got %d steps and error %q, want none, and an error that says what was loaded", len(trace.Steps), err)
			}
			return
		}
		_, _ = trace.String(), trace.Markdown()
		for n := range trace.Steps {
			s := &trace.Steps[n]
			_ = s.String()
			for k := range s.Out.Data {
				if k < 4 || k == len(s.Out.Data)-1 {
					explainsOrRefuses(t, s, k/s.Out.Cols, k%s.Out.Cols)
				}
			}
		}
		var first, second bytes.Buffer
		if err := trace.Save(&first); err != nil {
			t.Fatalf("got error %q by saving what was loaded", err)
		}
		var again nn.Trace
		if err := again.Load(bytes.NewReader(first.Bytes())); err != nil {
			t.Fatalf("got error %q by loading what was saved", err)
		}
		if err := again.Save(&second); err != nil || second.String() != first.String() {
			t.Errorf("got another file of what was loaded (%v):\n%s\nwant\n%s", err, second.String(), first.String())
		}
		if again.String() != trace.String() || again.Markdown() != trace.Markdown() {
			t.Error("got another text of what was saved and loaded")
		}
	})
}

// explainsOrRefuses fails the test when Entry panics with anything but a ShapeError that
// says what to do.
func explainsOrRefuses(t *testing.T, s *nn.Step, i, j int) {
	t.Helper()
	defer func() {
		t.Helper()
		switch v := recover().(type) {
		case nil:
		case *linalg.ShapeError:
			holds(t, "Entry", v.Error(), "linalg: Entry: ", "its operands are not those of its operation: record it with a nn.Pass")
		default:
			t.Errorf("%s: got panic %v (%T), want a *linalg.ShapeError", s.Op, v, v)
		}
	}()
	if e := s.Entry(i, j); e.Row != i || e.Col != j {
		t.Errorf("%s: got entry (%d, %d), want (%d, %d)", s.Op, e.Row, e.Col, i, j)
	}
}
