//! The link-time proof that no panic is reachable. Each room of the core is linked alone, with a panic handler that
//! calls a function which does not exist: it links only if the handler was thrown away as unused.
//!
//! Keys come from third-party crates that do contain checks which can panic in principle. They are listed by source
//! line and callee in `tests/no_panic/crypto.txt`, and that list may only shrink.

use std::{
    collections::{BTreeMap, BTreeSet},
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
const ROOMS: [&str; 14] = [
    "scale",
    "ss58",
    "weights",
    "call",
    "builders",
    "tables",
    "storage",
    "extrinsic",
    "display",
    "metadata",
    "fixed",
    "epoch",
    "emission",
    "registration",
];
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
    run_with(arguments.bless)
}

/// Looks for panics and compares with the list.
///
/// # Errors
/// As [`main`].
pub fn check() -> Result<()> {
    run_with(false)
}

fn run_with(bless: bool) -> Result<()> {
    ensure(&[Tool::RustWithSource, Tool::ArmBinutils])?;
    let mut left = BTreeSet::new();
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
                    bail!("{room} can panic at {profile} {features}: {error:#}\n{:#?}", sites(&image)?);
                }
            }
        }
        let library = build(profile, "crypto,small")?;
        for room in KEYS {
            let image = link(&library, room, true)?;
            for site in sites(&image)? {
                left.insert(format!("{profile} {room}: {site}"));
            }
        }
    }
    println!("no panic: {} at {}", ROOMS.join(", "), PROFILES.join(" and "));
    compare(&left, bless)
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

/// Places in a linked image, outside of the library, from which a panic is reached, by source line.
fn sites(image: &Path) -> Result<BTreeSet<String>> {
    let calls = calls(image)?;
    let is_panic = |name: &&String| name.contains("core::panicking::") || name.contains("rust_begin_unwind");
    let mut open: Vec<String> = calls.keys().filter(is_panic).cloned().collect();
    let (mut seen, mut sites) = (BTreeSet::new(), BTreeSet::new());
    while let Some(callee) = open.pop() {
        let Some(callers) = calls.get(&callee).filter(|_| seen.insert(callee.clone())) else { continue };
        let addresses: Vec<&str> = callers.iter().map(|(address, _)| address.as_str()).collect();
        for ((_, caller), source) in callers.iter().zip(sources(image, &addresses)?) {
            match source {
                Some(source) => drop(sites.insert(format!("{source} -> {callee}"))),
                // The library calls itself; whoever calls this function is what we look for.
                None => open.push(caller.clone()),
            }
        }
    }
    Ok(sites)
}

/// Who calls whom: for each function, the addresses of calls to it and the functions that they are in.
fn calls(image: &Path) -> Result<BTreeMap<String, Vec<(String, String)>>> {
    let mut disassemble = command("arm-none-eabi-objdump");
    let text = output(disassemble.args(["-d", "-C", "--no-show-raw-insn"]).arg(image))?;
    let mut calls: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut caller = String::new();
    for line in text.lines() {
        if let Some((_, name)) = line.strip_suffix(">:").and_then(|line| line.split_once('<')) {
            caller = plain(name);
        } else if let Some((address, callee)) = branch(line)
            && plain(callee) != caller
        {
            calls.entry(plain(callee)).or_default().push((address.into(), caller.clone()));
        }
    }
    Ok(calls)
}

/// Address and destination of a line of disassembly, if it branches: `8: bl 1c <name>`, but not `<name+0x4>`.
fn branch(line: &str) -> Option<(&str, &str)> {
    let (address, instruction) = line.split_once(":\t")?;
    let (operation, target) = instruction.split_once(['\t', ' '])?;
    if !operation.starts_with('b') {
        return None;
    }
    let (_, name) = target.split_once(" <")?;
    let name = name.strip_suffix('>')?;
    let is_inside =
        name.rsplit_once("+0x").is_some_and(|(_, end)| end.chars().all(|c| c.is_ascii_hexdigit()));
    (!is_inside).then_some((address.trim(), name))
}

