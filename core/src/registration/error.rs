//! Why a registration is refused.

use core::fmt;

/// Why the chain would refuse a registration by work. Each variant bears the name of the pallet's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum RegistrationError {
    /// The root network takes no registrations by work.
    RegistrationNotPermittedOnRootSubnet,
    /// There is no such subnet.
    SubnetNotExists,
    /// The subnet's owner has not enabled registration, or not by work.
    SubNetRegistrationDisabled,
    /// The hotkey has a uid in the subnet.
    HotKeyAlreadyRegisteredInSubNet,
    /// The subnet allows no uids at all.
    NoNeuronIdAvailable,
    /// The block has taken as many registrations as it may.
    TooManyRegistrationsThisBlock,
    /// The work is for a block that is not past, too old, unknown, or not newer than the hotkey's last one.
    InvalidWorkBlock,
    /// The work is not the seal of these arguments.
    InvalidSeal,
    /// The seal is not small enough.
    InvalidDifficulty {
        /// The difficulty that it has to meet.
        needed: u64,
    },
    /// The hotkey is the account of a subnet.
    CannotUseSystemAccount,
    /// The hotkey belongs to another coldkey.
    NonAssociatedColdKey,
    /// The coldkey owns, or stakes to, as many hotkeys as it may.
    TooManyStakingHotkeys,
}

impl RegistrationError {
    /// A number that stays the same in every release (208–223 belong to registration).
    pub const fn code(self) -> u32 {
        match self {
            Self::RegistrationNotPermittedOnRootSubnet => 208,
            Self::SubnetNotExists => 209,
            Self::SubNetRegistrationDisabled => 210,
            Self::HotKeyAlreadyRegisteredInSubNet => 211,
            Self::NoNeuronIdAvailable => 212,
            Self::TooManyRegistrationsThisBlock => 213,
            Self::InvalidWorkBlock => 214,
            Self::InvalidSeal => 215,
            Self::InvalidDifficulty { .. } => 216,
            Self::CannotUseSystemAccount => 217,
            Self::NonAssociatedColdKey => 218,
            Self::TooManyStakingHotkeys => 219,
        }
    }

    /// The name of the error in the chain's metadata.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RegistrationNotPermittedOnRootSubnet => "RegistrationNotPermittedOnRootSubnet",
            Self::SubnetNotExists => "SubnetNotExists",
            Self::SubNetRegistrationDisabled => "SubNetRegistrationDisabled",
            Self::HotKeyAlreadyRegisteredInSubNet => "HotKeyAlreadyRegisteredInSubNet",
            Self::NoNeuronIdAvailable => "NoNeuronIdAvailable",
            Self::TooManyRegistrationsThisBlock => "TooManyRegistrationsThisBlock",
            Self::InvalidWorkBlock => "InvalidWorkBlock",
            Self::InvalidSeal => "InvalidSeal",
            Self::InvalidDifficulty { .. } => "InvalidDifficulty",
            Self::CannotUseSystemAccount => "CannotUseSystemAccount",
            Self::NonAssociatedColdKey => "NonAssociatedColdKey",
            Self::TooManyStakingHotkeys => "TooManyStakingHotkeys",
        }
    }
}

impl fmt::Display for RegistrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::RegistrationNotPermittedOnRootSubnet => {
                f.write_str(": root takes no registrations by work")
            }
            Self::SubnetNotExists => f.write_str(": there is no such subnet"),
            Self::SubNetRegistrationDisabled => f.write_str(": the subnet takes no registrations by work"),
            Self::HotKeyAlreadyRegisteredInSubNet => f.write_str(": the hotkey has a uid there"),
            Self::NoNeuronIdAvailable => f.write_str(": the subnet allows no uids"),
            Self::TooManyRegistrationsThisBlock => {
                f.write_str(": this block takes no more; try the next one")
            }
            Self::InvalidWorkBlock => write!(
                f,
                ": work for a known block of the last {}, newer than the hotkey's last one, is needed",
                super::MAX_WORK_AGE_BLOCKS
            ),
            Self::InvalidSeal => f.write_str(": the work is not the seal of these arguments"),
            Self::InvalidDifficulty { needed } => {
                write!(f, ": the seal has to meet a difficulty of {needed}")
            }
            Self::CannotUseSystemAccount => f.write_str(": the hotkey is the account of a subnet"),
            Self::NonAssociatedColdKey => f.write_str(": the hotkey belongs to another coldkey"),
            Self::TooManyStakingHotkeys => {
                write!(f, ": the coldkey has {} hotkeys already", super::MAX_STAKING_HOTKEYS)
            }
        }
    }
}

impl core::error::Error for RegistrationError {}
