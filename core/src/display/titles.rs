//! What calls do, in plain English, and what to beware of.

use crate::primitives::{RAO_PER_TAO, TaoBalance};

/// `#pallet`, then `calls|title|warning` for those of its calls that have a title. A name that ends with `*` stands for every
/// call that begins so; the first line that fits counts. A warning of one small word is one of those that [`warning`]
/// spells out. Bytes, as to search them is cheap, and cannot panic.
static TITLES: &[u8] = include_bytes!("titles.txt");

/// An amount without a limit.
pub(super) const NO_LIMIT: &str = "No limit price: any price is taken";

/// A tip that nobody gives on purpose: fees are less than a hundredth of it, and blocks have room.
const HIGH_TIP: TaoBalance = TaoBalance(RAO_PER_TAO);

/// Says that a tip is high.
pub(super) fn of_tip(tip: TaoBalance) -> Option<&'static str> {
    (tip >= HIGH_TIP).then_some("The tip is 1 TAO or more")
}

/// A commit whose weights are nowhere on its cards.
pub(super) const HIDDEN: &str = "Hides its weights: they are not shown";

/// Says what a call does.
pub(super) fn title(pallet: &str, function: &str) -> &'static str {
    about(pallet, function).map_or("Call the runtime", |(title, _)| title)
}

/// Says what a call costs, destroys or gives away that one may not expect.
pub(super) fn warning(pallet: &str, function: &str) -> Option<&'static str> {
    Some(match about(pallet, function)?.1 {
        "" => return None,
        "blind" => "Blind: the call itself is not shown",
        "calls" => "Signs every call that follows",
        "code" => "Runs code that may move TAO",
        "hidden" => HIDDEN,
        "limit" => NO_LIMIT,
        "owner" => "Only root or a subnet's owner may do this",
        "price" => "Costs what the chain asks at that time",
        "root" => "Only root may do this; it changes the chain",
        own => own,
    })
}

/// The title and the warning of a call.
fn about(pallet: &str, function: &str) -> Option<(&'static str, &'static str)> {
    let mut is_own = false;
    for line in parts(TITLES, b'\n') {
        if let Some((b'#', name)) = line.split_first() {
            is_own = name == pallet.as_bytes();
        } else if is_own {
            let mut columns = parts(line, b'|');
            if parts(columns.next()?, b' ').any(|name| fits(name, function)) {
                let mut text = || core::str::from_utf8(columns.next()?).ok();
                return text().zip(text());
            }
        }
    }
    None
}

fn fits(name: &[u8], function: &str) -> bool {
    match name.split_last() {
        Some((b'*', start)) => function.as_bytes().starts_with(start),
        _ => name == function.as_bytes(),
    }
}

