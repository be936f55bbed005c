//! Which compiler builds firmware. It has to build the library as well (`-Zbuild-std`): that proves that nothing
//! pulls in an allocator, and gives a library that is as small as the program around it.
//!
//! Two compilers can: rustup's, once its `rust-src` component is there, and Debian's, whose library source is a
//! package. What is installed wins over what would have to be fetched, so that a machine keeps its compiler.

use std::{fmt, path::PathBuf, process::Command, sync::OnceLock, time::Duration};

use anyhow::{Result, bail};

use crate::process::{command, find, output, root, step, succeeds};

/// A compiler and the source of its library.
#[derive(Clone, Debug)]
pub struct Toolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    sysroot: PathBuf,
    version: String,
    origin: &'static str,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.version, self.origin)
    }
}

impl Toolchain {
    fn new(cargo: PathBuf, rustc: PathBuf, origin: &'static str) -> Option<Self> {
        let sysroot = output(command(&rustc).args(["--print", "sysroot"])).ok()?;
        let sysroot = PathBuf::from(sysroot.trim());
        let library = sysroot.join("lib/rustlib/src/rust/library/core/Cargo.toml");
        let version = output(command(&rustc).arg("--version")).ok()?.trim().to_owned();
        library.is_file().then_some(Self { cargo, rustc, sysroot, version, origin })
    }

    /// `cargo` of this toolchain, allowed to build the library.
    pub fn cargo(&self) -> Command {
        let mut cargo = command(&self.cargo);
        cargo.env("RUSTC", &self.rustc).env("RUSTC_BOOTSTRAP", "1");
        cargo
    }

    /// `cargo clippy` of this toolchain, allowed to build the library.
    ///
    /// # Errors
    /// The toolchain has no clippy.
    pub fn clippy(&self) -> Result<Command> {
        let program = self.rustc.with_file_name("cargo-clippy");
        if !program.is_file() {
            bail!(
                "{self} has no clippy; run `rustup component add clippy` or `apt-get install rust-web-clippy`"
            );
        }
        let mut clippy = command(program);
        clippy.env("CARGO", &self.cargo).env("RUSTC", &self.rustc).env("RUSTC_BOOTSTRAP", "1").arg("clippy");
        Ok(clippy)
    }

    /// A setting of flags for cargo's `--config`. It keeps the paths of this machine out of an image for `target`: the places
    /// of panics are in it, so its size would depend on where it was built. And functions with large frames are not inlined:
    /// the pairing of timelock would hold 5 KB of stack for nothing.
    pub fn flags(&self, target: &str) -> String {
        let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
        let registry = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).unwrap_or_default();
        let library = self.sysroot.join("lib/rustlib/src/rust");
        let mut flags = vec![String::from("-Cllvm-args=-inline-max-stacksize=512")];
        let paths = [(root(), "nanotao"), (registry.join("registry/src"), "crates"), (library, "rust")];
        flags.extend(paths.map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display())));
        format!("target.{target}.rustflags={flags:?}")
    }

    /// Whether it brings a linker for WebAssembly.
    pub fn has_lld(&self) -> bool {
        let hosts = std::fs::read_dir(self.sysroot.join("lib/rustlib")).into_iter().flatten().flatten();
        hosts.into_iter().any(|host| host.path().join("bin/rust-lld").is_file())
    }

    /// The compiler's version line.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// The compiler that rustup would use here, by its real path: the proxies would read the outer environment again.
fn rustups(program: &str) -> Option<PathBuf> {
    let path = output(command(find("rustup")?).args(["which", program])).ok()?;
    Some(PathBuf::from(path.trim()))
}

/// A toolchain that is already there.
pub fn installed() -> Option<Toolchain> {
    let by_rustup = || Toolchain::new(rustups("cargo")?, rustups("rustc")?, "rustup, with rust-src");
    let by_system = || {
        let (cargo, rustc) = (PathBuf::from("/usr/bin/cargo"), PathBuf::from("/usr/bin/rustc"));
        (cargo.is_file() && rustc.is_file()).then_some(())?;
        Toolchain::new(cargo, rustc, "the system's, with its library source")
    };
    by_rustup().or_else(by_system)
}

/// Asks rustup for the library source, but does not wait long: its server is not reachable from every machine.
pub fn add_source_by_rustup() -> bool {
    let Some(rustup) = find("rustup") else { return false };
    step("asking rustup for the source of the Rust library (rust-src)");
    succeeds(command(rustup).args(["component", "add", "rust-src"]), Duration::from_secs(20))
        && installed().is_some()
}

/// The toolchain for firmware; says once which one it is.
///
/// # Errors
/// No compiler comes with its library source.
pub fn firmware() -> Result<&'static Toolchain> {
    static CHOICE: OnceLock<Option<Toolchain>> = OnceLock::new();
    let choice = CHOICE.get_or_init(|| {
        let choice = installed();
        if let Some(toolchain) = &choice {
            step(format!("firmware compiler: {toolchain}"));
        }
        choice
    });
    match choice {
        Some(toolchain) => Ok(toolchain),
        None => bail!("no Rust compiler with the source of its library; run `cargo xtask setup`"),
    }
}
