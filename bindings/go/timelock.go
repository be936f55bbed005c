package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"crypto/rand"
	"fmt"
	"time"
	"unsafe"
)

// CommitRevealVersion is the version of a timelocked commit's format (CommitRevealWeightsVersion).
const CommitRevealVersion = C.NANOTAO_COMMIT_REVEAL_VERSION

// Reveal is what is foretold for a commit that is sent now.
type Reveal struct {
	CommitEpoch      uint64 // the epoch that the commit will belong to, as SubnetEpochIndex counts
	FirstRevealBlock uint64 // the first block that reveals it
	Round            uint64 // the round of the beacon to lock it until
}

// PredictReveal foretells when a commit on top of currentBlock is revealed, and until which round to lock it
// (get_encrypted_commit_v2 of the official client, which has the rule of spec 425 still). The schedule is the subnet's as of
// that block; blockTime is what passes from a block to the next.
func (s *Schedule) PredictReveal(specVersion uint32, currentBlock, revealPeriodEpochs uint64, now time.Time,
	blockTime time.Duration) (Reveal, error) {
	if err := checkClock(now, blockTime); err != nil {
		return Reveal{}, err
	}
	raw, foretold := s.raw(), C.nanotao_reveal{struct_size: C.sizeof_nanotao_reveal}
	status := C.nanotao_predict_reveal(C.uint32_t(specVersion), &raw, C.uint64_t(currentBlock),
		C.uint64_t(revealPeriodEpochs), C.uint64_t(now.UnixMilli()), C.uint64_t(blockTime.Milliseconds()), &foretold)
	if err := check(status); err != nil {
		return Reveal{}, err
	}
	return Reveal{uint64(foretold.commit_epoch), uint64(foretold.first_reveal_block), uint64(foretold.round)}, nil
}

// checkClock refuses what has no place in C's whole numbers.
func checkClock(now time.Time, blockTime time.Duration) error {
	if now.Unix() < 0 {
		return &Error{ErrTimelockBeforeGenesis, NoOffset}
	}
	if blockTime < 0 {
		return fmt.Errorf("nanotao: a block takes a time of %v, which is negative", blockTime)
	}
	return nil
}

// RoundAt tells the round that drand quicknet signed last at a time; 0 before the first.
func RoundAt(now time.Time) uint64 { return uint64(C.nanotao_round_at(seconds(now))) }

// TimeOfRound tells when drand quicknet signs a round.
func TimeOfRound(round uint64) time.Time {
	at := uint64(C.nanotao_time_of_round(C.uint64_t(round)))
	// Later times overflow within package time.
	if at > 1<<62 {
		at = 1 << 62
	}
	return time.Unix(int64(at), 0).UTC()
}

// CheckRound checks that a round is still to come, and within five years. A time before the first round is
// ErrTimelockBeforeGenesis: no clock that is right tells one.
func CheckRound(round uint64, now time.Time) error {
	if RoundAt(now) == 0 {
		return &Error{ErrTimelockBeforeGenesis, NoOffset}
	}
	return check(C.nanotao_check_round(C.uint64_t(round), seconds(now)))
}

func seconds(now time.Time) C.uint64_t {
	if now.Unix() < 0 {
		return 0
	}
	return C.uint64_t(now.Unix())
}

// TimelockCommitLen tells the bytes of a commit to so many weights.
func TimelockCommitLen(uids int) int { return int(C.nanotao_timelock_commit_len(C.size_t(uids))) }

