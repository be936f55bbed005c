//! error[E0423]: cannot initialize a tuple struct which contains private fields
use nanotao::crypto::{SigningMessage, sign, sr25519::Keypair};

fn main() {
    let _ = sign(&Keypair::from_mini_secret(&[1; 32]), &SigningMessage(b"anything"), None);
}
