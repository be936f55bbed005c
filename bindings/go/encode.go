package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"math/big"
	"reflect"
	"strings"
)

// Encoded is an argument of EncodeCall of any type, in SCALE.
type Encoded []byte

// Variant is an argument of EncodeCall: a variant of an enumeration, with its fields. One without fields may be given as a
// string, too.
type Variant struct {
	Name   string
	Fields []any
}

// EncodeCall writes any call that the table of a spec version holds, by its name, such as SubtensorModule.add_stake. Arguments
// come in the order of metadata, which CallArguments tells: bool; numbers of any width, also *big.Int; AccountID, also where a
// MultiAddress is taken; []byte, H256 and strings; []uint16; Call and Encoded for what is in SCALE; []any for lists, tuples
// and structs; Variant; and nil for no value of an Option, any other value of which stands for itself. Each is checked
// against its type; the offset of an error is the argument, or how many the call takes.
func EncodeCall(specVersion uint32, name string, args ...any) (Call, error) {
	var a arena
	defer a.free()
	raw := room[C.nanotao_arg](&a, len(args))
	for index, arg := range args {
		if status := fill(&a, &raw[index], arg, 0); status != C.NANOTAO_OK {
			return nil, &Error{status, index}
		}
	}
	of, function := names(name)
	place := at()
	made, status := sized(256, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_encode(C.uint32_t(specVersion), charsOf(of), length(of), charsOf(function), length(function),
			(*C.nanotao_arg)(data(raw)), length(raw), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

func names(name string) (pallet, function []byte) {
	of, what, _ := strings.Cut(name, ".")
	return []byte(of), []byte(what)
}

// maxDepth is more than the library takes; lists may lie in themselves.
const maxDepth = 17

// fill writes an argument, and tells what is wrong with it.
func fill(a *arena, raw *C.nanotao_arg, arg any, depth int) Status {
	bytes := func(kind C.nanotao_arg_kind, bytes []byte) Status {
		raw.kind, raw.ptr, raw.len = kind, data(lend(a, bytes)), length(bytes)
		return C.NANOTAO_OK
	}
	list := func(elements []any) Status {
		if depth == maxDepth {
			return ErrCallArgumentEncoding
		}
		made := room[C.nanotao_arg](a, len(elements))
		raw.kind, raw.ptr, raw.len = C.NANOTAO_ARG_LIST, data(made), length(made)
		for index, element := range elements {
			if status := fill(a, &made[index], element, depth+1); status != C.NANOTAO_OK {
				return status
			}
		}
		return C.NANOTAO_OK
	}
	switch arg := arg.(type) {
	case nil:
		raw.kind = C.NANOTAO_ARG_NONE
		return C.NANOTAO_OK
	case AccountID:
		return bytes(C.NANOTAO_ARG_ACCOUNT, arg[:])
	case H256:
		return bytes(C.NANOTAO_ARG_BYTES, arg[:])
	case []byte:
		return bytes(C.NANOTAO_ARG_BYTES, arg)
	case string:
		return bytes(C.NANOTAO_ARG_TEXT, []byte(arg))
	case Call:
		return bytes(C.NANOTAO_ARG_ENCODED, arg)
	case Encoded:
		return bytes(C.NANOTAO_ARG_ENCODED, arg)
	case []uint16:
		raw.kind, raw.ptr, raw.len = C.NANOTAO_ARG_U16S, data(lend(a, arg)), length(arg)
		return C.NANOTAO_OK
	case []any:
		return list(arg)
	case Variant:
		return list(append([]any{arg.Name}, arg.Fields...))
	case *big.Int:
		if arg == nil {
			return ErrCallArgumentType
		}
		if arg.Sign() < 0 || arg.BitLen() > 128 {
			return ErrCallArgumentRange
		}
		low, high := halves(arg)
		raw.kind, raw.low, raw.high = C.NANOTAO_ARG_UNSIGNED, C.uint64_t(low), C.uint64_t(high)
		return C.NANOTAO_OK
	}
	return fillByKind(raw, reflect.ValueOf(arg))
}

// fillByKind is for numbers and bools, also under names such as NetUid.
func fillByKind(raw *C.nanotao_arg, arg reflect.Value) Status {
	raw.kind = C.NANOTAO_ARG_UNSIGNED
	switch {
	case arg.Kind() == reflect.Bool:
		raw.kind, raw.low = C.NANOTAO_ARG_BOOL, C.uint64_t(flag(arg.Bool()))
	case arg.CanUint():
		raw.low = C.uint64_t(arg.Uint())
	case !arg.CanInt():
		return ErrCallArgumentType
	case arg.Int() < 0:
		return ErrCallArgumentRange
	default:
		raw.low = C.uint64_t(arg.Int())
	}
	return C.NANOTAO_OK
}

// CallArgument is an argument that a call takes.
type CallArgument struct {
	// Name is that of metadata, such as amount_staked.
	Name string
	// Type is the type as the runtime's source has it, such as TaoBalance.
	Type string
}

// CallArguments tells what a call takes, by the table of a spec version.
func CallArguments(specVersion uint32, name string) ([]CallArgument, error) {
	of, function := names(name)
	var made []CallArgument
	for {
		// A card is two texts, too.
		argument, err := card(func(name []byte, nameLen *C.size_t, kind []byte, kindLen *C.size_t, place *position) C.nanotao_status {
			return C.nanotao_call_argument(C.uint32_t(specVersion), charsOf(of), length(of), charsOf(function), length(function),
				C.size_t(len(made)), charsOf(name), length(name), nameLen, charsOf(kind), length(kind), kindLen, place)
		})
		if found, is := err.(*Error); is && found.Code == ErrCallArgumentCount && found.Offset == len(made) {
			return made, nil
		}
		if err != nil {
			return nil, err
		}
		made = append(made, CallArgument{argument.Label, argument.Value})
	}
}
