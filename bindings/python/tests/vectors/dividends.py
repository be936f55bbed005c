"""From a subnet to its hotkeys."""

from __future__ import annotations

from typing import Any

from nanotao import emission

from common import Case, Section, number, numbers, of_spec, pairs


def childkey(case: Case, spec_version: int) -> emission.Childkey:
    def suspended(of: Any, key: int) -> bool:
        if spec_version == 425:
            return False
        return of["suspended" if key else "self_suspended"] and case["subnet_owner_key"] != key

    return emission.Childkey(
        number(case["self_alpha_stake"]),
        number(case["self_root_stake"]),
        case["effective_childkey_take"],
        numbers(case["children_proportions"]),
        [
            emission.Parent(
                number(parent["proportion"]),
                number(parent["alpha_stake"]),
                number(parent["root_stake"]),
                parent["same_owner"],
                suspended(parent, parent["key"]),
            )
            for parent in case["parents"]
        ],
        suspended(case, 0),
    )


def parents(case: Case, spec_version: int) -> bool:
    child, weight = childkey(case, spec_version), emission.u64_proportion(number(case["tao_weight"]))
    alpha, root, total, own = emission.inherited_stake(spec_version, child, weight)
    if spec_version == 475 and (
        min(alpha, 2**63 - 1) << 64 != number(case["inherited_alpha_i64f64"])
        or min(root, 2**63 - 1) << 64 != number(case["inherited_tao_i64f64"])
        or total != number(case["total_stake_i64f64"])
    ):
        return False
    burn = emission.u64_proportion(number(case["ck_burn"]))
    paid, kept, _ = emission.parent_child_dividends(spec_version, child, weight, burn, number(case["dividends"]))
    # Of spec 475, a suspended hotkey's parents, and suspended parents, get nothing and are not listed.
    listed = [
        (parent["key"], amount)
        for parent, amount, of in zip(case["parents"], paid, child.parents)
        if not of.suspended
    ]
    return own == number(case["self_contribution"]) and [*listed, (0, kept)] == pairs(case["out"])


def distribution(case: Case, spec_version: int) -> bool:
    known = [hotkey for hotkey in case["hotkeys"] if hotkey["in_stake_map"]]
    made, recycled = emission.dividend_distribution(
        spec_version,
        number(case["pending_alpha"]),
        number(case["pending_root_alpha"]),
        number(case["tao_weight_u96f32"]),
        [
            emission.HotkeyDividend(
                number(hotkey["dividend_u96f32"]),
                number(hotkey["alpha_stake"]),
                number(hotkey["root_stake"]),
                hotkey.get("root_uid", True),
            )
            for hotkey in known
        ],
    )
    names = [hotkey["key"] for hotkey in known]
    return (
        list(zip(names, (alpha for alpha, _ in made))) == pairs(case["alpha_dividends_u96f32"])
        and list(zip(names, (root for _, root in made))) == pairs(case["root_alpha_dividends_u96f32"])
        and (spec_version == 425 or (recycled > 0) == case["root_pool_recycled"])
    )


def distribute(case: Case) -> bool:
    hotkeys = case["hotkeys"]
    paid, burned = emission.withhold_incentives(
        [number(hotkey["incentive"]) for hotkey in hotkeys], [hotkey["owned_by_subnet_owner"] for hotkey in hotkeys]
    )
    for hotkey, incentive in zip(hotkeys, paid):
        alpha = emission.split_take(hotkey["take"], number(hotkey["alpha_dividends_u96f32"]))
        root = emission.split_take(hotkey["take"], number(hotkey["root_alpha_dividends_u96f32"]))
        if (
            emission.u16_proportion(hotkey["take"]) != number(hotkey["take_u96f32"])
            or alpha[1] != number(hotkey["alpha_dividends_per_subnet"])
            or root[1] != number(hotkey["root_alpha_dividends_per_subnet"])
            or incentive + sum(alpha) + sum(root) != number(hotkey["total_hotkey_alpha_after"])
        ):
            return False
    return burned == number(case["miner_burned_u96f32"])


def split(case: Case, spec_version: int) -> bool:
    made = emission.split_emissions(spec_version, case["split"], number(case["alpha"]), case["mechanism_count"])
    return made == numbers(case["out"])


def weighted_acc(case: Case) -> bool:
    weight = number(case["weight_u64f64"])
    alpha = emission.weighted_acc_alpha(number(case["alpha_existing"]), number(case["alpha_added"]), weight)
    small = emission.weighted_acc_u16(case["u16_existing"], case["u16_added"], weight)
    return alpha == number(case["alpha_out"]) and small == case["u16_out"]


DIVIDENDS: list[Section] = [
    ("chain/emission.json", "dividend_distribution", of_spec(distribution, 425)),
    ("chain/emission.json", "parent_child_dividends", of_spec(parents, 425)),
    ("chain/emission.json", "distribute_dividends", distribute),
    ("chain/emission.json", "split_emissions", of_spec(split, 425)),
    ("chain/emission.json", "weighted_acc", weighted_acc),
    ("chain475/emission.json", "dividend_distribution", of_spec(distribution, 475)),
    ("chain475/emission.json", "parents", of_spec(parents, 475)),
    ("chain475/emission.json", "split_emissions", of_spec(split, 475)),
]
