//! The link-time proof that no panic is reachable. Each room of the core is linked alone, with a panic handler that
//! calls a function which does not exist: it links only if the handler was thrown away as unused.
//!
//! Keys come from third-party crates that do contain checks which can panic in principle. They are listed by caller
//! and callee in `tests/no_panic/crypto.txt`, and that list may only shrink.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure as require};
use clap::Args;

use crate::{
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
    toolchain,
};

const TARGET: &str = "thumbv7em-none-eabi";
const PROFILES: [&str; 2] = ["z", "s"];
const ROOMS: [&str; 6] = ["scale", "ss58", "weights", "call", "extrinsic", "display"];
const KEYS: [&str; 3] = ["sr25519", "ed25519", "mnemonic"];
/// Panics on purpose: a check that cannot find it proves nothing.
const CONTROL: &str = "control";
const REACHED: &str = "nanotao_panic_reached";

/// `cargo xtask no-panic`.
#[derive(Args)]
pub struct Arguments {
    /// Writes the list of what the crates for keys leave, instead of comparing with it.
    #[arg(long)]
    bless: bool,
}

/// Runs `cargo xtask no-panic`.
///
/// # Errors
/// A room that links a panic, or one more in the crates for keys.
pub fn main(arguments: &Arguments) -> Result<()> {
    check_or_bless(arguments.bless)
}

/// Looks for panics and compares with the list.
pub fn check() -> Result<()> {
    check_or_bless(false)
}

fn check_or_bless(bless: bool) -> Result<()> {
    ensure(&[Tool::RustWithSource, Tool::ArmBinutils])?;
    let mut sites = BTreeMap::new();
    for profile in PROFILES {
        for features in ["", "small"] {
            let library = build(profile, features)?;
            require!(
                link(&library, CONTROL, false).is_err(),
                "the check does not see a panic made on purpose"
            );
            for room in ROOMS {
                if let Err(error) = link(&library, room, false) {
                    let image = link(&library, room, true)?;
                    bail!(
                        "{room} can panic at {profile} {features}: {error:#}\n{}",
                        describe(&Graph::of(&image)?.sites())
                    );
                }
            }
        }
        let library = build(profile, "crypto,small")?;
        for room in KEYS {
            let image = link(&library, room, true)?;
            for (site, count) in Graph::of(&image)?.sites() {
                sites.insert(format!("{profile} {room}: {site}"), count);
            }
        }
    }
    println!("no panic: {} at {}", ROOMS.join(", "), PROFILES.join(" and "));
    compare(&sites, bless)
}

fn build(profile: &str, features: &str) -> Result<PathBuf> {
    step(format!(
        "no-panic: building at {profile}{}{features}",
        if features.is_empty() { "" } else { " with " }
    ));
    let target_directory = root().join("target/firmware");
    let mut cargo = toolchain::firmware()?.cargo();
    cargo.args(["build", "--quiet", "--profile", profile, "--features", features, "--target", TARGET]);
    cargo.arg("-Zbuild-std=core").arg("--target-dir").arg(&target_directory);
    run(cargo.current_dir(root().join("tests/no_panic")))?;
    Ok(target_directory.join(TARGET).join(profile).join("libnanotao_no_panic.a"))
}

/// Links what `room` reaches. With `supplied`, the missing function is given, so that the panics can be looked at.
fn link(library: &Path, room: &str, supplied: bool) -> Result<PathBuf> {
    let image = library.with_file_name(format!("no-panic-{room}.elf"));
    let entry = format!("room_{room}");
    let mut ld = command("arm-none-eabi-ld");
    ld.args(["--gc-sections", "--no-warn-rwx-segments", "-u", &entry, "-e", &entry]);
    if supplied {
        ld.arg(format!("--defsym={REACHED}=0"));
    }
    let result = ld.arg(library).arg("-o").arg(&image).output().context("cannot start arm-none-eabi-ld")?;
    if !result.status.success() {
        let message = String::from_utf8_lossy(&result.stderr).into_owned();
        let why: BTreeSet<_> = message.lines().filter(|line| line.contains("undefined")).take(3).collect();
        bail!("{}", why.into_iter().collect::<Vec<_>>().join("\n"));
    }
    Ok(image)
}

