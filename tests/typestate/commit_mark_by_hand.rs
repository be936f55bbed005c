//! error[E0423]: cannot initialize a tuple struct which contains private fields
use nanotao::display::CommitMark;

fn forge(bytes: [u8; 32]) -> CommitMark {
    CommitMark(bytes)
}

fn main() {
    let _ = forge;
}
