//! Finds what is missing on this machine and installs it where that can be done without asking.

use std::{path::Path, sync::Once, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{
    node::Node,
    process::{command, find, output, run, step, succeeds},
    toolchain,
};

/// Something outside the repository that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Emulates the Cortex-M boards.
    QemuArm,
    /// Emulates the RISC-V board.
    QemuRiscv,
    /// Links Cortex-M firmware, and reads its symbols and sizes.
    ArmBinutils,
    /// Compiles C for Cortex-M.
    ArmGcc,
    /// The C library for Cortex-M.
    ArmNewlib,
    /// Links RISC-V firmware.
    RiscvBinutils,
    /// A Rust compiler together with the source of its library.
    RustWithSource,
    /// Compiles C for this machine.
    HostGcc,
    /// Counts instructions on this machine, and watches memory.
    Valgrind,
    /// Compiles C++ for this machine.
    HostGxx,
    /// Reads JSON in C.
    CJson,
    /// Builds against the installed CMake package.
    CMake,
    /// Finds the installed library.
    PkgConfig,
    /// Runs the Python binding and the official client's library, in environments of their own.
    Python,
    /// Compiles the Go binding.
    Go,
    /// Writes the C header.
    Cbindgen,
    /// Runs the fuzz targets.
    CargoFuzz,
    /// Checks licences.
    CargoDeny,
    /// Reads defmt logs.
    DefmtPrint,
    /// Shows the page of the JavaScript binding.
    Chromium,
    /// Links WebAssembly, for a compiler that does not bring a linker for it.
    WasmLd,
}

impl Tool {
    const ALL: [Self; 21] = [
        Self::QemuArm,
        Self::QemuRiscv,
        Self::ArmBinutils,
        Self::ArmGcc,
        Self::ArmNewlib,
        Self::RiscvBinutils,
        Self::RustWithSource,
        Self::HostGcc,
        Self::Valgrind,
        Self::HostGxx,
        Self::CJson,
        Self::CMake,
        Self::PkgConfig,
        Self::Python,
        Self::Go,
        Self::Cbindgen,
        Self::CargoFuzz,
        Self::CargoDeny,
        Self::DefmtPrint,
        Self::Chromium,
        Self::WasmLd,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::QemuArm => "qemu-system-arm",
            Self::QemuRiscv => "qemu-system-riscv32",
            Self::ArmBinutils => "arm-none-eabi-ld",
            Self::ArmGcc => "arm-none-eabi-gcc",
            Self::ArmNewlib => "newlib for arm-none-eabi",
            Self::RiscvBinutils => "riscv64-unknown-elf-ld",
            Self::RustWithSource => "Rust with the source of its library",
            Self::HostGcc => "gcc",
            Self::Valgrind => "valgrind",
            Self::HostGxx => "g++",
            Self::CJson => "cJSON",
            Self::CMake => "cmake",
            Self::PkgConfig => "pkg-config",
            Self::Python => "python3",
            Self::Go => "go",
            Self::Cbindgen => "cbindgen",
            Self::CargoFuzz => "cargo-fuzz",
            Self::CargoDeny => "cargo-deny",
            Self::DefmtPrint => "defmt-print",
            Self::Chromium => "chromium",
            Self::WasmLd => "wasm-ld-22",
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::ArmNewlib => find("arm-none-eabi-gcc").is_some_and(|gcc| {
                // It answers with a bare name, not a path, where the library is absent.
                output(command(gcc).arg("-print-file-name=libc_nano.a"))
                    .is_ok_and(|path| path.trim().contains('/'))
            }),
            // Debian has both apart: without `ensurepip` a virtual environment has no pip.
            Self::Python => find("python3").is_some_and(|python| {
                let modules = "import ensurepip, sysconfig, os; assert os.path.exists(sysconfig.get_path('include') + '/Python.h')";
                succeeds(command(python).args(["-c", modules]), Duration::from_secs(10))
            }),
            Self::CJson => Path::new("/usr/include/cjson/cJSON.h").is_file(),
            Self::RustWithSource => toolchain::installed().is_some(),
            tool => find(tool.name()).is_some(),
        }
    }

    fn source(self) -> Source {
        match self {
            Self::QemuArm => Source::Apt(&["qemu-system-arm"]),
            Self::QemuRiscv => Source::Apt(&["qemu-system-misc"]),
            Self::ArmBinutils => Source::Apt(&["binutils-arm-none-eabi"]),
            Self::ArmGcc => Source::Apt(&["gcc-arm-none-eabi"]),
            Self::ArmNewlib => Source::Apt(&["libnewlib-arm-none-eabi"]),
            Self::RiscvBinutils => Source::Apt(&["binutils-riscv64-unknown-elf"]),
            Self::RustWithSource => Source::Apt(&["rustc-web", "cargo-web", "rust-web-src"]),
            Self::HostGcc => Source::Apt(&["gcc", "libc6-dev"]),
            Self::Valgrind => Source::Apt(&["valgrind"]),
            Self::HostGxx => Source::Apt(&["g++"]),
            Self::CJson => Source::Apt(&["libcjson-dev"]),
            Self::CMake => Source::Apt(&["cmake", "make"]),
            Self::PkgConfig => Source::Apt(&["pkg-config"]),
            Self::Python => Source::Apt(&["python3", "python3-venv", "python3-dev"]),
            Self::Go => Source::Apt(&["golang"]),
            Self::Cbindgen => Source::Cargo { package: "cbindgen", version: "0.29" },
            Self::CargoFuzz => Source::Cargo { package: "cargo-fuzz", version: "0.13" },
            Self::CargoDeny => Source::Cargo { package: "cargo-deny", version: "0.20" },
            Self::DefmtPrint => Source::Cargo { package: "defmt-print", version: "1" },
            Self::Chromium => Source::Apt(&["chromium"]),
            Self::WasmLd => Source::Apt(&["lld-22"]),
        }
    }
}

