package nanotao

/*
#include "nanotao.h"
*/
import "C"

// Hash is a hash function of the chain.
type Hash uint32

// Hash functions, with the bytes of their digests.
const (
	Twox64     Hash = C.NANOTAO_HASH_TWOX_64    // 8
	Twox128    Hash = C.NANOTAO_HASH_TWOX_128   // 16, the prefix of every storage key
	Twox256    Hash = C.NANOTAO_HASH_TWOX_256   // 32
	Blake2_64  Hash = C.NANOTAO_HASH_BLAKE2_64  // 8
	Blake2_128 Hash = C.NANOTAO_HASH_BLAKE2_128 // 16
	Blake2_256 Hash = C.NANOTAO_HASH_BLAKE2_256 // 32
	Blake2_512 Hash = C.NANOTAO_HASH_BLAKE2_512 // 64
	Sha256     Hash = C.NANOTAO_HASH_SHA_256    // 32
	Sha512     Hash = C.NANOTAO_HASH_SHA_512    // 64
	Keccak256  Hash = C.NANOTAO_HASH_KECCAK_256 // 32
)

// Sum computes the digest of some bytes.
func (h Hash) Sum(bytes []byte) ([]byte, error) {
	made, status := sized(C.NANOTAO_HASH_MAX_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_hash(C.nanotao_hash_function(h), bytesOf(bytes), length(bytes), bytesOf(out), length(out), len)
	})
	return made, check(status)
}

// Blake2_256Keyed computes BLAKE2b of 32 bytes with a key of at most 64 bytes (RFC 7693).
func Blake2_256Keyed(key, bytes []byte) (H256, error) {
	var made H256
	status := C.nanotao_blake2_256_keyed(bytesOf(key), length(key), bytesOf(bytes), length(bytes), h256(&made))
	return made, check(status)
}

// EncodeCompact writes a compact integer (Compact<u64>).
func EncodeCompact(value uint64) []byte {
	// The room suffices for every value.
	made, _ := sized(C.NANOTAO_COMPACT_MAX_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_compact_encode(C.uint64_t(value), bytesOf(out), length(out), len)
	})
	return made
}

// ParseCompact reads a compact integer (Compact<u64>) from the front of some bytes, and tells how many it took.
func ParseCompact(bytes []byte) (value uint64, used int, err error) {
	var (
		number C.uint64_t
		count  C.size_t
		place  = at()
	)
	status := C.nanotao_compact_parse(bytesOf(bytes), length(bytes), &number, &count, place)
	return uint64(number), int(count), checkAt(status, place)
}

// StorageKey writes the storage key of an item, for whoever reads the chain's state: StorageKey(461, "System", "Account",
// account). Each key of the item is given in SCALE. With fewer keys than the item has, what comes out is the prefix of
// all that begin so.
func StorageKey(specVersion uint32, pallet, item string, keys ...[]byte) ([]byte, error) {
	of, name, place := []byte(pallet), []byte(item), at()
	var (
		joined []byte
		ends   []C.size_t
	)
	for _, key := range keys {
		joined = append(joined, key...)
		ends = append(ends, length(joined))
	}
	places := (*C.size_t)(data(ends))
	made, status := sized(128, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_storage_key(C.uint32_t(specVersion), charsOf(of), length(of), charsOf(name), length(name),
			bytesOf(joined), places, length(ends), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// Constant gives a constant of the runtime in SCALE: Constant(461, "Balances", "ExistentialDeposit"). An integer's lowest byte
// comes first.
func Constant(specVersion uint32, pallet, name string) ([]byte, error) {
	of, what := []byte(pallet), []byte(name)
	made, status := sized(64, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_constant(C.uint32_t(specVersion), charsOf(of), length(of), charsOf(what), length(what),
			bytesOf(out), length(out), len)
	})
	return made, check(status)
}
