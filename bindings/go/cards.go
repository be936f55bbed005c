package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "strings"

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

// cards has a function write the texts of all cards, each with a NUL after it.
func cards(write func(out []byte, len *C.size_t, place *position) C.nanotao_status) ([]Card, error) {
	place := at()
	bytes, status := sized(4096, func(out []byte, len *C.size_t) C.nanotao_status { return write(out, len, place) })
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	texts := strings.Split(string(bytes), "\x00")
	made := make([]Card, len(texts)/2)
	for index := range made {
		made[index] = Card{texts[2*index], texts[2*index+1]}
	}
	return made, nil
}

// Cards decodes the call to its last byte by the table of a spec version, and shows it: to read, for nothing leads from here
// to a signature.
func (c Call) Cards(specVersion uint32) ([]Card, error) {
	return cards(func(out []byte, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_call_texts(C.uint32_t(specVersion), bytesOf(c), length(c), bytesOf(out), length(out), len, place)
	})
}

// ExtrinsicCards shows a signed extrinsic, to read. The signature is not verified: Signature.VerifyPayload does that. The offset
// of an error is the byte of the extrinsic, or what is at fault in the call, whose bytes count from its own first one.
func ExtrinsicCards(specVersion uint32, extrinsic []byte) ([]Card, error) {
	return cards(func(out []byte, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_extrinsic_texts(
			C.uint32_t(specVersion), bytesOf(extrinsic), length(extrinsic), bytesOf(out), length(out), len, place)
	})
}
