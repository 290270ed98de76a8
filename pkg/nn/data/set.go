// Package data holds real data sets with their sources, generators of small ones,
// encoders and scalers that learn from the training set alone, and readers for CSV
// and for MNIST's IDX files.
package data

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"chainrule/pkg/linalg"
)

// Set is a set of examples with their targets.
type Set struct {
	Name     string
	X        *linalg.Matrix // n × features
	Y        *linalg.Matrix // n × classes, one-hot; n × 1 for regression
	Features []string       // names of X's columns
	Classes  []string       // names of Y's columns; nil for regression
	Labels   []int          // the class of each example; nil for regression
	Source   string         // who made it, where
	License  string
}

// Len returns n, the number of examples.
func (s *Set) Len() int { return s.X.Rows }

// Select returns a set of the examples with the given numbers, in that order, as a copy.
func (s *Set) Select(rows []int) *Set {
	t := *s
	t.X, t.Y = linalg.SelectRows(s.X, rows).Named("X"), linalg.SelectRows(s.Y, rows).Named("Y")
	if s.Labels != nil {
		t.Labels = make([]int, len(rows))
		for i, r := range rows {
			t.Labels[i] = s.Labels[r]
		}
	}
	return &t
}

// Split shuffles the examples and returns two sets, the second with the given share
// of them, rounded to whole examples, and at least one in each. With classes, each
// class is split by itself, so that both parts hold the same mixture. It panics when
// share is not between 0 and 1, or when there are fewer than two examples.
func (s *Set) Split(seed uint64, share float64) (train, test *Set) {
	if !(share > 0 && share < 1) {
		panic(fmt.Sprintf("data: Split: share is %v, want the part for the test set, between 0 and 1", share))
	}
	if s.Len() < 2 {
		panic(fmt.Sprintf("data: Split: the set has %s, want at least 2 to make two sets of", counted(s.Len(), "example")))
	}
	rng := stream(seed, "split")
	var trainRows, testRows []int
	groups := s.groups()
	for k, cut := range cuts(groups, share) {
		group := groups[k]
		shuffle(rng, group)
		testRows = append(testRows, group[:cut]...)
		trainRows = append(trainRows, group[cut:]...)
	}
	shuffle(rng, trainRows)
	shuffle(rng, testRows)
	return s.Select(trainRows), s.Select(testRows)
}

// cuts returns how many of each group go into the second set. Rounded one by one, they
// might add up to none, or to a few more than the share; so each is rounded down, and
// those with the largest remainders get one more.
func cuts(groups [][]int, share float64) []int {
	n, sum := 0, 0
	cut, rest, order := make([]int, len(groups)), make([]float64, len(groups)), numbers(len(groups))
	for k, g := range groups {
		part := float64(float64(len(g)) * share) // rounded here, or arm64 would fuse it with the difference
		cut[k] = int(part)
		rest[k] = part - float64(cut[k])
		n, sum = n+len(g), sum+cut[k]
	}
	total := min(max(int(math.Round(float64(n)*share)), 1), n-1)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, k := range order[:max(0, min(total-sum, len(order)))] {
		cut[k]++
	}
	return cut
}

// groups returns the numbers of the examples, one list for each class.
func (s *Set) groups() [][]int {
	if s.Labels == nil {
		return [][]int{numbers(s.Len())}
	}
	groups := make([][]int, slices.Max(s.Labels)+1)
	for i, k := range s.Labels {
		groups[k] = append(groups[k], i)
	}
	return groups
}

// Fold is one part of a k-fold split.
type Fold struct {
	Train, Val *Set
}

// KFold shuffles the examples and returns k folds: each example is in the validation
// part of exactly one. It panics when k is not between 2 and the number of examples.
func (s *Set) KFold(seed uint64, k int) []Fold {
	n := s.Len()
	if k < 2 || k > n {
		panic(fmt.Sprintf("data: KFold: k is %d, want between 2 and the %d examples", k, n))
	}
	order := numbers(n)
	shuffle(stream(seed, "folds"), order)
	folds := make([]Fold, k)
	for f := range folds {
		from, to := f*n/k, (f+1)*n/k
		train := append(append([]int(nil), order[:from]...), order[to:]...)
		folds[f] = Fold{Train: s.Select(train), Val: s.Select(order[from:to])}
	}
	return folds
}

// Batches shuffles the examples and yields them size at a time; the last batch may
// be smaller. The same seed gives the same batches: give each epoch another one. It
// panics when size is below 1.
func (s *Set) Batches(seed uint64, size int) iter.Seq[*Set] {
	if size < 1 {
		panic(fmt.Sprintf("data: Batches: size is %d, want at least 1 example", size))
	}
	return func(yield func(*Set) bool) {
		order := numbers(s.Len())
		shuffle(stream(seed, "batches"), order)
		for from := 0; from < len(order); from += size {
			if !yield(s.Select(order[from:min(from+size, len(order))])) {
				return
			}
		}
	}
}

func numbers(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func shuffle(rng *rand.Rand, order []int) {
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
}
