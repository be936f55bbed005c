"""Emission: what a block mints, and which part of it goes to which subnet, and on to each hotkey.

Fixed-point numbers are whole numbers of their smallest part, as the chain stores them: `price` and shares have 64 bits
after the point (`U64F64`), amounts 32 (`U96F32`, `I96F32`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from ._core import C_SIZE, U16, U64, check, ffi, fill, flag, flags, lib, numbers, u16s, whole
from .fixed import _bits, _halves, _number, _put


def _memory(count: int) -> tuple[Any, int]:
    words = lib.nanotao_emission_words(count)
    return ffi.new("uint64_t[]", words + 1), words


def block_emission(issuance: int) -> int:
    """Computes the emission of a block for an issuance (`get_block_emission_for_issuance`), both in rao.

    >>> block_emission(0), block_emission(10_500_000 * 10**9)
    (1000000000, 500000000)
    """
    return int(lib.nanotao_block_emission(issuance))


def next_halving(issuance: int) -> int | None:
    """Tells the lowest issuance at which the emission is lower than at `issuance`."""
    found = ffi.new("uint64_t *")
    check(lib.nanotao_next_halving(issuance, found))
    return found[0] or None


def blocks_until_halving(issuance: int) -> int | None:
    """Tells how many blocks it takes to the next halving.

    >>> blocks_until_halving(0)
    10500000
    """
    found = ffi.new("uint64_t *")
    check(lib.nanotao_blocks_until_halving(issuance, found))
    return found[0] or None


@dataclass
class Subnet:
    """A subnet that takes part in emission: its price (`U64F64`), the part that it burns (`U96F32`)."""

    moving_price: int
    miner_burned: int = 0
    emission_enabled: bool = True


def _subnets(subnets: Sequence[Subnet]) -> Any:
    given = list(subnets)
    raw = ffi.new("nanotao_emission_subnet[]", len(given))
    for place, subnet in zip(raw, given):
        _put(place.moving_price, subnet.moving_price, "moving_price")
        _put(place.miner_burned, subnet.miner_burned, "miner_burned")
        place.emission_enabled = flag(subnet.emission_enabled, "emission_enabled")
    return raw


def _shares(shares: Sequence[int]) -> Any:
    return _halves("nanotao_u64f64[]", shares, "shares")


def moving_alpha_price(mechanism: int, moving_price: int) -> int:
    """Tells the price of a subnet that shares go by (`get_moving_alpha_price`)."""
    price = ffi.new("nanotao_u64f64 *")
    check(lib.nanotao_moving_alpha_price(mechanism, _number("i96f32", moving_price, "moving_price"), price))
    return _bits(price)


def get_shares(subnets: Sequence[Subnet]) -> list[int]:
    """Computes the shares of subnets (`get_shares`); of spec 475, before the gate.

    >>> [share / 2**64 for share in get_shares([Subnet(2**64), Subnet(2**64)])]
    [0.5, 0.5]
    """
    given = _subnets(subnets)
    made = ffi.new("nanotao_u64f64[]", len(given))
    check(lib.nanotao_get_shares(given, len(given), made, *_memory(len(given))))
    return [_bits(share) for share in made]


def gate_bar(rank: int, quantile: int, stored: int, block: int, shares: Sequence[int]) -> int:
    """Tells the bar of the gate in a block (spec 475)."""
    bar, given = ffi.new("nanotao_u64f64 *"), _shares(shares)
    check(
        lib.nanotao_gate_bar(
            rank,
            _number("u64f64", quantile, "quantile"),
            _number("u64f64", stored, "stored"),
            block,
            given,
            len(given),
            bar,
            *_memory(len(given)),
        )
    )
    return _bits(bar)


def apply_emission_gate(shares: Sequence[int], bar: int, exponent: int) -> list[int]:
    """Presses shares below the bar down (`apply_emission_gate`, spec 475)."""
    made, powers = _shares(shares), (_number("u64f64", bar, "bar"), _number("u64f64", exponent, "exponent"))
    check(lib.nanotao_apply_emission_gate(made, len(made), *powers, *_memory(len(made))))
    return [_bits(share) for share in made]


def safe_pow(value: int, exponent: int) -> int:
    """Computes a power as the gate does (`safe_pow`)."""
    made = ffi.new("nanotao_u64f64 *")
    check(lib.nanotao_safe_pow(_number("u64f64", value, "value"), _number("u64f64", exponent, "exponent"), made))
    return _bits(made)


def get_subnet_block_emissions(subnets: Sequence[Subnet], shares: Sequence[int], emission: int) -> list[int]:
    """Computes what each subnet gets of a block's emission in rao (`get_subnet_block_emissions`)."""
    given, parts = _subnets(subnets), _shares(shares)
    count = len(given)
    if len(parts) != count:
        raise ValueError(f"shares has {len(parts)} elements, not one for each of {count} subnets")
    made = ffi.new("nanotao_u96f32[]", count)
    check(lib.nanotao_get_subnet_block_emissions(given, parts, count, emission, made, *_memory(count)))
    return [_bits(amount) for amount in made]


