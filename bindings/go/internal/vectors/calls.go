package main

import (
	"bytes"
	"math/big"
	"strings"

	"nanotao"
)

var calls = []section{
	{"chain/calls.json", "cases", func(c value) bool {
		name := c.at("pallet").text() + "." + c.at("call").text()
		return callBothWays(425, name, c.at("args"), c.at("encoded").bytes())
	}},
	{"clients/golden_spec461.json", "calls", func(c value) bool {
		name := c.at("module").text() + "." + c.at("function").text()
		return callBothWays(c.at("network").at("spec_version").u32(), name, c.at("params"), c.at("data_hex").bytes())
	}},
}

// callBothWays encodes a call, and reads its name back.
func callBothWays(spec uint32, name string, args value, expected []byte) bool {
	if made := encoded(spec, name, args); !bytes.Equal(made, expected) {
		return false
	}
	pallet, function, err := nanotao.Call(expected).Name(spec)
	return err == nil && pallet+"."+function == name && len(must(nanotao.Call(expected).Cards(spec))) > 0
}

func encoded(spec uint32, name string, args value) nanotao.Call {
	var given []any
	for _, argument := range must(nanotao.CallArguments(spec, name)) {
		given = append(given, argumentOf(spec, argument.Type, args.at(argument.Name)))
	}
	return must(nanotao.EncodeCall(spec, name, given...))
}

// The fields of structs in the order of metadata: the files have them by name.
var fields = []string{
	"name", "subnet_name", "url", "github_repo", "subnet_contact", "subnet_url", "image", "discord", "description", "logo_url",
	"additional",
}

func argumentOf(spec uint32, kind string, v value) any {
	switch arg := v.any.(type) {
	case nil, bool:
		return arg
	case []any:
		return each(v, func(element value) any { return argumentOf(spec, kind, element) })
	case map[string]any:
		return structOf(spec, kind, v)
	case string:
		return textOf(spec, kind, v)
	}
	return v.big()
}

func textOf(spec uint32, kind string, v value) any {
	text := v.text()
	if strings.HasPrefix(text, "0x") {
		if made := v.bytes(); len(made) == 32 && isAccount(kind) {
			return v.account()
		}
		return v.bytes()
	}
	if words := strings.Fields(text); len(words) == 4 && words[0] == "transfer" {
		// As the SDK's file puts it.
		uri := "//" + strings.ToUpper(words[3][:1]) + words[3][1:]
		key := must(nanotao.KeyFromURI(nanotao.Sr25519, uri))
		defer key.Close()
		return must(nanotao.EncodeCall(spec, "Balances.transfer_keep_alive", key.Account(), value{words[1]}.big()))
	}
	if number, whole := new(big.Int).SetString(text, 10); whole {
		return number
	}
	if isAccount(kind) {
		return v.address()
	}
	return text
}

func isAccount(kind string) bool {
	return strings.Contains(kind, "AccountId") || strings.Contains(kind, "Lookup")
}

// structOf is for a call within a call, for identities, and for variants with fields.
func structOf(spec uint32, kind string, v value) any {
	if module, there := v.any.(map[string]any)["module"]; there {
		return encoded(spec, module.(string)+"."+v.at("function").text(), v)
	}
	var made []any
	for _, name := range fields {
		if field, there := v.any.(map[string]any)[name]; there {
			made = append(made, argumentOf(spec, kind, value{field}))
		}
	}
	if len(made) > 0 {
		return made
	}
	for name, of := range v.any.(map[string]any) {
		variant := nanotao.Variant{Name: name}
		for _, field := range of.(map[string]any) {
			variant.Fields = append(variant.Fields, argumentOf(spec, kind, value{field}))
		}
		return variant
	}
	panic("an empty struct")
}
