package nn_test

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Optimizers and schedules.
func init() {
	register(cases{
		"bowl":                           bowl,
		"0.1x1² + 2x2², AdaGrad, rate 2": adaGrad,
		"AdaGrad, ε inside the root":     adaGradInside,
		"RMSProp, ε inside the root":     rmsPropInside,
		"Adam's first step":              adamsFirstStep,
		"ten steps of Adam":              tenStepsOfAdam,
		"AdaGrad's step":                 adaGradsStep,
		"momentum's step":                momentumsStep,
		"Nesterov's step":                nesterovsStep,
		"steps on half a square":         halfSquare,
		"learning rates":                 learningRates,
	})
}

// bowl is gradient descent on f = Σ c x².
func bowl(in input) result {
	if beta := in.number("beta"); beta != 0 {
		return descent(in, &nn.Momentum{LR: in.number("rate"), Beta: beta})
	}
	return descent(in, &nn.SGD{LR: in.number("rate")})
}

// adaGrad is a bowl descended by AdaGrad. The book's ε is inside the root and 1e−6, which shows
// in the sixth digit of its other run, with a rate of 0.4.
func adaGrad(in input) result { return descent(in, &nn.AdaGrad{LR: in.number("rate")}) }

// descent goes down a bowl.
func descent(in input, opt nn.Optimizer) result {
	c, start := in.numbers("c"), in.numbers("start")
	d := nn.Descent{
		Opt:   opt,
		Steps: int(in.number("steps")),
		Grad: func(x []float64) []float64 {
			g := make([]float64, len(x))
			for i := range x {
				g[i] = 2 * c[i] * x[i]
			}
			return g
		},
	}
	f := func(x []float64) (sum float64) {
		for i := range x {
			sum += c[i] * x[i] * x[i]
		}
		return sum
	}
	var end nn.Position
	for end = range nn.Descend(f, start, d) {
	}
	if len(end.X) == 1 {
		return result{right: map[string]float64{"x": end.X[0]}}
	}
	return result{right: map[string]float64{"x1": end.X[0], "x2": end.X[1]}}
}

// adamsFirstStep reads m and v out of a trace, which holds them corrected for their
// start at 0: m/(1−β₁) and v/(1−β₂). The print is what g without its square comes to
// (as does β₂ = 0.99).
func adamsFirstStep(in input) result {
	g, b1, b2 := in.number("g"), in.number("beta1"), in.number("beta2")
	q := &nn.Param{Value: linalg.Row(1), Grad: linalg.Row(g)}
	p := &nn.Pass{Trace: new(nn.Trace)}
	(&nn.Adam{LR: in.number("rate"), Beta1: b1, Beta2: b2}).Step(p, []*nn.Param{q})
	args := p.Trace.Steps[0].Args
	return result{
		right:    map[string]float64{"m": args[1].Data[0] * (1 - b1), "v": args[3].Data[0] * (1 - b2), "θ from 1": q.Value.Data[0]},
		misprint: map[string]float64{"v": (1 - b2) * g},
	}
}

// adaGradInside and rmsPropInside come to what the book prints with its ε, 1e−6, which stands
// inside the root. It shows in the last digit of x1.
func adaGradInside(in input) result {
	r := descent(in, &nn.AdaGrad{LR: in.number("rate")})
	r.misprint = map[string]float64{"x1": insideRoot(in, 1, 1)}
	return r
}

func rmsPropInside(in input) result {
	beta := in.number("beta")
	r := descent(in, &nn.RMSProp{LR: in.number("rate"), Beta: beta})
	r.misprint = map[string]float64{"x1": insideRoot(in, beta, 1-beta)}
	return r
}

// insideRoot is the first coordinate of a descent by s := keep·s + add·g², x := x − rate·g/√(s+ε).
func insideRoot(in input, keep, add float64) float64 {
	x, s := in.numbers("start")[0], 0.0
	for range int(in.number("steps")) {
		g := 2 * in.numbers("c")[0] * x
		s = keep*s + add*g*g
		x -= in.number("rate") * g / math.Sqrt(s+1e-6)
	}
	return x
}

func tenStepsOfAdam(in input) result { return descent(in, &nn.Adam{LR: in.number("rate")}) }

// single is a parameter with one number.
func single(theta float64) *nn.Param {
	return &nn.Param{Value: linalg.Row(theta), Grad: linalg.Row(0)}
}

// step updates q with gradient g and returns where it is then.
func step(opt nn.Optimizer, q *nn.Param, g float64) float64 {
	q.Grad.Fill(g)
	opt.Step(nil, []*nn.Param{q})
	return q.Value.Data[0]
}

// adaGradsStep begins with the sum of squares that a first gradient of 1 leaves.
func adaGradsStep(in input) result {
	q, opt, trace := single(0), &nn.AdaGrad{LR: in.number("rate")}, new(nn.Trace)
	step(opt, q, math.Sqrt(in.number("s")))
	q.Value.Fill(in.number("θ"))
	q.Grad.Fill(in.number("g"))
	opt.Step(&nn.Pass{Trace: trace}, []*nn.Param{q})
	s := trace.Steps[0].Args[3].Data[0]
	return result{right: map[string]float64{"θ": q.Value.Data[0], "s": s}}
}

// momentumsStep has a velocity with the learning rate in it, α times ours: a first gradient
// of v/α leaves it.
func momentumsStep(in input) result {
	rate := in.number("rate")
	q, opt := single(0), &nn.Momentum{LR: rate, Beta: in.number("beta")}
	step(opt, q, in.number("v")/rate)
	q.Value.Fill(in.number("θ"))
	theta := step(opt, q, in.number("g"))
	return result{right: map[string]float64{"θ": theta, "v": in.number("θ") - theta}}
}

// nesterovsStep looks ahead to θ − βv, which is where our parameters stand all the time.
// f is ½θ², whose slope is θ.
func nesterovsStep(in input) result {
	rate, beta, v := in.number("rate"), in.number("beta"), in.number("v")
	q, opt := single(0), &nn.Momentum{LR: rate, Beta: beta, Nesterov: true}
	step(opt, q, v/rate)
	ahead := in.number("θ") - beta*v
	q.Value.Fill(ahead)
	after := step(opt, q, ahead)
	// after = ahead − αg − βv' with the new v', and θ' = after + βv'.
	v = (ahead - rate*ahead - after) / beta
	return result{right: map[string]float64{"θ": after + beta*v, "v": v}}
}

// halfSquare descends ½θ² from θ, and says where it stands after each step and how long
// the steps are.
func halfSquare(in input) result {
	rate := in.number("rate")
	opt := map[string]nn.Optimizer{
		"SGD": &nn.SGD{LR: rate}, "Momentum": &nn.Momentum{LR: rate, Beta: 0.9}, "RMSProp": &nn.RMSProp{LR: rate, Eps: 1e-7}, "Adam": &nn.Adam{LR: rate, Eps: 1e-7},
	}[in.word("opt")]
	q := single(in.number("θ"))
	r := result{lists: map[string][]float64{}}
	for range int(in.number("steps")) {
		before := q.Value.Data[0]
		after := step(opt, q, before)
		r.lists["θ"] = append(r.lists["θ"], after)
		r.lists["length"] = append(r.lists["length"], before-after)
	}
	return r
}

// learningRates are counted in epochs from 0, ours in updates from 1.
func learningRates(in input) result {
	s := nn.StepDecay(in.number("rate"), in.number("factor"), int(in.number("every")))
	var rates []float64
	for _, epoch := range in.integers("epochs") {
		rates = append(rates, s(epoch+1))
	}
	return result{lists: map[string][]float64{"rates": rates}}
}
