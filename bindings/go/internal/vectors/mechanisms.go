package main

import (
	"nanotao"
)

var mechanisms = []section{
	{"chain/mechanism_epoch.json", "cases", func(c value) bool { return subnetEpoch(c, 425) }},
	{"chain475/mechanism_epoch.json", "cases", func(c value) bool { return subnetEpoch(c, 475) }},
	{"chain475/null_consensus.json", "cases", nullEpoch},
	{"chain475/null_consensus.json", "winner", nullWinner},
	{"chain475/null_consensus.json", "apportion", func(c value) bool {
		made := must(nanotao.ApportionUnits(each(c.at("shares"), value.u64f64), c.at("budget").u64()))
		return equal(made, c.at("out").u64s())
	}},
	{"chain475/null_consensus.json", "mechanisms", func(c value) bool { return subnetEpoch(c, 475) }},
	{"chain475/sequences.json", "sequences", sequence},
}

// sequence is many epochs of one subnet, each in the state that the chain was in.
func sequence(c value) bool {
	for _, epoch := range c.at("epochs").list() {
		input := epoch.at("input")
		made := map[string]any{}
		for _, part := range []value{c, epoch, input} {
			for name, field := range part.any.(map[string]any) {
				made[name] = field
			}
		}
		for _, name := range []string{
			"last_epoch_block", "pending_epoch_at", "blocks_since_last_step", "subnet_epoch_index",
		} {
			made[name] = 0
		}
		made["current_block"] = epoch.at("block").any
		keys := []any{}
		for range input.at("block_at_registration").list() {
			keys = append(keys, true)
		}
		made["has_key"] = keys
		made["mechanisms"] = []any{}
		for _, mechanism := range input.at("mechanisms").list() {
			made["mechanisms"] = append(made["mechanisms"].([]any), map[string]any{
				"last_update": mechanism.at("last_update").any, "previous_consensus": mechanism.at("previous_consensus").any,
				"weights": byUid(mechanism.at("weights")), "bonds": byUid(mechanism.at("bonds")),
			})
		}
		one := value{made}
		schedule := epochInput(one, one.at("mechanisms").list()[0], 475).Schedule
		cutoff := must(schedule.BondCutoffBlock(475, epoch.at("block").u64()))
		if cutoff != epoch.at("bond_cutoff_block").u64() || !subnetEpoch(one, 475) {
			return false
		}
	}
	return nanotao.ActivityCutoffBlocks(c.at("activity_cutoff_factor_milli").u32(), c.at("tempo").u16()) ==
		c.at("activity_cutoff_blocks").u64()
}

// byUid puts its uid in front of each row.
func byUid(rows value) []any {
	var made []any
	for uid, row := range rows.any.([]any) {
		made = append(made, []any{uid, row})
	}
	return made
}

// nullWinner is who decides, of all who have stake: an epoch of nothing else.
func nullWinner(c value) bool {
	stakes := each(c.at("stake_i64f64"), value.i64f64)
	given := nanotao.EpochInput{
		SpecVersion: 475, TotalStake: stakes, BlockAtRegistration: make([]uint64, len(stakes)),
		LastUpdate: make([]uint64, len(stakes)), ValidatorPermit: make([]bool, len(stakes)),
	}
	_, decision, err := given.RunNull(nanotao.NullBudgets{}, nil, nil)
	if err != nil || (decision.Winner == nil) == c.has("winner") {
		return false
	}
	return decision.Winner == nil || *decision.Winner == c.at("winner").u16()
}

func nullEpoch(c value) bool {
	budgets := nanotao.NullBudgets{
		Mining: c.at("mining_budget").u64(), Dividend: c.at("dividend_budget").u64(),
		Fallback: c.at("fallback_budget").u64(),
	}
	var trace nanotao.EpochTrace
	in := epochInput(c, c, 475)
	made, decision, err := in.RunNull(budgets, rows(c.at("weights")), &trace)
	if err != nil || !isDerived(c, in, 475) || !sameOutput(c, made) || len(c.at("out").at("bond").list()) != c.at("n").int() {
		return false
	}
	// Bonds are not written: the rows that would be stored are empty.
	for _, row := range c.at("out").at("bond").list() {
		if !row.null() && len(row.list()) > 0 {
			return false
		}
	}
	for uid, share := range each(c.at("mid").at("dividend_shares"), value.big) {
		if stake := in.TotalStake[uid].Bits(); stake.Sign() >= 0 && stake.Cmp(share) != 0 || stake.Sign() < 0 && share.Sign() != 0 {
			return false
		}
	}
	mid, winner := c.at("mid"), decision.Winner
	if !mid.has("winner") != (winner == nil) || winner != nil && mid.at("winner").u16() != *winner {
		return false
	}
	vectors := map[string]any{}
	for _, name := range []string{"stake", "incentive", "dividends"} {
		vectors[name] = mid.at(name).any
	}
	return sameTrace(value{vectors}, &trace) && equal(mid.at("incentive_shares").u16s(), trace.IncentiveShares) &&
		mid.at("miner_budget").u64() == decision.MinerBudget &&
		mid.at("validator_budget").u64() == decision.ValidatorBudget &&
		equal(kept(c, made.Consensus), c.at("consensus_stored_after").u16s())
}

