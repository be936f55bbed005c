//! Python, in virtual environments of its own: the binding from its wheel, and the official client's library for timelock.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure as require};

use crate::{
    process::{command, output, root, run, step},
    setup::{Tool, ensure},
    vectors,
};

/// What the tests import beside the wheel and what it depends on.
const TEST_PACKAGES: [&str; 2] = ["pytest>=8", "mypy>=1.10"];

/// Builds the wheel, installs it, and runs the README's example, a check of the types, the doctests, the tests and the
/// vectors.
///
/// # Errors
/// What cannot be built or installed, or an example that fails.
pub fn check() -> Result<(usize, usize)> {
    ensure(&[Tool::Python, Tool::HostGcc])?;
    let work = root().join("target/python");
    let source = root().join("bindings/python");
    fs::create_dir_all(&work)?;
    let wheel = wheel(&work)?;

    step("installing it into a clean folder");
    let clean = work.join("clean");
    let _ = fs::remove_dir_all(&clean);
    let python = environment(&clean)?;
    run(pip(&python).arg("install").arg(format!("{}[batch]", wheel.display())).args(TEST_PACKAGES))?;

    step("the README's example, the types, the doctests, the tests and the vectors through Python");
    let readme = fs::read_to_string(source.join("README.md"))?;
    let example = example(&readme).context("bindings/python/README.md has no example")?;
    let shown = output(command(&python).arg("-c").arg(example).current_dir(&clean))?;
    require!(shown.contains("Call: SubtensorModule.set_weights"), "the README's example printed:\n{shown}");

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

    let mut reader = command(&python);
    reader.arg(source.join("tests/vectors"));
    reader.args(["vectors", "tests"].map(|folder| root().join(folder))).current_dir(&clean);
    let ran = reader.output().context("cannot start the vectors")?;
    print!("{}", String::from_utf8_lossy(&ran.stderr));
    let compared = vectors::compare("Python", &String::from_utf8_lossy(&ran.stdout))?;
    require!(ran.status.success() || compared.1 > 0, "the vectors through Python did not run to their end");
    // The example is one check, and so are the types.
    Ok((passed + compared.0 + 2, failed + compared.1))
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
    let builder = environment(&work.join("builder"))?;
    let mut pip = pip(&builder);
    pip.args(["wheel", "--no-deps", "--wheel-dir"]).arg(&wheels).arg(root().join("bindings/python"));
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

/// The first Python example of a README.
fn example(readme: &str) -> Option<&str> {
    readme.split("```python\n").nth(1)?.split("```").next()
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
