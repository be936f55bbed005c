//! How a block's alpha for participants is set aside, and what of it an epoch shares out.

use crate::fixed::U96F32;
use crate::primitives::AlphaBalance;

/// What is set aside for a subnet's next epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Pending {
    /// `PendingServerEmission`.
    pub server: AlphaBalance,
    /// `PendingValidatorEmission`.
    pub validator: AlphaBalance,
    /// `PendingRootAlphaDivs`.
    pub root_alpha: AlphaBalance,
    /// `PendingOwnerCut`.
    pub owner_cut: AlphaBalance,
}

impl Pending {
    /// Takes everything out, as `drain_pending` does where an epoch runs.
    pub fn drain(&mut self) -> Self {
        core::mem::take(self)
    }

    /// The alpha that the epoch is run with (`total_alpha_minus_owner_cut`).
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs` (`distribute_emission`), spec 425.
    pub fn rao_emission(&self) -> AlphaBalance {
        add(add(self.server, self.validator), self.root_alpha)
    }

    /// The alpha that validators share, given what the epoch made of incentives together: where there are none, miners'
    /// alpha too.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs` (`distribute_emission`), spec 425.
    pub fn validator_alpha(&self, incentive_sum: AlphaBalance) -> AlphaBalance {
        if incentive_sum.0 == 0 { add(self.validator, self.server) } else { self.validator }
    }
}

/// How the alpha that a block mints for a subnet's participants is split, stage by stage (`emit_to_subnets`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingSplit {
    /// The owner's part; zero where the cut is disabled.
    pub owner_cut: U96F32,
    /// What is left of the alpha for miners, validators and root.
    pub shared: U96F32,
    /// Miners' half.
    pub server: U96F32,
    /// Root's proportion of validators' half.
    pub root_alpha: U96F32,
    /// The rest of validators' half.
    pub validator: U96F32,
}

impl PendingSplit {
    /// Splits `alpha_out`. `owner_cut` is `None` where `OwnerCutEnabled` is false; `root_proportion` is that after the
    /// block's alpha is minted and injected.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs` (`emit_to_subnets`), specs 425 and 475.
    pub fn new(alpha_out: U96F32, owner_cut: Option<U96F32>, root_proportion: U96F32) -> Self {
        let half = U96F32::from_bits(1 << 31);
        let owner_cut = owner_cut.map_or(U96F32::ZERO, |cut| alpha_out.saturating_mul(cut));
        let shared = alpha_out.saturating_sub(owner_cut);
        let root_alpha = root_proportion.saturating_mul(shared).saturating_mul(half);
        let server = shared.saturating_mul(half);
        let validator = shared.saturating_sub(server).saturating_sub(root_alpha);
        Self { owner_cut, shared, server, root_alpha, validator }
    }

    /// Adds the parts to what is pending, each rounded down, and gives the alpha that is recycled: root's, unless it is
    /// sold ([`super::get_network_root_sell_flag`]).
    pub fn add_to(&self, pending: &mut Pending, root_sell_flag: bool) -> AlphaBalance {
        pending.owner_cut = add(pending.owner_cut, floor(self.owner_cut));
        pending.server = add(pending.server, floor(self.server));
        pending.validator = add(pending.validator, floor(self.validator));
        let root_alpha = floor(self.root_alpha);
        if root_sell_flag {
            pending.root_alpha = add(pending.root_alpha, root_alpha);
            AlphaBalance(0)
        } else {
            root_alpha
        }
    }
}

pub(super) fn add(a: AlphaBalance, b: AlphaBalance) -> AlphaBalance {
    AlphaBalance(a.0.saturating_add(b.0))
}

/// Rounds down to whole units, as the chain does wherever it books.
pub(super) fn floor(amount: U96F32) -> AlphaBalance {
    AlphaBalance(amount.saturating_to_num())
}
