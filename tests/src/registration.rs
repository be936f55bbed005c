//! `pow_register.json`: registration by work; `pow.json`: the faucet's.

use crate::case::{Account, Case};
use crate::outcome::{Stop, Verdict, equal, fail};
use alloc::{format, vec::Vec};
use nanotao::registration::{
    DifficultyBounds, HotkeyState, PowRegistration, SubnetState, U256, check_pow_registration,
    create_registration_seal, create_seal_hash, decay_factor_q32, hash_block_and_hotkey, hash_hotkey_to_u64,
    hash_meets_difficulty,
};
use nanotao::{AccountId, H256, NetUid};

fn account(case: Case<'_>, field: &str) -> Result<AccountId, Stop> {
    case.get::<Account>(field).map(|account| account.0)
}

fn hash(case: Case<'_>, field: &str) -> Result<H256, Stop> {
    case.get(field).map(H256)
}

pub(crate) fn seal(case: Case<'_>) -> Verdict {
    let (hotkey, coldkey) = (account(case, "hotkey")?, account(case, "coldkey")?);
    let netuid = NetUid(case.get("netuid")?);
    let ours =
        create_registration_seal(netuid, &hash(case, "block_hash")?, case.get("nonce")?, &hotkey, &coldkey);
    equal("seal", ours, hash(case, "seal")?)
}

pub(crate) fn difficulty(case: Case<'_>) -> Verdict {
    let difficulty: u64 = case.get("difficulty")?;
    let meets: bool = case.get("meets")?;
    equal("meets", hash_meets_difficulty(&hash(case, "seal")?, difficulty.into()), meets)
}

fn difficulty_bounds(case: Case<'_>, min: &str, max: &str) -> Result<DifficultyBounds, Stop> {
    Ok(DifficultyBounds { min: case.get(min)?, max: case.get(max)? })
}

pub(crate) fn effective_difficulty(case: Case<'_>) -> Verdict {
    let ours = difficulty_bounds(case, "min", "max")?.effective(case.get("difficulty")?);
    equal("effective", ours, case.get::<u64>("effective")?)
}

pub(crate) fn bump(case: Case<'_>) -> Verdict {
    let bounds = difficulty_bounds(case, "min", "max")?;
    let ours = bounds.bump(case.get("difficulty")?, case.get("burn_increase_mult_u64f64")?);
    equal("after", ours, case.get::<u64>("after")?)
}

pub(crate) fn decay(case: Case<'_>) -> Verdict {
    let bounds = difficulty_bounds(case, "min", "max")?;
    let ours = bounds.decay(case.get("difficulty")?, case.get("burn_half_life")?, case.get("current_block")?);
    equal("after", ours, case.get::<u64>("after")?)
}

pub(crate) fn decay_factor(case: Case<'_>) -> Verdict {
    equal("factor", decay_factor_q32(case.get(0)?), case.get::<u64>(1)?)
}

/// Blocks in a row: in each the difficulty falls, and then rises with each registration.
pub(crate) fn trace(case: Case<'_>) -> Verdict {
    let bounds = difficulty_bounds(case, "min", "max")?;
    let (half_life, mult) = (case.get("burn_half_life")?, case.get("burn_increase_mult_u64f64")?);
    let mut difficulty = case.get("difficulty")?;
    let first: u64 = case.get("start_block")?;
    for (block, (registrations, after)) in (first..).zip(case.get::<Vec<(u16, u64)>>("trace")?) {
        difficulty = bounds.decay(difficulty, half_life, block);
        for _ in 0..registrations {
            difficulty = bounds.bump(difficulty, mult);
        }
        equal("difficulty", difficulty, after)?;
    }
    Ok(())
}

pub(crate) fn check(case: Case<'_>) -> Verdict {
    let (hotkey, coldkey) = (account(case, "hotkey")?, account(case, "coldkey")?);
    let registration = PowRegistration {
        netuid: NetUid(case.get("netuid")?),
        work_block: case.get("work_block")?,
        nonce: case.get("nonce")?,
        work: hash(case, "work")?,
        hotkey,
        coldkey,
    };
    let subnet = SubnetState {
        subnet_exists: case.get("subnet_exists")?,
        registration_allowed: true,
        pow_registration_allowed: case.get("pow_registration_allowed")?,
        max_allowed_uids: case.get("max_allowed_uids")?,
        registrations_this_block: case.get("registrations_this_block")?,
        max_registrations_per_block: case.get("max_registrations_per_block")?,
        difficulty: case.get("difficulty")?,
        difficulty_bounds: difficulty_bounds(case, "min_difficulty", "max_difficulty")?,
    };
    let hotkey = HotkeyState {
        registered: case.get("hotkey_registered")?,
        last_pow_registration_block: case.nullable("last_pow_registration_block")?,
        is_subnet_account: false,
        owner: match case.get("hotkey_owner")? {
            "none" => None,
            "coldkey" => Some(coldkey),
            "other" => Some(AccountId(coldkey.0.map(|byte| !byte))),
            other => return fail(format!("hotkey_owner: {other}")),
        },
        owned_hotkeys: 0,
        staking_hotkeys: 0,
    };
    let block_hash = H256(case.nullable("block_hash")?.unwrap_or_default());
    let ours =
        check_pow_registration(&registration, &subnet, &hotkey, case.get("current_block")?, &block_hash);
    equal("error", ours.err().map(|error| error.name()), case.nullable::<&str>("error")?)
}

pub(crate) fn faucet_seal(case: Case<'_>) -> Verdict {
    let (block_hash, key) = (hash(case, "block_hash")?, account(case, "key")?);
    let block_and_key = hash_block_and_hotkey(&block_hash, &key);
    equal("hash_block_and_hotkey", block_and_key, hash(case, "hash_block_and_hotkey")?)?;
    equal("hash_hotkey_to_u64", hash_hotkey_to_u64(&key), case.get::<u64>("hash_hotkey_to_u64")?)?;
    equal("seal", create_seal_hash(&block_hash, case.get("nonce")?, &key), hash(case, "seal")?)
}

pub(crate) fn faucet_difficulty(case: Case<'_>) -> Verdict {
    let Ok(difficulty) = case.get::<&str>("difficulty")?.parse::<U256>() else {
        return fail("field difficulty is no number of 256 bits");
    };
    equal("out", hash_meets_difficulty(&hash(case, "hash")?, difficulty), case.get::<bool>("out")?)
}

/// The first nonce from `start_nonce` on whose seal meets the difficulty.
pub(crate) fn faucet_solved(case: Case<'_>) -> Verdict {
    let (block_hash, key) = (hash(case, "block_hash")?, account(case, "key")?);
    let difficulty: u64 = case.get("difficulty")?;
    let (start, nonce): (u64, u64) = (case.get("start_nonce")?, case.get("nonce")?);
    let mut seals = (start..=nonce).map(|nonce| (nonce, create_seal_hash(&block_hash, nonce, &key)));
    let found = seals.find(|(_, seal)| hash_meets_difficulty(seal, difficulty.into()));
    equal("work", found, Some((nonce, hash(case, "work")?)))
}
