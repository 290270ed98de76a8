package gradebook

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrLocked is what Lock answers while another run is at work.
var ErrLocked = errors.New("another run is grading into it: wait until that has ended, or end it")

// Book is an open gradebook. Its methods may be called from several goroutines, and several processes may have one book open.
type Book struct {
	db    *sql.DB
	name  string // for messages, without a password
	kind  kind
	claim func(context.Context) (release func() error, err error)
}

// kind is where the two databases differ.
type kind struct {
	begin  string // what a writing transaction does first, so that there is one at a time
	tables string // lists what the database holds
	wal    string // lets readers go on while something is written
}

// The numbers of the two advisory locks are ours: "chainrul" in ASCII, and the next one.
const (
	writing = 0x636861696e72756c
	grading = writing + 1
)

var (
	lite = kind{ // begin: the driver says BEGIN IMMEDIATE (_txlock)
		tables: `SELECT name FROM sqlite_master WHERE type = 'table'`,
		wal:    `PRAGMA journal_mode = WAL`,
	}
	postgres = kind{
		begin:  fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d)`, writing),
		tables: `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`,
	}
)

// Open opens a gradebook: a file, which is made if it is not there, or a database of a Postgres server, "postgres://user@host/name". It brings the
// tables of an older version to the present form.
func Open(ctx context.Context, where string) (*Book, error) {
	open := openFile
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		open = openPostgres
	}
	b, err := open(where)
	if err != nil {
		return nil, err
	}
	if err := b.migrate(ctx); err != nil {
		b.db.Close()
		return nil, err
	}
	return b, nil
}

func openFile(file string) (*Book, error) {
	full, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(full); {
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a folder or a device, not a gradebook: name a file", file)
	case err == nil && info.Size() == 1: // SQLite takes it for an empty one
		return nil, noBook(file)
	}
	if _, err := os.Stat(filepath.Dir(full)); err != nil {
		return nil, fmt.Errorf("the gradebook %s cannot be made: %w", file, err)
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		full = real // one lock, whatever the book is called
	}
	db, err := sql.Open("sqlite", source(full))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // goroutines then wait in line, not for a lock
	return &Book{db: db, name: file, kind: lite, claim: func(context.Context) (func() error, error) {
		lock := flock.New(full + ".lock")
		switch got, err := lock.TryLock(); {
		case err != nil:
			return nil, err
		case !got:
			return nil, errors.Join(ErrLocked, lock.Close())
		}
		return lock.Unlock, nil
	}}, nil
}

// patience is how long a writer waits for others in a file.
const patience = time.Minute

// source names a file as the driver wants it, whatever characters it has.
func source(file string) string {
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	return fmt.Sprintf("%s?_txlock=immediate&_busy_timeout=%d", name.String(), patience.Milliseconds())
}

func openPostgres(where string) (*Book, error) {
	u, err := url.Parse(where)
	if err != nil {
		return nil, errors.New("the URL of the gradebook cannot be read: write postgres://user@host/name, and characters such as @ in a password as %40")
	}
	db, err := sql.Open("pgx", where)
	if err != nil {
		return nil, err
	}
	b := &Book{db: db, name: u.Redacted(), kind: postgres}
	b.claim = func(ctx context.Context) (func() error, error) {
		// The server drops the lock with the connection, and the connection goes with the process.
		conn, err := db.Conn(ctx)
		if err != nil {
			return nil, err
		}
		var got bool
		err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(grading)).Scan(&got)
		if err == nil && !got {
			err = ErrLocked
		}
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		return func() error {
			_, err := conn.ExecContext(context.Background(), `SELECT pg_advisory_unlock($1)`, int64(grading))
			return errors.Join(err, conn.Close())
		}, nil
	}
	return b, nil
}

// Close closes the book.
func (b *Book) Close() error { return b.db.Close() }

// Lock claims the book for a grading run; another run is told ErrLocked. A run that is killed loses the lock. What instructors add by hand does not need it.
// Beside a file stays one that ends in .lock: removing it while a run is at work would let in another.
func (b *Book) Lock(ctx context.Context) (unlock func() error, err error) {
	unlock, err = b.claim(ctx)
	return unlock, b.explain(err)
}

// write runs f in a transaction, while no other one writes: f happens whole, or not at all.
func (b *Book) write(ctx context.Context, f func(*query) error) error {
	return b.transact(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, func(q *query) error {
		if b.kind.begin != "" {
			q.exec(b.kind.begin)
		}
		return f(q)
	})
}

// read runs f in a transaction in which the book stands still.
func (b *Book) read(ctx context.Context, f func(*query) error) error {
	return b.transact(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, f)
}

func (b *Book) transact(ctx context.Context, options *sql.TxOptions, f func(*query) error) error {
	tx, err := b.db.BeginTx(ctx, options)
	if err != nil {
		return b.explain(err)
	}
	defer tx.Rollback()
	q := &query{ctx: ctx, tx: tx}
	if err := f(q); cmp.Or(q.err, err) != nil {
		return b.explain(cmp.Or(q.err, err))
	}
	return b.explain(tx.Commit())
}

// explain says which book it is, and what the codes of SQLite mean.
func (b *Book) explain(err error) error {
	var lite *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_NOTADB:
		return noBook(b.name)
	case errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("the gradebook %s is damaged: take the last copy of it, and grade again", b.name)
	}
	return fmt.Errorf("gradebook %s: %w", b.name, err)
}

func noBook(file string) error {
	return fmt.Errorf("%s is not a gradebook, but a file of another kind: name another file", file)
}
