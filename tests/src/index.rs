//! The one table of vector files: which exist, how each is split into cases, and what is done with them.
//! It says in code what `vectors/INDEX.md` says in words.

use crate::{
    address, calls, case::Case, emission, epoch, extrinsics, golden, hashes, keys, mainnet, misc,
    outcome::Verdict, quantise, registration, storage, weights,
};

/// What becomes of the cases of a section.
#[derive(Clone, Copy)]
pub enum Standing {
    /// They are compared.
    #[allow(private_interfaces)]
    Compared(fn(Case<'_>) -> Verdict),
    /// They are known and not done yet: each counts as unsupported.
    Later,
    /// They are no cases.
    Data,
}

/// How a section is split into cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cases {
    /// Each element of the array.
    Elements,
    /// Each element of the `cases` array of each element (`functions` in `math.json`).
    Nested,
    /// Each value of the object.
    Entries,
    /// The value as it is.
    One,
}

/// A key of a vector file.
#[derive(Clone, Copy)]
pub struct Section {
    /// The key.
    pub name: &'static str,
    /// How to split it.
    pub cases: Cases,
    /// What to do with it.
    pub standing: Standing,
}

/// A vector file.
pub struct File {
    /// `chain/weights.json`; a `*` stands for digits.
    pub name: &'static str,
    /// The keys that hold something; a key that is not here may only hold a number or a text.
    pub sections: &'static [Section],
    /// A key that every case needs beside its own fields.
    pub context: Option<&'static str>,
}

/// The key that stands for the whole file where the file is one case.
pub const WHOLE: &str = "*";

const fn section(name: &'static str, cases: Cases, standing: Standing) -> Section {
    Section { name, cases, standing }
}

const fn compared(name: &'static str, check: fn(Case<'_>) -> Verdict) -> Section {
    section(name, Cases::Elements, Standing::Compared(check))
}

const fn later(name: &'static str) -> Section {
    section(name, Cases::Elements, Standing::Later)
}

const fn data(name: &'static str) -> Section {
    section(name, Cases::One, Standing::Data)
}

const fn file(name: &'static str, sections: &'static [Section]) -> File {
    File { name, sections, context: None }
}

const META: Section = data("meta");
const CASES_LATER: &[Section] = &[META, later("cases")];
const WHOLE_LATER: &[Section] = &[section(WHOLE, Cases::One, Standing::Later)];
const DRAND_LIVE: &[Section] = &[
    later("commits"),
    section("commitment", Cases::One, Standing::Later),
    section("encrypt_at_round", Cases::One, Standing::Later),
];

