package exercises_test

import (
	"fmt"
	"os"
	"path/filepath"

	"chainrule/exercises"
	"chainrule/pkg/linalg"
)

// elsewhere keeps the progress of an example in a folder of its own.
func elsewhere() (end func()) {
	dir, err := os.MkdirTemp("", "progress-")
	if err != nil {
		panic(err)
	}
	os.Setenv("CHAINRULE_PROGRESS", filepath.Join(dir, "progress.json"))
	return func() {
		os.Unsetenv("CHAINRULE_PROGRESS")
		os.RemoveAll(dir)
	}
}

func ExampleExercise_Check() {
	defer elsewhere()()
	transposed := func(A, B *linalg.Matrix) *linalg.Matrix { return linalg.Transpose(linalg.Mul(A, B)) }
	exercises.MatrixProduct.Check(transposed)
	// Output:
	// ✗ a 2×3 with a 3×2 matrix
	//     This is the transpose of the product: row i of A belongs to row i of the result.
	//     given   A (2×3)
	//               1  2  3
	//               4  5  6
	//     given   B (3×2)
	//                7   8
	//                9  10
	//               11  12
	//     came    AB (2×2)
	//               58  139
	//               64  154
	//     wanted  AB (2×2)
	//                58   64
	//               139  154
	// ✓ a row with a column
	// ✗ the identity changes nothing
	//     This is the transpose of the product: row i of A belongs to row i of the result.
	//     given   A (2×2)
	//               1  2
	//               3  4
	//     given   B (2×2)
	//               1  0
	//               0  1
	//     came    AB (2×2)
	//               1  3
	//               2  4
	//     wanted  AB (2×2)
	//               1  2
	//               3  4
	// The matrix product: 1 of 3 checks pass.
}

func ExampleExercise_Hint() {
	defer elsewhere()()
	exercises.MatrixProduct.Hint()
	exercises.MatrixProduct.Hint()
	// Output:
	// Hint 1 of 3: Which shape has the result? One loop runs over its rows, one over its columns.
	// Hint 2 of 3: For one place (i, j), a third loop walks along row i of A and, in step, down column j of B.
}

func ExampleReadProgress() {
	defer elsewhere()()
	exercises.MatrixProduct.Check(linalg.Mul)
	all, err := exercises.ReadProgress(exercises.ProgressFile())
	fmt.Printf("%+v %v\n", all["matrix-product"], err)
	// Output:
	// ✓ a 2×3 with a 3×2 matrix
	// ✓ a row with a column
	// ✓ the identity changes nothing
	// The matrix product: all 3 checks pass.
	// {Passed:3 Total:3 Hints:0 Tries:1 Solved:true} <nil>
}

func ExampleRun() {
	nothing := func(A, B *linalg.Matrix) *linalg.Matrix { return nil }
	results := exercises.Run(exercises.MatrixProduct.Checks[:1], nothing, 1)
	fmt.Println(results[0].Passed(), results[0].Failure.Message)
	// Output: false Nothing came back (nil).
}
