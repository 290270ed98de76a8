package main

import "math"

// workload is what is timed: one product of matrices, or one step of training, which is
// forward, loss, backward and update, always on the same batch.
type workload struct {
	Name  string  `json:"name"`
	Kind  string  `json:"kind"`  // product, mlp, lenet or lstm
	Sizes []int   `json:"sizes"` // product: n; mlp: the units of each layer; lstm: times, features, units, outputs
	Loss  string  `json:"loss"`  // mse, or cross-entropy
	Opt   string  `json:"opt"`   // sgd, or adam
	Act   string  `json:"act"`   // of hidden layers: tanh, or relu; an lstm has its own
	LR    float64 `json:"lr"`
	Batch int     `json:"batch"`
}

// workloads are measured in this order. The Python sides are sent them as they are here.
var workloads = []workload{
	{Name: "product, 64×64", Kind: "product", Sizes: []int{64}},
	{Name: "product, 256×256", Kind: "product", Sizes: []int{256}},
	{Name: "product, 512×512", Kind: "product", Sizes: []int{512}},
	{Name: "MLP 2-8-8-1, batch 4", Kind: "mlp", Sizes: []int{2, 8, 8, 1}, Act: "tanh", Loss: "mse", Opt: "sgd", LR: 0.1, Batch: 4},
	{Name: "MLP 2-8-8-1, batch 32", Kind: "mlp", Sizes: []int{2, 8, 8, 1}, Act: "tanh", Loss: "mse", Opt: "sgd", LR: 0.1, Batch: 32},
	{Name: "MLP 784-128-64-10, batch 32", Kind: "mlp", Sizes: []int{784, 128, 64, 10}, Act: "relu", Loss: "cross-entropy", Opt: "adam", LR: 0.001, Batch: 32},
	{Name: "MLP 784-128-64-10, batch 128", Kind: "mlp", Sizes: []int{784, 128, 64, 10}, Act: "relu", Loss: "cross-entropy", Opt: "adam", LR: 0.001, Batch: 128},
	{Name: "LeNet, batch 32", Kind: "lenet", Act: "relu", Loss: "cross-entropy", Opt: "sgd", LR: 0.05, Batch: 32},
	{Name: "LSTM of 32 units, 24 times 8 features, batch 32", Kind: "lstm", Sizes: []int{24, 8, 32, 1}, Loss: "mse", Opt: "sgd", LR: 0.1, Batch: 32},
}

// The streams that data are drawn from. Weights take 1, 2, 3 …, one for each matrix in
// the order of the layers; biases start at 0.
const (
	inputs  = 101
	targets = 102
)

// draw overwrites v with numbers from −scale to scale, the same to the last bit on every
// side: those of splitmix64 (Steele, Lea and Flood, 2014), counted from stream·2³².
func draw(v []float64, stream int, scale float64) {
	for i := range v {
		z := (uint64(stream)<<32 + uint64(i)) * 0x9E3779B97F4A7C15
		z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		z ^= z >> 31
		v[i] = scale * (float64(z>>11)/(1<<52) - 1)
	}
}

// weightScale is the scale of weights that each add up fanIn inputs: a variance of 1/fanIn.
func weightScale(fanIn int) float64 { return math.Sqrt(3 / float64(fanIn)) }
