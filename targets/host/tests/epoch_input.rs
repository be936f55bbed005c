//! The file that an epoch is read from: what may be left out, and what is refused.

mod common;

use common::{Folder, epoch, nanotao, nanotao_with, section, vectors, vectors_path};
use nanotao_host::epoch::{Spec, State, parse};
use serde_json::{Value, json};

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
fn a_state_is_a_file_again_that_computes_the_same() {
    for (file, part) in [
        ("chain/epoch.json", "cases"),
        ("chain475/epoch.json", "cases"),
        ("chain/mechanism_epoch.json", "cases"),
        ("chain475/mechanism_epoch.json", "cases"),
        ("chain475/null_consensus.json", "cases"),
        ("chain475/null_consensus.json", "mechanisms"),
    ] {
        let cases = json!({ "cases": section(&vectors(file), part) });
        for state in parse(cases.to_string().as_bytes(), None).unwrap() {
            let json = state.to_json();
            let again = parse(json.to_string().as_bytes(), None).unwrap().remove(0);
            assert_eq!(again.to_json(), json);
            let run = |state: &State| state.run(Spec::V475, None).unwrap();
            assert_eq!(run(&again), run(&state), "{file} {:?}", state.name);
        }
    }
}

#[test]
fn a_case_is_chosen_by_name_or_index() {
    let file = vectors_path("chain475/epoch.json");
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

/// The code blocks of a language in the documentation.
fn documented(language: &str) -> Vec<String> {
    let text =
        std::fs::read_to_string(format!("{}/../../docs/epoch.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let start = format!("```{language}\n");
    text.split(&start).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_documented_examples_print_what_is_documented() {
    let (files, tables) = (documented("json"), documented("text"));
    assert_eq!((files.len(), tables.len()), (2, 2));
    for (file, table) in files.iter().zip(tables) {
        let run = nanotao_with(&["epoch", "-"], file.as_bytes()).exits(0);
        assert_eq!(run.stdout, table);
        assert_eq!(run.stderr, "");
    }
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
        (with("mechanisms", json!([])), "mechanisms: 0, a subnet has 1 to 16"),
        (with("mechanisms", json!([{}])), "`last_update` beside `mechanisms`"),
        (with("mechanism", json!([])), "did you mean `mechanisms`?"),
        (with("epoch_consensus", json!("yuma")), "epoch_consensus: unknown variant `yuma`"),
        (with("epoch_consensus", json!("Null")), "`miner_budget` is missing"),
        (with("miner_budget", json!(1)), "`local_dividend_budget` is missing"),
        (with("mining_budget", json!(1)), "unknown field `mining_budget`"),
        (with("split", json!([65535])), "unknown field `split`"),
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

/// A subnet of two mechanisms that works, with one field replaced, or taken away by null.
fn with_two(name: &str, value: Value) -> Value {
    let mechanism =
        |target: u16| json!({ "last_update": [990, 990, 990], "weights": [[0, [[target, 65535]]]] });
    let mut case = json!({
        "current_block": 1000, "total_stake": [1, 2, 3], "validator_permit": [true, false, false],
        "mechanisms": [mechanism(1), mechanism(2)], "split": [45535, 20000], "rao_emission": 1000,
    });
    case[name] = value;
    case
}

#[test]
fn a_subnet_whose_mechanisms_do_not_fit_is_refused() {
    epoch(&with_two("mechanism_count", json!(2)), &[]).exits(0);
    let pools = json!({ "miner_budget": 1, "local_dividend_budget": 2, "root_budget": 3 });
    let null = |budgets: &Value| {
        let mut case = with_two("epoch_consensus", json!("Null"));
        case.as_object_mut().unwrap().extend(budgets.as_object().unwrap().clone());
        case
    };
    epoch(&null(&pools), &[]).exits(0);
    let of_one = json!({ "mining_budget": 1, "dividend_budget": 2, "fallback_budget": 3 });
    let mut both = with_two("epoch_consensus", json!("Yuma"));
    both.as_object_mut().unwrap().extend(pools.as_object().unwrap().clone());
    let mechanisms = |index: usize, name: &str, value: Value| {
        let mut case = with_two("split", Value::Null);
        case["mechanisms"][index][name] = value;
        case
    };
    for (case, cause) in [
        (with_two("split", json!([45535, 20001])), "split: the parts add up to 65536"),
        (with_two("split", json!([])), "split: the parts add up to 0"),
        (with_two("split", json!([1, 65536])), "split[1]: 65536 is too large for u16"),
        (with_two("mechanism_count", json!(3)), "mechanism_count is 3, but mechanisms has 2 elements"),
        (with_two("mechanisms", json!(vec![json!({}); 17])), "mechanisms: 17, a subnet has 1 to 16"),
        (with_two("mechanisms", json!([[]])), "expected an object"),
        (with_two("weights", json!([])), "`weights` beside `mechanisms`"),
        (with_two("rao_emission", Value::Null), "`rao_emission` is missing"),
        (with_two("root_budget", json!(1)), "`miner_budget` is missing"),
        (both, "both `rao_emission` and `miner_budget`"),
        (null(&json!({})), "`miner_budget` is missing"),
        (null(&json!({ "miner_budget": 1, "local_dividend_budget": 2 })), "`root_budget` is missing"),
        (null(&of_one), "`miner_budget` is missing"),
        (mechanisms(1, "mecid", json!(0)), "mechanisms[1]: mecid is 0, but its place is 1"),
        (mechanisms(1, "weights", Value::Null), "mechanisms[1]: `weights` is missing"),
        (mechanisms(0, "kappa", json!(1)), "mechanisms[0]: unknown field `kappa`"),
        (mechanisms(0, "mechanisms", json!([])), "mechanisms[0]: a mechanism that has"),
        (
            json!({ "cases": [with_two("split", Value::Null)], "mechanisms": [] }),
            "`mechanisms` beside `cases`",
        ),
    ] {
        let run = epoch(&case, &[]).exits(3);
        assert!(run.stderr.contains(cause) && run.stdout.is_empty(), "{cause}: {run}");
    }
    let text = with_two("split", Value::Null).to_string();
    let twice = text.replacen("\"weights\"", "\"weights\":[],\"weights\"", 1);
    let run = nanotao_with(&["epoch", "-"], twice.as_bytes()).exits(3);
    assert!(run.stderr.contains("duplicate field `weights`"), "{run}");
    let weights = Folder::new();
    let other = weights.file("w.json", json!({ "netuid": 1, "uids": [1], "weights": [1] }).to_string());
    for (case, args, code, cause) in [
        (with_two("name", json!("x")), &["--mecid", "2"][..], 2, "there is no mechanism 2"),
        (with_two("name", json!("x")), &["--mecid", "256"], 2, "invalid value '256'"),
        (with_two("name", json!("x")), &["--mecid", "1", "--what-if", &format!("0={other}")], 3, "mecid 0"),
        (null(&pools), &["--explain", "0"], 2, "the Null consensus has none"),
        (null(&pools), &["--spec", "425"], 3, "spec 425 has no Null consensus"),
    ] {
        let run = epoch(&case, args).exits(code);
        assert!(run.stderr.contains(cause) && run.stdout.is_empty(), "{cause}: {run}");
    }
    let run = nanotao_with(&["epoch", "-", "--mecid", "1"], with("netuid", json!(1)).as_bytes()).exits(2);
    assert!(run.stderr.contains("leave --mecid out"), "{run}");
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
    let mut subnet = with_two("split", json!([65535]));
    subnet["mechanisms"][1]["last_update"] = json!([1]);
    let run = epoch(&subnet, &[]).exits(0);
    for oddity in
        ["split has 1 elements for 2 mechanisms", "mechanisms[1].last_update has 1 elements for 3 neurons"]
    {
        assert!(run.stderr.contains(oddity), "{oddity}: {run}");
    }
}
