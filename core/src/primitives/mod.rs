//! The chain's own small types, under the chain's names.

mod balance;
mod decimal;
mod escaped;
mod hash;
mod id;
#[cfg(feature = "display")]
mod unix_time;

pub use balance::{AlphaBalance, RAO_PER_TAO, TaoBalance};
pub(crate) use decimal::Decimal;
pub(crate) use escaped::Escaped;
pub use hash::{AccountId, H256};
pub use id::{MechId, NetUid, NetUidStorageIndex};
#[cfg(feature = "display")]
pub(crate) use unix_time::UnixTime;

/// A neuron's place in its subnet (`uid`, a plain `u16` on the chain).
pub type Uid = u16;

/// A block number (`BlockNumber` of the runtime).
pub type BlockNumber = u32;
