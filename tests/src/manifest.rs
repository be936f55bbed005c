//! `MANIFEST.json`: what the project's copy of the vectors holds, so that neither a file nor a case gets lost.

use crate::report::{Counts, Report};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The manifest of a folder of vectors.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// By path below the folder.
    pub files: BTreeMap<String, FileEntry>,
}

/// One file of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// SHA-256 of the file in hex.
    pub sha256: String,
    /// Cases by section; empty for a file without cases.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, SectionEntry>,
}

/// One section of a file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionEntry {
    /// All cases.
    pub cases: usize,
    /// Those that the project compares; the others come later.
    pub compared: usize,
}

impl Manifest {
    /// Describes the folder `root` after a run over it.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn of(root: &Path, report: &Report) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        describe(root, String::new(), &mut files)?;
        for ((file, section), counts) in &report.sections {
            if let Some(entry) = files.get_mut(file) {
                entry.sections.insert(section.clone(), SectionEntry::from(counts));
            }
        }
        Ok(Self { files })
    }

    /// Reads the manifest of `root`.
    ///
    /// # Errors
    /// Where it is missing or malformed.
    pub fn read(root: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(root.join(NAME))?)?)
    }

    /// Writes it to `root`.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        fs::write(root.join(NAME), serde_json::to_string_pretty(self)? + "\n")
    }
}

/// The manifest's file name.
pub const NAME: &str = "MANIFEST.json";

impl From<&Counts> for SectionEntry {
    fn from(counts: &Counts) -> Self {
        let Counts { passed, failed, unsupported, unknown } = counts;
        Self { cases: passed + failed + unsupported + unknown, compared: passed + failed }
    }
}

fn describe(folder: &Path, prefix: String, files: &mut BTreeMap<String, FileEntry>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let key = format!("{prefix}{name}");
        if path.is_dir() {
            describe(&path, key + "/", files)?;
        } else if name != NAME {
            let digest = Sha256::digest(fs::read(&path)?);
            let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(key, FileEntry { sha256, sections: BTreeMap::new() });
        }
    }
    Ok(())
}
