package sim

import "math"

// costSurface is the cost over w and b, as lines of equal cost: ellipses around the best line,
// or parallels when all x are equal.
type costSurface struct {
	W        [2]Num   `json:"w"` // what is to be seen, in the units that are fitted
	B        [2]Num   `json:"b"`
	Center   lineView `json:"center"`
	Levels   []level  `json:"levels"`   // from the lowest
	Parallel bool     `json:"parallel"` // the lines are straight: only Short counts
}

// level is a line of equal cost: its points are center + long·cos t + short·sin t, or when
// parallel center ± short, along long.
type level struct {
	Cost  Num      `json:"cost"`
	Long  lineView `json:"long"`
	Short lineView `json:"short"`
}

const levels = 12

// surface covers the start, the best line and the path so far, as far as it stays near.
func (c *course) surface() *costSurface {
	goal := c.best(c.first)
	w := c.reach(c.path[:c.at+1], goal, func(l Line) float64 { return l.W })
	b := c.reach(c.path[:c.at+1], goal, func(l Line) float64 { return l.B })
	s := &costSurface{W: [2]Num{Num(goal.W - w), Num(goal.W + w)}, B: [2]Num{Num(goal.B - b), Num(goal.B + b)}, Center: goal.view(), Parallel: !c.unique}
	highest := max(c.above(Line{w, b}), c.above(Line{w, -b}))
	steep, flat := c.steep(), c.flat()
	for i := 1; i <= levels; i++ {
		above := highest * float64(i*i) / (levels * levels)
		short, long := math.Sqrt(2*above/c.large), 1.0
		if c.unique {
			long = math.Sqrt(2 * above / c.small)
		}
		s.Levels = append(s.Levels, level{
			Cost: Num(c.goalCost + above), Short: Line{steep.W * short, steep.B * short}.view(), Long: Line{flat.W * long, flat.B * long}.view(),
		})
	}
	return s
}

// reach is how far to both sides of the best line the surface is seen, in w or in b: it
// doubles when the path leaves it, up to eight times.
func (c *course) reach(path []Line, goal Line, of func(Line) float64) float64 {
	d := math.Abs(of(c.first) - of(goal))
	// The ellipse of equal cost through the start reaches √(2E·H⁻¹) far: no path that only
	// descends leaves it.
	if e := c.above(Line{c.first.W - goal.W, c.first.B - goal.B}); c.unique && e > 0 {
		across := Line{c.bb, c.ww}
		d = max(d, 0.2*math.Sqrt(2*e*of(across)/(c.large*c.small)))
	}
	if d < 1e-9*math.Abs(of(goal)) || d == 0 {
		d = max(1, math.Abs(of(goal))) / 2
	}
	reach := 1.25 * d
	for range 3 {
		for _, l := range path {
			if away := math.Abs(of(l) - of(goal)); away > reach && finite(away) {
				reach *= 2
				break
			}
		}
	}
	return reach
}
