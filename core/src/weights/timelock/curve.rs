//! What timelock needs of BLS12-381, and how scalars that must stay secret are multiplied.

use super::comb::TABLE;
use ic_bls12_381::hash_to_curve::{ExpandMsgXmd, HashToCurve};
use ic_bls12_381::{G1Affine, G1Projective, G2Affine, G2Projective, Gt, Scalar};
use sha2::Sha256;
use subtle::{ConditionallyNegatable, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

/// The domain of drand quicknet's signatures. It says `NUL` though RFC 9380 has other names for suites: it is drand's.
const DOMAIN: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/// Bits between two teeth of the comb.
const SPACING: u32 = 51;

/// ½ modulo the order of the groups.
const HALF: Scalar = Scalar::from_raw([
    0x7fff_ffff_8000_0001,
    0xa9de_d201_7fff_2dff,
    0x199c_ec04_04d0_ec02,
    0x39f6_d3a9_94ce_bea4,
]);

/// ½ · (2²⁵⁵ - 1), the sum of all digits of the comb being 1.
const HALF_OF_ALL_ONES: Scalar = Scalar::from_raw([
    0x8000_0000_7fff_ffff,
    0x5621_2dfe_8000_d200,
    0xe663_13fb_fb2f_13fd,
    0x0609_2c56_6b31_415b,
]);

/// Hashes to a point of G1 (RFC 9380, with a random oracle).
#[inline(never)]
pub(super) fn hash_to_g1(message: &[u8]) -> G1Projective {
    <G1Projective as HashToCurve<ExpandMsgXmd<Sha256>>>::hash_to_curve(message, DOMAIN)
}

/// The pairing of both points.
#[inline(never)]
pub(super) fn pairing(p: &G1Affine, q: &G2Affine) -> Gt {
    ic_bls12_381::pairing(p, q)
}

/// The pairing's value as arkworks writes it, which `tle` hashes: lowest coefficient and lowest byte first, where the
/// library has the highest first.
pub(super) fn gt_bytes(value: &Gt) -> Zeroizing<[u8; 576]> {
    let mut bytes = Zeroizing::new(value.to_bytes());
    bytes.reverse();
    bytes
}

/// Multiplies the generator of G2, in time that does not depend on the scalar: one doubling and one addition for five bits,
/// by a comb whose teeth are [`SPACING`] bits apart. The general multiplication takes five of each.
///
/// The scalar is written with digits 1 and -1 (Hamburg, ePrint 2012/309): the halves of the table are each
/// other's negatives, so that one of them is enough.
#[inline(never)]
pub(super) fn mul_g2_generator(scalar: &Scalar) -> G2Affine {
    let mut points = [G2Affine::identity(); 16];
    for (point, bytes) in points.iter_mut().zip(&TABLE) {
        *point = G2Affine::from_uncompressed_unchecked(bytes).unwrap_or(G2Affine::generator());
    }
    // Where a digit is 1, the bit of this is set.
    let mut signs = scalar.mul(&HALF).add(&HALF_OF_ALL_ONES);
    let bits = Zeroizing::new(signs.to_bytes());
    signs.zeroize();
    let bit = |at: u32| {
        let byte = bits.get((at / 8) as usize).copied().unwrap_or_default();
        byte.wrapping_shr(at % 8) & 1
    };
    let mut product = G2Projective::identity();
    for place in (0..SPACING).rev() {
        product = product.double();
        let negative = 1 ^ bit(place.wrapping_add(4 * SPACING));
        let mut index = 0_u8;
        for tooth in (0..4).rev() {
            index = index.wrapping_shl(1) | (bit(place.wrapping_add(SPACING.wrapping_mul(tooth))) ^ negative);
        }
        let mut tooth = select(&points, index);
        tooth.conditional_negate(negative.into());
        product = product.add_mixed(&tooth);
        tooth.zeroize();
    }
    let point = G2Affine::from(&product);
    product.zeroize();
    point
}

/// Multiplies a point of G1 four bits at a time, in time that does not depend on the scalar.
#[inline(never)]
pub(super) fn mul_g1(point: &G1Projective, scalar: &Scalar) -> G1Projective {
    let mut multiples = [G1Projective::identity(); 16];
    let mut multiple = G1Projective::identity();
    for entry in &mut multiples {
        *entry = multiple;
        multiple = multiple.add(point);
    }
    let bytes = Zeroizing::new(scalar.to_bytes());
    let mut product = G1Projective::identity();
    for digit in bytes.iter().rev().flat_map(|byte| [byte >> 4, byte & 0x0f]) {
        for _ in 0..4 {
            product = product.double();
        }
        let mut addend = select(&multiples, digit);
        product = product.add(&addend);
        addend.zeroize();
    }
    product
}

/// Looks at every entry and keeps the one at `index`.
fn select<T: ConditionallySelectable + Default>(table: &[T; 16], index: u8) -> T {
    let mut selected = T::default();
    for (entry, place) in table.iter().zip(0_u8..) {
        selected.conditional_assign(entry, place.ct_eq(&index));
    }
    selected
}
