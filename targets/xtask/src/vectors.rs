//! `cargo xtask vectors`: runs a folder of vectors, whatever it holds, and counts.

use crate::board::{Board, BoardRunner};
use crate::process::root;
use anyhow::{Context, Result, bail};
use clap::Args;
use nanotao_tests::Outcome;
use nanotao_tests::folder::Found;
use nanotao_tests::manifest::Manifest;
use nanotao_tests::report::{Filter, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask vectors vectors\n  cargo xtask vectors ../more --file extrinsics --section cases\n  cargo xtask vectors vectors --board riscv32-virt --every 9\n  cargo xtask vectors vectors --list\n\nThe exit status is 1 unless every case passes."
)]
pub struct Arguments {
    /// A folder with files named as in vectors/INDEX.md, at any depth.
    folder: PathBuf,
    /// Only files whose path contains this.
    #[arg(long)]
    file: Option<String>,
    /// Only sections of this name.
    #[arg(long)]
    section: Option<String>,
    /// Judges the cases on an emulated board instead of here.
    #[arg(long)]
    board: Option<Board>,
    /// Takes every K-th case of each section, from the first on.
    #[arg(long, value_name = "K", default_value = "1")]
    every: NonZeroUsize,
    /// Prints a line per case: its verdict and its name.
    #[arg(long)]
    list: bool,
    /// Writes the folder's MANIFEST.json after a run without failures.
    #[arg(long, conflicts_with_all = ["board", "every", "file", "section"])]
    manifest: bool,
}

pub fn main(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { file, section, every, .. } = arguments;
    let filter = Filter { file: file.clone(), section: section.clone(), every: *every };
    let report = report(&arguments.folder, &filter, arguments.board, |found, outcome| {
        if arguments.list {
            println!("{}: {outcome:?}", found.name());
        }
    })?;
    let total = report.total();
    if arguments.manifest && total.failed == 0 && total.unknown == 0 {
        Manifest::of(&arguments.folder, &report)?.write(&arguments.folder)?;
    }
    print!("{report}");
    if total.passed == 0 && total.is_clean() {
        bail!(
            "no case was compared: does {} hold what --file and --section name?",
            arguments.folder.display()
        );
    }
    Ok(if total.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Judges the cases of `folder`, here or on a board.
pub fn report(
    folder: &Path,
    filter: &Filter,
    board: Option<Board>,
    progress: impl FnMut(&Found, &Outcome),
) -> Result<Report> {
    let mut board = board.map(BoardRunner::start).transpose()?;
    report_by(folder, filter, board.as_mut(), progress)
}

/// As [`report`], on a board that runs already.
pub fn report_by(
    folder: &Path,
    filter: &Filter,
    mut board: Option<&mut BoardRunner>,
    progress: impl FnMut(&Found, &Outcome),
) -> Result<Report> {
    // A case that panics is reported as a failing case; the panic's own message would only repeat it.
    std::panic::set_hook(Box::new(|_| ()));
    let judge = |found: &Found| match &mut board {
        Some(board) if found.is_compared() => judge_on(board, found),
        _ => found.judge(),
    };
    let report = Report::of(folder, filter, judge, progress);
    let _ = std::panic::take_hook();
    report.with_context(|| format!("cannot read {}", folder.display()))
}

/// Compares what a program of another language counted, `FILE SECTION PASSED FAILED` in each line, with what Rust counts;
/// a section that differs is one more failure. Tells which sections the language leaves out, and why.
///
/// # Errors
/// A line of another form, or a section that Rust does not know.
pub fn compare(language: &str, counted: &str) -> Result<(usize, usize)> {
    let (mut reports, mut total) = (BTreeMap::new(), (0, 0));
    for line in counted.lines().filter(|line| !line.starts_with("FAIL")) {
        let words: Vec<&str> = line.split(' ').collect();
        let [file, section, passed, failed] = words[..] else {
            bail!("the vectors through {language}: {line}")
        };
        let (passed, failed): (usize, usize) = (passed.parse()?, failed.parse()?);
        if !reports.contains_key(file) {
            // The file alone: reading all of them takes minutes.
            let report = report(&root().join("vectors").join(file), &Filter::default(), None, |_, _| ())?;
            reports.insert(file.to_owned(), report);
        }
        let mut sections = reports.get(file).into_iter().flat_map(|report| &report.sections);
        let rust = sections.find(|((_, name), _)| name == section).map(|(_, counts)| counts);
        let rust = rust.with_context(|| format!("Rust knows no {section} in {file}"))?;
        println!(
            "{language} {file} {section}: {passed} passed, {failed} failed (Rust: {} passed)",
            rust.passed
        );
        let differs = (rust.passed, rust.failed) != (passed, failed);
        total = (total.0 + passed, total.1 + failed + usize::from(differs));
    }
    for (file, section) in left_out(counted)? {
        let known = LEFT_OUT.iter().find(|(of, names, _)| *of == file && names.contains(&section.as_str()));
        let why = known.map_or("not written for this language", |(_, _, why)| why);
        println!("{language} leaves out {file} {section}: {why}");
    }
    Ok(total)
}

/// Sections that no other language can run, for what the C ABI does not have apart.
const LEFT_OUT: [(&str, &[&str], &str); 7] = [
    ("chain/math.json", &["functions"], "the C ABI has no fixed-point arithmetic"),
    ("chain/scale_misc.json", &["era_decode"], "the C ABI reads eras within extrinsics only"),
    (
        "chain/weights.json",
        &["check_length", "check_rate_limit", "check_version_key", "has_duplicate_uids", "is_self_weight"],
        "a part of nanotao_check_set_weights",
    ),
    ("chain/weights.json", &["tlock_encrypt"], "the C ABI draws the ephemeral key by itself"),
    ("chain475/null_consensus.json", &["apportion", "winner"], "a part of nanotao_epoch_run_null"),
    ("clients/golden_spec461.json", &["constants"], "the C ABI has no constants of a runtime"),
    (
        "clients/js_polkadot.json",
        &["hd", "ss58"],
        "the C ABI has no junction codes, and addresses of accounts only",
    ),
];

/// The sections that Rust compares, without those in a list of counts.
fn left_out(counted: &str) -> Result<Vec<(String, String)>> {
    let ran: BTreeSet<(&str, &str)> = counted
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?))
        })
        .collect();
    let manifest: Value = serde_json::from_str(&fs::read_to_string(root().join("vectors/MANIFEST.json"))?)?;
    let mut left = Vec::new();
    for (file, entry) in manifest["files"].as_object().into_iter().flatten() {
        for (section, counts) in entry["sections"].as_object().into_iter().flatten() {
            if counts["compared"] != 0 && !ran.contains(&(file.as_str(), section.as_str())) {
                left.push((file.clone(), section.clone()));
            }
        }
    }
    Ok(left)
}

/// A board that does not answer fails the case, and each one after it.
fn judge_on(board: &mut BoardRunner, found: &Found) -> Outcome {
    match board.run(found.file, &found.section, &found.value) {
        Ok(text) => text.as_str().into(),
        Err(error) => Outcome::Fail(format!("{error:#}")),
    }
}
