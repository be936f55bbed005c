//! The chain's fixed-point numbers, as pairs of 64 bits: C has no wider integer.

use nanotao::fixed;

/// A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct I64F64 {
    /// What is after the point, in 2^-64.
    pub fraction: u64,
    /// What is before it, rounded down.
    pub integer: i64,
}

/// A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct U64F64 {
    /// What is after the point, in 2^-64.
    pub fraction: u64,
    /// What is before it.
    pub integer: u64,
}

/// A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct U96F32 {
    /// The lower half of the bits.
    pub low: u64,
    /// The upper half.
    pub high: u64,
}

/// A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct I96F32 {
    /// The lower half of the bits.
    pub low: u64,
    /// The upper half.
    pub high: i64,
}

macro_rules! convert {
    ($($name:ident { $low:ident, $high:ident: $half:ty } as $bits:ty),* $(,)?) => {$(
        impl $name {
            pub(crate) fn to_core(self) -> fixed::$name {
                fixed::$name::from_bits(<$bits>::from(self.$high) << 64 | <$bits>::from(self.$low))
            }
        }

        impl From<fixed::$name> for $name {
            fn from(number: fixed::$name) -> Self {
                let bits = number.to_bits();
                Self { $low: bits as u64, $high: (bits >> 64) as $half }
            }
        }
    )*};
}

convert! {
    I64F64 { fraction, integer: i64 } as i128,
    U64F64 { fraction, integer: u64 } as u128,
    U96F32 { low, high: u64 } as u128,
    I96F32 { low, high: i64 } as i128,
}
