//! The bytes that get signed.

use super::{Era, PayloadError, TRANSACTION_VERSION, TxExtension};
use crate::call::{Call, CallError, SpecVersion};
use crate::hashing::blake2_256;
use crate::metadata::{Decoder, Described, Item, KnownTypes, MetadataError, Table, Types};
use crate::scale::{Reader, ScaleError, Writer};
use crate::weights::check_pairs;

/// Bytes that claim to be a signing payload (`SignedPayload`). Nothing is known of them yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload<'a>(&'a [u8]);

/// What the signature is made over: the payload, or the hash of a payload longer than 256 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// The payload itself.
    Payload(&'a [u8]),
    /// Its blake2b-256.
    Hash([u8; 32]),
}

impl AsRef<[u8]> for Message<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Payload(bytes) => bytes,
            Self::Hash(hash) => hash,
        }
    }
}

impl<'a> Payload<'a> {
    /// Longest payload that is signed as it is.
    pub const MAX_UNHASHED_LEN: usize = 256;

    /// Takes bytes from outside.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Writes the payload of `call` into `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn build(call: &Call<'_>, extension: &TxExtension, out: &'a mut [u8]) -> Result<Self, ScaleError> {
        let mut writer = Writer::new(out);
        call.encode(&mut writer)?;
        Self::extend(writer, extension)
    }

    /// Writes the payload of a call that is carried as bytes into `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn from_call_bytes(
        call: &[u8],
        extension: &TxExtension,
        out: &'a mut [u8],
    ) -> Result<Self, ScaleError> {
        let mut writer = Writer::new(out);
        writer.bytes(call)?;
        Self::extend(writer, extension)
    }

    fn extend(mut writer: Writer<'a>, extension: &TxExtension) -> Result<Self, ScaleError> {
        extension.explicit(&mut writer)?;
        extension.implicit(&mut writer)?;
        Ok(Self(writer.finish()))
    }

    /// The payload itself, before any hashing.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Gives what the signature is made over (`SignedPayload::using_encoded`).
    pub fn message(&self) -> Message<'a> {
        if self.0.len() > Self::MAX_UNHASHED_LEN {
            Message::Hash(blake2_256(self.0))
        } else {
            Message::Payload(self.0)
        }
    }

    /// Decodes the whole payload by the call tables and checks that its parts agree.
    ///
    /// # Errors
    /// [`PayloadError`] says what is unknown, malformed or contradictory, and at which byte.
    pub fn verify(self) -> Result<Verified<'a>, PayloadError> {
        let spec = self.spec_version()?;
        let described = Described::Table(Table::of(spec), self.0);
        let described = call_of(described, &mut described.decoder())?;
        let call_len = described.bytes().len();
        let mut input = Reader::at(self.0, call_len);
        let extension =
            TxExtension::parse(&mut input)?.map_err(|offset| PayloadError::MetadataHashMode { offset })?;
        input.finish()?;
        if extension.spec_version != spec.get() {
            return Err(CallError::UnknownSpec { spec_version: extension.spec_version }.into());
        }
        if extension.transaction_version != TRANSACTION_VERSION {
            return Err(PayloadError::TransactionVersion { found: extension.transaction_version });
        }
        if extension.era == Era::Immortal && extension.block_hash != extension.genesis_hash {
            return Err(PayloadError::ImmortalBirthHash);
        }
        let explicit_end = call_len.saturating_add(extension.explicit_len());
        Ok(Verified::new(self, described, explicit_end, extension))
    }

    /// Finds the spec version, which stands a fixed number of bytes before the end: the metadata hash is the last
    /// field, so there are two places. A payload that could be read with a known spec version at both is refused.
    fn spec_version(&self) -> Result<SpecVersion, PayloadError> {
        let at = |tail: usize| -> Option<u32> {
            let start = self.0.len().checked_sub(tail)?;
            self.0.get(start..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
        };
        let plain = at(TxExtension::MAX_IMPLICIT_LEN.saturating_sub(32));
        let hashed = at(TxExtension::MAX_IMPLICIT_LEN);
        let known = |spec: Option<u32>| spec.and_then(|spec| SpecVersion::new(spec).ok());
        match (known(plain), known(hashed)) {
            (Some(plain), Some(hashed)) if plain != hashed => Err(PayloadError::AmbiguousSpecVersion),
            (Some(spec), _) | (_, Some(spec)) => Ok(spec),
            (None, None) => {
                let Some(spec_version) =
                    (if self.0.ends_with(&[0]) { plain.or(hashed) } else { hashed.or(plain) })
                else {
                    let missing =
                        TxExtension::MAX_IMPLICIT_LEN.saturating_sub(32).saturating_sub(self.0.len());
                    return Err(ScaleError::UnexpectedEnd { offset: 0, missing }.into());
                };
                Err(CallError::UnknownSpec { spec_version }.into())
            }
        }
    }
}

