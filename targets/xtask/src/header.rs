//! `cargo xtask header`: what C sees of the library, kept as text: the header, in `ffi/abi` the symbols, constants and
//! layouts, and what the bindings make of it.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::{
    abi, figures, go,
    process::{command, output, root, run, step},
    setup::{self, Tool},
};

#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask header\n  cargo xtask header --check")]
pub struct Arguments {
    /// Writes nothing; fails if a file is not what the sources make.
    #[arg(long)]
    check: bool,
}

pub fn main(arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check();
    }
    let files = generate()?;
    let version = (kept(CONSTANTS), &files[2].1);
    for (path, text) in &files[1..4] {
        let versions = (abi::version(&version.0), abi::version(version.1));
        abi::check_announced(
            path,
            &fs::read_to_string(root().join(path)).unwrap_or_default(),
            text,
            versions,
        )?;
    }
    for (path, text) in &files {
        fs::write(root().join(path), text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    figures::write("header", abi::coverage(&files[1].1)?)
}

/// Compares the files with what the sources make.
///
/// # Errors
/// The first file that differs.
pub fn check() -> Result<()> {
    for (path, text) in generate()? {
        let found = fs::read_to_string(root().join(&path)).unwrap_or_default();
        if let Some(line) = first_difference(&found, &text) {
            bail!(
                "{} differs from what the sources make, first in line {line}; if the change is meant, run \
                 `cargo xtask header`, which says how to announce it if it breaks programs",
                path.display()
            );
        }
    }
    let shown = figures::part("header")?;
    ensure!(
        shown == abi::coverage(&kept(SYMBOLS))?,
        "docs/figures.json tells another coverage of the bindings; run `cargo xtask header`"
    );
    Ok(())
}

/// Counted from 1.
fn first_difference(found: &str, expected: &str) -> Option<usize> {
    let same = found.lines().zip(expected.lines()).take_while(|(found, expected)| found == expected).count();
    (found != expected).then_some(same + 1)
}

const SYMBOLS: &str = "ffi/abi/symbols.txt";
const CONSTANTS: &str = "ffi/abi/constants.txt";

/// A file as it is kept; nothing, if there is none.
fn kept(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// The header, the three snapshots, and what follows from them.
fn generate() -> Result<[(PathBuf, String); 5]> {
    let header = header()?;
    let (constants, layouts) = (abi::constants(&header), abi::layouts(&header)?);
    Ok([
        ("ffi/include/nanotao.h".into(), header),
        (SYMBOLS.into(), symbols()?),
        (CONSTANTS.into(), constants),
        ("ffi/abi/layouts.txt".into(), layouts),
        go::statuses()?,
    ])
}

fn header() -> Result<String> {
    setup::ensure(&[Tool::Cbindgen])?;
    let mut cbindgen = command("cbindgen");
    cbindgen.args(["--quiet", "--config", "ffi/cbindgen.toml", "ffi"]).current_dir(root());
    let text = output(&mut cbindgen)?;
    Ok(format!("{}\n", text.trim_end()))
}

/// The symbols that a shared library exports: those of the ABI, and no other.
fn symbols() -> Result<String> {
    setup::ensure(&[Tool::HostGcc])?;
    let library = library("libnanotao_ffi.so")?;
    let table = output(command("nm").args(["--dynamic", "--defined-only", "--format=posix"]).arg(library))?;
    let mut names: Vec<&str> = table.lines().filter_map(|line| line.split(' ').next()).collect();
    names.sort_unstable();
    let foreign = names.iter().find(|name| !name.starts_with("nanotao_"));
    ensure!(foreign.is_none(), "the shared library exports {}", foreign.unwrap_or(&""));
    Ok(format!("{}\n", names.join("\n")))
}

/// Builds the libraries of the C ABI for this machine, both at once; the path of one of them.
///
/// # Errors
/// They do not build.
pub fn library(file: &str) -> Result<PathBuf> {
    step("building the libraries of the C ABI");
    let mut cargo = command("cargo");
    cargo.args(["rustc", "--quiet", "--package", "nanotao-ffi", "--lib", "--crate-type", "staticlib,cdylib"]);
    run(cargo.arg("--target-dir").arg(root().join("target/c")).current_dir(root()))?;
    Ok(root().join("target/c/debug").join(file))
}
