// The chain's fixed-point arithmetic. Numbers are bigints of their smallest part: one is 2^32, or 2^64 of `I64F64` and `U64F64`.
import { CONSTANTS } from './abi.js';
import { abi } from './runtime.js';
import { NanotaoError } from './values.js';

/** What two numbers of one type come to. Products are rounded down, quotients towards zero. */
export interface Arithmetic {
  /** The sum, or the nearest number of the type (`saturating_add`). */
  saturatingAdd(a: bigint, b: bigint): bigint;
  /** The difference, or the nearest number of the type (`saturating_sub`). */
  saturatingSub(a: bigint, b: bigint): bigint;
  /** The product, or the nearest number of the type (`saturating_mul`). */
  saturatingMul(a: bigint, b: bigint): bigint;
  /** The quotient, or the nearest number of the type (`saturating_div`); throws where `b` is zero. */
  saturatingDiv(a: bigint, b: bigint): bigint;
  /** The sum, or null if it does not fit (`checked_add`). */
  checkedAdd(a: bigint, b: bigint): bigint | null;
  /** The difference, or null if it does not fit (`checked_sub`). */
  checkedSub(a: bigint, b: bigint): bigint | null;
  /** The product, or null if it does not fit (`checked_mul`). */
  checkedMul(a: bigint, b: bigint): bigint | null;
  /** The quotient, or null if there is none that fits (`checked_div`). */
  checkedDiv(a: bigint, b: bigint): bigint | null;
  /** The quotient, or 0 if there is none that fits (`safe_div`). */
  safeDiv(a: bigint, b: bigint): bigint;
}

function arithmetic(compute: (given: { operation: number; a: bigint; b: bigint }) => bigint): Arithmetic {
  const computed = (operation: number) => (a: bigint, b: bigint): bigint => compute({ operation, a, b });
  const checked = (operation: number) => (a: bigint, b: bigint): bigint | null => {
    try {
      return compute({ operation, a, b });
    } catch (error) {
      if (error instanceof NanotaoError && error.status === 'FIXED_NO_RESULT') return null;
      throw error;
    }
  };
  return {
    saturatingAdd: computed(CONSTANTS.FIXED_SATURATING_ADD),
    saturatingSub: computed(CONSTANTS.FIXED_SATURATING_SUB),
    saturatingMul: computed(CONSTANTS.FIXED_SATURATING_MUL),
    saturatingDiv: computed(CONSTANTS.FIXED_SATURATING_DIV),
    checkedAdd: checked(CONSTANTS.FIXED_CHECKED_ADD),
    checkedSub: checked(CONSTANTS.FIXED_CHECKED_SUB),
    checkedMul: checked(CONSTANTS.FIXED_CHECKED_MUL),
    checkedDiv: checked(CONSTANTS.FIXED_CHECKED_DIV),
    safeDiv: computed(CONSTANTS.FIXED_SAFE_DIV),
  };
}

/** Numbers of 64 bits, 32 of them after the point. */
export const I32F32 = arithmetic(abi.nanotao_fixed_i32f32);
/** Numbers of 128 bits, 64 of them after the point. */
export const I64F64 = arithmetic(abi.nanotao_fixed_i64f64);
/** Numbers of 128 bits without a sign, 64 of them after the point. */
export const U64F64 = arithmetic(abi.nanotao_fixed_u64f64);
/** Numbers of 128 bits without a sign, 32 of them after the point. */
export const U96F32 = arithmetic(abi.nanotao_fixed_u96f32);
/** Numbers of 128 bits, 32 of them after the point. */
export const I96F32 = arithmetic(abi.nanotao_fixed_i96f32);

/** Computes e to the power of an `I32F32` (`exp`), with the chain's constants and early ends; throws where there is no result. */
export const exp = (x: bigint): bigint => abi.nanotao_fixed_exp({ x });

/** Computes the natural logarithm of an `I32F32` (`ln`), with the chain's constants; throws where there is none. */
export const ln = (x: bigint): bigint => abi.nanotao_fixed_ln({ x });

