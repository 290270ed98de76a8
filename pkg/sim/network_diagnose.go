package sim

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// diagnose says what is wrong with the net after k updates, and what the place has met.
func (r *netRun) diagnose(k int, o *operations, p place) []diagnosis {
	s := r.scores(k)
	if !s.asked {
		s.asked = true
		s.says = []diagnosis{}
		if d, found := r.notANumber(k); found {
			s.says = append(s.says, d)
		} else {
			for _, look := range []func(k int) (diagnosis, bool){r.identical, r.dead, r.saturated, r.vanishing, r.overfitting} {
				if d, found := look(k); found {
					s.says = append(s.says, d)
				}
			}
		}
	}
	if d, found := metNaN(o, p); found && (len(s.says) == 0 || s.says[0].What != "NaN") {
		return append([]diagnosis{d}, s.says...)
	}
	return s.says
}

// notANumber is true when the run ends here, or when the net no longer answers in numbers.
func (r *netRun) notANumber(k int) (diagnosis, bool) {
	if why := r.endedAt(k); why != "" {
		return diagnosis{What: "NaN", Say: why, Units: [][2]int{}}, true
	}
	for i, l := range r.dense {
		for _, q := range []*nn.Param{l.w, l.b} {
			for j, v := range q.Value.Data {
				if !finite(v) {
					return diagnosis{
						What: "NaN", Units: [][2]int{{i + 1, j % q.Value.Cols}},
						Say: fmt.Sprintf("The first parameter that is not a finite number is %s, %s: the update before overshot. Go back, and take a smaller learning rate.", r.weightName(q.Name, j/q.Value.Cols, j%q.Value.Cols), number(v)),
					}, true
				}
			}
		}
	}
	return diagnosis{}, false
}

// metNaN is the first result up to the place that is not finite.
func metNaN(o *operations, p place) (diagnosis, bool) {
	if o == nil {
		return diagnosis{}, false
	}
	for i := range min(p.step, len(o.list)) {
		s := &o.list[i]
		for j, v := range s.Out.Data {
			if row, col := j/s.Out.Cols, j%s.Out.Cols; (!finite(v)) && o.done(p, i, row, col) {
				return diagnosis{
					What: "NaN", Units: [][2]int{},
					Say: fmt.Sprintf("The first number of this update that is not finite is in operation %d, %s, row %d, column %d: %s.", i+1, s.Where, row+1, col+1, number(v)),
				}, true
			}
		}
	}
	return diagnosis{}, false
}

// identical finds units of a layer with the same weights coming in and going out: they get
// the same gradients, and stay alike for ever.
func (r *netRun) identical(int) (diagnosis, bool) {
	d := diagnosis{What: "identical units"}
	var says []string
	for i, l := range r.dense[:len(r.dense)-1] {
		out, alike := r.dense[i+1].w.Value, []int{}
		for u := range l.b.Value.Cols {
			for other := range l.b.Value.Cols {
				if u != other && sameColumn(l.w.Value, u, other) && l.b.Value.Data[u] == l.b.Value.Data[other] && slices.Equal(out.Row(u), out.Row(other)) {
					alike = append(alike, u)
					d.Units = append(d.Units, [2]int{i + 1, u})
					break
				}
			}
		}
		if len(alike) > 0 {
			says = append(says, fmt.Sprintf("%d of the %s of layer %d", len(alike), counted(l.b.Value.Cols, "unit"), i+1))
		}
	}
	if len(says) == 0 {
		return d, false
	}
	d.Say = fmt.Sprintf("Identical units: %s have the same weights as another, coming in and going out. They compute the same, get the same gradients and stay alike: the layer is worth less than its units. Begin with random weights.", strings.Join(says, ", "))
	return d, true
}

func sameColumn(m *linalg.Matrix, j, k int) bool {
	for i := range m.Rows {
		if m.At(i, j) != m.At(i, k) {
			return false
		}
	}
	return true
}

// dead finds units with a ReLU that are 0 for the whole training set.
func (r *netRun) dead(k int) (diagnosis, bool) {
	d := diagnosis{What: "dead ReLU"}
	f := r.scores(k).flow
	var names []string
	for i, l := range r.dense {
		if l.f != nn.Activation(nn.ReLU) {
			continue
		}
		for u := range l.b.Value.Cols {
			if onlyZeros(f.a[i], u) {
				d.Units = append(d.Units, [2]int{i + 1, u})
				names = append(names, r.label(i+1, u))
			}
		}
	}
	if len(names) == 0 {
		return d, false
	}
	d.Say = fmt.Sprintf("Dead ReLU: %s answers 0 to every training example, so its gradient is 0 and it learns no more. A smaller learning rate, another init or leaky ReLU helps.", strings.Join(names, ", "))
	if len(names) > 1 {
		d.Say = fmt.Sprintf("Dead ReLUs: %s answer 0 to every training example, so their gradients are 0 and they learn no more. A smaller learning rate, another init or leaky ReLU helps.", strings.Join(names, ", "))
	}
	return d, true
}

func onlyZeros(m *linalg.Matrix, j int) bool {
	for i := range m.Rows {
		if m.At(i, j) != 0 {
			return false
		}
	}
	return true
}

// flat is the slope, as a share of the largest, below which a sigmoid or tanh is saturated.
// When it is so with flatShare of a layer's activations that is said, until it is so with less
// than flatStill of them.
const flat, flatShare, flatStill = 0.05, 0.5, 0.4

