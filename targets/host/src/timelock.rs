//! Timelocked commits: made for a round, opened with its signature, and the round that a commit needs.

use std::fmt;

use clap::Args;

use nanotao::AccountId;
use nanotao::call::{Call, SpecVersion};
use nanotao::metadata::{Described, Item, MetadataError, Place};
use nanotao::scale::Reader;
use nanotao::ss58::Address;
use nanotao::weights::timelock::{
    COMMIT_REVEAL_VERSION, MAX_COMMIT_LEN, Reveal, RevealTerms, Schedule, Signature, TimelockError,
    WeightsTlockPayload, check_round, commit, encoded_len, message_len, time_of, tld,
};
use rand_core::OsRng;
use serde_json::{Value, json};

use crate::emission::{schedule::One, supply::Date};
use crate::epoch::Spec;
use crate::scores::Weights;
use crate::text::{align_named, number, to_hex};
use crate::{Error, Result};

/// Milliseconds from a block to the next, as the chain intends it.
pub const BLOCK_TIME_MS: u64 = 12_000;

/// Where a subnet's schedule stands, and when.
#[derive(Args, Clone, Copy, Debug)]
pub struct When {
    #[command(flatten)]
    one: One,
    /// When the block before that one was made, in UTC: 2026-11-25T09:30:00Z [default: now]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Milliseconds from a block to the next
    #[arg(long, value_name = "N", default_value_t = BLOCK_TIME_MS)]
    block_time_ms: u64,
}

impl When {
    /// Whether anything but the date is said.
    pub const fn is_given(&self) -> bool {
        self.one.block.is_some()
    }

    /// What is taken for granted where no date is given.
    pub fn assumed(&self) -> Option<String> {
        assumed(self.one.block?.saturating_sub(1), self.date)
    }

    /// Foretells the reveal by the rule of a spec.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) without a block or `LastEpochBlock`, [`Kind::Input`](crate::Kind::Input) as
    /// [`RevealTerms::predict`].
    pub fn reveal(&self, spec: Spec) -> Result<Lock> {
        let remedy = "give the number of the block that comes next as --block N";
        let block = self.one.block.ok_or_else(|| Error::usage("no block").remedy(remedy))?;
        let stored = &self.one.stored;
        let terms = RevealTerms {
            profile: spec.profile(),
            schedule: Schedule {
                tempo: stored.tempo,
                last_epoch_block: stored.last_epoch_block()?,
                pending_epoch_at: stored.pending_epoch_at,
                blocks_since_last_step: stored.blocks_since_last_step,
                subnet_epoch_index: stored.subnet_epoch_index.unwrap_or(0),
                ..Schedule::default()
            },
            current_block: block
                .checked_sub(1)
                .ok_or_else(|| Error::input("nothing is in block 0").remedy(remedy))?,
            reveal_period_epochs: stored.reveal_period_epochs,
            unix_time_ms: self.date.unwrap_or_else(Date::now).unix_ms(),
            block_time_ms: self.block_time_ms,
        };
        let Reveal { commit_epoch, first_reveal_block, round } = terms.predict()?;
        let commit_epoch = stored.subnet_epoch_index.map(|_| commit_epoch);
        Ok(Lock { round, first_reveal_block: Some(first_reveal_block), commit_epoch })
    }
}

/// What is taken for granted of the newest block where no date is given.
pub fn assumed(newest: u64, date: Option<Date>) -> Option<String> {
    match date {
        Some(_) => None,
        None => Some(format!("block {newest} is taken to be of this moment: give its time as --date if not")),
    }
}

/// Until when weights are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The round of the beacon.
    pub round: u64,
    /// The first block that reveals them, where that was foretold.
    pub first_reveal_block: Option<u64>,
    /// The epoch of the commit, where the subnet's index was given.
    pub commit_epoch: Option<u64>,
}

impl Lock {
    /// Until a round of which no more is known.
    pub const fn until(round: u64) -> Self {
        Self { round, first_reveal_block: None, commit_epoch: None }
    }

