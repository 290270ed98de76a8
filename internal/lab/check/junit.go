package check

import (
	"encoding/xml"
	"fmt"
	"io"
)

// JUnit reads a report in JUnit's XML, which test runners for TypeScript write, and counts its test cases.
func (r *Report) JUnit(in io.Reader) error {
	d := xml.NewDecoder(in)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the report of the TypeScript tests is not XML: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "testcase" {
			continue
		}
		var c struct {
			Class   string `xml:"classname,attr"`
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		}
		if err := d.DecodeElement(&c, &start); err != nil {
			return fmt.Errorf("the report of the TypeScript tests: %w", err)
		}
		name := c.Class + " " + c.Name
		switch {
		case c.Failure != nil:
			r.Fail(name, c.Failure.Message+"\n"+c.Failure.Text)
		case c.Skipped != nil && c.Skipped.Message != "":
			r.Skip(name, c.Skipped.Message)
		case c.Skipped != nil:
			r.Skip(name, "it does not say why")
		default:
			r.Pass()
		}
	}
}
