//! What must hold of emission: the same as a big-integer evaluation of the same steps, and nothing made or lost but by
//! rounding. A failure names the number that made it.

use nanotao::emission::{TOTAL_SUPPLY, block_emission, blocks_until_halving, next_halving};
use nanotao_tests::emission::any::{self, Numbers};
use num_bigint::BigUint;

/// Random issuances.
const ISSUANCES: u64 = 10_000_000;

/// The chain's steps in whole numbers of 2⁻³²: the part issued, what is left of one, its reciprocal, and the number of
/// halvings as the whole part of the reciprocal's logarithm.
fn block_emission_in_big_integers(issuance: u64) -> u64 {
    if issuance >= TOTAL_SUPPLY {
        return 0;
    }
    let one = BigUint::from(1_u64 << 32);
    let left = &one - &one * BigUint::from(issuance) / BigUint::from(TOTAL_SUPPLY);
    let reciprocal = &one * &one / left;
    let halvings = (reciprocal / &one).bits() - 1;
    let two = BigUint::from(2_u8);
    let emission = &one / two.pow(halvings as u32) * BigUint::from(1_000_000_000_u64) / &one;
    emission.try_into().unwrap()
}

fn assert_same(issuance: u64) {
    assert_eq!(block_emission(issuance), block_emission_in_big_integers(issuance), "issuance {issuance}");
}

#[test]
fn around_every_halving_the_emission_is_that_of_big_integers() {
    let (mut at, mut steps) = (0, 0);
    while let Some(step) = next_halving(at) {
        (step - 1000..=step + 1000).for_each(assert_same);
        assert!(block_emission(step - 1) > block_emission(step), "step {step}");
        assert_eq!(blocks_until_halving(step - 1), Some(1));
        (at, steps) = (step, steps + 1);
    }
    assert_eq!(steps, 30);
}

#[test]
fn for_random_issuances_the_emission_is_that_of_big_integers() {
    let mut numbers = Numbers::from_seed(1);
    for _ in 0..ISSUANCES / 2 {
        assert_same(numbers.next() % (TOTAL_SUPPLY + TOTAL_SUPPLY / 100));
        // As near to the end as random bits come.
        assert_same(TOTAL_SUPPLY.saturating_sub(numbers.sized() >> 9));
    }
}

#[test]
fn the_blocks_until_a_halving_end_at_it() {
    let mut numbers = Numbers::from_seed(2);
    for _ in 0..1000 {
        let issuance = numbers.next() % TOTAL_SUPPLY;
        let (Some(step), Some(blocks)) = (next_halving(issuance), blocks_until_halving(issuance)) else {
            continue;
        };
        let reached = |blocks: u64| issuance + blocks * block_emission(issuance);
        assert!(reached(blocks) >= step && reached(blocks - 1) < step, "issuance {issuance}");
    }
}

#[test]
fn of_any_numbers_what_is_split_comes_to_what_came_in() {
    let mut numbers = Numbers::from_seed(3);
    for _ in 0..100_000 {
        any::assert_conserved(&mut numbers);
    }
}
