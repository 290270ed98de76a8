package sim

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// dataKind is one of the sets that a setup can name.
type dataKind struct {
	say      string
	plane    bool
	classes  int  // 0 for a value to predict
	features int  // of those that are not in the plane
	usual    int  // N
	most     int  // N
	fixed    bool // N, noise and seed change nothing
	draw     func(s *NetworkSetup) *data.Set
}

// netData are the sets. "own" is made of what the learner gives.
var netData = map[string]dataKind{
	"circle": {"circles", true, 2, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return data.Circles(s.DataSeed, s.N, s.Noise)
	}},
	"xor clouds": {"XOR clouds", true, 2, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return data.XOR(s.DataSeed, s.N, s.Noise)
	}},
	"gaussians": {"two Gaussians", true, 2, 2, 200, mostDrawn, false, gaussians},
	"spiral": {"spirals", true, 2, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return data.Spirals(s.DataSeed, s.N, s.Noise)
	}},
	"moons": {"moons", true, 2, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return data.Moons(s.DataSeed, s.N, s.Noise)
	}},
	"plane": {"a plane (regression)", true, 0, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return waveSet(s, func(x, y float64) float64 { return (x + y) / 2 })
	}},
	"waves": {"waves (regression)", true, 0, 2, 200, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		return waveSet(s, func(x, y float64) float64 { return math.Sin(3*x) * math.Cos(3*y) })
	}},
	"sine": {"a sine of one input", false, 0, 1, 60, mostDrawn, false, func(s *NetworkSetup) *data.Set {
		points, noise := nn.Stream(s.DataSeed, "sine"), nn.Stream(s.DataSeed, "sine noise")
		set := &data.Set{Features: []string{"x₁"}, X: linalg.Uniform(points, s.N, 1, -1, 1), Y: linalg.New(s.N, 1)}
		for i, x := range set.X.Data {
			set.Y.Data[i] = math.Sin(math.Pi*x) + s.Noise*noise.NormFloat64()
		}
		return set
	}},
	"iris":   {"iris: three species", false, 3, 4, 150, 150, false, func(s *NetworkSetup) *data.Set { return some(s, iris()) }},
	"digits": {"handwritten digits", false, 10, 64, 300, 1797, false, func(s *NetworkSetup) *data.Set { return some(s, digits()) }},
	"mazur": {"the published 2-2-2 example", false, 0, 2, 1, 1, true, func(*NetworkSetup) *data.Set {
		return &data.Set{Features: []string{"x₁", "x₂"}, X: linalg.Row(.05, .10), Y: linalg.Row(.01, .99)}
	}},
	"xor": {"XOR: the four points", true, 2, 2, 4, 4, true, func(*NetworkSetup) *data.Set {
		return &data.Set{
			Features: []string{"x₁", "x₂"}, Classes: []string{"0", "1"}, Labels: []int{0, 1, 1, 0},
			X: linalg.New(4, 2, 0, 0, 0, 1, 1, 0, 1, 1), Y: linalg.New(4, 2, 1, 0, 0, 1, 0, 1, 1, 0),
		}
	}},
}

// The real data are read once.
var (
	iris   = sync.OnceValue(data.Iris)
	digits = sync.OnceValue(data.Digits)
)

// gaussians are two clouds around (½, ½) and (−½, −½), with standard deviation 0.2 and the
// noise.
func gaussians(s *NetworkSetup) *data.Set {
	rng := nn.Stream(s.DataSeed, "gaussians")
	set := &data.Set{Features: []string{"x₁", "x₂"}, Classes: []string{"first", "second"}, X: linalg.New(s.N, 2), Y: linalg.New(s.N, 2)}
	for i := range s.N {
		class := i % 2
		middle := 0.5 - float64(class)
		for j := range 2 {
			set.X.Set(i, j, middle+(0.2+s.Noise)*rng.NormFloat64())
		}
		set.Y.Set(i, class, 1)
		set.Labels = append(set.Labels, class)
	}
	return set
}

// waveSet is a value over the square from −1 to 1, with noise on the value.
func waveSet(s *NetworkSetup, f func(x, y float64) float64) *data.Set {
	points, noise := nn.Stream(s.DataSeed, "surface"), nn.Stream(s.DataSeed, "surface noise")
	set := &data.Set{Features: []string{"x₁", "x₂"}, X: linalg.Uniform(points, s.N, 2, -1, 1), Y: linalg.New(s.N, 1)}
	for i := range s.N {
		set.Y.Data[i] = f(set.X.At(i, 0), set.X.At(i, 1)) + s.Noise*noise.NormFloat64()
	}
	return set
}

