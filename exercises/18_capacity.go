package exercises

import "slices"

// CountLabelings asks what a polynomial and a single unit can fit.
var CountLabelings = &Exercise[func() (degree, labelings, separable int)]{
	ID: "count-labelings", Lesson: 18, Kind: Predict, Title: "What fits, and what does not", Name: "CountLabelings",
	Hints: [3]string{
		"A polynomial of degree 1 goes through any two points. How many coefficients has one of degree m?",
		"Each of the four corners gets one of two labels, independently of the others.",
		"A unit with two inputs is a line. Go through the labelings by how many corners are 1: none, one, two, three, four. Which of them can no line part?",
	},
	Checks: []Check[func() (degree, labelings, separable int)]{
		{Name: "the polynomial", Run: func(t *T, CountLabelings func() (degree, labelings, separable int)) {
			degree, _, _ := CountLabelings()
			t.Guess("The smallest degree", degree, 7, 0,
				Slip{"That is the number of coefficients. A polynomial of degree m has m + 1: the constant counts.", 8},
				Slip{"There is one unknown too few for 8 equations.", 6},
				Slip{"It would do, but a smaller one does.", 9})
		}},
		{Name: "the labelings", Run: func(t *T, CountLabelings func() (degree, labelings, separable int)) {
			_, labelings, _ := CountLabelings()
			t.Guess("The number of labelings", labelings, 16, 0,
				Slip{"The choices multiply: 2 for the first corner, times 2 for the second, and so on.", 8},
				Slip{"That counts how many corners are 1, not which.", 5})
		}},
	},
}

// KFold asks for the splits of k-fold cross-validation.
var KFold = &Exercise[func(n, k int) (train, validation [][]int)]{
	ID: "k-fold", Lesson: 18, Kind: Implement, Title: "Splits for cross-validation", Name: "KFold",
	Hints: [3]string{
		"Seven examples in three folds: which sizes have the folds, and where does each begin?",
		"The first n % k folds have n/k + 1 examples, the others n/k. A fold begins where the one before it ends.",
		"For each fold, go over all n indices: one between its begin and its end goes to the validation set, every other one to the training set.",
	},
	Checks: []Check[func(n, k int) (train, validation [][]int)]{
		{Name: "four examples, two folds", Run: func(t *T, KFold func(n, k int) (train, validation [][]int)) { CheckKFold(t, KFold, 4, 2) }},
		{Name: "seven examples, three folds", Run: func(t *T, KFold func(n, k int) (train, validation [][]int)) { CheckKFold(t, KFold, 7, 3) }},
		{Name: "leave one out", Run: func(t *T, KFold func(n, k int) (train, validation [][]int)) { CheckKFold(t, KFold, 3, 3) }},
	},
}

// CheckKFold asks a solution for the k splits of n examples.
func CheckKFold(t *T, KFold func(n, k int) (train, validation [][]int), n, k int) {
	// The folds and the rest, when example i belongs to fold(i).
	split := func(fold func(i int) int) (rest, folds [][]int) {
		rest, folds = make([][]int, k), make([][]int, k)
		for i := range n {
			for f := range k {
				if fold(i) == f {
					folds[f] = append(folds[f], i)
				} else {
					rest[f] = append(rest[f], i)
				}
			}
		}
		return rest, folds
	}
	size, larger := n/k, n%k*(n/k+1) // examples in a small fold, and in all large ones together
	wantTrain, wantFolds := split(func(i int) int {
		if i < larger {
			return i / (size + 1)
		}
		return n%k + (i-larger)/size
	})
	_, dropped := split(func(i int) int { return i / size })
	_, lastLarger := split(func(i int) int { return min(i/size, k-1) })
	_, dealt := split(func(i int) int { return i % k })
	all, twice := make([][]int, k), make([][]int, k)
	shared := make([]int, n)
	for i := range shared {
		shared[i] = i
	}
	for f := range k {
		all[f] = slices.Clone(shared)
	}
	for f, fold := range wantFolds { // append(all[:begin], all[end:]...) writes into all
		twice[f] = append(shared[:fold[0]], shared[fold[len(fold)-1]+1:]...)
	}
	t.Given("n", n)
	t.Given("k", k)
	train, validation := KFold(n, k)
	t.Want("validation", validation, wantFolds, 0,
		Slip{"The examples that are left over by n/k are in no fold, so they are never validated. The first n % k folds take one more each.", dropped},
		Slip{"The last fold took all that is left over. Give one more to each of the first n % k folds: sizes differ by 1 at most.", lastLarger},
		Slip{"The examples were dealt out like cards. Here a fold is a stretch of neighbors.", dealt},
		Slip{"The two results are exchanged: the small part is for validation.", wantTrain})
	t.Want("train", train, wantTrain, 0,
		Slip{"The training sets hold the validation examples too: a leak, and the score will be too good.", all},
		Slip{"append wrote into the list that all folds are cut from: append(all[:begin], all[end:]...) moves the rest of it forward. Begin with a new list.", twice})
}

