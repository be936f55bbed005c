//! Runtime metadata in files, and its digest (RFC-78).

use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use merkleized_metadata::{
    ExtraInfo, FrameMetadataPrepared, SignedExtrinsicData, generate_metadata_digest,
    generate_proof_for_extrinsic_parts,
};
use nanotao::H256;
use nanotao::extrinsic::TxExtension;
use nanotao::scale::Writer;
use parity_scale_codec::{Decode, Encode};

use crate::{Error, Result, text};

/// What stands at the start of metadata, before the byte of its version.
const MAGIC: &[u8] = b"meta";
/// The version of metadata that digests are made from: the chain makes its own from it, and would refuse any other.
const VERSION: u8 = 15;

/// A runtime's metadata, and what the digest covers beside it.
pub struct Runtime {
    metadata: RuntimeMetadata,
    /// Read from the metadata, but for decimals and symbol: those a chain has in its chain spec.
    pub info: ExtraInfo,
}

impl Runtime {
    /// Reads metadata of version 15 as `Metadata_metadata_at_version` gives it: its bytes, or those in hex, with or
    /// without the `Option` and the length around them.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) says what it is instead.
    pub fn parse(file: &[u8], decimals: u8, token_symbol: &str) -> Result<Self> {
        let digits = std::str::from_utf8(file).ok().map(|text| text.trim_ascii().trim_matches('"'));
        let from_hex = digits.map(text::hex).and_then(Result::ok);
        let bytes = from_hex.as_deref().unwrap_or(file);
        // A byte of the option and at most five of the length come before.
        let start = bytes.windows(MAGIC.len()).take(7).position(|window| window == MAGIC);
        let mut bytes = start.and_then(|start| bytes.get(start..)).ok_or_else(|| {
            Error::input("the file holds no runtime metadata: `meta` does not stand at its start")
                .remedy("save what state_call gives for Metadata_metadata_at_version with 0x0f000000")
        })?;
        let again = "save it again: state_call Metadata_metadata_at_version 0x0f000000";
        if let Some(found) = bytes.get(MAGIC.len())
            && *found != VERSION
        {
            return Err(Error::input(format_args!(
                "metadata of version {found}: a digest is made from version {VERSION}"
            ))
            .remedy(again));
        }
        let metadata = RuntimeMetadataPrefixed::decode(&mut bytes).map_err(|error| {
            // The type that it is in comes first, then what is in that, and so on, in lines; last is what is wrong.
            let trace = error.to_string();
            let reason = trace.lines().last().unwrap_or_default().trim();
            Error::input(format_args!("the metadata is malformed or cut off: {reason}")).remedy(again)
        })?;
        if !bytes.is_empty() {
            return Err(Error::input(format_args!("{} bytes follow the metadata", bytes.len())).remedy(again));
        }
        let metadata = metadata.1;
        let constant = |name: &str| -> Result<Vec<u8>> {
            let missing = || {
                Error::input(format_args!("the metadata has no constant System.{name}"))
                    .remedy("is it the metadata of a chain's runtime?")
            };
            constant(&metadata, name).ok_or_else(missing)
        };
        // RuntimeVersion begins with: spec_name, impl_name, authoring_version, spec_version.
        let version: (String, String, u32, u32) = decode("Version", &constant("Version")?)?;
        let info = ExtraInfo {
            spec_version: version.3,
            spec_name: version.0,
            base58_prefix: decode("SS58Prefix", &constant("SS58Prefix")?)?,
            decimals,
            token_symbol: token_symbol.to_owned(),
        };
        Ok(Self { metadata, info })
    }

    /// Computes the digest that a payload signs.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) if the metadata has no digest.
    pub fn digest(&self) -> Result<H256> {
        let digest = generate_metadata_digest(&self.metadata, self.info.clone()).map_err(|error| {
            Error::input(format_args!("the metadata has no digest: {error}"))
                .remedy("is it the metadata of a chain's runtime?")
        })?;
        Ok(H256(digest.hash()))
    }

    /// Makes the metadata proof of a call with its extensions, in the form that a device takes.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::Kind::Input) if this runtime does not have the call.
    pub fn prove(&self, call: &[u8], extension: &TxExtension) -> Result<Vec<u8>> {
        let mut buffer = vec![0; TxExtension::MAX_EXPLICIT_LEN.saturating_add(TxExtension::MAX_IMPLICIT_LEN)];
        let mut writer = Writer::new(&mut buffer);
        extension.explicit(&mut writer)?;
        extension.implicit(&mut writer)?;
        let (explicit, implicit) =
            writer.finish().split_at_checked(extension.explicit_len()).unwrap_or_default();
        let data = SignedExtrinsicData { included_in_extrinsic: explicit, included_in_signed_data: implicit };
        let failed =
            |error| Error::input(format_args!("the metadata does not describe the payload: {error}"));
        let proof = generate_proof_for_extrinsic_parts(call, Some(data), &self.metadata).map_err(failed)?;
        let prepared = FrameMetadataPrepared::prepare(&self.metadata).map_err(failed)?;
        let types = prepared.as_type_information().map_err(failed)?;
        let ExtraInfo { spec_version, spec_name, base58_prefix, decimals, token_symbol } = &self.info;
        let info = (spec_version, spec_name, base58_prefix, decimals, token_symbol);
        Ok([proof.encode(), types.extrinsic_metadata.encode(), info.encode()].concat())
    }
}

/// The bytes of a constant of System.
fn constant(metadata: &RuntimeMetadata, name: &str) -> Option<Vec<u8>> {
    let RuntimeMetadata::V15(metadata) = metadata else { return None };
    let system = metadata.pallets.iter().find(|pallet| pallet.name == "System")?;
    let found = system.constants.iter().find(|constant| constant.name == name)?;
    Some(found.value.clone())
}

fn decode<T: Decode>(name: &str, mut bytes: &[u8]) -> Result<T> {
    T::decode(&mut bytes).map_err(|error| {
        Error::input(format_args!("System.{name} is malformed: {error}"))
            .remedy("is it the metadata of a chain's runtime?")
    })
}
