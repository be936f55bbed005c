"""What the vectors do not reach: errors, memory, the SDK's habits, batches."""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pyarrow.parquet as pq
import pytest

import nanotao
from nanotao import NanotaoError, batch, emission, epoch, fixed, keys, weights
from nanotao._core import _parameters, ffi, lib, unchecked

VECTORS = Path(os.environ["NANOTAO_VECTORS"])
ALICE = keys.Keypair.create_from_uri("//Alice")
PUBLIC = keys.Keypair(ALICE.ss58_address)
WEIGHTS = nanotao.set_weights_call(1, [0], [65535], 0)


def cases(file: str, section: str) -> list:
    return json.loads((VECTORS / file).read_text())[section]


def test_an_error_has_a_code_and_an_offset_and_survives_a_pickle():
    with pytest.raises(NanotaoError) as found:
        nanotao.quantise([1, 2, 3], [0.1, float("nan"), 0.2])
    error = pickle.loads(pickle.dumps(found.value))
    assert (error.code, error.offset) == (lib.NANOTAO_QUANTISE_NOT_FINITE, 1)
    with pytest.raises(NanotaoError) as found:
        nanotao.quantise([1, 2], [0.1])
    assert found.value.code == lib.NANOTAO_QUANTISE_LENGTH_MISMATCH


@pytest.mark.parametrize("uids", [[-1], [65536], [0.5]])
def test_what_is_no_uid_is_refused(uids):
    with pytest.raises(ValueError):
        nanotao.quantise(uids, [1.0])


def test_arrays_are_read_where_they_are_and_bonds_written_there():
    scores = np.array([0.5, 0.25])
    strided = np.array([0.5, 9.0, 0.25, 9.0])[::2]
    uids = np.array([1, 2], np.uint16)
    for given in (scores, strided):
        assert nanotao.quantise(uids, given)[1].tolist() == [65535, 32768]
    one = 2**64
    given = epoch.EpochInput([10 * one, 0], [0, 0], [90, 90], [True, False], current_block=100)
    dense = np.array([[0, 65535]], np.uint16)
    bonds = np.zeros((1, 2), np.uint16)
    made = epoch.run_dense(given, 1000, np.array([0], np.uint16), dense, bonds)
    assert made.bonds is bonds and bonds.any()
    before, still = bonds.copy(), np.zeros((1, 2), np.uint16)
    still.flags.writeable = False
    for rows, written, why in (
        (dense.astype(np.int64), bonds, "uint16"),
        (dense[0], bonds, "1 rows of 2"),
        (dense, still, "writeable"),
        (dense, np.frombuffer(bytes(4), np.uint16).reshape(1, 2), "writeable"),
        (dense, dense, "of their own"),
    ):
        with pytest.raises(ValueError, match=why):
            epoch.run_dense(given, 1000, np.array([0], np.uint16), rows, written)
    for wrong in ([65536], [0.9], [[0]]):
        with pytest.raises(ValueError, match="uids has to be a row"):
            epoch.run_dense(given, 1000, np.array(wrong), dense, bonds)
    assert (bonds == before).all() and not still.any()


class Longer(bytes):
    """Bytes that claim to be many."""

    def __len__(self) -> int:
        return 10**7


class LongerArray(np.ndarray):
    """An array that claims to hold many."""

    size = shape = property(lambda array: 10**7)

    def __len__(self) -> int:
        return 10**7


MANY = [1, 2, 3]
OF_MANY = [emission.Subnet(1 << 64)] * 3


