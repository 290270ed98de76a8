package nn

import (
	"fmt"
	"strings"
)

// place returns the channel and the place of an entry of a row of Z.
func (w *Window) place(entry int) (channel, r, q int) {
	height, width := w.Out()
	return entry / (height * width), entry / width % height, entry % width
}

func maxPoolTeX(s *Step) string {
	return fmt.Sprintf(`%s = \max_{\text{window}} %s`, s.Out.Name, s.Args[0].Name)
}

func maxPoolSay(s *Step) string {
	return fmt.Sprintf("At each place, the largest pixel under the window is kept. The first number is %s.", s.firstValues())
}

func maxPoolEntry(s *Step, e *Entry) {
	x := &s.Args[0]
	var symbols, values []string
	var uses []Ref
	channel, r, q := s.Window.place(e.Col)
	s.Window.eachPixel(channel, r, q, func(pixel int) {
		symbols, values = append(symbols, pictureSymbol(x, s.Window.In, e.Row, pixel)), append(values, value(x.At(e.Row, pixel)))
		uses = append(uses, Ref{0, e.Row, pixel})
	})
	e.Symbols, e.Values = `\max(`+strings.Join(symbols, ", ")+`)`, `\max(`+strings.Join(values, ", ")+`)`
	e.whole(uses...)
}

func maxPoolGradTeX(s *Step) string {
	return fmt.Sprintf(`%s = \textstyle\sum_{\text{places won}} %s`, s.Out.Name, s.Args[0].Name)
}

func maxPoolGradSay(s *Step) string {
	return fmt.Sprintf("The error of a place goes to the pixel that won it, and to no other: the rest could have changed a little without any effect. The first one is %s.", s.firstValues())
}

func maxPoolGradEntry(s *Step, e *Entry) {
	dz, won := &s.Args[0], &s.Args[1]
	out := s.Window.out(s.Window.In[0])
	for j := range dz.Cols {
		if int(won.At(e.Row, j)) == e.Col+1 {
			e.term(pictureSymbol(dz, out, e.Row, j), value(dz.At(e.Row, j)), dz.At(e.Row, j), Ref{0, e.Row, j}, Ref{1, e.Row, j})
		}
	}
	e.nothing(Ref{0, e.Row, 0})
	e.sum()
}

func avgPoolTeX(s *Step) string {
	return fmt.Sprintf(`%s = \tfrac{1}{%d} \textstyle\sum_{\text{window}} %s`, s.Out.Name, s.Window.Kernel[0]*s.Window.Kernel[1], s.Args[0].Name)
}

func avgPoolSay(s *Step) string {
	return fmt.Sprintf("At each place, the mean of the pixels under the window is taken. The first number is %s.", s.firstValues())
}

func avgPoolEntry(s *Step, e *Entry) {
	x := &s.Args[0]
	n := s.Window.Kernel[0] * s.Window.Kernel[1]
	channel, r, q := s.Window.place(e.Col)
	s.Window.eachPixel(channel, r, q, func(pixel int) {
		v := x.At(e.Row, pixel)
		e.term(strings.TrimSpace(fraction(1, n)+" "+pictureSymbol(x, s.Window.In, e.Row, pixel)), strings.TrimSpace(fraction(1, n)+" "+factor(v)), v/float64(n), Ref{0, e.Row, pixel})
	})
	e.nothing(Ref{0, e.Row, 0})
	e.sum()
}

func avgPoolGradTeX(s *Step) string {
	return fmt.Sprintf(`%s = \tfrac{1}{%d} \textstyle\sum_{\text{places}} %s`, s.Out.Name, s.Window.Kernel[0]*s.Window.Kernel[1], s.Args[0].Name)
}

func avgPoolGradSay(s *Step) string {
	return fmt.Sprintf("A pixel has an equal share in each place that it was under, and gets that share of the error. The first one is %s.", s.firstValues())
}

func avgPoolGradEntry(s *Step, e *Entry) {
	dz := &s.Args[0]
	n := s.Window.Kernel[0] * s.Window.Kernel[1]
	out := s.Window.out(s.Window.In[0])
	s.Window.eachPlace(func(channel, r, q, entry int) {
		s.Window.eachPixel(channel, r, q, func(pixel int) {
			if pixel == e.Col {
				g := dz.At(e.Row, entry)
				e.term(strings.TrimSpace(fraction(1, n)+" "+pictureSymbol(dz, out, e.Row, entry)), strings.TrimSpace(fraction(1, n)+" "+factor(g)), g/float64(n), Ref{0, e.Row, entry})
			}
		})
	})
	e.nothing(Ref{0, e.Row, 0})
	e.sum()
}
