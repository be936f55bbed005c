package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"encoding/binary"
	"math/big"
)

// Item is a value in a call, or what stands for the values inside it.
type Item struct {
	// Path is where the item lies, as .SubtensorModule.add_stake.hotkey, or nothing for the call as a whole.
	Path string
	// Type is the name of its type, as TaoBalance, or nothing.
	Type string
	// Depth is how deep it lies.
	Depth int
	// Offset is where its bytes begin in the input.
	Offset int
	// Value is a bool; a rune; a string; a *big.Int; a []byte; a []uint16; Bits; a List or a VariantName.
	Value any
}

// List is the number of elements of a list or array, which follow, deeper than this.
type List int

// VariantName is the variant of an enumeration; its fields follow, deeper than this.
type VariantName string

// Bits are the bits of a bit sequence.
type Bits []bool

// Items takes a call apart, in the order of its bytes, by the table of a spec version.
func (c Call) Items(specVersion uint32) ([]Item, error) {
	return items(c, nil, func(_ []byte, index C.size_t, raw *C.nanotao_item, path []byte, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_call_item(
			C.uint32_t(specVersion), bytesOf(c), length(c), index, raw, charsOf(path), length(path), len, place)
	})
}

// ItemsByProof takes the call of a payload apart that a metadata proof describes. The payload is verified as a whole.
func (p Payload) ItemsByProof(proof Proof) ([]Item, error) {
	return items(p, proof, func(proof []byte, index C.size_t, raw *C.nanotao_item, path []byte, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_payload_item_by_proof(bytesOf(p), length(p), bytesOf(proof), length(proof), index, raw,
			charsOf(path), length(path), len, place)
	})
}

// items fetches every item. Their names point into the proof, which is therefore lent in memory of C's.
func items(input []byte, proof Proof,
	fetch func(proof []byte, index C.size_t, raw *C.nanotao_item, path []byte, len *C.size_t, place *position) C.nanotao_status) (
	[]Item, error) {
	var a arena
	defer a.free()
	lent, raw := lend(&a, proof), &room[C.nanotao_item](&a, 1)[0]
	var made []Item
	for {
		place := at()
		path, status := sized(256, func(out []byte, length *C.size_t) C.nanotao_status {
			raw.struct_size = C.sizeof_nanotao_item
			return fetch(lent, C.size_t(len(made)), raw, out, length, place)
		})
		if status == C.NANOTAO_NO_ITEM && int(*place) == len(made) {
			return made, nil
		}
		if err := checkAt(status, place); err != nil {
			return nil, err
		}
		made = append(made, Item{
			Path:   string(path),
			Type:   C.GoStringN(raw.type_name, C.int(raw.type_name_len)),
			Depth:  int(raw.depth),
			Offset: int(raw.offset),
			Value:  itemValue(input, raw),
		})
	}
}

func itemValue(input []byte, raw *C.nanotao_item) any {
	number := U64F64{uint64(raw.low), uint64(raw.high)}
	data := input[raw.data_offset:]
	switch raw.kind {
	case C.NANOTAO_ITEM_BOOL:
		return raw.low == 1
	case C.NANOTAO_ITEM_CHAR:
		return rune(raw.low)
	case C.NANOTAO_ITEM_TEXT:
		return string(data[:raw.data_len])
	case C.NANOTAO_ITEM_UNSIGNED:
		return number.Bits()
	case C.NANOTAO_ITEM_SIGNED:
		return I64F64FromBits(number.Bits()).Bits()
	case C.NANOTAO_ITEM_WIDE:
		return wide(data[:32], raw.low == 1)
	case C.NANOTAO_ITEM_U16S:
		list := make([]uint16, raw.data_len)
		for index := range list {
			list[index] = binary.LittleEndian.Uint16(data[2*index:])
		}
		return list
	case C.NANOTAO_ITEM_BITS:
		bits := make(Bits, raw.low)
		for index := range bits {
			bits[index] = data[index/8]>>(index%8)&1 == 1
		}
		return bits
	case C.NANOTAO_ITEM_LIST:
		return List(raw.low)
	case C.NANOTAO_ITEM_VARIANT:
		return VariantName(C.GoStringN(raw.name, C.int(raw.name_len)))
	}
	return append([]byte{}, data[:raw.data_len]...)
}

// wide reads a number of 256 bits, little-endian.
func wide(bytes []byte, signed bool) *big.Int {
	turned := make([]byte, len(bytes))
	for index, one := range bytes {
		turned[len(bytes)-1-index] = one
	}
	made := new(big.Int).SetBytes(turned)
	if signed && made.Bit(255) == 1 {
		made.Sub(made, new(big.Int).Lsh(big.NewInt(1), 256))
	}
	return made
}
