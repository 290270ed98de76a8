package sim

import "math"

// watched is what is seen of a net that may hover about a threshold: what is said of it begins
// at one threshold and ends at another, so that it does not come and go. It follows from the
// looks until then, and so from the run alone.
type watched struct {
	grads, errors []float64 // sizes of ∂J/∂W and of ∂J/∂Z by layer, as means of the latest looks; nil with fewer than three layers

	vanishing, exploding bool
	saturated            []bool // by hidden layer
}

// watchedEvery is how many updates lie at least between two looks, and meanOf of how many looks
// the mean is taken.
const watchedEvery, meanOf = 10, 8

// lookEvery is how many updates lie between two looks: an epoch, or several short ones.
func (r *netRun) lookEvery() int { return max(watchedEvery, r.perPass()) }

// seenAt is the latest look until k updates are made.
func (r *netRun) seenAt(k int) *watched { return &r.watched[k/r.lookEvery()] }

// watch looks at the net as the trainer has it, on the training set.
func (r *netRun) watch() {
	var w, before watched
	if n := len(r.watched); n > 0 {
		before = r.watched[n-1]
	}
	f := r.through(r.data.x)
	for i := range r.dense[:len(r.dense)-1] {
		share, _ := r.flatness(f, i)
		was := before.saturated != nil && before.saturated[i]
		w.saturated = append(w.saturated, share > flatShare || was && share > flatStill)
	}
	if len(r.dense) >= 3 {
		var sizes [2][]float64
		grads, errors := r.gradientsOf(f)
		for i := range r.dense {
			sizes[0], sizes[1] = append(sizes[0], math.Log(rms(grads[i]))), append(sizes[1], math.Log(rms(errors[i])))
		}
		r.looks = append(r.looks, sizes)
		w.grads, w.errors = r.meanLook(0), r.meanLook(1)
		down, up := ratio(w.grads), ratio(w.errors)
		w.vanishing = down > 0 && (down < 1.0/apartBy || before.vanishing && down < 1.0/closeBy)
		w.exploding = !math.IsInf(up, 0) && (up > apartBy || before.exploding && up > closeBy)
	}
	r.watched = append(r.watched, w)
}

// meanLook is the geometric mean of the latest looks, layer by layer.
func (r *netRun) meanLook(what int) (means []float64) {
	latest := r.looks[max(0, len(r.looks)-meanOf):]
	for i := range r.dense {
		var sum float64
		for _, sizes := range latest {
			sum += sizes[what][i]
		}
		means = append(means, math.Exp(sum/float64(len(latest))))
	}
	return means
}

// ratio is the first of a list as a share of the last.
func ratio(list []float64) float64 { return list[0] / list[len(list)-1] }