/** Computes the binary logarithm of an `I32F32` (`log2`); throws where there is none. */
export const log2 = (x: bigint): bigint => abi.nanotao_fixed_log2({ x });

/** Computes the binary logarithm of an `I96F32` (`log2`); throws where there is none. */
export const log2I96f32 = (x: bigint): bigint => abi.nanotao_fixed_log2_i96f32({ x });

/** Computes the square root of an `I32F32` (`sqrt`); throws where there is none. */
export const sqrt = (x: bigint): bigint => abi.nanotao_fixed_sqrt({ x });

/** Computes a power of an `I32F32` (`pow`); throws where there is no result. */
export const pow = (x: bigint, exponent: bigint): bigint => abi.nanotao_fixed_pow({ x, exponent });

/** Computes e to the power of an `I32F32`, held between -20 and 20 (`exp_safe`). */
export const expSafe = (x: bigint): bigint => abi.nanotao_fixed_exp_safe({ x });

/** Computes the natural logarithm of an `I32F32`, or 0 where there is none (`safe_ln`). */
export const safeLn = (x: bigint): bigint => abi.nanotao_fixed_safe_ln({ x });

/** Computes the sigmoid 1 / (1 + e^(-rho (input - kappa))) of `I32F32`s (`sigmoid_safe`). */
export const sigmoidSafe = (input: bigint, rho: bigint, kappa: bigint): bigint => abi.nanotao_fixed_sigmoid_safe({ input, rho, kappa });

/** Rounds an `I32F32` to a whole number, halves away from zero (`saturating_round`). */
export const round = (x: bigint): bigint => abi.nanotao_fixed_round({ x });

/** Cuts an `I32F32` to a whole number of 16 bits, saturating (`fixed_to_u16`). */
export const fixedToU16 = (x: bigint): number => abi.nanotao_fixed_to_u16({ x });

/** Cuts an `I32F32` to a whole number of 64 bits, saturating (`fixed_to_u64`). */
export const fixedToU64 = (x: bigint): bigint => abi.nanotao_fixed_to_u64({ x });

/** Makes an `I32F32` of a whole number (`u16_to_fixed`). */
export const u16ToFixed = (x: number): bigint => abi.nanotao_u16_to_fixed({ x });

/** Makes an `I32F32` of a share of 65535 (`u16_proportion_to_fixed`). */
export const u16ProportionToFixed = (x: number): bigint => abi.nanotao_u16_proportion_to_fixed({ x });

/** Makes a share of 65535 of an `I32F32`, saturating (`fixed_proportion_to_u16`). */
export const fixedProportionToU16 = (x: bigint): number => abi.nanotao_fixed_proportion_to_u16({ x });

/** Divides an `I32F32` by 65535 (`fixed_to_fixed_u16_proportion`). */
export const fixedToFixedU16Proportion = (x: bigint): bigint => abi.nanotao_fixed_to_fixed_u16_proportion({ x });

/** Widens an `I32F32` to an `I64F64` (`fixed32_to_fixed64`). */
export const fixed32ToFixed64 = (x: bigint): bigint => abi.nanotao_fixed32_to_fixed64({ x });

/** Narrows an `I64F64` to an `I32F32`, saturating (`fixed64_to_fixed32`). */
export const fixed64ToFixed32 = (x: bigint): bigint => abi.nanotao_fixed64_to_fixed32({ x });

/** Cuts an `I64F64` to a whole number, saturating (`fixed64_to_u64`). */
export const fixed64ToU64 = (x: bigint): bigint => abi.nanotao_fixed64_to_u64({ x });

/** Cuts a `U64F64` to a whole number (`saturating_to_num`). */
export const u64f64ToU64 = (x: bigint): bigint => abi.nanotao_u64f64_to_u64({ x });

/** Makes a `U96F32` of a `U64F64`, with half of the fraction (`saturating_to_num`). */
export const u64f64ToU96f32 = (x: bigint): bigint => abi.nanotao_u64f64_to_u96f32({ x });

/** Cuts a `U96F32` to a whole number, saturating (`saturating_to_num`). */
export const u96f32ToU64 = (x: bigint): bigint => abi.nanotao_u96f32_to_u64({ x });
