"""The Python binding beside the official SDK, in one run: `python speed.py METADATA`. Prints medians and fails below the bars.

What is measured: 256 scores to weights; a signature made, and one verified; and the journey from 256 scores to the bytes of a
signed extrinsic of spec 461, which both come to. nanotao verifies each signature that it makes, and is held against the
SDK's signing and verifying together.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any, Callable

import bittensor_core
import numpy as np
from bittensor._transport.codec import RuntimeCodec
from bittensor._transport.extrinsics import create_signed_extrinsic
from bittensor.intents.weights import normalize

import nanotao
from nanotao.extrinsic import extrinsic_payload, parse_extrinsic, sign_extrinsic

ROUNDS, NONCE, KEY = 400, 7, "//Alice"
GENESIS = bytes(range(32))


def interleaved(*runs: Callable[[], Any]) -> list[float]:
    """The median time of each in microseconds; in turns, so that the machine's moods hit all alike."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, taken in zip(runs, times):
            start = time.perf_counter_ns()
            run()
            taken.append((time.perf_counter_ns() - start) / 1000)
    return [statistics.median(taken) for taken in times]


def main() -> int:
    scores = np.random.default_rng(1).random(256)
    uids = np.arange(256, dtype=np.uint16)
    score_list, uid_list = scores.tolist(), uids.tolist()
    ours, theirs = nanotao.Keypair.create_from_uri(KEY), bittensor_core.Keypair.create_from_uri(KEY)
    codec = RuntimeCodec(Path(sys.argv[1]).read_bytes(), spec_version=461, transaction_version=1)
    extension = nanotao.TxExtension(
        nonce=NONCE, spec_version=461, transaction_version=1, genesis_hash=GENESIS, block_hash=GENESIS
    )

    def our_journey() -> bytes:
        of, weights = nanotao.quantise(uids, scores)
        payload = extension.payload(nanotao.set_weights_call(1, of, weights, 0))
        return sign_extrinsic(payload, ours)

    def their_journey(key: Any = theirs) -> bytes:
        of, weights = normalize(uid_list, score_list)
        given = {"netuid": 1, "dests": of, "weights": weights, "version_key": 0}
        call = codec.compose_call("SubtensorModule", "set_weights", given)
        hashes = {"genesis_hash": "0x" + GENESIS.hex(), "era_block_hash": "0x" + GENESIS.hex()}
        signing = create_signed_extrinsic(codec, call, key, era="00", nonce=NONCE, **hashes)
        try:
            # It awaits nothing that is not there.
            signing.send(None)
        except StopIteration as signed:
            return bytes(signed.value.data)
        raise AssertionError("the SDK waits for something")

    # All but the signature, which is random, is the same.
    a, b = our_journey(), their_journey()
    assert len(a) == len(b) and a[:37] == b[:37] and a[101:] == b[101:], "the journeys lead elsewhere"
    assert [made.tolist() for made in nanotao.quantise(uids, scores)] == list(normalize(uid_list, score_list))

    # The SDK signs with our key pairs, of both schemes, as with its own.
    for key in (ours, nanotao.Keypair.create_from_uri(KEY, nanotao.ED25519)):
        made = their_journey(key)
        payload, signature = extrinsic_payload(made, extension), parse_extrinsic(made).signature
        assert nanotao.verify_payload(payload, key.public_key, signature), "the SDK's extrinsic is not signed"

    message = b"message of a few dozen bytes, as requests have them"
    signature = theirs.sign(message)
    assert ours.verify(message, signature) and theirs.verify(message, ours.sign(message))
    quantise = interleaved(lambda: nanotao.quantise(uids, scores), lambda: normalize(uid_list, score_list))
    verify = interleaved(lambda: ours.verify(message, signature), lambda: theirs.verify(message, signature))
    sign = interleaved(
        lambda: ours.sign(message), lambda: theirs.verify(message, theirs.sign(message))
    )
    journey = interleaved(our_journey, their_journey)
    failed = 0
    for name, (mine, other), bar in (
        ("quantise(256)", quantise, 20.0),
        ("verify", verify, 1.0),
        ("sign and verify", sign, 1.0),
        ("scores to extrinsic", journey, 3.0),
    ):
        holds = other / mine >= bar
        failed += not holds
        print(f"{name}: {mine:.1f} us, the SDK {other:.1f} us: {other / mine:.1f} times as fast (at least {bar:g})"
              f"{'' if holds else ' FAILED'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
