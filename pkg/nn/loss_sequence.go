package nn

import (
	"fmt"

	"chainrule/pkg/linalg"
)

// Sequence is a loss at each time of a sequence, such as the next letter at every position:
// predictions and targets of shape {T, k}, n×T·k, are n·T examples of k outputs to it, and
// J is what Loss makes of these, the mean over all of them.
//
//	&nn.Sequence{Of: nn.CrossEntropy{}, Times: 8}
//
// For a metric over all times, fold predictions and targets first, by linalg.Reshape.
type Sequence struct {
	Of    Loss
	Times int // T, at least 1

	yhat, y, dyhat Matrix // views with a row for each time of each example
}

// Name returns the name of the loss.
func (l *Sequence) Name() string { return l.Of.Name() }

// Loss returns J. It panics with a *linalg.ShapeError when Times does not divide the
// columns.
func (l *Sequence) Loss(p *Pass, yhat, y *Matrix) float64 {
	return l.Of.Loss(p, l.times(&l.yhat, yhat), l.times(&l.y, y))
}

// Grad sets ∂Ŷ, n×T·k. It panics as Loss does.
func (l *Sequence) Grad(p *Pass, dyhat, yhat, y *Matrix) *Matrix {
	dyhat.Reset(yhat.Rows, yhat.Cols)
	l.Of.Grad(p, l.times(&l.dyhat, dyhat), l.times(&l.yhat, yhat), l.times(&l.y, y))
	dyhat.Name = l.dyhat.Name
	return dyhat
}

// times is m with a row for each time, as a view in view.
func (l *Sequence) times(view, m *Matrix) *Matrix {
	if l.Times < 1 || m.Cols%l.Times != 0 {
		panic(&linalg.ShapeError{Op: "Sequence", Why: fmt.Sprintf("%s %s does not hold %d times in each row: want Times to divide its columns", named(m, "a matrix").Name, dims(m), l.Times)})
	}
	return fold(view, m, m.Cols/l.Times)
}

func (l *Sequence) check() error {
	if l.Of == nil {
		return fmt.Errorf("nn: Sequence: Of is nil: set the loss at each time, such as nn.CrossEntropy{}")
	}
	if l, ok := l.Of.(interface{ check() error }); ok {
		return l.check()
	}
	return nil
}

func (l *Sequence) checkTargets(y *Matrix) error {
	if l.Times < 1 || y.Cols%l.Times != 0 {
		return fmt.Errorf("it has %d columns, and Times is %d: want Times to divide them", y.Cols, l.Times)
	}
	if of, ok := l.Of.(interface{ checkTargets(y *Matrix) error }); ok {
		return of.checkTargets(fold(new(Matrix), y, y.Cols/l.Times))
	}
	return nil
}
