"""What the vectors do not reach: errors, memory, the SDK's habits, batches."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import nanotao
from nanotao import NanotaoError, batch, epoch, fixed, keys, weights
from nanotao._core import lib

VECTORS = Path(os.environ["NANOTAO_VECTORS"])


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
    with pytest.raises(ValueError, match="uint16"):
        epoch.run_dense(given, 1000, np.array([0], np.uint16), dense.astype(np.int64), bonds)


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
