//! Emission: what the chain mints in a block, which part of it goes to which subnet, and on to each hotkey.
//!
//! In the order of the chain, each stage with the numbers that it makes:
//!
//! 1. [`block_emission`] for an issuance, of TAO and of alpha alike; the [`next_halving`], and the
//!    [`blocks_until_halving`];
//! 2. [`get_shares`] of subnets by price and burnt miner emission, the [`GateBar`] and the [`apply_emission_gate`] of spec
//!    475, [`get_subnet_block_emissions`], and [`get_network_root_sell_flag`];
//! 3. [`SubnetTerms`]: what goes into a subnet's pool and what buys alpha, capped by the [`root_proportion`];
//! 4. [`PendingSplit`]: owner, miners, validators and root, set aside in [`Pending`];
//! 5. [`drain_schedules`]: which subnets run an epoch in a block, and so what is shared out;
//! 6. [`split_emissions`] between mechanisms, and the epoch itself (feature `epoch`);
//! 7. [`ParentChildDividends`]: a hotkey's dividends, between it and its parents;
//! 8. [`DividendDistribution`]: alpha for validators and root by hotkey; [`TakeSplit`], and [`Withheld`] incentives;
//! 9. [`MovingPrice`], for the shares of the next block.
//!
//! [`Coinbase`] takes the second stage and the third in one, from what is stored of a block's subnets and their [`Pool`]s.
//! When an epoch is due is asked of [`crate::schedule`]. Amounts that the chain books are whole units, rao or alpha's smallest; fixed-point numbers are what it has before it
//! rounds down.

mod block;
mod coinbase;
mod dividends;
mod drain;
mod gate;
mod parents;
mod pending;
mod pool;
mod shares;

pub use crate::mechanism::{mechanism_weight, split_emissions, weighted_acc_alpha, weighted_acc_u16};
pub use crate::profile::Profile;
pub use crate::schedule::Schedule;
pub use block::{DEFAULT_BLOCK_EMISSION, TOTAL_SUPPLY, block_emission, blocks_until_halving, next_halving};
pub use coinbase::{Coinbase, EmissionGate, Pool};
pub use dividends::{DividendDistribution, HotkeyDividend, HotkeyShare, TakeSplit, Withheld};
pub use drain::{
    Drained, SubnetSchedule, drain_schedules, epoch_cap_for_block, epochs_deferred_this_block,
    first_reveal_block,
};
pub use gate::{GateBar, apply_emission_gate, safe_pow};
pub use parents::{Childkey, Parent, ParentChildDividends, ParentDividend, Stake};
pub use pending::{Pending, PendingSplit};
pub use pool::{MovingPrice, SubnetTerms, root_proportion, u16_proportion, u64_proportion};
pub use shares::{
    Subnet, get_network_root_sell_flag, get_shares, get_subnet_block_emissions, moving_alpha_price,
};
