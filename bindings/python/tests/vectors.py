"""The vectors through Python: `python vectors.py TABLES [NAME PATH]...`, each file with the name that the index has for it.
Prints "PATH SECTION PASSED FAILED" for each section."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Callable, Iterable

import numpy as np

import nanotao
from nanotao import NanotaoError, emission, epoch, extrinsic, keys, registration, timelock, weights
from nanotao._core import lib

Case = Any


def number(value: Any) -> int:
    return int(value)


def data(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x"))


def refused(run: Callable[[], Any]) -> int | None:
    """The library's code of an error; 0 where the binding found what is wrong itself."""
    try:
        run()
    except ValueError as error:
        return error.code if isinstance(error, NanotaoError) else 0
    return None


# Weights.


def upscale(case: Case) -> bool:
    return weights.max_upscale(case["in"]).tolist() == case["out"]


def normalize(case: Case) -> bool:
    return weights.normalize_weights(case["in"]).tolist() == case["out"]


def limited(case: Case) -> bool:
    return weights.check_max_limited(case["in"], case["max_limit"]) == case["out"]


def storage_index(case: Case) -> bool:
    index = weights.mechanism_storage_index(case["netuid"], case["mecid"])
    return index == case["index"] and index % 4096 == case["get_netuid"]


def netuid_and_subid(case: Case) -> bool:
    def run() -> tuple[int, int]:
        return weights.get_netuid_and_subid(case["index"], case["subnet_exists"], case["mechanism_count"])

    if case.get("out") is None:
        return refused(run) == lib.NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST
    return list(run()) == case["out"]


def commit_hash(case: Case) -> bool:
    who, index = (case["who"], "netuid_index") if "who" in case else (case["public_key"], "netuid")
    made = weights.commit_hash(
        data(who), case[index], case["uids"], case["values"], case["salt"], number(case["version_key"])
    )
    return made == data(case["hash"])


ERRORS = {
    lib.NANOTAO_CHAIN_CAN_NOT_SET_ROOT_NETWORK_WEIGHTS: "CanNotSetRootNetworkWeights",
    lib.NANOTAO_CHAIN_WEIGHT_VEC_NOT_EQUAL_SIZE: "WeightVecNotEqualSize",
    lib.NANOTAO_CHAIN_MECHANISM_DOES_NOT_EXIST: "MechanismDoesNotExist",
    lib.NANOTAO_CHAIN_UIDS_LENGTH_EXCEED_UIDS_IN_SUBNET: "UidsLengthExceedUidsInSubNet",
    lib.NANOTAO_CHAIN_HOT_KEY_NOT_REGISTERED_IN_SUBNET: "HotKeyNotRegisteredInSubNet",
    lib.NANOTAO_CHAIN_NOT_ENOUGH_STAKE_TO_SET_WEIGHTS: "NotEnoughStakeToSetWeights",
    lib.NANOTAO_CHAIN_INCORRECT_WEIGHT_VERSION_KEY: "IncorrectWeightVersionKey",
    lib.NANOTAO_CHAIN_SETTING_WEIGHTS_TOO_FAST: "SettingWeightsTooFast",
    lib.NANOTAO_CHAIN_NEURON_NO_VALIDATOR_PERMIT: "NeuronNoValidatorPermit",
    lib.NANOTAO_CHAIN_DUPLICATE_UIDS: "DuplicateUids",
    lib.NANOTAO_CHAIN_UID_VEC_CONTAIN_INVALID_ONE: "UidVecContainInvalidOne",
    lib.NANOTAO_CHAIN_WEIGHT_VEC_LENGTH_IS_LOW: "WeightVecLengthIsLow",
    lib.NANOTAO_CHAIN_MAX_WEIGHT_EXCEEDED: "MaxWeightExceeded",
}


def set_weights(case: Case) -> bool:
    uid, owner = case["caller_uid"], case["owner_uid"]

    def of(values: list[Any]) -> int:
        return number(values[uid]) if uid is not None and uid < len(values) else 0

    def run() -> list[int]:
        return weights.check_set_weights(
            case["netuid"],
            case["mecid"],
            case["uids"],
            case["values"],
            number(case["version_key"]),
            subnet_exists=case["subnet_exists"],
            commit_reveal_weights_enabled=case["commit_reveal_enabled"],
            mechanism_count=case["mechanism_count"],
            subnetwork_n=case["n"],
            weights_version_key=number(case["network_version_key"]),
            weights_set_rate_limit=number(case["rate_limit"]),
            min_allowed_weights=case["min_allowed_weights"],
            max_weight_limit=65535,
            stake_threshold=number(case["stake_threshold"]),
            current_block=number(case["current_block"]),
            total_stake=number(case["caller_total_stake"]),
            has_owner_uid=owner is not None,
            owner_uid=owner or 0,
            has_uid=uid is not None,
            uid=uid or 0,
            last_update=of(case["last_update"]),
            validator_permit=of(case["validator_permit"]),
        ).tolist()

    if case["error"] is not None:
        return ERRORS.get(refused(run)) == case["error"]
    return [list(pair) for pair in zip(case["uids"], run())] == case["stored"]


def floats(texts: list[str], kind: str = "<f8") -> np.ndarray:
    return np.frombuffer(b"".join(map(data, texts)), kind)


def emit(case: Case) -> bool:
    scores = floats(case["weights_hex"], "<f4" if case["dtype"] == "float32" else "<f8")

    def run() -> tuple[list[int], list[int]]:
        return weights.convert_weights_and_uids_for_emit(case["uids"], scores)

    return refused(run) is not None if "err" in case else run() == (case["out_uids"], case["out_vals"])


