//! Python with the official client's library for timelock, in a virtual environment of its own.

use std::{fs, process::Command};

use anyhow::Result;

use crate::{
    process::{command, root, run, step},
    setup::{Tool, ensure},
};

/// Python in which `bittensor_drand` can be imported. It is installed the first time, and where the list of packages has
/// changed.
///
/// # Errors
/// Python is missing and cannot be installed, or the packages are not to be had.
pub fn with_client() -> Result<Command> {
    ensure(&[Tool::Python])?;
    let place = root().join("target/interop/python");
    let list = root().join("tests/interop/requirements.txt");
    // Written once everything is in place.
    let done = place.join("installed.txt");
    let packages = fs::read(&list)?;
    if fs::read(&done).ok().as_ref() != Some(&packages) {
        step("installing bittensor-drand into target/interop/python");
        run(command("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
        let mut pip = command(place.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]);
        run(pip.arg("--requirement").arg(&list).stdout(std::io::stderr()))?;
        fs::write(&done, &packages)?;
    }
    Ok(command(place.join("bin/python")))
}
