"""Yuma consensus: an epoch of one mechanism, as the chain computes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ._core import C_U16, U64, check, choice, ffi, fill, flag, flags, from_json, lib, numbers, position, u16s, whole
from ._steps import alpha_sigmoid as alpha_sigmoid
from ._steps import apportion_units as apportion_units
from ._steps import clamp_value as clamp_value
from ._steps import compute_disabled_liquid_alpha as compute_disabled_liquid_alpha
from ._steps import ema_alpha as ema_alpha
from ._steps import emission_of as emission_of
from ._steps import is_topk_nonzero as is_topk_nonzero
from ._steps import weighted_median as weighted_median
from .fixed import _halves

TERMS = {
    "dividend": np.uint16,
    "incentive": np.uint16,
    "stake_weight": np.uint16,
    "consensus": np.uint16,
    "validator_trust": np.uint16,
    "validator_emission": np.uint64,
    "server_emission": np.uint64,
    "emission": np.uint64,
    "stake": np.uint64,
    "active": np.uint8,
    "new_validator_permit": np.uint8,
}
STAGES = (
    "stake",
    "active_stake",
    "consensus",
    "liquid_alpha_consensus",
    "validator_trust",
    "ranks",
    "incentive",
    "dividends",
    "normalized_server_emission",
    "normalized_validator_emission",
    "normalized_combined_emission",
)
MODES = {"Current": 0, "Previous": 1, "Auto": 2}

NUMBERS = (
    "tempo last_epoch_block pending_epoch_at blocks_since_last_step subnet_epoch_index last_mechanism_step_block "
    "current_block stake_threshold bonds_moving_average activity_cutoff_factor_milli max_allowed_validators kappa "
    "bonds_penalty alpha_low alpha_high alpha_sigmoid_steepness"
).split()

Row = tuple[int, "Sequence[tuple[int, int]] | NDArray[np.uint16]"]
_ENTRY = np.dtype([("uid", np.uint16), ("value", np.uint16)])


@dataclass
class EpochInput:
    """What an epoch reads, except weights and bonds; the names are those of the chain's storage.

    `total_stake` holds fixed-point numbers with 64 bits after the point, as whole numbers.
    """

    total_stake: Sequence[int]
    block_at_registration: Sequence[int]
    last_update: Sequence[int] = ()
    validator_permit: Sequence[bool] = ()
    spec_version: int = 475
    tempo: int = 360
    last_epoch_block: int = 0
    pending_epoch_at: int = 0
    blocks_since_last_step: int = 0
    subnet_epoch_index: int = 0
    last_mechanism_step_block: int = 0
    last_yuma_step_block: int | None = None
    current_block: int = 0
    stake_threshold: int = 0
    bonds_moving_average: int = 900_000
    activity_cutoff_factor_milli: int = 13_889
    consensus_mode: str = "Auto"
    owner_uid: int | None = None
    yuma3: bool = False
    liquid_alpha: bool = False
    max_allowed_validators: int = 64
    kappa: int = 32_767
    bonds_penalty: int = 65_535
    alpha_low: int = 45_875
    alpha_high: int = 58_982
    alpha_sigmoid_steepness: int = 1000
    previous_consensus: Sequence[int] = ()
    commit_reveal: bool = False
    reveal_period_epochs: int = 0
    weight_commits: Iterable[tuple[int, int, int]] = field(default=())
    """uid, epoch and block of each commit that is not revealed."""
    timelocked_weight_commits: Iterable[tuple[int, int, int]] = field(default=())

    @classmethod
    def from_json(cls, case: Mapping[str, Any], spec_version: int) -> EpochInput:
        """Reads the input of an epoch as the project's vectors have it: whole numbers, also as texts, under these names."""
        reveal = case["commit_reveal_enabled"]
        given = cls(
            total_stake=[from_json(stake) for stake in case["total_stake_i64f64"]],
            block_at_registration=[from_json(block) for block in case["block_at_registration"]],
            last_update=[from_json(block) for block in case["last_update"]],
            validator_permit=case["validator_permit"],
            spec_version=spec_version,
            owner_uid=case["owner_uid"],
            yuma3=case.get("yuma3", False),
            liquid_alpha=case.get("liquid_alpha", False),
            commit_reveal=reveal,
        )
        # The Null consensus does without some of them.
        for name in NUMBERS:
            if name in case:
                setattr(given, name, from_json(case[name]))
        if reveal:
            given.reveal_period_epochs = from_json(case["reveal_period_epochs"])
            given.weight_commits = [
                (from_json(uid), from_json(commit[0]), from_json(commit[1]))
                for uid, queue in case["weight_commits"]
                if uid is not None
                for commit in queue
            ]
            given.timelocked_weight_commits = [
                (from_json(commit[0]), from_json(of), from_json(commit[1]))
                for of, queue in case["timelocked_commits"]
                for commit in queue
                if commit[0] is not None
            ]
        if spec_version >= 475 and "consensus_mode" in case:
            last = case["last_yuma_step_block"]
            given.consensus_mode = case["consensus_mode"]
            given.last_yuma_step_block = None if last is None else from_json(last)
            given.previous_consensus = case["previous_consensus"]
        return given

    def _raw(self, kept: list[Any]) -> Any:
        raw = ffi.new("nanotao_epoch_input *")
        plan = fill(raw.schedule, {})
        fill(raw, {"spec_version": self.spec_version, "consensus_mode": choice(MODES, self.consensus_mode, "consensus_mode")})
        if self.last_yuma_step_block is not None:
            plan.has_last_yuma_step_block = 1
            fill(plan, {"last_yuma_step_block": self.last_yuma_step_block})
        for name in (*NUMBERS, "reveal_period_epochs"):
            fill(plan if hasattr(plan, name) else raw, {name: getattr(self, name)})
        for name in ("yuma3", "liquid_alpha", "commit_reveal"):
            setattr(raw, name, flag(getattr(self, name), name))
        if self.owner_uid is not None:
            raw.has_owner_uid = 1
            fill(raw, {"owner_uid": self.owner_uid})
        stakes = _halves("nanotao_i64f64[]", self.total_stake, "total_stake")
        kept.append(stakes)
        raw.total_stake, raw.neurons = stakes, len(stakes)

        def lend(name: str, kind: str, array: NDArray[Any]) -> None:
            kept.append(array)
            setattr(raw, name, ffi.from_buffer(kind, array))
            if hasattr(raw, f"{name}_len"):
                setattr(raw, f"{name}_len", array.size)

        blocks = numbers(self.block_at_registration, "block_at_registration", U64)
        if blocks.size != raw.neurons:
            check(lib.NANOTAO_EPOCH_LENGTH)
        lend("block_at_registration", "uint64_t[]", blocks)
        lend("last_update", "uint64_t[]", numbers(self.last_update, "last_update", U64))
        lend("validator_permit", "uint8_t[]", flags(self.validator_permit, "validator_permit"))
        lend("previous_consensus", "uint16_t[]", u16s(self.previous_consensus, "previous_consensus"))
        for name in ("weight_commits", "timelocked_weight_commits"):
            commits = list(getattr(self, name))
            array = ffi.new("nanotao_commit[]", len(commits))
            for place, (uid, epoch, block) in zip(array, commits):
                fill(place, {"uid": uid, "commit_epoch": epoch, "commit_block": block})
            kept.append(array)
            setattr(raw, name, array)
            setattr(raw, f"{name}_len", len(array))
        return raw


