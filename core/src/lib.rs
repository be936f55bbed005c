//! The Bittensor protocol in firmware.
//!
//! No heap, no panic, no unsafe: slices in, slices out. The rooms, in the order in which data flows through them:
//!
//! - [`primitives`]: the chain's own small types ([`NetUid`], [`TaoBalance`], [`AccountId`], ...);
//! - [`scale`]: SCALE without an allocator;
//! - [`hashing`], [`ss58`], [`crypto`]: digests, address text, keys;
//! - [`weights`]: scores to `u16` weights, and every check that the chain makes on them;
//! - `fixed`, `epoch` (feature `epoch`): the chain's fixed-point arithmetic, and Yuma consensus in the caller's memory;
//! - `storage` (feature): storage keys and constants of the runtime;
//! - `emission` (feature): what a block mints, and which part goes to which subnet, and on to each hotkey;
//! - `schedule` (feature `emission` or `epoch`): when an epoch is due, and what depends on it;
//! - `registration` (feature): proof of work for a uid, and its difficulty;
//! - [`call`]: what an extrinsic does; [`extrinsic`]: eras, extensions, payloads, assembly;
//! - `metadata` (feature): calls that no table holds, by a proof of their types (RFC-78);
//! - `display` (feature): cards for a payload, and the only way from a payload to a signature.
//!
//! A signature takes four steps, each a type that only the step before it can make:
//! `Payload → Verified → Approved → Signed`.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod call;
pub mod crypto;
#[cfg(feature = "display")]
pub mod display;
#[cfg(feature = "emission")]
pub mod emission;
#[cfg(feature = "epoch")]
pub mod epoch;
pub mod extrinsic;
#[cfg(any(feature = "emission", feature = "epoch", feature = "registration"))]
pub mod fixed;
pub mod hashing;
#[cfg(any(feature = "emission", feature = "epoch"))]
mod mechanism;
#[cfg(feature = "metadata")]
pub mod metadata;
pub mod primitives;
#[cfg(any(feature = "emission", feature = "epoch"))]
mod profile;
#[cfg(feature = "registration")]
pub mod registration;
pub mod scale;
#[cfg(any(feature = "emission", feature = "epoch"))]
pub mod schedule;
pub mod ss58;
#[cfg(feature = "storage")]
pub mod storage;
pub mod weights;

pub use primitives::{
    AccountId, AlphaBalance, BlockNumber, H256, MechId, NetUid, NetUidStorageIndex, TaoBalance, Uid,
};
