"""Payloads, extrinsics, storage keys."""

from __future__ import annotations

from typing import Any

from nanotao import extrinsic, keys
from nanotao._core import lib

from common import Case, SCHEMES, Section, data, number, refused


def extension(case: Case) -> extrinsic.TxExtension:
    genesis, birth = data(case["genesis_hash"]), number(case["era_birth_block"])
    era = {"period": 0, "phase": 0} if case["era"] == "immortal" else case["era"]
    return extrinsic.TxExtension(
        case["nonce"],
        number(case["tip"]),
        number(era["period"]),
        number(era["phase"]),
        case["spec_version"],
        case["transaction_version"],
        genesis,
        # As the generator of this file has it.
        extrinsic.hash_data("blake2_256", birth.to_bytes(4, "little")) if birth else genesis,
        None if case["metadata_hash"] is None else data(case["metadata_hash"]),
    )


def whole_extrinsic(case: Case) -> bool:
    """From an extrinsic's fields to its bytes, and back; and the payload signed by way of its cards."""
    given, call, account = extension(case), data(case["call"]), data(case["account"])
    signature, encoded = data(case["signature"]), data(case["extrinsic"])
    payload, parsed = given.payload(call), extrinsic.parse_extrinsic(encoded)
    if (
        payload != data(case["payload"])
        or extrinsic.extrinsic_payload(encoded, given) != payload
        or extrinsic.hash_data("blake2_256", encoded) != data(case["extrinsic_hash"])
        or (parsed.nonce, parsed.tip, parsed.account) != (given.nonce, given.tip, account)
        or (parsed.era_period, parsed.era_phase) != (given.era_period, given.era_phase)
        or parsed.has_metadata_hash != (given.metadata_hash is not None)
        or (parsed.signature, parsed.call) != (signature, call)
    ):
        return False
    if case["crypto"] == "ecdsa":
        code = refused(lambda: extrinsic.verify_payload(payload, account, signature))
        return code == lib.NANOTAO_SIGN_UNSUPPORTED_SCHEME
    if extrinsic.verify_payload(payload, account, signature) != (case["check"] == "Ok"):
        return False
    code = refused(lambda: extrinsic.encode_extrinsic(payload, account, signature))
    # Well-formed, but there is no way to show it: uids and weights do not pair up.
    if code == lib.NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE:
        return True
    return (
        code is None
        and extrinsic.encode_extrinsic(payload, account, signature) == encoded
        and journey(case, payload)
    )


def journey(case: Case, payload: bytes) -> bool:
    key = keys.Keypair.create_from_uri(case["suri"], SCHEMES[case["crypto"]])
    review = extrinsic.Review(payload, case["ss58"])
    assert review.cards() == list(review)
    review.approve()
    signature = review.sign(key)
    made = extrinsic.parse_extrinsic(review.extrinsic(signature))
    return made.call == data(case["call"]) and extrinsic.verify_payload(payload, key.public_key, signature)


def golden_extension(case: Case) -> extrinsic.TxExtension:
    network, era = case["network"], case["era"]
    genesis = data(network["genesis_hash"])
    period, phase, _ = (0, 0, 0) if isinstance(era, str) else extrinsic.era(era["period"], era["current"])
    birth = case.get("era_birth_block_hash")
    return extrinsic.TxExtension(
        case["nonce"],
        case["tip"],
        period,
        phase,
        network["spec_version"],
        network["transaction_version"],
        genesis,
        data(birth) if birth else genesis,
    )


def golden_payload(case: Case) -> bool:
    made, theirs = golden_extension(case).payload(data(case["call_data_hex"])), data(case["payload_hex"])
    # The SDK gives what is to be signed: the hash of a long payload.
    return (extrinsic.hash_data("blake2_256", made) if len(theirs) == 32 else made) == theirs


def golden_extrinsic(case: Case) -> bool:
    """Their signatures are dummies: bytes only."""
    encoded, given = data(case["extrinsic_hex"]), golden_extension(case)
    made = extrinsic.parse_extrinsic(encoded)
    return (
        (made.nonce, made.tip, made.era_period, made.era_phase)
        == (given.nonce, given.tip, given.era_period, given.era_phase)
        and made.account == data(case["public_key_hex"]) == keys.ss58_decode(case["address"])
        and made.signature == bytes([case["signature_version"]]) + data(case["signature_hex"])
        and made.call == data(case["call_data_hex"])
        and extrinsic.hash_data("blake2_256", encoded) == data(case["extrinsic_hash"])
    )


def storage_key(spec_version: int, pallet: str, item: str, arguments: list[Any], expected: str) -> bool:
    """Each key in SCALE: of a number, the error says whether its type is of another length."""
    given: list[bytes] = []
    for argument in arguments:
        if isinstance(argument, str):
            given.append(data(argument) if argument.startswith("0x") else keys.ss58_decode(argument))
            continue
        for length in (1, 2, 4, 8):
            if argument < 256**length:
                key = argument.to_bytes(length, "little")
                code = refused(lambda: extrinsic.storage_key(spec_version, pallet, item, *given, key))
                if code != lib.NANOTAO_STORAGE_KEY_LEN:
                    given.append(key)
                    break
    return extrinsic.storage_key(spec_version, pallet, item, *given) == data(expected)


def constant(case: Case) -> bool:
    encoded = extrinsic.constant(case["network"]["spec_version"], case["module"], case["name"])
    return int.from_bytes(encoded, "little") == number(case["decoded"])


PAYLOADS: list[Section] = [
    (
        "chain/scale_misc.json",
        "storage_keys",
        lambda case: storage_key(425, *case["entry"].split("."), case["args"], case["key"]),
    ),
    ("chain/extrinsics.json", "cases", whole_extrinsic),
    ("clients/golden_spec461.json", "signature_payloads", golden_payload),
    ("clients/golden_spec461.json", "extrinsics", golden_extrinsic),
    ("clients/golden_spec461.json", "constants", constant),
    (
        "clients/golden_spec461.json",
        "storage_keys",
        lambda case: storage_key(
            case["network"]["spec_version"], case["pallet"], case["storage_function"], case["params"], case["key_hex"]
        ),
    ),
]
