package scalar_test

import (
	"math"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/scalar"
)

type row = []*scalar.Value

// wrap makes inputs of the entries of a matrix.
func wrap(m *nn.Matrix) (rows []row) {
	for i := range m.Rows {
		var r row
		for j := range m.Cols {
			r = append(r, scalar.Var("", m.At(i, j)))
		}
		rows = append(rows, r)
	}
	return rows
}

// dense is a layer of single numbers: aⱼ = f(Σᵢ xᵢ wᵢⱼ + bⱼ).
func dense(x row, w []row, b row, f func(*scalar.Value) *scalar.Value) (a row) {
	for j := range b {
		terms := row{b[j]}
		for i := range x {
			terms = append(terms, x[i].Mul(w[i][j]))
		}
		z := scalar.Sum(terms...)
		if f != nil {
			z = f(z)
		}
		a = append(a, z)
	}
	return a
}

// mse is the mean of (ŷ − y)² over all entries.
func mse(yhat, y []row) *scalar.Value {
	var squares row
	for i := range y {
		for k := range y[i] {
			squares = append(squares, yhat[i][k].Sub(y[i][k]).Pow(2))
		}
	}
	return scalar.Sum(squares...).Div(scalar.Const(float64(len(squares))))
}

// crossEntropy is −(1/n) Σᵢ Σₖ yᵢₖ ln(e^zᵢₖ / Σⱼ e^zᵢⱼ), as the formula says it.
func crossEntropy(z, y []row) *scalar.Value {
	var terms row
	for i := range y {
		var exps row
		for k := range z[i] {
			exps = append(exps, z[i][k].Exp())
		}
		for k := range z[i] {
			terms = append(terms, y[i][k].Mul(exps[k].Div(scalar.Sum(exps...)).Log()))
		}
	}
	return scalar.Sum(terms...).Neg().Div(scalar.Const(float64(len(y))))
}

// bce is −(1/n) Σ y ln σ(z) + (1−y) ln(1−σ(z)), as the formula says it.
func bce(z, y []row) *scalar.Value {
	one := scalar.Const(1)
	var terms row
	for i := range y {
		p := z[i][0].Sigmoid()
		terms = append(terms, y[i][0].Mul(p.Log()).Add(one.Sub(y[i][0]).Mul(one.Sub(p).Log())))
	}
	return scalar.Sum(terms...).Neg().Div(scalar.Const(float64(len(y))))
}

// The gradients of nn, against the chain rule on single numbers.
func TestOracleForNN(t *testing.T) {
	type fn = func(*scalar.Value) *scalar.Value
	X := linalg.New(4, 2,
		0.5, -1.2,
		1.5, 0.3,
		-0.7, 0.8,
		-2, -0.4)
	for _, test := range []struct {
		name   string
		layers []nn.Layer
		acts   []fn
		loss   nn.Loss
		cost   func(yhat, y []row) *scalar.Value
		y      *nn.Matrix
	}{
		{
			"2-3-1, tanh, sigmoid, MSE",
			[]nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1, Act: nn.Sigmoid}},
			[]fn{(*scalar.Value).Tanh, (*scalar.Value).Sigmoid}, nn.MSE{}, mse, linalg.Col(1, 0, 1, 0),
		},
		{
			"2-4-2, ReLU, identity, MSE of two outputs",
			[]nn.Layer{&nn.Dense{Out: 4, Act: nn.ReLU}, &nn.Dense{Out: 2}},
			[]fn{(*scalar.Value).ReLU, nil}, nn.MSE{}, mse, linalg.New(4, 2, 1, 2, 3, 4, -1, -2, 0, 5),
		},
		{
			"2-3-1, tanh, BCE of logits",
			[]nn.Layer{&nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 1}},
			[]fn{(*scalar.Value).Tanh, nil}, nn.BCE{}, bce, linalg.Col(1, 0, 0.25, 0),
		},
		{
			"2-3-3-3, sigmoid, tanh, cross-entropy of logits",
			[]nn.Layer{&nn.Dense{Out: 3, Act: nn.Sigmoid}, &nn.Dense{Out: 3, Act: nn.Tanh}, &nn.Dense{Out: 3}},
			[]fn{(*scalar.Value).Sigmoid, (*scalar.Value).Tanh, nil}, nn.CrossEntropy{}, crossEntropy,
			linalg.New(4, 3, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0.2, 0.3, 0.5),
		},
	} {
		net := nn.Must(nn.New(3, nn.Shape{2}, test.layers...))
		p := new(nn.Pass)
		for i, w := range net.Params() { // also biases that are not 0
			for k := range w.Value.Data {
				w.Value.Data[k] += 0.1 * float64(1+(i+k)%3)
			}
		}
		yhat := net.Forward(p, X)
		J := test.loss.Loss(p, yhat, test.y)
		dX := net.Backward(p, test.loss.Grad(p, new(nn.Matrix), yhat, test.y))

		x := wrap(X)
		a := append([]row(nil), x...)
		var params [][]row
		for l := range test.layers {
			W, b := wrap(net.Params()[2*l].Value), wrap(net.Params()[2*l+1].Value)
			params = append(params, W, b)
			for i := range a {
				a[i] = dense(a[i], W, b[0], test.acts[l])
			}
		}
		cost := test.cost(a, wrap(test.y))
		cost.Backward()

		compare := func(what string, i, j int, got, want float64) {
			if !(math.Abs(got-want) <= 1e-12*max(1, math.Abs(want))) {
				t.Errorf("%s: %s, row %d, column %d: nn has %.17g, the chain rule %.17g", test.name, what, i, j, got, want)
			}
		}
		compare("J", 0, 0, J, cost.Data)
		var moved float64
		for k, param := range net.Params() {
			for i := range param.Grad.Rows {
				for j := range param.Grad.Cols {
					compare("∂"+param.Name, i, j, param.Grad.At(i, j), params[k][i][j].Grad)
					moved += math.Abs(params[k][i][j].Grad)
				}
			}
		}
		for i := range X.Rows {
			for j := range X.Cols {
				compare("∂X", i, j, dX.At(i, j), x[i][j].Grad)
			}
		}
		if moved < 0.01 {
			t.Errorf("%s: the gradients are nearly 0: nothing is compared", test.name)
		}
	}
}
