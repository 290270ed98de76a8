package browsertest

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// When the lab ends, nothing stays: neither kernels nor their gopls, nor a cell that never ends.
func TestStopLeavesNothing(t *testing.T) {
	env := Env(t)
	s := Lab(t, env, Notebook(t, "endless.ipynb", "import \"fmt\"\n\n%%\nfmt.Println(\"started\")\nfor {\n}"))
	p := Browse(t)
	p.Open(s, "endless.ipynb")
	p.Focus(0)
	p.Command("notebook:run-cell", someRun)
	p.Wait(30*time.Second, "the cell runs", `document.querySelector('.jp-OutputArea-output')?.textContent.trim() === 'started'`)

	below := descendants(t, s.PID())
	for _, want := range []string{"gonb", "gopls"} {
		if !strings.Contains(strings.Join(below, "\n"), "/"+want) {
			t.Errorf("%s does not run below the server:\n%s", want, strings.Join(below, "\n"))
		}
	}
	s.Stop()
	deadline := time.Now().Add(10 * time.Second)
	for _, process := range below {
		for running(process) {
			if time.Now().After(deadline) {
				t.Errorf("still there: %s", process)
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// descendants are the processes below pid, each as "pid command".
func descendants(t *testing.T, pid int) []string {
	t.Helper()
	out, err := exec.Command("ps", "-axo", "pid=,ppid=,args=").Output()
	if err != nil {
		t.Fatal(err)
	}
	below := map[string]bool{fmt.Sprint(pid): true}
	var all []string
	for found := true; found; {
		found = false
		for line := range strings.Lines(string(out)) {
			f := strings.Fields(line)
			if len(f) > 2 && below[f[1]] && !below[f[0]] {
				below[f[0]], found = true, true
				all = append(all, f[0]+" "+strings.Join(f[2:], " "))
			}
		}
	}
	return all
}

// running tells whether a process of descendants still runs, and under its old name.
func running(process string) bool {
	pid, command, _ := strings.Cut(process, " ")
	out, err := exec.Command("ps", "-o", "args=", "-p", pid).Output()
	return err == nil && strings.Join(strings.Fields(string(out)), " ") == command
}