def get_network_root_sell_flag(subnets: Sequence[Subnet]) -> bool:
    """Tells whether root's alpha is sold (`get_network_root_sell_flag`)."""
    sells, given = ffi.new("uint32_t *"), _subnets(subnets)
    check(lib.nanotao_get_network_root_sell_flag(given, len(given), sells, *_memory(len(given))))
    return bool(sells[0])


def u64_proportion(stored: int) -> int:
    """Reads a part of one that the chain stores in 64 bits."""
    made = ffi.new("nanotao_u96f32 *")
    check(lib.nanotao_u64_proportion(stored, made))
    return _bits(made)


def u16_proportion(stored: int) -> int:
    """Reads a part of one that the chain stores in 16 bits."""
    made = ffi.new("nanotao_u96f32 *")
    check(lib.nanotao_u16_proportion(stored, made))
    return _bits(made)


def root_proportion(root_tao: int, tao_weight: int, alpha_issuance: int) -> int:
    """Computes root's part in a subnet (`root_proportion`)."""
    made = ffi.new("nanotao_u96f32 *")
    check(lib.nanotao_root_proportion(root_tao, _number("u96f32", tao_weight, "tao_weight"), alpha_issuance, made))
    return _bits(made)


def current_alpha_price(mechanism: int, tao: int, alpha_in: int, quote: int = 5 * 10**17) -> int:
    """Computes the price of alpha in a pool (`current_alpha_price`); the quote weight is of 10^18.

    >>> current_alpha_price(1, 10**9, 4 * 10**9) / 2**64
    0.25
    """
    price = ffi.new("nanotao_u64f64 *")
    check(lib.nanotao_current_alpha_price(mechanism, tao, alpha_in, quote, price))
    return _bits(price)


def get_subnet_terms(tao_emission: int, price: int, alpha_issuance: int, proportion: int) -> dict[str, int]:
    """Computes what goes into a subnet's pool, and what buys alpha (`get_subnet_terms`)."""
    terms = ffi.new("nanotao_subnet_terms *", {"struct_size": ffi.sizeof("nanotao_subnet_terms")})
    check(
        lib.nanotao_get_subnet_terms(
            _number("u96f32", tao_emission, "tao_emission"),
            _number("u64f64", price, "price"),
            alpha_issuance,
            _number("u96f32", proportion, "proportion"),
            terms,
        )
    )
    names = "alpha_emission root_proportion alpha_wanted alpha_injection_cap tao_in alpha_in alpha_out excess_tao"
    return {name: _bits(getattr(terms, name)) for name in names.split()}


def update_moving_price(
    moving_alpha: int, first_emission_block: int, halving_blocks: int, current: int, block: int, price: int
) -> int:
    """Computes `SubnetMovingPrice` after a block (`update_moving_price`)."""
    made = ffi.new("nanotao_i96f32 *")
    check(
        lib.nanotao_update_moving_price(
            _number("i96f32", moving_alpha, "moving_alpha"),
            first_emission_block,
            halving_blocks,
            _number("u64f64", current, "current"),
            block,
            _number("u64f64", price, "price"),
            made,
        )
    )
    return _bits(made)


PENDING = ("server", "validator", "root_alpha", "owner_cut")


def add_pending(
    pending: Sequence[int], alpha_out: int, owner_cut: int | None, proportion: int, root_sell_flag: bool
) -> tuple[list[int], int]:
    """Sets a block's alpha aside: the four amounts of `PENDING` afterwards, and what is recycled of root's alpha."""
    split = ffi.new("nanotao_pending_split *", {"struct_size": ffi.sizeof("nanotao_pending_split")})
    cut = ffi.NULL if owner_cut is None else _number("u96f32", owner_cut, "owner_cut")
    out, part = _number("u96f32", alpha_out, "alpha_out"), _number("u96f32", proportion, "proportion")
    check(lib.nanotao_split_pending(out, cut, part, split))
    before = numbers(pending, "pending", U64, len(PENDING)).tolist()
    held, recycled = fill(ffi.new("nanotao_pending *"), dict(zip(PENDING, before))), ffi.new("uint64_t *")
    check(lib.nanotao_add_pending(split, flag(root_sell_flag, "root_sell_flag"), held, recycled))
    return [getattr(held, name) for name in PENDING], recycled[0]


