package nn_test

import (
	"bytes"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// restless is a training in which layers and optimizer keep as much as they can.
func restless() *nn.Trainer {
	X := draws(1, 7, 3)
	return &nn.Trainer{
		Net:  nn.Must(nn.New(5, nn.Shape{3}, &nn.Dense{Out: 2, Act: nn.Tanh}, &nn.Dropout{Rate: 0.5}, &nn.Dense{Out: 1})),
		Loss: nn.MSE{}, Opt: &nn.Scheduled{Opt: &nn.ClipNorm{Opt: &nn.Adam{}, Max: 3}, LR: nn.Fixed(0.1)},
		X: X, Y: linalg.SumCols(X), ValX: X, ValY: linalg.SumCols(X),
		Batch: 3, Epochs: 3, Seed: 3,
	}
}

// Whatever a Trainer takes, it can save, takes again as the same, and goes on with.
func FuzzTrainerLoad(f *testing.F) {
	tr := restless()
	for u := range tr.Steps() {
		var b bytes.Buffer
		if err := tr.Save(&b); err != nil {
			f.Fatal(err)
		}
		file := b.String()
		if u.Step%3 == 1 {
			f.Add(file)
		}
		if u.Step != 4 {
			continue
		}
		f.Add(file + file)
		f.Add(file[:len(file)/2])
		for _, edit := range [][2]string{
			{`"epoch":`, `"epoch":9223372036854775807`}, {`"from":`, `"from":-`}, {`"step":`, `"step":9223372036854775807`},
			{`"updates":`, `"updates":-`}, {`"counts":[[`, `"counts":[[-9`}, {`"moments":[[`, `"moments":[[null,`},
			{`"data":[`, `"data":["NaN",`}, {`"layers":[`, `"layers":["AAAA",`}, {`"sum":`, `"sum":1e308,"a":`},
		} {
			if !strings.Contains(file, edit[0]) {
				f.Fatalf("the file does not hold %s", edit[0])
			}
			f.Add(strings.Replace(file, edit[0], edit[1], 1))
		}
	}
	f.Add("{}")
	f.Add(`{"chainrule_training":1,"state":{},"history":[null,null,null]}`)
	f.Fuzz(func(t *testing.T, file string) {
		tr := restless()
		var err error
		if got, most := claimed(func() { err = tr.Load(strings.NewReader(file)) }), uint64(1<<20+1000*len(file)); got > most {
			t.Errorf("got %d bytes claimed for a file of %d, want at most %d", got, len(file), most)
		}
		if err != nil {
			if !strings.HasPrefix(err.Error(), "nn: Trainer: Load: ") {
				t.Errorf("got error %q, want one that says what was loaded", err)
			}
			return
		}
		var first, second bytes.Buffer
		if err := tr.Save(&first); err != nil {
			t.Fatalf("got error %q by saving what was loaded", err)
		}
		again := restless()
		if err := again.Load(bytes.NewReader(first.Bytes())); err != nil {
			t.Fatalf("got error %q by loading what was saved", err)
		}
		if err := again.Save(&second); err != nil || second.String() != first.String() {
			t.Errorf("got another file of what was loaded (%v):\n%s\nwant\n%s", err, second.String(), first.String())
		}
		n := 0
		for range again.Steps() {
			if n++; n == 4 {
				break
			}
		}
	})
}
