package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/pkg/nn"
)

// The limits of a net and of its data.
const (
	mostLayers   = 6
	mostUnits    = 8
	mostOwn      = 2000 // examples that are pasted or drawn
	mostFeatures = 64
	mostClasses  = 10
	mostDrawn    = 1000
	mostUpdates  = 100_000
	largest      = 1e6 // of a number that is pasted, drawn or edited
)

// netActs are the activations of hidden layers.
var netActs = []*nn.Elementwise{nn.Sigmoid, nn.Tanh, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Softplus, nn.Identity}

// actNamed returns the activation, nil when there is none of that name.
func actNamed(name string) *nn.Elementwise {
	i := slices.IndexFunc(netActs, func(f *nn.Elementwise) bool { return f.Label == name })
	if i < 0 {
		return nil
	}
	return netActs[i]
}

// netOptimizers make the optimizers of a setup.
var netOptimizers = map[string]func(s *NetworkSetup) nn.Optimizer{
	"SGD":      func(s *NetworkSetup) nn.Optimizer { return &nn.SGD{LR: s.Rate} },
	"Momentum": func(s *NetworkSetup) nn.Optimizer { return &nn.Momentum{LR: s.Rate, Beta: s.Beta} },
	"Nesterov": func(s *NetworkSetup) nn.Optimizer { return &nn.Momentum{LR: s.Rate, Beta: s.Beta, Nesterov: true} },
	"AdaGrad":  func(s *NetworkSetup) nn.Optimizer { return &nn.AdaGrad{LR: s.Rate} },
	"RMSProp":  func(s *NetworkSetup) nn.Optimizer { return &nn.RMSProp{LR: s.Rate} },
	"Adam":     func(s *NetworkSetup) nn.Optimizer { return &nn.Adam{LR: s.Rate} },
	"AdamW":    func(s *NetworkSetup) nn.Optimizer { return &nn.AdamW{LR: s.Rate, Decay: s.L2} },
}

// netInits make the Inits of a setup. "usual" is what a layer takes by itself, "published"
// stands for the numbers of the published example.
var netInits = map[string]func(s *NetworkSetup) nn.Init{
	"usual":      func(*NetworkSetup) nn.Init { return nil },
	"zero":       func(*NetworkSetup) nn.Init { return nn.Zeros },
	"constant":   func(s *NetworkSetup) nn.Init { return nn.Constant(s.InitSize) },
	"normal":     func(s *NetworkSetup) nn.Init { return nn.Normal(s.InitSize) },
	"uniform":    func(s *NetworkSetup) nn.Init { return nn.Uniform(s.InitSize) },
	"xavier":     func(*NetworkSetup) nn.Init { return nn.Xavier },
	"he":         func(*NetworkSetup) nn.Init { return nn.He },
	"lecun":      func(*NetworkSetup) nn.Init { return nn.LeCun },
	"orthogonal": func(*NetworkSetup) nn.Init { return nn.Orthogonal(1) },
	"published":  func(*NetworkSetup) nn.Init { return nn.Zeros },
}

// netLosses are the losses that go with an output, the usual one first.
var netLosses = map[string][]nn.Loss{
	"softmax": {nn.CrossEntropy{}},
	"sigmoid": {nn.BCE{}, nn.HalfSquaredError{}},
	"linear":  {nn.MSE{}, nn.HalfSquaredError{}},
}

// published are the parameters of the published example, as Start has them: w₁ to w₄ and
// the bias of the hidden layer, w₅ to w₈ and the bias of the outputs. A column of W holds
// the weights of a unit.
var published = []float64{.15, .25, .20, .30, .35, .35, .40, .50, .45, .55, .60, .60}

