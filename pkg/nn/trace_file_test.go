package nn_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// written is a trace as text, as Markdown and as a file.
func written(t *testing.T, trace *nn.Trace) [3]string {
	t.Helper()
	var b bytes.Buffer
	if err := trace.Save(&b); err != nil {
		t.Fatal(err)
	}
	return [3]string{trace.String(), trace.Markdown(), b.String()}
}

// The same training, traced twice, is the same to the last byte, and so is what was
// read from its file: text, Markdown, file, and the explanation of every entry.
func TestTraceTakenTwiceIsTheSame(t *testing.T) {
	takes := map[string]func() *nn.Trace{"a training with Dropout": func() *nn.Trace {
		tr := restless()
		tr.Trace = new(nn.Trace)
		if err := tr.Run(); err != nil {
			t.Fatal(err)
		}
		return tr.Trace
	}}
	for _, kind := range nn.SavableKinds() {
		takes[kind] = func() *nn.Trace {
			nets, err := ofEachKind()
			if err != nil {
				t.Fatal(err)
			}
			p := &nn.Pass{Trace: new(nn.Trace), Train: true}
			y := nets[kind].Forward(p, linalg.Full(3, nets[kind].Shapes()[0].Size(), 0))
			nets[kind].Backward(p, draws(2, y.Rows, y.Cols))
			return p.Trace
		}
	}
	for what, take := range takes {
		first := take()
		want := written(t, first)
		var back nn.Trace
		if err := back.Load(strings.NewReader(want[2])); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for how, other := range map[string]*nn.Trace{"taken again": take(), "from the file": &back} {
			for i, got := range written(t, other) {
				if got != want[i] {
					t.Errorf("%s, %s: got\n%s\nwant\n%s", what, how, got, want[i])
				}
			}
			for n := range first.Steps {
				a, b := &first.Steps[n], &other.Steps[n]
				for k := range a.Out.Data {
					i, j := k/a.Out.Cols, k%a.Out.Cols
					if got, want := fmt.Sprint(b.Entry(i, j)), fmt.Sprint(a.Entry(i, j)); got != want {
						t.Errorf("%s, %s, step %d: got\n%s\nwant\n%s", what, how, n+1, got, want)
					}
				}
			}
		}
	}
}

func TestTraceFileKeepsNaNAndInfinities(t *testing.T) {
	p := &nn.Pass{Trace: new(nn.Trace)}
	p.Map(new(nn.Matrix), nn.ReLU, linalg.Row(math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 5e-324))
	file := written(t, p.Trace)[2]
	holds(t, "the file", file, `"data":["NaN","+Inf","-Inf",-0,5e-324]`)
	var back nn.Trace
	if err := back.Load(strings.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	for k, v := range p.Trace.Steps[0].Args[0].Data {
		if got := back.Steps[0].Args[0].Data[k]; math.Float64bits(got) != math.Float64bits(v) {
			t.Errorf("got %v back, want %v", got, v)
		}
		if got, want := back.Steps[0].Entry(0, k), p.Trace.Steps[0].Entry(0, k); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got the entry %v back, want %v", got, want)
		}
	}
}

