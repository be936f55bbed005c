//! `nanotao epoch`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use nanotao::MechId;
use nanotao::epoch::EpochConsensus;
use nanotao_host::epoch::{
    Change, Explanation, Replacement, Spec, State, Step, SubnetOutcome, change_table, changes, plot, read,
    run_sequence, table, to_json, trace_table,
};
use nanotao_host::scores::Sdk;
use nanotao_host::{Error, Result};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, note};
use crate::output::Force;

#[derive(Args)]
#[command(after_help = "\
The file holds what the epoch reads, under the chain's names; docs/epoch.md lists them, with what may be left \
out:
  {\"current_block\": 5000000, \"total_stake\": [2000000000000, 0, 0],
   \"last_update\": [4999990, 0, 0], \"validator_permit\": [true, false, false],
   \"weights\": [[0, [[1, 65535], [2, 30000]]]], \"rao_emission\": 148000000000}
or several of these in \"cases\". A subnet with several mechanisms has them in \"mechanisms\"; \"epoch_consensus\" \
says which consensus it runs.

Stake is cut to three decimals; emission is exact. From one epoch to the next goes what the chain stores; stake, \
weights and registrations stay as they are.

Examples:
  nanotao epoch epoch.json
  nanotao epoch epoch.json --explain 7
  nanotao epoch epoch.json --what-if 3=weights.json --what-if 5=scores.json
  nanotao epoch epoch.json --epochs 50 --plot bonds.svg
  nanotao epoch vectors/chain475/epoch.json --case tiny-1 --trace")]
pub(crate) struct EpochCommand {
    /// The input of an epoch, or of several
    file: String,
    /// Which of several: a name, or an index from 0 [default: all]
    #[arg(long, value_name = "NAME|N")]
    case: Option<String>,
    /// Shows the results of one mechanism instead of the whole subnet's; --what-if, --explain, --plot and --epochs tell of
    /// that one, else of mechanism 0
    #[arg(long, value_name = "N")]
    mecid: Option<u8>,
    /// The spec version whose rules hold [default: what the file says, else 475]
    #[arg(long, value_enum)]
    spec: Option<Spec>,
    /// Shows every vector on the way, as exact decimals and in bits
    #[arg(long)]
    trace: bool,
    /// Compares with the epoch after a validator has set other weights: a scores file
    #[arg(long, value_name = "UID=FILE")]
    what_if: Vec<Replacement>,
    /// Whose rule turns scores into weights
    #[arg(long, value_enum, default_value_t)]
    sdk: Sdk,
    /// Shows why a uid earns what it earns
    #[arg(long, value_name = "UID")]
    explain: Option<u16>,
    /// Draws consensus, incentive and bonds
    #[arg(long, value_name = "FILE.svg", value_parser = nanotao_host::plot::path)]
    plot: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Runs this many epochs, one after another
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: u32,
}

/// A case that has been computed.
struct Done {
    /// What the last epoch read.
    state: State,
    /// What stands afterwards.
    next: State,
    outcome: SubnetOutcome,
    steps: Vec<Step>,
}

impl EpochCommand {
    pub(crate) fn run(self) -> Result<Answer> {
        let target = self.force.target(self.plot.as_deref())?;
        let cases = read(&self.file, self.case.as_deref())?;
        let [case] = cases.as_slice() else { return self.all(&cases) };
        for oddity in case.oddities() {
            note(&format!("note: {oddity}"))?;
        }
        let index = case.index(self.mecid)?;
        if let Some(uid) = self.explain {
            case.check_uid(uid)?;
            if case.emission.consensus() == EpochConsensus::Null {
                return Err(Error::usage(
                    "--explain tells of clipping and bonds, and the Null consensus has none",
                )
                .remedy("leave it out: the weights of the validator with the most stake decide"));
            }
        }
        let uids: Vec<_> = self.what_if.iter().map(|replacement| replacement.uid).collect();
        let again = |(index, uid)| uids.get(..index)?.contains(uid).then_some(uid);
        if let Some(uid) = uids.iter().enumerate().find_map(again) {
            return Err(Error::usage(format_args!("two --what-if for uid {uid}"))
                .remedy("a validator has one row: leave one out"));
        }
        let mut replaced = case.clone();
        for replacement in &self.what_if {
            replacement.apply(&mut replaced, index, self.sdk)?;
        }
        let done = self.compute(&replaced, index)?;
        let (mut text, mut json) = self.show(&done)?;
        let (mechanism, recorder) = done.outcome.mechanism(index)?;
        if !uids.is_empty() {
            let before = self.compute(case, index)?;
            let (mechanism_before, _) = before.outcome.mechanism(index)?;
            text = change_table(&done.state, mechanism_before, mechanism, &uids);
            let changes = changes(&done.state, mechanism_before, mechanism, &uids);
            let what_if = json!({
                "uids": uids,
                "before": to_json(&before.next, &before.outcome),
                "changes": changes.iter().map(Change::to_json).collect::<Vec<_>>(),
            });
            json.insert("what_if".to_owned(), what_if);
        }
        if let Some(uid) = self.explain {
            let explanation = Explanation::new(&done.state, mechanism, recorder, uid);
            text = if uids.is_empty() { explanation.to_string() } else { format!("{text}\n{explanation}") };
            json.insert("explanation".to_owned(), explanation.to_json());
        }
        if self.trace {
            text.push_str(&self.trace_text(&done));
        }
        if let Some(target) = target {
            let name = target.write(&plot(&done.state.title(index), mechanism, &done.steps)?)?;
            note(&format!("plotted in {name}"))?;
        }
        Ok(Answer::new(text, json.into()))
    }

    /// Computes every case, where nothing asks for a single one.
    fn all(&self, cases: &[State]) -> Result<Answer> {
        if !self.what_if.is_empty() || self.explain.is_some() || self.plot.is_some() {
            return Err(Error::usage(format_args!(
                "--what-if, --explain and --plot take one case, the file has {}",
                cases.len()
            ))
            .remedy("choose one with --case"));
        }
        let (mut text, mut all) = (String::new(), Vec::new());
        for (index, case) in cases.iter().enumerate() {
            let done = case.index(self.mecid).and_then(|mecid| self.compute(case, mecid));
            let done = done.map_err(|error| error.context(format_args!("case {index}")))?;
            let (shown, json) = self.show(&done)?;
            let name = case.name.as_deref().unwrap_or("without a name");
            text.push_str(&format!("case {index}: {name}\n{shown}\n"));
            if self.trace {
                text.push_str(&format!("{}\n", self.trace_text(&done)));
            }
            all.push(json);
        }
        Ok(Answer::new(text, json!({ "cases": all })))
    }

    fn compute(&self, case: &State, index: usize) -> Result<Done> {
        let spec = self.spec.or(case.spec).unwrap_or_default();
        let (mut state, mut steps) = (case.clone(), Vec::new());
        let progress = Progress { epochs: self.epochs };
        let outcome = run_sequence(&mut state, spec, self.epochs, self.explain, index, |step| {
            steps.push(step);
            progress.show(steps.len())
        })?;
        let mut next = State { spec: Some(spec), ..state.clone() };
        next.carry(&outcome);
        Ok(Done { state, next, outcome, steps })
    }

    /// The table, and all of it as JSON.
    fn show(&self, done: &Done) -> Result<(String, Map<String, Value>)> {
        let Done { state, next, outcome, steps } = done;
        let mut json = Map::from_iter([
            ("name".to_owned(), json!(state.name)),
            ("spec".to_owned(), json!(next.spec.map(Spec::number))),
            ("block".to_owned(), json!(state.current_block.to_string())),
            ("out".to_owned(), to_json(next, outcome)),
            ("next".to_owned(), next.to_json()),
        ]);
        if self.trace {
            let mut vectors = outcome.mechanisms.iter().map(|(_, recorder)| recorder.to_json());
            let vectors = if state.whole { vectors.collect() } else { vectors.next().unwrap_or_default() };
            json.insert("mid_i32f32".to_owned(), vectors);
        }
        if self.epochs > 1 {
            let step = |step: &Step| {
                let Step { block, incentive, dividend } = step;
                json!({ "block": block.to_string(), "incentive": incentive, "dividend": dividend })
            };
            json.insert("epochs".to_owned(), steps.iter().map(step).collect());
        }
        let shown = match self.mecid {
            Some(_) => &outcome.mechanism(state.index(self.mecid)?)?.0,
            None => &outcome.subnet,
        };
        Ok((table(state, shown), json))
    }

    /// The vectors of the mechanism that was chosen, or of all.
    fn trace_text(&self, done: &Done) -> String {
        let mut text = String::new();
        for (own, (_, recorder)) in done.state.mechanisms.iter().zip(&done.outcome.mechanisms) {
            let mecid = own.mecid.unwrap_or(MechId::MAIN);
            if self.mecid.is_some_and(|chosen| chosen != mecid.0) {
                continue;
            }
            if done.state.whole {
                text.push_str(&format!("\nmechanism {mecid}\n"));
            }
            text.push_str(&trace_table(&done.state, recorder));
        }
        text
    }
}

/// A line at the terminal, or one for each tenth of the way where there is none.
struct Progress {
    epochs: u32,
}

impl Progress {
    fn show(&self, done: usize) -> Result<()> {
        let epochs = self.epochs as usize;
        if epochs == 1 {
            return Ok(());
        }
        if io::stderr().is_terminal() {
            let end = if done == epochs { "\n" } else { "" };
            return write!(io::stderr(), "\repoch {done} of {epochs}{end}")
                .map_err(|error| Error::io(format_args!("cannot write to the terminal: {error}")));
        }
        if done.is_multiple_of(epochs.div_ceil(10)) || done == epochs {
            note(&format!("epoch {done} of {epochs}"))
        } else {
            Ok(())
        }
    }
}
