package data_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

func TestSplitIsAPartition(t *testing.T) {
	for _, n := range []int{2, 3, 7, 23, 100} {
		for _, classes := range []int{0, 1, 2, 3} {
			for _, share := range []float64{1e-9, 0.1, 0.2, 0.25, 0.5, 0.9, 1 - 1e-9} {
				s := counting(n, classes)
				train, test := s.Split(1, share)
				partition(t, "Split", n, train, test)
				want := min(max(int(math.Round(share*float64(n))), 1), n-1)
				if test.Len() != want {
					t.Errorf("%d examples of %d classes, share %v: the test set has %d, want %d", n, classes, share, test.Len(), want)
				}
				for k := range classes {
					in := func(s *data.Set) float64 {
						count := 0
						for _, l := range s.Labels {
							if l == k {
								count++
							}
						}
						return float64(count)
					}
					if part := share * in(s); math.Abs(in(test)-part) > 1 {
						t.Errorf("%d examples of %d classes, share %v: the test set has %v of class %d, want about %v", n, classes, share, in(test), k, part)
					}
				}
			}
		}
	}
}

func TestSplitKeepsTheMixture(t *testing.T) {
	train, test := data.Iris().Split(1, 0.2)
	same(t, "training set", linalg.SumRows(train.Y), linalg.Row(40, 40, 40))
	same(t, "test set", linalg.SumRows(test.Y), linalg.Row(10, 10, 10))
}

// Four and six examples, a fifth of them: 0.8 and 1.2, so one and one, not none and two.
func TestSplitRoundsUpTheLargestRemainder(t *testing.T) {
	s := counting(10, 2)
	s.Labels = []int{0, 0, 0, 0, 1, 1, 1, 1, 1, 1}
	if _, test := s.Split(1, 0.2); test.Len() != 2 || test.Labels[0] == test.Labels[1] {
		t.Errorf("got the labels %v in the test set, want one of each", test.Labels)
	}
}

// A training set that comes class after class would teach one after the other.
func TestSplitMixesTheClasses(t *testing.T) {
	train, test := data.Iris().Split(1, 0.2)
	if slices.IsSorted(train.Labels) || slices.IsSorted(test.Labels) {
		t.Error("the examples are still in the order of their classes")
	}
}

func TestSplitDrawsOtherExamplesFromAnotherSeed(t *testing.T) {
	var drawn [2][]int
	for seed := range drawn {
		_, test := counting(100, 2).Split(uint64(seed), 0.2)
		drawn[seed] = examples(t, test)
		slices.Sort(drawn[seed])
	}
	if slices.Equal(drawn[0], drawn[1]) {
		t.Errorf("seeds 0 and 1 both put %v into the test set", drawn[0])
	}
}

// The seed decides alone, and it does decide.
func TestSeeds(t *testing.T) {
	s := counting(20, 2)
	for name, order := range map[string]func(seed uint64) []int{
		"Split": func(seed uint64) []int {
			train, test := s.Split(seed, 0.25)
			return examples(t, train, test)
		},
		"KFold": func(seed uint64) []int {
			fold := s.KFold(seed, 4)[1]
			return examples(t, fold.Train, fold.Val)
		},
		"Batches": func(seed uint64) (found []int) {
			for b := range s.Batches(seed, 6) {
				found = append(found, examples(t, b)...)
			}
			return found
		},
	} {
		one := order(1)
		if again := order(1); !slices.Equal(one, again) {
			t.Errorf("%s: seed 1 gave %v, then %v", name, one, again)
		}
		if two := order(2); slices.Equal(one, two) {
			t.Errorf("%s: seeds 1 and 2 gave the same order, %v", name, one)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	for _, share := range []float64{0, 1, -0.1, 20, math.NaN()} {
		panics(t, "share", func() { counting(10, 2).Split(1, share) }, "data: Split: share is", "between 0 and 1")
	}
	panics(t, "one example", func() { counting(1, 0).Split(1, 0.5) }, "data: Split: the set has 1 example, want at least 2")
}

func TestKFoldIsAPartition(t *testing.T) {
	for _, n := range []int{2, 5, 23} {
		for k := 2; k <= n; k++ {
			var vals []*data.Set
			for _, f := range counting(n, 0).KFold(3, k) {
				partition(t, "a fold", n, f.Train, f.Val)
				if l := f.Val.Len(); l != n/k && l != n/k+1 {
					t.Errorf("a validation part of %d in %d folds of %d examples", l, k, n)
				}
				vals = append(vals, f.Val)
			}
			partition(t, "the validation parts", n, vals...)
		}
	}
	for _, k := range []int{-1, 0, 1, 6} {
		panics(t, "k", func() { counting(5, 0).KFold(1, k) }, "data: KFold: k is", "between 2 and the 5 examples")
	}
}

func TestBatchesAreAPartition(t *testing.T) {
	for _, size := range []int{1, 7, 10, 23, 100} {
		var batches []*data.Set
		var sizes []int
		for b := range counting(23, 2).Batches(3, size) {
			batches, sizes = append(batches, b), append(sizes, b.Len())
		}
		partition(t, "batches", 23, batches...)
		for i, got := range sizes {
			if want := min(size, 23-i*size); got != want {
				t.Errorf("size %d: batch %d has %d examples, want %d", size, i, got, want)
			}
		}
	}
	for range counting(23, 2).Batches(3, 5) {
		break // leaving early must not panic
	}
	panics(t, "size 0", func() { counting(5, 0).Batches(1, 0) }, "data: Batches: size is 0", "at least 1")
}

func TestSelect(t *testing.T) {
	s := counting(5, 2)
	got := s.Select([]int{4, 1, 4})
	if found := examples(t, got); !slices.Equal(found, []int{4, 1, 4}) {
		t.Errorf("got examples %v, want 4, 1, 4", found)
	}
	got.X.Fill(9)
	got.Labels[0] = 9
	examples(t, s) // a copy: the set is as it was
	partition(t, "the set after its selection was overwritten", 5, s)
	panics(t, "no such example", func() { s.Select([]int{5}) }, "no row 5")
}
