"""Blocks of Finney, from what was stored before them to what was stored after."""

from __future__ import annotations

from typing import Any

from nanotao import emission

from common import Case, Section, number

# What the chain takes where nothing is stored.
RANK, QUANTILE, EXPONENT, TAO_WEIGHT, QUOTE = 32, 0x9C28_F5C2_8F5C_2800, 3 << 64, 971718665099567868, 5 * 10**17
# Every subnet of Finney but root has a pool; the files leave it out.
DYNAMIC = 1


def stored(value: Any, default: int = 0) -> int:
    return default if value is None else number(value)


def is_eligible(row: dict[str, Any]) -> bool:
    return bool(
        row["netuid"] != 0
        and row["first_emission_block"] is not None
        and row["subtoken_enabled"]
        and row["registration_allowed"] in (None, True, 1)
    )


def block(case: Case) -> bool:
    whole, now = case["globals"], number(case["block"])
    minted = emission.block_emission(number(whole["total_issuance"]))
    rows = [row for row in (dict(zip(case["columns"], values)) for values in case["subnets"]) if is_eligible(row)]
    subnets = [
        emission.Subnet(
            emission.moving_alpha_price(DYNAMIC, stored(row["moving_price"])),
            stored(row["miner_burned"]),
            row["emission_enabled_raw"] in (None, True, 1),
        )
        for row in rows
    ]
    shares = emission.get_shares(subnets)
    rank, quantile = stored(whole["emission_bar_rank"], RANK), stored(whole["emission_bar_quantile"], QUANTILE)
    bar = emission.gate_bar(rank, quantile, stored(whole["emission_gate_bar"]), now, shares)
    shares = emission.apply_emission_gate(shares, bar, stored(whole["emission_gate_exponent"], EXPONENT))
    amounts = emission.get_subnet_block_emissions(subnets, shares, minted)
    weight = emission.u64_proportion(stored(whole["tao_weight"], TAO_WEIGHT))
    return (
        len(rows) > 0
        and minted == number(whole["block_emission"])
        and bar == number(whole["emission_gate_bar_after"])
        and all(
            is_booked(row, amount, number(whole["root_subnet_tao"]), weight) for row, amount in zip(rows, amounts)
        )
    )


def is_booked(row: dict[str, Any], amount: int, root_tao: int, weight: int) -> bool:
    """What goes into a subnet's pool is what was seen there."""
    tao, alpha_in, quote = stored(row["subnet_tao"]), stored(row["alpha_in"]), stored(row["balancer_quote"], QUOTE)
    issuance = alpha_in + stored(row["alpha_out"])
    price = emission.current_alpha_price(DYNAMIC, tao, alpha_in, quote)
    proportion = emission.root_proportion(root_tao, weight, issuance)
    terms = emission.get_subnet_terms(amount, price, issuance, proportion)
    return all(
        terms[ours] >> 32 == stored(row[theirs])
        for ours, theirs in (
            ("tao_in", "obs_tao_in_emission"),
            ("excess_tao", "obs_excess_tao"),
            ("alpha_in", "obs_alpha_in_emission"),
        )
    )


def gate_bar(case: Case) -> bool:
    subnets = [
        emission.Subnet(
            emission.moving_alpha_price(DYNAMIC, number(subnet["moving_price_i96f32"])),
            number(subnet["miner_burned_u96f32"]),
        )
        for subnet in case["subnets"]
    ]
    shares, before = emission.get_shares(subnets), number(case["bar_before_u64f64"])
    bar = emission.gate_bar(case["rank"], QUANTILE, before, number(case["current_block"]), shares)
    return bar == number(case["bar_after_u64f64"])


MAINNET: list[Section] = [
    ("mainnet/emission_b*.json", "*", block),
    ("mainnet/chain_bar_*.json", "*", gate_bar),
]
