package gradebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// migrations make the tables, one step for each version. A step that a gradebook may have taken is not changed any more: append another. All is said in words
// that SQLite and Postgres share. Texts are sorted in Go, because the two sort them differently. Times are microseconds since 1970, seeds and sums are texts.
var migrations = [][]string{{
	`CREATE TABLE assignments (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, due BIGINT, per_day DOUBLE PRECISION NOT NULL, grace BIGINT NOT NULL, most DOUBLE PRECISION NOT NULL)`,
	`CREATE TABLE items (assignment TEXT NOT NULL, item TEXT NOT NULL, place BIGINT NOT NULL, title TEXT NOT NULL, most DOUBLE PRECISION NOT NULL, PRIMARY KEY (assignment, item))`,
	`CREATE TABLE submissions (assignment TEXT NOT NULL, student TEXT NOT NULL, received BIGINT NOT NULL, sum TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (assignment, student, received, sum))`,
	// What was ever found for a content; of each, that with the greatest number counts.
	`CREATE TABLE grades (assignment TEXT NOT NULL, student TEXT NOT NULL, number BIGINT NOT NULL, sum TEXT NOT NULL, version TEXT NOT NULL, seed TEXT NOT NULL, report TEXT NOT NULL, again BIGINT NOT NULL, PRIMARY KEY (assignment, student, number))`,
	`CREATE TABLE points (assignment TEXT NOT NULL, student TEXT NOT NULL, number BIGINT NOT NULL, item TEXT NOT NULL, points DOUBLE PRECISION NOT NULL, PRIMARY KEY (assignment, student, number, item))`,
	`CREATE TABLE marks (assignment TEXT NOT NULL, student TEXT NOT NULL, item TEXT NOT NULL, points DOUBLE PRECISION, comment TEXT NOT NULL, marker TEXT NOT NULL, PRIMARY KEY (assignment, student, item))`,
	`CREATE TABLE extensions (assignment TEXT NOT NULL, student TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (assignment, student))`,
}}

// versions is the table that tells a gradebook from other databases.
const versions = "chainrule_gradebook"

// migrate takes the steps that the book has not taken yet. It leaves other people's tables alone, and those of a newer program.
func (b *Book) migrate(ctx context.Context) error {
	err := b.write(ctx, func(q *query) error {
		var tables []string
		q.each(func(scan func(...any)) {
			var name string
			scan(&name)
			tables = append(tables, name)
		}, b.kind.tables)
		if q.err != nil {
			return nil
		}
		version := 0
		switch {
		case len(tables) == 0:
			q.exec(`CREATE TABLE ` + versions + ` (version BIGINT NOT NULL PRIMARY KEY)`)
		case !slices.Contains(tables, versions):
			slices.Sort(tables)
			return fmt.Errorf("this database holds something else (the table %q): give the gradebook one of its own", tables[0])
		default:
			q.one([]any{&version}, `SELECT coalesce(max(version), 0) FROM `+versions)
		}
		if version > len(migrations) {
			return fmt.Errorf("it was written by a newer chainrule (its tables are of version %d, this program knows %d): update chainrule", version, len(migrations))
		}
		for ; version < len(migrations); version++ {
			for _, statement := range migrations[version] {
				q.exec(statement)
			}
			q.exec(`INSERT INTO `+versions+` VALUES ($1)`, version+1)
		}
		return nil
	})
	if err != nil || b.kind.wal == "" {
		return err
	}
	return b.journal(ctx) // only now: another program's file stays as it is
}

// journal lets readers go on while something is written. SQLite does not wait for writers here, as it does elsewhere.
func (b *Book) journal(ctx context.Context) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		_, err := b.db.ExecContext(ctx, b.kind.wal)
		var lite *sqlite.Error
		if busy := errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_BUSY; !busy || time.Now().After(deadline) {
			return b.explain(err)
		}
	}
}
