//! Keys from files. No secret is taken from the command line, where every process of the machine can read it.

use clap::Args;
use nanotao::AccountId;
use nanotao::crypto::{MiniSecret, Scheme, Signer, UriError, ed25519, mnemonic, sr25519};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{Error, Result, files};

/// Where a key's secret comes from: one of these.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub struct KeySource {
    /// A file with a secret URI: phrase//hard/soft///password, or 0x and a seed in hex
    #[arg(long, global = true, value_name = "FILE", help_heading = "Key")]
    pub uri_file: Option<String>,
    /// A file with a BIP-39 phrase
    #[arg(long, global = true, value_name = "FILE", help_heading = "Key")]
    pub mnemonic_file: Option<String>,
    /// A file with the phrase's password
    #[arg(long, global = true, value_name = "FILE", help_heading = "Key")]
    pub password_file: Option<String>,
    /// An unencrypted key file of a Bittensor wallet (hotkeys are), or a seed of 32 bytes in hex
    #[arg(long, global = true, value_name = "FILE", help_heading = "Key")]
    pub key_file: Option<String>,
    /// A development key, such as //Alice: everybody knows its secret
    #[arg(long, global = true, value_name = "PATH", help_heading = "Key")]
    pub dev: Option<String>,
    /// Takes the ed25519 key; without it, sr25519, as Bittensor wallets do
    #[arg(long, global = true, help_heading = "Key")]
    pub ed25519: bool,
}

/// What a Bittensor wallet writes, as far as it matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WalletFile<'a> {
    #[serde(borrow)]
    secret_seed: Option<&'a str>,
    #[serde(borrow)]
    secret_phrase: Option<&'a str>,
    ss58_address: Option<String>,
}

/// Marks in front of encrypted wallet files.
const ENCRYPTED: [&str; 3] = ["$NACL", "$ANSIBLE_VAULT", "gAAAAA"];

impl KeySource {
    /// Reads the secret and makes the key.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) unless exactly one source is given, [`Kind::Io`](crate::Kind::Io) for a file
    /// that cannot be read, [`Kind::Input`](crate::Kind::Input) for what is in it.
    pub fn key(&self) -> Result<Box<dyn Signer>> {
        key(&self.uri()?, if self.ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 })
    }

    /// Reads the secret, as a secret URI.
    ///
    /// # Errors
    /// As [`key`](Self::key).
    pub fn uri(&self) -> Result<Zeroizing<String>> {
        if self.password_file.is_some() && self.mnemonic_file.is_none() {
            return Err(Error::usage("--password-file goes with --mnemonic-file only")
                .remedy("leave it out; in a secret URI the password follows ///"));
        }
        match (&self.uri_file, &self.mnemonic_file, &self.key_file, &self.dev) {
            (Some(path), None, None, None) => {
                let text = files::read_text(path)?;
                let uri = text.trim_end_matches(['\r', '\n']);
                // Whoever knows Substrate takes nothing for the phrase of the development keys.
                if uri.is_empty() {
                    return Err(Error::input(format_args!("{path} is empty"))
                        .remedy("write a secret URI into it, or name a development key by --dev"));
                }
                Ok(Zeroizing::new(uri.to_owned()))
            }
            (None, Some(path), None, None) => self.phrase(path),
            (None, None, Some(path), None) => wallet(path),
            (None, None, None, Some(path)) if path.starts_with('/') => Ok(Zeroizing::new(path.clone())),
            (None, None, None, Some(_)) => Err(Error::usage(
                "--dev takes a path such as //Alice, and no secret",
            )
            .remedy("put a secret into a file and name it by --uri-file, --mnemonic-file or --key-file")),
            (None, None, None, None) => Err(Error::usage("no key is given")
                .remedy("name one by --uri-file, --mnemonic-file, --key-file or --dev")),
            _ => Err(Error::usage("more than one key is given").remedy("keep one")),
        }
    }

    fn phrase(&self, path: &str) -> Result<Zeroizing<String>> {
        let text = files::read_text(path)?;
        mnemonic::entropy(&text).map_err(|error| Error::from(error).context(path))?;
        let password = match &self.password_file {
            Some(file) => files::read_text(file)?,
            None => Zeroizing::default(),
        };
        let password = password.trim_end_matches(['\r', '\n']);
        let capacity = text.len().saturating_add(password.len()).saturating_add(4);
        let mut uri = Zeroizing::new(String::with_capacity(capacity));
        for (index, word) in text.split_whitespace().enumerate() {
            uri.push_str(if index == 0 { "" } else { " " });
            uri.push_str(word);
        }
        if !password.is_empty() {
            uri.push_str("///");
            uri.push_str(password);
        }
        Ok(uri)
    }
}

