package nanotao

/*
#include <stdlib.h>
#include "nanotao.h"
*/
import "C"

import (
	"crypto/rand"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Scheme is a signature scheme, numbered as on the chain.
type Scheme uint32

const (
	// Ed25519 signs as in RFC 8032 and is verified by ZIP-215.
	Ed25519 Scheme = C.NANOTAO_SCHEME_ED25519
	// Sr25519 is the default of Bittensor wallets: Schnorr signatures over Ristretto.
	Sr25519 Scheme = C.NANOTAO_SCHEME_SR25519
	// Ecdsa signatures are carried, but neither made nor verified.
	Ecdsa Scheme = C.NANOTAO_SCHEME_ECDSA
)

// Signature is a signature with its scheme's number in front.
type Signature []byte

// Key is a key pair. The secret lies outside of Go's heap, where nothing moves or copies it. A key may be used by several
// goroutines, and must not be copied.
type Key struct {
	lock    sync.RWMutex
	raw     *C.nanotao_key
	account AccountID
	scheme  Scheme
}

// openKeys counts the keys whose secret is in memory.
var openKeys int64

// makeKey has a function write a key into memory of C's. That memory is wiped before it is freed.
func makeKey(make func(raw *C.nanotao_key) error) (*Key, error) {
	raw := (*C.nanotao_key)(C.calloc(1, C.sizeof_nanotao_key))
	if raw == nil {
		panic("nanotao: out of memory")
	}
	key := &Key{raw: raw}
	atomic.AddInt64(&openKeys, 1)
	var scheme C.nanotao_scheme
	err := make(raw)
	if err == nil {
		err = check(C.nanotao_key_account(raw, account(&key.account), &scheme))
	}
	if err != nil {
		key.Close()
		return nil, err
	}
	key.scheme = Scheme(scheme)
	runtime.SetFinalizer(key, (*Key).Close)
	return key, nil
}

// KeyFromMiniSecret makes a key from a mini secret key (a seed) of 32 bytes. The caller's copy is the caller's to wipe.
func KeyFromMiniSecret(scheme Scheme, secret []byte) (*Key, error) {
	return makeKey(func(raw *C.nanotao_key) error {
		return check(C.nanotao_key_from_mini_secret(raw, C.nanotao_scheme(scheme), bytesOf(secret), length(secret)))
	})
}

// KeyFromURI makes the key that a secret URI names: [phrase | 0x seed] (//hard | /soft)* [///password].
func KeyFromURI(scheme Scheme, uri string) (*Key, error) {
	text := []byte(uri)
	defer wipe(text)
	return makeKey(func(raw *C.nanotao_key) error {
		place := at()
		return checkAt(C.nanotao_key_from_uri(raw, C.nanotao_scheme(scheme), charsOf(text), length(text), place), place)
	})
}

// KeyFromAccount makes a key without a secret, for Verify alone: it decodes the account's public key once for all signatures.
func KeyFromAccount(scheme Scheme, of AccountID) (*Key, error) {
	return makeKey(func(raw *C.nanotao_key) error {
		return check(C.nanotao_key_from_account(raw, C.nanotao_scheme(scheme), account(&of)))
	})
}

// KeyFromMnemonic makes the key of a phrase and a password, which may be empty, by the rule of Substrate wallets.
func KeyFromMnemonic(scheme Scheme, phrase, password string) (*Key, error) {
	secret, err := MnemonicToMiniSecret(phrase, password)
	if err != nil {
		return nil, err
	}
	defer wipe(secret)
	return KeyFromMiniSecret(scheme, secret)
}

// ChainCode computes the chain code of a junction's name, as in //name and /name of a secret URI, as sp-core does: 0x00 is text,
// +7 and 007 are the number 7.
func ChainCode(name string) (H256, error) {
	text, made := []byte(name), H256{}
	status := C.nanotao_chain_code(charsOf(text), length(text), h256(&made))
	return made, check(status)
}

// Verify tells whether a signature of a message is the key's own account's, as Signature.Verify does, and faster.
func (k *Key) Verify(message []byte, signature Signature) error {
	k.lock.RLock()
	defer k.lock.RUnlock()
	if k.raw == nil {
		return &Error{ErrNoKey, NoOffset}
	}
	return check(C.nanotao_key_verify(k.raw, bytesOf(message), length(message), bytesOf(signature), length(signature)))
}

// Account tells the account that the key signs for. It is known after Close, too.
func (k *Key) Account() AccountID { return k.account }

// Scheme tells the key's scheme.
func (k *Key) Scheme() Scheme { return k.scheme }

// String writes the address of the key's account, and nothing of its secret.
func (k *Key) String() string { return k.account.String() }

// Format writes String for every verb: Go would print the fields for some.
func (k *Key) Format(state fmt.State, _ rune) { io.WriteString(state, k.String()) }

// Close wipes the secret. What is signed with the key from then on gives ErrNoKey. A key may be closed more than once.
func (k *Key) Close() error {
	k.lock.Lock()
	defer k.lock.Unlock()
	if k.raw != nil {
		C.nanotao_key_wipe(k.raw)
		C.free(unsafe.Pointer(k.raw))
		k.raw = nil
		atomic.AddInt64(&openKeys, -1)
	}
	return nil
}

// use lends the secret for one call, with 32 bytes of the system's randomness.
func (k *Key) use(call func(raw *C.nanotao_key, random []byte) error) error {
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	k.lock.RLock()
	defer k.lock.RUnlock()
	if k.raw == nil {
		return &Error{ErrNoKey, NoOffset}
	}
	return call(k.raw, random)
}

// HazmatSign signs a message as it is, which nobody has seen: for host tools and for requests between machines. It takes
// a library that was installed with the feature hazmat, and gives ErrHazmatOff with any other. A payload of more than 256
// bytes has to be hashed by the caller. The signature is verified before it is handed out.
func (k *Key) HazmatSign(message []byte) (Signature, error) {
	var made Signature
	err := k.use(func(raw *C.nanotao_key, random []byte) error {
		out, status := sized(C.NANOTAO_SIGNATURE_MAX_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
			return C.nanotao_hazmat_sign(
				raw, bytesOf(message), length(message), bytesOf(random), length(random), bytesOf(out), length(out), len)
		})
		made = out
		return check(status)
	})
	return made, err
}

