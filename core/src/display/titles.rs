//! What calls do, in plain English, and what to beware of.

/// Says what a call does.
pub(super) fn title(pallet: &str, function: &str) -> &'static str {
    match (pallet, function) {
        ("SubtensorModule", "set_weights" | "batch_set_weights") => "Set weights",
        ("SubtensorModule", "set_mechanism_weights") => "Set weights on a mechanism",
        (
            "SubtensorModule",
            "commit_weights"
            | "commit_mechanism_weights"
            | "commit_crv3_mechanism_weights"
            | "batch_commit_weights",
        ) => "Commit to hidden weights",
        ("SubtensorModule", "reveal_weights" | "reveal_mechanism_weights" | "batch_reveal_weights") => {
            "Reveal weights"
        }
        ("SubtensorModule", "commit_timelocked_weights" | "commit_timelocked_mechanism_weights") => {
            "Commit to timelocked weights"
        }
        ("SubtensorModule", "serve_axon" | "serve_axon_tls") => "Publish a miner's address",
        ("SubtensorModule", "burned_register") => "Register on a subnet, at its price",
        ("SubtensorModule", "register_limit") => "Register on a subnet, up to a price",
        ("SubtensorModule", "add_stake") => "Stake TAO, at any price",
        ("SubtensorModule", "add_stake_limit") => "Stake TAO, up to a price",
        ("SubtensorModule", "remove_stake") => "Unstake alpha, at any price",
        ("SubtensorModule", "remove_stake_limit" | "remove_stake_full_limit") => {
            "Unstake alpha, down to a price"
        }
        ("SubtensorModule", "unstake_all" | "unstake_all_alpha") => "Unstake everything from a hotkey",
        ("SubtensorModule", "move_stake") => "Move stake to another hotkey",
        ("SubtensorModule", "transfer_stake") => "Give stake to another coldkey",
        ("SubtensorModule", "swap_stake" | "swap_stake_limit") => "Swap stake between subnets",
        ("SubtensorModule", "set_children") => "Set the children of a hotkey",
        ("SubtensorModule", "swap_hotkey" | "swap_hotkey_v2") => "Replace a hotkey",
        ("Balances", "transfer_keep_alive" | "transfer_allow_death") => "Send TAO",
        ("Balances", "transfer_all") => "Send all TAO",
        ("Proxy", "proxy" | "proxy_announced") => "Act for another account",
        ("Proxy", "add_proxy") => "Let another account act for this one",
        ("Utility", "batch" | "batch_all" | "force_batch") => "Do several things",
        ("Multisig", "as_multi" | "as_multi_threshold_1") => "Approve a call of several signers",
        ("System", "remark" | "remark_with_event") => "Leave a remark",
        _ => "Call the runtime",
    }
}

/// An amount without a limit.
pub(super) const NO_LIMIT: &str = "No limit price: any price is taken";

/// Says what a call costs or gives away that one may not expect.
pub(super) fn warning(pallet: &str, function: &str) -> Option<&'static str> {
    Some(match (pallet, function) {
        ("Balances", "transfer_all") => "Sends the whole balance",
        ("Balances", "transfer_allow_death") => "May close this account",
        ("SubtensorModule", "swap_coldkey" | "schedule_swap_coldkey" | "swap_coldkey_announced") => {
            "Gives everything to another coldkey"
        }
        ("SubtensorModule", "announce_coldkey_swap") => "Prepares to give everything to another coldkey",
        ("SubtensorModule", "swap_hotkey" | "swap_hotkey_v2") => "Gives a hotkey's place to another",
        ("SubtensorModule", "transfer_stake") => "Gives stake away",
        ("SubtensorModule", "set_children") => "Gives a hotkey's stake weight to others",
        ("SubtensorModule", "unstake_all" | "unstake_all_alpha") => "Unstakes everything, at any price",
        ("SubtensorModule", "add_stake" | "remove_stake" | "move_stake" | "swap_stake") => NO_LIMIT,
        ("SubtensorModule", "burned_register" | "register_network" | "register_network_with_identity") => {
            "Costs what the chain asks at that time"
        }
        ("Proxy", "add_proxy" | "create_pure") => "Gives control to another account",
        ("Utility", "batch" | "batch_all" | "force_batch") => "Signs every call that follows",
        ("Proxy", "remove_proxies" | "kill_pure") => "Cannot be undone",
        ("Sudo", _) => "Acts as the root of the chain",
        _ => return None,
    })
}