@dataclass
class SubnetSchedule:
    """A subnet, as far as its epochs go."""

    tempo: int
    last_epoch_block: int = 0
    pending_epoch_at: int = 0
    blocks_since_last_step: int = 0
    subnet_epoch_index: int = 0
    null_consensus: bool = False
    input_state_consistent: bool = True
    last_mechanism_step_block: int = 0
    last_yuma_step_block: int | None = None


_MOVED = (
    "last_epoch_block",
    "pending_epoch_at",
    "blocks_since_last_step",
    "subnet_epoch_index",
    "last_mechanism_step_block",
)


def _schedule(schedule: SubnetSchedule) -> Any:
    raw = fill(ffi.new("nanotao_schedule *"), {name: getattr(schedule, name) for name in ("tempo", *_MOVED)})
    if schedule.last_yuma_step_block is not None:
        raw.has_last_yuma_step_block = 1
        fill(raw, {"last_yuma_step_block": schedule.last_yuma_step_block})
    return raw


def _schedules(schedules: Sequence[SubnetSchedule]) -> Any:
    given = list(schedules)
    raw = ffi.new("nanotao_subnet_schedule[]", len(given))
    for place, schedule in zip(raw, given):
        place.schedule = _schedule(schedule)[0]
        for name in ("null_consensus", "input_state_consistent"):
            setattr(place, name, flag(getattr(schedule, name), name))
    return raw


def should_run_epoch(spec_version: int, schedule: SubnetSchedule, block: int) -> bool:
    """Tells whether an epoch is due in a block (`should_run_epoch`)."""
    due = ffi.new("uint32_t *")
    check(lib.nanotao_should_run_epoch(spec_version, _schedule(schedule), block, due))
    return bool(due[0])


def current_epoch_with_lookahead(spec_version: int, schedule: SubnetSchedule, block: int) -> int:
    """Tells the epoch that a commit or a reveal in a block belongs to (`current_epoch_with_lookahead`)."""
    epoch = ffi.new("uint64_t *")
    check(lib.nanotao_current_epoch_with_lookahead(spec_version, _schedule(schedule), block, epoch))
    return int(epoch[0])


def bond_cutoff_block(spec_version: int, schedule: SubnetSchedule, current_block: int) -> int:
    """Tells the block from which on a registration hides the bonds to the neuron (`bond_cutoff_block` at spec 475)."""
    block = ffi.new("uint64_t *")
    check(lib.nanotao_bond_cutoff_block(spec_version, _schedule(schedule), current_block, block))
    return int(block[0])


def activity_cutoff_blocks(activity_cutoff_factor_milli: int, tempo: int) -> int:
    """Tells the activity cutoff in blocks (`get_activity_cutoff_blocks`).

    >>> activity_cutoff_blocks(13_889, 360)
    5000
    """
    return int(lib.nanotao_activity_cutoff_blocks(activity_cutoff_factor_milli, tempo))


def blocks_until_next_auto_epoch(schedule: SubnetSchedule, block: int) -> int:
    """Tells how many blocks it takes to the next epoch by tempo (`blocks_until_next_auto_epoch`)."""
    blocks = ffi.new("uint64_t *")
    check(lib.nanotao_blocks_until_next_auto_epoch(_schedule(schedule), block, blocks))
    return int(blocks[0])


def next_epoch_start_block(schedule: SubnetSchedule) -> int | None:
    """Tells the block in which the next epoch is due (`get_next_epoch_start_block`)."""
    has, block = ffi.new("uint32_t *"), ffi.new("uint64_t *")
    check(lib.nanotao_next_epoch_start_block(_schedule(schedule), has, block))
    return int(block[0]) if has[0] else None


def epoch_cap_for_block(
    spec_version: int, schedules: Sequence[SubnetSchedule], max_epochs_per_block: int, block: int
) -> int:
    """Tells how many epochs a block runs at most (`epoch_cap_for_block`)."""
    cap, raw = ffi.new("uint8_t *"), _schedules(schedules)
    count = len(raw)
    check(lib.nanotao_epoch_cap_for_block(spec_version, raw, count, max_epochs_per_block, block, cap, *_memory(count)))
    return int(cap[0])


