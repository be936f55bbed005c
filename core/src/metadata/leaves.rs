//! The leaves of a proof, found by the number of their type.

use super::leaf::{self, Leaf, LeafDef};
use super::{Field, Fields, MetadataError, Type, TypeDef, Types, Variant};
use crate::scale::Reader;

/// Leaves that have a place in the index. Calls that people sign need up to about as many; further leaves are looked for
/// one by one.
const INDEXED: usize = 64;

/// Most leaves, and more than a runtime has: all of spec 461 are 1065. Those beyond the index are compared with each other one
/// by one, so there must be an end.
const MAX_LEAVES: usize = 4096;

/// The leaves of a proof: well-formed, with every type and every variant described once. What describes types by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaves<'a> {
    /// The proof.
    bytes: &'a [u8],
    /// Where the first one stands.
    offset: usize,
    count: usize,
    /// Sorted by type, unused places last.
    index: [Entry; INDEXED],
    /// Where the leaves stand that have no place in the index, and how many there are.
    further: (usize, usize),
}

/// A type, and where a leaf of it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    id: u16,
    at: u16,
}

impl Entry {
    /// No leaf stands at the front of a proof: their number does.
    const UNUSED: Self = Self { id: u16::MAX, at: 0 };
}

impl<'a> Leaves<'a> {
    /// No leaves.
    pub(super) const NONE: Self =
        Self { bytes: &[], offset: 0, count: 0, index: [Entry::UNUSED; INDEXED], further: (0, 0) };

    /// Takes the leaves with their number from the front of `input`, which is at the front of the proof.
    ///
    /// # Errors
    /// [`MetadataError`] says what is malformed, described twice, or too much.
    pub(super) fn parse(input: &mut Reader<'a>) -> Result<Self, MetadataError> {
        let bytes = input.rest();
        let count = leaf::length(input, 1)?;
        if count > MAX_LEAVES {
            return Err(MetadataError::TooManyLeaves { leaves: count });
        }
        let mut leaves = Self { bytes, offset: input.offset(), ..Self::NONE };
        for _ in 0..count {
            let at = input.offset();
            let leaf = Leaf::parse(bytes, input)?;
            for other in leaves.of(leaf.id) {
                if other?.contradicts(&leaf) {
                    return Err(MetadataError::AmbiguousType { id: leaf.id });
                }
            }
            leaves.add(leaf.id, at);
        }
        Ok(leaves)
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// Where the first one stands in the proof.
    pub(super) const fn offset(&self) -> usize {
        self.offset
    }

    fn add(&mut self, id: u32, at: usize) {
        self.count = self.count.saturating_add(1);
        let (further, more) = self.further;
        let entry = u16::try_from(id).ok().zip(u16::try_from(at).ok()).map(|(id, at)| Entry { id, at });
        let is_full = self.index.last() != Some(&Entry::UNUSED);
        match entry {
            Some(mut entry) if more == 0 && !is_full => {
                for place in &mut self.index {
                    if place.at == 0 || place.id > entry.id {
                        core::mem::swap(place, &mut entry);
                    }
                }
            }
            _ => self.further = (if more == 0 { at } else { further }, more.saturating_add(1)),
        }
    }

    /// The leaves of a type.
    fn of(&self, id: u32) -> impl Iterator<Item = Result<Leaf<'a>, MetadataError>> + '_ {
        let bytes = self.bytes;
        let (further, more) = self.further;
        let start = self.index.partition_point(|entry| entry.at > 0 && u32::from(entry.id) < id);
        let indexed = self.index.get(start..).unwrap_or_default().iter();
        let indexed = indexed.take_while(move |entry| entry.at > 0 && u32::from(entry.id) == id);
        let indexed = indexed.map(move |entry| Leaf::parse(bytes, &mut Reader::at(bytes, entry.at.into())));
        let mut input = Reader::at(bytes, further);
        let further = (0..more).map(move |_| Leaf::parse(bytes, &mut input));
        indexed.chain(further.filter(move |leaf| leaf.as_ref().map_or(true, |leaf| leaf.id == id)))
    }
}

impl<'a> Types<'a> for Leaves<'a> {
    fn get(&self, id: u32) -> Result<Type<'a>, MetadataError> {
        let leaf = self.of(id).next().ok_or(MetadataError::TypeMissing { id })??;
        let def = match leaf.def {
            LeafDef::Type(def) => def,
            LeafDef::Variant(..) => TypeDef::Enumeration,
        };
        Ok(Type { name: leaf.name, def })
    }

    fn variant(&self, id: u32, index: u8) -> Result<Variant<'a>, MetadataError> {
        for leaf in self.of(id) {
            match leaf?.def {
                LeafDef::Variant(found, variant) if found == u32::from(index) => return Ok(variant),
                _ => {}
            }
        }
        Err(MetadataError::VariantMissing { id, index })
    }

    fn field(&self, fields: &mut Fields) -> Result<Option<Field<'a>>, MetadataError> {
        leaf::field(self.bytes, fields)
    }
}

