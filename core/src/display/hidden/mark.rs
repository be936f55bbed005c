//! Commits that are put down and taken up again.

use super::{Behind, Commit, HiddenWeights};
use crate::extrinsic::Payload;
use crate::hashing::Blake2b256;
use crate::primitives::BlockNumber;
use crate::weights::timelock::{Reveal, WeightsTlockPayload};

/// Tells a timelocked commit from every other: a hash of its payload and of all that the payload hides. Only a [`Commit`] gives one,
/// so that no review shows weights as hidden which were not locked here.
///
/// It is 32 bytes, for a review that lies in memory of another language's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct CommitMark([u8; 32]);

impl CommitMark {
    fn new(payload: &Payload<'_>, weights: &HiddenWeights<'_>, reveal: &Reveal) -> Self {
        let HiddenWeights { hotkey, netuid, mecid, uids, values, version_key } = *weights;
        let hidden = WeightsTlockPayload { hotkey: &hotkey.0, uids, values, version_key };
        let mut hasher = Blake2b256::new();
        hasher.update(&hidden.digest());
        hasher.update(&netuid.0.to_le_bytes());
        hasher.update(&[mecid.0]);
        for number in [reveal.commit_epoch, reveal.first_reveal_block, reveal.round] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(payload.as_bytes());
        Self(hasher.finalize())
    }

    /// The hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Commit<'_> {
    /// What [`HiddenWeights::resume`] knows a timelocked commit by.
    pub fn mark(&self) -> Option<CommitMark> {
        let reveal = self.reveal()?;
        Some(CommitMark::new(&self.verified.payload(), &self.hidden.weights, &reveal))
    }
}

impl<'a> HiddenWeights<'a> {
    /// Takes up a commit of these weights again that [`HiddenWeights::timelock`] has made, without locking them again. `None` if
    /// the mark is of another one: of another payload, other weights, or another reveal.
    #[inline(never)]
    pub fn resume(
        &self,
        payload: Payload<'a>,
        reveal: Reveal,
        current: Option<BlockNumber>,
        mark: &CommitMark,
    ) -> Option<Commit<'a>> {
        if *mark != CommitMark::new(&payload, self, &reveal) {
            return None;
        }
        self.verified(payload, current, Behind::Reveal(reveal)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{EXTENSION, weights};
    use super::{CommitMark, HiddenWeights};
    use crate::crypto::MiniSecret;
    use crate::display::TextRender;
    use crate::extrinsic::TxExtension;
    use crate::primitives::{AccountId, H256, MechId, NetUid};
    use crate::weights::timelock::{Profile, Reveal, RevealTerms, Schedule};
    use std::string::String;
    use std::vec::Vec;

    fn terms() -> RevealTerms {
        let schedule = Schedule {
            tempo: 360,
            last_epoch_block: 900,
            pending_epoch_at: 0,
            blocks_since_last_step: 100,
            subnet_epoch_index: 7,
            last_mechanism_step_block: 0,
            last_yuma_step_block: None,
        };
        RevealTerms {
            profile: Profile::SPEC_475,
            schedule,
            current_block: 1000,
            reveal_period_epochs: 1,
            unix_time_ms: 1_700_000_000_000,
            block_time_ms: 12_000,
        }
    }

    fn locked(weights: &HiddenWeights<'_>, extension: &TxExtension) -> (Vec<u8>, Reveal, CommitMark) {
        let mut buffer = [0; 1024];
        let weights = *weights;
        let commit =
            weights.timelock(&terms(), extension, &MiniSecret::new([5; 32]), None, &mut buffer).unwrap();
        (commit.verified().payload().as_bytes().to_vec(), commit.reveal().unwrap(), commit.mark().unwrap())
    }

    #[test]
    fn a_commit_that_is_taken_up_again_shows_the_same() {
        let weights = weights(1);
        let mut buffer = [0; 1024];
        let secret = MiniSecret::new([5; 32]);
        let commit = weights.timelock(&terms(), &EXTENSION, &secret, None, &mut buffer).unwrap();
        let (mark, reveal, payload) =
            (commit.mark().unwrap(), commit.reveal().unwrap(), commit.verified().payload());
        assert_eq!(weights.resume(payload, reveal, Some(1000), &mark), Some(commit));
        let (mut shown, mut again) = (TextRender(String::new()), TextRender(String::new()));
        commit.review().emit_all(&mut shown).unwrap();
        weights.resume(payload, reveal, Some(1000), &mark).unwrap().review().emit_all(&mut again).unwrap();
        assert_eq!(shown.0, again.0);
        assert!(
            shown.0.contains("weight 2: uid 9: 75.0000% (49152)") && !shown.0.contains("Warning"),
            "{}",
            shown.0
        );
    }

    #[test]
    fn nothing_else_is_taken_up_as_a_commit() {
        let main = weights(0);
        let (payload, reveal, mark) = locked(&main, &EXTENSION);
        let resumed = |weights: &HiddenWeights<'_>, payload: &[u8], reveal, mark| {
            weights.resume(crate::extrinsic::Payload::new(payload), reveal, None, mark).is_some()
        };
        assert!(resumed(&main, &payload, reveal, &mark));
        for other in [
            HiddenWeights { hotkey: AccountId([8; 32]), ..main },
            HiddenWeights { netuid: NetUid(9), ..main },
            HiddenWeights { mecid: MechId(1), ..main },
            HiddenWeights { uids: [3, 8][..].into(), ..main },
            HiddenWeights { values: [16384, 49151][..].into(), ..main },
            HiddenWeights { uids: [3][..].into(), values: [9, 16384, 49152][..].into(), ..main },
            HiddenWeights { version_key: 2, ..main },
        ] {
            assert!(!resumed(&other, &payload, reveal, &mark), "{other:?}");
        }
        for other in [
            Reveal { commit_epoch: reveal.commit_epoch + 1, ..reveal },
            Reveal { first_reveal_block: reveal.first_reveal_block + 1, ..reveal },
            Reveal { round: reveal.round + 1, ..reveal },
        ] {
            assert!(!resumed(&main, &payload, other, &mark), "{other:?}");
        }
        for at in 0..payload.len() {
            let mut altered = payload.clone();
            altered[at] ^= 1;
            assert!(!resumed(&main, &altered, reveal, &mark), "byte {at}");
        }
        let (_, _, other) = locked(&main, &TxExtension { nonce: 3, ..EXTENSION });
        assert!(!resumed(&main, &payload, reveal, &other));
    }

