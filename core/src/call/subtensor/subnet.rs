//! Subnets: their making and ending, their names and their clocks. `B` is bytes.

use super::super::builder::{Argument, Builder, Place};
use super::super::macros::{call, composite};
use super::super::{CallError, SpecVersion};
use crate::primitives::{AccountId, BlockNumber, NetUid};
use crate::scale::{Reader, Scale, ScaleError, Writer};

composite! {
    /// What a subnet is (`SubnetIdentityV3`), as text in bytes.
    SubnetIdentityOfV3<B> {
        subnet_name: B,
        github_repo: B,
        subnet_contact: B,
        subnet_url: B,
        discord: B,
        description: B,
        logo_url: B,
        additional: B,
    }
}

call! {
    /// Makes a subnet and pays the price of it.
    SubtensorModule(7).register_network(59) => RegisterNetwork {
        /// Of the owner.
        hotkey: AccountId,
    }
}

call! {
    /// Makes a subnet that has a name from the start.
    SubtensorModule(7).register_network_with_identity(79) => RegisterNetworkWithIdentity<B> {
        hotkey: AccountId,
        identity: Option<SubnetIdentityOfV3<B>>,
    }
}

call! {
    /// Ends a subnet.
    SubtensorModule(7).dissolve_network(61) => DissolveNetwork { coldkey: AccountId, netuid: NetUid }
}

call! {
    /// Ends a subnet. For root.
    SubtensorModule(7).root_dissolve_network(120) => RootDissolveNetwork { netuid: NetUid }
}

call! {
    /// Publishes what a subnet is.
    SubtensorModule(7).set_subnet_identity(78) => SetSubnetIdentity<B> {
        netuid: NetUid,
        subnet_name: B,
        github_repo: B,
        subnet_contact: B,
        subnet_url: B,
        discord: B,
        description: B,
        logo_url: B,
        additional: B,
    }
}

call! {
    /// Starts the emission of a subnet.
    SubtensorModule(7).start_call(92) => StartCall { netuid: NetUid }
}

call! {
    /// Sets the symbol of a subnet's alpha.
    SubtensorModule(7).update_symbol(112) => UpdateSymbol<B> {
        netuid: NetUid,
        /// One of the chain's.
        symbol: B,
    }
}

call! {
    /// Makes a subnet with the means of a crowdloan.
    SubtensorModule(7).register_leased_network(110) => RegisterLeasedNetwork {
        /// In percent.
        emissions_share: u8,
        end_block: Option<BlockNumber>,
    }
}

call! {
    /// Ends a lease that has run out, and gives the subnet to who led the crowdloan.
    SubtensorModule(7).terminate_lease(111) => TerminateLease { lease_id: u32, hotkey: AccountId }
}

call! {
    /// Begins to follow the voting power on a subnet.
    SubtensorModule(7).enable_voting_power_tracking(129) => EnableVotingPowerTracking { netuid: NetUid }
}

call! {
    /// Ceases to follow the voting power on a subnet, after a while.
    SubtensorModule(7).disable_voting_power_tracking(130) => DisableVotingPowerTracking { netuid: NetUid }
}

call! {
    /// Sets how fast voting power follows stake. For root.
    SubtensorModule(7).sudo_set_voting_power_ema_alpha(131) => SudoSetVotingPowerEmaAlpha {
        netuid: NetUid,
        /// In parts of 10¹⁸.
        alpha: u64,
    }
}

call! {
    /// Sets how many blocks an epoch of a subnet has.
    SubtensorModule(7).set_tempo(139) => SetTempo { netuid: NetUid, tempo: u16 }
}

call! {
    /// Sets after how many epochs without weights a validator counts as inactive.
    SubtensorModule(7).set_activity_cutoff_factor(140) => SetActivityCutoffFactor {
        netuid: NetUid,
        /// In thousandths of an epoch.
        factor_milli: u32,
    }
}

call! {
    /// Has an epoch of a subnet run soon.
    SubtensorModule(7).trigger_epoch(141) => TriggerEpoch { netuid: NetUid }
}
