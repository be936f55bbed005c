"""Any call, both ways."""

from __future__ import annotations

from typing import Any

import nanotao
from nanotao import extrinsic, keys

from common import Section, data

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


CALLS: list[Section] = [
    (
        "chain/calls.json",
        "cases",
        lambda case: call_both_ways(f"{case['pallet']}.{case['call']}", case["args"], 425, case["encoded"]),
    ),
    (
        "clients/golden_spec461.json",
        "calls",
        lambda case: call_both_ways(
            f"{case['module']}.{case['function']}", case["params"], case["network"]["spec_version"], case["data_hex"]
        ),
    ),
]
