//! Signatures as they stand in an extrinsic.

use crate::scale::{Reader, Scale, ScaleError, Writer};
use core::fmt;

/// A signature scheme, numbered as the variants of `MultiSignature` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(
    feature = "codec",
    derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
)]
#[repr(u8)]
pub enum Scheme {
    /// Edwards-curve signatures as in RFC 8032, verified by ZIP-215.
    Ed25519 = 0,
    /// Schnorr signatures over Ristretto, in the context `substrate`.
    Sr25519 = 1,
    /// Recoverable signatures over secp256k1.
    Ecdsa = 2,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ed25519 => "ed25519",
            Self::Sr25519 => "sr25519",
            Self::Ecdsa => "ecdsa",
        })
    }
}

/// A signature and its scheme (`MultiSignature`).
///
/// # Chain source
/// `sp_runtime::MultiSignature`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(
    feature = "codec",
    derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
)]
pub enum MultiSignature {
    /// R and s.
    Ed25519([u8; 64]),
    /// R and s, with the marker bit of schnorrkel.
    Sr25519([u8; 64]),
    /// r, s and the recovery id.
    Ecdsa([u8; 65]),
}

impl MultiSignature {
    /// Bytes of the longest SCALE form.
    pub const MAX_ENCODED_LEN: usize = 66;

    /// The scheme.
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Ed25519(_) => Scheme::Ed25519,
            Self::Sr25519(_) => Scheme::Sr25519,
            Self::Ecdsa(_) => Scheme::Ecdsa,
        }
    }

    /// The signature without its scheme.
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(bytes) | Self::Sr25519(bytes) => bytes,
            Self::Ecdsa(bytes) => bytes,
        }
    }
}

impl<'a> Scale<'a> for MultiSignature {
    fn encoded_len(&self) -> usize {
        self.as_bytes().len().saturating_add(1)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&[self.scheme() as u8])?;
        out.bytes(self.as_bytes())
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let offset = input.offset();
        match u8::parse(input)? {
            0 => input.array().map(Self::Ed25519),
            1 => input.array().map(Self::Sr25519),
            2 => input.array().map(Self::Ecdsa),
            found => Err(ScaleError::InvalidTag { offset, found }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MultiSignature;
    use crate::scale::{Reader, Scale, ScaleError, Writer};

    #[test]
    fn a_signature_is_its_scheme_s_number_and_its_bytes() {
        for (index, signature) in [
            MultiSignature::Ed25519([7; 64]),
            MultiSignature::Sr25519([7; 64]),
            MultiSignature::Ecdsa([7; 65]),
        ]
        .into_iter()
        .enumerate()
        {
            let mut buffer = [0; MultiSignature::MAX_ENCODED_LEN];
            let mut out = Writer::new(&mut buffer);
            signature.encode(&mut out).unwrap();
            let bytes = out.finish();
            assert_eq!(bytes.len(), signature.encoded_len());
            assert_eq!(bytes[0], index as u8);
            assert_eq!(&bytes[1..], signature.as_bytes());
            assert_eq!(MultiSignature::parse(&mut Reader::new(bytes)), Ok(signature));
            let missing = ScaleError::UnexpectedEnd { offset: 1, missing: 1 };
            assert_eq!(MultiSignature::parse(&mut Reader::new(&bytes[..bytes.len() - 1])), Err(missing));
        }
        let unknown = ScaleError::InvalidTag { offset: 0, found: 3 };
        assert_eq!(MultiSignature::parse(&mut Reader::new(&[3; 66])), Err(unknown));
    }
}
