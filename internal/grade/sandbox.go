package grade

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"chainrule/exercises"
	"chainrule/exercises/wire"
	"chainrule/pkg/linalg"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// Limits are those of an answer at work.
type Limits struct {
	Memory int           // bytes; 0 is 256 MB
	Call   time.Duration // for one call; 0 is 2 s
	Total  time.Duration // for all calls of an answer together; 0 is 5 s
	Output int           // bytes that it may print and that are kept; 0 is 64 kB

	Compile bool // to machine code first, which takes longer than most answers run: for many calls
}

// Sandbox holds an answer in WebAssembly. It has no files, no network, no clock, and no random numbers but those of a seed.
type Sandbox struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	limits   Limits
	seed     uint64
	printed  bytes.Buffer
	spent    time.Duration // by all calls so far

	given []reflect.Value // functions that the answer was given, by their numbers

	run *instance // nil before the first call, and after the answer has ended
}

// instance is an answer that runs and waits for calls.
type instance struct {
	requests chan []byte
	answers  chan []byte
	asks     chan []byte // calls of functions that the answer was given
	replies  chan []byte
	reply    []byte // the latest one, until it is fetched
	ended    chan error
	cancel   context.CancelFunc
	printed  int    // bytes, by those before it
	rest     []byte // a call that did not fit, and is asked for again
}

// NewSandbox loads an answer. A *BuildError is the learner's; another error is not.
func NewSandbox(ctx context.Context, wasm []byte, seed uint64, limits Limits) (*Sandbox, error) {
	if limits.Memory == 0 {
		limits.Memory = 256 << 20
	}
	if limits.Call == 0 {
		limits.Call = 2 * time.Second
	}
	if limits.Total == 0 {
		limits.Total = 5 * time.Second
	}
	if limits.Output == 0 {
		limits.Output = 64 << 10
	}
	s := &Sandbox{limits: limits, seed: seed}
	// The interpreter begins at once; compiling would take longer than most answers run.
	config := wazero.NewRuntimeConfigInterpreter()
	if limits.Compile {
		config = wazero.NewRuntimeConfigCompiler()
	}
	config = config.WithCloseOnContextDone(true).WithMemoryLimitPages(uint32(limits.Memory >> 16))
	s.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, s.runtime); err != nil {
		return nil, errors.Join(err, s.Close(ctx))
	}
	_, err := s.runtime.NewHostModuleBuilder("chainrule").
		NewFunctionBuilder().WithFunc(s.next).Export("next").
		NewFunctionBuilder().WithFunc(s.answer).Export("answer").
		NewFunctionBuilder().WithFunc(s.ask).Export("ask").
		NewFunctionBuilder().WithFunc(s.reply).Export("reply").Instantiate(ctx)
	if err != nil {
		return nil, errors.Join(err, s.Close(ctx))
	}
	if s.compiled, err = s.runtime.CompileModule(ctx, wasm); err != nil {
		s.Close(ctx)
		return nil, refuse("The program cannot be loaded: its variables take more than the %d MB that there are.", limits.Memory>>20)
	}
	return s, nil
}

// Close ends the answer.
func (s *Sandbox) Close(ctx context.Context) error {
	s.stop()
	return s.runtime.Close(ctx)
}

// Printed returns what the answer printed, up to the limit.
func (s *Sandbox) Printed() string { return s.printed.String() }

func (s *Sandbox) stop() {
	if s.run == nil {
		return
	}
	s.run.cancel()
	close(s.run.requests)
	<-s.run.ended
	s.run = nil
}

// start starts the answer.
func (s *Sandbox) start(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	r := &instance{requests: make(chan []byte), answers: make(chan []byte), asks: make(chan []byte), replies: make(chan []byte), ended: make(chan error, 1), cancel: cancel, printed: s.printed.Len()}
	s.run = r
	printed := &limited{b: &s.printed, most: s.limits.Output}
	config := wazero.NewModuleConfig().WithName("").WithStdout(printed).WithStderr(printed).
		WithRandSource(rand.NewChaCha8([32]byte(binary.LittleEndian.AppendUint64(make([]byte, 24), s.seed))))
	ctx = context.WithValue(ctx, instanceKey{}, r)
	go func() {
		m, err := s.runtime.InstantiateModule(ctx, s.compiled, config)
		if m != nil {
			m.Close(context.WithoutCancel(ctx))
		}
		r.ended <- err
		close(r.ended)
	}()
}

