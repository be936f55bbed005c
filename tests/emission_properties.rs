//! What must hold of emission: the same as a big-integer evaluation of the same steps, and nothing made or lost but by
//! rounding. A failure names the number that made it.

use nanotao::emission::{
    Childkey, DividendDistribution, HotkeyDividend, Parent, ParentChildDividends, Pending, PendingSplit,
    Profile, Stake, SubnetTerms, TOTAL_SUPPLY, TakeSplit, block_emission, blocks_until_halving, next_halving,
    root_proportion, split_emissions, u16_proportion, u64_proportion,
};
use nanotao::fixed::{U64F64, U96F32};
use nanotao::{AlphaBalance, TaoBalance};
use num_bigint::BigUint;

/// Random issuances.
const ISSUANCES: u64 = 10_000_000;

/// Numbers of every size from a seed (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Small ones as often as large ones.
    fn sized(&mut self) -> u64 {
        let shift = self.next() % 64;
        self.next() >> shift
    }

    fn stake(&mut self) -> Stake {
        Stake { alpha: AlphaBalance(self.sized() >> 10), root: TaoBalance(self.sized() >> 10) }
    }
}

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
    let mut numbers = Numbers(1);
    for _ in 0..ISSUANCES / 2 {
        assert_same(numbers.next() % (TOTAL_SUPPLY + TOTAL_SUPPLY / 100));
        // As near to the end as random bits come.
        assert_same(TOTAL_SUPPLY.saturating_sub(numbers.sized() >> 9));
    }
}

#[test]
fn the_blocks_until_a_halving_end_at_it() {
    let mut numbers = Numbers(2);
    for _ in 0..1000 {
        let issuance = numbers.next() % TOTAL_SUPPLY;
        let (Some(step), Some(blocks)) = (next_halving(issuance), blocks_until_halving(issuance)) else {
            continue;
        };
        let reached = |blocks: u64| issuance + blocks * block_emission(issuance);
        assert!(reached(blocks) >= step && reached(blocks - 1) < step, "issuance {issuance}");
    }
}

/// Tao goes into the pool or buys alpha, and alpha goes no further than the cap.
#[test]
fn the_terms_of_a_pool_come_to_its_emission() {
    let mut numbers = Numbers(3);
    for _ in 0..20_000 {
        let issuance = AlphaBalance(numbers.sized());
        let weight = u64_proportion(numbers.next());
        let proportion = root_proportion(TaoBalance(numbers.sized()), weight, issuance);
        assert!(proportion <= U96F32::ONE);
        let emission = U96F32::from_bits((numbers.sized() >> 8).into());
        let price = U64F64::from_bits(numbers.sized().into());
        let terms = SubnetTerms::new(emission, price, issuance, proportion);
        assert!(terms.alpha_in <= terms.alpha_injection_cap, "{terms:?}");
        assert!(terms.tao_in <= emission, "{terms:?}");
        assert_eq!(terms.tao_in + terms.excess_tao, emission, "{terms:?}");
    }
}

/// Four parts are rounded down, so that less than four units are nobody's.
#[test]
fn what_is_set_aside_comes_to_the_alpha() {
    let mut numbers = Numbers(4);
    for _ in 0..20_000 {
        let alpha = numbers.sized() >> 2;
        let cut = Some(u16_proportion(numbers.next() as u16)).filter(|_| numbers.next() % 4 > 0);
        let proportion = u64_proportion(numbers.next());
        let split = PendingSplit::new(U96F32::from_num(alpha), cut, proportion);
        let mut pending = Pending::default();
        let recycled = split.add_to(&mut pending, numbers.next().is_multiple_of(2));
        let sum = pending.rao_emission().0 + pending.owner_cut.0 + recycled.0;
        assert!((alpha.saturating_sub(3)..=alpha).contains(&sum), "{alpha}: {pending:?}, {recycled:?}");
    }
}

