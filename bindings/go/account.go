package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "fmt"

// AccountID is an account: the public key of its holder.
type AccountID [32]byte

// SS58Prefix is the address prefix of Bittensor.
const SS58Prefix = C.NANOTAO_SS58_PREFIX

// String writes the address of the account on Bittensor.
func (a AccountID) String() string { return a.SS58(SS58Prefix) }

// SS58 writes the address of the account on the network of a prefix. Of a prefix above 16383 the lower 14 bits count; 46 and 47
// are reserved, and what is written with them no ParseSS58 reads.
func (a AccountID) SS58(prefix uint16) string {
	// The room suffices for every prefix.
	text, _ := sized(C.NANOTAO_SS58_MAX_LEN+1, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_ss58_encode(account(&a), C.uint16_t(prefix), charsOf(out), length(out), len)
	})
	return string(text)
}

// MarshalText writes the address of the account on Bittensor.
func (a AccountID) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads an address on Bittensor; ParseSS58 reads those of other networks.
func (a *AccountID) UnmarshalText(text []byte) error {
	parsed, prefix, err := ParseSS58(string(text))
	if err != nil {
		return err
	}
	if prefix != SS58Prefix {
		return fmt.Errorf("nanotao: the address is of network %d, not of Bittensor, %d; ParseSS58 reads any", prefix, SS58Prefix)
	}
	*a = parsed
	return nil
}

// ParseSS58 reads the account of an address, and the prefix of its network. It takes any network's; compare the prefix
// with SS58Prefix where only Bittensor's will do.
func ParseSS58(address string) (AccountID, uint16, error) {
	var (
		made   AccountID
		prefix C.uint16_t
		text   = []byte(address)
		place  = at()
	)
	status := C.nanotao_ss58_parse(charsOf(text), length(text), account(&made), &prefix, place)
	return made, uint16(prefix), checkAt(status, place)
}

// EncodeSS58Payload writes the address of what need not be an account (polkadot-js' encodeAddress): 32 bytes, 33 of an ecdsa key,
// or an account index of 1, 2, 4 or 8. The prefix is at most 16383, and neither 46 nor 47.
func EncodeSS58Payload(payload []byte, prefix uint16) (string, error) {
	text, status := sized(C.NANOTAO_SS58_MAX_LEN+1, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_ss58_encode_payload(bytesOf(payload), length(payload), C.uint16_t(prefix), charsOf(out), length(out), len)
	})
	return string(text), check(status)
}

// MultiAccountID computes the account of a multisig (multi_account_id). The signatories are all of them, in any order; one
// that stands twice counts once.
func MultiAccountID(signatories []AccountID, threshold uint16) AccountID {
	var made AccountID
	list := (*C.nanotao_account_id)(data(signatories))
	must(C.nanotao_multi_account_id(list, length(signatories), C.uint16_t(threshold), account(&made)))
	return made
}
