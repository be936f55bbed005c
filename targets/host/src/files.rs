//! Files in and out: `-` is standard input, output appears whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::{Error, Result};

/// Most that is read of a file. A payload is a few kilobytes, a scores file of 256 uids ten.
const MAX_LEN: u64 = 1 << 20;

/// Most that is read of a file with rows of weights. An epoch of 256 neurons and 64 validators takes half a mebibyte.
const MAX_ROWS_LEN: u64 = 1 << 28;

/// The name that stands for standard input or output.
pub const STANDARD: &str = "-";

/// Reads a file, or standard input for `-`. The bytes are wiped when dropped, so secrets come this way too.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) if it cannot be read; [`Kind::Input`](crate::Kind::Input) if it is over a
/// mebibyte long.
pub fn read(path: &str) -> Result<Zeroizing<Vec<u8>>> {
    // As much as may come, so that the buffer never moves and leaves a copy of a secret behind. A pipe tells no length.
    let capacity = match fs::metadata(path) {
        Ok(metadata) if path != STANDARD && metadata.is_file() => metadata.len().min(MAX_LEN),
        _ => MAX_LEN,
    };
    let mut bytes =
        Zeroizing::new(Vec::with_capacity(usize::try_from(capacity).unwrap_or(0).saturating_add(32)));
    read_into(&mut bytes, path, MAX_LEN)?;
    Ok(bytes)
}

/// Reads a file with rows of weights, or standard input for `-`: nothing secret, and much of it.
///
/// # Errors
/// As [`read`], with a longer limit.
pub fn read_rows(path: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read_into(&mut bytes, path, MAX_ROWS_LEN)?;
    Ok(bytes)
}

fn read_into(bytes: &mut Vec<u8>, path: &str, max: u64) -> Result<()> {
    let name = if path == STANDARD { "standard input".to_owned() } else { path.escape_debug().to_string() };
    let failed = |error: io::Error| {
        let result = Error::io(format_args!("cannot read {name}: {error}"));
        match error.kind() {
            // Only where hex may stand in its place is a file marked.
            io::ErrorKind::NotFound if path.starts_with('@') => {
                result.remedy("the name of a file is written without @ here")
            }
            io::ErrorKind::NotFound => {
                result.remedy("is the name right? It begins in the current folder, or with /")
            }
            io::ErrorKind::IsADirectory => result.remedy("it is a folder: name a file in it"),
            io::ErrorKind::PermissionDenied => result.remedy("who may read it, its owner can change"),
            _ => result,
        }
    };
    let limit = max.saturating_add(1);
    match path {
        STANDARD => io::stdin().lock().take(limit).read_to_end(bytes),
        _ => File::open(path).map_err(failed)?.take(limit).read_to_end(bytes),
    }
    .map_err(failed)?;
    if bytes.len() as u64 > max {
        return Err(Error::input(format_args!("{name} is longer than {max} bytes"))
            .remedy("give the file that was meant"));
    }
    Ok(())
}

/// Reads a file as text.
///
/// # Errors
/// As [`read`]; [`Kind::Input`](crate::Kind::Input) with the place of the first byte that is no UTF-8.
pub fn read_text(path: &str) -> Result<Zeroizing<String>> {
    let bytes = read(path)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(error) => {
            Err(Error::input(format_args!("{path} is no text: byte {} is no UTF-8", error.valid_up_to()))
                .remedy("give the file that was meant, or save it as plain text"))
        }
    }
}

/// Reads a file as JSON; `example` tells what it looks like.
///
/// # Errors
/// As [`read`]; [`Kind::Input`](crate::Kind::Input) with line and column.
pub fn read_json<T: DeserializeOwned>(path: &str, example: &str) -> Result<T> {
    let bytes = read(path)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Error::input(format_args!("{path}: {error}")).remedy(example))
}

/// Reads bytes in hex: the text itself, `-` for standard input, or `@FILE`.
///
/// # Errors
/// As [`read`] and [`text::hex`](crate::text::hex).
pub fn read_hex(source: &str) -> Result<Vec<u8>> {
    let text = match (source, source.strip_prefix('@')) {
        (STANDARD, _) => read_text(source)?,
        (_, Some("")) => {
            return Err(Error::usage("@ names no file").remedy("write @FILE, or - for standard input"));
        }
        (_, Some(path)) => read_text(path)?,
        _ => Zeroizing::new(source.to_owned()),
    };
    crate::text::hex(&text).map_err(|error| {
        // A name without its @ is not hex; its first strange letter would explain nothing.
        if Path::new(source).is_file() {
            error.remedy(format!("to read the file, write @{source}"))
        } else {
            error
        }
    })
}

/// Reads bytes in hex as [`read_hex`] does, of something that cannot be empty.
///
/// # Errors
/// As [`read_hex`]; [`Kind::Input`](crate::Kind::Input) if there are none.
pub fn read_given(source: &str) -> Result<Vec<u8>> {
    let bytes = read_hex(source)?;
    if bytes.is_empty() {
        return Err(Error::input("nothing was given").remedy("give hex, @FILE, or - for standard input"));
    }
    Ok(bytes)
}

