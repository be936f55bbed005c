//! The chain's rules by spec version.

/// Which of the chain's rules hold. They changed between spec 425 and 475.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct Profile {
    /// `LiquidAlphaConsensusMode` is read. Before, liquid alpha always compared with the current consensus.
    pub liquid_alpha_consensus_mode: bool,
    /// `LastYumaStepBlock`, where set, decides which bonds are masked.
    pub last_yuma_step_block: bool,
    /// More blocks than this since the last step make an epoch due: `MAX_TEMPO`, or the tempo itself where `None`.
    pub max_blocks_since_last_step: Option<u64>,
    /// The owner's uid needs no stake above the threshold and no permit, and may weigh itself.
    pub owner_exempt: bool,
    /// A split of the wrong length counts as none, where it was cut or padded before.
    pub malformed_split_is_even: bool,
    /// A hotkey's alpha dividends are computed first and root gets the rest, if the hotkey has a uid there. Before, root
    /// came first.
    pub alpha_dividends_first: bool,
    /// `ChildkeyThresholdSuspended` is read.
    pub childkey_suspension: bool,
    /// Once a subnet under the Null consensus is due, no more than one epoch runs in the block.
    pub null_epoch_runs_alone: bool,
}

impl Profile {
    /// The rules of a spec version, where they are known.
    pub const fn of(spec_version: u32) -> Option<Self> {
        match spec_version {
            425 => Some(Self::SPEC_425),
            475 => Some(Self::SPEC_475),
            _ => None,
        }
    }

    /// Spec 425.
    pub const SPEC_425: Self = Self {
        liquid_alpha_consensus_mode: false,
        last_yuma_step_block: false,
        max_blocks_since_last_step: Some(50_400),
        owner_exempt: true,
        malformed_split_is_even: false,
        alpha_dividends_first: false,
        childkey_suspension: false,
        null_epoch_runs_alone: false,
    };

    /// Spec 475.
    pub const SPEC_475: Self = Self {
        liquid_alpha_consensus_mode: true,
        last_yuma_step_block: true,
        max_blocks_since_last_step: None,
        owner_exempt: true,
        malformed_split_is_even: true,
        alpha_dividends_first: true,
        childkey_suspension: true,
        null_epoch_runs_alone: true,
    };
}
