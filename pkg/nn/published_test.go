package nn_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// publication is a worked example that someone else has printed.
type publication struct {
	Example    string         `json:"example"`
	Case       string         `json:"case"` // what computes it, of publishedCases; empty is the example's own
	Source     string         `json:"source"`
	Convention string         `json:"convention"`
	Input      input          `json:"input"`
	Rows       []publishedRow `json:"rows"`
}

// publishedRow is one quantity, which may have several numbers.
type publishedRow struct {
	Quantity  string  `json:"quantity"`
	Printed   string  `json:"printed"` // parted by spaces; empty where only we print it
	Full      numbers `json:"full"`
	Tolerance float64 `json:"tolerance"` // of each; relative where the number is above 1
	Wrong     bool    `json:"wrong"`     // the print is wrong, and note says why
	Differs   string  `json:"differs"`   // another reason, of differences, for a print that is not ours; note says more
	Note      string  `json:"note"`
}

// difference is why the print is another number than ours: empty, or of differences.
func (row publishedRow) difference() string {
	if row.Wrong {
		return "misprint"
	}
	return row.Differs
}

// differences are the reasons for which a print may be another number than ours.
var differences = map[string]string{
	"misprint":   "the print is wrong",
	"convention": "the print is right by another convention",
	"float32":    "the print has the rounding of single precision",
	"float16":    "the print has the rounding of half precision",
}

// numbers are one or several, in a file a number or a list.
type numbers []float64

func (n *numbers) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]float64)(n))
	}
	*n = make(numbers, 1)
	return json.Unmarshal(b, &(*n)[0])
}

// format writes the numbers with so many digits.
func (n numbers) format(digits int) string {
	words := make([]string, len(n))
	for i, v := range n {
		words[i] = strconv.FormatFloat(v, 'g', digits, 64)
	}
	return strings.Join(words, " ")
}

// brief keeps the first of many numbers, for a line of a terminal.
func brief(list string) string {
	words := strings.Fields(list)
	if len(words) <= 3 {
		return list
	}
	return fmt.Sprintf("%s … (%d numbers)", strings.Join(words[:2], " "), len(words))
}

// input is what an example starts from, by name.
type input map[string]json.RawMessage

func (in input) read(name string, v any) {
	if err := json.Unmarshal(in[name], v); err != nil {
		panic(name + ": " + err.Error())
	}
}

// has says whether the example gives it, for what has a usual value.
func (in input) has(name string) bool { return in[name] != nil }

func (in input) number(name string) (v float64) { in.read(name, &v); return v }

func (in input) numbers(name string) (v []float64) { in.read(name, &v); return v }

func (in input) integers(name string) (v []int) { in.read(name, &v); return v }

func (in input) word(name string) (v string) { in.read(name, &v); return v }

func (in input) matrix(name string) *nn.Matrix {
	var v [][]float64
	in.read(name, &v)
	return linalg.FromRows(v)
}

// result is what a case computes.
type result struct {
	right map[string]float64   // each quantity that is one number
	lists map[string][]float64 // and each that is several
	// misprint is what a misprint's cause comes to, or the other convention of the print.
	misprint map[string]float64
}

// take hands out a quantity, once.
func (r result) take(quantity string) (v numbers, computed bool) {
	defer delete(r.right, quantity)
	defer delete(r.lists, quantity)
	if one, ok := r.right[quantity]; ok {
		return numbers{one}, true
	}
	v, computed = r.lists[quantity]
	return v, computed
}

// cases compute examples, by the name of the example or of the case.
type cases map[string]func(in input) result

// publishedCases are the cases of all themes, each of which registers its own.
var publishedCases = cases{}

// register adds the cases of a theme.
func register(theme cases) {
	for name, compute := range theme {
		if publishedCases[name] != nil {
			panic(fmt.Sprintf("got two cases %q, want one", name))
		}
		publishedCases[name] = compute
	}
}

