"""Keys, addresses, hashes, compact numbers and eras."""

from __future__ import annotations

from nanotao import extrinsic, keys
from nanotao._core import lib

from common import Case, SCHEMES, Section, data, number, refused, table


def is_key(case: Case, key: keys.Keypair) -> bool:
    return key.public_key == data(case["public_key"]) and key.ss58_address == case["ss58"]


def from_uri(case: Case) -> bool:
    def run() -> keys.Keypair:
        return keys.Keypair.create_from_uri(case["uri"], case["crypto_type"])

    return refused(run) is not None if "err" in case else is_key(case, run())


TABLE = table("exceptions.json")["clients/js_polkadot.json"]
URIS = {(one["uri"], one["type"]): one for one in TABLE["uri"]}
JUNCTIONS = {one["junction"]: one for one in TABLE["hd"]}


def js_uri(case: Case) -> bool:
    """Where polkadot-js reads a junction otherwise than sp-core, sp-core's key is right."""
    exception = URIS.get((case["uri"], case["type"]))
    if exception is None:
        return from_uri({**case, "crypto_type": SCHEMES[case["type"]]})
    ours = keys.Keypair.create_from_uri(case["uri"], SCHEMES[case["type"]]).public_key
    return data(exception["sp_core_public_key"]) == ours != data(case["public_key"])


def junction(case: Case) -> bool:
    exception, ours = JUNCTIONS.get(case["junction"]), keys.chain_code(case["junction"])
    if exception is None:
        return ours == data(case["code"])
    return data(exception["sp_core_code"]) == ours != data(case["code"])


def mnemonic(case: Case) -> bool:
    def run() -> keys.Keypair:
        return keys.Keypair.create_from_mnemonic(case["mnemonic"], crypto_type=case["crypto_type"])

    return refused(run) is not None if "err" in case else is_key(case, run())


def seed(case: Case) -> bool:
    def run() -> keys.Keypair:
        return keys.Keypair.create_from_seed(data(case["seed"]), crypto_type=case["crypto_type"])

    return refused(run) is not None if "err" in case else is_key(case, run())


def verified(case: Case) -> bool:
    signature = bytes([case["crypto_type"]]) + data(case["signature"])
    return keys.verify(data(case["public_key"]), data(case["msg"]), signature) == (case["result"] is True)


def mini(case: Case) -> bool:
    phrase, entropy = case["mnemonic"], data(case["entropy"])
    return (
        keys.mnemonic_to_entropy(phrase) == entropy
        and keys.entropy_to_mnemonic(entropy) == phrase
        and keys.mnemonic_to_seed(phrase, case["password"]) == data(case["mini_secret"])
    )


def era(case: Case) -> bool:
    made = extrinsic.era(number(case["period_requested"]), number(case["current"]))
    return made == (number(case["period"]), number(case["phase"]), number(case["birth"]))


def era_decode(case: Case) -> bool:
    """Bytes behind the signature of an extrinsic. An immortal era takes the first of two."""
    encoded = data(case[0])[: 1 if case[1] == "immortal" else None]
    # Without nonce, tip or metadata hash; and a call.
    whole = bytes([0x84, 0, *bytes(32), 1, *bytes(64), *encoded, 0, 0, 0, 1, 2, 3])
    length = extrinsic.encode_compact(len(whole))
    if case[1] is None:
        return refused(lambda: extrinsic.parse_extrinsic(length + whole)) is not None
    period, phase = (0, 0) if case[1] == "immortal" else map(int, case[1])
    made = extrinsic.parse_extrinsic(length + whole)
    payload = extrinsic.TxExtension(era_period=period, era_phase=phase, block_hash=bytes(32)).payload(bytes([1, 2, 3]))
    return (made.era_period, made.era_phase, made.call) == (period, phase, bytes([1, 2, 3])) and payload[
        3 : 3 + len(encoded)
    ] == encoded


HASHES = {
    "twox64": "twox_64",
    "twox128": "twox_128",
    "twox256": "twox_256",
    "blake2_64": "blake2_64",
    "blake2_128": "blake2_128",
    "blake2_256": "blake2_256",
    "blake2_512": "blake2_512",
    "keccak256": "keccak_256",
    "sha256": "sha_256",
}


