//! What a block's emission is measured with: the vectors' own numbers, for 128 subnets.

use serde_json::Value;

use crate::{bare, elements, joined};

const SUBNETS: usize = 128;

/// The statics of `bench::emission`.
pub(crate) fn statics(spec_425: &Value, spec_475: &Value) -> String {
    let shares = shares(&spec_475["shares"]);
    let subnets = elements(&shares["subnets"]);
    let pools = together(&spec_425["emit_to_subnets"], |_| true);
    // Where it is below the configured one, the file does not tell which subnet makes it so.
    let blocks = together(&spec_475["schedule"], |case| {
        bare(&case["epoch_cap_for_block"]) == bare(&case["max_epochs_per_block"])
    });
    format!(
        "static SHARES: Shares = Shares {{ subnets: [{}], bar: GateBar {{ rank: {}, quantile: {} }}, stored: {}, \
         block: {}, exponent: {}, block_emission: {}, root_sell_flag: {}, pre_gate: [{}], bar_after: {}, shares: [{}], emissions: [{}] }};\n\
         static POOLS: [Pool; {SUBNETS}] = [{}];\n\
         static BLOCKS: [Block; {}] = [{}];\n\
         static SCHEDULES: [(SubnetSchedule, Schedule); {SUBNETS}] = [{}];",
        joined(subnets, subnet),
        bare(&shares["rank"]),
        price(&shares["quantile_u64f64"]),
        price(&shares["bar_before_u64f64"]),
        bare(&shares["current_block"]),
        price(&shares["exponent_u64f64"]),
        bare(&shares["block_emission"]),
        bare(&shares["root_sell_flag"]),
        of_each(subnets, &shares["pre_gate_u64f64"], price),
        price(&shares["bar_after_u64f64"]),
        of_each(subnets, &shares["shares_u64f64"], price),
        of_each(subnets, &shares["emissions_u96f32"], wide),
        pools
            .iter()
            .map(|case| joined(elements(&case["subnets"]), |subnet| pool(case, subnet)))
            .collect::<Vec<_>>()
            .join(","),
        blocks.len(),
        blocks.iter().map(|case| block(case)).collect::<Vec<_>>().join(","),
        blocks.iter().map(|case| joined(elements(&case["subnets"]), schedules)).collect::<Vec<_>>().join(","),
    )
}

/// Of the blocks of so many subnets that make a bar by rank and gate with it, the one with the most shares.
fn shares(cases: &Value) -> &Value {
    let fits = |case: &&Value| {
        elements(&case["subnets"]).len() == SUBNETS
            && case["bar_before_u64f64"] != case["bar_after_u64f64"]
            && case["rank"] != 0
            && bare(&case["exponent_u64f64"]) != "0"
    };
    let positive = |case: &&Value| {
        elements(&case["pre_gate_u64f64"]).iter().filter(|share| bare(&share[1]) != "0").count()
    };
    elements(cases).iter().filter(fits).max_by_key(positive).expect("a block with a new bar")
}

/// Cases that come to so many subnets together.
fn together(cases: &Value, fits: impl Fn(&Value) -> bool) -> Vec<&Value> {
    let mut left = SUBNETS;
    let taken = elements(cases).iter().filter(|case| {
        let subnets = elements(&case["subnets"]).len();
        let takes = fits(case) && subnets <= left;
        left -= if takes { subnets } else { 0 };
        takes
    });
    let taken = taken.collect();
    assert_eq!(left, 0, "too few subnets");
    taken
}

/// The chain's results by number, in the order of the subnets.
fn of_each(subnets: &[Value], results: &Value, text: fn(&Value) -> String) -> String {
    joined(subnets, |subnet| {
        let result = elements(results).iter().find(|result| result[0] == subnet["netuid"]);
        text(&result.expect("a result of every subnet")[1])
    })
}

fn subnet(subnet: &Value) -> String {
    format!(
        "Subnet {{ moving_price: {}, miner_burned: {}, emission_enabled: {} }}",
        price(&subnet["moving_price_used_u64f64"]),
        wide(&subnet["miner_burned_u96f32"]),
        bare(&subnet["emission_enabled"])
    )
}

fn pool(case: &Value, subnet: &Value) -> String {
    format!(
        "Pool {{ root_tao: TaoBalance({}), tao_weight: {}, cut: {}, root_sell_flag: {}, tao_emission: {}, price: {}, \
         alpha_issuance: {}, before: {}, tao_in: {}, alpha_in: {}, alpha_out: {}, after: {} }}",
        bare(&case["root_tao"]),
        wide(&case["tao_weight_u96f32"]),
        if subnet["owner_cut_enabled"] == true {
            format!("Some({})", wide(&case["owner_cut_u96f32"]))
        } else {
            "None".into()
        },
        bare(&case["root_sell_flag"]),
        wide(&subnet["tao_emission_u96f32"]),
        price(&subnet["price_u64f64"]),
        bare(&subnet["alpha_issuance_before"]),
        pending(&subnet["pending_before"]),
        bare(&subnet["tao_in_emission"]),
        bare(&subnet["alpha_in_emission"]),
        bare(&subnet["alpha_out_emission"]),
        pending(&subnet["pending_after"]),
    )
}

fn pending(amounts: &Value) -> String {
    let fields = ["server", "validator", "root_alpha", "owner_cut"].into_iter().zip(elements(amounts));
    let fields: Vec<_> =
        fields.map(|(name, amount)| format!("{name}: AlphaBalance({})", bare(amount))).collect();
    format!("Pending {{ {} }}", fields.join(", "))
}

fn block(case: &Value) -> String {
    format!(
        "Block {{ number: {}, max_epochs: {}, subnets: {} }}",
        bare(&case["current_block"]),
        bare(&case["max_epochs_per_block"]),
        elements(&case["subnets"]).len()
    )
}

/// A schedule before its block and after it.
fn schedules(subnet: &Value) -> String {
    format!(
        "(SubnetSchedule {{ schedule: {}, null_consensus: false, input_state_consistent: {} }}, {})",
        schedule(subnet, &subnet["tempo"]),
        bare(&subnet["input_state_consistent"]),
        schedule(&subnet["after"], &subnet["tempo"])
    )
}

fn schedule(state: &Value, tempo: &Value) -> String {
    let fields = ["last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index"];
    let fields: Vec<_> = fields.iter().map(|name| format!("{name}: {}", bare(&state[*name]))).collect();
    format!(
        "Schedule {{ tempo: {}, {}, last_mechanism_step_block: 0, last_yuma_step_block: None }}",
        bare(tempo),
        fields.join(", ")
    )
}

fn price(bits: &Value) -> String {
    format!("U64F64::from_bits({})", bare(bits))
}

fn wide(bits: &Value) -> String {
    format!("U96F32::from_bits({})", bare(bits))
}
