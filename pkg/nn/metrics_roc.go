package nn

import (
	"cmp"
	"math"
	"slices"

	"chainrule/pkg/linalg"
)

// ROCPoint is a point of the curve that a threshold draws when it sinks: examples with a
// score of at least Threshold are taken for positive.
type ROCPoint struct {
	Threshold float64
	FPR       float64 // false positive rate: the share of the negatives that is taken for positive
	TPR       float64 // true positive rate, the recall of the positives
}

// ROC returns the receiver operating characteristic of scores and targets, both n×1,
// where targets above 0.5 are positive: a point for each different score, from the
// highest to the lowest, after one at (0, 0) with the threshold +∞. Equal scores make
// one point, since no threshold parts them (Fawcett, 2006). Logits and probabilities
// give the same curve; a NaN counts as the lowest score. Without negatives every FPR is
// NaN, without positives every TPR. It panics with a *linalg.ShapeError when scores and
// targets are not columns of the same length; for one class of many take its column,
// linalg.SliceCols(yhat, k, k+1).
func ROC(scores, y *Matrix) []ROCPoint {
	if scores.Rows != y.Rows || scores.Cols != 1 || y.Cols != 1 {
		panic(&linalg.ShapeError{Op: "ROC", Why: "scores " + dims(scores) + " and targets " + dims(y) + " do not fit: want one column each, with a row for each example"})
	}
	order := make([]int, scores.Rows)
	var positives float64
	for i := range order {
		order[i] = i
		positives += float64(class(y.Data[i] > 0.5))
	}
	negatives := float64(len(order)) - positives
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(scores.Data[b], scores.Data[a]) })
	curve := []ROCPoint{{math.Inf(1), 0 / negatives, 0 / positives}}
	var tp, fp float64
	for k, i := range order {
		if y.Data[i] > 0.5 {
			tp++
		} else {
			fp++
		}
		if k == len(order)-1 || cmp.Compare(scores.Data[order[k+1]], scores.Data[i]) != 0 {
			curve = append(curve, ROCPoint{scores.Data[i], fp / negatives, tp / positives})
		}
	}
	return curve
}

// AUC returns the area under the ROC curve of scores and targets, both n×1: the
// probability that a positive example has a higher score than a negative one, where a
// tie counts a half (Hanley and McNeil, 1982). It is NaN without positives or without
// negatives, and panics as ROC does.
func AUC(scores, y *Matrix) float64 {
	curve := ROC(scores, y)
	area := 0 * curve[0].FPR * curve[0].TPR // NaN, if one of them is
	for i, p := range curve[1:] {
		area += (p.FPR - curve[i].FPR) * (p.TPR + curve[i].TPR) / 2
	}
	return area
}
