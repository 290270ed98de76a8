package sim

import (
	"fmt"
	"math"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// nextUpdate is the update that a step would make, with all its numbers.
type nextUpdate struct {
	Update   int       `json:"update"` // its number, from 1
	Points   []int     `json:"points"` // that it is made from, from 0
	Cost     Num       `json:"cost"`   // of these points, before it
	Formulas []formula `json:"formulas"`
	Table    parts     `json:"table"`
	Gradient lineView  `json:"gradient"` // ∂J/∂w and ∂J/∂b as package nn has them
	Old      lineView  `json:"old"`      // in the units that are fitted
	New      lineView  `json:"new"`
	After    Num       `json:"after"` // J of all points, after it
	Check    *check    `json:"check,omitempty"`
	Say      string    `json:"say"`
}

// formula is one line: what it is, in symbols and with the numbers put in.
type formula struct {
	Name    string `json:"name"`
	Symbols string `json:"symbols"`
	Values  string `json:"values"`
}

// parts is a table of what each point adds, and what they add up to.
type parts struct {
	Heads  []head   `json:"heads"`
	Points []int    `json:"points"` // of the rows, from 0
	Rows   []series `json:"rows"`
	Others int      `json:"others,omitempty"` // points that have no row of their own,
	Rest   series   `json:"rest,omitempty"`   // and what they add to the sums
	Sums   series   `json:"sums"`             // of the last columns
}

// head is what a column is, in TeX and in words.
type head struct {
	TeX string `json:"tex"`
	Say string `json:"say"`
}

// check compares the gradient with central differences.
type check struct {
	Analytic lineView `json:"analytic"`
	Numeric  lineView `json:"numeric"`
	Error    Num      `json:"error"` // the larger relative error
	Say      string   `json:"say"`
}

// shownParts is how many points have a row of their own.
const shownParts = 100

// nextUpdate computes the update after those made; nil when there is none.
func (c *course) nextUpdate() *nextUpdate {
	if c.at >= c.last() {
		return nil
	}
	if c.run == nil {
		return c.nextInClosedForm()
	}
	trace, err := c.run.trace(c.at)
	if err != nil || len(trace.Steps) == 0 {
		return nil
	}
	var loss, ahead, dw, db *nn.Step
	updates := map[string]*nn.Step{}
	for i := range trace.Steps {
		switch s := &trace.Steps[i]; {
		case strings.HasPrefix(s.Op, "loss:"):
			loss = s
		case strings.HasPrefix(s.Op, "lossgrad:"):
			ahead = s
		case s.Op == "mulATB":
			dw = s
		case s.Op == "sumRows":
			db = s
		case strings.HasPrefix(s.Op, "update:"):
			updates[strings.TrimSuffix(s.Out.Name, "_1")] = s
		}
	}
	if ahead == nil || updates["W"] == nil || updates["b"] == nil { // the cost is not finite
		return nil
	}
	numbers, _, _ := c.next()
	u := &nextUpdate{Update: c.at + 1, Points: numbers, Cost: Num(loss.Out.Data[0])}
	x, yhat, y, dyhat := &dw.Args[0], &ahead.Args[0], &ahead.Args[1], &ahead.Out
	slope := Line{dw.Out.Data[0], db.Out.Data[0]}
	old, now := c.here(), Line{updates["W"].Out.Data[0], updates["b"].Out.Data[0]}
	u.Gradient, u.Old, u.New = slope.view(), old.view(), now.view()
	u.After = Num(c.cost(now))
	u.Table = c.parts(numbers, x, yhat, y, dyhat)
	u.Formulas = c.formulas(u, x, yhat, y)
	if c.setup.Method == momentum {
		u.Formulas = append(u.Formulas, c.velocities(slope, Line{updates["W"].Args[1].Data[0], updates["b"].Args[1].Data[0]})...)
	}
	u.Formulas = append(u.Formulas, c.moves(updates, old, now)...)
	u.Check = c.compare(slope, x, y)
	u.Say = c.sentence(u, slope, old, now)
	return u
}

// letter is what the feature that is fitted is called.
func (c *course) letter() string {
	if c.setup.Normalize {
		return "z"
	}
	return "x"
}

// meanTeX is the factor of the cost's mean over the points of the update in TeX, and that of
// its slope; over says what is summed over.
func (c *course) meanTeX(n int) (cost, slope, over string) {
	count := "n"
	over = `\sum_i`
	if n < c.x.Rows {
		count, over = "|B|", `\sum_{i \in B}`
	}
	if c.setup.Half {
		return `\frac{1}{2` + count + `}`, `\frac{1}{` + count + `}`, over
	}
	return `\frac{1}{` + count + `}`, `\frac{2}{` + count + `}`, over
}

// parts is the table of a batch.
func (c *course) parts(numbers []int, x, yhat, y, dyhat *linalg.Matrix) parts {
	_, slope, _ := c.meanTeX(len(numbers))
	f := c.letter()
	t := parts{Heads: []head{
		{f + "_i", f}, {"y_i", "y"}, {`\hat{y}_i`, "prediction"}, {`e_i = \hat{y}_i - y_i`, "residual"},
		{slope + " e_i " + f + "_i", "part of the slope by w"}, {slope + " e_i", "part of the slope by b"},
	}, Sums: series{0, 0}}
	for i, number := range numbers {
		dw, db := x.Data[i]*dyhat.Data[i], dyhat.Data[i]
		t.add(number, dw, db, x.Data[i], y.Data[i], yhat.Data[i], yhat.Data[i]-y.Data[i])
	}
	return t
}

// add adds what a point has to the sums, and a row of it after other columns.
func (t *parts) add(point int, first, second float64, columns ...float64) {
	t.Sums[0] += first
	t.Sums[1] += second
	if len(t.Rows) < shownParts {
		t.Points = append(t.Points, point)
		t.Rows = append(t.Rows, append(columns, first, second))
		return
	}
	if t.Others++; t.Others == 1 {
		t.Rest = series{0, 0}
	}
	t.Rest[0] += first
	t.Rest[1] += second
}

// formulas are those of the cost and its slopes.
func (c *course) formulas(u *nextUpdate, x, yhat, y *linalg.Matrix) []formula {
	n := len(u.Points)
	cost, slope, over := c.meanTeX(n)
	f := c.letter()
	put := func(fraction string) string {
		return strings.NewReplacer("|B|", fmt.Sprint(n), "2n", fmt.Sprintf(`2 \cdot %d`, n), "{n}", fmt.Sprintf("{%d}", n), "2|B|", fmt.Sprintf(`2 \cdot %d`, n)).Replace(fraction)
	}
	e := func(i int) string { return factor(yhat.Data[i] - y.Data[i]) }
	i := u.Points[0] + 1
	return []formula{
		{
			"prediction", fmt.Sprintf(`\hat{y}_i = w %s_i + b`, f),
			fmt.Sprintf(`\hat{y}_{%d} = {%s \cdot %s} + %s = %s`, i, tex(float64(u.Old.W)), factor(x.Data[0]), factor(float64(u.Old.B)), tex(yhat.Data[0])),
		},
		{
			"cost", fmt.Sprintf(`J = %s %s (\hat{y}_i - y_i)^2`, cost, over),
			"J = " + put(cost) + sum(n, func(i int) string { return brackets(e(i)) + "^2" }) + " = " + tex(float64(u.Cost)),
		},
		{
			"slope by w", fmt.Sprintf(`\frac{\partial J}{\partial w} = %s %s (\hat{y}_i - y_i) \, %s_i`, slope, over, f),
			`\frac{\partial J}{\partial w} = ` + put(slope) + sum(n, func(i int) string { return e(i) + ` \cdot ` + factor(x.Data[i]) }) + " = " + tex(float64(u.Gradient.W)),
		},
		{
			"slope by b", fmt.Sprintf(`\frac{\partial J}{\partial b} = %s %s (\hat{y}_i - y_i)`, slope, over),
			`\frac{\partial J}{\partial b} = ` + put(slope) + sum(n, e) + " = " + tex(float64(u.Gradient.B)),
		},
	}
}

// brackets puts a number that has none yet into them.
func brackets(t string) string {
	if strings.HasPrefix(t, "(") {
		return t
	}
	return "(" + t + ")"
}

// sum is a sum of n terms in TeX: the first ones, dots, and the last. A line may break between
// two terms, and not within one.
func sum(n int, term func(i int) string) string {
	var terms []string
	for i := range n {
		switch {
		case n > 4 && i == 2:
			terms = append(terms, `\cdots`)
		case n <= 4 || i < 2 || i == n-1:
			terms = append(terms, "{"+term(i)+"}")
		}
	}
	return ` \bigl( ` + strings.Join(terms, " + ") + ` \bigr)`
}

// velocities are the formulas of what momentum adds.
func (c *course) velocities(slope, v Line) []formula {
	var before Line
	if c.at > 0 { // after the update before
		if trace, err := c.run.trace(c.at - 1); err == nil {
			for _, s := range trace.Steps {
				switch s.Out.Name {
				case "W_1":
					before.W = s.Args[1].Data[0]
				case "b_1":
					before.B = s.Args[1].Data[0]
				}
			}
		}
		c.seek(c.at)
	}
	beta := c.setup.Momentum
	line := func(of string, old, g, v float64) formula {
		return formula{
			"velocity of " + of, fmt.Sprintf(`v_%s := \beta v_%s + \frac{\partial J}{\partial %s}`, of, of, of),
			fmt.Sprintf(`v_%s := {%s \cdot %s} + %s = %s`, of, tex(beta), factor(old), factor(g), tex(v)),
		}
	}
	return []formula{line("w", before.W, slope.W, v.W), line("b", before.B, slope.B, v.B)}
}

// moves are the formulas of the new values.
func (c *course) moves(updates map[string]*nn.Step, old, now Line) []formula {
	line := func(of string, old, by, now float64) formula {
		symbol := fmt.Sprintf(`\frac{\partial J}{\partial %s}`, of)
		if c.setup.Method == momentum {
			symbol = "v_" + of
		}
		return formula{
			"new " + of, fmt.Sprintf(`%s := %s - \alpha \, %s`, of, of, symbol),
			fmt.Sprintf(`%s := %s - {%s \cdot %s} = %s`, of, tex(old), tex(c.setup.Rate), factor(by), tex(now)),
		}
	}
	return []formula{line("w", old.W, updates["W"].Args[1].Data[0], now.W), line("b", old.B, updates["b"].Args[1].Data[0], now.B)}
}

// compare is the gradient check of the batch, in the bands of nn.GradCheck.
func (c *course) compare(slope Line, x, y *linalg.Matrix) *check {
	n := c.numeric(c.here(), x, y)
	k := &check{Analytic: slope.view(), Numeric: n.view()}
	worst := math.Max(relative(slope.W, n.W), relative(slope.B, n.B))
	k.Error = Num(worst)
	switch {
	case worst <= 1e-7:
		k.Say = fmt.Sprintf("Both agree: the relative error is %s.", number(worst))
	case worst <= 1e-4:
		k.Say = fmt.Sprintf("Both agree as far as rounding lets them: the relative error is %s.", number(worst))
	default:
		k.Say = fmt.Sprintf("The relative error is %s: the cost is so large that rounding drowns the difference of its two values.", number(worst))
	}
	return k
}

// relative is the relative error of a to b; below 10⁻⁶ rounding drowns it.
func relative(a, b float64) float64 {
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b), 1e-6)
}

