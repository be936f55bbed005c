package nanotao

/*
#include "nanotao.h"
*/
import "C"

// Card is what one page of a review shows.
type Card struct {
	// Label is what the card is about.
	Label string
	// Value is what it says.
	Value string
}

// card has a function write the texts of one card, and once more if they need more room.
func card(write func(label []byte, labelLen *C.size_t, value []byte, valueLen *C.size_t, place *position) C.nanotao_status) (
	Card, error) {
	label, value, place := make([]byte, 256), make([]byte, 1024), at()
	var ends [2]C.size_t
	for {
		status := write(label, &ends[0], value, &ends[1], place)
		if status != C.NANOTAO_BUFFER_TOO_SMALL {
			if err := checkAt(status, place); err != nil {
				return Card{}, err
			}
			return Card{string(label[:ends[0]]), string(value[:ends[1]])}, nil
		}
		label, value = make([]byte, ends[0]+1), make([]byte, ends[1]+1)
	}
}

// cards fetches so many cards.
func cards(count int, fetch func(index int) (Card, error)) ([]Card, error) {
	made := make([]Card, count)
	for index := range made {
		card, err := fetch(index)
		if err != nil {
			return nil, err
		}
		made[index] = card
	}
	return made, nil
}

// Cards decodes the call to its last byte by the table of a spec version, and shows it: to read, for nothing leads from here
// to a signature.
func (c Call) Cards(specVersion uint32) ([]Card, error) {
	var count C.size_t
	spec, place := C.uint32_t(specVersion), at()
	if err := checkAt(C.nanotao_call_cards(spec, bytesOf(c), length(c), &count, place), place); err != nil {
		return nil, err
	}
	return cards(int(count), func(index int) (Card, error) {
		return card(func(label []byte, labelLen *C.size_t, value []byte, valueLen *C.size_t, place *position) C.nanotao_status {
			return C.nanotao_call_card(spec, bytesOf(c), length(c), C.size_t(index),
				charsOf(label), length(label), labelLen, charsOf(value), length(value), valueLen, place)
		})
	})
}

// ExtrinsicCards shows a signed extrinsic, to read. The signature is not verified: Signature.VerifyPayload does that. The offset
// of an error is the byte of the extrinsic, or what is at fault in the call, whose bytes count from its own first one.
func ExtrinsicCards(specVersion uint32, extrinsic []byte) ([]Card, error) {
	var count C.size_t
	spec, place := C.uint32_t(specVersion), at()
	status := C.nanotao_extrinsic_cards(spec, bytesOf(extrinsic), length(extrinsic), &count, place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	return cards(int(count), func(index int) (Card, error) {
		return card(func(label []byte, labelLen *C.size_t, value []byte, valueLen *C.size_t, place *position) C.nanotao_status {
			return C.nanotao_extrinsic_card(spec, bytesOf(extrinsic), length(extrinsic), C.size_t(index),
				charsOf(label), length(label), labelLen, charsOf(value), length(value), valueLen, place)
		})
	})
}