def _term(name: str) -> property:
    return property(lambda result: result.terms[name])


@dataclass
class EpochResult:
    """What an epoch comes to, an array of one element for each uid under each name; `bonds` as the chain stores them."""

    terms: dict[str, NDArray[Any]]
    bonds: list[list[tuple[int, int]]] | NDArray[np.uint16]
    stages: dict[str, NDArray[Any]]
    """Vectors on the way, with 32 bits after the point; empty unless a trace was asked for."""

    dividend = _term("dividend")
    incentive = _term("incentive")
    stake_weight = _term("stake_weight")
    consensus = _term("consensus")
    validator_trust = _term("validator_trust")
    validator_emission = _term("validator_emission")
    server_emission = _term("server_emission")
    emission = _term("emission")
    stake = _term("stake")
    active = _term("active")
    new_validator_permit = _term("new_validator_permit")


class _Frame:
    """Input and outputs of one epoch, alive as long as the call."""

    def __init__(self, given: EpochInput, trace: bool) -> None:
        self.kept: list[Any] = []
        self.input = given._raw(self.kept)
        self.neurons = count = self.input.neurons
        self.terms = {name: np.zeros(count, dtype) for name, dtype in TERMS.items()}
        self.output = ffi.new("nanotao_epoch_output *")
        self.output.struct_size, self.output.neurons = ffi.sizeof("nanotao_epoch_output"), count
        self._lend(self.output, self.terms)
        self.stages: dict[str, NDArray[Any]] = {}
        self.trace = ffi.NULL
        if trace:
            self.stages = {name: np.zeros(count, np.int64) for name in STAGES}
            self.trace = ffi.new("nanotao_epoch_trace *")
            self.trace.struct_size, self.trace.neurons = ffi.sizeof("nanotao_epoch_trace"), count
            self._lend(self.trace, self.stages)

    @staticmethod
    def _lend(struct: Any, lists: dict[str, NDArray[Any]]) -> None:
        for name, array in lists.items():
            kind = {"u2": "uint16_t *", "u8": "uint64_t *", "u1": "uint8_t *", "i8": "int64_t *"}
            setattr(struct, name, ffi.cast(kind[array.dtype.str[1:]], array.ctypes.data))

    def lend_shares(self) -> None:
        """Room for the one stage that the Null consensus alone has."""
        self.stages["incentive_shares"] = np.zeros(self.neurons, np.uint16)
        self._lend(self.trace, {"incentive_shares": self.stages["incentive_shares"]})

    def rows(self, rows: Iterable[Row]) -> tuple[Any, int, int]:
        """Rows in the order of their uids, how many there are, and how many entries they hold."""
        given = sorted(((whole(uid, "uid", C_U16), entries) for uid, entries in rows), key=lambda row: row[0])
        made, total = ffi.new("nanotao_row[]", len(given)), 0
        for place, (uid, entries) in zip(made, given):
            array = u16s(entries, f"row {uid}", pairs=True)
            self.kept.append(array)
            total += len(array)
            place.uid, place.entries_len = uid, len(array)
            place.entries = ffi.cast("nanotao_entry *", array.ctypes.data)
        return made, len(made), total

    def memory(self, words: int) -> Any:
        array = np.empty(words, np.uint64)
        self.kept.append(array)
        return ffi.cast("uint64_t *", array.ctypes.data)


