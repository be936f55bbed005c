//! error[E0599]: no method named `sign` found for struct `Review<'a>`
use nanotao::{crypto::sr25519::Keypair, display::Review};

fn skip(review: Review<'_>, key: &Keypair) {
    let _ = review.sign(key, None);
}

fn main() {
    let _ = skip;
}
