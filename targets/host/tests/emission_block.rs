//! A block of Finney from the values of storage, and what is refused.

mod common;

use std::fs;

use common::{vectors, vectors_path};
use nanotao::emission::{Coinbase, EmissionGate, GateBar, Pool};
use nanotao::fixed::{U64F64, U96F32};
use nanotao::scale::{Reader, Scale};
use nanotao_host::emission::{Block, parse};
use serde_json::{Map, Value, json};

const CAPTURE: &str = "mainnet/emission_b8766000.json";
const STORAGE: &str = "mainnet/storage_b8766000.json";

/// Items by subnet: the column of the capture that has it, the bytes of a value, and whether these are bits.
const MAPS: [(&str, &str, usize, bool); 9] = [
    ("FirstEmissionBlockNumber", "first_emission_block", 8, false),
    ("SubtokenEnabled", "subtoken_enabled", 1, false),
    ("NetworkRegistrationAllowed", "registration_allowed", 1, false),
    ("SubnetEmissionEnabled", "emission_enabled_raw", 1, false),
    ("SubnetMovingPrice", "moving_price", 16, true),
    ("MinerBurned", "miner_burned", 16, true),
    ("SubnetTAO", "subnet_tao", 8, false),
    ("SubnetAlphaIn", "alpha_in", 8, false),
    ("SubnetAlphaOut", "alpha_out", 8, false),
];

/// Items of one value, likewise.
const VALUES: [(&str, &str, usize, bool); 8] = [
    ("TotalIssuance", "total_issuance", 8, false),
    ("TaoWeight", "tao_weight", 8, false),
    ("SubnetOwnerCut", "subnet_owner_cut", 2, false),
    ("SubnetMovingAlpha", "subnet_moving_alpha", 16, true),
    ("EmissionGateBar", "emission_gate_bar", 16, true),
    ("EmissionBarRank", "emission_bar_rank", 2, false),
    ("EmissionBarQuantile", "emission_bar_quantile", 16, true),
    ("EmissionGateExponent", "emission_gate_exponent", 16, true),
];

/// Items by subnet that the capture does not have.
const UNCAPTURED: [&str; 7] = [
    "SubnetMechanism",
    "OwnerCutEnabled",
    "EMAPriceHalvingBlocks",
    "PendingServerEmission",
    "PendingValidatorEmission",
    "PendingRootAlphaDivs",
    "PendingOwnerCut",
];

/// A value of the capture as an integer; `None` where nothing is stored.
fn integer(value: &Value) -> Option<i128> {
    match value {
        Value::Null => None,
        Value::Bool(flag) => Some((*flag).into()),
        Value::String(text) => Some(text.parse().unwrap()),
        number => Some(number.as_i64().unwrap().into()),
    }
}

/// A value as storage has it, or as the decoded form has it.
fn value(integer: i128, len: usize, is_bits: bool, raw: bool) -> Value {
    match (raw, is_bits, len) {
        (true, ..) => {
            let bytes = &integer.to_le_bytes()[..len];
            json!(bytes.iter().fold("0x".to_owned(), |hex, byte| format!("{hex}{byte:02x}")))
        }
        (false, true, _) => json!({ "bits": integer.to_string() }),
        (false, false, 1) => json!(integer != 0),
        (false, false, _) => json!(integer.to_string()),
    }
}

/// The state before the block of the capture, as `storage` or as `values`.
fn state(raw: bool) -> Value {
    let capture = vectors(CAPTURE);
    let column =
        |name: &str| capture["columns"].as_array().unwrap().iter().position(|it| it == name).unwrap();
    let by_netuid = |of: &dyn Fn(&Value) -> Option<Value>| {
        let rows = capture["subnets"].as_array().unwrap().iter();
        let values = rows.filter_map(|row| Some((row[column("netuid")].to_string(), of(row)?)));
        Value::Object(values.collect())
    };
    let mut items = Map::new();
    for (item, name, len, is_bits) in VALUES {
        let stored = integer(&capture["globals"][name]).map(|stored| value(stored, len, is_bits, raw));
        items.insert(item.to_owned(), stored.into());
    }
    for (item, name, len, is_bits) in MAPS {
        let stored = by_netuid(&|row| Some(value(integer(&row[column(name)])?, len, is_bits, raw)));
        items.insert(item.to_owned(), stored);
    }
    items.insert("NetworksAdded".to_owned(), by_netuid(&|_| Some(value(1, 1, false, raw))));
    let is_root = |row: &Value| row[column("netuid")] == 0;
    let mechanism = by_netuid(&|row| (!is_root(row)).then(|| value(1, 2, false, raw)));
    items.insert("SubnetMechanism".to_owned(), mechanism);
    for item in ["OwnerCutEnabled", "EMAPriceHalvingBlocks"] {
        items.insert(item.to_owned(), Value::Null);
    }
    let balancer = by_netuid(&|row| {
        let quote = value(integer(&row[column("balancer_quote")])?, 8, false, raw);
        Some(if raw { quote } else { json!({ "quote": quote }) })
    });
    json!({
        "source": "the state before the block of emission_b8766000.json, its values in SCALE; that capture has neither \
            NetworksAdded (every subnet of it), nor SubnetMechanism (1 but for root), nor OwnerCutEnabled, nor EMAPriceHalvingBlocks",
        "block": capture["block"],
        "parent_hash": capture["prev_block_hash"],
        "spec_version": capture["spec_version"],
        (if raw { "storage" } else { "values" }): { "SubtensorModule": items, "Swap": { "SwapBalancer": balancer } },
    })
}

