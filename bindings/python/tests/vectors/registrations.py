"""Proof of work for a uid."""

from __future__ import annotations

from typing import Callable

from nanotao import registration
from nanotao._core import lib

from common import Case, Section, data, number, refused


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


REGISTRATIONS: list[Section] = [
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
]
