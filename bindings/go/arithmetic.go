package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "unsafe"

// Fixed is a fixed-point number of the chain. Quotients are rounded towards zero, products down.
type Fixed interface {
	I32F32 | I64F64 | U64F64 | U96F32 | I96F32
}

// compute runs an operation. Where there is no result, it is zero.
func compute[T Fixed](operation C.nanotao_fixed_operation, a, b T) (result T, err error) {
	x, y, out := unsafe.Pointer(&a), unsafe.Pointer(&b), unsafe.Pointer(&result)
	var status C.nanotao_status
	switch any(a).(type) {
	case I32F32:
		status = C.nanotao_fixed_i32f32(operation, *(*C.int64_t)(x), *(*C.int64_t)(y), (*C.int64_t)(out))
	case I64F64:
		status = C.nanotao_fixed_i64f64(operation, (*C.nanotao_i64f64)(x), (*C.nanotao_i64f64)(y), (*C.nanotao_i64f64)(out))
	case U64F64:
		status = C.nanotao_fixed_u64f64(operation, (*C.nanotao_u64f64)(x), (*C.nanotao_u64f64)(y), (*C.nanotao_u64f64)(out))
	case U96F32:
		status = C.nanotao_fixed_u96f32(operation, (*C.nanotao_u96f32)(x), (*C.nanotao_u96f32)(y), (*C.nanotao_u96f32)(out))
	case I96F32:
		status = C.nanotao_fixed_i96f32(operation, (*C.nanotao_i96f32)(x), (*C.nanotao_i96f32)(y), (*C.nanotao_i96f32)(out))
	}
	return result, check(status)
}

