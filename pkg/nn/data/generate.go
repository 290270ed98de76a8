package data

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"

	"chainrule/pkg/linalg"
)

// stream is the random numbers of one named part of a seed.
func stream(seed uint64, name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// Moons returns n points of two interleaved half circles, X n×2, with normal noise
// of the given standard deviation; Y n×2.
func Moons(seed uint64, n int, noise float64) *Set {
	return plane("Moons", seed, n, noise, func(rng *rand.Rand, class int) (x, y float64) {
		t := math.Pi * rng.Float64()
		if class == 0 {
			return math.Cos(t), math.Sin(t)
		}
		return 1 - math.Cos(t), 0.5 - math.Sin(t)
	})
}

// Circles returns n points of two circles around 0, of radius 1 and 0.5, X n×2, with
// normal noise of the given standard deviation; Y n×2.
func Circles(seed uint64, n int, noise float64) *Set {
	return plane("Circles", seed, n, noise, func(rng *rand.Rand, class int) (x, y float64) {
		t, r := 2*math.Pi*rng.Float64(), 1-0.5*float64(class)
		return r * math.Cos(t), r * math.Sin(t)
	})
}

// Spirals returns n points of two spirals around each other, X n×2, with normal noise
// of the given standard deviation; Y n×2.
func Spirals(seed uint64, n int, noise float64) *Set {
	return plane("Spirals", seed, n, noise, func(rng *rand.Rand, class int) (x, y float64) {
		r := math.Sqrt(rng.Float64()) // as many points per length outside as inside
		t := 3.5*math.Pi*r + math.Pi*float64(class)
		return r * math.Cos(t), r * math.Sin(t)
	})
}

// XOR returns n points of the square from −1 to 1, X n×2, moved by normal noise of the
// given standard deviation; Y n×2: the class is whether the signs of x and y differ,
// taken before the noise. With n 4 and no noise it is the four corners.
func XOR(seed uint64, n int, noise float64) *Set {
	corner := 0
	return plane("XOR", seed, n, noise, func(rng *rand.Rand, class int) (x, y float64) {
		x, y = rng.Float64(), rng.Float64()
		if n == 4 && noise == 0 {
			x, y = 1, 1
		}
		if corner++; (corner-1)/2%2 == 1 {
			x, y = -x, -y
		}
		if class == 1 {
			y = -y
		}
		return x, y
	})
}

// checkDraw panics when there is no drawing n points with that noise. A noise of NaN
// would make a set of NaN.
func checkDraw(name string, n int, noise float64) {
	if n < 1 || !(noise >= 0) || math.IsInf(noise, 1) {
		panic(fmt.Sprintf("data: %s: n is %d and noise is %v, want at least 1 point and a finite noise of at least 0", name, n, noise))
	}
}

// plane makes a set of two classes in turn, from a function that draws a point of a class.
func plane(name string, seed uint64, n int, noise float64, point func(rng *rand.Rand, class int) (x, y float64)) *Set {
	checkDraw(name, n, noise)
	points, moves := stream(seed, name), stream(seed, name+" noise")
	s := &Set{
		Name: name, Features: []string{"x", "y"}, Classes: []string{"first", "second"}, Labels: make([]int, n),
		X: linalg.New(n, 2).Named("X"), Y: linalg.New(n, 2).Named("Y"), Source: "generated", License: "none needed",
	}
	for i := range n {
		class := i % 2
		x, y := point(points, class)
		s.X.Set(i, 0, x+noise*moves.NormFloat64())
		s.X.Set(i, 1, y+noise*moves.NormFloat64())
		s.Y.Set(i, class, 1)
		s.Labels[i] = class
	}
	return s
}

// Linear returns n points of the line y = wx + b, with x drawn evenly from −1 to 1,
// X n×1, and normal noise of the given standard deviation on y, Y n×1.
func Linear(seed uint64, n int, w, b, noise float64) *Set {
	checkDraw("Linear", n, noise)
	points, moves := stream(seed, "Linear"), stream(seed, "Linear noise")
	s := &Set{
		Name: "Linear", Features: []string{"x"}, Source: "generated", License: "none needed",
		X: linalg.New(n, 1).Named("X"), Y: linalg.New(n, 1).Named("Y"),
	}
	for i := range n {
		x := 2*points.Float64() - 1
		s.X.Data[i], s.Y.Data[i] = x, w*x+b+noise*moves.NormFloat64()
	}
	return s
}
