//! What an extrinsic does: one struct per call, named and ordered as in the runtime's metadata.
//!
//! A [`Call`] is parsed against the table of a [`SpecVersion`]; a spec, pallet or call that the tables do not hold
//! is refused by name. The bytes of a call are its pallet's index, its own index, and its arguments in SCALE.

mod balances;
mod builder;
mod commitments;
mod error;
mod limit_orders;
mod macros;
mod multisig;
mod proxy;
mod spec;
mod subtensor;
mod system;
mod types;
mod utility;

pub use balances::{Burn, ForceTransfer, TransferAll, TransferAllowDeath, TransferKeepAlive};
pub use builder::{Argument, Builder, Place};
pub use commitments::{Data, SetCommitment, SetMaxSpace};
pub use error::CallError;
pub use limit_orders::{
    CancelOrder, ExecuteBatchedOrders, ExecuteOrders, LinkedPercentage, Order, OrderAmount, OrderType,
    OrderV2, PruneLinkedOutput, SetPalletStatus, SignedOrder, VersionedOrder,
};
pub use multisig::{
    ApproveAsMulti, AsMulti, AsMultiThreshold1, CancelAsMulti, PokeMultisigDeposit, multi_account_id,
};
pub use proxy::{
    AddProxy, Announce, CreatePure, KillPure, PokeProxyDeposit, Proxy, ProxyAnnounced, ProxyType,
    RejectAnnouncement, RemoveAnnouncement, RemoveProxies, RemoveProxy, SetRealPaysFee,
};
pub use spec::SpecVersion;
pub use subtensor::*;
pub use system::{Remark, RemarkWithEvent, Sudo};
pub use types::{MultiAddress, Timepoint, Weight};
pub use utility::{AsDerivative, Batch, BatchAll, ForceBatch, IfElse, WithWeight};

use crate::scale::{Reader, Scale, ScaleError, U16s, Writer};

macros::calls! {
    /// A call that can be shown, with lists and bytes left where they were parsed from.
    Call {
        SetWeights(SetWeights<U16s<'a>>),
        AddStake(AddStake),
        RemoveStake(RemoveStake),
        ServeAxon(ServeAxon),
        BurnedRegister(BurnedRegister),
        CommitWeights(CommitWeights),
        RevealWeights(RevealWeights<U16s<'a>>),
        CommitTimelockedWeights(CommitTimelockedWeights<&'a [u8]>),
        CommitMechanismWeights(CommitMechanismWeights),
        RevealMechanismWeights(RevealMechanismWeights<U16s<'a>>),
        CommitTimelockedMechanismWeights(CommitTimelockedMechanismWeights<&'a [u8]>),
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
            Self::RevealMechanismWeights(call) => Some((call.uids, call.values)),
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
    use super::{
        AddProxy, BatchAll, Builder, Call, CallError, ClaimRoot, Data, MultiAddress, NetUids, PowRegister,
        Proxy, ProxyType, SetCommitment, SetTempo, SetWeights, SpecVersion,
    };
    use crate::primitives::{AccountId, NetUid};
    use crate::scale::{List, Reader, Scale, ScaleError};

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

    const POW_REGISTER: PowRegister =
        PowRegister { netuid: NetUid(1), work_block: 2, nonce: 3, work: [4; 32], hotkey: AccountId([5; 32]) };

    #[test]
    fn what_a_runtime_does_not_have_is_not_built_for_it_however_deep_it_lies() {
        let (mut out, dest) = ([0; 256], MultiAddress::Id(AccountId([9; 32])));
        let basket = ProxyType::BasketTrading;
        let add_proxy = AddProxy { delegate: dest, proxy_type: basket, delay: 0 };
        let tempo = SetTempo { netuid: NetUid(1), tempo: 360 };
        let deep = Proxy { real: dest, force_proxy_type: None, call: &POW_REGISTER };
        let calls: [&dyn Builder; 2] = [&tempo, &deep];
        let batch = BatchAll { calls: calls.as_slice() };
        for (call, since, parent, name) in [
            (&tempo as &dyn Builder, 425, "", ""),
            (&add_proxy, 461, "ProxyType", "BasketTrading"),
            (
                &Proxy { real: dest, force_proxy_type: Some(basket), call: &tempo },
                461,
                "ProxyType",
                "BasketTrading",
            ),
            (&POW_REGISTER, 475, "SubtensorModule", "pow_register"),
            (&batch, 475, "SubtensorModule", "pow_register"),
        ] {
            for spec in SpecVersion::ALL {
                let (spec_version, built) = (spec.get(), call.build(spec, &mut out).map(<[u8]>::len));
                let refused = CallError::NotInSpec { parent, name, spec_version };
                assert_eq!(built, if spec_version < since { Err(refused) } else { Ok(call.call_len()) });
            }
        }
        // Utility.batch_all of SubtensorModule.set_tempo, and Proxy.proxy of SubtensorModule.pow_register.
        let built = batch.build(SpecVersion::new(475).unwrap(), &mut out).unwrap();
        assert_eq!(&built[..11], [11, 2, 8, 7, 139, 1, 0, 104, 1, 16, 0]);
        assert_eq!(&built[11..13], [0, 9]);
        assert_eq!(&built[44..47], [0, 7, 152]);
    }

    /// The chain checks a signature against the set as it writes it.
    #[test]
    fn subnets_of_a_claim_are_written_once_each_in_ascending_order() {
        let mut out = [0; 16];
        let subnets = [NetUid(9), NetUid(2), NetUid(9), NetUid(300)];
        let claim = ClaimRoot { subnets: NetUids(subnets.as_slice().into()) };
        let built = claim.build(SpecVersion::new(425).unwrap(), &mut out).unwrap();
        assert_eq!(built, [7, 121, 12, 2, 0, 9, 0, 44, 1]);
        assert_eq!(claim.call_len(), 9);
    }

    #[test]
    fn a_commitment_reads_back_and_no_longer_piece_is_written_than_the_chain_takes() {
        let spec = SpecVersion::new(461).unwrap();
        let fields = [
            Data::None,
            Data::Raw(&[7; 128]),
            Data::Sha256([1; 32]),
            Data::TimelockEncrypted { encrypted: &[1, 2], reveal_round: 5 },
            Data::ResetBondsFlag,
            Data::BigRaw(&[3; 130]),
        ];
        let mut out = [0; 512];
        let call = SetCommitment { netuid: NetUid(3), info: List::from(fields.as_slice()) };
        let built = call.build(spec, &mut out).unwrap();
        let mut input = Reader::new(&built[2..]);
        assert_eq!(SetCommitment::parse(&mut input), Ok(call));
        assert!(input.rest().is_empty());
        let fields = [Data::Raw(&[7; 129])];
        let call = SetCommitment { netuid: NetUid(3), info: List::from(fields.as_slice()) };
        assert!(matches!(call.build(spec, &mut out), Err(CallError::Scale(ScaleError::OutOfRange { .. }))));
    }
}
