//! Fuzz targets: seeds made from the vectors, and another implementation as the oracle.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use nanotao::epoch::Profile;
use nanotao_tests::{emission, epoch::any::AnyEpoch};
use serde_json::Value;

use crate::{
    process::{command, root, run, step},
    setup::{Tool, ensure},
};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cargo xtask fuzz\n  cargo xtask fuzz payload ss58 --seconds 600")]
pub struct Arguments {
    /// The targets, run one after the other; all of them if none is named.
    targets: Vec<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// A target, and where its seeds lie.
struct Target {
    name: &'static str,
    seeds: Seeds,
}

enum Seeds {
    /// Files, each with the section and the field that hold hex (or text) to start from.
    Fields(&'static [(&'static str, &'static str, &'static str)]),
    /// Files of epochs, each with the rules that it is of.
    Epochs(&'static [(&'static str, Profile)]),
    /// Files, each with a section, whose cases hold a payload and proofs for it.
    Proofs(&'static [(&'static str, &'static str)]),
    /// Files, each with a section, whose cases hold the numbers to start from.
    Numbers(&'static [(&'static str, &'static str)]),
}

/// Longer inputs are not tried. They would be cut, so longer seeds are left out.
const MAX_LEN: usize = 4096;

const TARGETS: [Target; 11] = [
    Target {
        name: "scale",
        seeds: Seeds::Fields(&[
            ("chain/scale_misc.json", "compact", "1"),
            ("chain/calls.json", "cases", "encoded"),
        ]),
    },
    Target {
        name: "ss58",
        seeds: Seeds::Fields(&[
            ("chain/scale_misc.json", "ss58", "ss58"),
            ("clients/keys_core.json", "ss58_decode", "s"),
        ]),
    },
    Target {
        name: "extrinsic",
        seeds: Seeds::Fields(&[
            ("chain/extrinsics.json", "cases", "extrinsic"),
            ("clients/golden_spec461.json", "extrinsics", "extrinsic_hex"),
        ]),
    },
    Target {
        name: "payload",
        seeds: Seeds::Fields(&[
            ("chain/extrinsics.json", "cases", "payload"),
            ("clients/golden_spec461.json", "signature_payloads", "payload_hex"),
        ]),
    },
    Target {
        name: "ffi_any",
        seeds: Seeds::Fields(&[
            ("chain/extrinsics.json", "cases", "payload"),
            ("chain/extrinsics.json", "cases", "extrinsic"),
            ("chain/scale_misc.json", "ss58", "ss58"),
        ]),
    },
    Target {
        name: "call_decode",
        seeds: Seeds::Fields(&[
            ("chain/calls.json", "cases", "encoded"),
            ("clients/golden_spec461.json", "calls", "data_hex"),
        ]),
    },
    Target { name: "metadata_proof", seeds: PROOFS },
    Target { name: "display_any", seeds: PROOFS },
    Target {
        name: "epoch_any",
        seeds: Seeds::Epochs(&[
            ("chain/epoch.json", Profile::SPEC_425),
            ("chain475/epoch.json", Profile::SPEC_475),
        ]),
    },
    Target {
        name: "emission_any",
        seeds: Seeds::Numbers(&[
            ("chain/emission.json", "emit_to_subnets"),
            ("chain/emission.json", "subnet_terms"),
            ("chain475/emission.json", "dividend_distribution"),
            ("chain475/emission.json", "parents"),
            ("chain475/emission.json", "schedule"),
            ("chain475/emission.json", "shares"),
        ]),
    },
    Target {
        name: "timelock_open",
        seeds: Seeds::Fields(&[
            ("clients/drand_decryptable.json", "commits", "ciphertext"),
            ("chain/weights.json", "tlock_encrypt", "commit"),
        ]),
    },
];

const PROOFS: Seeds = Seeds::Proofs(&[("clients/rfc78.json", "good"), ("clients/rfc78.json", "bad")]);

pub fn main(arguments: &Arguments) -> Result<()> {
    if arguments.targets.is_empty() {
        return all(arguments.seconds).map(|_| ());
    }
    let names = || TARGETS.map(|target| target.name).join(", ");
    let named = |name: &String| {
        let target = TARGETS.iter().find(|target| target.name == name);
        target.with_context(|| format!("no fuzz target {name}; there are {}", names()))
    };
    let targets = arguments.targets.iter().map(named).collect::<Result<Vec<_>>>()?;
    targets.into_iter().try_for_each(|target| fuzz(target, arguments.seconds))
}

/// Runs every target for `seconds` and returns how many there are. They are built together: one alone keeps one core busy.
pub fn all(seconds: u64) -> Result<usize> {
    ensure(&[Tool::CargoFuzz])?;
    step("building the fuzz targets");
    run(&mut cargo_fuzz("build", None))?;
    TARGETS.iter().try_for_each(|target| fuzz(target, seconds))?;
    Ok(TARGETS.len())
}

fn fuzz(target: &Target, seconds: u64) -> Result<()> {
    ensure(&[Tool::CargoFuzz])?;
    let corpus = root().join("fuzz/corpus").join(target.name);
    let seeds = seed(target, &corpus)?;
    step(format!("fuzzing {} for {seconds} s from {seeds} seeds", target.name));
    // On its own, so that no input is blamed for what does not build.
    run(&mut cargo_fuzz("build", Some(target)))?;
    let (time, len) = (format!("-max_total_time={seconds}"), format!("-max_len={MAX_LEN}"));
    run(cargo_fuzz("run", Some(target)).args(["--", &time, &len, "-verbosity=0", "-print_final_stats=1"]))
        .with_context(|| format!("the input that broke {} is in fuzz/artifacts/{}", target.name, target.name))
}

fn cargo_fuzz(action: &str, target: Option<&Target>) -> Command {
    let mut cargo = command("cargo");
    // The sanitizer's flags are unstable; the compiler is the one that is there.
    cargo
        .args(["fuzz", action])
        .args(target.map(|target| target.name))
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root());
    cargo
}

