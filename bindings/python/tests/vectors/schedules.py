"""When epochs run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nanotao import emission, timelock

from common import Case, Section, number, numbers, of_spec


def subnet_schedule(case: Case) -> emission.SubnetSchedule:
    return emission.SubnetSchedule(
        case["tempo"],
        number(case["last_epoch_block"]),
        number(case["pending_epoch_at"]),
        number(case["blocks_since_last_step"]),
        number(case["subnet_epoch_index"]),
        bool(case.get("null_consensus")),
        case.get("input_state_consistent", True),
    )


def schedule(case: Case, spec_version: int) -> bool:
    given = [subnet_schedule(subnet) for subnet in case["subnets"]]
    most, now = case["max_epochs_per_block"], number(case["current_block"])
    if spec_version == 475:
        cap = case["epoch_cap_for_block"]
        if all(subnet["null_consensus"] is None for subnet in case["subnets"]):
            # The files do not say which subnet runs the Null consensus; a lower cap tells that one that is due does.
            due = next((one for one in given if emission.should_run_epoch(475, one, now)), None)
            if due is not None:
                due.null_consensus = cap < most
        if emission.epoch_cap_for_block(475, given, most, now) != cap:
            return False
    for one, subnet in zip(given, case["subnets"]):
        start = subnet["next_epoch_start_block"]
        if (
            emission.should_run_epoch(spec_version, one, now) != subnet["should_run_epoch"]
            or emission.current_epoch_with_lookahead(spec_version, one, now)
            != number(subnet["current_epoch_with_lookahead"])
            or emission.blocks_until_next_auto_epoch(one, now) != number(subnet["blocks_until_next_auto_epoch"])
            or emission.next_epoch_start_block(one) != (None if start is None else number(start))
        ):
            return False
    netuids = [subnet["netuid"] for subnet in case["subnets"]]
    put_off = emission.epochs_deferred_this_block(spec_version, given, most, now)
    drained = emission.drain_schedules(spec_version, given, most, now)
    theirs = [(netuid, numbers(amounts)) for netuid, *amounts in case["drained"]]
    ours = [
        (subnet["netuid"], numbers(subnet["pending"]))
        for subnet, kind in zip(case["subnets"], drained)
        if kind == "run"
    ]
    return (
        sorted(netuid for netuid, flag in zip(netuids, put_off) if flag) == case["deferred"]
        and sorted(ours) == theirs
        and all(
            getattr(one, name) == number(subnet["after"][name])
            for one, subnet in zip(given, case["subnets"])
            for name in subnet["after"]
        )
    )


def lookahead(case: Case) -> bool:
    one, now = subnet_schedule(case), number(case["current_block"])
    current, period = emission.current_epoch_with_lookahead(475, one, now), number(case["reveal_period_epochs"])
    return (
        emission.should_run_epoch(475, one, now) == case["should_run_epoch"]
        and current == number(case["current_epoch_with_lookahead"])
        and all(
            emission.is_reveal_block_range(current, number(commit["commit_epoch"]), period)
            == commit["is_reveal_block_range"]
            and emission.is_commit_expired(current, number(commit["commit_epoch"]), period)
            == commit["is_commit_expired"]
            for commit in case["commits"]
        )
    )


def schedule_run(case: Case) -> bool:
    """Blocks in a row. Events and commits come after the drain of their block; a reveal comes before that of its own."""
    given, most = [subnet_schedule(subnet) for subnet in case["subnets"]], case["max_epochs_per_block"]
    netuids = [subnet["netuid"] for subnet in case["subnets"]]
    periods = [number(subnet["reveal_period_epochs"]) for subnet in case["subnets"]]
    blocks, commits = case["blocks"], case["commits"]
    reveals: list[int | None] = [None] * len(commits)
    if [number(block[0]) for block in blocks] != [
        number(case["start_block"]) + 1 + at for at in range(len(blocks))
    ]:
        return False
    for at, (block, lookaheads, deferred, drained, steps, events) in enumerate(blocks):
        now, before = number(block), [replace(one) for one in given]
        put_off = emission.epochs_deferred_this_block(475, given, most, now)
        if (
            [emission.current_epoch_with_lookahead(475, one, now) for one in given] != numbers(lookaheads)
            or sorted(netuid for netuid, flag in zip(netuids, put_off) if flag) != deferred
        ):
            return False
        kinds = emission.drain_schedules(475, given, most, now)
        if (
            sorted(netuid for netuid, kind in zip(netuids, kinds) if kind == "run") != drained
            or [one.blocks_since_last_step for one in given] != numbers(steps)
        ):
            return False
        for event in events:
            happen(event, given[netuids.index(event["netuid"])], now)
        # As far as nobody does anything: to the next event, which comes after the drain of its block.
        ahead = blocks[at + 1 :]
        quiet = next((index for index, later in enumerate(ahead, 1) if later[5]), len(ahead))
        for which, commit in enumerate(commits):
            index, of, made = netuids.index(commit["netuid"]), number(commit["commit_epoch"]), number(commit["commit_block"])
            if made == now and emission.current_epoch_with_lookahead(475, given[index], now) != of:
                return False
            if reveals[which] is not None or not (made == now or (made < now and events)):
                continue
            period = periods[index]
            reveals[which] = emission.first_reveal_block(475, given, most, index, of, period, now + 1, quiet)
            if reveals[which] is None or made != now or events:
                continue
            # A client cannot foretell what other subnets hold up.
            if not any(commit["netuid"] in later[2] for later in blocks[at:] if number(later[0]) <= reveals[which]):
                foretold = timelock.predict_reveal(475, before[index], now - 1, period, 1.7e9)
                if (foretold.commit_epoch, foretold.first_reveal_block) != (of, reveals[which]):
                    return False
    return reveals == [
        None if commit["first_reveal_block"] is None else number(commit["first_reveal_block"]) for commit in commits
    ]


def happen(event: Any, one: emission.SubnetSchedule, now: int) -> None:
    """What somebody does between two blocks."""
    if "set_tempo" not in event:
        one.pending_epoch_at = number(event["pending_epoch_at"])
        return
    one.tempo = event["set_tempo"]
    if event["cycle_reset"]:
        # The files were made by writing both values.
        one.last_epoch_block, one.pending_epoch_at = now, 0


SCHEDULES: list[Section] = [
    ("chain/emission.json", "schedule", of_spec(schedule, 425)),
    ("chain475/emission.json", "schedule", of_spec(schedule, 475)),
    ("chain475/emission.json", "lookahead", lookahead),
    ("chain475/emission.json", "schedule_run", schedule_run),
]
