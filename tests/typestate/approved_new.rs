//! error[E0624]: associated function `new` is private
use nanotao::display::Approved;

fn main() {
    Approved::new(unsafe { core::mem::zeroed() }, Default::default());
}
