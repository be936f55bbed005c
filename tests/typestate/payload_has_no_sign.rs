//! error[E0599]: no method named `sign` found for struct `Payload<'a>`
use nanotao::{crypto::sr25519::Keypair, extrinsic::Payload};

fn main() {
    let _ = Payload::new(b"anything").sign(&Keypair::from_mini_secret(&[1; 32]), None);
}
