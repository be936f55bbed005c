//! Shares of subnets and what comes of them, from files, as the chain computed them.

mod common;

use common::{Folder, Run, nanotao, nanotao_with, number, section, text, vectors, vectors_path};
use serde_json::{Map, Value, json};

const STORAGE: &str = "mainnet/storage_b8766000.json";

fn emission(args: &[&str]) -> Run {
    nanotao(&[&["emission"], args].concat())
}

/// A case of `shares` as decoded values.
fn values(case: &Value) -> Value {
    let by_netuid = |of: &dyn Fn(&Value) -> Value| {
        let subnets = case["subnets"].as_array().unwrap().iter();
        Value::from(subnets.map(|subnet| (subnet["netuid"].to_string(), of(subnet))).collect::<Map<_, _>>())
    };
    let bits = |bits: &Value| if bits.is_null() { Value::Null } else { json!({ "bits": bits }) };
    let mut items = json!({
        "NetworksAdded": by_netuid(&|_| json!(true)),
        "FirstEmissionBlockNumber": by_netuid(&|_| json!(1)),
        "SubtokenEnabled": by_netuid(&|_| json!(true)),
        "NetworkRegistrationAllowed": null,
        "SubnetEmissionEnabled": by_netuid(&|subnet| subnet["emission_enabled"].clone()),
        "OwnerCutEnabled": null,
        "SubnetMechanism": by_netuid(&|subnet| subnet["mechanism"].clone()),
        "SubnetMovingPrice": by_netuid(&|subnet| bits(&subnet["moving_price_i96f32"])),
        "MinerBurned": by_netuid(&|subnet| bits(&subnet["miner_burned_u96f32"])),
        "SubnetTAO": null,
        "SubnetAlphaIn": null,
        "SubnetAlphaOut": null,
        "TotalIssuance": issuance(&case["block_emission"]),
        "TaoWeight": null,
        "SubnetOwnerCut": null,
    });
    if case.get("rank").is_some() {
        let gate = json!({
            "EmissionGateBar": bits(&case["bar_before_u64f64"]),
            "EmissionBarRank": case["rank"],
            "EmissionBarQuantile": bits(&case["quantile_u64f64"]),
            "EmissionGateExponent": bits(&case["exponent_u64f64"]),
        });
        items.as_object_mut().unwrap().extend(gate.as_object().unwrap().clone());
    }
    json!({
        "block": case.get("current_block").unwrap_or(&json!(1)),
        "spec_version": if case.get("rank").is_some() { 475 } else { 425 },
        "values": { "SubtensorModule": items, "Swap": { "SwapBalancer": null } },
    })
}

/// An issuance at which a block mints so much.
fn issuance(block_emission: &Value) -> Value {
    let vectors = vectors("chain/block_emission.json");
    let rows = section(&vectors, "cases");
    rows.iter().find(|row| &row[1] == block_emission).map_or(Value::Null, |row| row[0].clone())
}

/// `[netuid, bits]` of each subnet.
fn by_netuid(found: &Value, name: &str) -> Value {
    let subnets = found["subnets"].as_array().unwrap().iter();
    subnets.map(|subnet| json!([subnet["netuid"], subnet[name]])).collect()
}

#[test]
fn shares_before_and_behind_the_gate_are_the_chains() {
    for (file, before) in
        [("chain/emission.json", "shares_u64f64"), ("chain475/emission.json", "pre_gate_u64f64")]
    {
        let (mut compared, mut emissions) = (0, 0);
        for case in section(&vectors(file), "shares") {
            let input = values(case).to_string();
            let run = nanotao_with(&["emission", "subnets", "-", "--json"], input.as_bytes());
            let found = run.exits(0).json();
            assert_eq!(by_netuid(&found, "share_u64f64"), case[before], "{case}");
            assert_eq!(by_netuid(&found, "gated_share_u64f64"), case["shares_u64f64"], "{case}");
            assert_eq!(found["root_sell_flag"], case["root_sell_flag"], "{case}");
            if case.get("bar_after_u64f64").is_some() {
                assert_eq!(found["emission_gate_bar_after_u64f64"], case["bar_after_u64f64"], "{case}");
            }
            // Not every emission of the vectors is one that some issuance has.
            if found["block_emission"] == case["block_emission"] {
                assert_eq!(by_netuid(&found, "emission_u96f32"), case["emissions_u96f32"], "{case}");
                emissions += 1;
            }
            compared += 1;
        }
        assert!(compared >= 120 && emissions >= 60, "{compared} {emissions}");
    }
}

