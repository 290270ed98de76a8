//go:build js

// Command wasm is the program behind the controls of a simulator in a page. It hands
// JavaScript two functions: call(request, reply) answers a request of package simpage, and
// stop() ends a long action between two updates.
package main

import (
	"sync/atomic"
	"syscall/js"
	"time"

	"chainrule/internal/simpage"
	"chainrule/pkg/sim"
)

// slice is how long a long action works before it looks whether stop was called.
const slice = 30 * time.Millisecond

func main() {
	var stopped atomic.Bool
	rested := time.Now()
	calls := 0
	host := &simpage.Host{Open: sim.Open, Stop: func() bool {
		if calls++; calls%16 == 0 && time.Since(rested) > slice {
			time.Sleep(time.Millisecond) // until then JavaScript gets no turn, and stop is not called
			rested = time.Now()
		}
		return stopped.Load()
	}}
	// A reply may need several turns of JavaScript, so it comes from a goroutine. The page has
	// only one request under way.
	call := js.FuncOf(func(_ js.Value, args []js.Value) any {
		request, reply := args[0].String(), args[1]
		stopped.Store(false)
		go func() {
			rested = time.Now()
			reply.Invoke(host.Call(request))
		}()
		return nil
	})
	stop := js.FuncOf(func(js.Value, []js.Value) any {
		stopped.Store(true)
		return nil
	})
	js.Global().Call("chainruleSimulator", call, stop)
	select {}
}
