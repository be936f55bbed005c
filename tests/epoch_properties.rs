//! What must hold of every epoch, over epochs made of numbers: a failure names the number that made it.

use nanotao::epoch::{Commit, CommitReveal, Epoch, EpochError, Input, MAX_NEURONS, Row, Stage};
use nanotao::fixed::{I32F32, I64F64};
use nanotao_tests::epoch::any::AnyEpoch;
use nanotao_tests::epoch::run::{self, Computed, Entries};

fn epochs(count: u64) -> impl Iterator<Item = (u64, AnyEpoch)> {
    (0..count)
        .map(|seed| (seed, AnyEpoch::from_bytes(&seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes())))
}

#[test]
fn any_epoch_of_the_right_shape_comes_to_what_the_reference_comes_to() {
    epochs(3000).for_each(|(_, epoch)| epoch.assert_same_as_reference());
}

#[test]
fn a_wrong_shape_is_refused_and_changes_nothing() {
    epochs(300).for_each(|(_, epoch)| epoch.assert_wrong_shapes_are_refused());
    let any = AnyEpoch::from_bytes(&[]);
    let (stake, registered) = (vec![I64F64::ZERO; MAX_NEURONS + 1], vec![0; MAX_NEURONS + 1]);
    let input = Input { total_stake: &stake, block_at_registration: &registered, ..any.epoch().input };
    let error = run::sparse(&Epoch { input, ..any.epoch() }, &[], &[]).expect_err("there are too many");
    assert_eq!(error, EpochError::TooManyNeurons { neurons: MAX_NEURONS + 1, max: MAX_NEURONS });
}

/// Each row is scaled by a factor of its own that divides every weight of it: the ratios are the same, to the last bit.
#[test]
fn scaling_a_row_of_weights_changes_nothing() {
    for (seed, any) in epochs(500) {
        let (epoch, weights, bonds) = (any.epoch(), any.weights(), any.bonds());
        let factor = |row: &Row<'_>| row.uid % 200 + 2;
        let divided =
            |row: &Row<'_>| row.entries.iter().map(|(target, x)| (*target, x / factor(row))).collect();
        let small: Vec<(u16, Entries)> = weights.iter().map(|row| (row.uid, divided(row))).collect();
        let small = borrowed(&small);
        let multiplied =
            |row: &Row<'_>| row.entries.iter().map(|(target, x)| (*target, x * factor(row))).collect();
        let scaled: Vec<(u16, Entries)> = small.iter().map(|row| (row.uid, multiplied(row))).collect();
        let computed = run::sparse(&epoch, &borrowed(&scaled), &bonds);
        assert!(computed.is_ok());
        assert_eq!(computed, run::sparse(&epoch, &small, &bonds), "seed {seed}");
    }
}

/// Every share is rounded down, so the sum is below one by less than a bit for each neuron.
///
/// Where stake is negative, or its sum leaves the range, the chain's sums are something else.
#[test]
fn incentive_and_dividends_sum_to_one_or_to_nothing() {
    let (mut ones, mut nothings) = (0, 0);
    for (seed, any) in epochs(1000) {
        let regular = Regular::of(&any);
        for (stage, vector) in regular.run(&any).vectors {
            if !matches!(stage, Stage::Incentive | Stage::Dividends) {
                continue;
            }
            assert!(vector.iter().all(|share| *share >= 0), "seed {seed}: {stage:?}");
            let sum: i64 = vector.iter().map(|share| share.to_bits()).sum();
            let missing = I32F32::ONE.to_bits() - sum;
            assert!(sum == 0 || (0..vector.len() as i64).contains(&missing), "seed {seed}: {stage:?} {sum}");
            *if sum == 0 { &mut nothings } else { &mut ones } += 1;
        }
    }
    assert!(ones > 100 && nothings > 100, "{ones} and {nothings}");
}

/// It does not matter which uid a neuron has. That holds where
/// - no two neurons have the same stake above the threshold: of equals, those with the higher uid get the permits;
/// - rows rise and name neurons only: liquid alpha pairs weights and bonds in the order of uids;
/// - stored vectors have one element for each neuron: what they lack they lack for the highest uids.
#[test]
fn other_uids_permute_the_result() {
    for (seed, any) in epochs(1000) {
        let regular = Regular::of(&any);
        let neurons = regular.stake.len();
        // Reversed, then turned by some places: a permutation that leaves hardly any uid in its place.
        let new_uid: Vec<usize> =
            (0..neurons).map(|uid| (2 * neurons - 1 - uid + seed as usize) % neurons).collect();
        let computed = permuted_result(regular.run(&any), &new_uid);
        assert_eq!(regular.permuted(&new_uid).run(&any), computed, "seed {seed}");
    }
}

fn borrowed(rows: &[(u16, Entries)]) -> Vec<Row<'_>> {
    rows.iter().map(|(uid, entries)| Row { uid: *uid, entries }).collect()
}

fn permuted<T: Clone>(vector: &[T], new_uid: &[usize]) -> Vec<T> {
    let mut permuted = vector.to_vec();
    vector.iter().zip(new_uid).for_each(|(x, uid)| permuted[*uid] = x.clone());
    permuted
}

fn permuted_row(row: &[(u16, u16)], new_uid: &[usize]) -> Entries {
    let mut row: Entries = row.iter().map(|(target, x)| (new_uid[usize::from(*target)] as u16, *x)).collect();
    row.sort_unstable();
    row
}

