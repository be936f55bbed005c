"""Registration by proof of work."""

from __future__ import annotations

from operator import index

from ._core import check, ffi, fill, lib, pack
from .fixed import _number
from .keys import _account


def create_registration_seal(
    netuid: int, block_hash: bytes, nonce: int, hotkey: bytes | str, coldkey: bytes | str
) -> bytes:
    """Computes the seal of a registration by work (`create_registration_seal`, spec 475)."""
    seal = ffi.new("nanotao_h256 *")
    block = pack("nanotao_h256", block_hash, "block_hash")
    keys = _account(hotkey, "hotkey"), _account(coldkey, "coldkey")
    check(lib.nanotao_create_registration_seal(netuid, block, nonce, *keys, seal))
    return bytes(ffi.buffer(seal))


def create_seal_hash(block_hash: bytes, nonce: int, hotkey: bytes | str) -> bytes:
    """Computes the seal of the faucet (`create_seal_hash`, spec 425)."""
    seal = ffi.new("nanotao_h256 *")
    check(lib.nanotao_create_seal_hash(pack("nanotao_h256", block_hash, "block_hash"), nonce, _account(hotkey, "hotkey"), seal))
    return bytes(ffi.buffer(seal))


def hash_block_and_hotkey(block_hash: bytes, hotkey: bytes | str) -> bytes:
    """Hashes a block's hash with a hotkey (`hash_block_and_hotkey`, spec 425)."""
    made = ffi.new("nanotao_h256 *")
    check(lib.nanotao_hash_block_and_hotkey(pack("nanotao_h256", block_hash, "block_hash"), _account(hotkey, "hotkey"), made))
    return bytes(ffi.buffer(made))


def hash_hotkey_to_u64(hotkey: bytes | str) -> int:
    """Shortens a hotkey to 64 bits (`hash_hotkey_to_u64`, spec 425)."""
    made = ffi.new("uint64_t *")
    check(lib.nanotao_hash_hotkey_to_u64(_account(hotkey, "hotkey"), made))
    return int(made[0])


def hash_meets_difficulty(seal: bytes, difficulty: int) -> bool:
    """Tells whether a seal is small enough (`hash_meets_difficulty`).

    >>> hash_meets_difficulty(bytes(31) + b"\\x01", 255), hash_meets_difficulty(bytes(31) + b"\\x01", 256)
    (True, False)
    """
    meets = ffi.new("uint32_t *")
    needed = pack("nanotao_h256", index(difficulty).to_bytes(32, "little"), "difficulty")
    check(lib.nanotao_hash_meets_difficulty(pack("nanotao_h256", seal, "seal"), needed, meets))
    return bool(meets[0])


def effective_difficulty(difficulty: int, minimum: int, maximum: int) -> int:
    """Tells the difficulty that a proof has to meet (spec 475)."""
    return int(lib.nanotao_effective_difficulty(difficulty, minimum, maximum))


def decay_difficulty(difficulty: int, minimum: int, maximum: int, burn_half_life: int, current_block: int) -> int:
    """Tells the difficulty in the next block (spec 475)."""
    return int(lib.nanotao_decay_difficulty(difficulty, minimum, maximum, burn_half_life, current_block))


def decay_factor_q32(half_life: int) -> int:
    """Computes the factor of one block, in 2^-32 (`decay_factor_q32`)."""
    return int(lib.nanotao_decay_factor_q32(half_life))


def bump_difficulty(difficulty: int, minimum: int, maximum: int, burn_increase_mult: int) -> int:
    """Tells the difficulty after a registration (spec 475); the factor is a `U64F64`."""
    made = ffi.new("uint64_t *")
    check(lib.nanotao_bump_difficulty(difficulty, minimum, maximum, _number("u64f64", burn_increase_mult, "burn_increase_mult"), made))
    return int(made[0])


def check_pow_registration(
    hotkey: bytes | str,
    coldkey: bytes | str,
    work: bytes,
    block_hash: bytes = bytes(32),
    owner: bytes | str | None = None,
    last_pow_registration_block: int | None = None,
    **state: int | bool,
) -> None:
    """Checks what the chain checks before it takes a proof of work (`pow_register`, spec 475).

    `state` has the other fields of `nanotao_pow_state` by name: `netuid`, `work_block`, `nonce`, `difficulty`, …
    """
    raw = fill(ffi.new("nanotao_pow_state *"), state)
    raw.hotkey, raw.coldkey = _account(hotkey, "hotkey")[0], _account(coldkey, "coldkey")[0]
    raw.work, raw.block_hash = pack("nanotao_h256", work, "work")[0], pack("nanotao_h256", block_hash, "block_hash")[0]
    if owner is not None:
        raw.has_owner, raw.owner = 1, _account(owner, "owner")[0]
    if last_pow_registration_block is not None:
        raw.has_last_pow_registration_block = 1
        fill(raw, {"last_pow_registration_block": last_pow_registration_block})
    check(lib.nanotao_check_pow_registration(raw))
