//! `cargo xtask install`: header, libraries, CMake package and pkg-config file under a prefix; and the examples built
//! against such a tree.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure as require};
use clap::Args;

use super::{Ran, Tally, WARNINGS, captured, golden};
use crate::{
    abi,
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo xtask install --prefix /usr/local\n  cargo xtask install --prefix ~/.local --features hazmat"
)]
pub struct Arguments {
    /// Where include/ and lib/ go.
    #[arg(long, value_name = "DIR")]
    prefix: PathBuf,
    /// Features of the library beside its default ones, such as hazmat: see ffi/README.md.
    #[arg(long, default_value = "")]
    features: String,
}

/// Runs `cargo xtask install`.
///
/// # Errors
/// A library that does not build, or a place that cannot be written to.
pub fn main(arguments: &Arguments) -> Result<()> {
    install(&arguments.prefix, &arguments.features)?;
    println!("installed into {}", arguments.prefix.display());
    Ok(())
}

/// Installs under a prefix, with some features beside the default ones.
///
/// # Errors
/// A library that does not build, or a place that cannot be written to.
pub fn install(prefix: &Path, features: &str) -> Result<()> {
    let (abi, soname) = names()?;
    let (lib, include) = (prefix.join("lib"), prefix.join("include"));
    for folder in [&include, &lib.join("cmake/nanotao"), &lib.join("pkgconfig")] {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    for file in ["nanotao.h", "nanotao.hpp"] {
        fs::copy(root().join("ffi/include").join(file), include.join(file))?;
    }
    let (archive, shared) = libraries(features)?;
    fs::copy(archive, lib.join("libnanotao.a"))?;
    fs::copy(shared, lib.join(&soname))?;
    let link = lib.join("libnanotao.so");
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link)?;
    }
    symlink(&soname, &link)?;
    let version = env!("CARGO_PKG_VERSION");
    for (from, to) in [
        ("nanotaoConfig.cmake.in", "cmake/nanotao/nanotaoConfig.cmake"),
        ("nanotao.pc.in", "pkgconfig/nanotao.pc"),
        ("nanotao-static.pc.in", "pkgconfig/nanotao-static.pc"),
    ] {
        let text = fs::read_to_string(root().join("ffi/cmake").join(from))?;
        fs::write(lib.join(to), text.replace("@VERSION@", version).replace("@ABI@", &abi))?;
    }
    Ok(())
}

/// The version of the ABI, and the name that the shared library has for it.
fn names() -> Result<(String, String)> {
    let constants = fs::read_to_string(root().join("ffi/abi/constants.txt"))?;
    let abi = abi::version(&constants).rsplit(' ').next().unwrap_or_default().to_owned();
    let soname = format!("libnanotao.so.{abi}");
    Ok((abi, soname))
}

/// Builds the static and the shared library for this machine, optimised: both at once, as that is what takes a minute.
///
/// # Errors
/// They do not build.
pub fn libraries(features: &str) -> Result<(PathBuf, PathBuf)> {
    step("building the libraries of the C ABI, optimised");
    let target = root().join("target/c");
    let mut cargo = command("cargo");
    cargo.args(["rustc", "--quiet", "--release", "--package", "nanotao-ffi", "--lib"]);
    cargo.args(["--crate-type", "staticlib,cdylib", "--features", features, "--target-dir"]).arg(&target);
    run(cargo.arg("--").arg(format!("-Clink-arg=-Wl,-soname,{}", names()?.1)).current_dir(root()))?;
    let release = target.join("release");
    Ok((release.join("libnanotao_ffi.a"), release.join("libnanotao_ffi.so")))
}

