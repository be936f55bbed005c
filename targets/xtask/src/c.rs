//! `cargo xtask c`: the C ABI as a C program sees it. The example and the tests are compiled with every warning on, and
//! run on this machine, plain, under valgrind and with sanitizers, and on an emulated Cortex-M4.

mod bare_metal;
mod golden;
pub mod install;
mod readme;
pub mod vectors;

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    header,
    process::{command, root, run, step},
    setup::{Tool, ensure},
    vectors::Judged,
};

const WARNINGS: [&str; 7] =
    ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Werror"];
const EXAMPLE: &[&str] = &["ffi/examples/c/sign_weights.c"];
const SANITIZERS: [&str; 4] = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
pub const LIBRARIES: [&str; 3] = ["-lpthread", "-ldl", "-lm"];
const TESTS: &[&str] = &[
    "ffi/tests/c/main.c",
    "ffi/tests/c/fixture.c",
    "ffi/tests/c/golden.c",
    "ffi/tests/c/buffers.c",
    "ffi/tests/c/pointers.c",
    "ffi/tests/c/arguments.c",
    "ffi/tests/c/review.c",
    "ffi/tests/c/proofs.c",
    "ffi/tests/c/reading.c",
    "ffi/tests/c/encode.c",
    "ffi/tests/c/timelock.c",
    "ffi/tests/c/timelocked.c",
    "ffi/tests/c/rooms.c",
    "ffi/tests/c/epochs.c",
    "ffi/tests/c/emissions.c",
    "ffi/tests/c/arithmetic.c",
    "ffi/tests/c/steps.c",
    "target/c/golden_data.c",
];
/// An emulated board takes tens of seconds for the tests.
const LIMIT: Duration = Duration::from_secs(600);

