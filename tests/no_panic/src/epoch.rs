//! The fixed-point arithmetic, and an epoch over it.

use nanotao::{
    AlphaBalance, MechId, Uid,
    epoch::{
        self, Commit, CommitReveal, ConsensusMode, DenseRows, Dims, Epoch, EpochConsensus, Input, NullEpoch,
        Output, Profile, Row, Schedule, SparseBonds, Trace,
    },
    fixed::{self, I32F32, I64F64, I96F32, SafeDiv, U64F64, U96F32},
};

use crate::sink::Sink;

/// Numbers from the input, and zeros behind its end.
#[derive(Clone)]
pub(crate) struct Numbers<'a>(core::slice::Iter<'a, [u8; 8]>);

impl<'a> Numbers<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0.iter())
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next().copied().map_or(0, u64::from_le_bytes)
    }

    pub(crate) fn wide(&mut self) -> u128 {
        u128::from(self.next()) << 64 | u128::from(self.next())
    }

    fn fixed(&mut self) -> I32F32 {
        I32F32::from_bits(self.next() as i64)
    }

    pub(crate) fn array<T: Copy + Default, const N: usize>(
        &mut self,
        from: impl Fn(&mut Self) -> T,
    ) -> [T; N] {
        core::array::from_fn(|_| from(self))
    }

    /// A part of unknown length.
    pub(crate) fn some<'s, T>(&mut self, of: &'s [T]) -> &'s [T] {
        of.get(..self.next() as usize).unwrap_or(of)
    }

    pub(crate) fn some_mut<'s, T>(&mut self, of: &'s mut [T]) -> &'s mut [T] {
        let len = (self.next() as usize).min(of.len());
        of.get_mut(..len).unwrap_or_default()
    }
}

fn add(sink: &mut Sink, value: I32F32) {
    sink.add(value.to_bits() as u64);
}

fn add_wide(sink: &mut Sink, bits: u128) {
    sink.add(bits as u64);
    sink.add((bits >> 64) as u64);
}

pub(crate) fn fixed(bytes: &[u8], sink: &mut Sink) {
    let mut numbers = Numbers::new(bytes);
    let (a, b, c) = (numbers.fixed(), numbers.fixed(), numbers.fixed());
    add(sink, fixed::mul(a, b));
    add(sink, a.safe_div_or(b, c));
    let (d, e) = (I64F64::from_bits(numbers.wide() as i128), I64F64::from_bits(numbers.wide() as i128));
    add_wide(sink, d.safe_div(e).to_bits() as u128);
    sink.add(fixed::fixed64_to_u64(d));
    add(sink, fixed::fixed64_to_fixed32(d));
    add_wide(sink, fixed::fixed32_to_fixed64(a).to_bits() as u128);
    let (f, g) = (I96F32::from_bits(numbers.wide() as i128), I96F32::from_bits(numbers.wide() as i128));
    add_wide(sink, f.safe_div(g).to_bits() as u128);
    let (h, i) = (U64F64::from_bits(numbers.wide()), U64F64::from_bits(numbers.wide()));
    add_wide(sink, h.safe_div(i).to_bits());
    let (j, k) = (U96F32::from_bits(numbers.wide()), U96F32::from_bits(numbers.wide()));
    add_wide(sink, j.safe_div(k).to_bits());
    sink.add(fixed::fixed_to_u16(a) ^ fixed::fixed_proportion_to_u16(b));
    sink.add(fixed::fixed_to_u64(a));
    let small = numbers.next() as u16;
    for value in [
        fixed::u16_to_fixed(small),
        fixed::u16_proportion_to_fixed(small),
        fixed::fixed_to_fixed_u16_proportion(a),
        fixed::safe_ln(a),
        fixed::exp_safe(a),
        fixed::sigmoid_safe(a, b, c),
    ] {
        add(sink, value);
    }
    for result in [
        fixed::log2(a),
        fixed::ln(a),
        fixed::exp(a),
        fixed::pow(a, b),
        fixed::sqrt(a),
        fixed::log2_i96f32(f).map(I32F32::wrapping_from_num),
    ] {
        if let Some(value) = sink.result(result) {
            add(sink, value);
        }
    }
}

const NEURONS: usize = 16;
const ENTRIES: usize = 64;

/// Reads everything that an epoch shows.
struct Shown<'a>(&'a mut Sink);

