package nn

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// convolution does the arithmetic of a Conv2D: for each picture the pixels under each
// place of the kernel are laid out as a column (im2col; Chellapilla, Puri and Simard,
// 2006), after which all filters at all places are one matrix product. ConvNaive is
// the loop that it equals.
type convolution struct {
	Window
	groups, filters int

	cols, part Matrix // (C·kh·kw) × places; a share of ∂W
	zi, wi, ci Matrix // views of what belongs to one picture and one group
}

// places is the number of places of the kernel.
func (c *convolution) places() int {
	height, width := c.Out()
	return height * width
}

// ConvNaive returns the convolution of pictures with filters as its definition has it,
// n × (filters·height·width): x is n × (C·H·W), w is filters × (C/groups·kh·kw), b is
// 1×filters. It panics with a *linalg.ShapeError when they do not fit.
func ConvNaive(x, w, b *Matrix, win Window, groups int) *Matrix {
	c := &convolution{Window: win, groups: groups, filters: w.Rows}
	c.fits(x, w)
	height, width := win.Out()
	z := linalg.New(x.Rows, w.Rows*height*width)
	for i := range x.Rows {
		for o := range w.Rows {
			for r := range height {
				for q := range width {
					sum := b.At(0, o)
					c.under(o, r, q, func(pixel, weight int) {
						sum += w.At(o, weight) * x.At(i, pixel)
					})
					z.Set(i, (o*height+r)*width+q, sum)
				}
			}
		}
	}
	return z
}

// under calls f for each pixel that the kernel of filter o covers at place (r, q), with
// the column of the filter's weight that meets it.
func (c *convolution) under(o, r, q int, f func(pixel, weight int)) {
	channels := c.In[0] / c.groups
	first := o / (c.filters / c.groups) * channels
	weight := 0
	for channel := first; channel < first+channels; channel++ {
		for k := range c.Kernel[0] {
			for l := range c.Kernel[1] {
				if row, col, inside := c.at(r, q, k, l); inside {
					f(c.pixel(channel, row, col), weight)
				}
				weight++
			}
		}
	}
}

// fits panics when pictures or filters are not of the sizes that the window has.
func (c *convolution) fits(x, w *Matrix) {
	c.In.fits("Conv2D", x)
	if want := c.In[0] / c.groups * c.Kernel[0] * c.Kernel[1]; w.Cols != want {
		panic(&linalg.ShapeError{Op: "Conv2D", Why: fmt.Sprintf("%s %s does not hold filters of %d×%d for %d channels: want %d columns, a filter in each row", named(w, "W").Name, dims(w), c.Kernel[0], c.Kernel[1], c.In[0]/c.groups, want)})
	}
}

// conv overwrites z with the convolution of x by w, plus b.
func (p *Pass) conv(z, x, w, b *Matrix, c *convolution) *Matrix {
	c.fits(x, w)
	places := c.places()
	z.Reset(x.Rows, c.filters*places)
	for i := range x.Rows {
		c.im2col(x.Row(i))
		for g := range c.groups {
			zi, wi, ci := c.group(z.Row(i), w, g)
			zi.Mul(wi, ci)
		}
		for o := range c.filters {
			row := z.Row(i)[o*places : (o+1)*places]
			for k := range row {
				row[k] += b.Data[o]
			}
		}
	}
	if p.tracing() {
		p.recordWindow("conv", c.Window, named(z, "Z"), named(x, "X"), named(w, "W"), named(b, "b"))
	}
	return z
}

// convGradW overwrites dw with ∂W, from ∂Z and X.
func (p *Pass) convGradW(dw, dz, x *Matrix, c *convolution) *Matrix {
	dw.Fill(0)
	for i := range x.Rows {
		c.im2col(x.Row(i))
		for g := range c.groups {
			dzi, dwi, ci := c.group(dz.Row(i), dw, g)
			c.part.MulABT(dzi, ci)
			for k, v := range c.part.Data {
				dwi.Data[k] += v
			}
		}
	}
	if p.tracing() {
		p.recordWindow("convgradW", c.Window, dw, named(dz, `\partial Z`), named(x, "X"))
	}
	return dw
}

