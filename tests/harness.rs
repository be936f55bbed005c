//! The judge itself: it must see every difference, and stand whatever a folder holds.

use nanotao_tests::Outcome;
use nanotao_tests::folder::{self, Found};
use nanotao_tests::report::{Counts, Filter, Report};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Fields that say something about a case and are not compared.
const REMARKS: &[(&str, &[&str])] = &[
    ("chain/epoch.json", &["name", "seed", "adversarial", "overflows", "mechanism_count"]),
    ("chain/epoch_bench.json", &["name", "seed", "adversarial", "overflows", "mechanism_count"]),
    ("chain/mechanism_epoch.json", &["name", "seed", "adversarial"]),
    ("chain475/epoch.json", &["name", "seed", "adversarial", "mechanism_count", "previous_consensus_style"]),
    ("chain475/mechanism_epoch.json", &["name", "seed", "adversarial"]),
    // The Null consensus reads no parameter of Yuma, and shares out budgets instead of an emission.
    (
        "chain475/null_consensus.json",
        &[
            "name",
            "seed",
            "adversarial",
            "mechanism_count",
            "rao_emission",
            "bond_cutoff_block",
            "alpha_high",
            "alpha_low",
            "alpha_sigmoid_steepness",
            "bonds_moving_average",
            "bonds_penalty",
            "consensus_mode",
            "kappa",
            "last_yuma_step_block",
            "liquid_alpha",
            "yuma3",
        ],
    ),
    ("chain475/sequences.json", &["name", "seed", "netuid", "start_block"]),
    ("mainnet/emission_b*.json", &["source", "prev_block_hash", "block_hash"]),
    ("mainnet/chain_bar_*.json", &["meta"]),
    ("chain/emission.json", &["overflows"]),
    ("chain/calls.json", &["class", "pays_fee"]),
    ("chain/extrinsics.json", &["name", "deterministic_signature"]),
    ("chain/weights.json", &["last_update_after"]),
    // What an altered commit does in the client is written down there, and no case.
    (
        "clients/drand_decryptable.json",
        &[
            "decrypted_equals_expected",
            "dec_ok",
            "tamper_U",
            "tamper_V",
            "tamper_W",
            "tamper_suite",
            "tamper_tag",
        ],
    ),
    // Of commits that cannot be opened yet only form and length are known.
    ("clients/drand_core.json", COMMITMENT),
    ("clients/drand_drand2.json", COMMITMENT),
    ("clients/drand_drand13.json", COMMITMENT),
    (
        "clients/drand_drand13.json",
        &[
            "block_time",
            "current_block",
            "netuid",
            "reveal_round",
            "subnet_reveal_period_epochs",
            "t_after",
            "t_before",
            "tempo",
        ],
    ),
    ("clients/js_polkadot.json", &["name", "bip39_seed64", "err"]),
    ("clients/keys_core.json", &["case", "deterministic", "err", "msg"]),
    ("clients/weights_emit.json", &["name", "weights", "err", "msg"]),
    ("clients/weights_v11.json", &["name", "limit", "err", "msg"]),
    ("clients/weight_hash.json", &["name"]),
    ("clients/rfc78.json", &["name", "decoded_by"]),
    ("clients/ledger_proof_vector.json", &["_comment"]),
];

/// What a commitment says beside its text.
const COMMITMENT: &[&str] = &["blocks", "deterministic", "round", "t"];

