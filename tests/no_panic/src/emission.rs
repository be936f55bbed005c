//! Emission, from an issuance to each hotkey.

use nanotao::{
    AlphaBalance, TaoBalance,
    emission::{
        self, Childkey, Coinbase, DividendDistribution, Drained, EmissionGate, GateBar, HotkeyDividend,
        MovingPrice, Parent, ParentChildDividends, Pending, PendingSplit, Pool, Profile, Schedule, Stake,
        Subnet, SubnetSchedule, SubnetTerms, TakeSplit, Withheld,
    },
    fixed::{I96F32, U64F64, U96F32},
    schedule,
};

use crate::{epoch::Numbers, sink::Sink};

const SUBNETS: usize = 8;

fn wide(numbers: &mut Numbers<'_>) -> U96F32 {
    U96F32::from_bits(numbers.wide())
}

fn price(numbers: &mut Numbers<'_>) -> U64F64 {
    U64F64::from_bits(numbers.wide())
}

fn add(sink: &mut Sink, value: U96F32) {
    let bits = value.to_bits();
    sink.add((bits >> 64) as u64 ^ bits as u64);
}

pub(crate) fn emission(bytes: &[u8], sink: &mut Sink) {
    let mut numbers = Numbers::new(bytes);
    let profile = if numbers.next() == 0 { Profile::SPEC_425 } else { Profile::SPEC_475 };
    let issuance = numbers.next();
    sink.add(emission::block_emission(issuance));
    sink.add(emission::next_halving(issuance).unwrap_or_default());
    sink.add(emission::blocks_until_halving(issuance).unwrap_or_default());
    subnets(&mut numbers, sink);
    coinbase(&mut numbers, sink);
    pool(&mut numbers, sink);
    schedules(&profile, &mut numbers, sink);
    dividends(&profile, &mut numbers, sink);
}

fn coinbase(numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let subnets: [Subnet; SUBNETS] = core::array::from_fn(|_| Subnet {
        moving_price: price(numbers),
        miner_burned: wide(numbers),
        emission_enabled: numbers.next() == 0,
    });
    let gate = EmissionGate {
        bar: GateBar { rank: numbers.next() as u16, quantile: price(numbers) },
        stored: price(numbers),
        exponent: price(numbers),
    };
    let coinbase = Coinbase {
        block: numbers.next(),
        total_issuance: TaoBalance(numbers.next()),
        root_tao: TaoBalance(numbers.next()),
        tao_weight: numbers.next(),
        gate: Some(gate).filter(|_| numbers.next() == 0),
    };
    let (mut shares, mut gated) = ([U64F64::ZERO; SUBNETS], [U64F64::ZERO; SUBNETS]);
    let mut emissions = [U96F32::ZERO; SUBNETS];
    let bar = coinbase.get_subnet_block_emissions(
        numbers.some(&subnets),
        numbers.some_mut(&mut shares),
        numbers.some_mut(&mut gated),
        numbers.some_mut(&mut emissions),
    );
    sink.add(bar.unwrap_or_default().to_bits() as u64);
    for emission in emissions {
        let pool = Pool {
            mechanism: numbers.next() as u16,
            tao: TaoBalance(numbers.next()),
            alpha_in: AlphaBalance(numbers.next()),
            alpha_out: AlphaBalance(numbers.next()),
            quote: numbers.next(),
        };
        let terms = coinbase.get_subnet_terms(emission, &pool);
        add(sink, terms.tao_in);
        add(sink, terms.excess_tao);
    }
}

fn subnets(numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let subnets: [Subnet; SUBNETS] = core::array::from_fn(|_| Subnet {
        moving_price: emission::moving_alpha_price(
            numbers.next() as u16,
            I96F32::from_bits(numbers.wide() as i128),
        ),
        miner_burned: wide(numbers),
        emission_enabled: numbers.next() == 0,
    });
    let mut shares: [U64F64; SUBNETS] = numbers.array(price);
    let mut emissions = [U96F32::ZERO; SUBNETS];
    if numbers.next() == 0 {
        emission::get_shares(&subnets, &mut shares);
    }
    let bar = GateBar { rank: numbers.next() as u16, quantile: price(numbers) };
    let bar = bar.refresh(price(numbers), numbers.next(), &shares);
    emission::apply_emission_gate(&mut shares, bar, price(numbers));
    emission::get_subnet_block_emissions(&subnets, &shares, wide(numbers), &mut emissions);
    emissions.into_iter().for_each(|emission| add(sink, emission));
    sink.add(emission::get_network_root_sell_flag(&subnets));
}

