//! Shows that nanotao's wire types have the traits of this release of parity-scale-codec.
#![no_std]

/// Builds only if the traits are those of the release that this package depends on.
pub fn encoded_len(call: &nanotao::call::Call<'_>) -> usize {
    parity_scale_codec::Encode::encoded_size(call)
}