/// Refuses a place that nothing can be written to: before a signature or a long run, not after it. A file is such a place,
/// unless it is to be replaced.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) names the place.
pub fn check_place(path: &Path, replace: bool) -> Result<()> {
    let place = match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(unwritable(path, "it is a folder").remedy("name a file in it"));
        }
        Ok(found) if found.is_file() => {
            if !replace {
                return Err(exists(path));
            }
            fs::canonicalize(path).map(|path| folder(&path).to_owned())
        }
        // A pipe, or a device.
        Ok(_) => Ok(path.to_owned()),
        Err(_) if path.is_symlink() && !replace => return Err(exists(path)),
        Err(_) if path.to_string_lossy().ends_with(std::path::is_separator) => {
            return Err(unwritable(path, "there is no such folder").remedy("give the name of a file"));
        }
        Err(_) => Ok(folder(path).to_owned()),
    };
    place.and_then(|place| takes_files(&place)).map_err(|error| unwritable(path, error))
}

/// Whether a file can be written to, or a folder takes new ones.
fn takes_files(place: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        let search = if fs::metadata(place)?.is_dir() { Access::EXEC_OK } else { Access::EXISTS };
        access(place, Access::WRITE_OK | search)?;
    }
    fs::metadata(place).map(drop)
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn unwritable(path: &Path, why: impl fmt::Display) -> Error {
    Error::io(format_args!("cannot write {}: {why}", named(path)))
        .remedy("name a file in a folder that is there and that you may write to")
}

/// A path for people to read, without what a terminal would obey.
pub fn named(path: &Path) -> String {
    path.to_string_lossy().escape_debug().to_string()
}

fn exists(path: &Path) -> Error {
    Error::io(format_args!("{} exists already", named(path)))
        .remedy("choose another name, or replace it by --force")
}

/// Writes a file: a temporary one beside it first, which then takes its name. A file that exists is only replaced if that is
/// asked for: a link stays one then, and the new file has the permissions of the old one. What is no file, such as a pipe, is
/// written into.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io); a file of that name is then as it was.
pub fn write(path: &Path, content: &[u8], replace: bool) -> Result<()> {
    check_place(path, replace)?;
    let written = match fs::metadata(path) {
        Ok(found) if found.is_file() => fs::canonicalize(path).and_then(|path| {
            let file = temporary(&path, content, 0o666)?;
            file.as_file().set_permissions(found.permissions())?;
            file.persist(path).map(drop).map_err(|error| error.error)
        }),
        Ok(_) => File::options().write(true).open(path).and_then(|mut file| file.write_all(content)),
        Err(_) if replace => temporary(path, content, 0o666)
            .and_then(|file| file.persist(path).map(drop).map_err(|error| error.error)),
        Err(_) => create(path, content, 0o666),
    };
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => unwritable(path, error),
    })
}

/// Writes a secret to a new file that only its owner can read.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io); a file that exists already is never overwritten.
pub fn write_secret(path: &Path, content: &[u8]) -> Result<()> {
    if path == Path::new(STANDARD) {
        return Err(Error::usage("a secret goes into a file: - is none").remedy("--show-secret prints it"));
    }
    create(path, content, 0o600).map_err(|error| {
        let exists = error.kind() == io::ErrorKind::AlreadyExists;
        let error = unwritable(path, error);
        if exists { error.remedy("a secret never overwrites a file: choose another name") } else { error }
    })
}

/// Writes a file of a name that nothing has yet.
fn create(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    temporary(path, content, mode)?.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

fn temporary(path: &Path, content: &[u8], mode: u32) -> io::Result<tempfile::NamedTempFile> {
    let folder = folder(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nanotao-");
    #[cfg(target_os = "linux")]
    if let Ok(file) = named_when_whole(&builder, folder, content, mode) {
        return Ok(file);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    // Of what tempfile says the kind is enough: beside it is the name that it chose, which nobody knows.
    fs::metadata(folder)?;
    let mut file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Writes a file that has no name before it is whole, so that nothing is left of it by a process that is killed. Not every
/// file system has such files.
#[cfg(target_os = "linux")]
fn named_when_whole(
    builder: &tempfile::Builder<'_, '_>,
    folder: &Path,
    content: &[u8],
    mode: u32,
) -> io::Result<tempfile::NamedTempFile> {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use std::os::fd::AsRawFd;

    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let mut file = File::from(open(folder, flags, Mode::from_raw_mode(mode))?);
    file.write_all(content)?;
    file.sync_all()?;
    let nameless = format!("/proc/self/fd/{}", file.as_raw_fd());
    builder.make_in(folder, |name| {
        linkat(CWD, &nameless, CWD, name, AtFlags::SYMLINK_FOLLOW)?;
        file.try_clone()
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::write;
    use crate::Kind;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    use std::process::Command;
    use std::{fs, thread};

    #[test]
    fn what_exists_is_replaced_only_if_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        write(&file, b"old", false).unwrap();
        symlink(&file, &link).unwrap();
        for path in [&file, &link] {
            let error = write(path, b"new", false).unwrap_err();
            assert_eq!(error.kind, Kind::Io);
            assert!(error.remedy.unwrap().contains("--force"));
        }
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn a_file_is_replaced_behind_its_link_and_with_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, b"new", true).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_pipe_is_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        write(&pipe, b"new", false).unwrap();
        assert_eq!(reader.join().unwrap(), b"new");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }
}
