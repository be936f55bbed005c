//! `nanotao explain`.

use clap::Args;
use nanotao::extrinsic::Payload;
use nanotao_host::decode::{Description, describe_cards};
use nanotao_host::sign::{lacks_proof, verified};
use nanotao_host::{Error, Result};

use crate::answer::Answer;
use crate::sign::{Proven, read_payload};

#[derive(Args)]
#[command(after_help = "\
What a device would show before it signs. Any call of any pallet, by the tables of \
specs 425, 461 and 475; with a metadata proof, of any spec.

Examples:
  nanotao explain @payload.hex
  nanotao explain @payload.hex --proof @proof.hex --block 8766000 --json")]
pub(crate) struct Explain {
    #[command(flatten)]
    proven: Proven,
}

impl Explain {
    pub(crate) fn run(self) -> Result<Answer> {
        let Proven { payload, proof, block } = self.proven;
        let (payload, proof) = read_payload(&payload, proof.as_deref())?;
        let verified = verified(Payload::new(&payload), proof.as_deref())
            .map_err(|error| Error::context(error, "no signing payload"))?;
        let mut fields = Description::default();
        describe_cards(&mut fields, verified, block);
        if lacks_proof(&verified) {
            fields.text("device", "needs the metadata proof to sign this: --proof");
        }
        Ok(Answer::from(&fields))
    }
}