/// Installs into a folder of the build, and builds and runs the examples against it, through pkg-config and through CMake.
///
/// # Errors
/// What does not build.
pub(super) fn check(work: &Path, tally: &mut Tally) -> Result<()> {
    ensure(&[Tool::HostGcc, Tool::HostGxx, Tool::CMake, Tool::PkgConfig])?;
    let prefix = work.join("prefix");
    install(&prefix, "")?;
    step("the C examples against the installed library");
    let mut pkg_config = command("pkg-config");
    pkg_config.args(["--cflags", "--libs", "nanotao"]).env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    let flags = output(&mut pkg_config)?;
    let flags: Vec<&str> = flags.split_whitespace().collect();
    let found = work.join("installed-pkg-config");
    let mut gcc = command("gcc");
    gcc.args(WARNINGS).arg("ffi/examples/c/sign_weights.c").args(&flags).arg("-o").arg(&found);
    run(gcc.current_dir(root()))?;
    let mut gxx = command("g++");
    let wrapper = work.join("installed-hpp");
    gxx.args(["-std=c++20", "-pedantic", "-Wall", "-Wextra", "-Werror", "ffi/tests/cpp/main.cpp"]);
    run(gxx.args(&flags).arg("-o").arg(&wrapper).current_dir(root()))?;

    let build = work.join("installed-cmake");
    let mut cmake = command("cmake");
    cmake.arg("-S").arg("ffi/examples/c").arg("-B").arg(&build);
    cmake.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    output(cmake.current_dir(root()))?;
    output(command("cmake").arg("--build").arg(&build).current_dir(root()))?;

    let extrinsic = format!("extrinsic {}", golden::example_extrinsic()?);
    let signs = |ran: &Ran| ran.success && ran.output.lines().any(|line| line == extrinsic);
    let mut expect = |program: &Path, arguments: &[&str], holds: &dyn Fn(&Ran) -> bool| -> Result<()> {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut process = command(program);
        process.args(arguments).env("LD_LIBRARY_PATH", prefix.join("lib")).current_dir(root());
        let ran = captured(&mut process, "", &work.join(format!("{name}.output")))?;
        tally.note(&format!("installed: {name}"), holds(&ran), &ran.output);
        Ok(())
    };
    expect(&found, &["--ed25519", "--yes"], &signs)?;
    expect(&build.join("sign_weights"), &["--ed25519", "--yes"], &signs)?;
    expect(&build.join("sign_weights_shared"), &["--ed25519", "--yes"], &signs)?;
    expect(&build.join("wallet"), &["--yes"], &|ran| ran.success && ran.output.contains("\nextrinsic 0x"))?;
    expect(&build.join("wallet"), &[], &|ran| !ran.success && !ran.output.contains("extrinsic 0x"))?;
    expect(&build.join("commit_weights"), &["--yes"], &|ran| {
        ran.success && ran.output.contains("uid 3: ") && ran.output.contains("\nextrinsic 0x")
    })?;
    expect(&build.join("epoch"), &[], &|ran| ran.success && ran.output.contains("32767"))?;
    // What the vectors of block emission say, and its parts: two fifths and one fifth, less what fixed point loses.
    let parts = ["a block mints 500000000 rao", "subnet 1 gets 199999999 rao", "subnet 3 gets 99999999 rao"];
    expect(&build.join("emission"), &[], &|ran| {
        ran.success && parts.iter().all(|part| ran.output.contains(part))
    })?;
    expect(&wrapper, &[], &|ran| ran.success && ran.output.ends_with(" 0 failed\n"))?;
    manifests()
}

/// Zephyr's and Arduino's tools are not to be had from every registry: what their manifests must say is checked here.
fn manifests() -> Result<()> {
    let read =
        |path: &str| fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"));
    let module = read("ffi/zephyr/module.yml")?;
    let fields = module.lines().filter(|line| !line.starts_with('#'));
    let fields = fields.filter_map(|line| line.trim().split_once(": "));
    for (_, path) in fields.filter(|(key, _)| *key != "name") {
        require!(
            root().join("ffi").join(path).exists(),
            "ffi/zephyr/module.yml names {path}, which is not there"
        );
    }
    let properties = read("ffi/arduino/library.properties")?;
    let value = |key: &str| {
        let mut lines = properties.lines().filter_map(|line| line.split_once('='));
        lines.find(|(name, _)| *name == key).map(|(_, value)| value)
    };
    for key in
        ["name", "version", "author", "maintainer", "sentence", "paragraph", "category", "architectures"]
    {
        require!(
            value(key).is_some_and(|value| !value.is_empty()),
            "ffi/arduino/library.properties lacks {key}"
        );
    }
    require!(
        value("version") == Some(env!("CARGO_PKG_VERSION")),
        "ffi/arduino/library.properties is of another version"
    );
    Ok(())
}
