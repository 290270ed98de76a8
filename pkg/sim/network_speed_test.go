package sim

import (
	"encoding/json"
	"testing"
)

// A step with its view. A page must answer within 50 ms and play at 30 frames a second, with
// a program that is some times slower than here: 5 ms leave room for that.
func BenchmarkNetworkStep(b *testing.B) {
	for _, preset := range []int{1, 3, 6} {
		for _, pace := range []string{"batch", "operation"} {
			b.Run(netPresets[preset].Name+"/"+pace, func(b *testing.B) {
				n := NewNetwork(netPresets[preset].setup())
				for b.Loop() {
					do(b, n, Action{Do: "step", Name: pace})
					if _, err := json.Marshal(n.View()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
