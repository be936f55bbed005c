//! error[E0308]: mismatched types
use nanotao::crypto::{sign, sr25519::Keypair};

fn main() {
    let _ = sign(&Keypair::from_mini_secret(&[1; 32]), b"anything", None);
}
