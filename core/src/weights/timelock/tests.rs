use super::hedge::HedgedRng;
use super::*;

use crate::scale::U16s;
use core::ops::Mul;
use ic_bls12_381::{G1Affine, G1Projective, G2Affine, G2Projective, Scalar};
use rand_core::{CryptoRng, Error, RngCore, impls};
use std::vec::Vec;
use std::{format, vec};

/// `clients/drand_decryptable.json`: round 1000 of drand quicknet.
const ROUND: u64 = 1000;
const SIGNATURE: &str =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
const QUICKNET: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
const SECRET: [u8; 32] = [7; 32];

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    let bytes: Vec<u8> =
        (0..N).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect();
    bytes.try_into().unwrap()
}

fn signature() -> Signature {
    Signature::parse(&bytes(SIGNATURE)).unwrap()
}

fn payload(uids: &[u16]) -> WeightsTlockPayload<'_> {
    WeightsTlockPayload { hotkey: &[9; 32], uids: uids.into(), values: uids.into(), version_key: 4 }
}

fn committed(uids: &[u16]) -> Vec<u8> {
    let payload = payload(uids);
    let mut out = [0; MAX_COMMIT_LEN];
    commit_hedged(&SECRET, None, &[], &payload, ROUND, &mut out).unwrap().to_vec()
}

/// Gives its byte for ever, or fails.
struct Constant(Option<u8>);

impl RngCore for Constant {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, _: &mut [u8]) {
        panic!("only a call that can fail is allowed")
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        dest.fill(self.0.ok_or(Error::from(core::num::NonZeroU32::MIN))?);
        Ok(())
    }
}

impl CryptoRng for Constant {}

#[test]
fn the_constants_are_what_they_stand_for() {
    assert_eq!(PublicKey::parse(&bytes(QUICKNET)), Ok(PublicKey::quicknet()));
    assert_eq!(PublicKey::quicknet().to_bytes(), bytes(QUICKNET));
    let mut teeth = vec![G2Projective::generator()];
    for _ in 0..4 {
        let next = (0..51).fold(*teeth.last().unwrap(), |point, _| point.double());
        teeth.push(next);
    }
    for (index, entry) in (0_u8..).zip(&comb::TABLE) {
        let sum = (0..4).fold(teeth[4], |sum, bit| {
            if index >> bit & 1 == 1 { sum.add(&teeth[bit]) } else { sum.add(&-teeth[bit]) }
        });
        assert_eq!(G2Affine::from_uncompressed(entry).unwrap(), G2Affine::from(sum));
    }
}

#[test]
fn both_multiplications_are_the_librarys() {
    let point = G1Projective::generator().double();
    let mut wide = [0; 64];
    let edges =
        [Scalar::zero(), Scalar::one(), Scalar::zero().sub(&Scalar::one()), Scalar::from(1_u64 << 63)];
    let random = (0..20_u8).map(|seed| {
        wide[..32].copy_from_slice(&crate::hashing::sha256(&[seed]));
        Scalar::from_bytes_wide(&wide)
    });
    for scalar in edges.into_iter().chain(random) {
        assert_eq!(curve::mul_g2_generator(&scalar), G2Affine::from(G2Projective::generator().mul(&scalar)));
        assert_eq!(curve::mul_g1(&point, &scalar), point.mul(&scalar));
    }
}

#[test]
fn a_commit_opens_with_the_signature_of_its_round_to_what_was_committed() {
    for len in [0, 1, 63, 64, 256] {
        let uids: Vec<u16> = (0..len).collect();
        let commit = committed(&uids);
        assert_eq!(commit.len(), encoded_len(uids.len()));
        assert_eq!(message_len(&commit), Ok(payload(&uids).encoded_len()));
        let mut out = [0; MAX_COMMIT_LEN];
        let opened = tld(&commit, &signature(), &mut out).unwrap();
        assert_eq!(WeightsTlockPayload::parse_all(opened), Ok(payload(&uids)));
    }
    assert_eq!(encoded_len(256), 1313);
}

