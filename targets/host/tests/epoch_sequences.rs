//! Epochs one after another, and with other weights, against sequences that the chain's own code computed.

mod common;

use std::collections::BTreeMap;

use common::{Folder, epoch, number, section, text, vectors};
use serde_json::{Value, json};

/// The input of an epoch of a sequence.
fn sequence_input(sequence: &Value, epoch: &Value) -> Value {
    let input = &epoch["input"];
    let rows =
        |rows: &Value| rows.as_array().unwrap().iter().enumerate().map(|row| json!(row)).collect::<Value>();
    let mechanism = |mechanism: &Value| {
        json!({
            "last_update": mechanism["last_update"],
            "previous_consensus": mechanism["previous_consensus"],
            "weights": rows(&mechanism["weights"]),
            "bonds": rows(&mechanism["bonds"]),
        })
    };
    let mut case = json!({
        "current_block": epoch["block"],
        "mechanisms": section(input, "mechanisms").iter().map(mechanism).collect::<Vec<_>>(),
    });
    for name in
        ["total_stake_i64f64", "epoch_consensus", "miner_budget", "local_dividend_budget", "root_budget"]
    {
        case[name] = epoch[name].clone();
    }
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
    for name in common.chain(&[
        "consensus_mode",
        "liquid_alpha",
        "owner_uid",
        "split",
        "stake_threshold",
        "tempo",
        "yuma3",
    ]) {
        case[name] = sequence[name].clone();
    }
    case
}

/// The answer is what the chain stored and paid.
fn compare(answer: &Value, epoch: &Value, place: &str) {
    for (name, expected) in
        epoch["out"].as_object().unwrap().iter().filter(|(name, _)| *name != "per_mechanism")
    {
        assert_eq!(&answer["out"][name], expected, "{place} {name}");
    }
    let theirs = section(&epoch["out"], "per_mechanism");
    let ours = section(&answer["out"], "per_mechanism");
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        for (our_name, name) in [
            ("mecid", "mecid"),
            ("incentive", "incentive"),
            ("bonds", "bonds"),
            ("consensus_stored_after", "consensus"),
        ] {
            assert_eq!(ours[our_name], theirs[name], "{place} {} {name}", theirs["mecid"]);
        }
    }
}

/// What the extrinsics between two epochs do to what an epoch has left behind.
fn apply(event: &Value, next: &mut Value) {
    let entries = |list: &mut Value| list.as_array_mut().unwrap().len();
    match text(&event["type"]) {
        "register_append" => {
            let uid = entries(&mut next["validator_permit"]);
            next["validator_permit"].as_array_mut().unwrap().push(json!(false));
            for mechanism in next["mechanisms"].as_array_mut().unwrap() {
                mechanism["bonds"].as_array_mut().unwrap().push(json!([uid, []]));
            }
        }
        "register_replace" => {
            let uid = event["uid"].as_u64().unwrap() as usize;
            next["validator_permit"][uid] = json!(false);
            for mechanism in next["mechanisms"].as_array_mut().unwrap() {
                mechanism["bonds"][uid][1] = json!([]);
                if uid < entries(&mut mechanism["previous_consensus"]) {
                    mechanism["previous_consensus"][uid] = json!(0);
                }
            }
        }
        "set_weights" => {}
        "set_epoch_consensus" => {
            next["validator_permit"] = event["validator_permit_after"].clone();
            next["max_allowed_validators"] = event["max_allowed_validators_after"].clone();
            if event["mode"] == "Null" && next["last_yuma_step_block"].is_null() {
                next["last_yuma_step_block"] = next["last_mechanism_step_block"].clone();
            }
        }
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
            let place = format!("{} {}", sequence["name"], epoch_of_chain["epoch"]);
            let case = sequence_input(sequence, epoch_of_chain);
            if let Some(mut next) = next {
                epoch_of_chain["events"].as_array().unwrap().iter().for_each(|event| apply(event, &mut next));
                for name in [
                    "validator_permit",
                    "max_allowed_validators",
                    "last_mechanism_step_block",
                    "last_yuma_step_block",
                ] {
                    assert_eq!(next[name], case[name], "{place} {name}");
                }
                let mechanisms = section(&case, "mechanisms");
                for (next, case) in section(&next, "mechanisms").iter().zip(mechanisms) {
                    for name in ["previous_consensus", "bonds"] {
                        assert_eq!(next[name], case[name], "{place} {name}");
                    }
                }
                carried += mechanisms.len();
            }
            let answer = epoch(&case, &["--json"]).exits(0).json();
            compare(&answer, epoch_of_chain, &place);
            compared += 1;
            next = Some(answer["next"].clone());
        }
    }
    // Ten sequences of twenty epochs, one of them with two mechanisms.
    assert_eq!((compared, carried), (200, 209));
}

/// What `out` says of a uid under the name of a change.
fn result<'o>(out: &'o Value, mecid: usize, field: &str, uid: usize) -> &'o Value {
    match field {
        "incentive" => &out["per_mechanism"][mecid]["incentive"][uid],
        "server_emission" => &out["server_validator_emission"][uid][0],
        "validator_emission" => &out["server_validator_emission"][uid][1],
        "dividend" => &out["dividends"][uid],
        "new_validator_permit" => &out["validator_permit"][uid],
        _ => &out[field][uid],
    }
}

