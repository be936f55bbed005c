//! The vectors through another language: a program of that language judges each file, and has to count what Rust counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use anyhow::{Context, Result, ensure as require};
use clap::ValueEnum;
use nanotao_tests::{
    exceptions,
    report::{Counts, Filter, Report},
};
use serde_json::{Value, json};

use crate::{
    c, go, js,
    process::{root, step},
    python,
};

/// A language that has a program for the vectors.
#[derive(Clone, Copy, ValueEnum)]
pub enum Language {
    C,
    Python,
    #[value(name = "javascript", alias = "js")]
    JavaScript,
    Go,
}

impl Language {
    /// Builds the program, runs it and compares.
    ///
    /// # Errors
    /// What cannot be built, or does not run to its end.
    pub fn judge(self, judged: &Judged) -> Result<(usize, usize)> {
        match self {
            Self::C => c::vectors::judge(judged),
            Self::Python => python::vectors(judged),
            Self::JavaScript => js::vectors(judged),
            Self::Go => go::vectors(judged),
        }
    }
}

/// The file with the cases whose value is not the measure, and the sections.
const EXCEPTIONS: (&str, [&str; 2]) = ("clients/js_polkadot.json", ["uri", "hd"]);

/// What Rust makes of a folder.
pub struct Judged {
    folder: PathBuf,
    report: Report,
    /// The part of the report that no program is asked about: files and sections that cannot be read or that the index does not
    /// know, and cases that nobody does yet.
    aside: Report,
    /// The name that the index has for the file, by its path and the section: of each section that Rust compares.
    compared: BTreeMap<(String, String), &'static str>,
    /// By the section.
    exceptions: BTreeMap<String, Vec<Value>>,
}

impl Judged {
    /// Judges a folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(folder: &Path, filter: &Filter) -> Result<Self> {
        let (file, sections) = EXCEPTIONS;
        let mut compared = BTreeMap::new();
        let mut excepted = BTreeMap::from(sections.map(|section| (section.to_owned(), Vec::new())));
        let mut aside = Report::default();
        let report = super::report(folder, filter, None, |found, outcome| {
            if found.is_compared() {
                compared.insert((found.path.clone(), found.section.clone()), found.file);
            } else {
                aside.add(found, outcome.clone());
            }
            if let Some(entries) = excepted.get_mut(&found.section).filter(|_| found.file == file) {
                entries.extend(exceptions::entry(&found.value));
            }
        })?;
        Ok(Self { folder: folder.canonicalize()?, report, aside, compared, exceptions: excepted })
    }

    /// What Rust counts in all.
    pub fn total(&self) -> Counts {
        self.report.total()
    }

    /// The project's own vectors, which are judged once for all languages.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn own() -> Result<&'static Self> {
        static OWN: OnceLock<Judged> = OnceLock::new();
        if let Some(own) = OWN.get() {
            return Ok(own);
        }
        step("the vectors through Rust");
        let own = Self::of(&root().join("vectors"), &Filter::default())?;
        Ok(OWN.get_or_init(|| own))
    }

    /// Runs a program that takes a folder of tables and, of each file, the index's name and the path, and prints
    /// `PATH SECTION PASSED FAILED` in a line for each section. A section that it leaves out, or counts otherwise than Rust, is
    /// one more failure; so is what Rust finds wrong with the folder itself.
    ///
    /// # Errors
    /// It does not run to its end.
    pub fn compare(&self, language: &str, program: &mut Command) -> Result<(usize, usize)> {
        step(format!("the vectors through {language}"));
        program.arg(self.tables()?);
        let files: BTreeSet<_> = self.compared.iter().map(|((path, _), name)| (*name, path)).collect();
        for (name, path) in files {
            program.arg(name).arg(self.place(path));
        }
        let ran = program.output().with_context(|| format!("cannot start the vectors through {language}"))?;
        print!("{}", String::from_utf8_lossy(&ran.stderr));
        let output = String::from_utf8_lossy(&ran.stdout);
        let mut counted = output.lines().map(counts).collect::<Result<BTreeMap<_, _>>>()?;

        let some_failed = counted.values().any(|(_, failed)| *failed > 0);

        self.aside.failures.iter().for_each(|line| println!("FAILED {line}"));
        for ((path, section), counts) in &self.aside.sections {
            println!("{path} {section}: {counts}");
        }
        let Counts { failed: broken, unknown, .. } = self.aside.total();
        let (mut total, mut differ, mut all) = ((0, 0), 0, 0);
        for (path, section) in self.compared.keys() {
            let Counts { passed, failed, .. } =
                self.report.sections.get(&(path.clone(), section.clone())).copied().unwrap_or_default();
            all += passed + failed;
            let place = self.place(path).to_string_lossy().into_owned();
            let Some(theirs) = counted.remove(&(place, section.clone())) else {
                println!("FAILED {language} {path} {section}: not judged");
                differ += 1;
                continue;
            };
            println!("{language} {path} {section}: {} passed, {} failed", theirs.0, theirs.1);
            total = (total.0 + theirs.0, total.1 + theirs.1);
            if theirs != (passed, failed) {
                println!("FAILED {language} {path} {section}: Rust counts {passed} passed, {failed} failed");
                differ += 1;
            }
        }
        let (passed, failed) = total;
        println!("{language}: {passed} passed, {failed} failed, of {all} that Rust judges");
        require!(
            ran.status.success() || some_failed,
            "the vectors through {language} did not run to their end: {}",
            ran.status
        );
        Ok((passed, failed + differ + broken + unknown))
    }

    /// Where a file lies; the folder itself may be the file.
    fn place(&self, path: &str) -> PathBuf {
        if self.folder.is_file() { self.folder.clone() } else { self.folder.join(path) }
    }

    /// Writes the tables that the judges of all languages go by: as `tests` has them, but that of exceptions is of this folder.
    fn tables(&self) -> Result<PathBuf> {
        let folder = root().join("target/vectors");
        fs::create_dir_all(&folder)?;
        let table = json!({ EXCEPTIONS.0: self.exceptions });
        fs::write(folder.join("exceptions.json"), table.to_string())?;
        fs::copy(root().join("tests/refusals.json"), folder.join("refusals.json"))?;
        Ok(folder)
    }
}

