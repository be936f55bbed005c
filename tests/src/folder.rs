//! Finds vector files in a directory and splits them into cases.

use crate::index::{self, Cases, FILES, File, Standing, WHOLE};
use crate::{Outcome, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io, panic};

/// A case of a file, ready to be judged.
pub struct Found {
    /// The name that the index gives the file, or the path of a file that it does not know.
    pub file: String,
    /// The section; `functions.NAME` where the index splits by function.
    pub section: String,
    /// Its place in the section.
    pub index: usize,
    /// The case itself, with the context that it needs.
    pub value: Value,
    /// The verdict, where there is nothing to run.
    settled: Option<Outcome>,
}

impl Found {
    /// Judges the case. A panic is a failure of the case, not the end of the run.
    pub fn judge(&self) -> Outcome {
        let judged = || run(&self.file, &self.section, &self.value);
        self.settled.clone().unwrap_or_else(|| {
            panic::catch_unwind(judged).unwrap_or_else(|_| Outcome::Fail("panicked".into()))
        })
    }

    /// What tells the case from its neighbours: the first of its own fields that names it.
    pub fn label(&self) -> String {
        const NAMES: [&str; 8] = ["name", "call", "uri", "mnemonic", "case", "what", "module", "error"];
        let text = NAMES.iter().find_map(|name| self.value.get(name)?.as_str());
        text.map(|text| format!(" ({})", shortened(text))).unwrap_or_default()
    }

    /// Tells whether the case can be judged on a device: the index compares it.
    pub fn is_compared(&self) -> bool {
        self.settled.is_none() && is_compared(&self.file, &self.section)
    }
}

/// Both ends of a long text: what tells URIs apart stands last.
fn shortened(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    match (chars.first_chunk::<30>(), chars.last_chunk::<40>()) {
        (Some(first), Some(last)) if chars.len() > 72 => {
            format!("{}…{}", first.iter().collect::<String>(), last.iter().collect::<String>())
        }
        _ => text.to_owned(),
    }
}

fn is_compared(file: &str, section: &str) -> bool {
    let section = index::file_named(file).and_then(|file| file.section(section));
    section.is_some_and(|section| matches!(section.standing, Standing::Compared(_)))
}

/// Every JSON file below `root` in the order of its path; directories that link to each other are visited once.
///
/// # Errors
/// Where `root` cannot be read at all.
pub fn files(root: &Path) -> io::Result<Vec<PathBuf>> {
    fs::metadata(root)?;
    let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![root.to_path_buf()]);
    while let Some(path) = open.pop() {
        if path.is_dir() {
            if path.canonicalize().is_ok_and(|real| seen.insert(real)) {
                open.extend(fs::read_dir(&path)?.filter_map(|entry| Some(entry.ok()?.path())));
            }
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The cases of one file. A file that cannot be read or is no JSON is one failing case.
pub fn cases(path: &Path) -> Vec<Found> {
    let base = path.file_name().unwrap_or_default().to_string_lossy();
    // The manifest of this project's own copy.
    if base == "MANIFEST.json" {
        return Vec::new();
    }
    let shown = path.display().to_string();
    let whole = |outcome| vec![settled(&shown, WHOLE, 0, Value::Null, outcome)];
    let document: Value = match fs::read(path).map(|bytes| serde_json::from_slice(&bytes)) {
        Ok(Ok(document)) => document,
        Ok(Err(error)) => return whole(Outcome::Fail(format!("no valid JSON: {error}"))),
        Err(error) => return whole(Outcome::Fail(format!("cannot be read: {error}"))),
    };
    let Some(file) = identify(path, &base, &document) else {
        let count: usize = document.as_object().map_or(0, |object| object.values().map(elements).sum());
        return unknown(&shown, WHOLE, count.max(1));
    };
    split(file, document)
}

/// The file's entry in the index. Two folders may hold a file of one name: then the nearest folder in the path
/// decides, and where no folder tells, the specification that the file says it is from.
fn identify(path: &Path, base: &str, document: &Value) -> Option<&'static File> {
    let candidates: Vec<_> = FILES.iter().filter(|file| file.has_base(base)).collect();
    let folders = path.ancestors().skip(1).filter_map(|folder| folder.file_name());
    let by_folder = folders
        .filter_map(|folder| candidates.iter().find(|file| Path::new(file.folder()) == Path::new(folder)))
        .next();
    let by_content = || {
        let folder = if document.pointer("/meta/spec").is_some() { "chain475" } else { "chain" };
        candidates.iter().find(|file| file.folder() == folder)
    };
    match candidates.as_slice() {
        [only] => Some(only),
        _ => by_folder.or_else(by_content).copied(),
    }
}

/// Splits a document as the index says.
pub fn split(file: &'static File, document: Value) -> Vec<Found> {
    let Value::Object(document) = document else {
        return vec![settled(file.name, WHOLE, 0, Value::Null, Outcome::Fail("no JSON object".into()))];
    };
    if file.section(WHOLE).is_some() {
        return vec![case(file.name, WHOLE, 0, Value::Object(document))];
    }
    let context = file.context.and_then(|key| Some((key, document.get(key)?.clone())));
    let mut found = Vec::new();
    for (key, value) in document {
        match file.section(&key) {
            Some(section) if matches!(section.standing, Standing::Data) => {}
            Some(section) => found.extend(cases_of(file.name, &key, section.cases, value)),
            None => found.extend(unknown(file.name, &key, elements(&value))),
        }
    }
    if let Some((key, context)) = context {
        for found in &mut found {
            if let Value::Object(case) = &mut found.value {
                case.insert(key.into(), context.clone());
            }
        }
    }
    found
}

fn cases_of(file: &str, section: &str, cases: Cases, value: Value) -> Vec<Found> {
    let bad = |why: &str| vec![settled(file, section, 0, Value::Null, Outcome::Fail(why.into()))];
    match (cases, value) {
        (Cases::One, value) => vec![case(file, section, 0, value)],
        (Cases::Elements, Value::Array(list)) => {
            list.into_iter().enumerate().map(|(index, value)| case(file, section, index, value)).collect()
        }
        (Cases::Entries, Value::Object(entries)) => {
            let values = entries.into_iter().map(|(_, value)| value);
            values.enumerate().map(|(index, value)| case(file, section, index, value)).collect()
        }
        (Cases::Nested, Value::Array(groups)) => {
            let nested = groups.into_iter().map(|mut group| match group["cases"].take() {
                Value::Array(list) => cases_of(file, section, Cases::Elements, Value::Array(list)),
                _ => bad("an element has no list of cases"),
            });
            nested.flatten().collect()
        }
        (Cases::Elements | Cases::Nested, _) => bad("the section is no list"),
        (Cases::Entries, _) => bad("the section is no object"),
    }
}

/// What a value that the index does not know counts for. A number or a text beside the sections says something
/// about the file: it is no case.
fn elements(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.len(),
        Value::Object(_) => 1,
        _ => 0,
    }
}

fn unknown(file: &str, section: &str, count: usize) -> Vec<Found> {
    (0..count).map(|index| settled(file, section, index, Value::Null, Outcome::Unknown)).collect()
}

fn case(file: &str, section: &str, index: usize, value: Value) -> Found {
    Found { file: file.into(), section: section.into(), index, value, settled: None }
}

fn settled(file: &str, section: &str, index: usize, value: Value, outcome: Outcome) -> Found {
    Found { settled: Some(outcome), ..case(file, section, index, value) }
}
