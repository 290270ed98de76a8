package nn_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"chainrule/pkg/nn"
)

// savedNet is a net with numbers that are hard to write down, as Save writes it.
func savedNet(t testing.TB) (*nn.Model, []byte) {
	t.Helper()
	net := nn.Must(nn.New(1<<63+5, nn.Shape{1, 2, 2}, &nn.Dense{Out: 5, Act: nn.ReLU}, &nn.Dense{Out: 4, Act: nn.Tanh}, &nn.Dense{Out: 3, Act: nn.Sigmoid}, &nn.Dense{Out: 3, Act: nn.Softmax}, &nn.Dense{Out: 2}))
	copy(net.Param("Dense 1/W").Value.Data, []float64{0.1, 1.0 / 3, 5e-324, math.MaxFloat64, math.Copysign(0, -1), 1e21, 1e-7, math.Nextafter(1, 2), math.Inf(1), math.Inf(-1)})
	net.Param("Dense 2/b").Frozen = true
	var b bytes.Buffer
	if err := net.Save(&b); err != nil {
		t.Fatal(err)
	}
	return net, b.Bytes()
}

// Every parameter comes back to its last bit, and what else a net is.
func TestSaveAndLoad(t *testing.T) {
	net, file := savedNet(t)
	back, err := nn.Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "loaded", back, net)
	for i, q := range back.Params() {
		if want := net.Params()[i].Frozen; q.Frozen != want {
			t.Errorf("%s: got frozen = %t, want %t", q.Name, q.Frozen, want)
		}
		if want := net.Params()[i].Value.Name; q.Value.Name != want {
			t.Errorf("%s: got TeX name %s, want %s", q.Name, q.Value.Name, want)
		}
	}
	if got, want := back.Summary(), net.Summary(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	holds(t, "the file", string(file), `"seed":9223372036854775813,`)
	var again bytes.Buffer
	if err := back.Save(&again); err != nil || !bytes.Equal(again.Bytes(), file) {
		t.Errorf("saved again: got error %v and another file, want the same", err)
	}
}

func TestALoadedNetPredictsAndTrainsAsTheSavedOne(t *testing.T) {
	train := func(net *nn.Model) {
		t.Helper()
		tr := regression()
		tr.Net, tr.Opt = net, &nn.Adam{}
		if err := tr.Run(); err != nil {
			t.Fatal(err)
		}
	}
	net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 5, Act: nn.ReLU}, &nn.Dense{Out: 2}))
	train(net)
	var b bytes.Buffer
	if err := net.Save(&b); err != nil {
		t.Fatal(err)
	}
	back, err := nn.Load(&b)
	if err != nil {
		t.Fatal(err)
	}
	x := draws(1, 10, 3)
	if !identical(back.Predict(x), net.Predict(x)) {
		t.Error("got other predictions than those of the net that was saved")
	}
	train(net)
	train(back)
	sameParams(t, "trained further", back, net)
}

func TestGob(t *testing.T) {
	net, _ := savedNet(t)
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(net); err != nil {
		t.Fatal(err)
	}
	var back nn.Model
	if err := gob.NewDecoder(&b).Decode(&back); err != nil {
		t.Fatal(err)
	}
	sameParams(t, "by gob", &back, net)

	kept := nn.Must(nn.New(1, nn.Shape{1}, &nn.Dense{Out: 1}))
	if err := kept.GobDecode([]byte("{}")); err == nil || kept.Param("Dense 1/W") == nil {
		t.Errorf("damaged: got error %v, want one, and the net as it was", err)
	}
}

// A tanh of someone's own would come back as the package's, and be another net.
func TestSaveRefusesWhatItCannotSave(t *testing.T) {
	own := &nn.Elementwise{Label: "tanh", F: math.Sin, DF: func(z, _ float64) float64 { return math.Cos(z) }}
	for _, test := range []struct {
		layer nn.Layer
		want  string
	}{
		{&nn.Dense{Out: 2, Act: swish}, `the activation "swish" cannot be saved: it is not one of this package`},
		{&nn.Dense{Out: 2, Act: own}, `the activation "tanh" cannot be saved: it is not one of this package`},
		{new(negate), `a layer of type *nn_test.negate cannot be saved: only Activate, `},
		{&nn.Chain{Layers: []nn.Layer{new(negate)}}, `a layer of type *nn_test.negate cannot be saved: only Activate, `},
	} {
		net := nn.Must(nn.New(1, nn.Shape{2}, &nn.Dense{Out: 2}, test.layer))
		var b bytes.Buffer
		err := net.Save(&b)
		holds(t, "Save", fmt.Sprint(err), test.want)
		if b.Len() != 0 {
			t.Errorf("Save: got %d bytes written beside the error, want none", b.Len())
		}
		_, err = net.GobEncode()
		holds(t, "GobEncode", fmt.Sprint(err), test.want)
	}
}

