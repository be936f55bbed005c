//! Runs the command, and reads the vectors.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What the command left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\nstdout: {}\nstderr: {}", self.code, self.stdout, self.stderr)
    }
}

/// Runs `nanotao` with nothing on standard input.
pub(crate) fn nanotao(args: &[&str]) -> Run {
    nanotao_with(args, b"")
}

/// Runs `nanotao` with `input` on standard input.
pub(crate) fn nanotao_with(args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nanotao"))
        .args(args)
        .env_remove("NANOTAO_DEVICE")
        .env("COLUMNS", "80")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().expect("ended by a signal"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The path of a vector file, as an argument.
pub(crate) fn vectors_path(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(path);
    path.into_os_string().into_string().unwrap()
}

/// Reads a vector file.
pub(crate) fn vectors(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(vectors_path(path)).unwrap()).unwrap()
}

/// The cases of a section.
pub(crate) fn section<'v>(vectors: &'v Value, name: &str) -> &'v [Value] {
    let cases = vectors[name].as_array().unwrap();
    assert!(!cases.is_empty());
    cases
}

/// A folder that goes away with the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and gives its path as an argument.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.into_os_string().into_string().unwrap()
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The calls that the tables hold.
pub(crate) const LISTED: [&str; 13] = [
    "SubtensorModule.set_weights",
    "SubtensorModule.set_mechanism_weights",
    "SubtensorModule.commit_weights",
    "SubtensorModule.reveal_weights",
    "SubtensorModule.commit_timelocked_weights",
    "SubtensorModule.commit_mechanism_weights",
    "SubtensorModule.reveal_mechanism_weights",
    "SubtensorModule.commit_timelocked_mechanism_weights",
    "SubtensorModule.serve_axon",
    "SubtensorModule.burned_register",
    "SubtensorModule.add_stake",
    "SubtensorModule.remove_stake",
    "Balances.transfer_keep_alive",
];

/// Runs `nanotao epoch` on one case.
pub(crate) fn epoch(case: &Value, args: &[&str]) -> Run {
    nanotao_with(&[&["epoch", "-"], args].concat(), case.to_string().as_bytes())
}

/// A number that may be text.
pub(crate) fn number(value: &Value) -> i128 {
    value.as_str().map_or_else(|| value.as_i64().unwrap().into(), |text| text.parse().unwrap())
}
