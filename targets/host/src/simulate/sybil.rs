//! A subnet is flooded with miners of low quality.

use clap::Args;
use serde::Serialize;

use super::parameters::{Parameters, up_to_ten};
use super::report::{Column, Report};
use super::world::{Setup, Strategy, Tally, World};
use super::{Progress, sweep};
use crate::plot::{Panel, Unit};
use crate::{Error, Result};

/// What can be chosen about the sybils.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Sybils")]
pub struct Sybil {
    /// Honest miners at the start [default: half of the places that no validator has]
    #[arg(long, value_name = "N")]
    pub miners: Option<u16>,
    /// Most sybils that register [default: as many as there are places that no validator has]
    #[arg(long, value_name = "N")]
    pub sybils: Option<u16>,
    /// The quality of a sybil, where the median miner's is 1
    #[arg(long, value_name = "X", default_value_t = 0.1, value_parser = up_to_ten)]
    pub sybil_quality: f64,
    /// Validators score what they measured to this power
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = up_to_ten)]
    pub power: f64,
    /// The rate at which bonds follow weights differs from bond to bond (LiquidAlphaOn)
    #[arg(long, conflicts_with = "yuma2")]
    pub liquid_alpha: bool,
}

const COLUMNS: [Column; 8] = [
    Column::new("sybils_registered", ["sybils", "registered"], Unit::Count),
    Column::new("miners_replaced", ["miners", "replaced"], Unit::Count),
    Column::new("validators_replaced", ["validators", "replaced"], Unit::Count),
    Column::new("sybils_share_of_quality", ["sybils' share", "of quality"], Unit::Percent),
    Column::new("sybils_share", ["sybils' share", "of earnings"], Unit::Percent),
    Column::new("alpha_per_sybil", ["alpha for", "a sybil"], Unit::Alpha),
    Column::new("alpha_per_miner", ["for a", "miner"], Unit::Alpha),
    Column::new("sybil_to_miner", ["sybil to", "miner"], Unit::Percent),
];

impl Sybil {
    /// Runs a subnet for each number of sybils.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where the numbers contradict each other.
    pub fn run(&self, parameters: &Parameters, progress: Progress<'_>) -> Result<Report> {
        let places = parameters.places()?;
        let within = |asked: Option<u16>, flag: &str, default: u16| match asked.unwrap_or(default) {
            count if (1..=places).contains(&count) => Ok(count),
            count => {
                Err(Error::usage(format_args!("{flag} {count}: {places} places are not taken by validators"))
                    .remedy(format_args!("give 1 to {places}")))
            }
        };
        let miners = within(self.miners, "--miners", places / 2)?;
        let sybils = within(self.sybils, "--sybils", places)?;
        let steps = parameters.steps.min(sybils);
        let rows = sweep(steps, progress, |step| {
            let registering = (u32::from(sybils) * u32::from(step) + u32::from(steps) / 2) / u32::from(steps);
            self.row(parameters, miners, registering as u16)
        })?;
        let mut report = Report {
            title: "What sybils earn".to_owned(),
            caption: parameters.caption(),
            parameters: parameters.with(&Self { miners: Some(miners), sybils: Some(sybils), ..self.clone() }),
            columns: COLUMNS.to_vec(),
            rows,
            meaning: String::new(),
            panels: Vec::new(),
        };
        report.meaning = meaning(&report);
        let x = "sybils_registered";
        report.panels = vec![
            Panel {
                x: ("sybils registered", Unit::Count),
                y: ("share of the whole", Unit::Percent),
                from_zero: true,
                series: vec![
                    report.series("earned by sybils", x, "sybils_share"),
                    report.series("their share of quality", x, "sybils_share_of_quality"),
                ],
            },
            Panel {
                x: ("sybils registered", Unit::Count),
                y: ("alpha per epoch", Unit::Alpha),
                from_zero: true,
                series: vec![
                    report.series("for an honest miner", x, "alpha_per_miner"),
                    report.series("for a sybil", x, "alpha_per_sybil"),
                ],
            },
        ];
        Ok(report)
    }

    fn row(&self, parameters: &Parameters, miners: u16, sybils: u16) -> Result<Vec<f64>> {
        let mut rules = parameters.rules();
        rules.liquid_alpha = self.liquid_alpha;
        let mut world = World::new(
            parameters,
            Setup {
                rules,
                strategy: Strategy::Measure,
                others: 0,
                stake: 0.0,
                honest_miners: miners,
                attackers: 0,
                attacker_quality: self.sybil_quality,
                power: self.power,
            },
        );
        let before = parameters.epochs / 2;
        for _ in 0..before {
            world.tempo(0)?;
        }
        let (mut tally, mut of_quality) = (Tally::default(), 0.0);
        for epoch in before..parameters.epochs {
            tally.add(&world.tempo(if epoch == before { sybils } else { 0 })?);
            of_quality += world.attackers_share_of_quality();
        }
        let (attackers, honest) = (world.attackers(), world.honest_miners());
        let mean = |alpha: f64, count: usize| if count == 0 { f64::NAN } else { alpha / count as f64 };
        let (by_attackers, by_honest) =
            (tally.miners(attackers.iter().copied()), tally.miners(honest.iter().copied()));
        let (per_sybil, per_miner) = (mean(by_attackers, attackers.len()), mean(by_honest, honest.len()));
        Ok(vec![
            sybils.into(),
            f64::from(miners) - honest.len() as f64,
            f64::from(parameters.validators) - world.measuring().len() as f64,
            of_quality / f64::from(parameters.epochs - before),
            by_attackers / (by_attackers + by_honest),
            per_sybil,
            per_miner,
            per_sybil / per_miner,
        ])
    }
}

fn meaning(report: &Report) -> String {
    let last = |key: &str| report.column(key).last().unwrap_or(f64::NAN);
    let first_income = report.column("alpha_per_miner").next().unwrap_or(f64::NAN);
    let percent = |key: &str| Unit::Percent.show(last(key));
    let count = |key: &str| Unit::Count.show(last(key));
    format!(
        "{} sybils bring {} of all quality and earn {} of what miners earn: each {} of what\n\
         an honest miner does. They replace {} miners and {} validators; a miner that stays earns {}\n\
         alpha per epoch, where the mean was {} without them.",
        count("sybils_registered"),
        percent("sybils_share_of_quality"),
        percent("sybils_share"),
        percent("sybil_to_miner"),
        count("miners_replaced"),
        count("validators_replaced"),
        Unit::Alpha.show(last("alpha_per_miner")),
        Unit::Alpha.show(first_income),
    )
}
