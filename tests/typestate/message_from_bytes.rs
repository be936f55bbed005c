//! error[E0308]: mismatched types
use nanotao::crypto::{Signer, sr25519::Keypair};

fn main() {
    let _ = Keypair::from_mini_secret(&[1; 32]).sign(b"anything", None);
}
