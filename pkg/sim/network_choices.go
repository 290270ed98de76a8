package sim

import (
	"reflect"
	"slices"

	"chainrule/pkg/nn"
)

// said is what a page says of the choice with a name.
func said(list []choice, name string) string {
	for _, c := range list {
		if c.Name == name {
			return c.Say
		}
	}
	return name
}

func choiceNames(list []choice) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// actSays are activations as a sentence names them.
var actSays = map[string]string{
	"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "leaky ReLU", "elu": "ELU",
	"gelu": "GELU", "silu": "SiLU", "softplus": "softplus", "identity": "identity (linear)",
}

func actChoices() (list []choice) {
	for _, f := range netActs {
		list = append(list, choice{f.Label, actSays[f.Label]})
	}
	return list
}

func dataChoices() (list []choice) {
	for _, name := range []string{"circle", "xor clouds", "gaussians", "spiral", "moons", "plane", "waves", "sine", "iris", "digits", "mazur", "xor"} {
		list = append(list, choice{name, netData[name].say})
	}
	return list
}

var featureChoices = []choice{
	{"x1", "x₁"}, {"x2", "x₂"}, {"x1^2", "x₁²"}, {"x2^2", "x₂²"}, {"x1 x2", "x₁x₂"}, {"sin x1", "sin x₁"}, {"sin x2", "sin x₂"},
}

var optimizerChoices = []choice{
	{"SGD", "gradient descent (SGD)"}, {"Momentum", "momentum"}, {"Nesterov", "Nesterov"},
	{"AdaGrad", "AdaGrad"}, {"RMSProp", "RMSProp"}, {"Adam", "Adam"}, {"AdamW", "AdamW"},
}

var initChoices = []choice{
	{"usual", "usual (He or Xavier)"}, {"zero", "zero"}, {"constant", "constant"}, {"normal", "normal"}, {"uniform", "uniform"},
	{"xavier", "Xavier"}, {"he", "He"}, {"lecun", "LeCun"}, {"orthogonal", "orthogonal"}, {"published", "the published numbers"},
}

var paceChoices = []choice{
	{"operation", "single operation"}, {"unit", "unit"}, {"layer", "layer"}, {"example", "example"}, {"batch", "update (batch)"}, {"epoch", "epoch"},
}

// netPreset is a setup with a name.
type netPreset struct {
	choice
	setup func() NetworkSetup
}

