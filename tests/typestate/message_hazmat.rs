//! error[E0599]: no associated function or constant named `hazmat` found for struct `SigningMessage<'a>`
use nanotao::crypto::SigningMessage;

fn main() {
    let _ = SigningMessage::hazmat(b"anything");
}
