package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "unsafe"

// Proof is a metadata proof (RFC-78), as a wallet sends it along with a payload.
type Proof []byte

// ProofInfo is what a metadata proof leads to.
type ProofInfo struct {
	// Digest is what a payload signs as its metadata hash.
	Digest H256
	// SpecVersion and SpecName are those of the runtime.
	SpecVersion uint32
	SpecName    string
	// SS58Prefix is the prefix of the chain's addresses.
	SS58Prefix uint16
	// TokenSymbol and Decimals are those of its token.
	TokenSymbol string
	Decimals    uint8
	// Leaves is the number of types and variants that the proof describes.
	Leaves uint32
}

// Parse reads the proof and computes its digest (MetadataDigest::V1 of RFC-78). The offset of an error is the byte, leaf or
// type at fault.
func (p Proof) Parse() (*ProofInfo, error) {
	raw, place := C.nanotao_proof_info{struct_size: C.sizeof_nanotao_proof_info}, at()
	if err := checkAt(C.nanotao_proof_parse(bytesOf(p), length(p), &raw, place), place); err != nil {
		return nil, err
	}
	return &ProofInfo{
		Digest:      *(*H256)(unsafe.Pointer(&raw.digest)),
		SpecVersion: uint32(raw.spec_version),
		SpecName:    string(p[raw.spec_name_offset:][:raw.spec_name_len]),
		SS58Prefix:  uint16(raw.base58_prefix),
		TokenSymbol: string(p[raw.token_symbol_offset:][:raw.token_symbol_len]),
		Decimals:    uint8(raw.decimals),
		Leaves:      uint32(raw.leaves),
	}, nil
}

// NewReviewByProof is as NewReview, for a payload that comes with a metadata proof: it is decoded by the types of the proof,
// whose digest the payload has to sign. So a payload of a runtime that the library does not know can be reviewed.
func NewReviewByProof(payload Payload, proof Proof, signer AccountID, currentBlock *uint32) (*Review, error) {
	return newReview(payload, append(Proof{}, proof...), signer, currentBlock)
}
