package sim

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// Do takes an action; see Regression for all of them. An error is a sentence for the
// learner, and leaves the state as it was.
func (r *Regression) Do(a Action) error {
	switch a.Do {
	case "undo":
		if !r.undo() {
			return errors.New("there is nothing to undo: this is where it began")
		}
		return nil
	case "redo":
		if !r.redo() {
			return errors.New("there is nothing to redo: nothing was taken back since the latest action")
		}
		return nil
	}
	next, err := r.take(a)
	if err != nil {
		return err
	}
	r.set(next)
	return nil
}

// take returns the state that an action leads to.
func (r *Regression) take(a Action) (regressionState, error) {
	c := r.course()
	switch a.Do {
	case "step":
		return r.step(c, a.N)
	case "back":
		return r.back(c, a.N)
	case "start":
		if r.now.k == 0 {
			return r.now, errors.New("the run is at its start already")
		}
		return regressionState{r.now.setup, 0, "Back at the start of this run."}, nil
	case "reset":
		if r.now.k == 0 && r.now.setup.Start == nil {
			return r.now, fmt.Errorf("the run is already at the start that seed %d draws", r.now.setup.Seed)
		}
		s := *r.now.setup
		s.Start = nil
		return regressionState{&s, 0, "Back at the start that the seed draws."}, nil
	case "preset":
		p, err := presetOf(a.Name)
		if err != nil {
			return r.now, err
		}
		if a.Name == r.now.setup.Data {
			return r.now, fmt.Errorf("the points are those of %s already", a.Name)
		}
		return r.change(p.say, func(s *RegressionSetup) {
			s.Data, s.X, s.Y, s.XName, s.YName, s.Blank, s.Start = a.Name, nil, nil, "", "", false, nil
		})
	case "add", "move", "remove", "clear":
		return r.point(c, a)
	case "paste":
		set, note, err := readPoints(a.Text)
		if err != nil {
			return r.now, err
		}
		return r.change(note, func(s *RegressionSetup) {
			s.Data, s.X, s.Y, s.XName, s.YName, s.Blank, s.Start = "", set.x, set.y, set.xName, set.yName, false, nil
		})
	case "line":
		return r.from(c.toFitted(Line{a.X, a.Y}), fmt.Sprintf("The line is drawn by hand: w = %s, b = %s. A new run starts here.", number(a.X), number(a.Y)))
	case "solve":
		goal := c.best(c.here())
		if c.here() == goal && (r.now.k == 0 || c.run == nil) {
			return r.now, errors.New("the line is the best one already")
		}
		return r.from(goal, "The line of least cost, by the normal equations. "+c.aboutGoal())
	case "set":
		return r.setting(a)
	}
	return r.now, fmt.Errorf("there is no action %.40q for a regression: want step, back, start, reset, undo, redo, preset, add, move, remove, paste, clear, line, solve or set", a.Do)
}

// step makes updates until n are made, a stop condition is met or the run is over.
func (r *Regression) step(c *course, n int) (regressionState, error) {
	if n == 0 {
		n = 1
	}
	if n < 0 || n > maxUpdates {
		return r.now, fmt.Errorf("%d updates cannot be made at once: want from 1 to %s", n, grouped(maxUpdates))
	}
	from := r.now.k
	k := from
	var why []string
	left := false
	for k < from+n && len(why) == 0 && !left && c.seek(k+1) == k+1 {
		k++
		why = c.met()
		left = !r.going(k)
	}
	if c.err != nil {
		return r.now, c.err
	}
	if k == from {
		return r.now, errors.New(c.over())
	}
	said := c.move(from, k)
	for _, w := range why {
		said += " Stopped: " + w
	}
	if len(why) == 0 && !left && k < from+n {
		said += " " + capital(c.over()) + "."
	}
	return regressionState{r.now.setup, k, said}, nil
}

// over says why there is no update after the last one.
func (c *course) over() string {
	switch {
	case c.run == nil:
		return "the line is the best one already: in closed form there is one step"
	case c.at < c.farthest():
		return fmt.Sprintf("the training has diverged: after %s the numbers are too large to go on. Go back, or take a smaller α%s", counted(c.at, "update"), c.below())
	}
	return fmt.Sprintf("this run ends after %s updates: that is as far as a run on %s is kept. Take a larger α, normalize x, or start a new run from here", grouped(c.at), counted(c.x.Rows, "point"))
}

func (c *course) below() string {
	if limit := c.limit(); limit < c.setup.Rate {
		return fmt.Sprintf(": below %s the cost falls", number(limit))
	}
	return ""
}

// move says what the updates from one number to another have done.
func (c *course) move(from, to int) string {
	a, b := c.path[from], c.path[to]
	said := fmt.Sprintf("Update %d: ", to)
	if c.run == nil {
		said = "Solved: "
	} else if to-from > 1 {
		said = fmt.Sprintf("%d updates made, %d in all: ", to-from, to)
	}
	return said + fmt.Sprintf("%s, %s. The cost %s.", moved("w", a.W, b.W), moved("b", a.B, b.B), went(c.costs[from], c.costs[to]))
}

