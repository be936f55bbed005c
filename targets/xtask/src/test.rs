//! `cargo xtask test`: everything that has to hold, counted.

use std::{
    io::{BufRead, BufReader},
    num::NonZeroUsize,
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use nanotao_tests::report::Filter;

use crate::{
    board::Board,
    build_matrix, c, constant_time, demo, figures, fuzz, go, header, interop, js, no_panic,
    process::{command, root, run, step},
    python,
    setup::{Tool, ensure},
    tables, vectors,
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask test\n  cargo xtask test --only boards\n  cargo xtask test --fuzz-seconds 600"
)]
pub struct Arguments {
    /// Runs only the parts whose name contains this.
    #[arg(long)]
    only: Option<String>,
    /// How long each fuzz target runs.
    #[arg(long, default_value_t = 20)]
    fuzz_seconds: u64,
    /// Boards judge every K-th case of each section.
    #[arg(long, value_name = "K", default_value = "40")]
    every: NonZeroUsize,
}

/// How many checks came to which end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
}

impl Counts {
    /// One check that passed.
    pub const ONE: Self = Self { passed: 1, failed: 0 };
}

impl From<(usize, usize)> for Counts {
    fn from((passed, failed): (usize, usize)) -> Self {
        Self { passed, failed }
    }
}

/// A part that says nothing but that it holds counts as one check.
fn one(result: Result<()>) -> Result<Counts> {
    result.map(|()| Counts::ONE)
}

type Part<'a> = (&'static str, Box<dyn Fn() -> Result<Counts> + 'a>);

pub fn main(arguments: &Arguments) -> Result<ExitCode> {
    let parts: [Part<'_>; 18] = [
        ("format", Box::new(|| one(format()))),
        ("lints", Box::new(|| one(lints()))),
        ("tables", Box::new(|| one(tables::check()))),
        ("host", Box::new(host)),
        ("licences", Box::new(|| one(licences()))),
        ("build-matrix", Box::new(|| one(build_matrix::main()))),
        ("no-panic", Box::new(|| one(no_panic::check()))),
        ("constant-time", Box::new(constant_time::check)),
        ("boards", Box::new(|| boards(arguments.every))),
        ("device", Box::new(demo::test)),
        ("c-header", Box::new(|| one(header::check()))),
        ("c-abi", Box::new(|| Ok(c::check()?.into()))),
        ("python", Box::new(|| Ok(python::check()?.into()))),
        ("js", Box::new(|| Ok(js::check()?.into()))),
        ("go", Box::new(|| Ok(go::check()?.into()))),
        ("figures", Box::new(|| one(figures::check()))),
        ("interop", Box::new(|| Ok(interop::check()?.into()))),
        ("fuzz", Box::new(|| Ok((fuzz::all(arguments.fuzz_seconds)?, 0).into()))),
    ];
    let mut total = Counts::default();
    let mut lines = Vec::new();
    for (name, part) in &parts {
        if arguments.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        step(format!("test: {name}"));
        let started = Instant::now();
        // A part that breaks off is one failed check; the others are run all the same.
        let counts = part().unwrap_or_else(|error| {
            println!("FAILED {name}: {error:#}");
            Counts { passed: 0, failed: 1 }
        });
        total.passed += counts.passed;
        total.failed += counts.failed;
        let seconds = started.elapsed().as_secs();
        lines.push(format!(
            "{name:<14} {:>6} passed {:>4} failed {seconds:>5} s",
            counts.passed, counts.failed
        ));
    }
    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The workspaces: ours, that of the boards and that of the fuzz targets.
const WORKSPACES: [&str; 3] = [".", "targets/boards", "fuzz"];

fn format() -> Result<()> {
    WORKSPACES.iter().try_for_each(|workspace| {
        run(command("cargo").args(["fmt", "--all", "--check"]).current_dir(root().join(workspace)))
    })
}

fn lints() -> Result<()> {
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "-Dwarnings"];
    run(command("cargo").args(clippy).current_dir(root()))?;
    Board::value_variants().iter().try_for_each(|board| board.lint())?;
    let mut doc = command("cargo");
    doc.args(["doc", "--quiet", "--no-deps", "--all-features", "--package", "nanotao"]);
    run(doc.env("RUSTDOCFLAGS", "-Dwarnings").current_dir(root()))
}

/// `cargo test`, as anyone would call it.
fn host() -> Result<Counts> {
    count_tests(command("cargo").args(["test", "--workspace", "--no-fail-fast"]).current_dir(root()))
}

/// Runs cargo's tests, shows what they print, and adds up their closing lines.
fn count_tests(cargo: &mut Command) -> Result<Counts> {
    let mut child = cargo.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let mut counts = Counts::default();
    let output = child.stdout.take().context("no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        if let Some(result) = line.strip_prefix("test result: ") {
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
        }
        println!("{line}");
    }
    // A test program that does not build has no closing line.
    if !child.wait()?.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Licences and sources of everything that is linked. Advisories need a database from the network; they are left out.
fn licences() -> Result<()> {
    ensure(&[Tool::CargoDeny])?;
    WORKSPACES.iter().try_for_each(|workspace| {
        let mut deny = command("cargo");
        deny.args(["deny", "--log-level", "error", "--config"]).arg(root().join("deny.toml"));
        run(deny.args(["check", "bans", "licenses", "sources"]).current_dir(root().join(workspace)))
    })
}

/// The least number of cases that a board has to judge.
const BOARD_CASES: usize = 200;

/// The vectors on the boards that run them.
fn boards(every: NonZeroUsize) -> Result<Counts> {
    let mut counts = Counts::default();
    for board in [Board::Mps2An386, Board::Riscv32Virt] {
        step(format!("every {every}th case of each section on {}", board.name()));
        let filter = Filter { every, ..Filter::default() };
        let report = vectors::report(&root().join("vectors"), &filter, Some(board), |_, _| ())?;
        let total = report.total();
        print!("{report}");
        anyhow::ensure!(
            total.passed + total.failed >= BOARD_CASES,
            "{} judged fewer than {BOARD_CASES} cases",
            board.name()
        );
        counts.passed += total.passed;
        counts.failed += total.failed + total.unknown;
    }
    Ok(counts)
}
