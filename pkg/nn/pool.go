package nn

import (
	"math"
	"math/rand/v2"
)

// MaxPool keeps the largest pixel under its window at each place, channel by channel
// (Riesenhuber and Poggio, 1999). A small shift of what the picture shows hardly
// changes it. Padding never wins. It has no parameters.
type MaxPool struct {
	Kernel  [2]int // height and width of the window: nn.Square(2)
	Stride  [2]int // {0, 0} is the size of the window, so that windows do not overlap
	Padding [2]int // at most half of the window

	win   Window
	won   []int // for each entry of Z, the pixel that it was taken from
	z, dx Matrix
}

// AvgPool takes the mean of the pixels under its window at each place, channel by
// channel (LeCun et al., 1989, with weights). Padding counts as zeros. It has no
// parameters.
type AvgPool struct {
	Kernel  [2]int // height and width of the window: nn.Square(2)
	Stride  [2]int // {0, 0} is the size of the window, so that windows do not overlap
	Padding [2]int

	win   Window
	z, dx Matrix
}

// Build returns {channels, height, width}.
func (m *MaxPool) Build(name string, in Shape, _ *rand.Rand) (out Shape, err error) {
	if m.win, err = newWindow(name, in, m.Kernel, m.Stride, m.Padding, [2]int{}, m.Kernel); err != nil {
		return nil, err
	}
	if err := m.win.noEmptyPlace(name); err != nil {
		return nil, err
	}
	m.z.Name = "A" + subscript(name)
	return m.win.out(m.win.In[0]), nil
}

// Build returns {channels, height, width}.
func (m *AvgPool) Build(name string, in Shape, _ *rand.Rand) (out Shape, err error) {
	if m.win, err = newWindow(name, in, m.Kernel, m.Stride, m.Padding, [2]int{}, m.Kernel); err != nil {
		return nil, err
	}
	m.z.Name = "A" + subscript(name)
	return m.win.out(m.win.In[0]), nil
}

// Forward returns the largest pixels, n × (channels·height·width).
func (m *MaxPool) Forward(p *Pass, x *Matrix) *Matrix {
	m.won = p.maxPool(&m.z, p.Input(x, &m.dx), &m.win, m.won)
	return &m.z
}

// Forward returns the means, n × (channels·height·width).
func (m *AvgPool) Forward(p *Pass, x *Matrix) *Matrix {
	return p.avgPool(&m.z, p.Input(x, &m.dx), &m.win)
}

// Backward gives each error to the pixel that won its place.
func (m *MaxPool) Backward(p *Pass, dz *Matrix) *Matrix {
	return p.maxPoolGrad(&m.dx, dz, &m.win, m.won)
}

// Backward gives each pixel its share of the errors of the places that it was under.
func (m *AvgPool) Backward(p *Pass, dz *Matrix) *Matrix { return p.avgPoolGrad(&m.dx, dz, &m.win) }

// Params returns nil: there are none.
func (m *MaxPool) Params() []*Param { return nil }

// Params returns nil: there are none.
func (m *AvgPool) Params() []*Param { return nil }

// eachPlace calls f for each place of the window in each channel, with the entry of a
// row of Z that belongs to it.
func (w *Window) eachPlace(f func(channel, r, q, entry int)) {
	height, width := w.Out()
	for channel := range w.In[0] {
		for r := range height {
			for q := range width {
				f(channel, r, q, (channel*height+r)*width+q)
			}
		}
	}
}

// eachPixel calls f for each pixel that the window covers at place (r, q).
func (w *Window) eachPixel(channel, r, q int, f func(pixel int)) {
	for k := range w.Kernel[0] {
		for l := range w.Kernel[1] {
			if row, col, inside := w.at(r, q, k, l); inside {
				f(w.pixel(channel, row, col))
			}
		}
	}
}

// maxPool overwrites z with the largest pixels of x, and returns which they were.
func (p *Pass) maxPool(z, x *Matrix, w *Window, won []int) []int {
	w.In.fits("MaxPool", x)
	height, width := w.Out()
	size := w.In[0] * height * width
	z.Reset(x.Rows, size)
	if need := x.Rows * size; cap(won) < need {
		won = make([]int, need)
	} else {
		won = won[:need]
	}
	for i := range x.Rows {
		row := x.Row(i)
		w.eachPlace(func(channel, r, q, entry int) {
			top, at := math.Inf(-1), -1
			w.eachPixel(channel, r, q, func(pixel int) {
				if v := row[pixel]; at < 0 || v > top || math.IsNaN(v) { // a NaN wins, so that it is seen
					top, at = v, pixel
				}
			})
			z.Row(i)[entry], won[i*size+entry] = top, at
		})
	}
	if p.tracing() {
		p.recordWindow("maxpool", *w, named(z, "A"), named(x, "X"))
	}
	return won
}

// maxPoolGrad overwrites dx with ∂X.
func (p *Pass) maxPoolGrad(dx, dz *Matrix, w *Window, won []int) *Matrix {
	dx.Reset(dz.Rows, w.In.Size()).Fill(0)
	for i := range dz.Rows {
		for j, g := range dz.Row(i) {
			dx.Row(i)[won[i*dz.Cols+j]] += g
		}
	}
	if p.tracing() {
		winners := new(Matrix).Reset(dz.Rows, dz.Cols)
		for k := range winners.Data {
			winners.Data[k] = float64(won[k] + 1)
		}
		p.recordWindow("maxpoolgrad", *w, named(dx, `\partial X`), named(dz, `\partial A`), winners.Named(`\mathrm{winner}`))
	}
	return dx
}

// avgPool overwrites z with the means of the pixels of x.
func (p *Pass) avgPool(z, x *Matrix, w *Window) *Matrix {
	w.In.fits("AvgPool", x)
	height, width := w.Out()
	z.Reset(x.Rows, w.In[0]*height*width)
	for i := range x.Rows {
		row := x.Row(i)
		w.eachPlace(func(channel, r, q, entry int) {
			sum := 0.0
			w.eachPixel(channel, r, q, func(pixel int) { sum += row[pixel] })
			z.Row(i)[entry] = sum / float64(w.Kernel[0]*w.Kernel[1])
		})
	}
	if p.tracing() {
		p.recordWindow("avgpool", *w, named(z, "A"), named(x, "X"))
	}
	return z
}

// avgPoolGrad overwrites dx with ∂X.
func (p *Pass) avgPoolGrad(dx, dz *Matrix, w *Window) *Matrix {
	dx.Reset(dz.Rows, w.In.Size()).Fill(0)
	for i := range dz.Rows {
		row := dx.Row(i)
		w.eachPlace(func(channel, r, q, entry int) {
			g := dz.Row(i)[entry] / float64(w.Kernel[0]*w.Kernel[1])
			w.eachPixel(channel, r, q, func(pixel int) { row[pixel] += g })
		})
	}
	if p.tracing() {
		p.recordWindow("avgpoolgrad", *w, named(dx, `\partial X`), named(dz, `\partial A`))
	}
	return dx
}
