"""What a block mints, and what of it goes to which subnet."""

from __future__ import annotations

from nanotao import emission

from common import Case, Section, by_netuid, number, numbers, of_spec, pairs


def step(case: Case) -> bool:
    last, first = number(case["last_with_previous"]), number(case["first_with_next"])
    return (
        emission.block_emission(last) == number(case["previous_emission"])
        and emission.block_emission(first) == number(case["next_emission"])
        and emission.next_halving(last) == first
    )


def subnets(case: Case) -> tuple[list[int], list[emission.Subnet]] | None:
    made = []
    for subnet in case["subnets"]:
        price = emission.moving_alpha_price(subnet["mechanism"], number(subnet["moving_price_i96f32"]))
        if price != number(subnet["moving_price_used_u64f64"]):
            return None
        made.append(emission.Subnet(price, number(subnet["miner_burned_u96f32"]), subnet["emission_enabled"]))
    return [subnet["netuid"] for subnet in case["subnets"]], made


def shares(case: Case, spec_version: int) -> bool:
    read = subnets(case)
    if read is None:
        return False
    netuids, given = read
    made = emission.get_shares(given)
    if spec_version == 475:
        if by_netuid(netuids, made) != pairs(case["pre_gate_u64f64"]):
            return False
        stored = number(case["bar_before_u64f64"])
        bar = emission.gate_bar(
            case["rank"], number(case["quantile_u64f64"]), stored, number(case["current_block"]), made
        )
        if (bar or stored) != number(case["bar_after_u64f64"]):
            return False
        made = emission.apply_emission_gate(made, bar, number(case["exponent_u64f64"]))
    amounts = emission.get_subnet_block_emissions(given, made, number(case["block_emission"]))
    return (
        by_netuid(netuids, made) == pairs(case["shares_u64f64"])
        and by_netuid(netuids, amounts) == pairs(case["emissions_u96f32"])
        and emission.get_network_root_sell_flag(given) == case["root_sell_flag"]
    )


def bar_run(case: Case) -> bool:
    stored = 0
    for block in case["blocks"]:
        stored = 0 if block["bar_deleted_before"] else stored
        prices = [emission.moving_alpha_price(1, number(price)) for price in block["moving_price_i96f32"]]
        made = emission.get_shares([emission.Subnet(price) for price in prices])
        before = stored
        bar = emission.gate_bar(case["rank"], number(case["quantile_u64f64"]), stored, number(block["block"]), made)
        stored = bar or stored
        gated = emission.apply_emission_gate(made, bar, number(case["exponent_u64f64"]))
        theirs = block.get("shares_u64f64")
        if (
            before != number(block["bar_before_u64f64"])
            or stored != number(block["bar_after_u64f64"])
            or (theirs is not None and by_netuid(case["netuids"], gated) != pairs(theirs))
        ):
            return False
    return True


def power(case: Case) -> bool:
    return emission.safe_pow(number(case["val_u64f64"]), number(case["p_u64f64"])) == number(case["out_u64f64"])


def gate(case: Case) -> bool:
    given = pairs(case["shares_u64f64"])
    made = emission.apply_emission_gate(
        [share for _, share in given], number(case["bar_u64f64"]), number(case["exponent_u64f64"])
    )
    return [(netuid, share) for (netuid, _), share in zip(given, made)] == pairs(case["out_u64f64"])


def subnet_terms(case: Case) -> bool:
    root_tao, weight = number(case["root_tao"]), emission.u64_proportion(number(case["tao_weight"]))
    emissions, made = dict(pairs(case["tao_emission_u96f32"])), {}
    for subnet in case["subnets"]:
        issuance = number(subnet["alpha_issuance"])
        if subnet["netuid"] in emissions:
            proportion = emission.root_proportion(root_tao, weight, issuance)
            made[subnet["netuid"]] = emission.get_subnet_terms(
                emissions[subnet["netuid"]], number(subnet["price_u64f64"]), issuance, proportion
            )
    names = {name: name for name in ("tao_in", "alpha_in", "alpha_out", "excess_tao")}
    names["root_proportion_u96f32"] = "root_proportion"
    return weight == number(case["tao_weight_u96f32"]) and all(
        sorted((netuid, terms[ours]) for netuid, terms in made.items()) == pairs(case[theirs])
        for theirs, ours in names.items()
    )


def emit_to_subnets(case: Case) -> bool:
    root_tao, weight = number(case["root_tao"]), number(case["tao_weight_u96f32"])
    cut = emission.u16_proportion(case["subnet_owner_cut"])
    if cut != number(case["owner_cut_u96f32"]):
        return False
    for subnet in case["subnets"]:
        before = number(subnet["alpha_issuance_before"])
        terms = emission.get_subnet_terms(
            number(subnet["tao_emission_u96f32"]),
            number(subnet["price_u64f64"]),
            before,
            emission.root_proportion(root_tao, weight, before),
        )
        alpha_in, alpha_out = terms["alpha_in"] >> 32, emission.block_emission(before)
        minted = min(before + alpha_in + alpha_out, 2**64 - 1)
        proportion = emission.root_proportion(root_tao, weight, minted)
        pending, recycled = emission.add_pending(
            numbers(subnet["pending_before"]),
            terms["alpha_out"],
            cut if subnet["owner_cut_enabled"] else None,
            proportion,
            case["root_sell_flag"],
        )
        if (
            terms["tao_in"] >> 32 != number(subnet["tao_in_emission"])
            or alpha_in != number(subnet["alpha_in_emission"])
            or alpha_out != number(subnet["alpha_out_emission"])
            or proportion != number(subnet["root_proportion_used_u96f32"])
            or pending != numbers(subnet["pending_after"])
            or minted - recycled != number(subnet["alpha_issuance_after"])
        ):
            return False
    return True


def root_proportion(case: Case) -> bool:
    weight = emission.u64_proportion(number(case["tao_weight"]))
    made = emission.root_proportion(number(case["root_tao"]), weight, number(case["alpha_issuance"]))
    return weight == number(case["tao_weight_u96f32"]) and made == number(case["out_u96f32"])


def moving_price(case: Case) -> bool:
    made = emission.update_moving_price(
        number(case["moving_alpha_i96f32"]),
        number(case["first_emission_block"] or 0),
        number(case["halving_blocks"]),
        emission.moving_alpha_price(case["pool"]["mechanism"], number(case["moving_price_i96f32"])),
        number(case["current_block"]),
        number(case["pool"]["price_u64f64"]),
    )
    return made == number(case["out_i96f32"])


EMISSIONS: list[Section] = [
    ("chain/block_emission.json", "cases", lambda case: emission.block_emission(number(case[0])) == number(case[1])),
    ("chain/block_emission.json", "steps", step),
    ("chain/emission.json", "shares", of_spec(shares, 425)),
    ("chain/emission.json", "subnet_terms", subnet_terms),
    ("chain/emission.json", "emit_to_subnets", emit_to_subnets),
    ("chain/emission.json", "root_proportion", root_proportion),
    ("chain/emission.json", "moving_price", moving_price),
    ("chain475/emission.json", "shares", of_spec(shares, 475)),
    ("chain475/emission.json", "bar_run", bar_run),
    ("chain475/emission.json", "safe_pow", power),
    ("chain475/emission.json", "gate", gate),
]
