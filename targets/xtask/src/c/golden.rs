//! Cases of vectors/ as C data, in the types of `ffi/tests/c/golden.h`.

use std::{fmt::Write, fs};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::root;

/// The C file.
pub fn data() -> Result<String> {
    let mut file = Data::default();
    file.extrinsics()?;
    file.calls()?;
    file.scores("golden_emit", "clients/weights_emit.json", "cases")?;
    file.scores("golden_normalize", "clients/weights_v11.json", "normalize")?;
    file.keys()?;
    file.addresses()?;
    file.proofs()?;
    file.operations()?;
    Ok(format!(
        "/* Written by `cargo xtask c` from vectors/. */\n#include \"golden.h\"\n\n{}{}",
        file.arrays, file.lists
    ))
}

/// The extrinsic, as hex, that the example comes to: the same call, context and key.
pub fn example_extrinsic() -> Result<String> {
    let cases = section("chain/extrinsics.json", "cases")?;
    let case = cases.iter().find(|case| {
        case["call"].as_str().is_some_and(|call| call.starts_with("0x07000100"))
            && (case["crypto"].as_str(), case["nonce"].as_u64(), case["era"]["period"].as_u64())
                == (Some("ed25519"), Some(1), Some(64))
    });
    Ok(string(&case.context("no such extrinsic among the vectors")?["extrinsic"])?.to_owned())
}

fn section(file: &str, name: &str) -> Result<Vec<Value>> {
    let path = root().join("vectors").join(file);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let value: Value = serde_json::from_str(&text)?;
    value[name].as_array().cloned().with_context(|| format!("{file} has no section {name}"))
}

fn string(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is no text"))
}

/// A number, or one written as a text.
fn number(value: &Value) -> Result<u64> {
    let parsed = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    parsed.with_context(|| format!("{value} is no number"))
}

fn numbers(value: &Value) -> Result<Vec<u64>> {
    value.as_array().context("no list")?.iter().map(number).collect()
}

fn hex(value: &Value) -> Result<Vec<u8>> {
    let text = string(value)?;
    let digits = text.strip_prefix("0x").unwrap_or(text);
    ensure!(digits.len().is_multiple_of(2), "{text} is no hex");
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(digits.get(at..at + 2).unwrap_or(""), 16).context("no hex")).collect()
}

#[derive(Default)]
struct Data {
    /// What the lists point to.
    arrays: String,
    lists: String,
    count: usize,
}

impl Data {
    /// An array of its own; its name and length as an initialiser.
    fn array(&mut self, of: &str, elements: &[String]) -> String {
        if elements.is_empty() {
            return "{NULL, 0}".into();
        }
        let name = format!("a{}", self.count);
        self.count += 1;
        let _ = writeln!(self.arrays, "static const {of} {name}[] = {{{}}};", elements.join(","));
        format!("{{{name}, {}}}", elements.len())
    }

    fn bytes(&mut self, bytes: &[u8]) -> String {
        let elements: Vec<String> = bytes.iter().map(u8::to_string).collect();
        self.array("uint8_t", &elements)
    }

    fn hex(&mut self, value: &Value) -> Result<String> {
        Ok(self.bytes(&hex(value)?))
    }

    /// A text that ends with a NUL, which its length does not count.
    fn text(&mut self, text: &str) -> String {
        let elements: Vec<String> = text.bytes().chain([0]).map(|byte| format!("(char){byte}")).collect();
        self.array("char", &elements);
        format!("{{a{}, {}}}", self.count - 1, text.len())
    }

    fn u16s(&mut self, list: &[u64]) -> Result<String> {
        ensure!(list.iter().all(|element| *element <= 65535), "{list:?} is no list of u16");
        let elements: Vec<String> = list.iter().map(u64::to_string).collect();
        Ok(self.array("uint16_t", &elements))
    }

    fn list(&mut self, of: &str, name: &str, entries: &[String]) {
        let (text, len) = (entries.join(",\n"), entries.len());
        let _ = writeln!(
            self.lists,
            "const struct {of} {name}[] = {{\n{text}\n}};\nconst size_t {name}_len = {len};\n"
        );
    }

