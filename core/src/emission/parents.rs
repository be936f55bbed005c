//! Dividends of a hotkey, between itself and the parents whose stake it carries.

use super::pending::{add, floor};
use super::{u16_proportion, u64_proportion};
use crate::fixed::{I64F64, SafeDiv, U96F32};
use crate::primitives::{AlphaBalance, TaoBalance};
use crate::profile::Profile;

/// A hotkey's own stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Stake {
    /// On the subnet.
    pub alpha: AlphaBalance,
    /// On root.
    pub root: TaoBalance,
}

impl Stake {
    /// A part of the stake, with root's weighed.
    fn part(&self, part: U96F32, tao_weight: U96F32) -> U96F32 {
        let alpha = U96F32::from_num(self.alpha.0).saturating_mul(part);
        alpha.saturating_add(U96F32::from_num(self.root.0).saturating_mul(part).saturating_mul(tao_weight))
    }
}

/// An entry of `ParentKeys`. The same parent may stand there more than once, and each entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Parent {
    /// The part of its stake that it lends, of `u64::MAX`.
    pub proportion: u64,
    /// Its own stake.
    pub stake: Stake,
    /// One coldkey owns parent and child: no take, and nothing is burnt.
    pub same_owner: bool,
    /// `ChildkeyThresholdSuspended`, unless it is the subnet owner's hotkey. Since spec 475 such an entry does not count.
    pub suspended: bool,
}

/// A hotkey between its parents and its children, on one subnet.
#[derive(Clone, Copy, Debug)]
pub struct Childkey<'a> {
    /// The hotkey's own stake.
    pub stake: Stake,
    /// `get_childkey_take`: what is stored, and the least at least.
    pub take: u16,
    /// The proportions in `ChildKeys`, of `u64::MAX`.
    pub children: &'a [u64],
    /// `ParentKeys`.
    pub parents: &'a [Parent],
    /// `ChildkeyThresholdSuspended`, unless it is the subnet owner's hotkey. Since spec 475 its children do not count.
    pub suspended: bool,
}

impl<'a> Childkey<'a> {
    /// The children that count (`get_children`).
    fn children(&self, profile: &Profile) -> &'a [u64] {
        if profile.childkey_suspension && self.suspended { &[] } else { self.children }
    }

    /// The parents that count, each with its place (`get_parents`).
    fn parents(&self, profile: &Profile) -> impl Iterator<Item = (usize, &'a Parent)> + use<'a> {
        let suspension = profile.childkey_suspension;
        let parents = self.parents.iter().enumerate();
        parents.filter(move |(_, parent)| !(suspension && parent.suspended))
    }

    /// What the hotkey's own stake counts, without what it lends (`get_self_contribution`).
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, spec 425.
    pub fn self_contribution(&self, profile: &Profile, tao_weight: U96F32) -> u64 {
        let lend = |left: U96F32, part: &u64| left.saturating_sub(u64_proportion(*part));
        let left = self.children(profile).iter().fold(U96F32::ONE, lend);
        self.stake.part(left, tao_weight).saturating_to_num()
    }

    /// The stake that counts on the subnet: the hotkey's own, less what it lends, more what it is lent
    /// (`get_inherited_for_hotkey_on_subnet`, `get_tao_inherited_for_hotkey_on_subnet`).
    ///
    /// # Chain source
    /// `staking/stake_utils.rs`, spec 425.
    pub fn inherited(&self, profile: &Profile) -> Stake {
        Stake {
            alpha: AlphaBalance(self.inherited_of(profile, |stake| stake.alpha.0)),
            root: TaoBalance(self.inherited_of(profile, |stake| stake.root.0)),
        }
    }

    fn inherited_of(&self, profile: &Profile, amount: impl Fn(&Stake) -> u64) -> u64 {
        let part = |stake: &Stake, part| U96F32::from_num(amount(stake)).saturating_mul(u64_proportion(part));
        let add = |sum: U96F32, amount| sum.saturating_add(amount);
        let lent = self.children(profile).iter().map(|child| part(&self.stake, *child));
        let borrowed = self.parents(profile).map(|(_, parent)| part(&parent.stake, parent.proportion));
        let own = U96F32::from_num(amount(&self.stake));
        own.saturating_sub(lent.fold(U96F32::ZERO, add))
            .saturating_add(borrowed.fold(U96F32::ZERO, add))
            .saturating_to_num()
    }

    /// The total stake that an epoch reads, before the threshold (`get_stake_weights_for_hotkey_on_subnet`).
    ///
    /// # Chain source
    /// `staking/stake_utils.rs`, spec 425.
    pub fn total_stake(&self, profile: &Profile, tao_weight: U96F32) -> I64F64 {
        let Stake { alpha, root } = self.inherited(profile);
        let root = I64F64::saturating_from_num(root.0);
        let weighted = root.saturating_mul(I64F64::saturating_from_num(tao_weight));
        I64F64::saturating_from_num(alpha.0).saturating_add(weighted)
    }
}

