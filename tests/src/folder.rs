//! Finds vector files in a directory and splits them into cases.

use crate::index::{self, Cases, FILES, File, Standing, WHOLE};
use crate::{Outcome, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io, panic};

/// A case of a file, ready to be judged.
pub struct Found {
    /// Where the file lies below the folder that is run.
    pub path: String,
    /// The name that the index gives the file; empty if it does not know it.
    pub file: &'static str,
    /// The section.
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
        let judged = || run(self.file, &self.section, &self.value);
        self.settled.clone().unwrap_or_else(|| {
            panic::catch_unwind(judged).unwrap_or_else(|_| Outcome::Fail("panicked".into()))
        })
    }

    /// Names the case: file, section, place, and what tells it from its neighbours.
    pub fn name(&self) -> String {
        const NAMES: [&str; 9] = ["name", "fn", "call", "uri", "mnemonic", "case", "what", "module", "error"];
        let text = NAMES.iter().find_map(|name| self.value.get(name)?.as_str());
        let text = text.map(|text| format!(" ({})", shortened(text))).unwrap_or_default();
        format!("{} {}[{}]{text}", self.path, self.section, self.index)
    }

    /// Tells whether the case can be judged on a device: the index compares it.
    pub fn is_compared(&self) -> bool {
        let section = index::file_named(self.file).and_then(|file| file.section(&self.section));
        self.settled.is_none()
            && section.is_some_and(|section| matches!(section.standing, Standing::Compared(_)))
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

/// The cases of the file at `path` below `root`. A file that cannot be read or is no JSON is one failing case.
pub fn cases(root: &Path, path: &Path) -> Vec<Found> {
    let below = path.strip_prefix(root).unwrap_or(path);
    // `root` itself may be the file.
    let below = if below.as_os_str().is_empty() { path } else { below };
    let base = path.file_name().unwrap_or_default().to_string_lossy();
    let place = Place { path: below.display().to_string(), file: "" };
    // The manifest of this project's own copy.
    if base == crate::manifest::NAME {
        return Vec::new();
    }
    let document = match read(path) {
        Ok(document) => document,
        Err(why) => return place.bad(WHOLE, &why),
    };
    let Some(file) = identify(root, below, &base, &document) else {
        let count: usize = document.as_object().map_or(0, |object| object.values().map(elements).sum());
        return place.unknown(WHOLE, count.max(1));
    };
    Place { file: file.name, ..place }.split(file, document)
}

fn read(path: &Path) -> Result<Value, String> {
    // Anything else, a pipe for one, could keep us waiting forever.
    if !path.is_file() {
        return Err("is no file".into());
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("no valid JSON: {error}"))
}

/// The file's entry in the index. Where two folders hold a file of one name, the nearest folder below `root` decides;
/// else the specification that the file says it is from, as only those of spec 475 do; else where `root` lies.
fn identify(root: &Path, below: &Path, base: &str, document: &Value) -> Option<&'static File> {
    let candidates: Vec<_> = FILES.iter().filter(|file| file.has_base(base)).collect();
    let nearest = |path: &Path| {
        let mut folders = path.ancestors().filter_map(Path::file_name);
        folders.find_map(|folder| candidates.iter().find(|file| *file.folder() == *folder).copied())
    };
    let from = |folder: &str| candidates.iter().find(|file| file.folder() == folder).copied();
    match candidates.as_slice() {
        [only] => Some(only),
        _ => nearest(below)
            .or_else(|| document.pointer("/meta/spec").and_then(|_| from("chain475")))
            .or_else(|| nearest(&root.canonicalize().ok()?))
            .or_else(|| from("chain")),
    }
}

/// Where cases come from.
struct Place {
    path: String,
    file: &'static str,
}

impl Place {
    /// Splits a document as the index says.
    fn split(&self, file: &'static File, document: Value) -> Vec<Found> {
        let Value::Object(document) = document else { return self.bad(WHOLE, "the file is no JSON object") };
        if file.section(WHOLE).is_some() {
            return vec![self.case(WHOLE, 0, Value::Object(document))];
        }
        let context = file.context.and_then(|key| Some((key, document.get(key)?.clone())));
        let mut found = Vec::new();
        for (key, value) in document {
            match file.section(&key) {
                Some(section) if matches!(section.standing, Standing::Data) => {}
                Some(section) => found.extend(self.section(&key, section.cases, value)),
                None => found.extend(self.unknown(&key, elements(&value))),
            }
        }
        if let Some((key, context)) = context {
            found.iter_mut().for_each(|found| insert(&mut found.value, key, &context));
        }
        found
    }

    fn section(&self, section: &str, cases: Cases, value: Value) -> Vec<Found> {
        let list: Vec<Value> = match (cases, value) {
            (Cases::One, value) => vec![value],
            (Cases::Elements, Value::Array(list)) => list,
            (Cases::Entries, Value::Object(entries)) => entries.into_iter().map(|(_, value)| value).collect(),
            (Cases::Nested, Value::Array(groups)) => match groups.into_iter().map(nested).collect() {
                Some::<Vec<_>>(lists) => lists.into_iter().flatten().collect(),
                None => return self.bad(section, "an element has no list of cases"),
            },
            (Cases::Elements | Cases::Nested, _) => return self.bad(section, "the section is no list"),
            (Cases::Entries, _) => return self.bad(section, "the section is no object"),
        };
        list.into_iter().enumerate().map(|(index, value)| self.case(section, index, value)).collect()
    }

    fn unknown(&self, section: &str, count: usize) -> Vec<Found> {
        (0..count).map(|index| self.settled(section, index, Outcome::Unknown)).collect()
    }

    fn bad(&self, section: &str, why: &str) -> Vec<Found> {
        vec![self.settled(section, 0, Outcome::Fail(why.into()))]
    }

    fn case(&self, section: &str, index: usize, value: Value) -> Found {
        let Self { path, file } = self;
        Found { path: path.clone(), file, section: section.into(), index, value, settled: None }
    }

    fn settled(&self, section: &str, index: usize, outcome: Outcome) -> Found {
        Found { settled: Some(outcome), ..self.case(section, index, Value::Null) }
    }
}

/// The cases of one function, each with the function's name.
fn nested(mut group: Value) -> Option<Vec<Value>> {
    let Value::Array(mut cases) = group.get_mut("cases")?.take() else { return None };
    let name = group.get("fn")?;
    cases.iter_mut().for_each(|case| insert(case, "fn", name));
    Some(cases)
}

fn insert(case: &mut Value, key: &str, value: &Value) {
    if let Value::Object(case) = case {
        case.insert(key.into(), value.clone());
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
