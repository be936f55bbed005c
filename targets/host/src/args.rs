//! What a call holds, as JSON: fields, lists and nested calls as the metadata has them.

use nanotao::metadata::{Decoded, Described, Item, MetadataError, Part, Place};
use nanotao::{AccountId, ss58};
use serde_json::{Map, Value, json};

use crate::text::{number, to_hex};

/// What a call holds, under the names of its fields. Whole numbers from 2^53 on are text. Amounts are in rao; accounts are addresses, bytes are hex; an enumeration
/// is the name of its variant, or `{"Variant": what it holds}`; a call is `{"pallet", "function", "args"}`.
///
/// # Errors
/// [`MetadataError`] says what is malformed or not described, and where.
pub fn to_json(call: &Described<'_>) -> Result<Value, MetadataError> {
    let mut decoder = call.decoder();
    let mut root = Node::Nothing;
    while let Some(decoded) = decoder.next()? {
        let path = decoder.path(decoded.depth);
        root.put(&mut path.parts(), Node::of(&decoded));
    }
    Ok(match root.into_json() {
        Value::Object(mut call) => call.remove("args").unwrap_or_default(),
        other => other,
    })
}

/// A value, as far as it was read.
enum Node {
    /// Nothing yet, or what takes no bytes.
    Nothing,
    Value(Value),
    Fields(Vec<Field>),
    List(Vec<Node>),
    Variant {
        /// The name of the enumeration.
        of: String,
        name: String,
        holds: Box<Node>,
    },
}

struct Field {
    index: usize,
    /// Nothing in a tuple.
    name: String,
    holds: Node,
}

impl Node {
    fn of(decoded: &Decoded<'_>) -> Self {
        let Decoded { item, type_name, .. } = *decoded;
        Self::Value(match item {
            Item::Variant(name) => {
                return Self::Variant {
                    of: type_name.into(),
                    name: name.into(),
                    holds: Box::new(Self::Nothing),
                };
            }
            Item::List(_) => return Self::List(Vec::new()),
            Item::Bool(value) => value.into(),
            Item::Char(value) => value.to_string().into(),
            Item::Str(text) => text.into(),
            Item::Unsigned(value) => number(value),
            Item::Signed(value) => match i64::try_from(value) {
                Ok(small) if small.unsigned_abs() < 1 << 53 => small.into(),
                _ => value.to_string().into(),
            },
            Item::Wide { bytes, .. } => to_hex(&bytes.iter().rev().copied().collect::<Vec<_>>()).into(),
            Item::Bytes(bytes) => match (type_name, bytes.try_into()) {
                ("AccountId32", Ok(account)) => ss58::Address::new(&AccountId(account)).as_str().into(),
                _ => to_hex(bytes).into(),
            },
            Item::U16s(list) => list.iter().collect::<Vec<_>>().into(),
            Item::Bits { len, words } => json!({ "bits": len, "words": to_hex(words) }),
        })
    }

    /// Puts a value where its path leads.
    fn put(&mut self, path: &mut dyn Iterator<Item = Part<'_>>, value: Self) {
        let Some(Part { variant, place }) = path.next() else {
            *self = value;
            return;
        };
        let inside = match self {
            Self::Variant { holds, .. } if !variant.is_empty() => holds,
            other => other,
        };
        match place {
            Place::Only => inside.put(path, value),
            Place::Field(index, name) => {
                if !matches!(inside, Self::Fields(_)) {
                    *inside = Self::Fields(Vec::new());
                }
                let Self::Fields(fields) = inside else { return };
                // Values come in order, so it is the last field or a new one.
                if fields.last().is_none_or(|last| last.index != index) {
                    fields.push(Field { index, name: name.into(), holds: Self::Nothing });
                }
                if let Some(field) = fields.last_mut() {
                    field.holds.put(path, value);
                }
            }
            Place::Element(index) => {
                let Self::List(elements) = inside else { return };
                if elements.len() <= index {
                    elements.push(Self::Nothing);
                }
                if let Some(element) = elements.last_mut() {
                    element.put(path, value);
                }
            }
        }
    }

    fn into_json(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Value(value) => value,
            Self::List(elements) => elements.into_iter().map(Self::into_json).collect(),
            Self::Fields(fields) if fields.iter().all(|field| field.name.is_empty()) => {
                fields.into_iter().map(|field| field.holds.into_json()).collect()
            }
            Self::Fields(fields) => {
                let mut object = Map::new();
                for Field { index, name, holds } in fields {
                    // A proof may have a name twice: nothing is lost even then.
                    let is_new = !name.is_empty() && !object.contains_key(&name);
                    object.insert(if is_new { name } else { format!("{name}#{index}") }, holds.into_json());
                }
                Value::Object(object)
            }
            Self::Variant { of, name, holds } => match (of.as_str(), name.as_str(), *holds) {
                ("RuntimeCall", _, Self::Variant { name: function, holds: args, .. }) => {
                    let args = match *args {
                        Self::Nothing => json!({}),
                        args => args.into_json(),
                    };
                    json!({ "pallet": name, "function": function, "args": args })
                }
                ("Option", "None", _) => Value::Null,
                ("MultiAddress", "Id", holds) => holds.into_json(),
                ("Option", "Some", holds) => match holds.into_json() {
                    Value::Null => json!({ name: Value::Null }),
                    value => value,
                },
                (_, _, Self::Nothing) => name.into(),
                (.., holds) => json!({ name: holds.into_json() }),
            },
        }
    }
}
