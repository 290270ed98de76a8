package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// row is a workload with its measurements.
type row struct {
	workload workload
	times    [][]float64 // of each side, seconds a step in each round
	off      float64     // the largest relative difference of the numbers that must agree
	allocs   int         // ours
}

// printTable prints the rows as Markdown: medians, in brackets the quartiles, and the
// medians of the ratios within a round.
func printTable(out io.Writer, sides []side, rows []row) {
	head := []string{"a step of"}
	for _, s := range sides {
		head = append(head, s.name())
	}
	for _, s := range sides[1:] {
		head = append(head, sides[0].name()+" : "+s.name())
	}
	head = append(head, "our allocations", "numbers agree to")
	fmt.Fprintf(out, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, r := range rows {
		cells := []string{r.workload.Name}
		for _, t := range r.times {
			cells = append(cells, spread(t))
		}
		for _, t := range r.times[1:] {
			cells = append(cells, fmt.Sprintf("%.2g", quantile(ratios(r.times[0], t), 0.5)))
		}
		cells = append(cells, fmt.Sprint(r.allocs), fmt.Sprintf("%.0e", r.off))
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
	fmt.Fprintln(out)
	for _, s := range sides {
		fmt.Fprintf(out, "- %s: %s\n", s.name(), s.about())
	}
}

// ratios divides two measurements of each round.
func ratios(a, b []float64) []float64 {
	q := make([]float64, len(a))
	for i := range a {
		q[i] = a[i] / b[i]
	}
	return q
}

// spread is a median with its quartiles: "1.23 ms (1.20–1.31)".
func spread(seconds []float64) string {
	median := quantile(seconds, 0.5)
	unit, size := "s", 1.0
	for _, u := range []string{"ms", "µs", "ns"} {
		if median*size < 1 {
			unit, size = u, size*1000
		}
	}
	return fmt.Sprintf("%s %s (%s–%s)", digits(median*size), unit, digits(quantile(seconds, 0.25)*size), digits(quantile(seconds, 0.75)*size))
}

// digits prints three of them, and no exponent.
func digits(v float64) string {
	decimals := 2
	if v > 0 {
		decimals = max(0, 2-int(math.Floor(math.Log10(v))))
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

// quantile interpolates between the ordered values, so that 0.5 is the median.
func quantile(values []float64, q float64) float64 {
	v := slices.Sorted(slices.Values(values))
	at := q * float64(len(v)-1)
	below := int(at)
	above := min(below+1, len(v)-1)
	return v[below] + (at-float64(below))*(v[above]-v[below])
}
