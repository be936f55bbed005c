//! Epochs from files, against what the chain's own code computed.

mod common;

use common::{Folder, epoch, nanotao_with, number, section, text, vectors};
use serde_json::{Value, json};

#[test]
fn every_case_comes_to_what_the_chain_came_to() {
    for (file, part, spec, count) in [
        ("chain/epoch.json", "cases", &["--spec", "425"][..], 253),
        ("chain/epoch_bench.json", "cases", &["--spec", "425"], 3),
        ("chain/mechanism_epoch.json", "cases", &["--spec", "425"], 50),
        // These files say themselves which spec they are of.
        ("chain475/epoch.json", "cases", &[], 220),
        ("chain475/mechanism_epoch.json", "cases", &[], 56),
        ("chain475/null_consensus.json", "cases", &[], 110),
        ("chain475/null_consensus.json", "mechanisms", &[], 24),
    ] {
        let vectors = vectors(file);
        let cases = section(&vectors, part);
        let input = json!({ "meta": vectors["meta"], "cases": cases }).to_string();
        let args = [&["epoch", "-", "--json", "--trace"], spec].concat();
        let answer = nanotao_with(&args, input.as_bytes()).exits(0).json();
        assert_eq!((cases.len(), answer["cases"].as_array().unwrap().len()), (count, count));
        for (case, found) in cases.iter().zip(answer["cases"].as_array().unwrap()) {
            let name = &case["name"];
            assert_eq!(&found["name"], name);
            assert_eq!(found["out"], case["out"], "{file} {name}");
            if let Some(mid) = case.get("mid_i32f32") {
                for (stage, vector) in mid.as_object().unwrap() {
                    assert_eq!(&found["mid_i32f32"][stage], vector, "{file} {name} {stage}");
                }
            } else if let Some(mid) = case.get("mid") {
                for stage in ["stake", "incentive", "dividends"] {
                    assert_eq!(found["mid_i32f32"][stage], mid[stage], "{file} {name} {stage}");
                }
            }
            if let Some(stored) = case.get("consensus_stored_after") {
                assert_eq!(&found["next"]["previous_consensus"], stored, "{file} {name}");
            }
        }
    }
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

    let run = epoch(case, &["--epochs", "4", "--plot", &svg, "--force"]).exits(0);
    assert!(run.stderr.contains("plotted in"), "{run}");
    let evolution = std::fs::read_to_string(&svg).unwrap();
    assert!(evolution.contains("the largest incentives") && evolution.contains("the largest dividends"));
    let before = evolution;
    epoch(&json!({ "n": 1 }), &["--plot", &svg, "--force"]).exits(3);
    epoch(case, &["--plot", &svg, "--explain", "4000", "--force"]).exits(2);
    assert_eq!(std::fs::read_to_string(&svg).unwrap(), before);
    let mut named = case.clone();
    named["name"] = json!("<b>&\"");
    epoch(&named, &["--plot", &svg, "--force"]).exits(0);
    let escaped = std::fs::read_to_string(&svg).unwrap();
    assert!(escaped.contains("&lt;b&gt;&amp;") && !escaped.contains("<b>"));
    let nowhere = folder.path("nowhere/x.svg").into_os_string().into_string().unwrap();
    assert!(epoch(case, &["--plot", &nowhere]).exits(2).stderr.contains("there is no folder"));
    let png = folder.path("x.png").into_os_string().into_string().unwrap();
    assert!(epoch(case, &["--plot", &png]).exits(2).stderr.contains("ends in .svg"));
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn one_mechanism_of_several_is_shown_explained_and_drawn() {
    let (folder, vectors) = (Folder::new(), vectors("chain475/mechanism_epoch.json"));
    let svg = folder.path("epoch.svg").into_os_string().into_string().unwrap();
    let case = section(&vectors, "cases")
        .iter()
        .find(|case| case["mechanism_count"] == 3 && case["split"].is_array())
        .unwrap();
    let out = &case["out"];
    // The table of the subnet has what is paid: both parts of the emission.
    let table = epoch(case, &[]).exits(0).stdout;
    for (uid, (line, paid)) in
        table.lines().skip(1).zip(section(out, "server_validator_emission")).enumerate()
    {
        let paid = number(&paid[0]) + number(&paid[1]);
        let expected = format!("{}.{:09}", paid / 1_000_000_000, paid % 1_000_000_000);
        let cells: Vec<_> = line.split_whitespace().collect();
        assert_eq!((cells[0], cells[6]), (uid.to_string().as_str(), expected.as_str()), "{table}");
    }
    let traced = epoch(case, &["--trace"]).exits(0).stdout;
    assert_eq!(traced.matches("\nmechanism ").count(), 3);
    for mecid in 0..3 {
        let chosen = mecid.to_string();
        let incentive = &out["per_mechanism"][mecid]["incentive"];
        let run = epoch(case, &["--mecid", &chosen, "--trace"]).exits(0);
        assert_eq!(run.stdout.matches("\nmechanism ").count(), 1);
        let vectors = run.stdout.split_once(&format!("\nmechanism {chosen}\n")).unwrap().1;
        assert!(traced.contains(vectors), "{run}");
        for (uid, line) in run.stdout.lines().skip(1).take(case["n"].as_u64().unwrap() as usize).enumerate() {
            let shown = line.split_whitespace().nth(3).unwrap().parse::<f64>().unwrap();
            assert_eq!((shown * 65535.0).round(), incentive[uid].as_f64().unwrap(), "{run}");
        }
        let args = ["--mecid", &chosen, "--json", "--explain", "0", "--plot", &svg, "--force"];
        let answer = epoch(case, &args).exits(0).json();
        assert_eq!(answer["explanation"]["as_target"]["incentive"], incentive[0]);
        assert_eq!(&answer["out"], out);
        let picture = std::fs::read_to_string(&svg).unwrap();
        assert!(picture.contains(&format!("mechanism {chosen}, block")));
    }
}

#[test]
fn under_the_null_consensus_the_weights_of_the_most_stake_count() {
    let folder = Folder::new();
    let svg = folder.path("epoch.svg").into_os_string().into_string().unwrap();
    let scores = json!({ "netuid": 1, "uids": [2], "weights": [1] });
    let scores = folder.file("weights.json", scores.to_string());
    let case = json!({
        "current_block": 1000, "total_stake": [5, 9, 0], "last_update": [990, 990, 990],
        "validator_permit": [true, true, false], "weights": [], "epoch_consensus": "Null",
        "miner_budget": 100, "local_dividend_budget": 10, "root_budget": 4,
    });
    let run = epoch(&case, &["--what-if", &format!("0={scores}")]).exits(0);
    assert!(
        run.stdout.contains("uid 0 has not the most stake") && run.stdout.ends_with("nothing\n"),
        "{run}"
    );
    let run = epoch(&case, &["--what-if", &format!("1={scores}"), "--plot", &svg]).exits(0);
    assert!(!run.stdout.contains("not the most stake"), "{run}");
    assert!(run.stdout.contains("0.000000100"), "the miner of the winner's choice has all: {run}");
    assert!(std::fs::read_to_string(&svg).unwrap().contains("incentive"));

    // Where nobody has stake, miners share all but the root slice.
    let mut nobody = case.clone();
    nobody["total_stake"] = json!([0, 0, 0]);
    let out = &epoch(&nobody, &["--json"]).exits(0).json()["out"];
    let paid: i128 = section(out, "emission").iter().map(number).sum();
    assert_eq!(paid, 110, "{out}");
    // Bonds stay in their places, also behind a uid without a key, where Yuma's would move up.
    let mut keyless = case;
    keyless["has_key"] = json!([true, false, true]);
    keyless["bonds"] = json!([[0, []], [1, [[0, 7]]], [2, [[1, 9]]]]);
    assert_eq!(epoch(&keyless, &["--json"]).exits(0).json()["next"]["bonds"], keyless["bonds"]);
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
        epoch(&case, &["--plot", &svg, "--epochs", "2", "--force"]).exits(0);
        assert!(std::fs::read_to_string(&svg).unwrap().contains("uid"), "{neurons}");
    }
}
