package nn

import (
	"fmt"
	"strings"
)

var (
	recurrentKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s %s + %s %s + \mathbf{1} %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name, s.Args[3].Name, s.Args[4].Name)
		},
		say: func(s *Step) string {
			units := "Each unit"
			switch s.Out.Cols / max(1, s.Args[2].Cols) {
			case 2:
				units = "Each unit of the two gates, R and Z side by side,"
			case 4:
				units = "Each unit of the gates and the candidate, I, F, C̃ and O side by side,"
			}
			return fmt.Sprintf("%s looks at the input of this time, and at the state that the time before has left. The first number is %s.", units, s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			x, w, h, u, b := &s.Args[0], &s.Args[1], &s.Args[2], &s.Args[3], &s.Args[4]
			for k := range x.Cols {
				e.product(x, e.Row, k, 0, w, k, e.Col, 1)
			}
			for k := range h.Cols {
				e.product(h, e.Row, k, 2, u, k, e.Col, 3)
			}
			e.term(entrySymbol(b, 0, e.Col), value(b.At(0, e.Col)), b.At(0, e.Col), Ref{4, 0, e.Col})
			e.sum()
		},
	}
	stateErrorKind = kind{
		tex: func(s *Step) string {
			back := fmt.Sprintf(`%s \, %s^\top`, s.Args[0].Name, s.Args[1].Name)
			if len(s.Args) == 2 {
				return s.Out.Name + " = " + back
			}
			return s.Out.Name + " = " + s.Args[2].Name + " + " + back
		},
		say: func(s *Step) string {
			if len(s.Args) == 2 {
				return fmt.Sprintf("The state of this time fed every unit of the next. Its error adds up theirs, each times the weight between. The first one is %s.", s.firstValues())
			}
			return fmt.Sprintf("The state of this time fed every unit of the next. On top of %s, its error adds up theirs, each times the weight between. The first one is %s.", plain(s.Args[2].Name), s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			dz, u := &s.Args[0], &s.Args[1]
			if len(s.Args) == 3 {
				dy := &s.Args[2]
				e.term(entrySymbol(dy, e.Row, e.Col), value(dy.At(e.Row, e.Col)), dy.At(e.Row, e.Col), Ref{2, e.Row, e.Col})
			}
			for k := range dz.Cols {
				e.product(dz, e.Row, k, 0, u, e.Col, k, 1)
			}
			e.sum()
		},
	}
	gateKind = kind{
		tex: mapTeX,
		say: func(s *Step) string {
			if len(s.Out.Data) == 0 {
				return "The gate of no entries."
			}
			letter, _, _ := strings.Cut(s.Out.Name, "^")
			return fmt.Sprintf("%s %s is its part of the columns before. The first one takes %s to %s.", gateSays[letter], plain(s.Args[0].Name), plain(value(s.Args[0].Data[0])), plain(value(s.Out.Data[0])))
		},
		entry: mapEntry,
	}
	gateGradKind = kind{
		tex: func(s *Step) string {
			err, other, z, a := s.Args[0].Name, s.Args[1].Name, s.Args[2].Name, s.Args[3].Name
			return fmt.Sprintf(`%s = %s \odot %s \odot %s`, s.Out.Name, err, other, s.gate().slopes(z, a))
		},
		say: func(s *Step) string {
			if letter := s.Args[3].Name; strings.HasPrefix(letter, `\tilde`) {
				return fmt.Sprintf("The error behind the candidate, times how much of it was let in, times the slope of the %s there. The first one is %s.", s.what(), s.firstValues())
			}
			return fmt.Sprintf("The error behind the gate, times what the gate was multiplied with, times the slope of the %s there. The first one is %s.", s.what(), s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			err, other, z, a := &s.Args[0], &s.Args[1], &s.Args[2], &s.Args[3]
			i, j := e.Row, e.Col
			e.Symbols = fmt.Sprintf(`%s \cdot %s \cdot %s`, entrySymbol(err, i, j), entrySymbol(other, i, j), s.gate().GradTeX(entrySymbol(z, i, j), entrySymbol(a, i, j)))
			e.Values = fmt.Sprintf(`%s \cdot %s \cdot %s`, factor(err.At(i, j)), factor(other.At(i, j)), s.gate().GradTeX(value(z.At(i, j)), value(a.At(i, j))))
			e.whole(Ref{0, i, j}, Ref{1, i, j}, Ref{2, i, j}, Ref{3, i, j})
		},
	}
	mixKind = kind{
		tex: func(s *Step) string {
			tex := fmt.Sprintf(`%s \odot %s + %s \odot %s`, s.Args[0].Name, s.Args[1].Name, s.Args[2].Name, s.Args[3].Name)
			if len(s.Args) == 5 {
				tex = s.Args[4].Name + " + " + tex
			}
			return s.Out.Name + " = " + tex
		},
		say: func(s *Step) string {
			return fmt.Sprintf("One gate says how much of the old is kept, one how much of the new comes in. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			if len(s.Args) == 5 {
				plus := &s.Args[4]
				e.term(entrySymbol(plus, e.Row, e.Col), value(plus.At(e.Row, e.Col)), plus.At(e.Row, e.Col), Ref{4, e.Row, e.Col})
			}
			e.product(&s.Args[0], e.Row, e.Col, 0, &s.Args[1], e.Row, e.Col, 1)
			e.product(&s.Args[2], e.Row, e.Col, 2, &s.Args[3], e.Row, e.Col, 3)
			e.sum()
		},
	}
	memoryErrorKind = kind{
		tex: func(s *Step) string {
			tex := fmt.Sprintf(`%s = %s \odot %s \odot (1 - %s^2)`, s.Out.Name, s.Args[0].Name, s.Args[1].Name, base(s.Args[2].Name))
			if len(s.Args) == 5 {
				tex += fmt.Sprintf(` + %s \odot %s`, s.Args[3].Name, s.Args[4].Name)
			}
			return tex
		},
		say: func(s *Step) string {
			if len(s.Args) == 5 {
				return fmt.Sprintf("The memory was read now, and kept for the next time. Its error is that of the state through gate and tanh, and as much of the next memory's as the forget gate let through. The first one is %s.", s.firstValues())
			}
			return fmt.Sprintf("The memory was read now. Its error is that of the state, times the gate and the slope of tanh. The first one is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			dh, o, chat := &s.Args[0], &s.Args[1], &s.Args[2]
			i, j := e.Row, e.Col
			v := chat.At(i, j)
			e.term(fmt.Sprintf(`%s \cdot %s \cdot (1 - %s^2)`, entrySymbol(dh, i, j), entrySymbol(o, i, j), base(entrySymbol(chat, i, j))),
				fmt.Sprintf(`%s \cdot %s \cdot (1 - %s^2)`, factor(dh.At(i, j)), factor(o.At(i, j)), base(value(v))),
				dh.At(i, j)*o.At(i, j)*(1-v*v), Ref{0, i, j}, Ref{1, i, j}, Ref{2, i, j})
			if len(s.Args) == 5 {
				e.product(&s.Args[3], i, j, 3, &s.Args[4], i, j, 4)
			}
			e.sum()
		},
	}
	complementKind = kind{
		tex: func(s *Step) string { return fmt.Sprintf(`%s = 1 - %s`, s.Out.Name, s.Args[0].Name) },
		say: func(s *Step) string {
			return fmt.Sprintf("What is not kept makes room for the new. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			z := &s.Args[0]
			e.Symbols, e.Values = "1 - "+entrySymbol(z, e.Row, e.Col), "1 - "+factor(z.At(e.Row, e.Col))
			e.whole(Ref{0, e.Row, e.Col})
		},
	}
	minusKind = kind{
		tex: func(s *Step) string {
			return fmt.Sprintf(`%s = %s - %s`, s.Out.Name, s.Args[0].Name, s.Args[1].Name)
		},
		say: func(s *Step) string {
			return fmt.Sprintf("Were more of the state kept, the old would come in the place of the new: this is the difference. The first number is %s.", s.firstValues())
		},
		entry: func(s *Step, e *Entry) {
			a, b := &s.Args[0], &s.Args[1]
			i, j := e.Row, e.Col
			e.Symbols = entrySymbol(a, i, j) + " - " + entrySymbol(b, i, j)
			e.Values = value(a.At(i, j)) + " - " + factor(b.At(i, j))
			e.whole(Ref{0, i, j}, Ref{1, i, j})
		},
	}
)

// gateSays are what the gates and candidates of LSTM and GRU are for, by their letter.
var gateSays = map[string]string{
	"I":         "The input gate says how much of the candidate is written into the memory: 0 is nothing, 1 all of it.",
	"F":         "The forget gate says how much of the memory is kept: 0 is nothing, 1 all of it.",
	`\tilde{C}`: "The candidate is what could be written into the memory, between −1 and 1.",
	"O":         "The output gate says how much of the memory is shown: 0 is nothing, 1 all of it.",
	"R":         "The reset gate says how much of the state the candidate may look at: 0 is nothing, 1 all of it.",
	"Z":         "The update gate says how much of the state is kept: 0 is nothing, 1 all of it.",
	`\tilde{H}`: "The candidate is what the state could become, between −1 and 1.",
}

// gate is the activation of the gate that a step is about.
func (s *Step) gate() *Elementwise {
	if f, ok := s.activation().(*Elementwise); ok {
		return f
	}
	return &Elementwise{Label: s.what()}
}
