//! The one way that compiles: it shows that the others fail for the reason they name.
use nanotao::crypto::{Signer, sr25519::Keypair};
use nanotao::display::TextRender;
use nanotao::extrinsic::Payload;

fn main() {
    let key = Keypair::from_mini_secret(&[1; 32]);
    let verified = Payload::new(&[]).verify().unwrap();
    let mut review = verified.review(key.account(), None);
    review.emit_all(&mut TextRender(String::new())).unwrap();
    let approved = review.approve().unwrap();
    let signed = approved.sign(&key, None).unwrap();
    let _ = signed.signature();
}
