package nn

import "fmt"

// Window is how a convolution or a pooling walks over a picture: a kernel of some
// height and width stands over it, and moves on by a stride.
type Window struct {
	In       Shape  `json:"in"`       // channels, height, width
	Kernel   [2]int `json:"kernel"`   // its height and width
	Stride   [2]int `json:"stride"`   // down and to the right; at least 1
	Padding  [2]int `json:"padding"`  // rows of zeros above and below, columns at the left and right
	Dilation [2]int `json:"dilation"` // from one row or column of the kernel to the next; 1 leaves no gap
}

// Square is a size that is the same down and across: Square(3) is a 3×3 kernel.
func Square(n int) [2]int { return [2]int{n, n} }

// Out returns how many places the kernel has, down and across: with a side of n
// pixels, padding p, dilation d, kernel k and stride s, these are
// ⌊(n + 2p − d(k−1) − 1)/s⌋ + 1 (Dumoulin and Visin, 2016). It is 0 when the kernel is
// larger than the padded picture.
func (w Window) Out() (height, width int) {
	places := func(axis int) int {
		room := w.In[axis+1] + 2*w.Padding[axis] - w.Dilation[axis]*(w.Kernel[axis]-1) - 1
		if room < 0 {
			return 0
		}
		return room/w.Stride[axis] + 1
	}
	return places(0), places(1)
}

// at returns the pixel under row k and column l of the kernel at place (r, q), and
// whether it lies inside the picture and not in the padding.
func (w *Window) at(r, q, k, l int) (row, col int, inside bool) {
	row = r*w.Stride[0] + k*w.Dilation[0] - w.Padding[0]
	col = q*w.Stride[1] + l*w.Dilation[1] - w.Padding[1]
	return row, col, row >= 0 && row < w.In[1] && col >= 0 && col < w.In[2]
}

// inside returns from which place to before which, of width places, column l of the kernel
// is not in the padding at the left or the right.
func (w *Window) inside(l, width int) (from, to int) {
	left := w.Padding[1] - l*w.Dilation[1] // the first place's column is this far outside
	from = max(0, (left+w.Stride[1]-1)/w.Stride[1])
	to = min(width, (w.In[2]-1+left)/w.Stride[1]+1)
	if w.In[2]-1+left < 0 {
		to = 0
	}
	return from, to
}

// pixel is the column of a row of X that holds a pixel.
func (w *Window) pixel(channel, row, col int) int {
	return (channel*w.In[1]+row)*w.In[2] + col
}

// newWindow checks the settings of a layer. Zero strides are taken as stride, zero
// dilations as 1.
func newWindow(name string, in Shape, kernel, stride, padding, dilation, usualStride [2]int) (Window, error) {
	if len(in) == 2 {
		in = Shape{1, in[0], in[1]}
	}
	w := Window{In: in, Kernel: kernel, Stride: stride, Padding: padding, Dilation: dilation}
	if len(in) != 3 || in.Size() < 1 {
		return w, fmt.Errorf("nn: %s: the input has shape %v, want channels, height and width: give the net a shape such as nn.Shape{1, 8, 8}", name, in)
	}
	for axis, what := range []string{"height", "width"} {
		if w.Stride[axis] == 0 {
			w.Stride[axis] = usualStride[axis]
		}
		if w.Dilation[axis] == 0 {
			w.Dilation[axis] = 1
		}
		switch {
		case w.Kernel[axis] < 1:
			return w, fmt.Errorf("nn: %s: Kernel is %v, want a %s of at least 1, such as nn.Square(3)", name, kernel, what)
		case w.Stride[axis] < 1:
			return w, fmt.Errorf("nn: %s: Stride is %v, want at least 1, or 0 for the usual", name, stride)
		case w.Padding[axis] < 0:
			return w, fmt.Errorf("nn: %s: Padding is %v, want at least 0", name, padding)
		case w.Dilation[axis] < 1:
			return w, fmt.Errorf("nn: %s: Dilation is %v, want at least 1, or 0 for no gaps", name, dilation)
		}
	}
	if height, width := w.Out(); height == 0 || width == 0 {
		return w, fmt.Errorf("nn: %s: a kernel of %d×%d pixels (dilation %v) does not fit into %d×%d with padding %v: make it smaller, or pad", name, kernel[0], kernel[1], w.Dilation, in[1], in[2], padding)
	}
	return w, nil
}

// noEmptyPlace refuses a padding so wide that a place of the kernel covers no pixel.
func (w *Window) noEmptyPlace(name string) error {
	if 2*w.Padding[0] > w.Kernel[0] || 2*w.Padding[1] > w.Kernel[1] {
		return fmt.Errorf("nn: %s: Padding is %v, want at most half of the window %v: elsewhere it would cover no pixel", name, w.Padding, w.Kernel)
	}
	return nil
}
