//! Any epoch of the right shape, from any bytes: for fuzzing, with the vectors as seeds.

use super::run::Entries;
use super::subnet::{Commits, StoredRows, Subnet, borrowed};
use crate::case::Case;
use crate::outcome::Stop;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use nanotao::epoch::{Commit, ConsensusMode, Epoch, Profile, Row, Schedule};
use nanotao::fixed::I64F64;
use serde_json::Value;

/// An epoch, and what it is computed over.
#[derive(Clone)]
pub struct AnyEpoch {
    profile: Profile,
    subnet: Subnet,
    rao_emission: u64,
    weights: StoredRows,
    bonds: StoredRows,
}

/// What stands before a value that is written out; any other byte makes one up.
const RAW: u8 = 0;

impl AnyEpoch {
    /// The epoch of a case of `epoch.json`; nothing if the case is malformed.
    pub fn of_case(profile: Profile, case: &Value) -> Option<Self> {
        Self::read(profile, Case::new(case)).ok()
    }

    fn read(profile: Profile, case: Case<'_>) -> Result<Self, Stop> {
        Ok(Self {
            profile,
            subnet: Subnet::read(&profile, case, case)?,
            rao_emission: case.get("rao_emission")?,
            weights: case.get("weights")?,
            bonds: case.get("bonds")?,
        })
    }

