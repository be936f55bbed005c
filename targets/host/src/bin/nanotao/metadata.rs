//! `nanotao metadata`.

use clap::{Args, Subcommand};
use nanotao::BlockNumber;
use nanotao::extrinsic::{Payload, PayloadError};
use nanotao::metadata::{MetadataError, Proof};
use nanotao_host::decode::{Description, describe_cards};
use nanotao_host::metadata::Runtime;
use nanotao_host::sign::verified;
use nanotao_host::text::Hash;
use nanotao_host::{Error, Kind, Result, files};

use crate::answer::Answer;
use crate::sign::read_payload;

/// What is wrong with a sound proof of something else.
const OTHER_DIGEST: u32 = MetadataError::DigestMismatch.code();

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Computes the digest (RFC-78) of a runtime's metadata
    #[command(after_help = "\
The chain computes its own digest from metadata of version 15, so no other is taken. \
Spec name and version and the address prefix stand in it; decimals and symbol stand in \
the chain spec, and are those of Bittensor unless they are given.

Examples:
  nanotao metadata digest spec461_v15.scale
  nanotao metadata digest metadata.hex --json
  nanotao metadata digest - --decimals 12 --symbol KSM < kusama.scale")]
    Digest(Digest),
    /// Verifies the metadata proof of a payload, and shows what the payload says by it
    #[command(after_help = "\
A proof shows no more than that it goes with the digest in the payload. That this is \
the digest of the chain's runtime, the chain checks once the extrinsic is there; \
--digest checks it now.

The exit code is 1 if the proof does not have the digest that the payload signs, or \
not that of --digest, and 3 if payload or proof are malformed.

Examples:
  nanotao metadata prove-check @payload.hex @proof.hex
  nanotao metadata prove-check @payload.hex @proof.hex --json \\
      --digest 0xaffbcc25b1cb6847bc94dcf3a7f35fb8d6a5c59d9d47da92063a9399a5fc11c0")]
    ProveCheck(ProveCheck),
}

#[derive(Args)]
pub(crate) struct Digest {
    /// The metadata, of version 15, as bytes or in hex; - for standard input
    file: String,
    /// Decimals of the token
    #[arg(long, value_name = "N", default_value_t = 9)]
    decimals: u8,
    /// Symbol of the token
    #[arg(long, value_name = "TEXT", default_value = "TAO")]
    symbol: String,
}

#[derive(Args)]
pub(crate) struct ProveCheck {
    /// The payload in hex; - for standard input, @FILE for a file
    payload: String,
    /// The proof in hex, or @FILE
    proof: String,
    /// The digest that the payload has to sign
    #[arg(long, value_name = "HASH")]
    digest: Option<Hash>,
    /// The newest block, to show which blocks the era spans
    #[arg(long, value_name = "N")]
    block: Option<BlockNumber>,
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Digest(digest) => digest.run(),
            Self::ProveCheck(check) => check.run(),
        }
    }
}

impl Digest {
    fn run(self) -> Result<Answer> {
        let runtime = Runtime::parse(&files::read_rows(&self.file)?, self.decimals, &self.symbol)?;
        let digest = runtime.digest()?;
        let info = &runtime.info;
        let mut fields = Description::default();
        fields
            .text("digest", digest)
            .field("spec_version", info.spec_version, info.spec_version)
            .text("spec_name", info.spec_name.escape_debug())
            .field("base58_prefix", info.base58_prefix, info.base58_prefix)
            .field("decimals", info.decimals, info.decimals)
            .text("token_symbol", info.token_symbol.escape_debug());
        Ok(Answer::from(&fields))
    }
}

impl ProveCheck {
    fn run(self) -> Result<Answer> {
        let (payload, bytes) = read_payload(&self.payload, Some(&self.proof))?;
        let bytes = bytes.unwrap_or_default();
        let proof = Proof::parse(&bytes).map_err(PayloadError::from)?;
        if let Some(Hash(digest)) = self.digest
            && digest != proof.digest()
        {
            let cause = format!("the proof has the digest {}, not {digest}", proof.digest());
            return Err(Error::new(Kind::No, cause)
                .remedy("make the proof from the metadata that the digest is of: nanotao metadata digest"));
        }
        let verified = verified(Payload::new(&payload), Some(&bytes)).map_err(|error| match error.code {
            Some(OTHER_DIGEST) => Error { kind: Kind::No, ..error },
            _ => error,
        })?;
        let info = proof.extra_info();
        let mut fields = Description::default();
        fields
            .text("digest", proof.digest())
            .field("spec_version", info.spec_version, info.spec_version)
            .text("spec_name", info.spec_name.escape_debug())
            .field("leaves", proof.leaves_len(), proof.leaves_len())
            .field("proof_length", bytes.len(), format_args!("{} bytes", bytes.len()));
        describe_cards(&mut fields, verified, self.block);
        Ok(Answer::from(&fields))
    }
}
