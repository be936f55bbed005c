//! The steps of the main job on this machine, beside the libraries for keys called directly. One JSON object a line.

use std::hint::black_box;
use std::time::Instant;

use ed25519_dalek::{Signer as _, Verifier as _};
use nanotao::crypto::Scheme;
use nanotao_tests::workload::Workload;
use rand_core::OsRng;
use schnorrkel::context::attach_rng;

/// Microseconds of the fastest of many rounds: what disturbs a machine only ever adds.
fn measure(name: &str, mut step: impl FnMut()) {
    let mut best = f64::INFINITY;
    for _ in 0..300 {
        let started = Instant::now();
        step();
        best = best.min(started.elapsed().as_secs_f64() * 1e6);
    }
    println!("{{\"name\": \"{name}\", \"microseconds\": {best:.2}}}");
}

fn main() {
    let mut workload = Workload::default();
    measure("quantise 256", || {
        black_box(workload.quantise());
    });
    measure("encode", || {
        black_box(workload.encode());
    });
    let message = workload.encode().as_ref().to_vec();
    for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
        let signature = workload.sign(scheme, &message);
        measure(&format!("{scheme} sign and check"), || {
            black_box(workload.sign(scheme, black_box(&message)));
        });
        measure(&format!("{scheme} verify"), || {
            assert!(workload.verify(scheme, &signature, black_box(&message)));
        });
        measure(&format!("{scheme} journey"), || {
            black_box(workload.journey(scheme));
        });
    }

    let keypair = schnorrkel::MiniSecretKey::from_bytes(&[7; 32])
        .expect("32 bytes")
        .expand_to_keypair(schnorrkel::ExpansionMode::Ed25519);
    let context = schnorrkel::signing_context(b"substrate");
    let sign = |message| keypair.sign(attach_rng(context.bytes(message), OsRng));
    let signature = sign(&message);
    measure("schnorrkel sign", || {
        black_box(sign(black_box(&message)));
    });
    measure("schnorrkel verify", || {
        assert!(keypair.public.verify_simple(b"substrate", black_box(&message), &signature).is_ok());
    });
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let signature = key.sign(&message);
    measure("ed25519-dalek sign", || {
        black_box(key.sign(black_box(&message)));
    });
    measure("ed25519-dalek verify", || {
        assert!(key.verifying_key().verify(black_box(&message), &signature).is_ok());
    });
}
