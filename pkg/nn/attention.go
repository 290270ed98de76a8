package nn

import (
	"fmt"
	"math"

	"chainrule/pkg/linalg"
)

// ScaledDotProduct is attention: each query looks at all keys, and gets the mean of
// their values, weighed by how well query and key agree (Vaswani et al., 2017).
//
//	S = QKᵀ / √d        Q T×d, K S×d: a row for each position; scores T×S
//	A = softmax(S)      weights, T×S; each row adds up to 1
//	Y = AV              V S×c, Y T×c
//
// It attends within one sequence. MultiHeadAttention is the layer for batches of them.
// The division by √d keeps the scores of random queries and keys near 1, where the
// softmax still has a slope.
type ScaledDotProduct struct {
	Causal bool    // position i looks at no key after i, as where the next word is to be guessed
	Mask   *Matrix // T×S, 1 where a position may look at a key and 0 where it may not; nil is 1 everywhere

	mark               string  // behind the names of the matrices: "^{[1,2]}" in head 2 of example 1
	q, k, v            *Matrix // what Attend was given
	s, a, y            Matrix
	da, ds, dq, dk, dv Matrix
}

// Attend returns Y, T×c, from the queries T×d, the keys S×d and the values S×c. The
// result is overwritten by the next call. It panics with a *linalg.ShapeError when the
// matrices do not fit, or when a position may look at no key at all: its weights would
// be 0/0.
func (s *ScaledDotProduct) Attend(p *Pass, q, k, v *Matrix) *Matrix {
	if k.Rows != v.Rows {
		panic(&linalg.ShapeError{Op: "Attend", Why: fmt.Sprintf("%s %s and %s %s do not fit: want a value for each key", named(k, "K").Name, dims(k), named(v, "V").Name, dims(v))})
	}
	if why := maskFault(s.Causal, s.Mask, q.Rows, k.Rows); why != "" {
		panic(&linalg.ShapeError{Op: "Attend", Why: why})
	}
	s.q, s.k, s.v = q, k, v
	s.name(p)
	p.as("attention")
	p.scores(&s.s, s.q, s.k, s) // S = QKᵀ / √d, and −∞ where the mask is 0
	p.Map(&s.a, Softmax, &s.s)  // A = softmax(S)
	y := p.Mul(&s.y, &s.a, s.v) // Y = AV
	p.as("")
	return y
}

// Backward takes ∂Y, T×c, and returns ∂Q, ∂K and ∂V, as large as what they belong to.
// It refers to the latest Attend. They are overwritten by the next call.
func (s *ScaledDotProduct) Backward(p *Pass, dy *Matrix) (dq, dk, dv *Matrix) {
	if s.name(p); p.tracing() {
		dy = named(dy, `\partial `+s.y.Name)
	}
	p.as("attention")
	dv = p.MulATB(&s.dv, &s.a, dy)               // ∂V = Aᵀ ∂Y
	p.MulABT(&s.da, dy, s.v)                     // ∂A = ∂Y Vᵀ
	p.MapGrad(&s.ds, Softmax, &s.s, &s.a, &s.da) // ∂S = A ⊙ (∂A − (∂A ⊙ A)11ᵀ)
	dq = p.scoresGradQ(&s.dq, &s.ds, s.k)        // ∂Q = ∂S K / √d
	dk = p.scoresGradK(&s.dk, &s.ds, s.q)        // ∂K = ∂Sᵀ Q / √d
	p.as("")
	return dq, dk, dv
}

// Weights returns A, T×S, of the latest Attend: row i says how much position i looked at
// each key. It is overwritten by the next call of Attend.
func (s *ScaledDotProduct) Weights() *Matrix { return &s.a }

// name names the matrices for the steps.
func (s *ScaledDotProduct) name(p *Pass) {
	if !p.tracing() {
		return
	}
	s.q, s.k, s.v = named(s.q, "Q"), named(s.k, "K"), named(s.v, "V")
	s.s.Name, s.a.Name, s.y.Name = "S"+s.mark, "A"+s.mark, "Y"+s.mark
	s.ds.Name, s.da.Name = `\partial S`+s.mark, `\partial A`+s.mark
	s.dq.Name, s.dk.Name, s.dv.Name = `\partial `+s.q.Name, `\partial `+s.k.Name, `\partial `+s.v.Name
}

// sees says whether position i may look at key j, both counted from 0.
func (s *ScaledDotProduct) sees(i, j int) bool { return sees(s.Causal, s.Mask, i, j) }

func sees(causal bool, mask *Matrix, i, j int) bool {
	return (!causal || j <= i) && (mask == nil || mask.Data[i*mask.Cols+j] != 0)
}

// maskFault says why t positions cannot look at s keys; nothing when they can.
func maskFault(causal bool, mask *Matrix, t, s int) string {
	if mask != nil && (mask.Rows != t || mask.Cols != s) {
		return fmt.Sprintf("Mask is %d×%d, want %d×%d: a row for each position that looks, and a column for each that it looks at", mask.Rows, mask.Cols, t, s)
	}
	for i := range t {
		free := false
		for j := range s {
			if mask != nil {
				if v := mask.Data[i*s+j]; v != 0 && v != 1 {
					return fmt.Sprintf("Mask holds %v in row %d, column %d, want 1 where a position may look, and 0 where it may not", v, i, j)
				}
			}
			free = free || sees(causal, mask, i, j)
		}
		if !free {
			return fmt.Sprintf("position %d, counted from 0, may look at nothing: want a 1 in each row of Mask, with Causal at or before the diagonal", i)
		}
	}
	return ""
}

// scores overwrites s with QKᵀ / √d, and with −∞ where a position may not look.
func (p *Pass) scores(s, q, k *Matrix, rule *ScaledDotProduct) *Matrix {
	s.MulABT(q, k)
	s.Scale(1/math.Sqrt(float64(q.Cols)), s)
	masked := false
	if rule.Causal || rule.Mask != nil {
		for i := range s.Rows {
			for j, row := 0, s.Row(i); j < len(row); j++ {
				if !rule.sees(i, j) {
					row[j], masked = math.Inf(-1), true
				}
			}
		}
	}
	if p.tracing() {
		op := "scores"
		if masked {
			op = "scores:masked"
		}
		p.record(op, named(s, "S"), named(q, "Q"), named(k, "K"))
	}
	return s
}

// scoresGradQ overwrites dq with ∂S K / √d. A masked score has no error.
func (p *Pass) scoresGradQ(dq, ds, k *Matrix) *Matrix {
	dq.Mul(ds, k)
	dq.Scale(1/math.Sqrt(float64(k.Cols)), dq)
	if p.tracing() {
		p.record("scoresgradQ", named(dq, `\partial Q`), named(ds, `\partial S`), named(k, "K"))
	}
	return dq
}

// scoresGradK overwrites dk with ∂Sᵀ Q / √d.
func (p *Pass) scoresGradK(dk, ds, q *Matrix) *Matrix {
	dk.MulATB(ds, q)
	dk.Scale(1/math.Sqrt(float64(q.Cols)), dk)
	if p.tracing() {
		p.record("scoresgradK", named(dk, `\partial K`), named(ds, `\partial S`), named(q, "Q"))
	}
	return dk
}
