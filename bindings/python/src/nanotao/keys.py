"""Addresses, phrases, keys."""

from __future__ import annotations

import secrets
from os import urandom
from typing import Any

from ._core import BYTES, C_U8, chars, check, ffi, lib, octets, octets_or_hex, pack, position, size, sized, text, unchecked, whole

ED25519 = 0
SR25519 = 1
_MAX_LEN = lib.NANOTAO_SIGNATURE_MAX_LEN
_SIGNATURE = ffi.typeof(f"uint8_t[{_MAX_LEN}]")


def ss58_encode(account: bytes, prefix: int = 42) -> str:
    """Writes the address of an account.

    >>> ss58_encode(bytes(32))
    '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM'
    """
    of = pack("nanotao_account_id", account, "account")
    return text(lambda out, cap, length: lib.nanotao_ss58_encode(of, prefix, out, cap, length))


def ss58_encode_payload(payload: bytes, prefix: int = 42) -> str:
    """Writes the address of what need not be an account: 32 bytes, 33 (an ecdsa key), or an index of 1, 2, 4 or 8.

    >>> ss58_encode_payload(bytes([0xAA]))
    'FLAq'
    """
    payload = octets(payload, "payload")
    return text(lambda out, cap, length: lib.nanotao_ss58_encode_payload(payload, len(payload), prefix, out, cap, length))


def ss58_decode(address: str, prefix: int | None = None) -> bytes:
    """Reads the account of an address; with `prefix`, of that network only.

    >>> ss58_decode("5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM") == bytes(32)
    True
    """
    account, found = _parsed(chars(address, "address"))
    if prefix is not None and found != prefix:
        raise ValueError(f"the address is of network {found}, not {prefix}")
    return bytes(ffi.buffer(account))


def _parsed(address: bytes) -> tuple[Any, int]:
    """The account of an address, and the network."""
    account, found, at = ffi.new("nanotao_account_id *"), ffi.new("uint16_t *"), position()
    check(lib.nanotao_ss58_parse(address, len(address), account, found, at), at)
    return account, found[0]


def _account(account: bytes | str, name: str) -> Any:
    """An account's bytes, from them or from its address on Bittensor."""
    if not isinstance(account, str):
        return pack("nanotao_account_id", account, name)
    parsed, network = _parsed(chars(account, name))
    if network != lib.NANOTAO_SS58_PREFIX:
        remedy = "give one of Bittensor, network 42, or decode it with ss58_decode if that is meant"
        raise ValueError(f"{name} is an address of network {network}: {remedy}")
    return parsed


def multi_account_id(signatories: list[bytes | str], threshold: int) -> bytes:
    """Computes the account of a multisig (`multi_account_id`); the signatories, all of them, in any order."""
    made, raw = ffi.new("nanotao_account_id *"), [_account(signatory, "signatories")[0] for signatory in signatories]
    check(lib.nanotao_multi_account_id(ffi.new("nanotao_account_id[]", raw), len(raw), threshold, made))
    return bytes(ffi.buffer(made))


def chain_code(name: str) -> bytes:
    """Computes the chain code of a junction's name (`//name` and `/name` of a secret URI), as `sp-core` does.

    >>> chain_code("Alice").hex(), chain_code("007") == chain_code("7")
    ('14416c6963650000000000000000000000000000000000000000000000000000', True)
    """
    encoded, made = chars(name, "name"), ffi.new("nanotao_h256 *")
    check(lib.nanotao_chain_code(encoded, len(encoded), made))
    return bytes(ffi.buffer(made))


