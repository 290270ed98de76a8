package class

import "encoding/json"

// Gradescope is the feedback as the results.json that Gradescope's autograders write.
func (f *Feedback) Gradescope() ([]byte, error) {
	type test struct {
		Name       string  `json:"name"`
		Score      float64 `json:"score"`
		Max        float64 `json:"max_score"`
		Status     string  `json:"status"`
		Output     string  `json:"output,omitempty"`
		Visibility string  `json:"visibility"`
	}
	results := struct {
		Score      float64 `json:"score"`
		Output     string  `json:"output,omitempty"`
		Visibility string  `json:"visibility"`
		Tests      []test  `json:"tests"`
	}{Score: f.Final, Output: f.Note, Visibility: "visible", Tests: []test{}}
	for _, item := range f.Items {
		if item.Problem != "" || len(item.Checks) == 0 {
			results.Tests = append(results.Tests, test{Name: item.Title, Max: item.Max, Status: "failed", Output: item.Problem, Visibility: "visible"})
			continue
		}
		for _, c := range item.Checks {
			t := test{Name: item.Title + ": " + c.Name, Score: c.Points, Max: c.Max, Status: "passed", Output: c.Said, Visibility: "visible"}
			if c.Points < c.Max {
				t.Status = "failed"
			}
			results.Tests = append(results.Tests, t)
		}
	}
	b, err := json.MarshalIndent(results, "", "  ")
	return append(b, '\n'), err
}
