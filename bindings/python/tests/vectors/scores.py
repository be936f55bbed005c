"""Weights: what the chain makes of them, and what clients make of scores."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from nanotao import weights
from nanotao._core import lib

from common import Case, Section, data, floats, number, refused


def upscale(case: Case) -> bool:
    return weights.max_upscale(case["in"]).tolist() == case["out"]


def normalize(case: Case) -> bool:
    return weights.normalize_weights(case["in"]).tolist() == case["out"]


def limited(case: Case) -> bool:
    return weights.check_max_limited(case["in"], case["max_limit"]) == case["out"]


def version_key(case: Case) -> bool:
    return weights.check_version_key(number(case["network_version_key"]), number(case["version_key"])) == case["out"]


def rate_limit(case: Case) -> bool:
    given = (number(case[name]) for name in ("last_update", "current_block", "rate_limit"))
    return weights.check_rate_limit(case["uid_exists"], *given) == case["out"]


def duplicates(case: Case) -> bool:
    return weights.has_duplicate_uids(case["in"]) == case["out"]


def self_weight(case: Case) -> bool:
    return weights.is_self_weight(case["uid"], case["uids"], case["weights"]) == case["out"]


def length(case: Case) -> bool:
    names = ("netuid", "uid", "uids", "weights", "subnetwork_n", "min_allowed_weights")
    return weights.check_length(*(case[name] for name in names)) == case["out"]


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


SCORES: list[Section] = [
    ("chain/weights.json", "vec_u16_max_upscale_to_u16", upscale),
    ("chain/weights.json", "normalize_weights", normalize),
    ("chain/weights.json", "check_vec_max_limited", limited),
    ("chain/weights.json", "check_version_key", version_key),
    ("chain/weights.json", "check_rate_limit", rate_limit),
    ("chain/weights.json", "has_duplicate_uids", duplicates),
    ("chain/weights.json", "is_self_weight", self_weight),
    ("chain/weights.json", "check_length", length),
    ("chain/weights.json", "mechanism_storage_index", storage_index),
    ("chain/weights.json", "get_netuid_and_subid", netuid_and_subid),
    ("chain/weights.json", "commit_hash", commit_hash),
    ("chain/weights.json", "set_weights", set_weights),
    ("clients/weight_hash.json", "cases", commit_hash),
    ("clients/weights_emit.json", "cases", emit),
    ("clients/weights_v11.json", "normalize", normalize_scores),
    ("clients/weights_v11.json", "clip_to_max_weight", clip),
    ("clients/weights_v11.json", "conform", conform),
]
