//! Epochs one after another, and with other weights, against sequences that the chain's own code computed.

mod common;

use std::collections::BTreeMap;

use common::{Folder, epoch, number, section, text, vectors};
use serde_json::{Value, json};

/// The input of an epoch of a sequence with one mechanism; `None` where the Null consensus ran.
fn sequence_input(sequence: &Value, epoch: &Value) -> Option<Value> {
    if sequence["mechanism_count"] != 1 || epoch["epoch_consensus"] != "Yuma" {
        return None;
    }
    let pools = ["miner_budget", "local_dividend_budget", "root_budget"].map(|pool| number(&epoch[pool]));
    let input = &epoch["input"];
    let mechanism = &input["mechanisms"][0];
    let rows =
        |rows: &Value| rows.as_array().unwrap().iter().enumerate().map(|row| json!(row)).collect::<Value>();
    let mut case = json!({
        "current_block": epoch["block"],
        "total_stake_i64f64": epoch["total_stake_i64f64"],
        "rao_emission": pools.iter().sum::<i128>().to_string(),
        "last_update": mechanism["last_update"],
        "previous_consensus": mechanism["previous_consensus"],
        "weights": rows(&mechanism["weights"]),
        "bonds": rows(&mechanism["bonds"]),
    });
    let own = [
        "block_at_registration",
        "last_mechanism_step_block",
        "last_yuma_step_block",
        "max_allowed_validators",
    ];
    for name in own.iter().chain(&["n", "validator_permit"]) {
        case[name] = input[name].clone();
    }
    let common =
        ["activity_cutoff_factor_milli", "alpha_high", "alpha_low", "alpha_sigmoid_steepness", "kappa"];
    let common = common.iter().chain(&["bonds_moving_average", "bonds_penalty", "commit_reveal_enabled"]);
    for name in
        common.chain(&["consensus_mode", "liquid_alpha", "owner_uid", "stake_threshold", "tempo", "yuma3"])
    {
        case[name] = sequence[name].clone();
    }
    Some(case)
}

/// What the chain stored after an epoch of a sequence, under the names of a case's `out`.
fn sequence_out(epoch: &Value) -> Vec<(&'static str, &Value)> {
    let out = &epoch["out"];
    let mechanism = &out["per_mechanism"][0];
    vec![
        ("active", &out["active"]),
        ("consensus", &out["consensus"]),
        ("dividend", &out["dividends"]),
        ("emission", &out["emission"]),
        ("stake_weight", &out["stake_weight"]),
        ("new_validator_permit", &out["validator_permit"]),
        ("validator_trust", &out["validator_trust"]),
        ("incentive", &mechanism["incentive"]),
        ("bond", &mechanism["bonds"]),
    ]
}

/// What the extrinsics between two epochs do to what an epoch has left behind.
fn apply(event: &Value, next: &mut Value) {
    let entries = |list: &mut Value| list.as_array_mut().unwrap().len();
    match text(&event["type"]) {
        "register_append" => {
            let uid = entries(&mut next["validator_permit"]);
            next["validator_permit"].as_array_mut().unwrap().push(json!(false));
            next["bonds"].as_array_mut().unwrap().push(json!([uid, []]));
        }
        "register_replace" => {
            let uid = event["uid"].as_u64().unwrap() as usize;
            next["validator_permit"][uid] = json!(false);
            next["bonds"][uid][1] = json!([]);
            if uid < entries(&mut next["previous_consensus"]) {
                next["previous_consensus"][uid] = json!(0);
            }
        }
        "set_weights" => {}
        other => panic!("{other}"),
    }
}

#[test]
fn an_epoch_leaves_behind_what_the_next_one_of_the_chain_began_with() {
    let vectors = vectors("chain475/sequences.json");
    let (mut compared, mut carried) = (0, 0);
    for sequence in section(&vectors, "sequences") {
        let mut next: Option<Value> = None;
        for epoch_of_chain in section(sequence, "epochs") {
            let Some(case) = sequence_input(sequence, epoch_of_chain) else {
                next = None;
                continue;
            };
            let events = epoch_of_chain["events"].as_array().unwrap();
            if let Some(mut next) =
                next.filter(|_| events.iter().all(|event| event["type"] != "set_epoch_consensus"))
            {
                events.iter().for_each(|event| apply(event, &mut next));
                for name in [
                    "validator_permit",
                    "previous_consensus",
                    "bonds",
                    "last_mechanism_step_block",
                    "last_yuma_step_block",
                ] {
                    assert_eq!(
                        next[name], case[name],
                        "{} {} {name}",
                        sequence["name"], epoch_of_chain["epoch"]
                    );
                }
                carried += 1;
            }
            let answer = epoch(&case, &["--json"]).exits(0).json();
            for (name, expected) in sequence_out(epoch_of_chain) {
                assert_eq!(
                    &answer["out"][name], expected,
                    "{} {} {name}",
                    sequence["name"], epoch_of_chain["epoch"]
                );
            }
            compared += 1;
            next = Some(answer["next"].clone());
        }
    }
    assert!(compared > 150 && carried > 150, "{compared} {carried}");
}

