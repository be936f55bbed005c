//! Some validators measure nothing, and copy the others' weights.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::parameters::{Parameters, fraction, some};
use super::report::{Column, Report};
use super::world::{Setup, Strategy, Tally, World};
use super::{Progress, sweep};
use crate::plot::{Panel, Series, Unit};
use crate::{Error, Result};

/// What is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Copied {
    /// The consensus that the chain has stored.
    #[default]
    Consensus,
    /// The mean of the others' weights by stake, as the chain has them.
    Mean,
}

/// What can be chosen about copying. Each step is one more epoch of `RevealPeriodEpochs`.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Copying")]
pub struct WeightCopy {
    /// Validators that copy [default: a quarter of all]
    #[arg(long, value_name = "N")]
    pub copiers: Option<u16>,
    /// The stake of those who copy, as a fraction
    #[arg(long, value_name = "X", default_value_t = 0.2, value_parser = fraction)]
    pub copier_stake: f64,
    /// What they copy
    #[arg(long, value_enum, default_value_t)]
    pub copy: Copied,
}

const COLUMNS: [Column; 8] = [
    Column::new("reveal_period_epochs", ["reveal", "period"], Unit::Count),
    Column::new("epochs_behind", ["epochs", "behind"], Unit::Count),
    Column::new("distance", ["distance", "of copies"], Unit::Percent),
    Column::new("copier_validator_trust", ["trust in", "copiers"], Unit::Percent),
    Column::new("honest_validator_trust", ["in honest", "validators"], Unit::Percent),
    Column::new("dividends_share", ["copiers'", "dividends"], Unit::Percent),
    Column::new("return", ["return of", "copiers"], Unit::Percent),
    Column::new("return_liquid_alpha", ["with liquid", "alpha"], Unit::Percent),
];

/// What one run came to.
struct Run {
    distance: f64,
    trust: [f64; 2],
    share: f64,
    return_on_stake: f64,
    /// The return up to each epoch.
    history: Vec<(f64, f64)>,
}

impl WeightCopy {
    /// Runs a subnet for each reveal period, with and without liquid alpha.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where the numbers contradict each other.
    pub fn run(&self, parameters: &Parameters, progress: Progress<'_>) -> Result<Report> {
        let places = parameters.places()?;
        let copiers = some(self.copiers, "--copiers", parameters.validators, "validators")?;
        // Copies come into effect after twice the longest reveal period; then bonds take some twenty epochs to follow.
        let least = 2 * (2 * parameters.steps + 20);
        if parameters.epochs < least {
            return Err(Error::usage(format_args!(
                "{} epochs are too few for a reveal period of {}",
                parameters.epochs, parameters.steps
            ))
            .remedy(format_args!("raise --epochs to {least}, or lower --steps")));
        }
        if !(self.copier_stake > 0.0 && self.copier_stake < 1.0) {
            return Err(Error::usage("--copier-stake: there is nothing to compare")
                .remedy("give a fraction above 0 and below 1"));
        }
        let strategy = match self.copy {
            Copied::Consensus => Strategy::CopyConsensus,
            Copied::Mean => Strategy::CopyMean,
        };
        let setup = Setup {
            rules: parameters.rules(),
            strategy,
            others: copiers,
            stake: self.copier_stake,
            honest_miners: places,
            attackers: 0,
            attacker_quality: 0.0,
            power: 1.0,
        };
        let mut histories = Vec::new();
        let rows = sweep(parameters.steps, progress, |step| {
            let mut setup = setup;
            setup.rules.reveal_period_epochs = (step > 0).then(|| step.into());
            let plain = run(parameters, setup)?;
            let behind = if strategy == Strategy::CopyMean { step } else { step.max(1) };
            histories.push((step, plain.history));
            let [copiers, honest] = plain.trust;
            let mut row = vec![
                step.into(),
                behind.into(),
                plain.distance,
                copiers,
                honest,
                plain.share,
                plain.return_on_stake,
            ];
            if setup.rules.yuma3 {
                setup.rules.liquid_alpha = true;
                row.push(run(parameters, setup)?.return_on_stake);
            }
            Ok(row)
        })?;
        let mut report = Report {
            title: "What weight copiers earn".to_owned(),
            caption: parameters.caption(),
            parameters: parameters.with(&Self { copiers: Some(copiers), ..self.clone() }),
            columns: COLUMNS.to_vec(),
            rows,
            meaning: String::new(),
            panels: Vec::new(),
        };
        if parameters.yuma2 {
            // Liquid alpha acts with Yuma 3 alone.
            report.columns.pop();
        }
        report.meaning = meaning(&report);
        let y = ("return on stake, copiers to honest", Unit::Percent);
        let x = "reveal_period_epochs";
        let mut by_period = vec![
            report.series("without liquid alpha", x, "return"),
            report.series("with liquid alpha", x, "return_liquid_alpha"),
        ];
        by_period.retain(|series| !series.points.is_empty());
        let shown = [0, parameters.steps / 2, parameters.steps];
        report.panels = vec![
            Panel {
                x: ("reveal period in epochs, 0 without commit-reveal", Unit::Count),
                y,
                from_zero: false,
                series: by_period,
            },
            Panel {
                x: ("epoch", Unit::Count),
                y,
                from_zero: false,
                series: histories
                    .into_iter()
                    .filter(|(step, _)| shown.contains(step))
                    .map(|(step, points)| Series { name: format!("reveal period {step}"), points })
                    .collect(),
            },
        ];
        Ok(report)
    }
}