// some are N examples of a set, drawn without repetition.
func some(s *NetworkSetup, all *data.Set) *data.Set {
	return all.Select(nn.Stream(s.DataSeed, "examples").Perm(all.Len())[:s.N])
}

// set is the learner's examples as a set.
func (o *OwnData) set() *data.Set {
	s := &data.Set{Features: o.Names, X: linalg.FromRows(o.X), Classes: o.Classes}
	if len(o.Classes) == 0 {
		s.Y = linalg.Col(o.Y...)
		return s
	}
	s.Labels, s.Y = o.Labels, linalg.New(len(o.Labels), len(o.Classes))
	for i, k := range o.Labels {
		s.Y.Set(i, k, 1)
	}
	return s
}

// checkData says what is wrong with the settings of the data.
func (s *NetworkSetup) checkData() error {
	if s.Data == "own" || s.Own != nil {
		if s.Data != "own" || s.Own == nil {
			return fmt.Errorf("the data are %.40q and there are examples of your own: give one of them", s.Data)
		}
		if err := s.Own.check(); err != nil {
			return err
		}
	}
	kind, known := netData[s.Data]
	switch {
	case s.Own != nil:
	case !known:
		return fmt.Errorf("there are no data %.40q: want %s", s.Data, either(choiceNames(dataChoices())))
	case s.N < 1 || s.N > kind.most:
		return fmt.Errorf("N is %d: want 1 to %d examples of %s", s.N, kind.most, kind.say)
	case kind.classes > 0 && s.N < 2*kind.classes && !kind.fixed:
		return fmt.Errorf("N is %d: want at least %d examples, two for each of the %d classes", s.N, 2*kind.classes, kind.classes)
	case !(s.Noise >= 0 && s.Noise <= 2):
		return fmt.Errorf("the noise is %s: want a standard deviation of 0 to 2", asTyped(s.Noise))
	case kind.fixed && s.TestShare != 0:
		return fmt.Errorf("%s is too small to keep a share of it for testing: set the share for testing to 0", kind.say)
	}
	if !(s.TestShare >= 0 && s.TestShare <= 0.9) {
		return fmt.Errorf("the share for testing is %s: want 0 for no test set, up to 0.9", asTyped(s.TestShare))
	}
	if s.TestShare > 0 && s.Own != nil && len(s.Own.X) < 4 {
		return fmt.Errorf("there are %s: want at least 4 to keep a share of them for testing", counted(len(s.Own.X), "example"))
	}
	for i, f := range s.Features {
		if _, known := netFeatures[f]; !known {
			return fmt.Errorf("there is no input %.40q: want %s", f, either(choiceNames(featureChoices)))
		}
		if slices.Contains(s.Features[:i], f) {
			return fmt.Errorf("the input %s is there twice: leave one out", f)
		}
	}
	return nil
}

// check says what is wrong with the learner's examples.
func (o *OwnData) check() error {
	n, d := len(o.X), len(o.Names)
	switch {
	case n < 2:
		return fmt.Errorf("there is %s: a net learns from differences, so give at least 2", counted(n, "example"))
	case n > mostOwn:
		return fmt.Errorf("there are %d examples: want at most %d, so take a sample of them", n, mostOwn)
	case d < 1 || d > mostFeatures:
		return fmt.Errorf("there are %s: want 1 to %d", counted(d, "feature"), mostFeatures)
	case len(o.Classes) > 0 && len(o.Labels) != n || len(o.Classes) == 0 && len(o.Y) != n || len(o.Classes) > 0 && len(o.Y) > 0:
		return fmt.Errorf("there are %s, %s and %s: want one class or one value for each example", counted(n, "example"), counted(len(o.Labels), "class label"), counted(len(o.Y), "value"))
	case len(o.Classes) == 1:
		return fmt.Errorf("all %d examples are of the class %.40q: a net learns to tell classes apart, so give at least two", n, o.Classes[0])
	case len(o.Classes) > mostClasses:
		return fmt.Errorf("there are %d classes: want at most %d; for values to be predicted make the last column numbers", len(o.Classes), mostClasses)
	}
	for _, name := range append(slices.Clone(o.Names), o.Classes...) {
		if len(name) > 60 {
			return fmt.Errorf("the name %.20q… has %d letters: want at most 60", name, len(name))
		}
	}
	seen := make([]bool, len(o.Classes))
	for i, row := range o.X {
		if len(row) != d {
			return fmt.Errorf("example %d has %s, want %d", i+1, counted(len(row), "number"), d)
		}
		for _, v := range row {
			if !(math.Abs(v) <= largest) {
				return fmt.Errorf("example %d holds %s: want numbers between −10⁶ and 10⁶, so choose a larger unit", i+1, asTyped(v))
			}
		}
		if len(o.Classes) == 0 {
			if v := o.Y[i]; !(math.Abs(v) <= largest) {
				return fmt.Errorf("example %d has the value %s: want a number between −10⁶ and 10⁶, so choose a larger unit", i+1, asTyped(v))
			}
			continue
		}
		k := o.Labels[i]
		if k < 0 || k >= len(o.Classes) {
			return fmt.Errorf("example %d is of class number %d: want 0 to %d", i+1, k, len(o.Classes)-1)
		}
		seen[k] = true
	}
	if k := slices.Index(seen, false); k >= 0 {
		return fmt.Errorf("the class %.40q has no examples: give it some, or leave it out", o.Classes[k])
	}
	return nil
}

