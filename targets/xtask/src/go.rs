//! Go: the binding by cgo against an installed static library, and the file that it takes from the header's statuses.

use std::{
    fmt::Write,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
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

/// Where the statuses of the ABI are, and what Go makes of them.
const STATUSES: (&str, &str) = ("ffi/src/status.rs", "bindings/go/status.go");

/// Checks the form of the sources, runs their tests, the README's example and the vectors.
///
/// # Errors
/// What cannot be built, or does not run to its end.
pub fn check() -> Result<(usize, usize)> {
    let prefix = prefix()?;
    let source = root().join("bindings/go");

    step("the form of the Go binding");
    let unformatted = output(command("gofmt").args(["-l", "."]).current_dir(&source))?;
    require!(unformatted.is_empty(), "gofmt would write these anew:\n{unformatted}");
    run(go(&prefix).args(["vet", "./..."]).current_dir(&source))?;

    step("the tests and examples of the Go binding, with the race detector");
    let (mut passed, mut failed) = tested(go(&prefix).args(["test", "-race", "-v", "./..."]))?;
    let plain = root().join("target/go/plain");
    install::install(&plain, "")?;
    let of_plain = ["test", "-v", "-tags", "without_hazmat", "-run", "WithoutHazmat", "."];
    let counted = tested(go(&plain).args(of_plain))?;
    (passed, failed) = (passed + counted.0, failed + counted.1);

    step("the example of the Go binding's README in a clean folder");
    let shown = example(&prefix, &source)?;
    if shown.contains("Call: SubtensorModule.set_weights") {
        passed += 1;
    } else {
        failed += 1;
        println!("FAILED the example of bindings/go/README.md printed:\n{shown}");
    }

    let compared = judge(&prefix, Judged::own()?)?;
    Ok((passed + compared.0, failed + compared.1))
}

/// Builds the library, and has the binding's program judge vectors.
///
/// # Errors
/// What cannot be built, or a program that does not run to its end.
pub fn vectors(judged: &Judged) -> Result<(usize, usize)> {
    judge(&prefix()?, judged)
}

fn judge(prefix: &Path, judged: &Judged) -> Result<(usize, usize)> {
    let mut program = go(prefix);
    program.args(["run", "./internal/vectors"]).current_dir(root().join("bindings/go"));
    judged.compare("Go", &mut program)
}

/// Installs the library for Go. Raw signing is a part of the binding: without the feature, all of it is an error.
fn prefix() -> Result<PathBuf> {
    ensure(&[Tool::Go, Tool::PkgConfig, Tool::HostGcc])?;
    let prefix = root().join("target/go/prefix");
    install::install(&prefix, "hazmat")?;
    Ok(prefix)
}

/// Go, which finds the library under a prefix and fetches nothing.
fn go(prefix: &Path) -> Command {
    let mut go = command("go");
    go.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    // Go's cache does not look at the library, but at the flags: another library is another number.
    let mut hasher = DefaultHasher::new();
    fs::read(prefix.join("lib/libnanotao.a")).unwrap_or_default().hash(&mut hasher);
    go.env("CGO_CFLAGS", format!("-O2 -g -DNANOTAO_LIBRARY={}", hasher.finish()));
    go.env("GOPROXY", "off").env("GOTOOLCHAIN", "local").env("GOFLAGS", "-mod=mod").env("CGO_ENABLED", "1");
    go
}

/// Makes a module of the README's words in a folder outside the repository, and runs its program.
fn example(prefix: &Path, source: &Path) -> Result<String> {
    let readme = fs::read_to_string(source.join("README.md"))?;
    let block = |language: &str| readme.split(&format!("```{language}\n")).nth(1)?.split("```").next();
    let (program, shell) = (block("go"), block("sh"));
    let (program, shell) = program.zip(shell).context("bindings/go/README.md has no example")?;
    let module = shell.lines().find(|line| line.starts_with("go mod init")).context("no `go mod init`")?;
    let module = module.replace("/path/to/nanotao", &root().to_string_lossy());
    let folder = std::env::temp_dir().join(format!("nanotao-go-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("main.go"), program)?;
    let mut shell = command("sh");
    shell.args(["-ec", &format!("{module}\ngo run .")]).current_dir(&folder);
    for (name, value) in go(prefix).get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let shown = output(&mut shell);
    fs::remove_dir_all(&folder)?;
    shown
}

/// Runs tests to their end, and counts them.
fn tested(go: &mut Command) -> Result<(usize, usize)> {
    let ran = go.current_dir(root().join("bindings/go")).output()?;
    let report = String::from_utf8_lossy(&ran.stdout);
    let (passed, failed) = counts(&report);
    if !ran.status.success() {
        println!("{report}{}", String::from_utf8_lossy(&ran.stderr));
    }
    require!(ran.status.success() == (failed == 0) && passed > 0, "the Go tests did not run to their end");
    Ok((passed, failed))
}

/// How many tests and examples passed and failed, each counted once.
fn counts(report: &str) -> (usize, usize) {
    let of = |verdict: &str| report.lines().filter(|line| line.starts_with(verdict)).count();
    (of("--- PASS: "), of("--- FAIL: "))
}

/// The statuses as Go has them.
///
/// # Errors
/// The sources cannot be read.
pub fn statuses() -> Result<(PathBuf, String)> {
    let source = fs::read_to_string(root().join(STATUSES.0))?;
    Ok((STATUSES.1.into(), status_file(&source)?))
}

fn status_file(source: &str) -> Result<String> {
    let (mut constants, mut names, mut comment) = (String::new(), String::new(), Vec::new());
    for line in source.lines() {
        if let Some(text) = line.strip_prefix("/// ") {
            comment.push(text.replace("Position:", "Offset:"));
            continue;
        }
        let constant = line.strip_prefix("pub const NANOTAO_").and_then(|rest| rest.strip_suffix(';'));
        if let Some((name, number)) = constant.and_then(|rest| rest.split_once(": Status = "))
            && name != "OK"
        {
            let go = format!("Err{}", go_name(name));
            let text = comment.join("\n\t// ");
            writeln!(constants, "\t// {go}: {}\n\t{go} Status = {number}\n", lower_first(&text))?;
            writeln!(names, "\tcase {go}:\n\t\treturn \"{name}\"")?;
        }
        comment.clear();
    }
    require!(!constants.is_empty(), "{} has no statuses", STATUSES.0);
    Ok(format!(
        "// Code generated by cargo xtask header; DO NOT EDIT.\n\npackage nanotao\n\n\
         // Every way in which a call can fail.\nconst (\n{}\n)\n\n\
         // name is the constant's in the C header, without the prefix; nothing for a number that has none.\n\
         func (s Status) name() string {{\n\tswitch s {{\n{names}\t}}\n\treturn \"\"\n}}\n",
        constants.trim_end()
    ))
}

/// A sentence that follows a colon.
fn lower_first(text: &str) -> String {
    text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect()
}

/// `SS58_INVALID_LENGTH` as `SS58InvalidLength`.
fn go_name(name: &str) -> String {
    let word = |word: &str| match word {
        "SS58" | "URI" => word.to_owned(),
        word => word.chars().take(1).chain(word.chars().skip(1).map(|c| c.to_ascii_lowercase())).collect(),
    };
    name.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::{counts, go_name};

    #[test]
    fn tests_are_counted_and_their_parts_are_not() {
        let report = "=== RUN   TestA\n--- PASS: TestA (0.00s)\n    --- PASS: TestA/part (0.00s)\n--- FAIL: TestB (0.00s)\nFAIL\n";
        assert_eq!(counts(report), (1, 1));
    }

    #[test]
    fn names_are_those_of_go() {
        assert_eq!(go_name("SS58_INVALID_LENGTH"), "SS58InvalidLength");
        assert_eq!(go_name("MNEMONIC_CHECKSUM"), "MnemonicChecksum");
    }
}