fn run(parameters: &Parameters, setup: Setup) -> Result<Run> {
    let mut world = World::new(parameters, setup);
    let mut tally = Tally::default();
    let (mut distances, mut history) = (Vec::new(), Vec::new());
    // What stake would earn if all stake earned the same.
    let even = setup.stake / (1.0 - setup.stake);
    let ratio = |tally: &Tally, world: &World<'_>| {
        tally.validators(world.others()) / tally.validators(world.measuring())
    };
    for epoch in 0..parameters.epochs {
        let outcome = world.tempo(0)?;
        let mut this = Tally::default();
        this.add(&outcome);
        history.push((f64::from(epoch + 1), ratio(&this, &world) / even));
        if epoch >= parameters.epochs / 2 {
            tally.add(&outcome);
            distances.extend(world.distance_of_copies());
        }
    }
    let ratio = ratio(&tally, &world);
    Ok(Run {
        distance: distances.iter().sum::<f64>() / distances.len() as f64,
        trust: [world.others(), world.measuring()].map(|uids| tally.validator_trust(uids)),
        share: ratio / (1.0 + ratio),
        return_on_stake: ratio / even,
        history,
    })
}

fn meaning(report: &Report) -> String {
    let at = |key: &str| report.column(key).next().unwrap_or(f64::NAN);
    let mut text = format!(
        "Without commit-reveal a copier's stake earns {} of what an honest validator's earns",
        Unit::Percent.show(at("return"))
    );
    let liquid = at("return_liquid_alpha");
    if liquid.is_finite() {
        text.push_str(&format!(", and\n{} with liquid alpha", Unit::Percent.show(liquid)));
    }
    let stays_below = |key: &str| {
        let returns: Vec<f64> = report.column(key).collect();
        let above = returns.iter().rposition(|value| *value >= 1.0);
        above.map_or(Some(0), |index| Some(index + 1).filter(|index| *index < returns.len()))
    };
    text.push_str(".\n");
    text.push_str(&match stays_below("return") {
        Some(0) => "Measuring always pays more.".to_owned(),
        Some(period) => format!("From a reveal period of {period} on, measuring pays more."),
        None => "Copying pays more at the longest reveal period too.".to_owned(),
    });
    text
}
