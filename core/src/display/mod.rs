//! Cards for a payload, and the only way from a payload to a signature.
//!
//! ```text
//! Payload --verify--> Verified --review--> Review --approve--> Approved --sign--> Signed
//! ```
//!
//! A commit hides its weights, so its payload is made of [`HiddenWeights`], and the [`Commit`] that comes of them shows
//! them:
//!
//! ```text
//! HiddenWeights --timelock, commit--> Commit --review--> Review
//! ```
//!
//! A [`Review`] hands out its cards through a [`Render`], one by one and in order. It turns into an [`Approved`] only
//! once every card has been rendered without an error, and nothing else makes an `Approved`:
//!
//! ```compile_fail
//! use nanotao::display::Approved;
//! fn forge(review: nanotao::display::Review<'_>) -> Approved<'_> {
//!     Approved { review } // its field is private
//! }
//! ```

mod approved;
mod call;
mod card;
mod hidden;
mod reading;
mod review;
mod titles;
mod value;

pub use approved::{Approved, SignPayloadError, Signed};
pub use card::{Card, Label};
#[cfg(feature = "timelock")]
pub use hidden::CommitMark;
pub use hidden::{Commit, CommitError, HiddenWeights};
pub use reading::Reading;
pub use review::{EmitError, Render, Review, TextRender};
pub use value::{Percent, Value};
