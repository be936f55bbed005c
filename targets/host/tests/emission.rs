//! What a block mints, its split, and dividends, as the chain computed them.

mod common;

use common::{Folder, Run, nanotao, nanotao_with, number, section, text, vectors};
use nanotao::fixed::U96F32;
use nanotao_host::emission::Amount;
use nanotao_host::emission::supply::Issuance;
use serde_json::{Map, Value, json};

fn emission(args: &[&str]) -> Run {
    nanotao(&[&["emission"], args].concat())
}

/// Runs `nanotao emission` with a file on standard input.
fn emission_of(command: &str, file: &Value, args: &[&str]) -> Run {
    nanotao_with(&[&["emission", command, "-"], args].concat(), file.to_string().as_bytes())
}

/// A number in bits as an exact decimal.
fn decimal(bits: &Value) -> String {
    format!("{:.32}", U96F32::from_bits(number(bits).try_into().unwrap()))
}

#[test]
fn a_block_mints_what_the_chain_mints() {
    let vectors = vectors("chain/block_emission.json");
    for row in section(&vectors, "cases") {
        let issuance = text(&row[0]).parse().map(Amount).unwrap();
        let found = Issuance { issuance: None, alpha_issuance: Some(issuance) }.to_json();
        assert_eq!(found["alpha"]["block_emission"], row[1], "{row}");
    }
    let steps = section(&vectors, "steps");
    let step = &steps[1];
    let (last, first) = (text(&step["last_with_previous"]), text(&step["first_with_next"]));
    let both = emission(&["block", "--issuance", last, "--alpha-issuance", first, "--json"]).exits(0).json();
    assert_eq!(both["tao"]["block_emission"], step["previous_emission"]);
    assert_eq!(both["tao"]["next_halving"], step["first_with_next"]);
    assert_eq!(both["alpha"]["block_emission"], step["next_emission"]);
    assert_eq!(both["alpha"]["next_halving"], steps[2]["first_with_next"]);
}

#[test]
fn a_point_means_tao_and_no_point_means_rao() {
    let run = |amount: &str| emission(&["block", "--issuance", amount, "--json"]).exits(0).stdout;
    assert_eq!(run("10500000.0"), run("10500000000000000"));
    assert_ne!(run("10500000"), run("10500000.0"));
}

#[test]
fn emission_halves_at_every_step_of_the_chain() {
    let vectors = vectors("chain/block_emission.json");
    let steps = section(&vectors, "steps");
    for (issuance, past) in [("0", 0), ("10500000.0", 1), ("11194293378683952", 1), ("20999999980442226", 30)]
    {
        let answer = emission(&["halving", "--issuance", issuance, "--json"]).exits(0).json();
        let halvings = section(&answer, "halvings");
        assert_eq!(halvings.len(), steps.len());
        for (index, (halving, step)) in halvings.iter().zip(steps).enumerate() {
            assert_eq!(halving["issuance"], step["first_with_next"]);
            assert_eq!(halving["block_emission"], step["next_emission"]);
            assert_eq!(halving["blocks"].is_null(), index < past, "{issuance}: {halving}");
        }
        let next = halvings.get(past).cloned().unwrap_or_default();
        assert_eq!(answer["next"], next);
    }
}

/// The emission at an issuance, as the vectors have its steps.
fn emission_by_steps(steps: &[Value], issuance: i128) -> i128 {
    let step = steps.iter().rev().find(|step| number(&step["first_with_next"]) <= issuance);
    number(step.map_or(&steps[0]["previous_emission"], |step| &step["next_emission"]))
}

#[test]
fn the_blocks_to_a_halving_are_those_that_it_takes_to_mint_so_much() {
    let vectors = vectors("chain/block_emission.json");
    let steps = section(&vectors, "steps");
    // Few enough blocks before some steps, each with what it mints.
    for step in [0, 1, 12, 22] {
        let target = number(&steps[step]["first_with_next"]);
        let start = target - 1000 * number(&steps[step]["previous_emission"]) + 1;
        let (mut issuance, mut blocks) = (start, 0);
        while issuance < target {
            issuance += emission_by_steps(steps, issuance);
            blocks += 1;
        }
        let answer = emission(&["halving", "--issuance", &start.to_string(), "--block", "7", "--json"]);
        let next = answer.exits(0).json()["next"].clone();
        assert_eq!((number(&next["blocks"]), number(&next["block"])), (blocks, blocks + 7));
    }
}

