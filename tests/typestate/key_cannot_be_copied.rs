//! error[E0599]: no method named `clone` found for struct `nanotao::crypto::sr25519::Keypair`
//! error[E0599]: no method named `clone` found for struct `nanotao::crypto::ed25519::Keypair`
use nanotao::crypto::{ed25519, sr25519};

fn main() {
    let _ = sr25519::Keypair::from_mini_secret(&[1; 32]).clone();
    let _ = ed25519::Keypair::from_mini_secret(&[1; 32]).clone();
}
