//! error[E0277]: `nanotao::crypto::sr25519::Keypair` doesn't implement `Debug`
//! error[E0277]: `nanotao::crypto::ed25519::Keypair` doesn't implement `Debug`
use nanotao::crypto::{ed25519, sr25519};

fn main() {
    println!("{:?}", sr25519::Keypair::from_mini_secret(&[1; 32]));
    println!("{:?}", ed25519::Keypair::from_mini_secret(&[1; 32]));
}
