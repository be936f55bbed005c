//! Dividends between parents and children, between hotkeys, and between delegates and nominators.

use crate::case::Case;
use crate::outcome::{Stop, Verdict, equal};
use alloc::{vec, vec::Vec};
use nanotao::emission::{
    Childkey, DividendDistribution, HotkeyDividend, Parent, ParentChildDividends, Profile, Stake, TakeSplit,
    Withheld, split_emissions, u16_proportion, u64_proportion, weighted_acc_alpha, weighted_acc_u16,
};
use nanotao::fixed::{I64F64, U96F32};
use nanotao::{AlphaBalance, TaoBalance};

/// Amounts by the number that a file gives a hotkey.
type Amounts<T> = Vec<(u32, T)>;

fn stake(case: Case<'_>, alpha: &str, root: &str) -> Result<Stake, Stop> {
    Ok(Stake { alpha: AlphaBalance(case.get(alpha)?), root: TaoBalance(case.get(root)?) })
}

pub(crate) fn parents_425(case: Case<'_>) -> Verdict {
    let child = Child::read(case, |_, _| Ok(false))?;
    child.compare(&Profile::SPEC_425, case)
}

pub(crate) fn parents_475(case: Case<'_>) -> Verdict {
    let owner: Option<u32> = case.nullable("subnet_owner_key")?;
    let child = Child::read(case, |of, key| {
        Ok(of.get(if key == 0 { "self_suspended" } else { "suspended" })? && owner != Some(key))
    })?;
    let profile = Profile::SPEC_475;
    let hotkey = child.hotkey();
    let inherited = hotkey.inherited(&profile);
    let fixed = |amount: u64| I64F64::saturating_from_num(amount);
    equal("inherited_alpha_i64f64", fixed(inherited.alpha.0), case.get::<I64F64>("inherited_alpha_i64f64")?)?;
    equal("inherited_tao_i64f64", fixed(inherited.root.0), case.get::<I64F64>("inherited_tao_i64f64")?)?;
    let total = hotkey.total_stake(&profile, u64_proportion(case.get("tao_weight")?));
    equal("total_stake_i64f64", total, case.get::<I64F64>("total_stake_i64f64")?)?;
    child.compare(&profile, case)
}

/// A hotkey, which the files number 0, and its parents.
struct Child {
    stake: Stake,
    take: u16,
    children: Vec<u64>,
    keys: Vec<u32>,
    parents: Vec<Parent>,
    suspended: bool,
}

impl Child {
    fn read<'a>(
        case: Case<'a>,
        suspended: impl Fn(Case<'a>, u32) -> Result<bool, Stop>,
    ) -> Result<Self, Stop> {
        let (mut keys, mut parents) = (Vec::new(), Vec::new());
        for parent in case.get::<Vec<Case<'a>>>("parents")? {
            let key = parent.get("key")?;
            keys.push(key);
            parents.push(Parent {
                proportion: parent.get("proportion")?,
                stake: stake(parent, "alpha_stake", "root_stake")?,
                same_owner: parent.get("same_owner")?,
                suspended: suspended(parent, key)?,
            });
        }
        // The stored take, unless the least one is above it.
        let take: u16 = case.get("effective_childkey_take")?;
        equal("childkey_take", take.max(case.get("childkey_take")?), take)?;
        Ok(Self {
            stake: stake(case, "self_alpha_stake", "self_root_stake")?,
            take,
            children: case.get("children_proportions")?,
            keys,
            parents,
            suspended: suspended(case, 0)?,
        })
    }

    fn hotkey(&self) -> Childkey<'_> {
        Childkey {
            stake: self.stake,
            take: self.take,
            children: &self.children,
            parents: &self.parents,
            suspended: self.suspended,
        }
    }

    fn compare(&self, profile: &Profile, case: Case<'_>) -> Verdict {
        let (weight, burn) = (u64_proportion(case.get("tao_weight")?), u64_proportion(case.get("ck_burn")?));
        let dividends = AlphaBalance(case.get("dividends")?);
        let split = ParentChildDividends::new(profile, self.hotkey(), weight, burn, dividends);
        equal("self_contribution", split.self_contribution, case.get::<u64>("self_contribution")?)?;
        let paid = split.parents().map(|parent| (self.keys[parent.index], parent.paid.0));
        let ours: Amounts<u64> = paid.chain([(0, split.own().0)]).collect();
        equal("out", ours, case.get::<Amounts<u64>>("out")?)
    }
}

pub(crate) fn distribution_425(case: Case<'_>) -> Verdict {
    Distribution::read(case, |_| Ok(true))?.compare(&Profile::SPEC_425, case).map(|_| ())
}

pub(crate) fn distribution_475(case: Case<'_>) -> Verdict {
    let distribution = Distribution::read(case, |hotkey| hotkey.get("root_uid"))?;
    let recycled = distribution.compare(&Profile::SPEC_475, case)?;
    equal("root_pool_recycled", recycled.0 > 0, case.get::<bool>("root_pool_recycled")?)
}

