//! Commits to weights. A hash or a ciphertext does not tell which weights are behind it, so the payload is made here from the
//! weights that its [`Review`] shows, and nothing else makes a review that shows any as hidden.

mod error;
#[cfg(feature = "timelock")]
mod mark;

pub use error::CommitError;
#[cfg(feature = "timelock")]
pub use mark::CommitMark;

use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::card::Card;
use super::review::Review;
use super::value::{Percent, Value};
use crate::call::{Call, CommitMechanismWeights, CommitWeights};
#[cfg(feature = "timelock")]
use crate::call::{CommitTimelockedMechanismWeights, CommitTimelockedWeights};
use crate::crypto::MiniSecret;
use crate::extrinsic::{Payload, PayloadError, TxExtension, Verified};
use crate::primitives::{AccountId, BlockNumber, MechId, NetUid};
use crate::scale::U16s;
#[cfg(feature = "timelock")]
use crate::scale::compact_len;
#[cfg(feature = "timelock")]
use crate::weights::timelock::{
    COMMIT_REVEAL_VERSION, Reveal, RevealTerms, TimelockError, WeightsTlockPayload, commit_hedged,
    encoded_len, time_of,
};
use crate::weights::{Salt, check_mechanism, check_pairs, commit_hash, commit_salt, mechanism_storage_index};

/// Weights to commit to, and whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenWeights<'a> {
    /// Who commits: the signer.
    pub hotkey: AccountId,
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism.
    pub mecid: MechId,
    /// Who is weighted.
    pub uids: U16s<'a>,
    /// How much each.
    pub values: U16s<'a>,
    /// The version of the validator's code.
    pub version_key: u64,
}

impl<'a> HiddenWeights<'a> {
    /// Commits by a hash (`commit_weights`, or `commit_mechanism_weights`). The salt is made here, of `secret`, the
    /// extrinsic's nonce and fresh randomness where there is any, as [`commit_salt`] says; [`Commit::salt`] has it.
    /// `current` is as for [`Verified::review`].
    ///
    /// # Errors
    /// [`CommitError`].
    #[inline(never)]
    pub fn commit(
        &self,
        extension: &TxExtension,
        current: Option<BlockNumber>,
        secret: &MiniSecret,
        rng: Option<&mut dyn CryptoRngCore>,
        out: &'a mut [u8],
    ) -> Result<Commit<'a>, CommitError> {
        let Self { hotkey, netuid, mecid, uids, values, version_key } = *self;
        check_mechanism(netuid, mecid)?;
        check_pairs(uids, values)?;
        let index = mechanism_storage_index(netuid, mecid);
        let hash = |salt: &[u16]| commit_hash(&hotkey, index, uids, values, salt.into(), version_key);
        let salt = commit_salt(secret.as_bytes(), draw(rng)?.as_deref(), &hash(&[]), extension);
        let commit_hash = hash(&salt);
        let call: Call<'_> = if mecid == MechId::MAIN {
            CommitWeights { netuid, commit_hash }.into()
        } else {
            CommitMechanismWeights { netuid, mecid, commit_hash }.into()
        };
        let payload = Payload::build(&call, extension, out).map_err(PayloadError::from)?;
        self.verified(payload, current, Behind::Salt(salt))
    }

    /// Locks until the round of the beacon by which the commit is to be revealed (`commit_timelocked_weights`, or
    /// `commit_timelocked_mechanism_weights`). The randomness is that of [`commit_hedged`], whose context is the mechanism
    /// and the nonce and birth block of `extension`. `out` has to hold [`timelock_len`](Self::timelock_len) bytes.
    ///
    /// # Errors
    /// [`CommitError`].
    #[cfg(feature = "timelock")]
    #[inline(never)]
    pub fn timelock(
        &self,
        terms: &RevealTerms,
        extension: &TxExtension,
        secret: &MiniSecret,
        rng: Option<&mut dyn CryptoRngCore>,
        out: &'a mut [u8],
    ) -> Result<Commit<'a>, CommitError> {
        let Self { hotkey, netuid, mecid, uids, values, version_key } = *self;
        check_mechanism(netuid, mecid)?;
        check_pairs(uids, values)?;
        let reveal = terms.predict()?;
        let needed = self.timelock_len(extension);
        let front = out.len().checked_sub(encoded_len(uids.len())).filter(|_| needed <= out.len());
        let front = front.ok_or(TimelockError::BufferTooSmall { needed })?;
        let (out, room) = out.split_at_mut_checked(front).unwrap_or_default();
        let payload = WeightsTlockPayload { hotkey: &hotkey.0, uids, values, version_key };
        let mut context = [0; 38];
        let index = mechanism_storage_index(netuid, mecid).0.to_le_bytes();
        let nonce = extension.nonce.to_le_bytes();
        let parts = [index.as_slice(), &nonce, &extension.block_hash.0];
        context.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        let fresh = draw(rng)?;
        let commit =
            commit_hedged(secret.as_bytes(), fresh.as_deref(), &context, &payload, reveal.round, room)?;
        let payload = Payload::build(&self.timelocked(commit, reveal.round), extension, out);
        let payload = payload.map_err(PayloadError::from)?;
        self.verified(payload, BlockNumber::try_from(terms.current_block).ok(), Behind::Reveal(reveal))
    }

    /// Bytes that [`HiddenWeights::timelock`] takes: those of the payload, and of the ciphertext once more.
    #[cfg(feature = "timelock")]
    pub fn timelock_len(&self, extension: &TxExtension) -> usize {
        let commit = encoded_len(self.uids.len());
        // The call has the ciphertext behind its length, and here that of none.
        let call = self.timelocked(&[], 0).encoded_len().saturating_sub(1);
        let around = extension.explicit_len().saturating_add(extension.implicit_len());
        let twice = commit.saturating_mul(2).saturating_add(compact_len(commit as u64));
        call.saturating_add(around).saturating_add(twice)
    }

    #[cfg(feature = "timelock")]
    fn timelocked<'c>(&self, commit: &'c [u8], reveal_round: u64) -> Call<'c> {
        let Self { netuid, mecid, .. } = *self;
        let commit_reveal_version = COMMIT_REVEAL_VERSION;
        if mecid == MechId::MAIN {
            CommitTimelockedWeights { netuid, commit, reveal_round, commit_reveal_version }.into()
        } else {
            CommitTimelockedMechanismWeights { netuid, mecid, commit, reveal_round, commit_reveal_version }
                .into()
        }
    }

    fn verified(
        &self,
        payload: Payload<'a>,
        current: Option<BlockNumber>,
        behind: Behind,
    ) -> Result<Commit<'a>, CommitError> {
        let whole = self.values.iter().map(u64::from).sum();
        Ok(Commit { verified: payload.verify()?, current, hidden: Hidden { weights: *self, behind, whole } })
    }
}

