package nn_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// With N draws the mean is off by about σ/√N, and the deviation by less.
func TestInitSpread(t *testing.T) {
	const fanIn, fanOut = 300, 100
	for _, test := range []struct {
		name  string
		init  nn.Init
		std   float64
		limit float64 // no draw is beyond it; 0 for none
	}{
		{"Xavier", nn.Xavier, math.Sqrt(2.0 / (fanIn + fanOut)), math.Sqrt(6.0 / (fanIn + fanOut))},
		{"He", nn.He, math.Sqrt(2.0 / fanIn), 0},
		{"Normal", nn.Normal(0.3), 0.3, 0},
		{"LeCun", nn.LeCun, math.Sqrt(1.0 / fanIn), 0},
		{"Uniform", nn.Uniform(0.3), 0.3 / math.Sqrt(3), 0.3},
		{"Orthogonal", nn.Orthogonal(2), 2 / math.Sqrt(fanIn), 0},
	} {
		w := linalg.New(fanIn, fanOut)
		test.init(w, fanIn, fanOut, nn.Stream(1, "init"))
		size := float64(len(w.Data))
		mean, std := linalg.Mean(w), linalg.Norm(w)/math.Sqrt(size)
		if tol := 5 * test.std / math.Sqrt(size); math.Abs(mean) > tol || math.Abs(std-test.std) > tol {
			t.Errorf("%s: got mean %.3g and deviation %.4g, want 0 and %.4g ± %.1g", test.name, mean, std, test.std, tol)
		}
		largest := max(linalg.Max(w), -linalg.Min(w))
		if test.limit != 0 && (largest > test.limit || largest < 0.999*test.limit) {
			t.Errorf("%s: got entries up to ±%.6g, want them to fill ±%.6g", test.name, largest, test.limit)
		}
		if test.limit == 0 && largest < 3*test.std {
			t.Errorf("%s: got entries up to ±%.3g, want the tails of a normal distribution", test.name, largest)
		}
		again, other := linalg.New(fanIn, fanOut), linalg.New(fanIn, fanOut)
		test.init(again, fanIn, fanOut, nn.Stream(1, "init"))
		test.init(other, fanIn, fanOut, nn.Stream(2, "init"))
		if !identical(w, again) || identical(w, other) {
			t.Errorf("%s: want the same draws from the same stream, and others from another", test.name)
		}
	}
}

func TestInitThatDrawsNothing(t *testing.T) {
	for _, test := range []struct {
		name string
		init nn.Init
		want float64
	}{{"Zeros", nn.Zeros, 0}, {"Constant", nn.Constant(-1.5), -1.5}} {
		w, rng := linalg.Full(2, 3, 99), nn.Stream(1, "init")
		test.init(w, 2, 3, rng)
		if !linalg.Equal(w, linalg.Full(2, 3, test.want)) {
			t.Errorf("%s: got %v, want %v everywhere", test.name, w, test.want)
		}
		if got, want := rng.Uint64(), nn.Stream(1, "init").Uint64(); got != want {
			t.Errorf("%s: it draws from the stream, want it left alone", test.name)
		}
	}
}

// WᵀW is gain²·I when there are at least as many rows as columns, and WWᵀ otherwise.
func TestOrthogonal(t *testing.T) {
	for _, shape := range [][2]int{{1, 1}, {5, 5}, {40, 7}, {7, 40}, {1, 9}, {9, 1}} {
		for _, gain := range []float64{1, math.Sqrt2} {
			w := linalg.Full(shape[0], shape[1], 99)
			nn.Orthogonal(gain)(w, 0, 0, nn.Stream(3, "init"))
			product := linalg.MulATB(w, w)
			if w.Rows < w.Cols {
				product = linalg.MulABT(w, w)
			}
			approx(t, fmt.Sprintf("%v, gain %v", shape, gain), product, linalg.Scale(gain*gain, linalg.Identity(min(w.Rows, w.Cols))), 1e-14)
		}
	}
	// Each direction is as likely as its opposite: no sign is fixed.
	signs := map[bool]int{}
	for seed := range uint64(200) {
		w := linalg.New(2, 2)
		nn.Orthogonal(1)(w, 2, 2, nn.Stream(seed, "init"))
		signs[w.At(0, 0) > 0]++
		signs[w.At(1, 1) > 0]++
	}
	if signs[true] < 150 || signs[false] < 150 {
		t.Errorf("got %v positive entries of the diagonal, want about half of 400", signs)
	}
	defer func() {
		if got, want := recover(), "nn: Orthogonal: gain is 0, want more than 0, such as 1"; got != want {
			t.Errorf("got panic %v, want %s", got, want)
		}
	}()
	nn.Orthogonal(0)
}