// Patience asks for the repair of early stopping.
var Patience = &Exercise[func(losses []float64, patience int) (best, stop int)]{
	ID: "patience", Lesson: 18, Kind: Debug, Title: "Early stopping, too early", Name: "EarlyStop",
	Hints: [3]string{
		"Go through 5, 6, 4, 5, 3 with a patience of 2, and write down waited in each epoch.",
		"The patience is for epochs in a row. What should a new best loss do to the count?",
		"waited is raised in one branch. In which place is it set back?",
	},
	Checks: []Check[func(losses []float64, patience int) (best, stop int)]{
		{Name: "it gets worse and stays so", Run: func(t *T, EarlyStop func(losses []float64, patience int) (best, stop int)) {
			CheckPatience(t, EarlyStop, []float64{5, 4, 6, 7, 8}, 2)
		}},
		{Name: "a zigzag that goes down", Run: func(t *T, EarlyStop func(losses []float64, patience int) (best, stop int)) {
			CheckPatience(t, EarlyStop, []float64{5, 6, 4, 5, 3, 4, 2}, 2)
		}},
		{Name: "better than before, but not the best", Run: func(t *T, EarlyStop func(losses []float64, patience int) (best, stop int)) {
			CheckPatience(t, EarlyStop, []float64{3, 9, 8, 7, 1}, 3)
		}},
	},
}

// CheckPatience asks a solution where training stops, and which epoch before was the best.
func CheckPatience(t *T, EarlyStop func(losses []float64, patience int) (best, stop int), losses []float64, patience int) {
	first := func(stops func(e int) bool) []int { // the best epoch until the first one that stops, and that one
		stop := 0
		for stop < len(losses)-1 && !stops(stop) {
			stop++
		}
		seen := losses[:stop+1]
		return []int{slices.Index(seen, slices.Min(seen)), stop}
	}
	since := func(e int) int { return e - slices.Index(losses[:e+1], slices.Min(losses[:e+1])) }
	want := first(func(e int) bool { return since(e) == patience })
	worse := func(e int, than func(e int) float64) (count int) { // of the epochs up to e
		for i := 1; i <= e; i++ {
			if losses[i] >= than(i) {
				count++
			}
		}
		return count
	}
	inAll := first(func(e int) bool {
		return worse(e, func(i int) float64 { return slices.Min(losses[:i]) }) == patience
	})
	run := 0
	before := first(func(e int) bool {
		if e > 0 && losses[e] >= losses[e-1] {
			run++
		} else {
			run = 0
		}
		return run == patience
	})
	late := first(func(e int) bool { return since(e) > patience })
	t.Given("losses", losses)
	t.Given("patience", patience)
	best, stop := EarlyStop(losses, patience)
	t.Want("best, stop", []int{best, stop}, want, 0,
		Slip{"All epochs without a new best are counted, not those in a row: a new best begins the count anew.", inAll},
		Slip{"Each loss is compared with the one before it. What counts is the best so far.", before},
		Slip{"It waits one epoch too long: it stops when as many as patience have brought nothing.", late},
		Slip{"The best epoch is not the last one: the parameters to keep are those of the smallest loss.", []int{want[1], want[1]}},
		Slip{"It never stops before the end.", first(func(int) bool { return false })})
}
