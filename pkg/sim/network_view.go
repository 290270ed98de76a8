package sim

// NetworkSetup is what a run of the network simulator follows from: the data, the net, how
// it is trained, and where its parameters start. A field that is zero has the
// usual value, which stands behind its meaning, or is really 0 where there stands none.
type NetworkSetup struct {
	// Data is one of: "circle", "xor clouds", "gaussians", "spiral", "moons" (two classes in
	// the plane), "plane", "waves" (a value over the plane), "sine" (a value over one input), "iris", "digits" (real data),
	// "mazur" (one example with the published numbers), "xor" (the four points), "own".
	Data      string    `json:"data"`
	N         int       `json:"n"`         // examples to draw or, of iris and digits, to take; 0 is as many as usual
	Noise     float64   `json:"noise"`     // standard deviation that is added to what is drawn
	TestShare float64   `json:"testShare"` // share of the examples that is kept for testing, 0 to 0.9
	DataSeed  uint64    `json:"dataSeed"`  // of the drawing and of the split
	Own       *OwnData  `json:"own,omitempty"`
	Features  []string  `json:"features"`        // of data in the plane: "x1", "x2", "x1^2", "x2^2", "x1 x2", "sin x1", "sin x2"; none is x1 and x2
	Scale     bool      `json:"scale"`           // true standardizes features, and values to be predicted
	Hidden    []Hidden  `json:"hidden"`          // the hidden layers; none is allowed
	Output    string    `json:"output"`          // "softmax", "sigmoid" or "linear"; "" is what suits the data
	Loss      string    `json:"loss"`            // "cross-entropy", "BCE", "half squared error" or "MSE"; "" is what suits the output
	Optimizer string    `json:"optimizer"`       // "SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam", "AdamW"; "" is SGD
	Rate      float64   `json:"rate"`            // α, the learning rate; 0 is 0.1
	Beta      float64   `json:"beta"`            // β of Momentum and Nesterov; 0 is 0.9
	L1        float64   `json:"l1"`              // λ₁
	L2        float64   `json:"l2"`              // λ₂; with AdamW its decay λ, 0 being 0.01
	Batch     int       `json:"batch"`           // examples in an update; 0 is all of them
	Init      string    `json:"init"`            // "usual", "zero", "constant", "normal", "uniform", "xavier", "he", "lecun", "orthogonal", "published"; "" is usual: He for ReLU, else Xavier
	InitSize  float64   `json:"initSize"`        // the constant, the standard deviation or the limit of that Init; 0 is 0.5
	Seed      uint64    `json:"seed"`            // of the weights, the order of the examples and the masks of dropout
	FixBiases bool      `json:"fixBiases"`       // true leaves the biases as they are, as the published example does
	Start     []float64 `json:"start,omitempty"` // all parameters, layer after layer, W row by row, then b; nil is Init
}

// Hidden is one hidden layer: units that take all of the layer before, and their activation.
type Hidden struct {
	Units   int     `json:"units"`             // 1 to 8
	Act     string  `json:"act"`               // "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "identity"
	Dropout float64 `json:"dropout,omitempty"` // share of the activations that is dropped in training
}

// OwnData are a learner's examples, pasted or drawn.
type OwnData struct {
	Names   []string    `json:"names"`             // of the features
	X       [][]float64 `json:"x"`                 // n × features
	Classes []string    `json:"classes,omitempty"` // their names; none when a value is to be predicted
	Labels  []int       `json:"labels,omitempty"`  // the class of each example
	Y       []float64   `json:"y,omitempty"`       // the value of each example, without classes
}

// NetworkView is all that is always seen of the network simulator.
type NetworkView struct {
	Kind  string       `json:"kind"`  // "network"
	Setup NetworkSetup `json:"setup"` // without Own and Start: see Ask "points" and Layers
	Set   setView      `json:"set"`

	Updates int          `json:"updates"` // k, the updates made
	Epoch   int          `json:"epoch"`   // whole passes over the training set that they are
	Into    int          `json:"into"`    // updates of the next pass that are made
	PerPass int          `json:"perPass"` // updates in a pass
	Place   placeView    `json:"place"`   // within update k+1
	Phase   string       `json:"phase"`   // of the place: "", "forward", "loss", "backward", "update"
	Preset  string       `json:"preset"`  // the preset that the setup was made of; "" for none
	Changed bool         `json:"changed"` // whether the setup is no longer that of the preset
	Pace    string       `json:"pace"`    // "operation", "unit", "layer", "example", "batch" or "epoch"
	Example *exampleView `json:"example"` // whose numbers the units show; nil when they show none
	Select  selection    `json:"select"`

	Layers []layerView `json:"layers"` // the inputs first
	Op     *opView     `json:"op"`     // the operation at the place; nil at its beginning
	Next   *nextView   `json:"next"`   // the number that comes next, to be guessed; nil when the pace is batch or epoch
	Guess  *guessView  `json:"guess"`  // how the guess before was; nil after any other action

	Train   scoresView   `json:"train"` // after k updates, on the training set
	Test    *scoresView  `json:"test"`  // on the test set; nil without one
	History netHistory   `json:"history"`
	Says    []diagnosis  `json:"says"`    // what is wrong with the net; empty when nothing is
	Compare *compareView `json:"compare"` // the run that was pinned; nil without one

	Ended   string `json:"ended"`  // why there is no update after k; "" while there is
	Said    string `json:"said"`   // what the latest action did, in a sentence to be spoken
	Edited  bool   `json:"edited"` // whether the run starts from parameters of its own, and not from Init
	CanUndo bool   `json:"canUndo"`
	CanRedo bool   `json:"canRedo"`
}

