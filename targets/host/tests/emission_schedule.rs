//! When epochs run and commits are revealed, as the chain had it.

mod common;

use common::{Run, nanotao, nanotao_with, number, section, text, vectors};
use serde_json::{Map, Value, json};

/// Runs `nanotao emission schedule` with a file on standard input.
fn schedule(file: &Value, args: &[&str]) -> Run {
    nanotao_with(&[&["emission", "schedule", "-"], args].concat(), file.to_string().as_bytes())
}

/// What a file has of a subnet. The vectors say null of a subnet's consensus.
fn subnet(case: &Value) -> Value {
    let names = [
        "netuid",
        "tempo",
        "last_epoch_block",
        "pending_epoch_at",
        "blocks_since_last_step",
        "subnet_epoch_index",
        "reveal_period_epochs",
        "input_state_consistent",
        "null_consensus",
    ];
    let field =
        |name: &str| Some((name.to_owned(), case.get(name).filter(|value| !value.is_null())?.clone()));
    Value::from(names.into_iter().filter_map(field).collect::<Map<_, _>>())
}

#[test]
fn a_block_runs_the_epochs_that_the_chain_ran() {
    for (spec, file) in [("425", "chain/emission.json"), ("475", "chain475/emission.json")] {
        // Each case has a subnet or more, and each subnet is looked at by itself.
        for case in section(&vectors(file), "schedule").iter().step_by(3) {
            let cases = section(case, "subnets");
            let mut subnets: Vec<_> = cases.iter().map(subnet).collect();
            // A lower cap tells that a subnet that is due runs the Null consensus: the first one as well as another.
            if case["epoch_cap_for_block"].as_u64() < case["max_epochs_per_block"].as_u64() && spec == "475" {
                let due = cases.iter().position(|subnet| subnet["should_run_epoch"] == true).unwrap();
                subnets[due]["null_consensus"] = json!(true);
            }
            let file = json!({
                "current_block": case["current_block"],
                "max_epochs_per_block": case["max_epochs_per_block"],
                "subnets": subnets,
            });
            let holds = |list: &str, netuid: &Value| {
                case[list].as_array().unwrap().iter().any(|of| of == netuid || &of[0] == netuid)
            };
            for subnet in cases {
                let netuid = subnet["netuid"].to_string();
                let args = ["--json", "--spec", spec, "--netuid", &netuid, "--epochs", "1"];
                let found = schedule(&file, &args).exits(0).json();
                for name in [
                    "should_run_epoch",
                    "current_epoch_with_lookahead",
                    "blocks_until_next_auto_epoch",
                    "next_epoch_start_block",
                ] {
                    assert_eq!(found[name], subnet[name], "{name} of {netuid} in {case}");
                }
                assert_eq!(found["deferred"], holds("deferred", &subnet["netuid"]), "{netuid} in {case}");
                let next = &found["epochs"][0];
                let now = next["block"] == case["current_block"];
                let runs = now && next["runs"] == true;
                assert_eq!(runs, holds("drained", &subnet["netuid"]), "{netuid} in {case}");
                let after = &subnet["after"];
                let slot = now && next["subnet_epoch_index"] == after["subnet_epoch_index"];
                assert_eq!(
                    slot,
                    after["subnet_epoch_index"] != subnet["subnet_epoch_index"],
                    "{netuid} in {case}"
                );
            }
        }
    }
}

/// The blocks of a run up to the first that something from outside changes.
fn undisturbed(run: &Value) -> &[Value] {
    let blocks = section(run, "blocks");
    let disturbed = blocks.iter().position(|block| block[5] != json!([]));
    &blocks[..disturbed.map_or(blocks.len(), |index| index + 1)]
}

fn start(run: &Value) -> Value {
    json!({
        "current_block": run["blocks"][0][0],
        "max_epochs_per_block": run["max_epochs_per_block"],
        "subnets": section(run, "subnets").iter().map(subnet).collect::<Vec<_>>(),
    })
}