/// The payload of a commit, and what is in it. Only [`HiddenWeights`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) current: Option<BlockNumber>,
    pub(super) hidden: Hidden<'a>,
}

impl<'a> Commit<'a> {
    /// The payload. A review of it alone says that it hides its weights, as does that of any payload whose bytes came from
    /// elsewhere: neither stands for [`Commit::review`].
    pub const fn verified(&self) -> &Verified<'a> {
        &self.verified
    }

    /// What `reveal_weights` has to tell once, if the commit is a hash.
    pub const fn salt(&self) -> Option<Salt> {
        match self.hidden.behind {
            Behind::Salt(salt) => Some(salt),
            #[cfg(feature = "timelock")]
            Behind::Reveal(_) => None,
        }
    }

    /// When the commit is revealed, if it is a ciphertext.
    #[cfg(feature = "timelock")]
    pub const fn reveal(&self) -> Option<Reveal> {
        match self.hidden.behind {
            Behind::Salt(_) => None,
            Behind::Reveal(reveal) => Some(reveal),
        }
    }

    /// Begins to show the payload and what it hides to whoever commits, who is the signer.
    #[inline(never)]
    pub fn review(self) -> Review<'a> {
        let mut review = self.verified.review(self.hidden.weights.hotkey, self.current);
        review.cards.hide(self.hidden);
        review
    }
}

/// What the world needs to see the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// Whoever reveals them has to tell the salt.
    Salt(Salt),
    /// The beacon's signature on a round.
    #[cfg(feature = "timelock")]
    Reveal(Reveal),
}

/// What is in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hidden<'a> {
    pub(super) weights: HiddenWeights<'a>,
    pub(super) behind: Behind,
    /// The sum of the weights.
    whole: u64,
}

impl Hidden<'_> {
    /// The card at `index`: what the commit is revealed by, then the weights.
    pub(super) fn card(&self, index: usize) -> Option<Card<'_>> {
        let reveal = match &self.behind {
            Behind::Salt(salt) => [Some(Card::new("salt", Value::U16s(salt.as_slice().into()))), None, None],
            #[cfg(feature = "timelock")]
            Behind::Reveal(reveal) => [
                Some(Card::new("Round signed", Value::Time(time_of(reveal.round)))),
                Some(Card::new("Reveal block", Value::Integer(reveal.first_reveal_block.into()))),
                Some(Card::new("Commit epoch", Value::Integer(reveal.commit_epoch.into()))),
            ],
        };
        let mut left = index;
        for card in reveal.into_iter().flatten() {
            let Some(rest) = left.checked_sub(1) else { return Some(card) };
            left = rest;
        }
        let HiddenWeights { uids, values, version_key, .. } = self.weights;
        let Some(pair) = left.checked_sub(1) else {
            return Some(Card::new("hidden weights", Value::Count(uids.len())));
        };
        match (uids.get(pair), values.get(pair)) {
            (Some(uid), Some(weight)) => {
                let share = Percent { part: weight.into(), whole: self.whole };
                Some(Card::pair(pair, Value::Weight { uid, weight, share }))
            }
            _ if pair == uids.len() => {
                Some(Card::new("hidden version_key", Value::Integer(version_key.into())))
            }
            _ => None,
        }
    }
}

