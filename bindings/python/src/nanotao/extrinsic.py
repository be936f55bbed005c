"""Calls, signing payloads, their review card by card, and extrinsics."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from itertools import accumulate
from operator import index
from typing import Any, Callable, Iterator

from ._core import C_U32, chars, check, ffi, fill, lib, octets, octets_or_hex, pack, position, sized, text, unchecked, whole
from .keys import Keypair, _account, _secret


FINNEY = bytes.fromhex("2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03")
"""Genesis hash of mainnet."""


_EXTENSION_NUMBERS = ("nonce", "tip", "era_period", "era_phase", "spec_version", "transaction_version")


@dataclass
class TxExtension:
    """What goes with a call into its signing payload: nonce, era, and which chain and runtime it is for.

    `era_period` of 0 means immortal. `block_hash` is that of the era's first block, whose number `era` tells; an immortal
    era has none. Hashes are 32 bytes, or their hex.

    >>> len(TxExtension(nonce=1, spec_version=461, transaction_version=1).payload(b"")) > 70
    True
    """

    nonce: int = 0
    tip: int = 0
    era_period: int = 0
    era_phase: int = 0
    spec_version: int = 475
    transaction_version: int = 1
    genesis_hash: bytes | str = FINNEY
    block_hash: bytes | str | None = None
    metadata_hash: bytes | str | None = None

    def _raw(self) -> Any:
        raw = ffi.new("nanotao_tx_extension *")
        fill(raw, {name: getattr(self, name) for name in _EXTENSION_NUMBERS})
        block_hash = self.block_hash
        if block_hash is None:
            if self.era_period:
                raise ValueError("a mortal era takes block_hash, the hash of its first block, which era() tells")
            block_hash = self.genesis_hash
        raw.genesis_hash = octets_or_hex(self.genesis_hash, "genesis_hash", 32)
        raw.block_hash = octets_or_hex(block_hash, "block_hash", 32)
        if self.metadata_hash is not None:
            raw.has_metadata_hash, raw.metadata_hash = 1, octets_or_hex(self.metadata_hash, "metadata_hash", 32)
        return raw

    def payload(self, call: bytes) -> bytes:
        """Writes the signing payload of a call."""
        raw, call = self._raw(), octets(call, "call")
        return sized(
            lambda out, cap, length, _: unchecked.nanotao_call_payload(call, len(call), raw, out, cap, length),
            len(call) + 160,
        )


def era(period: int, current_block: int) -> tuple[int, int, int]:
    """Computes the era that begins at a block (`Era::mortal`): its period, its phase, and the block whose hash is signed.

    >>> era(64, 5000001)
    (64, 1, 5000001)
    """
    found, phase, birth = ffi.new("uint32_t *"), ffi.new("uint32_t *"), ffi.new("uint64_t *")
    check(lib.nanotao_era_mortal(period, current_block, found, phase, birth))
    return found[0], phase[0], birth[0]


def call_name(call: bytes, spec_version: int = 475) -> tuple[str, str]:
    """Names the pallet and the function of a call, by the table of a spec version.

    >>> call_name(bytes.fromhex("070001000800000100086400c8000000000000000000"))
    ('SubtensorModule', 'set_weights')
    """
    call = octets(call, "call")
    pallet, function, lengths, at = ffi.new("char[]", 64), ffi.new("char[]", 64), ffi.new("size_t[2]"), position()
    status = lib.nanotao_call_name(
        spec_version, call, len(call), pallet, 64, lengths, function, 64, lengths + 1, at
    )
    check(status, at)
    return ffi.unpack(pallet, lengths[0]).decode(), ffi.unpack(function, lengths[1]).decode()


def transfer_keep_alive_call(dest: bytes | str, value: int) -> bytes:
    """Writes the call `Balances.transfer_keep_alive`; the value is in rao."""
    to = _account(dest, "dest")
    return sized(lambda out, cap, length, _: lib.nanotao_call_transfer_keep_alive(to, value, out, cap, length))


def add_stake_call(hotkey: bytes | str, netuid: int, amount_staked: int) -> bytes:
    """Writes the call `SubtensorModule.add_stake`; the amount is in rao."""
    to = _account(hotkey, "hotkey")
    return sized(lambda out, cap, length, _: lib.nanotao_call_add_stake(to, netuid, amount_staked, out, cap, length))


def commit_weights_call(netuid: int, commit_hash: bytes) -> bytes:
    """Writes the call `SubtensorModule.commit_weights`; the hash is that of `weights.commit_hash`."""
    raw = pack("nanotao_h256", commit_hash, "commit_hash")
    return sized(lambda out, cap, length, _: lib.nanotao_call_commit_weights(netuid, raw, out, cap, length))


def commit_timelocked_weights_call(
    netuid: int, commit: bytes, reveal_round: int, commit_reveal_version: int = 4
) -> bytes:
    """Writes the call `SubtensorModule.commit_timelocked_weights`: a ciphertext that a drand round will open."""
    commit = octets(commit, "commit")
    return sized(
        lambda out, cap, length, _: lib.nanotao_call_commit_timelocked_weights(
            netuid, commit, len(commit), reveal_round, commit_reveal_version, out, cap, length
        )
    )


def serve_axon_call(netuid: int, ip: int, port: int, ip_type: int = 4, protocol: int = 4, version: int = 0) -> bytes:
    """Writes the call `SubtensorModule.serve_axon`: where a miner answers, the address as a number.

    >>> call_name(serve_axon_call(1, 0x7F000001, 8091))
    ('SubtensorModule', 'serve_axon')
    """
    address = index(ip)
    numbers = {"ip_high": address >> 64, "ip_low": address & (2**64 - 1), "port": port}
    raw = fill(ffi.new("nanotao_axon *"), {**numbers, "version": version, "ip_type": ip_type, "protocol": protocol})
    return sized(lambda out, cap, length, _: lib.nanotao_call_serve_axon(netuid, raw, out, cap, length))


def remove_stake_call(hotkey: bytes | str, netuid: int, amount_unstaked: int) -> bytes:
    """Writes the call `SubtensorModule.remove_stake`; the amount is in alpha's smallest unit."""
    of = _account(hotkey, "hotkey")
    return sized(
        lambda out, cap, length, _: lib.nanotao_call_remove_stake(of, netuid, amount_unstaked, out, cap, length)
    )


