"""Weights locked until a round of drand quicknet: made, foretold and opened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike

from ._core import U16, check, ffi, fill, lib, octets, position, sized, u16s
from .emission import SubnetSchedule, _schedule
from .extrinsic import Review, TxExtension
from .keys import Keypair, _account

COMMIT_REVEAL_VERSION: int = lib.NANOTAO_COMMIT_REVEAL_VERSION
OVERHEAD: int = lib.NANOTAO_TIMELOCK_OVERHEAD


@dataclass
class Reveal:
    """What is foretold for a commit that is sent now: its epoch, the first block that reveals it, and the round to lock until."""

    commit_epoch: int
    first_reveal_block: int
    round: int


def predict_reveal(
    spec_version: int,
    schedule: SubnetSchedule,
    current_block: int,
    reveal_period_epochs: int,
    unix_time: float,
    block_time: float = 12.0,
) -> Reveal:
    """Foretells when a commit on top of `current_block` is revealed, and until which round to lock it.

    Times are in seconds; the schedule is the subnet's as of that block (`get_encrypted_commit_v2` of the official client, which
    has the rule of spec 425 still).

    >>> predict_reveal(425, SubnetSchedule(360, 8765900, 0, 400, 7), 8766000, 1, 1.7e9).first_reveal_block
    8766260
    """
    made = ffi.new("nanotao_reveal *", {"struct_size": ffi.sizeof("nanotao_reveal")})
    now, block = int(unix_time * 1000), int(block_time * 1000)
    raw = _schedule(schedule)
    check(lib.nanotao_predict_reveal(spec_version, raw, current_block, reveal_period_epochs, now, block, made))
    return Reveal(made.commit_epoch, made.first_reveal_block, made.round)


def round_at(unix_time: int) -> int:
    """Tells the round that drand quicknet signed last at a time; 0 before the first.

    >>> round_at(time_of_round(1000))
    1000
    """
    return int(lib.nanotao_round_at(unix_time))


def time_of_round(number: int) -> int:
    """Tells when drand quicknet signs a round, in seconds since 1970."""
    return int(lib.nanotao_time_of_round(number))


def check_round(number: int, unix_time: int) -> None:
    """Checks that a round is still to come, and within five years."""
    check(lib.nanotao_check_round(number, unix_time))


def commit_len(uids: int) -> int:
    """Tells the bytes of a commit to so many weights.

    >>> commit_len(256)
    1313
    """
    return int(lib.nanotao_timelock_commit_len(uids))


def commit(
    hotkey: bytes | str,
    uids: ArrayLike,
    values: ArrayLike,
    version_key: int,
    round: int,
    secret: bytes | None = None,
    context: bytes = b"",
) -> bytes:
    """Locks weights until a round, with the system's randomness, as `commit_timelocked_weights_call` takes them.

    With a `secret` of 32 bytes that is kept for this, either that or the system's randomness is enough to keep the commit
    closed. A `context` that no other commit has (subnet, mechanism, nonce, birth block) keeps equal weights from showing as
    equal even if that randomness repeats itself. The round is that of `predict_reveal`; `check_round` looks at it.

    >>> len(commit(bytes(32), [0, 1], [65535, 1], 0, 10**7)) == commit_len(2)
    True
    """
    of, weights, who = u16s(uids, "uids"), u16s(values, "values"), _account(hotkey, "hotkey")
    given = (who, ffi.from_buffer(U16, of), of.size, ffi.from_buffer(U16, weights), weights.size, version_key, round)
    room = commit_len(of.size)
    if secret is None:
        random = secrets.token_bytes(lib.NANOTAO_TIMELOCK_RANDOM_LEN)
        return sized(lambda *out: lib.nanotao_timelock_commit(*given, random, len(random), *out), room)
    secret, context = octets(secret, "secret", lib.NANOTAO_TIMELOCK_SECRET_LEN), octets(context, "context")
    fresh = secrets.token_bytes(lib.NANOTAO_TIMELOCK_SECRET_LEN)
    hedged = (*given, secret, fresh, context, len(context))
    return sized(lambda *out: lib.nanotao_timelock_commit_hedged(*hedged, *out), room)


@dataclass
class RevealTerms:
    """All that a reveal is foretold from, as for `predict_reveal`: times in seconds, the schedule as of the block."""

    schedule: SubnetSchedule
    current_block: int
    reveal_period_epochs: int
    unix_time: float
    block_time: float = 12.0

    def _raw(self) -> Any:
        raw = ffi.new("nanotao_reveal_terms *", {"struct_size": ffi.sizeof("nanotao_reveal_terms")})
        raw.schedule = _schedule(self.schedule)[0]
        times = {"unix_time_ms": int(self.unix_time * 1000), "block_time_ms": int(self.block_time * 1000)}
        return fill(
            raw, {"current_block": self.current_block, "reveal_period_epochs": self.reveal_period_epochs, **times}
        )


class TimelockedReview(Review):
    """The cards of weights that are locked for it: they show what the ciphertext holds, and when that is revealed.

    `reveal` tells the latter, and `payload` what is signed. The secret of 32 bytes is kept for this, or the seed of the
    hotkey; beside it the system's randomness is used.

    >>> alice, subnet = Keypair.create_from_uri("//Alice"), SubnetSchedule(360, 8765900, 0, 400, 7)
    >>> terms = RevealTerms(subnet, 8766000, 1, 1.7e9)
    >>> review = TimelockedReview(alice.public_key, 8, [3, 9], [16384, 49152], 0, terms, TxExtension(), bytes(32))
    >>> dict(review)["weight 2"]
    'uid 9: 75.0000% (49152)'
    >>> review.approve()
    >>> len(review.extrinsic(review.sign(alice))) > commit_len(2)
    True
    """

    def __init__(
        self,
        signer: bytes | str,
        netuid: int,
        uids: ArrayLike,
        values: ArrayLike,
        version_key: int,
        terms: RevealTerms,
        extension: TxExtension,
        secret: bytes,
        mecid: int = 0,
    ) -> None:
        secret = octets(secret, "secret", lib.NANOTAO_TIMELOCK_SECRET_LEN)
        raw = fill(
            ffi.new("nanotao_hidden_weights *"), {"netuid": netuid, "mecid": mecid, "version_key": version_key}
        )
        raw.hotkey = _account(signer, "signer")[0]
        # The struct points to these copies, which live as long as the review.
        self._lists = [ffi.new("uint16_t[]", u16s(*of).tolist()) for of in ((uids, "uids"), (values, "values"))]
        (raw.uids, raw.values), (raw.uids_len, raw.values_len) = self._lists, map(len, self._lists)
        calls = (
            lib.nanotao_review_card_timelocked,
            lib.nanotao_review_texts_timelocked,
            lib.nanotao_review_sign_timelocked,
            _encode_without_weights,
        )
        self._take(b"", signer, (raw,), calls)
        made = ffi.new("nanotao_reveal *", {"struct_size": ffi.sizeof("nanotao_reveal")})
        fresh, count = secrets.token_bytes(lib.NANOTAO_TIMELOCK_SECRET_LEN), ffi.new("size_t *")
        given = (self._review, raw, terms._raw(), extension._raw(), secret, fresh)
        self.payload = sized(
            lambda out, cap, length, at: lib.nanotao_review_init_timelocked(
                *given, out, cap, length, made, count, at
            ),
            2 * commit_len(len(self._lists[0])) + 192,
        )
        self._reviewed, self._count = (self.payload, len(self.payload), raw), int(count[0])
        self.reveal = Reveal(made.commit_epoch, made.first_reveal_block, made.round)


def _encode_without_weights(payload: bytes, length: int, _: Any, *rest: Any) -> Any:
    """The extrinsic has the ciphertext only."""
    return lib.nanotao_extrinsic_encode(payload, length, *rest)


def encrypt(message: bytes, round: int, public_key: bytes | None = None) -> bytes:
    """Locks any message until a round of a beacon, drand quicknet's if no public key is given (`tle`).

    >>> message_len(encrypt(b"hello", 1000))
    5
    """
    random, key = secrets.token_bytes(lib.NANOTAO_TIMELOCK_RANDOM_LEN), _public_key(public_key)
    message = octets(message, "message")
    return sized(
        lambda out, cap, length, _: lib.nanotao_timelock_encrypt(
            key, message, len(message), round, random, len(random), out, cap, length
        ),
        len(message) + OVERHEAD,
    )


def _public_key(key: bytes | None) -> Any:
    return ffi.NULL if key is None else octets(key, "public_key", lib.NANOTAO_BEACON_PUBLIC_KEY_LEN)


def _signature(signature: bytes) -> bytes:
    return octets(signature, "signature", lib.NANOTAO_BEACON_SIGNATURE_LEN)


def message_len(ciphertext: bytes) -> int:
    """Checks the form of a commit, or of another ciphertext, and tells the length of the message in it."""
    ciphertext, found, at = octets(ciphertext, "ciphertext"), ffi.new("size_t *"), position()
    check(lib.nanotao_timelock_message_len(ciphertext, len(ciphertext), found, at), at)
    return int(found[0])


def open_with(ciphertext: bytes, signature: bytes) -> bytes:
    """Opens a commit, or another ciphertext, with the beacon's signature on its round (`tld`).

    That it opens proves the signature to be the round's if the commit is honest; `verify_beacon` proves it in any case.
    """
    ciphertext, beacon = octets(ciphertext, "ciphertext"), _signature(signature)
    return sized(
        lambda *out: lib.nanotao_timelock_open(ciphertext, len(ciphertext), beacon, *out), max(len(ciphertext), 1)
    )


def verify_beacon(signature: bytes, round: int, public_key: bytes | None = None) -> bool:
    """Tells whether a beacon signed a round, drand quicknet if no public key is given (`verify` of the pallet `Drand`)."""
    status = lib.nanotao_beacon_verify(_public_key(public_key), _signature(signature), round)
    if status in (lib.NANOTAO_TIMELOCK_WRONG_SIGNATURE, lib.NANOTAO_TIMELOCK_INVALID_SIGNATURE):
        return False
    check(status)
    return True


@dataclass
class WeightsTlockPayload:
    """The message that a commit locks: who commits, and what is revealed."""

    hotkey: bytes
    uids: list[int]
    values: list[int]
    version_key: int

    def encode(self) -> bytes:
        """Writes the message. On the chain's side the hotkey can have any length."""
        hotkey, of, weights = octets(self.hotkey, "hotkey"), u16s(self.uids, "uids"), u16s(self.values, "values")
        return sized(
            lambda out, cap, length, _: lib.nanotao_timelock_payload_encode(
                hotkey,
                len(hotkey),
                ffi.from_buffer(U16, of),
                of.size,
                ffi.from_buffer(U16, weights),
                weights.size,
                self.version_key,
                out,
                cap,
                length,
            )
        )

    @classmethod
    def parse(cls, message: bytes) -> WeightsTlockPayload:
        """Reads the weights that a commit opened to; hotkeys of 32 bytes only.

        >>> WeightsTlockPayload.parse(WeightsTlockPayload(bytes(32), [1], [2], 3).encode()).values
        [2]
        """
        message = octets(message, "message")
        # Every element takes two bytes.
        room = len(message) // 2
        hotkey, key, at = ffi.new("nanotao_account_id *"), ffi.new("uint64_t *"), position()
        uids, values, ends = ffi.new(U16, room), ffi.new(U16, room), ffi.new("size_t[2]")
        status = lib.nanotao_timelock_payload_parse(
            message, len(message), hotkey, uids, room, ends, values, room, ends + 1, key, at
        )
        check(status, at)
        return cls(bytes(ffi.buffer(hotkey)), list(uids[0 : ends[0]]), list(values[0 : ends[1]]), key[0])