// moved says from where to where a parameter has gone.
func moved(of string, a, b float64) string {
	if alike(a, b) || number(a) == number(b) {
		return of + " " + went(a, b)
	}
	return fmt.Sprintf("%s goes from %s to %s", of, number(a), number(b))
}

// went says how a number has changed. What differs in the last digits only is rounding.
func went(a, b float64) string {
	switch {
	case alike(a, b):
		return "stays at " + number(b)
	case number(a) == number(b): // two numbers that look the same do not show which is larger
		verb := "falls"
		if b > a {
			verb = "rises"
		}
		return fmt.Sprintf("%s by only %s, too little to be seen in %s", verb, number(math.Abs(b-a)), number(b))
	case b < a:
		return fmt.Sprintf("falls from %s to %s", number(a), number(b))
	case b > a:
		return fmt.Sprintf("rises from %s to %s", number(a), number(b))
	}
	return "is not a number"
}

func alike(a, b float64) bool {
	if math.IsInf(a, 0) || math.IsInf(b, 0) {
		return a == b
	}
	return a == b || math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b))
}

func (r *Regression) back(c *course, n int) (regressionState, error) {
	if n == 0 {
		n = 1
	}
	switch {
	case n < 0:
		return r.now, fmt.Errorf("going back %d updates makes no sense: want 1 or more", n)
	case r.now.k == 0:
		return r.now, errors.New("the run is at its start: there is no update to take back")
	}
	k := max(0, r.now.k-n)
	said := fmt.Sprintf("Back at update %d", k)
	if k == 0 {
		said = "Back at the start of this run"
	}
	return regressionState{r.now.setup, k, fmt.Sprintf("%s: w = %s, b = %s, cost %s.", said, number(c.path[k].W), number(c.path[k].B), number(c.costs[k]))}, nil
}

// from begins a new run at a line.
func (r *Regression) from(l Line, said string) (regressionState, error) {
	s := *r.now.setup
	s.Start = &l
	if err := s.check(); err != nil {
		return r.now, err
	}
	return regressionState{&s, 0, said}, nil
}

// change returns the state after a change of the setup. A run in its middle begins anew, from
// where the line is, or, with other points, from where the seed puts it.
func (r *Regression) change(said string, change func(s *RegressionSetup)) (regressionState, error) {
	c, old := r.course(), r.now.setup
	s, k := *old, r.now.k
	lost := ""
	if k > 0 {
		here := c.here()
		if s.Start = &here; !here.fits() {
			s.Start, lost = nil, " The line was too far out to go on from: it is back where the seed puts it."
		}
	}
	change(&s)
	if err := s.check(); err != nil {
		return r.now, err
	}
	switch {
	case old.sameRun(&s):
		s.Start = old.Start
	case k > 0 && !old.samePoints(&s):
		s.Start, k = nil, 0
	default:
		if k > 0 && s.Start != nil {
			said += " A new run starts from where the line is."
		}
		k = 0
		if s.Start != nil && (s.Normalize != old.Normalize || !old.samePoints(&s)) {
			l := newProblem(&s).toFitted(c.toRaw(*s.Start))
			s.Start = &l
		}
		said += lost
	}
	if s.Start != nil && !s.Start.fits() { // in other units
		return r.now, fmt.Errorf("in these units the line is too far out, w = %s, b = %s: draw another line first", number(s.Start.W), number(s.Start.B))
	}
	return regressionState{&s, k, said}, nil
}

// samePoints says whether two setups have the same points.
func (s *RegressionSetup) samePoints(t *RegressionSetup) bool {
	return s.Data == t.Data && slices.Equal(s.X, t.X) && slices.Equal(s.Y, t.Y)
}

// sameRun says whether two setups, apart from their starts, lead to the same run.
func (s *RegressionSetup) sameRun(t *RegressionSetup) bool {
	some := s.Method == stochastic || s.Method == miniBatch
	return s.samePoints(t) && s.Method == t.Method && s.Rate == t.Rate && s.Half == t.Half && s.Normalize == t.Normalize && s.Seed == t.Seed &&
		(s.Method != miniBatch || s.Batch == t.Batch) && (s.Method != momentum || s.Momentum == t.Momentum) && (!some || s.InOrder == t.InOrder)
}

