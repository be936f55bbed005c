package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "math"

// EpochConsensus is which consensus a subnet runs.
type EpochConsensus uint32

const (
	// YumaConsensus is Yuma consensus.
	YumaConsensus EpochConsensus = C.NANOTAO_EPOCH_CONSENSUS_YUMA
	// NullConsensus is the Null consensus.
	NullConsensus EpochConsensus = C.NANOTAO_EPOCH_CONSENSUS_NULL
)

// MaxNeurons is how many neurons an epoch takes at most.
const MaxNeurons = C.NANOTAO_MAX_NEURONS

// NewEpochOutput makes an output of so many neurons, at most MaxNeurons, that is zero all over, for AddMechanism.
func NewEpochOutput(neurons int) (*EpochOutput, error) {
	if neurons < 0 {
		return nil, &Error{ErrEpochLength, NoOffset}
	}
	if neurons > MaxNeurons {
		return nil, &Error{ErrEpochTooManyNeurons, NoOffset}
	}
	u16s := func() []uint16 { return make([]uint16, neurons) }
	u64s := func() []uint64 { return make([]uint64, neurons) }
	return &EpochOutput{
		Dividend: u16s(), Incentive: u16s(), StakeWeight: u16s(), Consensus: u16s(), ValidatorTrust: u16s(),
		ValidatorEmission: u64s(), ServerEmission: u64s(), Emission: u64s(), Stake: u64s(),
		Active: make([]bool, neurons), NewValidatorPermit: make([]bool, neurons),
	}, nil
}

// AddMechanism adds one mechanism's results to the subnet's (epoch_with_mechanisms). Mechanisms come in their order; before the
// first, the subnet's output is that of NewEpochOutput. What the mechanism weighs is its part of the subnet's emission.
func (subnet *EpochOutput) AddMechanism(mechanism *EpochOutput, mecid MechId, mechanismEmission, subnetEmission uint64,
	consensus EpochConsensus) error {
	var a arena
	defer a.free()
	neurons := len(subnet.Dividend)
	whole, part := newOutputs(&a, neurons), newOutputs(&a, neurons)
	if !whole.write(subnet) || !part.write(mechanism) {
		return &Error{ErrEpochLength, NoOffset}
	}
	memory := make([]uint64, C.nanotao_epoch_words_mechanism(C.size_t(neurons)))
	err := check(C.nanotao_epoch_add_mechanism(whole.raw, part.raw, C.uint8_t(mecid), C.uint64_t(mechanismEmission),
		C.uint64_t(subnetEmission), C.nanotao_epoch_consensus(consensus), u64sOf(memory), length(memory)))
	if err == nil {
		*subnet = *whole.read()
	}
	return err
}

// SplitEmissions splits an emission between mechanisms (split_emissions): by MechanismEmissionSplit, of 65535 each, or evenly if
// that is nil. There are at most 256 mechanisms. The spec version is 425 or 475.
func SplitEmissions(specVersion uint32, split []uint16, alpha uint64, mechanisms int) ([]uint64, error) {
	if mechanisms < 0 || mechanisms > math.MaxUint8+1 {
		return nil, &Error{ErrInvalidLength, NoOffset}
	}
	parts := u16sOf(split)
	if split != nil && parts == nil {
		// None at all differs from none stored.
		parts = (*C.uint16_t)(new(C.uint16_t))
	}
	made := make([]uint64, mechanisms)
	status := C.nanotao_split_emissions(
		C.uint32_t(specVersion), parts, length(split), C.uint64_t(alpha), u64sOf(made), length(made))
	if err := check(status); err != nil {
		return nil, err
	}
	return made, nil
}

// WeightedAccU16 adds a mechanism's value of 16 bits to the subnet's, by the mechanism's part of the subnet's emission
// (weighted_acc_u16).
func WeightedAccU16(existing, added uint16, weight U64F64) uint16 {
	var sum C.uint16_t
	must(C.nanotao_weighted_acc_u16(C.uint16_t(existing), C.uint16_t(added), weight.raw(), &sum))
	return uint16(sum)
}

// WeightedAccAlpha adds a mechanism's amount of alpha to the subnet's, by the mechanism's part of the subnet's emission
// (weighted_acc_alpha).
func WeightedAccAlpha(existing, added uint64, weight U64F64) uint64 {
	var sum C.uint64_t
	must(C.nanotao_weighted_acc_alpha(C.uint64_t(existing), C.uint64_t(added), weight.raw(), &sum))
	return uint64(sum)
}

// PersistedUids tells which uids the chain stores an epoch's results of, in the places that it stores them in
// (persist_mechanism_epoch_terms): behind a uid without a key, all others move up.
func PersistedUids(hasKey []bool) ([]uint16, error) {
	var kept C.size_t
	keys, uids := flags(hasKey), make([]uint16, len(hasKey))
	if err := check(C.nanotao_persisted_uids(bytesOf(keys), length(keys), u16sOf(uids), length(uids), &kept)); err != nil {
		return nil, err
	}
	return uids[:kept], nil
}