// setView is what a page says of the data.
type setView struct {
	Plane   bool     `json:"plane"` // whether an example is a point of the plane
	Line    bool     `json:"line"`  // whether it has one input, so that what comes out is a curve over it
	Train   int      `json:"train"` // number of training examples
	Test    int      `json:"test"`
	Names   []string `json:"names"`   // of the inputs of the net
	Classes []string `json:"classes"` // empty when a value is to be predicted
	Outputs []string `json:"outputs"` // of the outputs of the net
}

// placeView is where in update k+1 the simulator is: which number has just been computed, and
// how far. Before the first one all of it is 0.
type placeView struct {
	Step  int `json:"step"`  // operation, counted from 1; 0 before the first
	Steps int `json:"steps"` // operations in this update; 0 where nobody looked into it
	Row   int `json:"row"`   // entry of its result, from 0
	Col   int `json:"col"`
	Term  int `json:"term"`  // term of the entry, counted from 1
	Terms int `json:"terms"` // terms that the entry has
}

// exampleView is the example that the units show.
type exampleView struct {
	Index int    `json:"index"` // in the training set, from 0
	Row   int    `json:"row"`   // in the batch, from 0; −1 when it is looked at outside of an update
	Of    int    `json:"of"`    // examples in the batch
	X     series `json:"x"`     // as the net is given it
	Y     series `json:"y"`     // its targets
}

// selection is what the learner looks at.
type selection struct {
	Layer   int    `json:"layer"` // of Unit, 0 being the inputs; −1 without one
	Unit    int    `json:"unit"`
	Param   string `json:"param"` // "Dense 1/W"; "" without a weight
	Row     int    `json:"row"`
	Col     int    `json:"col"`
	Example int    `json:"example"` // in the training set, from 0
}

// layerView is a layer of the net. Numbers that are not computed at this place are null.
type layerView struct {
	Name  string     `json:"name"` // "inputs", "Dense 1"
	Act   string     `json:"act"`  // "" for the inputs; of the output layer what Output says
	Units []unitView `json:"units"`
	W     *gridView  `json:"w"` // of the edges that come in; nil for the inputs
	B     *gridView  `json:"b"` // of the units, 1 × units; nil for the inputs
}

// unitView is a unit of a layer, for the example that is shown.
type unitView struct {
	Label   string `json:"label"`   // "x₁", "h₁", "o₂"; of a second hidden layer "h²₁"
	Z       *Num   `json:"z"`       // what comes in, weighted and added up
	A       *Num   `json:"a"`       // f(z); of the inputs x; of the output layer the prediction
	DA      *Num   `json:"da"`      // ∂J/∂a
	DZ      *Num   `json:"dz"`      // ∂J/∂z, the unit's error δ
	Dropped bool   `json:"dropped"` // whether this update's mask drops it for this example
}

// gridView is a parameter, its gradient and its old value, entry by entry.
type gridView struct {
	Param string   `json:"param"` // "Dense 1/W"
	Value []series `json:"value"` // at this place: old until its update, new after it
	Grad  [][]*Num `json:"grad"`  // ∂J/∂W as far as computed; nil when none is
	Old   [][]*Num `json:"old"`   // what was there before, where this update has changed it; nil when nowhere
}

