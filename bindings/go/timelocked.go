package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"crypto/rand"
	"time"
)

// HiddenWeights are weights to commit to, and whose they are.
type HiddenWeights struct {
	Netuid     NetUid    // the subnet
	Mecid      MechId    // the mechanism; 0 is the main one
	VersionKey uint64    // the version of the validator's code
	Hotkey     AccountID // who commits: the signer
	// Uids and Values are who is weighted, and how much each.
	Uids, Values []uint16
}

func (w *HiddenWeights) raw(a *arena) *C.nanotao_hidden_weights {
	raw := &room[C.nanotao_hidden_weights](a, 1)[0]
	*raw = C.nanotao_hidden_weights{
		struct_size: C.sizeof_nanotao_hidden_weights,
		netuid:      C.uint16_t(w.Netuid),
		mecid:       C.uint8_t(w.Mecid),
		version_key: C.uint64_t(w.VersionKey),
		hotkey:      *account(&w.Hotkey),
		uids:        u16sOf(lend(a, w.Uids)),
		uids_len:    length(w.Uids),
		values:      u16sOf(lend(a, w.Values)),
		values_len:  length(w.Values),
	}
	return raw
}

// RevealTerms are all that a reveal is foretold from, as for Schedule.PredictReveal.
type RevealTerms struct {
	Schedule           Schedule      // the subnet's as of CurrentBlock
	CurrentBlock       uint64        // the newest block: the commit is to be in the next
	RevealPeriodEpochs uint64        // RevealPeriodEpochs, from 1 to 100
	Now                time.Time     // the time
	BlockTime          time.Duration // from a block to the next
}

// NewTimelockedReview locks weights until the round by which they are to be revealed, and begins the review of the payload that
// commits to them: its cards show the reveal and the weights too. The rules are those of the extension's spec version, 425 or
// 475. What is random comes from the secret, 32 bytes that are kept for this or the seed of the hotkey, and from the system.
func NewTimelockedReview(
	weights HiddenWeights, terms RevealTerms, extension *TxExtension, secret []byte) (*Review, Reveal, error) {
	if len(secret) != C.NANOTAO_TIMELOCK_SECRET_LEN {
		return nil, Reveal{}, &Error{ErrInvalidLength, NoOffset}
	}
	if err := checkClock(terms.Now, terms.BlockTime); err != nil {
		return nil, Reveal{}, err
	}
	fresh := make([]byte, C.NANOTAO_TIMELOCK_SECRET_LEN)
	defer wipe(fresh)
	if _, err := rand.Read(fresh); err != nil {
		return nil, Reveal{}, err
	}
	var (
		memory arena
		count  C.size_t
	)
	defer memory.free()
	weights.Uids, weights.Values = append([]uint16(nil), weights.Uids...), append([]uint16(nil), weights.Values...)
	r, place := &Review{weights: &weights, signer: weights.Hotkey}, at()
	lent, with := weights.raw(&memory), extension.raw()
	on := C.nanotao_reveal_terms{
		struct_size:          C.sizeof_nanotao_reveal_terms,
		schedule:             terms.Schedule.raw(),
		current_block:        C.uint64_t(terms.CurrentBlock),
		reveal_period_epochs: C.uint64_t(terms.RevealPeriodEpochs),
		unix_time_ms:         C.uint64_t(terms.Now.UnixMilli()),
		block_time_ms:        C.uint64_t(terms.BlockTime.Milliseconds()),
	}
	foretold := C.nanotao_reveal{struct_size: C.sizeof_nanotao_reveal}
	needed := 2*TimelockCommitLen(len(weights.Uids)) + extrinsicRoom
	made, status := sized(needed, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_review_init_timelocked(&r.raw, lent, &on, &with, bytesOf(secret), bytesOf(fresh), bytesOf(out),
			length(out), len, &foretold, &count, place)
	})
	if err := checkAt(status, place); err != nil {
		return nil, Reveal{}, err
	}
	r.payload, r.cards = made, int(count)
	return r, Reveal{uint64(foretold.commit_epoch), uint64(foretold.first_reveal_block), uint64(foretold.round)}, nil
}