impl Trace for Shown<'_> {
    fn vector(&mut self, stage: epoch::Stage, values: &[I32F32]) {
        self.0.bytes(stage.name().as_bytes());
        values.iter().for_each(|value| add(self.0, *value));
    }

    fn weight(&mut self, validator: u16, target: u16, weight: I32F32, clipped: I32F32) {
        self.0.add(validator ^ target);
        add(self.0, weight);
        add(self.0, clipped);
    }

    fn bond(&mut self, validator: u16, target: u16, ema: I32F32, normalized: I32F32) {
        self.weight(validator, target, ema, normalized);
    }

    fn alpha(&mut self, validator: u16, target: u16, alpha: I32F32) {
        self.weight(validator, target, alpha, alpha);
    }
}

pub(crate) fn epoch(bytes: &[u8], sink: &mut Sink) {
    let mut numbers = Numbers::new(bytes);
    let words: [u64; 3 * NEURONS] = numbers.array(Numbers::next);
    let flags: [bool; NEURONS] = numbers.array(|numbers| numbers.next() & 1 == 0);
    let total_stake: [I64F64; NEURONS] = numbers.array(|numbers| I64F64::from_bits(numbers.wide() as i128));
    let narrow: [u16; NEURONS * NEURONS] = numbers.array(|numbers| numbers.next() as u16);
    let commits: [Commit; NEURONS] = core::array::from_fn(|_| Commit {
        uid: numbers.next() as u16,
        commit_epoch: numbers.next(),
        commit_block: numbers.next(),
    });
    let schedule = Schedule {
        tempo: numbers.next() as u16,
        last_epoch_block: numbers.next(),
        pending_epoch_at: numbers.next(),
        blocks_since_last_step: numbers.next(),
        subnet_epoch_index: numbers.next(),
        last_mechanism_step_block: numbers.next(),
        last_yuma_step_block: Some(numbers.next()).filter(|block| *block != 0),
    };
    let profile = if numbers.next() == 0 { Profile::SPEC_425 } else { Profile::SPEC_475 };
    let commit_reveal = CommitReveal {
        reveal_period_epochs: numbers.next(),
        weight_commits: numbers.some(&commits),
        timelocked_weight_commits: numbers.some(&commits),
    };
    let input = Input {
        current_block: numbers.next(),
        schedule,
        activity_cutoff_factor_milli: numbers.next() as u32,
        last_update: numbers.some(&words),
        block_at_registration: numbers.some(&words),
        total_stake: numbers.some(&total_stake),
        stake_threshold: numbers.next(),
        owner_uid: Some(numbers.next() as u16).filter(|uid| *uid != 0),
        validator_permit: numbers.some(&flags),
        max_allowed_validators: numbers.next() as u16,
        kappa: numbers.next() as u16,
        bonds_penalty: numbers.next() as u16,
        bonds_moving_average: numbers.next(),
        yuma3: numbers.next() == 0,
        liquid_alpha: numbers.next() == 0,
        alpha_low: numbers.next() as u16,
        alpha_high: numbers.next() as u16,
        alpha_sigmoid_steepness: numbers.next() as i16,
        consensus_mode: match numbers.next() {
            0 => ConsensusMode::Current,
            1 => ConsensusMode::Previous,
            _ => ConsensusMode::Auto,
        },
        previous_consensus: numbers.some(&narrow),
        commit_reveal: Some(commit_reveal).filter(|_| numbers.next() == 0),
    };
    let epoch = Epoch { profile, input, rao_emission: AlphaBalance(numbers.next()) };
    let dims = Dims { neurons: numbers.next() as usize, rows: numbers.next() as usize };
    sink.add(
        dims.words() as u64 ^ dims.words_sparse(numbers.next() as usize, numbers.next() as usize) as u64,
    );
    let due = epoch::should_run_epoch(&profile, &schedule, input.current_block);
    sink.add(due);
    epoch::persisted_uids(input.validator_permit).for_each(|uid| sink.add(uid));
    dense(&epoch, &narrow, &mut numbers, sink);
    sparse(&epoch, &narrow, &mut numbers, sink);
    null(&epoch, &mut numbers, sink);
    mechanisms(&profile, &narrow, &mut numbers, sink);
}

fn dense(epoch: &Epoch<'_>, narrow: &[u16], numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let (mut memory, mut bonds) = ([0; 1024], [0; NEURONS * NEURONS]);
    let rows = DenseRows {
        uids: numbers.some(narrow),
        weights: numbers.some(narrow),
        bonds: numbers.some_mut(&mut bonds),
    };
    let memory = numbers.some_mut(&mut memory);
    with_output(numbers, sink, |output, sink| epoch.run_dense(rows, output, memory, &mut Shown(sink)));
    bonds.iter().for_each(|bond| sink.add(*bond));
}