    fn extrinsics(&mut self) -> Result<()> {
        let mut entries = Vec::new();
        for case in section("chain/extrinsics.json", "cases")? {
            let call = hex(&case["call"])?;
            let Some(rest) = call.strip_prefix(&[7, 0]) else { continue };
            let (netuid, rest) = little_endian(rest, 2)?;
            let (uids, rest) = u16_list(rest)?;
            let (weights, rest) = u16_list(rest)?;
            let (version_key, rest) = little_endian(rest, 8)?;
            ensure!(rest.is_empty(), "a call that is no set_weights");
            let scheme = ["ed25519", "sr25519", "ecdsa"].iter().position(|name| case["crypto"] == **name);
            let era = &case["era"];
            let (period, phase) =
                if era == "immortal" { (0, 0) } else { (number(&era["period"])?, number(&era["phase"])?) };
            let mortality = case["extensions"].as_array().context("no extensions")?.iter();
            let mortality = mortality.clone().find(|extension| extension["identifier"] == "CheckMortality");
            let block_hash = &mortality.context("no CheckMortality")?["implicit"];
            let metadata_hash = &case["metadata_hash"];
            let metadata_hash =
                if metadata_hash.is_null() { self.bytes(&[]) } else { self.hex(metadata_hash)? };
            let fields = [
                self.text(string(&case["suri"])?),
                scheme.context("an unknown scheme")?.to_string(),
                netuid.to_string(),
                self.u16s(&uids)?,
                self.u16s(&weights)?,
                format!("{version_key}u"),
                format!("{}u", number(&case["tip"])?),
                format!("{}u", number(&case["nonce"])?),
                period.to_string(),
                phase.to_string(),
                number(&case["spec_version"])?.to_string(),
                number(&case["transaction_version"])?.to_string(),
                number(&case["era_birth_block"])?.to_string(),
                self.hex(&case["account"])?,
                self.hex(&case["genesis_hash"])?,
                self.hex(block_hash)?,
                metadata_hash,
                self.hex(&case["payload"])?,
                self.hex(&case["signature"])?,
                self.hex(&case["extrinsic"])?,
            ];
            entries.push(format!("{{{}}}", fields.join(",")));
        }
        self.list("golden_extrinsic", "golden_extrinsics", &entries);
        Ok(())
    }

    fn calls(&mut self) -> Result<()> {
        let mut entries = Vec::new();
        for case in section("chain/calls.json", "cases")? {
            let args = &case["args"];
            let mecid = match case["call"].as_str() {
                Some("set_weights") => "-1".to_owned(),
                Some("set_mechanism_weights") => number(&args["mecid"])?.to_string(),
                _ => continue,
            };
            let fields = [
                mecid,
                number(&args["netuid"])?.to_string(),
                self.u16s(&numbers(&args["dests"])?)?,
                self.u16s(&numbers(&args["weights"])?)?,
                format!("{}u", number(&args["version_key"])?),
                self.hex(&case["encoded"])?,
            ];
            entries.push(format!("{{{}}}", fields.join(",")));
        }
        self.list("golden_call", "golden_calls", &entries);
        Ok(())
    }

    /// Cases whose uids C can pass at all: `uint16_t`.
    fn scores(&mut self, name: &str, file: &str, section_name: &str) -> Result<()> {
        let mut entries = Vec::new();
        for case in section(file, section_name)? {
            let Ok(uids) = numbers(&case["uids"]) else { continue };
            if case["dtype"] == "float64" || uids.iter().any(|uid| *uid > 65535) {
                continue;
            }
            let wide = case["weights_f64_hex"].is_array();
            let scores = case[if wide { "weights_f64_hex" } else { "weights_hex" }].as_array();
            let scores = scores.context("no scores")?;
            let bits = scores
                .iter()
                .map(|score| Ok(format!("0x{}u", reversed(string(score)?))))
                .collect::<Result<Vec<_>>>()?;
            let array = self.array(if wide { "uint64_t" } else { "uint32_t" }, &bits);
            let array = array.trim_start_matches('{').split(',').next().unwrap_or("NULL").to_owned();
            let fails = !case["err"].is_null();
            let (out_uids, out_weights) = match case["ok"].as_array().map(Vec::as_slice) {
                _ if fails => (Vec::new(), Vec::new()),
                Some([uids, weights]) => (numbers(uids)?, numbers(weights)?),
                _ => (numbers(&case["out_uids"])?, numbers(&case["out_vals"])?),
            };
            let fields = [
                self.u16s(&uids)?,
                if wide { "NULL".into() } else { array.clone() },
                if wide { array } else { "NULL".into() },
                scores.len().to_string(),
                u8::from(fails).to_string(),
                self.u16s(&out_uids)?,
                self.u16s(&out_weights)?,
            ];
            entries.push(format!("{{{}}}", fields.join(",")));
        }
        self.list("golden_scores", name, &entries);
        Ok(())
    }

    fn keys(&mut self) -> Result<()> {
        let file = "clients/keys_core.json";
        let mut uris = Vec::new();
        for case in [section(file, "uri")?, section(file, "dev")?].concat() {
            let account =
                if case["err"].is_null() { self.hex(&case["public_key"])? } else { self.bytes(&[]) };
            let uri = self.text(string(&case["uri"])?);
            uris.push(format!("{{{uri},{},{account}}}", number(&case["crypto_type"])?));
        }
        self.list("golden_uri", "golden_uris", &uris);
        let mut seeds = Vec::new();
        for case in section(file, "seed")? {
            let account =
                if case["err"].is_null() { self.hex(&case["public_key"])? } else { self.bytes(&[]) };
            let seed = self.hex(&case["seed"])?;
            seeds.push(format!("{{{seed},{},{account}}}", number(&case["crypto_type"])?));
        }
        self.list("golden_seed", "golden_seeds", &seeds);
        Ok(())
    }

