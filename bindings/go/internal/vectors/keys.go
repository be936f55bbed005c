package main

import (
	"bytes"
	"errors"

	"nanotao"
)

var keys = []section{
	{"clients/js_polkadot.json", "uri", jsURI},
	{"clients/js_polkadot.json", "hd", jsJunction},
	{"clients/js_polkadot.json", "ss58", func(c value) bool {
		payload, format := c.at("pk").bytes(), c.at("format").u16()
		text, err := nanotao.EncodeSS58Payload(payload, format)
		if c.has("err") {
			return err != nil
		}
		return err == nil && text == c.at("ss58").text() &&
			(len(payload) != 32 || isAddress(c.at("pk").account(), format, text))
	}},
	{"clients/js_polkadot.json", "hash", digests},
	{"clients/js_polkadot.json", "mini", mini},
	{"clients/js_polkadot.json", "sign", func(c value) bool {
		return signed(c, schemes[c.at("type").text()], c.at("verify").at("isValid").holds())
	}},
	{"clients/keys_core.json", "uri", fromURI},
	{"clients/keys_core.json", "dev", fromURI},
	{"clients/keys_core.json", "mnemonic", fromMnemonic},
	{"clients/keys_core.json", "bad_mnemonic", fromMnemonic},
	{"clients/keys_core.json", "seed", func(c value) bool {
		return isKey(c)(nanotao.KeyFromMiniSecret(scheme(c), c.at("seed").bytes()))
	}},
	{"clients/keys_core.json", "verify", verified},
	{"clients/keys_core.json", "sign", func(c value) bool {
		return signed(c, scheme(c), c.at("verify").holds())
	}},
	{"clients/keys_core.json", "ss58_encode", func(c value) bool {
		key := c.at("pk").bytes()
		text, isText := c.at("r").any.(string)
		if len(key) != 32 {
			// The type of an account does not hold it.
			return !isText
		}
		return isText && isAddress(c.at("pk").account(), c.at("format").u16(), text)
	}},
	{"clients/keys_core.json", "ss58_decode", func(c value) bool {
		made, _, err := nanotao.ParseSS58(c.at("s").text())
		if _, isText := c.at("r").any.(string); !isText {
			return err != nil
		}
		return err == nil && made == c.at("r").account()
	}},
	{"clients/golden_spec461.json", "ss58", func(c value) bool {
		return isAddress(c.at("public_key_hex").account(), nanotao.SS58Prefix, c.at("address").text())
	}},
	{"clients/golden_spec461.json", "multisig", func(c value) bool {
		made := nanotao.MultiAccountID(each(c.at("signatories"), value.address), c.at("threshold").u16())
		return made == c.at("ss58_address").address()
	}},
	{"chain/scale_misc.json", "compact", compact},
	{"chain/scale_misc.json", "ss58", func(c value) bool {
		return isAddress(c.at("account").account(), c.at("prefix").u16(), c.at("ss58").text())
	}},
	{"chain/scale_misc.json", "era", func(c value) bool {
		era, birth := nanotao.MortalEra(c.at("period_requested").u64(), c.at("current").u64())
		return uint64(era.Period) == c.at("period").u64() && uint64(era.Phase) == c.at("phase").u64() &&
			birth == c.at("birth").u64()
	}},
	{"chain/scale_misc.json", "era_decode", eraDecode},
}

// eraDecode puts bytes behind the signature of an extrinsic. An immortal era takes the first of two.
func eraDecode(c value) bool {
	pair := c.list()
	encoded, theirs := pair[0].bytes(), pair[1]
	immortal := theirs.any == "immortal"
	if immortal {
		encoded = encoded[:1]
	}
	call := []byte{1, 2, 3}
	whole := append(append([]byte{0x84, 0}, make([]byte, 32)...), append([]byte{1}, make([]byte, 64)...)...)
	// Without nonce, tip or metadata hash.
	whole = append(append(append(whole, encoded...), 0, 0, 0), call...)
	made, err := nanotao.ParseExtrinsic(append(nanotao.EncodeCompact(uint64(len(whole))), whole...))
	if theirs.null() {
		return err != nil
	}
	var era nanotao.Era
	if !immortal {
		era = nanotao.Era{Period: theirs.list()[0].u32(), Phase: theirs.list()[1].u32()}
	}
	extension := nanotao.TxExtension{Era: era, SpecVersion: 475, TransactionVersion: 1}
	payload := must(extension.Payload(call))
	return err == nil && made.Era == era && bytes.Equal(made.Call, call) && bytes.HasPrefix(payload[len(call):], encoded)
}

var hashes = map[string]nanotao.Hash{
	"twox64": nanotao.Twox64, "twox128": nanotao.Twox128, "twox256": nanotao.Twox256, "blake2_64": nanotao.Blake2_64,
	"blake2_128": nanotao.Blake2_128, "blake2_256": nanotao.Blake2_256, "blake2_512": nanotao.Blake2_512,
	"keccak256": nanotao.Keccak256, "sha256": nanotao.Sha256,
}