def burned_register_call(netuid: int, hotkey: bytes | str) -> bytes:
    """Writes the call `SubtensorModule.burned_register`."""
    of = _account(hotkey, "hotkey")
    return sized(lambda out, cap, length, _: lib.nanotao_call_burned_register(netuid, of, out, cap, length))


class Review:
    """The cards of a payload. Whoever signs has to read them all first, in order. Threads may share it.

    It is described by the table of its spec version, or by a metadata `proof`, which the payload's metadata hash is of. Without
    the proof such a hash is shown, but nothing tells that it is the runtime's.

    >>> alice = Keypair.create_from_uri("//Alice")
    >>> from nanotao import set_weights_call
    >>> payload = TxExtension().payload(set_weights_call(1, [0], [65535], 0))
    >>> review = Review(payload, alice.public_key)
    >>> cards = dict(review)
    >>> cards["Call"], cards["netuid"]
    ('SubtensorModule.set_weights', '1')
    >>> review.approve()
    >>> len(review.sign(alice))
    65
    """

    def __init__(
        self,
        payload: bytes,
        signer: bytes | str,
        current_block: int | None = None,
        proof: bytes | None = None,
    ) -> None:
        count, at = ffi.new("size_t *"), position()
        block = ffi.NULL if current_block is None else ffi.new("uint32_t *", whole(current_block, "current_block", C_U32))
        if proof is None:
            calls = (
                lib.nanotao_review_card,
                lib.nanotao_review_texts,
                lib.nanotao_review_sign,
                lib.nanotao_extrinsic_encode,
            )
            self._take(payload, signer, (), calls)
            init = lib.nanotao_review_init
        else:
            calls = (
                lib.nanotao_review_card_by_proof,
                lib.nanotao_review_texts_by_proof,
                lib.nanotao_review_sign_by_proof,
                lib.nanotao_extrinsic_encode_by_proof,
            )
            proof = octets(proof, "proof")
            self._take(payload, signer, (proof, len(proof)), calls)
            init = lib.nanotao_review_init_by_proof
        check(init(self._review, *self._reviewed, self._signer, block, count, at), at)
        self._count = int(count[0])

    def _take(self, payload: bytes, signer: bytes | str, beside: tuple[Any, ...], calls: tuple[Any, ...]) -> None:
        """Takes the payload, what describes it beside the tables, and the functions that take both."""
        self.payload = octets(payload, "payload")
        self._reviewed = self.payload, len(self.payload), *beside
        self._review, self._signer = ffi.new("nanotao_review *"), _account(signer, "signer")
        self._card, self._texts, self._sign, self._encode = calls
        # Threads run while the library does: without it, two could sign at once.
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def card(self, index: int) -> tuple[str, str]:
        """Fetches a card: what it is about, and what it says."""
        with self._lock:
            return _card(lambda *out: self._card(self._review, *self._reviewed, index, *out))

    def cards(self) -> list[tuple[str, str]]:
        """Fetches all cards at once, which then count as shown: of a long payload much sooner than each by itself."""
        with self._lock:
            return _cards(lambda out, cap, length, _: self._texts(self._review, *self._reviewed, out, cap, length))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (self.card(index) for index in range(self._count))

    def approve(self) -> None:
        """Takes the user's consent, once all cards were fetched."""
        at = position()
        with self._lock:
            check(lib.nanotao_review_approve(self._review, at), at)

    def sign(self, key: Keypair) -> bytes:
        """Signs the payload, once: the signature with its scheme in front."""
        secret, random = _secret(key), secrets.token_bytes(32)
        with self._lock:
            return sized(
                lambda out, cap, length, _: self._sign(
                    self._review, *self._reviewed, secret, random, len(random), out, cap, length
                ),
            )

    def extrinsic(self, signature: bytes) -> bytes:
        """Puts the signed extrinsic together."""
        signature = octets(signature, "signature")
        return sized(
            lambda out, cap, length, at: self._encode(
                *self._reviewed, self._signer, signature, len(signature), out, cap, length, at
            ),
            len(self.payload) + 160,
        )