struct Distribution {
    keys: Vec<u32>,
    hotkeys: Vec<HotkeyDividend>,
}

impl Distribution {
    /// Without those of whom the chain knows no stake: they get nothing.
    fn read<'a>(case: Case<'a>, root_uid: impl Fn(Case<'a>) -> Result<bool, Stop>) -> Result<Self, Stop> {
        let (mut keys, mut hotkeys) = (Vec::new(), Vec::new());
        for hotkey in case.get::<Vec<Case<'a>>>("hotkeys")? {
            if hotkey.get("in_stake_map")? {
                keys.push(hotkey.get("key")?);
                hotkeys.push(HotkeyDividend {
                    dividend: hotkey.get("dividend_u96f32")?,
                    stake: stake(hotkey, "alpha_stake", "root_stake")?,
                    root_uid: root_uid(hotkey)?,
                });
            }
        }
        Ok(Self { keys, hotkeys })
    }

    fn compare(&self, profile: &Profile, case: Case<'_>) -> Result<AlphaBalance, Stop> {
        let distribution = DividendDistribution::new(
            profile,
            AlphaBalance(case.get("pending_alpha")?),
            AlphaBalance(case.get("pending_root_alpha")?),
            case.get("tao_weight_u96f32")?,
            &self.hotkeys,
        );
        let shares: Vec<_> = self.hotkeys.iter().map(|hotkey| distribution.share(hotkey)).collect();
        let keyed =
            |amounts: Vec<U96F32>| -> Amounts<U96F32> { self.keys.iter().copied().zip(amounts).collect() };
        let alpha = keyed(shares.iter().map(|share| share.alpha_dividends).collect());
        let root = keyed(shares.iter().map(|share| share.root_alpha_dividends).collect());
        equal("alpha_dividends_u96f32", alpha, case.get::<Amounts<U96F32>>("alpha_dividends_u96f32")?)?;
        equal(
            "root_alpha_dividends_u96f32",
            root,
            case.get::<Amounts<U96F32>>("root_alpha_dividends_u96f32")?,
        )?;
        Ok(distribution.root_recycled(&self.hotkeys))
    }
}

pub(crate) fn distribute(case: Case<'_>) -> Verdict {
    let mut withheld = Withheld::default();
    for (index, hotkey) in (0_u32..).zip(case.get::<Vec<Case<'_>>>("hotkeys")?) {
        equal("key", index, hotkey.get::<u32>("key")?)?;
        let take = hotkey.get("take")?;
        equal("take_u96f32", u16_proportion(take), hotkey.get::<U96F32>("take_u96f32")?)?;
        let incentive = AlphaBalance(hotkey.get("incentive")?);
        let paid = withheld.add(incentive, hotkey.get("owned_by_subnet_owner")?);
        let alpha = TakeSplit::new(take, hotkey.get("alpha_dividends_u96f32")?);
        let root = TakeSplit::new(take, hotkey.get("root_alpha_dividends_u96f32")?);
        let recorded = |name| hotkey.get(name).map(AlphaBalance);
        equal("alpha_dividends_per_subnet", alpha.nominators, recorded("alpha_dividends_per_subnet")?)?;
        equal(
            "root_alpha_dividends_per_subnet",
            root.nominators,
            recorded("root_alpha_dividends_per_subnet")?,
        )?;
        // Nobody has stake here before, and without any on root what root is owed is staked as well.
        let all = [paid, alpha.take, alpha.nominators, root.take, root.nominators];
        let total = all.iter().fold(0_u64, |sum, amount| sum.saturating_add(amount.0));
        equal("total_hotkey_alpha_after", total, hotkey.get::<u64>("total_hotkey_alpha_after")?)?;
    }
    equal("miner_burned_u96f32", withheld.miner_burned(), case.get::<U96F32>("miner_burned_u96f32")?)
}

pub(crate) fn split_425(case: Case<'_>) -> Verdict {
    split(&Profile::SPEC_425, case)
}

pub(crate) fn split_475(case: Case<'_>) -> Verdict {
    split(&Profile::SPEC_475, case)
}

fn split(profile: &Profile, case: Case<'_>) -> Verdict {
    let split: Option<Vec<u16>> = case.nullable("split")?;
    let mut emissions = vec![0; case.get::<u8>("mechanism_count")?.into()];
    split_emissions(profile, split.as_deref(), AlphaBalance(case.get("alpha")?), &mut emissions);
    equal("out", emissions, case.get::<Vec<u64>>("out")?)
}

pub(crate) fn weighted_acc(case: Case<'_>) -> Verdict {
    let weight = case.get("weight_u64f64")?;
    let alpha = weighted_acc_alpha(case.get("alpha_existing")?, case.get("alpha_added")?, weight);
    equal("alpha_out", alpha, case.get::<u64>("alpha_out")?)?;
    let narrow = weighted_acc_u16(case.get("u16_existing")?, case.get("u16_added")?, weight);
    equal("u16_out", narrow, case.get::<u16>("u16_out")?)
}
