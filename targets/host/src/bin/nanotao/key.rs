//! `nanotao key`.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, Subcommand};
use nanotao::crypto::{SecretUri, mnemonic};
use nanotao_host::decode::{Description, account};
use nanotao_host::keys::{KeySource, accounts, derive};
use nanotao_host::text::to_hex;
use nanotao_host::{Error, Result, files};
use rand_core::{OsRng, RngCore};
use zeroize::Zeroizing;

use crate::answer::Answer;

#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  nanotao key generate -o hotkey.phrase
  nanotao key inspect --mnemonic-file hotkey.phrase
  nanotao key inspect --key-file ~/.bittensor/wallets/default/hotkeys/default
  nanotao key derive //validator --mnemonic-file hotkey.phrase")]
pub(crate) enum Command {
    /// Makes a BIP-39 phrase from the system's randomness
    #[command(after_help = "\
Examples:
  nanotao key generate -o hotkey.phrase
  nanotao key generate --words 24 --show-secret --json",
        group = ArgGroup::new("phrase").args(["output", "show_secret"]).required(true).multiple(true))]
    Generate {
        /// How many words
        #[arg(long, default_value = "12", value_parser = ["12", "24"])]
        words: String,
        /// Writes the phrase to this new file, readable by its owner only
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Prints the phrase
        #[arg(long)]
        show_secret: bool,
    },
    /// Shows the addresses of a key
    #[command(after_help = "\
Examples:
  nanotao key inspect --mnemonic-file hotkey.phrase
  nanotao key inspect --dev //Alice --json")]
    Inspect(Inspect),
    /// Shows the addresses of a key further down a path
    #[command(after_help = "\
Examples:
  nanotao key derive //validator --mnemonic-file hotkey.phrase
  nanotao key derive /soft --dev //Alice")]
    Derive {
        /// The steps: //hard or /soft
        path: String,
        #[command(flatten)]
        inspect: Inspect,
    },
}

#[derive(Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    source: KeySource,
    /// Prints the seed of the key's root too: what the phrase and its password stand for, before any path
    #[arg(long)]
    show_secret: bool,
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Generate { words, output, show_secret } => generate(&words, output.as_deref(), show_secret),
            Self::Inspect(Inspect { source, show_secret }) => show(&source.uri()?, &source, show_secret),
            Self::Derive { path, inspect: Inspect { source, show_secret } } => {
                show(&derive(&source.uri()?, &path)?, &source, show_secret)
            }
        }
    }
}

/// A phrase that was just made. Wiped when dropped.
pub(crate) struct NewPhrase {
    buffer: Zeroizing<[u8; mnemonic::MAX_PHRASE_LEN]>,
    len: usize,
}

impl NewPhrase {
    /// Makes one of `words` words from the system's randomness.
    pub(crate) fn generate(words: &str) -> Result<Self> {
        let mut entropy = Zeroizing::new([0; 32]);
        OsRng
            .try_fill_bytes(entropy.as_mut())
            .map_err(|error| Error::io(format_args!("the system's source of randomness failed: {error}")))?;
        let len = if words == "24" { 32 } else { 16 };
        let mut buffer = Zeroizing::new([0; mnemonic::MAX_PHRASE_LEN]);
        let len = mnemonic::phrase(entropy.get(..len).unwrap_or_default(), buffer.as_mut())?.len();
        Ok(Self { buffer, len })
    }

    /// The phrase.
    pub(crate) fn as_str(&self) -> Result<&str> {
        let bytes = self.buffer.get(..self.len).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|error| Error::io(format_args!("the phrase is garbled: {error}")))
    }

    /// Writes it to a new file that only its owner can read.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let mut line = Zeroizing::new(String::with_capacity(self.len.saturating_add(1)));
        line.push_str(self.as_str()?);
        line.push('\n');
        files::write_secret(path, line.as_bytes())
    }
}

fn generate(words: &str, output: Option<&Path>, show_secret: bool) -> Result<Answer> {
    let new = NewPhrase::generate(words)?;
    let phrase = new.as_str()?;
    let (sr25519, ed25519) = accounts(phrase)?;
    let mut fields = Description::default();
    fields.group("sr25519", account(&sr25519));
    if let Some(ed25519) = ed25519 {
        fields.group("ed25519", account(&ed25519));
    }
    if let Some(path) = output {
        new.write(path)?;
        fields.text("phrase_file", path.display());
    }
    if show_secret {
        fields.text("phrase", phrase);
    }
    Ok(Answer::from(&fields))
}

fn show(uri: &str, source: &KeySource, show_secret: bool) -> Result<Answer> {
    let (sr25519, ed25519) = accounts(uri)?;
    let mut fields = Description::default();
    fields.group("sr25519", account(&sr25519));
    match ed25519 {
        Some(ed25519) => fields.group("ed25519", account(&ed25519)),
        None if source.ed25519 => {
            return Err(Error::input("ed25519 has no soft steps in a path").remedy("use //"));
        }
        None => fields.field("ed25519", serde_json::Value::Null, "none: it has no soft steps in a path"),
    };
    if show_secret {
        let seed = SecretUri::parse(uri)?.mini_secret()?;
        fields.text("seed", to_hex(seed.as_bytes()));
    }
    Ok(Answer::from(&fields))
}
