//! `calls.json`: calls from their arguments, and back.

use crate::arguments::{Bytes, List, Lists, Subnets};
use crate::case::{Case, Hex};
use crate::keys::from_uri;
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes, fail};
use alloc::{boxed::Box, format, vec, vec::Vec};
use core::fmt::Debug;
use nanotao::call::*;
use nanotao::crypto::Scheme;
use nanotao::scale::{Compact, Reader, Scale};
use nanotao::{AccountId, AlphaBalance, H256, NetUid};

/// The indices of every call that can be shown. The others are carried as bytes.
pub(crate) const LISTED: [[u8; 2]; 10] =
    [[7, 0], [7, 2], [7, 3], [7, 4], [7, 7], [7, 96], [7, 97], [7, 113], [7, 119], [5, 3]];

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
    if let Ok(call) = parse(encoded, spec) {
        equal_bytes("encoded again", &encode(&call)?, encoded)?;
    }
    let spec = SpecVersion::new(spec).step("spec")?;
    match (pallet, name) {
        ("Sudo", "sudo") => {
            let inner: Case<'_> = args.get("call")?;
            let inner = flat(inner.get("module")?, inner.get("function")?, inner)?;
            built(&Sudo { call: inner.builder() }, spec, encoded)
        }
        ("Proxy", "proxy") => {
            let inner = transfer(args.get("call")?)?;
            let (real, force_proxy_type) = (args.get("real")?, args.get("force_proxy_type")?);
            built(&Proxy { real, force_proxy_type, call: &inner }, spec, encoded)
        }
        ("Utility", "batch") => {
            let inner = args.get::<Vec<&str>>("calls")?.into_iter().map(transfer);
            let inner = inner.collect::<Result<Vec<_>, _>>()?;
            let calls: Vec<&dyn Builder> = inner.iter().map(|call| call as _).collect();
            built(&Batch { calls: calls.as_slice() }, spec, encoded)
        }
        _ => {
            let call = flat(pallet, name, args)?;
            built(call.builder(), spec, encoded)?;
            call.parsed_equals(encoded)
        }
    }
}

fn built(call: &dyn Builder, spec: SpecVersion, encoded: &[u8]) -> Verdict {
    let mut buffer = vec![0; call.call_len()];
    let written = call.build(spec, &mut buffer).step("build")?.len();
    equal("call_len", written, buffer.len())?;
    equal_bytes("encoded", &buffer, encoded)
}

/// `transfer 1 to bob`, as the file puts it.
fn transfer(text: &str) -> Result<TransferKeepAlive, Stop> {
    let words: Vec<&str> = text.split(' ').collect();
    let ["transfer", value, "to", name] = words.as_slice() else { return fail("no transfer") };
    let (first, rest) = name.split_at_checked(1).step("name")?;
    let uri = format!("//{}{rest}", first.to_uppercase());
    let dest = from_uri(Scheme::Sr25519, &uri)?.step("key")?.account();
    let value: u64 = value.parse().step("value")?;
    Ok(TransferKeepAlive { dest: MultiAddress::Id(dest), value: Compact(value.into()) })
}

/// Parses a call that can be shown, all of it.
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

/// A call that owns its arguments.
trait Owned {
    fn builder(&self) -> &dyn Builder;
    /// Reads the arguments from a call's bytes, and finds the same.
    fn parsed_equals(&self, encoded: &[u8]) -> Verdict;
}

/// One that holds no other: those need the tables of a spec to be read.
impl<T: Builder + Debug + PartialEq + for<'a> Scale<'a>> Owned for T {
    fn builder(&self) -> &dyn Builder {
        self
    }

    fn parsed_equals(&self, encoded: &[u8]) -> Verdict {
        let mut input = Reader::new(encoded);
        let [pallet, call] = input.array().step("indices")?;
        equal("indices", [pallet, call], [self.place().pallet_index, self.place().call_index])?;
        let parsed = T::parse(&mut input).step("parse")?;
        input.finish().step("parse")?;
        equal("parsed", &parsed, self)
    }
}

