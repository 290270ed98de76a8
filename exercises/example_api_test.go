package exercises_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// square asks for x²; the examples below are about it.
var square = &exercises.Exercise[func(x float64) float64]{
	ID: "square", Lesson: 1, Kind: exercises.Implement, Title: "A square", Name: "Square",
	Hints: [3]string{"Multiply.", "By itself.", "Once."},
	Checks: []exercises.Check[func(x float64) float64]{
		{Name: "of 3", Run: func(t *exercises.T, Square func(x float64) float64) {
			t.Given("x", 3.0)
			t.Want("x²", Square(3), 9.0, 1e-9, exercises.Slip{Say: "This is 2x.", Value: 6.0})
		}},
	},
}

func double(x float64) float64 { return 2 * x }

func ExampleExercise() {
	fmt.Println(square.Name, len(square.Checks), square.Kind)
	// Output: Square 1 implement
}

func ExampleExercise_Info() {
	i := exercises.MatrixProduct.Info()
	fmt.Println(i.ID, i.Lesson, i.Kind, i.Checks)
	// Output: matrix-product 9 implement 3
}

func ExampleInfo() {
	for _, e := range exercises.All {
		if i := e.Info(); i.ID == "affine" {
			fmt.Printf("lesson %d: %s (%s)\n", i.Lesson, i.Title, i.Kind)
		}
	}
	// Output: lesson 9: A layer that remembers (debug)
}

func ExampleExercise_Judge() {
	for _, r := range square.Judge(reflect.ValueOf(double), 1) {
		fmt.Println(r.Name, r.Passed(), r.Failure.Message)
	}
	// Output: of 3 false This is 2x.
}

func ExampleExercise_Type() {
	fmt.Println(square.Type())
	// Output: func(float64) float64
}

func ExampleExercise_Worth() {
	for _, r := range exercises.MatrixProduct.Worth() {
		fmt.Println(r.Points, r.Name)
	}
	// Output:
	// 1 a 2×3 with a 3×2 matrix
	// 1 a row with a column
	// 1 the identity changes nothing
}

func ExampleListed() {
	var e exercises.Listed = exercises.MatrixProduct
	fmt.Println(e.Info().Title)
	// Output: The matrix product
}

func ExampleKind() {
	fmt.Println(exercises.Implement, exercises.Predict, exercises.Debug)
	// Output: implement predict debug
}

func ExampleCheck() {
	heavy := exercises.Check[func(float64) float64]{Name: "far out", Points: 3, Run: func(t *exercises.T, Square func(float64) float64) {
		t.Want("x²", Square(1e9), 1e18, 1e-9)
	}}
	fmt.Print(exercises.Run([]exercises.Check[func(float64) float64]{heavy}, double, 1)[0])
	// Output:
	// ✗ far out
	//     The number is another one.
	//     came    x² = 2e+09
	//     wanted  x² = 1e+18
}

func ExampleCheck_Worth() {
	fmt.Println(square.Checks[0].Worth(), exercises.Check[int]{Points: 2}.Worth())
	// Output: 1 2
}

// one runs a check that needs no solution, and prints what came of it.
func one(name string, run func(t *exercises.T)) {
	fmt.Print(exercises.Run([]exercises.Check[int]{{Name: name, Run: func(t *exercises.T, _ int) { run(t) }}}, 0, 1)[0])
}

func ExampleT() {
	one("numbers are drawn", func(t *exercises.T) {
		if x := t.Rand.Float64(); x >= 1 {
			t.Fail("%v is drawn from outside of [0, 1).", x)
		}
	})
	// Output: ✓ numbers are drawn
}

func ExampleT_Given() {
	one("inputs stay as they are", func(t *exercises.T) {
		x := []float64{1, 2}
		t.Given("x", x)
		x[0] = 5 // as a careless solution does
	})
	// Output:
	// ✗ inputs stay as they are
	//     x was overwritten: whoever calls this still needs it. Compute into a new value.
	//     came    x afterwards = [5 2]
	//     wanted  x = [1 2]
}

func ExampleT_Want() {
	one("a sum", func(t *exercises.T) {
		t.Want("the sum", 2.5, 5.0, 1e-9, exercises.Slip{Say: "This is the mean.", Value: 2.5})
	})
	// Output:
	// ✗ a sum
	//     This is the mean.
	//     came    the sum = 2.5
	//     wanted  the sum = 5
}

func ExampleT_Guess() {
	one("work it out", func(t *exercises.T) { t.Guess("The loss", 3.0, 4.0, 1e-9) })
	// Output:
	// ✗ work it out
	//     The loss is something else. Work it out on paper, then ask for a hint.
	//     came    The loss = 3
}

func ExampleT_Fail() {
	one("calls are counted", func(t *exercises.T) { t.Fail("f was called %d times, and %d are enough.", 8, 4) })
	// Output:
	// ✗ calls are counted
	//     f was called 8 times, and 4 are enough.
}

func ExampleSlip() {
	transposed := exercises.Slip{Say: "This is the transpose.", Value: linalg.Row(1, 2)}
	one("a column", func(t *exercises.T) { t.Want("X", linalg.Row(1, 2), linalg.Col(1, 2), 0, transposed) })
	// Output:
	// ✗ a column
	//     This is the transpose.
	//     came    X (1×2)
	//               1  2
	//     wanted  X (2×1)
	//               1
	//               2
}

func ExampleResult() {
	r := exercises.Run(square.Checks, double, 1)[0]
	fmt.Println(r.Name, r.Points, r.Hidden)
	// Output: of 3 1 false
}

func ExampleResult_Passed() {
	fmt.Println(exercises.Run(square.Checks, double, 1)[0].Passed())
	// Output: false
}

func ExampleFailure() {
	f := exercises.Run(square.Checks, double, 1)[0].Failure
	fmt.Println(f.Given, f.Came, f.Wanted, f.Message)
	// Output: [x = 3] x² = 6 x² = 9 This is 2x.
}

func ExampleEnded() {
	one("elsewhere", func(*exercises.T) { panic(&exercises.Ended{Message: "It had not answered after 3s."}) })
	// Output:
	// ✗ elsewhere
	//     It had not answered after 3s.
}

func ExampleProgress() {
	p := exercises.Progress{Passed: 2, Total: 3, Tries: 1}
	fmt.Println(p.Solved)
	// Output: false
}

func ExampleProgressFile() {
	defer elsewhere()()
	fmt.Println(strings.HasSuffix(exercises.ProgressFile(), "progress.json"))
	// Output: true
}

func ExampleOverview() {
	text := exercises.Overview(map[string]exercises.Progress{"matrix-product": {Passed: 3, Total: 3, Tries: 2, Solved: true, Hints: 1}})
	for line := range strings.Lines(text) {
		if strings.Contains(line, "The matrix product") {
			fmt.Println(strings.Join(strings.Fields(line), " "))
		}
	}
	// Output: ✓ The matrix product implement solved, 1 of 3 hints seen
}

func ExampleShowProgress() {
	defer elsewhere()()
	os.Setenv("CHAINRULE_PROGRESS", os.DevNull) // what holds nothing that can be read
	exercises.ShowProgress()
	// Output: /dev/null does not hold progress any more (unexpected end of JSON input): delete it, and it begins anew
}

func ExampleScore() {
	exercises.Score(2.5) // outside a notebook there is nobody to tell
	// Output:
}
