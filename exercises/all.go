package exercises

import "reflect"

// Listed is an exercise of whatever type.
type Listed interface {
	Info() Info
	Type() reflect.Type // of the function that is asked for
	// Judge runs the checks on a solution of that type.
	Judge(solution reflect.Value, seed uint64) []Result
	// Worth lists the checks with their points, without running them.
	Worth() []Result
}

// All are the exercises, in the order of the lessons.
var All = []Listed{
	OrUnit, XorNet, ParityNet, ForwardPass,
	NetSize, SawBudget, CountPieces, StackedFolds,
	MSEGradient, BestConstant, HuberLoss, MeanOfMeans,
	DescentByHand, GradientStep, StaleGradient, RateLimit,
	TwoPaths, DenseLayer, GradientCheck, OvertakingUpdate, TwoLayerNet, BackpropCost,
	StepsByHand, Momentum, LastBatch, Adam,
	BatchNoise, MiniBatches, PartedPairs, NoiseScale,
	HadamardProduct, MemoryCell, MaskedCost, BroadcastAdd,
	MatrixProduct, ProductCost, ProductOrder, Affine,
	TransposeOf, MemoryOrder, InPlaceTranspose, ConvolutionBack,
	OneHot, VocabularyCost, RepeatedToken, OthersMean,
	ScaleByHand, ZScore, NormInUse, LayerNorm,
	HeInit, SpreadByDepth, XavierUniform,
	ZeroStep, RandomTwins, MergeTwins,
	FoldLinear, SlopeByDepth, LostReLU,
	SoftmaxByHand, ReLUGradient, StableSigmoid, StableSoftmax, SoftmaxBackward,
	CountUpdates, LogUniform, BestTrial, WarmupCosine,
	CountLabelings, KFold, Patience,
	ConvSize, ConvBudget, Convolve, MaxPooling, ConvGradient,
	CodeError, LinearAutoencoder, PrincipalUnit, DenoisingCost,
	InvertedDropout, ThinnedUnit, DropoutBackward,
	FirstLoss, BinaryCrossEntropy, CategoricalCrossEntropy, LogSoftmax,
	RNNStep, LongWay, ScalarBPTT, LSTMCell, Attention, LastStates,
	ConfusionMatrix, AdversarialBudget, FastGradientSign, ClassReport,
}
