"""Payloads by their metadata proofs (RFC-78)."""

from __future__ import annotations

from nanotao import extrinsic, keys

from common import Case, Section, data, refused, table

ALICE = keys.Keypair.create_from_uri("//Alice", keys.ED25519)


def by_proof(payload: bytes, proof: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Shows, signs and sends a payload: its cards, and the call that is sent."""
    review = extrinsic.Review(payload, ALICE.public_key, proof=proof)
    cards = list(review)
    assert review.cards() == cards
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


# What each class of input may be refused with.
REFUSALS = table("refusals.json")["classes"]


def bad_proof(case: Case) -> bool:
    code = refused(lambda: extrinsic.Review(data(case["payload"]), bytes(32), proof=data(case["proof"])))
    return code in REFUSALS[case["must_fail"]]


PROOFS: list[Section] = [
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
]
