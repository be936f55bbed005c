//! Storage keys and constants of the runtime, for whoever reads the chain's state.
//!
//! `cargo xtask tables` writes a text for each spec version of which there is metadata: a pallet a line, and below it its
//! items, indented: the name, a word for each key (the hasher's first letter and the bytes of the key, or `*` where they
//! vary), and the number of the value's type. A constant has a `!` before its name, and its value in hex.

mod error;

pub use error::StorageError;

use crate::call::{CallError, SpecVersion};
use crate::hashing::{blake2_128, twox_64, twox_128};
use crate::scale::Writer;

static SPEC_425: &str = include_str!("spec_425.txt");
static SPEC_461: &str = include_str!("spec_461.txt");

/// How a key stands in a storage key (`StorageHasher`). The chain's items use these three, all of which keep the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum StorageHasher {
    /// As it is.
    Identity,
    /// Behind its [`twox_64`].
    Twox64Concat,
    /// Behind its [`blake2_128`].
    Blake2_128Concat,
}

impl StorageHasher {
    /// Appends a key, as the hasher has it.
    ///
    /// # Errors
    /// [`StorageError::Scale`] if `out` is full.
    pub fn encode(self, key: &[u8], out: &mut Writer<'_>) -> Result<(), StorageError> {
        match self {
            Self::Identity => {}
            Self::Twox64Concat => out.bytes(&twox_64(key))?,
            Self::Blake2_128Concat => out.bytes(&blake2_128(key))?,
        }
        Ok(out.bytes(key)?)
    }
}

/// The storage items and constants of a spec version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    text: &'static str,
    spec_version: u32,
}

impl Storage {
    /// Those of a spec version. Of spec 475 no metadata is at hand.
    ///
    /// # Errors
    /// [`CallError::UnknownSpec`].
    pub fn of(spec: SpecVersion) -> Result<Self, CallError> {
        let spec_version = spec.get();
        let text = match spec_version {
            425 => SPEC_425,
            461 => SPEC_461,
            _ => return Err(CallError::UnknownSpec { spec_version }),
        };
        Ok(Self { text, spec_version })
    }

    /// Finds an item (`System`, `Account`).
    ///
    /// # Errors
    /// [`StorageError::UnknownPallet`] or [`StorageError::UnknownItem`].
    #[expect(
        clippy::manual_pattern_char_comparison,
        reason = "the search for a character can panic, that by a closure cannot"
    )]
    pub fn item<'n>(&self, pallet: &'n str, item: &'n str) -> Result<Item<'n>, StorageError> {
        let line = self.line(pallet, "", item)?;
        let (keys, value_type) = line.rsplit_once(|character| character == '=').unwrap_or_default();
        let value_type = value_type.trim().parse().unwrap_or_default();
        Ok(Item { pallet, item, keys, value_type })
    }

    /// Finds a constant (`Balances`, `ExistentialDeposit`), as the hex of its SCALE bytes.
    ///
    /// # Errors
    /// As [`item`](Self::item).
    pub fn constant(&self, pallet: &str, name: &str) -> Result<&'static str, StorageError> {
        self.line(pallet, "!", name).map(str::trim)
    }

    /// What stands behind a name.
    #[expect(
        clippy::manual_pattern_char_comparison,
        reason = "the search for a character can panic, that by a closure cannot"
    )]
    fn line(&self, pallet: &str, mark: &str, name: &str) -> Result<&'static str, StorageError> {
        // Spaces part the text's own fields, so no name has one.
        let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let spec_version = self.spec_version;
        let mut lines = self.text.split(|character| character == '\n').skip_while(|line| *line != pallet);
        lines.next().filter(|pallet| is_name(pallet)).ok_or(StorageError::UnknownPallet { spec_version })?;
        let mut items = lines.map_while(|line| line.strip_prefix(" "));
        items
            .find_map(|line| line.strip_prefix(mark)?.strip_prefix(name)?.strip_prefix(" "))
            .filter(|_| is_name(name))
            .ok_or(StorageError::UnknownItem { spec_version })
    }
}

/// A storage item: a value, or a map of one key or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'n> {
    pallet: &'n str,
    item: &'n str,
    keys: &'static str,
    /// The number of the value's type in the metadata of this spec version.
    pub value_type: u32,
}

