"""Epochs, of one mechanism and of whole subnets."""

from __future__ import annotations

from typing import Any

import numpy as np

from nanotao import emission, epoch, weights

from common import Case, Section, number, numbers, of_spec


def same(theirs: list[Any], ours: Any, has_key: list[bool] | None = None) -> bool:
    """A uid without a key, and no other, has null in the files."""
    ours = ours.tolist() if hasattr(ours, "tolist") else ours
    keyed = [True] * len(ours) if has_key is None else has_key
    return len(theirs) == len(ours) == len(keyed) and all(
        (a == [list(pair) for pair in b] if isinstance(a, list) else a is not None and number(a) == b) if key else a is None
        for a, b, key in zip(theirs, ours, keyed)
    )


def same_terms(case: Case, made: epoch.EpochResult) -> bool:
    return all(same(case["out"][name], made.terms[name], case["has_key"]) for name in epoch.TERMS)


def same_stages(theirs: dict[str, Any], made: epoch.EpochResult) -> bool:
    """Vectors on the way; those that a file does not have do not matter, but there is none that is not known."""
    return all(vector is None or same(vector, made.stages[name]) for name, vector in theirs.items())


def derived(case: Case, spec_version: int) -> bool:
    """What the file derives from the state."""
    count, now = case["n"], number(case["current_block"])
    last = case.get("last_yuma_step_block")
    plan = emission.SubnetSchedule(
        *(
            number(case[name])
            for name in ("tempo", "last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index")
        ),
        last_mechanism_step_block=number(case["last_mechanism_step_block"]),
        last_yuma_step_block=None if last is None else number(last),
    )
    return (
        all(len(case[name]) == count for name in ("has_key", "block_at_registration", "total_stake_i64f64"))
        and weights.mechanism_storage_index(case["netuid"], case["mecid"]) == case["netuid_index"]
        and emission.activity_cutoff_blocks(case["activity_cutoff_factor_milli"], case["tempo"])
        == number(case["activity_cutoff_blocks"])
        and emission.current_epoch_with_lookahead(spec_version, plan, now)
        == number(case["current_epoch_with_lookahead"])
        and (
            spec_version == 425
            or case.get("epoch_consensus") == "Null"
            or emission.bond_cutoff_block(spec_version, plan, now) == number(case["bond_cutoff_block"])
        )
    )


def one_epoch(case: Case, spec_version: int) -> bool:
    given = epoch.EpochInput.from_json(case, spec_version)
    made = epoch.run(given, number(case["rao_emission"]), case["weights"], case["bonds"], trace=True)
    return (
        derived(case, spec_version)
        and same_terms(case, made)
        and same_stages(case["mid_i32f32"], made)
        and same(case["out"]["bond"], made.bonds, case["has_key"])
        and (spec_version == 425 or kept(case, made.consensus) == case["consensus_stored_after"])
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
    return same_terms(case, made)


def null_epoch(case: Case) -> bool:
    given = epoch.EpochInput.from_json(case, 475)
    budgets = [number(case[name]) for name in ("mining_budget", "dividend_budget", "fallback_budget")]
    made, decision = epoch.run_null(given, *budgets, case["weights"], trace=True)
    middle, winner = case["mid"], case["mid"]["winner"]
    bonds = case["out"]["bond"]
    return (
        derived(case, 475)
        and same_terms(case, made)
        # Bonds are not written: the rows that would be stored are empty.
        and len(bonds) == case["n"]
        and not any(bonds)
        and numbers(middle["dividend_shares"]) == [max(stake, 0) for stake in given.total_stake]
        and decision.winner == (None if winner is None else number(winner))
        and decision.miner_budget == number(middle["miner_budget"])
        and decision.validator_budget == number(middle["validator_budget"])
        and all(same(middle[name], made.stages[name]) for name in ("stake", "incentive", "dividends", "incentive_shares"))
        and kept(case, made.consensus) == case["consensus_stored_after"]
    )


def null_winner(case: Case) -> bool:
    """Who decides, of all who have stake: an epoch of nothing else."""
    stakes = numbers(case["stake_i64f64"])
    _, decision = epoch.run_null(epoch.EpochInput(stakes, [0] * len(stakes), [0] * len(stakes), [False] * len(stakes)), 0, 0, 0, [])
    return decision.winner == (None if case["winner"] is None else number(case["winner"]))


def apportion(case: Case) -> bool:
    return epoch.apportion_units(numbers(case["shares"]), number(case["budget"])) == numbers(case["out"])


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
    ("chain475/null_consensus.json", "winner", null_winner),
    ("chain475/null_consensus.json", "apportion", apportion),
    ("chain475/null_consensus.json", "mechanisms", of_spec(subnet_epoch, 475)),
    ("chain475/sequences.json", "sequences", sequence),
]
