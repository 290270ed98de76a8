package nn

import "math"

// groups say which entries of a batch are normalized together. A matrix with a number for
// each group says so by its size: it has a row for each example, or one for all of them,
// and a column for each block of columns.
//
//	n×1  a group is a row
//	1×d  a group is a column
//	1×C  a group is a channel: a block of columns, over all pictures
type groups struct{ rows, cols int } // how many a group has

// groupsOf are the groups that stat has a number for each of.
func groupsOf(x, stat *Matrix) groups {
	return groups{x.Rows / max(1, stat.Rows), x.Cols / stat.Cols}
}

// size is the number of entries of a group.
func (g groups) size() int { return g.rows * g.cols }

// block is what of a row belongs to the groups of column c.
func (g groups) block(row []float64, c int) []float64 { return row[c*g.cols : (c+1)*g.cols] }

// each calls f for every entry of the group in row r and column c.
func (g groups) each(r, c int, f func(i, j int)) {
	for i := r * g.rows; i < (r+1)*g.rows; i++ {
		for j := c * g.cols; j < (c+1)*g.cols; j++ {
			f(i, j)
		}
	}
}

// means overwrites mu, whose size says what the groups are, with their means. Of
// pictures, w names the entries; it is nil for plain rows, here as below.
func (p *Pass) means(mu, x *Matrix, w *Window) *Matrix {
	g := groupsOf(x, mu)
	mu.Fill(0)
	for i := range x.Rows {
		of := mu.Row(i / g.rows)
		for c := range of {
			for _, v := range g.block(x.Row(i), c) {
				of[c] += v
			}
		}
	}
	for k := range mu.Data {
		mu.Data[k] /= float64(g.size())
	}
	if p.tracing() {
		p.recordPictures("means", w, named(mu, `\mu`), named(x, "X"))
	}
	return mu
}

// variances overwrites v with the means of (x − μ)² over the groups of mu.
func (p *Pass) variances(v, x, mu *Matrix, w *Window) *Matrix {
	g := groupsOf(x, mu)
	v.Reset(mu.Rows, mu.Cols).Fill(0)
	for i := range x.Rows {
		of, mean := v.Row(i/g.rows), mu.Row(i/g.rows)
		for c := range of {
			for _, x := range g.block(x.Row(i), c) {
				of[c] += (x - mean[c]) * (x - mean[c])
			}
		}
	}
	for k := range v.Data {
		v.Data[k] /= float64(g.size())
	}
	if p.tracing() {
		p.recordPictures("variances", w, named(v, `\sigma^2`), named(x, "X"), named(mu, `\mu`))
	}
	return v
}

// deviations overwrites s with √(σ² + ε).
func (p *Pass) deviations(s, v *Matrix, eps float64) *Matrix {
	s.Reset(v.Rows, v.Cols)
	for k, v := range v.Data {
		s.Data[k] = math.Sqrt(v + eps)
	}
	if p.tracing() {
		p.record("deviations", named(s, "s"), named(v, `\sigma^2`), scalar(`\varepsilon`, eps))
	}
	return s
}

// standardize overwrites xhat with (x − μ)/s, where μ and s are those of the group.
func (p *Pass) standardize(xhat, x, mu, s *Matrix, w *Window) *Matrix {
	g := groupsOf(x, mu)
	xhat.Reset(x.Rows, x.Cols)
	for i := range x.Rows {
		mean, dev := mu.Row(i/g.rows), s.Row(i/g.rows)
		for c := range mean {
			out := g.block(xhat.Row(i), c)
			for j, v := range g.block(x.Row(i), c) {
				out[j] = (v - mean[c]) / dev[c]
			}
		}
	}
	if p.tracing() {
		p.recordPictures("standardize", w, named(xhat, `\hat{X}`), named(x, "X"), named(mu, `\mu`), named(s, "s"))
	}
	return xhat
}

// meansGrad overwrites dmu with ∂μ = −Σ ∂x̂/s. What it should get by way of σ² is 0,
// because the distances from a mean add up to 0.
func (p *Pass) meansGrad(dmu, dxhat, s *Matrix, w *Window) *Matrix {
	g := groupsOf(dxhat, s)
	dmu.Reset(s.Rows, s.Cols).Fill(0)
	for i := range dxhat.Rows {
		of, dev := dmu.Row(i/g.rows), s.Row(i/g.rows)
		for c := range of {
			for _, v := range g.block(dxhat.Row(i), c) {
				of[c] -= v / dev[c]
			}
		}
	}
	if p.tracing() {
		p.recordPictures("meansgrad", w, named(dmu, `\partial \mu`), named(dxhat, `\partial \hat{X}`), named(s, "s"))
	}
	return dmu
}

// variancesGrad overwrites dv with ∂σ² = −Σ ∂x̂ x̂ / 2s²: the slope of 1/s at σ² is −1/2s³,
// and x − μ is x̂s.
func (p *Pass) variancesGrad(dv, dxhat, xhat, s *Matrix, w *Window) *Matrix {
	g := groupsOf(dxhat, s)
	dv.Reset(s.Rows, s.Cols).Fill(0)
	for i := range dxhat.Rows {
		of, dev := dv.Row(i/g.rows), s.Row(i/g.rows)
		for c := range of {
			x := g.block(xhat.Row(i), c)
			for j, v := range g.block(dxhat.Row(i), c) {
				of[c] -= v * x[j] / (2 * dev[c] * dev[c])
			}
		}
	}
	if p.tracing() {
		p.recordPictures("variancesgrad", w, named(dv, `\partial \sigma^2`), named(dxhat, `\partial \hat{X}`), named(xhat, `\hat{X}`), named(s, "s"))
	}
	return dv
}

