package sim

// undoable is a value with all that it was before.
type undoable[S any] struct {
	now          S
	past, future []S
}

// set makes s the value now; what was undone is forgotten.
func (u *undoable[S]) set(s S) {
	u.past, u.now, u.future = append(u.past, u.now), s, nil
}

// undo goes back to the value before, and redo forward again. They return false when there
// is none.
func (u *undoable[S]) undo() bool { return u.move(&u.past, &u.future) }
func (u *undoable[S]) redo() bool { return u.move(&u.future, &u.past) }

func (u *undoable[S]) move(from, to *[]S) bool {
	n := len(*from) - 1
	if n < 0 {
		return false
	}
	*to = append(*to, u.now)
	u.now, *from = (*from)[n], (*from)[:n]
	return true
}