// failing is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

func (failing) Read([]byte) (int, error) { return 0, fmt.Errorf("device gone") }

func TestSaveAndLoadPassErrorsOn(t *testing.T) {
	net, _ := savedNet(t)
	fails(t, "Save", net.Save(failing{}), "no space left")
	_, err := nn.Load(failing{})
	fails(t, "Load", err, "nn: this is not a saved net: device gone")
}

// oneLayer is a net of one layer, 2 → 1, with gaps for the damage.
const oneLayer = `{"chainrule_net":1,"seed":1,"in":[2],"layers":[{"kind":"Dense","with":{"out":1}}],"params":[` +
	`{"name":"Dense 1/W","value":{"rows":2,"cols":1,"data":[1,2]}},{"name":"Dense 1/b","value":{"rows":1,"cols":1,"data":[3]}}]}`

func TestLoadRefusesWhatIsDamaged(t *testing.T) {
	if _, err := nn.Load(strings.NewReader(oneLayer)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		old, new string // of oneLayer
		want     string
	}{
		{oneLayer, "", "nn: this is not a saved net: EOF"},
		{oneLayer, "PNG", "nn: this is not a saved net: invalid character 'P' looking for beginning of value"},
		{oneLayer, "[1,2]", "nn: this is not a saved net: json: cannot unmarshal array into Go value of type nn.saved"},
		{oneLayer, "{}", "nn: this is not a net that Model.Save wrote (chainrule_net is 0, want 1); a training is read by Trainer.Load"},
		{oneLayer, "null", "nn: this is not a net that Model.Save wrote (chainrule_net is 0, want 1); a training is read by Trainer.Load"},
		{`"chainrule_net":1`, `"chainrule_net":2`, "nn: this is not a net that Model.Save wrote (chainrule_net is 2, want 1); a training is read by Trainer.Load"},
		{`"seed":1`, `"seed":-1`, "nn: this is not a saved net: json: cannot unmarshal number -1 into Go struct field saved.seed of type uint64"},
		{`"Dense","with"`, `"Conv","with"`, `nn: saved layer 1 (Conv): there is no layer of this kind`},
		{`"with":{"out":1}`, `"with":{"out":1,"act":"swish"}`, `nn: saved layer 1 (Dense): nn: there is no activation "swish"`},
		{`"with":{"out":1}`, `"with":{"out":"one"}`, "nn: saved layer 1 (Dense): json: cannot unmarshal string into Go struct field savedDense.out of type int"},
		{`,"with":{"out":1}`, ``, "nn: saved layer 1 (Dense): unexpected end of JSON input"},
		{`"with":{"out":1}`, `"with":null`, "nn: saved layer 1 (Dense): it has 0 units, want 1 to 1048576"},
		{`"with":{"out":1}`, `"with":{"out":0}`, "nn: saved layer 1 (Dense): it has 0 units, want 1 to 1048576"},
		{`"with":{"out":1}`, `"with":{"out":1000000}`, "nn: saved layer 1 (Dense): its parameters have 3000000 numbers, and only 3 of the saved ones are left"},
		{`"kind":"Dense","with":{"out":1}`, `"kind":"Conv2D","with":{"out":1,"kernel":[3,3]}`, "nn: saved layer 1 (Conv2D): nn: a picture: the input has shape [2], want channels, height and width: give the net a shape such as nn.Shape{1, 8, 8}"},
		{`"in":[2],"layers":[{"kind":"Dense","with":{"out":1}`, `"in":[2,9,9],"layers":[{"kind":"Conv2D","with":{"out":1000,"kernel":[3,3]}`, "nn: saved layer 1 (Conv2D): its parameters have 19000 numbers, and only 3 of the saved ones are left"},
		{`"in":[2],"layers":[{"kind":"Dense","with":{"out":1}`, `"in":[2,9,9],"layers":[{"kind":"MaxPool","with":{"kernel":[1000000,1]}`, "nn: saved layer 1 (MaxPool): it has the setting 1000000, want at most 4096"},
		{`"with":{"out":1}`, `"with":{"out":1000000000}`, "nn: saved layer 1 (Dense): it has 1000000000 units, want 1 to 1048576"},
		{`[{"kind"`, `[{"kind":"Dense","with":{"out":1}},{"kind"`, "nn: saved layer 2 (Dense): its parameters have 2 numbers, and only 0 of the saved ones are left"},
		{`"in":[2]`, `"in":[1000000000]`, "nn: the saved net takes examples of shape [1000000000], want every size at least 1 and no more than 1048576 features"},
		{`"in":[2]`, `"in":[4294967296,4294967296]`, "nn: the saved net takes examples of shape [4294967296 4294967296], want every size at least 1 and no more than 1048576 features"},
		{`"in":[2]`, `"in":[1024,1025]`, "nn: the saved net takes examples of shape [1024 1025], want every size at least 1 and no more than 1048576 features"},
		{`"in":[2]`, `"in":[1024,1024]`, "nn: saved layer 1 (Dense): its parameters have 1048577 numbers, and only 3 of the saved ones are left"}, // as large as may be
		{`"in":[2]`, `"in":[-1,-2]`, "nn: the saved net takes examples of shape [-1 -2], want every size at least 1 and no more than 1048576 features"},
		{`"in":[2]`, `"in":[1]`, "nn: saved parameter 1 is Dense 1/W (2×1), want Dense 1/W (1×1)"},
		{`{"rows":2,"cols":1,"data":[1,2]}`, `null`, `nn: the saved parameter "Dense 1/W" has no value`},
		{`,"value":{"rows":2,"cols":1,"data":[1,2]}`, ``, `nn: the saved parameter "Dense 1/W" has no value`},
		{`"rows":2,"cols":1`, `"rows":1,"cols":2`, "nn: saved parameter 1 is Dense 1/W (1×2), want Dense 1/W (2×1)"},
		{`"rows":2,"cols":1`, `"rows":3,"cols":1`, "nn: this is not a saved net: linalg: a matrix of shape 3×1 comes with 2 entries"},
		{`[1,2]`, `[1,"two"]`, `nn: this is not a saved net: linalg: "two" is not a number: want a number, "NaN", "+Inf" or "-Inf"`},
		{`"name":"Dense 1/b"`, `"name":"Dense 2/b"`, "nn: saved parameter 2 is Dense 2/b (1×1), want Dense 1/b (1×1)"},
		{`,{"name":"Dense 1/b","value":{"rows":1,"cols":1,"data":[3]}}`, ``, "nn: saved layer 1 (Dense): its parameters have 3 numbers, and only 2 of the saved ones are left"},
		{`}]}`, `},{"name":"Dense 2/b","value":{"rows":1,"cols":1,"data":[3]}}]}`, "nn: the saved net has 3 parameters, its layers want 2"},
		{`"layers":[{"kind":"Dense","with":{"out":1}}]`, `"layers":[]`, "nn: the net has no layers, want at least one"},
	} {
		file := strings.Replace(oneLayer, test.old, test.new, 1)
		if file == oneLayer {
			t.Fatalf("%s is not in the file", test.old)
		}
		net, err := nn.Load(strings.NewReader(file))
		fails(t, test.old+" → "+test.new, err, test.want)
		if net != nil {
			t.Errorf("%s → %s: got a net beside the error", test.old, test.new)
		}
	}
}