/// Who calls whom in a linked image.
struct Graph {
    /// Callee, caller, and from how many places.
    calls: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Graph {
    fn of(image: &Path) -> Result<Self> {
        let mut disassemble = command("arm-none-eabi-objdump");
        let text = output(disassemble.args(["-d", "-C", "--no-show-raw-insn"]).arg(image))?;
        let mut calls: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut caller = String::new();
        for line in text.lines() {
            if let Some(name) = line.strip_suffix(">:").and_then(|line| line.split_once('<')) {
                caller = plain(name.1);
            } else if let Some(callee) = branch(line).map(plain)
                && callee != caller
            {
                *calls.entry(callee).or_default().entry(caller.clone()).or_default() += 1;
            }
        }
        Ok(Self { calls })
    }

    /// Calls from other crates into the library that end in a panic, as `caller -> callee`.
    fn sites(&self) -> BTreeMap<String, usize> {
        let of_library = |name: &str| {
            ["core::", "<core::", "__rustc", "rust_begin_unwind", REACHED]
                .iter()
                .any(|start| name.starts_with(start))
        };
        let is_panic =
            |name: &&String| name.contains("core::panicking::") || name.contains("rust_begin_unwind");
        let mut open: Vec<&String> = self.calls.keys().filter(is_panic).collect();
        let (mut seen, mut sites) = (BTreeSet::new(), BTreeMap::new());
        while let Some(callee) = open.pop() {
            if !seen.insert(callee) {
                continue;
            }
            for (caller, count) in self.calls.get(callee).into_iter().flatten() {
                if of_library(caller) {
                    open.push(caller);
                } else {
                    sites.insert(format!("{caller} -> {callee}"), *count);
                }
            }
        }
        sites
    }
}

/// The function that a line of disassembly branches to, if it does: `8: bl 1c <name>`, but not `<name+0x4>`.
fn branch(line: &str) -> Option<&str> {
    let (_, instruction) = line.split_once(":\t")?;
    let (operation, target) = instruction.split_once(['\t', ' '])?;
    if !operation.starts_with('b') {
        return None;
    }
    let (_, name) = target.split_once(" <")?;
    let name = name.strip_suffix('>')?;
    let is_inside =
        name.rsplit_once("+0x").is_some_and(|(_, end)| end.chars().all(|c| c.is_ascii_hexdigit()));
    (!is_inside).then_some(name)
}

/// Drops what changes from build to build: `::h0123456789abcdef` at the end and `[0123456789abcdef]` after a crate.
fn plain(name: &str) -> String {
    let is_hash = |text: &str| text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit());
    let name = match name.rsplit_once("::h") {
        Some((start, end)) if is_hash(end) => start,
        _ => name,
    };
    let mut plain = String::new();
    for part in name.split_inclusive(['[', ']']) {
        match part.strip_suffix(']') {
            Some(hash) if hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit()) => {
                plain.pop();
            }
            _ => plain.push_str(part),
        }
    }
    plain
}

fn describe(sites: &BTreeMap<String, usize>) -> String {
    sites.iter().fold(String::new(), |mut text, (site, count)| {
        let _ = writeln!(text, "{site} x{count}");
        text
    })
}

fn compare(sites: &BTreeMap<String, usize>, bless: bool) -> Result<()> {
    let file = root().join("tests/no_panic/crypto.txt");
    if bless {
        let head = "# Panics that are left in third-party crates: profile, room, caller -> callee, places.\n\
                    # May only shrink. Written by `cargo xtask no-panic --bless`.\n";
        std::fs::write(&file, format!("{head}{}", describe(sites)))?;
        println!("{} callers with keys written to {}", sites.len(), file.display());
        return Ok(());
    }
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let known: BTreeMap<&str, usize> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.rsplit_once(" x"))
        .filter_map(|(site, count)| Some((site, count.parse().ok()?)))
        .collect();
    let grown: BTreeMap<_, _> = sites
        .iter()
        .filter(|(site, count)| known.get(site.as_str()).copied().unwrap_or(0) < **count)
        .map(|(site, count)| (site.clone(), *count))
        .collect();
    if !grown.is_empty() {
        bail!("panics that {} does not know:\n{}", file.display(), describe(&grown));
    }
    let total: usize = sites.values().sum();
    let before: usize = known.values().sum();
    println!("with keys: {total} places in third-party crates can panic, {before} are on the list");
    if total < before {
        println!("the list can shrink: run `cargo xtask no-panic --bless`");
    }
    Ok(())
}
