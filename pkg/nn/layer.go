// Package nn holds layers, losses, optimizers and training, built to be read: a
// layer reads as its mathematics, and every number that it computes can be recorded
// and explained.
//
//	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 16, Act: nn.Tanh}, &nn.Dense{Out: 1}))
//	trainer := &nn.Trainer{Net: net, Loss: nn.BCE{}, Opt: &nn.Adam{LR: 0.01}, X: x, Y: y, Epochs: 200}
//	for u := range trainer.Steps() {
//		fmt.Println(u.Step, u.Loss)
//	}
//
// A batch is a matrix with one example per row. All arithmetic goes through a Pass,
// which computes and, when a Trace is attached, records: a trace cannot disagree
// with the training.
//
// Notation: a layer makes Z = XW + 1b and A = f(Z). J is the cost, and ∂W is short
// for ∂J/∂W. Shapes that do not fit panic with a *linalg.ShapeError.
package nn

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// Matrix is linalg's matrix, one example per row.
type Matrix = linalg.Matrix

// Shape says how the row of one example folds: {4} is four features, {1, 8, 8} is
// one channel of 8×8.
type Shape []int

// Size returns the number of entries of one example: the product of the sizes.
func (s Shape) Size() int {
	size := 1
	for _, n := range s {
		size *= n
	}
	return size
}

// fits panics unless x holds an example of this shape in each row.
func (s Shape) fits(op string, x *Matrix) {
	if x.Cols != s.Size() {
		panic(&linalg.ShapeError{Op: op, Why: fmt.Sprintf("%s %s does not hold examples of shape %v: want %d columns, an example in each row", named(x, "X").Name, dims(x), s, s.Size())})
	}
}

// noSequence says that a layer wants a sequence, and what may have taken it apart.
func noSequence(name string, in Shape) error {
	why := ""
	if len(in) == 1 {
		why = ". If a layer before it has lost the times: a recurrent one needs Sequence: true, a Dense belongs into a TimeDistributed. If it is the first: give the net a shape such as nn.Shape{12, 1}"
	}
	return fmt.Errorf("nn: %s: the input has shape %v, want a sequence, {times, features}%s", name, in, why)
}

// Param is a matrix that training changes, with its gradient.
type Param struct {
	Name   string  // "Dense 1/W"
	Value  *Matrix // the parameter
	Grad   *Matrix // ∂J/∂Value, same shape, overwritten by each backward pass
	Frozen bool    // true keeps optimizers from changing it
}

// Layer is a function with parameters, and its derivative.
type Layer interface {
	// Build makes the parameters for examples of shape in, drawing from rng, and
	// returns the shape of the output. It returns an error, which names the layer,
	// when a setting or the input shape makes no sense.
	Build(name string, in Shape, rng *rand.Rand) (out Shape, err error)
	// Forward returns the output for the batch x, n × in.Size(). The result
	// belongs to the layer and is overwritten by the next call.
	Forward(p *Pass, x *Matrix) *Matrix
	// Backward takes ∂J/∂output, sets the gradients of the parameters, and returns
	// ∂J/∂x. It refers to the latest Forward.
	Backward(p *Pass, dy *Matrix) *Matrix
	// Params returns the parameters, always in the same order; nil when there are none.
	Params() []*Param
}

// Stream returns the random numbers of one named part: the same for the same seed
// and name, and independent of every other part's.
func Stream(seed uint64, name string) *rand.Rand { return rand.New(source(seed, name)) }

// source is where Stream draws from: it can be saved.
func source(seed uint64, name string) *rand.PCG {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.NewPCG(seed, h.Sum64())
}
