package nn

import (
	"testing"

	"chainrule/pkg/linalg"
)

// A sentence is text: no LaTeX is left in it.
func TestPlainHasNoLaTeX(t *testing.T) {
	for tex, want := range map[string]string{
		`1 - 0.001 \cdot \frac{2}{\sqrt{4} + 1 \cdot 10^{-8}} = 0.999`: "1 − 0.001·2/(√4 + 1·10⁻⁸) = 0.999",
		`\frac{-2}{\sqrt{4 \cdot 10^{-12}} + 0.5}`:                     "(−2)/(√(4·10⁻¹²) + 0.5)",
		`\tfrac{1}{4}(3 - 1)^2 = 6.02 \cdot 10^{23}`:                   "1/4·(3 − 1)^2 = 6.02·10²³",
		`2 + \underbrace{\cdots}_{-1.5 \cdot 10^{-7}} + \mathrm{NaN}`:  "2 + (… = −1.5·10⁻⁷) + NaN",
		`\underbrace{\cdots}_{\mathrm{NaN}} + 2`:                       "(… = NaN) + 2",
		`2 + \underbrace{\cdots}_{1.92}`:                               "2 + (… = 1.92)",
		`\frac{1 - (-2)}{3}`:                                           "(1 − (−2))/(3)",
		`\tfrac{1}{12} \cdot \tfrac{1}{2} 0.5 + \tfrac{1}{2} - 1`:      "1/12·1/2·0.5 + 1/2 − 1",
		`W_{1.2} + W_{Q,1.2} + W_{O,1}`:                                "W_1.2 + W_Q,1.2 + W_O,1",
		`\frac{1}{\sqrt{2}} Q^{[1,2]}`:                                 "1/(√2) Q[1,2]",
	} {
		if got := plain(tex); got != want {
			t.Errorf("plain(%s)\ngot  %s\nwant %s", tex, got, want)
		}
	}
}

func TestAdamsSentenceIsText(t *testing.T) {
	p := &Pass{Trace: new(Trace)}
	q := &Param{Value: linalg.Row(1).Named("W"), Grad: linalg.Row(2).Named(`\partial W`)}
	new(Adam).Step(p, []*Param{q})
	want := "Each parameter moves against its gradient. The first one becomes 1 − 0.001·2/(√4 + 1·10⁻⁸) = 0.999."
	if got := p.Trace.Steps[0].Say; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
