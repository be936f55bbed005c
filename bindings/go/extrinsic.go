package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "unsafe"

// extrinsicRoom is more than a payload or an extrinsic takes beside the call.
const extrinsicRoom = 256

// Call is a call's bytes.
type Call []byte

// Payload is a signing payload: the call, and what the transaction extensions carry.
type Payload []byte

// Era tells for how many blocks an extrinsic may be included. The zero value is the immortal one.
type Era struct {
	// Period is a power of two from 4 to 65536, or 0 for ever.
	Period uint32
	// Phase is the birth block modulo the period.
	Phase uint32
}

// MortalEra computes the era that begins at a block and lasts at least period blocks (Era::mortal), and its birth block, whose
// hash goes into TxExtension.BlockHash: for periods over 4096 it may be some blocks before.
func MortalEra(period, currentBlock uint64) (era Era, birthBlock uint64) {
	var (
		length, phase C.uint32_t
		birth         C.uint64_t
	)
	must(C.nanotao_era_mortal(C.uint64_t(period), C.uint64_t(currentBlock), &length, &phase, &birth))
	return Era{uint32(length), uint32(phase)}, uint64(birth)
}

// Finney is the genesis hash of mainnet.
var Finney = H256{
	0x2f, 0x05, 0x55, 0xcc, 0x76, 0xfc, 0x28, 0x40, 0xa2, 0x5a, 0x6e, 0xa3, 0xb9, 0x63, 0x71, 0x46,
	0x80, 0x6f, 0x1f, 0x44, 0xb0, 0x90, 0xc1, 0x75, 0xff, 0xde, 0x2a, 0x7e, 0x5a, 0xb3, 0x6c, 0x03,
}

// TxExtension is what goes with a call into its signing payload: which chain and runtime it is for, and when.
type TxExtension struct {
	// Nonce is the signer's next transaction index.
	Nonce uint32
	// Tip is what is paid on top of the fee, in rao.
	Tip uint64
	// Era is for how long the extrinsic may be included.
	Era Era
	// SpecVersion and TransactionVersion are those of the runtime.
	SpecVersion, TransactionVersion uint32
	// GenesisHash is the hash of block 0: Finney, or another network's.
	GenesisHash H256
	// BlockHash is the hash of the era's birth block; the genesis hash if the era lasts for ever.
	BlockHash H256
	// MetadataHash is the metadata hash (RFC-78); nil if there is none.
	MetadataHash *H256
}

func (e *TxExtension) raw() C.nanotao_tx_extension {
	raw := C.nanotao_tx_extension{
		struct_size:         C.sizeof_nanotao_tx_extension,
		nonce:               C.uint32_t(e.Nonce),
		tip:                 C.uint64_t(e.Tip),
		era_period:          C.uint32_t(e.Era.Period),
		era_phase:           C.uint32_t(e.Era.Phase),
		spec_version:        C.uint32_t(e.SpecVersion),
		transaction_version: C.uint32_t(e.TransactionVersion),
		has_metadata_hash:   flag(e.MetadataHash != nil),
		genesis_hash:        *(*[32]C.uint8_t)(unsafe.Pointer(&e.GenesisHash)),
		block_hash:          *(*[32]C.uint8_t)(unsafe.Pointer(&e.BlockHash)),
	}
	if e.MetadataHash != nil {
		raw.metadata_hash = *(*[32]C.uint8_t)(unsafe.Pointer(e.MetadataHash))
	}
	return raw
}

// Payload writes the signing payload of a call. The call is not decoded here, but by the review.
func (e *TxExtension) Payload(call Call) (Payload, error) {
	raw := e.raw()
	made, status := sized(len(call)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_payload(bytesOf(call), length(call), &raw, bytesOf(out), length(out), len)
	})
	return made, check(status)
}

// SetWeightsPayload writes the signing payload of SubtensorModule.set_weights: who is weighted, and how much each.
func (e *TxExtension) SetWeightsPayload(netuid NetUid, uids, weights []uint16, versionKey uint64) (Payload, error) {
	raw, place := e.raw(), at()
	made, status := sized(4*len(uids)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_set_weights_payload(C.uint16_t(netuid), u16sOf(uids), length(uids), u16sOf(weights), length(weights),
			C.uint64_t(versionKey), &raw, bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// SetMechanismWeightsPayload writes the signing payload of SubtensorModule.set_mechanism_weights.
func (e *TxExtension) SetMechanismWeightsPayload(
	netuid NetUid, mecid MechId, uids, weights []uint16, versionKey uint64) (Payload, error) {
	raw, place := e.raw(), at()
	made, status := sized(4*len(uids)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_set_mechanism_weights_payload(C.uint16_t(netuid), C.uint8_t(mecid), u16sOf(uids), length(uids),
			u16sOf(weights), length(weights), C.uint64_t(versionKey), &raw, bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// EncodeExtrinsic writes the extrinsic of a payload and its signature, ready to be sent. The signature is verified first, so
// what comes out passes the chain's signature check.
func EncodeExtrinsic(payload Payload, signer AccountID, signature Signature) ([]byte, error) {
	place := at()
	made, status := sized(len(payload)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_extrinsic_encode(bytesOf(payload), length(payload), account(&signer), bytesOf(signature),
			length(signature), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// Extrinsic is a signed extrinsic taken apart.
type Extrinsic struct {
	// Nonce is the signer's transaction index.
	Nonce uint32
	// Tip is what is paid on top of the fee, in rao.
	Tip uint64
	// Era is for how long the extrinsic may be included.
	Era Era
	// HasMetadataHash tells whether the payload holds a metadata hash (RFC-78).
	HasMetadataHash bool
	// Signer is who signed.
	Signer AccountID
	// Signature is the signature, which parsing does not verify.
	Signature Signature
	// Call is the call.
	Call Call
}

// ParseExtrinsic takes a signed extrinsic apart. The call is not decoded, and the signature not verified.
func ParseExtrinsic(extrinsic []byte) (*Extrinsic, error) {
	raw, place := C.nanotao_extrinsic{struct_size: C.sizeof_nanotao_extrinsic}, at()
	status := C.nanotao_extrinsic_parse(bytesOf(extrinsic), length(extrinsic), &raw, place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	call := extrinsic[raw.call_offset : raw.call_offset+raw.call_len]
	return &Extrinsic{
		Nonce:           uint32(raw.nonce),
		Tip:             uint64(raw.tip),
		Era:             Era{uint32(raw.era_period), uint32(raw.era_phase)},
		HasMetadataHash: raw.has_metadata_hash == 1,
		Signer:          *(*AccountID)(unsafe.Pointer(&raw.account)),
		Signature:       C.GoBytes(unsafe.Pointer(&raw.signature), C.int(raw.signature_len)),
		Call:            append(Call(nil), call...),
	}, nil
}

// ExtrinsicPayload writes the payload that an extrinsic's signature is over, for Signature.VerifyPayload. The extrinsic does
// not carry the versions and hashes of the context; nonce, tip and era of the context are not used.
func (e *TxExtension) ExtrinsicPayload(extrinsic []byte) (Payload, error) {
	raw, place := e.raw(), at()
	made, status := sized(len(extrinsic)+extrinsicRoom, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_extrinsic_payload(
			bytesOf(extrinsic), length(extrinsic), &raw, bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}