#[test]
fn the_beacons_signature_is_told_from_every_other() {
    let key = PublicKey::quicknet();
    assert_eq!(signature().verify(&key, ROUND), Ok(()));
    assert_eq!(signature().verify(&key, ROUND + 1), Err(TimelockError::WrongSignature));
    let other = PublicKey(G2Affine::generator());
    assert_eq!(signature().verify(&other, ROUND), Err(TimelockError::WrongSignature));
    assert_eq!(other.check_quicknet(), Err(TimelockError::WrongPublicKey));
    assert_eq!(key.check_quicknet(), Ok(()));
}

#[test]
fn points_outside_the_subgroup_and_at_infinity_are_refused() {
    let infinity = PublicKey::parse(&G2Affine::identity().to_compressed());
    assert_eq!(infinity, Err(TimelockError::InfinityPublicKey));
    let infinity = Signature::parse(&G1Affine::identity().to_compressed());
    assert_eq!(infinity, Err(TimelockError::InvalidSignature));
    let (mut in_g1, mut in_g2) = (0, 0);
    for x in 0..64_u8 {
        let mut g1 = [0; 48];
        (g1[0], g1[47]) = (0x80, x);
        let curve: Option<G1Affine> = G1Affine::from_compressed_unchecked(&g1).into();
        in_g1 += usize::from(curve.is_some());
        assert_eq!(Signature::parse(&g1), Err(TimelockError::InvalidSignature));
        let mut g2 = [0; 96];
        (g2[0], g2[95]) = (0x80, x);
        let curve: Option<G2Affine> = G2Affine::from_compressed_unchecked(&g2).into();
        in_g2 += usize::from(curve.is_some());
        assert_eq!(PublicKey::parse(&g2), Err(TimelockError::InvalidPublicKey));
        let mut commit = committed(&[1]);
        commit[..96].copy_from_slice(&g2);
        let refused = tld(&commit, &signature(), &mut [0; MAX_COMMIT_LEN]).map(|opened| opened.len());
        assert_eq!(refused, Err(TimelockError::InvalidPoint));
    }
    assert!(in_g1 > 16 && in_g2 > 16, "{in_g1} {in_g2} are on the curve");
}

#[test]
fn a_commit_altered_anywhere_never_opens() {
    let commit = committed(&[1, 2, 3]);
    let mut out = [0; MAX_COMMIT_LEN];
    for at in 0..commit.len() {
        let mut altered = commit.clone();
        altered[at] ^= 1 << (at % 8);
        let error = tld(&altered, &signature(), &mut out).map(|opened| opened.len()).unwrap_err();
        let expected: &[TimelockError] = match at {
            0..96 => &[TimelockError::InvalidPoint, TimelockError::DoesNotOpen],
            104..136 | 144..176 => &[TimelockError::DoesNotOpen],
            96..192 => &[TimelockError::InvalidLength { offset: at / 8 * 8 }],
            _ if at >= commit.len() - 8 => &[TimelockError::UnknownCipherSuite],
            _ if at >= commit.len() - 16 => &[TimelockError::InvalidLength { offset: commit.len() - 16 }],
            _ if at >= commit.len() - 28 => &[TimelockError::InvalidTag],
            _ if at >= commit.len() - 36 => &[TimelockError::InvalidLength { offset: commit.len() - 36 }],
            _ => &[TimelockError::InvalidTag],
        };
        assert!(expected.contains(&error), "byte {at}: {error:?}");
        assert!(
            out[..message_len(&commit).unwrap()].iter().all(|byte| *byte == 0),
            "byte {at} left something"
        );
    }
}

#[test]
fn a_commit_of_another_length_never_opens() {
    let commit = committed(&[1, 2, 3]);
    let mut out = [0; MAX_COMMIT_LEN];
    for end in 0..commit.len() {
        let error = tld(&commit[..end], &signature(), &mut out).map(|opened| opened.len()).unwrap_err();
        assert!(matches!(error, TimelockError::InvalidLength { .. }), "{end} bytes: {error:?}");
    }
    let longer = [commit.as_slice(), &[0]].concat();
    assert!(matches!(tld(&longer, &signature(), &mut out), Err(TimelockError::InvalidLength { .. })));
    let needed = message_len(&commit).unwrap();
    let short = tld(&commit, &signature(), &mut out[..needed - 1]).map(|opened| opened.len());
    assert_eq!(short, Err(TimelockError::BufferTooSmall { needed }));
}

