package nn_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// A saved net is text that one can read: the line y = 2x + 1.
func ExampleModel_Save() {
	net := nn.Must(nn.New(7, nn.Shape{1}, &nn.Dense{Out: 1, Init: nn.Constant(2)}))
	net.Param("Dense 1/b").Value.Set(0, 0, 1)
	err := net.Save(os.Stdout)
	fmt.Println(err)
	// Output:
	// {"chainrule_net":1,"seed":7,"in":[1],"layers":[{"kind":"Dense","with":{"out":1}}],"params":[{"name":"Dense 1/W","value":{"name":"W_1","rows":1,"cols":1,"data":[2]}},{"name":"Dense 1/b","value":{"name":"b_1","rows":1,"cols":1,"data":[1]}}]}
	// <nil>
}

func ExampleLoad() {
	net, err := nn.Load(strings.NewReader(`{
		"chainrule_net": 1, "seed": 7, "in": [1],
		"layers": [{"kind": "Dense", "with": {"out": 1}}],
		"params": [
			{"name": "Dense 1/W", "value": {"rows": 1, "cols": 1, "data": [2]}},
			{"name": "Dense 1/b", "value": {"rows": 1, "cols": 1, "data": [1]}}
		]
	}`))
	fmt.Println(err)
	fmt.Println(net.Predict(linalg.Col(0, 10)).Data) // 2x + 1

	_, err = nn.Load(strings.NewReader(`{"weights": [2, 1]}`))
	fmt.Println(err)
	// Output:
	// <nil>
	// [1 21]
	// nn: this is not a net that Model.Save wrote (chainrule_net is 0, want 1); a training is read by Trainer.Load
}

// Inside a gob, as gonb's cache writes it, is what Save writes.
func ExampleModel_GobEncode() {
	net := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	got, err := net.GobEncode()
	fmt.Println(err)
	var saved bytes.Buffer
	net.Save(&saved)
	fmt.Println(bytes.Equal(got, saved.Bytes()))
	// Output:
	// <nil>
	// true
}

// A trained net and its score go through a gob together and come back.
func ExampleModel_GobDecode() {
	type result struct {
		Net      *nn.Model
		Accuracy float64
	}
	net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 1, Init: nn.Constant(3)}))
	var b bytes.Buffer
	fmt.Println(gob.NewEncoder(&b).Encode(result{net, 0.95}))

	var back result
	fmt.Println(gob.NewDecoder(&b).Decode(&back))
	fmt.Println(back.Net.Predict(linalg.Row(1, 2)).Data, back.Accuracy) // 3·1 + 3·2
	// Output:
	// <nil>
	// <nil>
	// [9] 0.95
}
