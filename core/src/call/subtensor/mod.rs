//! Calls of the pallet `SubtensorModule`.

mod keys;
mod neuron;
mod root;
mod staking;
mod subnet;
mod weights;

pub use keys::{
    AnnounceColdkeySwap, AssociateEvmKey, ClearColdkeySwapAnnouncement, DecreaseTake, DisputeColdkeySwap,
    IncreaseTake, ResetColdkeySwap, ScheduleSwapColdkey, SetAutoParentDelegationEnabled, SetChildkeyTake,
    SetChildren, SetIdentity, SetPendingChildkeyCooldown, SudoSetMaxChildkeyTake, SudoSetMinChildkeyTake,
    SudoSetTxChildkeyTakeRateLimit, SwapColdkey, SwapColdkeyAnnounced, SwapHotkey, SwapHotkeyV2,
    TryAssociateHotkey,
};
pub use neuron::{
    BurnedRegister, PowRegister, Register, RegisterLimit, ServeAxon, ServeAxonTls, ServePrometheus,
};
pub use root::{
    ClaimRoot, ClaimRootWithHotkey, NetUids, RootClaimTypeEnum, RootRegister, SetRootClaimType,
    StakeIntoBasket, SudoSetNumRootClaims, SudoSetRootClaimThreshold, SwapBasket, SwapBasketMany,
};
pub use staking::{
    AddCollateral, AddStake, AddStakeBurn, AddStakeLimit, BurnAlpha, LockStake, MoveLock, MoveStake,
    MoveStakeLimit, RecycleAlpha, RemoveStake, RemoveStakeFullLimit, RemoveStakeLimit,
    SetColdkeyAutoStakeHotkey, SetMinCollateral, SetPerpetualLock, SetRejectLockedAlpha, SwapStake,
    SwapStakeLimit, TransferStake, TransferStakeAndHotkey, UnstakeAll, UnstakeAllAlpha,
};
pub use subnet::{
    DisableVotingPowerTracking, DissolveNetwork, EnableVotingPowerTracking, RegisterLeasedNetwork,
    RegisterNetwork, RegisterNetworkWithIdentity, RootDissolveNetwork, SetActivityCutoffFactor,
    SetSubnetIdentity, SetTempo, StartCall, SubnetIdentityOfV3, SudoSetVotingPowerEmaAlpha, TerminateLease,
    TriggerEpoch, UpdateSymbol,
};
pub use weights::{
    BatchCommitWeights, BatchRevealWeights, BatchSetWeights, CommitCrv3MechanismWeights,
    CommitMechanismWeights, CommitTimelockedMechanismWeights, CommitTimelockedWeights, CommitWeights,
    RevealMechanismWeights, RevealWeights, SetMechanismWeights, SetWeights,
};