// readOwn reads examples from a CSV.
func readOwn(text string, classes bool) (*OwnData, error) {
	if rows := strings.Count(text, "\n"); rows > mostOwn+1 {
		return nil, fmt.Errorf("the CSV has about %d lines: want at most %d examples, so take a sample of them", rows, mostOwn)
	}
	if len(text) > 1<<20 {
		return nil, fmt.Errorf("the CSV has %d bytes: want at most a million, so leave columns out", len(text))
	}
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("there is nothing in the CSV: want a header, and a line for each example")
	}
	text = withCommas(text)
	if err := checkHeader(text); err != nil {
		return nil, err
	}
	set, err := data.ReadCSV(strings.NewReader(text), data.CSV{Classes: classes})
	if err != nil {
		return nil, errors.New(forLearners.Replace(err.Error()))
	}
	o := ownOf(set)
	return o, o.check()
}

// forLearners says what a reader's errors say, without the names of Go.
var forLearners = strings.NewReplacer(
	"data: CSV: ", "the CSV: ", "set CSV.Classes to read them all as classes", "read the last column as classes",
	": name the column to predict in CSV.Target", ": put the column to predict last",
)

// ownOf is a set as the learner's examples.
func ownOf(set *data.Set) *OwnData {
	o := &OwnData{Names: slices.Clone(set.Features), Classes: slices.Clone(set.Classes), Labels: slices.Clone(set.Labels)}
	for i := range set.Len() {
		o.X = append(o.X, slices.Clone(set.X.Row(i)))
	}
	if len(set.Classes) == 0 {
		o.Y = slices.Clone(set.Y.Data)
	}
	return o
}

// netFeatures are the inputs that can be made of a point of the plane.
var netFeatures = map[string]func(x1, x2 float64) float64{
	"x1":     func(x1, _ float64) float64 { return x1 },
	"x2":     func(_, x2 float64) float64 { return x2 },
	"x1^2":   func(x1, _ float64) float64 { return x1 * x1 },
	"x2^2":   func(_, x2 float64) float64 { return x2 * x2 },
	"x1 x2":  func(x1, x2 float64) float64 { return x1 * x2 },
	"sin x1": func(x1, _ float64) float64 { return math.Sin(x1) },
	"sin x2": func(_, x2 float64) float64 { return math.Sin(x2) },
}

// examples are the data of a setup, as they were given and as the net is given them.
type examples struct {
	key         string    // of the settings that they follow from
	plane, line bool      // whether an example is a point of the plane, or has one input
	train, test *data.Set // as they were given; test is nil without one
	inputs      []string  // names
	outputs     []string
	classes     []string
	box         [4]float64 // of the plane, or of the one input and its targets: left, right, bottom, top

	features []string
	scaler   *data.ZScore // of the inputs; nil without Scale
	yscaler  *data.ZScore

	x, y, testX, testY *linalg.Matrix
	where              map[string][]int // the training examples by exampleKey
}

// key is what the examples follow from, as text.
func (s *NetworkSetup) key() string {
	return fmt.Sprintf("%s %d %v %v %d %p %q %v %d", s.Data, s.N, s.Noise, s.TestShare, s.DataSeed, s.Own, s.Features, s.Scale, s.outputs())
}