pub fn main() -> Result<ExitCode> {
    let (passed, failed) = check()?;
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds and runs everything, prints what fails, and counts.
///
/// # Errors
/// Something cannot be built.
pub fn check() -> Result<(usize, usize)> {
    let work = root().join("target/c");
    fs::create_dir_all(&work)?;
    fs::write(work.join("golden_data.c"), golden::data()?)?;
    let mut tally = Tally::default();
    for machine in [Machine::Host { sanitized: false }, Machine::Host { sanitized: true }, Machine::CortexM4]
    {
        machine.check(&work, &mut tally)?;
    }
    bare_metal::check(&mut tally)?;
    let (passed, failed) = vectors::judge(Judged::own()?)?;
    tally.passed += passed;
    tally.failed += failed;
    install::check(&work, &mut tally)?;
    readme::check(&work, &mut tally)?;
    Ok((tally.passed, tally.failed))
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    fn note(&mut self, name: &str, holds: bool, output: &str) {
        if holds {
            self.passed += 1;
        } else {
            self.failed += 1;
            println!("FAILED C {name}:\n{output}");
        }
    }

    /// Adds what the tests themselves counted.
    fn add(&mut self, name: &str, ran: &Ran) {
        let counts = ran.output.lines().next_back().and_then(|line| {
            let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
            Some((passed.parse::<usize>().ok()?, failed.parse::<usize>().ok()?))
        });
        match counts {
            Some((passed, failed)) if ran.success == (failed == 0) => {
                self.passed += passed;
                self.failed += failed;
                ran.output
                    .lines()
                    .filter(|line| line.starts_with("FAIL"))
                    .for_each(|line| println!("{name}: {line}"));
            }
            _ => self.note(name, false, &ran.output),
        }
    }
}

/// Where a C program runs.
#[derive(Clone, Copy)]
enum Machine {
    Host { sanitized: bool },
    CortexM4,
}

/// How a program ended, and what it printed.
struct Ran {
    success: bool,
    output: String,
}

impl Machine {
    fn name(self) -> &'static str {
        match self {
            Self::Host { sanitized: false } => "host",
            Self::Host { sanitized: true } => "host, sanitized",
            Self::CortexM4 => "mps2-an386",
        }
    }

    fn check(self, work: &Path, tally: &mut Tally) -> Result<()> {
        let library = self.library()?;
        step(format!("the C example and the C tests ({})", self.name()));
        let example = self.compile(EXAMPLE, &library, &work.join(format!("{}-example", self.file_name())))?;
        let tests = self.compile(TESTS, &library, &work.join(format!("{}-tests", self.file_name())))?;
        tally.add(self.name(), &self.run(&tests, &[], "")?);
        if matches!(self, Self::Host { sanitized: false }) {
            ensure(&[Tool::Valgrind])?;
            // A phrase takes seconds there.
            let tests = self.compile(
                &[TESTS, &["-DURI_STRIDE=32"]].concat(),
                &library,
                &work.join("valgrind-tests"),
            )?;
            let mut valgrind = command("valgrind");
            valgrind.args(["--quiet", "--leak-check=full", "--error-exitcode=9"]).arg(&tests);
            let output = tests.with_extension("valgrind");
            tally.add("host, valgrind", &captured(valgrind.current_dir(root()), "", &output)?);
        }

        let mut note = |what: &str, ran: &Ran, holds: bool| {
            tally.note(&format!("example, {what} ({})", self.name()), holds, &ran.output);
        };
        let extrinsic = format!("extrinsic {}", golden::example_extrinsic()?);
        let ran = self.run(&example, &["--ed25519", "--yes"], "")?;
        note("cards", &ran, shows_all(&ran.output));
        let as_on_the_chain = |ran: &Ran| ran.success && ran.output.lines().any(|line| line == extrinsic);
        note("ed25519", &ran, as_on_the_chain(&ran));
        let ran = self.run(&example, &["--ed25519", "--yes", "ffi/examples/c/scores.txt"], "")?;
        note("scores from a file", &ran, as_on_the_chain(&ran));
        let ran = self.run(&example, &["--yes"], "")?;
        let good = ran.output.ends_with("nonce 1, call of 26 bytes, signature good\n");
        note("sr25519", &ran, ran.success && good && ran.output.contains("\nextrinsic 0x"));
        let ran = self.run(&example, &[], "n\n")?;
        let unsigned = !ran.output.contains("\nsignature") && !ran.output.contains("\nextrinsic");
        note("rejected", &ran, !ran.success && unsigned && ran.output.ends_with("nothing was signed\n"));
        let ran = self.run(&example, &["--yes", "ffi/Cargo.toml"], "")?;
        note("no scores in the file", &ran, !ran.success && ran.output.contains("a line of the scores"));
        Ok(())
    }

    fn file_name(self) -> &'static str {
        match self {
            Self::Host { sanitized: false } => "host",
            Self::Host { sanitized: true } => "sanitized",
            Self::CortexM4 => "mps2-an386",
        }
    }

    fn library(self) -> Result<PathBuf> {
        match self {
            Self::Host { .. } => {
                ensure(&[Tool::HostGcc])?;
                header::library("libnanotao_ffi.a")
            }
            Self::CortexM4 => {
                ensure(&[Tool::RustWithSource, Tool::ArmGcc, Tool::ArmNewlib, Tool::QemuArm])?;
                bare_metal::library("sr25519,ed25519,mnemonic,small")
            }
        }
    }

    fn compile(self, sources: &[&str], library: &Path, program: &Path) -> Result<PathBuf> {
        let mut gcc = match self {
            Self::Host { sanitized } => {
                let mut gcc = command("gcc");
                gcc.args(if sanitized { &SANITIZERS[..] } else { &["-O2"] });
                gcc
            }
            Self::CortexM4 => {
                let mut gcc = command("arm-none-eabi-gcc");
                gcc.args(["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=soft", "-Os", "-DURI_STRIDE=8"]);
                gcc.args([
                    "-ffunction-sections",
                    "-Wl,--gc-sections",
                    "-nostartfiles",
                    "--specs=rdimon.specs",
                ]);
                gcc.args([
                    "-Wl,--no-warn-rwx-segments",
                    "-Wl,-z,noexecstack",
                    "-T",
                    "ffi/examples/c/mps2-an386/link.ld",
                ]);
                gcc.arg("ffi/examples/c/mps2-an386/startup.c");
                gcc
            }
        };
        gcc.args(WARNINGS).args(["-Iffi/include", "-Iffi/tests/c"]).args(sources).arg(library);
        if matches!(self, Self::Host { .. }) {
            gcc.args(LIBRARIES);
        }
        run(gcc.arg("-o").arg(program).current_dir(root()))?;
        Ok(program.to_path_buf())
    }

    fn run(self, program: &Path, arguments: &[&str], input: &str) -> Result<Ran> {
        let mut process = match self {
            Self::Host { .. } => {
                let mut process = command(program);
                process.args(arguments);
                process
            }
            Self::CortexM4 => {
                let mut qemu = command("qemu-system-arm");
                qemu.args(["-machine", "mps2-an386", "-cpu", "cortex-m4", "-display", "none"]);
                qemu.args(["-monitor", "none", "-serial", "none"]);
                let line: String = arguments.iter().map(|argument| format!(",arg={argument}")).collect();
                qemu.arg("-semihosting-config").arg(format!("enable=on,target=native,arg=program{line}"));
                qemu.arg("-kernel").arg(program);
                qemu
            }
        };
        captured(process.current_dir(root()), input, &program.with_extension("output"))
    }
}

/// What the example shows before it signs, among other cards, which the core's own tests are about.
const CARDS: [&str; 8] = [
    "Call: SubtensorModule.set_weights",
    "Signer: 5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu",
    "netuid: 1",
    "Network: Bittensor mainnet",
    "Valid: block 5000002 until 5000066",
    "weight 1: uid 0: 68.5972% (65535)",
    "weight 2: uid 1: 0.0010% (1)",
    "weight 3: uid 2: 31.4018% (30000)",
];

/// Tells whether the cards are numbered from first to last, and say what they have to.
fn shows_all(output: &str) -> bool {
    let cards: Vec<(&str, &str)> =
        output.lines().filter_map(|line| line.strip_prefix('[')?.split_once("] ")).collect();
    let total = cards.len();
    let numbered = cards.iter().zip(1..).all(|((number, _), index)| *number == format!("{index:2}/{total}"));
    numbered && CARDS.iter().all(|expected| cards.iter().any(|(_, card)| card == expected))
}

/// Runs a program to its end, or for as long as it may take; what it prints goes through `file`.
fn captured(process: &mut Command, input: &str, file: &Path) -> Result<Ran> {
    let output = File::create(file)?;
    let errors = output.try_clone()?;
    let mut child = process.stdin(Stdio::piped()).stdout(output).stderr(errors).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that reads nothing may have ended already.
        let _ = stdin.write_all(input.as_bytes());
    }
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > LIMIT {
            child.kill().context("a program that does not end")?;
            child.wait()?;
            bail!("{} did not end within {} s", file.display(), LIMIT.as_secs());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Ok(Ran { success: status.success(), output: String::from_utf8_lossy(&fs::read(file)?).into_owned() })
}
