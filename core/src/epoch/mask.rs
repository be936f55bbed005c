//! Which weights and bonds count.

use super::{Input, Profile};
use crate::primitives::Uid;
use crate::schedule::{bond_cutoff_block, current_epoch_with_lookahead, is_commit_expired};

/// The masks of an epoch.
#[derive(Clone, Copy)]
pub(super) struct Mask<'a> {
    /// `block_at_registration`, by uid.
    registered: &'a [u64],
    /// For each slot, the registration block from which on its weights do not count.
    from: &'a [u64],
    /// The uid of each slot.
    uids: &'a [Uid],
    /// The uid that may weigh itself.
    self_weight: Option<Uid>,
    /// The registration block from which on bonds do not count.
    bond_cutoff: u64,
}

impl<'a> Mask<'a> {
    pub(super) fn new(profile: &Profile, input: &Input<'a>, uids: &'a [Uid], from: &'a [u64]) -> Self {
        Self {
            registered: input.block_at_registration,
            from,
            uids,
            self_weight: input.owner_uid.filter(|_| profile.owner_exempt),
            bond_cutoff: bond_cutoff_block(profile, &input.schedule, input.current_block),
        }
    }

    pub(super) fn neurons(&self) -> usize {
        self.registered.len()
    }

    /// Hides every bond to the target: it has registered since the last step.
    pub(super) fn hides_bonds(&self, target: usize) -> bool {
        // A target that is no neuron counts as registered at block 0.
        self.bond_cutoff <= self.registered(target)
    }

    /// The block that the target has registered in.
    pub(super) fn registered(&self, target: usize) -> u64 {
        self.registered.get(target).copied().unwrap_or_default()
    }

    /// For each slot, the registration block from which on its weights do not count.
    pub(super) fn from(&self) -> &'a [u64] {
        self.from
    }

    /// The slot whose weight for the target would be one for itself.
    pub(super) fn hidden_slot(&self, target: usize) -> Option<usize> {
        let uid = Uid::try_from(target).ok().filter(|uid| self.self_weight != Some(*uid))?;
        self.uids.binary_search(&uid).ok()
    }

    /// The sum of a dense row's weights that count. 4096 weights of 16 bits do not wrap.
    pub(super) fn sum_of(&self, slot: usize, row: &[u16]) -> i32 {
        let from = self.from.get(slot).copied().unwrap_or_default();
        let kept = row.iter().zip(self.registered);
        let kept = kept.map(|(weight, registered)| if *registered < from { i32::from(*weight) } else { 0 });
        let sum = kept.fold(0_i32, i32::wrapping_add);
        let uid = self.uids.get(slot).copied().filter(|uid| self.self_weight != Some(*uid)).map(usize::from);
        let itself = uid.filter(|uid| self.registered(*uid) < from).and_then(|uid| row.get(uid));
        sum.wrapping_sub(itself.copied().unwrap_or_default().into())
    }

    #[inline]
    pub(super) fn of_target(&self, target: usize) -> TargetMask<'a> {
        let Self { from, uids, self_weight, .. } = *self;
        let itself = if self_weight.map(usize::from) == Some(target) { usize::MAX } else { target };
        TargetMask {
            from,
            uids,
            registered: self.registered.get(target).copied().unwrap_or_default(),
            itself,
        }
    }
}

/// The masks of the weights for one target.
pub(super) struct TargetMask<'a> {
    from: &'a [u64],
    uids: &'a [Uid],
    registered: u64,
    /// The uid whose weight for this target would be one for itself.
    itself: usize,
}

impl TargetMask<'_> {
    /// Tells whether the weight of the slot counts.
    #[inline]
    pub(super) fn keeps(&self, slot: usize) -> bool {
        self.from.get(slot).is_some_and(|from| self.registered < *from)
            && self.uids.get(slot).is_some_and(|uid| usize::from(*uid) != self.itself)
    }
}

/// Writes for each uid the registration block from which on its weights do not count.
///
/// The chain masks a weight where `last_update <= registered`, and where `commit_block < registered` for the earliest
/// commit that has not expired. Both are thresholds on the target's registration: the lower one decides.
pub(super) fn masked_from(profile: &Profile, input: &Input<'_>, from: &mut [u64]) {
    let Some(commits) = &input.commit_reveal else {
        return last_update(input, from);
    };
    from.fill(u64::MAX);
    let epoch = current_epoch_with_lookahead(profile, &input.schedule, input.current_block);
    let expired = |commit_epoch| is_commit_expired(epoch, commit_epoch, commits.reveal_period_epochs);
    let mut lower = |uid: Uid, block: u64| {
        if let Some(cell) = from.get_mut(usize::from(uid)) {
            *cell = block.min(*cell);
        }
    };
    let mut counted = None;
    for commit in commits.weight_commits {
        // Of a neuron's queue, the first one that has not expired counts.
        if counted != Some(commit.uid) && !expired(commit.commit_epoch) {
            lower(commit.uid, commit.commit_block);
            counted = Some(commit.uid);
        }
    }
    for commit in commits.timelocked_weight_commits {
        if !expired(commit.commit_epoch) {
            lower(commit.uid, commit.commit_block);
        }
    }
    for (uid, cell) in from.iter_mut().enumerate() {
        // `commit_block < registered` is `commit_block + 1 <= registered`. Where that saturates, the commit hides
        // nothing that `last_update` does not hide.
        *cell = cell.saturating_add(1).min(input.last_update.get(uid).copied().unwrap_or_default());
    }
}

fn last_update(input: &Input<'_>, from: &mut [u64]) {
    for (uid, cell) in from.iter_mut().enumerate() {
        *cell = input.last_update.get(uid).copied().unwrap_or_default();
    }
}
