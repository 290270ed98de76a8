package viz

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A trace from a file, whatever is in it, is shown or refused with a sentence.
func FuzzSteps(f *testing.F) {
	net := nn.Must(nn.New(1, nn.Shape{1, 3, 3}, &nn.Conv2D{Out: 2, Kernel: nn.Square(2), Act: nn.ReLU}, &nn.MaxPool{Kernel: nn.Square(2)}, &nn.Dense{Out: 2}))
	tr := &nn.Trainer{
		Net: net, Loss: nn.CrossEntropy{}, Opt: &nn.Adam{}, Epochs: 1, Trace: new(nn.Trace),
		X: linalg.Full(2, 9, 0.5), Y: linalg.New(2, 2, 1, 0, 0, 1),
	}
	if err := tr.Run(); err != nil {
		f.Fatal(err)
	}
	for _, s := range append(tr.Trace.Steps, nn.Step{Op: "wavelet", Where: "$x", TeX: `\frac`, Say: "<b>", Out: *linalg.Row(1)}) {
		var b bytes.Buffer
		if err := (&nn.Trace{Steps: []nn.Step{s}}).Save(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.String())
		f.Add(strings.Replace(b.String(), `"args":[{`, `"args":[{"rows":1,"cols":1,"data":["NaN"]},{`, 1))
	}
	f.Fuzz(func(t *testing.T, file string) {
		trace := new(nn.Trace)
		if trace.Load(strings.NewReader(file)) != nil {
			return
		}
		b, err := Steps{Trace: trace, Guess: true}.Bundle()
		if err != nil {
			if !strings.HasPrefix(err.Error(), `viz: Steps "Steps": `) {
				t.Errorf("got error %q", err)
			}
			return
		}
		if _, err := json.Marshal(b); err != nil || len(b.SVG) == 0 || b.Text == "" {
			t.Errorf("got error %v, %d bytes of a still and the words %q", err, len(b.SVG), b.Text)
		}
	})
}