    fn addresses(&mut self) -> Result<()> {
        let file = "clients/keys_core.json";
        let mut entries = Vec::new();
        // C passes 32 bytes and no other number; the refusals of the client are about that.
        for case in section(file, "ss58_encode")?.iter().filter(|case| case["r"].is_string()) {
            let (address, account) = (self.text(string(&case["r"])?), self.hex(&case["pk"])?);
            entries.push(format!("{{1,{},{address},{account}}}", number(&case["format"])?));
        }
        for case in section(file, "ss58_decode")? {
            let account = if case["r"].is_string() { self.hex(&case["r"])? } else { self.bytes(&[]) };
            let address = self.text(string(&case["s"])?);
            entries.push(format!("{{0,0,{address},{account}}}"));
        }
        self.list("golden_address", "golden_addresses", &entries);
        Ok(())
    }

    /// A payload of a spec version that no table holds, and one of another, each with the proofs of both provers.
    fn proofs(&mut self) -> Result<()> {
        let mut entries = Vec::new();
        let good = section("clients/rfc78.json", "good")?;
        for spec in [218, 461] {
            let mut cases = good.iter().filter(|case| case["spec"] == spec);
            let case = cases.next().with_context(|| format!("no proof of spec version {spec}"))?;
            for name in ["proof_rust", "proof_js"] {
                let fields = [
                    spec.to_string(),
                    number(&case["call_len"])?.to_string(),
                    self.hex(&case["payload"])?,
                    self.hex(&case[name])?,
                    self.hex(&case["digest"])?,
                ];
                entries.push(format!("{{{}}}", fields.join(",")));
            }
        }
        self.list("golden_proof", "golden_proofs", &entries);
        Ok(())
    }

    /// A result, where there is one, of each operation on each pair of numbers.
    fn operations(&mut self) -> Result<()> {
        const TYPES: [&str; 4] = ["i32f32", "i64f64", "u64f64", "u96f32"];
        const OPERATIONS: [&str; 9] = [
            "saturating_add",
            "saturating_sub",
            "saturating_mul",
            "saturating_div",
            "checked_add",
            "checked_sub",
            "checked_mul",
            "checked_div",
            "safe_div",
        ];
        let mut entries = Vec::new();
        for group in section("chain/math.json", "functions")? {
            let name = string(&group["fn"])?.trim_end_matches("_ops");
            let Some(number_type) = TYPES.iter().position(|of| *of == name) else { continue };
            for case in group["cases"].as_array().context("no cases")? {
                for (operation, field) in OPERATIONS.iter().enumerate() {
                    let Some(result) = case.get(*field) else { continue };
                    let has_result = u8::from(!result.is_null());
                    let result = if result.is_null() { "{0, 0}".into() } else { wide(result)? };
                    let (a, b) = (wide(&case["a"])?, wide(&case["b"])?);
                    entries.push(format!("{{{number_type},{operation},{has_result},{a},{b},{result}}}"));
                }
            }
        }
        self.list("golden_operation", "golden_operations", &entries);
        Ok(())
    }
}

/// The halves of a number of 128 bits, the lower one first; a negative number has a sign.
fn wide(value: &Value) -> Result<String> {
    let text = string(value)?;
    let bits = text.parse::<u128>().or_else(|_| text.parse::<i128>().map(i128::cast_unsigned));
    let bits = bits.with_context(|| format!("{text} is no number"))?;
    Ok(format!("{{0x{:x}u, 0x{:x}u}}", bits as u64, bits >> 64))
}

/// The bytes of a little-endian number the other way round.
fn reversed(hex: &str) -> String {
    let pairs = (0..hex.len()).step_by(2).rev();
    pairs.filter_map(|at| hex.get(at..at + 2)).collect()
}

fn little_endian(bytes: &[u8], len: usize) -> Result<(u64, &[u8])> {
    let (number, rest) = bytes.split_at_checked(len).context("a call that is cut short")?;
    Ok((number.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)), rest))
}

/// SCALE's list of `u16`, of fewer than 2^14 elements.
fn u16_list(bytes: &[u8]) -> Result<(Vec<u64>, &[u8])> {
    let width = match bytes.first().map(|byte| byte & 3) {
        Some(0) => 1,
        Some(1) => 2,
        _ => anyhow::bail!("a list that is too long"),
    };
    let (len, mut rest) = little_endian(bytes, width)?;
    let mut list = Vec::new();
    for _ in 0..len >> 2 {
        let (element, after) = little_endian(rest, 2)?;
        list.push(element);
        rest = after;
    }
    Ok((list, rest))
}
