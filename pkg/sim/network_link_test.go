package sim

import (
	"strings"
	"testing"
	"time"
)

func TestNetworkLinkIsRefused(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	good := n.Link()
	link := func(change func(l *netLink)) string {
		var l netLink
		if err := unpacked(good, &l); err != nil {
			t.Fatal(err)
		}
		change(&l)
		return packed(l)
	}
	for _, test := range []struct{ link, want string }{
		{"%%%", "damaged"},
		{good[:len(good)/2], "damaged"},
		{"abcd", "damaged"},
		{packed("text"), "another"},
		{packed(map[string]int{"k": 1}), "another"},
		{packed(struct{}{}), "no setup"},
		{packed(map[string]any{"setup": map[string]int{"speed": 3}}), "another version"},
		{packed(strings.Repeat(" ", longestLink)), "MB"},
		{link(func(l *netLink) { l.Setup.Rate = -1 }), "rate"},
		{link(func(l *netLink) { l.Setup.Data = "own" }), "own"},
		{link(func(l *netLink) { l.Setup.Hidden = nil }), "published"},
		{link(func(l *netLink) { l.Updates = -1 }), "update -1"},
		{link(func(l *netLink) { l.Updates = mostUpdates + 1 }), "want 0 to"},
		{link(func(l *netLink) { l.Place = [4]int{100, 0, 0, 1} }), "operation 100"},
		{link(func(l *netLink) { l.Place = [4]int{1, 0, 2, 1} }), "column 2"},
		{link(func(l *netLink) { l.Place = [4]int{1, 0, 0, 4} }), "term 4"},
		{link(func(l *netLink) { l.Place = [4]int{-1, 0, 0, 1} }), "operation -1"},
		{link(func(l *netLink) { l.Pace = "" }), "pace"},
		{link(func(l *netLink) { l.Select.Example = 1 }), "no example 2"},
		{link(func(l *netLink) { l.Pinned = &NetworkSetup{} }), "data"},
		{link(func(l *netLink) { l.Setup.Rate, l.Updates = 1000, 99_000 }), ""},
	} {
		s, err := OpenNetwork(test.link)
		if test.want == "" {
			if err != nil {
				t.Errorf("got %v", err)
			}
			continue
		}
		if err == nil || s != nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "sim: network: ") {
			t.Errorf("%.40q: got %v, want %q in it", test.link, err, test.want)
		}
	}
}

// A run that ends has no link behind its end.
func TestNetworkLinkBehindTheEnd(t *testing.T) {
	n := presetNet(t, "nan")
	do(t, n, Action{Do: "step", Name: "batch", N: 1000})
	var l netLink
	if err := unpacked(n.Link(), &l); err != nil {
		t.Fatal(err)
	}
	l.Updates++
	if _, err := OpenNetwork(packed(l)); err == nil || !strings.Contains(err.Error(), "this run ends after") {
		t.Errorf("got %v", err)
	}
}

// A link of the published example is short enough for any address.
func TestNetworkLinkIsShort(t *testing.T) {
	n := NewNetwork(netPresets[1].setup())
	do(t, n, Action{Do: "step", Name: "operation", N: 20})
	if link := n.Link(); len(link) > 800 {
		t.Errorf("got %d letters, want at most 800", len(link))
	}
}

// A long action can be stopped: it is one undo step, as far as it came.
func TestNetworkIsInterrupted(t *testing.T) {
	n := NewNetwork(NetworkSetup{})
	calls := 0
	n.Poll(func() bool { calls++; return calls == 10 })
	do(t, n, Action{Do: "step", Name: "batch", N: 90_000})
	if got := n.view().Updates; got != 10 {
		t.Errorf("got %d updates, want the 10 until it was stopped", got)
	}
	do(t, n, Action{Do: "undo"})
	if got := n.view().Updates; got != 0 {
		t.Errorf("got %d updates after undoing it", got)
	}
	n.Poll(nil)
	do(t, n, Action{Do: "step", Name: "operation", N: 5})
}

// Whatever a link holds, it is opened or refused with a sentence, in a time and with memory
// that an address cannot drive up.
func FuzzOpenNetwork(f *testing.F) {
	for _, setup := range netSetups() {
		n := NewNetwork(setup)
		if err := n.Do(Action{Do: "step", Name: "layer", N: 3}); err != nil {
			f.Fatal(err)
		}
		link := n.Link()
		f.Add(link)
		f.Add(link[:len(link)-3])
	}
	f.Fuzz(func(t *testing.T, link string) {
		var l netLink
		if link == "" || unpacked(link, &l) == nil && l.Updates > 1000 {
			return // a long training is what was asked for
		}
		begin := time.Now()
		s, err := OpenNetwork(link)
		if time.Since(begin) > 30*time.Second {
			t.Errorf("took %v", time.Since(begin))
		}
		if err != nil {
			if !strings.HasPrefix(err.Error(), "sim: network: ") {
				t.Errorf("got %v, want a sentence", err)
			}
			return
		}
		jsonOf(t, s.View())
		again, err := OpenNetwork(s.Link())
		if err != nil || again.Link() != s.Link() {
			t.Errorf("its link is not opened as the same: %v", err)
		}
	})
}

// Whatever is pasted, it is taken or refused with a sentence, and what is taken can be trained
// on.
func FuzzNetworkPaste(f *testing.F) {
	for _, text := range []string{"", "a,b\n1,2\n3,4\n", "a,b,kind\n1,2,cat\n3,4,dog\n", "a,b\n1,x\n2,y\n", "a;b\n1;2\n", "a,b\n1e308,1\n2,2\n", "\xef\xbb\xbfa,y\n1,1\n2,2\n"} {
		f.Add(text, false)
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, classes bool) {
		n := NewNetwork(NetworkSetup{})
		a := Action{Do: "paste", Text: text}
		if classes {
			a.Name = "classes"
		}
		if err := n.Do(a); err != nil {
			return
		}
		do(t, n, Action{Do: "step", Name: "unit", N: 4})
		v := n.view()
		if what := valid(&v); what != "" {
			t.Error(what)
		}
		jsonOf(t, v)
		if s, err := OpenNetwork(n.Link()); err != nil || s.Link() != n.Link() {
			t.Errorf("the link: %v", err)
		}
	})
}
