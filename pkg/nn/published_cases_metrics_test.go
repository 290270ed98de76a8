package nn_test

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Metrics.
func init() {
	register(cases{
		"ROC of four scores":    rocOfFour,
		"precision, recall, F1": classScores,
		"regression":            regressionScores,
		"R² of two columns":     r2OfTwo,
		"two classes":           twoClasses,
		"confusion":             confusion,
		"accuracy":              accuracy,
		"area under the curve":  area,
	})
}

// rocOfFour leaves out the first threshold, which is infinite.
func rocOfFour(in input) result {
	scores, y := linalg.Col(in.numbers("scores")...), linalg.Col(in.numbers("y")...)
	r := map[string]float64{"AUC": nn.AUC(scores, y)}
	for i, p := range nn.ROC(scores, y) {
		r[fmt.Sprint("FPR ", i)], r[fmt.Sprint("TPR ", i)] = p.FPR, p.TPR
		if i > 0 {
			r[fmt.Sprint("threshold ", i)] = p.Threshold
		}
	}
	return result{right: r}
}

func classScores(in input) result {
	var guess, truth []int
	in.read("guess", &guess)
	in.read("y", &truth)
	yhat, y := guesses(3, guess, truth)
	r := map[string]float64{"macro precision": nn.Macro(nn.Precision(yhat, y)), "macro recall": nn.Macro(nn.Recall(yhat, y))}
	for k, v := range nn.F1(yhat, y) {
		r[fmt.Sprint("F1 of class ", k)] = v
	}
	return result{right: r}
}

func regressionScores(in input) result {
	yhat, y := in.matrix("yhat"), in.matrix("y")
	mse := nn.MSE{}.Loss(nil, yhat, y)
	return result{right: map[string]float64{"MSE": mse, "RMSE": math.Sqrt(mse), "MAE": nn.MAE{}.Loss(nil, yhat, y), "R²": nn.R2(yhat, y)}}
}

// r2OfTwo takes the mean of the columns' R². The print weights them by the variances of the
// targets, so that a column that varies more counts more.
func r2OfTwo(in input) result {
	yhat, y := in.matrix("yhat"), in.matrix("y")
	r := result{right: map[string]float64{"R²": nn.R2(yhat, y)}, lists: map[string][]float64{}, misprint: map[string]float64{}}
	variance, sum := 0.0, 0.0
	for j := range y.Cols {
		column := linalg.SliceCols(y, j, j+1)
		one := nn.R2(linalg.SliceCols(yhat, j, j+1), column)
		r.lists["R² of each"] = append(r.lists["R² of each"], one)
		v := nn.MSE{}.Loss(nil, linalg.Full(y.Rows, 1, linalg.Mean(column)), column)
		variance, sum = variance+v, sum+v*one
	}
	r.misprint["R²"] = sum / variance
	return r
}

// twoClasses takes class 1 for the positive one. What a source does not print has no row.
func twoClasses(in input) result {
	yhat, y := guesses(2, in.integers("guess"), in.integers("y"))
	all := map[string]float64{
		"precision": nn.Precision(yhat, y)[1], "recall": nn.Recall(yhat, y)[1], "F1": nn.F1(yhat, y)[1], "accuracy": nn.Accuracy(yhat, y),
	}
	var want []string
	in.read("want", &want)
	maps.DeleteFunc(all, func(q string, _ float64) bool { return !slices.Contains(want, q) })
	return result{right: all}
}

func confusion(in input) result {
	yhat, y := guesses(int(in.number("classes")), in.integers("guess"), in.integers("y"))
	lists := map[string][]float64{}
	c := nn.ConfusionMatrix(yhat, y)
	for i := range c.Rows {
		lists[fmt.Sprint("of class ", i)] = c.Row(i)
	}
	return result{lists: lists}
}

func accuracy(in input) result {
	return result{right: map[string]float64{"accuracy": nn.Accuracy(in.matrix("yhat"), in.matrix("y"))}}
}

func area(in input) result {
	return result{right: map[string]float64{"AUC": nn.AUC(linalg.Col(in.numbers("scores")...), linalg.Col(in.numbers("y")...))}}
}
