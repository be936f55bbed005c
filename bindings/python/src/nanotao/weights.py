"""From scores to weights, and what the chain checks of them. Arrays of numpy are read where they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._core import F64, U16, U64, check, ffi, fill, lib, numbers, position, scores_of, size, sized, u16s, unchecked
from .extrinsic import TxExtension
from .keys import _account

U16s = NDArray[np.uint16]
_U16, _F32, _F64 = map(np.dtype, (np.uint16, np.float32, np.float64))


def quantise(uids: ArrayLike, scores: ArrayLike) -> tuple[U16s, U16s]:
    """Makes weights of scores as version 11 of the official SDK does: the largest becomes 65535, zeros are dropped.

    >>> quantise([0, 1, 2], [1.0, 0.0, 0.5])
    (array([0, 2], dtype=uint16), array([65535, 32768], dtype=uint16))
    """
    of, values = u16s(uids, "uids"), scores_of(scores, "scores")
    count, lend = of.size, ffi.from_buffer
    made = np.empty(2 * count, _U16)
    given, out = (lend(U16, of), count, lend(F64, values), values.size), lend(U16, made)
    kept = unchecked.quantise(*given, out)
    if kept < 0:
        # Once more, for the place at fault.
        length, at = size(), position()
        check(lib.nanotao_sdk11_normalize(*given, out, out + count, count, length, at), at)
    return made[:kept], made[count : count + kept]


def convert_weights_and_uids_for_emit(uids: ArrayLike, weights: ArrayLike) -> tuple[list[int], list[int]]:
    """Makes weights of scores as version 10 of the official SDK does (`convert_weights_and_uids_for_emit`).

    >>> convert_weights_and_uids_for_emit([3, 4], [0.25, 1.0])
    ([3, 4], [16384, 65535])
    """
    # That version takes any uids: they stand for their places here.
    given = numbers(uids, "uids", U64).tolist()
    of = u16s(np.arange(len(given)), "uids")
    wide = np.asarray(weights).dtype == _F64
    values = scores_of(weights, "weights", _F64 if wide else _F32)
    kept, made = np.empty(of.size, np.uint16), np.empty(of.size, np.uint16)
    length, at = size(), position()
    call, kind = (lib.nanotao_sdk10_quantise_f64, "double[]") if wide else (lib.nanotao_sdk10_quantise, "float[]")
    status = call(
        ffi.from_buffer(U16, of),
        of.size,
        ffi.from_buffer(kind, values),
        values.size,
        ffi.from_buffer(U16, kept),
        ffi.from_buffer(U16, made),
        of.size,
        length,
        at,
    )
    check(status, at)
    return [given[at] for at in kept[: length[0]]], made[: length[0]].tolist()


def clip_to_max_weight(scores: ArrayLike, limit: float) -> NDArray[np.float64]:
    """Clips scores so that no share of their sum exceeds the limit, as version 11 of the official SDK does."""
    made = scores_of(scores, "scores").copy()
    scratch, at = np.empty(made.size, np.float64), position()
    status = lib.nanotao_sdk11_clip_to_max_weight(
        ffi.from_buffer(F64, made),
        made.size,
        limit,
        ffi.from_buffer(F64, scratch),
        scratch.size,
        at,
    )
    check(status, at)
    return made


def conform(
    uids: ArrayLike, scores: ArrayLike, *, uid: int, min_allowed_weights: int, max_weight_limit: int
) -> tuple[U16s, U16s]:
    """Makes weights of scores within a subnet's limits, as version 11 of the official SDK does."""
    given = {"uid": uid, "min_allowed_weights": min_allowed_weights, "max_weight_limit": max_weight_limit}
    limits = fill(ffi.new("nanotao_limits *"), given)
    of, values = u16s(uids, "uids"), scores_of(scores, "scores").copy()
    scratch, kept, made = np.empty(values.size, np.float64), np.empty(of.size, np.uint16), np.empty(of.size, np.uint16)
    length, at = size(), position()
    status = lib.nanotao_sdk11_conform(
        limits,
        ffi.from_buffer(U16, of),
        of.size,
        ffi.from_buffer(F64, values),
        values.size,
        ffi.from_buffer(F64, scratch),
        scratch.size,
        ffi.from_buffer(U16, kept),
        ffi.from_buffer(U16, made),
        of.size,
        length,
        at,
    )
    check(status, at)
    return kept[: length[0]], made[: length[0]]