    /// The epoch.
    pub fn epoch(&self) -> Epoch<'_> {
        self.subnet.epoch(&self.profile, self.rao_emission)
    }

    /// Its rows of weights.
    pub fn weights(&self) -> Vec<Row<'_>> {
        borrowed(&self.weights)
    }

    /// Its rows of bonds.
    pub fn bonds(&self) -> Vec<Row<'_>> {
        borrowed(&self.bonds)
    }

    /// Makes an epoch of any bytes. Where they end, others are made of them: a few bytes are an epoch too.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut from = Source::new(bytes);
        let profile = if from.byte().is_multiple_of(2) { Profile::SPEC_425 } else { Profile::SPEC_475 };
        let neurons = match from.byte() % 32 {
            0 => from.u16() % 257,
            small => u16::from(small.min(24)),
        };
        let current_block = from.number(&[1, 1000, 1_000_000, 9_000_000]);
        let block = |from: &mut Source<'_>| from.near(current_block);
        let (flags, mode) = (from.byte(), from.byte());
        let schedule = Schedule {
            tempo: from.short(&[0, 1, 99, 360, 360, u16::MAX]),
            last_epoch_block: block(&mut from),
            pending_epoch_at: block(&mut from),
            blocks_since_last_step: from.number(&[0, 1, 360, 361, 50_400, 50_401]),
            subnet_epoch_index: from.number(&[0, 1, 100]),
            last_mechanism_step_block: block(&mut from),
            last_yuma_step_block: (flags & 1 != 0).then(|| block(&mut from)),
        };
        let epoch_index = schedule.subnet_epoch_index;
        let subnet = Subnet {
            neurons: neurons.into(),
            current_block,
            schedule,
            activity_cutoff_factor_milli: from.number(&[0, 1000, 13_889, 13_889, 50_000]) as u32,
            last_update: from.list(neurons, block),
            block_at_registration: (0..neurons).map(|_| from.registration(current_block)).collect(),
            has_key: (0..neurons).map(|_| true).collect(),
            total_stake: from.stakes(neurons),
            stake_threshold: from.number(&[0, 0, 0, 1000]),
            owner_uid: (flags & 2 != 0).then(|| from.short(&[0, 1, neurons, u16::MAX])),
            validator_permit: from.list(neurons, |from| from.byte() % 4 != 0),
            max_allowed_validators: from.short(&[0, 1, 3, 64, u16::MAX]),
            // A third, a fifth and two thirds: as much as some of several equal stakes, to the last bit.
            kappa: from.short(&[0, 32_767, 32_768, 21_845, 13_107, 43_690, u16::MAX]),
            bonds_penalty: from.short(&[0, 0, 1, 32_767, u16::MAX, u16::MAX]),
            bonds_moving_average: from.number(&[0, 900_000, 975_000, 1_000_000, 1_000_001, 5_000_000_000]),
            yuma3: flags & 4 != 0,
            liquid_alpha: flags & 8 != 0,
            alpha_low: from.short(&[0, 1639, 45_875, u16::MAX]),
            alpha_high: from.short(&[0, 1639, 58_982, u16::MAX]),
            alpha_sigmoid_steepness: from.short(&[0, 100, 1000, 32_767, 32_768, u16::MAX]).cast_signed(),
            consensus_mode: [ConsensusMode::Current, ConsensusMode::Previous, ConsensusMode::Auto]
                [usize::from(mode) % 3],
            previous_consensus: from.list(neurons, |from| from.short(&[0, 1, 3000, u16::MAX])),
            commits: (flags & 16 != 0).then(|| Commits {
                reveal_period_epochs: from.number(&[0, 1, 100]),
                weight_commits: queues(from.commits(neurons, epoch_index, current_block)),
                timelocked_weight_commits: from.commits(neurons, epoch_index, current_block),
            }),
        };
        let rao_emission = from.number(&[0, 1, 1_000_000_000, u64::MAX]);
        let weights = from.rows(neurons);
        let bonds = from.rows(neurons);
        Self { profile, subnet, rao_emission, weights, bonds }
    }

    /// The bytes that [`Self::from_bytes`] makes this epoch of, unless it has more than 256 neurons.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let to = &mut bytes;
        let Self { profile, subnet, rao_emission, weights, bonds } = self;
        let schedule = &subnet.schedule;
        to.extend([u8::from(*profile == Profile::SPEC_475), 0]);
        to.extend((subnet.neurons as u16).to_le_bytes());
        number(to, subnet.current_block);
        let flags = [
            schedule.last_yuma_step_block.is_some(),
            subnet.owner_uid.is_some(),
            subnet.yuma3,
            subnet.liquid_alpha,
            subnet.commits.is_some(),
        ];
        let flags = flags.iter().rev().fold(0, |flags, set| flags << 1 | u8::from(*set));
        let mode = match subnet.consensus_mode {
            ConsensusMode::Current => 0,
            ConsensusMode::Previous => 1,
            ConsensusMode::Auto => 2,
        };
        to.extend([flags, mode]);
        short(to, schedule.tempo);
        number(to, schedule.last_epoch_block);
        number(to, schedule.pending_epoch_at);
        number(to, schedule.blocks_since_last_step);
        number(to, schedule.subnet_epoch_index);
        number(to, schedule.last_mechanism_step_block);
        schedule.last_yuma_step_block.iter().for_each(|block| number(to, *block));
        number(to, subnet.activity_cutoff_factor_milli.into());
        list(to, &subnet.last_update, |to, block| number(to, *block));
        for block in &subnet.block_at_registration {
            to.push(RAW);
            number(to, *block);
        }
        to.push(RAW);
        for stake in &subnet.total_stake {
            to.push(RAW);
            to.extend(stake.to_bits().to_le_bytes());
        }
        number(to, subnet.stake_threshold);
        subnet.owner_uid.iter().for_each(|uid| short(to, *uid));
        list(to, &subnet.validator_permit, |to, permit| to.push((*permit).into()));
        let shorts = [subnet.max_allowed_validators, subnet.kappa, subnet.bonds_penalty];
        shorts.into_iter().for_each(|x| short(to, x));
        number(to, subnet.bonds_moving_average);
        let steepness = subnet.alpha_sigmoid_steepness.cast_unsigned();
        [subnet.alpha_low, subnet.alpha_high, steepness].into_iter().for_each(|x| short(to, x));
        list(to, &subnet.previous_consensus, |to, consensus| short(to, *consensus));
        if let Some(commits) = &subnet.commits {
            number(to, commits.reveal_period_epochs);
            for commits in [&commits.weight_commits, &commits.timelocked_weight_commits] {
                to.extend((commits.len() as u16).to_le_bytes());
                for commit in commits {
                    short(to, commit.uid);
                    number(to, commit.commit_epoch);
                    number(to, commit.commit_block);
                }
            }
        }
        number(to, *rao_emission);
        for rows in [weights, bonds] {
            to.extend((rows.len() as u16).to_le_bytes());
            for (uid, entries) in rows {
                short(to, *uid);
                to.push(RAW);
                to.extend((entries.len() as u16).to_le_bytes());
                for (target, value) in entries {
                    to.extend(target.to_le_bytes());
                    to.extend(value.to_le_bytes());
                }
            }
        }
        bytes
    }
}

fn number(to: &mut Vec<u8>, number: u64) {
    to.push(RAW);
    to.extend(number.to_le_bytes());
}

fn short(to: &mut Vec<u8>, short: u16) {
    to.push(RAW);
    to.extend(short.to_le_bytes());
}

fn list<T>(to: &mut Vec<u8>, list: &[T], element: impl Fn(&mut Vec<u8>, &T)) {
    short(to, list.len() as u16);
    list.iter().for_each(|x| element(to, x));
}

/// One neuron's commits after another's.
fn queues(mut commits: Vec<Commit>) -> Vec<Commit> {
    let uids: Vec<_> = commits.iter().map(|commit| commit.uid).collect();
    commits.sort_by_key(|commit| uids.iter().position(|uid| *uid == commit.uid));
    commits
}

/// The bytes, and behind their end more of them (splitmix64, begun from the bytes).
struct Source<'a> {
    bytes: core::slice::Iter<'a, u8>,
    state: u64,
}

