//! One epoch, for callgrind to count: `epoch NAME`. Prints nothing; fails where the result is not the chain's.

use std::process::ExitCode;

use bench::epoch::{CASES, Run};

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(case) = CASES.iter().find(|case| case.name == name) else {
        eprintln!("no epoch {name:?}; there are {}", CASES.each_ref().map(|case| case.name).join(", "));
        return ExitCode::FAILURE;
    };
    let mut run = Run::new(case);
    run.epoch();
    if run.check().is_err() {
        eprintln!("{name} is not what the chain computed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
