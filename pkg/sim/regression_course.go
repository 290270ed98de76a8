package sim

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// course is the run that follows from a setup, with what was seen on the way.
type course struct {
	*probe
	setup *RegressionSetup
	run   *run // nil in closed form, where there is one step
	err   error
	at    int // updates made

	// After 0, 1, 2, … updates, as far as it was come:
	path         []Line // in the units that are fitted
	costs        []float64
	distances    []float64 // to the best line
	r2           []float64
	batchCosts   []float64 // J of the batch that the update was made from, before it; NaN before the first
	goal         Line      // the best line
	goalCost     float64
	first, start Line // path[0], and the same line over x
}

func newCourse(s *RegressionSetup) *course {
	c := &course{probe: newProbe(newProblem(s)), setup: s}
	net := s.net()
	c.first = lineOf(net)
	c.start = c.toRaw(c.first)
	c.goal = c.best(c.first)
	c.goalCost = c.cost(c.goal)
	c.see(c.first, math.NaN())
	if s.Method == closedForm {
		return c
	}
	t := &nn.Trainer{Net: net, Loss: c.loss, Opt: &nn.SGD{LR: s.Rate}, X: c.z, Y: c.y, Seed: s.Seed, InOrder: s.InOrder}
	switch s.Method {
	case stochastic:
		t.Batch = 1
	case miniBatch:
		t.Batch = s.Batch
	case momentum:
		t.Opt = &nn.Momentum{LR: s.Rate, Beta: s.Momentum}
	}
	c.run, c.err = newRun(t)
	return c
}

// lineOf is the line that the unit has come to.
func lineOf(net *nn.Model) Line {
	return Line{net.Param("Dense 1/W").Value.Data[0], net.Param("Dense 1/b").Value.Data[0]}
}

func (c *course) check() error { return c.err }

func (c *course) close() {
	if c.run != nil {
		c.run.close()
	}
}

// see keeps what there is to be seen of the line after one more update.
func (c *course) see(l Line, batchCost float64) {
	yhat := c.predict(l)
	c.path = append(c.path, l)
	c.costs = append(c.costs, c.loss.Loss(nil, yhat, c.y))
	r2 := math.NaN()
	if c.noR2() == "" {
		r2 = nn.R2(yhat, c.y)
	}
	c.r2 = append(c.r2, r2)
	c.distances = append(c.distances, c.distance(l))
	c.batchCosts = append(c.batchCosts, batchCost)
}

// noR2 says why R² = 1 − Σ(ŷ−y)²/Σ(y−ȳ)² is undefined; "" when it is not.
func (c *course) noR2() string {
	switch {
	case c.y.Rows == 1:
		return "undefined for a single point: y has no spread that a line could explain"
	case same(c.y.Data):
		return "undefined, because all y are equal: there is no spread that a line could explain"
	}
	return ""
}

// distance is that of (w, b) to the best line, or to the nearest of the best ones.
func (c *course) distance(l Line) float64 {
	goal := c.best(l)
	return math.Hypot(l.W-goal.W, l.B-goal.B)
}

// last is the number of updates after which there is no other.
func (c *course) last() int {
	switch {
	case c.run == nil:
		return 1
	case c.run.last >= 0:
		return min(c.run.last, c.farthest())
	}
	return c.farthest()
}

// farthest is how many updates a run is kept for: fewer when each looks at many points.
func (c *course) farthest() int { return min(maxUpdates, maxWork/c.x.Rows) }

// seek goes to where k updates have been made, or to the end if that comes first, and
// returns where it is.
func (c *course) seek(k int) int {
	k = min(k, c.last())
	if c.run == nil {
		if c.at = k; k == 1 && len(c.path) == 1 {
			c.see(c.goal, c.costs[0])
		}
		return k
	}
	if c.run.at != k {
		c.err = c.run.seek(k, func(at int, u nn.Update) bool {
			if at == len(c.path) {
				c.see(lineOf(c.run.trainer.Net), u.Loss)
			}
			return true
		})
	}
	c.at = c.run.at
	return c.at
}

// here is the line after the updates made.
func (c *course) here() Line { return c.path[c.at] }

// next returns the numbers of the points in the next update, and the points.
func (c *course) next() (numbers []int, x, y *linalg.Matrix) {
	if c.run == nil || c.run.trainer.Batch == 0 {
		for i := range c.x.Rows {
			numbers = append(numbers, i)
		}
		return numbers, c.z, c.y
	}
	s, err := c.run.trainer.Snapshot()
	if err != nil { // a trainer that has begun can be copied
		return nil, c.z, c.y
	}
	numbers = s.Next()
	return numbers, linalg.SelectRows(c.z, numbers), linalg.SelectRows(c.y, numbers)
}

// batchSize is the number of points in an update, of n.
func (s *RegressionSetup) batchSize(n int) int {
	switch s.Method {
	case stochastic:
		return 1
	case miniBatch:
		return min(s.Batch, n)
	}
	return n
}

// met lists the stop conditions that hold, in sentences.
func (c *course) met() (why []string) {
	s, k := c.setup.Stop, c.at
	add := func(limit, v float64, sentence string) {
		if limit > 0 && v <= limit {
			why = append(why, sentence+" "+number(v)+", at most "+number(limit)+".")
		}
	}
	add(s.Cost, c.costs[k], "The cost is")
	if k > 0 {
		add(s.Change, math.Abs(c.costs[k]-c.costs[k-1]), "The update has changed the cost by")
	}
	if s.Gradient > 0 {
		g := c.gradient(c.here(), c.z, c.y)
		add(s.Gradient, math.Hypot(g.W, g.B), "The length of the gradient is")
	}
	if s.Updates > 0 && k >= s.Updates {
		why = append(why, capital(counted(k, "update"))+" made, as was wanted.")
	}
	return why
}