// draw makes the examples of a setup that check accepts.
func (s *NetworkSetup) draw() *examples {
	e := &examples{key: s.key(), plane: s.inPlane(), features: s.Features}
	all := s.Own.orDrawn(s)
	e.train, e.classes, e.line = all, all.Classes, all.X.Cols == 1
	if s.TestShare > 0 {
		e.train, e.test = all.Split(s.DataSeed, s.TestShare)
	}
	e.inputs, e.outputs = all.Features, all.Classes
	if e.plane {
		e.inputs = nil
		for _, f := range s.Features {
			e.inputs = append(e.inputs, featureLabels.Replace(f))
		}
		e.box = boxOf(all.X)
	}
	if e.line {
		e.box = spanOf(all)
	}
	switch {
	case s.Data == "mazur":
		e.outputs = []string{"o₁", "o₂"}
	case len(all.Classes) == 0:
		e.outputs = []string{"y"}
	case s.outputs() == 1:
		e.outputs = all.Classes[1:]
	}
	if s.Scale {
		e.scaler = new(data.ZScore)
		e.scaler.Fit(e.expand(e.train.X))
		if len(all.Classes) == 0 {
			e.yscaler = new(data.ZScore)
			e.yscaler.Fit(e.train.Y)
		}
	}
	e.x, e.y = e.encode(e.train.X).Named("X"), e.targets(e.train.Y, s.outputs()).Named("Y")
	e.where = map[string][]int{}
	for i := range e.x.Rows {
		key := exampleKey(e.x, e.y, i)
		e.where[key] = append(e.where[key], i)
	}
	if e.test != nil {
		e.testX, e.testY = e.encode(e.test.X).Named("X"), e.targets(e.test.Y, s.outputs()).Named("Y")
	}
	return e
}

// orDrawn is the learner's examples, or those that the setup draws.
func (o *OwnData) orDrawn(s *NetworkSetup) *data.Set {
	if o != nil {
		return o.set()
	}
	set := netData[s.Data].draw(s)
	if s.inPlane() { // as the net's inputs are called
		set.Features = []string{"x₁", "x₂"}
	}
	return set
}

// expand makes the inputs of examples as they were given.
func (e *examples) expand(raw *linalg.Matrix) *linalg.Matrix {
	if !e.plane {
		return raw.Clone()
	}
	x := linalg.New(raw.Rows, len(e.features))
	for j, f := range e.features {
		for i := range raw.Rows {
			x.Set(i, j, netFeatures[f](raw.At(i, 0), raw.At(i, 1)))
		}
	}
	return x
}

// encode makes of examples as they were given what the net is given.
func (e *examples) encode(raw *linalg.Matrix) *linalg.Matrix {
	x := e.expand(raw)
	if e.scaler != nil {
		x = e.scaler.Transform(x)
	}
	return x
}

// targets makes the targets of the net's outputs.
func (e *examples) targets(y *linalg.Matrix, outputs int) *linalg.Matrix {
	switch {
	case e.yscaler != nil:
		return e.yscaler.Transform(y)
	case outputs < y.Cols:
		return linalg.SliceCols(y, 1, 2)
	}
	return y.Clone()
}

// boxOf is a square around all points of the plane, with a margin.
func boxOf(x *linalg.Matrix) [4]float64 {
	lo := [2]float64{math.Inf(1), math.Inf(1)}
	hi := [2]float64{math.Inf(-1), math.Inf(-1)}
	for i := range x.Rows {
		for j := range 2 {
			lo[j], hi[j] = min(lo[j], x.At(i, j)), max(hi[j], x.At(i, j))
		}
	}
	half := max(hi[0]-lo[0], hi[1]-lo[1], 1e-3) / 2 * 1.15
	cx, cy := (lo[0]+hi[0])/2, (lo[1]+hi[1])/2
	return [4]float64{cx - half, cx + half, cy - half, cy + half}
}

// spanOf is the span of the one input of a set and that of its targets, 0 to 1 for classes,
// each with a margin.
func spanOf(all *data.Set) [4]float64 {
	span := func(list []float64) (lo, hi float64) {
		lo, hi = slices.Min(list), slices.Max(list)
		margin := max(0.075*(hi-lo), 1e-3)
		return lo - margin, hi + margin
	}
	y := []float64{0, 1}
	if all.Classes == nil {
		y = all.Y.Data
	}
	left, right := span(all.X.Data)
	bottom, top := span(y)
	return [4]float64{left, right, bottom, top}
}

// grid are the middles of the cells of the plane, row by row from the bottom, or of those of
// the one input.
func (e *examples) grid(side int) *linalg.Matrix {
	if e.line {
		x := linalg.New(side, 1)
		for i := range side {
			x.Data[i] = e.box[0] + (e.box[1]-e.box[0])*(float64(i)+0.5)/float64(side)
		}
		return x
	}
	x := linalg.New(side*side, 2)
	w, h := (e.box[1]-e.box[0])/float64(side), (e.box[3]-e.box[2])/float64(side)
	for i := range x.Rows {
		x.Set(i, 0, e.box[0]+w*(float64(i%side)+0.5))
		x.Set(i, 1, e.box[2]+h*(float64(i/side)+0.5))
	}
	return x
}

var featureLabels = strings.NewReplacer("x1 x2", "x₁x₂", "x1^2", "x₁²", "x2^2", "x₂²", "x1", "x₁", "x2", "x₂")
