package main

import (
	"math/big"

	"nanotao"
)

// Blocks of Finney, from what was stored before them to what was stored after.
var mainnet = []section{
	{"mainnet/emission_b*.json", "*", finneyBlock},
	{"mainnet/chain_bar_*.json", "*", finneyBar},
}

const (
	// What the chain takes where nothing is stored: the rank of the gate's bar, TaoWeight, and the quote of a pool.
	defaultRank      = 32
	defaultTaoWeight = 971718665099567868
	defaultQuote     = 500_000_000_000_000_000
	// Every subnet of Finney but root has a pool; the files leave it out.
	dynamic = 1
)

var (
	defaultQuantile = nanotao.U64F64{Fraction: 0x9c28_f5c2_8f5c_2800}
	defaultExponent = nanotao.U64F64{Integer: 3}
)

// row is a subnet by the names of the columns; null where nothing is stored.
type row map[string]value

func (r row) stored(name string, otherwise uint64) uint64 {
	if r[name].null() {
		return otherwise
	}
	return r[name].u64()
}

// flag is true, false, 1 or 0.
func (r row) flag(name string, otherwise bool) bool {
	switch one := r[name].any.(type) {
	case nil:
		return otherwise
	case bool:
		return one
	}
	return r[name].u8() == 1
}

func (r row) isEligible() bool {
	return r["netuid"].u16() != 0 && !r["first_emission_block"].null() && r.flag("subtoken_enabled", false) &&
		r.flag("registration_allowed", true)
}

func orZero(v value) *big.Int {
	if v.null() {
		return new(big.Int)
	}
	return v.big()
}

func orFixed(v value, otherwise nanotao.U64F64) nanotao.U64F64 {
	if v.null() {
		return otherwise
	}
	return v.u64f64()
}

func finneyBlock(c value) bool {
	whole := row{}
	for name, one := range c.at("globals").any.(map[string]any) {
		whole[name] = value{one}
	}
	var rows []row
	var subnets []nanotao.EmissionSubnet
	for _, values := range c.at("subnets").list() {
		one := row{}
		for index, value := range values.list() {
			one[c.at("columns").list()[index].text()] = value
		}
		if one.isEligible() {
			rows = append(rows, one)
			price := nanotao.I96F32FromBits(orZero(one["moving_price"]))
			subnets = append(subnets, nanotao.EmissionSubnet{
				MovingPrice:     nanotao.MovingAlphaPrice(dynamic, price),
				MinerBurned:     nanotao.U96F32FromBits(orZero(one["miner_burned"])),
				EmissionEnabled: one.flag("emission_enabled_raw", true),
			})
		}
	}
	minted := nanotao.BlockEmission(whole["total_issuance"].u64())
	shares := must(nanotao.Shares(subnets))
	bar := must(nanotao.GateBar(uint16(whole.stored("emission_bar_rank", defaultRank)),
		orFixed(whole["emission_bar_quantile"], defaultQuantile), orFixed(whole["emission_gate_bar"], nanotao.U64F64{}),
		c.at("block").u64(), shares))
	gated := must(nanotao.ApplyEmissionGate(shares, bar, orFixed(whole["emission_gate_exponent"], defaultExponent)))
	emissions := must(nanotao.SubnetBlockEmissions(subnets, gated, minted))
	rootTao, weight := whole["root_subnet_tao"].u64(), nanotao.U64Proportion(whole.stored("tao_weight", defaultTaoWeight))
	for index, one := range rows {
		alphaIn := one.stored("alpha_in", 0)
		issuance := saturated(alphaIn, one.stored("alpha_out", 0))
		price := nanotao.CurrentAlphaPrice(
			dynamic, one.stored("subnet_tao", 0), alphaIn, one.stored("balancer_quote", defaultQuote))
		proportion := nanotao.RootProportion(rootTao, weight, issuance)
		terms := nanotao.GetSubnetTerms(emissions[index], price, issuance, proportion)
		if terms.TaoIn.Whole() != one.stored("obs_tao_in_emission", 0) ||
			terms.ExcessTao.Whole() != one.stored("obs_excess_tao", 0) ||
			terms.AlphaIn.Whole() != one.stored("obs_alpha_in_emission", 0) {
			return false
		}
	}
	return len(rows) > 0 && minted == whole["block_emission"].u64() && bar == whole["emission_gate_bar_after"].u64f64()
}

func finneyBar(c value) bool {
	subnets := each(c.at("subnets"), func(subnet value) nanotao.EmissionSubnet {
		return nanotao.EmissionSubnet{
			MovingPrice:     nanotao.MovingAlphaPrice(dynamic, subnet.at("moving_price_i96f32").i96f32()),
			MinerBurned:     subnet.at("miner_burned_u96f32").u96f32(),
			EmissionEnabled: true,
		}
	})
	bar := must(nanotao.GateBar(c.at("rank").u16(), defaultQuantile, c.at("bar_before_u64f64").u64f64(),
		c.at("current_block").u64(), must(nanotao.Shares(subnets))))
	return bar == c.at("bar_after_u64f64").u64f64()
}