fn block(file: &Value) -> Block {
    parse(file.to_string().as_bytes()).unwrap()
}

/// `NANOTAO_BLESS=1` writes the file.
#[test]
fn the_file_of_storage_values_is_that_of_the_capture() {
    let made = format!("{:#}\n", state(true));
    if std::env::var_os("NANOTAO_BLESS").is_some() {
        fs::write(vectors_path(STORAGE), &made).unwrap();
    }
    let kept = fs::read_to_string(vectors_path(STORAGE)).unwrap();
    assert!(kept == made, "write it anew: NANOTAO_BLESS=1 cargo test -p nanotao-host --test emission_block");
}

#[test]
fn a_real_block_comes_out_of_its_storage_values_to_the_rao() {
    let outcome = parse(&fs::read(vectors_path(STORAGE)).unwrap()).unwrap().run();
    let capture = vectors(CAPTURE);
    let column =
        |name: &str| capture["columns"].as_array().unwrap().iter().position(|it| it == name).unwrap();
    let bar =
        integer(&capture["globals"]["emission_gate_bar_after"]).map(|bits| U64F64::from_bits(bits as u128));
    assert_eq!(outcome.gate_bar, bar);
    assert_eq!(outcome.subnets.len(), 127);
    for subnet in outcome.subnets {
        let row = &capture["subnets"][usize::from(subnet.netuid.0)];
        assert_eq!(row[column("netuid")], subnet.netuid.0);
        let terms = subnet.terms;
        let ours = [terms.tao_in, terms.excess_tao, terms.alpha_in].map(|amount| amount.to_num::<i128>());
        let theirs = ["obs_tao_in_emission", "obs_excess_tao", "obs_alpha_in_emission"];
        assert_eq!(ours.map(Some), theirs.map(|name| integer(&row[column(name)])), "{}", subnet.netuid);
    }
}

#[test]
fn decoded_values_are_the_same_state() {
    assert_eq!(block(&state(false)), block(&state(true)));
}

/// Nothing is stored but one subnet.
fn empty() -> Value {
    let mut items: Map<String, Value> = MAPS
        .iter()
        .chain(&VALUES)
        .map(|(item, ..)| ((*item).to_owned(), Value::Null))
        .chain(UNCAPTURED.map(|item| (item.to_owned(), Value::Null)))
        .collect();
    items.insert("NetworksAdded".to_owned(), json!({ "7": "0x01" }));
    json!({
        "block": 1, "spec_version": 461, "storage": { "SubtensorModule": items, "Swap": { "SwapBalancer": null } },
    })
}

/// The default of an item in the metadata of spec 461, in SCALE.
fn metadata_default(metadata: &[u8], item: &str) -> Vec<u8> {
    let name = [&[u8::try_from(item.len()).unwrap() << 2], item.as_bytes()].concat();
    let entry = |at: usize| {
        let mut input = Reader::new(&metadata[at + name.len()..]);
        let modifier = u8::parse(&mut input).ok().filter(|modifier| *modifier < 2)?;
        if bool::parse(&mut input).ok()? {
            let hashers = input.length(1).ok()?;
            input.bytes(hashers).ok()?;
            input.compact(u32::MAX.into()).ok()?;
        }
        input.compact(u32::MAX.into()).ok()?;
        <&[u8]>::parse(&mut input)
            .ok()
            .map(|default| if modifier == 0 { Vec::new() } else { default.to_vec() })
    };
    let places = metadata.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
    places.filter_map(|(at, _)| entry(at)).next().unwrap_or_else(|| panic!("{item} is in the metadata"))
}