def max_upscale(weights: ArrayLike) -> U16s:
    """Scales weights so that the largest is 65535 (`vec_u16_max_upscale_to_u16`)."""
    made = u16s(weights, "weights").copy()
    check(lib.nanotao_vec_u16_max_upscale_to_u16(ffi.from_buffer(U16, made), made.size))
    return made


def normalize_weights(weights: ArrayLike) -> U16s:
    """Scales weights so that their sum is 65535 at most (`normalize_weights`)."""
    made = u16s(weights, "weights").copy()
    check(lib.nanotao_normalize_weights(ffi.from_buffer(U16, made), made.size))
    return made


def _holds(call: Any, *given: Any) -> bool:
    holds = ffi.new("uint32_t *")
    check(call(*given, holds))
    return bool(holds[0])


def check_max_limited(weights: ArrayLike, limit: int) -> bool:
    """Tells whether no weight's share exceeds the limit (`check_vec_max_limited`)."""
    of = u16s(weights, "weights")
    return _holds(lib.nanotao_check_vec_max_limited, ffi.from_buffer(U16, of), of.size, limit)


def check_version_key(weights_version_key: int, version_key: int) -> bool:
    """Tells whether a version key is up to date. A subnet's key of 0 lets every one pass.

    >>> check_version_key(10, 9), check_version_key(0, 9)
    (False, True)
    """
    return bool(lib.nanotao_check_version_key(weights_version_key, version_key))


def check_rate_limit(uid_exists: bool, last_update: int, current_block: int, weights_set_rate_limit: int) -> bool:
    """Tells whether enough blocks have passed since the neuron's last weights; a `last_update` of 0 means never.

    >>> check_rate_limit(True, 500, 599, 100), check_rate_limit(True, 500, 600, 100)
    (False, True)
    """
    given = (last_update, current_block, weights_set_rate_limit)
    return _holds(lib.nanotao_check_rate_limit, uid_exists, *given)


def has_duplicate_uids(uids: ArrayLike) -> bool:
    """Tells whether a uid occurs twice.

    >>> has_duplicate_uids([1, 2, 1])
    True
    """
    of = u16s(uids, "uids")
    return _holds(lib.nanotao_has_duplicate_uids, ffi.from_buffer(U16, of), of.size)


def is_self_weight(uid: int, uids: ArrayLike, weights: ArrayLike) -> bool:
    """Tells whether the weights are one weight of the neuron for itself.

    >>> is_self_weight(3, [3], [65535])
    True
    """
    of, values = u16s(uids, "uids"), u16s(weights, "weights")
    given = (ffi.from_buffer(U16, of), of.size, ffi.from_buffer(U16, values), values.size)
    return _holds(lib.nanotao_is_self_weight, uid, *given)


def check_length(
    netuid: int, uid: int, uids: ArrayLike, weights: ArrayLike, subnetwork_n: int, min_allowed_weights: int
) -> bool:
    """Tells whether there are enough weights: `min_allowed_weights`, or one for each neuron of a smaller subnet.

    A single weight for itself is enough outside the root network.

    >>> check_length(1, 0, [1, 2], [1, 1], 256, 8), check_length(1, 0, [1, 2], [1, 1], 2, 8)
    (False, True)
    """
    of, values = u16s(uids, "uids"), u16s(weights, "weights")
    given = (ffi.from_buffer(U16, of), of.size, ffi.from_buffer(U16, values), values.size)
    return _holds(lib.nanotao_check_length, netuid, uid, *given, subnetwork_n, min_allowed_weights)


def commit_hash(
    account: bytes | str, netuid_index: int, uids: ArrayLike, values: ArrayLike, salt: ArrayLike, version_key: int
) -> bytes:
    """Computes the hash of a commit to weights (`get_commit_hash`)."""
    of, weights, grains = u16s(uids, "uids"), u16s(values, "values"), u16s(salt, "salt")
    made = ffi.new("nanotao_h256 *")
    check(
        lib.nanotao_commit_hash(
            _account(account, "account"),
            netuid_index,
            ffi.from_buffer(U16, of),
            of.size,
            ffi.from_buffer(U16, weights),
            weights.size,
            ffi.from_buffer(U16, grains),
            grains.size,
            version_key,
            made,
        )
    )
    return bytes(ffi.buffer(made))


def _state(state: dict[str, int | bool]) -> Any:
    return fill(ffi.new("nanotao_set_weights_state *"), state)


