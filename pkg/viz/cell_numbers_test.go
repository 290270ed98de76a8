package viz

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
)

// cellsOf is a heat map as it is drawn, before it is drawn.
func cellsOf(t *testing.T, values *linalg.Matrix, rows []string, format string) *chart {
	t.Helper()
	if rows == nil {
		rows = counted(values.Rows)
	}
	c := &chart{title: "T", rows: rows, categories: counted(values.Cols), cells: &cells{values: values}}
	if err := c.write(format); err != nil {
		t.Fatal(err)
	}
	return c
}

// Short numbers are written as they are, long ones with the digits that the largest needs.
func TestNumbersInCells(t *testing.T) {
	for _, c := range []struct {
		name   string
		values *linalg.Matrix
		format string
		want   []string
	}{
		{"short", linalg.Row(-1, 0, 0.125, -0.25, 1234), "", []string{"-1", "0", "0.125", "-0.25", "1234"}},
		{"weights", linalg.Row(0.9056, 0.0001764, 3.745e-05, 0), "", []string{"0.906", "0.000", "0.000", "0"}},
		{"not −0", linalg.Row(-0.9056, -3.745e-05, 0.12345), "", []string{"-0.906", "0.000", "0.123"}},
		{"hundreds", linalg.Row(123.456, -1.0123456e-3, math.NaN()), "", []string{"123", "0", ""}},
		{"small", linalg.Row(3.745e-05, -0.0000123456), "", []string{"3.75e-5", "-1.23e-5"}},
		{"large", linalg.Row(123456789, 5), "", []string{"1.23e8", "5"}},
		{"format", linalg.Row(0.25, 1), "%.1f", []string{"0.2", "1.0"}},
	} {
		if got := cellsOf(t, c.values, nil, c.format).cells.labels; !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// In cells that are narrow, numbers have fewer digits, then they are smaller, then there
// are none, unless they were asked for.
func TestNumbersHaveRoom(t *testing.T) {
	weights := func(rows, cols int) *linalg.Matrix {
		m := linalg.Full(rows, cols, 0.0123456)
		m.Data[0] = 0.9056
		return m
	}
	long := counted(10)
	long[0] = "a name of thirty characters, or"
	for _, c := range []struct {
		name   string
		values *linalg.Matrix
		rows   []string
		format string
		want   string
		size   int
	}{
		{"ten columns", weights(10, 10), nil, "", "0.906", 12},
		{"twelve columns", weights(10, 12), nil, "", "0.906", 12},
		{"long names", weights(10, 10), long, "", "0.91", 12},
		{"sixteen columns", weights(2, 16), nil, "", "0.91", 11},
		{"thirty columns", weights(2, 30), nil, "", "", 0},
		{"thirty rows", weights(30, 2), nil, "", "", 0},
		{"more cells than numbers are written into", weights(11, 11), nil, "", "", 0},
		{"a format, whatever room there is", weights(2, 30), nil, "%.4f", "0.9056", 9},
	} {
		k := cellsOf(t, c.values, c.rows, c.format).cells
		got := ""
		if k.labels != nil {
			got = k.labels[0]
		}
		if got != c.want || k.size != c.size {
			t.Errorf("%s: got %q, %d pixels high, want %q and %d", c.name, got, k.size, c.want, c.size)
		}
	}
}

// A masked cell is empty and has a cross, live and still, and does not count for the scale.
func TestMask(t *testing.T) {
	f := HeatMap{Title: "T", X: Axis{Name: "a"}, Y: Axis{Name: "a"}, Values: linalg.New(2, 2, 1, 99, 2, 3), Mask: func(row, col int) bool { return col > row }}
	b, err := f.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	option := b.Data.(map[string]any)["option"].(map[string]any)
	if got := option["visualMap"].(map[string]any)["max"]; got != 3.0 {
		t.Errorf("the scale ends at %v, want 3", got)
	}
	series := option["series"].([]any)
	if len(series) != 2 {
		t.Fatalf("got %d series, want the cells and the crosses", len(series))
	}
	crosses := series[1].(map[string]any)
	at, _ := crosses["data"].([]any)
	if len(at) != 1 || at[0].([]any)[0] != 1.0 || at[0].([]any)[1] != 1.0 || crosses["silent"] != true {
		t.Errorf("got crosses at %v, want one in the second column of the upper row", at)
	}
	if f.Values.At(0, 1) != 99 {
		t.Error("the caller's matrix was changed")
	}
}

// Names along an axis are left out, evenly, when they would run into each other.
func TestThinned(t *testing.T) {
	long := func(name string) float64 { return float64(10 * len(name)) }
	for _, c := range []struct {
		names []string
		step  float64
		want  []string
	}{
		{[]string{"aa", "b", "cc"}, 15, []string{"aa", "b", "cc"}},
		{[]string{"aa", "bb", "cc"}, 15, []string{"aa", "", "cc"}},
		{[]string{"aaaa", "b", "cccc", "d"}, 13, []string{"aaaa", "", "", "d"}},
		{nil, 15, []string{}},
	} {
		if got := thinned(c.names, c.step, long); !slices.Equal(got, c.want) {
			t.Errorf("%q, %g apart: got %q, want %q", c.names, c.step, got, c.want)
		}
	}
}
