//! An epoch's dividends between hotkeys and their parents, and then between delegates and nominators, as alpha and for
//! root.

use std::collections::BTreeMap;

use nanotao::emission::{
    Childkey, Coinbase, DividendDistribution, HotkeyDividend, HotkeyShare, Parent, ParentChildDividends,
    ParentDividend, Pending, Profile, Stake, TakeSplit, Withheld, u64_proportion,
};
use nanotao::fixed::U96F32;
use nanotao::{AlphaBalance, TaoBalance};
use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{parse, read};
use crate::epoch::Spec;
use crate::text::{Integer, align, align_named, exact};
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

/// What a hotkey came to, stage by stage.
#[derive(Clone, Debug, Default)]
struct Row {
    hotkey: String,
    /// What it is paid as a miner.
    incentive: AlphaBalance,
    withheld: AlphaBalance,
    dividends: AlphaBalance,
    self_contribution: u64,
    total_contribution: U96F32,
    /// What its parents got of its dividends.
    parents: Vec<(String, ParentDividend)>,
    /// What it kept.
    own: AlphaBalance,
    /// What its children paid.
    from_children: AlphaBalance,
    dividend: U96F32,
    share: HotkeyShare,
    /// The delegate's take, of 65535.
    take: u16,
}

/// What a distribution came to.
#[derive(Clone, Debug)]
pub struct Distributed {
    rows: Vec<Row>,
    validator_alpha: AlphaBalance,
    root_alpha: AlphaBalance,
    ck_burnt: AlphaBalance,
    root_recycled: AlphaBalance,
    withheld: Withheld,
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

impl Row {
    fn alpha(&self) -> TakeSplit {
        TakeSplit::new(self.take, self.share.alpha_dividends)
    }

    fn root(&self) -> TakeSplit {
        TakeSplit::new(self.take, self.share.root_alpha_dividends)
    }

    fn to_json(&self) -> Value {
        let bits = |amount: U96F32| amount.to_bits().to_string();
        let parents = self.parents.iter().map(|(hotkey, parent)| {
            json!({
                "hotkey": hotkey,
                "contribution_u96f32": bits(parent.contribution),
                "emission_u96f32": bits(parent.emission),
                "burn_take_u96f32": bits(parent.burn_take),
                "child_take_u96f32": bits(parent.child_take),
                "paid": parent.paid.0.to_string(),
            })
        });
        json!({
            "hotkey": self.hotkey,
            "incentive": self.incentive.0.to_string(),
            "withheld": self.withheld.0.to_string(),
            "dividends": self.dividends.0.to_string(),
            "self_contribution": self.self_contribution.to_string(),
            "total_contribution_u96f32": bits(self.total_contribution),
            "parents": parents.collect::<Vec<_>>(),
            "own": self.own.0.to_string(),
            "from_children": self.from_children.0.to_string(),
            "dividend_u96f32": bits(self.dividend),
            "alpha_divs_u96f32": bits(self.share.alpha_divs),
            "root_divs_u96f32": bits(self.share.root_divs),
            "alpha_dividends_u96f32": bits(self.share.alpha_dividends),
            "root_alpha_dividends_u96f32": bits(self.share.root_alpha_dividends),
            "alpha_take": self.alpha().take.0.to_string(),
            "alpha_dividends_per_subnet": self.alpha().nominators.0.to_string(),
            "root_take": self.root().take.0.to_string(),
            "root_alpha_dividends_per_subnet": self.root().nominators.0.to_string(),
        })
    }

