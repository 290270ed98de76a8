package nn_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn"
)

// zero is a setting that has its zero value.
var zero = regexp.MustCompile(`([:\[,])(0\b|null|\[\])`)

// ofEachKind makes a net with each layer that can be saved, on the first shape that it
// takes. Its settings are those of the empty one, as many of them as can be 1, and for a
// list of layers one with a Dense.
func ofEachKind() (nets map[string]*nn.Model, err error) {
	for nets = map[string]*nn.Model{}; len(nets) < len(nn.SavableKinds()); {
		kind := nn.SavableKinds()[len(nets)]
		empty, err := json.Marshal(nn.Savable(kind))
		if err != nil {
			return nil, err
		}
		for ones := len(zero.FindAllIndex(empty, -1)); ones >= 0 && nets[kind] == nil; ones-- {
			n := 0
			settings := zero.ReplaceAllStringFunc(string(empty), func(s string) string {
				switch n++; {
				case n > ones && s[1:] == "0":
					return s
				case s[1:] == "0":
					return s[:1] + "1"
				}
				return s[:1] + `[{"kind":"Dense","with":{"out":4}}]`
			})
			for _, in := range []nn.Shape{{4}, {3, 2}, {2, 3, 3}} {
				l := nn.Savable(kind)
				if err := json.Unmarshal([]byte(settings), l); err != nil {
					return nil, err
				}
				if net, err := nn.New(1, in, l); err == nil && nets[kind] == nil {
					nets[kind] = net
				}
			}
		}
		if nets[kind] == nil {
			return nil, fmt.Errorf("%s: no net of it with settings like %s: add a shape that it takes", kind, empty)
		}
	}
	return nets, nil
}

// The readers are fuzzed with every kind of layer in their seeds.
func TestFuzzingStartsFromEveryKind(t *testing.T) {
	if nets, err := ofEachKind(); err != nil || len(nets) != len(nn.SavableKinds()) {
		t.Errorf("got %d nets of %d kinds, %v", len(nets), len(nn.SavableKinds()), err)
	}
}

// nested is a net of chains that stand so deep inside of each other.
func nested(deep int) string {
	const layers = `[{"kind":"Dense","with":{"out":1}}]`
	in := strings.Repeat("Chain 1/", deep)
	file := strings.Replace(oneLayer, layers, strings.Repeat(`[{"kind":"Chain","with":{"layers":`, deep)+layers+strings.Repeat("}}]", deep), 1)
	return strings.ReplaceAll(file, `"name":"Dense`, `"name":"`+in+`Dense`)
}

// The memory for layers inside of layers does not grow with the square of their depth.
func TestLoadRefusesWhatIsNestedTooDeep(t *testing.T) {
	if _, err := nn.Load(strings.NewReader(nested(32))); err != nil {
		t.Errorf("32 deep: got error %v, want none", err)
	}
	words := strings.Replace(oneLayer, `"with":{`, `"with":{"note":"`+strings.Repeat(`[\"{`, 200)+`",`, 1)
	if _, err := nn.Load(strings.NewReader(words)); err != nil {
		t.Errorf("brackets in a text: got error %v, want none", err)
	}
	for _, deep := range []int{33, 3000} {
		var err error
		file := nested(deep)
		if got, most := claimed(func() { _, err = nn.Load(strings.NewReader(file)) }), uint64(1<<20+20*len(file)); got > most {
			t.Errorf("%d deep: got %d bytes claimed for a file of %d, want at most %d", deep, got, len(file), most)
		}
		fails(t, fmt.Sprint(deep, " deep"), err, "nn: this is not a saved net: its layers stand more than 33 deep inside of each other, which no net of this package had")
	}
}

// claimed returns how many bytes f claims, all that it throws away included.
func claimed(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Whatever Load takes it can save, and takes again as the same net.
func FuzzLoad(f *testing.F) {
	_, file := savedNet(f)
	f.Add(string(file))
	for _, seed := range []string{
		oneLayer, "", "{}", "null", `{"chainrule_net":1}`,
		strings.Replace(oneLayer, `"in":[2]`, `"in":[2147483648,2147483648,4]`, 1),
		strings.Replace(oneLayer, `"in":[2]`, `"in":[3,6148914691236517206]`, 1), // 2 modulo 2⁶⁴
		strings.Replace(oneLayer, `"in":[2]`, `"in":null`, 1),
		strings.Replace(oneLayer, `"out":1`, `"out":9223372036854775807`, 1),
		strings.Replace(oneLayer, `[1,2]`, `["NaN",1e-400]`, 1),
		strings.Replace(oneLayer, `"rows":2`, `"rows":-2`, 1),
		strings.Replace(oneLayer, `"with":{`, `"with":{"act":"tanh",`, 1),
		strings.Replace(oneLayer, `"with":{`, `"with":{"act":"log_softmax",`, 1),
		oneLayer + oneLayer,
		strings.Replace(oneLayer, `"in":[2],"layers":[{"kind":"Dense","with":{"out":1}`, `"in":[1,2,2],"layers":[{"kind":"Conv2D","with":{"out":1,"kernel":[2,1],"padding":[0,1],"groups":1}`, 1),
		strings.Replace(oneLayer, `"in":[2],"layers":[{"kind":"Dense","with":{"out":1}`, `"in":[1,2,2],"layers":[{"kind":"MaxPool","with":{"kernel":[2,2],"padding":[4096,4096],"stride":[1,1]}`, 1),
		strings.Replace(oneLayer, `"kind":"Dense","with":{"out":1}`, `"kind":"Flatten","with":{}`, 1),
	} {
		f.Add(seed)
	}
	f.Add(nested(2))
	f.Add(nested(40))
	nets, err := ofEachKind()
	if err != nil {
		f.Fatal(err)
	}
	for _, net := range nets {
		var b bytes.Buffer
		if err := net.Save(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.String())
		f.Add(b.String()[:b.Len()/2])
	}
	f.Fuzz(func(t *testing.T, file string) {
		var net *nn.Model
		var err error
		if got, most := claimed(func() { net, err = nn.Load(strings.NewReader(file)) }), uint64(1<<20+1000*len(file)); got > most {
			t.Errorf("got %d bytes claimed for a file of %d, want at most %d", got, len(file), most)
		}
		if err != nil {
			if net != nil || !strings.HasPrefix(err.Error(), "nn: ") {
				t.Errorf("got net %v and error %q, want no net, and an error that begins with nn", net, err)
			}
			return
		}
		for _, n := range net.Shapes()[0] {
			if n < 1 || n > net.Shapes()[0].Size() {
				t.Errorf("got a net for examples of shape %v", net.Shapes()[0])
			}
		}
		net.Predict(linalg.New(1, net.Shapes()[0].Size()))
		var b, second bytes.Buffer
		if err := net.Save(&b); err != nil {
			t.Fatalf("got error %q by saving what was loaded", err)
		}
		again, err := nn.Load(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("got error %q by loading what was saved", err)
		}
		if err := again.Save(&second); err != nil || second.String() != b.String() {
			t.Errorf("got another file of what was saved and loaded (%v):\n%s\nwant\n%s", err, second.String(), b.String())
		}
		if len(again.Params()) != len(net.Params()) || again.Summary() != net.Summary() {
			t.Errorf("got another net by saving and loading:\n%s\nwant\n%s", again.Summary(), net.Summary())
		}
		for i, q := range again.Params() {
			if !identical(q.Value, net.Params()[i].Value) {
				t.Errorf("got %v by saving and loading, want %v", q.Value, net.Params()[i].Value)
			}
		}
	})
}
