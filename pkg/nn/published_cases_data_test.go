package nn_test

import (
	"fmt"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
	"chainrule/pkg/nn/data"
)

// What is done with data before a net sees them.
func init() {
	register(cases{"scaler": scale})
}

// scale fits a scaler to X, and transforms X and, where there is one, a new example.
func scale(in input) result {
	X := in.matrix("X")
	var scaler interface {
		Fit(X *nn.Matrix)
		Transform(X *nn.Matrix) *nn.Matrix
	}
	r := result{lists: map[string][]float64{}}
	switch in.word("scaler") {
	case "z-score":
		s := new(data.ZScore)
		s.Fit(X)
		r.lists["mean"] = s.Mean.Data
		scaler = s
	case "min-max":
		s := new(data.MinMax)
		s.Fit(X)
		r.lists["largest"] = s.Max.Data
		scaler = s
	}
	Z := scaler.Transform(X)
	for i := range Z.Rows {
		r.lists[fmt.Sprint("row ", i+1)] = Z.Row(i)
	}
	if in.has("new") {
		r.lists["a new row"] = scaler.Transform(linalg.Row(in.numbers("new")...)).Data
	}
	return r
}
