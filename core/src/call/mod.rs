//! What an extrinsic does: one struct per call, named and ordered as in the runtime's metadata.
//!
//! A [`Call`] is parsed against the table of a [`SpecVersion`]; a spec, pallet or call that the tables do not hold
//! is refused by name. The bytes of a call are its pallet's index, its own index, and its arguments in SCALE.

mod arg;
mod balances;
mod error;
mod macros;
mod spec;
mod subtensor;

pub use arg::{Arg, MultiAddress};
pub use balances::TransferKeepAlive;
pub use error::CallError;
pub use spec::SpecVersion;
pub use subtensor::{
    AddStake, BurnedRegister, CommitTimelockedWeights, CommitWeights, RemoveStake, RevealWeights, ServeAxon,
    SetMechanismWeights, SetWeights,
};

use crate::scale::{Reader, Scale, ScaleError, U16s, Writer};

macros::calls! {
    /// A call that the tables hold, with lists and bytes left where they were parsed from.
    Call {
        SetWeights(SetWeights<U16s<'a>>),
        AddStake(AddStake),
        RemoveStake(RemoveStake),
        ServeAxon(ServeAxon),
        BurnedRegister(BurnedRegister),
        CommitWeights(CommitWeights),
        RevealWeights(RevealWeights<U16s<'a>>),
        CommitTimelockedWeights(CommitTimelockedWeights<&'a [u8]>),
        SetMechanismWeights(SetMechanismWeights<U16s<'a>>),
        TransferKeepAlive(TransferKeepAlive),
    }
}

impl<'a> Call<'a> {
    /// The uids and their weights, if this call carries any in the clear.
    pub fn weights(&self) -> Option<(U16s<'a>, U16s<'a>)> {
        match self {
            Self::SetWeights(call) => Some((call.dests, call.weights)),
            Self::SetMechanismWeights(call) => Some((call.dests, call.weights)),
            Self::RevealWeights(call) => Some((call.uids, call.values)),
            _ => None,
        }
    }

    /// Writes the call's bytes to the front of `out` and gives them back.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`]; [`encoded_len`](Self::encoded_len) tells how much is needed.
    pub fn encode_to<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], ScaleError> {
        let mut writer = Writer::new(out);
        self.encode(&mut writer)?;
        Ok(writer.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, CallError, SetWeights, SpecVersion};
    use crate::primitives::NetUid;
    use crate::scale::{Reader, ScaleError};

    /// `golden_spec461.json`, `calls`: `SubtensorModule.set_weights` of the official SDK.
    const SET_WEIGHTS: [u8; 22] = [7, 0, 1, 0, 8, 0, 0, 1, 0, 8, 100, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    #[test]
    fn a_call_has_the_bytes_that_the_official_sdk_gives_it() {
        let call = Call::SetWeights(SetWeights {
            netuid: NetUid(1),
            dests: [0, 1][..].into(),
            weights: [100, 200][..].into(),
            version_key: 0,
        });
        let mut out = [0; 64];
        assert_eq!(call.encode_to(&mut out), Ok(&SET_WEIGHTS[..]));
        assert_eq!(call.encoded_len(), SET_WEIGHTS.len());
        let spec = SpecVersion::new(461).unwrap();
        assert_eq!(Call::parse(spec, &mut Reader::new(&SET_WEIGHTS)), Ok(call));
    }

    #[test]
    fn a_call_cut_short_anywhere_says_so() {
        let spec = SpecVersion::new(461).unwrap();
        for end in 0..SET_WEIGHTS.len() {
            assert!(matches!(
                Call::parse(spec, &mut Reader::new(&SET_WEIGHTS[..end])),
                Err(CallError::Scale(ScaleError::UnexpectedEnd { .. }))
            ));
        }
    }

    #[test]
    fn what_the_tables_do_not_hold_is_refused_by_name() {
        let spec = SpecVersion::new(475).unwrap();
        let parse = |bytes| Call::parse(spec, &mut Reader::new(bytes)).unwrap_err();
        assert_eq!(parse(&[200, 0]), CallError::UnknownPallet { pallet: 200 });
        assert_eq!(parse(&[7, 200]), CallError::UnknownCall { pallet: 7, call: 200 });
        assert_eq!(SpecVersion::new(476), Err(CallError::UnknownSpec { spec_version: 476 }));
    }
}
