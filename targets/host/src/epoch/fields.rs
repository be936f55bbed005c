//! The fields of a JSON object, one by one, so that an error names the one that is wrong.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::{Error, Result};

/// How alike two names are at least if one is taken for the other misspelt.
const ALIKE: f64 = 0.8;

/// A JSON object that has no field twice, and its `cases` and `mechanisms`, which are such objects too.
#[derive(Default)]
pub(super) struct Object {
    pub(super) cases: Option<Vec<Object>>,
    pub(super) mechanisms: Option<Vec<Object>>,
    pub(super) fields: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::default();
        while let Some(name) = map.next_key::<String>()? {
            let again = match name.as_str() {
                "cases" => object.cases.replace(map.next_value()?).is_some(),
                "mechanisms" => object.mechanisms.replace(map.next_value()?).is_some(),
                _ => object.fields.insert(name.clone(), map.next_value()?).is_some(),
            };
            if again {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
        }
        Ok(object)
    }
}

/// Hands the fields out by their names, and knows in the end which nobody asked for.
pub(super) struct Fields {
    object: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields {
    pub(super) const fn new(object: Map<String, Value>) -> Self {
        Self { object, known: Vec::new() }
    }

    /// A field that may be left out, or null.
    pub(super) fn optional<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Option<T>> {
        self.known.push(name);
        let Some(value) = self.object.remove(name).filter(|value| !value.is_null()) else { return Ok(None) };
        serde_path_to_error::deserialize(value).map(Some).map_err(|error| {
            let path = error.path().to_string();
            let place = if path == "." { "" } else { &path };
            Error::input(format_args!("{name}{place}: {}", error.inner()))
        })
    }

    /// Whether there is such a field, also if it is null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// A field that has to be there.
    pub(super) fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }

    /// Fields that are no part of the input.
    pub(super) fn ignore(&mut self, names: &[&'static str]) {
        self.known.extend(names);
    }

    /// Fails if a field is left that has no meaning.
    pub(super) fn finish(self) -> Result<()> {
        let Some(name) = self.object.keys().find(|name| !self.known.contains(&name.as_str())) else {
            return Ok(());
        };
        let similar = self.known.iter().map(|known| (strsim::jaro_winkler(known, name), known));
        let error = Error::input(format_args!("unknown field `{name}`"));
        Err(match similar.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((likeness, known)) if likeness > ALIKE => {
                error.remedy(format_args!("did you mean `{known}`?"))
            }
            _ => error.remedy("docs/epoch.md lists the fields; leave it out if the epoch does not read it"),
        })
    }
}

/// A field is not there that has to be.
pub(super) fn missing(name: &str) -> Error {
    Error::input(format_args!("`{name}` is missing"))
        .remedy("docs/epoch.md lists the fields that cannot be left out")
}
