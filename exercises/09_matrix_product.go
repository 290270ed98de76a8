package exercises

import "chainrule/pkg/linalg"

// MatrixProduct asks for the product of two matrices.
var MatrixProduct = &Exercise[func(A, B *linalg.Matrix) *linalg.Matrix]{
	ID: "matrix-product", Lesson: 9, Kind: Implement, Title: "The matrix product", Name: "MatMul",
	Forbid: []string{"Mul", "MulNaive", "MulATB", "MulABT", "nn"},
	Hints: [3]string{
		"Which shape has the result? One loop runs over its rows, one over its columns.",
		"For one place (i, j), a third loop walks along row i of A and, in step, down column j of B.",
		"Three loops, with i below A.Rows, j below B.Cols and k below A.Cols. In the innermost, add A.At(i, k)*B.At(k, j) to a sum; after it, set the entry.",
	},
	Checks: []Check[func(A, B *linalg.Matrix) *linalg.Matrix]{
		{Name: "a 2×3 with a 3×2 matrix", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.New(3, 2, 7, 8, 9, 10, 11, 12))
		}},
		{Name: "a row with a column", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.Row(1, 2, 3), linalg.Col(4, 5, 6))
		}},
		{Name: "the identity changes nothing", Run: func(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix) {
			CheckProduct(t, MatMul, linalg.New(2, 2, 1, 2, 3, 4), linalg.Identity(2))
		}},
	},
}

// CheckProduct asks a solution for a product, and knows the usual slips.
func CheckProduct(t *T, MatMul func(A, B *linalg.Matrix) *linalg.Matrix, A, B *linalg.Matrix) {
	t.Given("A", A)
	t.Given("B", B)
	want := linalg.MulNaive(A, B)
	slips := []Slip{{"This is the transpose of the product: row i of A belongs to row i of the result.", linalg.Transpose(want)}}
	if A.Rows == B.Rows && A.Cols == B.Cols {
		slips = append(slips, Slip{"This is the Hadamard product, entry by entry. Here a row of A meets a column of B.", linalg.Hadamard(A, B)})
	}
	if B.Rows == A.Rows {
		slips = append(slips, Slip{"This is AᵀB: walk along a row of A, not down a column.", linalg.MulATB(A, B)})
	}
	if A.Cols == B.Cols {
		slips = append(slips, Slip{"This is ABᵀ: walk down a column of B, not along a row.", linalg.MulABT(A, B)})
	}
	t.Want("AB", MatMul(A, B), want, 1e-9, slips...)
}

// ProductCost asks for the shape of a layer's product, and for what it costs.
var ProductCost = &Exercise[func() (rows, cols, products int)]{
	ID: "product-cost", Lesson: 9, Kind: Predict, Title: "What a layer costs", Name: "LayerCost",
	Hints: [3]string{
		"X has one example per row. Write the two shapes side by side, (32×784)(784×128), and see which sizes touch.",
		"Each entry of the result is a row of X times a column of W: how many products is that, and how many entries are there?",
		"The number of products is that of the entries times the inner size.",
	},
	Checks: []Check[func() (rows, cols, products int)]{
		{Name: "the shape", Run: func(t *T, LayerCost func() (rows, cols, products int)) {
			rows, cols, _ := LayerCost()
			t.Guess("The shape", []int{rows, cols}, []int{32, 128}, 0,
				Slip{"That is the shape of XᵀW or of WX: the examples stay in the rows.", []int{128, 32}},
				Slip{"784 is the inner size: it is summed away.", []int{784, 784}},
				Slip{"That is the shape of W. One row for each of the examples comes out.", []int{784, 128}})
		}},
	},
}

