//! error[E0624]: associated function `new` is private
use nanotao::crypto::SigningMessage;

fn main() {
    let _ = SigningMessage::new(b"anything");
}