    /// As JSON: the same fields wherever weights are locked.
    pub fn to_json(&self) -> Value {
        json!({
            "commit_epoch": self.commit_epoch, "first_reveal_block": self.first_reveal_block,
            "reveal_round": self.round, "signed_at": time_of(self.round),
        })
    }
}

impl From<Reveal> for Lock {
    fn from(reveal: Reveal) -> Self {
        let Reveal { commit_epoch, first_reveal_block, round } = reveal;
        Self { round, first_reveal_block: Some(first_reveal_block), commit_epoch: Some(commit_epoch) }
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "locked until round {}, signed {}", self.round, signed(self.round))?;
        self.first_reveal_block
            .iter()
            .try_for_each(|block| write!(f, "; first revealed in block {block}"))?;
        self.commit_epoch.iter().try_for_each(|epoch| write!(f, "; committed in epoch {epoch}"))
    }
}

/// A table of what both rules foretell.
///
/// # Errors
/// As [`When::reveal`].
pub fn rounds(when: &When) -> Result<(String, Value)> {
    let (mut lines, mut json) = (Vec::new(), Vec::new());
    for spec in [Spec::V425, Spec::V475] {
        let lock = when.reveal(spec)?;
        let cells = [
            ("spec", Some(u64::from(spec.number()))),
            ("epoch of the commit", lock.commit_epoch),
            ("first block that reveals", lock.first_reveal_block),
            ("round", Some(lock.round)),
        ];
        let cells = cells.into_iter().filter_map(|(name, cell)| Some((name.to_owned(), cell?.to_string())));
        let (head, line): (Vec<_>, Vec<_>) = cells.chain([("signed".into(), signed(lock.round))]).unzip();
        if lines.is_empty() {
            lines.push(head);
        }
        lines.push(line);
        let mut row = lock.to_json();
        if let Value::Object(row) = &mut row {
            row.insert("spec".into(), spec.number().into());
        }
        json.push(row);
    }
    Ok((align_named(&lines), json.into()))
}

/// When a round is signed, in words.
pub fn signed(round: u64) -> String {
    Date::from_unix(time_of(round)).map_or_else(|| "after the calendar's end".into(), |date| date.to_string())
}

/// Checks a round against this machine's clock, from whatever date it was foretold: what is locked until a round that is
/// signed is open at once. With `allow_past` that may be.
///
/// # Errors
/// As [`check_round`].
pub fn check_now(round: u64, allow_past: bool) -> Result<()> {
    match check_round(round, Date::now().unix_ms() / 1000) {
        Err(error) if round == 0 => {
            Err(Error::from(error).context("there is no round 0").remedy("the beacon's first round is round 1"))
        }
        Err(TimelockError::RoundInPast { .. }) if allow_past => Ok(()),
        Err(error) => Err(Error::from(error)
            .context(format_args!("round {round}, signed {}", signed(round)))
            .remedy("lock anew, until a round that is foretold from the newest block with no --date; is this machine's clock right?")),
        Ok(()) => Ok(()),
    }
}

/// A commit, and the call that sends it.
pub struct Locked {
    /// The ciphertext.
    pub commit: Vec<u8>,
    /// `commit_timelocked_weights`, or that of a mechanism.
    pub call: Vec<u8>,
}

/// Locks weights until a round, which [`check_now`] looks at.
///
/// # Errors
/// As [`commit`].
pub fn lock(weights: &Weights, hotkey: &AccountId, round: u64) -> Result<Locked> {
    let payload = WeightsTlockPayload {
        hotkey: &hotkey.0,
        uids: weights.uids.as_slice().into(),
        values: weights.values.as_slice().into(),
        version_key: weights.version_key,
    };
    let mut out = [0; MAX_COMMIT_LEN];
    let commit: &[u8] = commit(&payload, round, &mut OsRng, &mut out)?;
    let call = weights.timelocked_call(commit, round);
    let mut bytes = vec![0; call.encoded_len()];
    call.encode_to(&mut bytes)?;
    Ok(Locked { commit: commit.to_vec(), call: bytes })
}

