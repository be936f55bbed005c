package nanotao

/*
#include "nanotao.h"
*/
import "C"

// emissionMemory is the working memory of the functions that take lists.
func emissionMemory(elements int) []uint64 {
	return make([]uint64, C.nanotao_emission_words(C.size_t(elements)))
}

// BlockEmission computes the emission of a block for an issuance (get_block_emission_for_issuance), both in rao, or both in
// alpha's smallest unit.
func BlockEmission(issuance uint64) uint64 {
	return uint64(C.nanotao_block_emission(C.uint64_t(issuance)))
}

// NextHalving tells the lowest issuance at which the emission is lower than at issuance; false where it falls no more.
func NextHalving(issuance uint64) (uint64, bool) {
	var next C.uint64_t
	must(C.nanotao_next_halving(C.uint64_t(issuance), &next))
	return uint64(next), next != 0
}

// BlocksUntilHalving tells how many blocks it takes to the next halving, if each mints what one at issuance does and nothing
// else is minted or recycled; false where the emission falls no more.
func BlocksUntilHalving(issuance uint64) (uint64, bool) {
	var blocks C.uint64_t
	must(C.nanotao_blocks_until_halving(C.uint64_t(issuance), &blocks))
	return uint64(blocks), blocks != 0
}

// MovingAlphaPrice tells the price of a subnet that shares go by (get_moving_alpha_price), of SubnetMechanism and
// SubnetMovingPrice.
func MovingAlphaPrice(mechanism uint16, movingPrice I96F32) U64F64 {
	var price U64F64
	must(C.nanotao_moving_alpha_price(C.uint16_t(mechanism), movingPrice.raw(), price.raw()))
	return price
}

// EmissionSubnet is a subnet that takes part in emission.
type EmissionSubnet struct {
	// MovingPrice is the price that counts, of MovingAlphaPrice.
	MovingPrice U64F64
	// MinerBurned is SubnetMinerBurned, a part of one.
	MinerBurned U96F32
	// EmissionEnabled is SubnetEmissionEnabled.
	EmissionEnabled bool
}

func rawSubnets(subnets []EmissionSubnet) []C.nanotao_emission_subnet {
	made := make([]C.nanotao_emission_subnet, len(subnets))
	for index := range subnets {
		made[index].moving_price = *subnets[index].MovingPrice.raw()
		made[index].miner_burned = *subnets[index].MinerBurned.raw()
		made[index].emission_enabled = flag(subnets[index].EmissionEnabled)
	}
	return made
}

func subnetsOf(raw []C.nanotao_emission_subnet) *C.nanotao_emission_subnet {
	return (*C.nanotao_emission_subnet)(data(raw))
}

func sharesOf(shares []U64F64) *C.nanotao_u64f64 { return (*C.nanotao_u64f64)(data(shares)) }

// Shares computes the shares of subnets by price, less what they burn of their miners' emission (get_shares); of spec 475,
// before the gate.
func Shares(subnets []EmissionSubnet) ([]U64F64, error) {
	raw, memory, shares := rawSubnets(subnets), emissionMemory(len(subnets)), make([]U64F64, len(subnets))
	status := C.nanotao_get_shares(subnetsOf(raw), length(raw), sharesOf(shares), u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	return shares, nil
}

// GateBar tells the bar of the gate in a block (get_emission_gate_bar, spec 475): the stored one, of the block before and 0 if none
// is stored, or every 360 blocks a new one, by EmissionGateRank and EmissionGateQuantile. A bar of 0 is not stored.
func GateBar(rank uint16, quantile, stored U64F64, block uint64, shares []U64F64) (U64F64, error) {
	var bar U64F64
	memory := emissionMemory(len(shares))
	err := check(C.nanotao_gate_bar(C.uint16_t(rank), quantile.raw(), stored.raw(), C.uint64_t(block), sharesOf(shares),
		length(shares), bar.raw(), u64sOf(memory), length(memory)))
	return bar, err
}

// ApplyEmissionGate presses shares below the bar down and brings them back to a sum of one (apply_emission_gate, spec 475), by
// EmissionGateExponent. Nothing changes with a bar of 0.
func ApplyEmissionGate(shares []U64F64, bar, exponent U64F64) ([]U64F64, error) {
	made, memory := append([]U64F64(nil), shares...), emissionMemory(len(shares))
	status := C.nanotao_apply_emission_gate(
		sharesOf(made), length(made), bar.raw(), exponent.raw(), u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	return made, nil
}

// SafePow computes a power as the gate does (safe_pow, spec 475).
func SafePow(value, exponent U64F64) U64F64 {
	var power U64F64
	must(C.nanotao_safe_pow(value.raw(), exponent.raw(), power.raw()))
	return power
}

// SubnetBlockEmissions computes what each subnet gets of a block's emission, in rao (get_subnet_block_emissions).
func SubnetBlockEmissions(subnets []EmissionSubnet, shares []U64F64, blockEmission uint64) ([]U96F32, error) {
	if len(shares) != len(subnets) {
		return nil, &Error{ErrInvalidLength, NoOffset}
	}
	raw, memory, emissions := rawSubnets(subnets), emissionMemory(len(subnets)), make([]U96F32, len(subnets))
	status := C.nanotao_get_subnet_block_emissions(subnetsOf(raw), sharesOf(shares), length(raw), C.uint64_t(blockEmission),
		(*C.nanotao_u96f32)(data(emissions)), u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	return emissions, nil
}

// NetworkRootSellFlag tells whether root's alpha is sold (get_network_root_sell_flag).
func NetworkRootSellFlag(subnets []EmissionSubnet) (bool, error) {
	var sells C.uint32_t
	raw, memory := rawSubnets(subnets), emissionMemory(len(subnets))
	err := check(C.nanotao_get_network_root_sell_flag(
		subnetsOf(raw), length(raw), &sells, u64sOf(memory), length(memory)))
	return sells == 1, err
}
