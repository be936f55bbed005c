//! Emission: what the chain mints in a block, and which part of it goes to which subnet.
//!
//! - [`block_emission`] for an issuance, of TAO and of alpha alike, and the issuance of the [`next_halving`];
//! - [`get_shares`] of subnets by price and burnt miner emission, the [`GateBar`] and the [`apply_emission_gate`] of spec
//!   475, and [`get_subnet_block_emissions`].

mod block;
mod gate;
mod shares;

pub use block::{DEFAULT_BLOCK_EMISSION, TOTAL_SUPPLY, block_emission, next_halving};
pub use gate::{GateBar, apply_emission_gate, safe_pow};
pub use shares::{
    Subnet, get_network_root_sell_flag, get_shares, get_subnet_block_emissions, moving_alpha_price,
};