def an_epoch(**given: object) -> epoch.EpochResult:
    fields = {"total_stake": [10 << 64, 0], "block_at_registration": [0, 0], "last_update": [90, 90]}
    fields |= {"validator_permit": [True, False], "current_block": 100, **given}
    return epoch.run(epoch.EpochInput(**fields), 1000, [(0, [(1, 65535)])])


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: emission.get_subnet_block_emissions(OF_MANY, [1], 10), "shares has 1 elements"),
        (lambda: emission.withhold_incentives([10] * 8, [False]), "owned has 1 elements, not 8"),
        (lambda: emission.withhold_incentives(np.ones((2, 4), np.uint64), [False] * 8), "incentives has to be a row"),
        (lambda: emission.withhold_incentives([1, 1], np.array([256, 1])), "owned"),
        (lambda: emission.withhold_incentives([1, 1.5], [False, True]), "incentives has to be a row of whole numbers"),
        (lambda: emission.add_pending([1], 1, None, 1, True), "pending has 1 elements, not 4"),
        (lambda: emission.split_emissions(475, np.array([65541, 0]), 9, 2), "split"),
        (lambda: an_epoch(total_stake=[1]), "not as long"),
        (lambda: an_epoch(block_at_registration="12"), "block_at_registration has to be a row"),
        (lambda: an_epoch(block_at_registration=b"12"), "block_at_registration has to be a row"),
        (lambda: an_epoch(block_at_registration=np.zeros((2, 500), np.uint64)), "block_at_registration has to be a row"),
        (lambda: an_epoch(last_update=[-1, 0]), "last_update"),
        (lambda: an_epoch(last_update=np.array([90.5, 0.0])), "last_update"),
        (lambda: an_epoch(validator_permit=np.array([256, 1])), "validator_permit"),
        (lambda: an_epoch(validator_permit=[2, 0]), "validator_permit has to be a row of whole numbers from 0 to 1"),
        (lambda: an_epoch(previous_consensus=np.array([65541, 0])), "previous_consensus"),
        (lambda: an_epoch(consensus_mode="x"), "consensus_mode has to be one of Current, Previous, Auto"),
        (lambda: an_epoch(yuma3=2), "yuma3 has to be a boolean"),
        (lambda: epoch.run(epoch.EpochInput([1], [0], [0], [True]), 1, [(0, [(0, 1, 2)])]), "row 0 has rows of 3"),
        (lambda: epoch.run(epoch.EpochInput([1], [0], [0], [True]), 1, [(0, np.array([[0, 1.5]], object))]), "row 0"),
        (lambda: epoch.persisted_uids([2]), "has_key"),
        (lambda: epoch.add_mechanism(epoch.new_subnet(1), epoch.new_subnet(1), 0, 1, 1, "x"), "one of Yuma, Null"),
        (lambda: nanotao.quantise(np.zeros((2, 2), np.uint16), np.zeros((2, 2))), "uids has to be a row"),
        (lambda: nanotao.quantise(np.zeros(4, np.uint16), np.zeros((2, 2))), "scores has to be a row"),
        (lambda: nanotao.quantise([1], ["1"]), "scores has to be a row of numbers"),
        (lambda: nanotao.convert_weights_and_uids_for_emit([1.5], [1.0]), "uids"),
    ],
)
def test_lists_are_taken_exactly_and_their_lengths_from_what_is_read(call, why):
    with pytest.raises(ValueError, match=why):
        call()


def test_lists_of_any_whole_numbers_are_taken():
    for kind in (np.uint64, np.int8, object):
        assert an_epoch(last_update=np.array([90, 90], kind)).emission.tolist() == [500, 500]
    longer = np.array([90, 90], np.uint64).view(LongerArray)
    assert an_epoch(last_update=longer).emission.tolist() == [500, 500]
    assert emission.withhold_incentives([1, 2**63], np.array([True, False]))[0] == [0, 2**63]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda given: ALICE.sign(given), "message"),
        (lambda given: ALICE.verify(given, bytes(64)), "message"),
        (lambda given: ALICE.verify(b"", given), "signature"),
        (lambda given: nanotao.Keypair(public_key=given), "public_key"),
        (lambda given: nanotao.Keypair.create_from_seed(given), "seed"),
        (lambda given: nanotao.extrinsic.transfer_keep_alive_call(given, 10**9), "dest"),
        (lambda given: nanotao.Review(nanotao.TxExtension().payload(WEIGHTS), given), "signer"),
        (lambda given: nanotao.Review(given, ALICE.public_key), "payload"),
        (lambda given: nanotao.TxExtension().payload(given), "call"),
        (lambda given: nanotao.TxExtension(genesis_hash=given).payload(WEIGHTS), "genesis_hash"),
        (lambda given: weights.commit_hash(given, 1, [1], [1], [1], 0), "account"),
        (lambda given: nanotao.multi_account_id([given, given], 2), "signatories"),
        (lambda given: nanotao.extrinsic.hash_data("blake2_256", given), "data"),
        (lambda given: nanotao.storage_key(461, "System", "Account", given), "keys"),
        (lambda given: nanotao.timelock.encrypt(given, 1), "message"),
    ],
)
def test_bytes_are_bytes(call, name):
    for wrong in (32, [1, 2], np.zeros(32, np.uint16), np.zeros((1, 32), np.uint8), memoryview(bytes(64))[::2]):
        with pytest.raises(TypeError, match=f"^{name} has to be bytes"):
            call(wrong)


