package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"math/big"
	"unsafe"
)

// I32F32 is a fixed-point number with 32 bits before and 32 after the point, with a sign, in 2^-32: what an epoch computes with.
// 1<<32 is one.
type I32F32 int64

// U64F64 is a fixed-point number with 64 bits before and 64 after the point: prices, shares, weights of mechanisms.
type U64F64 struct {
	// Fraction is what is after the point, in 2^-64.
	Fraction uint64
	// Integer is what is before it.
	Integer uint64
}

// I64F64 is a fixed-point number with 64 bits before and 64 after the point, with a sign: stake.
type I64F64 struct {
	// Fraction is what is after the point, in 2^-64.
	Fraction uint64
	// Integer is what is before it, rounded down.
	Integer int64
}

// U96F32 is a fixed-point number with 96 bits before and 32 after the point: amounts, and parts of one.
type U96F32 struct {
	// Low is the lower half of the bits.
	Low uint64
	// High is the upper half.
	High uint64
}

// I96F32 is a fixed-point number with 96 bits before and 32 after the point, with a sign: moving prices.
type I96F32 struct {
	// Low is the lower half of the bits.
	Low uint64
	// High is the upper half.
	High int64
}

// U64F64FromBits reads a number as the chain's storage has it, in 2^-64. What does not fit in 128 bits is cut off, here and in
// the functions below; nil is no number, and a panic as in package big.
func U64F64FromBits(bits *big.Int) U64F64 {
	low, high := halves(bits)
	return U64F64{low, high}
}

// I64F64FromBits reads a number as the chain's storage has it, in 2^-64.
func I64F64FromBits(bits *big.Int) I64F64 {
	low, high := halves(bits)
	return I64F64{low, int64(high)}
}

// U96F32FromBits reads a number as the chain's storage has it, in 2^-32.
func U96F32FromBits(bits *big.Int) U96F32 {
	low, high := halves(bits)
	return U96F32{low, high}
}

// I96F32FromBits reads a number as the chain's storage has it, in 2^-32.
func I96F32FromBits(bits *big.Int) I96F32 {
	low, high := halves(bits)
	return I96F32{low, int64(high)}
}

// Bits gives the number in 2^-64.
func (n U64F64) Bits() *big.Int { return joined(new(big.Int).SetUint64(n.Integer), n.Fraction) }

// Bits gives the number in 2^-64.
func (n I64F64) Bits() *big.Int { return joined(big.NewInt(n.Integer), n.Fraction) }

// Bits gives the number in 2^-32.
func (n U96F32) Bits() *big.Int { return joined(new(big.Int).SetUint64(n.High), n.Low) }

// Bits gives the number in 2^-32.
func (n I96F32) Bits() *big.Int { return joined(big.NewInt(n.High), n.Low) }

// Float64 gives the nearest float.
func (n I32F32) Float64() float64 { return float64(n) / (1 << 32) }

// Float64 gives the nearest float.
func (n U64F64) Float64() float64 { return float(n.Bits(), 64) }

// Float64 gives the nearest float.
func (n I64F64) Float64() float64 { return float(n.Bits(), 64) }

// Float64 gives the nearest float.
func (n U96F32) Float64() float64 { return float(n.Bits(), 32) }

// Float64 gives the nearest float.
func (n I96F32) Float64() float64 { return float(n.Bits(), 32) }

// Whole gives the part before the point, cut to 64 bits: an amount rounded down.
func (n U96F32) Whole() uint64 { return n.Low>>32 | n.High<<32 }

// IsZero tells whether the number is zero.
func (n U64F64) IsZero() bool { return n == U64F64{} }

var low64 = new(big.Int).SetUint64(^uint64(0))

func halves(bits *big.Int) (low, high uint64) {
	low = new(big.Int).And(bits, low64).Uint64()
	return low, new(big.Int).And(new(big.Int).Rsh(bits, 64), low64).Uint64()
}

func joined(high *big.Int, low uint64) *big.Int {
	return high.Add(high.Lsh(high, 64), new(big.Int).SetUint64(low))
}

func float(bits *big.Int, places int) float64 {
	made, _ := new(big.Float).SetMantExp(new(big.Float).SetInt(bits), -places).Float64()
	return made
}

func (n *U64F64) raw() *C.nanotao_u64f64 { return (*C.nanotao_u64f64)(unsafe.Pointer(n)) }
func (n *I64F64) raw() *C.nanotao_i64f64 { return (*C.nanotao_i64f64)(unsafe.Pointer(n)) }
func (n *U96F32) raw() *C.nanotao_u96f32 { return (*C.nanotao_u96f32)(unsafe.Pointer(n)) }
func (n *I96F32) raw() *C.nanotao_i96f32 { return (*C.nanotao_i96f32)(unsafe.Pointer(n)) }
