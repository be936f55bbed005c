//! BIP-39 phrases, English, by the substrate rule: the key comes from the phrase's entropy, not from its text.

use super::{MiniSecret, MnemonicError};
use crate::scale::Writer;
use bip39::{Language, Mnemonic};
use hmac::{Hmac, Mac};
use sha2::Sha512;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes that [`phrase`] writes at most: 24 words of 8 letters, and the spaces between.
pub const MAX_PHRASE_LEN: usize = 215;

const ROUNDS: usize = 2048;

/// A phrase's entropy: 16, 20, 24, 28 or 32 bytes. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Entropy {
    bytes: [u8; 33],
    len: usize,
}

impl Entropy {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Reads the entropy out of a phrase (`Mnemonic::parse_in`, `to_entropy_array`). Words may have any white space between
/// them; letters must be lower-case ASCII.
///
/// # Errors
/// [`MnemonicError::WordCount`], [`MnemonicError::UnknownWord`] or [`MnemonicError::Checksum`].
pub fn entropy(phrase: &str) -> Result<Entropy, MnemonicError> {
    let (bytes, len) = parse(phrase)?.to_entropy_array();
    Ok(Entropy { bytes, len })
}

/// Writes the phrase that stands for `entropy`.
///
/// # Errors
/// [`MnemonicError::EntropyLength`], or [`MnemonicError::BufferTooSmall`]; [`MAX_PHRASE_LEN`] bytes always do.
pub fn phrase<'a>(entropy: &[u8], out: &'a mut [u8]) -> Result<&'a str, MnemonicError> {
    let length = MnemonicError::EntropyLength { found: entropy.len() };
    let mnemonic = Mnemonic::from_entropy_in(Language::English, entropy).map_err(|_| length)?;
    let separators = core::iter::once("").chain(core::iter::repeat(" "));
    let parts = || separators.clone().zip(mnemonic.words());
    let needed = parts().map(|(space, word)| space.len().saturating_add(word.len())).sum();
    let too_small = MnemonicError::BufferTooSmall { needed };
    let mut text = Writer::new(out.get_mut(..needed).ok_or(too_small)?);
    for (space, word) in parts() {
        text.bytes(space.as_bytes()).and_then(|()| text.bytes(word.as_bytes())).map_err(|_| too_small)?;
    }
    core::str::from_utf8(text.finish()).map_err(|_| length)
}

/// Computes the secret that a phrase and a password stand for in Substrate wallets.
///
/// The password is taken as it is, without Unicode normalisation.
///
/// # Errors
/// As [`entropy`].
///
/// # Chain source
/// `Pair::from_phrase` in `sp-core`, `seed_from_entropy` in `substrate-bip39`: the first half of PBKDF2-HMAC-SHA512
/// over the entropy with the salt `mnemonic` + password.
///
/// # Cost
/// 2048 rounds: 50 million instructions on a Cortex-M4.
pub fn mini_secret(phrase: &str, password: &str) -> Result<MiniSecret, MnemonicError> {
    mini_secret_from_entropy(entropy(phrase)?.as_bytes(), password)
}

/// Computes the same as [`mini_secret`] from the entropy itself.
///
/// # Errors
/// [`MnemonicError::EntropyLength`].
pub fn mini_secret_from_entropy(entropy: &[u8], password: &str) -> Result<MiniSecret, MnemonicError> {
    let length = MnemonicError::EntropyLength { found: entropy.len() };
    if !matches!(entropy.len(), 16 | 20 | 24 | 28 | 32) {
        return Err(length);
    }
    let seed = Zeroizing::new(pbkdf2(entropy, password).ok_or(length)?);
    let (half, _) = seed.split_first_chunk().ok_or(length)?;
    Ok(MiniSecret::new(*half))
}

/// Computes the seed of BIP-39 itself, from the phrase's text (`mnemonicToLegacySeed` of polkadot-js): for wallets that
/// follow BIP-32, not for Substrate's. A password outside ASCII must be in NFKD already.
///
/// # Errors
/// As [`entropy`].
pub fn bip39_seed(phrase: &str, password: &str) -> Result<Zeroizing<[u8; 64]>, MnemonicError> {
    Ok(Zeroizing::new(parse(phrase)?.to_seed_normalized(password)))
}

