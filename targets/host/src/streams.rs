//! Whether standard output and standard error lead anywhere.

use crate::{Error, Result};

/// Refuses a standard stream that was closed (`>&-`). Rust opens `/dev/null` in its place, for reading and writing, so that
/// what is written is lost without an error; a shell's `>/dev/null` is for writing only, and is the user's wish.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) names the stream.
#[cfg(unix)]
pub fn check_open(stream: impl std::os::fd::AsFd, name: &str) -> Result<()> {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};

    let both_ways = fcntl_getfl(&stream).is_ok_and(|flags| flags.contains(OFlags::RDWR));
    match (fstat(&stream), stat("/dev/null")) {
        (Ok(found), Ok(null)) if both_ways && found.st_rdev == null.st_rdev => {
            Err(Error::io(format_args!("{name} is closed")).remedy("nothing was signed; let it go somewhere"))
        }
        _ => Ok(()),
    }
}

/// Elsewhere, a closed stream gives an error when it is written to.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn check_open<T>(_: T, _: &str) -> Result<()> {
    Ok(())
}
