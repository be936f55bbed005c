"""Epochs, of one mechanism and of whole subnets."""

from __future__ import annotations

from typing import Any

import numpy as np

from nanotao import emission, epoch, weights

from common import Case, Section, number, numbers, of_spec


def same(theirs: list[Any], ours: Any) -> bool:
    """A uid without a key has null in the files."""
    ours = ours.tolist() if hasattr(ours, "tolist") else ours
    return len(theirs) == len(ours) and all(
        a is None or (a == [list(pair) for pair in b] if isinstance(a, list) else number(a) == b)
        for a, b in zip(theirs, ours)
    )


def one_epoch(case: Case, spec_version: int) -> bool:
    given = epoch.EpochInput.from_json(case, spec_version)
    made = epoch.run(given, number(case["rao_emission"]), case["weights"], case["bonds"], trace=True)
    middle = case["mid_i32f32"]
    return (
        all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)
        and all(same(middle[name], made.stages[name]) for name in epoch.STAGES if middle.get(name) is not None)
        and same(case["out"]["bond"], made.bonds)
        and dense_epoch(case, given)
    )


def dense_epoch(case: Case, given: epoch.EpochInput) -> bool:
    """Over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros."""
    count = len(given.total_stake)
    uids = sorted({uid for name in ("weights", "bonds") for uid, _ in case[name]})
    dense = {}
    for name in ("weights", "bonds"):
        dense[name] = np.zeros((len(uids), count), np.uint16)
        for uid, entries in case[name]:
            targets = [target for target, value in entries if value > 0]
            if len(set(targets)) != len(entries) or any(target >= count for target in targets):
                return True
            for target, value in entries:
                dense[name][uids.index(uid), target] = value
    if any(uid >= count for uid in uids):
        return True
    made = epoch.run_dense(
        given, number(case["rao_emission"]), np.array(uids, np.uint16), dense["weights"], dense["bonds"]
    )
    return all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)


def null_epoch(case: Case) -> bool:
    given = epoch.EpochInput.from_json(case, 475)
    budgets = [number(case[name]) for name in ("mining_budget", "dividend_budget", "fallback_budget")]
    made, decision = epoch.run_null(given, *budgets, case["weights"], trace=True)
    middle, winner = case["mid"], case["mid"]["winner"]
    return (
        all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)
        and decision.winner == (None if winner is None else number(winner))
        and decision.miner_budget == number(middle["miner_budget"])
        and decision.validator_budget == number(middle["validator_budget"])
        and all(same(middle[name], made.stages[name]) for name in ("stake", "incentive", "dividends", "incentive_shares"))
        and kept(case, made.consensus) == case["consensus_stored_after"]
    )


def kept(case: Case, vector: Any) -> list[Any]:
    """A vector as the chain stores it: without those who have no key."""
    return [vector[uid].item() for uid in epoch.persisted_uids(case["has_key"])]


def subnet_epoch(case: Case, spec_version: int) -> bool:
    """A subnet with all of its mechanisms, and what the chain stores of it."""
    mechanisms, consensus = case["mechanisms"], case.get("epoch_consensus", "Yuma")
    names = ("miner_budget", "local_dividend_budget", "root_budget")
    budgets = [number(case[name]) for name in names] if spec_version == 475 else [number(case["rao_emission"]), 0, 0]
    total = min(sum(budgets), 2**64 - 1)

    def split(alpha: int) -> list[int]:
        return emission.split_emissions(spec_version, case["split"], alpha, len(mechanisms))

    emissions, parts = split(total), list(zip(*map(split, budgets)))
    whole, out = epoch.new_subnet(case["n"]), case["out"]
    for mecid, (mechanism, theirs) in enumerate(zip(mechanisms, out["per_mechanism"])):
        given = epoch.EpochInput.from_json({**case, **mechanism}, spec_version)
        stored = dict(mechanism["bonds"])
        if consensus == "Yuma":
            made = epoch.run(given, emissions[mecid], mechanism["weights"], mechanism["bonds"])
            stored.update(enumerate(made.bonds[uid] for uid in epoch.persisted_uids(case["has_key"])))
        else:
            miner, local, root = parts[mecid]
            emissions[mecid] = miner + local + root
            made, _ = epoch.run_null(given, miner, local + root, miner + local, mechanism["weights"])
        epoch.add_mechanism(whole, made, mecid, emissions[mecid], total, consensus)
        index = weights.mechanism_storage_index(case["netuid"], mecid)
        consensus_after = theirs.get("consensus_stored_after", theirs.get("consensus"))
        if (
            any([list(pair) for pair in stored.get(uid, ())] != row for uid, row in enumerate(theirs["bonds"]))
            or kept(case, made.incentive) != theirs["incentive"]
            or (consensus_after is not None and kept(case, made.consensus) != consensus_after)
            or mechanism.get("netuid_index", index) != index
        ):
            return False
    paid = zip(kept(case, whole.server_emission), kept(case, whole.validator_emission))
    return [list(pair) for pair in paid] == [numbers(pair) for pair in out["server_validator_emission"]] and all(
        kept(case, whole.terms[ours]) == numbers(out[theirs])
        for theirs, ours in (
            ("active", "active"),
            ("consensus", "consensus"),
            ("dividends", "dividend"),
            ("emission", "emission"),
            ("stake_weight", "stake_weight"),
            ("validator_permit", "new_validator_permit"),
            ("validator_trust", "validator_trust"),
        )
    )


def sequence(case: Case) -> bool:
    """Many epochs of one subnet, each in the state that the chain was in."""
    unused = dict.fromkeys(("last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index"), 0)
    for one in case["epochs"]:
        state = one["input"]
        mechanisms = [
            {**mechanism, **{name: list(enumerate(mechanism[name])) for name in ("weights", "bonds")}}
            for mechanism in state["mechanisms"]
        ]
        now, keyed = number(one["block"]), [True] * state["n"]
        last = state["last_yuma_step_block"]
        plan = emission.SubnetSchedule(
            case["tempo"],
            last_mechanism_step_block=number(state["last_mechanism_step_block"]),
            last_yuma_step_block=None if last is None else number(last),
        )
        whole = {**case, **one, **state, **unused, "current_block": now, "has_key": keyed, "mechanisms": mechanisms}
        if emission.bond_cutoff_block(475, plan, now) != number(one["bond_cutoff_block"]):
            return False
        if not subnet_epoch(whole, 475):
            return False
    cutoff = emission.activity_cutoff_blocks(case["activity_cutoff_factor_milli"], case["tempo"])
    return cutoff == number(case["activity_cutoff_blocks"])


EPOCHS: list[Section] = [
    ("chain/epoch.json", "cases", of_spec(one_epoch, 425)),
    ("chain/epoch_bench.json", "cases", of_spec(one_epoch, 425)),
    ("chain475/epoch.json", "cases", of_spec(one_epoch, 475)),
    ("chain/mechanism_epoch.json", "cases", of_spec(subnet_epoch, 425)),
    ("chain475/mechanism_epoch.json", "cases", of_spec(subnet_epoch, 475)),
    ("chain475/null_consensus.json", "cases", null_epoch),
    ("chain475/null_consensus.json", "mechanisms", of_spec(subnet_epoch, 475)),
    ("chain475/sequences.json", "sequences", sequence),
]