def epochs_deferred_this_block(
    spec_version: int, schedules: Sequence[SubnetSchedule], max_epochs_per_block: int, block: int
) -> list[bool]:
    """Tells which epochs are due in a block and put off (`epochs_deferred_this_block`)."""
    raw = _schedules(schedules)
    count = len(raw)
    deferred = ffi.new("uint8_t[]", count)
    check(
        lib.nanotao_epochs_deferred_this_block(
            spec_version, raw, count, max_epochs_per_block, block, deferred, *_memory(count)
        )
    )
    return [bool(flag) for flag in deferred]


DRAINED = ("not due", "deferred", "skipped", "run")


def drain_schedules(
    spec_version: int, schedules: Sequence[SubnetSchedule], max_epochs_per_block: int, block: int
) -> list[str]:
    """Runs the schedules of a block and moves them on: of each subnet, one of `DRAINED`."""
    raw = _schedules(schedules)
    count = len(raw)
    drained = ffi.new("uint8_t[]", count)
    check(
        lib.nanotao_drain_schedules(spec_version, raw, count, max_epochs_per_block, block, drained, *_memory(count))
    )
    for schedule, place in zip(schedules, raw):
        for name in _MOVED:
            setattr(schedule, name, getattr(place.schedule, name))
        last = place.schedule.last_yuma_step_block
        schedule.last_yuma_step_block = last if place.schedule.has_last_yuma_step_block else None
    return [DRAINED[kind] for kind in drained]


def first_reveal_block(
    spec_version: int,
    schedules: Sequence[SubnetSchedule],
    max_epochs_per_block: int,
    index: int,
    commit_epoch: int,
    reveal_period_epochs: int,
    block: int,
    blocks: int,
) -> int | None:
    """Tells the first block that reveals a commit, if nobody changes a schedule until then."""
    found, raw = ffi.new("uint64_t *"), _schedules(schedules)
    count = len(raw)
    check(
        lib.nanotao_first_reveal_block(
            spec_version,
            raw,
            count,
            max_epochs_per_block,
            index,
            commit_epoch,
            reveal_period_epochs,
            block,
            blocks,
            found,
            *_memory(count),
        )
    )
    return found[0] or None


def is_reveal_block_range(current_epoch: int, commit_epoch: int, reveal_period_epochs: int) -> bool:
    """Tells whether a commit may be revealed in an epoch (`is_reveal_block_range`)."""
    return bool(lib.nanotao_is_reveal_block_range(current_epoch, commit_epoch, reveal_period_epochs))


def is_commit_expired(current_epoch: int, commit_epoch: int, reveal_period_epochs: int) -> bool:
    """Tells whether a commit can no longer be revealed (`is_commit_expired`)."""
    return bool(lib.nanotao_is_commit_expired(current_epoch, commit_epoch, reveal_period_epochs))


@dataclass
class Parent:
    """A hotkey that lends stake to another."""

    proportion: int
    alpha: int
    root: int
    same_owner: bool = False
    suspended: bool = False


@dataclass
class Childkey:
    """A hotkey, whom it lends to (parts of its stake), and whom it borrows from."""

    alpha: int
    root: int
    take: int
    children: Sequence[int] = ()
    parents: Sequence[Parent] = ()
    suspended: bool = False

    def _raw(self) -> tuple[Any, list[Any]]:
        raw, children, given = ffi.new("nanotao_childkey *"), numbers(self.children, "children", U64), list(self.parents)
        parents = ffi.new("nanotao_parent[]", len(given))
        for place, parent in zip(parents, given):
            switches = {name: flag(getattr(parent, name), name) for name in ("same_owner", "suspended")}
            fill(place, {"proportion": parent.proportion, **switches})
            fill(place.stake, {"alpha": parent.alpha, "root": parent.root})
        fill(raw, {"take": self.take, "suspended": flag(self.suspended, "suspended")})
        fill(raw.stake, {"alpha": self.alpha, "root": self.root})
        raw.children, raw.children_len = ffi.from_buffer("uint64_t[]", children), children.size
        raw.parents, raw.parents_len = parents, len(parents)
        return raw, [children, parents]


def parent_child_dividends(
    spec_version: int, childkey: Childkey, tao_weight: int, ck_burn: int, dividends: int
) -> tuple[list[int], int, int]:
    """Divides a hotkey's dividends: what each parent gets, what it keeps, and what is recycled."""
    raw, _kept = childkey._raw()
    count = raw.parents_len
    paid, own, recycled = ffi.new("uint64_t[]", count), ffi.new("uint64_t *"), ffi.new("uint64_t *")
    check(
        lib.nanotao_parent_child_dividends(
            spec_version,
            raw,
            _number("u96f32", tao_weight, "tao_weight"),
            _number("u96f32", ck_burn, "ck_burn"),
            dividends,
            paid,
            own,
            recycled,
            *_memory(count),
        )
    )
    return list(paid), own[0], recycled[0]


