//! One piece of a room's work, for callgrind to count: `piece ROOM NAME`. Without a name it times all pieces of the room:
//! name, tab, nanoseconds of the quickest run. Fails where a result is wrong.

use std::{process::ExitCode, time::Instant};

use bench::{Failed, Workload, emission, epoch, timelock};

/// Enough for a quickest run that stays, in a second.
const RUNS: usize = 51;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (room, name) = (arguments.next(), arguments.next());
    let end = match room.as_deref() {
        Some("emission") => each::<emission::Run>(name.as_deref()),
        Some("epoch") => each::<epoch::Run>(name.as_deref()),
        Some("timelock") => each::<timelock::Run>(name.as_deref()),
        _ => Err("the rooms are emission, epoch, timelock".into()),
    };
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn each<W: Workload>(name: Option<&str>) -> Result<(), String> {
    let failed = |Failed(name)| format!("{name} gave no right result");
    let Some(name) = name else {
        for piece in W::pieces() {
            let mut quickest = u128::MAX;
            for _ in 0..RUNS {
                quickest = timed::<W>(piece).map_err(failed)?.min(quickest);
            }
            println!("{}\t{quickest}", W::name(piece));
        }
        return Ok(());
    };
    let piece = W::pieces().find(|piece| W::name(*piece) == name);
    let names = || W::pieces().map(W::name).collect::<Vec<_>>().join(", ");
    let piece = piece.ok_or_else(|| format!("no piece {name:?}; there are {}", names()))?;
    timed::<W>(piece).map(|_| ()).map_err(failed)
}

fn timed<W: Workload>(piece: W::Piece) -> Result<u128, Failed> {
    let mut run = W::new(piece);
    let started = Instant::now();
    run.run();
    let time = started.elapsed().as_nanos();
    run.check()?;
    Ok(time)
}