/// Decodes the call at the front of `described`, which is a pallet's variant around a call's, checks the weights in it,
/// and cuts off what follows. `decoder` is one that has not begun; it stops behind the call.
#[inline(never)]
pub(crate) fn call_of<'a>(
    described: Described<'a>,
    decoder: &mut Decoder<'a, KnownTypes<'a>>,
) -> Result<Described<'a>, PayloadError> {
    let (mut index, mut is_call) = (0usize, true);
    let refused = |error, offset| match described {
        Described::Table(table, bytes) => not_in_table(table, bytes, error, offset),
        #[cfg(feature = "metadata")]
        Described::Proof(..) => error.into(),
    };
    while let Some(decoded) = decoder.next().map_err(|error| refused(error, decoder.offset()))? {
        is_call &= index > 1 || (decoded.depth == index && matches!(decoded.item, Item::Variant(_)));
        index = index.saturating_add(1);
        let weights = decoder.weights(&decoded).map_err(|error| refused(error, decoder.offset()))?;
        if let Some((uids, weights)) = weights {
            check_pairs(uids, weights)?;
        }
    }
    if is_call && index > 1 {
        Ok(described.cut(decoder.offset()))
    } else {
        Err(MetadataError::CallType.into())
    }
}

/// Says by name what a table does not hold.
fn not_in_table(table: Table, bytes: &[u8], error: MetadataError, offset: usize) -> PayloadError {
    match error {
        MetadataError::Payload(error) => error.into(),
        MetadataError::VariantMissing { id, index: found } => {
            let before = offset.checked_sub(1).and_then(|before| bytes.get(before)).copied();
            match (table.get(id).map_or("", |ty| ty.name), before) {
                ("RuntimeCall", _) => CallError::UnknownPallet { pallet: found }.into(),
                ("Call", Some(pallet)) => CallError::UnknownCall { pallet, call: found }.into(),
                _ => ScaleError::InvalidTag { offset, found }.into(),
            }
        }
        error => error.into(),
    }
}

/// A payload of which every byte was decoded and checked. Only [`Payload::verify`] and `Payload::verify_by` make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified<'a> {
    payload: Payload<'a>,
    call: Described<'a>,
    explicit_bytes: &'a [u8],
    extension: TxExtension,
}

impl<'a> Verified<'a> {
    pub(super) fn new(
        payload: Payload<'a>,
        call: Described<'a>,
        explicit_end: usize,
        extension: TxExtension,
    ) -> Self {
        let explicit_bytes = payload.0.get(call.bytes().len()..explicit_end).unwrap_or_default();
        Self { payload, call, explicit_bytes, extension }
    }

    /// The payload.
    pub const fn payload(&self) -> Payload<'a> {
        self.payload
    }

    /// The call with its arguments, if it was read by a table and is one of those that [`Call`] has.
    pub fn call(&self) -> Option<Call<'a>> {
        if !matches!(self.call, Described::Table(..)) {
            return None;
        }
        let spec = SpecVersion::new(self.extension.spec_version).ok()?;
        Call::parse(spec, &mut Reader::new(self.call_bytes())).ok()
    }

    /// The call, and what it was read by.
    pub const fn described(&self) -> &Described<'a> {
        &self.call
    }

    /// The names of the pallet and the function.
    pub fn function(&self) -> (&'a str, &'a str) {
        // Verification has read both.
        self.call.function().unwrap_or_default()
    }

    /// What the extensions put into the extrinsic.
    pub const fn explicit_bytes(&self) -> &'a [u8] {
        self.explicit_bytes
    }

    /// The call's bytes in the payload.
    pub const fn call_bytes(&self) -> &'a [u8] {
        self.call.bytes()
    }

    /// What the extensions carry.
    pub const fn extension(&self) -> &TxExtension {
        &self.extension
    }
}