// A file that was appended to, or written over without being emptied, holds an older
// net beside the one that was saved last.
func TestLoadRefusesWhatFollowsTheNet(t *testing.T) {
	const want = "nn: the saved net is followed by something else: write each net to a file of its own, emptied first"
	for _, tail := range []string{oneLayer, "\n" + oneLayer, `,"frozen":true}]}`, "}", "\x00"} {
		_, err := nn.Load(strings.NewReader(oneLayer + tail))
		fails(t, fmt.Sprintf("followed by %q", tail), err, want)
	}
	if _, err := nn.Load(strings.NewReader(oneLayer + " \r\n\n")); err != nil {
		t.Errorf("followed by an end of line: got error %v, want none", err)
	}
}

// Each activation of the package comes back as itself, and so does no activation.
func TestEveryActivationIsSaved(t *testing.T) {
	for _, act := range append([]nn.Activation{nil}, activations...) {
		if act == nn.Activation(swish) {
			continue // the one that is not the package's
		}
		net := nn.Must(nn.New(1, nn.Shape{3}, &nn.Dense{Out: 4, Act: act}))
		var b bytes.Buffer
		if err := net.Save(&b); err != nil {
			t.Errorf("%s: %v", name(act), err)
			continue
		}
		back, err := nn.Load(&b)
		if err != nil {
			t.Errorf("%s: %v", name(act), err)
			continue
		}
		if got := back.Layers()[0].(*nn.Dense).Act; got != act {
			t.Errorf("%s: got %v back", name(act), got)
		}
		if x := draws(1, 5, 3); !identical(back.Predict(x), net.Predict(x)) {
			t.Errorf("%s: got other predictions than those of the net that was saved", name(act))
		}
	}
}

