//! error[E0382]: use of moved value: `approved`
use nanotao::{crypto::sr25519::Keypair, display::Approved};

fn twice(approved: Approved<'_>, key: &Keypair) {
    let _ = approved.sign(key, None);
    let _ = approved.sign(key, None);
}

fn main() {
    let _ = twice;
}