def test_whatever_holds_bytes_is_taken_with_its_own_length():
    digest = nanotao.extrinsic.hash_data("blake2_256", b"abc")
    for given in (bytearray(b"abc"), memoryview(b"abc"), np.frombuffer(b"abc", np.uint8), Longer(b"abc")):
        assert nanotao.extrinsic.hash_data("blake2_256", given) == digest
    payload = bytearray(nanotao.TxExtension().payload(WEIGHTS))
    whole = bytes(payload)
    review = nanotao.Review(payload, ALICE.public_key)
    # A list of callers; the review has its own.
    payload.clear()
    list(review)
    review.approve()
    assert nanotao.verify_payload(whole, ALICE.public_key, review.sign(ALICE))


@pytest.mark.parametrize(
    ("call", "error", "why"),
    [
        (lambda: nanotao.set_weights_call(65536, [0], [1], 0), OverflowError, "netuid: 65536 does not fit uint16_t"),
        (lambda: nanotao.set_weights_call(np.float32(1), [0], [1], 0), TypeError, "netuid has to be a whole number"),
        (lambda: nanotao.extrinsic.add_stake_call(bytes(32), 1, -1), OverflowError, "amount_staked: -1"),
        (lambda: nanotao.TxExtension(tip=-1).payload(b""), OverflowError, "tip: -1"),
        (lambda: an_epoch(kappa=65536), OverflowError, "kappa: 65536"),
        (lambda: emission.get_shares([emission.Subnet(-1)]), OverflowError, "moving_price: -1"),
        (lambda: weights.check_set_weights(1, 0, [0], [1], 0, tempo=1), TypeError, "there is no tempo"),
        (lambda: nanotao.Review(b"", bytes(32), -1), OverflowError, "current_block: -1"),
        (lambda: nanotao.extrinsic.sign_extrinsic(b"", 5), TypeError, "key has to be a Keypair"),
        (lambda: nanotao.extrinsic.sign_extrinsic(b"", PUBLIC), ValueError, "no secret"),
    ],
)
def test_an_error_names_the_argument(call, error, why):
    with pytest.raises(error, match=why):
        call()


def test_every_argument_of_the_library_has_a_name():
    functions = [name for name in dir(unchecked) if name.startswith("nanotao_") and callable(getattr(unchecked, name))]
    assert len(functions) > 100
    for name in functions:
        assert len(_parameters()[name]) == len(ffi.typeof(getattr(unchecked, name)).args), name


@pytest.mark.parametrize("name", ["genesis_hash", "block_hash", "metadata_hash"])
def test_a_hash_has_32_bytes(name):
    for wrong in (b"", b"abc", bytes(31), bytes(33), "0x" + "00" * 31):
        with pytest.raises(NanotaoError, match=f"{name} has .* not 32"):
            nanotao.TxExtension(**{name: wrong}).payload(WEIGHTS)
    for fits in (nanotao.FINNEY, bytearray(nanotao.FINNEY), "0x" + nanotao.FINNEY.hex()):
        assert nanotao.FINNEY in nanotao.TxExtension(**{name: fits}).payload(WEIGHTS)


