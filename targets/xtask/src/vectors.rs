//! `cargo xtask vectors`: runs a folder of vectors, whatever it holds, and counts.

mod through;

pub use self::through::Judged;

use crate::board::{Board, BoardRunner};
use anyhow::{Context, Result, ensure as require};
use clap::Args;
use nanotao_tests::Outcome;
use nanotao_tests::folder::Found;
use nanotao_tests::manifest::Manifest;
use nanotao_tests::report::{Counts, Filter, Report};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use through::Language;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask vectors vectors\n  cargo xtask vectors ../more --file extrinsics --section cases\n  cargo xtask vectors vectors --board riscv32-virt --every 9\n  cargo xtask vectors ../more --through javascript\n  cargo xtask vectors vectors --list\n\nThe exit status is 1 unless every case passes."
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
    /// Has a program of this language judge the cases, too: its counts must be Rust's.
    #[arg(long, value_name = "LANGUAGE", conflicts_with_all = ["board", "every", "list", "manifest"])]
    through: Option<Language>,
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
    if let Some(language) = arguments.through {
        let judged = Judged::of(&arguments.folder, &filter)?;
        require_cases(judged.total(), &arguments.folder)?;
        let (passed, failed) = language.judge(&judged)?;
        println!("{passed} passed, {failed} failed");
        return Ok(if failed == 0 && judged.total().is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
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
    require_cases(total, &arguments.folder)?;
    Ok(if total.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Nothing that is wrong is nothing that is right, where there is nothing at all.
fn require_cases(total: Counts, folder: &Path) -> Result<()> {
    require!(
        total.passed > 0 || !total.is_clean(),
        "no case was compared: does {} hold what --file and --section name?",
        folder.display()
    );
    Ok(())
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

/// A board that does not answer fails the case, and each one after it.
fn judge_on(board: &mut BoardRunner, found: &Found) -> Outcome {
    match board.run(found.file, &found.section, &found.value) {
        Ok(text) => text.as_str().into(),
        Err(error) => Outcome::Fail(format!("{error:#}")),
    }
}
