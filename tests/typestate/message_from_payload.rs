//! error[E0277]: the trait bound `SigningMessage<'_>: From<Message<'_>>` is not satisfied
use nanotao::crypto::{sign, sr25519::Keypair};
use nanotao::extrinsic::Payload;

fn main() {
    let _ = sign(&Keypair::from_mini_secret(&[1; 32]), &Payload::new(b"anything").message().into(), None);
}