// sentence says what the update does and why.
func (c *course) sentence(u *nextUpdate, slope, old, now Line) string {
	way := func(of string, g, old, now float64) string {
		switch {
		case alike(now, old):
			return of + " stays"
		case now > old:
			return fmt.Sprintf("%s grows by %s, because the cost falls with %s (slope %s)", of, number(now-old), of, number(g))
		case now < old:
			return fmt.Sprintf("%s falls by %s, because the cost rises with %s (slope %s)", of, number(old-now), of, number(g))
		}
		return of + " is not a number"
	}
	why := ""
	if c.setup.Method == momentum {
		way = func(of string, g, old, now float64) string {
			if alike(now, old) {
				return of + " stays"
			}
			return fmt.Sprintf("%s moves by %s (slope %s)", of, number(now-old), number(g))
		}
		why = " A part of it is by the slopes, the rest by the velocity that is left of the updates before."
		if c.at == 0 {
			why = " It is by the slopes alone, because there is no velocity yet."
		}
	}
	from := "all " + counted(len(u.Points), "point")
	if c.x.Rows == 1 {
		from = "the only point"
	}
	if n := len(u.Points); n < c.x.Rows {
		from = fmt.Sprintf("%s of %d", counted(n, "point"), c.x.Rows)
		if n == 1 {
			from = fmt.Sprintf("point %d alone", u.Points[0]+1)
		}
	}
	return fmt.Sprintf("From %s: %s; %s.%s The cost of all points %s.", from, way("w", slope.W, old.W, now.W), way("b", slope.B, old.B, now.B), why, went(c.costs[c.at], float64(u.After)))
}

