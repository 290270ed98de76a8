package nn_test

import (
	"fmt"

	"chainrule/pkg/nn"
)

// Batch normalization.
func init() {
	register(cases{
		"batch norm of two pictures in training": batchNormTraining,
		"batch norm in use before any training":  batchNormUse,
	})
}

func batchNormTraining(in input) result {
	x := in.matrix("X")
	y := nn.Must(nn.New(1, nn.Shape{2, 2, 2}, &nn.BatchNorm{})).Forward(&nn.Pass{Train: true}, x)
	r := result{right: map[string]float64{}}
	for k, v := range y.Data {
		r.right[fmt.Sprintf("y(%d,%d)", k/y.Cols+1, k%y.Cols+1)] = v
	}
	return r
}

func batchNormUse(in input) result {
	x := in.matrix("X")
	y := nn.Must(nn.New(1, nn.Shape{x.Cols}, &nn.BatchNorm{})).Predict(x)
	r := result{right: map[string]float64{}}
	places := in.matrix("places")
	for k := range places.Rows {
		i, j := places.At(k, 0), places.At(k, 1)
		r.right[fmt.Sprintf("y(%v,%v)", i, j)] = y.At(int(i)-1, int(j)-1)
	}
	return r
}