#[cfg(test)]
mod tests {
    use super::{INDEXED, Leaves, MAX_LEAVES};
    use crate::metadata::{MetadataError, Type, TypeDef, TypeRef, Types};
    use crate::scale::{Reader, Writer};
    use std::vec::Vec;

    /// A list of bytes without a name, as the type `id`.
    fn list(id: u32) -> Vec<u8> {
        let mut out = [0; 8];
        let mut writer = Writer::new(&mut out);
        writer.bytes(&[0, 2, 3]).unwrap();
        writer.compact(id.into()).unwrap();
        writer.finish().to_vec()
    }

    fn parse(leaves: &[Vec<u8>], then: impl FnOnce(Result<Leaves<'_>, MetadataError>)) {
        let len = u16::try_from(leaves.len() << 2 | 1).unwrap();
        let bytes = [&len.to_le_bytes()[..], &leaves.concat()].concat();
        then(Leaves::parse(&mut Reader::new(&bytes)));
    }

    #[test]
    fn every_leaf_is_found_whether_it_has_a_place_in_the_index_or_not() {
        // In an order that nobody would send, with numbers that the index cannot hold.
        let ids: Vec<u32> =
            (0..3 * INDEXED as u32).map(|leaf| leaf * 37 % 193 + 65_400 * (leaf % 3)).collect();
        let mut leaves: Vec<_> = ids.iter().copied().map(list).collect();
        parse(&leaves, |found| {
            let found = found.unwrap();
            assert_eq!(found.len(), ids.len());
            let def = TypeDef::Sequence(TypeRef::Unsigned { bytes: 1 });
            for id in &ids {
                assert_eq!(found.get(*id), Ok(Type { name: "", def }));
            }
            for id in [193, 65_399, u32::MAX] {
                assert_eq!(found.get(id), Err(MetadataError::TypeMissing { id }));
            }
        });
        for id in [ids[0], ids[INDEXED], ids[3 * INDEXED - 1]] {
            leaves.push(list(id));
            parse(&leaves, |found| assert_eq!(found, Err(MetadataError::AmbiguousType { id })));
            leaves.pop();
        }
    }

    #[test]
    fn more_leaves_than_a_runtime_has_are_refused_before_they_are_read() {
        let leaves =
            |count: usize| [&((count << 2 | 1) as u16).to_le_bytes()[..], &std::vec![0; count]].concat();
        let parse = |bytes: &[u8]| Leaves::parse(&mut Reader::new(bytes)).map(|_| ());
        let most = MAX_LEAVES;
        assert!(matches!(
            parse(&leaves(most)),
            Err(MetadataError::Proof(_) | MetadataError::AmbiguousType { .. })
        ));
        assert_eq!(parse(&leaves(most + 1)), Err(MetadataError::TooManyLeaves { leaves: most + 1 }));
    }
}
