//! `cargo xtask vectors`: runs a folder of vectors, whatever it holds, and counts.

use anyhow::{Context, Result};
use clap::Args;
use nanotao_tests::manifest::Manifest;
use nanotao_tests::report::{Filter, Report};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask vectors vectors\n  cargo xtask vectors ../more --file extrinsics --section cases\n  cargo xtask vectors vectors --list\n\nThe exit status is 1 unless every case passes."
)]
pub struct Arguments {
    /// A folder with files named as in vectors/INDEX.md, at any depth.
    folder: PathBuf,
    /// Only files whose name contains this.
    #[arg(long)]
    file: Option<String>,
    /// Only sections of this name.
    #[arg(long)]
    section: Option<String>,
    /// Prints a line per case: its verdict and its name.
    #[arg(long)]
    list: bool,
    /// Writes the folder's MANIFEST.json after a run without failures.
    #[arg(long, conflicts_with_all = ["file", "section"])]
    manifest: bool,
}

pub fn main(arguments: &Arguments) -> Result<ExitCode> {
    let filter = Filter { file: arguments.file.clone(), section: arguments.section.clone() };
    // A case that panics is reported as a failing case; the panic's own message would only repeat it.
    std::panic::set_hook(Box::new(|_| ()));
    let report = Report::of(&arguments.folder, &filter, |found, outcome| {
        if arguments.list {
            println!("{} {}[{}]{}: {outcome:?}", found.file, found.section, found.index, found.label());
        }
    });
    let _ = std::panic::take_hook();
    let report = report.with_context(|| format!("cannot read {}", arguments.folder.display()))?;
    let total = report.total();
    if arguments.manifest && total.failed == 0 && total.unknown == 0 {
        Manifest::of(&arguments.folder, &report)?.write(&arguments.folder)?;
    }
    print!("{report}");
    Ok(if total.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
