//! error[E0599]: no method named `approve` found for struct `Verified<'a>`
use nanotao::extrinsic::Payload;

fn main() {
    let _ = Payload::new(b"anything").verify().unwrap().approve();
}
