//! Compiles the core for every kind of target with every feature, alone and together, with no library but `core`:
//! a dependency that wants an allocator or an operating system does not compile.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
    toolchain,
};

const TARGETS: [&str; 6] = [
    "thumbv6m-none-eabi",
    "thumbv7em-none-eabi",
    "thumbv8m.main-none-eabi",
    "riscv32imc-unknown-none-elf",
    "riscv32imac-unknown-none-elf",
    "wasm32-unknown-unknown",
];
/// Those of them without atomic compare-and-swap, for which parity-scale-codec 3.7 does not build.
const WITHOUT_ATOMICS: [&str; 2] = ["thumbv6m-none-eabi", "riscv32imc-unknown-none-elf"];
/// Needs the standard library.
const STD: &str = "std";
/// Needs an allocator: parity-scale-codec always links `alloc`.
const ALLOC: &str = "codec";

/// Runs `cargo xtask build-matrix`.
///
/// # Errors
/// The first combination that does not compile.
pub fn main() -> Result<()> {
    ensure(&[Tool::RustWithSource])?;
    let features = features()?;
    let bare: Vec<&str> =
        features.iter().map(String::as_str).filter(|name| ![STD, ALLOC].contains(name)).collect();
    let together = bare.join(",");

    let mut built = 0;
    // Alone, what counts is that nothing is missing, which a check finds; code is made of all of it together.
    for set in std::iter::once("").chain(bare.iter().copied()) {
        built += compile_bare("check", ".", "nanotao", &TARGETS, set, "core")?;
    }
    built += compile_bare("build", ".", "nanotao", &TARGETS, &together, "core")?;
    let with_atomics: Vec<&str> =
        TARGETS.into_iter().filter(|target| !WITHOUT_ATOMICS.contains(target)).collect();
    for set in [ALLOC.into(), format!("{together},{ALLOC}")] {
        built += compile_bare("build", ".", "nanotao", &with_atomics, &set, "core,alloc")?;
    }
    let through = |name: &&str| format!("nanotao/{name}");
    for set in [String::new(), bare.iter().map(through).collect::<Vec<_>>().join(",")] {
        let package = "codec-without-atomics";
        let workspace = "tests/codec_without_atomics";
        built += compile_bare("build", workspace, package, &WITHOUT_ATOMICS, &set, "core,alloc")?;
    }

    let all = features.join(",");
    for set in std::iter::once("").chain(features.iter().map(String::as_str)).chain([all.as_str()]) {
        step(format!("core for this machine, {}", describe(set)));
        run(with_features(
            command("cargo").args(["check", "--package", "nanotao"]).current_dir(root()),
            set,
        ))?;
        built += 1;
    }
    println!("{built} combinations compile: {} targets and this machine", TARGETS.len());
    Ok(())
}

fn compile_bare(
    how: &str,
    workspace: &str,
    package: &str,
    targets: &[&str],
    features: &str,
    library: &str,
) -> Result<usize> {
    step(format!(
        "{how} {package} for {} targets, -Zbuild-std={library}, {}",
        targets.len(),
        describe(features)
    ));
    let mut cargo = toolchain::firmware()?.cargo();
    cargo.current_dir(root().join(workspace));
    cargo.args([how, "--package", package]).arg(format!("-Zbuild-std={library}"));
    // What is asked here is whether it builds. Optimising six libraries that nobody runs takes minutes.
    for setting in ["profile.dev.package.'*'.opt-level=0", "profile.dev.debug=false"] {
        cargo.args(["--config", setting]);
    }
    cargo.args(targets.iter().flat_map(|target| ["--target", target]));
    cargo.arg("--target-dir").arg(root().join("target/firmware"));
    run(with_features(&mut cargo, features))?;
    Ok(targets.len())
}

fn with_features<'a>(cargo: &'a mut Command, features: &str) -> &'a mut Command {
    cargo.args(["--quiet", "--no-default-features", "--features", features])
}

fn describe(features: &str) -> String {
    if features.is_empty() { "without features".into() } else { format!("features {features}") }
}

/// Every feature that the core's manifest names.
fn features() -> Result<Vec<String>> {
    let text = output(command("cargo").current_dir(root()).args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let core =
        metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == "nanotao");
    let features = core.and_then(|core| core["features"].as_object()).context("the core has no features")?;
    Ok(features.keys().filter(|name| *name != "default").cloned().collect())
}