/// The commit in a call, its round, and the version of its format.
fn parts<'a>(call: &Call<'a>) -> Option<(&'a [u8], u64, u16)> {
    match call {
        Call::CommitTimelockedWeights(call) => {
            Some((call.commit, call.reveal_round, call.commit_reveal_version))
        }
        Call::CommitTimelockedMechanismWeights(call) => {
            Some((call.commit, call.reveal_round, call.commit_reveal_version))
        }
        _ => None,
    }
}

/// The round that a call's commit is locked until, if it is a timelocked one.
pub fn reveal_round(call: &Call<'_>) -> Option<u64> {
    parts(call).map(|(_, round, _)| round)
}

/// The rounds of all commits in a call, also of those in calls that it holds.
///
/// # Errors
/// [`MetadataError`] says what is malformed or not described, and where.
pub fn reveal_rounds(call: &Described<'_>) -> Result<Vec<u64>, MetadataError> {
    let (mut decoder, mut rounds) = (call.decoder(), Vec::new());
    while let Some(decoded) = decoder.next()? {
        let place = decoder.path(decoded.depth).parts().last().map(|part| part.place);
        if let (Some(Place::Field(_, "reveal_round")), Item::Unsigned(round)) = (place, decoded.item) {
            rounds.extend(u64::try_from(round));
        }
    }
    Ok(rounds)
}

/// Checks the form of a timelocked commit in a call. What is in it cannot be seen before the round is signed.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) for another version than the chain takes, and as [`message_len`].
pub fn check_commit(call: &Call<'_>) -> Result<()> {
    let Some((commit, _, version)) = parts(call) else { return Ok(()) };
    if version != COMMIT_REVEAL_VERSION {
        return Err(Error::input(format_args!("IncorrectCommitRevealVersion: {version}"))
            .remedy(format_args!("the chain takes commit_reveal_version {COMMIT_REVEAL_VERSION}")));
    }
    if commit.len() > MAX_COMMIT_LEN {
        return Err(TimelockError::CommitTooLong { len: commit.len() }.into());
    }
    message_len(commit)?;
    Ok(())
}

/// Finds the ciphertext in a call that commits to weights, and checks that it has the form and the length of a commit to
/// as many. What is in it cannot be seen before the round is signed.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) where it has not.
pub fn commit_in(call: &[u8], spec_version: u32, weights: &Weights) -> Result<Vec<u8>> {
    let call = Call::parse(SpecVersion::new(spec_version)?, &mut Reader::new(call));
    let commit = call.ok().as_ref().and_then(parts).map_or(&[][..], |(commit, ..)| commit);
    if commit.len() != encoded_len(weights.uids.len()) || message_len(commit).is_err() {
        return Err(Error::io("what was signed is no commit to these weights")
            .remedy("do not send this extrinsic: the signer is broken or was tampered with"));
    }
    Ok(commit.to_vec())
}

/// Opens a commit with the signature of its round, and shows what is in it.
///
/// # Errors
/// As [`tld`] and [`WeightsTlockPayload::parse_all`].
pub fn open(commit: &[u8], signature: &Signature) -> Result<(String, Value)> {
    let mut out = vec![0; message_len(commit)?];
    let payload = WeightsTlockPayload::parse_all(tld(commit, signature, &mut out)?).map_err(|error| {
        Error::from(error).remedy_if_none("it opens, and was made wrongly: make the commit anew")
    })?;
    let (uids, values): (Vec<u16>, Vec<u16>) =
        (payload.uids.iter().collect(), payload.values.iter().collect());
    let hotkey = <[u8; 32]>::try_from(payload.hotkey).map(AccountId);
    let hotkey = hotkey.map_or_else(|_| to_hex(payload.hotkey), |account| Address::new(&account).to_string());
    let mut text = format!("hotkey {hotkey}, version key {}\n", payload.version_key);
    uids.iter().zip(&values).for_each(|(uid, value)| text.push_str(&format!("uid {uid}: {value}\n")));
    let json = json!({ "hotkey": hotkey, "uids": uids, "weights": values, "version_key": number(payload.version_key.into()) });
    Ok((text, json))
}
