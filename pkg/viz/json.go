package viz

import "encoding/json"

// jsonMap is a value of go-echarts as the map that it is in JSON.
func jsonMap(v any) map[string]any {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only NaN and functions fail, and there are none
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		panic(err)
	}
	return m
}