fn parse(phrase: &str) -> Result<Mnemonic, MnemonicError> {
    Mnemonic::parse_in_normalized(Language::English, phrase).map_err(|error| match error {
        bip39::Error::BadWordCount(found) => MnemonicError::WordCount { found },
        bip39::Error::UnknownWord(index) => MnemonicError::UnknownWord { index },
        _ => MnemonicError::Checksum,
    })
}

/// The first block of PBKDF2-HMAC-SHA512; it is all that is needed, and the password goes in as it is, at any length.
fn pbkdf2(key: &[u8], password: &str) -> Option<[u8; 64]> {
    let keyed = Hmac::<Sha512>::new_from_slice(key).ok()?;
    let mut first = keyed.clone();
    for part in [b"mnemonic", password.as_bytes(), &[0, 0, 0, 1]] {
        first.update(part);
    }
    let mut link: Zeroizing<[u8; 64]> = Zeroizing::new(first.finalize().into_bytes().into());
    let mut sum = *link;
    for _ in 1..ROUNDS {
        let mut next = keyed.clone();
        next.update(link.as_slice());
        *link = next.finalize().into_bytes().into();
        for (to, from) in sum.iter_mut().zip(link.iter()) {
            *to ^= from;
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::{MAX_PHRASE_LEN, bip39_seed, entropy, mini_secret, mini_secret_from_entropy, phrase};
    use crate::crypto::{MnemonicError, unhex};

    // clients/js_polkadot.json, `mini`.
    const WORDS: &str = "caution juice atom organ advance problem want pledge someone senior holiday very";
    const ENTROPY: &str = "24af18394e303f56fdbd34cf1875b379";
    const MINI_SECRET: &str = "18f54377650d367f73b36c2309aaab117d470b0a6347e0c90d646a28d96b4b33";
    const LEGACY: &str = "6717ccf647531d88660fe3a811d6207bfc2ec6c2765917d04aa4548ad4e7604f\
        9ee8429bad69b2034fa0c9fff0b0098714fc53387e6af6c8e01ba33625ff9d56";

    #[test]
    fn a_phrase_has_the_entropy_and_the_secrets_of_polkadot_js() {
        assert_eq!(entropy(WORDS).unwrap().as_bytes(), unhex::<16>(ENTROPY));
        assert_eq!(*mini_secret(WORDS, "password").unwrap().as_bytes(), unhex(MINI_SECRET));
        assert_eq!(*bip39_seed(WORDS, "password").unwrap(), unhex(LEGACY));
    }

    #[test]
    fn entropy_of_every_length_comes_back_from_its_phrase() {
        for len in [16, 20, 24, 28, 32] {
            for byte in [0, 0x5a, 0xff] {
                let bytes = &[byte; 32][..len];
                let mut out = [0; MAX_PHRASE_LEN];
                let words = phrase(bytes, &mut out).unwrap();
                assert_eq!(words.split(' ').count(), len * 3 / 4);
                assert_eq!(entropy(words).unwrap().as_bytes(), bytes);
                let needed = words.len();
                let mut short = std::vec![0; needed - 1];
                assert_eq!(phrase(bytes, &mut short), Err(MnemonicError::BufferTooSmall { needed }));
            }
        }
        for found in [0, 15, 17, 31, 33] {
            let error = MnemonicError::EntropyLength { found };
            assert_eq!(phrase(&[0; 33][..found], &mut []), Err(error));
            assert_eq!(mini_secret_from_entropy(&[0; 33][..found], "").err(), Some(error));
        }
    }

    // clients/keys_core.json, `bad_mnemonic`.
    #[test]
    fn what_is_wrong_in_a_phrase_is_named_with_its_place() {
        let good = "bottom drive obey lake curtain smoke basket hold race lonely fit";
        for (last, error) in [
            (" fit", MnemonicError::Checksum),
            (" walkk", MnemonicError::UnknownWord { index: 11 }),
            ("", MnemonicError::WordCount { found: 11 }),
        ] {
            assert_eq!(entropy(&[good, last].concat()).err(), Some(error));
        }
        assert_eq!(entropy("").err(), Some(MnemonicError::WordCount { found: 0 }));
    }
}
