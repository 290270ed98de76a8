package nn

import "math"

// Precision returns, for each class, which share of the examples that were taken for it
// are of it: TP/(TP+FP). yhat and y are as in ConfusionMatrix. It is NaN, 0/0, for a
// class that was never guessed. With a single output, entry 1 is the precision of the
// positive class.
func Precision(yhat, y *Matrix) []float64 {
	return perClass(yhat, y, func(tp, fp, fn float64) float64 { return tp / (tp + fp) })
}

// Recall returns, for each class, which share of its examples was found: TP/(TP+FN).
// yhat and y are as in ConfusionMatrix. It is NaN, 0/0, for a class without examples.
// With a single output, entry 1 is the recall of the positive class.
func Recall(yhat, y *Matrix) []float64 {
	return perClass(yhat, y, func(tp, fp, fn float64) float64 { return tp / (tp + fn) })
}

// F1 returns, for each class, the harmonic mean of precision and recall, 2TP/(2TP+FP+FN).
// yhat and y are as in ConfusionMatrix. It is 0 for a class that is only guessed or only
// there, and NaN, 0/0, for one that is neither.
func F1(yhat, y *Matrix) []float64 {
	return perClass(yhat, y, func(tp, fp, fn float64) float64 { return 2 * tp / (2*tp + fp + fn) })
}

// Macro returns the mean over the classes, each counted alike however many examples it
// has. Classes for which there is no number, NaN, are left out, where scikit-learn's
// default counts them as 0; without any number it is NaN.
func Macro(perClass []float64) float64 {
	var sum, n float64
	for _, v := range perClass {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / n
}

// perClass computes a metric of each class from its true positives, false positives and
// false negatives.
func perClass(yhat, y *Matrix, metric func(tp, fp, fn float64) float64) []float64 {
	c := ConfusionMatrix(yhat, y)
	all := make([]float64, c.Rows)
	for k := range all {
		tp := c.At(k, k)
		fp, fn := -tp, -tp
		for i := range c.Rows {
			fp += c.At(i, k)
			fn += c.At(k, i)
		}
		all[k] = metric(tp, fp, fn)
	}
	return all
}