// opView is the operation at the place: a step of the trace, the entry and the term of it.
type opView struct {
	Where string        `json:"where"` // "Dense 1/forward"
	Op    string        `json:"op"`    // "affine", "map:sigmoid", …
	TeX   string        `json:"tex"`   // the formula of the whole operation
	Say   string        `json:"say"`   // what it does, in a sentence
	Args  []operandView `json:"args"`
	Out   operandView   `json:"out"`   // entries that are not computed yet are null
	Entry entryView     `json:"entry"` // the number at the place
	From  string        `json:"from"`  // where this number comes from, in a sentence with its numbers
	Paths []pathView    `json:"paths"` // of a hidden unit's error: one for each unit that it feeds
	Edges [][3]int      `json:"edges"` // used by the term: layer (of its W, from 1), row, column
	Units [][2]int      `json:"units"` // used by the term, or made: layer, unit
}

// operandView is a matrix of an operation, or the part of a large one around the entry.
type operandView struct {
	Name   string   `json:"name"` // TeX
	Rows   int      `json:"rows"`
	Cols   int      `json:"cols"`
	Row    int      `json:"row"` // which row and column of it the first value is
	Col    int      `json:"col"`
	Values [][]*Num `json:"values"`
}

// entryView is one number, term by term, as nn.Entry explains it.
type entryView struct {
	Row     int        `json:"row"`
	Col     int        `json:"col"`
	Symbols string     `json:"symbols"` // TeX, of the whole entry
	Values  string     `json:"values"`  // TeX, with the numbers put in; "" until its last term
	Value   *Num       `json:"value"`   // nil until its last term
	Terms   []termView `json:"terms"`   // those that are computed
}

// termView is one term of an entry.
type termView struct {
	Symbols string    `json:"symbols"`
	Values  string    `json:"values"`
	Value   Num       `json:"value"`
	Sum     Num       `json:"sum"`  // the running total after it
	Uses    []useView `json:"uses"` // the numbers it reads
}

// useView is a number that a term reads: an entry of an operand, counted from 0.
type useView struct {
	Arg int `json:"arg"`
	Row int `json:"row"`
	Col int `json:"col"`
}

// pathView is a way from a number to the cost, with the factors along it.
type pathView struct {
	Through []string `json:"through"` // the units, by their labels
	Factors []Num    `json:"factors"`
	Product Num      `json:"product"`
	Say     string   `json:"say"` // "through o₁: 0.138498562 · 0.4 = 0.055399425"
}

// nextView is the number that comes next.
type nextView struct {
	Where   string `json:"where"`
	Symbol  string `json:"symbol"`  // TeX: z^{(1)}_{1}
	Formula string `json:"formula"` // TeX, in symbols
	Say     string `json:"say"`     // what is asked for, as plain text
}

// guessView is how a guess was.
type guessView struct {
	Given string `json:"given"`
	Right bool   `json:"right"`
	Slip  string `json:"slip"` // what is amiss: "new weight", "no slope", "sign", "one output", "no rate", "added", "no bias", "no activation", "activation", "one input", "no mean", "no half", "no two", "one example", "no input", "no decay"; "" for another
	Say   string `json:"say"`  // the verdict, in a sentence
}

// scoresView are how good the net is on a set.
type scoresView struct {
	Loss     Num  `json:"loss"`
	Accuracy *Num `json:"accuracy"` // share that is right; nil without classes
	R2       *Num `json:"r2"`       // nil with classes, and where there is nothing to explain
}

// netHistory is the course of the run so far. A long one is thinned out.
type netHistory struct {
	Updates []int  `json:"updates"` // number of the update
	Loss    series `json:"loss"`    // of its batch, before it
	Epochs  []int  `json:"epochs"`  // number of the epoch
	Train   series `json:"train"`   // mean of Loss over it
	Test    series `json:"test"`    // loss of the test set after it; empty without one

	TrainRight series `json:"trainRight"` // accuracy on the training set after it; empty without classes
	TestRight  series `json:"testRight"`  // and on the test set
}

// diagnosis is something that is wrong with the net, in words.
type diagnosis struct {
	What  string   `json:"what"` // "identical units", "dead ReLU", "saturation", "vanishing gradients", "exploding gradients", "NaN", "overfitting"
	Say   string   `json:"say"`
	Units [][2]int `json:"units"` // those it is about: layer, unit
}

// compareView is the pinned run after as many updates as this one has made, or at its end.
type compareView struct {
	Updates int         `json:"updates"`
	Train   scoresView  `json:"train"`
	Test    *scoresView `json:"test"`
	History netHistory  `json:"history"`
	Differs []string    `json:"differs"` // the settings that differ: "rate: 0.03 there, 0.1 here"
	Ended   string      `json:"ended"`
}

// choicesAnswer are what settings can be set to: the answer to "choices".
type choicesAnswer struct {
	Presets    []choice `json:"presets"`
	Data       []choice `json:"data"`
	Features   []choice `json:"features"`
	Acts       []choice `json:"acts"`
	Outputs    []choice `json:"outputs"` // for the data of now
	Losses     []choice `json:"losses"`  // for the output of now
	Optimizers []choice `json:"optimizers"`
	Inits      []choice `json:"inits"`
	Paces      []choice `json:"paces"`
	Layers     int      `json:"layers"` // the most hidden layers
	Units      int      `json:"units"`  // the most units in one
}

