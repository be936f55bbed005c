//! What ffi/README.md says, done as it says: its example compiled and run, and its program in C++.

use std::{fs, os::unix::fs::symlink, path::Path};

use anyhow::{Context, Result};

use super::{Ran, Tally, captured};
use crate::{
    process::{command, root, step},
    setup::{Tool, ensure},
};

/// Runs the commands in a folder that looks like the repository. The library is there already, from the tests before.
///
/// # Errors
/// A file that cannot be read or written, or a README without a program.
pub(super) fn check(work: &Path, tally: &mut Tally) -> Result<()> {
    ensure(&[Tool::HostGcc, Tool::HostGxx])?;
    step("what ffi/README.md says, in C and in C++");
    let readme = fs::read_to_string(root().join("ffi/README.md"))?;
    let program = readme.split("```cpp\n").nth(1).and_then(|rest| rest.split("```").next());
    let blocks = readme.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let lines = blocks
        .flat_map(str::lines)
        .filter(|line| ["cc ", "c++ ", "./"].iter().any(|own| line.starts_with(own)));
    let script: Vec<&str> = lines.collect();

    let place = work.join("readme");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(place.join("target"))?;
    symlink(root().join("ffi"), place.join("ffi"))?;
    symlink(work.join("release"), place.join("target/release"))?;
    fs::write(place.join("example.cpp"), program.context("ffi/README.md has no program in C++")?)?;
    let mut shell = command("sh");
    shell.args(["-ec", &script.join("\n")]).current_dir(&place);
    // The example asks whether to sign.
    let Ran { success, output } = captured(&mut shell, "y\n", &place.join("output"))?;
    let holds =
        ["extrinsic 0x", "weight 3: uid 2: 50.0000% (65535)"].iter().all(|text| output.contains(text));
    tally.note("ffi/README.md", success && holds, &output);
    Ok(())
}
