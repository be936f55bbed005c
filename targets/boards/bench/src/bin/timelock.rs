//! One step of a timelocked commit, for callgrind to count: `timelock NAME`. Fails where it gives no result. Without a name
//! it times all of them: name, tab, nanoseconds.

use std::{process::ExitCode, time::Instant};

use bench::{
    Failed,
    timelock::{Run, Step},
};

/// Enough for a median that stays, in a second.
const RUNS: usize = 101;

fn main() -> ExitCode {
    let name = std::env::args().nth(1);
    let steps = Step::ALL.into_iter().filter(|step| name.as_deref().is_none_or(|name| name == step.name()));
    let mut found = false;
    for step in steps {
        found = true;
        let mut times = [0; RUNS];
        let runs = if name.is_some() { 1 } else { RUNS };
        for time in times.iter_mut().take(runs) {
            match timed(step) {
                Ok(nanoseconds) => *time = nanoseconds,
                Err(Failed(name)) => {
                    eprintln!("{name} gave no result");
                    return ExitCode::FAILURE;
                }
            }
        }
        times.sort_unstable();
        if name.is_none() {
            println!("{}\t{}", step.name(), times.get(RUNS / 2).copied().unwrap_or_default());
        }
    }
    if !found {
        eprintln!("no such step; there are {}", Step::ALL.map(Step::name).join(", "));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn timed(step: Step) -> Result<u128, Failed> {
    let mut run = Run::new(step);
    let started = Instant::now();
    run.run();
    let time = started.elapsed().as_nanos();
    run.check()?;
    Ok(time)
}