#[test]
fn another_round_does_not_open() {
    let payload = payload(&[1]);
    let mut out = [0; MAX_COMMIT_LEN];
    let commit = commit_hedged(&SECRET, None, &[], &payload, ROUND + 1, &mut out).unwrap().to_vec();
    assert_eq!(tld(&commit, &signature(), &mut out).map(|_| ()), Err(TimelockError::DoesNotOpen));
}

#[test]
fn a_source_of_randomness_that_fails_is_named_and_leaves_nothing() {
    let payload = payload(&[1, 2, 3]);
    for byte in [None, Some(0xff)] {
        let mut out = [0; MAX_COMMIT_LEN];
        let error = commit(&payload, ROUND, &mut Constant(byte), &mut out).map(|_| ());
        assert_eq!(error, Err(TimelockError::RandomnessFailed));
        assert_eq!(out, [0; MAX_COMMIT_LEN]);
    }
}

#[test]
fn weights_that_the_chain_refuses_are_not_locked() {
    let mut out = [0; MAX_COMMIT_LEN];
    let mut refused = |uids: &[u16], values: &[u16]| {
        let payload = WeightsTlockPayload { values: U16s::from(values), ..payload(uids) };
        commit(&payload, ROUND, &mut Constant(Some(1)), &mut out).map(|_| ()).unwrap_err()
    };
    let many: Vec<u16> = (0..257).collect();
    assert_eq!(refused(&many, &many).code(), 67);
    assert_eq!(refused(&[1, 1], &[1, 1]).code(), 73);
    assert_eq!(refused(&[1], &[]).code(), 65);
    let needed = encoded_len(1);
    let short = commit(&payload(&[1]), ROUND, &mut Constant(Some(1)), &mut [0; MAX_COMMIT_LEN][..needed - 1])
        .map(|_| ());
    assert_eq!(short, Err(TimelockError::BufferTooSmall { needed }));
    let hotkey = [0; MAX_COMMIT_LEN];
    let long = WeightsTlockPayload { hotkey: &hotkey, ..payload(&[1]) };
    let error = commit(&long, ROUND, &mut Constant(Some(1)), &mut [0; 8000]).map(|_| ()).unwrap_err();
    assert!(matches!(error, TimelockError::CommitTooLong { .. }));
}

#[test]
fn hedged_randomness_is_another_for_every_input() {
    let within = |secret, fresh, context, payload: &WeightsTlockPayload<'_>, round| {
        let mut bytes = [0; 76];
        HedgedRng::new(secret, fresh, context, &payload.digest(), round).fill_bytes(&mut bytes);
        bytes
    };
    let drawn = |secret, fresh, payload: &WeightsTlockPayload<'_>, round| {
        within(secret, fresh, b"here".as_slice(), payload, round)
    };
    let base = payload(&[1, 2]);
    let all = [
        within(&SECRET, None, b"there".as_slice(), &base, 1),
        drawn(&SECRET, None, &base, 1),
        drawn(&[8; 32], None, &base, 1),
        drawn(&SECRET, Some(&[0; 32]), &base, 1),
        drawn(&SECRET, Some(&[1; 32]), &base, 1),
        drawn(&SECRET, None, &base, 2),
        drawn(&SECRET, None, &payload(&[2, 1]), 1),
        drawn(&SECRET, None, &WeightsTlockPayload { values: [1, 3][..].into(), ..base }, 1),
        drawn(&SECRET, None, &WeightsTlockPayload { version_key: 5, ..base }, 1),
        drawn(&SECRET, None, &WeightsTlockPayload { hotkey: &[8; 32], ..base }, 1),
    ];
    for (at, one) in all.iter().enumerate() {
        assert!(all[..at].iter().all(|other| one[..32] != other[..32]));
        assert_ne!(one[..32], one[32..64]);
    }
    assert_eq!(all[1], drawn(&SECRET, None, &base, 1));
}

