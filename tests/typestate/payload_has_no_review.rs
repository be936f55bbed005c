//! error[E0599]: no method named `review` found for struct `Payload<'a>`
use nanotao::{AccountId, extrinsic::Payload};

fn main() {
    let _ = Payload::new(b"anything").review(AccountId::default(), None);
}