func digests(c value) bool {
	message := c.at("data").bytes()
	for name, hash := range hashes {
		made, err := hash.Sum(message)
		if err != nil || !bytes.Equal(made, c.at(name).bytes()) {
			return false
		}
	}
	keyed, err := nanotao.Blake2_256Keyed(bytes.Repeat([]byte{1}, 32), message)
	return err == nil && keyed == c.at("blake2_256_keyed_01x32").h256()
}

func mini(c value) bool {
	phrase, entropy := c.at("mnemonic").text(), c.at("entropy").bytes()
	read, err := nanotao.MnemonicToEntropy(phrase)
	written, other := nanotao.EntropyToMnemonic(entropy)
	secret, third := nanotao.MnemonicToMiniSecret(phrase, c.at("password").text())
	return err == nil && other == nil && third == nil && bytes.Equal(read, entropy) && written == phrase &&
		bytes.Equal(secret, c.at("mini_secret").bytes())
}

func scheme(c value) nanotao.Scheme { return nanotao.Scheme(c.at("crypto_type").u8()) }

// isKey judges what a function that makes keys gives.
func isKey(c value) func(*nanotao.Key, error) bool {
	return func(key *nanotao.Key, err error) bool {
		if c.has("err") {
			return err != nil
		}
		if err != nil {
			return false
		}
		defer key.Close()
		return key.Account() == c.at("public_key").account() && key.Account().String() == c.at("ss58").text()
	}
}

func fromURI(c value) bool { return isKey(c)(nanotao.KeyFromURI(scheme(c), c.at("uri").text())) }

// jsURI takes sp-core's key where polkadot-js reads a junction otherwise.
func jsURI(c value) bool {
	uri, kind := c.at("uri").text(), c.at("type").text()
	key, err := nanotao.KeyFromURI(schemes[kind], uri)
	for _, exception := range table("exceptions.json")["clients/js_polkadot.json"].at("uri").list() {
		if exception.at("uri").text() == uri && exception.at("type").text() == kind {
			account := must(key, err).Account()
			return account == exception.at("sp_core_public_key").account() && account != c.at("public_key").account()
		}
	}
	return isKey(c)(key, err)
}

// jsJunction takes sp-core's chain code where polkadot-js reads the name otherwise.
func jsJunction(c value) bool {
	name := c.at("junction").text()
	code, err := nanotao.ChainCode(name)
	for _, exception := range table("exceptions.json")["clients/js_polkadot.json"].at("hd").list() {
		if exception.at("junction").text() == name {
			return err == nil && code == exception.at("sp_core_code").h256() && code != c.at("code").h256()
		}
	}
	return err == nil && code == c.at("code").h256()
}

func fromMnemonic(c value) bool {
	return isKey(c)(nanotao.KeyFromMnemonic(scheme(c), c.at("mnemonic").text(), ""))
}

func verified(c value) bool {
	signature := append(nanotao.Signature{c.at("crypto_type").u8()}, c.at("signature").bytes()...)
	account, message := c.at("public_key").account(), c.at("msg").bytes()
	err := signature.Verify(account, message)
	if errors.Is(err, nanotao.ErrBadSignature) {
		err = signature.VerifyWrapped(account, message)
	}
	refused := errors.Is(err, nanotao.ErrBadSignature) || errors.Is(err, nanotao.ErrMalformedSignature)
	good, isBool := c.at("result").any.(bool)
	return (err == nil && isBool && good) || (refused && !(isBool && good))
}

// isAddress compares both ways; of a prefix, the lower 14 bits count.
func isAddress(account nanotao.AccountID, prefix uint16, text string) bool {
	parsed, found, err := nanotao.ParseSS58(text)
	return account.SS58(prefix) == text && err == nil && parsed == account && found == prefix&0x3fff
}

func (v value) address() nanotao.AccountID {
	made, _, err := nanotao.ParseSS58(v.text())
	if err != nil {
		panic(err)
	}
	return made
}

var schemes = map[string]nanotao.Scheme{"ed25519": nanotao.Ed25519, "sr25519": nanotao.Sr25519}

// signed verifies their signature, which may be over the wrapped message, and ours of the same message.
func signed(c value, scheme nanotao.Scheme, valid bool) bool {
	key, err := nanotao.KeyFromURI(scheme, c.at("uri").text())
	if err != nil || key.Account() != c.at("public_key").account() {
		return false
	}
	defer key.Close()
	message := c.at("msg").bytes()
	theirs := append(nanotao.Signature{byte(scheme)}, c.at("signature").bytes()...)
	ours, err := key.HazmatSign(message)
	return err == nil && ours.Verify(key.Account(), message) == nil &&
		(theirs.VerifyWrapped(key.Account(), message) == nil) == valid
}

// compact is of numbers up to 128 bits; those over 64 are refused.
func compact(c value) bool {
	pair := c.list()
	number, encoded := pair[0].big(), pair[1].bytes()
	value, used, err := nanotao.ParseCompact(encoded)
	if !number.IsUint64() {
		return errors.Is(err, nanotao.ErrScaleOutOfRange)
	}
	return err == nil && value == number.Uint64() && used == len(encoded) &&
		bytes.Equal(nanotao.EncodeCompact(value), encoded)
}
