package sim

import (
	"math"
	"slices"
)

// regressionView is all that is always seen of a regression.
type regressionView struct {
	Kind    string `json:"kind"`
	Said    string `json:"said"` // of the latest action
	Updates int    `json:"updates"`
	CanUndo bool   `json:"canUndo"`
	CanRedo bool   `json:"canRedo"`
	Over    string `json:"over,omitempty"` // why there is no other update

	Settings settingsView `json:"settings"`
	Presets  []presetView `json:"presets"`
	Methods  []string     `json:"methods"`

	XName     string `json:"xName"`
	YName     string `json:"yName"`
	X         series `json:"x"`
	Y         series `json:"y"`
	Fitted    series `json:"fitted"`          // ŷ, of the first points
	Residuals series `json:"residuals"`       // ŷ − y
	Squares   series `json:"squares"`         // (ŷ − y)²
	Shown     int    `json:"shown,omitempty"` // how many have these, when not all have

	Line    lineView     `json:"line"`   // over x
	Theta   lineView     `json:"theta"`  // in the units that are fitted
	Feature string       `json:"letter"` // x or z
	Mean    Num          `json:"mean"`   // of x; z = (x − mean)/std
	Std     Num          `json:"std"`
	Cost    costView     `json:"cost"`
	Goal    goalView     `json:"goal"`
	Rate    rateView     `json:"rate"`
	Surface *costSurface `json:"surface"`
	Past    *pastView    `json:"past"`

	Next *nextUpdate `json:"next,omitempty"`
	Met  []string    `json:"met,omitempty"` // stop conditions, in sentences
}

type lineView struct {
	W Num `json:"w"`
	B Num `json:"b"`
}

func (l Line) view() lineView { return lineView{Num(l.W), Num(l.B)} }

type settingsView struct {
	Data      string  `json:"data"`  // a preset, or "own"
	Blank     bool    `json:"blank"` // the one point only holds a place
	Method    string  `json:"method"`
	Rate      float64 `json:"rate"`
	Batch     int     `json:"batch"`
	Momentum  float64 `json:"momentum"`
	Half      bool    `json:"half"`
	Normalize bool    `json:"normalize"`
	InOrder   bool    `json:"inOrder"`
	Seed      uint64  `json:"seed"`
	Seeded    bool    `json:"seeded"` // the start is drawn from the seed
	Stop      Stop    `json:"stop"`
}

type presetView struct {
	Name   string `json:"name"`
	Say    string `json:"say"`
	Source string `json:"source"`
}

type costView struct {
	Formula  string `json:"formula"` // TeX
	All      Num    `json:"all"`
	Batch    Num    `json:"batch"`          // of the points of the next update
	R2       Num    `json:"r2"`             // NaN when it is undefined,
	NoR2     string `json:"noR2,omitempty"` // and why
	Gradient Num    `json:"gradient"`       // its length, for all points
	Distance Num    `json:"distance"`       // to the best line, in the units that are fitted
}

type goalView struct {
	Line   lineView `json:"line"` // over x
	Theta  lineView `json:"theta"`
	Cost   Num      `json:"cost"`
	Unique bool     `json:"unique"`
	Say    string   `json:"say"`
}

type rateView struct {
	Hessian    [2]series `json:"hessian"`
	Small      Num       `json:"small"` // λmin
	Large      Num       `json:"large"` // λmax
	Limit      Num       `json:"limit"`
	LimitName  string    `json:"limitName"`
	Side       string    `json:"side"` // of the limit that α is on: "below", "at", "beyond"; "" where there is no α
	Low        Num       `json:"low"`  // of the slider, as powers of ten
	High       Num       `json:"high"`
	At         Num       `json:"at"` // log₁₀ α
	LimitAt    Num       `json:"limitAt"`
	Say        string    `json:"say"`
	Condition  Num       `json:"condition"`
	Raw        Num       `json:"raw"`    // the condition number of x as it is
	Normalized Num       `json:"normal"` // and of (x−μ)/σ
}