fn parts(text: &'static [u8], by: u8) -> impl Iterator<Item = &'static [u8]> {
    text.split(move |byte| *byte == by)
}

#[cfg(test)]
mod tests {
    use super::{TITLES, fits, parts, title, warning};
    use crate::call::SpecVersion;
    use crate::metadata::{Table, TypeRef, Types};
    use std::{collections::BTreeSet, format, string::String};

    /// Calls without a title: they move, bind and give away nothing that is the signer's.
    const OTHERS: &[&str] = &[
        "Balances.upgrade_accounts",
        "Contracts.migrate",
        "Contracts.remove_code",
        "Drand.write_pulse",
        "Grandpa.report_equivocation",
        "Grandpa.report_equivocation_unsigned",
        "LimitOrders.prune_linked_output",
        "MevShield.announce_next_key",
        "Multisig.poke_deposit",
        "Preimage.ensure_updated",
        "Preimage.note_preimage",
        "Preimage.request_preimage",
        "Preimage.unnote_preimage",
        "Preimage.unrequest_preimage",
        "Proxy.poke_deposit",
        "SubtensorModule.set_auto_parent_delegation_enabled",
        "SubtensorModule.set_reject_locked_alpha",
        "Timestamp.set",
    ];

    /// Calls of AdminUtils that a subnet's owner may send too: at spec 425 by `ensure_subnet_owner_or_root` and its like in the
    /// source, from spec 461 on by the metadata's documentation, and what is documented nowhere if it is about one subnet.
    const OWNERS: &[&str] = &[
        "sudo_set_activity_cutoff",
        "sudo_set_activity_cutoff_factor",
        "sudo_set_adjustment_alpha",
        "sudo_set_alpha_sigmoid_steepness",
        "sudo_set_alpha_values",
        "sudo_set_bonds_moving_average",
        "sudo_set_bonds_penalty",
        "sudo_set_bonds_reset_enabled",
        "sudo_set_burn_half_life",
        "sudo_set_burn_increase_mult",
        "sudo_set_collateral_drain_ratio",
        "sudo_set_collateral_lock_share",
        "sudo_set_commit_reveal_weights_enabled",
        "sudo_set_commit_reveal_weights_interval",
        "sudo_set_epoch_consensus",
        "sudo_set_immunity_period",
        "sudo_set_liquid_alpha_consensus_mode",
        "sudo_set_liquid_alpha_enabled",
        "sudo_set_max_allowed_uids",
        "sudo_set_max_burn",
        "sudo_set_max_difficulty",
        "sudo_set_mechanism_count",
        "sudo_set_mechanism_emission_split",
        "sudo_set_min_allowed_weights",
        "sudo_set_min_burn",
        "sudo_set_min_childkey_take_per_subnet",
        "sudo_set_network_pow_registration_allowed",
        "sudo_set_owner_cut_auto_lock_enabled",
        "sudo_set_owner_cut_enabled",
        "sudo_set_owner_immune_neuron_limit",
        "sudo_set_recycle_or_burn",
        "sudo_set_rho",
        "sudo_set_serving_rate_limit",
        "sudo_set_sn_owner_hotkey",
        "sudo_set_tempo",
        "sudo_set_toggle_transfer",
        "sudo_set_weights_version_key",
        "sudo_set_yuma3_enabled",
        "sudo_trim_null_uids_batch",
        "sudo_trim_to_max_allowed_uids",
    ];

    fn calls() -> BTreeSet<(&'static str, &'static str)> {
        let mut all = BTreeSet::new();
        for spec in SpecVersion::ALL {
            let table = Table::of(spec);
            let TypeRef::Id(pallets) = table.call() else { panic!() };
            for (_, mut pallet) in table.variants(pallets) {
                let Some(TypeRef::Id(calls)) = table.field(&mut pallet.fields).unwrap().map(|field| field.ty)
                else {
                    panic!()
                };
                all.extend(table.variants(calls).map(|(_, call)| (pallet.name, call.name)));
            }
        }
        all
    }

    #[test]
    fn each_call_of_each_runtime_has_a_title_or_is_known_to_need_none() {
        let untitled = calls().into_iter().filter(|(pallet, call)| title(pallet, call) == "Call the runtime");
        let untitled: BTreeSet<String> = untitled.map(|(pallet, call)| format!("{pallet}.{call}")).collect();
        assert_eq!(untitled, OTHERS.iter().map(|name| String::from(*name)).collect());
    }

    #[test]
    fn who_may_change_settings_is_said_as_the_chain_has_it() {
        let warnings = |own: fn(&'static str) -> bool| {
            let calls =
                calls().into_iter().filter(move |(pallet, call)| *pallet == "AdminUtils" && own(call));
            calls.map(|(pallet, call)| warning(pallet, call)).collect::<BTreeSet<_>>()
        };
        let owner = Some("Only root or a subnet's owner may do this");
        assert_eq!(warnings(|call| OWNERS.contains(&call)), BTreeSet::from([owner]));
        let root = Some("Only root may do this; it changes the chain");
        assert_eq!(warnings(|call| !OWNERS.contains(&call)), BTreeSet::from([root]));
        let known = calls();
        assert!(OWNERS.iter().all(|call| known.contains(&("AdminUtils", *call))));
    }

    #[test]
    fn each_title_is_of_a_call() {
        let (calls, mut own) = (calls(), &b""[..]);
        for line in parts(TITLES, b'\n').filter(|line| !line.is_empty()) {
            if let Some((b'#', name)) = line.split_first() {
                own = name;
                continue;
            }
            for name in parts(parts(line, b'|').next().unwrap(), b' ') {
                let found = calls.iter().any(|(pallet, call)| pallet.as_bytes() == own && fits(name, call));
                assert!(found, "{}", String::from_utf8_lossy(name));
            }
        }
    }

    #[test]
    fn what_gives_away_or_destroys_is_warned_of() {
        for (pallet, function, text) in [
            (
                "SubtensorModule",
                "transfer_stake_and_hotkey",
                "Gives stake away, between subnets at any price",
            ),
            ("SubtensorModule", "burn_alpha", "Destroys stake"),
            ("SubtensorModule", "stake_into_basket", super::NO_LIMIT),
            ("SubtensorModule", "root_dissolve_network", "Destroys a subnet"),
            ("Balances", "burn", "Destroys TAO"),
            ("Balances", "force_transfer", "Only root may do this; it changes the chain"),
            ("SubtensorModule", "commit_timelocked_mechanism_weights", super::HIDDEN),
            ("SubtensorModule", "batch_commit_weights", super::HIDDEN),
            ("Multisig", "approve_as_multi", "Blind: the call itself is not shown"),
            ("Proxy", "announce", "Blind: the call itself is not shown"),
            ("System", "set_code", "Only root may do this; it changes the chain"),
            ("Utility", "dispatch_as", "Only root may do this; it changes the chain"),
            ("Sudo", "sudo", "Acts as the root of the chain"),
        ] {
            assert_eq!(warning(pallet, function), Some(text), "{pallet}.{function}");
        }
        assert_eq!(warning("Balances", "transfer_keep_alive"), None);
        assert_eq!(title("SubtensorModule", "transfer_keep_alive"), "Call the runtime");
    }
}
