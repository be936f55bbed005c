// Command vectors runs golden cases through the Go binding: a folder of tables, and each file with the name that the
// project's index has for it. It prints "PATH SECTION PASSED FAILED" for each section.
package main

import (
	"fmt"
	"os"
)

// section is a list of cases, and what judges one.
type section struct {
	file, name string
	judge      func(value) bool
}

func sections() []section {
	var all []section
	for _, room := range [][]section{
		weights, keys, emissions, schedules, mainnet, registrations, epochs, mechanisms, extrinsics, proofs, calls, timelocks,
		maths,
	} {
		all = append(all, room...)
	}
	return all
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: vectors TABLES [NAME PATH]...")
		os.Exit(2)
	}
	failures := 0
	for at := 2; at+1 < len(os.Args); at += 2 {
		name, path := os.Args[at], os.Args[at+1]
		file, err := load(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		for _, section := range sections() {
			if _, there := file[section.name]; section.file != name || !there && section.name != "*" {
				continue
			}
			passed, failed := 0, 0
			for index, one := range cases(file, section.name) {
				if why := judged(section, one); why == "" {
					passed++
				} else if failed++; failed <= 5 {
					fmt.Fprintf(os.Stderr, "FAIL %s %s[%d]: %s\n", path, section.name, index, why)
				}
			}
			fmt.Println(path, section.name, passed, failed)
			failures += failed
		}
	}
	if failures > 0 {
		os.Exit(1)
	}
}

// cases are the elements of a list, or those of the lists of functions in it; or the values of an object of objects; any other is
// one case, and * the whole file.
func cases(file map[string]value, name string) []value {
	if name == "*" {
		whole := map[string]any{}
		for name, section := range file {
			whole[name] = section.any
		}
		return []value{{whole}}
	}
	if object, is := file[name].any.(map[string]any); is {
		var list []value
		for _, one := range object {
			if _, is := one.(map[string]any); !is {
				return []value{file[name]}
			}
			list = append(list, value{one})
		}
		return list
	}
	var list []value
	for _, one := range file[name].list() {
		group, _ := one.any.(map[string]any)
		if nested, is := group["cases"].([]any); is {
			for _, one := range nested {
				one.(map[string]any)["fn"] = group["fn"]
				list = append(list, value{one})
			}
			continue
		}
		list = append(list, one)
	}
	// What the cases of the file have in common.
	for _, shared := range []string{"network", "signature"} {
		if of, there := file[shared]; there {
			for _, one := range list {
				one.any.(map[string]any)[shared] = of.any
			}
		}
	}
	return list
}

// judged says why a case fails: a panic is a case that could not be read.
func judged(section section, one value) (why string) {
	defer func() {
		if problem := recover(); problem != nil {
			why = fmt.Sprint(problem)
		}
	}()
	if section.judge(one) {
		return ""
	}
	return "differs"
}
