//! `nanotao decode`.

use clap::{Args, ValueEnum};
use nanotao::BlockNumber;
use nanotao::extrinsic::{Payload, SignedExtrinsic};
use nanotao::scale::Reader;
use nanotao_host::decode::{Description, describe_call, describe_signed, describe_verified};
use nanotao_host::sign::verified;
use nanotao_host::{Error, Result};

use crate::answer::Answer;
use crate::sign::read_payload;

#[derive(Args)]
#[command(after_help = "\
Every call of every pallet is read by the tables of specs 425, 461 and 475, and a \
payload of any spec by its metadata proof. A payload holds its own spec version; for \
an extrinsic or a call, --spec names the runtime that it is meant for. In JSON, \
whole numbers from 2^53 on are text, as other readers would round them.

Examples:
  nanotao decode 0xbd018400d435...          an extrinsic or a payload
  nanotao decode @extrinsic.hex --json
  nanotao decode @payload.hex --proof @proof.hex
  nanotao sign weights scores.json ... | nanotao decode -
  nanotao decode --as call 0x07003f0000004000000000000000")]
pub(crate) struct Decode {
    /// The bytes in hex; - for standard input, @FILE for a file
    hex: String,
    /// What they are
    #[arg(long = "as", value_enum, default_value_t, value_name = "KIND")]
    kind: Form,
    /// The runtime's spec version, for the call table [default: 475; a payload says its own]
    #[arg(long, value_name = "N")]
    spec: Option<u32>,
    /// The metadata proof (RFC-78) of a payload, in hex or @FILE; it holds for any spec version
    #[arg(long, value_name = "HEX")]
    proof: Option<String>,
    /// The newest block, to show which blocks the era spans
    #[arg(long, value_name = "N")]
    block: Option<BlockNumber>,
}

/// What a call is read by, unless something else is asked for.
const DEFAULT_SPEC: u32 = 475;

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// An extrinsic if its length is what it says in front, else a payload
    #[default]
    Auto,
    /// A signed extrinsic
    Extrinsic,
    /// What gets signed, before hashing
    Payload,
    /// A call alone
    Call,
}

impl Decode {
    pub(crate) fn run(self) -> Result<Answer> {
        let (bytes, proof) = read_payload(&self.hex, self.proof.as_deref())?;
        let fields = match self.kind {
            Form::Extrinsic | Form::Call if proof.is_some() => {
                return Err(Error::usage(
                    "--proof goes with a payload: it is the payload that signs its digest",
                )
                .remedy("leave out --proof"));
            }
            Form::Auto => self.guess(&bytes, proof.as_deref()),
            Form::Extrinsic => self.extrinsic(&bytes),
            Form::Payload => self.payload(&bytes, proof.as_deref()),
            Form::Call => self.call(&bytes).map_err(|error| error.context("no call")),
        }?;
        Ok(Answer::from(&fields))
    }

    fn guess(&self, bytes: &[u8], proof: Option<&[u8]>) -> Result<Description> {
        let (framed, begins) = extrinsic_marks(bytes);
        let guessed = if proof.is_none() && framed {
            self.extrinsic(bytes)
        } else {
            // What is neither was more likely to be what it begins like.
            self.payload(bytes, proof)
                .or_else(|error| if begins && proof.is_none() { self.extrinsic(bytes) } else { Err(error) })
        };
        guessed.map_err(|error| {
            let otherwise = "if it is something else, say what: --as extrinsic, payload or call";
            let remedy = error.remedy.iter().map(String::as_str).chain([otherwise]).collect::<Vec<_>>();
            let remedy = remedy.join("; ");
            error.remedy(remedy)
        })
    }

    fn call(&self, bytes: &[u8]) -> Result<Description> {
        describe_call(bytes, self.spec.unwrap_or(DEFAULT_SPEC))
    }

    fn extrinsic(&self, bytes: &[u8]) -> Result<Description> {
        let extrinsic = SignedExtrinsic::parse(bytes)
            .map_err(|error| Error::from(error).context("no signed extrinsic"))?;
        let call = self.call(extrinsic.call).map_err(|error| error.context("in the extrinsic's call"))?;
        Ok(describe_signed(bytes, &extrinsic, call, self.block))
    }

    fn payload(&self, bytes: &[u8], proof: Option<&[u8]>) -> Result<Description> {
        let verified =
            verified(Payload::new(bytes), proof).map_err(|error| error.context("no signing payload"))?;
        let said = verified.extension().spec_version;
        if let Some(spec) = self.spec
            && spec != said
        {
            return Err(Error::input(format_args!("the payload says spec version {said}, --spec {spec}"))
                .remedy("leave out --spec: a payload holds its own"));
        }
        describe_verified(&verified, self.block)
    }
}

/// Whether it is as long as it says in front, and then has the byte of a signed extrinsic of version 4; and whether it has
/// that byte at least. A payload begins with the indices of its call instead, which may look like a length and that byte.
fn extrinsic_marks(bytes: &[u8]) -> (bool, bool) {
    let mut input = Reader::new(bytes);
    let len = input.compact(u32::MAX.into());
    let rest = input.rest();
    let begins = len.is_ok() && rest.first() == Some(&0x84);
    (begins && len.is_ok_and(|len| usize::try_from(len) == Ok(rest.len())), begins)
}
