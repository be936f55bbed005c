//! Runs one piece of work with its secrets marked as undefined. Valgrind's memcheck reports every branch and every address
//! that depends on undefined bytes, so it reports where time depends on a secret.

use std::{hint::black_box, process::ExitCode};

use nanotao::crypto::{MultiSignature, Signer, SigningMessage, sr25519};
use nanotao::weights::timelock::{MAX_COMMIT_LEN, WeightsTlockPayload, commit};
use rand_core::{CryptoRng, Error, RngCore, impls};

unsafe extern "C" {
    fn mark_secret(bytes: *mut u8, len: usize) -> i32;
    fn mark_public(bytes: *mut u8, len: usize) -> i32;
}

fn secret(bytes: &mut [u8]) -> bool {
    // SAFETY: the bytes are only marked.
    unsafe { mark_secret(bytes.as_mut_ptr(), bytes.len()) != 0 }
}

fn public(bytes: &mut [u8]) -> bool {
    // SAFETY: as above.
    unsafe { mark_public(bytes.as_mut_ptr(), bytes.len()) != 0 }
}

/// Gives secrets only. A commit's key is the first; what comes after masks it, and the nonce is the last.
struct Rng {
    valgrind: bool,
}

impl RngCore for Rng {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        dest.fill(0x2a);
        self.valgrind = secret(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Rng {}

/// Whether the work ran, under valgrind.
fn timelock() -> bool {
    let uids = [1, 2, 3].as_slice();
    let payload =
        WeightsTlockPayload { hotkey: &[9; 32], uids: uids.into(), values: uids.into(), version_key: 4 };
    let mut rng = Rng { valgrind: false };
    let mut out = [0; MAX_COMMIT_LEN];
    let Ok(commit) = commit(&payload, 1000, &mut rng, &mut out) else { return false };
    public(commit) && rng.valgrind
}

/// Whether a key was made without tables, as for small devices, and has signed.
fn sr25519() -> bool {
    let mut seed = [7; 32];
    let valgrind = secret(&mut seed);
    let key = sr25519::Keypair::from_mini_secret(&seed);
    let signed = key.sign_unverified(&SigningMessage::hazmat(b"message"), None);
    let Ok(MultiSignature::Sr25519(mut signature)) = signed else { return false };
    valgrind && public(&mut signature)
}

/// A comparison that stops at the first difference: what the check has to find.
fn leaky() -> bool {
    let mut key = [7; 32];
    let valgrind = secret(&mut key);
    black_box(key.iter().position(|byte| *byte != black_box(7)));
    valgrind
}

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let done = match name.as_str() {
        "timelock" => timelock(),
        "sr25519" => sr25519(),
        "leaky" => leaky(),
        _ => false,
    };
    if done { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