#[test]
fn what_if_is_what_the_chain_came_to_once_the_weights_were_set() {
    const FIELDS: [&str; 9] = [
        "incentive",
        "server_emission",
        "validator_emission",
        "emission",
        "consensus",
        "dividend",
        "validator_trust",
        "active",
        "new_validator_permit",
    ];
    let (folder, vectors) = (Folder::new(), vectors("chain475/sequences.json"));
    let (mut runs, mut null_runs) = ([0, 0], 0);
    for sequence in section(&vectors, "sequences") {
        let mut left = 6;
        for pair in section(sequence, "epochs").windows(2) {
            let [before, after] = pair else { unreachable!() };
            let case = sequence_input(sequence, after);
            let events = after["events"].as_array().unwrap();
            if left == 0 || events.iter().any(|event| event["type"] != "set_weights") {
                continue;
            }
            let Some(mecid) = events.last().map(|event| event["mecid"].as_u64().unwrap() as usize) else {
                continue;
            };
            // Take the new weights back, and set them by the command.
            let before = sequence_input(sequence, before);
            let (mut old, mut args) = (case.clone(), vec!["--json".to_owned(), format!("--mecid={mecid}")]);
            let own = events.iter().filter(|event| event["mecid"] == mecid);
            let set: BTreeMap<_, _> = own.map(|event| (event["uid"].as_u64().unwrap(), event)).collect();
            // A row that was stored as it is, without being scaled up, is not what `set_weights` stores.
            let scaled = |event: &Value| section(event, "row").iter().any(|entry| entry[1] == 65535);
            for (uid, event) in set.iter().filter(|(_, event)| scaled(event)) {
                let at = *uid as usize;
                for name in ["weights", "last_update"] {
                    old["mechanisms"][mecid][name][at] = before["mechanisms"][mecid][name][at].clone();
                }
                let row = section(event, "row");
                let part = |place: usize| row.iter().map(|entry| entry[place].clone()).collect::<Vec<_>>();
                let file = json!({ "netuid": 1, "mecid": mecid, "uids": part(0), "weights": part(1) });
                let file = folder.file(&format!("{uid}.json"), file.to_string());
                args.extend(["--what-if".to_owned(), format!("{uid}={file}")]);
            }
            if args.len() == 2 {
                continue;
            }
            let args: Vec<_> = args.iter().map(String::as_str).collect();
            let answer = epoch(&old, &args).exits(0).json();
            compare(&answer, after, &format!("{} {}", sequence["name"], after["epoch"]));
            let plain = epoch(&old, &["--json"]).exits(0).json();
            assert_eq!(answer["what_if"]["before"], plain["out"]);
            // Of several mechanisms, changes are in one's own results; only these can be read from the subnet's.
            let alone = sequence["mechanism_count"] == 1;
            let fields = if alone { &FIELDS[..] } else { &FIELDS[..3] };
            let mut changed = 0;
            for change in answer["what_if"]["changes"].as_array().unwrap() {
                let (field, at) = (text(&change["field"]), change["uid"].as_u64().unwrap() as usize);
                if !fields.contains(&field) {
                    continue;
                }
                let [old, new] = [&plain, &answer].map(|run| result(&run["out"], mecid, field, at));
                if alone {
                    assert_eq!((&change["before"], &change["after"]), (old, new));
                }
                if !change["after"].is_boolean() {
                    assert_eq!(number(&change["difference"]), number(new) - number(old), "{change}");
                }
                changed += 1;
            }
            let neurons = after["input"]["n"].as_u64().unwrap() as usize;
            let differ = |field: &&str| {
                let differs = |uid: &usize| {
                    let [old, new] = [&plain, &answer].map(|run| result(&run["out"], mecid, field, *uid));
                    old != new
                };
                (0..neurons).filter(differs).count()
            };
            assert_eq!(changed, fields.iter().map(differ).sum::<usize>(), "every change is listed");
            left -= 1;
            runs[mecid] += 1;
            null_runs += usize::from(after["epoch_consensus"] == "Null");
        }
    }
    assert!(runs[0] >= 20 && runs[1] >= 1 && null_runs >= 1, "{runs:?} {null_runs}");
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

#[test]
fn all_mechanisms_go_on_to_the_next_epoch() {
    for (file, part) in [("mechanism_epoch", "cases"), ("null_consensus", "mechanisms")] {
        let vectors = vectors(&format!("chain475/{file}.json"));
        let cases = section(&vectors, part).iter().filter(|case| case["mechanism_count"] != 1);
        for case in cases.step_by(5) {
            let (mut step, mut incentives) = (case.clone(), Vec::new());
            for _ in 0..3 {
                let answer = epoch(&step, &["--json"]).exits(0).json();
                incentives.push(answer["out"]["per_mechanism"][1]["incentive"].clone());
                step = answer["next"].clone();
            }
            let all = epoch(case, &["--epochs", "3", "--mecid", "1", "--json"]).exits(0).json();
            assert_eq!(all["next"], step, "{}", case["name"]);
            let steps = section(&all, "epochs").iter().map(|step| step["incentive"].clone());
            assert_eq!(steps.collect::<Vec<_>>(), incentives);
        }
    }
}