type instanceKey struct{}

// next hands the answer its next call; 0 bytes end it, and more than size ask it to come again with room.
func (s *Sandbox) next(ctx context.Context, m api.Module, buffer, size uint32) uint32 {
	r := ctx.Value(instanceKey{}).(*instance)
	request := r.rest
	if request == nil {
		var open bool
		select {
		case request, open = <-r.requests:
			if !open {
				return 0
			}
		case <-ctx.Done():
			return 0
		}
	}
	r.rest = nil
	if uint32(len(request)) > size {
		r.rest = request
		return uint32(len(request))
	}
	if !m.Memory().Write(buffer, request) {
		return 0
	}
	return uint32(len(request))
}

// most is the size of what an answer may return, or give to a function. The largest that an exercise asks for is a thousandth of it.
const most = 16 << 20

// answer takes what came of a call; nothing, if it is too much.
func (s *Sandbox) answer(ctx context.Context, m api.Module, buffer, size uint32) {
	r := ctx.Value(instanceKey{}).(*instance)
	var out []byte
	if size <= most {
		out, _ = m.Memory().Read(buffer, size)
	}
	select {
	case r.answers <- bytes.Clone(out):
	case <-ctx.Done():
	}
}

// ask takes the call of a function that the answer was given, and says how long what it returns is.
func (s *Sandbox) ask(ctx context.Context, m api.Module, buffer, size uint32) uint32 {
	r := ctx.Value(instanceKey{}).(*instance)
	request, ok := m.Memory().Read(buffer, size)
	if !ok || size > most {
		return 0
	}
	select {
	case r.asks <- bytes.Clone(request):
	case <-ctx.Done():
		return 0
	}
	select {
	case r.reply = <-r.replies:
	case <-ctx.Done():
		return 0
	}
	return uint32(len(r.reply))
}

// reply hands over what the function returned.
func (s *Sandbox) reply(ctx context.Context, m api.Module, buffer, size uint32) {
	r := ctx.Value(instanceKey{}).(*instance)
	m.Memory().Write(buffer, r.reply[:min(len(r.reply), int(size))])
}

// asked calls a function that the answer was given. It runs where the check runs, which may stop the check.
func (s *Sandbox) asked(request []byte) []byte {
	number, size := binary.Uvarint(request)
	if size <= 0 || number >= uint64(len(s.given)) {
		return nil
	}
	f := s.given[number]
	var types []reflect.Type
	for i := range f.Type().NumIn() {
		types = append(types, f.Type().In(i))
	}
	args, err := wire.ReadAll(request[size:], types, nil)
	if err != nil {
		return nil
	}
	var out []byte
	for _, v := range f.Call(args) {
		if out, err = wire.Append(out, v, nil); err != nil {
			panic(err)
		}
	}
	return out
}

// call sends one call and waits for what comes of it.
func (s *Sandbox) call(ctx context.Context, request []byte) ([]byte, error) {
	left := s.limits.Total - s.spent
	if left <= 0 {
		return nil, &exercises.Ended{Message: fmt.Sprintf("Not run: the checks before took all of the %v that there are.", s.limits.Total)}
	}
	if s.run == nil {
		s.start(ctx)
	}
	began := time.Now()
	defer func() { s.spent += time.Since(began) }()
	deadline := time.NewTimer(min(s.limits.Call, left))
	defer deadline.Stop()
	sent := s.run.requests
	var reply []byte
	var replies chan []byte // nil while nothing was asked
	for {
		select {
		case sent <- request:
			sent = nil
		case asked := <-s.run.asks:
			ended := true
			func() {
				defer func() {
					if ended { // the check was stopped in the middle of a call
						s.stop()
					}
				}()
				reply = s.asked(asked)
				ended = false
			}()
			replies = s.run.replies
		case replies <- reply:
			replies = nil
		case out := <-s.run.answers:
			return out, nil
		case err := <-s.run.ended:
			s.run.cancel()
			last := s.printed.String()[s.run.printed:]
			s.run = nil
			return nil, &exercises.Ended{Message: s.ending(err, last)}
		case <-deadline.C:
			s.stop()
			return nil, &exercises.Ended{Message: fmt.Sprintf("It had not answered after %v: is there a loop without an end?", s.limits.Call)}
		case <-ctx.Done():
			s.stop()
			return nil, ctx.Err()
		}
	}
}

