//! Secret URIs: `phrase//hard/soft///password`.

use super::{Junctions, MiniSecret, UriError};

/// The phrase that a URI without one stands for. Everybody knows it.
pub const DEV_PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// What [`DEV_PHRASE`] comes to without a password.
const DEV_MINI_SECRET: [u8; 32] = [
    0xfa, 0xc7, 0x95, 0x9d, 0xbf, 0xe7, 0x2f, 0x05, 0x2e, 0x5a, 0x0c, 0x3c, 0x8d, 0x65, 0x30, 0xf2, 0x02,
    0xb0, 0x2f, 0xd8, 0xf9, 0xf5, 0xca, 0x35, 0x80, 0xec, 0x8d, 0xeb, 0x77, 0x97, 0x47, 0x9e,
];

/// A secret URI, taken apart (`SecretUri`). It borrows its secrets and is never shown.
///
/// `[phrase | 0x seed] (//hard | /soft)* [///password]`; the phrase holds ASCII letters, digits and spaces.
pub struct SecretUri<'a> {
    phrase: &'a str,
    path: &'a str,
    password: &'a str,
}

impl<'a> SecretUri<'a> {
    /// Takes `uri` apart.
    ///
    /// # Errors
    /// [`UriError::InvalidCharacter`] or [`UriError::MissingJunction`], with its place.
    ///
    /// # Chain source
    /// `AddressUri::parse` and `SecretUri::from_str` in `sp-core`.
    pub fn parse(uri: &'a str) -> Result<Self, UriError> {
        let offset = |rest: &str| uri.len().saturating_sub(rest.len());
        let rest = uri.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == ' ');
        let (phrase, rest) = uri.split_at_checked(offset(rest)).unwrap_or((uri, ""));

        let mut after_path = rest;
        let mut password = "";
        while !after_path.is_empty() {
            if let Some(found) = after_path.strip_prefix("///") {
                password = found;
                break;
            }
            let Some(name) = after_path.strip_prefix("//").or_else(|| after_path.strip_prefix('/')) else {
                return Err(UriError::InvalidCharacter { offset: offset(after_path) });
            };
            after_path = name.trim_start_matches(|c: char| c != '/');
            if after_path.len() == name.len() {
                return Err(UriError::MissingJunction { offset: offset(name) });
            }
        }
        if let Some(line) = password.find('\n') {
            return Err(UriError::InvalidCharacter { offset: offset(password).saturating_add(line) });
        }
        let path_len = rest.len().saturating_sub(after_path.len());
        let (path, _) = rest.split_at_checked(path_len).unwrap_or((rest, ""));
        Ok(Self { phrase: if phrase.is_empty() { DEV_PHRASE } else { phrase }, path, password })
    }

    /// The steps from the root key to the key meant.
    pub fn junctions(&self) -> Junctions<'a> {
        Junctions::new(self.path)
    }

    /// Computes the root's secret: a seed as it is, a phrase by the substrate rule.
    ///
    /// # Errors
    /// [`UriError::InvalidSeed`], [`UriError::InvalidPhrase`], or [`UriError::PhraseUnsupported`] where the feature
    /// `mnemonic` is off and the URI needs more than [`DEV_PHRASE`] without a password.
    ///
    /// # Chain source
    /// `Pair::from_string_with_seed` in `sp-core`: a password beside a seed has no effect.
    pub fn mini_secret(&self) -> Result<MiniSecret, UriError> {
        if let Some(seed) = self.phrase.strip_prefix("0x") {
            // sp-core strips a second one, too.
            let digits = seed.strip_prefix("0x").unwrap_or(seed);
            return MiniSecret::from_hex(digits).ok_or(UriError::InvalidSeed);
        }
        if self.phrase == DEV_PHRASE && self.password.is_empty() {
            return Ok(MiniSecret::new(DEV_MINI_SECRET));
        }
        #[cfg(feature = "mnemonic")]
        return super::mnemonic::mini_secret(self.phrase, self.password).map_err(UriError::InvalidPhrase);
        #[cfg(not(feature = "mnemonic"))]
        Err(UriError::PhraseUnsupported)
    }
}