#[test]
fn weights_that_change_on_the_way_are_not_locked() {
    let (before, after) = (payload(&[1, 2]), payload(&[1, 3]));
    let digest = before.digest();
    let mut message = [0; 64];
    let mut writer = Writer::new(&mut message);
    before.encode(&mut writer).unwrap();
    assert_eq!(digest, blake2_256(writer.finish()));
    let mut out = [0; MAX_COMMIT_LEN];
    let mut rng = HedgedRng::new(&SECRET, None, &[], &digest, ROUND);
    assert!(lock(&before, Some(&digest), ROUND, &mut rng, &mut out).is_ok());
    out.fill(0);
    let error = lock(&after, Some(&digest), ROUND, &mut rng, &mut out).map(|_| ());
    assert_eq!(error, Err(TimelockError::WeightsChanged));
    assert_eq!(out, [0; MAX_COMMIT_LEN]);
}

#[test]
fn a_round_is_neither_past_nor_more_than_five_years_ahead() {
    assert_eq!(round_at(GENESIS_TIME - 1), 0);
    assert_eq!((round_at(GENESIS_TIME), round_at(GENESIS_TIME + 2), round_at(GENESIS_TIME + 3)), (1, 1, 2));
    for round in [1, 2, 1000, 34_178_823] {
        assert_eq!(round_at(time_of(round)), round);
        let (now, last) = (time_of(round), round + HORIZON);
        assert_eq!(check_round(round, now), Err(TimelockError::RoundInPast { next: round + 1 }));
        assert_eq!(check_round(round + 1, now), Ok(()));
        assert_eq!(check_round(last, now), Ok(()));
        assert_eq!(check_round(last + 1, now), Err(TimelockError::RoundTooFar { last }));
    }
    assert_eq!(check_round(0, 0), Err(TimelockError::RoundInPast { next: 1 }));
    assert_eq!(check_round(u64::MAX, u64::MAX).map_err(TimelockError::code), Err(292));
    assert!(format!("{}", TimelockError::RoundTooFar { last: 7 }).contains('7'));
}

#[test]
fn a_forecast_from_what_no_chain_has_is_refused() {
    let good = RevealTerms {
        profile: Profile::SPEC_475,
        schedule: Schedule {
            tempo: 100,
            last_epoch_block: 1000,
            subnet_epoch_index: 5,
            ..Schedule::default()
        },
        current_block: 1010,
        reveal_period_epochs: 1,
        unix_time_ms: GENESIS_TIME * 1000,
        block_time_ms: 12_000,
    };
    let with = |schedule| RevealTerms { schedule, ..good };
    assert_eq!(good.predict().map(|reveal| reveal.first_reveal_block), Ok(1100));
    for (terms, error) in [
        (RevealTerms { reveal_period_epochs: 0, ..good }, TimelockError::RevealPeriodTooShort),
        (RevealTerms { unix_time_ms: GENESIS_TIME * 1000 - 1, ..good }, TimelockError::BeforeGenesis),
        (with(Schedule { last_epoch_block: 1011, ..good.schedule }), TimelockError::InvalidSchedule),
        (with(Schedule { subnet_epoch_index: u64::MAX, ..good.schedule }), TimelockError::InvalidSchedule),
        (RevealTerms { current_block: u32::MAX.into(), ..good }, TimelockError::InvalidSchedule),
        (RevealTerms { current_block: u64::MAX - 1, ..good }, TimelockError::InvalidSchedule),
        (RevealTerms { block_time_ms: 0, ..good }, TimelockError::RoundInPast { next: 2 }),
        (RevealTerms { block_time_ms: u64::MAX, ..good }, TimelockError::RoundTooFar { last: 1 + HORIZON }),
    ] {
        assert_eq!(terms.predict(), Err(error), "{terms:?}");
    }
}