#[test]
fn where_nothing_is_stored_the_default_of_the_chain_holds() {
    let metadata = fs::read(vectors_path("metadata/spec461_v15.scale")).unwrap();
    let mut file = empty();
    // What has a default is stored as the metadata has it; what has none stays absent.
    for (item, value) in file["storage"]["SubtensorModule"].as_object_mut().unwrap() {
        let default = metadata_default(&metadata, item);
        let hex = default.iter().fold("0x".to_owned(), |hex, byte| format!("{hex}{byte:02x}"));
        let is_map = !VALUES.iter().any(|(name, ..)| name == item);
        match (item.as_str(), default.is_empty(), is_map) {
            ("NetworksAdded", ..) | (_, true, _) => {}
            (_, _, true) => *value = json!({ "7": hex }),
            (_, _, false) => *value = json!(hex),
        }
    }
    assert!(!file["storage"]["SubtensorModule"]["TaoWeight"].is_null());
    assert!(file["storage"]["SubtensorModule"]["FirstEmissionBlockNumber"].is_null());
    let balancer = metadata_default(&metadata, "SwapBalancer");
    assert_eq!(u64::from_le_bytes(balancer.try_into().unwrap()), Pool::DEFAULT_QUOTE);
    assert_eq!(block(&file), block(&empty()));
    let coinbase = block(&empty()).coinbase;
    assert_eq!(coinbase.tao_weight, Coinbase::DEFAULT_TAO_WEIGHT);
    let (bar, stored, exponent) = (GateBar::default(), U64F64::ZERO, EmissionGate::DEFAULT_EXPONENT);
    assert_eq!(coinbase.gate, Some(EmissionGate { bar, stored, exponent }));
}

#[test]
fn a_subnet_without_alpha_or_without_a_start_gets_what_the_chain_gives() {
    let outcome = block(&empty()).run();
    assert_eq!(outcome.block_emission.0, 1_000_000_000);
    assert!(outcome.subnets.is_empty(), "it has not started");
    let mut file = empty();
    let items = &mut file["storage"]["SubtensorModule"];
    items["FirstEmissionBlockNumber"] = json!({ "7": "0x0100000000000000" });
    items["SubtokenEnabled"] = json!({ "7": "0x01" });
    items["SubnetMechanism"] = json!({ "7": "0x0100" });
    // Without a price there is no share, and without alpha in the pool no alpha goes in.
    let outcome = block(&file).run();
    assert_eq!(outcome.subnets[0].tao_emission, U96F32::ZERO);
    assert_eq!(outcome.gate_bar, Some(U64F64::ZERO));
    file["storage"]["SubtensorModule"]["SubnetMovingPrice"] =
        json!({ "7": format!("0x{:032x}", 1_u128 << 88) });
    let outcome = block(&file).run();
    assert_eq!(outcome.subnets[0].terms.alpha_in, U96F32::ZERO);
    assert!(outcome.subnets[0].terms.tao_in > U96F32::ZERO);
}

/// The file with one item changed.
fn with(raw: bool, item: &str, value: Value) -> String {
    let mut file = state(raw);
    file[if raw { "storage" } else { "values" }]["SubtensorModule"][item] = value;
    file.to_string()
}

fn changed(change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut file = state(true);
    change(file.as_object_mut().unwrap());
    file.to_string()
}

