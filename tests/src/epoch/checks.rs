//! What must hold of any epoch of the right shape.

use super::any::AnyEpoch;
use super::reference;
use super::run::{self, Terms};
use alloc::{vec, vec::Vec};
use nanotao::epoch::{DenseRows, Dims, Epoch, EpochError, Input, Row, SparseBonds};

impl AnyEpoch {
    /// Sparse, and dense where that can say the same, the core comes to what the reference comes to, bit for bit.
    ///
    /// # Panics
    /// Where it does not.
    pub fn assert_same_as_reference(&self) {
        let (epoch, weights, bonds) = (self.epoch(), self.weights(), self.bonds());
        let mut theirs = reference::epoch(&epoch, &weights, &bonds);
        assert_eq!(run::sparse(&epoch, &weights, &bonds).as_ref(), Ok(&theirs));
        if let Some(ours) = run::dense(&epoch, &weights, &bonds).expect("the shape is right") {
            theirs.bonds.iter_mut().for_each(|row| row.retain(|(_, bond)| *bond != 0));
            assert_eq!(ours, theirs);
        }
    }

    /// Of a wrong shape, the core takes nothing and changes nothing.
    ///
    /// # Panics
    /// Where it does.
    pub fn assert_wrong_shapes_are_refused(&self) {
        let (epoch, weights, bonds) = (self.epoch(), self.weights(), self.bonds());
        let sparse = Sparse::new(&epoch, &weights, &bonds);
        assert_eq!(sparse.clone().run(&epoch, &weights, &bonds), Ok(()));
        for spoil in SPOIL_TERMS {
            let mut sparse = sparse.clone();
            spoil(&mut sparse.terms);
            sparse.assert_refused(&epoch, &weights, &bonds);
        }
        let spoil_sparse: [fn(&mut Sparse); 4] = [
            |sparse| shorten(&mut sparse.memory),
            |sparse| shorten(&mut sparse.entries),
            |sparse| shorten(&mut sparse.ends),
            |sparse| sparse.ends.push(0),
        ];
        for spoil in spoil_sparse {
            let mut spoilt = sparse.clone();
            spoil(&mut spoilt);
            // There may be nothing to spoil.
            if spoilt != sparse {
                spoilt.assert_refused(&epoch, &weights, &bonds);
            }
        }
        let mut registered = epoch.input.block_at_registration.to_vec();
        registered.push(0);
        let longer = Epoch { input: Input { block_at_registration: &registered, ..epoch.input }, ..epoch };
        sparse.clone().assert_refused(&longer, &weights, &bonds);
        for (weights, bonds) in [(swapped(&weights), bonds.clone()), (weights.clone(), swapped(&bonds))] {
            if (&weights, &bonds) != (&self.weights(), &self.bonds()) {
                sparse.clone().assert_refused(&epoch, &weights, &bonds);
            }
        }
        dense_refusals(&epoch);
    }
}

/// The first row put last.
fn swapped<'a>(rows: &[Row<'a>]) -> Vec<Row<'a>> {
    rows.iter().skip(1).chain(rows.first()).copied().collect()
}

fn shorten<T>(vector: &mut Vec<T>) {
    vector.pop();
}

const SPOIL_TERMS: [fn(&mut Terms); 11] = [
    |terms| terms.dividend.push(1),
    |terms| terms.incentive.push(1),
    |terms| terms.stake_weight.push(1),
    |terms| terms.consensus.push(1),
    |terms| terms.validator_trust.push(1),
    |terms| terms.validator_emission.push(1),
    |terms| terms.server_emission.push(1),
    |terms| terms.emission.push(1),
    |terms| terms.stake.push(1),
    |terms| terms.active.push(true),
    |terms| terms.new_validator_permit.push(true),
];

/// What a sparse epoch writes to.
#[derive(Clone, Debug, PartialEq)]
struct Sparse {
    terms: Terms,
    entries: Vec<(u16, u16)>,
    ends: Vec<usize>,
    memory: Vec<u64>,
}

impl Sparse {
    fn new(epoch: &Epoch<'_>, weights: &[Row<'_>], bonds: &[Row<'_>]) -> Self {
        let neurons = epoch.input.total_stake.len();
        Self {
            terms: Terms::new(neurons),
            entries: vec![(0x5a5a, 0x5a5a); SparseBonds::capacity(weights, bonds)],
            ends: vec![usize::MAX; neurons],
            memory: run::memory(run::words_sparse(neurons, weights, bonds)),
        }
    }

    fn run(&mut self, epoch: &Epoch<'_>, weights: &[Row<'_>], bonds: &[Row<'_>]) -> Result<(), EpochError> {
        let mut new_bonds = SparseBonds { entries: &mut self.entries, ends: &mut self.ends };
        epoch.run_sparse(weights, bonds, &mut new_bonds, &mut self.terms.output(), &mut self.memory, &mut ())
    }

    fn assert_refused(mut self, epoch: &Epoch<'_>, weights: &[Row<'_>], bonds: &[Row<'_>]) {
        let before = self.clone();
        let error = self.run(epoch, weights, bonds).expect_err("the shape is wrong");
        assert_eq!(self, before, "{error}");
    }
}

/// What a dense epoch is given.
#[derive(Clone, Debug, PartialEq)]
struct Dense {
    terms: Terms,
    uids: Vec<u16>,
    weights: Vec<u16>,
    bonds: Vec<u16>,
    memory: Vec<u64>,
}

impl Dense {
    fn run(&mut self, epoch: &Epoch<'_>) -> Result<(), EpochError> {
        let rows = DenseRows { uids: &self.uids, weights: &self.weights, bonds: &mut self.bonds };
        epoch.run_dense(rows, &mut self.terms.output(), &mut self.memory, &mut ())
    }

    fn assert_refused(mut self, epoch: &Epoch<'_>) {
        let before = self.clone();
        let error = self.run(epoch).expect_err("the shape is wrong");
        assert_eq!(self, before, "{error}");
    }
}

fn dense_refusals(epoch: &Epoch<'_>) {
    let neurons = epoch.input.total_stake.len();
    let rows = neurons.min(2);
    let dense = Dense {
        terms: Terms::new(neurons),
        uids: (0..rows as u16).collect(),
        weights: vec![7; rows * neurons],
        bonds: vec![8; rows * neurons],
        memory: run::memory(Dims { neurons, rows }.words()),
    };
    assert_eq!(dense.clone().run(epoch), Ok(()));
    let spoil: [fn(&mut Dense); 7] = [
        |dense| shorten(&mut dense.memory),
        |dense| shorten(&mut dense.weights),
        |dense| shorten(&mut dense.bonds),
        |dense| dense.weights.push(0),
        |dense| dense.bonds.push(0),
        |dense| dense.uids.iter_mut().for_each(|uid| *uid |= 0x8000),
        |dense| dense.uids.reverse(),
    ];
    for spoil in spoil {
        let mut spoilt = dense.clone();
        spoil(&mut spoilt);
        if spoilt != dense {
            spoilt.assert_refused(epoch);
        }
    }
    for spoil in SPOIL_TERMS {
        let mut dense = dense.clone();
        spoil(&mut dense.terms);
        dense.assert_refused(epoch);
    }
}
