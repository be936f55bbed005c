//! What a host asks to be signed: read, checked, and turned into a call by the device itself.

mod error;
mod weights;

pub use error::RequestError;
pub use weights::{Form, Quantised, WeightsRequest, read_binary};
