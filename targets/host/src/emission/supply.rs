//! What a block mints, and when that halves.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use nanotao::emission::{TOTAL_SUPPLY, block_emission, blocks_until_halving, next_halving};
use nanotao::{BlockNumber, TaoBalance};
use serde_json::{Map, Value, json};

use super::Amount;
use crate::plot::{self, Panel, Series, Unit};
use crate::text::{align, align_named, exact};
use crate::{Error, Result};

/// Seconds from one block to the next.
const BLOCK_SECONDS: i64 = 12;

/// The last number that a block can have.
pub(super) const MAX_BLOCK: u64 = BlockNumber::MAX as u64;

/// What is in existence.
#[derive(Args, Clone, Copy, Debug)]
#[group(required = true, multiple = true)]
pub struct Issuance {
    /// All TAO (TotalIssuance): in rao, or in TAO with a point
    #[arg(long, value_name = "AMOUNT")]
    pub issuance: Option<Amount>,
    /// All alpha of a subnet (SubnetAlphaIn and SubnetAlphaOut, since spec 475 with the protocol's reservoir): in the
    /// smallest unit, or in alpha with a point
    #[arg(long, value_name = "AMOUNT")]
    pub alpha_issuance: Option<Amount>,
}

impl Issuance {
    fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let tao = self.issuance.map(|issuance| ("tao", issuance.0));
        tao.into_iter().chain(self.alpha_issuance.map(|issuance| ("alpha", issuance.0)))
    }

    /// What a block mints, and at which issuance that halves.
    pub fn to_text(&self) -> String {
        let header = ["", "issuance", "a block mints", "which halves at"].map(str::to_owned);
        let line = |(name, issuance): (&str, u64)| {
            let halving = next_halving(issuance).map_or("-".to_owned(), exact);
            vec![name.to_owned(), exact(issuance), exact(block_emission(issuance)), halving]
        };
        let lines: Vec<_> = std::iter::once(header.to_vec()).chain(self.rows().map(line)).collect();
        align_named(&lines)
    }

    /// The same as JSON.
    pub fn to_json(&self) -> Value {
        let row = |(name, issuance): (&'static str, u64)| {
            let row = json!({
                "issuance": issuance.to_string(),
                "block_emission": block_emission(issuance).to_string(),
                "next_halving": next_halving(issuance).map(|issuance| issuance.to_string()),
            });
            (name.to_owned(), row)
        };
        self.rows().map(row).collect::<Map<_, _>>().into()
    }
}

/// A point in time from a flag, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(Timestamp);

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = |why: &dyn fmt::Display| {
            Error::input(format_args!("{text:?} is no date: {why}"))
                .remedy("write it as 2026-11-25, or as 2026-11-25T09:30:00Z")
        };
        let timestamp = match (text.parse(), text.parse::<DateTime>()) {
            (Ok(timestamp), _) => timestamp,
            (Err(error), Err(_)) => return Err(wrong(&error)),
            (Err(_), Ok(civil)) => {
                civil.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| {
                    Error::input(format_args!("{text} is beyond the calendar's end"))
                        .remedy(format_args!("give a date up to {}", Timestamp::MAX))
                })?
            }
        };
        Ok(Self(timestamp))
    }
}

impl Date {
    /// So many blocks later; `None` where the calendar ends.
    fn after(self, blocks: u64) -> Option<Self> {
        let seconds = i64::try_from(blocks).ok()?.checked_mul(BLOCK_SECONDS)?;
        self.0.checked_add(SignedDuration::from_secs(seconds)).ok().map(Self)
    }
}

/// Where the chain stands.
#[derive(Args, Clone, Copy, Debug)]
pub struct Now {
    /// All TAO (TotalIssuance): in rao, or in TAO with a point
    #[arg(long, value_name = "AMOUNT")]
    pub issuance: Amount,
    /// The block after which there is as much
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_BLOCK))]
    pub block: Option<u64>,
    /// When that block was made, in UTC: 2026-11-25, or 2026-11-25T09:30:00Z
    #[arg(long, value_name = "DATE")]
    pub date: Option<Date>,
}

/// A halving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halving {
    /// The lowest issuance with the lower emission.
    pub issuance: TaoBalance,
    /// What a block mints from there on.
    pub block_emission: u64,
    /// How many blocks it takes to there; `None` where it is past.
    pub blocks: Option<u64>,
}

impl Now {
    /// All halvings, those that are past too. Each block mints what it does at the issuance that it finds, and nothing
    /// else is minted or recycled.
    pub fn halvings(&self) -> Vec<Halving> {
        let (mut issuance, mut blocks) = (self.issuance.0, 0_u64);
        let ahead = std::iter::from_fn(|| {
            let (halving, left) = (next_halving(issuance)?, blocks_until_halving(issuance)?);
            blocks = blocks.saturating_add(left);
            issuance = issuance.saturating_add(left.saturating_mul(block_emission(issuance)));
            Some((halving, Some(blocks)))
        });
        let past = std::iter::successors(next_halving(0), |issuance| next_halving(*issuance));
        let past = past.take_while(|issuance| *issuance <= self.issuance.0).map(|issuance| (issuance, None));
        let halving = |(issuance, blocks)| Halving {
            issuance: TaoBalance(issuance),
            block_emission: block_emission(issuance),
            blocks,
        };
        past.chain(ahead).map(halving).collect()
    }

    fn block_of(&self, halving: &Halving) -> Option<u64> {
        self.block?.checked_add(halving.blocks?)
    }

    fn date_of(&self, halving: &Halving) -> Option<Date> {
        self.date?.after(halving.blocks?)
    }

