package nanotao

/*
#include <stdlib.h>
#include "nanotao.h"
*/
import "C"

import "unsafe"

// data points to the elements of a slice, for C to read or write during one call. T holds no pointers.
func data[T any](slice []T) unsafe.Pointer {
	if len(slice) == 0 {
		return nil
	}
	return unsafe.Pointer(&slice[0])
}

func bytesOf(slice []byte) *C.uint8_t     { return (*C.uint8_t)(data(slice)) }
func charsOf(slice []byte) *C.char        { return (*C.char)(data(slice)) }
func u16sOf(slice []uint16) *C.uint16_t   { return (*C.uint16_t)(data(slice)) }
func u64sOf(slice []uint64) *C.uint64_t   { return (*C.uint64_t)(data(slice)) }
func f64sOf(slice []float64) *C.double    { return (*C.double)(data(slice)) }
func i32f32sOf(slice []I32F32) *C.int64_t { return (*C.int64_t)(data(slice)) }
func length[T any](slice []T) C.size_t    { return C.size_t(len(slice)) }
func account(of *AccountID) *C.nanotao_account_id {
	return (*C.nanotao_account_id)(unsafe.Pointer(of))
}
func h256(of *H256) *C.nanotao_h256 { return (*C.nanotao_h256)(unsafe.Pointer(of)) }

func flag(holds bool) C.uint32_t {
	if holds {
		return 1
	}
	return 0
}

func flags(holds []bool) []byte {
	made := make([]byte, len(holds))
	for index, one := range holds {
		made[index] = byte(flag(one))
	}
	return made
}

func bools(flags []byte) []bool {
	made := make([]bool, len(flags))
	for index, one := range flags {
		made[index] = one != 0
	}
	return made
}

// sized calls with room for some bytes, and again with as much as it takes. A text ends with a NUL, which its length
// does not count.
func sized(room int, call func(out []byte, len *C.size_t) C.nanotao_status) ([]byte, C.nanotao_status) {
	var length C.size_t
	for {
		out := make([]byte, room)
		status := call(out, &length)
		if status == C.NANOTAO_BUFFER_TOO_SMALL && int(length) >= room {
			room = int(length) + 1
			continue
		}
		if status != C.NANOTAO_OK {
			return nil, status
		}
		return out[:length], status
	}
}

// wipe overwrites a copy of a secret.
//
//go:noinline
func wipe(secret []byte) {
	for index := range secret {
		secret[index] = 0
	}
}

// arena is memory of C's for structs that hold pointers: memory of Go's that does may not be passed. It is freed as a
// whole.
type arena struct{ blocks []unsafe.Pointer }

// room takes zeroed memory for some elements of T.
func room[T any](a *arena, count int) []T {
	if count == 0 {
		return nil
	}
	var element T
	block := C.calloc(C.size_t(count), C.size_t(unsafe.Sizeof(element)))
	if block == nil {
		panic("nanotao: out of memory")
	}
	a.blocks = append(a.blocks, block)
	return unsafe.Slice((*T)(block), count)
}

// lend copies a slice, so that a struct can point to it.
func lend[T any](a *arena, slice []T) []T {
	copied := room[T](a, len(slice))
	copy(copied, slice)
	return copied
}

func (a *arena) free() {
	for _, block := range a.blocks {
		C.free(block)
	}
	a.blocks = nil
}