#[test]
fn epochs_follow_each_other_as_on_the_chain() {
    let vectors = vectors("chain475/emission.json");
    let mut compared = 0;
    for run in section(&vectors, "schedule_run") {
        let blocks = undisturbed(run);
        let last = number(&blocks[blocks.len() - 1][0]);
        for subnet in section(run, "subnets") {
            let netuid = subnet["netuid"].to_string();
            let args = ["--json", "--netuid", &netuid, "--epochs", "100"];
            let found = schedule(&start(run), &args).exits(0).json();
            let ours = found["epochs"].as_array().unwrap().iter().map(|epoch| &epoch["block"]);
            let ours: Vec<_> = ours.filter(|block| number(block) <= last).collect();
            let theirs =
                blocks.iter().filter(|block| block[3].as_array().unwrap().contains(&subnet["netuid"]));
            let theirs: Vec<_> = theirs.map(|block| &block[0]).collect();
            assert_eq!(ours, theirs, "netuid {netuid}");
            compared += theirs.len();
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn commits_are_revealed_in_the_block_in_which_the_chain_revealed_them() {
    let vectors = vectors("chain475/emission.json");
    let mut compared = 0;
    for run in section(&vectors, "schedule_run") {
        let blocks = undisturbed(run);
        let last = number(&blocks[blocks.len() - 1][0]);
        for commit in section(run, "commits") {
            if commit["first_reveal_block"].is_null() || number(&commit["first_reveal_block"]) > last {
                continue;
            }
            let netuid = commit["netuid"].to_string();
            let args = ["--json", "--netuid", &netuid, "--commit-epoch", text(&commit["commit_epoch"])];
            let found = schedule(&start(run), &args).exits(0).json();
            assert_eq!(found["first_reveal_block"], commit["first_reveal_block"], "{commit}");
            // The first commit of a run may be one of its first block.
            if commit["commit_block"] == blocks[0][0] {
                let found = schedule(&start(run), &["--json", "--netuid", &netuid]).exits(0).json();
                assert_eq!(found["commit_epoch"], commit["commit_epoch"], "{commit}");
                assert_eq!(found["first_reveal_block"], commit["first_reveal_block"], "{commit}");
            }
            compared += 1;
        }
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn the_rules_differ_in_how_much_silence_makes_an_epoch_due() {
    let flags = ["emission", "schedule", "--block", "1000", "--last-epoch-block", "990", "--json"];
    let run = |since: &str, spec: &str| {
        let args = [&flags, &["--blocks-since-last-step", since, "--spec", spec][..]].concat();
        nanotao(&args).exits(0).json()["should_run_epoch"].as_bool().unwrap()
    };
    // As in `should_run_epoch` of both: more than 50400 blocks, more than the tempo.
    assert_eq!(["360", "361"].map(|since| run(since, "475")), [false, true]);
    assert_eq!(["361", "50400", "50401"].map(|since| run(since, "425")), [false, false, true]);
}

#[test]
fn one_subnet_by_flags_is_the_same_as_in_a_file() {
    let subnet = json!({
        "netuid": 1, "tempo": 20, "last_epoch_block": 985, "pending_epoch_at": 1003,
        "blocks_since_last_step": 15, "subnet_epoch_index": 7, "reveal_period_epochs": 2,
    });
    let file = json!({ "current_block": 1000, "max_epochs_per_block": 1, "subnets": [subnet] });
    let of_file = schedule(&file, &[]).exits(0);
    let of_flags = nanotao(&[
        "emission",
        "schedule",
        "--block",
        "1000",
        "--tempo",
        "20",
        "--last-epoch-block",
        "985",
        "--pending-epoch-at",
        "1003",
        "--blocks-since-last-step",
        "15",
        "--subnet-epoch-index",
        "7",
        "--reveal-period-epochs",
        "2",
    ]);
    assert_eq!(of_flags.exits(0).stdout, of_file.stdout);
    assert!(of_file.stdout.contains("1003  PendingEpochAt"), "{of_file}");
}

#[test]
fn without_a_tempo_no_epoch_is_due() {
    let run = nanotao(&["emission", "schedule", "--block", "1000", "--tempo", "0"]).exits(0);
    assert!(run.stdout.contains("the tempo is 0"), "{run}");
    let file = json!({ "current_block": 9, "max_epochs_per_block": 0, "subnets": [{ "netuid": 1 }] });
    let run = schedule(&file, &[]).exits(0);
    assert!(run.stdout.contains("MaxEpochsPerBlock is 0"), "{run}");
}