#[test]
fn a_block_takes_twelve_seconds() {
    // Finney after block 8 765 999: 4 555 706.621316048 TAO to go, half a TAO in each block.
    let args = ["halving", "--issuance", "11194293378683952", "--block", "8765999"];
    let run = |date: &str| emission(&[&args, &["--date", date, "--json"][..]].concat()).exits(0).json();
    let next = run("2026-07-29")["next"].clone();
    assert_eq!(next["blocks"], "9111414");
    assert_eq!(next["block"], "17877413");
    assert_eq!(next["date"], "2030-01-14T11:22:48Z");
    assert_eq!(run("2026-07-29T00:00:00Z"), run("2026-07-29"));
    // The calendar ends before the last halvings do.
    assert_eq!(run("9998-01-01")["next"]["date"], Value::Null);
    let end = emission(&[&args, &["--date", "9999-12-31"][..]].concat()).exits(2);
    assert!(
        end.stderr.contains("9999-12-31 is beyond the calendar's end\n  help: give a date up to 9999-12-30"),
        "{end}"
    );
    let malformed = emission(&[&args, &["--date", "31.12.2026"][..]].concat()).exits(2);
    assert!(
        malformed.stderr.contains("is no date") && malformed.stderr.contains("write it as"),
        "{malformed}"
    );
}

#[test]
fn a_blocks_alpha_is_split_as_the_chain_splits_it() {
    let vectors = vectors("chain/emission.json");
    for case in section(&vectors, "emit_to_subnets") {
        for subnet in section(case, "subnets") {
            let sells = case["root_sell_flag"].as_bool().unwrap();
            let mut args =
                vec!["split", "--json", "--alpha-issuance", text(&subnet["alpha_issuance_before"])];
            let (cut, proportion) =
                (case["subnet_owner_cut"].to_string(), decimal(&subnet["root_proportion_used_u96f32"]));
            args.extend(["--owner-cut", &cut, "--root-proportion", &proportion]);
            args.extend((!subnet["owner_cut_enabled"].as_bool().unwrap()).then_some("--no-owner-cut"));
            args.extend((!sells).then_some("--no-root-sell"));
            let parts = emission(&args).exits(0).json();
            assert_eq!(parts["alpha_out"], subnet["alpha_out_emission"]);
            assert_eq!(parts["root_proportion_u96f32"], subnet["root_proportion_used_u96f32"]);
            let pending = ["server", "validator", "root_alpha", "owner_cut"];
            for (index, name) in pending.into_iter().enumerate() {
                let [before, after] =
                    ["pending_before", "pending_after"].map(|name| number(&subnet[name][index]));
                let sum = (before + number(&parts["pending"][name])).min(u64::MAX.into());
                assert_eq!(sum, after, "{name} of {subnet}");
            }
            let minted = ["alpha_issuance_before", "alpha_in_emission", "alpha_out_emission"];
            let minted: i128 = minted.iter().map(|name| number(&subnet[name])).sum();
            let left = minted.min(u64::MAX.into()) - number(&parts["recycled"]);
            assert_eq!(left, number(&subnet["alpha_issuance_after"]), "{subnet}");
        }
    }
}

#[test]
fn roots_proportion_is_that_of_its_weighted_tao() {
    let vectors = vectors("chain/emission.json");
    for case in section(&vectors, "root_proportion") {
        let [issuance, root_tao, weight] =
            ["alpha_issuance", "root_tao", "tao_weight"].map(|name| text(&case[name]));
        let run = emission(&[
            "split",
            "--json",
            "--alpha-out",
            "0",
            "--alpha-issuance",
            issuance,
            "--root-tao",
            root_tao,
            "--tao-weight",
            weight,
        ]);
        assert_eq!(run.exits(0).json()["root_proportion_u96f32"], case["out_u96f32"], "{case}");
    }
}

