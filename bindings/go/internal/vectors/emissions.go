package main

import (
	"math/big"
	"sort"

	"nanotao"
)

var emissions = []section{
	{"chain/block_emission.json", "cases", func(c value) bool {
		pair := c.list()
		return nanotao.BlockEmission(pair[0].u64()) == pair[1].u64()
	}},
	{"chain/block_emission.json", "steps", func(c value) bool {
		last, first := c.at("last_with_previous").u64(), c.at("first_with_next").u64()
		next, there := nanotao.NextHalving(last)
		return nanotao.BlockEmission(last) == c.at("previous_emission").u64() &&
			nanotao.BlockEmission(first) == c.at("next_emission").u64() && there && next == first
	}},
	{"chain/emission.json", "shares", func(c value) bool { return shares(c, 425) }},
	{"chain/emission.json", "subnet_terms", subnetTerms},
	{"chain/emission.json", "emit_to_subnets", emitToSubnets},
	{"chain/emission.json", "root_proportion", func(c value) bool {
		weight := nanotao.U64Proportion(c.at("tao_weight").u64())
		made := nanotao.RootProportion(c.at("root_tao").u64(), weight, c.at("alpha_issuance").u64())
		return weight == c.at("tao_weight_u96f32").u96f32() && made == c.at("out_u96f32").u96f32()
	}},
	{"chain/emission.json", "moving_price", func(c value) bool {
		pool := c.at("pool")
		current := nanotao.MovingAlphaPrice(pool.at("mechanism").u16(), c.at("moving_price_i96f32").i96f32())
		made := nanotao.UpdateMovingPrice(c.at("moving_alpha_i96f32").i96f32(), c.at("first_emission_block").orZero(),
			c.at("halving_blocks").u64(), current, c.at("current_block").u64(), pool.at("price_u64f64").u64f64())
		return made == c.at("out_i96f32").i96f32()
	}},
	{"chain/emission.json", "dividend_distribution", func(c value) bool { return distribution(c, 425) }},
	{"chain/emission.json", "parent_child_dividends", func(c value) bool { return parents(c, 425) }},
	{"chain/emission.json", "distribute_dividends", distribute},
	{"chain/emission.json", "split_emissions", func(c value) bool { return split(c, 425) }},
	{"chain/emission.json", "weighted_acc", func(c value) bool {
		weight := c.at("weight_u64f64").u64f64()
		alpha := nanotao.WeightedAccAlpha(c.at("alpha_existing").u64(), c.at("alpha_added").u64(), weight)
		small := nanotao.WeightedAccU16(c.at("u16_existing").u16(), c.at("u16_added").u16(), weight)
		return alpha == c.at("alpha_out").u64() && small == c.at("u16_out").u16()
	}},
	{"chain475/emission.json", "shares", func(c value) bool { return shares(c, 475) }},
	{"chain475/emission.json", "bar_run", barRun},
	{"chain475/emission.json", "safe_pow", func(c value) bool {
		made := nanotao.SafePow(c.at("val_u64f64").u64f64(), c.at("p_u64f64").u64f64())
		return made == c.at("out_u64f64").u64f64()
	}},
	{"chain475/emission.json", "gate", gate},
	{"chain475/emission.json", "dividend_distribution", func(c value) bool { return distribution(c, 475) }},
	{"chain475/emission.json", "parents", func(c value) bool { return parents(c, 475) }},
	{"chain475/emission.json", "split_emissions", func(c value) bool { return split(c, 475) }},
}

// amount is a subnet, or a hotkey, and what it has.
type amount[T any] struct {
	of   uint64
	what T
}

func amounts[T any](list value, read func(value) T) []amount[T] {
	return each(list, func(pair value) amount[T] {
		of := pair.list()
		return amount[T]{of[0].u64(), read(of[1])}
	})
}

// byNetuid pairs subnets with what they have, as the files do.
func byNetuid[T any](netuids []uint64, values []T) []amount[T] {
	made := make([]amount[T], len(netuids))
	for index, netuid := range netuids {
		made[index] = amount[T]{netuid, values[index]}
	}
	sort.Slice(made, func(a, b int) bool { return made[a].of < made[b].of })
	return made
}

