//! The boards: how each is built and how each is emulated.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::{
    process::{command, retry, root, run, step},
    qemu::{Emulator, Machine, scratch},
    qmp::Key,
    setup::{Tool, ensure},
    toolchain,
};

/// A board of `targets/boards/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Board {
    /// Cortex-M3 with screen and keys: the signer.
    Lm3s6965evb,
    /// Cortex-M4: vectors and instruction counts.
    Mps2An386,
    /// RISC-V: vectors.
    Riscv32Virt,
}

impl Board {
    /// The package's name, which is the board's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lm3s6965evb => "lm3s6965evb",
            Self::Mps2An386 => "mps2-an386",
            Self::Riscv32Virt => "riscv32-virt",
        }
    }

    /// The Rust target.
    pub fn target(self) -> &'static str {
        match self {
            Self::Lm3s6965evb => "thumbv7m-none-eabi",
            Self::Mps2An386 => "thumbv7em-none-eabi",
            Self::Riscv32Virt => "riscv32imac-unknown-none-elf",
        }
    }

    fn library(self) -> &'static str {
        match self {
            Self::Lm3s6965evb => "core",
            // The firmware that runs vectors reads JSON with an allocator.
            Self::Mps2An386 | Self::Riscv32Virt => "core,alloc",
        }
    }

    fn emulator(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Lm3s6965evb => ("qemu-system-arm", &["-machine", "lm3s6965evb"]),
            Self::Mps2An386 => ("qemu-system-arm", &["-machine", "mps2-an386", "-cpu", "cortex-m4"]),
            Self::Riscv32Virt => ("qemu-system-riscv32", &["-machine", "virt", "-bios", "none", "-m", "64M"]),
        }
    }

    /// The program of the board's binutils that is called `name`.
    pub fn binutil(self, name: &str) -> String {
        match self {
            Self::Lm3s6965evb | Self::Mps2An386 => format!("arm-none-eabi-{name}"),
            Self::Riscv32Virt => format!("riscv64-unknown-elf-{name}"),
        }
    }

    fn tools(self) -> [Tool; 2] {
        match self {
            Self::Lm3s6965evb | Self::Mps2An386 => [Tool::RustWithSource, Tool::ArmBinutils],
            Self::Riscv32Virt => [Tool::RustWithSource, Tool::RiscvBinutils],
        }
    }

    /// Builds the firmware and returns its image.
    ///
    /// # Errors
    /// A tool is missing and cannot be installed, or the build fails.
    pub fn build(self) -> Result<PathBuf> {
        self.build_binary(self.name(), &[])
    }

    /// Builds one of the board's binaries, with more arguments for cargo.
    pub fn build_binary(self, binary: &str, arguments: &[&str]) -> Result<PathBuf> {
        ensure(&self.tools())?;
        let toolchain = toolchain::firmware()?;
        step(format!("building {binary} for {} (the first time: a minute or two)", self.name()));
        let mut cargo = toolchain.cargo();
        cargo.args(["build", "--release", "--bin", binary]);
        cargo.args(["--config", &toolchain.flags(self.target())]);
        run(self.select(&mut cargo).args(arguments))?;
        Ok(firmware_directory().join(self.target()).join("release").join(binary))
    }

    /// Lints the board's package and those of its workspace that it uses.
    ///
    /// # Errors
    /// A tool is missing and cannot be installed, or there is something to mend.
    pub fn lint(self) -> Result<()> {
        ensure(&[Tool::RustWithSource])?;
        step(format!("lints of {}", self.name()));
        let mut clippy = toolchain::firmware()?.clippy()?;
        run(self.select(&mut clippy).args(["--", "-Dwarnings"]))
    }

    /// Adds what every call of cargo for this board's package needs.
    fn select(self, cargo: &mut Command) -> &mut Command {
        cargo.current_dir(root().join("targets/boards"));
        cargo.args(["--quiet", "--package", self.name(), "--target", self.target()]);
        cargo.arg(format!("-Zbuild-std={}", self.library()));
        cargo.arg("--target-dir").arg(firmware_directory())
    }

    /// Starts `image` on the emulated board. Logs go to a file under `target/runs/`.
    ///
    /// # Errors
    /// QEMU is missing and cannot be installed, or does not start.
    pub fn start(self, image: &Path) -> Result<Emulator> {
        self.start_with(image, &[])
    }

    /// As [`start`](Self::start), with more arguments for QEMU.
    pub fn start_with(self, image: &Path, more: &[&str]) -> Result<Emulator> {
        let (program, arguments) = self.emulator();
        ensure(&[if program == "qemu-system-arm" { Tool::QemuArm } else { Tool::QemuRiscv }])?;
        let log = self.log_file()?;
        let has_log = self == Self::Lm3s6965evb;
        let _ = std::fs::remove_file(&log);
        let mut emulator = Emulator::start(&Machine {
            program,
            arguments: &[arguments, more].concat(),
            image,
            log: has_log.then_some(log.as_path()),
        })?;
        if has_log {
            // The firmware's first word comes after it has set up its serial line, which drops what came earlier.
            let is_up = || match log.metadata()?.len() {
                0 => Err(std::io::ErrorKind::WouldBlock.into()),
                _ => Ok(()),
            };
            retry(Duration::from_secs(20), is_up).context("the firmware does not start")?;
            emulator.qmp.release_keys()?;
        }
        Ok(emulator)
    }

    /// Where the defmt frames of the last run are.
    pub fn log_file(self) -> Result<PathBuf> {
        Ok(scratch()?.join(format!("{}.defmt", self.name())))
    }
}