#[test]
fn a_block_of_finney_is_shown_to_the_rao() {
    let capture = vectors("mainnet/emission_b8766000.json");
    let column = |row: &Value, name: &str| {
        let columns = capture["columns"].as_array().unwrap();
        row[columns.iter().position(|column| column == name).unwrap()].clone()
    };
    let file = vectors_path(STORAGE);
    let found = emission(&["subnets", &file, "--json"]).exits(0).json();
    assert_eq!(found["emission_gate_bar_after_u64f64"], capture["globals"]["emission_gate_bar_after"]);
    let subnets = section(&found, "subnets");
    assert_eq!(subnets.len(), 127);
    for subnet in subnets {
        let netuid = &subnet["netuid"];
        let row = section(&capture, "subnets").iter().find(|row| &row[0] == netuid).unwrap();
        for (ours, theirs) in [
            ("tao_in", "obs_tao_in_emission"),
            ("excess_tao", "obs_excess_tao"),
            ("alpha_in", "obs_alpha_in_emission"),
        ] {
            assert_eq!(subnet[ours], column(row, theirs), "{ours} of {netuid}");
        }
    }
    let text = emission(&["subnets", &file]).exits(0).stdout;
    assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    assert!(text.contains("86 takes no part: FirstEmissionBlockNumber is not set"), "{text}");
}

#[test]
fn an_explanation_ends_with_what_the_block_has() {
    let file = vectors_path(STORAGE);
    let capture = vectors("mainnet/emission_b8766000.json");
    let found = emission(&["explain", &file, "--netuid", "1", "--json"]).exits(0).json();
    let stages = section(&found, "stages");
    let last = |name: &str| stages.iter().rfind(|stage| stage["stage"] == name).unwrap();
    let row = section(&capture, "subnets").iter().find(|row| row[0] == 1).unwrap();
    let columns = capture["columns"].as_array().unwrap();
    for (name, column) in [
        ("TAO in", "obs_tao_in_emission"),
        ("excess TAO", "obs_excess_tao"),
        ("alpha in", "obs_alpha_in_emission"),
        ("alpha out", "obs_alpha_out_emission"),
    ] {
        let column = columns.iter().position(|name| name == column).unwrap();
        assert_eq!(number(&last(name)["after"]) >> 32, number(&row[column]), "{name}");
    }
    // Each stage goes on from where the one before it has led.
    for name in ["share", "TAO emission", "alpha in"] {
        let chain: Vec<_> = stages.iter().filter(|stage| stage["stage"] == name).collect();
        assert!(chain.len() > 1);
        assert!(chain.windows(2).all(|pair| pair[0]["after"] == pair[1]["before"]), "{name}");
    }
    let text = emission(&["explain", &file, "--netuid", "1"]).exits(0).stdout;
    assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    let text = emission(&["explain", &file, "--netuid", "86"]).exits(0).stdout;
    assert!(text.contains("it takes no part in emission: FirstEmissionBlockNumber is not set"), "{text}");
}

