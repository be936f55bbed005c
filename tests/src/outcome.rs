//! What becomes of a case.

use alloc::{format, string::String};
use core::fmt::{self, Debug};

/// The verdict on one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that the index compares is equal.
    Pass,
    /// As `Pass`, but not by the vector's own value: a rule of the exceptions says which other value is right.
    Excepted(String),
    /// Something differs, or the case is malformed.
    Fail(String),
    /// The index knows the case, the project does not do it yet.
    Unsupported,
    /// The index does not know the file or the section.
    Unknown,
}

/// The text that a board answers with, and back.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("ok"),
            Self::Excepted(why) => write!(f, "excepted: {why}"),
            Self::Fail(why) => write!(f, "fail: {why}"),
            Self::Unsupported => f.write_str("unsupported"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

impl From<&str> for Outcome {
    fn from(text: &str) -> Self {
        match (text, text.split_once(": ")) {
            ("ok", _) => Self::Pass,
            ("unsupported", _) => Self::Unsupported,
            ("unknown", _) => Self::Unknown,
            (_, Some(("excepted", why))) => Self::Excepted(why.into()),
            (_, Some(("fail", why))) => Self::Fail(why.into()),
            _ => Self::Fail(format!("no verdict: {text}")),
        }
    }
}

/// Why a check ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    Fail(String),
    Excepted(String),
    Unsupported,
}

pub(crate) type Verdict = Result<(), Stop>;

pub(crate) fn of(verdict: Verdict) -> Outcome {
    match verdict {
        Ok(()) => Outcome::Pass,
        Err(Stop::Excepted(why)) => Outcome::Excepted(why),
        Err(Stop::Fail(why)) => Outcome::Fail(why),
        Err(Stop::Unsupported) => Outcome::Unsupported,
    }
}

/// Ends the check with a failure.
pub(crate) fn fail<T>(why: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Fail(why.into()))
}

/// Fails unless `ours` is what the vector says.
pub(crate) fn equal<A: Debug + PartialEq<B>, B: Debug>(what: &str, ours: A, theirs: B) -> Verdict {
    if ours == theirs {
        return Ok(());
    }
    fail(format!("{what}: ours {}, theirs {}", shown(&ours), shown(&theirs)))
}

/// As [`equal`], for bytes: says where they part.
pub(crate) fn equal_bytes(what: &str, ours: &[u8], theirs: &[u8]) -> Verdict {
    if ours == theirs {
        return Ok(());
    }
    let at = ours.iter().zip(theirs).take_while(|(ours, theirs)| ours == theirs).count();
    let from = |bytes: &[u8]| crate::case::hex(bytes.get(at..bytes.len().min(at + 16)).unwrap_or_default());
    fail(format!(
        "{what}: differs from byte {at}: ours {} ({} bytes), theirs {} ({} bytes)",
        from(ours),
        ours.len(),
        from(theirs),
        theirs.len()
    ))
}

/// Names the step that failed.
pub(crate) trait Step<T> {
    fn step(self, what: &str) -> Result<T, Stop>;
}

impl<T, E: Debug> Step<T> for Result<T, E> {
    fn step(self, what: &str) -> Result<T, Stop> {
        self.or_else(|error| fail(format!("{what}: {error:?}")))
    }
}

impl<T> Step<T> for Option<T> {
    fn step(self, what: &str) -> Result<T, Stop> {
        self.map_or_else(|| fail(format!("{what}: nothing")), Ok)
    }
}

/// Refusal is what the vector wants: fails if there is a result.
pub(crate) fn refused<T: Debug, E>(what: &str, result: Result<T, E>) -> Verdict {
    match result {
        Ok(value) => fail(format!("{what}: accepted as {}, must be refused", shown(&value))),
        Err(_) => Ok(()),
    }
}

fn shown(value: &impl Debug) -> String {
    let mut text = format!("{value:?}");
    if let Some((cut, _)) = text.char_indices().nth(160) {
        text.truncate(cut);
        text.push('…');
    }
    text
}
