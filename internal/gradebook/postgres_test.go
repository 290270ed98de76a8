package gradebook

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a Postgres of the tests' own, behind a socket in a temporary folder. It is started once, and stops when this program ends, however it ends: it
// waits for the end of a pipe.
type server struct {
	dir  string
	gone chan struct{}
	stop io.Closer
	log  bytes.Buffer
}

var startServer = sync.OnceValues(start)

// postgresPrograms returns the folder of the programs, "" if there is none.
func postgresPrograms() string {
	if found, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(found)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(found) == 0 {
		return ""
	}
	return slices.Max(found)
}

func start() (*server, error) {
	programs := postgresPrograms()
	if programs == "" {
		return nil, nil
	}
	dir, err := os.MkdirTemp("/tmp", "gradebook-") // the name of a socket must be short
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, gone: make(chan struct{})}
	as := &syscall.SysProcAttr{}
	if os.Getuid() == 0 { // Postgres refuses to run as root
		nobody, err := user.Lookup("nobody")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		gid, _ := strconv.Atoi(nobody.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	cmd := exec.Command("sh", "-c", `
		"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >&2 || exit 1
		"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off >&2 & server=$!
		cat # ends with the tests
		exec 2>/dev/null # which may be gone
		kill -TERM $server; kill -INT $server # it may not have learned yet to hear the second
		wait $server; rm -rf "$2"`, "sh", programs, dir)
	cmd.Dir, cmd.SysProcAttr, cmd.Stderr = dir, as, &s.log
	if s.stop, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() { cmd.Wait(); close(s.gone) }()
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for deadline := time.Now().Add(2 * time.Minute); db.Ping() != nil; time.Sleep(20 * time.Millisecond) {
		select {
		case <-s.gone:
			return nil, fmt.Errorf("Postgres does not start: %s", s.log.Bytes())
		default:
		}
		if time.Now().After(deadline) {
			s.close()
			return nil, fmt.Errorf("Postgres does not answer: %s", s.log.Bytes())
		}
	}
	return s, nil
}

func (s *server) close() {
	s.stop.Close()
	<-s.gone
}

func (s *server) url(database string) string {
	return "postgres://postgres@/" + database + "?host=" + s.dir
}

// fresh makes a database, and returns its URL.
func (s *server) fresh(t *testing.T) string {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name string
	ctx := context.Background()
	if err := db.QueryRowContext(ctx, `SELECT 'book' || count(*) FROM pg_database`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, `CREATE DATABASE `+name); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}