    /// Every stage, a line each.
    fn to_text(&self) -> String {
        let mut lines = vec![("as a miner".to_owned(), exact(self.incentive.0))];
        if self.withheld.0 > 0 {
            lines.push(("withheld as the subnet owner's".to_owned(), exact(self.withheld.0)));
        }
        lines.push(("dividends of the epoch".to_owned(), exact(self.dividends.0)));
        for (hotkey, parent) in &self.parents {
            let parent = [
                (format!("  for parent {hotkey}"), parent.emission),
                ("    burnt".to_owned(), parent.burn_take),
                ("    taken by the hotkey".to_owned(), parent.child_take),
                ("    paid".to_owned(), U96F32::from_num(parent.paid.0)),
            ];
            lines.extend(parent.map(|(name, amount)| (name, alpha(amount))));
        }
        lines.extend([
            ("kept".to_owned(), exact(self.own.0)),
            ("from children".to_owned(), exact(self.from_children.0)),
            ("dividends to share by".to_owned(), alpha(self.dividend)),
            ("  earned by its alpha".to_owned(), alpha(self.share.alpha_divs)),
            ("  earned by its TAO on root".to_owned(), alpha(self.share.root_divs)),
            ("its part of validators' alpha".to_owned(), alpha(self.share.alpha_dividends)),
            ("  take".to_owned(), exact(self.alpha().take.0)),
            ("  nominators".to_owned(), exact(self.alpha().nominators.0)),
            ("its part of root's alpha".to_owned(), alpha(self.share.root_alpha_dividends)),
            ("  take".to_owned(), exact(self.root().take.0)),
            ("  nominators on root".to_owned(), exact(self.root().nominators.0)),
        ]);
        let lines: Vec<_> = lines.into_iter().map(|(name, amount)| vec![name, amount]).collect();
        format!("{}\n{}", self.hotkey, align_named(&lines))
    }
}

/// An amount before it is rounded down, cut to whole units.
fn alpha(amount: U96F32) -> String {
    exact(amount.saturating_to_num())
}

impl Distributed {
    /// A line for each hotkey, the sums, and what nobody gets; of one hotkey every stage.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such hotkey.
    pub fn to_text(&self, hotkey: Option<&str>) -> Result<String> {
        if let Some(name) = hotkey {
            return Ok(self.row(name)?.to_text());
        }
        let header = ["hotkey", "as a miner", "dividends", "take", "nominators", "root's nominators"];
        let mut lines = vec![header.map(str::to_owned).to_vec()];
        let mut sums = [0_u64; 5];
        for row in &self.rows {
            let dividend = row.dividend.saturating_to_num();
            let take = row.alpha().take.0.saturating_add(row.root().take.0);
            let amounts =
                [row.incentive.0, dividend, take, row.alpha().nominators.0, row.root().nominators.0];
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum = sum.saturating_add(amount);
            }
            lines.push([vec![short(&row.hotkey)], amounts.map(exact).to_vec()].concat());
        }
        lines.push([vec!["sum".to_owned()], sums.map(exact).to_vec()].concat());
        let notes = [
            ("validators' alpha", self.validator_alpha),
            ("root's alpha", self.root_alpha),
            ("burnt of parents' dividends", self.ck_burnt),
            ("recycled of root's alpha", self.root_recycled),
            ("withheld from miners", self.withheld.withheld),
        ];
        let notes: Vec<_> =
            notes.into_iter().map(|(name, amount)| vec![name.to_owned(), exact(amount.0)]).collect();
        Ok(format!("{}\n{}", align(&lines), align_named(&notes)))
    }

    /// All of it as JSON, or one hotkey.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if there is no such hotkey.
    pub fn to_json(&self, hotkey: Option<&str>) -> Result<Value> {
        if let Some(name) = hotkey {
            return Ok(self.row(name)?.to_json());
        }
        Ok(json!({
            "hotkeys": self.rows.iter().map(Row::to_json).collect::<Vec<_>>(),
            "validator_alpha": self.validator_alpha.0.to_string(),
            "root_alpha": self.root_alpha.0.to_string(),
            "ck_burnt": self.ck_burnt.0.to_string(),
            "root_recycled": self.root_recycled.0.to_string(),
            "withheld": self.withheld.withheld.0.to_string(),
            "miner_burned_u96f32": self.withheld.miner_burned().to_bits().to_string(),
        }))
    }

    fn row(&self, name: &str) -> Result<&Row> {
        self.rows.iter().find(|row| row.hotkey == name).ok_or_else(|| {
            Error::usage(format_args!("there is no hotkey {name}")).remedy("name one as the file does")
        })
    }
}

/// A name that fits a column.
fn short(name: &str) -> String {
    const MOST: usize = 12;
    match name.char_indices().nth(MOST - 1) {
        Some((end, _)) if name.chars().count() > MOST => {
            format!("{}…", name.get(..end).unwrap_or_default())
        }
        _ => name.to_owned(),
    }
}
