package sim

import (
	"fmt"
	"strings"
	"testing"
)

// What spreadsheets write is read, whatever stands between columns and behind lines.
func TestNetworkReadsACSV(t *testing.T) {
	for name, text := range map[string]string{
		"commas":                        "a,b,kind\n1.5,2,cat\n1.5,1,dog\n",
		"semicolons":                    "a;b;kind\n1.5;2;cat\n1.5;1;dog\n",
		"semicolons and decimal commas": "a;b;kind\n1,5;2;cat\n1,5;1;dog\n",
		"tabs and decimal commas":       "a\tb\tkind\n1,5\t2\tcat\n1,5\t1\tdog\n",
		"a byte order mark":             "\ufeffa,b,kind\n1.5,2,cat\n1.5,1,dog\n",
		"lines of Windows":              "\ufeffa;b;kind\r\n1,5;2;cat\r\n1,5;1;dog\r\n",
		"lines of an old Mac":           "a,b,kind\r1.5,2,cat\r1.5,1,dog\r",
		"numbers in quotes":             "\"a\",\"b\",\"kind\"\n\"1.5\",\"2\",\"cat\"\n\"1.5\",\"1\",\"dog\"",
	} {
		o, err := readOwn(text, false)
		if err != nil || fmt.Sprint(o.Names, o.X, o.Classes, o.Labels) != "[a b] [[1.5 2] [1.5 1]] [cat dog] [0 1]" {
			t.Errorf("%s: got %+v, %v", name, o, err)
		}
		// Also where all x of one input are equal the net can be trained.
		n := NewNetwork(NetworkSetup{})
		do(t, n, Action{Do: "paste", Text: text})
		do(t, n, Action{Do: "step", Name: "epoch", N: 3})
		jsonOf(t, n.View())
	}
	if o, err := readOwn("0,1,2,3,y\n1,2,3,4,5\n5,4,3,2,1\n", false); err != nil || len(o.X) != 2 {
		t.Errorf("names that a program has given: got %+v, %v", o, err)
	}
}

// No example is taken for a header, and what is no CSV gets a sentence.
func TestNetworkRefusesWhatIsNoCSV(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"blanks":               {"  \n \t\n", "nothing in the CSV"},
		"a header alone":       {"a,b,kind\n", "no examples below the header"},
		"no header":            {"1,2,cat\n2,1,dog\n", "line 1 has the numbers of an example, want the names"},
		"no header, numbers":   {"0,0,0\n0,1,1\n1,0,1\n", "put a line such as x1,x2,class above it"},
		"no header, by commas": {"1,5;2;cat\n2;1;dog\n", "line 1 has the numbers"},
		"a picture":            {"\x89PNG\r\n\x1a\n\x00\x00", "line 1 has the one column"},
		"zeros":                {"\x00,\x00\n1,\x00\n2,1\n", "line"},
		"UTF-16":               {"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00\n\x00", "line"},
		"one column":           {"y\n1\n2\n", "one column"},
		"a table of HTML":      {"<table><tr><td>1</td></tr></table>", "one column"},
		"JSON":                 {"[{\"x\": 1, \"y\": 2},\n{\"x\": 3, \"y\": 4}]", "line"},
	} {
		n := NewNetwork(NetworkSetup{})
		err := n.Do(Action{Do: "paste", Text: test.text})
		if err == nil || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 300 {
			t.Errorf("%s: got %v, want %q in it", name, err, test.want)
		}
	}
}
