package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Cell returns a Go cell that builds the same points, trains the same way as far as the
// state is, and prints w, b and J.
func (r *Regression) Cell() string {
	c, s := r.course(), r.now.setup
	imports := []string{"fmt"}
	use := func(pkgs ...string) {
		for _, p := range pkgs {
			if !slices.Contains(imports, p) {
				imports = append(imports, p)
			}
		}
	}
	var b strings.Builder
	use("chainrule/pkg/linalg", "chainrule/pkg/nn")
	if p, err := presetOf(s.Data); err == nil {
		fmt.Fprintf(&b, "// %s\n%s", p.say, p.code)
		if strings.Contains(p.code, "data.") {
			use("chainrule/pkg/nn/data")
		}
	} else {
		fmt.Fprintf(&b, "// %s, n×1 each.\nx := %s\ny := %s\n", capital(counted(len(s.X), "point")), column(s.X), column(s.Y))
	}
	if s.Normalize {
		use("chainrule/pkg/nn/data")
		b.WriteString("var score data.ZScore // z = (x − μ)/σ\nscore.Fit(x)\nx = score.Transform(x)\n")
	}
	loss := "nn.MSE{}"
	if s.Half {
		loss = "nn.HalfSquaredError{}"
	}
	fmt.Fprintf(&b, "\nnet := nn.Must(nn.New(%d, nn.Shape{1}, &nn.Dense{Out: 1})) // ŷ = wx + b\nw, b := net.Param(\"Dense 1/W\").Value, net.Param(\"Dense 1/b\").Value\n", s.Seed)
	if s.Start != nil {
		fmt.Fprintf(&b, "w.Data[0], b.Data[0] = %s, %s // the start\n", exact(s.Start.W), exact(s.Start.B))
	}
	switch {
	case c.at == 0:
	case c.run == nil && c.unique:
		use("chainrule/pkg/linalg")
		b.WriteString("\n// The normal equations, for centered points.\nmeanX, meanY := linalg.Mean(x), linalg.Mean(y)\nvar varX, cov float64\n" +
			"for i, v := range x.Data {\n\tvarX += (v - meanX) * (v - meanX)\n\tcov += (v - meanX) * (y.Data[i] - meanY)\n}\n" +
			"w.Data[0] = cov / varX\nb.Data[0] = meanY - w.Data[0]*meanX\n")
	case c.run == nil:
		use("chainrule/pkg/linalg")
		b.WriteString("\n// All x are equal: the nearest of the best lines.\nmeanX, meanY := linalg.Mean(x), linalg.Mean(y)\n" +
			"off := (meanY - w.Data[0]*meanX - b.Data[0]) / (meanX*meanX + 1)\nw.Data[0] += off * meanX\nb.Data[0] += off\n")
	default:
		fmt.Fprintf(&b, "\ntrainer := &nn.Trainer{\n\tNet: net, Loss: %s, Opt: %s,\n\tX: x, Y: y, %sEpochs: %d,\n}\n", loss, s.optimizer(), s.order(), c.at)
		fmt.Fprintf(&b, "for u := range trainer.Steps() {\n\tif u.Step == %d {\n\t\tbreak\n\t}\n}\n", c.at)
	}
	fmt.Fprintf(&b, "J := %s.Loss(nil, net.Predict(x), y)\nfmt.Printf(\"w = %%.12g, b = %%.12g, J = %%.12g\\n\", w.Data[0], b.Data[0], J)\n", loss)
	body := b.String()
	var head strings.Builder
	head.WriteString("import (\n\t\"fmt\"\n\n")
	for _, p := range imports[1:] {
		if strings.Contains(body, p[strings.LastIndex(p, "/")+1:]+".") {
			fmt.Fprintf(&head, "\t%q\n", p)
		}
	}
	return head.String() + ")\n\n%%\n" + body
}

func (s *RegressionSetup) optimizer() string {
	if s.Method == momentum {
		return fmt.Sprintf("&nn.Momentum{LR: %s, Beta: %s}", exact(s.Rate), exact(s.Momentum))
	}
	return fmt.Sprintf("&nn.SGD{LR: %s}", exact(s.Rate))
}

// order are the settings of the Trainer that say which points make an update.
func (s *RegressionSetup) order() string {
	batch := map[string]int{stochastic: 1, miniBatch: s.Batch}[s.Method]
	switch {
	case batch == 0:
		return ""
	case s.InOrder:
		return fmt.Sprintf("Batch: %d, InOrder: true, ", batch)
	}
	return fmt.Sprintf("Batch: %d, Seed: %d, ", batch, s.Seed)
}

// column is a column of numbers in Go, ten a line.
func column(v []float64) string {
	var b strings.Builder
	b.WriteString("linalg.Col(")
	for i, f := range v {
		switch {
		case i > 0 && i%10 == 0:
			b.WriteString(",\n\t")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(exact(f))
	}
	return b.String() + ")"
}

// exact writes a number so that it comes back to the last bit.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
