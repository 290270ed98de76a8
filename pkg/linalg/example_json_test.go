package linalg_test

import (
	"encoding/json"
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// JSON has no NaN: it is written as a string.
func ExampleMatrix_MarshalJSON() {
	W := linalg.New(2, 2,
		1, 0.5,
		-3, math.NaN()).Named("W")
	text, err := json.Marshal(W)
	fmt.Println(err)
	fmt.Println(string(text))
	// Output:
	// <nil>
	// {"name":"W","rows":2,"cols":2,"data":[1,0.5,-3,"NaN"]}
}

func ExampleMatrix_UnmarshalJSON() {
	var W linalg.Matrix
	err := json.Unmarshal([]byte(`{"name": "W", "rows": 1, "cols": 3, "data": [1, 2, "-Inf"]}`), &W)
	fmt.Println(err)
	fmt.Println(&W)

	err = json.Unmarshal([]byte(`{"name": "W", "rows": 2, "cols": 3, "data": [1, 2]}`), &W)
	fmt.Println(err)
	// Output:
	// <nil>
	// W (1×3)
	//   1  2  -Inf
	// linalg: a matrix of shape 2×3 comes with 2 entries
}

// A number of your own JSON that may be NaN or infinite.
func ExampleNumber() {
	b, err := json.Marshal([]linalg.Number{0.1, linalg.Number(math.Inf(1)), linalg.Number(math.NaN())})
	fmt.Println(string(b), err)
	var back []linalg.Number
	err = json.Unmarshal(b, &back)
	fmt.Println(back, err)
	// Output:
	// [0.1,"+Inf","NaN"] <nil>
	// [0.1 +Inf NaN] <nil>
}