fn pool(numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let issuance = AlphaBalance(numbers.next());
    let weight = emission::u64_proportion(numbers.next());
    let proportion = emission::root_proportion(TaoBalance(numbers.next()), weight, issuance);
    let terms = SubnetTerms::new(wide(numbers), price(numbers), issuance, proportion);
    [terms.tao_in, terms.alpha_in, terms.excess_tao].into_iter().for_each(|part| add(sink, part));
    let cut = Some(emission::u16_proportion(numbers.next() as u16)).filter(|_| numbers.next() == 0);
    let split = PendingSplit::new(wide(numbers), cut, wide(numbers));
    let mut pending = Pending { server: issuance, ..Pending::default() };
    sink.add(split.add_to(&mut pending, numbers.next() == 0).0);
    sink.add(pending.rao_emission().0 ^ pending.validator_alpha(AlphaBalance(numbers.next())).0);
    sink.add(pending.drain().owner_cut.0);
    let moving = MovingPrice {
        moving_alpha: I96F32::from_bits(numbers.wide() as i128),
        first_emission_block: numbers.next(),
        halving_blocks: numbers.next(),
        current: price(numbers),
    };
    sink.add(moving.update(numbers.next(), price(numbers)).to_bits() as u64);
}

fn schedules(profile: &Profile, numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let mut subnets: [SubnetSchedule; SUBNETS] = core::array::from_fn(|_| SubnetSchedule {
        schedule: Schedule {
            tempo: numbers.next() as u16,
            last_epoch_block: numbers.next(),
            pending_epoch_at: numbers.next(),
            blocks_since_last_step: numbers.next(),
            subnet_epoch_index: numbers.next(),
            ..Schedule::default()
        },
        null_consensus: numbers.next() == 0,
        input_state_consistent: numbers.next() == 0,
    });
    let (max, block) = (numbers.next() as u8, numbers.next());
    for subnet in &subnets {
        sink.add(schedule::blocks_until_next_auto_epoch(&subnet.schedule, block));
        sink.add(schedule::next_epoch_start_block(&subnet.schedule).unwrap_or_default());
    }
    sink.add(emission::epoch_cap_for_block(profile, &subnets, max, block));
    emission::epochs_deferred_this_block(profile, &subnets, max, block).for_each(|late| sink.add(late));
    emission::drain_schedules(profile, &mut subnets, max, block, |index, drained| {
        sink.add(index as u64 ^ u64::from(drained == Drained::Run));
    });
    let reveal = emission::first_reveal_block(
        profile,
        &mut subnets,
        max,
        numbers.next() as usize,
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
    );
    sink.add(reveal.unwrap_or_default());
}

fn stake(numbers: &mut Numbers<'_>) -> Stake {
    Stake { alpha: AlphaBalance(numbers.next()), root: TaoBalance(numbers.next()) }
}

fn dividends(profile: &Profile, numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let parents: [Parent; 4] = core::array::from_fn(|_| Parent {
        proportion: numbers.next(),
        stake: stake(numbers),
        same_owner: numbers.next() == 0,
        suspended: numbers.next() == 0,
    });
    let children: [u64; 4] = numbers.array(Numbers::next);
    let child = Childkey {
        stake: stake(numbers),
        take: numbers.next() as u16,
        children: &children,
        parents: &parents,
        suspended: numbers.next() == 0,
    };
    sink.add(child.total_stake(profile, wide(numbers)).to_bits() as u64);
    let split =
        ParentChildDividends::new(profile, child, wide(numbers), wide(numbers), AlphaBalance(numbers.next()));
    split.parents().for_each(|parent| sink.add(parent.paid.0));
    sink.add(split.own().0 ^ split.recycled().0);
    let hotkeys: [HotkeyDividend; 4] = core::array::from_fn(|_| HotkeyDividend {
        dividend: wide(numbers),
        stake: stake(numbers),
        root_uid: numbers.next() == 0,
    });
    let (alpha, root) = (AlphaBalance(numbers.next()), AlphaBalance(numbers.next()));
    let all = DividendDistribution::new(profile, alpha, root, wide(numbers), &hotkeys);
    let mut withheld = Withheld::default();
    for hotkey in &hotkeys {
        let share = all.share(hotkey);
        add(sink, share.root_alpha_dividends);
        let split = TakeSplit::new(numbers.next() as u16, share.alpha_dividends);
        sink.add(split.take.0 ^ split.nominators.0);
        sink.add(withheld.add(AlphaBalance(numbers.next()), numbers.next() == 0).0);
    }
    add(sink, withheld.miner_burned());
    sink.add(all.root_recycled(&hotkeys).0);
}
