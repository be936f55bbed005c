//! Payloads that are read by a metadata proof (RFC-78).

use super::payload::call_of;
use super::tx_extension::TxExtension;
use super::{Era, Payload, PayloadError, Verified};
use crate::metadata::{Decoder, Described, ExtensionType, KnownTypes, MetadataError, Proof, TypeRef};
use crate::primitives::{H256, TaoBalance};
use crate::scale::{Compact, Reader, Scale, ScaleError};

/// Extensions that a signature means nothing without: where, when, and in which turn it counts, and what it costs.
const NEEDED: [&str; 7] = [
    "CheckSpecVersion",
    "CheckTxVersion",
    "CheckGenesis",
    "CheckMortality",
    "CheckNonce",
    "ChargeTransactionPayment",
    "CheckMetadataHash",
];

impl<'a> Payload<'a> {
    /// Decodes the whole payload by the types of `proof`, and checks that the payload signs the proof's digest and that its
    /// parts agree.
    ///
    /// # Errors
    /// [`PayloadError`] says what is missing, malformed or contradictory, and where.
    pub fn verify_by(self, proof: &Proof<'a>) -> Result<Verified<'a>, PayloadError> {
        let bytes = self.as_bytes();
        if !bytes.ends_with(&proof.digest().0) {
            return Err(MetadataError::DigestMismatch.into());
        }
        let described = Described::Proof(*proof, bytes);
        let mut decoder = described.decoder();
        let call = call_of(described, &mut decoder)?;
        let mut parts = Parts::default();
        for (index, ExtensionType { identifier, explicit, .. }) in proof.extensions().enumerate() {
            parts.take(index, identifier, true, part(&mut decoder, explicit)?)?;
        }
        let explicit_end = decoder.offset();
        for (index, ExtensionType { identifier, implicit, .. }) in proof.extensions().enumerate() {
            parts.take(index, identifier, false, part(&mut decoder, implicit)?)?;
        }
        Reader::at(bytes, decoder.offset()).finish()?;
        let extension = parts.finish()?;
        if extension.metadata_hash != Some(proof.digest()) {
            return Err(MetadataError::DigestMismatch.into());
        }
        let info = proof.extra_info();
        info.check()?;
        if extension.spec_version != info.spec_version {
            return Err(MetadataError::SpecMismatch {
                proof: info.spec_version,
                payload: extension.spec_version,
            }
            .into());
        }
        if extension.era == Era::Immortal && extension.block_hash != extension.genesis_hash {
            return Err(PayloadError::ImmortalBirthHash);
        }
        Ok(Verified::new(self, call, explicit_end, extension))
    }
}

/// What an extension puts next into the payload.
fn part<'a>(decoder: &mut Decoder<'a, KnownTypes<'a>>, ty: TypeRef) -> Result<Reader<'a>, MetadataError> {
    let start = decoder.offset();
    decoder.go_on(ty);
    let end = decoder.skip()?;
    Ok(Reader::at(decoder.input().get(..end).unwrap_or_default(), start))
}

/// What was found of the needed extensions.
#[derive(Default)]
struct Parts {
    era: Option<Era>,
    nonce: Option<u32>,
    tip: Option<TaoBalance>,
    mode: Option<bool>,
    mode_offset: usize,
    spec_version: Option<u32>,
    transaction_version: Option<u32>,
    genesis_hash: Option<H256>,
    block_hash: Option<H256>,
    metadata_hash: Option<Option<H256>>,
}

impl Parts {
    /// Takes the part of the extension called `identifier`. What is known of it must have the form that it has always had.
    fn take(
        &mut self,
        index: usize,
        identifier: &str,
        explicit: bool,
        part: Reader<'_>,
    ) -> Result<(), PayloadError> {
        let unknown = MetadataError::UnknownExtension { index };
        match (identifier, explicit) {
            ("CheckMortality", true) => once(&mut self.era, part),
            ("CheckNonce", true) => once_as(&mut self.nonce, part, |Compact(nonce)| nonce),
            ("ChargeTransactionPayment", true) => once_as(&mut self.tip, part, |Compact(tip)| tip),
            ("CheckMetadataHash", true) => {
                self.mode_offset = part.offset();
                if part.rest().first().is_some_and(|mode| *mode > 1) {
                    return Err(PayloadError::MetadataHashMode { offset: part.offset() });
                }
                once(&mut self.mode, part)
            }
            ("CheckSpecVersion", false) => once(&mut self.spec_version, part),
            ("CheckTxVersion", false) => once(&mut self.transaction_version, part),
            ("CheckGenesis", false) => once(&mut self.genesis_hash, part),
            ("CheckMortality", false) => once(&mut self.block_hash, part),
            ("CheckMetadataHash", false) => once(&mut self.metadata_hash, part),
            _ => part.finish(),
        }
        .map_err(|_| {
            let known = NEEDED.into_iter().find(|name| *name == identifier);
            known.map_or(unknown, |name| MetadataError::Extension { name }).into()
        })
    }

    fn finish(self) -> Result<TxExtension, PayloadError> {
        let missing = |name| MetadataError::Extension { name };
        let metadata_hash = self.metadata_hash.ok_or(missing("CheckMetadataHash"))?;
        let mode = self.mode.ok_or(missing("CheckMetadataHash"))?;
        if mode != metadata_hash.is_some() {
            return Err(PayloadError::MetadataHashMode { offset: self.mode_offset });
        }
        Ok(TxExtension {
            era: self.era.ok_or(missing("CheckMortality"))?,
            nonce: self.nonce.ok_or(missing("CheckNonce"))?,
            tip: self.tip.ok_or(missing("ChargeTransactionPayment"))?,
            metadata_hash,
            spec_version: self.spec_version.ok_or(missing("CheckSpecVersion"))?,
            transaction_version: self.transaction_version.ok_or(missing("CheckTxVersion"))?,
            genesis_hash: self.genesis_hash.ok_or(missing("CheckGenesis"))?,
            block_hash: self.block_hash.ok_or(missing("CheckMortality"))?,
        })
    }
}

/// Reads `part` whole into a place that must be empty.
fn once<'a, T: Scale<'a>>(place: &mut Option<T>, part: Reader<'a>) -> Result<(), ScaleError> {
    once_as(place, part, |value| value)
}

fn once_as<'a, S: Scale<'a>, T>(
    place: &mut Option<T>,
    mut part: Reader<'a>,
    of: impl FnOnce(S) -> T,
) -> Result<(), ScaleError> {
    let offset = part.offset();
    let value = S::parse(&mut part)?;
    part.finish()?;
    if place.replace(of(value)).is_some() {
        return Err(ScaleError::TrailingBytes { offset });
    }
    Ok(())
}