// ending says why an answer has ended, by the last words of Go's runtime. An answer may print such words as well, and is told them then.
func (s *Sandbox) ending(err error, last string) string {
	if err == nil {
		return "The program ended before it had answered. Return a value; do not end the program."
	}
	said := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(last+err.Error(), w) })
	}
	const why = "The program was ended by a failure before it had answered: "
	switch _, panicked, found := strings.Cut("\n"+last, "\npanic: "); {
	case said("stack overflow", "stack exceeds"):
		return why + "a recursion without an end."
	case said("out of memory", "cannot allocate memory"):
		return why + fmt.Sprintf("it needed more than the %d MB of memory that there are.", s.limits.Memory>>20)
	case said("all goroutines are asleep"):
		return why + "it waited for what never comes, as all its goroutines did."
	case found:
		message, _, _ := strings.Cut(panicked, "\n")
		return why + "in init, or in a goroutine, it panicked: " + cutTo(clean(message), 200)
	}
	return why + "too much memory, or a recursion without an end."
}

// Bind returns a function of type t that calls the answer.
func (s *Sandbox) Bind(ctx context.Context, t reflect.Type) reflect.Value { return s.bind(ctx, 0, t) }

// bind makes the function with this number.
func (s *Sandbox) bind(ctx context.Context, number int, t reflect.Type) reflect.Value {
	instance := s.run // whose function it is; nil for number 0, which every instance has
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		if number != 0 && s.run != instance {
			panic(&exercises.Ended{Message: "The program that this function belonged to has ended."})
		}
		request := binary.AppendUvarint(nil, uint64(number))
		var err error
		for _, a := range args {
			if request, err = wire.Append(request, a, remote{ctx, s}); err != nil {
				panic(err)
			}
		}
		out, err := s.call(ctx, request)
		if err != nil {
			panic(err)
		}
		if len(out) == 0 {
			panic(&exercises.Ended{Message: fmt.Sprintf("What came back is larger than %d MB.", most>>20)})
		}
		if out[0] != 0 {
			panic(cutTo(clean(string(out[1:])), 1000))
		}
		var types []reflect.Type
		for i := range t.NumOut() {
			types = append(types, t.Out(i))
		}
		var changed []reflect.Value // arguments that come back
		for i, a := range args {
			if t.In(i).Kind() != reflect.Func {
				types = append(types, t.In(i))
				changed = append(changed, a)
			}
		}
		values, err := wire.ReadAll(out[1:], types, remote{ctx, s})
		if err != nil {
			panic(&exercises.Ended{Message: fmt.Sprintf("What came back cannot be read: %v.", err)})
		}
		for i, after := range values[t.NumOut():] {
			if !overwrite(changed[i], after) {
				panic(&exercises.Ended{Message: "An argument was given another shape: whoever calls this still needs it. Compute into a new value."})
			}
		}
		return values[:t.NumOut()]
	})
}

// remote makes functions of the numbers that come from inside, and gives numbers to those that go in.
type remote struct {
	ctx     context.Context
	sandbox *Sandbox
}

func (r remote) Number(f reflect.Value) (int, error) {
	r.sandbox.given = append(r.sandbox.given, f)
	return len(r.sandbox.given) - 1, nil
}

func (r remote) Function(number int, t reflect.Type) (reflect.Value, error) {
	if number < 0 {
		return reflect.Zero(t), nil
	}
	return r.sandbox.bind(r.ctx, number, t), nil
}

// overwrite brings back what the answer did to an argument. It reports whether that has its shape still: checks compute with it.
func overwrite(arg, after reflect.Value) bool {
	switch v := arg.Interface().(type) {
	case *linalg.Matrix:
		if v == nil {
			return true
		}
		m, _ := after.Interface().(*linalg.Matrix)
		if m == nil || m.Rows != v.Rows || m.Cols != v.Cols {
			return false
		}
		copy(v.Data, m.Data)
	default:
		if arg.Kind() == reflect.Slice && !arg.IsNil() && !after.IsNil() {
			reflect.Copy(arg, after)
		}
	}
	return true
}