/// Writes one file per seed and returns their number.
fn seed(target: &Target, corpus: &Path) -> Result<usize> {
    fs::create_dir_all(corpus)?;
    let mut seeds = match target.seeds {
        Seeds::Fields(fields) => of_fields(fields)?,
        Seeds::Epochs(files) => of_epochs(files)?,
        Seeds::Proofs(sections) => of_proofs(sections)?,
        Seeds::Numbers(sections) => of_numbers(sections)?,
    };
    // The first byte chooses among the types or the specs; the other targets take the bytes as they are.
    let kinds = match target.name {
        "scale" => 12,
        "call_decode" => 3,
        _ => 0,
    };
    if kinds > 0 {
        let of_kinds =
            |seed: &Vec<u8>| (0..kinds).map(|kind| [&[kind], &**seed].concat()).collect::<Vec<_>>();
        seeds = seeds.iter().flat_map(of_kinds).collect();
    }
    seeds.retain(|seed| seed.len() <= MAX_LEN);
    for (count, seed) in seeds.iter().enumerate() {
        fs::write(corpus.join(format!("seed-{count}")), seed)?;
    }
    Ok(seeds.len())
}

/// The cases of a section of a vector file.
fn cases(file: &str, section: &str) -> Result<Vec<Value>> {
    let path = root().join("vectors").join(file);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut all: Value = serde_json::from_str(&text)?;
    match all.get_mut(section).map(Value::take) {
        Some(Value::Array(cases)) => Ok(cases),
        _ => bail!("{file} has no section {section}"),
    }
}

fn of_fields(fields: &[(&str, &str, &str)]) -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for (file, section, field) in fields {
        for case in cases(file, section)? {
            let value = field.parse().map_or_else(|_| &case[field], |index: usize| &case[index]);
            let Some(text) = value.as_str() else {
                bail!("{file}: a case of {section} has no text in {field}")
            };
            // Some files have hex without its prefix.
            seeds.push(match text.strip_prefix("0x") {
                Some(hex) => from_hex(hex).with_context(|| format!("{file}: {text} is no hex"))?,
                None => from_hex(text).unwrap_or_else(|| text.as_bytes().to_vec()),
            });
        }
    }
    Ok(seeds)
}

fn of_epochs(files: &[(&str, Profile)]) -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for (file, profile) in files {
        for case in cases(file, "cases")? {
            let epoch = AnyEpoch::of_case(*profile, &case);
            seeds.push(epoch.with_context(|| format!("{file}: a case is no epoch"))?.to_bytes());
        }
    }
    Ok(seeds)
}

/// The payload's length in two bytes, the payload, and the proof; and the payload without one.
fn of_proofs(sections: &[(&str, &str)]) -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for (file, section) in sections {
        for case in cases(file, section)? {
            let bytes = |field: &str| case[field].as_str().and_then(from_hex);
            let payload = bytes("payload").with_context(|| format!("{file}: a case has no payload"))?;
            let front = [&u16::try_from(payload.len())?.to_le_bytes()[..], &payload].concat();
            let proofs = ["proof", "proof_js", "proof_rust"].into_iter().filter_map(bytes);
            seeds.extend(proofs.map(|proof| [&*front, &*proof].concat()));
            seeds.push(front);
        }
    }
    Ok(seeds)
}

/// The first number chooses a stage; each comes in turn.
fn of_numbers(sections: &[(&str, &str)]) -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for (file, section) in sections {
        for (stage, case) in (0_u64..).zip(cases(file, section)?) {
            seeds.push([&stage.to_le_bytes()[..], &emission::any::seed(&case)].concat());
        }
    }
    Ok(seeds)
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}