// kept is a vector as the chain stores it: without those who have no key.
func kept[T any](c value, vector []T) []T {
	uids := must(nanotao.PersistedUids(each(c.at("has_key"), value.holds)))
	made := make([]T, len(uids))
	for place, uid := range uids {
		made[place] = vector[uid]
	}
	return made
}

// subnetEpoch is a subnet with all of its mechanisms, and what the chain stores of it.
func subnetEpoch(c value, spec uint32) bool {
	list, consensus := c.at("mechanisms").list(), nanotao.YumaConsensus
	if c.or("epoch_consensus", "Yuma").text() == "Null" {
		consensus = nanotao.NullConsensus
	}
	var parts []uint16
	if c.has("split") {
		parts = c.at("split").u16s()
	}
	split := func(alpha uint64) []uint64 {
		return must(nanotao.SplitEmissions(spec, parts, alpha, len(list)))
	}
	miner, local, root := c.or("rao_emission", 0).u64(), uint64(0), uint64(0)
	if spec == 475 {
		miner, local = c.at("miner_budget").u64(), c.at("local_dividend_budget").u64()
		root = c.at("root_budget").u64()
	}
	total := saturated(saturated(miner, local), root)
	emissions, miners, locals, roots := split(total), split(miner), split(local), split(root)
	whole := must(nanotao.NewEpochOutput(c.at("n").int()))
	theirs := c.at("out").at("per_mechanism").list()
	for index, mechanism := range list {
		mecid := nanotao.MechId(index)
		in := epochInput(c, mechanism, spec)
		weights, bonds := rows(mechanism.at("weights")), rows(mechanism.at("bonds"))
		stored := map[uint16][]nanotao.Entry{}
		for _, row := range bonds {
			stored[row.Uid] = row.Entries
		}
		var made *nanotao.EpochOutput
		if consensus == nanotao.YumaConsensus {
			var new [][]nanotao.Entry
			var err error
			if made, new, err = in.Run(emissions[index], weights, bonds, nil); err != nil {
				return false
			}
			for place, row := range kept(c, new) {
				stored[uint16(place)] = row
			}
		} else {
			emissions[index] = saturated(saturated(miners[index], locals[index]), roots[index])
			made, _, _ = in.RunNull(nanotao.NullBudgets{
				Mining: miners[index], Dividend: saturated(locals[index], roots[index]),
				Fallback: saturated(miners[index], locals[index]),
			}, weights, nil)
		}
		if whole.AddMechanism(made, mecid, emissions[index], total, consensus) != nil ||
			!sameMechanism(c, mechanism, theirs[index], mecid, made, stored) {
			return false
		}
	}
	return len(theirs) == len(list) && sameSubnet(c, whole)
}

func sameMechanism(
	c, mechanism, out value, mecid nanotao.MechId, made *nanotao.EpochOutput, bonds map[uint16][]nanotao.Entry) bool {
	for uid, row := range out.at("bonds").list() {
		if !equal(bonds[uint16(uid)], each(row, entry)) {
			return false
		}
	}
	for _, name := range []string{"consensus_stored_after", "consensus"} {
		if out.has(name) && !equal(kept(c, made.Consensus), out.at(name).u16s()) {
			return false
		}
	}
	index := nanotao.MechanismStorageIndex(nanotao.NetUid(c.at("netuid").u16()), mecid)
	return uint64(mecid) == out.at("mecid").u64() && mechanism.or("netuid_index", index).u16() == index &&
		equal(kept(c, made.Incentive), out.at("incentive").u16s())
}

func sameSubnet(c value, whole *nanotao.EpochOutput) bool {
	out := c.at("out")
	servers, validators := kept(c, whole.ServerEmission), kept(c, whole.ValidatorEmission)
	paid := out.at("server_validator_emission").list()
	if len(paid) != len(servers) {
		return false
	}
	for place, pair := range paid {
		if !equal(pair.u64s(), []uint64{servers[place], validators[place]}) {
			return false
		}
	}
	return equal(kept(c, whole.Active), each(out.at("active"), value.holds)) &&
		equal(kept(c, whole.Consensus), out.at("consensus").u16s()) &&
		equal(kept(c, whole.Dividend), out.at("dividends").u16s()) &&
		equal(kept(c, whole.Emission), out.at("emission").u64s()) &&
		equal(kept(c, whole.StakeWeight), out.at("stake_weight").u16s()) &&
		equal(kept(c, whole.NewValidatorPermit), each(out.at("validator_permit"), value.holds)) &&
		equal(kept(c, whole.ValidatorTrust), out.at("validator_trust").u16s())
}