// complete fills in the usual values of what is zero and has no meaning as zero.
func (s NetworkSetup) complete() NetworkSetup {
	if s.Data == "" && s.Own == nil {
		if len(s.Hidden) == 0 && s.Output == "" {
			return netPresets[0].setup().complete()
		}
		s.Data = "circle"
	}
	if s.Own != nil && s.Data == "" {
		s.Data = "own"
	}
	kind, known := netData[s.Data]
	if s.N == 0 && known {
		s.N = kind.usual
	}
	if len(s.Features) == 0 && s.inPlane() {
		s.Features = []string{"x1", "x2"}
	}
	if !s.inPlane() {
		s.Features = nil
	}
	classes := s.classes()
	switch {
	case s.Output != "":
	case s.Data == "mazur":
		s.Output, s.Loss = "sigmoid", cmp.Or(s.Loss, nn.HalfSquaredError{}.Name())
	case classes == 0:
		s.Output = "linear"
	case classes == 2:
		s.Output = "sigmoid"
	default:
		s.Output = "softmax"
	}
	if losses := netLosses[s.Output]; s.Loss == "" && losses != nil {
		s.Loss = losses[0].Name()
	}
	s.Optimizer = cmp.Or(s.Optimizer, "SGD")
	s.Rate = cmp.Or(s.Rate, 0.1)
	s.Beta = cmp.Or(s.Beta, 0.9)
	s.Init = cmp.Or(s.Init, "usual")
	s.InitSize = cmp.Or(s.InitSize, 0.5)
	return s
}

// inPlane says whether an example is a point of the plane.
func (s *NetworkSetup) inPlane() bool {
	if s.Own != nil {
		return len(s.Own.Names) == 2
	}
	return netData[s.Data].plane
}

// classes is the number of classes, 0 when a value is to be predicted.
func (s *NetworkSetup) classes() int {
	if s.Own != nil {
		return len(s.Own.Classes)
	}
	return netData[s.Data].classes
}

// outputs is the number of outputs: two classes need only one sigmoid.
func (s *NetworkSetup) outputs() int {
	switch classes := s.classes(); {
	case s.Data == "mazur":
		return 2
	case classes == 0, classes == 2 && s.Output == "sigmoid":
		return 1
	default:
		return classes
	}
}

// inputs is the number of inputs of the net.
func (s *NetworkSetup) inputs() int {
	switch {
	case s.inPlane():
		return len(s.Features)
	case s.Own != nil:
		return len(s.Own.Names)
	}
	return netData[s.Data].features
}

// check says which setting makes no sense.
func (s *NetworkSetup) check() error {
	if err := s.checkData(); err != nil {
		return err
	}
	if len(s.Hidden) > mostLayers {
		return fmt.Errorf("there are %d hidden layers: want at most %d", len(s.Hidden), mostLayers)
	}
	for i, h := range s.Hidden {
		switch {
		case h.Units < 1 || h.Units > mostUnits:
			return fmt.Errorf("hidden layer %d has %s: want 1 to %d", i+1, counted(h.Units, "unit"), mostUnits)
		case actNamed(h.Act) == nil:
			return fmt.Errorf("hidden layer %d: there is no activation %.40q: want %s", i+1, h.Act, either(choiceNames(actChoices())))
		case !(h.Dropout >= 0 && h.Dropout <= 0.9):
			return fmt.Errorf("hidden layer %d: the dropout is %s: want the share of activations that is dropped, 0 to 0.9", i+1, asTyped(h.Dropout))
		}
	}
	losses, known := netLosses[s.Output]
	switch {
	case !known:
		return fmt.Errorf("there is no output %.40q: want softmax, sigmoid or linear", s.Output)
	case s.classes() == 0 && s.Output == "softmax":
		return fmt.Errorf("a softmax tells classes apart, and these data have a value to predict: choose the linear output")
	case s.classes() > 0 && s.Output == "linear":
		return fmt.Errorf("a linear output predicts a value, and these data have classes: choose softmax or sigmoid")
	case s.classes() == 0 && s.Output == "sigmoid" && s.Data != "mazur":
		return fmt.Errorf("a sigmoid stays between 0 and 1, and these data have values beyond: choose the linear output")
	case s.lossOf() == nil:
		var names []string
		for _, l := range losses {
			names = append(names, l.Name())
		}
		return fmt.Errorf("the loss %.40q does not go with the output %s: want %s", s.Loss, s.Output, either(names))
	case netOptimizers[s.Optimizer] == nil:
		return fmt.Errorf("there is no optimizer %.40q: want %s", s.Optimizer, either(choiceNames(optimizerChoices)))
	case netInits[s.Init] == nil:
		return fmt.Errorf("there is no init %.40q: want %s", s.Init, either(choiceNames(initChoices)))
	case s.Init == "published" && !(s.Data == "mazur" && len(s.Hidden) == 1 && s.Hidden[0].Units == 2):
		return fmt.Errorf("the published numbers are those of the 2-2-2 example: choose its data and one hidden layer of 2 units, or another init")
	case s.Batch < 0 || s.Batch > 100_000:
		return fmt.Errorf("the batch is %d: want the number of examples in an update, or 0 for all", s.Batch)
	}
	for _, r := range []struct {
		what      string
		v, lo, hi float64
		such      string
	}{
		{"the learning rate α", s.Rate, math.SmallestNonzeroFloat64, 1000, "above 0 and up to 1000, such as 0.1"},
		{"β", s.Beta, 0, 0.999, "0 to 0.999, such as 0.9"},
		{"L1, λ₁,", s.L1, 0, 10, "0 to 10, such as 0.001"},
		{"L2, λ₂,", s.L2, 0, 10, "0 to 10, such as 0.001"},
		{"the size of the init", s.InitSize, -100, 100, "up to 100, such as 0.5"},
	} {
		if !(r.v >= r.lo && r.v <= r.hi) {
			return fmt.Errorf("%s is %s: want a number %s", r.what, asTyped(r.v), r.such)
		}
	}
	if s.InitSize < 0 && s.Init != "constant" {
		return fmt.Errorf("the size of the init %s is %s: want a number above 0, such as 0.5", s.Init, asTyped(s.InitSize))
	}
	if s.Start != nil {
		if n := s.numbers(); len(s.Start) != n {
			return fmt.Errorf("the start has %s, and the net has %d: give one for each", counted(len(s.Start), "parameter"), n)
		}
		for _, v := range s.Start {
			if !finite(v) {
				return fmt.Errorf("the start holds %v: want finite parameters", v)
			}
		}
	}
	return nil
}

