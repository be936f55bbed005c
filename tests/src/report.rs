//! Counts verdicts and prints them.

use crate::Outcome;
use crate::folder::{self, Found};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

/// How many cases came to which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Counts {
    /// Equal in everything that is compared.
    pub passed: usize,
    /// Different, or malformed.
    pub failed: usize,
    /// Known to the index, not done yet.
    pub unsupported: usize,
    /// Not known to the index.
    pub unknown: usize,
}

/// The verdicts of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// By the file's path and the section.
    pub sections: BTreeMap<(String, String), Counts>,
    /// A line per failing case.
    pub failures: Vec<String>,
    /// A line per case that an exception settled. They count as passed.
    pub excepted: Vec<String>,
}

impl Report {
    /// Has `judge` look at every case below `root` that `filter` takes: [`Found::judge`], or a board.
    ///
    /// # Errors
    /// Where `root` cannot be read at all.
    pub fn of(
        root: &Path,
        filter: &Filter,
        mut judge: impl FnMut(&Found) -> Outcome,
        mut progress: impl FnMut(&Found, &Outcome),
    ) -> io::Result<Self> {
        let mut report = Self::default();
        for path in folder::files(root)? {
            for found in folder::cases(root, &path).iter().filter(|found| filter.takes(found)) {
                let outcome = judge(found);
                progress(found, &outcome);
                report.add(found, outcome);
            }
        }
        Ok(report)
    }

    /// Counts one verdict.
    pub fn add(&mut self, found: &Found, outcome: Outcome) {
        let counts = self.sections.entry((found.path.clone(), found.section.clone())).or_default();
        match outcome {
            Outcome::Pass => counts.passed += 1,
            Outcome::Excepted(why) => {
                counts.passed += 1;
                self.excepted.push(format!("{}: {why}", found.name()));
            }
            Outcome::Fail(why) => {
                counts.failed += 1;
                self.failures.push(format!("{}: {why}", found.name()));
            }
            Outcome::Unsupported => counts.unsupported += 1,
            Outcome::Unknown => counts.unknown += 1,
        }
    }

    /// The counts of all sections together.
    pub fn total(&self) -> Counts {
        self.sections.values().fold(Counts::default(), |sum, counts| Counts {
            passed: sum.passed + counts.passed,
            failed: sum.failed + counts.failed,
            unsupported: sum.unsupported + counts.unsupported,
            unknown: sum.unknown + counts.unknown,
        })
    }
}

impl Counts {
    /// Tells whether every case passed.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.unsupported == 0 && self.unknown == 0
    }
}

/// Which cases to run: of those whose path contains the text and whose section has the name, every k-th.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of the file's path.
    pub file: Option<String>,
    /// The section's name.
    pub section: Option<String>,
    /// The first case of each section, and from there every k-th.
    pub every: NonZeroUsize,
}

impl Default for Filter {
    fn default() -> Self {
        Self { file: None, section: None, every: NonZeroUsize::MIN }
    }
}

impl Filter {
    fn takes(&self, found: &Found) -> bool {
        self.file.as_ref().is_none_or(|file| found.path.contains(file.as_str()))
            && self.section.as_ref().is_none_or(|section| found.section == *section)
            && found.index % self.every == 0
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, unsupported, unknown } = self;
        write!(f, "{passed} passed, {failed} failed, {unsupported} unsupported, {unknown} unknown")
    }
}

/// A line per excepted and per failing case, a line per section, and the two closing lines.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.excepted.iter().try_for_each(|line| writeln!(f, "EXCEPTED {line}"))?;
        self.failures.iter().try_for_each(|line| writeln!(f, "FAILED {line}"))?;
        for ((file, section), counts) in &self.sections {
            writeln!(f, "{file} {section}: {counts}")?;
        }
        let total = self.total();
        if !self.excepted.is_empty() {
            writeln!(f, "{} of the passed are exceptions, listed above", self.excepted.len())?;
        }
        writeln!(f, "{total}\n{} passed, {} failed", total.passed, total.failed)
    }
}
