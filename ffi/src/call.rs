//! Calls as bytes, and the payload of any call.

use core::ffi::c_char;

use nanotao::call::{
    AddStake, BurnedRegister, Call, CommitTimelockedWeights, CommitWeights, MultiAddress, RemoveStake,
    RevealWeights, ServeAxon, SpecVersion, TransferKeepAlive, multi_account_id,
};
use nanotao::metadata::{Described, Table};
use nanotao::scale::{Compact, Reader, ScaleError};
use nanotao::{AlphaBalance, H256 as CoreH256, NetUid, TaoBalance};

use crate::crypto::AccountId;
use crate::extrinsic::{TxExtension, write_payload_of};
use crate::fault::{Fault, status, status_at};
use crate::hashing::H256;
use crate::memory::{self, Output, Place, Sized32, extent};
use crate::status::Status;
use crate::text;

fn write(call: &Call<'_>, mut out: Output<u8>) -> Result<(), Fault> {
    let needed = call.encoded_len();
    call.encode_to(out.buffer(needed)?)?;
    out.set_len(needed);
    Ok(())
}

/// Writes the signing payload of a call's bytes: of a `nanotao_call_...` function, or from elsewhere. The call is not
/// decoded here, but by the review.
///
/// - `call`, `call_len`: in.
/// - `extension`: in.
/// - `payload`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_payload(
    call: *const u8,
    call_len: usize,
    extension: *const TxExtension,
    payload: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (call, extension, out) = unsafe {
            (memory::slice(call, call_len)?, memory::get_struct(extension)?, Output::new(payload, cap, len)?)
        };
        out.apart_from(&[extent(call)])?;
        write_payload_of(call, extension, out)
    })
}

/// Names the call that some bytes are, by the table of a spec version, and checks that they end where it does.
///
/// - `spec_version`: in.
/// - `call`, `call_len`: in.
/// - `pallet`, `pallet_cap`, `pallet_len`: out, a text.
/// - `function`, `function_cap`, `function_len`: out, a text.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_CALL_...`, `NANOTAO_SCALE_...` or
/// `NANOTAO_METADATA_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_name(
    spec_version: u32,
    call: *const u8,
    call_len: usize,
    pallet: *mut c_char,
    pallet_cap: usize,
    pallet_len: *mut usize,
    function: *mut c_char,
    function_cap: usize,
    function_len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, mut pallet, mut function) = unsafe {
            let pallet = Output::new(pallet.cast(), pallet_cap, pallet_len)?;
            (
                memory::slice(call, call_len)?,
                pallet,
                Output::new(function.cast(), function_cap, function_len)?,
            )
        };
        let extents = [extent(bytes), pallet.extent()];
        pallet.apart_from(extents.get(..1).unwrap_or_default())?;
        function.apart_from(&extents)?;
        let table = Table::of(SpecVersion::new(spec_version)?);
        let [first, second] = Reader::new(bytes).array()?;
        let names = table.names(first, second)?;
        let end = Described::Table(table, bytes).decoder().skip()?;
        if end < bytes.len() {
            return Err(ScaleError::TrailingBytes { offset: end }.into());
        }
        text::write(&mut [(&mut pallet, &names.0), (&mut function, &names.1)])
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Writes the call `SubtensorModule.add_stake`: stakes TAO to a hotkey on a subnet.
///
/// - `hotkey`, `netuid`: in, who is staked to, and where.
/// - `amount_staked`: in, TAO, in rao.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_add_stake(
    hotkey: *const AccountId,
    netuid: u16,
    amount_staked: u64,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, out) = unsafe { (memory::get(hotkey)?, Output::new(call, cap, len)?) };
        let (netuid, amount_staked) = (NetUid(netuid), TaoBalance(amount_staked));
        write(&AddStake { hotkey: hotkey.into(), netuid, amount_staked }.into(), out)
    })
}

/// Writes the call `SubtensorModule.remove_stake`: takes alpha from a hotkey on a subnet.
///
/// - `hotkey`, `netuid`: in, who it is taken from, and where.
/// - `amount_unstaked`: in, alpha, in its smallest unit.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_remove_stake(
    hotkey: *const AccountId,
    netuid: u16,
    amount_unstaked: u64,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, out) = unsafe { (memory::get(hotkey)?, Output::new(call, cap, len)?) };
        let (netuid, amount_unstaked) = (NetUid(netuid), AlphaBalance(amount_unstaked));
        write(&RemoveStake { hotkey: hotkey.into(), netuid, amount_unstaked }.into(), out)
    })
}

/// Where a miner answers, for `nanotao_call_serve_axon`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Axon {
    /// `sizeof(nanotao_axon)`.
    pub struct_size: u32,
    /// The version of the miner's code.
    pub version: u32,
    /// The address as a number: its upper 64 bits, which are 0 for IPv4.
    pub ip_high: u64,
    /// The address as a number: its lower 64 bits.
    pub ip_low: u64,
    /// The port.
    pub port: u16,
    /// 4 or 6.
    pub ip_type: u8,
    /// A number that miner and validator agree on.
    pub protocol: u8,
    /// Unused by the chain.
    pub placeholder1: u8,
    /// Unused by the chain.
    pub placeholder2: u8,
    /// 0.
    pub reserved: [u8; 2],
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for Axon {}

