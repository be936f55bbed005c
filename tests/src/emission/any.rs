//! Emission of any numbers, for fuzzing and for tests: nothing made or lost but by rounding, and no panic.

use alloc::vec::Vec;
use nanotao::emission::{
    Childkey, DividendDistribution, Drained, GateBar, HotkeyDividend, HotkeyShare, MovingPrice, Parent,
    ParentChildDividends, Pending, PendingSplit, Profile, Schedule, Stake, Subnet, SubnetSchedule,
    SubnetTerms, TakeSplit, apply_emission_gate, drain_schedules, epoch_cap_for_block, first_reveal_block,
    get_network_root_sell_flag, get_shares, get_subnet_block_emissions, moving_alpha_price, root_proportion,
    split_emissions, u16_proportion, u64_proportion,
};
use nanotao::fixed::{I96F32, U64F64, U96F32};
use nanotao::{AlphaBalance, TaoBalance};
use serde_json::Value;

/// Numbers that are given, and behind their end others that a seed makes (splitmix64).
pub struct Numbers<'a> {
    given: &'a [[u8; 8]],
    state: u64,
}

impl<'a> Numbers<'a> {
    /// The numbers that bytes hold, little-endian. The others are made of them: a few bytes do too.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let (given, _) = bytes.as_chunks();
        let seed = bytes.iter().fold(0, |seed: u64, byte| seed.rotate_left(7) ^ u64::from(*byte));
        Self { given, state: seed }
    }

    /// None but what the seed makes.
    pub fn from_seed(seed: u64) -> Self {
        Self { given: &[], state: seed }
    }

    /// The next one.
    #[expect(clippy::should_implement_trait, reason = "they do not end")]
    pub fn next(&mut self) -> u64 {
        if let Some((next, rest)) = self.given.split_first() {
            self.given = rest;
            return u64::from_le_bytes(*next);
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Small ones as often as large ones.
    pub fn sized(&mut self) -> u64 {
        let shift = self.next() % 64;
        self.next() >> shift
    }

    fn wide(&mut self) -> u128 {
        (u128::from(self.sized()) << 64) | u128::from(self.next())
    }

    /// True once in so many times.
    fn one_in(&mut self, times: u64) -> bool {
        self.next().is_multiple_of(times)
    }

    fn profile(&mut self) -> Profile {
        if self.one_in(2) { Profile::SPEC_425 } else { Profile::SPEC_475 }
    }

    fn price(&mut self) -> U64F64 {
        U64F64::from_bits(self.wide())
    }

    fn stake(&mut self) -> Stake {
        Stake { alpha: AlphaBalance(self.sized() >> 10), root: TaoBalance(self.sized() >> 10) }
    }
}

/// The numbers of a case of the vectors, in the order of the file's names, to start from.
pub fn seed(case: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers_of(case, &mut bytes);
    bytes
}

fn numbers_of(value: &Value, to: &mut Vec<u8>) {
    let number = match value {
        Value::Array(list) => return list.iter().for_each(|value| numbers_of(value, to)),
        Value::Object(fields) => return fields.values().for_each(|value| numbers_of(value, to)),
        Value::String(text) => text.parse::<u128>().ok(),
        Value::Bool(bool) => Some((*bool).into()),
        other => other.as_u64().map(u128::from),
    };
    if let Some(number) = number {
        let (high, low) = ((number >> 64) as u64, number as u64);
        if high > 0 {
            to.extend(high.to_le_bytes());
        }
        to.extend(low.to_le_bytes());
    }
}

/// Takes numbers through every stage.
///
/// # Panics
/// More comes out than went in, or less than rounding takes.
pub fn assert_conserved(numbers: &mut Numbers<'_>) {
    // Numbers are short; each stage has to get those that come first.
    match numbers.next() % 9 {
        0 => shares(numbers),
        1 => terms(numbers),
        2 => set_aside(numbers),
        3 => mechanisms(numbers),
        4 => schedules(numbers),
        5 => parents(numbers),
        6 => hotkeys(numbers),
        7 => take(numbers),
        _ => moving_price(numbers),
    }
}

/// All that is minted goes to subnets, as long as one may have some of it. A share is cut to 2⁻⁶⁴, which is a unit of the
/// emission at most, and an emission to 2⁻³².
fn shares(numbers: &mut Numbers<'_>) {
    let subnets: Vec<Subnet> = (0..numbers.next() % 129)
        .map(|_| Subnet {
            moving_price: moving_alpha_price(
                numbers.next() as u16 % 2,
                I96F32::from_bits(numbers.wide() as i128),
            ),
            miner_burned: U96F32::from_bits(numbers.sized().into()),
            emission_enabled: !numbers.one_in(4),
        })
        .collect();
    let mut shares = alloc::vec![U64F64::ZERO; subnets.len()];
    get_shares(&subnets, &mut shares);
    let bar =
        GateBar { rank: numbers.next() as u16 % 130, quantile: U64F64::from_bits(numbers.next().into()) };
    let stored = U64F64::from_bits(numbers.sized().into());
    let bar = bar.refresh(stored, numbers.next(), &shares);
    assert!(bar == 0 || bar == stored || shares.contains(&bar), "a bar of nobody: {bar}");
    apply_emission_gate(&mut shares, bar, numbers.price());
    let _ = get_network_root_sell_flag(&subnets);
    let block_emission = U96F32::from_num(numbers.sized());
    let mut emissions = alloc::vec![U96F32::ZERO; subnets.len()];
    get_subnet_block_emissions(&subnets, &shares, block_emission, &mut emissions);
    let disabled = subnets.iter().zip(&emissions).find(|(subnet, _)| !subnet.emission_enabled);
    assert!(disabled.is_none_or(|(_, emission)| *emission == 0), "{disabled:?}");
    let sum: U96F32 = emissions.iter().sum();
    let mut prices = subnets.iter().map(|subnet| subnet.moving_price);
    // Prices whose sum saturates have shares of more than one together.
    if prices.try_fold(U64F64::ZERO, U64F64::checked_add).is_some() {
        assert!(sum <= block_emission, "{subnets:?}: {sum} of {block_emission}");
    }
    let any = subnets.iter().zip(&shares).any(|(subnet, share)| subnet.emission_enabled && *share > 0);
    let rounding = U96F32::from_num(2 * subnets.len());
    assert!(!any || sum + rounding >= block_emission, "{subnets:?}: {sum} of {block_emission}");
}

/// Tao goes into the pool or buys alpha, and alpha goes no further than the cap.
fn terms(numbers: &mut Numbers<'_>) {
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

/// Four parts are rounded down, so that less than four units are nobody's.
fn set_aside(numbers: &mut Numbers<'_>) {
    let alpha = numbers.sized() >> 2;
    let cut = Some(u16_proportion(numbers.next() as u16)).filter(|_| !numbers.one_in(4));
    let proportion = u64_proportion(numbers.next());
    let split = PendingSplit::new(U96F32::from_num(alpha), cut, proportion);
    let mut pending = Pending::default();
    let recycled = split.add_to(&mut pending, numbers.one_in(2));
    let sum = pending.rao_emission().0 + pending.owner_cut.0 + recycled.0;
    assert!((alpha.saturating_sub(3)..=alpha).contains(&sum), "{alpha}: {pending:?}, {recycled:?}");
}

/// A valid split adds up to 65535; what rounding leaves goes to the first mechanism.
fn mechanisms(numbers: &mut Numbers<'_>) {
    let alpha = numbers.sized();
    let first = numbers.next() as u16;
    let split = [first, u16::MAX - first];
    for split in [None, Some(&split[..])] {
        let mut emissions = [0; 2];
        split_emissions(&Profile::SPEC_475, split, AlphaBalance(alpha), &mut emissions);
        assert_eq!(emissions.iter().sum::<u64>(), alpha);
    }
}

/// No more epochs than the cap.
fn schedules(numbers: &mut Numbers<'_>) {
    let (profile, block) = (numbers.profile(), numbers.next());
    let near =
        |numbers: &mut Numbers<'_>| if numbers.one_in(4) { 0 } else { block.wrapping_sub(numbers.sized()) };
    let mut subnets: Vec<SubnetSchedule> = (0..numbers.next() % 17)
        .map(|_| SubnetSchedule {
            schedule: Schedule {
                tempo: numbers.sized() as u16,
                last_epoch_block: near(numbers),
                pending_epoch_at: near(numbers),
                blocks_since_last_step: numbers.sized(),
                subnet_epoch_index: numbers.sized(),
                ..Schedule::default()
            },
            null_consensus: numbers.one_in(8),
            input_state_consistent: !numbers.one_in(8),
        })
        .collect();
    let max = numbers.sized() as u8;
    let reveal = first_reveal_block(
        &profile,
        &mut subnets.clone(),
        max,
        numbers.next() as usize % 17,
        numbers.sized(),
        numbers.sized(),
        block,
        64,
    );
    assert!(reveal.is_none_or(|reveal| (block..block.saturating_add(64)).contains(&reveal)), "{reveal:?}");
    let cap = epoch_cap_for_block(&profile, &subnets, max, block);
    let mut run = 0;
    drain_schedules(&profile, &mut subnets, max, block, |_, drained| {
        run += usize::from(drained == Drained::Run)
    });
    assert!(cap <= max && run <= usize::from(cap), "{run} of {cap}");
}

/// The hotkey, its parents and what is burnt come to the dividends. Each part is rounded down to a unit, and a parent's
/// share of them, of 2⁻³², was before.
fn parents(numbers: &mut Numbers<'_>) {
    let parents: Vec<Parent> = (0..numbers.next() % 6)
        .map(|_| Parent {
            proportion: numbers.next(),
            stake: numbers.stake(),
            same_owner: numbers.one_in(3),
            suspended: numbers.one_in(3),
        })
        .collect();
    let children = [numbers.next() / 2, numbers.next() / 2];
    let take = numbers.next() as u16 / 2;
    let child =
        Childkey { stake: numbers.stake(), take, children: &children, parents: &parents, suspended: false };
    let (weight, burn) = (u64_proportion(numbers.next()), u64_proportion(numbers.next() / 2));
    let dividends = numbers.sized() >> 2;
    let split = ParentChildDividends::new(&numbers.profile(), child, weight, burn, AlphaBalance(dividends));
    let paid: u64 = split.parents().map(|parent| parent.paid.0).sum();
    let sum = paid + split.own().0 + split.recycled().0;
    let rounding = 2 * parents.len() as u64 + 1;
    assert!(sum <= dividends && dividends - sum <= rounding, "{child:?}: {sum} of {dividends}");
}

/// Shares are cut to 2⁻³², so that less is shared than there is, by a bit of the alpha for each hotkey.
fn hotkeys(numbers: &mut Numbers<'_>) {
    let hotkeys: Vec<HotkeyDividend> = (0..=numbers.next() % 20)
        .map(|_| HotkeyDividend {
            dividend: U96F32::from_num(1 + (numbers.sized() >> 8)),
            stake: numbers.stake(),
            root_uid: numbers.one_in(2),
        })
        .collect();
    let (alpha, root) = (AlphaBalance(numbers.sized() >> 2), AlphaBalance(numbers.sized() >> 2));
    let weight = u64_proportion(numbers.next());
    let all = DividendDistribution::new(&numbers.profile(), alpha, root, weight, &hotkeys);
    let shares: Vec<_> = hotkeys.iter().map(|hotkey| all.share(hotkey)).collect();
    let sum = |of: fn(&HotkeyShare) -> U96F32| shares.iter().map(of).sum::<U96F32>();
    for (pending, sum, total) in [
        (alpha, sum(|share| share.alpha_dividends), all.total_alpha_divs),
        (root, sum(|share| share.root_alpha_dividends), all.total_root_divs),
    ] {
        let pending = U96F32::from_num(pending.0);
        let rounding = (pending / U96F32::from_num(1_u64 << 32) + U96F32::DELTA) * hotkeys.len() as u128;
        assert!(sum <= pending, "{hotkeys:?}");
        assert!(total == 0 || pending - sum <= rounding, "{hotkeys:?}: {sum} of {pending}");
    }
}

/// Delegate and nominators together.
fn take(numbers: &mut Numbers<'_>) {
    let dividends = U96F32::from_bits(numbers.next().into());
    let TakeSplit { take, nominators } = TakeSplit::new(numbers.next() as u16, dividends);
    let (sum, whole) = (take.0 + nominators.0, dividends.to_num::<u64>());
    assert!((whole.saturating_sub(1)..=whole).contains(&sum), "{dividends}: {take:?}, {nominators:?}");
}

fn moving_price(numbers: &mut Numbers<'_>) {
    let moving = MovingPrice {
        moving_alpha: I96F32::from_bits(numbers.wide() as i128),
        first_emission_block: numbers.sized(),
        halving_blocks: numbers.sized(),
        current: numbers.price(),
    };
    let _ = moving.update(numbers.sized(), numbers.price());
}
