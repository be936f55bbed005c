//! `nanotao decode`.

use clap::{Args, ValueEnum};
use nanotao::call::SpecVersion;
use nanotao::extrinsic::SignedExtrinsic;
use nanotao::scale::{Reader, ScaleError};
use nanotao_host::decode::{Description, describe_call, describe_payload, describe_signed};
use nanotao_host::{Error, Result, files};

use crate::answer::Answer;

#[derive(Args)]
#[command(after_help = "\
Every call of every pallet is read by the tables of specs 425, 461 and 475, and a \
payload of any spec by its metadata proof. A payload holds its own spec version; for \
an extrinsic or a call, --spec names the runtime that it is meant for.

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
    /// The runtime's spec version, for the call table
    #[arg(long, value_name = "N", default_value_t = 475)]
    spec: u32,
    /// The metadata proof (RFC-78) of a payload, in hex or @FILE; it holds for any spec version
    #[arg(long, value_name = "HEX")]
    proof: Option<String>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// An extrinsic if it begins like one, else a payload
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
        SpecVersion::new(self.spec)?;
        let bytes = files::read_hex(&self.hex)?;
        let proof = self.proof.as_deref().map(files::read_hex).transpose()?;
        let payload = |bytes: &[u8]| payload(bytes, proof.as_deref());
        let fields = match self.kind {
            Form::Extrinsic | Form::Call if proof.is_some() => {
                return Err(Error::usage(
                    "--proof goes with a payload: it is the payload that signs its digest",
                ));
            }
            Form::Auto if proof.is_some() => payload(&bytes),
            Form::Auto if begins_like_extrinsic(&bytes) => extrinsic(&bytes, self.spec),
            Form::Auto => payload(&bytes).map_err(|error| {
                let no_extrinsic = "nor is it a signed extrinsic: those have a length and 84 in front";
                error.remedy(no_extrinsic)
            }),
            Form::Extrinsic => extrinsic(&bytes, self.spec),
            Form::Payload => payload(&bytes),
            Form::Call => describe_call(&bytes, self.spec).map_err(|error| error.context("no call")),
        }?;
        Ok(Answer::from(&fields))
    }
}

fn extrinsic(bytes: &[u8], spec: u32) -> Result<Description> {
    let no_extrinsic = |error: ScaleError| {
        let cut_off = matches!(error, ScaleError::UnexpectedEnd { .. });
        let error = Error::from(error).context("no signed extrinsic");
        if cut_off { error.remedy("the text was cut off, or bytes are missing in it") } else { error }
    };
    let extrinsic = SignedExtrinsic::parse(bytes).map_err(no_extrinsic)?;
    let call =
        describe_call(extrinsic.call, spec).map_err(|error| error.context("in the extrinsic's call"))?;
    Ok(describe_signed(bytes, &extrinsic, call))
}

fn payload(bytes: &[u8], proof: Option<&[u8]>) -> Result<Description> {
    describe_payload(bytes, proof).map_err(|error| error.context("no signing payload"))
}

/// A length, and then the byte of a signed extrinsic of version 4. A payload begins with a pallet's index instead.
fn begins_like_extrinsic(bytes: &[u8]) -> bool {
    let mut input = Reader::new(bytes);
    input.compact(u32::MAX.into()).is_ok() && input.rest().first() == Some(&0x84)
}
