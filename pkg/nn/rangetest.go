package nn

import (
	"fmt"
	"math"
)

// RateCurve is the cost against the learning rate, for a figure with a logarithmic axis.
type RateCurve struct {
	LR     []float64
	Loss   []float64 // J of a batch, before the update with LR
	Smooth []float64 // running mean of Loss, m := 0.9m + 0.1J, corrected for its start at 0 as Adam's
}

// RangeTest trains with a learning rate that grows from one value to another in so many
// updates, each by the same factor, and returns the cost at each (Smith, 2017, who lets
// it grow evenly). A good rate lies where the cost falls fastest, well before it rises.
// The test ends early when the cost is no longer finite, or its running mean more than
// 4 times the smallest so far. Net and optimizer are afterwards as they were before.
//
// It takes Net, Loss, Opt, data, Batch and Seed of the Trainer, whose History stays. It
// returns an error when a setting makes no sense, or when the learning rate of Opt
// cannot be set, because it follows a schedule or is not of this package.
func RangeTest(t *Trainer, from, to float64, updates int) (curve RateCurve, err error) {
	if !(from > 0 && to > from) || updates < 2 {
		return curve, fmt.Errorf("nn: RangeTest: got %d updates from %v to %v: want at least 2, from a learning rate above 0 to a higher one", updates, from, to)
	}
	run := Trainer{Net: t.Net, Loss: t.Loss, Opt: t.Opt, X: t.X, Y: t.Y, Batch: t.Batch, Seed: t.Seed, Epochs: updates}
	if err := run.check(); err != nil {
		return curve, err
	}
	for _, o := range chainOf(t.Opt) {
		if _, follows := o.(*Scheduled); follows || rateOf(o) == nil {
			return curve, fmt.Errorf("nn: RangeTest: the learning rate of %s (%T) cannot be set: want an optimizer of this package without a schedule", o.Name(), o)
		}
	}
	before, err := takeState(t.Net, t.Opt)
	if err != nil {
		return curve, err
	}
	rate := func(step int) float64 { return from * math.Pow(to/from, float64(step-1)/float64(updates-1)) }
	run.Opt = &Scheduled{Opt: t.Opt, LR: rate}
	least, mean := math.Inf(1), 0.0
	for u := range run.Steps() {
		mean = 0.9*mean + 0.1*u.Loss
		smooth := mean / (1 - math.Pow(0.9, float64(u.Step)))
		least = min(least, smooth)
		curve.LR, curve.Loss, curve.Smooth = append(curve.LR, rate(u.Step)), append(curve.Loss, u.Loss), append(curve.Smooth, smooth)
		if u.Step == updates || smooth > 4*least {
			break
		}
	}
	return curve, before.put(t.Net, t.Opt)
}
