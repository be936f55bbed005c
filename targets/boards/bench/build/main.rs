//! Writes the epochs of `vectors/chain/epoch_bench.json`, and what a block's emission is measured with, as Rust: a board
//! without an allocator cannot read the JSON.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a file of another form has to stop the build"
)]

mod emission;

use std::{env, error::Error, fs, path::Path};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let bench = read("chain/epoch_bench.json")?;
    let cases = elements(&bench["cases"]);
    let epochs = format!(
        "/// The epochs of `epoch_bench.json`.\npub static CASES: [Case; {}] = [{}];",
        cases.len(),
        joined(cases, case)
    );
    let emission = emission::statics(&read("chain/emission.json")?, &read("chain475/emission.json")?);
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("cases.rs"), epochs)?;
    fs::write(Path::new(&out).join("emission.rs"), emission)?;
    fs::write(Path::new(&out).join("metadata.rs"), proofs(&read("clients/rfc78.json")?))?;
    Ok(())
}

/// Payloads of spec 461 with the proofs of the Rust prover.
fn proofs(file: &Value) -> String {
    let names = [
        ("set_weights 256 uids", "verify and show 256 weights"),
        ("batch of 20 transfers", "verify and show a batch of 20 transfers"),
        ("nested 8 levels", "verify and show 8 calls within each other"),
    ];
    let cases = names.map(|(name, title)| {
        let good = elements(&file["good"]);
        let case = good.iter().find(|case| case["spec"] == 461 && case["name"] == name).expect("a case");
        let [payload, proof] =
            ["payload", "proof_rust"].map(|field| bytes(case[field].as_str().expect("hex")));
        format!("Case {{ name: {title:?}, payload: &{payload:?}, proof: &{proof:?} }}")
    });
    format!("static CASES: [Case; {}] = [{}];", cases.len(), cases.join(","))
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.trim_start_matches("0x").as_bytes();
    let digit = |digit: &u8| char::from(*digit).to_digit(16).expect("hex") as u8;
    digits.chunks(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect()
}

fn read(file: &str) -> Result<Value, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../vectors").join(file);
    println!("cargo:rerun-if-changed={}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn case(case: &Value) -> String {
    let name = match (case["yuma3"].as_bool(), case["liquid_alpha"].as_bool()) {
        (Some(true), Some(true)) => "yuma3_liquid",
        (Some(true), _) => "yuma3",
        _ => "yuma2",
    };
    // Nothing below would read them.
    assert!(
        case["owner_uid"].is_null() && case["commit_reveal_enabled"] == false,
        "{name} has an owner or commits"
    );
    let schedule = [
        "tempo",
        "last_epoch_block",
        "pending_epoch_at",
        "blocks_since_last_step",
        "subnet_epoch_index",
        "last_mechanism_step_block",
    ];
    let numbers = [
        "current_block",
        "activity_cutoff_factor_milli",
        "stake_threshold",
        "max_allowed_validators",
        "kappa",
        "bonds_penalty",
        "bonds_moving_average",
        "yuma3",
        "liquid_alpha",
        "alpha_low",
        "alpha_high",
        "alpha_sigmoid_steepness",
    ];
    let lists = ["last_update", "block_at_registration", "validator_permit"];
    let out = [
        "dividend",
        "incentive",
        "stake_weight",
        "consensus",
        "validator_trust",
        "validator_emission",
        "server_emission",
        "emission",
        "stake",
        "active",
        "new_validator_permit",
    ];
    let field = |from: &Value, name: &str| format!("{name}: {},", bare(&from[name]));
    let all = |from: &Value, names: &[&str], prefix: &str| {
        names
            .iter()
            .map(|name| format!("{name}: {prefix}[{}],", joined(elements(&from[*name]), bare)))
            .collect::<String>()
    };
    let fields = |names: &[&str]| names.iter().map(|name| field(case, name)).collect::<String>();
    let total_stake =
        joined(elements(&case["total_stake_i64f64"]), |bits| format!("I64F64::from_bits({})", bare(bits)));
    let rows = elements(&case["weights"]);
    // Rows of no validator are empty, and a bond of zero is not stored.
    let stored: Vec<Value> = rows
        .iter()
        .map(|row| Value::Array(vec![row[0].clone(), case["out"]["bond"][index(&row[0])].clone()]))
        .collect();
    format!(
        "Case {{ name: {name:?}, epoch: Epoch {{ profile: Profile::SPEC_425, rao_emission: AlphaBalance({}), \
         input: Input {{ schedule: Schedule {{ {} last_yuma_step_block: None }}, {} {} total_stake: &[{total_stake}], \
         owner_uid: None, consensus_mode: ConsensusMode::Auto, previous_consensus: &[], commit_reveal: None }} }}, \
         uids: [{}], weights: [{}], bonds: [{}], out: Terms {{ {} bonds: [{}] }} }}",
        bare(&case["rao_emission"]),
        fields(&schedule),
        fields(&numbers),
        all(case, &lists, "&"),
        joined(rows, |row| bare(&row[0])),
        dense(rows, case),
        dense(elements(&case["bonds"]), case),
        all(&case["out"], &out, ""),
        dense(&stored, case),
    )
}

/// The rows of the uids that have weights, one behind another, with zeros where nothing is stored.
fn dense(rows: &[Value], case: &Value) -> String {
    let uids = elements(&case["weights"]).iter().map(|row| &row[0]);
    assert!(uids.eq(rows.iter().map(|row| &row[0])), "weights and bonds are not of the same uids");
    joined(rows, |row| {
        let mut cells = vec!["0".to_owned(); index(&case["n"])];
        for entry in elements(&row[1]) {
            cells[index(&entry[0])] = bare(&entry[1]);
        }
        cells.join(",")
    })
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

fn index(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

fn joined(values: &[Value], text: impl Fn(&Value) -> String) -> String {
    values.iter().map(text).collect::<Vec<_>>().join(",")
}

/// A number or a truth value; large numbers are text in the file.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