def sdk11(case: Case, run: Callable[[], Any]) -> bool:
    return refused(run) is not None if "err" in case else [made.tolist() for made in run()] == case["ok"]


def normalize_scores(case: Case) -> bool:
    return sdk11(case, lambda: weights.quantise(case["uids"], floats(case["weights_f64_hex"])))


def clip(case: Case) -> bool:
    def run() -> np.ndarray:
        limit = float(floats([case["limit_hex"]])[0])
        return weights.clip_to_max_weight(floats(case["weights_f64_hex"]), limit)

    return refused(run) is not None if "err" in case else run().tobytes() == floats(case["out_f64_hex"]).tobytes()


def conform(case: Case) -> bool:
    return sdk11(
        case,
        lambda: weights.conform(
            case["uids"],
            floats(case["weights_f64_hex"]),
            uid=case["self_uid"],
            min_allowed_weights=case["min_allowed_weights"],
            max_weight_limit=case["max_weight_limit_u16"],
        ),
    )


# Keys.


def is_key(case: Case, key: keys.Keypair) -> bool:
    return key.public_key == data(case["public_key"]) and key.ss58_address == case["ss58"]


def from_uri(case: Case) -> bool:
    def run() -> keys.Keypair:
        return keys.Keypair.create_from_uri(case["uri"], case["crypto_type"])

    return refused(run) is not None if "err" in case else is_key(case, run())


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


SCHEMES = {"ed25519": keys.ED25519, "sr25519": keys.SR25519}


def multisig(case: Case) -> bool:
    return keys.multi_account_id(case["signatories"], case["threshold"]) == keys.ss58_decode(case["ss58_address"])


def compact(case: Case) -> bool:
    """Numbers of up to 128 bits; those over 64 are refused."""
    value, encoded = number(case[0]), data(case[1])
    if value >= 2**64:
        return refused(lambda: extrinsic.parse_compact(encoded)) == lib.NANOTAO_SCALE_OUT_OF_RANGE
    return extrinsic.parse_compact(encoded) == (value, len(encoded)) and extrinsic.encode_compact(value) == encoded


# Extrinsics.


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
    list(review)
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


ALICE = keys.Keypair.create_from_uri("//Alice", keys.ED25519)


