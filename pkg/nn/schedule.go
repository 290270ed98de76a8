package nn

import (
	"fmt"
	"math"
)

// Schedule is a learning rate for each update, counted from 1. Any function is one, and
// schedules are made of schedules: Warmup(100, Cosine(0.1, 0, 900)).
type Schedule func(step int) float64

// Fixed is the same learning rate throughout.
func Fixed(lr float64) Schedule { return func(int) float64 { return lr } }

// StepDecay multiplies the learning rate, lr at first, by factor after every so many
// updates: α = lr · factor^⌊(step−1)/every⌋. It panics when every is below 1.
func StepDecay(lr, factor float64, every int) Schedule {
	atLeastOne("StepDecay", "every", every)
	return func(step int) float64 { return lr * math.Pow(factor, float64((step-1)/every)) }
}

// Cosine falls from one learning rate to another along half a wave of the cosine, in so
// many updates, and stays there (Loshchilov and Hutter, 2017):
//
//	α = to + ½(from−to)(1 + cos(π(step−1)/steps))
//
// It panics when steps is below 1.
func Cosine(from, to float64, steps int) Schedule {
	atLeastOne("Cosine", "steps", steps)
	return func(step int) float64 {
		if step > steps {
			return to
		}
		return to + (from-to)*(1+math.Cos(math.Pi*float64(step-1)/float64(steps)))/2
	}
}

// Restart begins a schedule anew after every so many updates, as SGDR does with Cosine
// (Loshchilov and Hutter, 2017). It panics when every is below 1.
func Restart(every int, s Schedule) Schedule {
	atLeastOne("Restart", "every", every)
	return func(step int) float64 { return s((step-1)%every + 1) }
}

// Warmup climbs evenly to the first learning rate of a schedule in so many updates, and
// then follows it (Goyal et al., 2017): s(1)·step/steps, and after that s(step−steps).
// It panics when steps is below 1.
func Warmup(steps int, s Schedule) Schedule {
	atLeastOne("Warmup", "steps", steps)
	return func(step int) float64 {
		if step <= steps {
			return s(1) * float64(step) / float64(steps)
		}
		return s(step - steps)
	}
}

func atLeastOne(schedule, what string, n int) {
	if n < 1 {
		panic(fmt.Sprintf("nn: %s: %s is %d, want at least 1 update", schedule, what, n))
	}
}

// Scheduled gives Opt the learning rate of a schedule for each update, in place of its
// LR, which stays as it is. The α in the trace is the one of that update. Step panics
// when Opt is not of this package: an optimizer of your own can ask a Schedule itself.
type Scheduled struct {
	Opt Optimizer
	LR  Schedule

	n int // updates so far
}

// Name returns the name of the optimizer.
func (o *Scheduled) Name() string { return o.Opt.Name() }

// Step updates the parameters in place.
func (o *Scheduled) Step(p *Pass, params []*Param) {
	o.n++
	stepAt(o.LR(o.n), o.Opt, p, params)
}

// stepAt makes one update with another learning rate than the optimizer's.
func stepAt(lr float64, opt Optimizer, p *Pass, params []*Param) {
	r := rateOf(opt)
	if r == nil {
		panic(fmt.Sprintf("nn: Scheduled: the learning rate of %T cannot be set from outside: want an optimizer of this package", opt))
	}
	before := *r
	*r = rate{lr, true}
	opt.Step(p, params)
	*r = before
}

// rate is a learning rate that holds in place of an optimizer's LR.
type rate struct {
	lr  float64
	set bool
}

// at returns the learning rate that holds, which is LR unless another is set.
func (r *rate) at(lr float64) float64 {
	if r.set {
		return r.lr
	}
	return lr
}

func (r *rate) theRate() *rate { return r }

// checkRate says why an optimizer's learning rate makes no sense.
func checkRate(opt Optimizer) error {
	var lr float64
	var usual, scheduled bool // whether 0 is the usual rate, and whether LR counts for nothing
	for _, o := range chainOf(opt) {
		switch o := o.(type) {
		case *Scheduled:
			scheduled = true
		case *SGD:
			lr = o.LR
		case *Momentum:
			lr = o.LR
		case *AdaGrad:
			lr, usual = o.LR, true
		case *RMSProp:
			lr, usual = o.LR, true
		case *Adam:
			lr, usual = o.LR, true
		case *AdamW:
			lr, usual = o.LR, true
		default:
			continue // it wraps another, or is not of this package
		}
		if !scheduled && !(lr > 0 || lr == 0 && usual) {
			return fmt.Errorf("nn: Trainer: the LR of %s is %v: want a learning rate above 0, such as 0.01", o.Name(), lr)
		}
	}
	return nil
}

// rateOf finds the rate of an optimizer, or of the one that it wraps.
func rateOf(opt Optimizer) *rate {
	switch o := opt.(type) {
	case interface{ theRate() *rate }:
		return o.theRate()
	case wrapper:
		return rateOf(o.inner())
	}
	return nil
}

// wrapper is an optimizer that leaves the update to another.
type wrapper interface{ inner() Optimizer }

func (o *Scheduled) inner() Optimizer   { return o.Opt }
func (o *WeightDecay) inner() Optimizer { return o.Opt }
func (o *ClipNorm) inner() Optimizer    { return o.Opt }
func (o *ClipValue) inner() Optimizer   { return o.Opt }