/// Randomness to hedge with, if there is a source of any.
fn draw(rng: Option<&mut dyn CryptoRngCore>) -> Result<Option<Zeroizing<[u8; 32]>>, CommitError> {
    let Some(rng) = rng else { return Ok(None) };
    let mut drawn = Zeroizing::new([0; 32]);
    rng.try_fill_bytes(drawn.as_mut_slice()).map_err(|_| CommitError::RandomnessFailed)?;
    Ok(Some(drawn))
}

#[cfg(test)]
mod tests {
    use super::{CommitError, HiddenWeights};
    use crate::crypto::MiniSecret;
    use crate::display::TextRender;
    use crate::extrinsic::{Era, FINNEY, TxExtension};
    use crate::primitives::{AccountId, H256, MechId, NetUid, TaoBalance};
    use crate::weights::{ChainError, commit_hash, mechanism_storage_index};
    use std::format;
    use std::string::String;

    pub(super) const EXTENSION: TxExtension = TxExtension {
        era: Era::Immortal,
        nonce: 2,
        tip: TaoBalance(0),
        metadata_hash: None,
        spec_version: 475,
        transaction_version: 1,
        genesis_hash: FINNEY,
        block_hash: FINNEY,
    };

    pub(super) fn weights(mecid: u8) -> HiddenWeights<'static> {
        HiddenWeights {
            hotkey: AccountId([7; 32]),
            netuid: NetUid(8),
            mecid: MechId(mecid),
            uids: [3, 9][..].into(),
            values: [16384, 49152][..].into(),
            version_key: 1,
        }
    }

    #[test]
    fn what_a_hash_hides_is_on_the_cards_behind_those_of_the_call() {
        let mut buffer = [0; 256];
        let (weights, secret) = (weights(1), MiniSecret::new([5; 32]));
        let commit = weights.commit(&EXTENSION, None, &secret, None, &mut buffer).unwrap();
        let (salt, mut review) = (commit.salt().unwrap(), commit.review());
        let index = mechanism_storage_index(weights.netuid, weights.mecid);
        let hash =
            commit_hash(&weights.hotkey, index, weights.uids, weights.values, salt.as_slice().into(), 1);
        let mut text = TextRender(String::new());
        review.emit_all(&mut text).unwrap();
        let expected = format!(
            "netuid: 8\nmecid: 1\ncommit_hash: {hash}\nsalt: {salt:?}\nhidden weights: 2\n\
             weight 1: uid 3: 25.0000% (16384)\nweight 2: uid 9: 75.0000% (49152)\nhidden version_key: 1\n"
        );
        assert!(text.0.ends_with(&expected), "{}", text.0);
        assert!(review.approve().is_ok());
    }

    #[test]
    fn a_salt_is_another_for_another_secret_nonce_block_weight_or_draw() {
        let salt = |weights: &HiddenWeights<'_>, extension: &TxExtension, secret| {
            let mut buffer = [0; 256];
            let secret = MiniSecret::new([secret; 32]);
            weights.commit(extension, None, &secret, None, &mut buffer).unwrap().salt().unwrap()
        };
        let (main, mortal) = (weights(0), Era::mortal(64, 1000));
        let born = |byte| TxExtension { era: mortal, block_hash: H256([byte; 32]), ..EXTENSION };
        let salts = [
            salt(&main, &EXTENSION, 1),
            salt(&main, &EXTENSION, 2),
            salt(&main, &TxExtension { nonce: 3, ..EXTENSION }, 1),
            salt(&main, &born(1), 1),
            salt(&main, &born(2), 1),
            salt(&weights(1), &EXTENSION, 1),
            salt(&HiddenWeights { values: [16384, 49151][..].into(), ..main }, &EXTENSION, 1),
        ];
        for (index, one) in salts.iter().enumerate() {
            assert!(salts[..index].iter().all(|other| other != one), "{index}");
        }
    }

    #[test]
    fn what_no_subnet_takes_is_not_committed_to() {
        let refused = |weights: HiddenWeights<'_>| {
            let (secret, mut buffer) = (MiniSecret::new([5; 32]), [0; 256]);
            weights.commit(&EXTENSION, None, &secret, None, &mut buffer).unwrap_err()
        };
        let main = weights(0);
        let root = refused(HiddenWeights { netuid: NetUid(0), ..main });
        assert_eq!(root, CommitError::from(ChainError::CanNotSetRootNetworkWeights));
        for nowhere in [HiddenWeights { netuid: NetUid(4096), ..main }, weights(16)] {
            assert_eq!(refused(nowhere), CommitError::from(ChainError::MechanismDoesNotExist));
        }
        let twice = refused(HiddenWeights { uids: [3, 3][..].into(), ..main });
        assert_eq!(twice, CommitError::from(ChainError::DuplicateUids { index: 1 }));
    }
}
