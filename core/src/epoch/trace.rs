//! What an auditor may see of an epoch while it is computed.

use crate::fixed::I32F32;

/// A vector of an epoch, one element for each uid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Stage {
    /// Stake above the threshold, normalised.
    Stake,
    /// Stake of active validators with a permit, normalised.
    ActiveStake,
    /// The stake-weighted median of the weights for each uid.
    Consensus,
    /// The consensus that liquid alpha compares with; only where liquid alpha acts.
    LiquidAlphaConsensus,
    /// The sum of each validator's clipped weights.
    ValidatorTrust,
    /// Ranks, before they are normalised.
    Ranks,
    /// Normalised ranks.
    Incentive,
    /// Normalised dividends.
    Dividends,
    /// The miners' share of the emission.
    NormalizedServerEmission,
    /// The validators' share of the emission.
    NormalizedValidatorEmission,
    /// Both together.
    NormalizedCombinedEmission,
}

impl Stage {
    /// The name that the chain's source gives it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stake => "stake",
            Self::ActiveStake => "active_stake",
            Self::Consensus => "consensus",
            Self::LiquidAlphaConsensus => "liquid_alpha_consensus",
            Self::ValidatorTrust => "validator_trust",
            Self::Ranks => "ranks",
            Self::Incentive => "incentive",
            Self::Dividends => "dividends",
            Self::NormalizedServerEmission => "normalized_server_emission",
            Self::NormalizedValidatorEmission => "normalized_validator_emission",
            Self::NormalizedCombinedEmission => "normalized_combined_emission",
        }
    }
}

/// Receives what an epoch computes on its way. `()` receives nothing and costs nothing.
pub trait Trace {
    /// A vector is complete.
    fn vector(&mut self, _stage: Stage, _values: &[I32F32]) {}

    /// A validator's weight for a target: masked and normalised, and clipped at the consensus.
    fn weight(&mut self, _validator: u16, _target: u16, _weight: I32F32, _clipped: I32F32) {}

    /// A validator's new bond to a target: the moving average, and its share of the target's bonds.
    fn bond(&mut self, _validator: u16, _target: u16, _ema: I32F32, _normalized: I32F32) {}

    /// Miners' shares under the Null consensus.
    fn incentive_shares(&mut self, _shares: &[u16]) {}

    /// The rate at which liquid alpha lets a bond follow the weight.
    fn alpha(&mut self, _validator: u16, _target: u16, _alpha: I32F32) {}
}

impl Trace for () {}