// What a layer keeps besides its parameters comes back as well, from inside a chain too,
// and the file says so only where there is something.
func TestWhatLayersKeepIsSaved(t *testing.T) {
	net := nn.Must(nn.New(1, nn.Shape{4}, &nn.Chain{Layers: []nn.Layer{&nn.Dense{Out: 9}, &nn.Dropout{Rate: 0.5}}}, &nn.Dense{Out: 2}))
	x, p := draws(1, 3, 4), &nn.Pass{Train: true}
	net.Forward(p, x)
	var b bytes.Buffer
	if err := net.Save(&b); err != nil {
		t.Fatal(err)
	}
	file := b.String()
	back, err := nn.Load(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	sameParams(t, "loaded", back, net)
	if !identical(back.Forward(p, x), net.Forward(p, x)) {
		t.Error("got another mask than the one that was next when the net was saved")
	}
	for old, want := range map[string]string{
		`"keeps":[null,"`: "nn: the saved net: layer 2 (*nn.Dropout): ",
		`,null]}`:         "nn: the saved net: it holds what 2 layers keep, and there are 3",
	} {
		damaged := strings.Replace(file, old, map[bool]string{true: `]}`, false: `"keeps":[null,"AAAA`}[old == `,null]}`], 1)
		_, err := nn.Load(strings.NewReader(damaged))
		holds(t, old, fmt.Sprint(err), want)
	}
	if _, plain := savedNet(t); bytes.Contains(plain, []byte("keeps")) {
		t.Error("got a file that says what layers keep, of a net in which none does")
	}
}

// A file cut off at any place is refused.
func TestLoadRefusesAFileCutOff(t *testing.T) {
	for n := range len(oneLayer) {
		if _, err := nn.Load(strings.NewReader(oneLayer[:n])); err == nil {
			t.Fatalf("cut off after %d bytes: got no error", n)
		}
	}
}

// A small file with many layers must not claim what no file of its size could fill:
// each of these fits the saved numbers, and all of them together are 1.6 GB.
func TestLoadClaimsNoMoreThanTheFileHolds(t *testing.T) {
	const side = 500
	zeros := strings.Repeat("0,", (side+1)*side-1) + "0"
	layers := strings.Repeat(fmt.Sprintf(`{"kind":"Dense","with":{"out":%d}},`, side), 400)
	file := fmt.Sprintf(`{"chainrule_net":1,"in":[%d],"layers":[%s],"params":[{"name":"a","value":{"rows":%d,"cols":%d,"data":[%s]}}]}`,
		side, strings.TrimSuffix(layers, ","), side+1, side, zeros)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := nn.Load(strings.NewReader(file))
	runtime.ReadMemStats(&after)
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(400*len(file)); got > most { // all that reading throws away included
		t.Errorf("got %d MB claimed for a file of %d MB, want at most %d", got>>20, len(file)>>20, most>>20)
	}
	holds(t, "Load", fmt.Sprint(err), "nn: saved layer 2 (Dense): its parameters have 250500 numbers, and only 0 of the saved ones are left")
}