/// Inputs that another value of may well have the same result.
const LOOSE: &[(&str, &[&str])] = &[
    ("chain/epoch.json cases", EPOCH),
    ("chain/epoch_bench.json cases", EPOCH),
    ("chain/mechanism_epoch.json cases", EPOCH),
    ("chain475/epoch.json cases", EPOCH),
    ("chain475/mechanism_epoch.json cases", EPOCH),
    ("chain475/null_consensus.json cases", EPOCH),
    ("chain475/null_consensus.json mechanisms", EPOCH),
    ("chain475/sequences.json sequences", EPOCH),
    // An issuance between two halvings, a quantile between two shares, and a root of little.
    ("chain/block_emission.json cases", &["0"]),
    // The last digit of a root's stake or of a small part is rounded away; what has long been due stays so.
    ("chain/emission.json emit_to_subnets", &["root_tao"]),
    (
        "chain/emission.json parent_child_dividends",
        &["childkey_take", "children_proportions", "ck_burn", "tao_weight"],
    ),
    ("chain/emission.json root_proportion", &["root_tao"]),
    ("chain/emission.json subnet_terms", &["root_tao"]),
    ("chain475/emission.json lookahead", &["blocks_since_last_step", "last_epoch_block"]),
    ("chain475/emission.json parents", &["childkey_take", "children_proportions", "ck_burn"]),
    ("chain475/emission.json bar_run", &["quantile_u64f64"]),
    // A hash far from the difficulty, a factor of little, bounds that are out of reach, and a block long past the first.
    ("chain/pow.json difficulty", &["difficulty", "hash"]),
    ("chain/pow.json solved", &["difficulty", "start_nonce"]),
    ("chain475/pow_register.json bump", &["burn_increase_mult_u64f64"]),
    ("chain475/pow_register.json check", &["difficulty", "max_allowed_uids", "max_difficulty"]),
    ("chain475/pow_register.json decay", &["current_block"]),
    ("chain475/pow_register.json trace", &["burn_increase_mult_u64f64", "max", "start_block"]),
    // A bar that is made anew; and the last column, which is the pool after the block's trades.
    ("mainnet/chain_bar_*.json *", &["bar_before_u64f64"]),
    ("mainnet/emission_b*.json *", &["columns", "subnets"]),
    ("chain475/emission.json safe_pow", &["val_u64f64"]),
    ("chain/extrinsics.json cases", &["current_block"]),
    ("chain/math.json functions alpha_sigmoid", &["bond", "consensus"]),
    ("chain/math.json functions check_vec_max_limited", &["max_limit"]),
    ("chain/math.json functions fixed_proportion_to_u16", &["x"]),
    ("chain/math.json functions sigmoid_safe", &["rho"]),
    // The median is one of the scores, whatever the last digit of a stake.
    ("chain/math.json functions weighted_median", &["hi", "lo", "minority", "stake"]),
    ("chain/weights.json check_rate_limit", &["current_block", "last_update", "rate_limit"]),
    ("chain/weights.json check_vec_max_limited", &["in"]),
    ("chain/weights.json has_duplicate_uids", &["in"]),
    (
        "chain/weights.json set_weights",
        &["caller_total_stake", "caller_uid", "commit_reveal_enabled", "last_update", "min_allowed_weights"],
    ),
    // The signature of the file, which other sections need; and an epoch that is due by silence alone is rare.
    (
        "clients/drand_decryptable.json commits",
        &["blocks_since_last_step", "signature", "signature (gone)", "subnet_epoch_index"],
    ),
    (
        "clients/drand_decryptable.json epoch_predict",
        &["blocks_since_last_step", "signature", "signature (gone)", "subnet_epoch_index"],
    ),
    // A text of the same length; and what moves a round by less than a client may take.
    ("clients/drand_core.json commitment", &["data"]),
    ("clients/drand_core.json encrypt_at_round", &["data"]),
    ("clients/drand_core.json commits get_encrypted_commit_v2", DRAND),
    ("clients/drand_drand2.json commitment", &["data"]),
    ("clients/drand_drand2.json encrypt_at_round", &["data"]),
    ("clients/drand_drand2.json commits get_encrypted_commit_v2", DRAND),
    ("clients/drand_drand13.json commitment", &["data"]),
    ("clients/drand_drand13.json encrypt_at_round", &["data"]),
    ("clients/keys_core.json bad_mnemonic", &["crypto_type", "mnemonic"]),
    // What must be refused is so with other bytes too, and whatever else is said of it only informs.
    (
        "clients/rfc78.json bad",
        &[
            "call_len",
            "call_len (gone)",
            "digest",
            "digest (gone)",
            "fabricated",
            "fabricated (gone)",
            "payload",
            "proof",
            "spec",
            "spec (gone)",
        ],
    ),
    // Another call is as good, if its types are in the proof.
    ("clients/ledger_proof_vector.json *", &["call_data_hex"]),
    ("clients/rfc78_spec218.json calls", &["call_data"]),
    ("clients/weights_v11.json conform", &["min_allowed_weights", "self_uid"]),
];

/// What a forecast reads of little weight.
const DRAND: &[&str] = &["blocks_since_last_step", "subnet_epoch_index", "t_before", "t_after"];

/// What an epoch reads: where the last bit, or the last element, is another one, rounding often hides it. Commits and the
/// reveal period do nothing where commit-reveal is off.
const EPOCH: &[&str] = &[
    "block_at_registration",
    "blocks_since_last_step",
    "commit_reveal_enabled",
    "dividend_budget",
    "kappa",
    "last_epoch_block",
    "last_mechanism_step_block",
    "last_update",
    "max_allowed_validators",
    "mining_budget",
    "pending_epoch_at",
    "reveal_period_epochs",
    "reveal_period_epochs (gone)",
    "stake_threshold",
    "timelocked_commits",
    "timelocked_commits (gone)",
    "total_stake_i64f64",
    "validator_permit",
    "weight_commits",
    "weight_commits (gone)",
    "weights",
];