def run(
    given: EpochInput,
    rao_emission: int,
    weights: Iterable[Row],
    bonds: Iterable[Row] = (),
    trace: bool = False,
) -> EpochResult:
    """Computes an epoch over rows as the chain stores them: of each validator, its uid and the pairs of target and value.

    >>> one = 2**64
    >>> given = EpochInput([10 * one, 0], [0, 0], [90, 90], [True, False], current_block=100)
    >>> result = run(given, 1000, [(0, [(1, 65535)])])
    >>> result.incentive.tolist(), result.emission.tolist()
    ([0, 65535], [500, 500])
    """
    frame = _Frame(given, trace)
    ours, ours_len, ours_total = frame.rows(weights)
    old, old_len, old_total = frame.rows(bonds)
    words, length, at = ffi.new("size_t *"), ffi.new("size_t *"), position()
    check(lib.nanotao_epoch_words_sparse(frame.input, ours, ours_len, old, old_len, words))
    new, ends = np.zeros(ours_total + old_total, _ENTRY), np.zeros(frame.neurons, np.uint64)
    status = lib.nanotao_epoch_run_sparse(
        frame.input,
        rao_emission,
        ours,
        ours_len,
        old,
        old_len,
        ffi.cast("nanotao_entry *", new.ctypes.data),
        new.size,
        length,
        ffi.cast("size_t *", ends.ctypes.data),
        frame.output,
        frame.trace,
        frame.memory(words[0]),
        words[0],
        at,
    )
    check(status, at)
    pairs: list[tuple[int, int]] = list(map(tuple, new.tolist()))
    made, start = [], 0
    for end in ends.tolist():
        made.append(pairs[start:end])
        start = end
    return EpochResult(frame.terms, made, frame.stages)


def run_dense(
    given: EpochInput,
    rao_emission: int,
    uids: NDArray[np.uint16],
    weights: NDArray[np.uint16],
    bonds: NDArray[np.uint16],
    trace: bool = False,
) -> EpochResult:
    """Computes an epoch over dense rows: those of `uids`, which rise, one row of weights and one of bonds each.

    `bonds` is read and written where it is.
    """
    frame, of = _Frame(given, trace), u16s(uids, "uids")
    shape = of.size, frame.neurons
    given_weights, held = np.asarray(weights), np.asarray(bonds)
    for array in (given_weights, held):
        if array.dtype != np.uint16 or not array.flags.c_contiguous or array.shape != shape:
            raise ValueError(f"weights and bonds have to be contiguous arrays of uint16, {shape[0]} rows of {shape[1]}")
    if not held.flags.writeable or any(np.may_share_memory(held, array) for array in (given_weights, of)):
        raise ValueError("bonds are written: they have to be writeable memory of their own")
    words, at = ffi.new("size_t *"), position()
    check(lib.nanotao_epoch_words_dense(frame.input, of.size, words))
    u16 = "uint16_t *"
    status = lib.nanotao_epoch_run_dense(
        frame.input,
        rao_emission,
        ffi.cast(u16, of.ctypes.data),
        of.size,
        ffi.cast(u16, given_weights.ctypes.data),
        given_weights.size,
        ffi.cast(u16, held.ctypes.data),
        held.size,
        frame.output,
        frame.trace,
        frame.memory(words[0]),
        words[0],
        at,
    )
    check(status, at)
    return EpochResult(frame.terms, bonds, frame.stages)


