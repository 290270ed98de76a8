package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// Cell returns a Go cell that trains the same net on the same data with package nn, as far
// as the state is, and prints its loss, its parameters and the number at the place.
func (n *Network) Cell() string {
	s := &n.state.now
	c := &cellText{imports: map[string]bool{"fmt": true, "chainrule/pkg/nn": true}}
	r := n.run()
	c.data(s.setup, r)
	c.net(s.setup, r)
	c.training(s.setup, r, s.k)
	if s.at.step > 0 {
		if ops, err := r.ops(s.k); err == nil { // it was come to
			c.place(ops, s.at)
		}
	}
	return c.String()
}

// cellText is a cell while it is written.
type cellText struct {
	imports map[string]bool
	body    strings.Builder
}

func (c *cellText) line(format string, args ...any) { fmt.Fprintf(&c.body, format+"\n", args...) }

// String returns the cell: the imports, and the body behind %%.
func (c *cellText) String() string {
	var b strings.Builder
	b.WriteString("import (\n")
	for _, own := range []bool{false, true} {
		var names []string
		for name := range c.imports {
			if strings.HasPrefix(name, "chainrule/") == own {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		if own {
			b.WriteString("\n")
		}
		for _, name := range names {
			fmt.Fprintf(&b, "\t%q\n", name)
		}
	}
	b.WriteString(")\n\n%%\n")
	b.WriteString(c.body.String())
	return b.String()
}

// numbersText is a list of numbers, to the last bit.
func numbersText(list []float64) string {
	t := make([]string, len(list))
	for i, v := range list {
		t[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strings.Join(t, ", ")
}

func (c *cellText) matrix(m *linalg.Matrix) string {
	c.imports["chainrule/pkg/linalg"] = true
	return fmt.Sprintf("linalg.New(%d, %d, %s)", m.Rows, m.Cols, numbersText(m.Data))
}

// data writes how the examples are made: x and y, and testX and testY.
func (c *cellText) data(s *NetworkSetup, r *netRun) {
	c.imports["chainrule/pkg/nn/data"] = true
	noise := strconv.FormatFloat(s.Noise, 'g', -1, 64)
	switch generator := map[string]string{"circle": "Circles", "xor clouds": "XOR", "spiral": "Spirals", "moons": "Moons"}[s.Data]; {
	case generator != "":
		c.line("set := data.%s(%d, %d, %s)", generator, s.DataSeed, s.N, noise)
	case s.Data == "iris" || s.Data == "digits":
		c.line("all := data.%s()", capital(s.Data))
		c.line("set := all.Select(nn.Stream(%d, \"examples\").Perm(all.Len())[:%d])", s.DataSeed, s.N)
	default:
		set := s.Own.orDrawn(s)
		c.line("set := &data.Set{")
		c.line("\tX: %s,", c.matrix(set.X))
		c.line("\tY: %s,", c.matrix(set.Y))
		if set.Labels != nil {
			c.line("\tLabels: []int{%s},", strings.Trim(strings.ReplaceAll(fmt.Sprint(set.Labels), " ", ", "), "[]"))
		}
		c.line("}")
	}
	sets := []string{"set"}
	if s.TestShare > 0 {
		c.line("train, test := set.Split(%d, %s)", s.DataSeed, strconv.FormatFloat(s.TestShare, 'g', -1, 64))
		sets = []string{"train", "test"}
	}
	inputs := "%s.X"
	if r.data.plane && !slices.Equal(s.Features, []string{"x1", "x2"}) {
		c.features(s.Features)
		inputs = "inputs(%s.X)"
	}
	targets := "%s.Y"
	if s.outputs() < r.data.train.Y.Cols {
		c.imports["chainrule/pkg/linalg"] = true
		targets = "linalg.SliceCols(%s.Y, 1, 2)" // 1 for the second class
	}
	names := [][2]string{{"x", "y"}, {"testX", "testY"}}
	for i, set := range sets {
		c.line("%s, %s := %s, %s", names[i][0], names[i][1], fmt.Sprintf(inputs, set), fmt.Sprintf(targets, set))
	}
	for k, scaled := range []bool{r.data.scaler != nil, r.data.yscaler != nil} {
		if !scaled {
			continue
		}
		scaler := []string{"scaler", "targets"}[k]
		c.line("var %s data.ZScore // learned from the training set alone", scaler)
		c.line("%s.Fit(%s)", scaler, names[0][k])
		for i := range sets {
			c.line("%s = %s.Transform(%s)", names[i][k], scaler, names[i][k])
		}
	}
}

// features writes the function that makes inputs of points of the plane.
func (c *cellText) features(list []string) {
	c.imports["chainrule/pkg/linalg"] = true
	code := map[string]string{
		"x1": "x1", "x2": "x2", "x1^2": "x1 * x1", "x2^2": "x2 * x2", "x1 x2": "x1 * x2", "sin x1": "math.Sin(x1)", "sin x2": "math.Sin(x2)",
	}
	var parts []string
	for _, f := range list {
		parts = append(parts, code[f])
	}
	all := strings.Join(parts, ", ")
	if strings.Contains(all, "math.") {
		c.imports["math"] = true
	}
	c.line("inputs := func(points *linalg.Matrix) *linalg.Matrix {")
	c.line("\tx := linalg.New(points.Rows, %d)", len(list))
	c.line("\tfor i := range points.Rows {")
	for j, name := range []string{"x1", "x2"} {
		if strings.Contains(all, name) {
			c.line("\t\t%s := points.At(i, %d)", name, j)
		}
	}
	c.line("\t\tcopy(x.Row(i), []float64{%s})", all)
	c.line("\t}\n\treturn x\n}")
}

// goNames are activations and inits as Go says them.
var goNames = map[string]string{
	"sigmoid": "nn.Sigmoid", "tanh": "nn.Tanh", "relu": "nn.ReLU", "leaky_relu": "nn.LeakyReLU", "elu": "nn.ELU",
	"gelu": "nn.GELU", "silu": "nn.SiLU", "softplus": "nn.Softplus",
	"zero": "nn.Zeros", "published": "nn.Zeros", "xavier": "nn.Xavier", "he": "nn.He", "lecun": "nn.LeCun", "orthogonal": "nn.Orthogonal(1)",
	"constant": "nn.Constant(%v)", "normal": "nn.Normal(%v)", "uniform": "nn.Uniform(%v)",
}

// net writes the net and where its parameters start.
func (c *cellText) net(s *NetworkSetup, r *netRun) {
	init := goNames[s.Init]
	if strings.Contains(init, "%v") {
		init = fmt.Sprintf(init, s.InitSize)
	}
	dense := func(units int, act string) string {
		t := fmt.Sprintf("\t&nn.Dense{Out: %d", units)
		if act != "" {
			t += ", Act: " + act
		}
		if init != "" {
			t += ", Init: " + init
		}
		return t + "},"
	}
	c.line("\nnet := nn.Must(nn.New(%d, nn.Shape{%d},", s.Seed, s.inputs())
	for _, h := range s.Hidden {
		c.line("%s", dense(h.Units, goNames[h.Act]))
		if h.Dropout > 0 {
			c.line("\t&nn.Dropout{Rate: %v},", h.Dropout)
		}
	}
	act := ""
	if s.outputAct() != nil {
		act = "nn.Sigmoid"
	}
	c.line("%s\n))", dense(s.outputs(), act))
	start := s.Start
	if start == nil && s.Init == "published" {
		start = published
	}
	for _, q := range r.run.trainer.Net.Params() {
		if start != nil {
			c.line("copy(net.Param(%q).Value.Data, []float64{%s})", q.Name, numbersText(start[:len(q.Value.Data)]))
			start = start[len(q.Value.Data):]
		}
		if q.Frozen {
			c.line("net.Param(%q).Frozen = true", q.Name)
		}
	}
}

// training writes the training until k updates are made.
func (c *cellText) training(s *NetworkSetup, r *netRun, k int) {
	loss := map[string]string{
		nn.CrossEntropy{}.Name(): "nn.CrossEntropy{}", nn.BCE{}.Name(): "nn.BCE{}", nn.MSE{}.Name(): "nn.MSE{}", nn.HalfSquaredError{}.Name(): "nn.HalfSquaredError{}",
	}[s.Loss]
	opt := map[string]string{
		"SGD": "&nn.SGD{LR: RATE}", "Momentum": "&nn.Momentum{LR: RATE, Beta: BETA}", "Nesterov": "&nn.Momentum{LR: RATE, Beta: BETA, Nesterov: true}",
		"AdaGrad": "&nn.AdaGrad{LR: RATE}", "RMSProp": "&nn.RMSProp{LR: RATE}", "Adam": "&nn.Adam{LR: RATE}", "AdamW": "&nn.AdamW{LR: RATE, Decay: DECAY}",
	}[s.Optimizer]
	opt = strings.NewReplacer("RATE", fmt.Sprint(s.Rate), "BETA", fmt.Sprint(s.Beta), "DECAY", fmt.Sprint(s.L2)).Replace(opt)
	l2 := s.L2
	if s.Optimizer == "AdamW" {
		l2 = 0
	}
	if s.L1 != 0 || l2 != 0 {
		opt = fmt.Sprintf("&nn.WeightDecay{Opt: %s, L1: %v, L2: %v}", opt, s.L1, l2)
	}
	c.line("loss := %s", loss)
	c.line("trainer := &nn.Trainer{")
	c.line("\tNet: net, Loss: loss, Opt: %s,", opt)
	if s.TestShare > 0 {
		c.line("\tX: x, Y: y, ValX: testX, ValY: testY,")
	} else {
		c.line("\tX: x, Y: y,")
	}
	c.line("\tBatch: %d, Epochs: %d, Seed: %d,", s.Batch, k/r.perPass()+1, s.Seed)
	c.line("}")
	if k > 0 {
		c.line("for u := range trainer.Steps() {\n\tif u.Step == %d {\n\t\tbreak\n\t}\n}", k)
		c.line("if err := trainer.Err(); err != nil {\n\tpanic(err)\n}")
	}
	c.line("\nfmt.Printf(\"loss %%.10g\\n\", loss.Loss(nil, net.Forward(nil, x), y))")
	if s.TestShare > 0 {
		c.line("fmt.Printf(\"test loss %%.10g\\n\", loss.Loss(nil, net.Forward(nil, testX), testY))")
	}
	c.line("for _, q := range net.Params() {\n\tfmt.Printf(\"%%s %%.10g\\n\", q.Name, q.Value.Data)\n}")
}

// place writes the way to a place in the next update.
func (c *cellText) place(o *operations, p place) {
	c.line("\n// The next update, operation by operation.")
	c.line("here, err := trainer.Snapshot()")
	c.line("if err == nil {\n\terr = trainer.Restore(here)\n}")
	c.line("if err != nil {\n\tpanic(err)\n}")
	c.line("trainer.Trace, trainer.Epochs = new(nn.Trace), trainer.Epochs+1")
	c.line("for range trainer.Steps() {\n\tbreak\n}")
	c.line("entry := trainer.Trace.Steps[%d].Entry(%d, %d)", o.list[p.step-1].index, p.row, p.col)
	c.line("fmt.Println(entry.Symbols)\nfmt.Println(entry.Values)")
	c.line("fmt.Printf(\"place %%.10g\\n\", entry.Value)")
}
