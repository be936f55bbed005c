//! Fuzz targets: seeds made from the vectors, and another implementation as the oracle.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    process::{command, root, run, step},
    setup::{Tool, ensure},
};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cargo xtask fuzz\n  cargo xtask fuzz payload --seconds 600")]
pub struct Arguments {
    /// The target; all of them, one after the other, if none is named.
    target: Option<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// A target, and where its seeds lie: files, each with the fields that hold hex (or text) to start from.
struct Target {
    name: &'static str,
    seeds: &'static [(&'static str, &'static str, &'static str)],
}

const TARGETS: [Target; 4] = [
    Target {
        name: "scale",
        seeds: &[("chain/scale_misc.json", "compact", "1"), ("chain/calls.json", "cases", "encoded")],
    },
    Target {
        name: "ss58",
        seeds: &[("chain/scale_misc.json", "ss58", "ss58"), ("clients/keys_core.json", "ss58_decode", "s")],
    },
    Target {
        name: "extrinsic",
        seeds: &[
            ("chain/extrinsics.json", "cases", "extrinsic"),
            ("clients/golden_spec461.json", "extrinsics", "extrinsic_hex"),
        ],
    },
    Target {
        name: "payload",
        seeds: &[
            ("chain/extrinsics.json", "cases", "payload"),
            ("clients/golden_spec461.json", "signature_payloads", "payload_hex"),
        ],
    },
];

pub fn main(arguments: &Arguments) -> Result<()> {
    match &arguments.target {
        None => all(arguments.seconds).map(|_| ()),
        Some(name) => {
            let target = TARGETS.iter().find(|target| target.name == name);
            let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            let target =
                target.with_context(|| format!("no fuzz target {name}; there are {}", names.join(", ")))?;
            fuzz(target, arguments.seconds)
        }
    }
}

/// Runs every target for `seconds` and returns how many there are.
pub fn all(seconds: u64) -> Result<usize> {
    TARGETS.iter().try_for_each(|target| fuzz(target, seconds))?;
    Ok(TARGETS.len())
}

fn fuzz(target: &Target, seconds: u64) -> Result<()> {
    ensure(&[Tool::CargoFuzz])?;
    let corpus = root().join("fuzz/corpus").join(target.name);
    let seeds = seed(target, &corpus)?;
    step(format!("fuzzing {} for {seconds} s from {seeds} seeds", target.name));
    let limit = format!("-max_total_time={seconds}");
    run(command("cargo")
        .current_dir(root())
        // The sanitizer's flags are unstable; the compiler is the one that is there.
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", target.name, "--", &limit, "-verbosity=0", "-max_len=4096"]))
    .with_context(|| format!("the input that broke {} is in fuzz/artifacts/{}", target.name, target.name))
}

/// Writes one file per seed and returns their number.
fn seed(target: &Target, corpus: &Path) -> Result<usize> {
    fs::create_dir_all(corpus)?;
    let mut count = 0;
    for (file, section, field) in target.seeds {
        let path = root().join("vectors").join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let all: Value = serde_json::from_str(&text)?;
        let cases = all[section].as_array().with_context(|| format!("{file} has no section {section}"))?;
        for case in cases {
            let value = field.parse().map_or_else(|_| &case[field], |index: usize| &case[index]);
            let Some(text) = value.as_str() else {
                bail!("{file}: a case of {section} has no text in {field}")
            };
            let bytes = match text.strip_prefix("0x") {
                Some(hex) => from_hex(hex).with_context(|| format!("{file}: {text} is no hex"))?,
                None => text.as_bytes().to_vec(),
            };
            // The first byte chooses among the types of `scale`; the other targets take the bytes as they are.
            let kinds = if target.name == "scale" { 0..12 } else { 0..1 };
            for kind in kinds {
                let mut seed = if target.name == "scale" { vec![kind] } else { Vec::new() };
                seed.extend(&bytes);
                fs::write(corpus.join(format!("seed-{count}")), seed)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}