macro_rules! calls {
    ($($call:ident $(<$($list:ty),*>)? { $($arg:ident),* })*) => {
        /// The call of that name, with arguments from JSON.
        fn flat(pallet: &str, name: &str, args: Case<'_>) -> Result<Box<dyn Owned>, Stop> {
            $(
                let place = $call::$(<$($list),*>::)?PLACE;
                if (place.pallet, place.function) == (pallet, name) {
                    return Ok(Box::new($call $(::<$($list),*>)? { $($arg: args.get(stringify!($arg))?),* }));
                }
            )*
            fail(format!("no builder for {pallet}.{name}"))
        }

        /// The places of those calls.
        const FLAT: &[Place] = &[$($call::$(<$($list),*>::)?PLACE),*];
    };
}

calls! {
    SetWeights<List<u16>> { netuid, dests, weights, version_key }
    BatchSetWeights<List<Compact<NetUid>>, Lists<(Compact<u16>, Compact<u16>)>, List<Compact<u64>>> { netuids, weights, version_keys }
    CommitWeights { netuid, commit_hash }
    RevealWeights<List<u16>> { netuid, uids, values, salt, version_key }
    BatchRevealWeights<Lists<u16>, List<u64>> { netuid, uids_list, values_list, salts_list, version_keys }
    BatchCommitWeights<List<Compact<NetUid>>, List<H256>> { netuids, commit_hashes }
    CommitTimelockedWeights<Bytes> { netuid, commit, reveal_round, commit_reveal_version }
    CommitMechanismWeights { netuid, mecid, commit_hash }
    RevealMechanismWeights<List<u16>> { netuid, mecid, uids, values, salt, version_key }
    CommitCrv3MechanismWeights<Bytes> { netuid, mecid, commit, reveal_round }
    CommitTimelockedMechanismWeights<Bytes> { netuid, mecid, commit, reveal_round, commit_reveal_version }
    SetMechanismWeights<List<u16>> { netuid, mecid, dests, weights, version_key }
    AddStake { hotkey, netuid, amount_staked }
    RemoveStake { hotkey, netuid, amount_unstaked }
    UnstakeAll { hotkey }
    UnstakeAllAlpha { hotkey }
    MoveStake { origin_hotkey, destination_hotkey, origin_netuid, destination_netuid, alpha_amount }
    TransferStake { destination_coldkey, hotkey, origin_netuid, destination_netuid, alpha_amount }
    SwapStake { hotkey, origin_netuid, destination_netuid, alpha_amount }
    AddStakeLimit { hotkey, netuid, amount_staked, limit_price, allow_partial }
    RemoveStakeLimit { hotkey, netuid, amount_unstaked, limit_price, allow_partial }
    SwapStakeLimit { hotkey, origin_netuid, destination_netuid, alpha_amount, limit_price, allow_partial }
    RecycleAlpha { hotkey, amount, netuid }
    BurnAlpha { hotkey, amount, netuid }
    RemoveStakeFullLimit { hotkey, netuid, limit_price }
    SetColdkeyAutoStakeHotkey { netuid, hotkey }
    AddStakeBurn { hotkey, netuid, amount, limit }
    LockStake { hotkey, netuid, amount }
    MoveLock { destination_hotkey, netuid }
    SetPerpetualLock { netuid, enabled }
    SetRejectLockedAlpha { enabled }
    TransferStakeAndHotkey { destination_coldkey, origin_hotkey, destination_hotkey, origin_netuid, destination_netuid, alpha_amount }
    AddCollateral { netuid, hotkey, alpha, limit_price }
    SetMinCollateral { netuid, hotkey, min_locked }
    MoveStakeLimit { origin_hotkey, destination_hotkey, origin_netuid, destination_netuid, alpha_amount, limit_price, allow_partial }
    RootRegister { hotkey }
    ClaimRoot<Subnets> { subnets }
    SetRootClaimType<Subnets> { new_root_claim_type }
    SudoSetNumRootClaims { new_value }
    SudoSetRootClaimThreshold { netuid, new_value }
    StakeIntoBasket { hotkey, amount_staked }
    ClaimRootWithHotkey { hotkey }
    SwapBasket { hotkey, origin_netuid, destination_netuid, amount, min_amount_out }
    SwapBasketMany<List<(NetUid, NetUid, AlphaBalance, u64)>> { hotkey, legs }
    ServeAxon { netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2 }
    ServePrometheus { netuid, version, ip, port, ip_type }
    ServeAxonTls<Bytes> { netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2, certificate }
    Register<Bytes> { netuid, block_number, nonce, work, hotkey, coldkey }
    BurnedRegister { netuid, hotkey }
    RegisterLimit { netuid, hotkey, limit_price }
    PowRegister { netuid, work_block, nonce, work, hotkey }
    DecreaseTake { hotkey, take }
    IncreaseTake { hotkey, take }
    SetChildren<List<(u64, AccountId)>> { hotkey, netuid, children }
    SetChildkeyTake { hotkey, netuid, take }
    SudoSetTxChildkeyTakeRateLimit { tx_rate_limit }
    SudoSetMinChildkeyTake { take }
    SudoSetMaxChildkeyTake { take }
    SetPendingChildkeyCooldown { cooldown }
    SetAutoParentDelegationEnabled { hotkey, enabled }
    SwapHotkey { hotkey, new_hotkey, netuid }
    SwapHotkeyV2 { hotkey, new_hotkey, netuid, keep_stake }
    TryAssociateHotkey { hotkey }
    AssociateEvmKey { netuid, evm_key, block_number, signature }
    SwapColdkey { old_coldkey, new_coldkey, swap_cost }
    ScheduleSwapColdkey { new_coldkey }
    AnnounceColdkeySwap { new_coldkey_hash }
    SwapColdkeyAnnounced { new_coldkey }
    DisputeColdkeySwap {}
    ResetColdkeySwap { coldkey }
    ClearColdkeySwapAnnouncement {}
    SetIdentity<Bytes> { name, url, github_repo, image, discord, description, additional }
    RegisterNetwork { hotkey }
    RegisterNetworkWithIdentity<Bytes> { hotkey, identity }
    DissolveNetwork { coldkey, netuid }
    RootDissolveNetwork { netuid }
    SetSubnetIdentity<Bytes> { netuid, subnet_name, github_repo, subnet_contact, subnet_url, discord, description, logo_url, additional }
    StartCall { netuid }
    UpdateSymbol<Bytes> { netuid, symbol }
    RegisterLeasedNetwork { emissions_share, end_block }
    TerminateLease { lease_id, hotkey }
    EnableVotingPowerTracking { netuid }
    DisableVotingPowerTracking { netuid }
    SudoSetVotingPowerEmaAlpha { netuid, alpha }
    SetTempo { netuid, tempo }
    SetActivityCutoffFactor { netuid, factor_milli }
    TriggerEpoch { netuid }
    TransferAllowDeath { dest, value }
    ForceTransfer { source, dest, value }
    TransferKeepAlive { dest, value }
    TransferAll { dest, keep_alive }
    Burn { value, keep_alive }
    Remark<Bytes> { remark }
    RemarkWithEvent<Bytes> { remark }
}