#[test]
fn bad_input_is_refused_with_the_item_the_subnet_and_what_is_needed() {
    let tao = |raw, value| with(raw, "SubnetTAO", json!({ "5": value }));
    let price = |value| with(false, "SubnetMovingPrice", json!({ "5": value }));
    let burned = |value| with(false, "MinerBurned", json!({ "5": value }));
    let twice = changed(|file| {
        file["storage"]["SubtensorModule"]["SubnetTAO"] = json!({ "5": "0x0000000000000000", "ZZ": null });
    });
    for (file, cause) in [
        (
            tao(true, json!("0x00")),
            "SubtensorModule.SubnetTAO of subnet 5: TaoBalance takes 8 bytes, 1 were given",
        ),
        (
            tao(true, json!("0xzz")),
            "SubtensorModule.SubnetTAO of subnet 5: 'z' at character 2 is no hex digit",
        ),
        (tao(true, json!("0x0")), "SubtensorModule.SubnetTAO of subnet 5: an odd number of hex digits: 1"),
        (tao(true, json!(5)), "SubtensorModule.SubnetTAO of subnet 5: 5 is no text"),
        (tao(false, json!(-1)), "SubtensorModule.SubnetTAO of subnet 5: \"-1\" is no whole number"),
        (tao(false, json!(1.5)), "SubtensorModule.SubnetTAO of subnet 5: invalid type: floating point"),
        (tao(false, json!("NaN")), "SubtensorModule.SubnetTAO of subnet 5: \"NaN\" is no whole number"),
        (
            price(json!("NaN")),
            "SubtensorModule.SubnetMovingPrice of subnet 5: \"NaN\" is no number that I96F32",
        ),
        (
            price(json!("1e99")),
            "SubtensorModule.SubnetMovingPrice of subnet 5: \"1e99\" is no number that I96F32",
        ),
        (burned(json!(-0.5)), "SubtensorModule.MinerBurned of subnet 5: \"-0.5\" is no number that U96F32"),
        (burned(json!({ "bits": -1 })), "SubtensorModule.MinerBurned of subnet 5: \"-1\" is no whole number"),
        (burned(json!({ "bit": 1 })), "SubtensorModule.MinerBurned of subnet 5: `bits` is needed here"),
        (burned(json!([1])), "SubtensorModule.MinerBurned of subnet 5: [1] is no number"),
        (
            with(true, "SubtokenEnabled", json!({ "5": "0x02" })),
            "SubtensorModule.SubtokenEnabled of subnet 5: ",
        ),
        (
            with(false, "SubtokenEnabled", json!({ "5": 1 })),
            "SubtensorModule.SubtokenEnabled of subnet 5: 1 is neither",
        ),
        (with(true, "SubnetTAO", json!({ "05": null })), "SubtensorModule.SubnetTAO: \"05\" is no netuid"),
        (
            with(true, "SubnetTAO", json!({ "4096": null })),
            "SubtensorModule.SubnetTAO: \"4096\" is no netuid",
        ),
        (with(true, "SubnetTAO", json!("0x00")), "SubtensorModule.SubnetTAO: values by netuid are needed"),
        (
            with(true, "TaoWeight", json!("0x00")),
            "SubtensorModule.TaoWeight: u64 takes 8 bytes, 1 were given",
        ),
        (with(true, "SubnetTA0", json!(null)), "unknown item SubtensorModule.SubnetTA0"),
        (twice.replace("ZZ", "5"), "storage.SubtensorModule.SubnetTAO: `5` is there twice"),
        (
            changed(|file| {
                drop(file["storage"]["SubtensorModule"].as_object_mut().unwrap().remove("SubnetTAO"))
            }),
            "missing: SubtensorModule.SubnetTAO",
        ),
        (
            changed(|file| drop(file["storage"].as_object_mut().unwrap().remove("Swap"))),
            "missing: Swap.SwapBalancer",
        ),
        (
            changed(|file| file["storage"]["Balances"] = json!({ "TotalIssuance": null })),
            "unknown item Balances.TotalIssuance",
        ),
        (changed(|file| file["storage"] = json!([])), "an object is needed"),
        (changed(|file| drop(file.insert("values".to_owned(), json!({})))), "both `storage` and `values`"),
        (changed(|file| drop(file.remove("storage"))), "neither `storage` nor `values`"),
        (changed(|file| drop(file.remove("block"))), "`block` is missing"),
        (changed(|file| file["block"] = json!(-1)), "block: \"-1\" is no whole number"),
        (
            changed(|file| file["spec_version"] = json!(440)),
            "spec_version: no emission is known for spec version 440",
        ),
        (changed(|file| drop(file.insert("blok".to_owned(), json!(1)))), "unknown field `blok`"),
        ("{\"block\": NaN}".to_owned(), "block: expected value at line 1 column 11"),
        ("[]".to_owned(), "an object is needed"),
        ("{} {}".to_owned(), "trailing characters"),
        (String::new(), "EOF while parsing"),
    ] {
        let error = parse(file.as_bytes()).unwrap_err();
        assert!(error.cause.starts_with(cause) && error.remedy.is_some(), "{cause}\n{error}");
    }
    // Spec 425 has no gate, so it has none of its items.
    let error = parse(changed(|file| file["spec_version"] = json!(425)).as_bytes()).unwrap_err();
    assert!(error.cause.starts_with("unknown item SubtensorModule.Emission"), "{error}");
}