def digests(case: Case) -> bool:
    message = data(case["data"])
    keyed = extrinsic.blake2_256_keyed(b"\1" * 32, message)
    return keyed == data(case["blake2_256_keyed_01x32"]) and all(
        extrinsic.hash_data(ours, message) == data(case[theirs]) for theirs, ours in HASHES.items()
    )


def is_address(account: bytes, prefix: int, text: str) -> bool:
    """Of a prefix, the lower 14 bits count."""
    return keys.ss58_encode(account, prefix) == text and keys.ss58_decode(text, prefix & 0x3FFF) == account


def any_address(case: Case) -> bool:
    """Of 32 bytes, which are an account, both ways."""
    payload, prefix = data(case["pk"]), case["format"]

    def run() -> str:
        return keys.ss58_encode_payload(payload, prefix)

    if "err" in case:
        return refused(run) is not None
    return run() == case["ss58"] and (len(payload) != 32 or is_address(payload, prefix, case["ss58"]))


def encoded_address(case: Case) -> bool:
    if isinstance(case["r"], str):
        return is_address(data(case["pk"]), case["format"], case["r"])
    return refused(lambda: keys.ss58_encode(data(case["pk"]), case["format"])) is not None


def decoded_address(case: Case) -> bool:
    def run() -> bytes:
        return keys.ss58_decode(case["s"])

    return run() == data(case["r"]) if isinstance(case["r"], str) else refused(run) is not None


def signed(case: Case) -> bool:
    """Their signature, which may be over the wrapped message, and ours of the same message."""
    scheme = case["crypto_type"] if "crypto_type" in case else SCHEMES[case["type"]]
    valid = case["verify"] if "crypto_type" in case else case["verify"]["isValid"]
    key, message = keys.Keypair.create_from_uri(case["uri"], scheme), data(case["msg"])
    return (
        key.public_key == data(case["public_key"])
        and key.verify(message, key.sign(message))
        and key.verify(message, data(case["signature"])) == valid
    )


def multisig(case: Case) -> bool:
    return keys.multi_account_id(case["signatories"], case["threshold"]) == keys.ss58_decode(case["ss58_address"])


def compact(case: Case) -> bool:
    """Numbers of up to 128 bits; those over 64 are refused."""
    value, encoded = number(case[0]), data(case[1])
    if value >= 2**64:
        return refused(lambda: extrinsic.parse_compact(encoded)) == lib.NANOTAO_SCALE_OUT_OF_RANGE
    return extrinsic.parse_compact(encoded) == (value, len(encoded)) and extrinsic.encode_compact(value) == encoded


ACCOUNTS: list[Section] = [
    ("clients/js_polkadot.json", "uri", js_uri),
    ("clients/js_polkadot.json", "hd", junction),
    ("clients/js_polkadot.json", "ss58", any_address),
    ("clients/js_polkadot.json", "hash", digests),
    ("clients/js_polkadot.json", "mini", mini),
    ("clients/js_polkadot.json", "sign", signed),
    ("clients/keys_core.json", "uri", from_uri),
    ("clients/keys_core.json", "dev", from_uri),
    ("clients/keys_core.json", "mnemonic", mnemonic),
    ("clients/keys_core.json", "bad_mnemonic", mnemonic),
    ("clients/keys_core.json", "seed", seed),
    ("clients/keys_core.json", "verify", verified),
    ("clients/keys_core.json", "sign", signed),
    ("clients/keys_core.json", "ss58_encode", encoded_address),
    ("clients/keys_core.json", "ss58_decode", decoded_address),
    (
        "clients/golden_spec461.json",
        "ss58",
        lambda case: is_address(data(case["public_key_hex"]), 42, case["address"]),
    ),
    ("clients/golden_spec461.json", "multisig", multisig),
    ("chain/scale_misc.json", "compact", compact),
    (
        "chain/scale_misc.json",
        "ss58",
        lambda case: is_address(data(case["account"]), case["prefix"], case["ss58"]),
    ),
    ("chain/scale_misc.json", "era", era),
    ("chain/scale_misc.json", "era_decode", era_decode),
]
