package notebook

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

//go:embed execute.py
var driver string

// Executor runs notebooks through the real kernel.
type Executor struct {
	Python  string        // the interpreter of the environment
	Environ []string      // of every process
	Timeout time.Duration // for one cell; 0 is two minutes
}

// DefaultTimeout is how long a cell may take.
const DefaultTimeout = 2 * time.Minute

// Failure is a cell that did not do what it should.
type Failure struct {
	File    string
	Cell    int // counted from 1, over all cells of the notebook
	Line    int // of the cell, counted from 1; 0 when it is not known
	Message string
}

// Error returns, for example, "notebooks/04-gradient-descent.ipynb: cell 7, line 12: undefined: foo".
func (f Failure) Error() string {
	line := ""
	if f.Line > 0 {
		line = fmt.Sprintf(", line %d", f.Line)
	}
	return fmt.Sprintf("%s: cell %d%s: %s", f.File, f.Cell, line, f.Message)
}

// Execute runs the cells of a notebook file in order and returns the notebook with
// its outputs, and the cells that failed. A cell with the tag raises-exception
// fails by not failing. progress, when it is not nil, is called as cells end. The
// error is for what has nothing to do with a cell: no file, no kernel, ctx done.
// When Execute returns, the kernel and all that it started have ended.
func (x *Executor) Execute(ctx context.Context, file string, progress func(done, total int)) (*Notebook, []Failure, error) {
	nb, err := Read(file)
	if err != nil {
		return nil, nil, err
	}
	tmp, err := os.MkdirTemp("", "chainrule-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(tmp)
	defer endAll(tmp)
	out := filepath.Join(tmp, "executed.ipynb")
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, nil, err
	}
	events, log, err := x.start(ctx, abs, out, tmp)
	if err != nil {
		return nil, nil, err
	}
	total, done := 0, 0
	for _, c := range nb.Cells {
		if c.Type == "code" {
			total++
		}
	}
	var failures []Failure
	written := false
	for e := range events {
		switch e.State {
		case "started":
			continue
		case "written":
			written = true
			continue
		}
		done++
		if progress != nil {
			progress(done, total)
		}
		if f := judge(nb, file, e); f != nil {
			failures = append(failures, *f)
		}
	}
	if ctx.Err() != nil {
		return nil, failures, fmt.Errorf("%s: interrupted", file)
	}
	if !written {
		if len(failures) > 0 {
			return nil, failures, nil
		}
		return nil, nil, fmt.Errorf("%s: it could not be executed: %s", file, lastLine(log.String()))
	}
	nb, err = Read(out)
	return nb, failures, err
}

// event is what the driver says.
type event struct {
	Cell    int    `json:"cell"`
	State   string `json:"state"`
	Message string `json:"message"`
}

// start starts the driver, and returns its events and what it prints. The channel is
// closed when the process has ended.
func (x *Executor) start(ctx context.Context, file, out, tmp string) (<-chan event, *bytes.Buffer, error) {
	timeout := x.Timeout
	if timeout == 0 {
		timeout = DefaultTimeout
	}
	cmd := exec.CommandContext(ctx, x.Python, "-c", driver, file, filepath.Dir(file), out, fmt.Sprint(timeout.Seconds()), tmp)
	cmd.Env = x.Environ
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it shuts its kernel down
	cmd.WaitDelay = 15 * time.Second
	log := new(bytes.Buffer)
	logFile, err := os.Create(filepath.Join(tmp, "driver.log")) // a file: what outlives the driver holds no pipe open
	if err != nil {
		return nil, nil, err
	}
	cmd.Stdout, cmd.Stderr = logFile, logFile
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		return nil, nil, fmt.Errorf("the Python environment does not start (%w): set it up again with: go run ./cmd/chainrule setup", err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait()
		text, _ := os.ReadFile(logFile.Name())
		logFile.Close()
		log.Write(text)
		close(ended)
		r.SetReadDeadline(time.Now().Add(time.Second)) // whoever still holds the pipe has nothing to say
	}()
	events := make(chan event)
	go func() {
		defer close(events)
		defer r.Close()
		lines := bufio.NewReader(r)
		for {
			line, err := lines.ReadBytes('\n')
			var e event
			if json.Unmarshal(line, &e) == nil {
				events <- e
			}
			if err != nil {
				<-ended
				return
			}
		}
	}()
	return events, log, nil
}

// judge says whether a cell did what it should.
func judge(nb *Notebook, file string, e event) *Failure {
	if e.Cell < 0 || e.Cell >= len(nb.Cells) {
		return nil
	}
	c := &nb.Cells[e.Cell]
	f := &Failure{File: file, Cell: e.Cell + 1}
	wanted := c.HasTag("raises-exception")
	switch e.State {
	case "done":
		if !wanted {
			return nil
		}
		f.Message = "it should have failed, as its tag raises-exception says, and did not"
	case "raised":
		if wanted {
			return nil
		}
		fallthrough
	case "failed":
		f.Line, f.Message = explain(e.Message, nb, e.Cell)
	default:
		f.Message = e.Message
	}
	return f
}

// endAll ends every process that works in tmp: programs of cells, and the gopls that
// a kernel leaves behind when it has to be killed.
func endAll(tmp string) {
	out, err := exec.Command("ps", "-axo", "pid=,args=").Output()
	if err != nil {
		return
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.Contains(line, tmp) {
			continue
		}
		if pid, err := strconv.Atoi(fields[0]); err == nil && pid != os.Getpid() {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// sorted puts what a cell printed before what it displayed, and the pieces of a stream together: the kernel reads both at
// the same time, so that their order among each other, and where a stream is cut, is chance.
func sorted(outputs []json.RawMessage) (all []any) {
	streams := map[string]string{}
	var rest []any
	for _, raw := range outputs {
		var stream struct {
			Type string `json:"output_type"`
			Name string `json:"name"`
			Text Text   `json:"text"`
		}
		if json.Unmarshal(raw, &stream) == nil && stream.Type == "stream" {
			streams[stream.Name] += string(stream.Text)
		} else {
			rest = append(rest, raw)
		}
	}
	return append([]any{streams}, rest...)
}

// Differences names the cells whose outputs are not the same, byte for byte, in two
// executions of a notebook. Left out are cells with the tag prints-times, and those
// with raises-exception: in what the compiler says stands the name of a temporary folder.
func Differences(file string, a, b *Notebook) ([]Failure, error) {
	if len(a.Cells) != len(b.Cells) {
		return nil, errors.New("the two notebooks have different cells")
	}
	var found []Failure
	for i := range a.Cells {
		if a.Cells[i].HasTag("prints-times") || a.Cells[i].HasTag("raises-exception") {
			continue
		}
		x, err := encode(sorted(a.Cells[i].Outputs), "")
		if err != nil {
			return nil, err
		}
		y, err := encode(sorted(b.Cells[i].Outputs), "")
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(x, y) {
			at := 0
			for at < min(len(x), len(y)) && x[at] == y[at] {
				at++
			}
			show := func(t []byte) string { return string(t[max(0, at-40):min(len(t), at+40)]) }
			found = append(found, Failure{File: file, Cell: i + 1, Message: fmt.Sprintf("two executions gave different outputs: …%s… and …%s…", show(x), show(y))})
		}
	}
	return found, nil
}
