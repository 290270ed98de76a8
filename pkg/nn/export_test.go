package nn

import (
	"maps"
	"slices"
)

// SavableKinds lists the layers that can be saved.
func SavableKinds() []string { return slices.Sorted(maps.Keys(layerKinds)) }

// TermsKept is how many terms an entry holds before a sum of so many ones is written.
func TermsKept(n int) int {
	var e Entry
	for range n {
		e.term("a", "1", 1)
	}
	return len(e.Terms)
}

// Savable makes an empty layer of a kind.
func Savable(kind string) Layer { return layerKinds[kind]() }
