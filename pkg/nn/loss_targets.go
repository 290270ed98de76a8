package nn

import "fmt"

// What a loss wants of its targets. A NaN is left to the training, which says where it
// first meets one.

// probabilities says why y does not hold a distribution over classes in each row.
func probabilities(y *Matrix) error {
	if y.Cols < 2 {
		return fmt.Errorf("it has %d column, want one for each of at least 2 classes; for one output there is BCE", y.Cols)
	}
	for i := range y.Rows {
		var sum float64
		for j, v := range y.Row(i) {
			if v < 0 {
				return fmt.Errorf("row %d, column %d is %v, want a probability, such as 1 for the class and 0 for the others", i+1, j+1, v)
			}
			sum += v
		}
		if sum > 1+1e-6 {
			return fmt.Errorf("row %d adds up to %v, want 1, as one-hot rows do; for classes at each time of a sequence there is nn.Sequence", i+1, sum)
		}
	}
	return nil
}

// shares says why an entry of y is not a probability.
func shares(y *Matrix) error {
	for k, v := range y.Data {
		if v < 0 || v > 1 {
			return fmt.Errorf("row %d, column %d is %v, want 0 or 1, or a probability between; for several classes there is CrossEntropy with one-hot rows", k/y.Cols+1, k%y.Cols+1, v)
		}
	}
	return nil
}

func (CrossEntropy) checkTargets(y *Matrix) error     { return probabilities(y) }
func (CrossEntropyProb) checkTargets(y *Matrix) error { return probabilities(y) }
func (KL) checkTargets(y *Matrix) error               { return probabilities(y) }
func (BCE) checkTargets(y *Matrix) error              { return shares(y) }
func (BCEProb) checkTargets(y *Matrix) error          { return shares(y) }