// choice is one of them.
type choice struct {
	Name string `json:"name"` // as an action says it
	Say  string `json:"say"`  // as a page says it
}

// pointsAnswer is the answer to "points": the examples, training set first.
type pointsAnswer struct {
	Names  []string `json:"names"` // of the features as they were given: "x₁" and "x₂" of what is drawn in the plane
	X      []series `json:"x"`     // as they were given, before Features and Scale
	Labels []int    `json:"labels"`
	Y      series   `json:"y"`     // values, without classes
	Train  int      `json:"train"` // how many are of the training set
	Index  []int    `json:"index"` // training examples that are in the batch of the place; empty outside of an update
	Range  [4]Num   `json:"range"` // of a plane, or of one input and its targets: left, right, bottom, top
}

// boundaryAnswer is the answer to "boundary" and "units": maps over the plane, row 0 being at
// the bottom, or curves over the one input.
type boundaryAnswer struct {
	Range [4]Num    `json:"range"` // left, right, bottom, top; of curves bottom and top are those of the targets
	Side  int       `json:"side"`  // cells in a row and in a column; of curves the places, from left to right
	Line  bool      `json:"line"`  // whether they are curves
	Maps  []mapView `json:"maps"`
}

// mapView is a number for each cell of the plane, taken at its middle.
type mapView struct {
	Layer  int    `json:"layer"`
	Unit   int    `json:"unit"`
	Values series `json:"values"` // row by row, side² numbers, or side of a curve: the activation; of the output the prediction
	Class  []int  `json:"class"`  // the class that the net takes each cell for; only in "boundary", and with classes
	Low    Num    `json:"low"`    // the smallest and the largest of Values
	High   Num    `json:"high"`
}

// histogramAnswer is the answer to "activations": for each layer behind the inputs, how
// often an activation lies in each of the bins, over the training set.
type histogramAnswer struct {
	Layers []histogramView `json:"layers"`
}

// histogramView counts numbers in bins of equal width from Low to High.
type histogramView struct {
	Name   string `json:"name"`
	Low    Num    `json:"low"`
	High   Num    `json:"high"`
	Counts []int  `json:"counts"`
	Mean   Num    `json:"mean"`
	Dev    Num    `json:"dev"` // standard deviation
}

// gradientsAnswer is the answer to "gradients": the root mean square of ∂J/∂W of each layer,
// on the training set, after each of the latest updates.
type gradientsAnswer struct {
	Names   []string `json:"names"`   // "Dense 1", …
	Updates []int    `json:"updates"` // after how many updates
	Sizes   []series `json:"sizes"`   // [layer][update]
}

// confusionAnswer is the answer to "confusion": how many examples of a class (row) were taken
// for each class (column).
type confusionAnswer struct {
	Classes []string `json:"classes"`
	Train   [][]int  `json:"train"`
	Test    [][]int  `json:"test"` // empty without a test set
}

// microscopeAnswer is the answer to "microscope": ∂J/∂w of one weight, three ways, for the
// batch of the place, or for the training set outside of an update.
type microscopeAnswer struct {
	Param    string     `json:"param"`
	Row      int        `json:"row"`
	Col      int        `json:"col"`
	Value    Num        `json:"value"`
	On       string     `json:"on"`       // which examples: "all 10 examples of this batch"
	Analytic Num        `json:"analytic"` // by backpropagation
	Numeric  Num        `json:"numeric"`  // (J(w+h) − J(w−h))/2h
	H        Num        `json:"h"`
	Plus     Num        `json:"plus"`  // J(w+h)
	Minus    Num        `json:"minus"` // J(w−h)
	Of       string     `json:"of"`    // whose paths Paths are, and what they come to, in a sentence
	Paths    []pathView `json:"paths"` // for the example that is shown: the largest of them
	All      int        `json:"all"`   // number of paths of an example
	Part     Num        `json:"part"`  // over all paths of the example that is shown
	Sum      Num        `json:"sum"`   // over all paths and examples
	Say      string     `json:"say"`
}

// compareAnswer is the answer to "compare": both runs, with the maps of their outputs.
type compareAnswer struct {
	Here     compareView     `json:"here"`
	There    compareView     `json:"there"`
	HereMap  *boundaryAnswer `json:"hereMap"` // nil when examples are no points of the plane
	ThereMap *boundaryAnswer `json:"thereMap"`
}
