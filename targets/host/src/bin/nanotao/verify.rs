//! `nanotao verify`.

use clap::Args;
use nanotao::crypto::{MultiSignature, Scheme, WRAPPING_LEN, verify_wrapped};
use nanotao::extrinsic::{Era, SignedExtrinsic, TxExtension};
use nanotao::{BlockNumber, TaoBalance};
use nanotao_host::chain::{ChainContext, Network};
use nanotao_host::decode::{Description, describe_call, describe_signed};
use nanotao_host::sign::verify_extrinsic;
use nanotao_host::text::{Account, Hash, hex, to_hex};
use nanotao_host::{Error, Result, files};
use serde_json::json;

use crate::answer::Answer;

#[derive(Args)]
#[command(after_help = "\
An extrinsic holds its era, nonce and tip; what the signer knew of the chain \
beside these has to be given: --spec, and for a mortal era the hash of the block \
in which it begins. A message is also accepted if it was signed as \
<Bytes>message</Bytes>, as browser wallets do.

The exit code is 1 if the signature is invalid.

Examples:
  nanotao verify 0x5d028400... --spec 475 --block-hash 0x29af...
  nanotao verify @extrinsic.hex --spec 461 --genesis 0x1dc0... --json
  nanotao verify --message hello --signature 0x80fc... --address 5Grw...
  nanotao verify --message-file statement.txt --signature 0xaee7... \\
      --address 5FA9... --ed25519")]
pub(crate) struct Verify {
    /// The extrinsic in hex; - for standard input, @FILE for a file
    #[arg(required_unless_present_any = ["message", "message_hex", "message_file"])]
    extrinsic: Option<String>,
    #[command(flatten)]
    chain: Chain,
    #[command(flatten)]
    message: Message,
}

#[derive(Args)]
#[group(skip)]
struct Chain {
    /// The network: finney is mainnet [default: finney]
    #[arg(long, value_name = "NAME", conflicts_with = "genesis", help_heading = "Extrinsic")]
    network: Option<Network>,
    /// The hash of block 0, for any other network
    #[arg(long, value_name = "HASH", help_heading = "Extrinsic")]
    genesis: Option<Hash>,
    /// The runtime's spec version
    #[arg(long, value_name = "N", help_heading = "Extrinsic")]
    spec: Option<u32>,
    /// The runtime's transaction version [default: 1]
    #[arg(long, value_name = "N", help_heading = "Extrinsic")]
    transaction_version: Option<u32>,
    /// The hash of the block in which the era begins
    #[arg(long, value_name = "HASH", help_heading = "Extrinsic")]
    block_hash: Option<Hash>,
    /// A block of the era, to show which blocks it spans
    #[arg(long, value_name = "N", help_heading = "Extrinsic")]
    block: Option<BlockNumber>,
    /// The RFC-78 metadata digest, if one was signed
    #[arg(long, value_name = "HASH", help_heading = "Extrinsic")]
    metadata_hash: Option<Hash>,
}

#[derive(Args)]
#[group(skip)]
struct Message {
    /// The message as text
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["message_hex", "message_file", "extrinsic"], help_heading = "Message")]
    message: Option<String>,
    /// The message in hex
    #[arg(long, value_name = "HEX", conflicts_with_all = ["message_file", "extrinsic"], help_heading = "Message")]
    message_hex: Option<String>,
    /// A file with the message, byte for byte; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "extrinsic", help_heading = "Message")]
    message_file: Option<String>,
    /// The signature: 64 bytes in hex, or 65 with its scheme in front
    #[arg(long, value_name = "HEX", help_heading = "Message")]
    signature: Option<String>,
    /// Who is said to have signed: an address, or a public key in hex
    #[arg(long, value_name = "ADDRESS", help_heading = "Message")]
    address: Option<Account>,
    /// The signature is an ed25519 one; without it, sr25519
    #[arg(long, help_heading = "Message")]
    ed25519: bool,
}

impl Verify {
    pub(crate) fn run(self) -> Result<Answer> {
        match &self.extrinsic {
            Some(source) => self.chain.verify(&files::read_given(source)?),
            None => self.message.verify(),
        }
    }
}

