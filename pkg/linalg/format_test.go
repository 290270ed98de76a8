package linalg_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
)

// lines joins the printed lines of a matrix, so that a test shows them below each other.
func lines(l ...string) string { return strings.Join(l, "\n") }

func TestFormat(t *testing.T) {
	inf, nan, minus0 := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, test := range []struct {
		verb string
		m    *linalg.Matrix
		want string
	}{
		// Four significant digits, trailing zeros only where points must align.
		{"%v", counted(2, 3).Named("A"), lines("A (2×3)", "  1  2  3", "  4  5  6")},
		{"%v", linalg.Row(5), lines("(1×1)", "  5")},
		{"%v", linalg.Col(1, 10.5, -100), lines("(3×1)", "     1.0", "    10.5", "  -100.0")},
		{"%v", linalg.Row(math.Pi, 100*math.Pi, 1e4*math.Pi, 2.0/3, 0.00012345), lines("(1×5)", "  3.142  314.2  31416  0.6667  0.0001234")},
		{"%v", linalg.Row(0.99996, 9.9996, 999.96, 1000), lines("(1×4)", "  1  10  1000  1000")},
		{"%v", linalg.Row(999999, 1e6, 1234567, 1e-4, 0.99e-4, -3e-12, 1e300), lines("(1×7)", "  999999  1e+06  1.235e+06  0.0001  9.9e-05  -3e-12  1e+300")},
		{"%v", linalg.Col(1e-9, 2.5, 10), lines("(3×1)", "  1e-09", "    2.5", "   10.0")}, // what has an exponent stays
		{"%v", linalg.Col(1.25e-9, 3), lines("(2×1)", "  1.25e-09", "         3")},         // and asks for no decimals
		{"%v", linalg.Row(minus0, 0), lines("(1×2)", "  0  0")},
		{"%v", linalg.Col(minus0, 0.5), lines("(2×1)", "  0.0", "  0.5")}, // −0 is 0 beside decimals too
		{"%s", linalg.Row(1, 2).Named("b"), lines("b (1×2)", "  1  2")},
		{"%.2v", linalg.Row(math.Pi, 123.4), lines("(1×2)", "  3.1  123")},
		{"%.8v", linalg.Row(math.Pi), lines("(1×1)", "  3.1415927")},

		// The verbs of numbers print as they do for a number.
		{"%.3f", linalg.Col(1, -2.0/3, minus0), lines("(3×1)", "   1.000", "  -0.667", "  -0.000")},
		{"%.0f", linalg.Row(1.4, 2.6), lines("(1×2)", "  1  3")},
		{"%f", linalg.Row(1.5), lines("(1×1)", "  1.500000")},
		{"%+.1f", linalg.Row(1, -1), lines("(1×2)", "  +1.0  -1.0")},
		{"%8.1f", linalg.Row(1, -1), lines("(1×2)", "       1.0      -1.0")},
		{"%.9g", linalg.Row(math.Pi, 2), lines("(1×2)", "  3.14159265  2")},
		{"%g", linalg.Row(0.1, 1e21), lines("(1×2)", "  0.1  1e+21")},
		{"%.3G", linalg.Col(1e-9, 0.5), lines("(2×1)", "  1E-09", "    0.5")},
		{"%.2e", linalg.Col(1, -123456), lines("(2×1)", "   1.00e+00", "  -1.23e+05")},
		{"%.2E", linalg.Col(1, -123456), lines("(2×1)", "   1.00E+00", "  -1.23E+05")},
		{"%e", linalg.Row(1), lines("(1×1)", "  1.000000e+00")},
		{"%d", counted(2, 2), "%!d(linalg.Matrix)"},
		{"%q", counted(2, 2), "%!q(linalg.Matrix)"},

		{"%v", linalg.Col(nan, inf, -inf, 0.25), lines("(4×1)", "   NaN", "  +Inf", "  -Inf", "  0.25")},
		{"%.1f", linalg.Col(nan, inf, -inf, 0.25), lines("(4×1)", "   NaN", "  +Inf", "  -Inf", "   0.2")},

		{"%v", linalg.New(0, 0), "(0×0)"},
		{"%v", linalg.New(0, 3).Named("E"), "E (0×3)"},
		{"%.3f", linalg.New(3, 0), "(3×0)"},
		{"%v", nil, "<nil>"},
		{"%.3f", nil, "<nil>"},
	} {
		if got := fmt.Sprintf(test.verb, test.m); got != test.want {
			t.Errorf("%s of %v\ngot:\n%s\nwant:\n%s", test.verb, test.m, got, test.want)
		}
	}
}

// Up to twelve rows and columns are printed, of more the first and last three.
func TestFormatLarge(t *testing.T) {
	if got := fmt.Sprint(linalg.New(12, 12)); strings.Contains(got, "…") || strings.Count(got, "\n") != 12 {
		t.Errorf("12×12: got\n%s\nwant every entry", got)
	}
	for _, test := range []struct {
		m    *linalg.Matrix
		want string
	}{
		{counted(13, 1).Named("y"), lines("y (13×1)", "   1", "   2", "   3", "   …", "  11", "  12", "  13")},
		{counted(1, 13), lines("(1×13)", "  1  2  3  …  11  12  13")},
		{counted(13, 13), lines("(13×13)",
			"    1    2    3  …   11   12   13",
			"   14   15   16  …   24   25   26",
			"   27   28   29  …   37   38   39",
			"    …    …    …  …    …    …    …",
			"  131  132  133  …  141  142  143",
			"  144  145  146  …  154  155  156",
			"  157  158  159  …  167  168  169")},
		{linalg.Scale(0.5, counted(1000, 2)), lines("(1000×2)",
			"    0.5     1", "    1.5     2", "    2.5     3", "      …     …", "  997.5   998", "  998.5   999", "  999.5  1000")},
	} {
		if got := fmt.Sprint(test.m); got != test.want {
			t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
		}
	}
}
