package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// RegressionSetup is what a run of linear regression follows from. The zero value is the
// first preset with the usual settings.
type RegressionSetup struct {
	Data  string    `json:"data,omitempty"`   // a preset: "noisy line", "iris", …; "" with X and Y: points of your own
	X     []float64 `json:"x,omitempty"`      // the points, of your own: features,
	Y     []float64 `json:"y,omitempty"`      // and targets
	XName string    `json:"x_name,omitempty"` // what x is called; "" is x
	YName string    `json:"y_name,omitempty"` // what y is called; "" is y
	Blank bool      `json:"blank,omitempty"`  // the one point, of your own, only holds the place of the first that is added

	Method    string  `json:"method"`             // "batch" (the usual one), "stochastic", "mini-batch", "momentum", "closed form"
	Rate      float64 `json:"rate"`               // α, the learning rate; 0 is 0.05
	Batch     int     `json:"batch"`              // points in an update of mini-batch; 0 is 8
	Momentum  float64 `json:"momentum"`           // β, of momentum; 0 is 0.9
	Half      bool    `json:"half,omitempty"`     // the cost is (1/2n) Σ (ŷ−y)² instead of (1/n) Σ (ŷ−y)²
	Normalize bool    `json:"z,omitempty"`        // x is fitted as z = (x−μ)/σ
	InOrder   bool    `json:"in_order,omitempty"` // stochastic and mini-batch take the points as they stand
	Seed      uint64  `json:"seed"`               // of the start and of the order of the points
	Start     *Line   `json:"start,omitempty"`    // in the units that are fitted; nil is drawn from the seed
	Stop      Stop    `json:"stop,omitzero"`
}

// Line is ŷ = wx + b.
type Line struct {
	W float64 `json:"w"`
	B float64 `json:"b"`
}

// Stop holds the conditions at which a run stops, checked after each update. 0 means never.
type Stop struct {
	Cost     float64 `json:"cost,omitempty"`     // J of all points is at most this
	Change   float64 `json:"change,omitempty"`   // the update has changed J by at most this
	Gradient float64 `json:"gradient,omitempty"` // the gradient is at most this long
	Updates  int     `json:"updates,omitempty"`  // so many updates were made
}

// The limits of a regression.
const (
	maxPoints  = 5000
	maxUpdates = 100_000
	maxWork    = 50_000_000 // points in all updates: a link to the last one is opened in seconds
	maxNumber  = 1e9        // of a coordinate: its fourth power, which a condition number holds, has digits to spare
	maxLine    = 1e12
)

// The methods, in the order in which a page lists them.
const (
	closedForm = "closed form"
	batchGD    = "batch"
	stochastic = "stochastic"
	miniBatch  = "mini-batch"
	momentum   = "momentum"
)

var methods = []string{batchGD, stochastic, miniBatch, momentum, closedForm}

func (s RegressionSetup) withDefaults() RegressionSetup {
	if s.Data == "" && len(s.X) == 0 && len(s.Y) == 0 {
		s.Data = presets[0].name
	}
	s.Method = cmp.Or(s.Method, batchGD)
	s.Rate = cmp.Or(s.Rate, 0.05)
	s.Batch = cmp.Or(s.Batch, 8)
	s.Momentum = cmp.Or(s.Momentum, 0.9)
	return s
}

// check says which setting makes no sense.
func (s *RegressionSetup) check() error {
	if err := s.checkData(); err != nil {
		return err
	}
	switch {
	case !slices.Contains(methods, s.Method):
		return fmt.Errorf("there is no method %.40q: want %s", s.Method, oneOf(methods))
	case !(s.Rate > 0 && s.Rate <= maxNumber): // NaN is neither
		return fmt.Errorf("the learning rate α is %v: want a number above 0 and up to 10⁹, such as 0.05", s.Rate)
	case s.Batch < 1 || s.Batch > maxPoints:
		return fmt.Errorf("the batch is %d: want from 1 to %d points in an update", s.Batch, maxPoints)
	case !(s.Momentum >= 0 && s.Momentum < 1):
		return fmt.Errorf("the momentum β is %v: want from 0 to below 1, such as 0.9", s.Momentum)
	case s.Start != nil && !s.Start.fits():
		return fmt.Errorf("the start is w = %v, b = %v: want numbers between −10¹² and 10¹²", s.Start.W, s.Start.B)
	}
	for _, stop := range []struct {
		name string
		at   float64
	}{{"cost", s.Stop.Cost}, {"change", s.Stop.Change}, {"gradient", s.Stop.Gradient}, {"updates", float64(s.Stop.Updates)}} {
		if !(stop.at >= 0 && stop.at < math.Inf(1)) {
			return fmt.Errorf("the stop condition %s is %v: want a number above 0, or 0 for none", stop.name, stop.at)
		}
	}
	return nil
}

func (s *RegressionSetup) checkData() error {
	if s.Blank && (s.Data != "" || len(s.X) != 1) {
		return fmt.Errorf("blank, and there are points: only one point can hold the place of the first that is added")
	}
	if s.Data != "" {
		if len(s.X) > 0 || len(s.Y) > 0 {
			return fmt.Errorf("there are points of your own and the preset %.40q: give one of them", s.Data)
		}
		_, err := presetOf(s.Data)
		return err
	}
	switch {
	case len(s.X) != len(s.Y):
		return fmt.Errorf("there are %d x and %d y: want one y for each x", len(s.X), len(s.Y))
	case len(s.X) == 0:
		return fmt.Errorf("there are no points: want at least one")
	case len(s.X) > maxPoints:
		return fmt.Errorf("there are %d points: want at most %d, so take a sample of them", len(s.X), maxPoints)
	case len(s.XName) > maxName || len(s.YName) > maxName:
		return fmt.Errorf("the name of a column has more than %d letters: shorten it", maxName)
	}
	for i := range s.X {
		if err := checkPoint(s.X[i], s.Y[i]); err != nil {
			return fmt.Errorf("point %d: %w", i+1, err)
		}
	}
	return nil
}

const maxName = 60

func checkPoint(x, y float64) error {
	for i, v := range []float64{x, y} {
		if !(math.Abs(v) <= maxNumber) {
			return fmt.Errorf("%s is %v: want a number between −10⁹ and 10⁹, so choose a larger unit", []string{"x", "y"}[i], v)
		}
	}
	return nil
}

func (l Line) fits() bool { return math.Abs(l.W) <= maxLine && math.Abs(l.B) <= maxLine }

func (l Line) finite() bool { return finite(l.W) && finite(l.B) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// oneOf lists what may be chosen.
func oneOf(names []string) string {
	n := len(names) - 1
	return strings.Join(names[:n], ", ") + " or " + names[n]
}

// counted is a number with what is counted.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