// standardizeGrad overwrites dx with ∂X. An entry counts by itself, and moves the mean and
// the variance of its group of m as well:
//
//	∂x = ∂x̂/s + ∂μ/m + ∂σ² 2(x − μ)/m    x − μ is x̂s
func (p *Pass) standardizeGrad(dx, dxhat, xhat, s, dmu, dv *Matrix, w *Window) *Matrix {
	g := groupsOf(dxhat, s)
	m := float64(g.size())
	dx.Reset(dxhat.Rows, dxhat.Cols)
	for i := range dx.Rows {
		dev, dmu, dv := s.Row(i/g.rows), dmu.Row(i/g.rows), dv.Row(i/g.rows)
		for c := range dev {
			out, x := g.block(dx.Row(i), c), g.block(xhat.Row(i), c)
			for j, v := range g.block(dxhat.Row(i), c) {
				out[j] = v/dev[c] + dmu[c]/m + 2*dv[c]*x[j]*dev[c]/m
			}
		}
	}
	if p.tracing() {
		p.recordPictures("standardizegrad", w, named(dx, `\partial X`), named(dxhat, `\partial \hat{X}`), named(xhat, `\hat{X}`), named(s, "s"), named(dmu, `\partial \mu`), named(dv, `\partial \sigma^2`))
	}
	return dx
}

// standardizeGradFixed overwrites dx with ∂X̂/s: μ and s are not those of the batch, so that
// it does not move them.
func (p *Pass) standardizeGradFixed(dx, dxhat, s *Matrix, w *Window) *Matrix {
	g := groupsOf(dxhat, s)
	dx.Reset(dxhat.Rows, dxhat.Cols)
	for i := range dx.Rows {
		dev := s.Row(i / g.rows)
		for c := range dev {
			out := g.block(dx.Row(i), c)
			for j, v := range g.block(dxhat.Row(i), c) {
				out[j] = v / dev[c]
			}
		}
	}
	if p.tracing() {
		p.recordPictures("fixedgrad", w, named(dx, `\partial X`), named(dxhat, `\partial \hat{X}`), named(s, "s"))
	}
	return dx
}

// average overwrites running with (1 − m)·running + m·latest, of variances with m ·
// size/(size−1) · latest: that of a few examples is too small on average by this much. A
// size of 0 is for means.
func (p *Pass) average(running, latest *Matrix, m float64, size int) *Matrix {
	var before *Matrix
	if p.tracing() {
		before = running.Clone()
	}
	unbiased := 1.0
	if size > 0 {
		unbiased = float64(size) / float64(size-1)
	}
	for k, v := range latest.Data {
		running.Data[k] = (1-m)*running.Data[k] + m*unbiased*v
	}
	if p.tracing() {
		args := []*Matrix{before, latest, scalar("m", m)}
		if size > 0 {
			args = append(args, scalar("n", float64(size)))
		}
		p.record("average", running, args...)
	}
	return running
}

// scaleShift overwrites y with x ⊙ 1γ + 1β, where γ and β have a number for each group.
func (p *Pass) scaleShift(y, x, gamma, beta *Matrix, w *Window) *Matrix {
	g := groupsOf(x, gamma)
	y.Reset(x.Rows, x.Cols)
	for i := range x.Rows {
		for c, scale := range gamma.Data {
			out, shift := g.block(y.Row(i), c), beta.Data[c]
			for j, v := range g.block(x.Row(i), c) {
				out[j] = v*scale + shift
			}
		}
	}
	if p.tracing() {
		p.recordPictures("scaleShift", w, named(y, "Y"), named(x, `\hat{X}`), named(gamma, `\gamma`), named(beta, `\beta`))
	}
	return y
}

// scale overwrites y with x ⊙ 1γ.
func (p *Pass) scale(y, x, gamma *Matrix, w *Window) *Matrix {
	g := groupsOf(x, gamma)
	y.Reset(x.Rows, x.Cols)
	for i := range x.Rows {
		for c, scale := range gamma.Data {
			out := g.block(y.Row(i), c)
			for j, v := range g.block(x.Row(i), c) {
				out[j] = v * scale
			}
		}
	}
	if p.tracing() {
		p.recordPictures("scale", w, y, named(x, `\partial Y`), named(gamma, `\gamma`))
	}
	return y
}

// sumProducts overwrites row, which has a number for each group, with the sums of a ⊙ b.
func (p *Pass) sumProducts(row, a, b *Matrix, w *Window) *Matrix {
	g := groupsOf(a, row)
	row.Fill(0)
	for i := range a.Rows {
		for c := range row.Data {
			with := g.block(b.Row(i), c)
			for j, v := range g.block(a.Row(i), c) {
				row.Data[c] += v * with[j]
			}
		}
	}
	if p.tracing() {
		p.recordPictures("sumProducts", w, row, named(a, `\partial Y`), named(b, `\hat{X}`))
	}
	return row
}

// recordPictures keeps the window that names the pixels; none for plain rows.
func (p *Pass) recordPictures(op string, w *Window, out *Matrix, args ...*Matrix) {
	if w == nil {
		p.record(op, out, args...)
		return
	}
	p.recordWindow(op, *w, out, args...)
}
