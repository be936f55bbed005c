//! error[E0616]: field `shown` of struct `Review` is private
use nanotao::display::Review;

fn pretend(review: &mut Review<'_>) {
    review.shown = review.len();
}

fn main() {
    let _ = pretend;
}