def check_set_weights(
    netuid: int,
    mecid: int,
    uids: ArrayLike,
    values: ArrayLike,
    version_key: int,
    **state: int | bool,
) -> U16s:
    """Checks what the chain checks when weights are set, and tells what it would store.

    `state` has the fields of `nanotao_set_weights_state` by name: `subnet_exists`, `subnetwork_n`, `validator_permit`, …
    """
    held = _state(state)
    of, weights = u16s(uids, "uids"), u16s(values, "values")
    stored, length, at = np.empty(weights.size, np.uint16), size(), position()
    status = lib.nanotao_check_set_weights(
        held,
        netuid,
        mecid,
        ffi.from_buffer(U16, of),
        of.size,
        ffi.from_buffer(U16, weights),
        weights.size,
        version_key,
        ffi.from_buffer(U16, stored),
        stored.size,
        length,
        at,
    )
    check(status, at)
    return stored[: length[0]]


def check_commit_reveal_enabled(**state: int | bool) -> None:
    """Checks that a subnet takes plain weights: the chain does so before all of `check_set_weights`.

    >>> check_commit_reveal_enabled(commit_reveal_weights_enabled=False)
    """
    check(lib.nanotao_check_commit_reveal_enabled(_state(state)))


def get_netuid_and_subid(netuid_index: int, subnet_exists: bool, mechanism_count: int) -> tuple[int, int]:
    """Takes a storage index apart (`get_netuid_and_subid`); the subnet is the index modulo 4096.

    >>> get_netuid_and_subid(4097, True, 2)
    (1, 1)
    """
    netuid, mecid = ffi.new("uint16_t *"), ffi.new("uint8_t *")
    check(lib.nanotao_get_netuid_and_subid(netuid_index, subnet_exists, mechanism_count, netuid, mecid))
    return netuid[0], mecid[0]


def mechanism_storage_index(netuid: int, mecid: int) -> int:
    """Computes the index under which a mechanism's weights are stored (`get_mechanism_storage_index`)."""
    return int(lib.nanotao_mechanism_storage_index(netuid, mecid))


def set_weights_call(netuid: int, uids: ArrayLike, weights: ArrayLike, version_key: int) -> bytes:
    """Writes the call `SubtensorModule.set_weights`.

    >>> set_weights_call(1, [0, 1], [100, 200], 0).hex()
    '070001000800000100086400c8000000000000000000'
    """
    return _weights_call(lib.nanotao_set_weights_payload, (netuid,), uids, weights, version_key)


def set_mechanism_weights_call(
    netuid: int, mecid: int, uids: ArrayLike, weights: ArrayLike, version_key: int
) -> bytes:
    """Writes the call `SubtensorModule.set_mechanism_weights`.

    >>> set_mechanism_weights_call(1, 2, [0], [100], 0).hex()
    '07770100020400000464000000000000000000'
    """
    return _weights_call(lib.nanotao_set_mechanism_weights_payload, (netuid, mecid), uids, weights, version_key)


def _weights_call(
    write: Any, where: tuple[int, ...], uids: ArrayLike, weights: ArrayLike, version_key: int
) -> bytes:
    of, values = u16s(uids, "uids"), u16s(weights, "weights")
    payload = sized(
        lambda out, cap, length, at: write(
            *where,
            ffi.from_buffer(U16, of),
            of.size,
            ffi.from_buffer(U16, values),
            values.size,
            version_key,
            _RAW_EXTENSION,
            out,
            cap,
            length,
            at,
        ),
        4 * of.size + 256,
    )
    return payload[:-_EXTENSION_LEN]


def reveal_weights_call(
    netuid: int, uids: ArrayLike, values: ArrayLike, salt: ArrayLike, version_key: int
) -> bytes:
    """Writes the call `SubtensorModule.reveal_weights`: what was hashed.

    >>> reveal_weights_call(1, [0], [100], [7], 0).hex()
    '076101000400000464000407000000000000000000'
    """
    of, weights, grains = u16s(uids, "uids"), u16s(values, "values"), u16s(salt, "salt")
    return sized(
        lambda out, cap, length, _: lib.nanotao_call_reveal_weights(
            netuid,
            ffi.from_buffer(U16, of),
            of.size,
            ffi.from_buffer(U16, weights),
            weights.size,
            ffi.from_buffer(U16, grains),
            grains.size,
            version_key,
            out,
            cap,
            length,
        ),
        64 + 6 * of.size,
    )


# The call is what stands before the extension.
_RAW_EXTENSION = TxExtension()._raw()
_EXTENSION_LEN = len(TxExtension().payload(b""))