#[cfg(test)]
mod tests {
    use super::Payload;
    use crate::call::{Call, CallError, RevealWeights, SetMechanismWeights, SetWeights};
    use crate::extrinsic::{Era, FINNEY, PayloadError, TxExtension};
    use crate::primitives::{H256, MechId, NetUid, TaoBalance};
    use crate::scale::U16s;
    use crate::weights::ChainError;

    fn extension() -> TxExtension {
        TxExtension {
            era: Era::mortal(64, 5_000_002),
            nonce: 7,
            tip: TaoBalance(0),
            metadata_hash: None,
            spec_version: 475,
            transaction_version: 1,
            genesis_hash: FINNEY,
            block_hash: H256([9; 32]),
        }
    }

    fn verify(call: &Call<'_>, extension: &TxExtension) -> Result<(), PayloadError> {
        let mut buffer = [0; 2048];
        Payload::build(call, extension, &mut buffer).unwrap().verify().map(|_| ())
    }

    fn set_weights<'a>(dests: &'a [u16], weights: &'a [u16]) -> Call<'a> {
        let (dests, weights) = (dests.into(), weights.into());
        SetWeights { netuid: NetUid(1), dests, weights, version_key: 0 }.into()
    }

    #[test]
    fn a_payload_with_a_byte_cut_or_added_is_refused() {
        let mut buffer = [0; 256];
        let payload =
            Payload::build(&set_weights(&[1, 2], &[3, 4]), &extension(), &mut buffer).unwrap().as_bytes();
        assert!(Payload::new(payload).verify().is_ok());
        for end in 0..payload.len() {
            assert!(Payload::new(&payload[..end]).verify().is_err(), "cut at {end}");
        }
        let mut longer = payload.to_vec();
        longer.push(0);
        assert!(Payload::new(&longer).verify().is_err());
    }

    #[test]
    fn parts_that_contradict_each_other_are_refused() {
        let call = set_weights(&[1], &[3]);
        assert_eq!(verify(&call, &extension()), Ok(()));
        let immortal = TxExtension { era: Era::Immortal, ..extension() };
        assert_eq!(verify(&call, &immortal), Err(PayloadError::ImmortalBirthHash));
        let spec = TxExtension { spec_version: 476, ..extension() };
        assert_eq!(verify(&call, &spec), Err(CallError::UnknownSpec { spec_version: 476 }.into()));
        let version = TxExtension { transaction_version: 2, ..extension() };
        assert_eq!(verify(&call, &version), Err(PayloadError::TransactionVersion { found: 2 }));
    }

    #[test]
    fn weights_that_the_chain_refuses_on_any_subnet_are_refused() {
        let uids: [u16; 257] = core::array::from_fn(|uid| uid as u16);
        let refused = |uids: &[u16], values: &[u16]| {
            let (dests, weights): (U16s<'_>, U16s<'_>) = (uids.into(), values.into());
            let (netuid, mecid, version_key) = (NetUid(1), MechId(1), 0);
            let [set, mechanism, reveal]: [Call<'_>; 3] = [
                SetWeights { netuid, dests, weights, version_key }.into(),
                SetMechanismWeights { netuid, mecid, dests, weights, version_key }.into(),
                RevealWeights { netuid, uids: dests, values: weights, salt: dests, version_key }.into(),
            ];
            let verdict = verify(&set, &extension());
            assert_eq!(verify(&mechanism, &extension()), verdict);
            assert_eq!(verify(&reveal, &extension()), verdict);
            verdict
        };
        assert_eq!(refused(&uids[..256], &uids[..256]), Ok(()));
        let unequal = |uids, values| Err(ChainError::WeightVecNotEqualSize { uids, values }.into());
        assert_eq!(refused(&[1, 2], &[3]), unequal(2, 1));
        assert_eq!(refused(&[1], &[3, 4]), unequal(1, 2));
        assert_eq!(refused(&[4, 5, 4], &[1, 1, 1]), Err(ChainError::DuplicateUids { index: 2 }.into()));
        let too_many = ChainError::UidsLengthExceedUidsInSubNet { len: 257, max: 256 };
        assert_eq!(refused(&uids, &uids), Err(too_many.into()));
        assert_eq!(PayloadError::from(too_many).position(), 256);
    }
}
