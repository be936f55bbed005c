//! The workloads on a desktop, a line for each: name, tab, nanoseconds. The libraries for keys are also called
//! directly, in the same run, so that what nanotao adds can be seen.

use std::{hint::black_box, process::ExitCode, time::Instant};

use bench::{Meter, SECRET};
use ed25519_dalek::{Signer as _, SigningKey};
use schnorrkel::{ExpansionMode, MiniSecretKey, signing_context};

struct Stopwatch;

impl Meter for Stopwatch {
    fn measure(&mut self, name: &str, work: &mut dyn FnMut()) {
        /// Enough of them for a median that stays, and no more than a second for all workloads.
        const RUNS: usize = 201;
        let mut times: Vec<u128> = (0..RUNS)
            .map(|_| {
                let started = Instant::now();
                work();
                started.elapsed().as_nanos()
            })
            .collect();
        times.sort_unstable();
        println!("{name}\t{}", times.get(RUNS / 2).copied().unwrap_or_default());
    }
}

fn main() -> ExitCode {
    if let Err(failed) = bench::run(&mut Stopwatch) {
        eprintln!("{} gave no result", failed.0);
        return ExitCode::FAILURE;
    }
    let message = [9; 32];
    let context = signing_context(b"substrate");
    let Ok(secret) = MiniSecretKey::from_bytes(&SECRET) else { return ExitCode::FAILURE };
    let key = secret.expand_to_keypair(ExpansionMode::Ed25519);
    Stopwatch.measure("schnorrkel sign", &mut || {
        black_box(key.sign(context.bytes(black_box(&message))));
    });
    let signature = key.sign(context.bytes(&message));
    Stopwatch.measure("schnorrkel verify", &mut || {
        let _ = black_box(key.public.verify(context.bytes(black_box(&message)), &signature));
    });
    let key = SigningKey::from_bytes(&SECRET);
    Stopwatch.measure("ed25519-dalek sign", &mut || {
        black_box(key.sign(black_box(&message)));
    });
    let signature = key.sign(&message);
    Stopwatch.measure("ed25519-dalek verify", &mut || {
        let _ = black_box(key.verifying_key().verify_strict(black_box(&message), &signature));
    });
    ExitCode::SUCCESS
}
