//! Epochs from files, against what the chain's own code computed.

mod common;

use std::collections::BTreeMap;

use common::{Folder, Run, nanotao, nanotao_with, section, text, vectors};
use serde_json::{Value, json};

/// Runs `nanotao epoch` on one case.
fn epoch(case: &Value, args: &[&str]) -> Run {
    nanotao_with(&[&["epoch", "-"], args].concat(), case.to_string().as_bytes())
}

/// The path of a vector file.
fn path(file: &str) -> String {
    format!("{}/../../vectors/{file}", env!("CARGO_MANIFEST_DIR"))
}

fn number(value: &Value) -> i128 {
    value.as_str().map_or_else(|| value.as_i64().unwrap().into(), |text| text.parse().unwrap())
}

#[test]
fn every_case_comes_to_what_the_chain_came_to() {
    for (file, spec, count) in [
        ("chain/epoch.json", &["--spec", "425"][..], 253),
        ("chain/epoch_bench.json", &["--spec", "425"], 3),
        // This file says itself which spec it is of.
        ("chain475/epoch.json", &[], 220),
    ] {
        let path = path(file);
        let args = [&["epoch", &path, "--json", "--trace"], spec].concat();
        let answer = nanotao(&args).exits(0).json();
        let vectors = vectors(file);
        let cases = section(&vectors, "cases");
        assert_eq!((cases.len(), answer["cases"].as_array().unwrap().len()), (count, count));
        for (case, found) in cases.iter().zip(answer["cases"].as_array().unwrap()) {
            let name = &case["name"];
            assert_eq!(&found["name"], name);
            assert_eq!(found["out"], case["out"], "{file} {name}");
            for (stage, vector) in case["mid_i32f32"].as_object().unwrap() {
                assert_eq!(&found["mid_i32f32"][stage], vector, "{file} {name} {stage}");
            }
            if let Some(stored) = case.get("consensus_stored_after") {
                assert_eq!(&found["next"]["previous_consensus"], stored, "{file} {name}");
            }
        }
    }
}

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
fn other_weights_are_shown_first_for_the_uid_and_scaled_as_the_chain_stores_them() {
    let folder = Folder::new();
    let vectors = vectors("chain475/epoch.json");
    let case = section(&vectors, "cases").iter().find(|case| case["name"] == "small-44").unwrap();
    let scores = json!({ "netuid": case["netuid"], "uids": [4, 5, 6], "scores": [0.25, 0.5, 1] });
    let weights = json!({ "netuid": case["netuid"], "uids": [4, 5, 6], "weights": [100, 200, 400] });
    let args = |file: &Value| {
        let file = folder.file("weights.json", file.to_string());
        format!("3={file}")
    };
    let by_scores = epoch(case, &["--what-if", &args(&scores)]).exits(0);
    let lines: Vec<_> = by_scores.stdout.lines().collect();
    assert!(
        lines[0].trim_end().ends_with("difference") && lines[1].trim_start().starts_with("3 "),
        "{by_scores}"
    );
    assert!(lines[10..].iter().any(|line| line.contains("validator_trust")), "{by_scores}");
    let by_weights = epoch(case, &["--what-if", &args(&weights)]).exits(0);
    // Both become 16384, 32768, 65535.
    assert_eq!(by_weights.stdout, by_scores.stdout);
    let same = epoch(case, &["--what-if", "3=/nowhere.json"]).exits(4);
    assert!(same.stderr.contains("cannot read /nowhere.json"), "{same}");
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

/// `a · b` of two `I32F32`s between 0 and 1.
fn mul(a: &Value, b: &Value) -> i128 {
    (number(a) * number(b)) >> 32
}

#[test]
fn an_explanation_adds_up_to_what_the_chain_computed() {
    let vectors = vectors("chain475/epoch.json");
    for name in ["small-44", "small-81", "small-57", "medium-139"] {
        let case = section(&vectors, "cases").iter().find(|case| case["name"] == name).unwrap();
        let mid = &case["mid_i32f32"];
        let (mut ranks, mut clipped_somewhere) = (Vec::new(), false);
        for uid in 0..case["n"].as_u64().unwrap() {
            let answer = epoch(case, &["--json", "--explain", &uid.to_string()]).exits(0).json();
            let (at, explanation) = (uid as usize, &answer["explanation"]);
            let target = &explanation["as_target"];
            assert_eq!(target["consensus"], mid["consensus"][at]);
            let mut rank = 0;
            for vote in target["weights"].as_array().unwrap() {
                let validator = vote["validator"].as_u64().unwrap() as usize;
                assert_eq!(vote["active_stake"], mid["active_stake"][validator]);
                assert_eq!(vote["stake"], case["out"]["stake"][validator]);
                assert_eq!(
                    number(&vote["clipped"]),
                    number(&vote["weight"]).min(number(&target["consensus"]))
                );
                clipped_somewhere |= vote["clipped"] != vote["weight"];
                rank += mul(&vote["active_stake"], &vote["clipped"]);
            }
            ranks.push(rank);
            let validator = &explanation["as_validator"];
            let targets = validator["targets"].as_array().unwrap();
            let sum = |field: &str| targets.iter().map(|target| number(&target[field])).sum::<i128>();
            assert_eq!(sum("clipped"), number(&mid["validator_trust"][at]), "{name} {uid}");
            let emission = number(&case["out"]["validator_emission"][at]);
            let earns = sum("earns");
            assert!(
                earns <= emission && earns + targets.len() as i128 >= emission,
                "{name} {uid}: {earns} {emission}"
            );
        }
        let sum: i128 = ranks.iter().sum();
        for (uid, rank) in ranks.iter().enumerate() {
            assert_eq!((rank << 32) / sum, number(&mid["incentive"][uid]), "{name} {uid}");
        }
        assert!(clipped_somewhere, "{name}");
    }
}

#[test]
fn the_table_fits_a_terminal_and_shows_uids_with_a_key() {
    let vectors = vectors("chain475/epoch.json");
    for case in section(&vectors, "cases") {
        let name = text(&case["name"]);
        if !name.starts_with("small") {
            continue;
        }
        let run = epoch(case, &[]).exits(0);
        assert!(run.stdout.lines().all(|line| line.len() <= 100), "{run}");
        let keys = case["has_key"].as_array().unwrap().iter().filter(|key| **key == true).count();
        assert_eq!(run.stdout.lines().count(), keys + 2, "{name}");
        assert!(run.stdout.lines().next().unwrap().trim_start().starts_with("uid "));
    }
}

#[test]
fn a_trace_shows_decimals_and_bits() {
    let vectors = vectors("chain475/epoch.json");
    let case = section(&vectors, "cases").iter().find(|case| case["name"] == "small-44").unwrap();
    let run = epoch(case, &["--trace"]).exits(0);
    for (stage, vector) in case["mid_i32f32"].as_object().unwrap() {
        assert!(run.stdout.contains(&format!("\n{stage}\n")), "{stage}: {run}");
        for bits in vector.as_array().unwrap() {
            let line = run.stdout.lines().find(|line| line.ends_with(&format!(" {}", text(bits))));
            let decimal = line.unwrap().split_whitespace().nth(1).unwrap();
            // Times 2³², a fraction of 32 binary digits is whole: its last 32 decimals are then zeros.
            let (whole, fraction) = decimal.split_once('.').unwrap();
            assert_eq!(fraction.len(), 32);
            let scaled = whole.parse::<f64>().unwrap() + format!("0.{fraction}").parse::<f64>().unwrap();
            assert_eq!((scaled * 2_f64.powi(32)).to_string(), text(bits));
        }
    }
}

#[test]
fn stake_may_be_in_rao_and_numbers_may_be_text() {
    let minimal = |stake: Value| {
        json!({
            "current_block": 1000, "last_update": ["990", 0], "validator_permit": [true, false],
            "weights": [[0, [["1", 65535]]]], "rao_emission": 1000, "block_at_registration": [1, 1],
        })
        .as_object()
        .map(|case| {
            let mut case = case.clone();
            case.extend(stake.as_object().unwrap().clone());
            Value::Object(case)
        })
        .unwrap()
    };
    let rao = minimal(json!({ "total_stake": [5_000_000_000_u64, "7"] }));
    let bits = [5_000_000_000_i128 << 64, 7 << 64].map(|bits| bits.to_string());
    let bits = minimal(json!({ "total_stake_i64f64": bits }));
    let (rao, bits) = (epoch(&rao, &["--json"]).exits(0), epoch(&bits, &["--json"]).exits(0));
    assert_eq!(rao.stdout, bits.stdout);
    assert_eq!(rao.json()["out"]["stake"], json!(["5000000000", "7"]));
    // What was left out is what the chain has where nothing is stored.
    let next = &rao.json()["next"];
    for (name, default) in [
        ("tempo", json!(360)),
        ("kappa", json!(32767)),
        ("bonds_penalty", json!(65535)),
        ("bonds_moving_average", json!("900000")),
        ("alpha_low", json!(45875)),
        ("alpha_high", json!(58982)),
        ("alpha_sigmoid_steepness", json!(1000)),
        ("activity_cutoff_factor_milli", json!(13889)),
        ("max_allowed_validators", json!(128)),
        ("stake_threshold", json!("0")),
        ("yuma3", json!(false)),
        ("liquid_alpha", json!(false)),
        ("consensus_mode", json!("Auto")),
    ] {
        assert_eq!(next[name], default, "{name}");
    }
}

#[test]
fn a_flag_decides_before_the_file_and_the_file_before_the_default() {
    let vectors = vectors("chain475/epoch.json");
    let mut case = section(&vectors, "cases")[0].clone();
    let spec = |case: &Value, args: &[&str]| {
        epoch(case, &[&["--json"], args].concat()).exits(0).json()["spec"].clone()
    };
    assert_eq!(spec(&case, &[]), 475);
    assert_eq!(spec(&case, &["--spec", "425"]), 425);
    case["spec"] = json!(425);
    assert_eq!(spec(&case, &[]), 425);
    assert_eq!(spec(&case, &["--spec", "475"]), 475);
    let file = json!({ "meta": { "spec": 425 }, "cases": [section(&vectors, "cases")[0]] });
    assert_eq!(spec(&file, &[]), 425);
}

#[test]
fn a_case_is_chosen_by_name_or_index() {
    let file = path("chain475/epoch.json");
    let vectors = vectors("chain475/epoch.json");
    let cases = section(&vectors, "cases");
    for (pick, index) in [("small-44", 43), ("43", 43), ("0", 0)] {
        let answer = nanotao(&["epoch", &file, "--case", pick, "--json"]).exits(0).json();
        assert_eq!(answer["out"], cases[index]["out"]);
    }
    for pick in ["220", "small", ""] {
        let run = nanotao(&["epoch", &file, "--case", pick]).exits(2);
        assert!(run.stderr.contains("there is no case") && run.stderr.contains("220"), "{run}");
    }
    let run = nanotao(&["epoch", &file, "--explain", "0"]).exits(2);
    assert!(run.stderr.contains("choose one with --case"), "{run}");
    assert!(epoch(&cases[0], &["--case", "1"]).exits(2).stderr.contains("leave --case out"));
}

#[test]
fn the_plot_shows_every_bond_and_appears_whole_or_not_at_all() {
    let (folder, vectors) = (Folder::new(), vectors("chain475/epoch.json"));
    let svg = folder.path("epoch.svg").into_os_string().into_string().unwrap();
    let case = section(&vectors, "cases").iter().find(|case| case["name"] == "medium-139").unwrap();
    epoch(case, &["--plot", &svg]).exits(0);
    let picture = std::fs::read_to_string(&svg).unwrap();
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    for label in
        ["medium-139", "incentive", "consensus", "Bonds after the epoch", "validator&apos;s uid", "bond"]
    {
        assert!(picture.contains(label), "{label}");
    }
    let out = &case["out"];
    let bonds: usize = section(out, "bond").iter().map(|row| row.as_array().map_or(0, Vec::len)).sum();
    let bars = section(out, "incentive").iter().filter(|value| value.as_u64() > Some(0)).count();
    // Beside these: the ground, two legends, and 64 steps of the scale.
    assert_eq!(picture.matches("<rect ").count(), bonds + bars + 1 + 2 + 64);

    let run = epoch(case, &["--epochs", "4", "--plot", &svg]).exits(0);
    assert!(run.stderr.contains("drawn to"), "{run}");
    let evolution = std::fs::read_to_string(&svg).unwrap();
    assert!(evolution.contains("the largest incentives") && evolution.contains("the largest dividends"));
    let before = evolution;
    epoch(&json!({ "n": 1 }), &["--plot", &svg]).exits(3);
    epoch(case, &["--plot", &svg, "--explain", "4000"]).exits(2);
    assert_eq!(std::fs::read_to_string(&svg).unwrap(), before);
    let nowhere = folder.path("nowhere/x.svg").into_os_string().into_string().unwrap();
    assert!(epoch(case, &["--plot", &nowhere]).exits(4).stderr.contains("cannot write"));
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_subnet_of_4096_and_an_empty_one_can_be_drawn() {
    let folder = Folder::new();
    let svg = folder.path("epoch.svg").into_os_string().into_string().unwrap();
    for neurons in [0_u64, 1, 4096] {
        let mut weights = Vec::new();
        for uid in 0..neurons.min(100) {
            weights.push(json!([uid, [[neurons - 1, 65535], [neurons / 2, uid + 1]]]));
        }
        let case = json!({
            "current_block": 1000, "tempo": 100, "total_stake": vec![1_000_000_000; neurons as usize],
            "last_update": vec![999; neurons as usize], "validator_permit": vec![true; neurons as usize],
            "weights": weights, "rao_emission": 1_000_000_000, "block_at_registration": vec![1; neurons as usize],
        });
        epoch(&case, &["--plot", &svg, "--epochs", "2"]).exits(0);
        assert!(std::fs::read_to_string(&svg).unwrap().contains("uid"), "{neurons}");
    }
}

/// The code block of a language in the documentation.
fn documented(language: &str) -> String {
    let text =
        std::fs::read_to_string(format!("{}/../../docs/epoch.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let start = text.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
    let len = text[start..].find("```").unwrap();
    text[start..start + len].to_owned()
}

#[test]
fn the_documented_example_prints_what_is_documented() {
    let run = nanotao_with(&["epoch", "-"], documented("json").as_bytes()).exits(0);
    assert_eq!(run.stdout, documented("text"));
    assert_eq!(run.stderr, "");
}

/// A case that works, with one field replaced, or taken away by null.
fn with(name: &str, value: Value) -> String {
    let mut case = json!({
        "current_block": 1000, "total_stake": [1, 2, 3], "last_update": [990, 990, 990],
        "validator_permit": [true, false, false], "weights": [[0, [[1, 65535]]]], "rao_emission": 1000,
    });
    case[name] = value;
    case.to_string()
}

#[test]
fn bad_input_is_refused_with_the_field_and_the_place() {
    nanotao_with(&["epoch", "-"], with("kappa", json!(32767)).as_bytes()).exits(0);
    let many = vec![0; 4097];
    for (file, cause) in [
        (with("rao_emission", Value::Null), "`rao_emission` is missing"),
        (with("total_stake", Value::Null), "`total_stake` is missing"),
        (with("current_block", Value::Null), "`current_block` is missing"),
        (with("weights", Value::Null), "`weights` is missing"),
        (with("last_update", Value::Null), "`last_update` is missing"),
        (with("validator_permit", Value::Null), "`validator_permit` is missing"),
        (with("total_stake_i64f64", json!(["1", "2", "3"])), "both `total_stake` and `total_stake_i64f64`"),
        (with("kapa", json!(1)), "unknown field `kapa`\n  help: did you mean `kappa`?"),
        (with("validator_permits", json!([])), "did you mean `validator_permit`?"),
        (with("zzz", json!([])), "unknown field `zzz`\n  help: docs/epoch.md"),
        (with("n", json!(4)), "n is 4, but total_stake has 3 elements"),
        (with("n", json!("three")), "n: \"three\" is no whole number"),
        (with("block_at_registration", json!([1, 2])), "block_at_registration: 2 elements, 3 are needed"),
        (with("has_key", json!([true])), "has_key: 1 elements, 3 are needed"),
        (
            with("has_key", json!([true, 1, true])),
            "has_key[1]: invalid type: integer `1`, expected a boolean",
        ),
        (with("total_stake", json!(many)), "4097 neurons, a subnet has at most 4096"),
        (
            with("total_stake", json!([1, 2, "18446744073709551615"])),
            "total_stake[2]: 18446744073709551615 rao",
        ),
        (with("total_stake", json!([1, -2, 3])), "total_stake[1]: \"-2\" is no whole number"),
        (with("total_stake", json!([1, 2.5, 3])), "total_stake[1]: invalid type: floating point `2.5`"),
        (with("kappa", json!(65536)), "kappa: 65536 is too large for u16"),
        (with("kappa", json!(-1)), "kappa: \"-1\" is no whole number"),
        (with("alpha_sigmoid_steepness", json!(-32769)), "-32769 is too small for i16"),
        (
            with("rao_emission", json!("18446744073709551616")),
            "rao_emission: 18446744073709551616 is too large for u64",
        ),
        (with("weights", json!([[0, [[1, 65536]]]])), "weights[0][1][0][1]: 65536 is too large for u16"),
        (with("weights", json!([[0, [[1]]]])), "weights[0][1][0]: invalid length 1"),
        (with("weights", json!([[0, []], [1, []], [0, []]])), "weights[2]: a second row of uid 0"),
        (with("bonds", json!([[2, []], [2, []]])), "bonds[1]: a second row of uid 2"),
        (
            with("consensus_mode", json!("auto")),
            "consensus_mode: unknown variant `auto`, expected one of `Current`",
        ),
        (with("yuma3", json!("yes")), "yuma3: invalid type: string \"yes\", expected a boolean"),
        (with("spec", json!(476)), "spec: no epoch is known for spec version 476"),
        (with("mechanisms", json!([])), "unknown field `mechanisms`"),
        (with("kappa", json!(1)).replacen("\"kappa\":1", "\"kappa\":NaN", 1), "line 1 column"),
        (with("kappa", json!(1)).replacen("\"kappa\":1", "\"kappa\":1e999", 1), "number out of range"),
        (
            with("kappa", json!(1)).replacen("\"kappa\":1", "\"kappa\":1,\"kappa\":2", 1),
            "duplicate field `kappa`",
        ),
        (with("kappa", json!(1)).replacen('{', "", 1), "expected an object"),
        ("{\"cases\": []}".to_owned(), "cases: at least one is needed"),
        ("{\"cases\": 1}".to_owned(), "expected a sequence"),
        (
            format!("{{\"cases\": [{}, {{\"name\": \"x\", \"kapa\": 1}}]}}", with("n", json!(3))),
            "case 1 (x): `total_stake`",
        ),
        (format!("{{\"cases\": [{}], \"case\": 1}}", with("n", json!(3))), "did you mean `cases`?"),
        (
            format!("{{\"cases\": [{{\"cases\": [{}]}}]}}", with("n", json!(3))),
            "case 0: a case that has `cases`",
        ),
        ("[]".to_owned(), "expected an object"),
        ("{".to_owned(), "EOF"),
        (String::new(), "EOF"),
    ] {
        let run = nanotao_with(&["epoch", "-"], file.as_bytes()).exits(3);
        assert!(run.stderr.contains(cause), "{cause}: {run}");
        assert!(run.stdout.is_empty(), "{run}");
    }
    let run = nanotao(&["epoch", "/nowhere/epoch.json"]).exits(4);
    assert!(run.stderr.contains("cannot read /nowhere/epoch.json"), "{run}");
    for (args, code, cause) in [
        (&["--explain", "3"][..], 2, "there is no uid 3"),
        (&["--explain", "x"], 2, "invalid value 'x'"),
        (&["--epochs", "0"], 2, "0 is not in 1..=100000"),
        (&["--spec", "461"], 2, "invalid value '461'"),
        (&["--what-if", "weights.json"], 2, "is no UID=FILE"),
        (&["--what-if", "x=weights.json"], 2, "is no UID=FILE"),
        (&["--what-if", "3=weights.json"], 2, "there is no uid 3"),
        (&["--what-if", "0=a.json", "--what-if", "0=b.json"], 2, "two --what-if for uid 0"),
    ] {
        let run = nanotao_with(&[&["epoch", "-"], args].concat(), with("n", json!(3)).as_bytes()).exits(code);
        assert!(run.stderr.contains(cause), "{cause}: {run}");
        assert!(run.stdout.is_empty(), "{run}");
    }
    let folder = Folder::new();
    for (weights, cause) in [
        (json!({ "netuid": 1, "uids": [3], "weights": [1] }), "UidVecContainInvalidOne"),
        (json!({ "netuid": 1, "uids": [1, 1], "weights": [1, 1] }), "DuplicateUids"),
        (json!({ "netuid": 1, "uids": [1], "scores": [-1] }), "index 0 is negative"),
        (json!({ "netuid": 1, "uids": [1], "weights": [0] }), "all weights are zero"),
        (json!({ "netuid": 2, "uids": [1], "weights": [1] }), "weights for netuid 2, mecid 0"),
        (json!({ "netuid": 1, "mecid": 1, "uids": [1], "weights": [1] }), "weights for netuid 1, mecid 1"),
    ] {
        let mut case: Value = serde_json::from_str(&with("netuid", json!(1))).unwrap();
        case["mecid"] = json!(0);
        let file = folder.file("weights.json", weights.to_string());
        let run = epoch(&case, &["--what-if", &format!("0={file}")]).exits(3);
        assert!(run.stderr.contains(cause) && run.stderr.contains("weights.json"), "{cause}: {run}");
    }
}

#[test]
fn what_the_chain_can_hold_but_seldom_does_is_pointed_out() {
    for (name, value, oddity) in [
        ("last_update", json!([1, 2]), "last_update has 2 elements for 3 neurons"),
        (
            "validator_permit",
            json!([true, true, true, true]),
            "validator_permit has 4 elements for 3 neurons",
        ),
        ("weights", json!([[7, [[1, 1]]]]), "weights has a row of uid 7"),
        ("bonds", json!([[0, [[7, 1]]]]), "bonds of uid 0 name uid 7"),
    ] {
        let run = nanotao_with(&["epoch", "-"], with(name, value).as_bytes()).exits(0);
        assert!(run.stderr.contains(oddity), "{oddity}: {run}");
    }
}