// The oracle that we did not write: every number in testdata/published is computed, and
// no number is computed that is not there. It prints them as a table, which go test
// shows with -v. The same table, with sources, is testdata/published.md.
func TestPublishedNumbers(t *testing.T) {
	unused := maps.Clone(publishedCases)
	seen := map[string]bool{}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	defer table.Flush()
	fmt.Fprintln(table, "\nexample\tquantity\tprinted\tours\tverdict")
	for _, p := range allPublications(t) {
		name := p.Case
		if name == "" {
			name = p.Example
		}
		compute := publishedCases[name]
		if compute == nil {
			t.Errorf("%s: no case computes %q", p.Example, name)
			continue
		}
		delete(unused, name)
		if seen[p.Example] {
			t.Errorf("got a second example %q, want one", p.Example)
		}
		seen[p.Example] = true
		t.Run(p.Example, func(t *testing.T) { p.compare(t, table, compute(p.Input)) })
	}
	for name := range unused {
		t.Errorf("%q is computed, and not in testdata/published", name)
	}
}

// allPublications reads all files.
func allPublications(t *testing.T) (all []publication) {
	t.Helper()
	files, err := filepath.Glob("testdata/published/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files (%v), want the published numbers", len(files), err)
	}
	for _, file := range files {
		all = append(all, publications(t, file)...)
	}
	return all
}

// publications reads a file, and refuses what it does not know, so that no misspelled
// field goes unread.
func publications(t *testing.T, file string) (all []publication) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

// compare fails the test for each row that does not hold, and adds the rows to the table.
func (p publication) compare(t *testing.T, table io.Writer, r result) {
	t.Helper()
	if p.Source == "" || p.Convention == "" {
		t.Errorf("got source %q and convention %q, want both: a number without them is no oracle", p.Source, p.Convention)
	}
	for _, row := range p.Rows {
		got, computed := r.take(row.Quantity)
		if !computed {
			t.Errorf("%s: the case does not compute it", row.Quantity)
			continue
		}
		verdict := row.verdict()
		fail := func(format string, args ...any) {
			t.Helper()
			t.Errorf("%s: "+format, append([]any{row.Quantity}, args...)...)
			verdict = "FAILS"
		}
		if row.Printed != "" && row.agrees() != (row.difference() == "") {
			fail("%s is printed as %s: got differs = %q", row.Full.format(17), row.Printed, row.difference())
		}
		switch {
		case row.difference() == "":
		case differences[row.difference()] == "" || row.Note == "":
			fail("got the difference %q, and the note %q: want one of %v, and how it came about", row.difference(), row.Note, differences)
		case row.difference() == "float32":
			if !row.all(isSingle) {
				fail("%s is further from %s than single precision explains", row.Printed, row.Full.format(17))
			}
		default:
			print, explained := r.misprint[row.Quantity]
			delete(r.misprint, row.Quantity)
			if !explained || !prints(row.Printed, print) {
				fail("its cause (%s) gives %.17g, want %s", row.Note, print, row.Printed)
			}
		}
		if len(got) != len(row.Full) {
			fail("got %d numbers, want %d", len(got), len(row.Full))
		}
		for i := range min(len(got), len(row.Full)) {
			if !near(got[i], row.Full[i], row.Tolerance) {
				fail("got %.17g, want %.17g ± %.0g", got[i], row.Full[i], row.Tolerance)
			}
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.Example, row.Quantity, brief(row.Printed), brief(got.format(12)), verdict)
	}
	for quantity := range r.right {
		t.Errorf("%s is computed, and has no row", quantity)
	}
	for quantity := range r.lists {
		t.Errorf("%s are computed, and have no row", quantity)
	}
	for quantity := range r.misprint {
		t.Errorf("%s: the cause of another print is computed, and the row has none", quantity)
	}
}

// agrees says whether the full numbers have the printed digits.
func (row publishedRow) agrees() bool { return row.all(prints) }

// all says whether something holds of each number and its print.
func (row publishedRow) all(holds func(printed string, v float64) bool) bool {
	printed := strings.Fields(row.Printed)
	if len(printed) != len(row.Full) {
		return false
	}
	for i, v := range row.Full {
		if !holds(printed[i], v) {
			return false
		}
	}
	return true
}

// verdict is what a row of the table says in the end.
func (row publishedRow) verdict() string {
	switch {
	case row.Printed == "":
		return "not printed"
	case row.difference() != "":
		return row.difference()
	case !row.all(isRounded):
		return "agrees, cut off"
	}
	return "agrees"
}

