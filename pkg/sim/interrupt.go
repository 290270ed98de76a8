package sim

// Interruptible is a simulator whose long actions can be left in between.
type Interruptible interface {
	// Poll has stop called after each update of a long action. When stop returns true, the
	// action ends there, as if no more had been asked for: it is one undo step, and no error.
	Poll(stop func() bool)
}

// pollable makes a simulator Interruptible: embed it, and hand going to the run.
type pollable struct{ stop func() bool }

// Poll sets what is called after each update; nil calls nothing.
func (p *pollable) Poll(stop func() bool) { p.stop = stop }

// going is the progress that run.seek asks for: false when the action shall end.
func (p *pollable) going(int) bool { return p.stop == nil || !p.stop() }