// TimelockCommit locks weights until a round of drand quicknet, as CommitTimelockedWeights takes them, with randomness of the
// system. The round is that of PredictReveal; CheckRound looks at it.
func TimelockCommit(hotkey AccountID, uids, values []uint16, versionKey, round uint64) ([]byte, error) {
	random := make([]byte, C.NANOTAO_TIMELOCK_RANDOM_LEN)
	defer wipe(random)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	place := at()
	made, status := sized(TimelockCommitLen(len(uids)), func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_timelock_commit(account(&hotkey), u16sOf(uids), length(uids), u16sOf(values), length(values),
			C.uint64_t(versionKey), C.uint64_t(round), bytesOf(random), length(random), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// TimelockCommitHedged is as TimelockCommit, where the system's randomness should not have to be trusted: what is drawn comes
// from a hash of it, of a secret of 32 bytes that is kept for this, of the weights, of the round and of the context. Either is
// enough to keep the commit closed. A context that no other commit has (subnet, mechanism, nonce, birth block) keeps equal
// weights from showing as equal even if the system's randomness repeats itself; nil is none.
func TimelockCommitHedged(
	hotkey AccountID, uids, values []uint16, versionKey, round uint64, secret, context []byte) ([]byte, error) {
	if len(secret) != C.NANOTAO_TIMELOCK_SECRET_LEN {
		return nil, &Error{ErrInvalidLength, NoOffset}
	}
	fresh := make([]byte, C.NANOTAO_TIMELOCK_SECRET_LEN)
	defer wipe(fresh)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	place := at()
	made, status := sized(TimelockCommitLen(len(uids)), func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_timelock_commit_hedged(account(&hotkey), u16sOf(uids), length(uids), u16sOf(values), length(values),
			C.uint64_t(versionKey), C.uint64_t(round), bytesOf(secret), bytesOf(fresh), bytesOf(context), length(context),
			bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// BeaconPublicKey is the public key of a beacon; nil stands for drand quicknet's, which the chain opens with.
type BeaconPublicKey [C.NANOTAO_BEACON_PUBLIC_KEY_LEN]byte

// BeaconSignature is a beacon's signature on a round.
type BeaconSignature [C.NANOTAO_BEACON_SIGNATURE_LEN]byte

func (k *BeaconPublicKey) raw() *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(k)) }

// Verify verifies that the beacon signed a round (verify of the pallet Drand).
func (s BeaconSignature) Verify(publicKey *BeaconPublicKey, round uint64) error {
	return check(C.nanotao_beacon_verify(publicKey.raw(), bytesOf(s[:]), C.uint64_t(round)))
}

// Open opens a commit, or another ciphertext, with the beacon's signature on its round (tld). That it opens proves the signature
// to be the round's if the commit is honest; Verify proves it in any case.
func (s BeaconSignature) Open(ciphertext []byte) ([]byte, error) {
	place := at()
	message, status := sized(len(ciphertext), func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_timelock_open(
			bytesOf(ciphertext), length(ciphertext), bytesOf(s[:]), bytesOf(out), length(out), len, place)
	})
	return message, checkAt(status, place)
}

// TimelockEncrypt locks any message until a round of a beacon (tle), with randomness of the system.
func TimelockEncrypt(publicKey *BeaconPublicKey, message []byte, round uint64) ([]byte, error) {
	random := make([]byte, C.NANOTAO_TIMELOCK_RANDOM_LEN)
	defer wipe(random)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	made, status := sized(len(message)+C.NANOTAO_TIMELOCK_OVERHEAD, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_timelock_encrypt(publicKey.raw(), bytesOf(message), length(message), C.uint64_t(round),
			bytesOf(random), length(random), bytesOf(out), length(out), len)
	})
	return made, check(status)
}

// TimelockMessageLen checks the form of a commit, or of another ciphertext, without opening it, and tells the length of the
// message in it.
func TimelockMessageLen(ciphertext []byte) (int, error) {
	var found C.size_t
	place := at()
	status := C.nanotao_timelock_message_len(bytesOf(ciphertext), length(ciphertext), &found, place)
	return int(found), checkAt(status, place)
}

// WeightsTlockPayload is the message that a commit locks.
type WeightsTlockPayload struct {
	// Hotkey is who commits; on the chain's side it can have any length.
	Hotkey []byte
	// Uids and Values are what is revealed.
	Uids, Values []uint16
	// VersionKey is the version of the validator's code.
	VersionKey uint64
}

// Encode writes the message.
func (p *WeightsTlockPayload) Encode() ([]byte, error) {
	made, status := sized(64+len(p.Hotkey)+2*(len(p.Uids)+len(p.Values)), func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_timelock_payload_encode(bytesOf(p.Hotkey), length(p.Hotkey), u16sOf(p.Uids), length(p.Uids),
			u16sOf(p.Values), length(p.Values), C.uint64_t(p.VersionKey), bytesOf(out), length(out), len)
	})
	return made, check(status)
}

// ParseWeightsTlockPayload reads the weights that a commit opened to. It takes hotkeys of 32 bytes only.
func ParseWeightsTlockPayload(message []byte) (*WeightsTlockPayload, error) {
	var (
		hotkey     AccountID
		ends       [2]C.size_t
		versionKey C.uint64_t
	)
	// Every element takes two bytes.
	uids, values, place := make([]uint16, len(message)/2), make([]uint16, len(message)/2), at()
	status := C.nanotao_timelock_payload_parse(bytesOf(message), length(message), account(&hotkey), u16sOf(uids),
		length(uids), &ends[0], u16sOf(values), length(values), &ends[1], &versionKey, place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	return &WeightsTlockPayload{hotkey[:], uids[:ends[0]], values[:ends[1]], uint64(versionKey)}, nil
}
