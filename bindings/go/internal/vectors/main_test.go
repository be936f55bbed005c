package main

import (
	"encoding/json"
	"testing"
)

func TestWhatIsNoCaseFailsAndTheOthersAreJudged(t *testing.T) {
	for _, section := range sections() {
		if section.name == "*" {
			continue
		}
		list := []any{json.Number("5"), nil, "x"}
		file := map[string]value{section.name: {list}, "network": {map[string]any{}}, "signature": {"00"}}
		expected := len(list)
		switch {
		case section.name == "functions":
			file[section.name] = value{[]any{map[string]any{"fn": "exp", "cases": list}}}
		case len(cases(section, file)) == 1:
			expected = 1
		}
		whys := verdicts(section, file)
		if len(whys) != expected {
			t.Errorf("%s %s: %d cases", section.file, section.name, len(whys))
		}
		for index, why := range whys {
			if why == "" {
				t.Errorf("%s %s[%d] passes", section.file, section.name, index)
			}
		}
		for _, none := range []any{json.Number("5"), nil, "x"} {
			file[section.name] = value{none}
			if whys := verdicts(section, file); len(whys) != 1 || whys[0] == "" {
				t.Errorf("%s %s of %v: %v", section.file, section.name, none, whys)
			}
		}
	}
}