func TestTraceLoadRefusesWhatIsDamaged(t *testing.T) {
	step := func(rest string) string {
		return `{"steps":[{"op":"affine","out":{}},{"op":"maxpool","args":[{"name":"X","rows":1,"cols":4,"data":[1,2,3,4]}],"out":{"name":"Z","rows":1,"cols":1,"data":[4]}` + rest + `}]}`
	}
	for _, test := range []struct{ file, want string }{
		{"", "this is not a saved trace: EOF"},
		{"{}", `this is not a saved trace: it has no "steps"`},
		{oneLayer, `this is not a saved trace: it has no "steps"`},
		{`{"steps":[]}{"steps":[]}`, "the saved trace is followed by something else: write each trace to a file of its own, emptied first"},
		{`{"steps":[{"out":{"rows":1,"cols":2,"data":[1]}}]}`, "this is not a saved trace: step 1: linalg: a matrix of shape 1×2 comes with 1 entries"},
		{step(`,"out":{"name":"Z","rows":0,"cols":1048577}`), "this is not a saved trace: step 2: Z is a matrix of 0×1048577, want sides of at most 1048576 where there are no entries"},
		{step(`,"window":{"in":[1,2,2],"kernel":[3,3]}`), "this is not a saved trace: step 2: its window: nn: a picture: a kernel of 3×3 pixels (dilation [1 1]) does not fit into 2×2 with padding [0 0]: make it smaller, or pad"},
		{step(`,"window":{"in":[1,2,-2],"kernel":[1,1]}`), "this is not a saved trace: step 2: its window walks over pictures of shape [1 2 -2], want every size at least 1 and no more than 1048576 pixels"},
		{step(`,"window":{"in":[1,1024,1024],"kernel":[4,4]},"out":{"rows":1024,"cols":0}`), "this is not a saved trace: step 2: its window makes 16679056 products of each of 1024 rows, want at most 268435456 in all"},
	} {
		trace := nn.Trace{Steps: []nn.Step{{Op: "before"}}}
		fails(t, test.file, trace.Load(strings.NewReader(test.file)), "nn: Trace: Load: "+test.want)
		if len(trace.Steps) != 1 || trace.Steps[0].Op != "before" {
			t.Errorf("%s: got %d steps beside the error, want the one that was there", test.file, len(trace.Steps))
		}
	}
	var trace nn.Trace
	if err := trace.Load(strings.NewReader(step(`,"window":{"in":[2,2],"kernel":[2,2]}`))); err != nil {
		t.Fatal(err)
	}
	if got, want := trace.Steps[1].Entry(0, 0).Values, `z = \max(1, 2, 3, 4) = 4`; got != want {
		t.Errorf("a window without stride: got %s, want %s", got, want)
	}
	empty := new(nn.Trace)
	if err := empty.Load(strings.NewReader(written(t, empty)[2])); err != nil {
		t.Errorf("a trace without steps: got error %v, want none", err)
	}
}

// What a file says can be shown in any case; an entry that its operands do not explain is
// refused with a sentence, and an update of another version is shown as it is.
func TestEntryOfAStepThatNoPassRecorded(t *testing.T) {
	for what, s := range map[string]nn.Step{
		"too few operands":  {Op: "affine", Where: "Dense 1/forward", Args: []nn.Matrix{*linalg.Row(1)}},
		"another shape":     {Op: "mul", Where: "Dense 1/forward", Args: []nn.Matrix{*linalg.Row(1, 2), *linalg.Row(3, 4)}},
		"no window":         {Op: "maxpool", Where: "Dense 1/forward", Args: []nn.Matrix{*linalg.Row(1)}},
		"no such token":     {Op: "lookUp", Where: "Dense 1/forward", Args: []nn.Matrix{*linalg.Row(7), *linalg.Row(1)}},
		"no parameter":      {Op: "update:SGD", Where: "Dense 1/forward"},
		"an empty α":        {Op: "update:SGD", Where: "Dense 1/forward", Args: []nn.Matrix{*linalg.Row(1), *linalg.Row(1), {}}},
		"a loss of nothing": {Op: "lossgrad:MSE", Where: "Dense 1/forward"},
	} {
		s.Out = *linalg.Row(1).Named("Z")
		trace := &nn.Trace{Steps: []nn.Step{s}}
		_, _, _ = trace.String(), trace.Markdown(), s.String()
		got := misfit(t, func() { s.Entry(0, 0) })
		want := fmt.Sprintf(`linalg: Entry: entry (0, 0) of the step %q in "Dense 1/forward" cannot be explained, its operands are not those of its operation: record it with a nn.Pass, or get the file again (`, s.Op)
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s…", what, got, want)
		}
	}
	other := nn.Step{Op: "update:Bold", Out: *linalg.Row(1).Named("W")}
	if e := other.Entry(0, 0); e.Symbols != "w := update:Bold" || e.Values != "w := update:Bold = 1" {
		t.Errorf("got %+v of an update of another version, want the value without explanation", e)
	}
}

// A name from a file is read once, and not once for each of its primes.
func TestSymbolOfManyPrimes(t *testing.T) {
	s := nn.Step{Op: "wavelet", Out: *linalg.Row(1).Named("C" + strings.Repeat("'", 20000))}
	var e nn.Entry
	if got, most := claimed(func() { e = s.Entry(0, 0) }), uint64(2<<20); got > most {
		t.Errorf("got %d bytes claimed for a symbol of 20001, want at most %d", got, most)
	}
	if want := "c" + s.Out.Name[1:] + " = wavelet"; e.Symbols != want {
		t.Errorf("got %.20s…, want %.20s…", e.Symbols, want)
	}
}