// saturated finds hidden layers of sigmoids or tanhs of which most answers lie where the
// slope is next to nothing.
func (r *netRun) saturated(k int) (diagnosis, bool) {
	d := diagnosis{What: "saturation"}
	f := r.scores(k).flow
	var says []string
	for i := range r.dense[:len(r.dense)-1] {
		if !r.seenAt(k).saturated[i] {
			continue
		}
		share, units := r.flatness(f, i)
		says = append(says, fmt.Sprintf("%.0f%% of the answers of layer %d", 100*share, i+1))
		for u, n := range units {
			if float64(n) > flatShare*float64(f.a[i].Rows) {
				d.Units = append(d.Units, [2]int{i + 1, u})
			}
		}
	}
	if len(says) == 0 {
		return d, false
	}
	d.Units = notNil(d.Units)
	d.Say = fmt.Sprintf("Saturation: %s lie where the activation is flat, with less than a twentieth of its steepest slope. Errors hardly come through. Smaller weights, a smaller rate or scaled inputs help.", strings.Join(says, ", "))
	return d, true
}

// flatness is the share of the answers of layer i that lie where a sigmoid or tanh is flat,
// and how many of them each unit has.
func (r *netRun) flatness(f flow, i int) (share float64, units []int) {
	l, largest := r.dense[i], 1.0 // slope of tanh
	switch l.f {
	case nn.Activation(nn.Sigmoid):
		largest = 0.25
	case nn.Activation(nn.Tanh):
	default:
		return 0, nil
	}
	slopes, count := l.f.(*nn.Elementwise).DF, 0
	units = make([]int, l.b.Value.Cols)
	for j, a := range f.a[i].Data {
		if slopes(f.z[i].Data[j], a) < flat*largest {
			count++
			units[j%len(units)]++
		}
	}
	return float64(count) / float64(len(f.a[i].Data)), units
}

// Gradients are said to vanish or to explode when two layers are apartBy times apart, and until
// they are less than closeBy times apart.
const apartBy, closeBy = 1000, 100

// vanishing compares what the first layer is left with of what the last one gets: gradients
// that hardly change its weights, or errors that have grown on the way back.
func (r *netRun) vanishing(k int) (diagnosis, bool) {
	d := diagnosis{Units: [][2]int{}}
	switch w := r.seenAt(k); {
	case w.vanishing:
		d.What = "vanishing gradients"
		d.Say = "Vanishing gradients: " + r.apartText(k, "∂J/∂W", w.grads)
		switch r.setup.Optimizer {
		case "SGD", "Momentum", "Nesterov":
			d.Say += " One learning rate for all layers moves the weights of layer 1 as many times less."
		}
		d.Say += " ReLU, another init or fewer layers may help."
		return d, true
	case w.exploding:
		d.What = "exploding gradients"
		d.Say = "Exploding gradients: " + r.apartText(k, "the error δ = ∂J/∂z", w.errors) + " Smaller weights at the start or a smaller rate may help."
		return d, true
	}
	return d, false
}

// apartText says how large something is in the last layer and in the first, and on the way
// between them.
func (r *netRun) apartText(k int, what string, sizes []float64) string {
	first, last := sizes[0], sizes[len(sizes)-1]
	apart, than := last/first, "as large"
	if first > last {
		apart, than = first/last, "as small"
	}
	var list []string
	for _, v := range slices.Backward(sizes) {
		list = append(list, number(threeDigits(v)))
	}
	say := fmt.Sprintf("%s is %s in layer 1 and %s in layer %d, %s times %s; from the last layer back to the first it is %s",
		what, number(threeDigits(first)), number(threeDigits(last)), len(sizes), number(threeDigits(apart)), than, strings.Join(list, ", "))
	if n := min(meanOf, k/r.lookEvery()+1); n > 1 {
		return fmt.Sprintf("%s (root mean squares; geometric means of %d looks, one every %d updates).", say, n, r.lookEvery())
	}
	return say + " (root mean squares)."
}

// threeDigits is a number with three significant digits.
func threeDigits(v float64) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	return short
}

// span is the number of epochs of which the means are compared for overfitting.
const span = 10

// overfitting is true when over the latest epochs the test loss went up while the training
// loss went down, and the test loss is well above the lowest that it was.
func (r *netRun) overfitting(k int) (diagnosis, bool) {
	d := diagnosis{What: "overfitting", Units: [][2]int{}}
	n := k / r.perPass()
	if r.data.testX == nil || n < 3*span {
		return d, false
	}
	mean := func(list []float64, to int) float64 {
		var sum float64
		for _, v := range list[to-span : to] {
			sum += v
		}
		return sum / span
	}
	lowest, at := math.Inf(1), 0
	for i, v := range r.tested[:n] {
		if v < lowest {
			lowest, at = v, i+1
		}
	}
	train, trained := mean(r.epochs, n-2*span), mean(r.epochs, n)
	test, tested := mean(r.tested, n-2*span), mean(r.tested, n)
	if !(trained < train && tested > test && tested > 1.1*lowest) {
		return d, false
	}
	d.Say = fmt.Sprintf("Overfitting: over the last %d epochs the training loss went on falling, to %s, while the test loss rose, to %s. It was lowest after epoch %d, %s: the net learns the training examples by heart. Stop there, take more data, L2 or dropout.", 3*span, number(trained), number(tested), at, number(lowest))
	return d, true
}
