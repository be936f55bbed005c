//! What schnorrkel does by tables of multiples, done without: they take 38 KB of flash.
#![allow(clippy::arithmetic_side_effects, reason = "the group's operations cannot overflow")]

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;
use schnorrkel::context::SigningTranscript;
use schnorrkel::{Keypair, PublicKey, SecretKey, Signature};
use zeroize::Zeroizing;

/// The key pair of a secret (`SecretKey::to_keypair`).
pub(super) fn keypair(secret: SecretKey) -> Keypair {
    let public = PublicKey::from_point(RISTRETTO_BASEPOINT_POINT * *halves(&secret).0);
    Keypair { secret, public }
}

/// Signs a transcript (`Keypair::sign`).
pub(super) fn sign(key: &Keypair, mut transcript: impl SigningTranscript) -> [u8; 64] {
    let (scalar, nonce) = halves(&key.secret);
    transcript.proto_name(b"Schnorr-sig");
    transcript.commit_point(b"sign:pk", key.public.as_compressed());
    let witness = Zeroizing::new(transcript.witness_scalar(b"signing", &[nonce.as_slice()]));
    let point = (RISTRETTO_BASEPOINT_POINT * *witness).compress();
    transcript.commit_point(b"sign:R", &point);
    let sum = transcript.challenge_scalar(b"sign:c") * *scalar + *witness;
    let mut signature = [0; 64];
    for (to, from) in signature.iter_mut().zip(point.0.iter().chain(sum.as_bytes())) {
        *to = *from;
    }
    // Schnorrkel's mark.
    if let Some(last) = signature.last_mut() {
        *last |= 0x80;
    }
    signature
}

/// Verifies a signature on a transcript (`PublicKey::verify`).
pub(super) fn verify(
    public: &PublicKey,
    mut transcript: impl SigningTranscript,
    signature: &Signature,
) -> bool {
    let bytes = signature.to_bytes();
    let ([point, sum], []) = bytes.as_chunks() else { return false };
    // Without schnorrkel's mark, which is beyond the order.
    let mut sum = *sum;
    if let Some(last) = sum.last_mut() {
        *last &= 0x7f;
    }
    transcript.proto_name(b"Schnorr-sig");
    transcript.commit_point(b"sign:pk", public.as_compressed());
    transcript.commit_bytes(b"sign:R", point);
    let challenge = transcript.challenge_scalar(b"sign:c");
    let expected =
        RISTRETTO_BASEPOINT_POINT * Scalar::from_bytes_mod_order(sum) - public.as_point() * challenge;
    expected.compress().0 == *point
}

/// The two halves of a secret: a scalar, and the seed of nonces.
fn halves(secret: &SecretKey) -> (Zeroizing<Scalar>, Zeroizing<[u8; 32]>) {
    let bytes = Zeroizing::new(secret.to_bytes());
    let ([scalar, nonce], []) = bytes.as_chunks() else { return Default::default() };
    (Zeroizing::new(Scalar::from_bytes_mod_order(*scalar)), Zeroizing::new(*nonce))
}

#[cfg(test)]
mod tests {
    use super::super::{CONTEXT, FixedRng, Keypair};
    use super::{keypair, sign, verify};
    use schnorrkel::context::attach_rng;
    use schnorrkel::{Signature, signing_context};

    #[test]
    fn without_tables_keys_signatures_and_verdicts_are_those_of_the_library() {
        for seed in 0..8 {
            let key = Keypair::from_mini_secret(&[seed; 32]).0;
            assert_eq!(keypair(key.secret.clone()).public, key.secret.to_public());
            let message = || signing_context(CONTEXT).bytes(&[seed; 300]);
            let transcript = || attach_rng(message(), FixedRng::new(&[7 * seed; 32]));
            let signature = sign(&key, transcript());
            assert_eq!(signature, key.sign(transcript()).to_bytes());
            for (place, bit) in [(0, 0), (9, 1), (32, 4), (62, 0x80)] {
                let mut altered = signature;
                altered[place] ^= bit;
                let altered = Signature::from_bytes(&altered).unwrap();
                let verdict = key.public.verify(message(), &altered).is_ok();
                assert_eq!(verify(&key.public, message(), &altered), verdict);
                assert_eq!(verdict, bit == 0);
            }
            let other = signing_context(CONTEXT).bytes(b"");
            assert!(!verify(&key.public, other, &Signature::from_bytes(&signature).unwrap()));
        }
    }
}
