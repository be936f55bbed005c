//! A part of the stake gives all weight to its own miners.

use clap::Args;
use serde::Serialize;

use super::parameters::{Parameters, fraction, some, up_to_ten};
use super::report::{Column, Report};
use super::world::{Setup, Strategy, Tally, World};
use super::{Progress, sweep};
use crate::Result;
use crate::plot::{Panel, Unit};

/// What can be chosen about the cabal.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Cabal")]
pub struct Cabal {
    /// Most stake that the cabal has, as a fraction
    #[arg(long, value_name = "X", default_value_t = 0.6, value_parser = fraction)]
    pub max_stake: f64,
    /// Validators of the cabal's [default: a quarter of all]
    #[arg(long, value_name = "N")]
    pub cabal_validators: Option<u16>,
    /// Miners of the cabal's [default: a quarter of all]
    #[arg(long, value_name = "N")]
    pub cabal_miners: Option<u16>,
    /// The quality of a miner of the cabal's, where the median miner's is 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = up_to_ten)]
    pub cabal_quality: f64,
    /// The rate at which bonds follow weights differs from bond to bond (LiquidAlphaOn)
    #[arg(long, conflicts_with = "yuma2")]
    pub liquid_alpha: bool,
}

const COLUMNS: [Column; 7] = [
    Column::new("cabal_stake", ["cabal's", "stake"], Unit::Percent),
    Column::new("cabal_incentive", ["its miners'", "incentive"], Unit::Percent),
    Column::new("honest_incentive", ["honest miners'", "incentive"], Unit::Percent),
    Column::new("cabal_validator_trust", ["trust in its", "validators"], Unit::Percent),
    Column::new("honest_validator_trust", ["in honest", "validators"], Unit::Percent),
    Column::new("cabal_dividends", ["cabal's", "dividends"], Unit::Percent),
    Column::new("cabal_return", ["its return", "on stake"], Unit::Percent),
];

impl Cabal {
    /// Runs a subnet for each share of the stake.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where the numbers contradict each other.
    pub fn run(&self, parameters: &Parameters, progress: Progress<'_>) -> Result<Report> {
        let places = parameters.places()?;
        let miners = some(self.cabal_miners, "--cabal-miners", places, "miners")?;
        let validators =
            some(self.cabal_validators, "--cabal-validators", parameters.validators, "validators")?;
        let mut rules = parameters.rules();
        rules.liquid_alpha = self.liquid_alpha;
        let rows = sweep(parameters.steps, progress, |step| {
            let stake = self.max_stake * f64::from(step) / f64::from(parameters.steps);
            let setup = Setup {
                rules,
                strategy: Strategy::Own,
                others: validators,
                stake,
                honest_miners: places - miners,
                attackers: miners,
                attacker_quality: self.cabal_quality,
                power: 1.0,
            };
            row(parameters, setup)
        })?;
        let mut report = Report {
            title: "What a cabal earns".to_owned(),
            caption: parameters.caption(),
            parameters: parameters.with(&Self {
                cabal_validators: Some(validators),
                cabal_miners: Some(miners),
                ..self.clone()
            }),
            columns: COLUMNS.to_vec(),
            rows,
            meaning: String::new(),
            panels: Vec::new(),
        };
        report.meaning = meaning(&report);
        let (x, axis) = ("cabal_stake", ("the cabal's share of the stake", Unit::Percent));
        report.panels = vec![
            Panel {
                x: axis,
                y: ("share of the whole", Unit::Percent),
                from_zero: true,
                series: vec![
                    report.series("incentive of its miners", x, "cabal_incentive"),
                    report.series("incentive of honest miners", x, "honest_incentive"),
                    report.series("dividends of its validators", x, "cabal_dividends"),
                ],
            },
            Panel {
                x: axis,
                y: ("validator trust", Unit::Percent),
                from_zero: true,
                series: vec![
                    report.series("its validators", x, "cabal_validator_trust"),
                    report.series("honest validators", x, "honest_validator_trust"),
                ],
            },
        ];
        Ok(report)
    }
}

fn row(parameters: &Parameters, setup: Setup) -> Result<Vec<f64>> {
    let mut world = World::new(parameters, setup);
    let mut tally = Tally::default();
    for epoch in 0..parameters.epochs {
        let outcome = world.tempo(0)?;
        if epoch >= parameters.epochs / 2 {
            tally.add(&outcome);
        }
    }
    let miners = tally.miners(world.attackers());
    let honest = tally.miners(world.honest_miners());
    // Without any consensus miners earn nothing: half of all is what there is for them otherwise.
    let whole = miners + honest;
    let share = |alpha: f64| if whole > 0.0 { alpha / whole } else { 0.0 };
    let dividends = tally.validators(world.others());
    let dividends = dividends / (dividends + tally.validators(world.measuring()));
    Ok(vec![
        setup.stake,
        share(miners),
        share(honest),
        tally.validator_trust(world.others()),
        tally.validator_trust(world.measuring()),
        dividends,
        // 1 is what every validator's stake earns on average.
        dividends / setup.stake,
    ])
}

fn meaning(report: &Report) -> String {
    let stakes: Vec<f64> = report.column("cabal_stake").collect();
    let show = |value| Unit::Percent.show(value);
    // Between which stakes a column passes a half.
    let cliff = |key: &str, what: &str| {
        let values: Vec<f64> = report.column(key).collect();
        let index = values.windows(2).position(|pair| matches!(pair, [a, b] if (*a > 0.5) != (*b > 0.5)))?;
        let [from, to] = [index, index + 1].map(|index| values.get(index).copied().unwrap_or_default());
        let [below, above] = [index, index + 1].map(|index| stakes.get(index).copied().unwrap_or_default());
        Some(format!(
            "Between {} and {} of the stake {what} goes from {} to {}.",
            show(below),
            show(above),
            show(from),
            show(to)
        ))
    };
    let mut lines =
        vec![cliff("cabal_incentive", "the incentive of the cabal's miners").unwrap_or_else(|| {
            let most = report.column("cabal_incentive").fold(0.0, f64::max);
            format!("The cabal's miners get {} of the incentive at most.", show(most))
        })];
    lines.extend(cliff("honest_validator_trust", "trust in honest validators"));
    lines.extend(cliff("cabal_validator_trust", "trust in the cabal's validators"));
    let incentives = report.column("cabal_incentive").zip(report.column("honest_incentive"));
    if let Some((stake, _)) = stakes.iter().zip(incentives).find(|(_, both)| *both == (0.0, 0.0)) {
        lines.push(format!(
            "With {} nobody has consensus: no miner earns anything, and validators are paid by stake.",
            show(*stake)
        ));
    }
    lines.join("\n")
}