/// What a parent gets of its child's dividends, stage by stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParentDividend {
    /// Where the parent stands in `parents` of the [`Childkey`].
    pub index: usize,
    /// What its lent stake counts.
    pub contribution: U96F32,
    /// Its part of the dividends, before take and burn.
    pub emission: U96F32,
    /// What is burnt of it; recycled, rounded down.
    pub burn_take: U96F32,
    /// What the child takes of it.
    pub child_take: U96F32,
    /// What the parent gets.
    pub paid: AlphaBalance,
}

/// The dividends of a hotkey, split with its parents (`get_parent_child_dividends_distribution`).
#[derive(Clone, Copy, Debug)]
pub struct ParentChildDividends<'a> {
    profile: Profile,
    child: Childkey<'a>,
    tao_weight: U96F32,
    ck_burn: U96F32,
    dividends: U96F32,
    /// What the hotkey's own stake counts.
    pub self_contribution: u64,
    /// What its own stake and its parents' count together.
    pub total_contribution: U96F32,
}

impl<'a> ParentChildDividends<'a> {
    /// For the `dividends` that an epoch gave the hotkey. `tao_weight` and `ck_burn` are [`u64_proportion`]s of
    /// `TaoWeight` and `CKBurn`.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, specs 425 and 475.
    pub fn new(
        profile: &Profile,
        child: Childkey<'a>,
        tao_weight: U96F32,
        ck_burn: U96F32,
        dividends: AlphaBalance,
    ) -> Self {
        let self_contribution = child.self_contribution(profile, tao_weight);
        let own = U96F32::from_num(self_contribution);
        let total_contribution = child
            .parents(profile)
            .fold(own, |sum, (_, parent)| sum.saturating_add(parent.contribution(tao_weight)));
        let dividends = U96F32::from_num(dividends.0);
        Self {
            profile: *profile,
            child,
            tao_weight,
            ck_burn,
            dividends,
            self_contribution,
            total_contribution,
        }
    }

    /// What each parent that counts gets, in their order.
    pub fn parents(&self) -> impl Iterator<Item = ParentDividend> + use<'_, 'a> {
        let take = u16_proportion(self.child.take);
        self.child.parents(&self.profile).map(move |(index, parent)| {
            let contribution = parent.contribution(self.tao_weight);
            let emission = self.dividends.saturating_mul(contribution.safe_div(self.total_contribution));
            let part =
                |part: U96F32| if parent.same_owner { U96F32::ZERO } else { part.saturating_mul(emission) };
            let (burn_take, child_take) = (part(self.ck_burn), part(take));
            let paid = floor(emission.saturating_sub(burn_take).saturating_sub(child_take));
            ParentDividend { index, contribution, emission, burn_take, child_take, paid }
        })
    }

    /// What the hotkey itself gets: what its parents leave, and its take of theirs.
    pub fn own(&self) -> AlphaBalance {
        let (left, taken) = self.parents().fold((self.dividends, U96F32::ZERO), |(left, taken), parent| {
            (left.saturating_sub(parent.emission), taken.saturating_add(parent.child_take))
        });
        floor(left.saturating_add(taken))
    }

    /// What is burnt of parents' dividends; the chain recycles it.
    pub fn recycled(&self) -> AlphaBalance {
        self.parents().fold(AlphaBalance(0), |sum, parent| add(sum, floor(parent.burn_take)))
    }
}

impl Parent {
    fn contribution(&self, tao_weight: U96F32) -> U96F32 {
        self.stake.part(u64_proportion(self.proportion), tao_weight)
    }
}
