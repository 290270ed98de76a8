package sim

import (
	"fmt"
	"math"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// netQuestions are what can be asked, by name.
var netQuestions map[string]func(n *Network, r *netRun, a Action) (any, error)

func init() {
	netQuestions = map[string]func(n *Network, r *netRun, a Action) (any, error){
		"choices":     func(n *Network, _ *netRun, _ Action) (any, error) { return n.state.now.setup.choices(), nil },
		"setup":       func(n *Network, _ *netRun, _ Action) (any, error) { return *n.state.now.setup, nil },
		"points":      (*Network).points,
		"boundary":    (*Network).boundary,
		"units":       (*Network).unitMaps,
		"activations": (*Network).histograms,
		"gradients":   (*Network).gradientSizes,
		"confusion":   (*Network).confusion,
		"microscope":  (*Network).microscope,
		"compare":     (*Network).compare,
	}
}

// Ask answers a question (see NetworkView). The answer does not change the state.
func (n *Network) Ask(what string, a Action) (any, error) {
	answer := netQuestions[what]
	if answer == nil {
		return nil, fmt.Errorf("there is no question %.40q", what)
	}
	r := n.run()
	r.mustSeek(n.state.now.k)
	return answer(n, r, a)
}

func (n *Network) points(r *netRun, _ Action) (any, error) {
	s := &n.state.now
	p := pointsAnswer{Names: notNil(r.data.train.Features), X: []series{}, Labels: []int{}, Y: series{}, Train: r.data.train.Len(), Index: []int{}}
	for _, set := range []*data.Set{r.data.train, r.data.test} {
		if set == nil {
			continue
		}
		for i := range set.Len() {
			p.X = append(p.X, set.X.Row(i))
			if r.data.classes == nil {
				p.Y = append(p.Y, set.Y.At(i, 0))
			}
		}
		p.Labels = append(p.Labels, set.Labels...)
	}
	if s.at.step > 0 {
		ops, err := r.ops(s.k)
		if err != nil {
			return nil, err
		}
		p.Index = ops.index
	}
	copy(p.Range[:], Nums(r.data.box[:]))
	return p, nil
}

// side is the number of cells of a map that is asked for.
func side(a Action, usual int) (int, error) {
	if a.N == 0 {
		return usual, nil
	}
	if a.N < 2 || a.N > 200 {
		return 0, fmt.Errorf("%d cells a side: want 2 to 200", a.N)
	}
	return a.N, nil
}

// mappable says why there are no maps.
func (r *netRun) mappable() error {
	if r.data.plane || r.data.line {
		return nil
	}
	return fmt.Errorf("these examples are no points of the plane, so that there is no map over it: they have %s", counted(len(r.data.inputs), "input"))
}

// curvePlaces is how many places a curve is asked at, whatever number of cells was asked for.
const curvePlaces = 121

func (n *Network) boundary(r *netRun, a Action) (any, error) {
	cells, err := side(a, 40)
	if err == nil {
		err = r.mappable()
	}
	if err != nil {
		return nil, err
	}
	return *r.outputMaps(cells), nil
}

// outputMaps are what the net predicts over the plane.
func (r *netRun) outputMaps(cells int) *boundaryAnswer {
	b := r.maps(cells)
	out := r.predicted(r.through(r.data.encode(r.data.grid(b.Side))).out())
	if r.data.line && r.data.yscaler != nil {
		out = r.data.yscaler.Inverse(out) // as the values were given
	}
	for u := range out.Cols {
		m := mapOf(len(r.dense), u, out)
		if u == 0 && r.data.classes != nil {
			for i := range out.Rows {
				m.Class = append(m.Class, classOf(out.Row(i)))
			}
		}
		b.Maps = append(b.Maps, m)
	}
	return b
}

func (n *Network) unitMaps(r *netRun, a Action) (any, error) {
	cells, err := side(a, 16)
	if err == nil {
		err = r.mappable()
	}
	if err != nil {
		return nil, err
	}
	b := r.maps(cells)
	x := r.data.encode(r.data.grid(b.Side))
	for u := range x.Cols {
		b.Maps = append(b.Maps, mapOf(0, u, x))
	}
	f := r.through(x)
	for i, act := range f.a {
		if i == len(f.a)-1 {
			act = r.predicted(act)
		}
		for u := range act.Cols {
			b.Maps = append(b.Maps, mapOf(i+1, u, act))
		}
	}
	return *b, nil
}

func (r *netRun) maps(cells int) *boundaryAnswer {
	b := &boundaryAnswer{Side: cells, Line: r.data.line, Maps: []mapView{}}
	if b.Line {
		b.Side = curvePlaces
	}
	copy(b.Range[:], Nums(r.data.box[:]))
	return b
}

func mapOf(layer, unit int, m *linalg.Matrix) mapView {
	v := mapView{Layer: layer, Unit: unit, Class: []int{}}
	low, high := math.Inf(1), math.Inf(-1)
	for i := range m.Rows {
		a := m.At(i, unit)
		low, high = min(low, a), max(high, a)
		v.Values = append(v.Values, a)
	}
	v.Low, v.High = Num(low), Num(high)
	return v
}

func (n *Network) histograms(r *netRun, a Action) (any, error) {
	bins := a.N
	if bins == 0 {
		bins = 20
	}
	if bins < 1 || bins > 100 {
		return nil, fmt.Errorf("%d bins: want 1 to 100", bins)
	}
	f := r.scores(n.state.now.k).flow
	answer := histogramAnswer{Layers: []histogramView{}}
	for i, m := range f.a {
		if i == len(f.a)-1 {
			m = r.predicted(m)
		}
		answer.Layers = append(answer.Layers, histogram(r.dense[i].name, m.Data, bins))
	}
	return answer, nil
}

// histogram counts numbers; those that are not finite are left out.
func histogram(name string, list []float64, bins int) histogramView {
	h := histogramView{Name: name, Counts: make([]int, bins)}
	low, high, sum, squares, n := math.Inf(1), math.Inf(-1), 0.0, 0.0, 0.0
	for _, v := range list {
		if finite(v) {
			low, high, sum, n = min(low, v), max(high, v), sum+v, n+1
		}
	}
	if n == 0 {
		return h
	}
	from, width := low, high-low
	if width == 0 { // all in the middle
		from, width = low-0.5, 1
	}
	for _, v := range list {
		if finite(v) {
			h.Counts[min(int(float64(bins)*((v-from)/width)), bins-1)]++
			squares += (v - sum/n) * (v - sum/n)
		}
	}
	h.Low, h.High, h.Mean, h.Dev = Num(low), Num(high), Num(sum/n), Num(math.Sqrt(squares/n))
	return h
}

func (n *Network) gradientSizes(r *netRun, a Action) (any, error) {
	k, count := n.state.now.k, a.N
	if count == 0 {
		count = 30
	}
	if count < 1 || count > 200 {
		return nil, fmt.Errorf("%d updates: want 1 to 200", count)
	}
	g := gradientsAnswer{Names: []string{}, Updates: []int{}, Sizes: []series{}}
	for _, l := range r.dense {
		g.Names, g.Sizes = append(g.Names, l.name), append(g.Sizes, series{})
	}
	for at := max(0, k-count+1); at <= k; at++ {
		sizes, there := r.sizes[at]
		if !there {
			grads, _ := r.gradients(at)
			for _, grad := range grads {
				sizes = append(sizes, rms(grad))
			}
			r.sizes[at] = sizes
		}
		g.Updates = append(g.Updates, at)
		for i, v := range sizes {
			g.Sizes[i] = append(g.Sizes[i], v)
		}
	}
	r.mustSeek(k)
	return g, nil
}

func (n *Network) confusion(r *netRun, _ Action) (any, error) {
	if r.data.classes == nil {
		return nil, fmt.Errorf("these data have a value to predict and no classes, so that there is nothing to confuse")
	}
	count := func(out, y *linalg.Matrix) [][]int {
		c := nn.ConfusionMatrix(r.marks(out), y)
		rows := [][]int{}
		for i := range c.Rows {
			var row []int
			for _, v := range c.Row(i) {
				row = append(row, int(v))
			}
			rows = append(rows, row)
		}
		return rows
	}
	c := confusionAnswer{Classes: r.data.classes, Train: count(r.scores(n.state.now.k).flow.out(), r.data.y), Test: [][]int{}}
	if r.data.testX != nil {
		c.Test = count(r.through(r.data.testX).out(), r.data.testY)
	}
	return c, nil
}

func (n *Network) compare(r *netRun, a Action) (any, error) {
	s := &n.state.now
	if s.pinned == nil {
		return nil, fmt.Errorf("there is no pinned run to compare with: pin one first")
	}
	cells, err := side(a, 40)
	if err != nil {
		return nil, err
	}
	c := compareAnswer{Here: n.compared(s.setup, s.k), There: n.compared(s.pinned, s.k)}
	if r.mappable() == nil {
		c.HereMap = r.outputMaps(cells)
	}
	if there, err := n.of(s.pinned); err == nil && there.mappable() == nil {
		there.mustSeek(s.k)
		c.ThereMap = there.outputMaps(cells)
	}
	n.run() // is the latest again
	return c, nil
}

// listedPaths is how many paths the microscope lists, countedPaths how many it takes one by
// one; of more it adds up what comes together at each unit, as backpropagation does.
const listedPaths, countedPaths = 24, 1 << 21

func (n *Network) microscope(r *netRun, a Action) (any, error) {
	s := &n.state.now
	name, row, col := a.Name, a.Row, a.Col
	if name == "" {
		name, row, col = s.look.Param, s.look.Row, s.look.Col
	}
	if name == "" {
		return nil, fmt.Errorf("no weight is selected: select one, or name it")
	}
	if err := r.hasParam(name, row, col); err != nil {
		return nil, err
	}
	x, y, shown, of := r.data.x, r.data.y, s.look.Example, "of the training set"
	m := microscopeAnswer{Param: name, Row: row, Col: col, On: allOf(x.Rows, "training example"), Paths: []pathView{}}
	if s.at.step > 0 {
		ops, err := r.ops(s.k)
		if err != nil {
			return nil, err
		}
		x, y, shown, of = ops.batch, ops.y, r.batchExample(ops, s.at, s.look.Example).Row, "of the batch"
		m.On = allOf(x.Rows, "example") + " of this batch"
	}
	r.backpropagate(x, y)
	i, bias := r.layerOfParam(name)
	l := r.dense[i-1]
	q := l.w
	if bias {
		q = l.b
	}
	at := row*q.Value.Cols + col
	m.Value, m.Analytic = Num(q.Value.Data[at]), Num(q.Grad.Data[at])

	loss := func() float64 { return r.run.trainer.Loss.Loss(nil, r.through(x).out(), y) }
	w := q.Value.Data[at]
	h := 6e-6 * math.Max(1, math.Abs(w)) // ∛(2⁻⁵²), as in nn.CentralDifference
	q.Value.Data[at] = w + h
	plus := loss()
	q.Value.Data[at] = w - h
	minus := loss()
	q.Value.Data[at] = w
	m.H, m.Plus, m.Minus, m.Numeric = Num(h), Num(plus), Num(minus), Num((plus-minus)/(2*h))

	p := r.pathsFrom(x, y, i-1, row, col, bias)
	m.All, m.Sum, m.Part = p.count, Num(p.total()), Num(p.part(shown))
	m.Paths = p.list(shown)
	m.Of = fmt.Sprintf("Example %d %s: %s", shown+1, of, p.says(len(m.Paths), float64(m.Part)))
	over := "its one path"
	if m.All > 1 {
		over = fmt.Sprintf("its %d paths", m.All)
	}
	if x.Rows > 1 {
		over += fmt.Sprintf(" for each of %d examples", x.Rows)
	}
	m.Say = fmt.Sprintf("%s is %s. Backpropagation says ∂J/∂w = %s, central differences say %s, and the sum over %s is %s, on %s.",
		capital(r.weightName(name, row, col)), number(w), number(float64(m.Analytic)), number(float64(m.Numeric)), over, number(float64(m.Sum)), m.On)
	return m, nil
}

// allOf is a number of things of which none is left out.
func allOf(n int, what string) string {
	if n == 1 {
		return "the one " + what
	}
	return "all " + counted(n, what)
}

// says is how many of an example's paths are listed, and what all of them come to.
func (p *paths) says(listed int, sum float64) string {
	switch {
	case p.count == 1:
		return fmt.Sprintf("its one path adds %s.", number(sum))
	case listed == p.count:
		return fmt.Sprintf("its %d paths add %s.", p.count, number(sum))
	case listed == 0:
		return fmt.Sprintf("its %d paths, too many to list, add %s.", p.count, number(sum))
	}
	return fmt.Sprintf("its %d paths add %s; the %d largest of them.", p.count, number(sum), listed)
}

// paths are the ways from a weight to the cost.
type paths struct {
	r      *netRun
	in     *linalg.Matrix   // what the weight multiplies, a column; ones for a bias
	name   string           // of where it comes from, "" for a bias
	layer  int              // of the weight, from 0
	unit   int              // that the weight leads to
	slopes []*linalg.Matrix // f′(Z) of each layer
	dout   *linalg.Matrix   // ∂J/∂ of what the net hands to the loss
	count  int
}

func (r *netRun) pathsFrom(x, y *linalg.Matrix, layer, row, col int, bias bool) *paths {
	f := r.through(x)
	p := &paths{r: r, layer: layer, unit: col, dout: r.run.trainer.Loss.Grad(nil, new(linalg.Matrix), f.out(), y), count: 1}
	switch {
	case bias:
		p.in = linalg.Full(x.Rows, 1, 1)
	case layer == 0:
		p.in, p.name = linalg.SliceCols(x, row, row+1), r.label(0, row)
	default:
		p.in, p.name = linalg.SliceCols(f.a[layer-1], row, row+1), r.label(layer, row)
	}
	for i, l := range r.dense {
		slopes := linalg.Full(f.z[i].Rows, f.z[i].Cols, 1)
		if l.f != nil {
			l.f.Grad(slopes, f.z[i], f.a[i], slopes)
		}
		p.slopes = append(p.slopes, slopes)
		if i > layer {
			p.count *= slopes.Cols
		}
	}
	return p
}

// total is the sum over all paths and examples.
func (p *paths) total() (sum float64) {
	for i := range p.in.Rows {
		sum += p.part(i)
	}
	return sum
}

// part is the sum over all paths of an example.
func (p *paths) part(example int) (sum float64) {
	if p.count*p.in.Rows > countedPaths {
		return p.in.Data[example] * p.gather(example, p.layer)[p.unit]
	}
	p.walk(example, p.layer, p.unit, p.in.Data[example], func(product float64) { sum += product })
	return sum
}

// walk goes on from a unit of a layer, with the product of what is behind, to all outputs.
func (p *paths) walk(example, layer, unit int, product float64, end func(product float64)) {
	product *= p.slopes[layer].At(example, unit)
	if layer == len(p.r.dense)-1 {
		end(product * p.dout.At(example, unit))
		return
	}
	for next, w := range p.r.dense[layer+1].w.Value.Row(unit) {
		p.walk(example, layer+1, next, product*w, end)
	}
}

// gather is for each unit of a layer the sum over all paths from it.
func (p *paths) gather(example, layer int) []float64 {
	sums := make([]float64, p.slopes[layer].Cols)
	if layer == len(p.r.dense)-1 {
		copy(sums, p.dout.Row(example))
	} else {
		for next, behind := range p.gather(example, layer+1) {
			for u := range sums {
				sums[u] += p.r.dense[layer+1].w.Value.At(u, next) * behind
			}
		}
	}
	for u := range sums {
		sums[u] *= p.slopes[layer].At(example, u)
	}
	return sums
}

// list are the largest paths of an example, in the order of their size.
func (p *paths) list(example int) []pathView {
	if p.count > countedPaths {
		return []pathView{}
	}
	type way struct {
		product float64
		number  int
	}
	var ways []way
	p.walk(example, p.layer, p.unit, p.in.Data[example], func(product float64) {
		ways = append(ways, way{product, len(ways)})
	})
	slices.SortStableFunc(ways, func(a, b way) int {
		switch x, y := math.Abs(a.product), math.Abs(b.product); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	list := []pathView{}
	for _, w := range ways[:min(listedPaths, len(ways))] {
		list = append(list, p.path(example, w.number))
	}
	return list
}

// path is one of the paths, counted in the order of walk, factor by factor.
func (p *paths) path(example, at int) pathView {
	units := make([]int, len(p.r.dense)) // of the layers from that of the weight on
	for layer := len(p.r.dense) - 1; layer > p.layer; layer-- {
		width := p.slopes[layer].Cols
		units[layer], at = at%width, at/width
	}
	units[p.layer] = p.unit
	v := pathView{Through: []string{}, Factors: []Num{Num(p.in.Data[example])}}
	product, say := p.in.Data[example], number(p.in.Data[example])
	if p.name != "" {
		v.Through = append(v.Through, p.name)
	}
	factor := func(f float64) {
		v.Factors = append(v.Factors, Num(f))
		product *= f
		say += " · " + bracketed(f)
	}
	for layer := p.layer; layer < len(p.r.dense); layer++ {
		if layer > p.layer {
			factor(p.r.dense[layer].w.Value.At(units[layer-1], units[layer]))
		}
		v.Through = append(v.Through, p.r.label(layer+1, units[layer]))
		if p.r.dense[layer].f != nil {
			factor(p.slopes[layer].At(example, units[layer]))
		}
	}
	factor(p.dout.At(example, units[len(units)-1]))
	v.Product = Num(product)
	v.Say = fmt.Sprintf("%s = %s", say, number(product))
	return v
}
