package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "sync"

// Review shows a payload card by card, and signs it once every card was fetched and approved. It must not be copied.
type Review struct {
	lock    sync.Mutex
	raw     C.nanotao_review
	payload Payload
	proof   Proof          // nil without one
	weights *HiddenWeights // nil if the payload hides none
	signer  AccountID
	cards   int
}

// NewReview begins the review of a payload, of which it takes a copy: decodes every byte of it and checks that its parts
// agree. The payload need not come from this library. With the current block, nil if it is not known, the cards tell when
// the extrinsic begins and ceases to be valid. A metadata hash is shown, but not what it is of: where the tables
// may not be those of the runtime, NewReviewByProof takes such a payload.
func NewReview(payload Payload, signer AccountID, currentBlock *uint32) (*Review, error) {
	return newReview(payload, nil, signer, currentBlock)
}

func newReview(payload Payload, proof Proof, signer AccountID, currentBlock *uint32) (*Review, error) {
	var (
		block *C.uint32_t
		count C.size_t
	)
	if currentBlock != nil {
		block = Some(C.uint32_t(*currentBlock))
	}
	r, place := &Review{payload: append(Payload(nil), payload...), proof: proof, signer: signer}, at()
	var status C.nanotao_status
	if proof == nil {
		status = C.nanotao_review_init(
			&r.raw, bytesOf(r.payload), length(r.payload), account(&r.signer), block, &count, place)
	} else {
		status = C.nanotao_review_init_by_proof(&r.raw, bytesOf(r.payload), length(r.payload), bytesOf(r.proof),
			length(r.proof), account(&r.signer), block, &count, place)
	}
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	r.cards = int(count)
	return r, nil
}

// Len tells how many cards there are.
func (r *Review) Len() int { return r.cards }

// Payload gives a copy of what is reviewed.
func (r *Review) Payload() Payload { return append(Payload(nil), r.payload...) }

// Signer tells who is to sign.
func (r *Review) Signer() AccountID { return r.signer }

// Card fetches a card: one that was fetched before, or the next one; the error ErrCardOutOfOrder tells in its offset which
// that is. What was fetched counts as shown, so put the whole of it before the user's eyes.
func (r *Review) Card(index int) (Card, error) {
	if index < 0 {
		return Card{}, &Error{ErrCardOutOfOrder, NoOffset}
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	return card(func(label []byte, labelLen *C.size_t, value []byte, valueLen *C.size_t, place *position) C.nanotao_status {
		if r.weights != nil {
			var memory arena
			defer memory.free()
			return C.nanotao_review_card_timelocked(&r.raw, bytesOf(r.payload), length(r.payload), r.weights.raw(&memory),
				C.size_t(index), charsOf(label), length(label), labelLen, charsOf(value), length(value), valueLen, place)
		}
		if r.proof == nil {
			return C.nanotao_review_card(&r.raw, bytesOf(r.payload), length(r.payload), C.size_t(index),
				charsOf(label), length(label), labelLen, charsOf(value), length(value), valueLen, place)
		}
		return C.nanotao_review_card_by_proof(&r.raw, bytesOf(r.payload), length(r.payload), bytesOf(r.proof),
			length(r.proof), C.size_t(index), charsOf(label), length(label), labelLen, charsOf(value), length(value), valueLen,
			place)
	})
}

// Cards fetches every card at once, in time that grows with their number; Card goes through the payload anew for each. All of
// them count as shown, so put every one before the user's eyes.
func (r *Review) Cards() ([]Card, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	return cards(func(out []byte, len *C.size_t, _ *position) C.nanotao_status {
		if r.weights != nil {
			var memory arena
			defer memory.free()
			return C.nanotao_review_texts_timelocked(&r.raw, bytesOf(r.payload), length(r.payload), r.weights.raw(&memory),
				bytesOf(out), length(out), len)
		}
		if r.proof == nil {
			return C.nanotao_review_texts(&r.raw, bytesOf(r.payload), length(r.payload), bytesOf(out), length(out), len)
		}
		return C.nanotao_review_texts_by_proof(&r.raw, bytesOf(r.payload), length(r.payload), bytesOf(r.proof),
			length(r.proof), bytesOf(out), length(out), len)
	})
}

// Approve takes the user's consent, once all cards were fetched. Call it only on the user's own action, such as the press of
// a button.
func (r *Review) Approve() error {
	r.lock.Lock()
	defer r.lock.Unlock()
	place := at()
	return checkAt(C.nanotao_review_approve(&r.raw, place), place)
}

// Sign signs the payload of an approved review, once, with randomness of the system that makes faults harder to exploit. The
// signature is verified before it is handed out.
func (r *Review) Sign(key *Key) (Signature, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	var made Signature
	err := key.use(func(raw *C.nanotao_key, random []byte) error {
		out, status := sized(C.NANOTAO_SIGNATURE_MAX_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
			if r.weights != nil {
				var memory arena
				defer memory.free()
				return C.nanotao_review_sign_timelocked(&r.raw, bytesOf(r.payload), length(r.payload), r.weights.raw(&memory),
					raw, bytesOf(random), length(random), bytesOf(out), length(out), len)
			}
			if r.proof == nil {
				return C.nanotao_review_sign(&r.raw, bytesOf(r.payload), length(r.payload), raw,
					bytesOf(random), length(random), bytesOf(out), length(out), len)
			}
			return C.nanotao_review_sign_by_proof(&r.raw, bytesOf(r.payload), length(r.payload), bytesOf(r.proof),
				length(r.proof), raw, bytesOf(random), length(random), bytesOf(out), length(out), len)
		})
		made = out
		return check(status)
	})
	return made, err
}

// Extrinsic puts the signed extrinsic together, ready to be sent. The signature is verified first.
func (r *Review) Extrinsic(signature Signature) ([]byte, error) {
	if r.proof == nil {
		return EncodeExtrinsic(r.payload, r.signer, signature)
	}
	place := at()
	made, status := sized(len(r.payload)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_extrinsic_encode_by_proof(bytesOf(r.payload), length(r.payload), bytesOf(r.proof), length(r.proof),
			account(&r.signer), bytesOf(signature), length(signature), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}
