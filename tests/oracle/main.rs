//! Calls as the chain's own metadata describes them, written by its types and read by `scale-value`: what the core's
//! decoder and cards are measured by. The measure itself decodes nothing by the core.

mod calls;
mod cards;
mod metadata;
mod mutations;
mod random;
