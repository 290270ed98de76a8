package lab

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// StartNotebook is the notebook that the lab opens at.
const StartNotebook = "00-start-here.ipynb"

// Options of a JupyterLab; the zero value is the usual one.
type Options struct {
	Port int    // 0 takes any free one
	Dir  string // the folder that JupyterLab shows; "" is the one of the lessons
	Path string // below which it is served, such as "/course"; "" is none
}

// A Server is a running JupyterLab.
type Server struct {
	URL   string // with the token; opens the start notebook, if the folder has one
	Base  string // the address that its pages are below, "http://127.0.0.1:8888"
	Token string

	env  *Env
	cmd  *exec.Cmd
	log  string
	done chan struct{} // closed when the process has ended
}

// Start starts JupyterLab on the loopback address and waits until it answers. What it prints goes to the file log/lab.log.
func (e *Env) Start(ctx context.Context, o Options) (*Server, error) {
	dir, err := filepath.Abs(o.Dir)
	if o.Dir == "" {
		dir = e.Notebooks()
	}
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s: give --dir a folder of notebooks", dir)
	}
	port, err := freePort(o.Port)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Base:  "http://127.0.0.1:" + strconv.Itoa(port) + o.Path,
		Token: rand.Text(),
		env:   e,
		log:   filepath.Join(e.Dir(), "log", "lab.log"),
		done:  make(chan struct{}),
	}
	path := "/lab"
	if _, err := os.Stat(filepath.Join(dir, StartNotebook)); err == nil {
		path = "/lab/tree/" + StartNotebook
	}
	s.URL = s.Base + path + "?token=" + s.Token
	if err := s.start(dir, port, o.Path); err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// start starts the process. It is in a process group of its own, so that an interrupt at the keyboard reaches
// it only through Stop.
func (s *Server) start(dir string, port int, path string) error {
	if err := os.MkdirAll(filepath.Dir(s.log), 0o755); err != nil {
		return fault(err)
	}
	log, err := os.Create(s.log)
	if err != nil {
		return fault(err)
	}
	defer log.Close()
	s.cmd = exec.Command(s.env.Python(), "-m", "jupyterlab",
		"--no-browser",
		"--allow-root", // in a container one is often root; the server listens to this machine only
		"--ServerApp.ip=127.0.0.1",
		"--ServerApp.port="+strconv.Itoa(port),
		"--ServerApp.port_retries=0",
		"--ServerApp.base_url="+path+"/",
		"--ServerApp.root_dir="+dir,
		"--ServerApp.jpserver_extensions={'jupyter_lsp': False}", // the kernel itself asks gopls
		"--LabApp.news_url=None",
		"--LabApp.extension_manager=readonly",
		"--KernelSpecManager.allowed_kernelspecs="+KernelName,
		"--KernelSpecManager.ensure_native_kernel=False",
		"--MultiKernelManager.default_kernel_name="+KernelName,
	)
	s.cmd.Dir = dir
	s.cmd.Env = append(s.env.Environ(), "JUPYTER_TOKEN="+s.Token, "JUPYTER_NO_CONFIG=1")
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("JupyterLab does not start (%w): set up again with: go run ./cmd/chainrule setup", err)
	}
	go func() {
		s.cmd.Wait()
		close(s.done)
	}()
	return nil
}

// ready waits until the server answers.
func (s *Server) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+"/api/status?token="+url.QueryEscape(s.Token), nil)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.done:
			out, _ := os.ReadFile(s.log)
			return fmt.Errorf("JupyterLab ended while it started: %w", explain(errors.New("no output"), string(out), s.log))
		case <-ctx.Done():
			return fmt.Errorf("JupyterLab did not answer: %w (what it printed is in %s)", context.Cause(ctx), s.log)
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// Done is closed when JupyterLab has ended.
func (s *Server) Done() <-chan struct{} { return s.done }

// Stop ends JupyterLab, its kernels and what they started, and waits until they are gone.
func (s *Server) Stop() {
	// On SIGTERM the server asks each kernel to shut down, and each kernel ends its gopls.
	syscall.Kill(s.cmd.Process.Pid, syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		<-s.done
	}
}

// freePort returns the wanted port if nobody listens on it, or any free one for 0.
func freePort(want int) (int, error) {
	l, err := Listen(want)
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Listen listens to this machine only, at the wanted port, or at any free one for 0.
func Listen(port int) (net.Listener, error) {
	if port < 0 || port > 65535 {
		return nil, fmt.Errorf("there is no port %d: choose one from 1024 to 65535 with --port, or 0 for any free one", port)
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken by another program: end that program, or choose another port with --port (--port 0 takes any free one)", port)
	}
	if errors.Is(err, syscall.EACCES) {
		return nil, fmt.Errorf("port %d is reserved for the system: choose one above 1023 with --port", port)
	}
	return l, err
}

// OpenBrowser opens the page in the user's browser. Without a browser it does nothing: the URL is printed, too.
func (e *Env) OpenBrowser(out io.Writer, url string) {
	cmd := exec.Command(e.Python(), "-m", "webbrowser", url)
	cmd.Env = os.Environ()
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(out, "No browser opened by itself; open the address above in one.")
	}
}

// PID is the process of JupyterLab; kernels are below it.
func (s *Server) PID() int { return s.cmd.Process.Pid }
