package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "unsafe"

// U64Proportion reads a part of one that the chain stores in 64 bits, such as TaoWeight.
func U64Proportion(stored uint64) U96F32 {
	var made U96F32
	must(C.nanotao_u64_proportion(C.uint64_t(stored), made.raw()))
	return made
}

// U16Proportion reads a part of one that the chain stores in 16 bits, such as a take or SubnetOwnerCut.
func U16Proportion(stored uint16) U96F32 {
	var made U96F32
	must(C.nanotao_u16_proportion(C.uint16_t(stored), made.raw()))
	return made
}

// RootProportion computes root's part in a subnet (root_proportion), of what is staked to root, in rao, and TaoWeight as a part
// of one.
func RootProportion(rootTao uint64, taoWeight U96F32, alphaIssuance uint64) U96F32 {
	var made U96F32
	must(C.nanotao_root_proportion(C.uint64_t(rootTao), taoWeight.raw(), C.uint64_t(alphaIssuance), made.raw()))
	return made
}

// CurrentAlphaPrice computes the price of alpha in a pool (current_alpha_price), of SubnetMechanism, SubnetTAO, SubnetAlphaIn and
// the pool's quote weight of 10^18, which is half of it where none is stored.
func CurrentAlphaPrice(mechanism uint16, tao, alphaIn, quote uint64) U64F64 {
	var price U64F64
	must(C.nanotao_current_alpha_price(
		C.uint16_t(mechanism), C.uint64_t(tao), C.uint64_t(alphaIn), C.uint64_t(quote), price.raw()))
	return price
}

// SubnetTerms is what a block does to a subnet's pool (get_subnet_terms).
type SubnetTerms struct {
	AlphaEmission     U96F32 // alpha's block emission
	RootProportion    U96F32 // root's part, as it was given
	AlphaWanted       U96F32 // the alpha that goes with the emission at this price
	AlphaInjectionCap U96F32 // the most that is injected
	TaoIn             U96F32 // TAO into the pool
	AlphaIn           U96F32 // alpha into the pool
	AlphaOut          U96F32 // alpha for participants
	ExcessTao         U96F32 // TAO that buys alpha
}

func u96f32(raw C.nanotao_u96f32) U96F32 { return *(*U96F32)(unsafe.Pointer(&raw)) }

// GetSubnetTerms computes what goes into a subnet's pool, and what buys alpha (get_subnet_terms), of the subnet's part of the
// block's emission and the price of alpha.
func GetSubnetTerms(taoEmission U96F32, price U64F64, alphaIssuance uint64, rootProportion U96F32) SubnetTerms {
	raw := C.nanotao_subnet_terms{struct_size: C.sizeof_nanotao_subnet_terms}
	must(C.nanotao_get_subnet_terms(
		taoEmission.raw(), price.raw(), C.uint64_t(alphaIssuance), rootProportion.raw(), &raw))
	return SubnetTerms{
		u96f32(raw.alpha_emission), u96f32(raw.root_proportion), u96f32(raw.alpha_wanted), u96f32(raw.alpha_injection_cap),
		u96f32(raw.tao_in), u96f32(raw.alpha_in), u96f32(raw.alpha_out), u96f32(raw.excess_tao),
	}
}

// UpdateMovingPrice computes SubnetMovingPrice after a block (update_moving_price), of SubnetMovingAlpha,
// FirstEmissionBlockNumber (0 if none is stored), EMAPriceHalvingBlocks, the moving price of MovingAlphaPrice, the block and
// the price in it.
func UpdateMovingPrice(
	movingAlpha I96F32, firstEmissionBlock, halvingBlocks uint64, current U64F64, block uint64, price U64F64) I96F32 {
	var made I96F32
	must(C.nanotao_update_moving_price(movingAlpha.raw(), C.uint64_t(firstEmissionBlock), C.uint64_t(halvingBlocks),
		current.raw(), C.uint64_t(block), price.raw(), made.raw()))
	return made
}

// PendingSplit is how a block's alpha for participants is divided, before it is rounded down.
type PendingSplit struct {
	OwnerCut  U96F32 // the subnet owner's
	Shared    U96F32 // what the others share
	Server    U96F32 // the miners'
	RootAlpha U96F32 // root's
	Validator U96F32 // the validators'
}

// SplitPending divides a block's alpha for participants (emit_to_subnets), of SubnetOwnerCut as a part of one, nil where it is not
// enabled, and root's part.
func SplitPending(alphaOut U96F32, ownerCut *U96F32, rootProportion U96F32) PendingSplit {
	raw := C.nanotao_pending_split{struct_size: C.sizeof_nanotao_pending_split}
	must(C.nanotao_split_pending(alphaOut.raw(), ownerCut.raw(), rootProportion.raw(), &raw))
	return PendingSplit{
		u96f32(raw.owner_cut), u96f32(raw.shared), u96f32(raw.server), u96f32(raw.root_alpha), u96f32(raw.validator),
	}
}

// Pending is what is set aside for the next epoch of a subnet, in alpha's smallest unit. Storage names in brackets.
type Pending struct {
	Server    uint64 // PendingServerEmission
	Validator uint64 // PendingValidatorEmission
	RootAlpha uint64 // PendingRootAlphaDivs
	OwnerCut  uint64 // PendingOwnerCut
}

// Add sets a block's alpha aside, rounded down (emit_to_subnets), with the flag of NetworkRootSellFlag; and tells what is
// recycled: root's alpha where it is not sold.
func (p *Pending) Add(split PendingSplit, rootSellFlag bool) (recycled uint64) {
	raw := C.nanotao_pending_split{
		struct_size: C.sizeof_nanotao_pending_split,
		owner_cut:   *split.OwnerCut.raw(),
		shared:      *split.Shared.raw(),
		server:      *split.Server.raw(),
		root_alpha:  *split.RootAlpha.raw(),
		validator:   *split.Validator.raw(),
	}
	var burned C.uint64_t
	must(C.nanotao_add_pending(&raw, flag(rootSellFlag), (*C.nanotao_pending)(unsafe.Pointer(p)), &burned))
	return uint64(burned)
}