#[test]
fn what_if_is_what_the_chain_came_to_once_the_weights_were_set() {
    let (folder, vectors) = (Folder::new(), vectors("chain475/sequences.json"));
    let mut run = 0;
    for sequence in section(&vectors, "sequences") {
        for pair in section(sequence, "epochs").windows(2) {
            let [before, after] = pair else { unreachable!() };
            let (Some(before), Some(case)) =
                (sequence_input(sequence, before), sequence_input(sequence, after))
            else {
                continue;
            };
            let events = after["events"].as_array().unwrap();
            if run >= 40 || events.iter().any(|event| event["type"] != "set_weights") {
                continue;
            }
            // Take the new weights back, and set them by the command.
            let (mut old, mut args) = (case.clone(), vec!["--json".to_owned()]);
            let set: BTreeMap<_, _> =
                events.iter().map(|event| (event["uid"].as_u64().unwrap(), event)).collect();
            // A row that was stored as it is, without being scaled up, is not what `set_weights` stores.
            let scaled = |event: &Value| section(event, "row").iter().any(|entry| entry[1] == 65535);
            for (uid, event) in set.iter().filter(|(_, event)| scaled(event)) {
                let at = *uid as usize;
                old["weights"][at] = before["weights"][at].clone();
                old["last_update"][at] = before["last_update"][at].clone();
                let row = section(event, "row");
                let part = |place: usize| row.iter().map(|entry| entry[place].clone()).collect::<Vec<_>>();
                let file = json!({ "netuid": 1, "uids": part(0), "weights": part(1) });
                let file = folder.file(&format!("{uid}.json"), file.to_string());
                args.extend(["--what-if".to_owned(), format!("{uid}={file}")]);
            }
            if args.len() == 1 {
                continue;
            }
            let args: Vec<_> = args.iter().map(String::as_str).collect();
            let answer = epoch(&old, &args).exits(0).json();
            for (name, expected) in sequence_out(after) {
                assert_eq!(&answer["out"][name], expected, "{} {} {name}", sequence["name"], after["epoch"]);
            }
            let plain = epoch(&old, &["--json"]).exits(0).json();
            assert_eq!(answer["what_if"]["before"], plain["out"]);
            let mut changed = 0;
            for change in answer["what_if"]["changes"].as_array().unwrap() {
                let (field, at) = (text(&change["field"]), change["uid"].as_u64().unwrap() as usize);
                assert_eq!(change["before"], plain["out"][field][at]);
                assert_eq!(change["after"], answer["out"][field][at]);
                if !change["after"].is_boolean() {
                    let difference = number(&change["after"]) - number(&change["before"]);
                    assert_eq!(number(&change["difference"]), difference, "{change}");
                }
                changed += 1;
            }
            let fields = ["emission", "server_emission", "validator_emission", "consensus", "incentive"];
            let fields =
                fields.iter().chain(&["dividend", "validator_trust", "active", "new_validator_permit"]);
            let differ = |field: &&&str| {
                let values = |out: &Value| out[**field].as_array().unwrap().clone();
                values(&plain["out"]).iter().zip(values(&answer["out"])).filter(|(a, b)| **a != *b).count()
            };
            assert_eq!(changed, fields.map(|field| differ(&field)).sum::<usize>(), "every change is listed");
            run += 1;
        }
    }
    assert!(run >= 20, "{run}");
}

#[test]
fn several_epochs_are_as_many_single_ones() {
    let vectors = vectors("chain475/epoch.json");
    for case in section(&vectors, "cases").iter().step_by(20) {
        let mut step = case.clone();
        let mut incentives = Vec::new();
        for _ in 0..3 {
            let answer = epoch(&step, &["--json"]).exits(0).json();
            let (now, next) = (number(&step["current_block"]), number(&answer["next"]["current_block"]));
            let tempo = number(&step["tempo"]).max(1);
            assert_eq!(next, now + tempo);
            for (uid, (before, after)) in step["last_update"]
                .as_array()
                .unwrap()
                .iter()
                .zip(answer["next"]["last_update"].as_array().unwrap())
                .enumerate()
            {
                let active = answer["out"]["active"][uid] == true;
                let keyed = case["has_key"][uid] == true;
                if keyed {
                    assert_eq!(number(after), number(before) + if active { tempo } else { 0 });
                }
            }
            incentives.push(answer["out"]["incentive"].clone());
            step = answer["next"].clone();
        }
        let run = epoch(case, &["--epochs", "3", "--json"]).exits(0);
        assert!(run.stderr.ends_with("epoch 1 of 3\nepoch 2 of 3\nepoch 3 of 3\n"), "{}", run.stderr);
        let all = run.json();
        assert_eq!(all["next"], step, "{}", case["name"]);
        assert_eq!(all["out"]["incentive"], incentives[2]);
        assert_eq!(all["epochs"].as_array().unwrap().len(), 3);
    }
}
