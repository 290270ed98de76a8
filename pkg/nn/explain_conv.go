package nn

import (
	"fmt"
	"strings"
)

// pictureSymbol is the symbol of an entry of a matrix whose rows fold into channels,
// height and width: x_{2,1,3,4} is the pixel in row 3, column 4 of channel 1 of picture
// 2. A single picture or channel is not counted.
func pictureSymbol(m *Matrix, fold Shape, i, j int) string {
	var index []string
	if m.Rows > 1 {
		index = append(index, fmt.Sprint(i+1))
	}
	channel, row, col := j/(fold[1]*fold[2]), j/fold[2]%fold[1], j%fold[2]
	if fold[0] > 1 {
		index = append(index, fmt.Sprint(channel+1))
	}
	return fmt.Sprintf("%s_{%s}", letter(m), strings.Join(append(index, fmt.Sprint(row+1), fmt.Sprint(col+1)), ","))
}

// out is the shape of a step's output, for the given number of channels.
func (w *Window) out(channels int) Shape {
	height, width := w.Out()
	return Shape{channels, height, width}
}

// filterShape is how a row of W folds.
func (s *Step) filterShape(w *Matrix) Shape {
	k := s.Window.Kernel
	return Shape{max(1, w.Cols/(k[0]*k[1])), k[0], k[1]}
}

// convolution is that of a step, for filters of the given matrix.
func (s *Step) convolution(w *Matrix) *convolution {
	channels := s.filterShape(w)[0]
	return &convolution{Window: *s.Window, groups: max(1, s.Window.In[0]/channels), filters: w.Rows}
}

// shown appends a product of two entries with symbols of their own.
func (e *Entry) shown(a string, v float64, ra Ref, b string, w float64, rb Ref) {
	e.term(a+" "+b, factor(v)+` \cdot `+factor(w), v*w, ra, rb)
}

// nothing is the sum of an entry to which nothing contributes.
func (e *Entry) nothing(uses Ref) {
	if len(e.Terms) == 0 {
		e.term("0", "0", 0, uses)
	}
}

func convTeX(s *Step) string {
	return fmt.Sprintf(`%s = %s \ast %s + %s`, s.Out.Name, s.Args[1].Name, s.Args[0].Name, s.Args[2].Name)
}

func convSay(s *Step) string {
	return fmt.Sprintf("Each filter slides over each picture. At a place, its weights meet the pixels under them, and its bias is added. The first number is %s.", s.firstValues())
}

func convEntry(s *Step, e *Entry) {
	x, w, b := &s.Args[0], &s.Args[1], &s.Args[2]
	c := s.convolution(w)
	_, width := c.Out()
	o, place := e.Col/c.places(), e.Col%c.places()
	c.under(o, place/width, place%width, func(pixel, weight int) {
		e.shown(pictureSymbol(x, c.In, e.Row, pixel), x.At(e.Row, pixel), Ref{0, e.Row, pixel},
			pictureSymbol(w, s.filterShape(w), o, weight), w.At(o, weight), Ref{1, o, weight})
	})
	e.term(entrySymbol(b, 0, o), value(b.At(0, o)), b.At(0, o), Ref{2, 0, o})
	e.sum()
}

func convGradWTeX(s *Step) string {
	return fmt.Sprintf(`%s = %s \ast %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
}

func convGradWSay(s *Step) string {
	return fmt.Sprintf("A filter is used at every place of every picture, so that its gradient adds up over all of them: the error there times the pixel that the weight met. The first one is %s.", s.firstValues())
}

func convGradWEntry(s *Step, e *Entry) {
	dz, x := &s.Args[0], &s.Args[1]
	c := s.convolution(&s.Out)
	height, width := c.Out()
	for i := range x.Rows {
		for place := range height * width {
			c.under(e.Row, place/width, place%width, func(pixel, weight int) {
				if weight == e.Col {
					j := e.Row*height*width + place
					e.shown(pictureSymbol(dz, c.out(c.filters), i, j), dz.At(i, j), Ref{0, i, j}, pictureSymbol(x, c.In, i, pixel), x.At(i, pixel), Ref{1, i, pixel})
				}
			})
		}
	}
	e.nothing(Ref{0, 0, 0})
	e.sum()
}

func convGradXTeX(s *Step) string {
	return fmt.Sprintf(`%s = %s^\top \ast %s`, s.Out.Name, s.Args[1].Name, s.Args[0].Name)
}

func convGradXSay(s *Step) string {
	return fmt.Sprintf("A pixel was under a filter at several places, and for each filter. Its gradient adds up the errors of all these places, each times the weight that stood over it. The first one is %s.", s.firstValues())
}

func convGradXEntry(s *Step, e *Entry) {
	dz, w := &s.Args[0], &s.Args[1]
	c := s.convolution(w)
	height, width := c.Out()
	for o := range c.filters {
		for place := range height * width {
			c.under(o, place/width, place%width, func(pixel, weight int) {
				if pixel == e.Col {
					j := o*height*width + place
					e.shown(pictureSymbol(dz, c.out(c.filters), e.Row, j), dz.At(e.Row, j), Ref{0, e.Row, j},
						pictureSymbol(w, s.filterShape(w), o, weight), w.At(o, weight), Ref{1, o, weight})
				}
			})
		}
	}
	e.nothing(Ref{0, e.Row, 0})
	e.sum()
}

func sumPlacesTeX(s *Step) string {
	return fmt.Sprintf(`%s = \textstyle\sum_{i,r,q} %s`, s.Out.Name, s.Args[0].Name)
}

func sumPlacesSay(s *Step) string {
	return fmt.Sprintf("A filter's bias touches every place of every picture alike, so that its gradient is the sum over all of them. The first one is %s.", s.firstValues())
}

func sumPlacesEntry(s *Step, e *Entry) {
	dz := &s.Args[0]
	out := s.Window.out(s.Out.Cols)
	places := out[1] * out[2]
	for i := range dz.Rows {
		for k := range places {
			j := e.Col*places + k
			e.term(pictureSymbol(dz, out, i, j), value(dz.At(i, j)), dz.At(i, j), Ref{0, i, j})
		}
	}
	e.sum()
}