class Keypair:
    """A key pair with the methods that the Bittensor SDK calls on its own: those of `bittensor_core.Keypair`.

    The secret stays in the library's memory and is wiped when the object goes. A signature is verified before it is
    handed out.

    >>> alice = Keypair.create_from_uri("//Alice")
    >>> alice.ss58_address
    '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
    >>> alice.verify(b"message", alice.sign(b"message"))
    True
    >>> Keypair(alice.ss58_address).verify(b"other", alice.sign(b"message"))
    False
    """

    def __init__(
        self,
        ss58_address: str | None = None,
        public_key: bytes | str | None = None,
        crypto_type: int = SR25519,
        ss58_format: int = 42,
    ) -> None:
        if public_key is None:
            if ss58_address is None:
                raise ValueError("a public key or an address is needed; for a secret, create_from_uri and its kin")
            public_key = ss58_decode(ss58_address)
        public_key = octets_or_hex(public_key, "public_key", 32)
        if ss58_address is not None and ss58_decode(ss58_address) != public_key:
            raise ValueError("ss58_address is not the address of public_key")
        self._key: Any = None
        # Without a secret; made when it is first asked for.
        self._public: Any = None
        self._account = pack("nanotao_account_id", public_key, "public_key")
        self.public_key = public_key
        self.crypto_type = whole(crypto_type, "crypto_type", C_U8)
        self._scheme = bytes([self.crypto_type])
        self.ss58_format = ss58_format
        self.ss58_address = ss58_encode(self.public_key, ss58_format)

    @classmethod
    def _of(cls, key: Any, ss58_format: int) -> Keypair:
        account, scheme = ffi.new("nanotao_account_id *"), ffi.new("nanotao_scheme *")
        check(lib.nanotao_key_account(key, account, scheme))
        made = cls(public_key=bytes(ffi.buffer(account)), crypto_type=scheme[0], ss58_format=ss58_format)
        made._key = key
        return made

    @classmethod
    def create_from_uri(cls, uri: str, crypto_type: int = SR25519, *, ss58_format: int = 42) -> Keypair:
        """Makes the key that a secret URI names: `[phrase | 0x seed] (//hard | /soft)* [///password]`."""
        key, encoded, at = ffi.gc(ffi.new("nanotao_key *"), unchecked.nanotao_key_wipe), chars(uri, "uri"), position()
        check(lib.nanotao_key_from_uri(key, crypto_type, encoded, len(encoded), at), at)
        return cls._of(key, ss58_format)

    @classmethod
    def create_from_seed(cls, seed: bytes | str, crypto_type: int = SR25519, *, ss58_format: int = 42) -> Keypair:
        """Makes a key from a mini secret key of 32 bytes."""
        secret = octets_or_hex(seed, "seed")
        key = ffi.gc(ffi.new("nanotao_key *"), unchecked.nanotao_key_wipe)
        check(lib.nanotao_key_from_mini_secret(key, crypto_type, secret, len(secret)))
        return cls._of(key, ss58_format)

    @classmethod
    def create_from_mnemonic(
        cls, mnemonic: str, crypto_type: int = SR25519, password: str | None = None, *, ss58_format: int = 42
    ) -> Keypair:
        """Makes a key from a phrase."""
        seed = mnemonic_to_seed(mnemonic, "" if password is None else password)
        return cls.create_from_seed(seed, crypto_type, ss58_format=ss58_format)

    from_uri, from_seed, from_mnemonic = create_from_uri, create_from_seed, create_from_mnemonic

    @staticmethod
    def generate_mnemonic(n_words: int = 12) -> str:
        """Makes a new phrase of 12, 15, 18, 21 or 24 words from the system's randomness."""
        return entropy_to_mnemonic(secrets.token_bytes(n_words * 4 // 3))

    def sign(self, message: bytes | str) -> bytes:
        """Signs a message: 64 bytes. `0x` begins a message in hex, as with the SDK's key pair."""
        if self._key is None:
            raise ValueError("this key pair has no secret")
        data, signature, length = _message(message), ffi.new(_SIGNATURE), size()
        # No argument is the caller's own.
        status = unchecked.nanotao_hazmat_sign(self._key, data, len(data), urandom(32), 32, signature, _MAX_LEN, length)
        if status:
            check(status)
        made: bytes = ffi.buffer(signature, length[0])[1:]
        return made

    def verify(self, message: bytes | str, signature: bytes | str) -> bool:
        """Tells whether a signature of a message is this account's, also where it is over `<Bytes>…</Bytes>`."""
        key, data = self._key or self._verifier(), _message(message)
        signed = self._scheme + (signature if type(signature) is bytes else octets_or_hex(signature, "signature"))
        status = unchecked.nanotao_key_verify(key, data, len(data), signed, len(signed))
        return status == 0 or _verified(status, self._account, data, signed)

    def _verifier(self) -> Any:
        if self._public is None:
            key = ffi.new("nanotao_key *")
            check(lib.nanotao_key_from_account(key, self.crypto_type, self._account))
            self._public = key
        return self._public

    def __repr__(self) -> str:
        return f"<Keypair {self.ss58_address}>"


def _secret(key: Keypair) -> Any:
    if not isinstance(key, Keypair):
        raise TypeError(f"key has to be a Keypair of nanotao, not {type(key).__name__}")
    if key._key is None:
        raise ValueError("this key pair has no secret")
    return key._key


def _message(message: bytes | str) -> bytes:
    if type(message) is bytes:
        return message
    if isinstance(message, str):
        return octets_or_hex(message, "message") if message.startswith("0x") else chars(message, "message")
    return octets(message, "message")


def verify(account: bytes | str, message: bytes, signature: bytes) -> bool:
    """Tells whether a signature, with its scheme's number in front, is the account's of a message."""
    of, message, signature = _account(account, "account"), octets(message, "message"), octets(signature, "signature")
    status = lib.nanotao_message_verify(message, len(message), of, signature, len(signature))
    return _verified(status, of, message, signature)


def _verified(status: int, account: Any, message: bytes, signature: bytes) -> bool:
    """What a verdict on the message itself comes to: it may be wrapped."""
    if status == lib.NANOTAO_BAD_SIGNATURE:
        room = len(message) + lib.NANOTAO_WRAPPING_LEN
        scratch = ffi.new(BYTES, room)
        status = lib.nanotao_message_verify_wrapped(
            message, len(message), account, signature, len(signature), scratch, room
        )
    if status in (lib.NANOTAO_BAD_SIGNATURE, lib.NANOTAO_MALFORMED_SIGNATURE):
        return False
    check(status)
    return True


def mnemonic_to_seed(mnemonic: str, password: str = "") -> bytes:
    """Computes the mini secret key of a phrase, by the substrate rule."""
    phrase, word = chars(mnemonic, "mnemonic"), chars(password, "password")
    return sized(
        lambda out, cap, length, at: lib.nanotao_mnemonic_mini_secret(
            phrase, len(phrase), word, len(word), out, cap, length, at
        )
    )


def mnemonic_to_entropy(mnemonic: str) -> bytes:
    """Reads the entropy of a phrase."""
    phrase = chars(mnemonic, "mnemonic")
    return sized(lambda out, cap, length, at: lib.nanotao_mnemonic_entropy(phrase, len(phrase), out, cap, length, at))


def entropy_to_mnemonic(entropy: bytes) -> str:
    """Writes entropy as a phrase."""
    entropy = octets(entropy, "entropy")
    return text(lambda out, cap, length: lib.nanotao_mnemonic_phrase(entropy, len(entropy), out, cap, length))