fn firmware_directory() -> PathBuf {
    root().join("target/firmware")
}

/// `cargo xtask board NAME ACTION`.
#[derive(Args)]
#[command(after_help = "Examples:
  cargo xtask board lm3s6965evb build
  cargo xtask board lm3s6965evb run
  cargo xtask board lm3s6965evb screen screen.png --press right
  cargo xtask board lm3s6965evb logs")]
pub struct Arguments {
    board: Board,
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Builds the firmware and prints the path of the image.
    Build,
    /// Emulates the board until interrupted; prints the address of its serial line, and takes keys to press as lines.
    Run,
    /// Boots, presses the keys that are named, and writes the screen as a PNG file.
    Screen {
        /// Where the picture goes.
        file: PathBuf,
        /// Keys to press first, one after the other.
        #[arg(long, value_name = "KEY")]
        press: Vec<Key>,
    },
    /// Prints the log of the last run (defmt frames need the image that wrote them).
    Logs,
}

/// Runs `cargo xtask board`.
pub fn main(arguments: &Arguments) -> Result<()> {
    let board = arguments.board;
    match &arguments.action {
        Action::Build => println!("{}", board.build()?.display()),
        Action::Run => {
            let mut emulator = board.start(&board.build()?)?;
            println!("{} runs; serial line: {}. Interrupt to stop.", board.name(), emulator.address());
            if board == Board::Lm3s6965evb {
                println!(
                    "Type right, left, down, up or select to press a key, and NAME.png to save the screen."
                );
                for line in std::io::stdin().lines() {
                    obey(&mut emulator, line?.trim());
                }
            }
            emulator.wait(Duration::MAX)?;
        }
        Action::Screen { file, press } => {
            if board != Board::Lm3s6965evb {
                bail!("{} has no screen", board.name());
            }
            let mut emulator = board.start(&board.build()?)?;
            // Nothing tells when a picture is complete; booting and drawing take a few hundredths of this.
            const DRAW: Duration = Duration::from_millis(500);
            std::thread::sleep(DRAW);
            for key in press {
                emulator.qmp.press(*key)?;
                std::thread::sleep(DRAW);
            }
            emulator.qmp.screendump(file)?;
            println!("{}", file.display());
        }
        Action::Logs => {
            let log = std::fs::File::open(board.log_file()?)?;
            ensure(&[Tool::DefmtPrint])?;
            let image = board.build()?;
            run(command("defmt-print").arg("-e").arg(image).stdin(log))?;
        }
    }
    Ok(())
}

/// Does what a line typed at a running board says; what fails is told, and the board runs on.
fn obey(emulator: &mut Emulator, line: &str) {
    let done = match (Key::from_str(line, true), line) {
        (Ok(key), _) => emulator.qmp.press(key),
        (_, "") => Ok(()),
        (_, file) if file.ends_with(".png") => emulator.qmp.screendump(Path::new(file)),
        _ => Err(anyhow!("{line:?} is neither a key nor the name of a PNG file")),
    };
    if let Err(error) = done {
        eprintln!("error: {error:#}");
    }
}

/// A board that judges vectors: its firmware runs, and cases go over the serial line.
pub struct BoardRunner {
    board: Board,
    image: PathBuf,
    /// The machine; it ends with this value.
    pub emulator: Emulator,
    serial: TcpStream,
}

impl BoardRunner {
    /// Builds and starts the firmware of `board`.
    ///
    /// # Errors
    /// The board has no such firmware, or the build or QEMU fails.
    pub fn start(board: Board) -> Result<Self> {
        if board == Board::Lm3s6965evb {
            bail!("{} runs the signer, not vectors", board.name());
        }
        let image = board.build()?;
        let (emulator, serial) = Self::boot(board, &image)?;
        Ok(Self { board, image, emulator, serial })
    }

    fn boot(board: Board, image: &Path) -> Result<(Emulator, TcpStream)> {
        let emulator = board.start(image)?;
        let serial = emulator.serial()?;
        Ok((emulator, serial))
    }

    /// Judges a case on the board: `ok`, `excepted: why`, `fail: why`, `unsupported` or `unknown`.
    ///
    /// # Errors
    /// The board does not answer; it is started anew for the next case.
    pub fn run(&mut self, file: &str, section: &str, case: &Value) -> Result<String> {
        /// Slow cases (2048 rounds of PBKDF2, twenty epochs) take some seconds.
        const ANSWER: Duration = Duration::from_secs(60);
        /// QEMU hands over a byte in 40 to 70 us on a busy machine; an epoch of a full subnet has 600 000 of them.
        const BYTE: Duration = Duration::from_micros(300);
        let request = serde_json::to_vec(&json!({ "file": file, "section": section, "case": case }))?;
        let length = u32::try_from(request.len())?;
        self.serial.set_read_timeout(Some(ANSWER + BYTE * length))?;
        let mut answer = Vec::new();
        let mut exchange = || {
            self.serial.write_all(&length.to_be_bytes())?;
            self.serial.write_all(&request)?;
            let mut length = [0; 4];
            self.serial.read_exact(&mut length)?;
            answer.resize(u32::from_be_bytes(length) as usize, 0);
            self.serial.read_exact(&mut answer)?;
            anyhow::Ok(())
        };
        if let Err(error) = exchange() {
            (self.emulator, self.serial) = Self::boot(self.board, &self.image)?;
            return Err(error.context(format!("the board does not answer to a case of {file} {section}")));
        }
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
