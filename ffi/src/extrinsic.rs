//! What surrounds a call: payloads, and the extrinsics that they become.

use nanotao::call::{Call, SetMechanismWeights, SetWeights, SpecVersion};
use nanotao::extrinsic::{Era, Payload, PayloadError, SignedExtrinsic, TxExtension as CoreTxExtension};
use nanotao::scale::{Reader, Scale, Writer};
use nanotao::weights::check_pairs;
use nanotao::{H256, MechId, NetUid, TaoBalance};

use crate::crypto::{AccountId, NANOTAO_SIGNATURE_MAX_LEN, check, parse as parse_signature};
use crate::display::Subject;
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, Place, Sized32, extent, flag};
use crate::status::{NANOTAO_INVALID_ERA, NANOTAO_INVALID_FLAG, NANOTAO_INVALID_LENGTH, Status};

/// What the transaction extensions carry. Set everything; `nanotao_era_mortal` computes the era.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct TxExtension {
    /// `sizeof(nanotao_tx_extension)`.
    pub struct_size: u32,
    /// The signer's next transaction index.
    pub nonce: u32,
    /// What is paid on top of the fee, in rao.
    pub tip: u64,
    /// For how many blocks the extrinsic may be included: a power of two from 4 to 65536, or 0 for ever.
    pub era_period: u32,
    /// The birth block modulo the period; 0 if the period is.
    pub era_phase: u32,
    /// The runtime's `spec_version`.
    pub spec_version: u32,
    /// The runtime's `transaction_version`.
    pub transaction_version: u32,
    /// 1 if there is a metadata hash (RFC-78), else 0.
    pub has_metadata_hash: u32,
    /// 0.
    pub reserved: u32,
    /// The hash of block 0.
    pub genesis_hash: [u8; 32],
    /// The hash of the block in which the era is born; the genesis hash if the era lasts for ever.
    pub block_hash: [u8; 32],
    /// The metadata hash. Not read if there is none.
    pub metadata_hash: [u8; 32],
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for TxExtension {}

impl TxExtension {
    pub(crate) fn to_core(self) -> Result<CoreTxExtension, Fault> {
        let metadata_hash = flag(self.has_metadata_hash)?.then_some(H256(self.metadata_hash));
        if self.reserved != 0 {
            return Err(NANOTAO_INVALID_FLAG.into());
        }
        Ok(CoreTxExtension {
            era: era(self.era_period, self.era_phase)?,
            nonce: self.nonce,
            tip: TaoBalance(self.tip),
            metadata_hash,
            spec_version: self.spec_version,
            transaction_version: self.transaction_version,
            genesis_hash: H256(self.genesis_hash),
            block_hash: H256(self.block_hash),
        })
    }
}

/// Takes an era that says the same once it is encoded.
fn era(period: u32, phase: u32) -> Result<Era, Fault> {
    if (period, phase) == (0, 0) {
        return Ok(Era::Immortal);
    }
    let era = Era::Mortal { period: period.into(), phase: phase.into() };
    let mut buffer = [0; Era::MAX_ENCODED_LEN];
    let mut writer = Writer::new(&mut buffer);
    era.encode(&mut writer)?;
    let same = Era::parse(&mut Reader::new(writer.finish())) == Ok(era);
    if same { Ok(era) } else { Err(NANOTAO_INVALID_ERA.into()) }
}

/// An era as two numbers, both of at most 65536.
fn era_fields(era: Era) -> (u32, u32) {
    match era {
        Era::Immortal => (0, 0),
        Era::Mortal { period, phase } => (period as u32, phase as u32),
    }
}

/// Computes the era that begins at a block and lasts at least `period` blocks (`Era::mortal`).
///
/// - `period`: in; raised to a power of two from 4 to 65536.
/// - `current_block`: in, the number of a recent block.
/// - `era_period`, `era_phase`: out, for `nanotao_tx_extension`.
/// - `birth_block`: out, the block whose hash goes into `block_hash`: for periods over 4096 it may be some blocks
///   before `current_block`.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_era_mortal(
    period: u64,
    current_block: u64,
    era_period: *mut u32,
    era_phase: *mut u32,
    birth_block: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (to_period, to_phase, to_birth) =
            unsafe { (Place::new(era_period)?, Place::new(era_phase)?, Place::new(birth_block)?) };
        let era = Era::mortal(period, current_block);
        let (period, phase) = era_fields(era);
        to_period.set(period);
        to_phase.set(phase);
        to_birth.set(era.birth(current_block));
        Ok(())
    })
}