// convGradX overwrites dx with ∂X, from ∂Z and W.
func (p *Pass) convGradX(dx, dz, w *Matrix, c *convolution) *Matrix {
	dx.Reset(dz.Rows, c.In.Size()).Fill(0)
	c.cols.Reset(c.In[0]*c.Kernel[0]*c.Kernel[1], c.places())
	for i := range dz.Rows {
		for g := range c.groups {
			dzi, wi, ci := c.group(dz.Row(i), w, g)
			ci.MulATB(wi, dzi)
		}
		c.col2im(dx.Row(i))
	}
	if p.tracing() {
		p.recordWindow("convgradX", c.Window, named(dx, `\partial X`), named(dz, `\partial Z`), named(w, "W"))
	}
	return dx
}

// sumPlaces overwrites db, 1×channels, with the sums of ∂Z over all pictures and places.
// Without a window, each feature is a channel of one place.
func (p *Pass) sumPlaces(db, dz *Matrix, w *Window) *Matrix {
	if w == nil {
		return p.SumRows(db, dz)
	}
	g := groupsOf(dz, db)
	db.Fill(0)
	for i := range dz.Rows {
		for o := range db.Data {
			for _, v := range g.block(dz.Row(i), o) {
				db.Data[o] += v
			}
		}
	}
	if p.tracing() {
		p.recordWindow("sumPlaces", *w, db, named(dz, `\partial Z`))
	}
	return db
}

// group returns views of what belongs to group g: of a picture's output, filters/groups ×
// places, of the filters, and of the columns of pixels.
func (c *convolution) group(zi []float64, w *Matrix, g int) (z, wg, cols *Matrix) {
	filters, size, places := c.filters/c.groups, w.Cols, c.places()
	c.zi = Matrix{Rows: filters, Cols: places, Data: zi[g*filters*places : (g+1)*filters*places]}
	c.wi = Matrix{Rows: filters, Cols: size, Data: w.Data[g*filters*size : (g+1)*filters*size]}
	c.ci = Matrix{Rows: size, Cols: places, Data: c.cols.Data[g*size*places : (g+1)*size*places]}
	return &c.zi, &c.wi, &c.ci
}

// im2col lays the pixels of x under each place of the kernel out as a column; what is
// in the padding is 0.
func (c *convolution) im2col(x []float64) {
	c.cols.Reset(c.In[0]*c.Kernel[0]*c.Kernel[1], c.places()).Fill(0)
	c.eachStretch(x, func(pixels, entries []float64) {
		if c.Stride[1] == 1 {
			copy(entries, pixels)
			return
		}
		for q := range entries {
			entries[q] = pixels[q*c.Stride[1]]
		}
	})
}

// col2im adds each entry of the columns to the pixel that it was taken from.
func (c *convolution) col2im(x []float64) {
	c.eachStretch(x, func(pixels, entries []float64) {
		for q, v := range entries {
			pixels[q*c.Stride[1]] += v
		}
	})
}

// eachStretch calls f for each row of places and each weight of the kernel, with the pixels
// of x under the weight, from the first that is no padding on, and their entries in the
// columns of pixels. From one entry to the next, the pixels move on by the stride.
func (c *convolution) eachStretch(x []float64, f func(pixels, entries []float64)) {
	height, width := c.Out()
	i := 0
	for channel := range c.In[0] {
		for k := range c.Kernel[0] {
			for l := range c.Kernel[1] {
				row := c.cols.Row(i)
				from, to := c.inside(l, width)
				for r := range height {
					y, z, _ := c.at(r, from, k, l)
					if from < to && y >= 0 && y < c.In[1] {
						f(x[c.pixel(channel, y, z):c.pixel(channel, y+1, 0)], row[r*width+from:r*width+to])
					}
				}
				i++
			}
		}
	}
}
