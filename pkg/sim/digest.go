package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
)

// Digest is a view in short: two views are the same, to nine significant digits, when their
// digests are (see Differs). It is what a script of actions is checked by where the program
// runs on another machine, whose last bits may be others.
type Digest struct {
	Texts string `json:"texts"` // a hash of all that is not a number, digits in sentences left out
	// Numbers has for each field of the view Σ cᵢ asinh(10⁶xᵢ) over its numbers xᵢ, with
	// factors cᵢ from 1 to 2. What a number adds moves by its relative error, however large
	// it is; and by nothing to speak of below 10⁻¹⁵, where only rounding is left.
	Numbers map[string]Num `json:"numbers"`
}

// DigestOf makes the digest of a view, or of anything that encoding/json writes as an object.
func DigestOf(view any) (Digest, error) {
	text, err := json.Marshal(view)
	if err != nil {
		return Digest{}, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var fields map[string]any
	if err := d.Decode(&fields); err != nil {
		return Digest{}, fmt.Errorf("sim: DigestOf: a view is an object: %w", err)
	}
	digest, words := Digest{Numbers: map[string]Num{}}, fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		w := weigher{words: words}
		words.Write([]byte(name))
		w.add(fields[name])
		if w.count > 0 {
			digest.Numbers[name] = Num(w.sum)
		}
	}
	digest.Texts = fmt.Sprintf("%016x", words.Sum64())
	return digest, nil
}

// weigher adds up numbers, each with a factor of its own, so that two that change places
// change the sum.
type weigher struct {
	words io.Writer
	sum   float64
	count int
}

func (w *weigher) add(v any) {
	switch v := v.(type) {
	case json.Number:
		x, _ := v.Float64()
		w.count++
		w.sum += (1 + float64(w.count%17)/17) * weight(x)
	case string:
		fmt.Fprint(w.words, numerals.ReplaceAllString(v, "#"), ";")
	case []any:
		fmt.Fprint(w.words, len(v), ";")
		for _, x := range v {
			w.add(x)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			w.words.Write([]byte(name))
			w.add(v[name])
		}
	default: // true, false and null
		fmt.Fprint(w.words, v)
	}
}

// numerals are numbers in sentences and in TeX: 0.5, −2, (-1.5 \cdot 10^{-7}), 3 · 10⁻⁵. The
// last digit of one may be rounded the other way, and one that is next to nothing may be 0.
var numerals = regexp.MustCompile(`\(?[-−]?\d+(\.\d+)?( (\\cdot|·) 10(\^\{-?\d+\}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?\)?`)

// Differs says in which field two views of which these are the digests differ, by more than
// a few units of the ninth significant digit; "" when they do not.
func (d Digest) Differs(other Digest) string {
	if d.Texts != other.Texts {
		return "the texts"
	}
	for _, name := range slices.Sorted(maps.Keys(d.Numbers)) {
		a, b := float64(d.Numbers[name]), float64(other.Numbers[name])
		if _, there := other.Numbers[name]; !there || !(math.Abs(a-b) <= 5e-9) {
			return name
		}
	}
	if len(d.Numbers) != len(other.Numbers) {
		return "the fields"
	}
	return ""
}

// weight is asinh(10⁶x), also of numbers that are too large to be multiplied.
func weight(x float64) float64 {
	if size := math.Abs(x); size > 1e200 {
		return math.Copysign(math.Log(2e6)+math.Log(size), x)
	}
	return math.Asinh(1e6 * x)
}