fn permuted_result(mut computed: Computed, new_uid: &[usize]) -> Computed {
    let terms = &mut computed.terms;
    for vector in [
        &mut terms.dividend,
        &mut terms.incentive,
        &mut terms.stake_weight,
        &mut terms.consensus,
        &mut terms.validator_trust,
    ] {
        *vector = permuted(vector, new_uid);
    }
    for vector in
        [&mut terms.validator_emission, &mut terms.server_emission, &mut terms.emission, &mut terms.stake]
    {
        *vector = permuted(vector, new_uid);
    }
    for vector in [&mut terms.active, &mut terms.new_validator_permit] {
        *vector = permuted(vector, new_uid);
    }
    for (_, vector) in &mut computed.vectors {
        *vector = permuted(vector, new_uid);
    }
    let bonds: Vec<_> = computed.bonds.iter().map(|row| permuted_row(row, new_uid)).collect();
    computed.bonds = permuted(&bonds, new_uid);
    computed
}

/// An epoch without the irregularities that a chain may hold, and with stakes that all differ.
struct Regular {
    stake: Vec<I64F64>,
    last_update: Vec<u64>,
    registered: Vec<u64>,
    permits: Vec<bool>,
    previous_consensus: Vec<u16>,
    owner: Option<u16>,
    weight_commits: Vec<Commit>,
    timelocked_weight_commits: Vec<Commit>,
    weights: Vec<(u16, Entries)>,
    bonds: Vec<(u16, Entries)>,
}

impl Regular {
    fn of(any: &AnyEpoch) -> Self {
        let input = any.epoch().input;
        let neurons = input.total_stake.len();
        let is_neuron = |uid: u16| usize::from(uid) < neurons;
        let commits = |commits: &[Commit]| {
            commits.iter().copied().filter(|commit| is_neuron(commit.uid)).collect::<Vec<_>>()
        };
        let rows = |rows: Vec<Row<'_>>| {
            let regular = |row: &Row<'_>| {
                let mut entries: Entries =
                    row.entries.iter().copied().filter(|(target, _)| is_neuron(*target)).collect();
                entries.sort_unstable_by_key(|entry| entry.0);
                entries.dedup_by_key(|entry| entry.0);
                (row.uid, entries)
            };
            rows.iter().filter(|row| is_neuron(row.uid)).map(regular).collect()
        };
        let reveal = input.commit_reveal.unwrap_or_default();
        let stored = input.previous_consensus;
        Self {
            // 10007 is a prime above any number of neurons: no two are equal.
            stake: (1..=neurons as u64).map(|place| I64F64::from_num(place * 7919 % 10_007 * 1000)).collect(),
            last_update: resized(input.last_update, neurons),
            registered: input.block_at_registration.to_vec(),
            permits: resized(input.validator_permit, neurons),
            previous_consensus: if stored.is_empty() { Vec::new() } else { resized(stored, neurons) },
            owner: input.owner_uid.filter(|uid| is_neuron(*uid)),
            weight_commits: commits(reveal.weight_commits),
            timelocked_weight_commits: commits(reveal.timelocked_weight_commits),
            weights: rows(any.weights()),
            bonds: rows(any.bonds()),
        }
    }

    fn permuted(&self, new_uid: &[usize]) -> Self {
        let uid = |uid: u16| new_uid[usize::from(uid)] as u16;
        let commits = |commits: &[Commit]| {
            commits.iter().map(|commit| Commit { uid: uid(commit.uid), ..*commit }).collect::<Vec<_>>()
        };
        let rows = |rows: &[(u16, Entries)]| {
            let mut rows: Vec<_> =
                rows.iter().map(|(of, row)| (uid(*of), permuted_row(row, new_uid))).collect();
            rows.sort_unstable();
            rows
        };
        Self {
            stake: permuted(&self.stake, new_uid),
            last_update: permuted(&self.last_update, new_uid),
            registered: permuted(&self.registered, new_uid),
            permits: permuted(&self.permits, new_uid),
            previous_consensus: permuted(&self.previous_consensus, new_uid),
            owner: self.owner.map(uid),
            weight_commits: commits(&self.weight_commits),
            timelocked_weight_commits: commits(&self.timelocked_weight_commits),
            weights: rows(&self.weights),
            bonds: rows(&self.bonds),
        }
    }

    fn run(&self, any: &AnyEpoch) -> Computed {
        let epoch = any.epoch();
        let input = Input {
            total_stake: &self.stake,
            last_update: &self.last_update,
            block_at_registration: &self.registered,
            validator_permit: &self.permits,
            previous_consensus: &self.previous_consensus,
            owner_uid: self.owner,
            commit_reveal: epoch.input.commit_reveal.map(|commits| CommitReveal {
                weight_commits: &self.weight_commits,
                timelocked_weight_commits: &self.timelocked_weight_commits,
                ..commits
            }),
            ..epoch.input
        };
        let epoch = Epoch { input, ..epoch };
        run::sparse(&epoch, &borrowed(&self.weights), &borrowed(&self.bonds)).expect("the shape is right")
    }
}

fn resized<T: Copy + Default>(vector: &[T], len: usize) -> Vec<T> {
    (0..len).map(|index| vector.get(index).copied().unwrap_or_default()).collect()
}