/// Writes the signing payload of `SubtensorModule.set_weights`. Review it before you sign it.
///
/// - `netuid`: in, the subnet.
/// - `uids`, `uids_len`: in, who is weighted (`dests`).
/// - `weights`, `weights_len`: in, how much each.
/// - `version_key`: in, the version of the validator's code.
/// - `extension`: in.
/// - `payload`, `cap`, `len`: out.
/// - `position`: out, the place at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_UNKNOWN_SPEC`, or
/// `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_set_weights_payload(
    netuid: u16,
    uids: *const u16,
    uids_len: usize,
    weights: *const u16,
    weights_len: usize,
    version_key: u64,
    extension: *const TxExtension,
    payload: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let dests = memory::slice(uids, uids_len)?;
            let weights = memory::slice(weights, weights_len)?;
            let out = Output::new(payload, cap, len)?;
            out.apart_from(&[extent(dests), extent(weights)])?;
            let extension = memory::get_struct(extension)?;
            let netuid = NetUid(netuid);
            let call = SetWeights { netuid, dests: dests.into(), weights: weights.into(), version_key };
            write_payload(&call.into(), extension, out)
        })
    }
}

/// Writes the signing payload of `SubtensorModule.set_mechanism_weights`. Review it before you sign it.
///
/// - `netuid`: in, the subnet.
/// - `mecid`: in, the mechanism; 0 is the main one.
/// - `uids`, `uids_len`: in, who is weighted (`dests`).
/// - `weights`, `weights_len`: in, how much each.
/// - `version_key`: in, the version of the validator's code.
/// - `extension`: in.
/// - `payload`, `cap`, `len`: out.
/// - `position`: out, the place at fault; may be NULL.
///
/// Returns as `nanotao_set_weights_payload`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_set_mechanism_weights_payload(
    netuid: u16,
    mecid: u8,
    uids: *const u16,
    uids_len: usize,
    weights: *const u16,
    weights_len: usize,
    version_key: u64,
    extension: *const TxExtension,
    payload: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let dests = memory::slice(uids, uids_len)?;
            let weights = memory::slice(weights, weights_len)?;
            let out = Output::new(payload, cap, len)?;
            out.apart_from(&[extent(dests), extent(weights)])?;
            let extension = memory::get_struct(extension)?;
            let (netuid, mecid) = (NetUid(netuid), MechId(mecid));
            let (dests, weights) = (dests.into(), weights.into());
            let call = SetMechanismWeights { netuid, mecid, dests, weights, version_key };
            write_payload(&call.into(), extension, out)
        })
    }
}

fn write_payload(call: &Call<'_>, extension: TxExtension, mut out: Output<u8>) -> Result<(), Fault> {
    let extension = extension.to_core()?;
    SpecVersion::new(extension.spec_version)?;
    if let Some((uids, values)) = call.weights() {
        check_pairs(uids, values)?;
    }
    let needed = payload_len(call.encoded_len(), &extension);
    Payload::build(call, &extension, out.buffer(needed)?)?;
    out.set_len(needed);
    Ok(())
}

/// Writes the payload of a call that is bytes already.
pub(crate) fn write_payload_of(
    call: &[u8],
    extension: TxExtension,
    mut out: Output<u8>,
) -> Result<(), Fault> {
    let extension = extension.to_core()?;
    let needed = payload_len(call.len(), &extension);
    Payload::from_call_bytes(call, &extension, out.buffer(needed)?)?;
    out.set_len(needed);
    Ok(())
}

fn payload_len(call_len: usize, extension: &CoreTxExtension) -> usize {
    call_len.saturating_add(extension.explicit_len()).saturating_add(extension.implicit_len())
}

/// Writes the extrinsic of a payload and its signature, ready to be sent. The signature is verified first, so what
/// comes out passes the chain's signature check.
///
/// - `payload`, `payload_len`: in, the payload that was signed.
/// - `account`: in, who signed it.
/// - `signature`, `signature_len`: in, with the scheme's number in front.
/// - `extrinsic`, `cap`, `len`: out.
/// - `position`: out, the byte of the payload at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_BAD_SIGNATURE`, `NANOTAO_MALFORMED_SIGNATURE`,
/// `NANOTAO_SIGN_UNSUPPORTED_SCHEME`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or
/// `NANOTAO_PAYLOAD_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_encode(
    payload: *const u8,
    payload_len: usize,
    account: *const AccountId,
    signature: *const u8,
    signature_len: usize,
    extrinsic: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let parts = (account, signature, signature_len);
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            encode(Subject::new((payload, payload_len), None)?, parts, Output::new(extrinsic, cap, len)?)
        })
    }
}

/// As `nanotao_extrinsic_encode`, for a payload that a metadata proof describes (RFC-78).
///
/// - `payload`, `payload_len`, `proof`, `proof_len`: in, as reviewed.
/// - `account`, `signature`, `extrinsic` with their lengths: as for `nanotao_extrinsic_encode`.
/// - `position`: out, the byte, the list element or the type at fault; may be NULL.
///
/// Returns as `nanotao_extrinsic_encode`, or `NANOTAO_METADATA_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_encode_by_proof(
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    account: *const AccountId,
    signature: *const u8,
    signature_len: usize,
    extrinsic: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let parts = (account, signature, signature_len);
    let proof = Some((proof, proof_len));
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            encode(Subject::new((payload, payload_len), proof)?, parts, Output::new(extrinsic, cap, len)?)
        })
    }
}

