//! An epoch's dividends between hotkeys and their parents, and then between delegates and nominators, as alpha and for
//! root.

use std::collections::BTreeMap;

use nanotao::emission::{
    Childkey, Coinbase, DividendDistribution, HotkeyDividend, Parent, ParentChildDividends, ParentDividend,
    Pending, Profile, Stake, Withheld, u64_proportion,
};
use nanotao::fixed::U96F32;
use nanotao::{AlphaBalance, TaoBalance};
use serde::Deserialize;

use super::distributed::{Distributed, Row};
use super::fields::{parse, read};
use crate::epoch::Spec;
use crate::text::Integer;
use crate::{Error, Result};

/// `Delegates` where nothing is stored.
const DEFAULT_TAKE: u16 = 11_796;

/// What a subnet's epoch has left to distribute, and to whom.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// `TaoWeight`, of `u64::MAX`.
    #[serde(default = "tao_weight")]
    tao_weight: Integer<u64>,
    /// `CKBurn`, of `u64::MAX`.
    #[serde(default)]
    ck_burn: Integer<u64>,
    /// `PendingServerEmission`, which validators get where no miner has an incentive.
    #[serde(default)]
    pending_server: Integer<u64>,
    /// `PendingValidatorEmission`.
    pending_validator: Integer<u64>,
    /// `PendingRootAlphaDivs`.
    pending_root_alpha: Integer<u64>,
    /// Every neuron with incentive or dividends, and every parent.
    hotkeys: Vec<Hotkey>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hotkey {
    /// Its name: an address, or any other text.
    hotkey: String,
    #[serde(default)]
    incentive: Integer<u64>,
    /// What the epoch gave it, before its parents get theirs.
    #[serde(default)]
    dividends: Integer<u64>,
    /// What it has once parents got theirs, in bits.
    #[serde(default)]
    dividend_u96f32: Option<Integer<u128>>,
    #[serde(default)]
    alpha_stake: Integer<u64>,
    #[serde(default)]
    root_stake: Integer<u64>,
    root_uid: Option<bool>,
    #[serde(default = "take")]
    take: u16,
    #[serde(default)]
    childkey_take: u16,
    #[serde(default)]
    children: Vec<Integer<u64>>,
    #[serde(default)]
    parents: Vec<ParentEntry>,
    #[serde(default)]
    suspended: bool,
    #[serde(default)]
    owned_by_subnet_owner: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParentEntry {
    hotkey: String,
    proportion: Integer<u64>,
    #[serde(default)]
    same_owner: bool,
}

const fn tao_weight() -> Integer<u64> {
    Integer(Coinbase::DEFAULT_TAO_WEIGHT)
}

const fn take() -> u16 {
    DEFAULT_TAKE
}

impl Hotkey {
    fn stake(&self) -> Stake {
        Stake { alpha: AlphaBalance(self.alpha_stake.0), root: TaoBalance(self.root_stake.0) }
    }
}

impl Distribution {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    /// As [`files::read_rows`](crate::files::read_rows); [`Kind::Input`](crate::Kind::Input) with the field.
    pub fn read(path: &str) -> Result<Self> {
        read(path)
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) with the field.
    pub fn parse(json: &[u8]) -> Result<Self> {
        parse(json)
    }

    /// Distributes it (`distribute_emission`, without the epoch).
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) if hotkeys contradict each other.
    pub fn run(&self, spec: Spec) -> Result<Distributed> {
        let profile = spec.profile();
        let index = self.index()?;
        let tao_weight = u64_proportion(self.tao_weight.0);
        let mut rows = Vec::with_capacity(self.hotkeys.len());
        let mut withheld = Withheld::default();
        for (place, hotkey) in self.hotkeys.iter().enumerate() {
            let parents = self.parents(place, hotkey, &index)?;
            rows.push(self.own(&profile, hotkey, &parents, tao_weight, &mut withheld));
        }
        let paid: Vec<_> =
            rows.iter().flat_map(|row| &row.parents).map(|(name, parent)| (name, parent.paid)).collect();
        let mut from_children = BTreeMap::<_, u64>::new();
        for (name, paid) in paid {
            let sum = from_children.entry(name.clone()).or_default();
            *sum = sum.saturating_add(paid.0);
        }
        let mut hotkeys = Vec::with_capacity(rows.len());
        for ((place, hotkey), row) in self.hotkeys.iter().enumerate().zip(&mut rows) {
            row.from_children = AlphaBalance(from_children.get(&row.hotkey).copied().unwrap_or_default());
            row.dividend = row.dividend.saturating_add(U96F32::from_num(row.from_children.0));
            hotkeys.push(HotkeyDividend {
                dividend: row.dividend,
                stake: hotkey.stake(),
                root_uid: root_uid(&profile, place, hotkey)?,
            });
        }
        let pending = Pending {
            server: AlphaBalance(self.pending_server.0),
            validator: AlphaBalance(self.pending_validator.0),
            root_alpha: AlphaBalance(self.pending_root_alpha.0),
            owner_cut: AlphaBalance(0),
        };
        let (validator_alpha, root_alpha) = (pending.validator_alpha(withheld.total), pending.root_alpha);
        let distribution =
            DividendDistribution::new(&profile, validator_alpha, root_alpha, tao_weight, &hotkeys);
        for (row, hotkey) in rows.iter_mut().zip(&hotkeys) {
            row.share = distribution.share(hotkey);
        }
        let burnt = rows.iter().flat_map(|row| &row.parents);
        let ck_burnt = burnt.map(|(_, parent)| parent.burn_take.saturating_to_num::<u64>());
        Ok(Distributed {
            ck_burnt: AlphaBalance(ck_burnt.fold(0, u64::saturating_add)),
            root_recycled: distribution.root_recycled(&hotkeys),
            rows,
            validator_alpha,
            root_alpha,
            withheld,
        })
    }

    /// The place of each hotkey.
    fn index(&self) -> Result<BTreeMap<&str, usize>> {
        let mut index = BTreeMap::new();
        for (place, hotkey) in self.hotkeys.iter().enumerate() {
            if let Some(first) = index.insert(hotkey.hotkey.as_str(), place) {
                return Err(Error::input(format_args!(
                    "hotkeys[{place}].hotkey: {} is hotkeys[{first}] already",
                    hotkey.hotkey
                ))
                .remedy("each hotkey has one uid on a subnet: join them"));
            }
        }
        Ok(index)
    }

    fn parents(&self, place: usize, hotkey: &Hotkey, index: &BTreeMap<&str, usize>) -> Result<Vec<Parent>> {
        let parent = |(entry, parent): (usize, &ParentEntry)| {
            let listed = index.get(parent.hotkey.as_str()).and_then(|place| self.hotkeys.get(*place));
            let listed = listed.ok_or_else(|| {
                Error::input(format_args!(
                    "hotkeys[{place}].parents[{entry}].hotkey: {} is not among hotkeys",
                    parent.hotkey
                ))
                .remedy("list every parent there, with its stake")
            })?;
            Ok(Parent {
                proportion: parent.proportion.0,
                stake: listed.stake(),
                same_owner: parent.same_owner,
                suspended: listed.suspended,
            })
        };
        if hotkey.dividend_u96f32.is_some() && (hotkey.dividends.0 > 0 || !hotkey.parents.is_empty()) {
            return Err(Error::input(format_args!(
                "hotkeys[{place}]: `dividend_u96f32` beside `dividends` or `parents`"
            ))
            .remedy("it is what is left after parents got theirs: leave one out"));
        }
        hotkey.parents.iter().enumerate().map(parent).collect()
    }

    /// A hotkey's incentive, and its dividends between it and its parents.
    fn own(
        &self,
        profile: &Profile,
        hotkey: &Hotkey,
        parents: &[Parent],
        tao_weight: U96F32,
        withheld: &mut Withheld,
    ) -> Row {
        let children: Vec<_> = hotkey.children.iter().map(|child| child.0).collect();
        let child = Childkey {
            stake: hotkey.stake(),
            take: hotkey.childkey_take,
            children: &children,
            parents,
            suspended: hotkey.suspended,
        };
        let dividends = AlphaBalance(hotkey.dividends.0);
        let split =
            ParentChildDividends::new(profile, child, tao_weight, u64_proportion(self.ck_burn.0), dividends);
        let before = withheld.withheld;
        let incentive = withheld.add(AlphaBalance(hotkey.incentive.0), hotkey.owned_by_subnet_owner);
        let named = |parent: ParentDividend| {
            hotkey.parents.get(parent.index).map(|entry| (entry.hotkey.clone(), parent))
        };
        let own = split.own();
        Row {
            hotkey: hotkey.hotkey.clone(),
            incentive,
            withheld: AlphaBalance(withheld.withheld.0.saturating_sub(before.0)),
            dividends,
            self_contribution: split.self_contribution,
            total_contribution: split.total_contribution,
            parents: split.parents().filter_map(named).collect(),
            own,
            dividend: match hotkey.dividend_u96f32 {
                Some(bits) => U96F32::from_bits(bits.0),
                None => U96F32::from_num(own.0),
            },
            take: hotkey.take,
            ..Row::default()
        }
    }
}

/// Whether the hotkey has a uid on root, which has to be known where it counts.
fn root_uid(profile: &Profile, place: usize, hotkey: &Hotkey) -> Result<bool> {
    match hotkey.root_uid {
        Some(root_uid) => Ok(root_uid),
        None if !profile.alpha_dividends_first || hotkey.root_stake.0 == 0 => Ok(false),
        None => Err(Error::input(format_args!("hotkeys[{place}].root_uid is missing")).remedy(
            "say whether it has a uid on root: since spec 475 no other hotkey gets root's dividends",
        )),
    }
}
