//! `nanotao simulate`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use nanotao_host::simulate::cabal::Cabal;
use nanotao_host::simulate::parameters::Parameters;
use nanotao_host::simulate::report::Report;
use nanotao_host::simulate::sybil::Sybil;
use nanotao_host::simulate::weight_copy::WeightCopy;
use nanotao_host::{Result, plot};

use crate::answer::Answer;
use crate::output::Force;

const MODEL: &str = "\
Every epoch is computed as the chain does (spec 475), and what it stores is carried on: bonds, permits, consensus, \
registration blocks. Miners and validators are made up: the quality of honest miners is log-normal around 1 and \
drifts, a validator measures it with noise once in each tempo, and what it measures below zero counts as zero. Nobody \
stakes, leaves or reacts. docs/simulate.md says more.";

#[derive(Subcommand)]
#[command(after_help = MODEL)]
pub(crate) enum Command {
    /// Floods a subnet with miners of low quality
    #[command(after_help = format!("\
Sybils register halfway through a run, one in a block: in free places first, then in those of the neurons that earned \
the least. In the first row there are none.

{MODEL}

Examples:
  nanotao simulate sybil
  nanotao simulate sybil --sybil-quality 0.3 --noise 0.5 --plot sybil.svg
  nanotao simulate sybil --neurons 256 --validators 64 --miners 190 --power 3 --json"))]
    Sybil(Run<Sybil>),
    /// Lets a part of the stake give all weight to its own miners
    #[command(after_help = format!("\
The return on stake is 100% where the cabal's stake earns what all stake earns on average. Honest validators lose the \
consensus where the cabal has more than 1 - kappa, and the cabal decides alone where it has kappa. In between counts \
what both sides agree on, were it noise alone.

{MODEL}

Examples:
  nanotao simulate cabal
  nanotao simulate cabal --kappa 0.6 --max-stake 0.8 --steps 16 --plot cabal.svg
  nanotao simulate cabal --cabal-quality 0.5 --yuma2 --json"))]
    Cabal(Run<Cabal>),
    /// Lets validators copy weights instead of measuring
    #[command(after_help = format!("\
Each row has a longer RevealPeriodEpochs; in the first one commit-reveal is off. The return is what a copier's stake \
earns, where an honest validator's earns 100%. The distance is the part of a copied row that is in another place than \
in the mean row of the honest validators.

{MODEL}

Examples:
  nanotao simulate weight-copy
  nanotao simulate weight-copy --copy mean --drift 0.3 --steps 6 --plot copy.svg
  nanotao simulate weight-copy --copier-stake 0.4 --noise 0.05 --json"))]
    WeightCopy(Run<WeightCopy>),
}

#[derive(Args)]
pub(crate) struct Run<T: Args> {
    /// Plots the result as SVG
    #[arg(long, value_name = "FILE.svg", value_parser = plot::path)]
    plot: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    own: T,
    #[command(flatten)]
    parameters: Parameters,
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Sybil(run) => run.answer(Sybil::run),
            Self::Cabal(run) => run.answer(Cabal::run),
            Self::WeightCopy(run) => run.answer(WeightCopy::run),
        }
    }
}

impl<T: Args> Run<T> {
    fn answer(
        self,
        simulate: impl FnOnce(&T, &Parameters, &mut dyn FnMut(u16, u16)) -> Result<Report>,
    ) -> Result<Answer> {
        let target = self.force.target(self.plot.as_deref())?;
        let report = simulate(&self.own, &self.parameters, &mut show)?;
        // Over the last progress line.
        show(0, 0);
        let mut text = report.to_text();
        if let Some(target) = target {
            let name = target.write(&plot::svg(&report.title, &report.caption, &report.panels)?)?;
            text.push_str(&format!("plotted in {name}\n"));
        }
        Ok(Answer::new(text, report.to_json()))
    }
}

/// Says at a terminal how far it is, in a line that the next one overwrites.
fn show(done: u16, of: u16) {
    let mut stderr = io::stderr();
    if stderr.is_terminal() {
        let text = if of == 0 { String::new() } else { format!("run {} of {of}", done + 1) };
        // A progress line that cannot be shown is no reason to stop.
        let _ = write!(stderr, "\r{text:20}\r");
    }
}