/// Where a tool comes from.
enum Source {
    /// Packages of Debian and its descendants.
    Apt(&'static [&'static str]),
    /// A program on crates.io.
    Cargo { package: &'static str, version: &'static str },
}

/// Installs everything.
pub fn all() -> Result<()> {
    ensure(&Tool::ALL)?;
    Node::find()?;
    println!("Everything is there. Firmware is built with {}.", toolchain::firmware()?);
    Ok(())
}

/// Makes sure that `tools` are there; says what it installs and how.
///
/// # Errors
/// What cannot be installed without asking, with the command that does it.
pub fn ensure(tools: &[Tool]) -> Result<()> {
    let mut packages: Vec<&str> = Vec::new();
    for tool in tools.iter().filter(|tool| !tool.is_there()) {
        if *tool == Tool::RustWithSource && toolchain::add_source_by_rustup() {
            continue;
        }
        match tool.source() {
            Source::Apt(names) => {
                step(format!("{} is missing; it comes with {}", tool.name(), names.join(", ")));
                packages.extend(names.iter().filter(|name| !packages.contains(name)).collect::<Vec<_>>());
            }
            Source::Cargo { package, version } => cargo_install(tool.name(), package, version)?,
        }
    }
    if !packages.is_empty() {
        apt_install(&packages)?;
    }
    for tool in tools {
        if !tool.is_there() {
            bail!("{} is still missing after its installation", tool.name());
        }
    }
    Ok(())
}

fn cargo_install(name: &str, package: &str, version: &str) -> Result<()> {
    step(format!("{name} is missing; installing it with `cargo install {package}` (a minute or two)"));
    let version = format!("^{version}");
    let mut install = command("cargo");
    install.args(["install", "--quiet", "--locked", package, "--version", &version]);
    // None of them runs for long, and optimising them takes three times as long.
    run(install.arg("--debug").env("CARGO_PROFILE_DEV_DEBUG", "0"))
        .with_context(|| format!("{name} is needed; install it with `cargo install {package}`"))
}

/// The prefix with which packages can be installed without a question: nothing for root, else `sudo -n`.
fn privilege() -> Option<&'static [&'static str]> {
    find("apt-get")?;
    let id = output(command("id").arg("-u")).ok()?;
    if id.trim() == "0" {
        return Some(&[]);
    }
    succeeds(command("sudo").args(["-n", "true"]), Duration::from_secs(5)).then_some(&["sudo", "-n"])
}

fn apt_install(packages: &[&str]) -> Result<()> {
    static UPDATED: Once = Once::new();
    let by_hand = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    let Some(privilege) = privilege() else {
        bail!(
            "these packages are needed and cannot be installed from here; as an administrator, run:\n    {by_hand}\n\
             (the names are Debian's; other systems have the same tools under similar ones)"
        );
    };
    let apt = |arguments: &[&str]| {
        let environment =
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"];
        let words: Vec<&str> = privilege.iter().chain(&environment).chain(arguments).copied().collect();
        let (program, rest) = words.split_first().context("an empty command")?;
        run(command(program).args(rest).stdout(std::process::Stdio::null()))
    };
    let mut updated = Ok(());
    UPDATED.call_once(|| {
        step("apt-get update");
        updated = apt(&["update"]);
    });
    updated.with_context(|| format!("needed: {by_hand}"))?;
    step(format!("{by_hand} (some minutes on a slow line)"));
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments).with_context(|| format!("needed: {by_hand}"))
}
