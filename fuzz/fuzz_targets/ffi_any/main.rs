//! The C ABI with any arguments: NULL, misaligned, empty, too short, too long, a wrong `struct_size`. Each call ends in a
//! status that has a text, and what fails leaves its outputs alone.
#![no_main]

mod arithmetic;
mod calls;
mod choices;
mod extrinsics;
mod keys;
mod reviews;
mod timelock;
mod weights;
mod wire;

use libfuzzer_sys::fuzz_target;

use choices::{Arm, Case, Choices};

/// Reviews have steps in any order: they are chosen as often as all of another room.
const ROOMS: [&[Arm]; 9] = [
    keys::ARMS,
    wire::ARMS,
    weights::ARMS,
    calls::ARMS,
    extrinsics::ARMS,
    arithmetic::ARMS,
    timelock::ARMS,
    reviews::ARMS,
    reviews::ARMS,
];

fuzz_target!(|data: &[u8]| {
    let (head, body) = data.split_at_checked(96).unwrap_or((data, &[]));
    let (kind, head) = head.split_first().unwrap_or((&0, &[]));
    let mut choices = Choices(head);
    let (wide, _) = body.as_chunks::<2>();
    let words: Vec<u16> = wide.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let mut position = usize::MAX - 1;
    let case = Case { body, words: &words, at: choices.place(&mut position) };
    let arms: Vec<&Arm> = ROOMS.into_iter().flatten().collect();
    arms[usize::from(*kind) % arms.len()](&mut choices, &case);
    assert!(position == usize::MAX - 1 || !case.at.is_null());
});
