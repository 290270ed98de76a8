package data_test

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// plot prints the points of a plane with a letter for each class.
func plot(s *data.Set) {
	const width, height = 51, 17
	var m data.MinMax
	m.Fit(s.X)
	page := make([][]rune, height)
	for r := range page {
		page[r] = []rune(fmt.Sprintf("|%*s|", width, ""))
	}
	for i, label := range s.Labels {
		p := m.Transform(linalg.Row(s.X.Row(i)...))
		x, y := int(math.Round(p.At(0, 0)*(width-1))), int(math.Round(p.At(0, 1)*(height-1)))
		page[height-1-y][1+x] = []rune("o+")[label]
	}
	for _, line := range page {
		fmt.Println(string(line))
	}
}

// No straight line parts the two moons.
func ExampleMoons() {
	plot(data.Moons(1, 1000, 0))
	// Output:
	// |            ooooooooooo                            |
	// |        ooooo         oooo                         |
	// |      ooo                ooo                       |
	// |    ooo                     oo                     |
	// |   oo                        oo                    |
	// |  oo             +            oo                  +|
	// | oo              +             oo                 +|
	// | o               +              oo                +|
	// |oo               +               o               ++|
	// |o                ++              o               + |
	// |o                 ++             o              ++ |
	// |o                  ++            o             ++  |
	// |                    ++                        ++   |
	// |                     +++                    +++    |
	// |                       +++                +++      |
	// |                         ++++         +++++        |
	// |                            +++++++++++            |
}

// In the plane no line parts them; the distance from the middle does.
func ExampleCircles() {
	circles := data.Circles(1, 1000, 0)
	plot(circles)
	for i := range 2 {
		x, y := circles.X.At(i, 0), circles.X.At(i, 1)
		fmt.Printf("%s: %.3f from the middle\n", circles.Classes[i], math.Hypot(x, y))
	}
	// Output:
	// |                oooooooooooooooooo                 |
	// |          ooooooo                 ooooooo          |
	// |        ooo                             oooo       |
	// |     ooo                                   ooo     |
	// |   oo              +++++++++++++              oo   |
	// |  o            +++++           +++++            oo |
	// |oo            ++                   +++           o |
	// |o            +                       +            o|
	// |o           ++                       +            o|
	// |o            +                       +            o|
	// | o           +++                   +++           o |
	// | oo            +++++           +++++            oo |
	// |   oo              +++++++++++++              oo   |
	// |     oo                                    oooo    |
	// |       oooo                             oooo       |
	// |           ooooo                  oooooo           |
	// |                 oooooooooooooooooo                |
	// first: 1.000 from the middle
	// second: 0.500 from the middle
}

// A net has to turn its border one and three quarter times around the middle.
func ExampleSpirals() {
	plot(data.Spirals(1, 1000, 0))
	// Output:
	// |                         +++++++++                 |
	// |                                 ++++++            |
	// |                 ooooooooooooo          ++++       |
	// |         ooooo oo            ooooooo       ++++    |
	// |     ooooo            ++           oooo       ++   |
	// |   ooo        ++++++++ +++++++++       oo       ++ |
	// | ooo      ++++                  ++       o       ++|
	// |oo       ++       ooooooooo       +       o       +|
	// |o       ++      ooo     + o      ++      oo       +|
	// |o       +       oo      +++++++++       oo       ++|
	// |oo      ++       ooo                 oooo      +++ |
	// | oo       ++       oooooooo  ooooooooo       +++   |
	// |  ooo      ++++            oo            ++++      |
	// |    oooo       ++++ ++              ++++++         |
	// |       oooo          ++++++++ +++++                |
	// |           ooooooo                                 |
	// |                 ooooooooo                         |
}

// The class is whether the signs differ. Four points and no noise are the table of
// XOR, with −1 for false.
func ExampleXOR() {
	xor := data.XOR(1, 4, 0)
	for i, label := range xor.Labels {
		fmt.Println(xor.X.Row(i), "→", label)
	}
	// Output:
	// [1 1] → 0
	// [1 -1] → 1
	// [-1 -1] → 0
	// [-1 1] → 1
}

// From noisy points of y = 3x − 2, least squares finds the line again: w from how x
// and y vary together, b from where the means are.
func ExampleLinear() {
	line := data.Linear(1, 1000, 3, -2, 0.1)
	xMean, yMean := linalg.Mean(line.X), linalg.Mean(line.Y)
	X := linalg.AddRow(line.X, linalg.Row(-xMean))
	Y := linalg.AddRow(line.Y, linalg.Row(-yMean))
	w := linalg.Dot(X, Y) / linalg.Dot(X, X)
	fmt.Printf("y = %.2fx %+.2f\n", w, yMean-w*xMean)
	// Output:
	// y = 3.00x -2.00
}