@dataclass
class NullDecision:
    """Who decided under the Null consensus, and how much was shared out, in alpha's smallest unit."""

    winner: int | None
    miner_budget: int
    validator_budget: int


def run_null(
    given: EpochInput,
    mining_budget: int,
    dividend_budget: int,
    fallback_budget: int,
    weights: Iterable[Row],
    trace: bool = False,
) -> tuple[EpochResult, NullDecision]:
    """Computes an epoch under the Null consensus of spec 475 (`epoch_mechanism_with_budgets`). Bonds stay as they are.

    Miners share the first budget, validators the second; where nobody has stake, miners share the third.

    >>> one = 2**64
    >>> given = EpochInput([10 * one, 0], [0, 0], [90, 90], [True, False], current_block=100)
    >>> result, decision = run_null(given, 500, 500, 900, [(0, [(1, 65535)])])
    >>> result.emission.tolist(), decision
    ([500, 500], NullDecision(winner=0, miner_budget=500, validator_budget=500))
    """
    frame = _Frame(given, trace)
    if trace:
        frame.lend_shares()
    rows, count, _ = frame.rows(weights)
    words, at = ffi.new("size_t *"), position()
    check(lib.nanotao_epoch_words_null(frame.input, count, words))
    amounts = {"mining_budget": mining_budget, "dividend_budget": dividend_budget, "fallback_budget": fallback_budget}
    budgets = fill(ffi.new("nanotao_null_budgets *"), amounts)
    decision = ffi.new("nanotao_null_decision *", {"struct_size": ffi.sizeof("nanotao_null_decision")})
    memory = frame.memory(words[0])
    status = lib.nanotao_epoch_run_null(
        frame.input, budgets, rows, count, frame.output, frame.trace, decision, memory, words[0], at
    )
    check(status, at)
    winner = decision.winner if decision.has_winner else None
    made = NullDecision(winner, decision.miner_budget, decision.validator_budget)
    return EpochResult(frame.terms, [], frame.stages), made


CONSENSUS = {"Yuma": 0, "Null": 1}


def new_subnet(neurons: int) -> EpochResult:
    """What a subnet's results are before those of its mechanisms are added: zeros."""
    return EpochResult({name: np.zeros(neurons, dtype) for name, dtype in TERMS.items()}, [], {})


def add_mechanism(
    subnet: EpochResult,
    mechanism: EpochResult,
    mecid: int,
    mechanism_emission: int,
    subnet_emission: int,
    consensus: str = "Yuma",
) -> None:
    """Adds one mechanism's results to the subnet's, in their order (`epoch_with_mechanisms`).

    What the mechanism weighs is its part of the subnet's emission. `subnet` begins as `new_subnet` makes it.

    >>> one = 2**64
    >>> given = EpochInput([10 * one, 0], [0, 0], [90, 90], [True, False], current_block=100)
    >>> whole = new_subnet(2)
    >>> for mecid in range(2):
    ...     add_mechanism(whole, run(given, 500, [(0, [(1, 65535)])]), mecid, 500, 1000)
    >>> whole.emission.tolist()
    [250, 250]
    """
    neurons, kept = len(subnet.terms["emission"]), []
    raw = []
    for result in (subnet, mechanism):
        # Copies: the subnet's are written.
        lists = {name: numbers(result.terms[name], name, np.dtype(dtype)).copy() for name, dtype in TERMS.items()}
        if any(array.size != neurons for array in lists.values()):
            check(lib.NANOTAO_EPOCH_LENGTH)
        output = ffi.new("nanotao_epoch_output *")
        output.struct_size, output.neurons = ffi.sizeof("nanotao_epoch_output"), neurons
        _Frame._lend(output, lists)
        kept.append(lists)
        raw.append(output)
    words = lib.nanotao_epoch_words_mechanism(neurons)
    memory = np.empty(words, np.uint64)
    status = lib.nanotao_epoch_add_mechanism(
        *raw,
        mecid,
        mechanism_emission,
        subnet_emission,
        choice(CONSENSUS, consensus, "consensus"),
        ffi.cast("uint64_t *", memory.ctypes.data),
        words,
    )
    check(status)
    subnet.terms = kept[0]


def persisted_uids(has_key: Sequence[bool]) -> list[int]:
    """Tells which uids the chain stores an epoch's results of, in the places that it stores them in.

    Behind a uid without a key, all others move up (`persist_mechanism_epoch_terms`).

    >>> persisted_uids([True, False, True])
    [0, 2]
    """
    keyed, length = flags(has_key, "has_key"), ffi.new("size_t *")
    uids = ffi.new("uint16_t[]", keyed.size)
    check(lib.nanotao_persisted_uids(ffi.from_buffer("uint8_t[]", keyed), keyed.size, uids, len(uids), length))
    return list(uids[0 : length[0]])