// point adds, moves or removes points.
func (r *Regression) point(c *course, a Action) (regressionState, error) {
	n := c.x.Rows
	if a.Do == "add" || a.Do == "move" {
		if err := checkPoint(a.X, a.Y); err != nil {
			return r.now, err
		}
	}
	var said string
	switch {
	case a.Do != "add" && a.Do != "clear" && (a.N < 0 || a.N >= n):
		return r.now, fmt.Errorf("there is no point %d: the points are numbered from 0 to %d", a.N, n-1)
	case a.Do == "add" && n == maxPoints:
		return r.now, fmt.Errorf("there are %d points, and no more fit: remove some first", n)
	case a.Do == "clear" && r.now.setup.Blank:
		return r.now, errors.New("all points are gone already: the one that is left only holds the place of your first")
	case a.Do == "remove" && r.now.setup.Blank:
		return r.now, errors.New("this point only holds the place of your first: it goes when you add one")
	case a.Do == "remove" && n == 1:
		return r.now, errors.New("this is the last point: a line needs at least one, so add another first")
	case a.Do == "add" && r.now.setup.Blank:
		said = fmt.Sprintf("Point 1 added at (%s, %s), in the place that was held for it.", number(a.X), number(a.Y))
	case a.Do == "add":
		said = fmt.Sprintf("Point %d added at (%s, %s).", n+1, number(a.X), number(a.Y))
	case a.Do == "move":
		said = fmt.Sprintf("Point %d moved to (%s, %s).", a.N+1, number(a.X), number(a.Y))
	case a.Do == "remove":
		said = fmt.Sprintf("Point %d removed: %s left.", a.N+1, counted(n-1, "point"))
	default:
		said = "All points are gone. Because a line needs at least one, a point in the middle holds the place until you add yours."
	}
	own := r.now.setup.own()
	return r.change(said, func(s *RegressionSetup) {
		switch a.Do {
		case "add":
			if s.Blank {
				own.X, own.Y = nil, nil
			}
			own.X, own.Y = append(own.X, a.X), append(own.Y, a.Y)
		case "move":
			own.X[a.N], own.Y[a.N] = a.X, a.Y
		case "remove":
			own.X, own.Y = slices.Delete(own.X, a.N, a.N+1), slices.Delete(own.Y, a.N, a.N+1)
		default:
			own.X, own.Y = []float64{linalg.Mean(c.x)}, []float64{linalg.Mean(c.y)}
		}
		s.Data, s.X, s.Y, s.XName, s.YName, s.Blank = "", own.X, own.Y, own.XName, own.YName, a.Do == "clear"
	})
}

// setting sets one of the settings.
func (r *Regression) setting(a Action) (regressionState, error) {
	said := fmt.Sprintf("%s is %s.", capital(a.Name), number(a.Value))
	old := *r.now.setup
	var set func(s *RegressionSetup)
	switch a.Name {
	case "method":
		said, set = "The method is "+a.Text+".", func(s *RegressionSetup) { s.Method = a.Text }
	case "rate":
		said, set = "α is "+number(a.Value)+".", func(s *RegressionSetup) { s.Rate = a.Value }
	case "momentum":
		said, set = "β is "+number(a.Value)+".", func(s *RegressionSetup) { s.Momentum = a.Value }
	case "batch", "seed", "stop updates":
		if a.Value != math.Trunc(a.Value) || !(a.Value >= 0 && a.Value <= 1<<53) {
			return r.now, fmt.Errorf("the %s is %v: want a whole number", a.Name, a.Value)
		}
		if a.Name == "stop updates" && a.Value > maxUpdates {
			return r.now, fmt.Errorf("a run cannot stop after %d updates, because it is kept for %s at most: want a number up to that, or 0 for none", int64(a.Value), grouped(maxUpdates))
		}
		said = fmt.Sprintf("The %s is %d.", a.Name, int64(a.Value))
		set = func(s *RegressionSetup) {
			switch a.Name {
			case "batch":
				s.Batch = int(min(a.Value, math.MaxInt32)) // an int of 32 bits holds it
			case "seed":
				s.Seed = uint64(a.Value)
			default:
				s.Stop.Updates = int(a.Value)
			}
		}
	case "half":
		said, set = "The cost is the mean of the squares.", func(s *RegressionSetup) { s.Half = a.Value != 0 }
		if a.Value != 0 {
			said = "The cost is half the mean of the squares: the 2 of the slope cancels."
		}
	case "normalize":
		said, set = "x is fitted as it is.", func(s *RegressionSetup) { s.Normalize = a.Value != 0 }
		if a.Value != 0 {
			said = "x is normalized: its mean is taken away, and the rest divided by its standard deviation."
		}
	case "order":
		if a.Text != "shuffled" && a.Text != "in order" {
			return r.now, fmt.Errorf("there is no order %.40q: want shuffled or in order", a.Text)
		}
		said, set = "The points are taken "+a.Text+".", func(s *RegressionSetup) { s.InOrder = a.Text == "in order" }
	case "start":
		return r.from(Line{a.X, a.Y}, fmt.Sprintf("A new run starts from w = %s, b = %s.", number(a.X), number(a.Y)))
	case "stop cost":
		set = func(s *RegressionSetup) { s.Stop.Cost = a.Value }
	case "stop change":
		set = func(s *RegressionSetup) { s.Stop.Change = a.Value }
	case "stop gradient":
		set = func(s *RegressionSetup) { s.Stop.Gradient = a.Value }
	default:
		return r.now, fmt.Errorf("there is no setting %.40q: want method, rate, batch, momentum, half, normalize, order, seed, start, stop cost, stop change, stop gradient or stop updates", a.Name)
	}
	next, err := r.change(said, set)
	if err != nil {
		return r.now, err
	}
	if now := *next.setup; now.sameRun(&old) && now.Batch == old.Batch && now.Momentum == old.Momentum && now.InOrder == old.InOrder && now.Stop == old.Stop {
		return r.now, fmt.Errorf("the setting %s is that already", a.Name)
	}
	return next, nil
}
