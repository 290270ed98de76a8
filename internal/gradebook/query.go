package gradebook

import (
	"context"
	"database/sql"
)

// query is a transaction that remembers its first error, and does nothing after it: a list of statements reads as one.
type query struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

// exec runs a statement, and counts the rows that it changed.
func (q *query) exec(statement string, args ...any) (changed int64) {
	if q.err != nil {
		return 0
	}
	result, err := q.tx.ExecContext(q.ctx, statement, args...)
	if err == nil {
		changed, err = result.RowsAffected()
	}
	q.err = err
	return changed
}

// each calls row for each row that is found, with what reads it.
func (q *query) each(row func(scan func(...any)), statement string, args ...any) {
	if q.err != nil {
		return
	}
	rows, err := q.tx.QueryContext(q.ctx, statement, args...)
	if err != nil {
		q.err = err
		return
	}
	defer rows.Close()
	for rows.Next() && q.err == nil {
		row(func(into ...any) { q.err = rows.Scan(into...) })
	}
	if q.err == nil {
		q.err = rows.Err()
	}
}

// one reads the only row of a statement; it reports whether there is one.
func (q *query) one(into []any, statement string, args ...any) (found bool) {
	q.each(func(scan func(...any)) { scan(into...); found = true }, statement, args...)
	return found && q.err == nil
}