#[test]
fn mechanisms_share_what_an_epoch_has() {
    let mut compared = 0;
    for (spec, file) in [("425", "chain/emission.json"), ("475", "chain475/emission.json")] {
        for case in section(&vectors(file), "split_emissions") {
            let parts = case["split"].as_array().cloned().unwrap_or_default();
            let sum: i128 = parts.iter().map(number).sum();
            // The two halves of an odd amount are rounded down.
            if number(&case["alpha"]) % 2 == 1 || (!parts.is_empty() && sum != 65535) {
                continue;
            }
            let count = case["mechanism_count"].to_string();
            let split = parts.iter().map(Value::to_string).collect::<Vec<_>>().join(",");
            let mut args =
                vec!["split", "--json", "--no-owner-cut", "--root-proportion", "0", "--spec", spec];
            args.extend(["--mechanisms", &count, "--alpha-out", text(&case["alpha"])]);
            if !parts.is_empty() {
                args.extend(["--mechanism-split", &split]);
            }
            let found = emission(&args).exits(0).json();
            assert_eq!(found["rao_emission"], case["alpha"]);
            assert_eq!(found["mechanisms"], case["out"], "{case}");
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared}");
}

#[test]
fn a_tempo_sets_aside_what_its_blocks_do() {
    let run = |blocks: &str| {
        let flags = ["split", "--json", "--alpha-out", "1.0", "--root-proportion", "0.3", "--blocks", blocks];
        emission(&flags).exits(0).json()
    };
    let (one, all) = (run("1"), run("360"));
    assert_eq!(one["pending"], all["pending"]);
    for (name, amount) in all["pending_for_epoch"].as_object().unwrap() {
        assert_eq!(number(amount), 360 * number(&one["pending"][name]), "{name}");
        assert!(number(amount) > 0);
    }
}

#[test]
fn dividends_go_to_parents_as_the_chain_splits_them() {
    let specs = [
        ("425", "chain/emission.json", "parent_child_dividends"),
        ("475", "chain475/emission.json", "parents"),
    ];
    for (spec, file, name) in specs {
        for case in section(&vectors(file), name) {
            let owner = &case["subnet_owner_key"];
            let suspended = |flag: &Value, key: &Value| flag == &json!(true) && owner != key;
            let parents = case["parents"].as_array().unwrap();
            let entry = |parent: &Value| {
                json!({
                    "hotkey": parent["key"].to_string(),
                    "proportion": parent["proportion"],
                    "same_owner": parent["same_owner"],
                })
            };
            let child = json!({
                "hotkey": "0",
                "dividends": case["dividends"],
                "alpha_stake": case["self_alpha_stake"],
                "root_stake": case["self_root_stake"],
                "root_uid": true,
                "childkey_take": case["effective_childkey_take"],
                "children": case["children_proportions"],
                "parents": parents.iter().map(entry).collect::<Vec<_>>(),
                "suspended": suspended(&case["self_suspended"], &json!(0)),
            });
            let parent = |parent: &Value| {
                json!({
                    "hotkey": parent["key"].to_string(),
                    "alpha_stake": parent["alpha_stake"],
                    "root_stake": parent["root_stake"],
                    "root_uid": false,
                    "suspended": suspended(&parent["suspended"], &parent["key"]),
                })
            };
            let file = json!({
                "tao_weight": case["tao_weight"], "ck_burn": case["ck_burn"],
                "pending_validator": 0, "pending_root_alpha": 0,
                "hotkeys": std::iter::once(child).chain(parents.iter().map(parent)).collect::<Vec<_>>(),
            });
            let found =
                emission_of("hotkey", &file, &["--hotkey", "0", "--spec", spec, "--json"]).exits(0).json();
            assert_eq!(found["self_contribution"], case["self_contribution"], "{case}");
            let paid = found["parents"].as_array().unwrap().iter();
            let paid =
                paid.map(|parent| json!([text(&parent["hotkey"]).parse::<u32>().unwrap(), parent["paid"]]));
            let paid: Vec<_> = paid.chain([json!([0, found["own"]])]).collect();
            assert_eq!(json!(paid), case["out"], "{case}");
        }
    }
}

/// The hotkeys of a case by their keys, with what `of` makes of each.
fn by_key(case: &Value, of: impl Fn(&Value) -> Value) -> Vec<Value> {
    let named = |hotkey: &Value| {
        let mut fields = Map::from_iter([("hotkey".to_owned(), json!(hotkey["key"].to_string()))]);
        fields.extend(of(hotkey).as_object().unwrap().clone());
        Value::from(fields)
    };
    case["hotkeys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|hotkey| hotkey["in_stake_map"] != json!(false))
        .map(named)
        .collect()
}

#[test]
fn hotkeys_share_the_alpha_for_validators_and_root_as_the_chain_has_it() {
    for (spec, file) in [("425", "chain/emission.json"), ("475", "chain475/emission.json")] {
        let mut compared = 0;
        for case in section(&vectors(file), "dividend_distribution") {
            let Some(weight) = stored_weight(&case["tao_weight_u96f32"]) else { continue };
            let hotkeys = by_key(case, |hotkey| {
                json!({
                    "dividend_u96f32": hotkey["dividend_u96f32"],
                    "alpha_stake": hotkey["alpha_stake"],
                    "root_stake": hotkey["root_stake"],
                    "root_uid": hotkey["root_uid"],
                })
            });
            let file = json!({
                "tao_weight": weight, "pending_validator": case["pending_alpha"],
                "pending_root_alpha": case["pending_root_alpha"], "hotkeys": hotkeys,
            });
            let found = emission_of("hotkey", &file, &["--spec", spec, "--json"]).exits(0).json();
            for name in ["alpha_dividends_u96f32", "root_alpha_dividends_u96f32"] {
                let ours = found["hotkeys"].as_array().unwrap().iter();
                let ours = ours.map(|row| json!([text(&row["hotkey"]).parse::<u32>().unwrap(), row[name]]));
                assert_eq!(json!(ours.collect::<Vec<_>>()), case[name], "{name} of {case}");
            }
            if let Some(recycled) = case["root_pool_recycled"].as_bool() {
                assert_eq!(number(&found["root_recycled"]) > 0, recycled, "{case}");
            }
            compared += 1;
        }
        assert!(compared > 100, "{compared}");
    }
}

/// A `TaoWeight` that gives the weight in bits, if the chain could store one.
fn stored_weight(bits: &Value) -> Option<String> {
    let bits = u64::try_from(number(bits)).unwrap();
    // A part of 2⁶⁴ − 1, cut to 32 fractional bits.
    (bits <= 1 << 32).then(|| (u128::from(bits) << 32).min(u64::MAX.into()).to_string())
}

#[test]
fn delegates_take_theirs_and_the_owners_incentive_is_withheld() {
    let vectors = vectors("chain/emission.json");
    for case in section(&vectors, "distribute_dividends") {
        // Without a dividend there is nothing to share by: only incentives are compared.
        let hotkeys = by_key(
            case,
            |hotkey| json!({ "incentive": hotkey["incentive"], "owned_by_subnet_owner": hotkey["owned_by_subnet_owner"] }),
        );
        let file = json!({ "pending_validator": 0, "pending_root_alpha": 0, "hotkeys": hotkeys });
        let found = emission_of("hotkey", &file, &["--json"]).exits(0).json();
        assert_eq!(found["miner_burned_u96f32"], case["miner_burned_u96f32"], "{case}");
        for hotkey in section(case, "hotkeys") {
            // The only hotkey of its subnet has all of a whole amount.
            for (pool, name) in [("alpha", "pending_validator"), ("root_alpha", "pending_root_alpha")] {
                let bits = number(&hotkey[format!("{pool}_dividends_u96f32")]);
                if bits & 0xffff_ffff != 0 {
                    continue;
                }
                let mut file = json!({
                    "pending_validator": 0, "pending_root_alpha": 0, "tao_weight": "18446744073709551615",
                    "hotkeys": [{
                        "hotkey": "0", "take": hotkey["take"], "alpha_stake": 1, "root_stake": 1, "root_uid": true,
                        "dividend_u96f32": (2_u64 << 32).to_string(),
                    }],
                });
                file[name] = json!((bits >> 32).to_string());
                let found = emission_of("hotkey", &file, &["--hotkey", "0", "--json"]).exits(0).json();
                let recorded = format!("{pool}_dividends_per_subnet");
                assert_eq!(found[&recorded], hotkey[&recorded], "{hotkey}");
            }
        }
    }
}

#[test]
fn miners_alpha_goes_to_validators_where_nobody_has_an_incentive() {
    let file = |incentive: u64| {
        json!({ "pending_server": 60, "pending_validator": 40, "pending_root_alpha": 0, "hotkeys": [
            { "hotkey": "a", "incentive": incentive, "dividends": 9, "alpha_stake": 1, "take": 0 }
        ] })
    };
    for (incentive, paid) in [(0, "100"), (1, "40")] {
        let found = emission_of("hotkey", &file(incentive), &["--json"]).exits(0).json();
        assert_eq!(found["validator_alpha"], paid);
        assert_eq!(found["hotkeys"][0]["alpha_dividends_per_subnet"], paid);
    }
}

#[test]
fn a_plot_of_the_supply_has_its_axes_and_every_line() {
    let folder = Folder::new();
    let path = folder.path("supply.svg");
    let path = path.to_str().unwrap();
    emission(&["halving", "--issuance", "0", "--plot", path]).exits(0);
    let svg = std::fs::read_to_string(path).unwrap();
    for part in ["years", "TAO in existence, in millions", "TAO minted in a block", "issuance", "limit"] {
        assert!(svg.contains(part), "{part}");
    }
}
