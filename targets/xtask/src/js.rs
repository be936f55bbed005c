//! The JavaScript binding: WebAssembly of the C ABI, the package around it, and whether it does what it says.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, ensure as require};

use crate::{
    node::Node,
    process::{find, output, root, run, step},
    setup::{Tool, ensure},
    toolchain,
    vectors::Judged,
};

const TARGET: &str = "wasm32-unknown-unknown";

/// `cargo xtask js`: builds the package and says where it is.
pub fn main() -> Result<ExitCode> {
    let javascript = JavaScript::new()?;
    javascript.build()?;
    println!("{}", javascript.pack()?.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds the package, runs its tests and the vectors, and the README's example where the package is installed.
///
/// # Errors
/// What cannot be built or installed, or an example that fails.
pub fn check() -> Result<(usize, usize)> {
    ensure(&[Tool::Chromium])?;
    let javascript = JavaScript::new()?;
    javascript.build()?;

    step("the types, and the tests of the JavaScript binding in Node and in Chromium");
    run(javascript.program("npx").args(["tsc", "--project", "test/types"]))?;
    let mut tests = javascript.node();
    tests.args(["--test", "--test-reporter=tap"]).args(javascript.tests()?);
    tests.env("NANOTAO_CHROMIUM", find("chromium").unwrap_or_default());
    let ran = tests.stderr(Stdio::inherit()).output().context("cannot start node")?;
    let report = String::from_utf8_lossy(&ran.stdout);
    let (passed, failed) = counts(&report);
    if !ran.status.success() {
        println!("{report}");
    }
    require!(ran.status.success() == (failed == 0) && passed > 0, "the tests did not run to their end");

    let compared = javascript.vectors(Judged::own()?)?;

    step("installing the package into a clean folder, and running the README's example there");
    let shown = javascript.example(&javascript.pack()?)?;
    require!(shown.contains("Call: SubtensorModule.set_weights"), "the README's example printed:\n{shown}");
    // The example is one check.
    Ok((passed + compared.0 + 1, failed + compared.1))
}

/// Builds the package, and has its program judge vectors.
///
/// # Errors
/// What cannot be built or installed, or a program that does not run to its end.
pub fn vectors(judged: &Judged) -> Result<(usize, usize)> {
    let javascript = JavaScript::new()?;
    javascript.build()?;
    javascript.vectors(judged)
}

/// The binding's folder, and a Node to run it with.
struct JavaScript {
    source: PathBuf,
    work: PathBuf,
    node: Node,
}

impl JavaScript {
    fn new() -> Result<Self> {
        let work = root().join("target/js");
        fs::create_dir_all(&work)?;
        Ok(Self { source: root().join("bindings/js"), work, node: Node::find()? })
    }

    /// A program of Node's, in the binding's folder.
    fn program(&self, name: &str) -> Command {
        let mut program = self.node.program(name);
        program.current_dir(&self.source);
        program
    }

    fn node(&self) -> Command {
        self.program("node")
    }

    fn npm(&self) -> Command {
        let mut npm = self.node.npm();
        npm.current_dir(&self.source);
        npm
    }

    /// Builds the module and the package around it.
    fn build(&self) -> Result<()> {
        let lock = fs::read(self.source.join("package-lock.json"))?;
        // Written once everything is in place.
        let done = self.source.join("node_modules/installed.json");
        if fs::read(&done).ok().as_ref() != Some(&lock) {
            step("installing what the JavaScript binding is built and tested with");
            run(self.npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
            fs::write(&done, &lock)?;
        }
        let module = module(&self.work)?;
        step("compiling the JavaScript package");
        run(self.npm().args(["run", "--silent", "build"]))?;
        let placed = self.source.join("dist/nanotao.wasm");
        fs::copy(module, &placed)?;
        println!("nanotao.wasm: {} bytes", fs::metadata(placed)?.len());
        // The page with the package beside it, as any static server can serve it.
        let demo = self.work.join("demo");
        copy(&self.source.join("demo"), &demo)?;
        copy(&self.source.join("dist"), &demo.join("nanotao"))
    }

    /// The files of tests.
    fn tests(&self) -> Result<Vec<PathBuf>> {
        let files = fs::read_dir(self.source.join("test"))?.map(|entry| Ok(entry?.path()));
        let files = files.collect::<Result<Vec<_>>>()?;
        Ok(files.into_iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs")).collect())
    }

    fn vectors(&self, judged: &Judged) -> Result<(usize, usize)> {
        judged.compare("JavaScript", self.node().arg("test/vectors.mjs"))
    }

    /// Packs the package as npm would publish it.
    fn pack(&self) -> Result<PathBuf> {
        let mut npm = self.program("npm");
        npm.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(&self.work);
        let name = output(&mut npm)?;
        Ok(self.work.join(name.trim()))
    }

    /// Installs a package where nothing else is, and runs the README's example as it stands.
    fn example(&self, package: &Path) -> Result<String> {
        let readme = fs::read_to_string(self.source.join("README.md"))?;
        let example = example(&readme).context("bindings/js/README.md has no example")?;
        let clean = self.work.join("clean");
        let _ = fs::remove_dir_all(&clean);
        fs::create_dir_all(&clean)?;
        fs::write(clean.join("package.json"), "{\"private\": true}")?;
        let mut npm = self.npm();
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).arg(package);
        run(npm.current_dir(&clean))?;
        fs::write(clean.join("example.mjs"), example)?;
        output(self.node().arg("example.mjs").current_dir(&clean))
    }
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Builds the C ABI as a module of WebAssembly: no standard library, no memory of its own but a stack.
fn module(work: &Path) -> Result<PathBuf> {
    ensure(&[Tool::RustWithSource])?;
    step(format!("building the C ABI for {TARGET} (the first time: a minute)"));
    let toolchain = toolchain::firmware()?;
    let mut cargo = toolchain.cargo();
    cargo.args([
        "rustc",
        "--quiet",
        "--release",
        "--package",
        "nanotao-ffi",
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    cargo.args(["--no-default-features", "--features", FEATURES]);
    cargo.args(["--target", TARGET, "-Zbuild-std=core", "--config", "profile.release.strip=true"]);
    cargo.args(["--config", "profile.release.opt-level='s'"]);
    cargo.arg("--config").arg(toolchain.flags(TARGET)).arg("--target-dir").arg(work);
    cargo.args(["--", "-Clink-arg=-zstack-size=131072", "-Clink-arg=--export=__stack_pointer"]);
    if !toolchain.has_lld() {
        ensure(&[Tool::WasmLd])?;
        cargo.arg(format!("-Clinker={}", Tool::WasmLd.name()));
    }
    run(cargo.current_dir(root()))?;
    Ok(work.join(TARGET).join("release/nanotao_ffi.wasm"))
}

/// What the package offers, and what makes it small: at these settings it is no slower than at others.
const FEATURES: &str = "panic-handler,sr25519,ed25519,mnemonic,hazmat,small";

/// The first example of a README.
fn example(readme: &str) -> Option<&str> {
    readme.split("```js\n").nth(1)?.split("```").next()
}

/// What the test runner counts in its last lines: `# pass 20`, `# fail 0`; a test that is skipped counts as failed.
fn counts(report: &str) -> (usize, usize) {
    let number = |word: &str| {
        let mut lines = report.lines().rev();
        lines.find_map(|line| line.strip_prefix(word)?.trim().parse().ok()).unwrap_or(0)
    };
    (number("# pass "), number("# fail ") + number("# cancelled ") + number("# skipped ") + number("# todo "))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn the_last_lines_of_the_test_runner_are_read() {
        let report = "ok 1 - a\n# tests 5\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n# duration_ms 9\n";
        assert_eq!(counts(report), (3, 2));
        assert_eq!(counts(""), (0, 0));
    }
}
