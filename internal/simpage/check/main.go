// Command check says what is wrong with what a page of a simulator is to be opened with: it
// is given the kind and the names to leave out, and the link as its input. It prints a
// sentence, or nothing. It is a program of its own, so that the command chainrule is built
// without the library: a learner changes that, and it need not compile.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"chainrule/pkg/sim"
)

func main() {
	link, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := sim.Open(os.Args[1], string(link)); err != nil {
		fmt.Printf("--link: %v", err)
	} else if err := sim.CheckHide(os.Args[1], os.Args[2:]); err != nil {
		fmt.Printf("--hide: %v", err)
	}
}