#[test]
fn the_moving_price_of_what_nothing_trades_is_the_next_one() {
    let file = vectors_path(STORAGE);
    let capture = vectors("mainnet/emission_b8766000.json");
    let columns = capture["columns"].as_array().unwrap();
    let column = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let pool =
        ["subnet_tao", "alpha_in", "alpha_out"].map(|name| (column(name), column(&format!("post_{name}"))));
    let still = section(&capture, "subnets")
        .iter()
        .filter(|row| row[0] != 0 && !row[column("obs_moving_price")].is_null())
        .filter(|row| pool[..2].iter().all(|(before, after)| row[*before] == row[*after]));
    let mut compared = 0;
    for row in still {
        let found = emission(&["explain", &file, "--netuid", &row[0].to_string(), "--json"]).exits(0).json();
        let Some(stage) =
            section(&found, "stages").iter().find(|stage| stage["stage"] == "SubnetMovingPrice")
        else {
            continue;
        };
        assert_eq!(stage["before"], row[column("moving_price")], "{row}");
        assert_eq!(stage["after"], row[column("obs_moving_price")], "{row}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn an_explanation_adds_to_what_is_pending() {
    let mut file = vectors(STORAGE);
    let items = [
        ("PendingOwnerCut", "for participants"),
        ("PendingServerEmission", "for miners"),
        ("PendingRootAlphaDivs", "for root"),
        ("PendingValidatorEmission", "for validators"),
    ];
    let pallet = file["storage"]["SubtensorModule"].as_object_mut().unwrap();
    for (item, _) in items {
        pallet.insert(item.to_owned(), serde_json::json!({ "1": "0x0700000000000000" }));
    }
    let run = |file: &Value| {
        nanotao_with(&["emission", "explain", "-", "--netuid", "1", "--json"], file.to_string().as_bytes())
    };
    let found = run(&file).exits(0).json();
    let stages = section(&found, "stages");
    for (item, part) in items {
        let part = stages.iter().rfind(|stage| stage["stage"] == part).unwrap();
        let (before, after) = (number(&part["before"]), number(&part["after"]));
        let part = if item == "PendingOwnerCut" { before - after } else { after };
        let pending = stages.iter().find(|stage| stage["stage"] == item).unwrap();
        assert_eq!(number(&pending["before"]), 7);
        assert_eq!(number(&pending["after"]), 7 + (part >> 32), "{item}");
    }
    file["storage"]["SubtensorModule"].as_object_mut().unwrap().remove("PendingServerEmission");
    let refused = run(&file);
    assert_ne!(refused.code, 0);
    assert!(refused.stderr.contains("missing: SubtensorModule.PendingServerEmission"), "{refused}");
}

#[test]
fn spec_425_has_no_gate() {
    let file = vectors_path(STORAGE);
    let run = |args: &[&str]| emission(&[&["subnets", &file, "--json"], args].concat()).exits(0).json();
    let (gated, plain) = (run(&[]), run(&["--spec", "425"]));
    assert_ne!(by_netuid(&gated, "share_u64f64"), by_netuid(&gated, "gated_share_u64f64"));
    assert_eq!(by_netuid(&plain, "share_u64f64"), by_netuid(&plain, "gated_share_u64f64"));
    assert_eq!(by_netuid(&plain, "share_u64f64"), by_netuid(&gated, "share_u64f64"));
    assert_eq!(plain["emission_gate_bar_after_u64f64"], Value::Null);
    // The rules of 441 and 475 are the same here.
    assert_eq!(by_netuid(&run(&["--spec", "475"]), "emission_u96f32"), by_netuid(&gated, "emission_u96f32"));
}

#[test]
fn a_plot_of_shares_has_its_axes_and_every_line() {
    let folder = Folder::new();
    let path = folder.path("shares.svg");
    let path = path.to_str().unwrap();
    emission(&["subnets", &vectors_path(STORAGE), "--plot", path]).exits(0);
    let svg = std::fs::read_to_string(path).unwrap();
    let parts = ["block 8766000", "127 subnets", "before the gate", "behind the gate", "bar", "share"];
    for part in parts {
        assert!(svg.contains(part), "{part}");
    }
    assert!(svg.matches("<polyline").count() >= 3);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place_and_a_remedy() {
    let file = vectors_path(STORAGE);
    let with = |field: &str, value: Value| {
        let mut file =
            json!({ "pending_validator": 1, "pending_root_alpha": 0, "hotkeys": [{ "hotkey": "a" }] });
        file[field] = value;
        file.to_string()
    };
    let hotkey = |hotkey: Value| with("hotkeys", json!([hotkey, { "hotkey": "b" }]));
    let subnets = |subnets: Value| json!({ "current_block": 1, "subnets": subnets }).to_string();
    let none = String::new();
    let mut short = vectors(STORAGE);
    short["storage"]["SubtensorModule"]["TotalIssuance"] = json!("0x3014");
    let short = short.to_string();
    for (args, input, code, cause) in [
        ("block", &none, 2, "the following required arguments were not provided"),
        ("block --issuance -1", &none, 2, "digits and one point are all it may hold"),
        ("block --issuance NaN", &none, 2, "digits and one point are all it may hold"),
        ("block --issuance 18446744073709551616", &none, 2, "more than 64 bits hold"),
        ("halving --issuance 0 --date yesterday", &none, 2, "is no date"),
        ("halving --issuance 0 --plot supply.png", &none, 2, ".svg"),
        ("split --alpha-out 1.0", &none, 2, "--root-proportion"),
        ("split --alpha-out 1.0 --root-proportion 1.1", &none, 2, "\"1.1\" is no proportion"),
        ("split --alpha-out 1.0 --root-proportion -0.1", &none, 2, "\"-0.1\" is no proportion"),
        ("split --alpha-out 1.0 --root-proportion NaN", &none, 2, "\"NaN\" is no proportion"),
        ("split --alpha-out 1.0 --root-tao 1.0", &none, 2, "--alpha-issuance"),
        ("split --alpha-out 1 --root-proportion 0 --mechanism-split 1,2", &none, 2, "the parts add up to 3"),
        ("split --alpha-out 1 --root-proportion 0 --mechanisms 17", &none, 2, "17 is not in 1..=16"),
        ("schedule", &none, 2, "neither a file nor --block"),
        ("schedule - --block 1", &none, 2, "cannot be used with"),
        ("schedule -", &subnets(json!([])), 3, "subnets: at least one is needed"),
        ("schedule -", &subnets(json!([{ "netuid": 0 }])), 3, "subnets[0].netuid: root has no epochs"),
        (
            "schedule -",
            &subnets(json!([{ "netuid": 4096 }])),
            3,
            "subnets[0].netuid: there is no such subnet",
        ),
        (
            "schedule -",
            &subnets(json!([{ "netuid": 1 }, { "netuid": 1 }])),
            3,
            "subnets[1].netuid: it is there",
        ),
        ("schedule -", &subnets(json!([{ "netuid": 1 }, { "netuid": 2 }])), 2, "has several subnets"),
        ("schedule - --netuid 3", &subnets(json!([{ "netuid": 1 }])), 2, "there is no subnet 3"),
        ("schedule -", &subnets(json!([{ "netuid": 1, "tempo": -1 }])), 3, "subnets[0].tempo"),
        ("schedule -", &subnets(json!([{ "netuid": 1, "temp": 1 }])), 3, "unknown field `temp`"),
        ("hotkey -", &"{".to_owned(), 3, "EOF"),
        ("hotkey -", &"[]".to_owned(), 3, "invalid"),
        ("hotkey -", &with("pending_validator", json!(-1)), 3, "pending_validator"),
        ("hotkey -", &with("pending_validator", json!(1.5)), 3, "pending_validator"),
        ("hotkey -", &with("tao", json!(1)), 3, "unknown field `tao`"),
        ("hotkey -", &with("hotkeys", json!([{ "hotkey": "a" }, { "hotkey": "a" }])), 3, "hotkeys[1].hotkey"),
        (
            "hotkey -",
            &hotkey(json!({ "hotkey": "a", "parents": [{ "hotkey": "c", "proportion": 1 }] })),
            3,
            "hotkeys[0].parents[0].hotkey: c is not among hotkeys",
        ),
        ("hotkey -", &hotkey(json!({ "hotkey": "a", "root_stake": 1 })), 3, "hotkeys[0].root_uid is missing"),
        (
            "hotkey -",
            &hotkey(json!({ "hotkey": "a", "dividends": 1, "dividend_u96f32": 1 })),
            3,
            "`dividend_u96f32` beside `dividends`",
        ),
        ("hotkey - --hotkey c", &hotkey(json!({ "hotkey": "a" })), 2, "there is no hotkey c"),
        ("subnets -", &none, 3, "EOF"),
        ("subnets -", &"{} {}".to_owned(), 3, "trailing characters"),
        ("subnets -", &"{}".to_owned(), 3, "`block` is missing"),
        ("subnets -", &"# Emission".to_owned(), 3, "line 1 column 1 docs/emission.md lists fields"),
        ("subnets -", &short, 3, "2 were given give all of what `state_getStorage` gives"),
        ("subnets /nowhere", &none, 4, "cannot read /nowhere"),
        ("explain FILE --netuid 4000", &none, 2, "there is no subnet 4000"),
        ("explain FILE", &none, 2, "--netuid"),
    ] {
        let args: Vec<_> = args.split(' ').map(|arg| if arg == "FILE" { &*file } else { arg }).collect();
        let all = [&["emission", "--json"], &args[..]].concat();
        let run = nanotao_with(&all, input.as_bytes()).exits(code);
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        let remedy = error["error"]["remedy"].as_str();
        let said = format!("{} {}", text(&error["error"]["cause"]), remedy.unwrap_or(""));
        assert!(said.contains(cause) && run.stdout.is_empty(), "{args:?}, {cause}: {run}");
        assert!(code != 3 || remedy.is_some(), "{args:?}, {cause}: {run}");
    }
}

#[test]
fn one_block_is_not_several() {
    for (blocks, header) in [("1", " in 1 block"), ("2", " in 2 blocks")] {
        let flags = ["split", "--alpha-out", "1.0", "--root-proportion", "0", "--blocks", blocks];
        let printed = emission(&flags).exits(0).stdout;
        assert!(printed.lines().next().unwrap().ends_with(header), "{printed}");
    }
}

#[test]
fn nothing_is_shared_out_where_there_is_nothing() {
    // No hotkeys, and no subnets: the chain has empty sums.
    let file = json!({ "pending_validator": 5, "pending_root_alpha": 7, "hotkeys": [] }).to_string();
    let run = nanotao_with(&["emission", "hotkey", "-", "--json"], file.as_bytes()).exits(0).json();
    assert_eq!((&run["hotkeys"], &run["root_recycled"]), (&json!([]), &json!("7")));
    let mut state = vectors(STORAGE);
    for item in ["NetworksAdded", "SubnetMovingPrice"] {
        let mut changed = state.clone();
        changed["storage"]["SubtensorModule"][item] = Value::Null;
        let run = nanotao_with(&["emission", "subnets", "-", "--json"], changed.to_string().as_bytes());
        let found = run.exits(0).json();
        let subnets = found["subnets"].as_array().unwrap();
        assert!(subnets.iter().all(|subnet| subnet["emission_u96f32"] == "0"), "{item}");
    }
    // Without TAO in a pool its price is zero: no alpha goes in, and TAO does.
    state["storage"]["SubtensorModule"]["SubnetTAO"]["3"] = Value::Null;
    let run = nanotao_with(&["emission", "subnets", "-", "--json"], state.to_string().as_bytes());
    let found = run.exits(0).json();
    let three = section(&found, "subnets").iter().find(|subnet| subnet["netuid"] == 3).unwrap();
    assert_eq!((&three["alpha_in"], &three["excess_tao"]), (&json!("0"), &json!("0")));
    assert!(number(&three["tao_in"]) > 0);
}

/// The code blocks of the documentation, each with its language.
fn documented() -> Vec<(String, String)> {
    let text = include_str!("../../../docs/emission.md");
    let blocks = text.split("```").skip(1).step_by(2);
    let split = blocks.map(|block| block.split_once('\n').unwrap());
    split.map(|(language, block)| (language.to_owned(), block.to_owned())).collect()
}

#[test]
fn the_documented_examples_print_what_is_documented() {
    let (mut file, mut compared) = (String::new(), 0);
    for (language, block) in documented() {
        if language != "text" {
            file = block;
            continue;
        }
        let (command, printed) = block.split_once('\n').unwrap();
        let args: Vec<_> = command
            .strip_prefix("$ nanotao ")
            .unwrap()
            .split(' ')
            .map(|arg| {
                match arg.strip_prefix("vectors/") {
                    Some(path) => vectors_path(path),
                    // The file is the block before.
                    None if arg.ends_with(".json") => "-".to_owned(),
                    None => arg.to_owned(),
                }
            })
            .collect();
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let run = nanotao_with(&args, file.as_bytes()).exits(0);
        assert_eq!(run.stdout, printed, "{command}");
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{run}");
        compared += 1;
    }
    assert_eq!(compared, 6);
}

#[test]
fn tables_of_subnets_and_halvings_fit_a_terminal() {
    let storage = vectors_path(STORAGE);
    let now = ["--issuance", "11194293.378683952", "--block", "8765999", "--date", "2026-07-29"];
    for args in [vec!["subnets", &storage], [&["halving"], &now[..]].concat()] {
        let run = nanotao(&[&["emission"], &args[..]].concat()).exits(0);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{run}");
    }
}

#[test]
fn help_has_examples_that_run() {
    let folder = Folder::new();
    let storage = vectors_path(STORAGE);
    let mut json =
        documented().into_iter().filter(|(language, _)| language == "json").map(|(_, block)| block);
    let (distribution, subnets) = (json.next().unwrap(), json.next().unwrap());
    for command in ["block", "halving", "subnets", "explain", "split", "hotkey", "schedule"] {
        let plot = folder.path(&format!("{command}.svg"));
        let help = emission(&[command, "--help"]).exits(0).stdout;
        let mut compared = 0;
        for example in help.split("Examples:\n").nth(1).unwrap().lines() {
            // What a terminal of 80 columns wraps cannot be copied.
            assert!(example.starts_with("  nanotao ") && example.len() <= 80, "{example}");
            let args: Vec<_> = example
                .split_whitespace()
                .skip(2)
                .map(|arg| match arg {
                    arg if arg.ends_with(".svg") => plot.to_str().unwrap(),
                    "distribution.json" | "subnets.json" => "-",
                    arg if arg.ends_with(".json") => storage.as_str(),
                    "A" => "child",
                    arg => arg,
                })
                .collect();
            let input = if command == "hotkey" { &distribution } else { &subnets };
            nanotao_with(&[&["emission"], &args[..]].concat(), input.as_bytes()).exits(0);
            compared += 1;
        }
        assert!(compared > 0, "{help}");
    }
}

#[test]
fn the_pictures_are_what_the_documented_commands_draw() {
    let (folder, storage) = (Folder::new(), vectors_path(STORAGE));
    let supply = "halving --issuance 11194293.378683952 --block 8765999 --date 2026-07-29";
    for (picture, args, drawn) in [
        ("emission-supply.svg", supply, include_str!("../../../docs/images/emission-supply.svg")),
        ("emission-shares.svg", "subnets FILE", include_str!("../../../docs/images/emission-shares.svg")),
    ] {
        let path = folder.path(picture);
        let args = args.split(' ').map(|arg| if arg == "FILE" { &*storage } else { arg });
        let args: Vec<_> = args.chain(["--plot", path.to_str().unwrap()]).collect();
        emission(&args).exits(0);
        assert!(std::fs::read_to_string(&path).unwrap() == drawn, "{picture}: draw it again");
    }
}

#[test]
fn the_readme_quotes_what_the_command_prints() {
    let readme = include_str!("../../../README.md");
    let printed = emission(&["explain", &vectors_path(STORAGE), "--netuid", "1"]).exits(0).stdout;
    let command = format!("$ nanotao emission explain vectors/{STORAGE} --netuid 1");
    assert!(readme.contains(&format!("{command}\n{printed}```")), "{printed}");
}
