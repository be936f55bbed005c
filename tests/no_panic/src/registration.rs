//! Registration by work, but for seals and the check that makes one: they are digests of `sha2` and `sha3`, whose own
//! checks the rooms of keys list.

use nanotao::{
    H256,
    fixed::U64F64,
    registration::{DifficultyBounds, U256, hash_meets_difficulty},
};

use crate::{epoch::Numbers, sink::Sink};

pub(crate) fn registration(bytes: &[u8], sink: &mut Sink) {
    let numbers = &mut Numbers::new(bytes);
    let bounds = DifficultyBounds { min: numbers.next(), max: numbers.next() };
    sink.add(bounds.bump(numbers.next(), U64F64::from_bits(numbers.wide())));
    sink.add(bounds.decay(numbers.next(), numbers.next() as u16, numbers.next()));
    let hash = H256(numbers.array(|numbers| numbers.next() as u8));
    let difficulty = U256::from_words(numbers.wide(), numbers.wide());
    sink.add(u8::from(hash_meets_difficulty(&hash, difficulty)));
}
