//! Calls of the pallet `Balances`.

use super::arg::{Arg, MultiAddress};
use super::macros::call;
use crate::primitives::TaoBalance;
use crate::scale::{Compact, Reader, Scale, ScaleError, Writer};

call! {
    /// Sends TAO and keeps the sender's account alive.
    Balances(5).transfer_keep_alive(3) => TransferKeepAlive {
        /// Who gets it.
        dest: MultiAddress,
        /// How much.
        value: Compact<TaoBalance>,
    }
}