fn sparse(epoch: &Epoch<'_>, narrow: &[u16], numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let cells: [(Uid, u16); ENTRIES] =
        numbers.array(|numbers| (numbers.next() as u16, numbers.next() as u16));
    let mut row = |uid: &u16| Row { uid: *uid, entries: numbers.some(&cells) };
    let (first, second) = narrow.split_at_checked(NEURONS).unwrap_or_default();
    let mut weights = [Row { uid: 0, entries: &[] }; NEURONS];
    let mut bonds = weights;
    weights.iter_mut().zip(first).for_each(|(cell, uid)| *cell = row(uid));
    bonds.iter_mut().zip(second).for_each(|(cell, uid)| *cell = row(uid));
    let (weights, bonds) = (numbers.some(&weights), numbers.some(&bonds));
    let (mut memory, mut entries, mut ends) = ([0; 1024], [(0, 0); ENTRIES], [0; NEURONS]);
    let mut new_bonds =
        SparseBonds { entries: numbers.some_mut(&mut entries), ends: numbers.some_mut(&mut ends) };
    let memory = numbers.some_mut(&mut memory);
    sink.add(SparseBonds::capacity(weights, bonds) as u64);
    let uid = numbers.next() as u16;
    with_output(numbers, sink, |output, sink| {
        epoch.run_sparse(weights, bonds, &mut new_bonds, output, memory, &mut Shown(sink))
    });
    for (target, bond) in new_bonds.row(uid) {
        sink.add(target ^ bond);
    }
}

fn null(epoch: &Epoch<'_>, numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let cells: [(Uid, u16); ENTRIES] =
        numbers.array(|numbers| (numbers.next() as u16, numbers.next() as u16));
    let rows: [Row<'_>; NEURONS] =
        core::array::from_fn(|_| Row { uid: numbers.next() as u16, entries: numbers.some(&cells) });
    let epoch = NullEpoch {
        profile: epoch.profile,
        input: epoch.input,
        mining_budget: AlphaBalance(numbers.next()),
        dividend_budget: AlphaBalance(numbers.next()),
        fallback_budget: AlphaBalance(numbers.next()),
    };
    let (rows, mut memory) = (numbers.some(&rows), [0; 1024]);
    let memory = numbers.some_mut(&mut memory);
    with_output(numbers, sink, |output, sink| {
        let decision = epoch.run(rows, output, memory, &mut Shown(sink))?;
        sink.add(decision.winner.unwrap_or_default());
        sink.add(decision.miner_budget.0 ^ decision.validator_budget.0);
        Ok(())
    });
}

fn mechanisms(profile: &Profile, narrow: &[u16], numbers: &mut Numbers<'_>, sink: &mut Sink) {
    let mut emissions = [0; NEURONS];
    let split = Some(numbers.some(narrow)).filter(|_| numbers.next() == 0);
    let alpha = AlphaBalance(numbers.next());
    epoch::split_emissions(profile, split, alpha, numbers.some_mut(&mut emissions));
    emissions.iter().for_each(|emission| sink.add(*emission));
    let mecid = MechId(numbers.next() as u8);
    let weight = epoch::mechanism_weight(mecid, AlphaBalance(numbers.next()), AlphaBalance(numbers.next()));
    let consensus = if numbers.next() == 0 { EpochConsensus::Yuma } else { EpochConsensus::Null };
    let mut others = numbers.clone();
    with_output(numbers, sink, |sum, sink| {
        sum.clear();
        with_output(&mut others, sink, |part, _| sum.add_mechanism(part, mecid, weight, consensus));
        Ok(())
    });
}

fn with_output(
    numbers: &mut Numbers<'_>,
    sink: &mut Sink,
    run: impl FnOnce(&mut Output<'_>, &mut Sink) -> Result<(), epoch::EpochError>,
) {
    let (mut narrow, mut wide, mut flags) = ([[0; NEURONS]; 5], [[0; NEURONS]; 4], [[false; NEURONS]; 2]);
    let [dividend, incentive, stake_weight, consensus, validator_trust] =
        narrow.each_mut().map(|slice| numbers.some_mut(slice));
    let [validator_emission, server_emission, emission, stake] =
        wide.each_mut().map(|slice| numbers.some_mut(slice));
    let [active, new_validator_permit] = flags.each_mut().map(|slice| numbers.some_mut(slice));
    let mut output = Output {
        dividend,
        incentive,
        stake_weight,
        consensus,
        validator_trust,
        validator_emission,
        server_emission,
        emission,
        stake,
        active,
        new_validator_permit,
    };
    let result = run(&mut output, sink);
    if let Err(error) = result {
        sink.add(error.code());
    }
    sink.result(result);
    narrow.as_flattened().iter().for_each(|value| sink.add(*value));
    wide.as_flattened().iter().for_each(|value| sink.add(*value));
    flags.as_flattened().iter().for_each(|value| sink.add(*value));
}