// HazmatExtrinsic signs a payload that nobody has seen and puts the extrinsic together: for a validator's own program. As
// HazmatSign, it takes a library with the feature hazmat.
func (k *Key) HazmatExtrinsic(payload Payload) ([]byte, error) {
	var made []byte
	err := k.use(func(raw *C.nanotao_key, random []byte) error {
		place := at()
		out, status := sized(len(payload)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
			return C.nanotao_hazmat_extrinsic(
				raw, bytesOf(payload), length(payload), bytesOf(random), length(random), bytesOf(out), length(out), len, place)
		})
		made = out
		return checkAt(status, place)
	})
	return made, err
}

// Verify tells whether the signature is the account's of a message, which is taken as it is. ErrBadSignature and
// ErrMalformedSignature say that it is not.
func (s Signature) Verify(signer AccountID, message []byte) error {
	return check(C.nanotao_message_verify(bytesOf(message), length(message), account(&signer), bytesOf(s), length(s)))
}

// VerifyWrapped is as Verify, and also takes a signature over <Bytes>, the message and </Bytes>, which is what browser
// wallets sign.
func (s Signature) VerifyWrapped(signer AccountID, message []byte) error {
	scratch := make([]byte, len(message)+C.NANOTAO_WRAPPING_LEN)
	return check(C.nanotao_message_verify_wrapped(
		bytesOf(message), length(message), account(&signer), bytesOf(s), length(s), bytesOf(scratch), length(scratch)))
}

// VerifyPayload is as Verify, for a signing payload by the chain's rule: one of more than 256 bytes is hashed first.
func (s Signature) VerifyPayload(signer AccountID, payload Payload) error {
	return check(C.nanotao_signature_verify(bytesOf(payload), length(payload), account(&signer), bytesOf(s), length(s)))
}
