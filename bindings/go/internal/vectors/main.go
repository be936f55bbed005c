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
			for index, why := range verdicts(section, file) {
				if why == "" {
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

// verdicts say why each case fails. A section that cannot be split into cases is one that does: Rust says what is wrong with it.
func verdicts(section section, file map[string]value) (made []string) {
	defer func() {
		if problem := recover(); problem != nil {
			made = []string{fmt.Sprint(problem)}
		}
	}()
	for _, one := range cases(section, file) {
		made = append(made, judged(section, one))
	}
	return made
}

// cases are the elements of a list, or those of the lists of functions in it; or the values of an object. A commitment and
// an encryption are one case where the beacon had not signed yet, and * is the whole file.
func cases(section section, file map[string]value) []value {
	name := section.name
	if name == "*" {
		whole := map[string]any{}
		for name, section := range file {
			whole[name] = section.any
		}
		return []value{{whole}}
	}
	if name == "commitment" || name == "encrypt_at_round" && section.file != "clients/drand_decryptable.json" {
		return []value{file[name]}
	}
	var list []value
	if object, is := file[name].any.(map[string]any); is {
		for _, one := range object {
			list = append(list, value{one})
		}
		return list
	}
	for _, one := range file[name].list() {
		group, _ := one.any.(map[string]any)
		if nested, is := group["cases"].([]any); is {
			for _, one := range nested {
				list = append(list, value{one}.with("fn", group["fn"]))
			}
			continue
		}
		list = append(list, one)
	}
	// What the cases of the file have in common.
	for _, shared := range []string{"network", "signature"} {
		if of, there := file[shared]; there {
			for _, one := range list {
				one.with(shared, of.any)
			}
		}
	}
	return list
}

// with adds a field to a case; what is none is left for its judge to refuse.
func (v value) with(name string, of any) value {
	if fields, is := v.any.(map[string]any); is {
		fields[name] = of
	}
	return v
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
