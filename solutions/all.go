package solutions

// All are the solutions, in the order of the lessons.
var All = []Graded{
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
