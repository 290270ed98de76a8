package nn

import "chainrule/pkg/linalg"

// Accuracy returns the share of examples whose largest output is the target's
// largest: yhat and y are n × classes, y one-hot. With a single output per
// example, a logit, the prediction is class 1 when it is above 0.
func Accuracy(yhat, y *Matrix) float64 {
	right := 0
	c := ConfusionMatrix(yhat, y)
	for k := range c.Rows {
		right += int(c.At(k, k))
	}
	return float64(right) / float64(y.Rows)
}

// ConfusionMatrix returns how often an example of class i (row) was taken for class
// j (column), classes × classes: yhat and y are n × classes, y one-hot. With a
// single output, a logit, there are two classes, parted at 0. It panics with a
// *linalg.ShapeError when the shapes differ.
func ConfusionMatrix(yhat, y *Matrix) *Matrix {
	if yhat.Rows != y.Rows || yhat.Cols != y.Cols {
		panic(&linalg.ShapeError{Op: "ConfusionMatrix", Why: shapes(yhat, y)})
	}
	guess, truth, k := linalg.ArgmaxRows(yhat), linalg.ArgmaxRows(y), yhat.Cols
	if k == 1 {
		k = 2
		for i := range guess {
			guess[i], truth[i] = class(yhat.Data[i] > 0), class(y.Data[i] > 0.5)
		}
	}
	c := linalg.New(k, k)
	for i := range guess {
		c.Data[truth[i]*k+guess[i]]++
	}
	return c
}

func class(positive bool) int {
	if positive {
		return 1
	}
	return 0
}