impl Item<'_> {
    /// Bytes before the keys.
    pub const PREFIX_LEN: usize = 32;

    /// How each key stands in the storage key, and its bytes, unless they vary.
    pub fn keys(&self) -> impl Iterator<Item = (StorageHasher, Option<usize>)> + use<> {
        self.keys.split_whitespace().map(|word| {
            let (hasher, len) = word.split_at_checked(1).unwrap_or_default();
            let hasher = match hasher {
                "t" => StorageHasher::Twox64Concat,
                "b" => StorageHasher::Blake2_128Concat,
                _ => StorageHasher::Identity,
            };
            (hasher, len.parse().ok())
        })
    }

    /// Writes the storage key for `keys`, each in SCALE, into `out`. With fewer keys than the item has, it is the prefix
    /// of all that begin so.
    ///
    /// # Errors
    /// [`StorageError::KeyCount`], [`StorageError::KeyLen`], or [`StorageError::Scale`] if `out` is too small.
    pub fn key<'o>(&self, keys: &[&[u8]], out: &'o mut [u8]) -> Result<&'o [u8], StorageError> {
        let mut writer = Writer::new(out);
        writer.bytes(&twox_128(self.pallet.as_bytes()))?;
        writer.bytes(&twox_128(self.item.as_bytes()))?;
        let known = self.keys().count();
        if keys.len() > known {
            return Err(StorageError::KeyCount { given: keys.len(), known });
        }
        for (index, (key, (hasher, len))) in keys.iter().zip(self.keys()).enumerate() {
            if let Some(needed) = len.filter(|len| *len != key.len()) {
                return Err(StorageError::KeyLen { index, needed });
            }
            hasher.encode(key, &mut writer)?;
        }
        Ok(writer.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::{Storage, StorageError, StorageHasher};
    use crate::call::{CallError, SpecVersion};

    fn storage(spec: u32) -> Result<Storage, CallError> {
        Storage::of(SpecVersion::new(spec).unwrap())
    }

    #[test]
    fn what_a_runtime_does_not_have_is_refused_by_name() {
        assert_eq!(storage(475), Err(CallError::UnknownSpec { spec_version: 475 }));
        let spec = storage(461).unwrap();
        let spec_version = 461;
        assert_eq!(spec.item("Subtensor", "Tempo"), Err(StorageError::UnknownPallet { spec_version }));
        assert_eq!(spec.item(" Tempo i2 = 42", "Tempo"), Err(StorageError::UnknownPallet { spec_version }));
        assert_eq!(spec.item("SubtensorModule", "Tempo i2"), Err(StorageError::UnknownItem { spec_version }));
        // The name's beginning, another pallet's item, and a constant are no items; an item is no constant.
        for (pallet, item) in [("SubtensorModule", "Temp"), ("Timestamp", "Tempo"), ("System", "SS58Prefix")]
        {
            assert_eq!(spec.item(pallet, item), Err(StorageError::UnknownItem { spec_version }));
        }
        assert_eq!(spec.constant("System", "Account"), Err(StorageError::UnknownItem { spec_version }));
        assert_eq!(spec.constant("System", "SS58Prefix"), Ok("2a00"));
        // Removed after 425.
        assert!(storage(425).unwrap().item("SubtensorModule", "RootClaimType").is_ok());
        assert!(spec.item("SubtensorModule", "RootClaimType").is_err());
    }

    #[test]
    fn keys_have_their_type_s_length_and_are_no_more_than_the_item_has() {
        let uids = storage(425).unwrap().item("SubtensorModule", "Uids").unwrap();
        let expected = [(StorageHasher::Identity, Some(2)), (StorageHasher::Blake2_128Concat, Some(32))];
        assert!(uids.keys().eq(expected));
        let mut out = [0; 128];
        let mut len = |keys: &[&[u8]]| uids.key(keys, &mut out).map(<[u8]>::len);
        assert_eq!(len(&[]), Ok(32));
        assert_eq!(len(&[&[1, 0]]), Ok(34));
        assert_eq!(len(&[&[1, 0], &[7; 32]]), Ok(82));
        assert_eq!(len(&[&[1, 0], &[7; 31]]), Err(StorageError::KeyLen { index: 1, needed: 32 }));
        assert_eq!(len(&[&[1, 0], &[7; 32], &[]]), Err(StorageError::KeyCount { given: 3, known: 2 }));
    }
}
