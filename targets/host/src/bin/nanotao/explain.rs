//! `nanotao explain`.

use clap::Args;
use nanotao::extrinsic::Payload;
use nanotao_host::decode::{Description, describe_cards};
use nanotao_host::sign::verified;
use nanotao_host::{Error, Result};

use crate::answer::Answer;
use crate::sign::read_payload;

#[derive(Args)]
#[command(after_help = "\
What a device would show before it signs. Any call of any pallet, by the tables of \
specs 425, 461 and 475; with a metadata proof, of any spec.

Examples:
  nanotao explain @payload.hex
  nanotao explain @payload.hex --proof @proof.hex --json")]
pub(crate) struct Explain {
    /// The payload in hex; - for standard input, @FILE for a file
    payload: String,
    /// The metadata proof (RFC-78) of the payload, in hex or @FILE
    #[arg(long, value_name = "HEX")]
    proof: Option<String>,
}

impl Explain {
    pub(crate) fn run(self) -> Result<Answer> {
        let (payload, proof) = read_payload(&self.payload, self.proof.as_deref())?;
        let verified = verified(Payload::new(&payload), proof.as_deref())
            .map_err(|error| Error::context(error, "no signing payload"))?;
        let mut fields = Description::default();
        describe_cards(&mut fields, verified);
        Ok(Answer::from(&fields))
    }
}
