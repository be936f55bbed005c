//! What serde calls while it walks over a scores file.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json_core::de::Error as JsonError;

use super::{Field, Lists, Place, ScoresError};

/// What has been read so far, and where the reader is.
pub(super) struct Progress<'a> {
    lists: &'a mut Lists,
    pub(super) netuid: Option<u16>,
    pub(super) mecid: Option<u8>,
    pub(super) version_key: Option<u64>,
    pub(super) uids: Option<usize>,
    pub(super) scores: Option<usize>,
    pub(super) weights: Option<usize>,
    place: Place,
    in_list: bool,
    /// What our own checks found. serde's errors carry no content without a heap.
    found: Option<ScoresError>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(lists: &'a mut Lists) -> Self {
        Self {
            lists,
            netuid: None,
            mecid: None,
            version_key: None,
            uids: None,
            scores: None,
            weights: None,
            place: Place::Between { fields: 0 },
            in_list: false,
            found: None,
        }
    }

    /// What went wrong, and where. `len` is the text's length.
    pub(super) fn fault(&self, error: JsonError, len: usize) -> ScoresError {
        let place = self.place;
        if let Some(found) = self.found {
            return found;
        }
        match (error, place) {
            (
                JsonError::EofWhileParsingList
                | JsonError::EofWhileParsingNumber
                | JsonError::EofWhileParsingObject
                | JsonError::EofWhileParsingString
                | JsonError::EofWhileParsingValue,
                _,
            ) => ScoresError::UnexpectedEnd { offset: len },
            (
                JsonError::InvalidNumber | JsonError::InvalidType | JsonError::ExpectedSomeIdent,
                Place::In { field: Field::Scores, index },
            ) if self.in_list => ScoresError::NotFinite { index },
            // The element before was cut off where it stopped to look like what it should be: `1` of `1.5`.
            (JsonError::ExpectedListCommaOrEnd, Place::In { field, index }) => {
                ScoresError::Malformed { place: Place::In { field, index: index.saturating_sub(1) } }
            }
            // The integers have passed every test but that of their size and sign.
            (JsonError::InvalidNumber, _) => ScoresError::OutOfRange { place },
            (JsonError::InvalidType, _) => ScoresError::WrongType { place },
            _ => ScoresError::Malformed { place },
        }
    }

    fn refuse<E: Error>(&mut self, found: ScoresError) -> E {
        self.found = Some(found);
        E::custom("")
    }

    fn number<'de, A: MapAccess<'de>, T: TryFrom<u64>>(&mut self, map: &mut A) -> Result<T, A::Error> {
        let value = map.next_value::<u64>()?;
        T::try_from(value).map_err(|_| self.refuse(ScoresError::OutOfRange { place: self.place }))
    }

    fn list<'de, A, T>(
        &mut self,
        map: &mut A,
        field: Field,
        put: fn(&mut Lists, usize, T) -> Result<(), ListFault>,
    ) -> Result<usize, A::Error>
    where
        A: MapAccess<'de>,
        T: Deserialize<'de>,
    {
        map.next_value_seed(List { progress: self, field, put, element: PhantomData })
    }
}

impl<'de> Visitor<'de> for &mut Progress<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scores file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut fields = 0usize;
        while let Some(name) = map.next_key::<&str>()? {
            let Some(field) = Field::new(name) else {
                return Err(self.refuse(ScoresError::UnknownField { fields }));
            };
            let known = match field {
                Field::Netuid => self.netuid.is_some(),
                Field::Mecid => self.mecid.is_some(),
                Field::VersionKey => self.version_key.is_some(),
                Field::Uids => self.uids.is_some(),
                Field::Scores => self.scores.is_some(),
                Field::Weights => self.weights.is_some(),
            };
            if known {
                return Err(self.refuse(ScoresError::DuplicateField { field }));
            }
            self.place = Place::In { field, index: 0 };
            match field {
                Field::Netuid => self.netuid = Some(self.number(&mut map)?),
                Field::Mecid => self.mecid = Some(self.number(&mut map)?),
                Field::VersionKey => self.version_key = Some(self.number(&mut map)?),
                Field::Uids => self.uids = Some(self.list(&mut map, field, put_uid)?),
                Field::Scores => self.scores = Some(self.list(&mut map, field, put_score)?),
                Field::Weights => self.weights = Some(self.list(&mut map, field, put_weight)?),
            }
            fields = fields.saturating_add(1);
            self.place = Place::Between { fields };
        }
        Ok(())
    }
}

/// Why an element is not taken.
enum ListFault {
    Full,
    OutOfRange,
}

fn put_uid(lists: &mut Lists, index: usize, uid: i64) -> Result<(), ListFault> {
    let slot = lists.uids.get_mut(index).ok_or(ListFault::Full)?;
    *slot = uid.try_into().map_err(|_| ListFault::OutOfRange)?;
    Ok(())
}

fn put_weight(lists: &mut Lists, index: usize, weight: i64) -> Result<(), ListFault> {
    let slot = lists.weights.get_mut(index).ok_or(ListFault::Full)?;
    *slot = weight.try_into().map_err(|_| ListFault::OutOfRange)?;
    Ok(())
}

fn put_score(lists: &mut Lists, index: usize, score: f64) -> Result<(), ListFault> {
    *lists.scores.get_mut(index).ok_or(ListFault::Full)? = score;
    Ok(())
}

/// Reads a list into its place and gives its length.
struct List<'p, 'a, T> {
    progress: &'p mut Progress<'a>,
    field: Field,
    put: fn(&mut Lists, usize, T) -> Result<(), ListFault>,
    element: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for List<'_, '_, T> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<'_, '_, T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<usize, A::Error> {
        let Self { progress, field, put, .. } = self;
        let mut index = 0usize;
        progress.in_list = true;
        while let Some(element) = seq.next_element::<T>()? {
            put(progress.lists, index, element).map_err(|fault| {
                progress.refuse(match fault {
                    ListFault::Full => ScoresError::TooMany { field },
                    ListFault::OutOfRange => ScoresError::OutOfRange { place: Place::In { field, index } },
                })
            })?;
            index = index.saturating_add(1);
            progress.place = Place::In { field, index };
        }
        progress.in_list = false;
        Ok(index)
    }
}
