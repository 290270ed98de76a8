package nn

import (
	"maps"
	"slices"
)

// SavableKinds lists the layers that can be saved.
func SavableKinds() []string { return slices.Sorted(maps.Keys(layerKinds)) }

// Savable makes an empty layer of a kind.
func Savable(kind string) Layer { return layerKinds[kind]() }