type Section = ((String, String), (usize, usize));

fn counts(line: &str) -> Result<Section> {
    let read = || {
        let mut words = line.rsplitn(4, ' ');
        let (failed, passed) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let (section, path) = (words.next()?, words.next()?);
        Some(((path.into(), section.into()), (passed, failed)))
    };
    read().with_context(|| format!("no count of a section: {line}"))
}

#[cfg(test)]
mod tests {
    use super::{Judged, counts};
    use crate::process::root;
    use nanotao_tests::report::{Counts, Filter};
    use serde_json::{Value, json};
    use std::{fs, process::Command};

    #[test]
    fn what_is_wrong_with_the_folder_itself_counts() {
        let whole = fs::read(root().join("vectors/chain/weights.json")).unwrap();
        let whole: Value = serde_json::from_slice(&whole).unwrap();
        let weights = json!({
            "check_version_key": [whole["check_version_key"][0]], "nonsense": [1, 2], "commit_hash": null,
        })
        .to_string();
        let folder = std::env::temp_dir().join(format!("nanotao-through-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let files: [(&str, &[u8]); 6] = [
            ("weights.json", weights.as_bytes()),
            ("pow.json", b""),
            ("calls.json", b"[]"),
            ("extrinsics.json", b"null"),
            ("math.json", b"{\"\xff\": 1}"),
            ("js_polkadot.json", br#"{"ledger": [1]}"#),
        ];
        for (name, contents) in files {
            fs::write(folder.join(name), contents).unwrap();
        }
        let judged = Judged::of(&folder, &Filter::default());
        fs::remove_dir_all(&folder).unwrap();
        let judged = judged.unwrap();
        assert_eq!(judged.total(), Counts { passed: 1, failed: 5, unsupported: 1, unknown: 2 });
        let through = |counts: &str| {
            let mut program = Command::new("sh");
            program.args(["-c", &format!("echo \"$3\" check_version_key {counts}"), "sh"]);
            judged.compare("a shell", &mut program).unwrap()
        };
        assert_eq!(through("1 0"), (1, 7));
        assert_eq!(through("0 1"), (0, 9));
    }

    #[test]
    fn counts_are_read_from_the_end_of_a_line() {
        let key = ("/a b/c.json".into(), "cases".into());
        assert_eq!(counts("/a b/c.json cases 12 3").unwrap(), (key, (12, 3)));
        assert!(counts("cases 12 3").is_err());
        assert!(counts("/a/b.json cases 12 x").is_err());
    }
}
