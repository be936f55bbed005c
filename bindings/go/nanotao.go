// Package nanotao computes what the Bittensor chain computes, bit for bit, signs what the chain accepts, and shows what it
// signs: weights, keys, calls, clear signing, epochs, emission. It covers the C ABI of nanotao by cgo.
//
// The journey of a validator: scores to weights by [Quantise], weights to a call by [SetWeightsCall], the call to a
// payload by [TxExtension.Payload], the payload to a [Review] whose every card is shown, and after [Review.Approve] and
// [Review.Sign] the extrinsic by [Review.Extrinsic].
//
// # Names and numbers
//
// Names are those of Subtensor and Substrate. Amounts are whole numbers of the smallest unit: rao of TAO, and alpha's own.
// Fixed-point numbers are the chain's: [I32F32], [U64F64], [U96F32], [I96F32] and [I64F64], with its arithmetic, as [SafeDiv].
//
// # Errors
//
// Every error that the library finds is an [*Error] with the library's [Status] and the place at fault. errors.Is takes a
// status, such as [ErrBadSignature]. What the library is not asked, as a negative block time, is an error that says so. Where there is an error, the other results are zero and nothing that was given is
// changed.
//
// # Concurrency and memory
//
// Everything here may be used by any number of goroutines. [Key] and [Review] lock themselves; what is given as a slice is
// read, and where that is said written, until the function returns. Secrets lie outside of the heap of Go and are wiped
// by [Key.Close], or when the garbage collector finds a key that nobody holds.
package nanotao

/*
#cgo pkg-config: nanotao-static
#include "nanotao.h"
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// ABIVersion is the version of the C ABI that this package is written for.
const ABIVersion = C.NANOTAO_ABI_VERSION

// Header and library may come from different places.
func init() {
	if linked := C.nanotao_abi_version(); linked != ABIVersion {
		panic(fmt.Sprintf("nanotao: the library has ABI %d, its header %d; install both anew", linked, ABIVersion))
	}
	if C.nanotao_key_sizeof() != C.sizeof_nanotao_key || C.nanotao_review_sizeof() != C.sizeof_nanotao_review ||
		C.nanotao_key_alignof() > C.size_t(unsafe.Alignof(C.nanotao_key{})) ||
		C.nanotao_review_alignof() > C.size_t(unsafe.Alignof(C.nanotao_review{})) {
		panic("nanotao: the library lays its objects out in another way than its header; install both anew")
	}
}

// NetUid is the number of a subnet.
type NetUid uint16

// MechId is the number of a mechanism of a subnet; 0 is the main one.
type MechId uint8

// H256 is a hash of 32 bytes.
type H256 [32]byte

// Some makes an optional value of a value, for the fields that are nil where there is none.
func Some[T any](value T) *T { return &value }