// ProductOrder asks which brackets are cheaper.
var ProductOrder = &Exercise[func(n, k, m int) (leftFirst, rightFirst int)]{
	ID: "product-order", Lesson: 9, Kind: Implement, Title: "Where to put the brackets", Name: "OrderCost",
	Hints: [3]string{
		"Count one product first: an n×k with a k×m matrix.",
		"AB is n×m. What does it cost to make, and what does it cost to multiply it with x?",
		"Each order is two products. In the right one, Bx is a column, and A meets only that.",
	},
	Checks: []Check[func(n, k, m int) (leftFirst, rightFirst int)]{
		{Name: "two small matrices", Run: func(t *T, OrderCost func(n, k, m int) (leftFirst, rightFirst int)) {
			CheckProductOrder(t, OrderCost, 2, 3, 4)
		}},
		{Name: "a thousand by a thousand", Run: func(t *T, OrderCost func(n, k, m int) (leftFirst, rightFirst int)) {
			CheckProductOrder(t, OrderCost, 1000, 1000, 1000)
		}},
	},
}

// CheckProductOrder asks a solution for the costs of (AB)x and A(Bx), A: n×k, B: k×m, x: m×1.
func CheckProductOrder(t *T, OrderCost func(n, k, m int) (leftFirst, rightFirst int), n, k, m int) {
	t.Given("n, k, m", []int{n, k, m})
	left, right := OrderCost(n, k, m)
	t.Want("(AB)x", left, n*k*m+n*m, 0,
		Slip{"That is AB alone. It still meets x.", n * k * m},
		Slip{"This is the cost of A(Bx): Bx first.", k*m + n*k})
	t.Want("A(Bx)", right, k*m+n*k, 0,
		Slip{"That is Bx alone. A still meets it.", k * m},
		Slip{"Bx has one column, so A meets k numbers, not k·m.", k*m + n*k*m})
}

// Affine asks for the repair of a layer's forward pass.
var Affine = &Exercise[func(X, W, b *linalg.Matrix) *linalg.Matrix]{
	ID: "affine", Lesson: 9, Kind: Debug, Title: "A layer that remembers", Name: "Affine",
	Hints: [3]string{
		"Print b before and after a call.",
		"Which values does z hold when the second example begins?",
		"z := b.Data copies no numbers: both names see the same ones.",
	},
	Checks: []Check[func(X, W, b *linalg.Matrix) *linalg.Matrix]{
		{Name: "two examples, two units", Run: func(t *T, Affine func(X, W, b *linalg.Matrix) *linalg.Matrix) {
			CheckAffine(t, Affine, linalg.New(2, 2, 1, 2, 3, 4), linalg.New(2, 2, 1, 0, 0, 1), linalg.Row(10, 20))
		}},
		{Name: "one example, three units", Run: func(t *T, Affine func(X, W, b *linalg.Matrix) *linalg.Matrix) {
			CheckAffine(t, Affine, linalg.Row(1, 2), linalg.New(2, 3, 1, 2, 3, 4, 5, 6), linalg.Row(1, 2, 3))
		}},
	},
}

// CheckAffine asks a solution for Z = XW + 1b, X: n×k, W: k×m, b: 1×m.
func CheckAffine(t *T, Affine func(X, W, b *linalg.Matrix) *linalg.Matrix, X, W, b *linalg.Matrix) {
	t.Given("X", X)
	t.Given("W", W)
	t.Given("b", b)
	product := linalg.Mul(X, W)
	want := linalg.AddRow(product, b) // before the solution has seen b
	kept := want.Clone()
	for i := 1; i < kept.Rows; i++ {
		for j := range kept.Cols {
			kept.Set(i, j, kept.At(i-1, j)+product.At(i, j))
		}
	}
	slips := []Slip{
		{"The biases are missing: this is XW alone.", product},
		{"Each row has those above it added: something keeps its value from one example to the next.", kept},
	}
	if X.Rows <= b.Cols {
		byRow := product.Clone()
		for i := range byRow.Rows {
			for j := range byRow.Cols {
				byRow.Set(i, j, byRow.At(i, j)+b.At(0, i))
			}
		}
		slips = append(slips, Slip{"Row i got bias i. A bias belongs to a unit, and a unit is a column of Z.", byRow})
	}
	t.Want("Z", Affine(X, W, b), want, 1e-9, slips...)
}
