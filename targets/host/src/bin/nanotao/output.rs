//! Files that results go to.

use std::io;
use std::path::Path;

use clap::Args;
use nanotao_host::{Result, files, streams};

/// Whether a file may be replaced.
#[derive(Args, Clone, Copy)]
#[group(skip)]
pub(crate) struct Force {
    /// Replaces a file that exists
    #[arg(long, global = true)]
    force: bool,
}

impl Force {
    /// The file, if one is named and can be written.
    pub(crate) fn target(self, path: Option<&Path>) -> Result<Option<Target<'_>>> {
        let Some(path) = path else { return Ok(None) };
        let target = Target { path, replace: self.force };
        if !target.is_standard() {
            files::check_place(path, target.replace)?;
        }
        Ok(Some(target))
    }
}

/// Makes sure that a signed extrinsic will not be lost with a closed standard output.
pub(crate) fn check_open(target: Option<Target<'_>>) -> Result<()> {
    if target.is_none_or(|target| target.is_standard()) {
        streams::check_open(io::stdout(), "standard output, where the extrinsic goes,")?;
    }
    Ok(())
}

/// Where a result goes.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    path: &'a Path,
    replace: bool,
}

impl Target<'_> {
    /// Whether it is standard output.
    pub(crate) fn is_standard(&self) -> bool {
        self.path == Path::new(files::STANDARD)
    }

    /// Writes the file, and gives its name for people.
    pub(crate) fn write(&self, content: &str) -> Result<String> {
        files::write(self.path, content.as_bytes(), self.replace)?;
        Ok(files::named(self.path))
    }
}