/// Reads the key file of a Bittensor wallet.
fn wallet(path: &str) -> Result<Zeroizing<String>> {
    let text = files::read_text(path)?;
    if ENCRYPTED.iter().any(|mark| text.starts_with(mark)) {
        return Err(Error::input(format_args!("{path} is encrypted")).remedy(
            "use the wallet's phrase by --mnemonic-file, or a hotkey's file, which is not encrypted",
        ));
    }
    if !text.trim_start().starts_with('{') {
        return seed_uri(text.trim()).ok_or_else(|| {
            Error::input(format_args!(
                "{path} is neither the key file of a wallet nor a seed of 32 bytes in hex"
            ))
            .remedy("a phrase is read by --mnemonic-file, a secret URI by --uri-file")
        });
    }
    // The error of serde_json may quote what it found, and that may be a secret: its place is enough.
    let file: WalletFile<'_> = serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::input(format_args!("{path} is no key file of a wallet: see line {line} column {column}"))
            .remedy("take the file as the wallet wrote it, or its phrase by --mnemonic-file")
    })?;
    let uri = match (file.secret_seed, file.secret_phrase) {
        (Some(seed), _) => seed_uri(seed).ok_or_else(|| {
            Error::input(format_args!("{path}: `secretSeed` is not 32 bytes in hex"))
                .remedy("take the phrase by --mnemonic-file")
        })?,
        (None, Some(phrase)) => {
            mnemonic::entropy(phrase).map_err(|error| Error::from(error).context(path))?;
            Zeroizing::new(phrase.to_owned())
        }
        (None, None) => {
            return Err(Error::input(format_args!(
                "{path} holds no secret: neither `secretSeed` nor `secretPhrase`"
            ))
            .remedy("if it is a wallet's public key file, take the one without `pub` in its name"));
        }
    };
    // Whoever mixed up two wallets learns it here, and not from a signature of the wrong account.
    if let Some(address) = &file.ss58_address {
        let addresses = [Scheme::Sr25519, Scheme::Ed25519].map(|scheme| {
            key(&uri, scheme).map(|key| nanotao::ss58::Address::new(&key.account()).to_string())
        });
        if !addresses.into_iter().any(|found| found.as_ref() == Ok(address)) {
            return Err(Error::input(format_args!(
                "the secret in {path} is not that of {address}, its own address"
            ))
            .remedy("take the file as the wallet wrote it, or its phrase by --mnemonic-file"));
        }
    }
    Ok(uri)
}

/// Makes a secret URI of a seed's hex digits, if they are 32 bytes.
fn seed_uri(digits: &str) -> Option<Zeroizing<String>> {
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    MiniSecret::from_hex(digits)?;
    let mut uri = Zeroizing::new(String::with_capacity(66));
    uri.push_str("0x");
    uri.push_str(digits);
    Some(uri)
}

/// Makes the key that a secret URI names.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) as the URI says; the error never quotes it.
pub fn key(uri: &str, scheme: Scheme) -> Result<Box<dyn Signer>> {
    match scheme {
        Scheme::Sr25519 => Ok(Box::new(sr25519::Keypair::from_uri(uri)?)),
        Scheme::Ed25519 => Ok(Box::new(ed25519::Keypair::from_uri(uri)?)),
        Scheme::Ecdsa => Err(nanotao::crypto::SignError::UnsupportedScheme { scheme }.into()),
    }
}

/// The accounts of a secret URI: its sr25519 one, and its ed25519 one if its path has no soft step.
///
/// # Errors
/// As [`key`].
pub fn accounts(uri: &str) -> Result<(AccountId, Option<AccountId>)> {
    let sr25519 = sr25519::Keypair::from_uri(uri)?.account();
    match ed25519::Keypair::from_uri(uri) {
        Ok(key) => Ok((sr25519, Some(key.account()))),
        Err(UriError::SoftJunction { .. }) => Ok((sr25519, None)),
        Err(error) => Err(error.into()),
    }
}

/// Adds steps to a secret URI's path, before its password.
///
/// # Errors
/// [`Kind::Usage`](crate::Kind::Usage) unless `path` is one.
pub fn derive(uri: &str, path: &str) -> Result<Zeroizing<String>> {
    if !path.starts_with('/') || path.contains("///") {
        return Err(Error::usage(format_args!("{path:?} is no path"))
            .remedy("write it as //hard/soft; a password goes into a file, named by --password-file"));
    }
    let (front, password) = uri.split_at_checked(uri.find("///").unwrap_or(uri.len())).unwrap_or((uri, ""));
    let capacity = uri.len().saturating_add(path.len());
    let mut derived = Zeroizing::new(String::with_capacity(capacity));
    for part in [front, path, password] {
        derived.push_str(part);
    }
    Ok(derived)
}

#[cfg(test)]
mod tests {
    use super::{accounts, derive};

    #[test]
    fn a_step_goes_before_the_password() {
        assert_eq!(*derive("a b//c///pw", "/d").unwrap(), "a b//c/d///pw");
        assert_eq!(*derive("//Alice", "//stash").unwrap(), "//Alice//stash");
        for wrong in ["Alice", "", "//a///pw"] {
            assert!(derive("//Alice", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_soft_step_has_no_ed25519_account() {
        assert!(accounts("//Alice").unwrap().1.is_some());
        assert!(accounts("//Alice/soft").unwrap().1.is_none());
    }
}
