package notebook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"chainrule/internal/notebook"
)

// executed returns a notebook of cells; "go" cells are given as source → output.
func executed(t testing.TB, cells ...string) *notebook.Notebook {
	t.Helper()
	nb := &notebook.Notebook{Format: 4}
	for _, c := range cells {
		source, output, code := strings.Cut(c, "→")
		if !code {
			nb.Cells = append(nb.Cells, notebook.Cell{Type: "markdown", Source: notebook.Text(c)})
			continue
		}
		raw, err := notebook.Text(output).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		nb.Cells = append(nb.Cells, notebook.Cell{Type: "code", Source: notebook.Text(source), Outputs: []json.RawMessage{
			json.RawMessage(`{"output_type": "stream", "name": "stdout", "text": ` + string(raw) + `}`),
		}})
	}
	return nb
}

func TestNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		want  string // a part of the message; "" for none
	}{
		"as printed":                   {cells: []string{"f()→J = 0.41576", "It is 0.41576."}},
		"rounded":                      {cells: []string{"f()→J = 0.41576", "It is 0.4158, or 0.42."}},
		"rounded wrongly":              {cells: []string{"f()→J = 0.41576", "It is 0.4157."}, want: `"0.4157" comes from no output`},
		"a digit that has changed":     {cells: []string{"f()→118 updates", "After 119 updates."}, want: `"119" comes from`},
		"before the cell":              {cells: []string{"It will be 0.4158.", "f()→0.41576"}, want: `"0.4158" comes from`},
		"a setting before its cell":    {cells: []string{"With α = 0.055:", "f(0.055)→"}},
		"more digits than the cell":    {cells: []string{"f()→0.42", "It is 0.4158."}, want: `"0.4158"`},
		"percent of a share":           {cells: []string{"f()→0.9749", "That is 97.5 %."}},
		"thousands":                    {cells: []string{"f()→335544320 and 5440", "335,544,320 paths in $5\\,440$ products."}},
		"small counts":                 {cells: []string{"The 4 points of a 2-8-8-1 net, and 30 seconds."}},
		"years and citations":          {cells: []string{"In 1986 (Rumelhart et al. 1986, p. 533), batch 8,192 (Goyal et al. 2017)."}},
		"a question offers guesses":    {cells: []string{"**Predict.** About 200, 5,000, or 2.5 million?"}},
		"given":                        {cells: []string{"Take 4096 tokens. <!-- given: 4096 -->"}},
		"inline code":                  {cells: []string{"Call `f(0.123)`."}},
		"an index is no number":        {cells: []string{"$w_{123}$ and $x^{200}$, w500"}},
		"powers of ten":                {cells: []string{"f()→3.2978e+18", `$3.3\cdot 10^{18}$`}},
		"a wrong power of ten":         {cells: []string{"f()→3.2978e+18", `$3.3\cdot 10^{17}$`}, want: `"3.3"`},
		"arithmetic":                   {cells: []string{"f()→λ 36.09", `$1 - 0.02\cdot 36.09 = 0.28$ <!-- given: 0.02 -->`}},
		"the result, later":            {cells: []string{"f()→λ 36.09", `$2/36.09 = 0.0554$`, "At 0.0554 it ends."}},
		"terms of a sum":               {cells: []string{"f()→13.5 449 7498 0.01", `$13.5 - 0.01\cdot 449 + \tfrac12\cdot 0.01^2\cdot 7498 = 13.5 - 4.49 + 0.3749 = 9.3849$`}},
		"arithmetic that is wrong":     {cells: []string{"f()→λ 36.09", `$1 - 36.09 = -35.19$`}, want: "does not come out"},
		"wrong in plain text":          {cells: []string{"f()→1153 461", `The ratio is 1153/461 = 2.7.`}, want: "does not come out"},
		"a fraction in plain text":     {cells: []string{"f()→1153 461", `The ratio is 1153/461 = 2.5.`}},
		"roots, logarithms, brackets":  {cells: []string{`$\ln 10 = 2.303$, $\sqrt{105.2} = 10.26$, $\sigma(-5) = 0.0067$ <!-- given: 105.2 -->`}},
		"a pair of numbers, one wrong": {cells: []string{"f()→1.462 4.26", `$W = (1.462, 4.27)$`}, want: `"4.27" comes from`},
		"an underbrace":                {cells: []string{"f()→0.7414 0.1868", `$\underbrace{0.7414}_{x^2} \cdot 0.1868 = 0.1385$`}},
		"after the references":         {cells: []string{"## References\n\n- Annals 123, 456–789."}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range notebook.Numbers("x.ipynb", executed(t, c.cells...)) {
				got = append(got, f.Message)
			}
			all := strings.Join(got, "\n")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("got %q, want %q", all, c.want)
			}
		})
	}
}

// Whatever stands in a text, it is read without a panic.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{`$1 - 0.02\cdot 36.09 = 0.28$`, "335,544,320 paths", `$\frac{1}{2}\underbrace{3}_{4}^{`, "1e999 10^{999}", `\frac{`, "$$\\left(1$$", "a (1986"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		notebook.Numbers("x.ipynb", executed(t, text))
	})
}
