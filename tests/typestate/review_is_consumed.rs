//! error[E0382]: use of moved value: `review`
use nanotao::display::Review;

fn twice(review: Review<'_>) {
    let _ = (review.approve(), review.approve());
}

fn main() {
    let _ = twice;
}
