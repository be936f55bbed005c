"""The official client's library for timelock: reads {open: [{envelope, signature}], lock: [{data, round}]} with bytes in hex,
and prints the same lists of what it opens and locks, in hex, with null for what it refuses."""

import json
import sys

import bittensor_drand


def opened(case):
    try:
        envelope = bytes.fromhex(case["envelope"])
        return bytes(bittensor_drand.decrypt_with_signature(envelope, case["signature"])).hex()
    except ValueError:
        return None


def locked(case):
    envelope, _ = bittensor_drand.encrypt_at_round(bytes.fromhex(case["data"]), case["round"])
    return bytes(envelope).hex()


cases = json.load(sys.stdin)
print(json.dumps({"open": [opened(case) for case in cases["open"]], "lock": [locked(case) for case in cases["lock"]]}))