// The table can be read without running anything. It shows the full numbers, to which
// TestPublishedNumbers holds ours, and not ours, whose last digits depend on the processor.
func TestPublishedTable(t *testing.T) {
	var b strings.Builder
	all := allPublications(t)
	rows, differ := 0, map[string]int{}
	for _, p := range all {
		for _, row := range p.Rows {
			rows += len(row.Full)
			if row.difference() != "" {
				differ[row.difference()]++
			}
		}
	}
	fmt.Fprintf(&b, `# Published numbers

Worked examples that others have printed, computed by this package: %d numbers of %d examples. %d prints are wrong, %d follow another convention, and
%d have the rounding of single precision or less. For most of these a test computes the printed number, too, from its cause. An empty cell under
"printed" is a number that the source leaves out.

The table is made of the files in [published](published). After a change of them: `+"`go test ./pkg/nn -run PublishedTable -update`"+`. The numbers as they are computed now:
`+"`go test ./pkg/nn -run Published -v`"+`.

| source | example | quantity | printed | ours | convention | verdict |
|---|---|---|---|---|---|---|
`, rows, len(all), differ["misprint"], differ["convention"], differ["float32"]+differ["float16"])
	cell := strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`)
	for _, p := range all {
		for _, row := range p.Rows {
			verdict := row.verdict()
			if row.difference() != "" {
				verdict = "**" + differences[row.difference()] + "**"
			}
			if row.Note != "" {
				verdict += ": " + cell.Replace(row.Note)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", cell.Replace(p.Source), cell.Replace(p.Example), cell.Replace(row.Quantity),
				row.Printed, row.Full.format(10), cell.Replace(p.Convention), verdict)
		}
	}
	const file = "testdata/published.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s is not the table of testdata/published: want it written anew by go test ./pkg/nn -run PublishedTable -update", file)
	}
}

// prints says whether v has the printed digits, rounded or cut off after the last.
func prints(printed string, v float64) bool {
	_, decimals, fraction := strings.Cut(printed, ".")
	cutOff := strconv.FormatFloat(v, 'f', len(decimals)+6, 64)
	return isRounded(printed, v) || fraction && strings.HasPrefix(cutOff, printed)
}

// isSingle says whether the print is at most two steps of single precision from v.
func isSingle(printed string, v float64) bool {
	p, err := strconv.ParseFloat(printed, 64)
	_, exponent := math.Frexp(v)
	return err == nil && math.Abs(p-v) <= 2*math.Ldexp(1, exponent-24)
}

// isRounded says whether v rounds to the printed digits, which may be written as 1e-7.
func isRounded(printed string, v float64) bool {
	printed = strings.TrimSuffix(printed, ".") // as numpy writes whole numbers
	mantissa, exponent, scientific := strings.Cut(printed, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	if !scientific {
		return printed == strconv.FormatFloat(v, 'f', len(decimals), 64)
	}
	ours, power, _ := strings.Cut(strconv.FormatFloat(v, 'e', len(decimals), 64), "e")
	want, err := strconv.Atoi(exponent)
	got, _ := strconv.Atoi(power)
	return err == nil && mantissa == ours && got == want
}

func TestPrints(t *testing.T) {
	for _, test := range []struct {
		printed string
		v       float64
		want    bool
	}{
		{"0.16", 0.159, true},
		{"0.15", 0.159, true}, // cut off
		{"0.17", 0.159, false},
		{"-0.038098236", -0.0380982365, true},
		{"-0.038098237", -0.0380982365001, true},
		{"-12", -12, true},
		{"-12", -12.6, false},
		{"-12.", -12, true},
		{"2.", 2.4, true},
		{"3.", 2.4, false},
		{"1.0", 0.9999999999999996, true},
		{"0.1", 0.01, false},
		{"1e-7", 1e-7, true},
		{"1e-7", 1.4e-7, true},
		{"1.0e-7", 1.4e-7, false},
		{"1e-7", 1e-8, false},
	} {
		if got := prints(test.printed, test.v); got != test.want {
			t.Errorf("%v printed as %s: got %t, want %t", test.v, test.printed, got, test.want)
		}
	}
}