impl Chain {
    fn verify(self, bytes: &[u8]) -> Result<Answer> {
        let extrinsic = SignedExtrinsic::parse(bytes)?;
        let genesis_hash =
            ChainContext { genesis_hash: self.genesis, ..ChainContext::default() }.genesis_hash();
        let block_hash = match (extrinsic.era, self.block_hash) {
            (Era::Immortal, _) => genesis_hash,
            (Era::Mortal { .. }, Some(hash)) => hash.0,
            (Era::Mortal { .. }, None) => {
                return Err(missing("--block-hash", "the hash of the block in which the era begins"));
            }
        };
        let spec_version = self.spec.ok_or_else(|| missing("--spec", "the runtime's spec version"))?;
        let chain = TxExtension {
            era: extrinsic.era,
            nonce: extrinsic.nonce,
            tip: TaoBalance(extrinsic.tip.0),
            metadata_hash: self.metadata_hash.map(|hash| hash.0),
            spec_version,
            transaction_version: self.transaction_version.unwrap_or(nanotao::extrinsic::TRANSACTION_VERSION),
            genesis_hash,
            block_hash,
        };
        let valid = verify_extrinsic(&extrinsic, &chain)?;
        let mut remedy = format!(
            "these are part of what is signed, and have to be what the signer had: --spec {spec_version}, \
             --transaction-version {}, --genesis {genesis_hash}",
            chain.transaction_version
        );
        if extrinsic.era != Era::Immortal {
            remedy.push_str(&format!(", --block-hash {block_hash}"));
        }
        if let Some(hash) = chain.metadata_hash {
            remedy.push_str(&format!(", --metadata-hash {hash}"));
        }
        let mut text = verdict(valid, &remedy);
        let mut json = json!({ "valid": valid, "remedy": (!valid).then_some(remedy) });
        // The signature may be judged by any spec version, the call only by those that the tables hold.
        let call = describe_call(extrinsic.call, spec_version).unwrap_or_else(|error| {
            let mut fields = Description::default();
            fields.text("bytes", to_hex(extrinsic.call)).text("not_decoded", error.cause);
            fields
        });
        let fields = describe_signed(bytes, &extrinsic, call, self.block);
        text.push_str(&fields.to_string());
        if let Some(object) = json.as_object_mut() {
            object.insert("extrinsic".to_owned(), fields.to_json());
        }
        Ok(Answer::new(text, json).with_verdict(valid))
    }
}

impl Message {
    fn verify(self) -> Result<Answer> {
        let message = match (self.message, self.message_hex, self.message_file) {
            (Some(text), ..) => text.into_bytes(),
            (_, Some(digits), _) => hex(&digits)?,
            (_, _, Some(path)) => files::read(&path)?.to_vec(),
            _ => return Err(missing("--message", "what was signed")),
        };
        let signature =
            self.signature.ok_or_else(|| missing("--signature", "the signature on the message"))?;
        let Account(account) =
            self.address.ok_or_else(|| missing("--address", "who is said to have signed"))?;
        let scheme = if self.ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 };
        let signature = parse_signature(&hex(&signature)?, scheme)?;
        let mut scratch = vec![0; message.len().saturating_add(WRAPPING_LEN)];
        let valid = verify_wrapped(&signature, &message, &account, &mut scratch)?;
        let scheme = signature.scheme();
        let remedy = format!("is it another's, of another message, or not an {scheme} signature?");
        let text = verdict(valid, &remedy);
        let json = json!({
            "valid": valid,
            "scheme": scheme.to_string(),
            "remedy": (!valid).then_some(remedy),
        });
        Ok(Answer::new(text, json).with_verdict(valid))
    }
}

fn missing(flag: &str, what: &str) -> Error {
    Error::usage(format_args!("{flag} is missing: {what}")).remedy(format_args!("give it by {flag}"))
}

/// The verdict in words, and what to look at if it is a no.
fn verdict(valid: bool, remedy: &str) -> String {
    if valid {
        "the signature is valid\n".to_owned()
    } else {
        format!("the signature is INVALID\n  help: {remedy}\n")
    }
}

fn parse_signature(bytes: &[u8], scheme: Scheme) -> Result<MultiSignature> {
    let (scheme, signature) = match (bytes.len(), bytes.split_first()) {
        (65, Some((0, rest))) => (Scheme::Ed25519, rest),
        (65, Some((1, rest))) => (Scheme::Sr25519, rest),
        _ => (scheme, bytes),
    };
    let signature = signature.try_into().map_err(|_| {
        Error::input(format_args!("a signature has 64 bytes, not {}", bytes.len()))
            .remedy("give it in hex, with or without the byte of its scheme in front: 00 ed25519, 01 sr25519")
    })?;
    Ok(if scheme == Scheme::Ed25519 {
        MultiSignature::Ed25519(signature)
    } else {
        MultiSignature::Sr25519(signature)
    })
}