// nextInClosedForm is the one step to the best line: the normal equations, centered.
func (c *course) nextInClosedForm() *nextUpdate {
	numbers, x, y := c.next()
	f := c.letter()
	u := &nextUpdate{Update: 1, Points: numbers, Cost: Num(c.costs[0]), Old: c.first.view(), New: c.goal.view(), After: Num(c.goalCost)}
	g := c.gradient(c.first, x, y)
	u.Gradient = g.view()
	u.Table = parts{Heads: []head{
		{f + "_i", f}, {"y_i", "y"}, {fmt.Sprintf(`(%s_i - \bar{%s})(y_i - \bar{y})`, f, f), "product of the distances from both means"},
		{fmt.Sprintf(`(%s_i - \bar{%s})^2`, f, f), "square of the distance of " + f + " from its mean"},
	}, Sums: series{0, 0}}
	for i, number := range numbers {
		dx, dy := x.Data[i]-c.meanX, y.Data[i]-c.meanY
		u.Table.add(number, dx*dy, dx*dx, x.Data[i], y.Data[i])
	}
	n := len(numbers)
	u.Formulas = []formula{
		{"mean of " + f, fmt.Sprintf(`\bar{%s} = \frac{1}{n} \sum_i %s_i`, f, f), fmt.Sprintf(`\bar{%s} = \frac{1}{%d}%s = %s`, f, n, sum(n, func(i int) string { return factor(x.Data[i]) }), tex(c.meanX))},
		{"mean of y", `\bar{y} = \frac{1}{n} \sum_i y_i`, fmt.Sprintf(`\bar{y} = \frac{1}{%d}%s = %s`, n, sum(n, func(i int) string { return factor(y.Data[i]) }), tex(c.meanY))},
	}
	if !c.unique {
		u.Say = c.aboutGoal()
		return u
	}
	u.Formulas = append(u.Formulas,
		formula{
			"new w", fmt.Sprintf(`w := \frac{\sum_i (%s_i - \bar{%s})(y_i - \bar{y})}{\sum_i (%s_i - \bar{%s})^2}`, f, f, f, f),
			fmt.Sprintf(`w := \frac{%s}{%s} = %s`, tex(u.Table.Sums[0]), tex(u.Table.Sums[1]), tex(c.goal.W)),
		},
		formula{"new b", fmt.Sprintf(`b := \bar{y} - w \bar{%s}`, f), fmt.Sprintf(`b := %s - {%s \cdot %s} = %s`, tex(c.meanY), tex(c.goal.W), factor(c.meanX), tex(c.goal.B))})
	u.Say = "Where both slopes are 0, the cost is least. That makes two equations for w and b, the normal equations, and they are solved at once. The cost " + went(c.costs[0], c.goalCost) + "."
	return u
}

// aboutGoal says what is special about the best line.
func (c *course) aboutGoal() string {
	if c.unique {
		return fmt.Sprintf("It costs %s.", number(c.goalCost))
	}
	return "All x are equal, so that nothing says how y changes with x: every line through their mean is a best one, and this is the nearest."
}
