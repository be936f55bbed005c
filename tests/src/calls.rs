//! `calls.json`: calls from their arguments, and back.

use crate::case::{Account, Case, Hex};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes};
use alloc::{vec, vec::Vec};
use nanotao::H256;
use nanotao::call::{
    AddStake, BurnedRegister, Call, CallError, CommitTimelockedWeights, CommitWeights, MultiAddress,
    RemoveStake, RevealWeights, ServeAxon, SetMechanismWeights, SetWeights, SpecVersion, TransferKeepAlive,
};
use nanotao::scale::{Compact, Reader};

/// Pallet, call and indices of every call that the project does. The others are carried as bytes.
pub(crate) const LISTED: [(&str, &str, [u8; 2]); 10] = [
    ("SubtensorModule", "set_weights", [7, 0]),
    ("SubtensorModule", "add_stake", [7, 2]),
    ("SubtensorModule", "remove_stake", [7, 3]),
    ("SubtensorModule", "serve_axon", [7, 4]),
    ("SubtensorModule", "burned_register", [7, 7]),
    ("SubtensorModule", "commit_weights", [7, 96]),
    ("SubtensorModule", "reveal_weights", [7, 97]),
    ("SubtensorModule", "commit_timelocked_weights", [7, 113]),
    ("SubtensorModule", "set_mechanism_weights", [7, 119]),
    ("Balances", "transfer_keep_alive", [5, 3]),
];

pub(crate) fn cases(case: Case<'_>) -> Verdict {
    let (pallet, name): (&str, &str) = (case.get("pallet")?, case.get("call")?);
    let (args, Hex(encoded)) = (case.get("args")?, case.get("encoded")?);
    both_ways(pallet, name, args, &encoded, 425)?;
    equal_bytes(
        "indices",
        &[case.get("pallet_index")?, case.get("call_index")?],
        encoded.get(..2).step("encoded")?,
    )
}

/// Builds the call from `args`, and reads `encoded` back.
pub(crate) fn both_ways(pallet: &str, name: &str, args: Case<'_>, encoded: &[u8], spec: u32) -> Verdict {
    if !LISTED.iter().any(|listed| (listed.0, listed.1) == (pallet, name)) {
        return Err(Stop::Unsupported);
    }
    let lists = Lists::of(name, args)?;
    let call = lists.call(name, args)?;
    equal("pallet", call.pallet(), pallet)?;
    equal("function", call.function(), name)?;
    equal_bytes("encoded", &encode(&call)?, encoded)?;
    equal("decoded", parse(encoded, spec).step("decode")?, call)
}

/// Parses a call, all of it.
pub(crate) fn parse(bytes: &[u8], spec: u32) -> Result<Call<'_>, CallError> {
    let mut input = Reader::new(bytes);
    let call = Call::parse(SpecVersion::new(spec)?, &mut input)?;
    input.finish()?;
    Ok(call)
}

pub(crate) fn encode(call: &Call<'_>) -> Result<Vec<u8>, Stop> {
    let mut buffer = vec![0; call.encoded_len()];
    let written = call.encode_to(&mut buffer).step("encode")?.len();
    equal("encoded_len", written, buffer.len())?;
    Ok(buffer)
}

/// The lists among a call's arguments, which the call itself only borrows.
#[derive(Default)]
struct Lists {
    uids: Vec<u16>,
    values: Vec<u16>,
    salt: Vec<u16>,
    commit: Vec<u8>,
}

impl Lists {
    fn of(name: &str, args: Case<'_>) -> Result<Self, Stop> {
        Ok(match name {
            "set_weights" | "set_mechanism_weights" => {
                Self { uids: args.get("dests")?, values: args.get("weights")?, ..Self::default() }
            }
            "reveal_weights" => Self {
                uids: args.get("uids")?,
                values: args.get("values")?,
                salt: args.get("salt")?,
                ..Self::default()
            },
            "commit_timelocked_weights" => {
                let Hex(commit) = args.get("commit")?;
                Self { commit, ..Self::default() }
            }
            _ => Self::default(),
        })
    }

    fn call<'a>(&'a self, name: &str, args: Case<'_>) -> Result<Call<'a>, Stop> {
        let netuid = || args.get("netuid").map(nanotao::NetUid);
        let hotkey = || args.get("hotkey").map(|Account(account)| account);
        let (dests, weights) = (self.uids.as_slice().into(), self.values.as_slice().into());
        Ok(match name {
            "set_weights" => {
                SetWeights { netuid: netuid()?, dests, weights, version_key: args.get("version_key")? }.into()
            }
            "set_mechanism_weights" => SetMechanismWeights {
                netuid: netuid()?,
                mecid: nanotao::MechId(args.get("mecid")?),
                dests,
                weights,
                version_key: args.get("version_key")?,
            }
            .into(),
            "add_stake" => AddStake {
                hotkey: hotkey()?,
                netuid: netuid()?,
                amount_staked: args.get::<u64>("amount_staked")?.into(),
            }
            .into(),
            "remove_stake" => RemoveStake {
                hotkey: hotkey()?,
                netuid: netuid()?,
                amount_unstaked: args.get::<u64>("amount_unstaked")?.into(),
            }
            .into(),
            "serve_axon" => ServeAxon {
                netuid: netuid()?,
                version: args.get("version")?,
                ip: args.get("ip")?,
                port: args.get("port")?,
                ip_type: args.get("ip_type")?,
                protocol: args.get("protocol")?,
                placeholder1: args.get("placeholder1")?,
                placeholder2: args.get("placeholder2")?,
            }
            .into(),
            "burned_register" => BurnedRegister { netuid: netuid()?, hotkey: hotkey()? }.into(),
            "commit_weights" => {
                CommitWeights { netuid: netuid()?, commit_hash: H256(args.get("commit_hash")?) }.into()
            }
            "reveal_weights" => RevealWeights {
                netuid: netuid()?,
                uids: dests,
                values: weights,
                salt: self.salt.as_slice().into(),
                version_key: args.get("version_key")?,
            }
            .into(),
            "commit_timelocked_weights" => CommitTimelockedWeights {
                netuid: netuid()?,
                commit: self.commit.as_slice(),
                reveal_round: args.get("reveal_round")?,
                commit_reveal_version: args.get("commit_reveal_version")?,
            }
            .into(),
            "transfer_keep_alive" => TransferKeepAlive {
                dest: MultiAddress::Id(args.get::<Account>("dest")?.0),
                value: Compact(args.get::<u64>("value")?.into()),
            }
            .into(),
            _ => return Err(Stop::Unsupported),
        })
    }
}
