//! Dividends of an epoch between hotkeys, in alpha and for root, and what each hotkey keeps of them.

use super::pending::floor;
use super::{Stake, u16_proportion};
use crate::fixed::{SafeDiv, U96F32};
use crate::primitives::AlphaBalance;
use crate::profile::Profile;

/// A hotkey with dividends: what it and its children earned ([`super::ParentChildDividends`]), added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotkeyDividend {
    /// What the epoch gave it.
    pub dividend: U96F32,
    /// Its own stake.
    pub stake: Stake,
    /// It has a uid on root. Since spec 475 only such a hotkey gets root's dividends.
    pub root_uid: bool,
}

/// What a hotkey's dividends come to, stage by stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HotkeyShare {
    /// The part of its dividend that its alpha earned.
    pub alpha_divs: U96F32,
    /// The part that its root stake earned.
    pub root_divs: U96F32,
    /// Its share of the alpha for validators.
    pub alpha_dividends: U96F32,
    /// Its share of the alpha for root.
    pub root_alpha_dividends: U96F32,
}

/// How the alpha for validators and root is shared (`calculate_dividend_distribution`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DividendDistribution {
    profile: Profile,
    pending_alpha: AlphaBalance,
    pending_root_alpha: AlphaBalance,
    tao_weight: U96F32,
    /// What alpha earned of all dividends.
    pub total_alpha_divs: U96F32,
    /// What root stake earned of all dividends.
    pub total_root_divs: U96F32,
}

impl DividendDistribution {
    /// For all hotkeys with dividends, each once.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, specs 425 and 475.
    pub fn new(
        profile: &Profile,
        pending_alpha: AlphaBalance,
        pending_root_alpha: AlphaBalance,
        tao_weight: U96F32,
        hotkeys: &[HotkeyDividend],
    ) -> Self {
        let none = Self {
            profile: *profile,
            pending_alpha,
            pending_root_alpha,
            tao_weight,
            total_alpha_divs: U96F32::ZERO,
            total_root_divs: U96F32::ZERO,
        };
        hotkeys.iter().fold(none, |sum, hotkey| {
            let (alpha, root) = none.divs(hotkey);
            Self {
                total_alpha_divs: sum.total_alpha_divs.saturating_add(alpha),
                total_root_divs: sum.total_root_divs.saturating_add(root),
                ..sum
            }
        })
    }

    /// A dividend's parts of alpha and of root. Which of them is computed and which is the rest decides on the last bit.
    fn divs(&self, hotkey: &HotkeyDividend) -> (U96F32, U96F32) {
        let HotkeyDividend { dividend, stake, root_uid } = *hotkey;
        let alpha = U96F32::from_num(stake.alpha.0);
        let root = U96F32::from_num(stake.root.0).saturating_mul(self.tao_weight);
        let total = alpha.saturating_add(root);
        if self.profile.alpha_dividends_first {
            let alpha_divs = dividend.saturating_mul(alpha.safe_div_or(total, U96F32::ONE));
            let root_divs = if root_uid { dividend.saturating_sub(alpha_divs) } else { U96F32::ZERO };
            (alpha_divs, root_divs)
        } else {
            let root_divs = dividend.saturating_mul(root.safe_div(total));
            (dividend.saturating_sub(root_divs), root_divs)
        }
    }

    /// What one of the hotkeys gets.
    pub fn share(&self, hotkey: &HotkeyDividend) -> HotkeyShare {
        let (alpha_divs, root_divs) = self.divs(hotkey);
        let of = |pending: AlphaBalance, divs: U96F32, total| {
            U96F32::from_num(pending.0).saturating_mul(divs.safe_div(total))
        };
        HotkeyShare {
            alpha_divs,
            root_divs,
            alpha_dividends: of(self.pending_alpha, alpha_divs, self.total_alpha_divs),
            root_alpha_dividends: of(self.pending_root_alpha, root_divs, self.total_root_divs),
        }
    }

    /// The alpha for root that is recycled: all of it, where no hotkey gets a whole unit. Before spec 475 none was.
    pub fn root_recycled(&self, hotkeys: &[HotkeyDividend]) -> AlphaBalance {
        let nothing = |hotkey| self.share(hotkey).root_alpha_dividends < U96F32::ONE;
        if self.profile.alpha_dividends_first && hotkeys.iter().all(nothing) {
            self.pending_root_alpha
        } else {
            AlphaBalance(0)
        }
    }
}

/// Dividends between a delegate and its nominators (`distribute_dividends_and_incentives`), of alpha and of root alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeSplit {
    /// The delegate's take.
    pub take: AlphaBalance,
    /// Nominators', the delegate's own stake among them: what `AlphaDividendsPerSubnet` and
    /// `RootAlphaDividendsPerSubnet` record.
    pub nominators: AlphaBalance,
}

impl TakeSplit {
    /// For the take stored in `Delegates`, of 65535. Both parts are rounded down, so up to a unit of the dividends is
    /// nobody's.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, specs 425 and 475.
    pub fn new(take: u16, dividends: U96F32) -> Self {
        let taken = u16_proportion(take).saturating_mul(dividends);
        Self { take: floor(taken), nominators: floor(dividends.saturating_sub(taken)) }
    }
}

/// Incentives that were withheld from miners, as they belong to hotkeys of the subnet's owner (`MinerBurned`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Withheld {
    /// All incentives.
    pub total: AlphaBalance,
    /// Those that were recycled or burnt, as `RecycleOrBurn` says.
    pub withheld: AlphaBalance,
}

impl Withheld {
    /// Counts a hotkey's incentive, and gives what the hotkey gets of it.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs` (`distribute_dividends_and_incentives`), specs 425 and 475.
    pub fn add(&mut self, incentive: AlphaBalance, owned_by_subnet_owner: bool) -> AlphaBalance {
        self.total = super::pending::add(self.total, incentive);
        if !owned_by_subnet_owner {
            return incentive;
        }
        self.withheld = super::pending::add(self.withheld, incentive);
        AlphaBalance(0)
    }

    /// The part withheld (`MinerBurned`), which lowers the subnet's share of the blocks to come; zero of nothing.
    pub fn miner_burned(&self) -> U96F32 {
        U96F32::from_num(self.withheld.0).safe_div(U96F32::from_num(self.total.0))
    }
}
