//! error[E0277]: the trait bound `SigningMessage<'_>: From<Message<'_>>` is not satisfied
use nanotao::crypto::{Signer, sr25519::Keypair};
use nanotao::extrinsic::Payload;

fn main() {
    let _ = Keypair::from_mini_secret(&[1; 32]).sign(&Payload::new(b"anything").message().into(), None);
}
