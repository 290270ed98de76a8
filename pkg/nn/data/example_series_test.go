package data_test

import (
	"fmt"
	"math"
	"strings"

	"chainrule/pkg/linalg"
	"chainrule/pkg/nn/data"
)

// From a minimum to a minimum, about eleven years pass. One dot stands for ten spots.
func ExampleSunspots() {
	sun := data.Sunspots()
	fmt.Println(len(sun.Values), "years from", sun.Years[0])
	for i := 1996 - 1700; i <= 2008-1700; i++ {
		dots := int(math.Round(sun.Values[i] / 10))
		fmt.Println(sun.Years[i], strings.Repeat("•", dots))
	}
	// Output:
	// 309 years from 1700
	// 1996 •
	// 1997 ••
	// 1998 ••••••
	// 1999 •••••••••
	// 2000 ••••••••••••
	// 2001 •••••••••••
	// 2002 ••••••••••
	// 2003 ••••••
	// 2004 ••••
	// 2005 •••
	// 2006 ••
	// 2007 •
	// 2008
}

// To learn a series, cut windows out of it: three values in a row are an example, the
// one after them is its target.
func ExampleSeries() {
	rabbits := &data.Series{
		Name:   "Pairs of rabbits",
		Years:  []int{1202, 1203, 1204, 1205, 1206, 1207},
		Values: []float64{1, 2, 3, 5, 8, 13},
		Source: "Leonardo of Pisa (1202), Liber abaci",
	}
	X, Y := linalg.New(0, 3).Named("X"), linalg.New(0, 1).Named("Y")
	for i := range len(rabbits.Values) - 3 {
		X = linalg.VStack(X, linalg.Row(rabbits.Values[i:i+3]...))
		Y = linalg.VStack(Y, linalg.Row(rabbits.Values[i+3]))
	}
	fmt.Println(X)
	fmt.Println(Y)
	// Output:
	// (3×3)
	//   1  2  3
	//   2  3  5
	//   3  5  8
	// (3×1)
	//    5
	//    8
	//   13
}
