//! error[E0451]: fields `payload`, `call`, `explicit_bytes` and `extension` of struct `Verified` are private
use nanotao::{
    extrinsic::{Payload, TxExtension, Verified},
    metadata::Described,
};

fn forge<'a>(payload: Payload<'a>, call: Described<'a>, extension: TxExtension) -> Verified<'a> {
    Verified { payload, call, explicit_bytes: &[], extension }
}

fn main() {
    let _ = forge;
}
