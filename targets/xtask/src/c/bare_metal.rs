//! The static library for bare metal: it builds with each set of features, takes no memory of its own, and no function of
//! the C ABI panics.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context, Result};

use super::Tally;
use crate::{
    figures::markdown,
    no_panic,
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
    toolchain,
};

const TARGET: &str = "thumbv7em-none-eabi";
/// What a program can choose, from the least to all.
const FEATURES: [&str; 5] =
    ["small", "ed25519,small", "sr25519,small", "mnemonic,sr25519,small", "sr25519,ed25519,mnemonic,small"];
/// Parts of the names of what would take memory.
const ALLOCATORS: [&str; 6] =
    ["__rust_alloc", "__rust_dealloc", "__rust_realloc", "__rdl_", "__rg_", "alloc::alloc"];

/// Builds the library: no `std`, and panics end in a function of the program's.
pub(super) fn library(features: &str) -> Result<PathBuf> {
    step(format!(
        "building the staticlib of the C ABI for {TARGET}: {features} (the first time: a minute or two)"
    ));
    let target_directory = root().join("target/firmware");
    let mut cargo = toolchain::firmware()?.cargo();
    cargo.args(["rustc", "--quiet", "--release", "--package", "nanotao-ffi", "--lib"]);
    cargo.args(["--crate-type", "staticlib", "--no-default-features"]);
    cargo.arg("--features").arg(format!("panic-handler,{features}"));
    cargo.args(["--target", TARGET, "-Zbuild-std=core", "--config", "profile.release.opt-level='z'"]);
    run(cargo.arg("--target-dir").arg(&target_directory).current_dir(root()))?;
    Ok(target_directory.join(TARGET).join("release/libnanotao_ffi.a"))
}

/// Links all that each build exports, looks for what must not be there, and prints the sizes.
pub(super) fn check(tally: &mut Tally) -> Result<()> {
    ensure(&[Tool::RustWithSource, Tool::ArmBinutils])?;
    let symbols = fs::read_to_string(root().join("ffi/abi/symbols.txt"))?;
    let mut rows =
        vec![vec!["features".to_owned(), "flash of all functions, bytes".into(), "static RAM, bytes".into()]];
    for features in FEATURES {
        let library = library(features)?;
        let image = library.with_extension("elf");
        let mut ld = command("arm-none-eabi-ld");
        ld.args([
            "--gc-sections",
            "--no-warn-rwx-segments",
            "--defsym=nanotao_panic=0",
            "-e",
            "nanotao_abi_version",
        ]);
        for symbol in symbols.lines() {
            ld.args(["-u", symbol]);
        }
        run(ld.arg(&library).arg("-o").arg(&image))?;
        let names = output(command("arm-none-eabi-nm").args(["--quiet", "-C"]).arg(&library))?;
        let taken = names.lines().find(|line| ALLOCATORS.iter().any(|name| line.contains(name)));
        tally.note(&format!("no allocator ({features})"), taken.is_none(), taken.unwrap_or_default());
        // The crate behind phrases is inlined into what calls it, with its panics: `cargo xtask no-panic` lists those.
        if !features.contains("mnemonic") {
            let calls = no_panic::calls(&image)?;
            let panics = calls.iter().filter(|(callee, _)| callee.contains("core::panicking::"));
            let callers = panics.flat_map(|(_, callers)| callers).map(|(_, caller)| caller.as_str());
            let ours: BTreeSet<&str> = callers.filter(|caller| caller.starts_with("nanotao_")).collect();
            let ours = ours.into_iter().collect::<Vec<_>>().join("\n");
            tally.note(&format!("no panic of the C ABI ({features})"), ours.is_empty(), &ours);
        }
        let size = output(command("arm-none-eabi-size").arg(&image))?;
        let mut numbers = size.lines().nth(1).context("no size")?.split_whitespace();
        let (text, data, bss) = (numbers.next(), numbers.next(), numbers.next());
        let parse =
            |number: Option<&str>| number.and_then(|number| number.parse::<u64>().ok()).unwrap_or_default();
        rows.push(vec![
            features.into(),
            (parse(text) + parse(data)).to_string(),
            (parse(data) + parse(bss)).to_string(),
        ]);
    }
    println!("The C ABI on {TARGET}, opt-level z\n\n{}", markdown(&rows));
    Ok(())
}