def by_proof(payload: bytes, proof: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Shows, signs and sends a payload: its cards, and the call that is sent."""
    review = extrinsic.Review(payload, ALICE.public_key, proof=proof)
    cards = list(review)
    review.approve()
    signature = review.sign(ALICE)
    sent = extrinsic.parse_extrinsic(review.extrinsic(signature))
    assert sent.signature == signature and sent.has_metadata_hash
    return cards, sent.call


def items(payload: bytes, proof: bytes) -> list[list[str]]:
    """What a payload holds, as the decoders of the file put it."""
    made = []
    for item in extrinsic.payload_items(payload, proof):
        path = f"call{item.path}"
        if item.kind == "u16s":
            made.append([path, f"[{len(item.value)}]"])
            made.extend([f"{path}[{at}]", str(value)] for at, value in enumerate(item.value))
            continue
        kinds = {"bytes": "0x{}", "list": "[{}]"}
        text = item.value.hex() if item.kind == "bytes" else str(item.value)
        made.append([path, kinds.get(item.kind, "{}").format(text.lower() if item.kind == "bool" else text)])
    return made


def good_proof(case: Case) -> bool:
    """Of both provers: the digest, every value that two real decoders read, the call and every account on the cards."""
    payload, ((_, pallet), (_, function)) = data(case["payload"]), case["expected"][:2]
    for name in ("proof_js", "proof_rust"):
        info = extrinsic.parse_proof(data(case[name]))
        cards, call = by_proof(payload, data(case[name]))
        shown = "\n".join(value for _, value in cards)
        if (
            (info.digest, info.spec_version) != (data(case["digest"]), int(case["spec"]))
            or (info.spec_name, info.token_symbol, info.decimals, info.ss58_prefix) != ("node-subtensor", "TAO", 9, 42)
            or call != payload[: case["call_len"]]
            or items(payload, data(case[name])) != case["expected"]
            or ("Call", f"{pallet}.{function}") not in cards
            or any(address not in shown for _, address in case["ss58"])
        ):
            return False
    return True


def parts_by_proofs(case: Case, suffix: str, spec_version: int, *names: str) -> bool:
    """Of a payload in parts, and a proof by each prover; the digest is in what is signed."""
    call = data(case["call_data" + suffix])
    payload = call + data(case["included_in_extrinsic" + suffix]) + data(case["included_in_signed_data" + suffix])
    for name in names:
        info = extrinsic.parse_proof(data(case[name]))
        if info.spec_version != spec_version or not payload.endswith(info.digest):
            return False
        if by_proof(payload, data(case[name]))[1] != call:
            return False
    return True


def bad_proof(case: Case) -> bool:
    code = refused(lambda: extrinsic.Review(data(case["payload"]), bytes(32), proof=data(case["proof"])))
    return code == lib.NANOTAO_METADATA_DIGEST_MISMATCH if case["must_fail"] == "digest_wrong" else bool(code)


# Any call.


# The fields of structs in the order of metadata: the files have them by name.
FIELDS = "name subnet_name url github_repo subnet_contact subnet_url image discord description logo_url additional".split()


def argument(given: Any, spec_version: int) -> Any:
    if isinstance(given, list):
        return [argument(one, spec_version) for one in given]
    if isinstance(given, dict):
        if "module" in given:
            return encoded(f"{given['module']}.{given['function']}", given, spec_version)
        fields = [argument(given[name], spec_version) for name in FIELDS if name in given]
        return fields or {
            name: [argument(field, spec_version) for field in of.values()] for name, of in given.items()
        }
    if isinstance(given, str) and given.startswith("transfer "):
        # As the SDK's file puts it.
        _, value, _, name = given.split()
        dest = keys.Keypair.create_from_uri(f"//{name.capitalize()}").public_key
        return nanotao.call("Balances.transfer_keep_alive", dest, int(value), spec_version=spec_version)
    return int(given) if isinstance(given, str) and given.isdigit() else given


def encoded(name: str, given: dict[str, Any], spec_version: int) -> bytes:
    names = [known for known, _ in nanotao.call_arguments(name, spec_version)]
    return nanotao.call(
        name, **{known: argument(given[known], spec_version) for known in names}, spec_version=spec_version
    )


def call_both_ways(name: str, given: dict[str, Any], spec_version: int, expected: str) -> bool:
    """A call is encoded, its name read back, and shown."""
    made = encoded(name, given, spec_version)
    return (
        made == data(expected)
        and ".".join(extrinsic.call_name(made, spec_version)) == name
        and len(extrinsic.call_cards(made, spec_version)) > 0
    )


# Timelock.


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


# Epochs.


def numbers(values: list[Any]) -> list[int]:
    return [number(value) for value in values]


def same(theirs: list[Any], ours: Any) -> bool:
    """A uid without a key has null in the files."""
    ours = ours.tolist() if hasattr(ours, "tolist") else ours
    return len(theirs) == len(ours) and all(
        a is None or (a == [list(pair) for pair in b] if isinstance(a, list) else number(a) == b)
        for a, b in zip(theirs, ours)
    )


def one_epoch(case: Case, spec_version: int) -> bool:
    given = epoch.EpochInput.from_json(case, spec_version)
    made = epoch.run(given, number(case["rao_emission"]), case["weights"], case["bonds"], trace=True)
    middle = case["mid_i32f32"]
    return (
        all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)
        and all(same(middle[name], made.stages[name]) for name in epoch.STAGES if middle.get(name) is not None)
        and same(case["out"]["bond"], made.bonds)
        and dense_epoch(case, given)
    )


def dense_epoch(case: Case, given: epoch.EpochInput) -> bool:
    """Over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros."""
    count = len(given.total_stake)
    uids = sorted({uid for name in ("weights", "bonds") for uid, _ in case[name]})
    dense = {}
    for name in ("weights", "bonds"):
        dense[name] = np.zeros((len(uids), count), np.uint16)
        for uid, entries in case[name]:
            targets = [target for target, value in entries if value > 0]
            if len(set(targets)) != len(entries) or any(target >= count for target in targets):
                return True
            for target, value in entries:
                dense[name][uids.index(uid), target] = value
    if any(uid >= count for uid in uids):
        return True
    made = epoch.run_dense(
        given, number(case["rao_emission"]), np.array(uids, np.uint16), dense["weights"], dense["bonds"]
    )
    return all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)


def null_epoch(case: Case) -> bool:
    given = epoch.EpochInput.from_json(case, 475)
    budgets = [number(case[name]) for name in ("mining_budget", "dividend_budget", "fallback_budget")]
    made, decision = epoch.run_null(given, *budgets, case["weights"], trace=True)
    middle, winner = case["mid"], case["mid"]["winner"]
    return (
        all(same(case["out"][name], made.terms[name]) for name in epoch.TERMS)
        and decision.winner == (None if winner is None else number(winner))
        and decision.miner_budget == number(middle["miner_budget"])
        and decision.validator_budget == number(middle["validator_budget"])
        and all(same(middle[name], made.stages[name]) for name in ("stake", "incentive", "dividends", "incentive_shares"))
        and kept(case, made.consensus) == case["consensus_stored_after"]
    )


def kept(case: Case, vector: Any) -> list[Any]:
    """A vector as the chain stores it: without those who have no key."""
    return [vector[uid].item() for uid in epoch.persisted_uids(case["has_key"])]


def subnet_epoch(case: Case, spec_version: int) -> bool:
    """A subnet with all of its mechanisms, and what the chain stores of it."""
    mechanisms, consensus = case["mechanisms"], case.get("epoch_consensus", "Yuma")
    names = ("miner_budget", "local_dividend_budget", "root_budget")
    budgets = [number(case[name]) for name in names] if spec_version == 475 else [number(case["rao_emission"]), 0, 0]
    total = min(sum(budgets), 2**64 - 1)

    def split(alpha: int) -> list[int]:
        return emission.split_emissions(spec_version, case["split"], alpha, len(mechanisms))

    emissions, parts = split(total), list(zip(*map(split, budgets)))
    whole, out = epoch.new_subnet(case["n"]), case["out"]
    for mecid, (mechanism, theirs) in enumerate(zip(mechanisms, out["per_mechanism"])):
        given = epoch.EpochInput.from_json({**case, **mechanism}, spec_version)
        stored = dict(mechanism["bonds"])
        if consensus == "Yuma":
            made = epoch.run(given, emissions[mecid], mechanism["weights"], mechanism["bonds"])
            stored.update(enumerate(made.bonds[uid] for uid in epoch.persisted_uids(case["has_key"])))
        else:
            miner, local, root = parts[mecid]
            emissions[mecid] = miner + local + root
            made, _ = epoch.run_null(given, miner, local + root, miner + local, mechanism["weights"])
        epoch.add_mechanism(whole, made, mecid, emissions[mecid], total, consensus)
        index = weights.mechanism_storage_index(case["netuid"], mecid)
        consensus_after = theirs.get("consensus_stored_after", theirs.get("consensus"))
        if (
            any([list(pair) for pair in stored.get(uid, ())] != row for uid, row in enumerate(theirs["bonds"]))
            or kept(case, made.incentive) != theirs["incentive"]
            or (consensus_after is not None and kept(case, made.consensus) != consensus_after)
            or mechanism.get("netuid_index", index) != index
        ):
            return False
    paid = zip(kept(case, whole.server_emission), kept(case, whole.validator_emission))
    return [list(pair) for pair in paid] == [numbers(pair) for pair in out["server_validator_emission"]] and all(
        kept(case, whole.terms[ours]) == numbers(out[theirs])
        for theirs, ours in (
            ("active", "active"),
            ("consensus", "consensus"),
            ("dividends", "dividend"),
            ("emission", "emission"),
            ("stake_weight", "stake_weight"),
            ("validator_permit", "new_validator_permit"),
            ("validator_trust", "validator_trust"),
        )
    )


def sequence(case: Case) -> bool:
    """Many epochs of one subnet, each in the state that the chain was in."""
    unused = dict.fromkeys(("last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index"), 0)
    for one in case["epochs"]:
        state = one["input"]
        mechanisms = [
            {**mechanism, **{name: list(enumerate(mechanism[name])) for name in ("weights", "bonds")}}
            for mechanism in state["mechanisms"]
        ]
        now, keyed = number(one["block"]), [True] * state["n"]
        last = state["last_yuma_step_block"]
        plan = emission.SubnetSchedule(
            case["tempo"],
            last_mechanism_step_block=number(state["last_mechanism_step_block"]),
            last_yuma_step_block=None if last is None else number(last),
        )
        whole = {**case, **one, **state, **unused, "current_block": now, "has_key": keyed, "mechanisms": mechanisms}
        if emission.bond_cutoff_block(475, plan, now) != number(one["bond_cutoff_block"]):
            return False
        if not subnet_epoch(whole, 475):
            return False
    cutoff = emission.activity_cutoff_blocks(case["activity_cutoff_factor_milli"], case["tempo"])
    return cutoff == number(case["activity_cutoff_blocks"])


# Emission.


def step(case: Case) -> bool:
    last, first = number(case["last_with_previous"]), number(case["first_with_next"])
    return (
        emission.block_emission(last) == number(case["previous_emission"])
        and emission.block_emission(first) == number(case["next_emission"])
        and emission.next_halving(last) == first
    )


def pairs(value: list[Any]) -> list[tuple[int, int]]:
    return [(number(netuid), number(amount)) for netuid, amount in value]


def by_netuid(netuids: list[int], values: list[int]) -> list[tuple[int, int]]:
    return sorted(zip(netuids, values))


def subnets(case: Case) -> tuple[list[int], list[emission.Subnet]] | None:
    made = []
    for subnet in case["subnets"]:
        price = emission.moving_alpha_price(subnet["mechanism"], number(subnet["moving_price_i96f32"]))
        if price != number(subnet["moving_price_used_u64f64"]):
            return None
        made.append(emission.Subnet(price, number(subnet["miner_burned_u96f32"]), subnet["emission_enabled"]))
    return [subnet["netuid"] for subnet in case["subnets"]], made


def shares(case: Case, spec_version: int) -> bool:
    read = subnets(case)
    if read is None:
        return False
    netuids, given = read
    made = emission.get_shares(given)
    if spec_version == 475:
        if by_netuid(netuids, made) != pairs(case["pre_gate_u64f64"]):
            return False
        stored = number(case["bar_before_u64f64"])
        bar = emission.gate_bar(
            case["rank"], number(case["quantile_u64f64"]), stored, number(case["current_block"]), made
        )
        if (bar or stored) != number(case["bar_after_u64f64"]):
            return False
        made = emission.apply_emission_gate(made, bar, number(case["exponent_u64f64"]))
    amounts = emission.get_subnet_block_emissions(given, made, number(case["block_emission"]))
    return (
        by_netuid(netuids, made) == pairs(case["shares_u64f64"])
        and by_netuid(netuids, amounts) == pairs(case["emissions_u96f32"])
        and emission.get_network_root_sell_flag(given) == case["root_sell_flag"]
    )


def bar_run(case: Case) -> bool:
    stored = 0
    for block in case["blocks"]:
        stored = 0 if block["bar_deleted_before"] else stored
        prices = [emission.moving_alpha_price(1, number(price)) for price in block["moving_price_i96f32"]]
        made = emission.get_shares([emission.Subnet(price) for price in prices])
        before = stored
        bar = emission.gate_bar(case["rank"], number(case["quantile_u64f64"]), stored, number(block["block"]), made)
        stored = bar or stored
        gated = emission.apply_emission_gate(made, bar, number(case["exponent_u64f64"]))
        theirs = block.get("shares_u64f64")
        if (
            before != number(block["bar_before_u64f64"])
            or stored != number(block["bar_after_u64f64"])
            or (theirs is not None and by_netuid(case["netuids"], gated) != pairs(theirs))
        ):
            return False
    return True


def power(case: Case) -> bool:
    return emission.safe_pow(number(case["val_u64f64"]), number(case["p_u64f64"])) == number(case["out_u64f64"])


def gate(case: Case) -> bool:
    given = pairs(case["shares_u64f64"])
    made = emission.apply_emission_gate(
        [share for _, share in given], number(case["bar_u64f64"]), number(case["exponent_u64f64"])
    )
    return [(netuid, share) for (netuid, _), share in zip(given, made)] == pairs(case["out_u64f64"])


def subnet_terms(case: Case) -> bool:
    root_tao, weight = number(case["root_tao"]), emission.u64_proportion(number(case["tao_weight"]))
    emissions, made = dict(pairs(case["tao_emission_u96f32"])), {}
    for subnet in case["subnets"]:
        issuance = number(subnet["alpha_issuance"])
        if subnet["netuid"] in emissions:
            proportion = emission.root_proportion(root_tao, weight, issuance)
            made[subnet["netuid"]] = emission.get_subnet_terms(
                emissions[subnet["netuid"]], number(subnet["price_u64f64"]), issuance, proportion
            )
    names = {name: name for name in ("tao_in", "alpha_in", "alpha_out", "excess_tao")}
    names["root_proportion_u96f32"] = "root_proportion"
    return weight == number(case["tao_weight_u96f32"]) and all(
        sorted((netuid, terms[ours]) for netuid, terms in made.items()) == pairs(case[theirs])
        for theirs, ours in names.items()
    )


def emit_to_subnets(case: Case) -> bool:
    root_tao, weight = number(case["root_tao"]), number(case["tao_weight_u96f32"])
    cut = emission.u16_proportion(case["subnet_owner_cut"])
    if cut != number(case["owner_cut_u96f32"]):
        return False
    for subnet in case["subnets"]:
        before = number(subnet["alpha_issuance_before"])
        terms = emission.get_subnet_terms(
            number(subnet["tao_emission_u96f32"]),
            number(subnet["price_u64f64"]),
            before,
            emission.root_proportion(root_tao, weight, before),
        )
        alpha_in, alpha_out = terms["alpha_in"] >> 32, emission.block_emission(before)
        minted = min(before + alpha_in + alpha_out, 2**64 - 1)
        proportion = emission.root_proportion(root_tao, weight, minted)
        pending, recycled = emission.add_pending(
            numbers(subnet["pending_before"]),
            terms["alpha_out"],
            cut if subnet["owner_cut_enabled"] else None,
            proportion,
            case["root_sell_flag"],
        )
        if (
            terms["tao_in"] >> 32 != number(subnet["tao_in_emission"])
            or alpha_in != number(subnet["alpha_in_emission"])
            or alpha_out != number(subnet["alpha_out_emission"])
            or proportion != number(subnet["root_proportion_used_u96f32"])
            or pending != numbers(subnet["pending_after"])
            or minted - recycled != number(subnet["alpha_issuance_after"])
        ):
            return False
    return True


def root_proportion(case: Case) -> bool:
    weight = emission.u64_proportion(number(case["tao_weight"]))
    made = emission.root_proportion(number(case["root_tao"]), weight, number(case["alpha_issuance"]))
    return weight == number(case["tao_weight_u96f32"]) and made == number(case["out_u96f32"])


def moving_price(case: Case) -> bool:
    made = emission.update_moving_price(
        number(case["moving_alpha_i96f32"]),
        number(case["first_emission_block"] or 0),
        number(case["halving_blocks"]),
        emission.moving_alpha_price(case["pool"]["mechanism"], number(case["moving_price_i96f32"])),
        number(case["current_block"]),
        number(case["pool"]["price_u64f64"]),
    )
    return made == number(case["out_i96f32"])


def childkey(case: Case, spec_version: int) -> emission.Childkey:
    def suspended(of: Any, key: int) -> bool:
        if spec_version == 425:
            return False
        return of["suspended" if key else "self_suspended"] and case["subnet_owner_key"] != key

    return emission.Childkey(
        number(case["self_alpha_stake"]),
        number(case["self_root_stake"]),
        case["effective_childkey_take"],
        numbers(case["children_proportions"]),
        [
            emission.Parent(
                number(parent["proportion"]),
                number(parent["alpha_stake"]),
                number(parent["root_stake"]),
                parent["same_owner"],
                suspended(parent, parent["key"]),
            )
            for parent in case["parents"]
        ],
        suspended(case, 0),
    )


def parents(case: Case, spec_version: int) -> bool:
    child, weight = childkey(case, spec_version), emission.u64_proportion(number(case["tao_weight"]))
    alpha, root, total, own = emission.inherited_stake(spec_version, child, weight)
    if spec_version == 475 and (
        min(alpha, 2**63 - 1) << 64 != number(case["inherited_alpha_i64f64"])
        or min(root, 2**63 - 1) << 64 != number(case["inherited_tao_i64f64"])
        or total != number(case["total_stake_i64f64"])
    ):
        return False
    burn = emission.u64_proportion(number(case["ck_burn"]))
    paid, kept, _ = emission.parent_child_dividends(spec_version, child, weight, burn, number(case["dividends"]))
    # Of spec 475, a suspended hotkey's parents, and suspended parents, get nothing and are not listed.
    listed = [
        (parent["key"], amount)
        for parent, amount, of in zip(case["parents"], paid, child.parents)
        if not of.suspended
    ]
    return own == number(case["self_contribution"]) and [*listed, (0, kept)] == pairs(case["out"])


def distribution(case: Case, spec_version: int) -> bool:
    known = [hotkey for hotkey in case["hotkeys"] if hotkey["in_stake_map"]]
    made, recycled = emission.dividend_distribution(
        spec_version,
        number(case["pending_alpha"]),
        number(case["pending_root_alpha"]),
        number(case["tao_weight_u96f32"]),
        [
            emission.HotkeyDividend(
                number(hotkey["dividend_u96f32"]),
                number(hotkey["alpha_stake"]),
                number(hotkey["root_stake"]),
                hotkey.get("root_uid", True),
            )
            for hotkey in known
        ],
    )
    names = [hotkey["key"] for hotkey in known]
    return (
        list(zip(names, (alpha for alpha, _ in made))) == pairs(case["alpha_dividends_u96f32"])
        and list(zip(names, (root for _, root in made))) == pairs(case["root_alpha_dividends_u96f32"])
        and (spec_version == 425 or (recycled > 0) == case["root_pool_recycled"])
    )


def distribute(case: Case) -> bool:
    hotkeys = case["hotkeys"]
    paid, burned = emission.withhold_incentives(
        [number(hotkey["incentive"]) for hotkey in hotkeys], [hotkey["owned_by_subnet_owner"] for hotkey in hotkeys]
    )
    for hotkey, incentive in zip(hotkeys, paid):
        alpha = emission.split_take(hotkey["take"], number(hotkey["alpha_dividends_u96f32"]))
        root = emission.split_take(hotkey["take"], number(hotkey["root_alpha_dividends_u96f32"]))
        if (
            emission.u16_proportion(hotkey["take"]) != number(hotkey["take_u96f32"])
            or alpha[1] != number(hotkey["alpha_dividends_per_subnet"])
            or root[1] != number(hotkey["root_alpha_dividends_per_subnet"])
            or incentive + sum(alpha) + sum(root) != number(hotkey["total_hotkey_alpha_after"])
        ):
            return False
    return burned == number(case["miner_burned_u96f32"])


def split(case: Case, spec_version: int) -> bool:
    made = emission.split_emissions(spec_version, case["split"], number(case["alpha"]), case["mechanism_count"])
    return made == numbers(case["out"])


def weighted_acc(case: Case) -> bool:
    weight = number(case["weight_u64f64"])
    alpha = emission.weighted_acc_alpha(number(case["alpha_existing"]), number(case["alpha_added"]), weight)
    small = emission.weighted_acc_u16(case["u16_existing"], case["u16_added"], weight)
    return alpha == number(case["alpha_out"]) and small == case["u16_out"]


def subnet_schedule(case: Case) -> emission.SubnetSchedule:
    return emission.SubnetSchedule(
        case["tempo"],
        number(case["last_epoch_block"]),
        number(case["pending_epoch_at"]),
        number(case["blocks_since_last_step"]),
        number(case["subnet_epoch_index"]),
        bool(case.get("null_consensus")),
        case.get("input_state_consistent", True),
    )


def schedule(case: Case, spec_version: int) -> bool:
    given = [subnet_schedule(subnet) for subnet in case["subnets"]]
    most, now = case["max_epochs_per_block"], number(case["current_block"])
    if spec_version == 475:
        cap = case["epoch_cap_for_block"]
        if all(subnet["null_consensus"] is None for subnet in case["subnets"]):
            # The files do not say which subnet runs the Null consensus; a lower cap tells that one that is due does.
            due = next((one for one in given if emission.should_run_epoch(475, one, now)), None)
            if due is not None:
                due.null_consensus = cap < most
        if emission.epoch_cap_for_block(475, given, most, now) != cap:
            return False
    for one, subnet in zip(given, case["subnets"]):
        start = subnet["next_epoch_start_block"]
        if (
            emission.should_run_epoch(spec_version, one, now) != subnet["should_run_epoch"]
            or emission.current_epoch_with_lookahead(spec_version, one, now)
            != number(subnet["current_epoch_with_lookahead"])
            or emission.blocks_until_next_auto_epoch(one, now) != number(subnet["blocks_until_next_auto_epoch"])
            or emission.next_epoch_start_block(one) != (None if start is None else number(start))
        ):
            return False
    netuids = [subnet["netuid"] for subnet in case["subnets"]]
    put_off = emission.epochs_deferred_this_block(spec_version, given, most, now)
    drained = emission.drain_schedules(spec_version, given, most, now)
    theirs = [(netuid, numbers(amounts)) for netuid, *amounts in case["drained"]]
    ours = [
        (subnet["netuid"], numbers(subnet["pending"]))
        for subnet, kind in zip(case["subnets"], drained)
        if kind == "run"
    ]
    return (
        sorted(netuid for netuid, flag in zip(netuids, put_off) if flag) == case["deferred"]
        and sorted(ours) == theirs
        and all(
            getattr(one, name) == number(subnet["after"][name])
            for one, subnet in zip(given, case["subnets"])
            for name in subnet["after"]
        )
    )


def lookahead(case: Case) -> bool:
    one, now = subnet_schedule(case), number(case["current_block"])
    current, period = emission.current_epoch_with_lookahead(475, one, now), number(case["reveal_period_epochs"])
    return (
        emission.should_run_epoch(475, one, now) == case["should_run_epoch"]
        and current == number(case["current_epoch_with_lookahead"])
        and all(
            emission.is_reveal_block_range(current, number(commit["commit_epoch"]), period)
            == commit["is_reveal_block_range"]
            and emission.is_commit_expired(current, number(commit["commit_epoch"]), period)
            == commit["is_commit_expired"]
            for commit in case["commits"]
        )
    )


# Registration.


def seal(case: Case) -> bool:
    made = registration.create_registration_seal(
        case["netuid"], data(case["block_hash"]), number(case["nonce"]), data(case["hotkey"]), data(case["coldkey"])
    )
    return made == data(case["seal"])


def meets(case: Case) -> bool:
    hashed, holds = (case["hash"], "out") if "hash" in case else (case["seal"], "meets")
    return registration.hash_meets_difficulty(data(hashed), number(case["difficulty"])) == case[holds]


def bounded(judge: Callable[..., int], case: Case, *more: int) -> int:
    return judge(number(case["difficulty"]), number(case["min"]), number(case["max"]), *more)


def effective(case: Case) -> bool:
    return bounded(registration.effective_difficulty, case) == number(case["effective"])


def bump(case: Case) -> bool:
    made = bounded(registration.bump_difficulty, case, number(case["burn_increase_mult_u64f64"]))
    return made == number(case["after"])


def decay(case: Case) -> bool:
    made = bounded(registration.decay_difficulty, case, case["burn_half_life"], number(case["current_block"]))
    return made == number(case["after"])


def trace(case: Case) -> bool:
    difficulty, low, high = (number(case[name]) for name in ("difficulty", "min", "max"))
    factor = number(case["burn_increase_mult_u64f64"])
    for block, (registrations, after) in enumerate(case["trace"], number(case["start_block"])):
        difficulty = registration.decay_difficulty(difficulty, low, high, case["burn_half_life"], block)
        for _ in range(registrations):
            difficulty = registration.bump_difficulty(difficulty, low, high, factor)
        if difficulty != number(after):
            return False
    return True


REGISTRATION = {
    lib.NANOTAO_REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET: "RegistrationNotPermittedOnRootSubnet",
    lib.NANOTAO_REGISTRATION_SUBNET_NOT_EXISTS: "SubnetNotExists",
    lib.NANOTAO_REGISTRATION_DISABLED: "SubNetRegistrationDisabled",
    lib.NANOTAO_REGISTRATION_HOT_KEY_ALREADY_REGISTERED: "HotKeyAlreadyRegisteredInSubNet",
    lib.NANOTAO_REGISTRATION_NO_NEURON_ID_AVAILABLE: "NoNeuronIdAvailable",
    lib.NANOTAO_REGISTRATION_TOO_MANY_THIS_BLOCK: "TooManyRegistrationsThisBlock",
    lib.NANOTAO_REGISTRATION_INVALID_WORK_BLOCK: "InvalidWorkBlock",
    lib.NANOTAO_REGISTRATION_INVALID_SEAL: "InvalidSeal",
    lib.NANOTAO_REGISTRATION_INVALID_DIFFICULTY: "InvalidDifficulty",
    lib.NANOTAO_REGISTRATION_NON_ASSOCIATED_COLD_KEY: "NonAssociatedColdKey",
}


def pow_register(case: Case) -> bool:
    coldkey, last = data(case["coldkey"]), case["last_pow_registration_block"]
    owners = {"none": None, "coldkey": coldkey, "other": bytes(255 - byte for byte in coldkey)}
    code = refused(
        lambda: registration.check_pow_registration(
            data(case["hotkey"]),
            coldkey,
            data(case["work"]),
            data(case["block_hash"] or "00" * 32),
            owners[case["hotkey_owner"]],
            None if last is None else number(last),
            netuid=case["netuid"],
            max_allowed_uids=case["max_allowed_uids"],
            work_block=number(case["work_block"]),
            nonce=number(case["nonce"]),
            current_block=number(case["current_block"]),
            difficulty=number(case["difficulty"]),
            min_difficulty=number(case["min_difficulty"]),
            max_difficulty=number(case["max_difficulty"]),
            registrations_this_block=case["registrations_this_block"],
            max_registrations_per_block=case["max_registrations_per_block"],
            subnet_exists=case["subnet_exists"],
            registration_allowed=True,
            pow_registration_allowed=case["pow_registration_allowed"],
            registered=case["hotkey_registered"],
        )
    )
    return (None if code is None else REGISTRATION.get(code)) == case["error"]


def faucet_seal(case: Case) -> bool:
    block, key = data(case["block_hash"]), data(case["key"])
    return (
        registration.hash_block_and_hotkey(block, key) == data(case["hash_block_and_hotkey"])
        and registration.hash_hotkey_to_u64(key) == number(case["hash_hotkey_to_u64"])
        and registration.create_seal_hash(block, number(case["nonce"]), key) == data(case["seal"])
    )


def faucet_solved(case: Case) -> bool:
    block, key, difficulty = data(case["block_hash"]), data(case["key"]), number(case["difficulty"])
    for nonce in range(number(case["start_nonce"]), number(case["nonce"]) + 1):
        made = registration.create_seal_hash(block, nonce, key)
        if registration.hash_meets_difficulty(made, difficulty):
            return nonce == number(case["nonce"]) and made == data(case["work"])
    return False


Judge = Callable[[Case], bool]


def of_spec(judge: Callable[[Case, int], bool], spec_version: int) -> Judge:
    return lambda case: judge(case, spec_version)


SECTIONS: list[tuple[str, str, Judge]] = [
    ("chain/weights.json", "vec_u16_max_upscale_to_u16", upscale),
    ("chain/weights.json", "normalize_weights", normalize),
    ("chain/weights.json", "check_vec_max_limited", limited),
    ("chain/weights.json", "mechanism_storage_index", storage_index),
    ("chain/weights.json", "get_netuid_and_subid", netuid_and_subid),
    ("chain/weights.json", "commit_hash", commit_hash),
    ("chain/weights.json", "set_weights", set_weights),
    ("clients/weight_hash.json", "cases", commit_hash),
    ("clients/weights_emit.json", "cases", emit),
    ("clients/weights_v11.json", "normalize", normalize_scores),
    ("clients/weights_v11.json", "clip_to_max_weight", clip),
    ("clients/weights_v11.json", "conform", conform),
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
    (
        "chain/calls.json",
        "cases",
        lambda case: call_both_ways(f"{case['pallet']}.{case['call']}", case["args"], 425, case["encoded"]),
    ),
    (
        "clients/golden_spec461.json",
        "calls",
        lambda case: call_both_ways(f"{case['module']}.{case['function']}", case["params"], 461, case["data_hex"]),
    ),
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
    ("chain/extrinsics.json", "cases", whole_extrinsic),
    (
        "chain/scale_misc.json",
        "storage_keys",
        lambda case: storage_key(425, *case["entry"].split("."), case["args"], case["key"]),
    ),
    ("clients/golden_spec461.json", "signature_payloads", golden_payload),
    ("clients/golden_spec461.json", "extrinsics", golden_extrinsic),
    (
        "clients/golden_spec461.json",
        "storage_keys",
        lambda case: storage_key(461, case["pallet"], case["storage_function"], case["params"], case["key_hex"]),
    ),
    ("clients/rfc78.json", "good", good_proof),
    ("clients/rfc78.json", "bad", bad_proof),
    (
        "clients/rfc78_spec218.json",
        "calls",
        lambda case: parts_by_proofs(case, "", 218, "rust_proof", "js_proof"),
    ),
    (
        "clients/ledger_proof_vector.json",
        "*",
        lambda case: parts_by_proofs(
            case, "_hex", case["spec_version"], "rust_proof_hex", "polkadot_js_proof_hex"
        ),
    ),
    ("chain/block_emission.json", "cases", lambda case: emission.block_emission(number(case[0])) == number(case[1])),
    ("chain/block_emission.json", "steps", step),
    ("chain/emission.json", "shares", of_spec(shares, 425)),
    ("chain/emission.json", "subnet_terms", subnet_terms),
    ("chain/emission.json", "emit_to_subnets", emit_to_subnets),
    ("chain/emission.json", "root_proportion", root_proportion),
    ("chain/emission.json", "moving_price", moving_price),
    ("chain/emission.json", "dividend_distribution", of_spec(distribution, 425)),
    ("chain/emission.json", "parent_child_dividends", of_spec(parents, 425)),
    ("chain/emission.json", "distribute_dividends", distribute),
    ("chain/emission.json", "split_emissions", of_spec(split, 425)),
    ("chain/emission.json", "weighted_acc", weighted_acc),
    ("chain/emission.json", "schedule", of_spec(schedule, 425)),
    ("chain475/emission.json", "shares", of_spec(shares, 475)),
    ("chain475/emission.json", "bar_run", bar_run),
    ("chain475/emission.json", "safe_pow", power),
    ("chain475/emission.json", "gate", gate),
    ("chain475/emission.json", "dividend_distribution", of_spec(distribution, 475)),
    ("chain475/emission.json", "parents", of_spec(parents, 475)),
    ("chain475/emission.json", "split_emissions", of_spec(split, 475)),
    ("chain475/emission.json", "schedule", of_spec(schedule, 475)),
    ("chain475/emission.json", "lookahead", lookahead),
    ("chain/pow.json", "seal", faucet_seal),
    ("chain/pow.json", "difficulty", meets),
    ("chain/pow.json", "solved", faucet_solved),
    ("chain475/pow_register.json", "seal", seal),
    ("chain475/pow_register.json", "difficulty", meets),
    ("chain475/pow_register.json", "effective_difficulty", effective),
    ("chain475/pow_register.json", "bump", bump),
    ("chain475/pow_register.json", "decay", decay),
    (
        "chain475/pow_register.json",
        "decay_factor_q32",
        lambda case: registration.decay_factor_q32(case[0]) == number(case[1]),
    ),
    ("chain475/pow_register.json", "trace", trace),
    ("chain475/pow_register.json", "check", pow_register),
    ("chain/epoch.json", "cases", of_spec(one_epoch, 425)),
    ("chain/epoch_bench.json", "cases", of_spec(one_epoch, 425)),
    ("chain475/epoch.json", "cases", of_spec(one_epoch, 475)),
    ("chain/mechanism_epoch.json", "cases", of_spec(subnet_epoch, 425)),
    ("chain475/mechanism_epoch.json", "cases", of_spec(subnet_epoch, 475)),
    ("chain475/null_consensus.json", "cases", null_epoch),
    ("chain475/null_consensus.json", "mechanisms", of_spec(subnet_epoch, 475)),
    ("chain475/sequences.json", "sequences", sequence),
]


def cases(file: dict[str, Any], section: str) -> Iterable[Case]:
    """The elements of a list, or the values of an object of objects; any other is one case, and `*` the whole file."""
    if section == "*":
        return [file]
    found = file[section]
    if isinstance(found, dict):
        return found.values() if all(isinstance(value, dict) for value in found.values()) else [found]
    # What the cases of the file have in common.
    shared = {name: file[name] for name in ("network", "signature") if name in file}
    return [{**case, **shared} for case in found] if shared else found


def judged(judge: Callable[[Case], bool], case: Case) -> str | None:
    """Why a case fails, if it does; one that cannot be read does."""
    try:
        return None if judge(case) else "differs"
    except Exception as error:
        return repr(error)


def main() -> int:
    failures, files = 0, sys.argv[2:]
    for name, path in zip(files[::2], files[1::2]):
        content = json.loads(Path(path).read_text())
        for file, section, judge in SECTIONS:
            if file != name or (section != "*" and section not in content):
                continue
            verdicts = [judged(judge, case) for case in cases(content, section)]
            failed = [(index, why) for index, why in enumerate(verdicts) if why is not None]
            for index, why in failed[:5]:
                print(f"FAIL {path} {section}[{index}] {why}", file=sys.stderr)
            print(path, section, len(verdicts) - len(failed), len(failed))
            failures += len(failed)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