def inherited_stake(spec_version: int, childkey: Childkey, tao_weight: int) -> tuple[int, int, int, int]:
    """Tells a hotkey's alpha and root stake with what it borrows, their weight (`I64F64`), and its own contribution."""
    raw, _kept = childkey._raw()
    stake, total, own = ffi.new("nanotao_stake *"), ffi.new("nanotao_i64f64 *"), ffi.new("uint64_t *")
    check(
        lib.nanotao_inherited_stake(
            spec_version, raw, _number("u96f32", tao_weight, "tao_weight"), stake, total, own, *_memory(raw.parents_len)
        )
    )
    return stake.alpha, stake.root, _bits(total), own[0]


@dataclass
class HotkeyDividend:
    """A hotkey's part in a subnet's dividends."""

    dividend: int
    alpha: int
    root: int
    root_uid: bool = True


def dividend_distribution(
    spec_version: int, pending_alpha: int, pending_root_alpha: int, tao_weight: int, hotkeys: Sequence[HotkeyDividend]
) -> tuple[list[tuple[int, int]], int]:
    """Divides a subnet's dividends: of each hotkey, its alpha and its root alpha; and what is recycled of root's."""
    given = list(hotkeys)
    count = len(given)
    raw, shares = ffi.new("nanotao_hotkey_dividend[]", count), ffi.new("nanotao_hotkey_share[]", count)
    for place, hotkey in zip(raw, given):
        _put(place.dividend, hotkey.dividend, "dividend")
        fill(place.stake, {"alpha": hotkey.alpha, "root": hotkey.root})
        place.root_uid = flag(hotkey.root_uid, "root_uid")
    recycled = ffi.new("uint64_t *")
    check(
        lib.nanotao_dividend_distribution(
            spec_version,
            pending_alpha,
            pending_root_alpha,
            _number("u96f32", tao_weight, "tao_weight"),
            raw,
            count,
            shares,
            recycled,
            *_memory(count),
        )
    )
    return [(_bits(share.alpha_dividends), _bits(share.root_alpha_dividends)) for share in shares], recycled[0]


def split_take(take: int, dividends: int) -> tuple[int, int]:
    """Divides a hotkey's dividends between its take and its nominators."""
    taken, left = ffi.new("uint64_t *"), ffi.new("uint64_t *")
    check(lib.nanotao_split_take(take, _number("u96f32", dividends, "dividends"), taken, left))
    return taken[0], left[0]


def withhold_incentives(incentives: Sequence[int], owned: Sequence[bool]) -> tuple[list[int], int]:
    """Withholds the incentives of the subnet owner's hotkeys: what each is paid, and the part that is burnt."""
    given = numbers(incentives, "incentives", U64)
    count = given.size
    kept = flags(owned, "owned", count)
    paid, burned = ffi.new("uint64_t[]", count), ffi.new("nanotao_u96f32 *")
    amounts, of = ffi.from_buffer("uint64_t[]", given), ffi.from_buffer("uint8_t[]", kept)
    check(lib.nanotao_withhold_incentives(amounts, of, count, paid, burned))
    return list(paid), _bits(burned)


def split_emissions(spec_version: int, split: Sequence[int] | None, alpha: int, mechanisms: int) -> list[int]:
    """Splits an emission between mechanisms (`split_emissions`).

    >>> split_emissions(475, None, 9, 2)
    [5, 4]
    """
    parts = u16s(() if split is None else split, "split")
    made = ffi.new("uint64_t[]", whole(mechanisms, "mechanisms", C_SIZE))
    given = ffi.NULL if split is None else ffi.from_buffer(U16, parts)
    check(lib.nanotao_split_emissions(spec_version, given, parts.size, alpha, made, len(made)))
    return list(made)


def weighted_acc_u16(existing: int, added: int, weight: int) -> int:
    """Adds a mechanism's value to the subnet's (`weighted_acc_u16`)."""
    made = ffi.new("uint16_t *")
    check(lib.nanotao_weighted_acc_u16(existing, added, _number("u64f64", weight, "weight"), made))
    return int(made[0])


def weighted_acc_alpha(existing: int, added: int, weight: int) -> int:
    """Adds a mechanism's alpha to the subnet's (`weighted_acc_alpha`)."""
    made = ffi.new("uint64_t *")
    check(lib.nanotao_weighted_acc_alpha(existing, added, _number("u64f64", weight, "weight"), made))
    return int(made[0])