// netPresets are the setups that a learner begins with; the first is the usual one.
var netPresets = []netPreset{
	{choice{"circle", "circles, one hidden layer"}, func() NetworkSetup {
		return inPlane("circle", 0.08, Hidden{Units: 4, Act: "tanh"})
	}},
	{choice{"mazur", "the published 2-2-2 example"}, func() NetworkSetup {
		return NetworkSetup{
			Data: "mazur", Hidden: []Hidden{{Units: 2, Act: "sigmoid"}}, Output: "sigmoid", Loss: nn.HalfSquaredError{}.Name(),
			Optimizer: "SGD", Rate: 0.5, Init: "published", FixBiases: true,
		}
	}},
	{choice{"xor", "XOR: the four points"}, func() NetworkSetup {
		return NetworkSetup{Data: "xor", Hidden: []Hidden{{Units: 2, Act: "tanh"}}, Output: "sigmoid", Rate: 0.5, Seed: 9}
	}},
	{choice{"2-8-8-1", "spirals, two hidden layers of 8"}, func() NetworkSetup {
		s := inPlane("spiral", 0.02, Hidden{Units: 8, Act: "tanh"}, Hidden{Units: 8, Act: "tanh"})
		s.Optimizer, s.Rate = "Adam", 0.02
		return s
	}},
	{choice{"waves", "waves: regression"}, func() NetworkSetup {
		s := inPlane("waves", 0.05, Hidden{Units: 8, Act: "tanh"}, Hidden{Units: 4, Act: "tanh"})
		s.Optimizer, s.Rate = "Adam", 0.02
		return s
	}},
	{choice{"sine", "a curve over one input"}, func() NetworkSetup {
		return NetworkSetup{
			Data: "sine", Noise: 0.1, TestShare: 0.3, DataSeed: 1, Hidden: []Hidden{{Units: 4, Act: "tanh"}},
			Optimizer: "Adam", Rate: 0.02, Batch: 10, Seed: 1,
		}
	}},
	{choice{"iris", "iris: three species, softmax"}, func() NetworkSetup {
		return NetworkSetup{
			Data: "iris", TestShare: 0.3, Scale: true, Hidden: []Hidden{{Units: 6, Act: "relu"}},
			Output: "softmax", Rate: 0.1, Batch: 15, Seed: 1,
		}
	}},
	{choice{"digits", "handwritten digits"}, func() NetworkSetup {
		return NetworkSetup{
			Data: "digits", TestShare: 0.3, Hidden: []Hidden{{Units: 8, Act: "relu"}},
			Output: "softmax", Optimizer: "Adam", Rate: 0.01, Batch: 10, Seed: 1,
		}
	}},
	{choice{"zero", "units that stay alike"}, func() NetworkSetup {
		s := inPlane("circle", 0.08, Hidden{Units: 4, Act: "tanh"})
		s.Init = "constant"
		return s
	}},
	{choice{"vanishing", "vanishing gradients, six layers"}, func() NetworkSetup {
		h := Hidden{Units: 4, Act: "sigmoid"}
		return inPlane("circle", 0.08, h, h, h, h, h, h)
	}},
	{choice{"dead", "dead ReLUs"}, func() NetworkSetup {
		s := inPlane("circle", 0.08, Hidden{Units: 6, Act: "relu"})
		s.Init, s.InitSize, s.Rate = "normal", 2, 5
		return s
	}},
	{choice{"nan", "a rate far too large"}, func() NetworkSetup {
		s := inPlane("plane", 0.05, Hidden{Units: 4, Act: "relu"})
		s.Rate = 30
		return s
	}},
	{choice{"overfitting", "overfitting: few examples"}, func() NetworkSetup {
		s := inPlane("moons", 0.4, Hidden{Units: 8, Act: "tanh"}, Hidden{Units: 8, Act: "tanh"})
		s.N, s.TestShare, s.Optimizer, s.Rate, s.Batch = 60, 0.5, "Adam", 0.03, 0
		return s
	}},
}

// isPreset says whether a setup is that of a preset.
func isPreset(name string, s *NetworkSetup) bool {
	i := slices.IndexFunc(netPresets, func(p netPreset) bool { return p.Name == name })
	if i < 0 {
		return false
	}
	preset := netPresets[i].setup().complete()
	return reflect.DeepEqual(preset, *s)
}

// namedPreset is the name of the preset that a setup is of, "" for none.
func namedPreset(s *NetworkSetup) string {
	for _, p := range netPresets {
		if isPreset(p.Name, s) {
			return p.Name
		}
	}
	return ""
}

// inPlane is a setup with data in the plane, in batches of 10.
func inPlane(name string, noise float64, hidden ...Hidden) NetworkSetup {
	return NetworkSetup{Data: name, Noise: noise, TestShare: 0.3, DataSeed: 1, Hidden: hidden, Rate: 0.1, Batch: 10, Seed: 1}
}

// choices are what settings can be set to.
func (s *NetworkSetup) choices() choicesAnswer {
	c := choicesAnswer{
		Data: dataChoices(), Features: featureChoices, Acts: actChoices(), Optimizers: optimizerChoices, Inits: initChoices, Paces: paceChoices,
		Layers: mostLayers, Units: mostUnits,
	}
	for _, p := range netPresets {
		c.Presets = append(c.Presets, p.choice)
	}
	for _, o := range []choice{{"softmax", "softmax"}, {"sigmoid", "sigmoid"}, {"linear", "linear"}} {
		t := *s
		t.Output, t.Loss, t.Start = o.Name, netLosses[o.Name][0].Name(), nil
		if s.Data == "mazur" && o.Name == "sigmoid" || t.check() == nil {
			c.Outputs = append(c.Outputs, o)
		}
	}
	for _, l := range netLosses[s.Output] {
		c.Losses = append(c.Losses, choice{l.Name(), l.Name()})
	}
	return c
}
