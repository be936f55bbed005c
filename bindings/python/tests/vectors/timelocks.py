"""Timelocked commits of the clients."""

from __future__ import annotations

import struct

from nanotao import emission, extrinsic, timelock, weights
from nanotao._core import lib, sized

from common import Case, Section, data, number


def tlock_payload(case: Case, values: str, expected: str) -> bool:
    """The message of a commit is written, and read again."""
    hotkey, key = data(case["hotkey"]), number(case["version_key"])
    payload = timelock.WeightsTlockPayload(hotkey, case["uids"], case[values], key)
    made = payload.encode()
    return made == data(expected) and (len(hotkey) != 32 or timelock.WeightsTlockPayload.parse(made) == payload)


def opened(ciphertext: bytes, signature: str, round: int) -> bytes:
    """Opens with a signature, which must be the round's."""
    assert timelock.verify_beacon(data(signature), round)
    return timelock.open_with(ciphertext, data(signature))


def foretold(case: Case, unix_time: float, block_time: float) -> timelock.Reveal:
    names = ("tempo", "last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index")
    plan = emission.SubnetSchedule(*(number(case[name]) for name in names))
    period = number(case["subnet_reveal_period_epochs"])
    return timelock.predict_reveal(425, plan, number(case["current_block"]), period, unix_time, block_time)


def decryptable(case: Case) -> bool:
    round, expected = number(case["reveal_round"]), case["expected_plaintext"]
    return (
        opened(data(case["ciphertext"]), case["drand_signature"], round) == data(expected)
        and tlock_payload(case, "weights", expected)
        and foretold(case, case["fake_now_unix"], case["block_time"]).round == round
    )


def envelope(whole: bytes) -> tuple[bytes, int]:
    """The client's `UserData`: a ciphertext and its round."""
    length, used = extrinsic.parse_compact(whole)
    assert len(whole) == used + length + 8
    return whole[used : used + length], int.from_bytes(whole[used + length :], "little")


def decryptable_envelope(case: Case) -> bool:
    inner, round = envelope(data(case["envelope"]))
    return (inner, round) == (data(case["inner"]), number(case["round"])) and opened(
        inner, case["signature"], round
    ) == data(case["data"])


def epoch_predict(case: Case) -> bool:
    # A round holds one block where a block takes a round's time.
    made = foretold(case, timelock.time_of_round(1), 3)
    theirs = (number(case["first_reveal_block"]), number(case["round_at_now=genesis,bt=3"]))
    return (made.first_reveal_block, made.round) == theirs


def sealed(case: Case) -> bool:
    """Of a round that lay ahead: what it shows is the layout."""
    ciphertext, inside = data(case["ciphertext"]), timelock.message_len(data(case["ciphertext"]))
    if (len(ciphertext), inside) != (case["ct_len"], case["pt_len"]) or inside != len(data(case["plaintext"])):
        return False
    # The older client counts epochs otherwise; and a client looks at the clock some time between these.
    if case["fn"] == "get_encrypted_commit_v2":
        rounds = [foretold(case, case[clock], case["block_time"]).round for clock in ("t_before", "t_after")]
        if not rounds[0] <= number(case["reveal_round"]) <= rounds[1]:
            return False
    return tlock_payload(case, "weights", case["plaintext"])


def sealed_commitment(case: Case) -> bool:
    """A text is locked in its SCALE form."""
    text = case["data"].encode()
    return timelock.message_len(data(case["ct"])) == len(text) + len(extrinsic.encode_compact(len(text)))


def sealed_envelope(case: Case) -> bool:
    whole = data(case["bytes"])
    inner, round = envelope(whole)
    inside = timelock.message_len(inner)
    return (len(whole), round, inside) == (case["len"], case["round"], len(data(case["data"])))


def chacha20(seed: bytes, length: int) -> bytes:
    """The stream that the chain's library drew from: a counter of 64 bits, no nonce."""
    columns = [(i, i + 4, i + 8, i + 12) for i in range(4)]
    diagonals = [(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12) for i in range(4)]
    stream = b""
    while len(stream) < length:
        state = [*struct.unpack("<12I", b"expand 32-byte k" + seed), len(stream) // 64, 0, 0, 0]
        x = state.copy()
        for quarter in 10 * (columns + diagonals):
            a, b, c, d = quarter
            for into, of, mixed, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[into] = (x[into] + x[of]) & 0xFFFFFFFF
                word = x[mixed] ^ x[into]
                x[mixed] = (word << by | word >> (32 - by)) & 0xFFFFFFFF
        stream += struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(x, state)))
    return stream[:length]


def encrypted(case: Case) -> bool:
    """With the randomness that the chain's own library was given; the package draws its own."""
    key, seed = data(case["ephemeral_key_esk"]), data(case["chacha20rng_seed"])
    random = key + chacha20(seed, lib.NANOTAO_TIMELOCK_RANDOM_LEN - len(key))
    message = data(case["payload"])
    given = (data(case["drand_pubkey_g2"]), message, len(message), number(case["round"]), random, len(random))
    made = sized(lambda out, cap, length, _: lib.nanotao_timelock_encrypt(*given, out, cap, length))
    return made == data(case["commit"])


TIMELOCKS: list[Section] = [
    ("chain/weights.json", "tlock_encrypt", encrypted),
    ("chain/weights.json", "tlock_payload", lambda case: tlock_payload(case, "values", case["scale"])),
    ("clients/drand_decryptable.json", "commits", decryptable),
    ("clients/drand_decryptable.json", "encrypt_at_round", decryptable_envelope),
    ("clients/drand_decryptable.json", "epoch_predict", epoch_predict),
    *(
        (f"clients/drand_{client}.json", section, judge)
        for client in ("core", "drand2", "drand13")
        for section, judge in (
            ("commits", sealed),
            ("commitment", sealed_commitment),
            ("encrypt_at_round", sealed_envelope),
        )
    ),
]
