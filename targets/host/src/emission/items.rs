//! The storage items of a file, one by one, so that an error names the item and the subnet.

use std::collections::BTreeMap;

use nanotao::NetUid;
use nanotao::weights::GLOBAL_MAX_SUBNET_COUNT;
use serde_json::{Map, Value};

use super::stored::Stored;
use crate::{Error, Result};

/// How alike two names are at least if one is taken for the other misspelt.
const ALIKE: f64 = 0.8;

/// An item, by its pallet and its name.
pub(super) type Name = (&'static str, &'static str);

/// Hands out items, and knows in the end which are missing, and which nobody asked for.
pub(super) struct Items {
    pallets: BTreeMap<String, Map<String, Value>>,
    /// Whether values are in hex, as they are stored.
    raw: bool,
    known: Vec<Name>,
    missing: Vec<Name>,
}

impl Items {
    pub(super) fn new(pallets: Value, raw: bool) -> Result<Self> {
        let pallets = object(pallets)?.into_iter().map(|(name, items)| {
            let items = object(items).map_err(|error| error.context(&name))?;
            Ok((name, items))
        });
        let pallets = pallets.collect::<Result<_>>()?;
        Ok(Self { pallets, raw, known: Vec::new(), missing: Vec::new() })
    }

    /// The value of an item; `None` where nothing is stored.
    pub(super) fn value<T: Stored>(&mut self, item: Name) -> Result<Option<T>> {
        let Some(value) = self.take(item) else { return Ok(None) };
        self.read(&value).map_err(|error| error.context(shown(item)))
    }

    /// The values of an item by subnet: those that are stored.
    pub(super) fn map<T: Stored>(&mut self, item: Name) -> Result<BTreeMap<NetUid, T>> {
        let values = match self.take(item) {
            None | Some(Value::Null) => return Ok(BTreeMap::new()),
            Some(Value::Object(values)) => values,
            Some(_) => return Err(Error::input("values by netuid are needed").context(shown(item))),
        };
        let mut map = BTreeMap::new();
        for (key, value) in values {
            let netuid = netuid(&key).map_err(|error| error.context(shown(item)))?;
            let value = self
                .read(&value)
                .map_err(|error| error.context(format_args!("{} of subnet {netuid}", shown(item))))?;
            if let Some(value) = value {
                map.insert(netuid, value);
            }
        }
        Ok(map)
    }

    /// Whether one of the items is there. They may be left out together; if one is there, so must be the others.
    pub(super) fn has_any(&mut self, items: &[Name]) -> bool {
        self.known.extend(items);
        items
            .iter()
            .any(|(pallet, name)| self.pallets.get(*pallet).is_some_and(|items| items.contains_key(*name)))
    }

    fn take(&mut self, item: Name) -> Option<Value> {
        let (pallet, name) = item;
        self.known.push(item);
        let value = self.pallets.get_mut(pallet).and_then(|items| items.remove(name));
        if value.is_none() {
            self.missing.push(item);
        }
        value
    }

    fn read<T: Stored>(&self, value: &Value) -> Result<Option<T>> {
        match value {
            Value::Null => Ok(None),
            value if self.raw => T::raw(value).map(Some),
            value => T::decoded(value).map(Some),
        }
    }

    /// Fails if an item is left that has no meaning, or one is missing.
    pub(super) fn finish(self) -> Result<()> {
        let mut left =
            self.pallets.iter().flat_map(|(pallet, items)| items.keys().map(move |name| (pallet, name)));
        if let Some((pallet, name)) = left.next() {
            let error = Error::input(format_args!("unknown item {pallet}.{name}"));
            let alike = |known: &Name| strsim::jaro_winkler(known.1, name);
            let similar = self.known.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
            return Err(match similar.filter(|known| alike(known) > ALIKE) {
                Some(known) => error.remedy(format_args!("did you mean {}?", shown(*known))),
                None => error
                    .remedy("docs/emission.md lists the items; leave out what the emission does not read"),
            });
        }
        if self.missing.is_empty() {
            return Ok(());
        }
        let missing: Vec<_> = self.missing.iter().map(|item| shown(*item)).collect();
        Err(Error::input(format_args!("missing: {}", missing.join(", ")))
            .remedy("give null where nothing is stored; then the chain's default holds"))
    }
}

fn shown((pallet, name): Name) -> String {
    format!("{pallet}.{name}")
}

fn object(value: Value) -> Result<Map<String, Value>> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Error::input("an object is needed")),
    }
}

/// A netuid as a key: in its shortest form, so that none can be there twice.
fn netuid(key: &str) -> Result<NetUid> {
    let in_range = 0..GLOBAL_MAX_SUBNET_COUNT;
    let netuid =
        key.parse().ok().filter(|netuid: &u16| in_range.contains(netuid) && netuid.to_string() == key);
    netuid.map(NetUid).ok_or_else(|| {
        Error::input(format_args!("{key:?} is no netuid")).remedy(format_args!(
            "write it as a decimal number below {GLOBAL_MAX_SUBNET_COUNT}, without zeros in front"
        ))
    })
}
