package nn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"chainrule/pkg/linalg"
)

// Save writes the trace as JSON, every number to its last bit: {"steps": […]}, with NaN
// and infinities as the strings "NaN", "+Inf" and "-Inf".
func (t *Trace) Save(w io.Writer) error { return json.NewEncoder(w).Encode(t) }

// Load replaces the steps by those of a file that Save wrote. They explain themselves as
// those that were recorded, but for an activation of your own, of which the file has only
// the name. Load returns an error when the file is damaged.
func (t *Trace) Load(r io.Reader) error {
	var got Trace
	if err := readAlone(r, "trace", &got); err != nil {
		return fmt.Errorf("nn: Trace: Load: %w", err)
	}
	*t = got
	return nil
}

// UnmarshalJSON reads what Save writes. Its errors name the step.
func (t *Trace) UnmarshalJSON(b []byte) error {
	var file struct {
		Steps json.RawMessage `json:"steps"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return err
	}
	if file.Steps == nil {
		return errors.New(`it has no "steps"`)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(file.Steps, &list); err != nil {
		return err
	}
	var got Trace
	for i, b := range list {
		var s Step
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
		got.Steps = append(got.Steps, s)
	}
	*t = got
	return nil
}

// UnmarshalJSON reads a step of a trace. It returns an error when its matrices or its
// window are such that one entry would take hours to explain. Whether its operands are
// those of its operation shows only in Entry: a step of another version can be read.
func (s *Step) UnmarshalJSON(b []byte) error {
	type plain Step
	var p plain
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	got, rows := Step(p), 1
	for _, m := range append(got.Args[:len(got.Args):len(got.Args)], got.Out) {
		if len(m.Data) == 0 && max(m.Rows, m.Cols) > maxUnits {
			return fmt.Errorf("%s is a matrix of %d×%d, want sides of at most %d where there are no entries", m.Name, m.Rows, m.Cols, maxUnits)
		}
		rows = max(rows, m.Rows)
	}
	if w := got.Window; w != nil {
		if !w.In.sensible() {
			return fmt.Errorf("its window walks over pictures of shape %v, want every size at least 1 and no more than %d pixels", w.In, maxUnits)
		}
		win, err := savedWindow(w.In, 1, w.Kernel, w.Stride, w.Padding, w.Dilation, Square(1))
		if err != nil {
			return fmt.Errorf("its window: %w", err)
		}
		height, width := win.Out()
		if products := height * width * win.In[0] * win.Kernel[0] * win.Kernel[1]; products > maxProducts/rows {
			return fmt.Errorf("its window makes %d products of each of %d rows, want at most %d in all", products, rows, maxProducts)
		}
		got.Window = &win
	}
	*s = got
	return nil
}

// maxProducts is how many products the explanation of one entry may look at: a second's
// work.
const maxProducts = 1 << 28

// explain fills in an entry as the kind of the step does. What a Pass recorded has the
// operands of its operation; a step from a file, or put together by hand, need not.
func (s *Step) explain(e *Entry) {
	defer func() {
		if cause := recover(); cause != nil {
			panic(&linalg.ShapeError{Op: "Entry", Why: fmt.Sprintf("entry (%d, %d) of the step %q in %q cannot be explained, its operands are not those of its operation: record it with a nn.Pass, or get the file again (%v)", e.Row, e.Col, s.Op, s.Where, cause)})
		}
	}()
	s.kind().entry(s, e)
}