    #[test]
    fn a_payload_on_its_own_warns_that_it_hides_its_weights() {
        let weights = weights(0);
        let (payload, ..) = locked(&weights, &EXTENSION);
        let mut review =
            crate::extrinsic::Payload::new(&payload).verify().unwrap().review(weights.hotkey, None);
        let mut text = TextRender(String::new());
        review.emit_all(&mut text).unwrap();
        assert!(text.0.contains("Warning: Hides its weights: they are not shown"), "{}", text.0);
    }

    #[test]
    fn without_fresh_randomness_equal_weights_are_locked_alike_only_in_the_same_request() {
        let ciphertexts = |weights: &HiddenWeights<'_>, extension: &TxExtension| {
            let (payload, ..) = locked(weights, extension);
            // From `U` to the suite, wherever the call has it.
            let len = crate::weights::timelock::encoded_len(weights.uids.len());
            let suite = payload.windows(8).position(|bytes| bytes == b"AES_GCM_").unwrap();
            payload[suite + 8 - len..suite + 8].to_vec()
        };
        let main = weights(0);
        let made = [
            ciphertexts(&main, &EXTENSION),
            ciphertexts(&HiddenWeights { netuid: NetUid(9), ..main }, &EXTENSION),
            ciphertexts(&weights(1), &EXTENSION),
            ciphertexts(&main, &TxExtension { nonce: 3, ..EXTENSION }),
            ciphertexts(
                &main,
                &TxExtension {
                    era: crate::extrinsic::Era::mortal(64, 1000),
                    block_hash: H256([1; 32]),
                    ..EXTENSION
                },
            ),
        ];
        for (index, one) in made.iter().enumerate() {
            // No part of one shows in another: neither `U`, nor `V`, nor `W`, nor the body, nor the nonce.
            let parts = |of: &[u8]| {
                [
                    of[..96].to_vec(),
                    of[104..136].to_vec(),
                    of[144..176].to_vec(),
                    of[192..208].to_vec(),
                    of[of.len() - 28..of.len() - 16].to_vec(),
                ]
            };
            for other in &made[..index] {
                assert!(parts(one).iter().zip(parts(other)).all(|(a, b)| *a != b), "{index}");
            }
        }
        assert_eq!(made[0], ciphertexts(&main, &EXTENSION));
    }
}