def test_an_account_is_not_taken_from_another_network():
    foreign = nanotao.ss58_encode(ALICE.public_key, 0)
    assert nanotao.ss58_decode(foreign) == ALICE.public_key
    for call in (
        lambda: nanotao.extrinsic.transfer_keep_alive_call(foreign, 1),
        lambda: nanotao.call("Balances.transfer_keep_alive", foreign, 1),
        lambda: nanotao.Review(nanotao.TxExtension().payload(WEIGHTS), foreign),
    ):
        with pytest.raises(ValueError, match="is an address of network 0: give one of Bittensor, network 42"):
            call()
    with pytest.raises(ValueError, match="not the address of public_key"):
        nanotao.Keypair(ALICE.ss58_address, bytes(32))


@pytest.mark.parametrize(
    ("arguments", "named", "code", "offset"),
    [
        ([], {}, "ARGUMENT_COUNT", 3),
        ([bytes(32), 1, 7, 8], {}, "ARGUMENT_COUNT", 3),
        ([bytes(32)], {"hotkey": bytes(32)}, "ARGUMENT_COUNT", 3),
        ([bytes(32), "one", 7], {}, "ARGUMENT_TYPE", 1),
        ([bytes(32), object(), 7], {}, "ARGUMENT_TYPE", 1),
        ([bytes(32), -1, 7], {}, "ARGUMENT_RANGE", 1),
        ([bytes(32), 65536, 7], {}, "ARGUMENT_RANGE", 1),
        ([bytes(32), 1, 2**128], {}, "ARGUMENT_RANGE", 2),
    ],
)
def test_arguments_of_a_call_are_checked(arguments, named, code, offset):
    with pytest.raises(NanotaoError) as found:
        nanotao.call("SubtensorModule.add_stake", *arguments, **named)
    assert (found.value.code, found.value.offset) == (getattr(lib, f"NANOTAO_CALL_{code}"), offset)
    with pytest.raises(TypeError, match="takes no stake"):
        nanotao.call("SubtensorModule.add_stake", stake=1)
    loop: list = []
    loop.append(loop)
    with pytest.raises(NanotaoError) as found:
        nanotao.call("System.remark", loop)
    assert found.value.code == lib.NANOTAO_CALL_ARGUMENT_ENCODING