func shares(c value, spec uint32) bool {
	var netuids []uint64
	var subnets []nanotao.EmissionSubnet
	for _, subnet := range c.at("subnets").list() {
		price := nanotao.MovingAlphaPrice(subnet.at("mechanism").u16(), subnet.at("moving_price_i96f32").i96f32())
		if price != subnet.at("moving_price_used_u64f64").u64f64() {
			return false
		}
		netuids = append(netuids, subnet.at("netuid").u64())
		subnets = append(subnets, nanotao.EmissionSubnet{
			MovingPrice: price, MinerBurned: subnet.at("miner_burned_u96f32").u96f32(),
			EmissionEnabled: subnet.at("emission_enabled").holds(),
		})
	}
	made := must(nanotao.Shares(subnets))
	if spec == 475 {
		if !equal(byNetuid(netuids, made), amounts(c.at("pre_gate_u64f64"), value.u64f64)) {
			return false
		}
		stored := c.at("bar_before_u64f64").u64f64()
		bar := must(nanotao.GateBar(
			c.at("rank").u16(), c.at("quantile_u64f64").u64f64(), stored, c.at("current_block").u64(), made))
		if after := c.at("bar_after_u64f64").u64f64(); bar != after && !(bar.IsZero() && stored == after) {
			return false
		}
		made = must(nanotao.ApplyEmissionGate(made, bar, c.at("exponent_u64f64").u64f64()))
	}
	emitted := must(nanotao.SubnetBlockEmissions(subnets, made, c.at("block_emission").u64()))
	return equal(byNetuid(netuids, made), amounts(c.at("shares_u64f64"), value.u64f64)) &&
		equal(byNetuid(netuids, emitted), amounts(c.at("emissions_u96f32"), value.u96f32)) &&
		must(nanotao.NetworkRootSellFlag(subnets)) == c.at("root_sell_flag").holds()
}

func must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

func barRun(c value) bool {
	var stored nanotao.U64F64
	netuids := c.at("netuids").u64s()
	for _, block := range c.at("blocks").list() {
		if block.at("bar_deleted_before").holds() {
			stored = nanotao.U64F64{}
		}
		subnets := each(block.at("moving_price_i96f32"), func(price value) nanotao.EmissionSubnet {
			return nanotao.EmissionSubnet{
				MovingPrice: nanotao.MovingAlphaPrice(1, price.i96f32()), EmissionEnabled: true,
			}
		})
		made, before := must(nanotao.Shares(subnets)), stored
		bar := must(nanotao.GateBar(
			c.at("rank").u16(), c.at("quantile_u64f64").u64f64(), stored, block.at("block").u64(), made))
		if !bar.IsZero() {
			stored = bar
		}
		gated := must(nanotao.ApplyEmissionGate(made, bar, c.at("exponent_u64f64").u64f64()))
		if before != block.at("bar_before_u64f64").u64f64() || stored != block.at("bar_after_u64f64").u64f64() ||
			block.has("shares_u64f64") &&
				!equal(byNetuid(netuids, gated), amounts(block.at("shares_u64f64"), value.u64f64)) {
			return false
		}
	}
	return true
}

func gate(c value) bool {
	given := amounts(c.at("shares_u64f64"), value.u64f64)
	before := make([]nanotao.U64F64, len(given))
	for index := range given {
		before[index] = given[index].what
	}
	made := must(nanotao.ApplyEmissionGate(before, c.at("bar_u64f64").u64f64(), c.at("exponent_u64f64").u64f64()))
	for index := range given {
		given[index].what = made[index]
	}
	return equal(given, amounts(c.at("out_u64f64"), value.u64f64))
}

func subnetTerms(c value) bool {
	rootTao, weight := c.at("root_tao").u64(), nanotao.U64Proportion(c.at("tao_weight").u64())
	emissions := map[uint64]nanotao.U96F32{}
	for _, one := range amounts(c.at("tao_emission_u96f32"), value.u96f32) {
		emissions[one.of] = one.what
	}
	var netuids []uint64
	var terms []nanotao.SubnetTerms
	for _, subnet := range c.at("subnets").list() {
		emission, there := emissions[subnet.at("netuid").u64()]
		if !there {
			continue
		}
		issuance := subnet.at("alpha_issuance").u64()
		netuids = append(netuids, subnet.at("netuid").u64())
		terms = append(terms, nanotao.GetSubnetTerms(
			emission, subnet.at("price_u64f64").u64f64(), issuance, nanotao.RootProportion(rootTao, weight, issuance)))
	}
	for name, of := range map[string]func(nanotao.SubnetTerms) nanotao.U96F32{
		"root_proportion_u96f32": func(t nanotao.SubnetTerms) nanotao.U96F32 { return t.RootProportion },
		"tao_in":                 func(t nanotao.SubnetTerms) nanotao.U96F32 { return t.TaoIn },
		"alpha_in":               func(t nanotao.SubnetTerms) nanotao.U96F32 { return t.AlphaIn },
		"alpha_out":              func(t nanotao.SubnetTerms) nanotao.U96F32 { return t.AlphaOut },
		"excess_tao":             func(t nanotao.SubnetTerms) nanotao.U96F32 { return t.ExcessTao },
	} {
		made := make([]nanotao.U96F32, len(terms))
		for index := range terms {
			made[index] = of(terms[index])
		}
		if !equal(byNetuid(netuids, made), amounts(c.at(name), value.u96f32)) {
			return false
		}
	}
	return weight == c.at("tao_weight_u96f32").u96f32()
}