/// For a sample of the cases of every section, or of every function that a section has cases of: each field, changed or
/// left out, makes some case fail.
#[test]
fn a_difference_in_any_field_is_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let (mut fields, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for path in folder::files(&root).unwrap() {
        let mut cases = folder::cases(&root, &path);
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let totals = cases.iter().fold(BTreeMap::<String, usize>::new(), |mut totals, found| {
            *totals.entry(group(found)).or_default() += 1;
            totals
        });
        cases.retain(|found| {
            let step = (totals[&group(found)] / 12).max(1);
            let index = taken.entry(group(found)).or_default();
            *index += 1;
            found.is_compared() && (*index - 1).is_multiple_of(step) && found.judge() == Outcome::Pass
        });
        for mut found in cases {
            for (field, changed) in changes(&found.value) {
                let section = format!("{} {}", found.file, group(&found));
                // What the file says of its network is no field of the case.
                if listed(REMARKS, found.file, field.trim_end_matches(GONE))
                    || listed(LOOSE, &section, &field)
                    || field.trim_end_matches(GONE) == "network"
                {
                    continue;
                }
                let name = (found.path.clone(), group(&found), field);
                fields.insert(name.clone());
                let original = std::mem::replace(&mut found.value, changed);
                if matches!(found.judge(), Outcome::Fail(_) | Outcome::Unsupported) {
                    seen.insert(name);
                }
                found.value = original;
            }
        }
    }
    assert!(fields.len() > 200, "{}", fields.len());
    let unseen: Vec<_> = fields.difference(&seen).collect();
    assert!(unseen.is_empty(), "not compared: {unseen:#?}");
}

/// Of a block of Finney each amount that the chain has stored, and each subnet, makes its case fail.
#[test]
fn a_difference_in_any_amount_of_a_block_is_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut blocks = folder::cases(&root, &root.join("mainnet/emission_b8766000.json"));
    let block = &mut blocks[0];
    assert_eq!(block.judge(), Outcome::Pass);
    let mut seen = 0;
    for column in ["obs_tao_in_emission", "obs_excess_tao", "obs_alpha_in_emission"] {
        let columns = block.value["columns"].as_array().unwrap();
        let column = columns.iter().position(|name| name == column).unwrap();
        for row in 0..block.value["subnets"].as_array().unwrap().len() {
            let cell = block.value["subnets"][row][column].clone();
            block.value["subnets"][row][column] = altered(&cell);
            seen += usize::from(matches!(block.judge(), Outcome::Fail(_)));
            block.value["subnets"][row][column] = cell;
        }
    }
    // Root and one more are not eligible.
    assert_eq!(seen, 3 * 127);
}

/// The section, or the function where the section has cases of several.
fn group(found: &Found) -> String {
    let function = found.value.get("fn").and_then(Value::as_str);
    function.map_or_else(|| found.section.clone(), |name| format!("{} {name}", found.section))
}

fn listed(table: &[(&str, &[&str])], key: &str, field: &str) -> bool {
    table.iter().any(|(name, fields)| *name == key && fields.contains(&field))
}

const GONE: &str = " (gone)";

/// The case with one field changed, and with one field gone, for every field.
fn changes(case: &Value) -> Vec<(String, Value)> {
    let mut changes = Vec::new();
    if let Value::Object(fields) = case {
        for (name, value) in fields {
            let mut without = fields.clone();
            without.remove(name);
            changes.push((format!("{name}{GONE}"), Value::Object(without)));
            let mut with = fields.clone();
            with.insert(name.clone(), altered(value));
            changes.push((name.clone(), Value::Object(with)));
        }
    }
    if let Value::Array(elements) = case {
        for (at, value) in elements.iter().enumerate() {
            let mut with = elements.clone();
            with[at] = altered(value);
            changes.push((at.to_string(), Value::Array(with)));
        }
    }
    changes
}

/// Another value of the same form.
fn altered(value: &Value) -> Value {
    match value {
        Value::Null => json!(1),
        Value::Bool(bool) => json!(!bool),
        Value::Number(number) => {
            json!(number.as_u64().map_or(1, |number| if number == 0 { 1 } else { number - 1 }))
        }
        Value::String(text) => {
            let last = match text.chars().last() {
                Some('0') => '1',
                Some('1'..='9' | 'a'..='f') => '0',
                _ => 'x',
            };
            let mut chars: Vec<char> = text.chars().collect();
            chars.pop();
            json!(chars.into_iter().chain([last]).collect::<String>())
        }
        Value::Array(list) => {
            let mut list = list.clone();
            match list.last_mut() {
                Some(last) => *last = altered(last),
                None => list.push(json!(0)),
            }
            Value::Array(list)
        }
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), altered(value))).collect(),
    }
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(root: &Path) -> Report {
    Report::of(root, &Filter::default(), Found::judge, |_, _| ()).unwrap()
}

