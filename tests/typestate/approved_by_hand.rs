//! error[E0451]: field `cards` of struct `Approved` is private
use nanotao::display::{Approved, Review};

fn forge(review: Review<'_>) -> Approved<'_> {
    Approved { cards: unsafe { core::mem::zeroed() } }
}

fn main() {
    let _ = forge;
}
