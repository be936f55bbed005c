//! Timelocked commits: made for a round, opened with its signature, and the round that a commit needs.

use clap::Args;

use nanotao::AccountId;
use nanotao::call::{Call, SpecVersion};
use nanotao::scale::Reader;
use nanotao::ss58::Address;
use nanotao::weights::timelock::{
    MAX_COMMIT_LEN, Reveal, Schedule, Signature, WeightsTlockPayload, check_round, commit, encoded_len,
    message_len, predict_reveal, time_of, tld,
};
use rand_core::OsRng;
use serde_json::{Value, json};

use crate::emission::{schedule::One, supply::Date};
use crate::epoch::Spec;
use crate::scores::Weights;
use crate::text::{align_named, to_hex};
use crate::{Error, Result};

/// Milliseconds from a block to the next, as the chain intends it.
pub const BLOCK_TIME_MS: u64 = 12_000;

/// Where a subnet's schedule stands, and when.
#[derive(Args, Clone, Copy, Debug)]
pub struct When {
    #[command(flatten)]
    one: One,
    /// When the block before that one was made, in UTC: 2026-11-25T09:30:00Z [default: now]
    #[arg(long, value_name = "DATE", allow_negative_numbers = true)]
    date: Option<Date>,
    /// Milliseconds from a block to the next
    #[arg(long, value_name = "N", default_value_t = BLOCK_TIME_MS, allow_negative_numbers = true)]
    block_time_ms: u64,
}

impl When {
    /// Whether anything but the date is said.
    pub const fn is_given(&self) -> bool {
        self.one.block.is_some()
    }

    /// The time of the block before, in seconds since 1970.
    pub fn unix_time(&self) -> u64 {
        self.unix_time_ms() / 1000
    }

    fn unix_time_ms(&self) -> u64 {
        self.date.unwrap_or_else(Date::now).unix_ms()
    }

    /// Foretells the reveal by the rule of a spec.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) without a block, and where no epoch ever runs.
    pub fn reveal(&self, spec: Spec) -> Result<Reveal> {
        let block = self.one.block.ok_or_else(|| {
            Error::usage("no block").remedy("give the number of the block that comes next as --block N")
        })?;
        let stored = &self.one.stored;
        let schedule = Schedule {
            tempo: stored.tempo,
            last_epoch_block: stored.last_epoch_block,
            pending_epoch_at: stored.pending_epoch_at,
            blocks_since_last_step: stored.blocks_since_last_step,
            subnet_epoch_index: stored.subnet_epoch_index,
            ..Schedule::default()
        };
        let (current, period) = (block.saturating_sub(1), stored.reveal_period_epochs);
        let time = self.unix_time_ms();
        Ok(predict_reveal(&spec.profile(), &schedule, current, period, time, self.block_time_ms)?)
    }
}

/// A table of what both rules foretell.
///
/// # Errors
/// As [`When::reveal`].
pub fn rounds(when: &When) -> Result<(String, Value)> {
    let head =
        ["spec", "epoch of the commit", "first block that reveals", "round", "signed"].map(str::to_owned);
    let (mut lines, mut json) = (vec![head.to_vec()], Vec::new());
    for spec in [Spec::V425, Spec::V475] {
        let reveal = when.reveal(spec)?;
        let Reveal { commit_epoch, first_reveal_block, round } = reveal;
        let numbers =
            [u64::from(spec.number()), commit_epoch, first_reveal_block, round].map(|n| n.to_string());
        lines.push(numbers.into_iter().chain([signed(round)]).collect());
        json.push(json!({
            "spec": spec.number(), "commit_epoch": commit_epoch, "first_reveal_block": first_reveal_block,
            "reveal_round": round, "signed_at": time_of(round),
        }));
    }
    Ok((align_named(&lines), json.into()))
}

/// When a round is signed, in words.
pub fn signed(round: u64) -> String {
    Date::from_unix(time_of(round)).map_or_else(|| "after the calendar's end".into(), |date| date.to_string())
}

/// A commit, and the call that sends it.
pub struct Locked {
    /// The ciphertext.
    pub commit: Vec<u8>,
    /// `commit_timelocked_weights`, or that of a mechanism.
    pub call: Vec<u8>,
}

/// Locks weights until a round, which must be to come at `unix_time` and within five years.
///
/// # Errors
/// As [`check_round`] and [`commit`].
pub fn lock(weights: &Weights, hotkey: &AccountId, round: u64, unix_time: u64) -> Result<Locked> {
    check_round(round, unix_time)?;
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

/// Finds the ciphertext in a call that commits to weights, and checks that it has the form and the length of a commit to
/// as many. What is in it cannot be seen before the round is signed.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) where it has not.
pub fn commit_in(call: &[u8], spec_version: u32, weights: &Weights) -> Result<Vec<u8>> {
    let call = Call::parse(SpecVersion::new(spec_version)?, &mut Reader::new(call));
    let commit = match &call {
        Ok(Call::CommitTimelockedWeights(call)) => call.commit,
        Ok(Call::CommitTimelockedMechanismWeights(call)) => call.commit,
        _ => &[],
    };
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
    let payload = WeightsTlockPayload::parse_all(tld(commit, signature, &mut out)?)?;
    let (uids, values): (Vec<u16>, Vec<u16>) =
        (payload.uids.iter().collect(), payload.values.iter().collect());
    let hotkey = <[u8; 32]>::try_from(payload.hotkey).map(AccountId);
    let hotkey = hotkey.map_or_else(|_| to_hex(payload.hotkey), |account| Address::new(&account).to_string());
    let mut text = format!("hotkey {hotkey}, version key {}\n", payload.version_key);
    uids.iter().zip(&values).for_each(|(uid, value)| text.push_str(&format!("uid {uid}: {value}\n")));
    let json =
        json!({ "hotkey": hotkey, "uids": uids, "weights": values, "version_key": payload.version_key });
    Ok((text, json))
}
