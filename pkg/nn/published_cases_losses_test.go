package nn_test

import (
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Losses.
func init() {
	register(cases{
		"cross-entropy":                     crossEntropyOfProbabilities,
		"cross-entropy of probabilities":    crossEntropyProb,
		"four losses of two by two outputs": fourLosses,
		"loss":                              lossOf,
		"loss of each example":              lossOfEach,
	})
}

// crossEntropyOfProbabilities gives the cost logits whose softmax is p.
func crossEntropyOfProbabilities(in input) result {
	p := in.matrix("p")
	var labels []int
	in.read("labels", &labels)
	logits := linalg.Apply(math.Log, p)
	return result{right: map[string]float64{"cross-entropy": nn.CrossEntropy{}.Loss(nil, logits, oneHot(p.Cols, labels...))}}
}

// fourLosses has two outputs, which BCE and the hinge add up and Keras averages.
func fourLosses(in input) result {
	p, y := in.matrix("p"), in.matrix("y")
	sides := linalg.Apply(func(y float64) float64 { return 2*y - 1 }, y)
	return result{right: map[string]float64{
		"binary cross-entropy": nn.BCEProb{}.Loss(nil, p, y) / float64(p.Cols),
		"hinge":                nn.Hinge{}.Loss(nil, p, sides) / float64(p.Cols),
		"KL divergence":        nn.KL{}.Loss(nil, p, y),
		"Huber":                nn.Huber{}.Loss(nil, p, y),
	}}
}

func crossEntropyProb(in input) result {
	return result{right: map[string]float64{"cross-entropy": nn.CrossEntropyProb{}.Loss(nil, in.matrix("p"), in.matrix("y"))}}
}

// lossNamed is the loss of nn with the name, with its usual settings.
func lossNamed(name string) nn.Loss {
	for _, l := range naive {
		if l.loss.Name() == name {
			return l.loss
		}
	}
	panic("no loss " + name)
}

func lossOf(in input) result {
	return result{right: map[string]float64{"loss": lossNamed(in.word("loss")).Loss(nil, in.matrix("yhat"), in.matrix("y"))}}
}

// lossOfEach takes the examples one by one, and of the outputs of each the mean, as Keras
// does, and not the sum. The sum over the examples is Keras' "sum" as well.
func lossOfEach(in input) result {
	loss, yhat, y := lossNamed(in.word("loss")), in.matrix("yhat"), in.matrix("y")
	var each []float64
	sum := 0.0
	for i := range y.Rows {
		one := loss.Loss(nil, linalg.SliceRows(yhat, i, i+1), linalg.SliceRows(y, i, i+1))
		if in.has("mean") {
			one /= float64(y.Cols)
		}
		each = append(each, one)
		sum += one
	}
	return result{right: map[string]float64{"sum": sum}, lists: map[string][]float64{"each": each}}
}