/// The places of the calls that hold others, and of those whose arguments no vector has as JSON.
const OTHERS: &[Place] = &[
    AddProxy::PLACE,
    Announce::PLACE,
    ApproveAsMulti::<()>::PLACE,
    AsDerivative::<()>::PLACE,
    AsMulti::<(), ()>::PLACE,
    AsMultiThreshold1::<(), ()>::PLACE,
    Batch::<()>::PLACE,
    BatchAll::<()>::PLACE,
    CancelAsMulti::<()>::PLACE,
    CancelOrder::<()>::PLACE,
    CreatePure::PLACE,
    ExecuteBatchedOrders::<()>::PLACE,
    ExecuteOrders::<()>::PLACE,
    ForceBatch::<()>::PLACE,
    IfElse::<(), ()>::PLACE,
    KillPure::PLACE,
    PokeMultisigDeposit::<()>::PLACE,
    PokeProxyDeposit::PLACE,
    Proxy::<()>::PLACE,
    ProxyAnnounced::<()>::PLACE,
    PruneLinkedOutput::PLACE,
    RejectAnnouncement::PLACE,
    RemoveAnnouncement::PLACE,
    RemoveProxies::PLACE,
    RemoveProxy::PLACE,
    SetCommitment::<()>::PLACE,
    SetMaxSpace::PLACE,
    SetPalletStatus::PLACE,
    SetRealPaysFee::PLACE,
    Sudo::<()>::PLACE,
    WithWeight::<()>::PLACE,
];

/// Where every call stands that the core can build.
pub fn builders() -> Vec<Place> {
    [FLAT, OTHERS].concat()
}