/// # Safety
/// As the header states it.
unsafe fn encode(
    subject: Subject<'_>,
    (account, signature, signature_len): (*const AccountId, *const u8, usize),
    mut out: Output<u8>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (account, signature) = unsafe { (memory::get(account)?, memory::slice(signature, signature_len)?) };
    let [payload, proof, _] = subject.extents();
    out.apart_from(&[payload, proof, extent(signature)])?;
    let verified = subject.verify()?;
    let signature = parse_signature(signature)?;
    let needed = verified.extrinsic_len(&signature);
    out.reserve(needed)?;
    check(subject.payload(), account, &signature)?;
    verified.extrinsic(&account.into(), &signature, out.buffer(needed)?)?;
    out.set_len(needed);
    Ok(())
}

/// A signed extrinsic taken apart. Set `struct_size`; the rest is written.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Extrinsic {
    /// `sizeof(nanotao_extrinsic)`.
    pub struct_size: u32,
    /// The signer's transaction index.
    pub nonce: u32,
    /// What is paid on top of the fee, in rao.
    pub tip: u64,
    /// For how many blocks the extrinsic may be included; 0 for ever.
    pub era_period: u32,
    /// The birth block modulo the period.
    pub era_phase: u32,
    /// 1 if the payload holds a metadata hash (RFC-78), else 0.
    pub has_metadata_hash: u32,
    /// Where the call begins in the extrinsic.
    pub call_offset: u32,
    /// Bytes of the call.
    pub call_len: u32,
    /// Bytes of the signature.
    pub signature_len: u32,
    /// Who signed.
    pub account: AccountId,
    /// The signature, with the scheme's number in front. Parsing does not verify it.
    pub signature: [u8; NANOTAO_SIGNATURE_MAX_LEN],
    /// 0.
    pub reserved: [u8; 6],
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for Extrinsic {}

/// Takes a signed extrinsic apart. The call is not decoded, and the signature not verified.
///
/// - `extrinsic`, `extrinsic_len`: in.
/// - `parsed`: in, its `struct_size`; out, the rest.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK` or `NANOTAO_SCALE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_parse(
    extrinsic: *const u8,
    extrinsic_len: usize,
    parsed: *mut Extrinsic,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, place) = unsafe { (memory::slice(extrinsic, extrinsic_len)?, Place::of_struct(parsed)?) };
        let found = SignedExtrinsic::parse(bytes)?;
        let (era_period, era_phase) = era_fields(found.era);
        let mut signature = [0; NANOTAO_SIGNATURE_MAX_LEN];
        let mut writer = Writer::new(&mut signature);
        found.signature.encode(&mut writer)?;
        let number = |len: usize| u32::try_from(len).map_err(|_| NANOTAO_INVALID_LENGTH);
        place.set(Extrinsic {
            struct_size: Extrinsic::STRUCT_SIZE,
            nonce: found.nonce,
            tip: found.tip.0,
            era_period,
            era_phase,
            has_metadata_hash: found.metadata_hash_mode.into(),
            call_offset: number(bytes.len().saturating_sub(found.call.len()))?,
            call_len: number(found.call.len())?,
            signature_len: number(found.signature.encoded_len())?,
            account: found.account.into(),
            signature,
            reserved: [0; 6],
        });
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Writes the payload that an extrinsic's signature is over, for `nanotao_signature_verify`.
///
/// - `extrinsic`, `extrinsic_len`: in.
/// - `context`: in, what the extrinsic does not carry: `spec_version`, `transaction_version`, `genesis_hash`,
///   `block_hash` and, if it has one, the metadata hash. Its nonce, tip and era are not used.
/// - `payload`, `cap`, `len`: out.
/// - `position`: out, the byte of the extrinsic at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_SCALE_...`, or `NANOTAO_PAYLOAD_METADATA_HASH_MODE` if only
/// one of extrinsic and context has a metadata hash.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_extrinsic_payload(
    extrinsic: *const u8,
    extrinsic_len: usize,
    context: *const TxExtension,
    payload: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, context, mut out) = unsafe {
            let context = memory::get_struct(context)?;
            (memory::slice(extrinsic, extrinsic_len)?, context, Output::new(payload, cap, len)?)
        };
        out.apart_from(&[extent(bytes)])?;
        let SignedExtrinsic { era, nonce, tip, metadata_hash_mode, call, .. } =
            SignedExtrinsic::parse(bytes)?;
        let extension = CoreTxExtension { era, nonce, tip, ..context.to_core()? };
        if metadata_hash_mode != extension.metadata_hash.is_some() {
            let offset = bytes.len().saturating_sub(call.len()).saturating_sub(1);
            return Err(PayloadError::MetadataHashMode { offset }.into());
        }
        let needed = self::payload_len(call.len(), &extension);
        Payload::from_call_bytes(call, &extension, out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}
