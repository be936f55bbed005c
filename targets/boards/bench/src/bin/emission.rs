//! One stage of a block's emission, for callgrind to count: `emission NAME`. Prints nothing; fails where the result is
//! not the chain's.

use std::process::ExitCode;

use bench::emission::{Run, Stage};

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(stage) = Stage::ALL.into_iter().find(|stage| stage.name() == name) else {
        eprintln!("no stage {name:?}; there are {}", Stage::ALL.map(Stage::name).join(", "));
        return ExitCode::FAILURE;
    };
    let mut run = Run::new(stage);
    run.run();
    if run.check().is_err() {
        eprintln!("{name} is not what the chain computed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