/// Writes the call `SubtensorModule.serve_axon`: publishes where a miner answers.
///
/// - `netuid`, `axon`: in.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_INVALID_STRUCT_SIZE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_serve_axon(
    netuid: u16,
    axon: *const Axon,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (axon, out) = unsafe { (memory::get_struct(axon)?, Output::new(call, cap, len)?) };
        let Axon { version, ip_high, ip_low, port, ip_type, protocol, placeholder1, placeholder2, .. } = axon;
        let ip = u128::from(ip_high) << 64 | u128::from(ip_low);
        let netuid = NetUid(netuid);
        let call = ServeAxon { netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2 };
        write(&call.into(), out)
    })
}

/// Writes the call `SubtensorModule.burned_register`: registers a hotkey on a subnet and burns the price of it.
///
/// - `netuid`, `hotkey`: in.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_burned_register(
    netuid: u16,
    hotkey: *const AccountId,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, out) = unsafe { (memory::get(hotkey)?, Output::new(call, cap, len)?) };
        write(&BurnedRegister { netuid: NetUid(netuid), hotkey: hotkey.into() }.into(), out)
    })
}

/// Writes the call `SubtensorModule.commit_weights`: commits to weights by their hash.
///
/// - `netuid`: in.
/// - `commit_hash`: in, of `nanotao_commit_hash`.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_commit_weights(
    netuid: u16,
    commit_hash: *const H256,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hash, out) = unsafe { (memory::get(commit_hash)?, Output::new(call, cap, len)?) };
        write(&CommitWeights { netuid: NetUid(netuid), commit_hash: CoreH256(hash.bytes) }.into(), out)
    })
}

/// Writes the call `SubtensorModule.reveal_weights`: reveals the weights behind a commit.
///
/// - `netuid`, `version_key`, and `uids`, `values`, `salt` with their lengths: in, what was hashed.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_reveal_weights(
    netuid: u16,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    salt: *const u16,
    salt_len: usize,
    version_key: u64,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (uids, values, salt, out) = unsafe {
            let (uids, values) = (memory::slice(uids, uids_len)?, memory::slice(values, values_len)?);
            (uids, values, memory::slice(salt, salt_len)?, Output::new(call, cap, len)?)
        };
        out.apart_from(&[extent(uids), extent(values), extent(salt)])?;
        let (netuid, uids, values, salt) = (NetUid(netuid), uids.into(), values.into(), salt.into());
        write(&RevealWeights { netuid, uids, values, salt, version_key }.into(), out)
    })
}

/// Writes the call `SubtensorModule.commit_timelocked_weights`: commits to weights that a drand round will open.
///
/// - `netuid`: in.
/// - `commit`, `commit_len`: in, the timelocked ciphertext.
/// - `reveal_round`: in, the drand round that opens it.
/// - `commit_reveal_version`: in, the version of the commit's format: 4.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_commit_timelocked_weights(
    netuid: u16,
    commit: *const u8,
    commit_len: usize,
    reveal_round: u64,
    commit_reveal_version: u16,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (commit, out) = unsafe { (memory::slice(commit, commit_len)?, Output::new(call, cap, len)?) };
        out.apart_from(&[extent(commit)])?;
        let netuid = NetUid(netuid);
        write(&CommitTimelockedWeights { netuid, commit, reveal_round, commit_reveal_version }.into(), out)
    })
}

/// Writes the call `Balances.transfer_keep_alive`: sends TAO and keeps the sender's account alive.
///
/// - `dest`: in, who gets it.
/// - `value`: in, how much, in rao.
/// - `call`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_call_transfer_keep_alive(
    dest: *const AccountId,
    value: u64,
    call: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (dest, out) = unsafe { (memory::get(dest)?, Output::new(call, cap, len)?) };
        let (dest, value) = (MultiAddress::Id(dest.into()), Compact(TaoBalance(value)));
        write(&TransferKeepAlive { dest, value }.into(), out)
    })
}

/// Computes the account of a multisig (`multi_account_id`).
///
/// - `signatories`, `len`: in, all of them, in any order; one that stands twice counts once.
/// - `threshold`: in, how many have to approve.
/// - `account`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_multi_account_id(
    signatories: *const AccountId,
    len: usize,
    threshold: u16,
    account: *mut AccountId,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it. An account is 32 bytes here and in the core.
        let (signatories, account) =
            unsafe { (memory::slice(signatories.cast::<nanotao::AccountId>(), len)?, Place::new(account)?) };
        account.set(multi_account_id(signatories, threshold).into());
        Ok(())
    })
}