impl<'a> Source<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let state = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state: u64, byte| {
            (state ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
        });
        Self { bytes: bytes.iter(), state }
    }

    fn byte(&mut self) -> u8 {
        if let Some(byte) = self.bytes.next() {
            return *byte;
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) as u8
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.byte())
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.bytes())
    }

    /// Mostly one of the usual values.
    fn number(&mut self, usual: &[u64]) -> u64 {
        match self.byte() {
            RAW => u64::from_le_bytes(self.bytes()),
            1..16 => u64::from(self.u16()),
            16..24 => 1 << (self.byte() % 64),
            24..28 => u64::MAX - u64::from(self.byte()),
            kind => usual[usize::from(kind) % usual.len()],
        }
    }

    fn short(&mut self, usual: &[u16]) -> u16 {
        match self.byte() {
            RAW..32 => self.u16(),
            32..64 => u16::from(self.byte() % 32),
            kind => usual[usize::from(kind) % usual.len()],
        }
    }

    /// Mostly a little before or after `block`.
    fn near(&mut self, block: u64) -> u64 {
        match self.byte() {
            RAW => u64::from_le_bytes(self.bytes()),
            1..16 => 0,
            16..24 => u64::MAX,
            kind if kind % 4 == 0 => block.saturating_add((kind / 16).into()),
            kind => block.saturating_sub((kind / 4).into()),
        }
    }

    /// Mostly long ago.
    fn registration(&mut self, current_block: u64) -> u64 {
        match self.byte() {
            RAW..64 => self.near(current_block),
            _ => current_block / 2,
        }
    }

    /// Mostly one element for each neuron.
    fn list<T>(&mut self, neurons: u16, mut element: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let len = match self.byte() {
            RAW => self.u16() % 1024,
            1..24 => u16::from(self.byte()) % (neurons + 1),
            24..40 => neurons + u16::from(self.byte() % 8),
            _ => neurons,
        };
        (0..len).map(|_| element(self)).collect()
    }

    /// Mostly of one kind.
    fn stakes(&mut self, neurons: u16) -> Vec<I64F64> {
        let style = self.byte();
        let mut last = I64F64::ZERO;
        let mut stake = |from: &mut Self| {
            let kind = if style.is_multiple_of(5) { from.byte() % 16 } else { style % 16 };
            let stake = match kind {
                RAW => i128::from_le_bytes(from.bytes()),
                1..=3 => i128::from(u32::from_le_bytes(from.bytes())) << 64,
                4 => 1000 << 64,
                5 => i128::from(from.byte()) << 64,
                6 => i128::from(u64::from_le_bytes(from.bytes())) << 32,
                7 => i128::from_le_bytes(from.bytes()) >> (from.byte() % 128),
                8 => 0,
                9 => i128::MAX,
                10 => i128::from(from.byte() % 3) << 64,
                _ if from.byte().is_multiple_of(4) => last.to_bits(),
                _ => i128::from(u64::from_le_bytes(from.bytes())) << (from.byte() % 64),
            };
            last = I64F64::from_bits(stake);
            last
        };
        (0..neurons).map(|_| stake(self)).collect()
    }

    fn commits(&mut self, neurons: u16, epoch_index: u64, current_block: u64) -> Vec<Commit> {
        let count = self.u16() % 512;
        // Long lists are for those that are written out.
        let count = if self.bytes.len() == 0 { count % 16 } else { count };
        let commit = |_| Commit {
            uid: match self.byte() {
                RAW => self.u16(),
                kind => u16::from(kind) % (neurons + 2),
            },
            commit_epoch: self.near(epoch_index),
            commit_block: self.near(current_block),
        };
        (0..count).map(commit).collect()
    }

    /// Rows by uid.
    fn rows(&mut self, neurons: u16) -> StoredRows {
        let count = self.u16();
        let count = if self.bytes.len() == 0 { count % (neurons + 2) } else { count % 512 };
        let mut rows = BTreeMap::new();
        for row in 0..count {
            let uid = match self.byte() {
                RAW => self.u16(),
                1..8 => u16::from(self.byte()) % (neurons + 2),
                _ => row,
            };
            rows.insert(uid, self.row(neurons));
        }
        rows.into_iter().collect()
    }

    fn row(&mut self, neurons: u16) -> Entries {
        match self.byte() {
            RAW => (0..self.u16() % 1024).map(|_| (self.u16(), self.u16())).collect(),
            1..16 => Vec::new(),
            16..64 => {
                let count = u16::from(self.byte()) % (2 * neurons + 3);
                (0..count).map(|_| (u16::from(self.byte()) % (neurons + 3), self.value())).collect()
            }
            kind => {
                let kept = |from: &mut Self| kind >= 160 || from.byte() % 8 < kind % 8;
                let entry = |target| kept(self).then(|| (target, self.value()));
                (0..neurons).filter_map(entry).collect()
            }
        }
    }

    fn value(&mut self) -> u16 {
        match self.byte() {
            0..8 => 0,
            8..32 => u16::MAX,
            32..64 => 1 + u16::from(self.byte() % 4),
            64..128 => u16::from(self.byte()) << 8,
            _ => self.u16(),
        }
    }
}
