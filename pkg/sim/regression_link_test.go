package sim

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// Floats come back to the last bit.
func TestLinkKeepsEveryBit(t *testing.T) {
	odd := math.Nextafter(0.1, 1)
	r := NewRegression(RegressionSetup{
		X: []float64{odd, -1e-300, 1e9}, Y: []float64{math.Pi, 5e-324, -0.1}, XName: "größe", YName: "<y> & \"z\"", Method: miniBatch, Batch: 2, Rate: 1e-19 * odd, Seed: 1<<64 - 1,
		Start: &Line{W: odd / 3, B: math.Copysign(0, -1)}, Half: true, Normalize: true, InOrder: true, Momentum: odd, Stop: Stop{Cost: odd, Change: 1e-9, Gradient: odd, Updates: 77},
	})
	play(t, r, Action{Do: "step", N: 50})
	linked(t, r)
	again, err := OpenRegression(r.Link())
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(again.(*Regression).now.setup)
	want, _ := json.Marshal(r.now.setup)
	if string(got) != string(want) || math.Float64bits(again.(*Regression).now.setup.X[0]) != math.Float64bits(odd) {
		t.Errorf("got the setup %s, want %s", got, want)
	}
}

func TestLinksOfAllKinds(t *testing.T) {
	for name, s := range setups() {
		r := NewRegression(s)
		linked(t, r)
		if r.Do(Action{Do: "step", N: 70}) == nil {
			linked(t, r)
		}
		if len(r.Link()) > 700 {
			t.Errorf("%s: got a link of %d characters", name, len(r.Link()))
		}
	}
	var long RegressionSetup
	for i := range maxPoints {
		long.X, long.Y = append(long.X, -1/float64(i+3)), append(long.Y, -1e-300/float64(i+3))
	}
	linked(t, NewRegression(long))
}

func TestOpenRegressionRefuses(t *testing.T) {
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	good := NewRegression(RegressionSetup{}).Link()
	if _, err := OpenRegression(good); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ link, want string }{
		"too long":         {strings.Repeat("A", maxLink+1), "500,001 characters"},
		"not base64":       {"this is no link!", "damaged"},
		"cut off":          {good[:len(good)-5], "damaged"},
		"a word":           {encode("hello"), "damaged"},
		"two":              {encode(`{"v":1,"setup":{"data":"iris","method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":0}{}`), "something follows"},
		"another version":  {encode(`{"v":2,"setup":{},"k":0}`), "version 2"},
		"another kind":     {encode(`{"layers":[]}`), "of another simulator"},
		"too far":          {encode(`{"v":1,"setup":{"data":"iris","method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":100001}`), "update 100001: want from 0 to 100,000"},
		"before the start": {encode(`{"v":1,"setup":{"data":"iris","method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":-1}`), "update -1"},
		"beyond the end":   {encode(`{"v":1,"setup":{"data":"iris","method":"batch","rate":1000,"batch":1,"momentum":0,"seed":0},"k":9000}`), "there is no update 9000"},
		"no rate":          {encode(`{"v":1,"setup":{"data":"iris","method":"batch","rate":0,"batch":1,"momentum":0,"seed":0},"k":0}`), "learning rate"},
		"no points":        {encode(`{"v":1,"setup":{"method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":0}`), "no points"},
		"unequal":          {encode(`{"v":1,"setup":{"x":[1],"method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":0}`), "one y for each x"},
		"a huge number":    {encode(`{"v":1,"setup":{"x":[1e300],"y":[1],"method":"batch","rate":1,"batch":1,"momentum":0,"seed":0},"k":0}`), "point 1"},
		"a list of words":  {encode(`{"v":1,"setup":{"x":["a"],"y":[1],"method":"batch","rate":1},"k":0}`), "damaged"},
	} {
		if _, err := OpenRegression(c.link); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, c.want)
		}
	}
}

// No text opens anything but a state that can be seen.
func FuzzOpenRegression(f *testing.F) {
	for _, s := range setups() {
		r := NewRegression(s)
		b, _ := base64.RawURLEncoding.DecodeString(r.Link())
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var l regressionLink
		if json.Unmarshal(b, &l) == nil && l.Updates > 200 {
			return // long runs are tried elsewhere
		}
		s, err := OpenRegression(base64.RawURLEncoding.EncodeToString(b))
		if err != nil || len(b) == 0 {
			return
		}
		written(t, s)
		linked(t, s.(*Regression))
	})
}
