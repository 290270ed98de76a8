package exercises

// Listed is an exercise of whatever type.
type Listed interface{ Info() Info }

// All are the exercises, in the order of the lessons.
var All = []Listed{
	MatrixProduct, ProductCost, Affine,
}
