//! Python, in virtual environments of its own: the binding from its wheel, and the official client's library for timelock.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure as require};

use crate::{
    c::install,
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
    vectors::Judged,
};

/// What the tests import beside the wheel and what it depends on.
const TEST_PACKAGES: [&str; 2] = ["pytest>=8", "mypy>=1.10"];

/// Builds the wheel, installs it, and runs the README's examples, a check of the types, the doctests, the tests and the
/// vectors; and installs the package from its source, as the README has it.
///
/// # Errors
/// What cannot be built or installed, or an example that fails.
pub fn check() -> Result<(usize, usize)> {
    let source = root().join("bindings/python");
    let clean = clean();
    let python = installed(&clean)?;

    step("the README's example, the types, the doctests, the tests and the vectors through Python");
    examples(&python)?;

    // Those of other packages are theirs.
    let types =
        ["-m", "mypy", "--strict", "--ignore-missing-imports", "--allow-untyped-calls", "-p", "nanotao"];
    run(command(&python).args(types).args(["--no-incremental", "--no-error-summary"]).current_dir(&clean))?;

    let mut pytest = command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--doctest-modules", "--pyargs", "nanotao"]);
    pytest.arg(source.join("tests/test_nanotao.py")).env("NANOTAO_VECTORS", root().join("vectors"));
    let ran = pytest.current_dir(&clean).output().context("cannot start pytest")?;
    let report = String::from_utf8_lossy(&ran.stdout);
    let (passed, failed) = counts(&report);
    if !ran.status.success() {
        println!("{report}");
    }
    require!(ran.status.success() == (failed == 0) && passed > 0, "pytest did not run to its end");

    let compared = judge(&python, Judged::own()?)?;

    step("installing the Python binding from its source, with a library that cargo builds");
    let mut pip = pip(&python);
    pip.args(["install", "--no-deps", "--force-reinstall"]).arg(&source).env_remove("NANOTAO_LIBRARY");
    run(&mut pip)?;
    examples(&python)?;
    // The examples of either are one check, and so are the types.
    Ok((passed + compared.0 + 3, failed + compared.1))
}

/// Runs the README's examples.
fn examples(python: &Path) -> Result<()> {
    let readme = fs::read_to_string(root().join("bindings/python/README.md"))?;
    let shown = output(command(python).arg("-c").arg(example(&readme)).current_dir(clean()))?;
    let expected = ["Network: Bittensor mainnet", "('Action', 'Set weights')", "[    0 65535] [500 500]"];
    let missing = expected.iter().find(|line| !shown.lines().any(|shown| shown == **line));
    require!(missing.is_none(), "the README's examples did not print {missing:?}, but:\n{shown}");
    Ok(())
}

/// Installs the wheel, and has the binding's program judge vectors.
///
/// # Errors
/// What cannot be built or installed, or a program that does not run to its end.
pub fn vectors(judged: &Judged) -> Result<(usize, usize)> {
    judge(&installed(&clean())?, judged)
}

fn judge(python: &Path, judged: &Judged) -> Result<(usize, usize)> {
    let mut program = command(python);
    program.arg(root().join("bindings/python/tests/vectors")).current_dir(clean());
    judged.compare("Python", &mut program)
}

fn clean() -> PathBuf {
    root().join("target/python/clean")
}

/// Builds the wheel, and installs it into a clean folder with what the tests import.
fn installed(clean: &Path) -> Result<PathBuf> {
    ensure(&[Tool::Python, Tool::HostGcc])?;
    let work = root().join("target/python");
    fs::create_dir_all(&work)?;
    let wheel = wheel(&work)?;
    step("installing it into a clean folder");
    let _ = fs::remove_dir_all(clean);
    let python = environment(clean)?;
    run(pip(&python).arg("install").arg(format!("{}[batch]", wheel.display())).args(TEST_PACKAGES))?;
    Ok(python)
}

/// Python in which `bittensor_drand` can be imported. It is installed the first time, and where the list of packages has
/// changed.
///
/// # Errors
/// Python is missing and cannot be installed, or the packages are not to be had.
pub fn with_client() -> Result<Command> {
    ensure(&[Tool::Python])?;
    let place = root().join("target/interop/python");
    let list = root().join("tests/interop/requirements.txt");
    // Written once everything is in place.
    let done = place.join("installed.txt");
    let packages = fs::read(&list)?;
    let python = environment(&place)?;
    if fs::read(&done).ok().as_ref() != Some(&packages) {
        step("installing bittensor-drand into target/interop/python");
        let mut pip = pip(&python);
        pip.args(["install", "--only-binary=:all:", "--requirement"]).arg(&list);
        run(pip.stdout(std::io::stderr()))?;
        fs::write(&done, &packages)?;
    }
    Ok(command(python))
}

/// Builds the wheel.
///
/// # Errors
/// It does not build.
pub fn wheel(work: &Path) -> Result<PathBuf> {
    step("building the wheel of the Python binding");
    let wheels = work.join("wheels");
    let _ = fs::remove_dir_all(&wheels);
    let (builder, source) = (environment(&work.join("builder"))?, root().join("bindings/python"));
    // What was built before would go into the wheel, too.
    let _ = fs::remove_dir_all(source.join("build"));
    let mut pip = pip(&builder);
    pip.args(["wheel", "--no-deps", "--wheel-dir"]).arg(&wheels).arg(source);
    // Go has the same library; without one, the build makes its own.
    pip.env("NANOTAO_LIBRARY", install::libraries("hazmat")?.0);
    run(&mut pip)?;
    Ok(fs::read_dir(&wheels)?.next().context("no wheel was built")??.path())
}

/// Makes an environment of its own, if there is none yet; its Python.
///
/// # Errors
/// Python makes none.
pub fn environment(folder: &Path) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    if !python.exists() {
        run(command("python3").args(["-m", "venv"]).arg(folder))?;
    }
    Ok(python)
}

/// Python's installer in an environment.
pub fn pip(python: &Path) -> Command {
    let mut pip = command(python);
    pip.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]);
    pip
}

/// The Python examples of a README, which is read from top to bottom.
fn example(readme: &str) -> String {
    readme.split("```python\n").skip(1).filter_map(|block| block.split("```").next()).collect()
}

/// What pytest's last line says: `1 failed, 20 passed in 0.1s`.
fn counts(report: &str) -> (usize, usize) {
    let last = report.lines().next_back().unwrap_or_default();
    let number = |word: &str| {
        let before = last.split(word).next().filter(|before| before.len() < last.len())?;
        before.trim().rsplit([' ', ',']).next()?.parse().ok()
    };
    (number(" passed").unwrap_or(0), number(" failed").unwrap_or(0) + number(" error").unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn pytest_s_last_line_is_read() {
        assert_eq!(counts("..\n22 passed in 0.18s"), (22, 0));
        assert_eq!(counts("1 failed, 20 passed, 2 errors in 3s"), (20, 3));
        assert_eq!(counts("no tests ran in 0.01s"), (0, 0));
    }
}
