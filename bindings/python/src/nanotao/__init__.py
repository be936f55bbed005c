"""nanotao: the Bittensor protocol, computed as the chain computes it.

>>> import nanotao
>>> uids, weights = nanotao.quantise([0, 1, 2], [0.2, 0.3, 0.5])
>>> weights.tolist()
[26214, 39321, 65535]
"""

from . import emission, epoch, extrinsic, fixed, keys, registration, timelock, weights
from ._core import NanotaoError
from .calls import call, call_arguments
from .extrinsic import FINNEY, Review, TxExtension, call_name, constant, era, storage_key, verify_payload
from .keys import ED25519, SR25519, Keypair, multi_account_id, ss58_decode, ss58_encode, verify
from .weights import convert_weights_and_uids_for_emit, quantise, set_weights_call

__version__ = "0.1.0"

__all__ = [
    "ED25519",
    "FINNEY",
    "SR25519",
    "Keypair",
    "NanotaoError",
    "Review",
    "TxExtension",
    "call",
    "call_arguments",
    "call_name",
    "constant",
    "convert_weights_and_uids_for_emit",
    "emission",
    "epoch",
    "era",
    "extrinsic",
    "fixed",
    "keys",
    "multi_account_id",
    "quantise",
    "registration",
    "set_weights_call",
    "ss58_decode",
    "ss58_encode",
    "storage_key",
    "timelock",
    "verify",
    "verify_payload",
    "weights",
]
