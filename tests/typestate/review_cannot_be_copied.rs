//! error[E0599]: no method named `clone` found for struct `Review<'a>`
use nanotao::display::Review;

fn copy<'a>(review: Review<'a>) -> Review<'a> {
    review.clone()
}

fn main() {
    let _ = copy;
}
