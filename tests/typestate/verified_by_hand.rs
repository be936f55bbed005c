//! error[E0451]: fields `payload`, `call`, `call_bytes` and `extension` of struct `Verified` are private
use nanotao::{
    call::Call,
    extrinsic::{Payload, TxExtension, Verified},
};

fn forge<'a>(payload: Payload<'a>, call: Call<'a>, extension: TxExtension) -> Verified<'a> {
    Verified { payload, call, call_bytes: &[], extension }
}

fn main() {
    let _ = forge;
}