def _card(fetch: Callable[..., int]) -> tuple[str, str]:
    """The texts of one card; a second time, if they need more room."""
    lengths, at, room = ffi.new("size_t[2]"), position(), [256, 1024]
    while True:
        label, value = ffi.new("char[]", room[0]), ffi.new("char[]", room[1])
        status = fetch(label, room[0], lengths, value, room[1], lengths + 1, at)
        if status != lib.NANOTAO_BUFFER_TOO_SMALL:
            break
        room = [lengths[0] + 1, lengths[1] + 1]
    check(status, at)
    return ffi.unpack(label, lengths[0]).decode(), ffi.unpack(value, lengths[1]).decode()


def _cards(fetch: Callable[..., int]) -> list[tuple[str, str]]:
    """The texts of all cards: each label and each value ends with a NUL."""
    texts = sized(fetch, 4096).decode().split("\0")
    return list(zip(texts[::2], texts[1::2]))


def call_cards(call: bytes, spec_version: int = 475) -> list[tuple[str, str]]:
    """Decodes a call to its last byte by the table of a spec version, and shows it: to read, not to sign.

    >>> call_cards(add_stake_call(bytes(32), 1, 2 * 10**9))[0]
    ('Action', 'Stake TAO, at any price')
    """
    call = octets(call, "call")
    return _cards(lambda *out: lib.nanotao_call_texts(spec_version, call, len(call), *out))


def extrinsic_cards(extrinsic: bytes, spec_version: int = 475) -> list[tuple[str, str]]:
    """Shows a signed extrinsic, to read. The signature is not verified.

    The offset of an error is the byte of the extrinsic, or what is at fault in the call, whose bytes count from its first.
    """
    extrinsic = octets(extrinsic, "extrinsic")
    return _cards(lambda *out: lib.nanotao_extrinsic_texts(spec_version, extrinsic, len(extrinsic), *out))


@dataclass
class Item:
    """A value in a call, or what stands for the values inside it.

    `kind` is one of `ITEM_KINDS`; `value` a bool, a text, a number, bytes, or a list of numbers or bools. Of a list it is how
    many elements follow, deeper than this; of a variant its name, and its fields follow.
    """

    kind: str
    path: str
    type_name: str
    depth: int
    offset: int
    value: Any


ITEM_KINDS = ("bool", "char", "text", "unsigned", "signed", "wide", "bytes", "u16s", "bits", "list", "variant")


def call_items(call: bytes, spec_version: int = 475) -> list[Item]:
    """Takes a call apart, in the order of its bytes, by the table of a spec version.

    >>> [(item.path, item.value) for item in call_items(add_stake_call(bytes(32), 1, 2 * 10**9))][-1]
    ('.SubtensorModule.add_stake.amount_staked', 2000000000)
    """
    call = octets(call, "call")
    return _items(call, lambda *out: lib.nanotao_call_item(spec_version, call, len(call), *out))


def payload_items(payload: bytes, proof: bytes) -> list[Item]:
    """Takes the call of a payload apart that a metadata proof describes. The payload is verified as a whole."""
    payload, proof = octets(payload, "payload"), octets(proof, "proof")
    return _items(
        payload,
        lambda *out: lib.nanotao_payload_item_by_proof(payload, len(payload), proof, len(proof), *out),
    )