func pendingOf(list value) nanotao.Pending {
	of := list.u64s()
	return nanotao.Pending{Server: of[0], Validator: of[1], RootAlpha: of[2], OwnerCut: of[3]}
}

func emitToSubnets(c value) bool {
	rootTao, weight := c.at("root_tao").u64(), c.at("tao_weight_u96f32").u96f32()
	cut := nanotao.U16Proportion(c.at("subnet_owner_cut").u16())
	if cut != c.at("owner_cut_u96f32").u96f32() {
		return false
	}
	for _, subnet := range c.at("subnets").list() {
		before := subnet.at("alpha_issuance_before").u64()
		terms := nanotao.GetSubnetTerms(subnet.at("tao_emission_u96f32").u96f32(), subnet.at("price_u64f64").u64f64(),
			before, nanotao.RootProportion(rootTao, weight, before))
		alphaIn, alphaOut := terms.AlphaIn.Whole(), nanotao.BlockEmission(before)
		minted := saturated(saturated(before, alphaIn), alphaOut)
		proportion := nanotao.RootProportion(rootTao, weight, minted)
		var owner *nanotao.U96F32
		if subnet.at("owner_cut_enabled").holds() {
			owner = &cut
		}
		pending := pendingOf(subnet.at("pending_before"))
		recycled := pending.Add(nanotao.SplitPending(terms.AlphaOut, owner, proportion), c.at("root_sell_flag").holds())
		if terms.TaoIn.Whole() != subnet.at("tao_in_emission").u64() || alphaIn != subnet.at("alpha_in_emission").u64() ||
			alphaOut != subnet.at("alpha_out_emission").u64() ||
			proportion != subnet.at("root_proportion_used_u96f32").u96f32() ||
			pending != pendingOf(subnet.at("pending_after")) || minted-recycled != subnet.at("alpha_issuance_after").u64() {
			return false
		}
	}
	return true
}

func saturated(a, b uint64) uint64 {
	if a+b < a {
		return ^uint64(0)
	}
	return a + b
}

func suspended(of value, name string, owner, key uint64, spec uint32) bool {
	return spec == 475 && of.at(name).holds() && owner != key
}

func parents(c value, spec uint32) bool {
	var owner uint64
	if spec == 475 {
		// No hotkey has this number.
		if owner = ^uint64(0); c.has("subnet_owner_key") {
			owner = c.at("subnet_owner_key").u64()
		}
	}
	child := nanotao.Childkey{
		Take: c.at("effective_childkey_take").u16(), Suspended: suspended(c, "self_suspended", owner, 0, spec),
		Stake:    nanotao.Stake{Alpha: c.at("self_alpha_stake").u64(), Root: c.at("self_root_stake").u64()},
		Children: c.at("children_proportions").u64s(),
		Parents: each(c.at("parents"), func(parent value) nanotao.Parent {
			return nanotao.Parent{
				Proportion: parent.at("proportion").u64(), SameOwner: parent.at("same_owner").holds(),
				Stake: nanotao.Stake{
					Alpha: parent.at("alpha_stake").u64(), Root: parent.at("root_stake").u64(),
				},
				Suspended: spec == 475 && suspended(parent, "suspended", owner, parent.at("key").u64(), spec),
			}
		}),
	}
	weight := nanotao.U64Proportion(c.at("tao_weight").u64())
	inherited := must(child.InheritedStake(spec, weight))
	if spec == 475 {
		// The files have it in a number with a sign.
		whole := func(stake uint64) *big.Int {
			if stake > 1<<63-1 {
				stake = 1<<63 - 1
			}
			return nanotao.U64F64{Integer: stake}.Bits()
		}
		if whole(inherited.Stake.Alpha).Cmp(c.at("inherited_alpha_i64f64").big()) != 0 ||
			whole(inherited.Stake.Root).Cmp(c.at("inherited_tao_i64f64").big()) != 0 ||
			inherited.TotalStake != c.at("total_stake_i64f64").i64f64() {
			return false
		}
	}
	burn := nanotao.U64Proportion(c.at("ck_burn").u64())
	divided := must(child.Dividends(spec, weight, burn, c.at("dividends").u64()))
	var listed []amount[uint64]
	for index, parent := range c.at("parents").list() {
		// Of spec 475, suspended parents get nothing and are not listed.
		if !child.Parents[index].Suspended {
			listed = append(listed, amount[uint64]{parent.at("key").u64(), divided.Paid[index]})
		}
	}
	listed = append(listed, amount[uint64]{0, divided.Own})
	return inherited.SelfContribution == c.at("self_contribution").u64() &&
		equal(listed, amounts(c.at("out"), value.u64))
}