// always is for operations that have a result for all numbers.
func always[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

// SaturatingAdd computes the sum, or the nearest number of the type (saturating_add).
func SaturatingAdd[T Fixed](a, b T) T { return always(compute(C.NANOTAO_FIXED_SATURATING_ADD, a, b)) }

// SaturatingSub computes the difference, or the nearest number of the type (saturating_sub).
func SaturatingSub[T Fixed](a, b T) T { return always(compute(C.NANOTAO_FIXED_SATURATING_SUB, a, b)) }

// SaturatingMul computes the product, or the nearest number of the type (saturating_mul).
func SaturatingMul[T Fixed](a, b T) T { return always(compute(C.NANOTAO_FIXED_SATURATING_MUL, a, b)) }

// SaturatingDiv computes the quotient, or the nearest number of the type (saturating_div). By zero it gives ErrFixedNoResult.
func SaturatingDiv[T Fixed](a, b T) (T, error) { return compute(C.NANOTAO_FIXED_SATURATING_DIV, a, b) }

// CheckedAdd computes the sum (checked_add), or gives ErrFixedNoResult where it does not fit.
func CheckedAdd[T Fixed](a, b T) (T, error) { return compute(C.NANOTAO_FIXED_CHECKED_ADD, a, b) }

// CheckedSub computes the difference (checked_sub), or gives ErrFixedNoResult where it does not fit.
func CheckedSub[T Fixed](a, b T) (T, error) { return compute(C.NANOTAO_FIXED_CHECKED_SUB, a, b) }

// CheckedMul computes the product (checked_mul), or gives ErrFixedNoResult where it does not fit.
func CheckedMul[T Fixed](a, b T) (T, error) { return compute(C.NANOTAO_FIXED_CHECKED_MUL, a, b) }

// CheckedDiv computes the quotient (checked_div), or gives ErrFixedNoResult by zero and where it does not fit.
func CheckedDiv[T Fixed](a, b T) (T, error) { return compute(C.NANOTAO_FIXED_CHECKED_DIV, a, b) }

// SafeDiv computes the quotient, or 0 where there is none that fits (safe_div).
func SafeDiv[T Fixed](a, b T) T { return always(compute(C.NANOTAO_FIXED_SAFE_DIV, a, b)) }

// number32 has a function write a number, if there is one.
func number32(write func(out *C.int64_t) C.nanotao_status) (made I32F32, err error) {
	err = check(write((*C.int64_t)(&made)))
	return made, err
}

// Exp computes e to the power of n (exp), with the chain's constants and early ends, or gives ErrFixedNoResult.
func (n I32F32) Exp() (I32F32, error) {
	return number32(func(out *C.int64_t) C.nanotao_status { return C.nanotao_fixed_exp(C.int64_t(n), out) })
}

// Ln computes the natural logarithm (ln), with the chain's constants, or gives ErrFixedNoResult.
func (n I32F32) Ln() (I32F32, error) {
	return number32(func(out *C.int64_t) C.nanotao_status { return C.nanotao_fixed_ln(C.int64_t(n), out) })
}

// Log2 computes the binary logarithm (log2), or gives ErrFixedNoResult.
func (n I32F32) Log2() (I32F32, error) {
	return number32(func(out *C.int64_t) C.nanotao_status { return C.nanotao_fixed_log2(C.int64_t(n), out) })
}

// Log2 computes the binary logarithm (log2), or gives ErrFixedNoResult.
func (n I96F32) Log2() (made I96F32, err error) {
	err = check(C.nanotao_fixed_log2_i96f32(n.raw(), made.raw()))
	return made, err
}

// Sqrt computes the square root (sqrt), or gives ErrFixedNoResult.
func (n I32F32) Sqrt() (I32F32, error) {
	return number32(func(out *C.int64_t) C.nanotao_status { return C.nanotao_fixed_sqrt(C.int64_t(n), out) })
}

// Pow computes a power (pow), or gives ErrFixedNoResult.
func (n I32F32) Pow(exponent I32F32) (I32F32, error) {
	return number32(func(out *C.int64_t) C.nanotao_status {
		return C.nanotao_fixed_pow(C.int64_t(n), C.int64_t(exponent), out)
	})
}

// ExpSafe computes e to the power of n, held between -20 and 20 (exp_safe).
func (n I32F32) ExpSafe() I32F32 { return I32F32(C.nanotao_fixed_exp_safe(C.int64_t(n))) }

// SafeLn computes the natural logarithm, or 0 where there is none (safe_ln).
func (n I32F32) SafeLn() I32F32 { return I32F32(C.nanotao_fixed_safe_ln(C.int64_t(n))) }

// SigmoidSafe computes the sigmoid 1 / (1 + e^(-rho (n - kappa))) (sigmoid_safe).
func (n I32F32) SigmoidSafe(rho, kappa I32F32) I32F32 {
	return I32F32(C.nanotao_fixed_sigmoid_safe(C.int64_t(n), C.int64_t(rho), C.int64_t(kappa)))
}

// Round gives the nearest whole number, of two the one further from zero (saturating_round).
func (n I32F32) Round() I32F32 { return I32F32(C.nanotao_fixed_round(C.int64_t(n))) }

// ToU16 cuts to a whole number of 16 bits, saturating (fixed_to_u16).
func (n I32F32) ToU16() uint16 { return uint16(C.nanotao_fixed_to_u16(C.int64_t(n))) }

// ToU64 cuts to a whole number, saturating (fixed_to_u64).
func (n I32F32) ToU64() uint64 { return uint64(C.nanotao_fixed_to_u64(C.int64_t(n))) }

// ProportionToU16 makes a share of 65535 of a part of one, saturating (fixed_proportion_to_u16).
func (n I32F32) ProportionToU16() uint16 {
	return uint16(C.nanotao_fixed_proportion_to_u16(C.int64_t(n)))
}

// ToU16Proportion divides by 65535 (fixed_to_fixed_u16_proportion).
func (n I32F32) ToU16Proportion() I32F32 {
	return I32F32(C.nanotao_fixed_to_fixed_u16_proportion(C.int64_t(n)))
}

// ToI64F64 widens the number (fixed32_to_fixed64).
func (n I32F32) ToI64F64() I64F64 {
	var made I64F64
	must(C.nanotao_fixed32_to_fixed64(C.int64_t(n), made.raw()))
	return made
}

// ToI32F32 narrows the number, saturating (fixed64_to_fixed32).
func (n I64F64) ToI32F32() I32F32 {
	return always(number32(func(out *C.int64_t) C.nanotao_status { return C.nanotao_fixed64_to_fixed32(n.raw(), out) }))
}

// ToU64 cuts to a whole number, saturating (fixed64_to_u64).
func (n I64F64) ToU64() uint64 {
	var made C.uint64_t
	must(C.nanotao_fixed64_to_u64(n.raw(), &made))
	return uint64(made)
}

// ToU64 cuts to a whole number (saturating_to_num).
func (n U64F64) ToU64() uint64 {
	var made C.uint64_t
	must(C.nanotao_u64f64_to_u64(n.raw(), &made))
	return uint64(made)
}

// ToU96F32 keeps half of the fraction (saturating_to_num).
func (n U64F64) ToU96F32() U96F32 {
	var made U96F32
	must(C.nanotao_u64f64_to_u96f32(n.raw(), made.raw()))
	return made
}

// ToU64 cuts to a whole number, saturating (saturating_to_num). Whole cuts off what exceeds 64 bits.
func (n U96F32) ToU64() uint64 {
	var made C.uint64_t
	must(C.nanotao_u96f32_to_u64(n.raw(), &made))
	return uint64(made)
}

// U16ToFixed makes a number of a whole one (u16_to_fixed).
func U16ToFixed(whole uint16) I32F32 { return I32F32(C.nanotao_u16_to_fixed(C.uint16_t(whole))) }

// U16ProportionToFixed makes a part of one of a share of 65535 (u16_proportion_to_fixed).
func U16ProportionToFixed(share uint16) I32F32 {
	return I32F32(C.nanotao_u16_proportion_to_fixed(C.uint16_t(share)))
}
