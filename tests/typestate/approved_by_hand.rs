//! error[E0451]: fields `verified` and `signer` of struct `Approved` are private
use nanotao::AccountId;
use nanotao::display::Approved;
use nanotao::extrinsic::Verified;

fn forge(verified: Verified<'_>, signer: AccountId) -> Approved<'_> {
    Approved { verified, signer }
}

fn main() {
    let _ = forge;
}
