//! What hotkeys get of an epoch's dividends, as a table and as JSON.

use nanotao::AlphaBalance;
use nanotao::emission::{HotkeyShare, ParentDividend, TakeSplit, Withheld};
use nanotao::fixed::U96F32;
use serde_json::{Value, json};

use super::subnets::cut;
use crate::text::{align, align_named, exact};
use crate::{Error, Result};

/// What a hotkey came to, stage by stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) hotkey: String,
    /// What it is paid as a miner.
    pub(super) incentive: AlphaBalance,
    pub(super) withheld: AlphaBalance,
    pub(super) dividends: AlphaBalance,
    pub(super) self_contribution: u64,
    pub(super) total_contribution: U96F32,
    /// What its parents got of its dividends.
    pub(super) parents: Vec<(String, ParentDividend)>,
    /// What it kept.
    pub(super) own: AlphaBalance,
    /// What its children paid.
    pub(super) from_children: AlphaBalance,
    pub(super) dividend: U96F32,
    pub(super) share: HotkeyShare,
    /// The delegate's take, of 65535.
    pub(super) take: u16,
}

/// What a distribution came to.
#[derive(Clone, Debug)]
pub struct Distributed {
    pub(super) rows: Vec<Row>,
    pub(super) validator_alpha: AlphaBalance,
    pub(super) root_alpha: AlphaBalance,
    pub(super) ck_burnt: AlphaBalance,
    pub(super) root_recycled: AlphaBalance,
    pub(super) withheld: Withheld,
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
            lines.extend(parent.map(|(name, amount)| (name, cut(amount))));
        }
        lines.extend([
            ("kept".to_owned(), exact(self.own.0)),
            ("from children".to_owned(), exact(self.from_children.0)),
            ("dividends to share by".to_owned(), cut(self.dividend)),
            ("  earned by its alpha".to_owned(), cut(self.share.alpha_divs)),
            ("  earned by its TAO on root".to_owned(), cut(self.share.root_divs)),
            ("its part of validators' alpha".to_owned(), cut(self.share.alpha_dividends)),
            ("  take".to_owned(), exact(self.alpha().take.0)),
            ("  nominators".to_owned(), exact(self.alpha().nominators.0)),
            ("its part of root's alpha".to_owned(), cut(self.share.root_alpha_dividends)),
            ("  take".to_owned(), exact(self.root().take.0)),
            ("  nominators on root".to_owned(), exact(self.root().nominators.0)),
        ]);
        let lines: Vec<_> = lines.into_iter().map(|(name, amount)| vec![name, amount]).collect();
        format!("{}\n{}", self.hotkey, align_named(&lines))
    }
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