/// Every file that the index knows.
pub const FILES: &[File] = &[
    file(
        "chain/weights.json",
        &[
            META,
            compared("vec_u16_max_upscale_to_u16", weights::vec_u16_max_upscale_to_u16),
            compared("normalize_weights", weights::normalize_weights),
            compared("check_vec_max_limited", weights::check_vec_max_limited),
            compared("has_duplicate_uids", weights::has_duplicate_uids),
            compared("is_self_weight", weights::is_self_weight),
            compared("check_length", weights::check_length),
            compared("check_version_key", weights::check_version_key),
            compared("check_rate_limit", weights::check_rate_limit),
            compared("mechanism_storage_index", weights::mechanism_storage_index),
            compared("get_netuid_and_subid", weights::get_netuid_and_subid),
            compared("commit_hash", weights::commit_hash),
            compared("set_weights", weights::set_weights),
            later("tlock_payload"),
            later("tlock_encrypt"),
        ],
    ),
    file("chain/extrinsics.json", &[META, compared("cases", extrinsics::cases)]),
    file(
        "chain/scale_misc.json",
        &[
            META,
            compared("era", misc::era),
            compared("era_decode", misc::era_decode),
            compared("compact", misc::compact),
            compared("ss58", address::chain),
            compared("storage_keys", storage::chain),
        ],
    ),
    file("chain/calls.json", &[META, compared("cases", calls::cases)]),
    file("chain/calls_mock.json", CASES_LATER),
    file(
        "chain/math.json",
        &[META, section("functions", Cases::Nested, Standing::Compared(epoch::math::functions))],
    ),
    file("chain/epoch.json", &[META, compared("cases", epoch::spec_425)]),
    file("chain/epoch_bench.json", &[META, compared("cases", epoch::spec_425)]),
    file("chain/mechanism_epoch.json", &[META, compared("cases", epoch::mechanism::spec_425)]),
    file(
        "chain/block_emission.json",
        &[META, compared("cases", emission::block), compared("steps", emission::step)],
    ),
    file(
        "chain/emission.json",
        &[
            META,
            compared("shares", emission::shares_425),
            compared("subnet_terms", emission::pool::subnet_terms),
            compared("emit_to_subnets", emission::pool::emit_to_subnets),
            compared("root_proportion", emission::pool::root_proportion_of),
            compared("moving_price", emission::pool::moving_price),
            compared("dividend_distribution", emission::dividends::distribution_425),
            compared("parent_child_dividends", emission::dividends::parents_425),
            compared("distribute_dividends", emission::dividends::distribute),
            compared("split_emissions", emission::dividends::split_425),
            compared("weighted_acc", emission::dividends::weighted_acc),
            compared("schedule", emission::schedule::block_425),
            // Dead code on the chain: the index lets it be skipped by name.
            data("flow_shares_unused"),
        ],
    ),
    file(
        "chain/pow.json",
        &[
            META,
            compared("seal", registration::faucet_seal),
            compared("difficulty", registration::faucet_difficulty),
            compared("solved", registration::faucet_solved),
        ],
    ),
    file("chain/runtime_table.json", &[META, data("pallets")]),
    file("chain/metadata_info.json", WHOLE_LATER),
    // What `cargo xtask tables` reads.
    file("calls/calls_475_derived.json", &[data("pallets")]),
    file("chain475/epoch.json", &[META, compared("cases", epoch::spec_475)]),
    file("chain475/mechanism_epoch.json", &[META, compared("cases", epoch::mechanism::spec_475)]),
    file(
        "chain475/null_consensus.json",
        &[
            META,
            compared("cases", epoch::null::cases),
            compared("apportion", epoch::null::apportion),
            compared("mechanisms", epoch::mechanism::spec_475),
            compared("winner", epoch::null::winner),
        ],
    ),
    file("chain475/sequences.json", &[META, compared("sequences", epoch::sequences::sequences)]),
    file(
        "chain475/emission.json",
        &[
            META,
            compared("shares", emission::shares_475),
            compared("bar_run", emission::bar_run),
            compared("safe_pow", emission::power),
            compared("gate", emission::gate),
            compared("dividend_distribution", emission::dividends::distribution_475),
            compared("parents", emission::dividends::parents_475),
            compared("split_emissions", emission::dividends::split_475),
            compared("schedule", emission::schedule::block_475),
            compared("lookahead", emission::schedule::lookahead),
            compared("schedule_run", emission::schedule::run),
        ],
    ),
    file(
        "chain475/pow_register.json",
        &[
            META,
            compared("seal", registration::seal),
            compared("difficulty", registration::difficulty),
            compared("effective_difficulty", registration::effective_difficulty),
            compared("bump", registration::bump),
            compared("decay", registration::decay),
            compared("decay_factor_q32", registration::decay_factor),
            compared("trace", registration::trace),
            compared("check", registration::check),
        ],
    ),
    file("chain475/differences.json", &[META, later("examples")]),
    file(
        "clients/keys_core.json",
        &[
            compared("uri", keys::core_uri),
            compared("mnemonic", keys::core_mnemonic),
            compared("bad_mnemonic", keys::core_mnemonic),
            compared("dev", keys::core_uri),
            compared("seed", keys::core_seed),
            compared("sign", keys::core_sign),
            compared("verify", keys::core_verify),
            compared("ss58_encode", address::core_encode),
            compared("ss58_decode", address::core_decode),
        ],
    ),
    file(
        "clients/js_polkadot.json",
        &[
            data("versions"),
            compared("uri", keys::js_uri),
            compared("mini", keys::js_mini),
            compared("hash", hashes::cases),
            compared("ss58", address::js),
            compared("hd", keys::js_hd),
            compared("sign", keys::js_sign),
            later("ledger"),
        ],
    ),
    File {
        name: "clients/golden_spec461.json",
        sections: &[
            data("network"),
            compared("calls", golden::calls),
            compared("signature_payloads", golden::signature_payloads),
            compared("extrinsics", golden::extrinsics),
            compared("ss58", address::golden),
            compared("multisig", storage::multisig),
            compared("storage_keys", storage::golden),
            compared("constants", storage::constants),
        ],
        context: Some("network"),
    },
    file("clients/weights_emit.json", &[compared("cases", quantise::emit)]),
    file(
        "clients/weights_v11.json",
        &[
            compared("normalize", quantise::normalize),
            compared("clip_to_max_weight", quantise::clip_to_max_weight),
            compared("conform", quantise::conform),
        ],
    ),
    file("clients/weight_hash.json", &[compared("cases", weights::weight_hash)]),
    file("clients/weights_normalize_max.json", &[later("cases")]),
    file("clients/weights_process.json", &[later("cases")]),
    file(
        "clients/float_conv.json",
        &[
            later("u16_normalized_float"),
            later("u64_normalized_float"),
            later("float_to_u64"),
            later("convert_maybe_split_to_u16"),
            later("convert_weight_uids_and_vals_to_tensor"),
        ],
    ),
    file(
        "clients/serve_axon.json",
        &[later("ip"), section("serve_axon_call_params", Cases::One, Standing::Later)],
    ),
    file(
        "clients/drand_decryptable.json",
        &[later("commits"), later("encrypt_at_round"), later("epoch_predict")],
    ),
    file("clients/drand_core.json", DRAND_LIVE),
    file("clients/drand_drand2.json", DRAND_LIVE),
    file("clients/drand_drand13.json", DRAND_LIVE),
    file("clients/rfc78.json", &[META, later("good"), later("bad")]),
    file(
        "clients/rfc78_js.json",
        &[
            section("finney_cortex", Cases::One, Standing::Later),
            section("finney_onecov", Cases::One, Standing::Later),
            data("call_indices_343_SubtensorModule"),
        ],
    ),
    file(
        "clients/rfc78_spec218.json",
        &[data("chain_info"), section("calls", Cases::Entries, Standing::Later)],
    ),
    file("clients/ledger_proof_vector.json", WHOLE_LATER),
    file("clients/btauth1_v11.json", &[later("sign"), later("verify")]),
    file(
        "clients/axon_dendrite_v10.json",
        &[later("exchanges"), later("body_hash"), later("verify_matrix"), later("dendrite_min_response")],
    ),
    // A scores file, as a validator's code writes it: rand_uniform_64_float64 of clients/weights_emit.json.
    file("demo/scores_64.json", &[data("uids"), data("scores")]),
    file("mainnet/emission_b*.json", &[section(WHOLE, Cases::One, Standing::Compared(mainnet::emission))]),
    file("mainnet/chain_bar_*.json", &[section(WHOLE, Cases::One, Standing::Compared(mainnet::bar))]),
    // The state before a block of the first kind, as a node gives it: input for the host command.
    file("mainnet/storage_b*.json", &[data("storage")]),
];

/// The file of that name.
pub fn file_named(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

impl File {
    /// The section of that key.
    pub fn section(&self, name: &str) -> Option<&'static Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// The folder that the file belongs in.
    pub fn folder(&self) -> &'static str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Tells whether a file of the name `base` (`weights.json`) has this schema. A hold-out file has its sibling's.
    pub fn has_base(&self, base: &str) -> bool {
        let own = self.name.rsplit('/').next().unwrap_or_default();
        let Some(base) = base.strip_suffix(".json") else { return false };
        let base = base.strip_suffix("_holdout").unwrap_or(base);
        match own.strip_suffix(".json").unwrap_or(own).split_once('*') {
            None => own.strip_suffix(".json") == Some(base),
            Some((before, after)) => base
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())),
        }
    }
}
