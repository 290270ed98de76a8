package nn

import "chainrule/pkg/linalg"

// R2 returns the coefficient of determination, R² = 1 − Σ(y−ŷ)²/Σ(y−ȳ)²: 1 for perfect
// predictions, 0 for those that are no better than the mean ȳ of the targets, below 0
// for worse. With several columns it is the mean over them. It is NaN or −∞ when the
// targets of a column are all the same, as those of a single example are, because there
// is nothing to explain then. It panics with a *linalg.ShapeError when the shapes differ.
func R2(yhat, y *Matrix) float64 {
	if yhat.Rows != y.Rows || yhat.Cols != y.Cols {
		panic(&linalg.ShapeError{Op: "R2", Why: shapes(yhat, y)})
	}
	var sum float64
	for k := range y.Cols {
		var mean, left, total float64
		for i := range y.Rows {
			mean += y.At(i, k) / float64(y.Rows)
		}
		for i := range y.Rows {
			e, d := y.At(i, k)-yhat.At(i, k), y.At(i, k)-mean
			left += e * e
			total += d * d
		}
		sum += 1 - left/total
	}
	return sum / float64(y.Cols)
}