    /// The next halving in words, and a table of all.
    pub fn to_text(&self) -> String {
        let halvings = self.halvings();
        let issuance = self.issuance.0;
        let mints = TaoBalance(block_emission(issuance));
        let mut text = format!("issuance {}, a block mints {mints}\n", TaoBalance(issuance));
        match halvings.iter().find_map(|halving| halving.blocks.map(|blocks| (halving, blocks))) {
            Some((halving, blocks)) => {
                let block = self.block_of(halving).map(|block| format!(", in block {block}"));
                let date = self.date_of(halving).map(|date| format!(", on {}", date.to_text()));
                text.push_str(&format!(
                    "the next halving is at {}, if emission goes on as now:\nafter {blocks} blocks{}{}\n\n",
                    halving.issuance,
                    block.unwrap_or_default(),
                    date.unwrap_or_default(),
                ));
            }
            None => text.push_str("nothing halves any more\n\n"),
        }
        let header = ["halving", "at issuance", "a block mints", "after blocks"];
        let header = header.into_iter().chain(self.block.map(|_| "block"));
        let header = header.chain(self.date.map(|_| "date (UTC)"));
        let mut lines = vec![header.map(str::to_owned).collect::<Vec<_>>()];
        for (index, halving) in (1_u32..).zip(&halvings) {
            let none = || "-".to_owned();
            let mut line = vec![
                index.to_string(),
                exact(halving.issuance.0),
                exact(halving.block_emission),
                halving.blocks.map_or("past".to_owned(), |blocks| blocks.to_string()),
            ];
            line.extend(
                self.block.map(|_| self.block_of(halving).map_or_else(none, |block| block.to_string())),
            );
            // The hour of a day years ahead would say more than is known.
            let day = |date: Date| date.0.strftime("%Y-%m-%d").to_string();
            line.extend(self.date.map(|_| self.date_of(halving).map_or_else(none, day)));
            lines.push(line);
        }
        text + &align(&lines)
    }

    /// The same as JSON.
    pub fn to_json(&self) -> Value {
        let halving = |halving: &Halving| {
            json!({
                "issuance": halving.issuance.0.to_string(),
                "block_emission": halving.block_emission.to_string(),
                "blocks": halving.blocks.map(|blocks| blocks.to_string()),
                "block": self.block_of(halving).map(|block| block.to_string()),
                "date": self.date_of(halving).map(|date| date.0.to_string()),
            })
        };
        let halvings = self.halvings();
        json!({
            "issuance": self.issuance.0.to_string(),
            "block_emission": block_emission(self.issuance.0).to_string(),
            "next": halvings.iter().find(|halving| halving.blocks.is_some()).map(halving),
            "halvings": halvings.iter().map(halving).collect::<Vec<_>>(),
        })
    }

    /// Draws the supply and the emission of a block, as far as they can be told apart from their end.
    ///
    /// # Errors
    /// [`Kind::Io`](crate::Kind::Io) if it cannot be drawn.
    pub fn plot(&self) -> Result<String> {
        const SHOWN: usize = 8;
        let tao = |amount: u64| amount as f64 / 1e9;
        let years = |blocks: u64| blocks as f64 * BLOCK_SECONDS as f64 / (365.25 * 86_400.0);
        let mut supply = vec![(0.0, tao(self.issuance.0) / 1e6)];
        let mut emission = vec![(0.0, tao(block_emission(self.issuance.0)))];
        for halving in self.halvings().iter().filter(|halving| halving.blocks.is_some()).take(SHOWN) {
            let year = years(halving.blocks.unwrap_or_default());
            supply.push((year, tao(halving.issuance.0) / 1e6));
            let before = emission.last().map_or(0.0, |(_, emission)| *emission);
            emission.extend([(year, before), (year, tao(halving.block_emission))]);
        }
        let last = supply.last().map_or(0.0, |(year, _)| *year);
        let end = tao(TOTAL_SUPPLY) / 1e6;
        let panel = |what, series| Panel {
            x: ("years", Unit::Count),
            y: (what, Unit::Count),
            from_zero: true,
            series,
        };
        let series = |name: &str, points| Series { name: name.to_owned(), points };
        let panels = [
            panel(
                "TAO in existence, in millions",
                vec![series("issuance", supply), series("limit", vec![(0.0, end), (last, end)])],
            ),
            panel("TAO minted in a block", vec![series("block emission", emission)]),
        ];
        let block = self.block.map(|block| format!("from block {block}, "));
        let date = self.date.map(|date| format!("{}, ", date.to_text()));
        let caption = format!(
            "{}{}issuance {}, a block every {BLOCK_SECONDS} seconds, nothing recycled",
            block.unwrap_or_default(),
            date.unwrap_or_default(),
            TaoBalance(self.issuance.0)
        );
        plot::svg("Supply and halvings", &caption, &panels)
    }
}

impl Date {
    fn to_text(self) -> String {
        self.0.strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// This moment.
    pub fn now() -> Self {
        Self(Timestamp::now())
    }

    /// So many seconds after the beginning of 1970; `None` where the calendar ends.
    pub fn from_unix(seconds: u64) -> Option<Self> {
        Timestamp::from_second(i64::try_from(seconds).ok()?).ok().map(Self)
    }

    /// Milliseconds since the beginning of 1970; 0 before.
    pub fn unix_ms(self) -> u64 {
        u64::try_from(self.0.as_millisecond()).unwrap_or(0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.strftime("%Y-%m-%d %H:%M:%S UTC").fmt(f)
    }
}