/// For each address the innermost function outside of the library, inlined or not: `crate/file.rs:line function`.
fn sources(image: &Path, addresses: &[&str]) -> Result<Vec<Option<String>>> {
    let mut lookup = command("arm-none-eabi-addr2line");
    let text = output(lookup.args(["-a", "-f", "-i", "-C", "-e"]).arg(image).args(addresses))?;
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(function) = lines.next() {
        if function.starts_with("0x") {
            found.push(None);
            continue;
        }
        let place = lines.next().unwrap_or_default();
        let is_library = place.contains("/library/") || place.starts_with("??");
        if let Some(slot @ None) = found.last_mut()
            && !is_library
        {
            *slot = Some(format!("{} {}", shorten(place), last_name(function)).trim_end().into());
        }
    }
    Ok(found)
}

/// Drops the directories in front of a crate, and what stands behind the line's number.
fn shorten(place: &str) -> &str {
    let place = place.split_once(" (").map_or(place, |(place, _)| place);
    if let Some((_, rest)) = place.split_once("/registry/src/") {
        return rest.split_once('/').map_or(rest, |(_, rest)| rest);
    }
    // Where a third-party function is inlined and its panics are merged, only our own line is left. It moves
    // with every edit, so the file has to do.
    let root = root();
    let ours = Path::new(place).strip_prefix(&root).ok().and_then(Path::to_str);
    ours.and_then(|file| file.split_once(':')).map_or(place, |(file, _)| file)
}

/// Drops what changes from build to build: `::h0123456789abcdef` at the end and `[0123456789abcdef]` after a crate.
fn plain(name: &str) -> String {
    let is_hash = |text: &str| text.len() >= 8 && text.chars().all(|c| c.is_ascii_hexdigit());
    let name = match name.rsplit_once("::h") {
        Some((start, end)) if is_hash(end) => start,
        _ => name,
    };
    let mut plain = String::new();
    for part in name.split_inclusive(['[', ']']) {
        match part.strip_suffix(']') {
            Some(hash) if is_hash(hash) => drop(plain.pop()),
            _ => plain.push_str(part),
        }
    }
    plain
}

/// The last name of a function's path, without types: `<merlin::strobe::Strobe128>::begin_op` is `begin_op`. Nothing
/// for pieces that the compiler has cut out of several functions.
fn last_name(function: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        depth = if *c == '<' { depth + 1 } else { depth };
        let keep = depth == 0;
        depth = if *c == '>' { depth.saturating_sub(1) } else { depth };
        keep
    };
    let path: String = plain(function).chars().filter(outside).collect();
    let name = path.trim_end_matches("::").rsplit("::").next().unwrap_or_default();
    if name.starts_with("OUTLINED_FUNCTION") { String::new() } else { name.into() }
}

fn compare(sites: &BTreeSet<String>, bless: bool) -> Result<()> {
    let file = root().join("tests/no_panic/crypto.txt");
    let lines = |sites: &BTreeSet<String>| sites.iter().map(|site| format!("{site}\n")).collect::<String>();
    if bless {
        let head = "# Panics that are left in third-party crates: profile, room, source, function -> what it calls.\n\
                    # May only shrink. Written by `cargo xtask no-panic --bless`.\n";
        std::fs::write(&file, format!("{head}{}", lines(sites)))?;
        println!("{} places in third-party crates written to {}", sites.len(), file.display());
        return Ok(());
    }
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let known: BTreeSet<String> =
        text.lines().filter(|line| !line.starts_with('#')).map(String::from).collect();
    let grown: BTreeSet<String> = sites.difference(&known).cloned().collect();
    require!(grown.is_empty(), "panics that {} does not know:\n{}", file.display(), lines(&grown));
    println!(
        "with keys: {} places in third-party crates can panic, {} are on the list",
        sites.len(),
        known.len()
    );
    if sites.len() < known.len() {
        println!("the list can shrink: run `cargo xtask no-panic --bless`");
    }
    Ok(())
}