@pytest.mark.parametrize("kind", [fixed.I32F32, fixed.I64F64, fixed.U64F64, fixed.U96F32, fixed.I96F32], ids=repr)
def test_arithmetic_is_exact_and_what_does_not_fit_is_held_or_refused(kind):
    low, high, one, two, three = kind.min, kind.max, *(number * kind.one for number in (1, 2, 3))
    for form in ("saturating", "checked"):
        add, sub, mul, div = (getattr(kind, f"{form}_{name}") for name in ("add", "sub", "mul", "div"))
        assert (add(three, two), sub(three, two), mul(three, two)) == (3 * one + two, one, 3 * two)
        assert div(three, two) == kind.safe_div(three, two) == one + one // 2
    for name, a, b, end in (("add", high, 1, high), ("sub", low, 1, low), ("mul", high, two, high), ("div", high, one // 2, high)):
        assert getattr(kind, f"saturating_{name}")(a, b) == end
        assert getattr(kind, f"checked_{name}")(a, b) is None
    assert kind.checked_div(one, 0) is None and kind.safe_div(one, 0) == kind.safe_div(high, 1) == 0
    with pytest.raises(NanotaoError) as found:
        kind.saturating_div(one, 0)
    assert (found.value.code, found.value.offset) == (lib.NANOTAO_FIXED_NO_RESULT, None)
    for wrong in (low - 1, high + 1):
        with pytest.raises(OverflowError, match=kind.name):
            kind.checked_add(wrong, one)
    for wrong in (0.5, np.float32(1), "1", None):
        with pytest.raises(TypeError):
            kind.saturating_add(one, wrong)


@pytest.mark.parametrize(
    ("call", "arguments", "code"),
    [
        (fixed.exp, [fixed.I32F32.max], "FIXED_NO_RESULT"),
        (fixed.ln, [0], "FIXED_NO_RESULT"),
        (fixed.log2, [-1], "FIXED_NO_RESULT"),
        (fixed.log2_i96f32, [0], "FIXED_NO_RESULT"),
        (fixed.sqrt, [-1], "FIXED_NO_RESULT"),
        (fixed.pow, [fixed.I32F32.max, fixed.I32F32.max], "FIXED_NO_RESULT"),
        (epoch.weighted_median, [[1, 2], [1], 0, 0, 3], "EPOCH_LENGTH"),
        (epoch.apportion_units, [[1] * 4097, 1], "EPOCH_TOO_MANY_NEURONS"),
        (keys.ss58_encode_payload, [bytes(3)], "SS58_INVALID_PAYLOAD"),
        (keys.ss58_encode_payload, [bytes(32), 16384], "SS58_PREFIX_NOT_ALLOWED"),
        (nanotao.constant, [461, "Balances", "Nothing"], "STORAGE_UNKNOWN_ITEM"),
        (nanotao.constant, [1, "Balances", "ExistentialDeposit"], "CALL_UNKNOWN_SPEC"),
    ],
)
def test_what_has_no_result_is_refused_by_its_code(call, arguments, code):
    with pytest.raises(NanotaoError) as found:
        call(*arguments)
    assert found.value.code == getattr(lib, f"NANOTAO_{code}")


@pytest.mark.parametrize(
    ("call", "arguments", "error"),
    [
        (fixed.exp, [2**63], OverflowError),
        (fixed.exp_safe, [-(2**63) - 1], OverflowError),
        (fixed.safe_ln, [0.5], TypeError),
        (fixed.fixed64_to_u64, [2**127], OverflowError),
        (fixed.u64f64_to_u96f32, [-1], OverflowError),
        (fixed.u16_to_fixed, [65536], OverflowError),
        (epoch.emission_of, [1, -1], OverflowError),
        (epoch.clamp_value, [1, 0, None], TypeError),
        (epoch.weighted_median, [[0.5], [1], 0, 0, 3], TypeError),
        (epoch.is_topk_nonzero, [[2**63], 1], OverflowError),
        (epoch.is_topk_nonzero, [[1], -1], OverflowError),
        (epoch.apportion_units, [[-1], 1], OverflowError),
        (epoch.apportion_units, [[2**128], 1], OverflowError),
        (weights.has_duplicate_uids, [[65536]], ValueError),
        (weights.is_self_weight, [-1, [1], [1]], OverflowError),
        (weights.check_length, [0, 0, [1], [0.5], 1, 1], ValueError),
        (weights.check_rate_limit, [True, -1, 0, 0], OverflowError),
        (weights.check_version_key, [2**64, 0], OverflowError),
        (keys.ss58_encode_payload, [bytes(32), 65536], OverflowError),
    ],
)
def test_a_number_out_of_range_or_none_at_all_is_refused(call, arguments, error):
    with pytest.raises(error):
        call(*arguments)


def test_a_keypair_without_a_secret_verifies_and_does_not_sign():
    alice = keys.Keypair.create_from_uri("//Alice")
    public = keys.Keypair(public_key="0x" + alice.public_key.hex())
    assert public.verify("message", alice.sign("message"))
    assert public.verify("0x00ff", "0x" + alice.sign(b"\x00\xff").hex())
    assert public.verify("message", alice.sign(b"<Bytes>message</Bytes>"))
    assert not public.verify("message", b"short")
    with pytest.raises(ValueError, match="no secret"):
        public.sign("message")
    phrase = keys.Keypair.generate_mnemonic(24)
    assert len(phrase.split()) == 24
    assert keys.Keypair.create_from_mnemonic(phrase).public_key == keys.Keypair.create_from_uri(phrase).public_key


def test_key_pairs_are_made_as_the_sdk_makes_them():
    """The addresses are those that `bittensor_core` 0.1.5 and `bittensor_wallet` 4.1.1 give for the same arguments."""
    phrase, seed = "bottom drive obey lake curtain smoke basket hold race lonely fit walk", bytes(range(32))
    of = nanotao.Keypair
    for made, address in (
        (of.create_from_seed(seed, 0), "5C9TqVEs5Q51zUdjvp6tSsjHAfLseJKq1Dq6ULcuSLqEuRSf"),
        (of.create_from_seed(seed, 1), "5HB7kpn92RS7uF9uWn8bXSvPVKFPg8kPUFDd5sbveGjX6Dbi"),
        (of.create_from_mnemonic(phrase, 0), "5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL"),
        (of.create_from_mnemonic(phrase, password=None), "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"),
        (of.create_from_mnemonic(phrase, 1, "pw"), "5HVquMWVR2cemSfuHeWupmEEgiTDjdNpCrPk4iKeBmL9qnKD"),
        (of.create_from_uri(uri="//Alice"), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
    ):
        assert made.ss58_address == address
    assert of.from_seed(seed).public_key == of.create_from_seed(seed).public_key
    assert of.from_mnemonic(phrase, 0).public_key == of.create_from_mnemonic(phrase, 0).public_key
    assert of.from_uri("//Alice").verify(message="m", signature=ALICE.sign(message="m"))
    assert len(of.generate_mnemonic(n_words=15).split()) == 15


@pytest.mark.parametrize(
    "run",
    [
        lambda secret: nanotao.Keypair.create_from_uri(secret),
        lambda secret: nanotao.Keypair.create_from_mnemonic(secret),
        lambda secret: nanotao.Keypair.create_from_seed(secret),
        lambda secret: ALICE.sign(secret),
    ],
)
def test_an_error_holds_no_secret(run):
    secret = "0x" + "ab" * 32 + "//A\ud800"
    with pytest.raises(ValueError) as found:
        run(secret)
    error: BaseException | None = found.value
    while error is not None:
        assert "abab" not in repr(error) and not hasattr(error, "object")
        error = error.__context__


def test_a_review_is_signed_once_by_many_threads():
    payload, together = nanotao.TxExtension().payload(WEIGHTS), Barrier(8)

    def run(review: nanotao.Review) -> bytes | None:
        together.wait(60)
        try:
            return review.sign(ALICE)
        except NanotaoError as error:
            assert error.code == lib.NANOTAO_ALREADY_SIGNED
            return None

    with ThreadPoolExecutor(8) as pool:
        for _ in range(100):
            review = nanotao.Review(payload, ALICE.public_key)
            list(review)
            review.approve()
            signed = [one for one in pool.map(run, [review] * 8) if one is not None]
            assert len(signed) == 1 and nanotao.verify_payload(payload, ALICE.public_key, signed[0])


def test_all_cards_at_once_are_soon_there():
    transfer = nanotao.extrinsic.transfer_keep_alive_call(ALICE.public_key, 1)
    batch = nanotao.call("Utility.batch", [transfer] * 800)
    started = time.monotonic()
    cards = nanotao.extrinsic.call_cards(batch)
    review = nanotao.Review(nanotao.TxExtension().payload(batch), ALICE.public_key)
    assert len(review.cards()) == len(review) and cards[-1] in review.cards()
    # One by one, each of the two takes more than ten seconds.
    assert len(cards) > 2400 and time.monotonic() - started < 5
    review.approve()


def test_a_review_is_signed_once_and_only_after_its_last_card():
    alice, bob = (keys.Keypair.create_from_uri(uri, nanotao.ED25519) for uri in ("//Alice", "//Bob"))
    extension = nanotao.TxExtension(nonce=1, spec_version=461)
    payload = extension.payload(nanotao.set_weights_call(1, [0, 1], [65535, 1], 7))
    review = nanotao.Review(payload, alice.ss58_address, current_block=5)
    with pytest.raises(NanotaoError) as found:
        review.approve()
    assert (found.value.code, found.value.offset) == (lib.NANOTAO_NOT_ALL_SHOWN, 0)
    assert dict(review)["weight 2"].startswith("uid 1")
    review.approve()
    with pytest.raises(NanotaoError) as found:
        review.sign(bob)
    assert found.value.code == lib.NANOTAO_WRONG_SIGNER
    signature = review.sign(alice)
    assert nanotao.verify_payload(payload, alice.public_key, signature)
    assert nanotao.extrinsic.extrinsic_payload(review.extrinsic(signature), extension) == payload
    with pytest.raises(NanotaoError) as found:
        review.sign(alice)
    assert found.value.code == lib.NANOTAO_ALREADY_SIGNED


def test_a_cluster_of_two_workers_computes_what_one_process_does(tmp_path):
    given = cases("chain475/epoch.json", "cases")[:60]
    source = tmp_path / "epochs.parquet"
    batch.to_parquet(given, source)
    assert list(batch.read(source)) == given
    assert batch.epochs(source, tmp_path / "two.parquet", workers=2) == len(given)
    batch.epochs(source, tmp_path / "one.parquet", workers=0)
    one, two = pq.read_table(tmp_path / "one.parquet"), pq.read_table(tmp_path / "two.parquet")
    assert one.equals(two) and one.num_rows == sum(len(case["total_stake_i64f64"]) for case in given)
    theirs = [int(amount) if amount is not None else None for case in given for amount in case["out"]["emission"]]
    assert all(a in (None, b) for a, b in zip(theirs, one["emission"].to_pylist()))

    source = tmp_path / "blocks.json"
    source.write_text(json.dumps(cases("chain475/emission.json", "shares")))
    assert batch.emissions(source, tmp_path / "two.parquet", workers=2) > 100
    batch.emissions(source, tmp_path / "one.parquet", workers=0)
    one = pq.read_table(tmp_path / "one.parquet")
    assert one.equals(pq.read_table(tmp_path / "two.parquet"))
    theirs = {
        (index, netuid): amount
        for index, case in enumerate(json.loads(source.read_text()))
        for netuid, amount in case["emissions_u96f32"]
    }
    ours = zip(one["index"].to_pylist(), one["netuid"].to_pylist(), one["emission_u96f32"].to_pylist())
    assert {(index, netuid): amount for index, netuid, amount in ours} == theirs


def test_a_payload_is_for_mainnet_and_a_mortal_one_names_its_block():
    call, alice = nanotao.set_weights_call(1, [0], [65535], 0), nanotao.Keypair.create_from_uri("//Alice")
    cards = dict(nanotao.Review(nanotao.TxExtension().payload(call), alice.public_key))
    assert cards["Network"] == "Bittensor mainnet" and cards["Valid"].startswith("immortal")
    with pytest.raises(ValueError, match="block_hash"):
        nanotao.TxExtension(era_period=64).payload(call)


def test_a_bad_record_is_named_and_nothing_is_written(tmp_path, monkeypatch):
    given = [dict(case) for case in cases("chain475/epoch.json", "cases")[:40]]
    target = tmp_path / "results.parquet"
    for name, value, why in (
        ("rao_emission", "many", "invalid literal"),
        ("weights", [[0, [[70000, 1]]]], "65535"),
        ("tempo", None, "there is no 'tempo'"),
    ):
        bad = [dict(case) for case in given]
        bad[23][name] = value
        if value is None:
            del bad[23][name]
            with pytest.raises(batch.RecordError, match="record 23: not a field of all: tempo"):
                batch.to_parquet(bad, target)
        source = tmp_path / "epochs.jsonl"
        source.write_text("\n".join(map(json.dumps, bad)))
        with pytest.raises(batch.RecordError, match=f"record 23: .*{why}") as found:
            batch.epochs(source, target, workers=0, progress=False)
        assert pickle.loads(pickle.dumps(found.value)).index == 23
    monkeypatch.setattr(batch, "PATIENCE", 1)
    with pytest.raises(ConnectionError, match="no Dask scheduler answers at tcp://127.0.0.1:9"):
        batch.epochs(source, target, scheduler="tcp://127.0.0.1:9", progress=False)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("options", "why"), [({"workers": -1}, "workers"), ({"chunk": 0}, "chunk"), ({"chunk": -1}, "chunk")]
)
def test_a_batch_without_workers_or_records_is_refused_before_it_starts(tmp_path, options, why):
    source, target = tmp_path / "epochs.json", tmp_path / "results.parquet"
    source.write_text(json.dumps(cases("chain475/epoch.json", "cases")[:2]))
    target.write_bytes(b"earlier")
    with pytest.raises(ValueError, match=f"{why} has to be a whole number"):
        batch.epochs(source, target, progress=False, **options)
    assert target.read_bytes() == b"earlier"


def test_the_command_refuses_them_too(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(batch.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["batch", "epochs", "cases.json", str(tmp_path / "made.parquet"), "--workers", "-1"])
    assert batch.main() == 1
    assert "workers has to be a whole number, 0 at least" in capsys.readouterr().err
