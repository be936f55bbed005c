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

#[cfg(test)]
mod tests {
    use super::SecretUri;
    use crate::crypto::DeriveJunction::{Hard, Soft};
    use crate::crypto::{UriError, chain_code};
    use std::vec::Vec;

    fn parts(uri: &str) -> Result<(&str, Vec<crate::crypto::DeriveJunction>, &str), UriError> {
        SecretUri::parse(uri).map(|parsed| (parsed.phrase, parsed.junctions().collect(), parsed.password))
    }

    // The grammar is that of the regular expression in sp-core's address_uri.rs.
    #[test]
    fn a_uri_comes_apart_as_in_sp_core() {
        let (a, b) = (chain_code("a"), chain_code("b c\n\u{e9}"));
        assert_eq!(parts(""), Ok((super::DEV_PHRASE, [].into(), "")));
        assert_eq!(parts("x Y 1"), Ok(("x Y 1", [].into(), "")));
        assert_eq!(
            parts("//a/b c\n\u{e9}//a"),
            Ok((super::DEV_PHRASE, [Hard(a), Soft(b), Hard(a)].into(), ""))
        );
        assert_eq!(parts("x/a///"), Ok(("x", [Soft(a)].into(), "")));
        assert_eq!(parts("x///a/b//c///d"), Ok(("x", [].into(), "a/b//c///d")));
        assert_eq!(parts("x////"), Ok(("x", [].into(), "/")));
    }

    #[test]
    fn what_is_wrong_in_a_uri_is_named_with_its_place() {
        for (uri, error) in [
            ("x-y//a", UriError::InvalidCharacter { offset: 1 }),
            ("\u{e9}", UriError::InvalidCharacter { offset: 0 }),
            ("x/", UriError::MissingJunction { offset: 2 }),
            ("x//", UriError::MissingJunction { offset: 3 }),
            ("x/a//", UriError::MissingJunction { offset: 5 }),
            ("x/a///p\n", UriError::InvalidCharacter { offset: 7 }),
        ] {
            assert_eq!(parts(uri).err(), Some(error), "{uri}");
        }
    }

    #[test]
    fn a_seed_has_64_digits() {
        let secret = |uri: &str| SecretUri::parse(uri)?.mini_secret().map(|secret| *secret.as_bytes());
        let seed = "0x1111111111111111111111111111111111111111111111111111111111111111";
        assert_eq!(secret(seed), Ok([0x11; 32]));
        assert_eq!(secret(&seed[..64]), Err(UriError::InvalidSeed));
        assert_eq!(secret("0x"), Err(UriError::InvalidSeed));
    }

    #[cfg(feature = "mnemonic")]
    #[test]
    fn the_secret_of_the_development_phrase_is_what_the_phrase_comes_to() {
        let secret = crate::crypto::mnemonic::mini_secret(super::DEV_PHRASE, "").unwrap();
        assert_eq!(*secret.as_bytes(), super::DEV_MINI_SECRET);
    }

    #[cfg(not(feature = "mnemonic"))]
    #[test]
    fn a_build_without_phrases_says_so() {
        let error = SecretUri::parse("//Alice///password").unwrap().mini_secret().err();
        assert_eq!(error, Some(UriError::PhraseUnsupported));
    }
}
