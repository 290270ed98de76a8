package class

import (
	"reflect"
	"testing"
)

func TestSimilar(t *testing.T) {
	const (
		loop    = "func F(x []float64) float64 {\n\tsum := 0.0\n\tfor _, v := range x {\n\t\tsum += v\n\t}\n\treturn sum\n}"
		renamed = "import \"math\"\n\n// A comment of my own.\nfunc F(in []float64) (float64) { total := 0.0; for _, e := range in { total += e }\n return total }"
		minus   = "func F(x []float64) float64 {\n\tsum := 0.0\n\tfor _, v := range x {\n\t\tsum -= v\n\t}\n\treturn sum\n}"
		stub    = "func F(x []float64) float64 {\n\tpanic(\"F is not written yet\")\n}"
	)
	answers := map[string]map[string]string{
		"ada": {"sum": loop, "other": stub}, "ben": {"sum": renamed, "other": stub}, "cyd": {"sum": minus}, "dov": {"sum": "func F("}, "eve": {"sum": loop},
	}
	got := Similar(answers, map[string]string{"other": stub})
	if len(got) != 1 || got[0].Exercise != "sum" || !reflect.DeepEqual(got[0].Students, []string{"ada", "ben", "eve"}) || got[0].Nodes < 20 {
		t.Errorf("got %+v", got)
	}
}