// lossOf returns the loss, nil when the output has none of that name.
func (s *NetworkSetup) lossOf() nn.Loss {
	for _, l := range netLosses[s.Output] {
		if l.Name() == s.Loss {
			return l
		}
	}
	return nil
}

// numbers is the number of parameters of the net.
func (s *NetworkSetup) numbers() (n int) {
	in := s.inputs()
	for _, h := range s.Hidden {
		n, in = n+(in+1)*h.Units, h.Units
	}
	return n + (in+1)*s.outputs()
}

// outputAct is the activation of the output layer: none where the loss takes logits.
func (s *NetworkSetup) outputAct() nn.Activation {
	if s.Output == "sigmoid" && s.Loss == (nn.HalfSquaredError{}).Name() {
		return nn.Sigmoid
	}
	return nil
}

// model builds the net, with its parameters as they start.
func (s *NetworkSetup) model() (*nn.Model, error) {
	var layers []nn.Layer
	init := netInits[s.Init](s)
	for _, h := range s.Hidden {
		d := &nn.Dense{Out: h.Units, Init: init}
		if f := actNamed(h.Act); f != nn.Identity {
			d.Act = f
		}
		layers = append(layers, d)
		if h.Dropout > 0 {
			layers = append(layers, &nn.Dropout{Rate: h.Dropout})
		}
	}
	layers = append(layers, &nn.Dense{Out: s.outputs(), Act: s.outputAct(), Init: init})
	net, err := nn.New(s.Seed, nn.Shape{s.inputs()}, layers...)
	if err != nil {
		return nil, err
	}
	start := s.Start
	if start == nil && s.Init == "published" {
		start = published
	}
	for _, q := range net.Params() {
		if start != nil {
			n := copy(q.Value.Data, start)
			start = start[n:]
		}
		q.Frozen = s.FixBiases && q.Value.Rows == 1 && strings.HasSuffix(q.Name, "/b")
	}
	return net, nil
}

// trainer builds the training.
func (s *NetworkSetup) trainer(d *examples) (*nn.Trainer, error) {
	net, err := s.model()
	if err != nil {
		return nil, err
	}
	l2 := s.L2
	if s.Optimizer == "AdamW" {
		l2 = 0 // it decays by itself
	}
	opt := netOptimizers[s.Optimizer](s)
	if s.L1 != 0 || l2 != 0 {
		opt = &nn.WeightDecay{Opt: opt, L1: s.L1, L2: l2}
	}
	return &nn.Trainer{Net: net, Loss: s.lossOf(), Opt: opt, X: d.x, Y: d.y, ValX: d.testX, ValY: d.testY, Batch: s.Batch, Seed: s.Seed}, nil
}

// asTyped is a number as it is typed, with all of its digits.
func asTyped(v float64) string {
	if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// either lists what may be chosen, be it but one.
func either(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return oneOf(names)
}
