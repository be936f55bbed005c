//! error[E0423]: cannot initialize a tuple struct which contains private fields
use nanotao::crypto::{Signer, SigningMessage, sr25519::Keypair};

fn main() {
    let _ = Keypair::from_mini_secret(&[1; 32]).sign(&SigningMessage(b"anything"), None);
}