def _items(given: bytes, fetch: Callable[..., int]) -> list[Item]:
    raw = ffi.new("nanotao_item *")
    made: list[Item] = []
    length, at, room = ffi.new("size_t *"), position(), 256
    while True:
        raw.struct_size, path = ffi.sizeof("nanotao_item"), ffi.new("char[]", room)
        status = fetch(len(made), raw, path, room, length, at)
        if status == lib.NANOTAO_BUFFER_TOO_SMALL:
            room = length[0] + 1
            continue
        if status == lib.NANOTAO_NO_ITEM and at[0] == len(made):
            return made
        check(status, at)
        kind, names = ITEM_KINDS[raw.kind - 1], []
        for name, count in ((raw.type_name, raw.type_name_len), (raw.name, raw.name_len)):
            names.append(ffi.unpack(name, count).decode() if count else "")
        where = ffi.unpack(path, length[0]).decode()
        value = names[1] if kind == "variant" else _item_value(given, raw, kind)
        made.append(Item(kind, where, names[0], raw.depth, raw.offset, value))


def _item_value(given: bytes, raw: Any, kind: str) -> Any:
    number, count = raw.high << 64 | raw.low, raw.data_len
    data = given[raw.data_offset :]
    if kind in ("unsigned", "list"):
        return number
    if kind == "signed":
        return number - (number >> 127 << 128)
    if kind == "wide":
        return int.from_bytes(data[:32], "little", signed=bool(raw.low))
    if kind == "u16s":
        return [int.from_bytes(data[at : at + 2], "little") for at in range(0, 2 * count, 2)]
    if kind == "bits":
        return [bool(data[at // 8] >> at % 8 & 1) for at in range(raw.low)]
    if kind == "bytes":
        return data[:count]
    if kind == "text":
        return data[:count].decode()
    return chr(raw.low) if kind == "char" else bool(raw.low)


@dataclass
class ProofInfo:
    """What a metadata proof (RFC-78) leads to; the digest is what a payload signs as its metadata hash."""

    digest: bytes
    spec_version: int
    spec_name: str
    ss58_prefix: int
    token_symbol: str
    decimals: int
    leaves: int


def parse_proof(proof: bytes) -> ProofInfo:
    """Reads a metadata proof and computes its digest (`MetadataDigest::V1` of RFC-78)."""
    proof = octets(proof, "proof")
    info, at = ffi.new("nanotao_proof_info *", {"struct_size": ffi.sizeof("nanotao_proof_info")}), position()
    check(lib.nanotao_proof_parse(proof, len(proof), info, at), at)

    def name(offset: int, length: int) -> str:
        return proof[offset : offset + length].decode()

    return ProofInfo(
        bytes(ffi.buffer(info.digest)),
        info.spec_version,
        name(info.spec_name_offset, info.spec_name_len),
        info.base58_prefix,
        name(info.token_symbol_offset, info.token_symbol_len),
        info.decimals,
        info.leaves,
    )


def sign_extrinsic(payload: bytes, key: Keypair) -> bytes:
    """Signs a payload that nobody reviews, and puts the extrinsic together.

    A validator's own program may do so; where a person signs, `Review` shows what it is.
    """
    secret, payload, random = _secret(key), octets(payload, "payload"), secrets.token_bytes(32)
    return sized(
        lambda out, cap, length, at: unchecked.nanotao_hazmat_extrinsic(
            secret, payload, len(payload), random, 32, out, cap, length, at
        ),
        len(payload) + 160,
    )


def encode_extrinsic(payload: bytes, signer: bytes | str, signature: bytes) -> bytes:
    """Puts a signed extrinsic together, of the payload and its signature with the scheme in front."""
    payload, signature, account = octets(payload, "payload"), octets(signature, "signature"), _account(signer, "signer")
    return sized(
        lambda out, cap, length, at: lib.nanotao_extrinsic_encode(
            payload, len(payload), account, signature, len(signature), out, cap, length, at
        ),
        len(payload) + 160,
    )


@dataclass
class Extrinsic:
    """A signed extrinsic taken apart; the signature has its scheme in front."""

    nonce: int
    tip: int
    era_period: int
    era_phase: int
    has_metadata_hash: bool
    account: bytes
    signature: bytes
    call: bytes


def parse_extrinsic(extrinsic: bytes) -> Extrinsic:
    """Takes a signed extrinsic apart. The call is not decoded, and the signature not verified."""
    extrinsic = octets(extrinsic, "extrinsic")
    raw, at = ffi.new("nanotao_extrinsic *", {"struct_size": ffi.sizeof("nanotao_extrinsic")}), position()
    check(lib.nanotao_extrinsic_parse(extrinsic, len(extrinsic), raw, at), at)
    return Extrinsic(
        raw.nonce,
        raw.tip,
        raw.era_period,
        raw.era_phase,
        bool(raw.has_metadata_hash),
        bytes(ffi.buffer(raw.account.bytes)),
        bytes(ffi.buffer(raw.signature, raw.signature_len)),
        extrinsic[raw.call_offset : raw.call_offset + raw.call_len],
    )


def extrinsic_payload(extrinsic: bytes, context: TxExtension) -> bytes:
    """Writes the payload that an extrinsic's signature is over, given the chain that it is for."""
    raw, extrinsic = context._raw(), octets(extrinsic, "extrinsic")
    return sized(
        lambda out, cap, length, at: lib.nanotao_extrinsic_payload(
            extrinsic, len(extrinsic), raw, out, cap, length, at
        ),
        len(extrinsic) + 160,
    )


def verify_payload(payload: bytes, account: bytes | str, signature: bytes) -> bool:
    """Tells whether a signature, with its scheme in front, is the account's of a payload, by the chain's rule."""
    payload, signature, of = octets(payload, "payload"), octets(signature, "signature"), _account(account, "account")
    status = lib.nanotao_signature_verify(payload, len(payload), of, signature, len(signature))
    if status in (lib.NANOTAO_BAD_SIGNATURE, lib.NANOTAO_MALFORMED_SIGNATURE):
        return False
    check(status)
    return True


def hash_data(name: str, data: bytes) -> bytes:
    """Hashes: `name` is `twox_64`, `blake2_256`, `keccak_256`, `sha_256`, …

    >>> hash_data("twox_64", b"").hex()
    '99e9d85137db46ef'
    """
    which = getattr(lib, f"NANOTAO_HASH_{name}".upper(), None)
    if which is None:
        raise ValueError(f"no hash function {name}")
    data = octets(data, "data")
    return sized(lambda out, cap, length, _: lib.nanotao_hash(which, data, len(data), out, cap, length))


def blake2_256_keyed(key: bytes, data: bytes) -> bytes:
    """Computes BLAKE2b of 32 bytes with a key of at most 64 bytes (RFC 7693).

    >>> import hashlib
    >>> blake2_256_keyed(b"key", b"data") == hashlib.blake2b(b"data", key=b"key", digest_size=32).digest()
    True
    """
    key, data, digest = octets(key, "key"), octets(data, "data"), ffi.new("nanotao_h256 *")
    check(lib.nanotao_blake2_256_keyed(key, len(key), data, len(data), digest))
    return bytes(ffi.buffer(digest))


def encode_compact(value: int) -> bytes:
    """Writes a compact integer (`Compact<u64>`).

    >>> encode_compact(64).hex()
    '0101'
    """
    return sized(lambda out, cap, length, _: lib.nanotao_compact_encode(value, out, cap, length))


def parse_compact(data: bytes) -> tuple[int, int]:
    """Reads a compact integer (`Compact<u64>`) from the front of some bytes, and tells how many it took.

    >>> parse_compact(bytes.fromhex("010107"))
    (64, 2)
    """
    data = octets(data, "data")
    value, used, at = ffi.new("uint64_t *"), ffi.new("size_t *"), position()
    check(lib.nanotao_compact_parse(data, len(data), value, used, at), at)
    return value[0], used[0]


def storage_key(spec_version: int, pallet: str, item: str, *keys: bytes) -> bytes:
    """Writes the storage key of an item, at spec 425 or 461; each of its keys in SCALE.

    >>> storage_key(461, "System", "Account").hex()
    '26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9'
    """
    parts = [octets(key, "keys") for key in keys]
    ends = list(accumulate(map(len, parts)))
    joined, places = b"".join(parts), ffi.new("size_t[]", ends)
    of, name = chars(pallet, "pallet"), chars(item, "item")
    return sized(
        lambda out, cap, length, at: lib.nanotao_storage_key(
            spec_version, of, len(of), name, len(name), joined, places, len(ends), out, cap, length, at
        )
    )


def constant(spec_version: int, pallet: str, name: str) -> bytes:
    """Reads a constant of the runtime of spec 425 or 461, in SCALE: an integer's bytes, the lowest first.

    >>> int.from_bytes(constant(461, "Balances", "ExistentialDeposit"), "little")
    500
    """
    of, which = chars(pallet, "pallet"), chars(name, "name")
    return sized(
        lambda out, cap, length, _: lib.nanotao_constant(
            spec_version, of, len(of), which, len(which), out, cap, length
        )
    )