// pastView is the path and what was seen on it. Beyond 2,000 updates only some are listedUpdates.
type pastView struct {
	K        []int  `json:"k"`
	W        series `json:"w"` // in the units that are fitted
	B        series `json:"b"`
	Cost     series `json:"cost"`
	Distance series `json:"distance"`
	R2       series `json:"r2"`
	Batch    series `json:"batch"` // J of the batch that led here, before; NaN at the start
}

const (
	listedUpdates = 2000 // updates of a path
	shownPoints   = 1000 // points with their ŷ, residual and square
)

// View returns all that is always seen, ready for encoding/json.
func (r *Regression) View() any {
	c, s := r.course(), r.now.setup
	l := c.here()
	yhat := slices.Clone(c.predict(l).Data)
	v := &regressionView{
		Kind: r.Kind(), Said: r.now.said, Updates: c.at, CanUndo: len(r.past) > 0, CanRedo: len(r.future) > 0,
		Settings: settingsView{
			Data: orName(s.Data, "own"), Blank: s.Blank, Method: s.Method, Rate: s.Rate, Batch: s.Batch, Momentum: s.Momentum, Half: s.Half,
			Normalize: s.Normalize, InOrder: s.InOrder, Seed: s.Seed, Seeded: s.Start == nil, Stop: s.Stop,
		},
		Methods: methods, XName: c.xName, YName: c.yName, X: c.x.Data, Y: c.y.Data,
		Line: c.toRaw(l).view(), Theta: l.view(), Feature: c.letter(), Mean: Num(c.mean), Std: Num(c.std),
		Surface: c.surface(), Past: c.past(), Met: c.met(),
	}
	for _, p := range presets {
		v.Presets = append(v.Presets, presetView{p.name, p.say, p.source})
	}
	n := min(len(yhat), shownPoints)
	if n < len(yhat) {
		v.Shown = n
	}
	v.Fitted = yhat[:n]
	for i, f := range v.Fitted {
		e := f - c.y.Data[i]
		v.Residuals, v.Squares = append(v.Residuals, e), append(v.Squares, e*e)
	}
	v.Next = c.nextUpdate()
	if v.Next == nil {
		v.Over = capital(c.over()) + "."
	}
	g := c.gradient(l, c.z, c.y)
	cost, _, _ := c.meanTeX(c.x.Rows)
	v.Cost = costView{
		Formula: `J = ` + cost + ` \sum_i (\hat{y}_i - y_i)^2`, All: Num(c.costs[c.at]), Batch: Num(c.costs[c.at]), R2: Num(c.r2[c.at]), NoR2: c.noR2(),
		Gradient: Num(math.Hypot(g.W, g.B)), Distance: Num(c.distances[c.at]),
	}
	if v.Next != nil {
		v.Cost.Batch = v.Next.Cost
	}
	goal := c.best(c.first)
	v.Goal = goalView{c.toRaw(goal).view(), goal.view(), Num(c.goalCost), c.unique, c.aboutGoal()}
	low, high := c.rates()
	v.Rate = rateView{
		Hessian: [2]series{{c.ww, c.wb}, {c.wb, c.bb}}, Small: Num(c.small), Large: Num(c.large), Limit: Num(c.limit()), LimitName: "2/λmax",
		Low: Num(low), High: Num(high), At: Num(math.Log10(s.Rate)), LimitAt: Num(math.Log10(c.limit())), Side: c.side(), Say: c.verdict(),
		Condition: Num(c.condition()), Raw: Num(c.raw.condition()), Normalized: Num(c.normal.condition()),
	}
	if s.Method == momentum {
		v.Rate.LimitName = "2(1+β)/λmax"
	}
	return v
}

// past is the path so far, thinned out when it is long.
func (c *course) past() *pastView {
	p := &pastView{}
	apart := 1
	for c.at/apart > listedUpdates {
		apart *= 2
	}
	for k := 0; k <= c.at; k++ {
		if k%apart != 0 && k != c.at {
			continue
		}
		p.K = append(p.K, k)
		p.W, p.B = append(p.W, c.path[k].W), append(p.B, c.path[k].B)
		p.Cost, p.Distance = append(p.Cost, c.costs[k]), append(p.Distance, c.distances[k])
		p.R2, p.Batch = append(p.R2, c.r2[k]), append(p.Batch, c.batchCosts[k])
	}
	return p
}