func distribution(c value, spec uint32) bool {
	var names []uint64
	var hotkeys []nanotao.HotkeyDividend
	for _, hotkey := range c.at("hotkeys").list() {
		if hotkey.at("in_stake_map").holds() {
			names = append(names, hotkey.at("key").u64())
			hotkeys = append(hotkeys, nanotao.HotkeyDividend{
				Dividend: hotkey.at("dividend_u96f32").u96f32(),
				Stake:    nanotao.Stake{Alpha: hotkey.at("alpha_stake").u64(), Root: hotkey.at("root_stake").u64()},
				RootUid:  !hotkey.has("root_uid") || hotkey.at("root_uid").holds(),
			})
		}
	}
	made, recycled, err := nanotao.DividendDistribution(spec, c.at("pending_alpha").u64(),
		c.at("pending_root_alpha").u64(), c.at("tao_weight_u96f32").u96f32(), hotkeys)
	if err != nil {
		return false
	}
	alpha, root := make([]amount[nanotao.U96F32], len(made)), make([]amount[nanotao.U96F32], len(made))
	for index, share := range made {
		alpha[index] = amount[nanotao.U96F32]{names[index], share.AlphaDividends}
		root[index] = amount[nanotao.U96F32]{names[index], share.RootAlphaDividends}
	}
	return equal(alpha, amounts(c.at("alpha_dividends_u96f32"), value.u96f32)) &&
		equal(root, amounts(c.at("root_alpha_dividends_u96f32"), value.u96f32)) &&
		(spec == 425 || (recycled > 0) == c.at("root_pool_recycled").holds())
}

func distribute(c value) bool {
	hotkeys := c.at("hotkeys").list()
	var incentives []uint64
	var owned []bool
	for _, hotkey := range hotkeys {
		incentives = append(incentives, hotkey.at("incentive").u64())
		owned = append(owned, hotkey.at("owned_by_subnet_owner").holds())
	}
	paid, burned, err := nanotao.WithholdIncentives(incentives, owned)
	if err != nil {
		return false
	}
	for index, hotkey := range hotkeys {
		take := hotkey.at("take").u16()
		taken, alpha := nanotao.SplitTake(take, hotkey.at("alpha_dividends_u96f32").u96f32())
		takenOfRoot, root := nanotao.SplitTake(take, hotkey.at("root_alpha_dividends_u96f32").u96f32())
		if nanotao.U16Proportion(take) != hotkey.at("take_u96f32").u96f32() ||
			alpha != hotkey.at("alpha_dividends_per_subnet").u64() ||
			root != hotkey.at("root_alpha_dividends_per_subnet").u64() ||
			paid[index]+taken+alpha+takenOfRoot+root != hotkey.at("total_hotkey_alpha_after").u64() {
			return false
		}
	}
	return burned == c.at("miner_burned_u96f32").u96f32()
}

func split(c value, spec uint32) bool {
	var parts []uint16
	if c.has("split") {
		parts = c.at("split").u16s()
	}
	made := must(nanotao.SplitEmissions(spec, parts, c.at("alpha").u64(), c.at("mechanism_count").int()))
	return equal(made, c.at("out").u64s())
}