/// A valid split adds up to 65535; what rounding leaves goes to the first mechanism.
#[test]
fn mechanisms_together_get_the_whole_emission() {
    let mut numbers = Numbers(5);
    for _ in 0..20_000 {
        let alpha = numbers.sized();
        let first = numbers.next() as u16;
        let split = [first, u16::MAX - first];
        for split in [None, Some(&split[..])] {
            let mut emissions = [0; 2];
            split_emissions(&Profile::SPEC_475, split, AlphaBalance(alpha), &mut emissions);
            assert_eq!(emissions.iter().sum::<u64>(), alpha);
        }
    }
}

/// The hotkey, its parents and what is burnt come to the dividends. Each part is rounded down to a unit, and a parent's
/// share of them, of 2⁻³², was before.
#[test]
fn parents_and_child_together_get_the_dividends() {
    let mut numbers = Numbers(6);
    for _ in 0..5000 {
        let parents: Vec<Parent> = (0..numbers.next() % 6)
            .map(|_| Parent {
                proportion: numbers.next(),
                stake: numbers.stake(),
                same_owner: numbers.next().is_multiple_of(3),
                suspended: numbers.next().is_multiple_of(3),
            })
            .collect();
        let children = [numbers.next() / 2, numbers.next() / 2];
        let take = numbers.next() as u16 / 2;
        let child = Childkey {
            stake: numbers.stake(),
            take,
            children: &children,
            parents: &parents,
            suspended: false,
        };
        let (weight, burn) = (u64_proportion(numbers.next()), u64_proportion(numbers.next() / 2));
        let dividends = numbers.sized() >> 2;
        for profile in [Profile::SPEC_425, Profile::SPEC_475] {
            let split = ParentChildDividends::new(&profile, child, weight, burn, AlphaBalance(dividends));
            let paid: u64 = split.parents().map(|parent| parent.paid.0).sum();
            let sum = paid + split.own().0 + split.recycled().0;
            let rounding = 2 * parents.len() as u64 + 1;
            assert!(sum <= dividends && dividends - sum <= rounding, "{child:?}: {sum} of {dividends}");
        }
    }
}

/// Shares are cut to 2⁻³², so that less is shared than there is, by a bit of the alpha for each hotkey.
#[test]
fn hotkeys_together_get_what_is_pending() {
    let mut numbers = Numbers(7);
    for _ in 0..2000 {
        let hotkeys: Vec<HotkeyDividend> = (0..1 + numbers.next() % 20)
            .map(|_| HotkeyDividend {
                dividend: U96F32::from_num(1 + (numbers.sized() >> 8)),
                stake: numbers.stake(),
                root_uid: numbers.next().is_multiple_of(2),
            })
            .collect();
        let (alpha, root) = (numbers.sized() >> 2, numbers.sized() >> 2);
        let weight = u64_proportion(numbers.next());
        for profile in [Profile::SPEC_425, Profile::SPEC_475] {
            let all = DividendDistribution::new(
                &profile,
                AlphaBalance(alpha),
                AlphaBalance(root),
                weight,
                &hotkeys,
            );
            let shares: Vec<_> = hotkeys.iter().map(|hotkey| all.share(hotkey)).collect();
            let sum =
                |of: fn(&nanotao::emission::HotkeyShare) -> U96F32| shares.iter().map(of).sum::<U96F32>();
            for (pending, sum, total) in [
                (alpha, sum(|share| share.alpha_dividends), all.total_alpha_divs),
                (root, sum(|share| share.root_alpha_dividends), all.total_root_divs),
            ] {
                let pending = U96F32::from_num(pending);
                let rounding =
                    (pending / U96F32::from_num(1_u64 << 32) + U96F32::DELTA) * hotkeys.len() as u128;
                assert!(sum <= pending, "{hotkeys:?}");
                assert!(total == 0 || pending - sum <= rounding, "{hotkeys:?}: {sum} of {pending}");
            }
        }
    }
}

#[test]
fn delegate_and_nominators_together_get_the_dividends() {
    let mut numbers = Numbers(8);
    for _ in 0..20_000 {
        let dividends = U96F32::from_bits(numbers.next().into());
        let TakeSplit { take, nominators } = TakeSplit::new(numbers.next() as u16, dividends);
        let (sum, whole) = (take.0 + nominators.0, dividends.to_num::<u64>());
        assert!((whole.saturating_sub(1)..=whole).contains(&sum), "{dividends}: {take:?}, {nominators:?}");
    }
}