fn counts(passed: usize, failed: usize, unsupported: usize, unknown: usize) -> Counts {
    Counts { passed, failed, unsupported, unknown }
}

#[test]
fn a_file_that_is_no_vector_file_fails_or_is_unknown() {
    for (name, content, expected) in [
        ("calls.json", &b"{"[..], counts(0, 1, 0, 0)),
        ("calls.json", b"", counts(0, 1, 0, 0)),
        ("calls.json", b"\xff\xfe", counts(0, 1, 0, 0)),
        ("calls.json", b"[]", counts(0, 1, 0, 0)),
        ("calls.json", "[".repeat(100_000).as_bytes(), counts(0, 1, 0, 0)),
        ("calls.json", br#"{"cases": {}}"#, counts(0, 1, 0, 0)),
        ("calls.json", br#"{"cases": [null, 1, [], {}, {"call": 7}]}"#, counts(0, 5, 0, 0)),
        (
            "calls.json",
            br#"{"meta": {}, "cases": [], "more": [1, 2], "other": {}, "note": "x"}"#,
            counts(0, 0, 0, 3),
        ),
        ("math.json", br#"{"functions": [1]}"#, counts(0, 1, 0, 0)),
        (
            "math.json",
            br#"{"functions": [{"fn": "a", "cases": [{}, {}]}, {"fn": "b", "cases": [{}]}]}"#,
            counts(0, 0, 3, 0),
        ),
        ("golden_spec461.json", br#"{"extrinsics": [{}], "network": 5}"#, counts(0, 1, 0, 0)),
        ("nothing_known.json", br#"{"cases": [1, 2]}"#, counts(0, 0, 0, 2)),
        ("nothing_known.json", b"7", counts(0, 0, 0, 1)),
        ("emission_b12.json", b"{}", counts(0, 1, 0, 0)),
        ("emission_bx.json", b"{}", counts(0, 0, 0, 1)),
        ("README.md", b"{", counts(0, 0, 0, 0)),
    ] {
        let folder = scratch("one_file");
        fs::write(folder.join(name), content).unwrap();
        let report = run(&folder);
        let shown = String::from_utf8_lossy(&content[..content.len().min(80)]).into_owned();
        assert_eq!(report.total(), expected, "{name}: {shown}\n{report}");
        assert_eq!(report.failures.len(), expected.failed);
        assert!(report.failures.iter().all(|line| line.contains(name)), "{report}");
    }
}

#[test]
fn a_failing_case_is_named_and_ends_the_report_with_its_count() {
    let folder = scratch("failing");
    let case = json!({ "netuid": 3, "mecid": 1, "index": 4100, "get_netuid": 3 });
    let file = json!({ "mechanism_storage_index": [{ "netuid": 3, "mecid": 1, "index": 4099, "get_netuid": 3 }, case] });
    fs::create_dir_all(folder.join("deep/chain")).unwrap();
    fs::write(folder.join("deep/chain/weights_holdout.json"), file.to_string()).unwrap();
    let report = run(&folder).to_string();
    let lines: Vec<_> = report.lines().collect();
    assert!(
        lines[0]
            .starts_with("FAILED deep/chain/weights_holdout.json mechanism_storage_index[1]: index: ours"),
        "{report}"
    );
    assert_eq!(
        lines[lines.len() - 2..],
        ["1 passed, 1 failed, 0 unsupported, 0 unknown", "1 passed, 1 failed"]
    );
}

/// `emission.json` exists at two specs: the folder tells, and where there is none, the file. Of `bar_run` only the newer one knows.
#[test]
fn files_of_one_name_are_told_apart() {
    let folder = scratch("two_specs");
    let old = json!({ "meta": {}, "cases": [{}], "steps": [{}] });
    let new = json!({ "meta": { "spec": "475" }, "bar_run": [{}] });
    for (path, content) in [
        ("chain/emission.json", &old),
        ("chain475/emission.json", &new),
        ("flat/emission.json", &new),
        ("chain475/flat/emission_holdout.json", &new),
    ] {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), content.to_string()).unwrap();
    }
    let report = run(&folder);
    assert_eq!(report.total(), counts(0, 3, 0, 2), "{report}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle_end() {
    use std::os::unix::fs::symlink;
    let folder = scratch("links");
    symlink(&folder, folder.join("again")).unwrap();
    symlink(folder.join("absent"), folder.join("calls.json")).unwrap();
    fs::create_dir(folder.join("weights.json")).unwrap();
    fs::write(folder.join("weights.json/calls.json"), r#"{"cases": []}"#).unwrap();
    assert_eq!(run(&folder).total(), counts(0, 1, 0, 0));
}
