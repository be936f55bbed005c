package main

import (
	"sort"

	"nanotao"
)

var epochs = []section{
	{"chain/epoch.json", "cases", func(c value) bool { return epoch(c, 425) }},
	{"chain/epoch_bench.json", "cases", func(c value) bool { return epoch(c, 425) }},
	{"chain475/epoch.json", "cases", func(c value) bool { return epoch(c, 475) }},
}

// epochInput reads a subnet, and what is one mechanism's own of it. What the Null consensus does not read may be missing.
func epochInput(c, mechanism value, spec uint32) *nanotao.EpochInput {
	made := &nanotao.EpochInput{
		SpecVersion: spec,
		Schedule: nanotao.Schedule{
			Tempo: c.at("tempo").u16(), LastEpochBlock: c.at("last_epoch_block").u64(),
			PendingEpochAt:         c.at("pending_epoch_at").u64(),
			BlocksSinceLastStep:    c.at("blocks_since_last_step").u64(),
			SubnetEpochIndex:       c.at("subnet_epoch_index").u64(),
			LastMechanismStepBlock: c.at("last_mechanism_step_block").u64(),
		},
		CurrentBlock: c.at("current_block").u64(), StakeThreshold: c.at("stake_threshold").u64(),
		BondsMovingAverage:        c.or("bonds_moving_average", 0).u64(),
		ActivityCutoffFactorMilli: c.at("activity_cutoff_factor_milli").u32(),
		ConsensusMode:             nanotao.ConsensusAuto,
		Yuma3:                     c.or("yuma3", false).holds(), LiquidAlpha: c.or("liquid_alpha", false).holds(),
		CommitReveal:         c.at("commit_reveal_enabled").holds(),
		MaxAllowedValidators: c.at("max_allowed_validators").u16(), Kappa: c.or("kappa", 0).u16(),
		BondsPenalty: c.or("bonds_penalty", 0).u16(), AlphaLow: c.or("alpha_low", 0).u16(), AlphaHigh: c.or("alpha_high", 0).u16(),
		AlphaSigmoidSteepness: int16(c.or("alpha_sigmoid_steepness", 0).big().Int64()),
		TotalStake:            each(c.at("total_stake_i64f64"), value.i64f64),
		BlockAtRegistration:   c.at("block_at_registration").u64s(),
		LastUpdate:            mechanism.at("last_update").u64s(),
		ValidatorPermit:       each(c.at("validator_permit"), value.holds),
	}
	if c.has("owner_uid") {
		made.OwnerUid = nanotao.Some(c.at("owner_uid").u16())
	}
	if made.CommitReveal {
		made.RevealPeriodEpochs = c.at("reveal_period_epochs").u64()
		for _, queue := range c.at("weight_commits").list() {
			of := queue.list()
			for _, commit := range of[1].list() {
				if pair := commit.list(); !of[0].null() {
					made.WeightCommits = append(made.WeightCommits,
						nanotao.Commit{Uid: of[0].u16(), Epoch: pair[0].u64(), Block: pair[1].u64()})
				}
			}
		}
		for _, queue := range c.at("timelocked_commits").list() {
			of := queue.list()
			for _, commit := range of[1].list() {
				if pair := commit.list(); !pair[0].null() {
					made.TimelockedWeightCommits = append(made.TimelockedWeightCommits,
						nanotao.Commit{Uid: pair[0].u16(), Epoch: of[0].u64(), Block: pair[1].u64()})
				}
			}
		}
	}
	if spec >= 475 {
		made.ConsensusMode = map[string]nanotao.ConsensusMode{
			"Current": nanotao.ConsensusCurrent, "Previous": nanotao.ConsensusPrevious, "Auto": nanotao.ConsensusAuto,
		}[c.or("consensus_mode", "Auto").text()]
		if c.has("last_yuma_step_block") {
			made.Schedule.LastYumaStepBlock = nanotao.Some(c.at("last_yuma_step_block").u64())
		}
		made.PreviousConsensus = mechanism.or("previous_consensus", []any{}).u16s()
	}
	return made
}

func entry(pair value) nanotao.Entry {
	of := pair.u16s()
	return nanotao.Entry{Uid: of[0], Value: of[1]}
}

// rows reads rows, and puts them into the order of their uids.
func rows(list value) []nanotao.Row {
	made := each(list, func(row value) nanotao.Row {
		pair := row.list()
		return nanotao.Row{Uid: pair[0].u16(), Entries: each(pair[1], entry)}
	})
	sort.SliceStable(made, func(a, b int) bool { return made[a].Uid < made[b].Uid })
	return made
}

// same compares lists; a uid without a key, and no other, has null in the files.
func same[T comparable](theirs value, ours []T, keys []bool, read func(value) T) bool {
	list := theirs.list()
	if len(list) != len(ours) || len(list) != len(keys) {
		return false
	}
	for index, one := range list {
		if one.null() == keys[index] || keys[index] && read(one) != ours[index] {
			return false
		}
	}
	return true
}

func hasKey(c value) []bool { return each(c.at("has_key"), value.holds) }

func sameOutput(c value, made *nanotao.EpochOutput) bool {
	out, keys := c.at("out"), hasKey(c)
	return same(out.at("dividend"), made.Dividend, keys, value.u16) &&
		same(out.at("incentive"), made.Incentive, keys, value.u16) &&
		same(out.at("stake_weight"), made.StakeWeight, keys, value.u16) &&
		same(out.at("consensus"), made.Consensus, keys, value.u16) &&
		same(out.at("validator_trust"), made.ValidatorTrust, keys, value.u16) &&
		same(out.at("validator_emission"), made.ValidatorEmission, keys, value.u64) &&
		same(out.at("server_emission"), made.ServerEmission, keys, value.u64) &&
		same(out.at("emission"), made.Emission, keys, value.u64) && same(out.at("stake"), made.Stake, keys, value.u64) &&
		same(out.at("active"), made.Active, keys, value.holds) &&
		same(out.at("new_validator_permit"), made.NewValidatorPermit, keys, value.holds)
}

// sameTrace compares vectors on the way: a file has none that is not known here.
func sameTrace(middle value, made *nanotao.EpochTrace) bool {
	stages := map[string][]number{
		"stake": made.Stake, "active_stake": made.ActiveStake, "consensus": made.Consensus,
		"liquid_alpha_consensus": made.LiquidAlphaConsensus, "validator_trust": made.ValidatorTrust, "ranks": made.Ranks,
		"incentive": made.Incentive, "dividends": made.Dividends,
		"normalized_server_emission":    made.NormalizedServerEmission,
		"normalized_validator_emission": made.NormalizedValidatorEmission,
		"normalized_combined_emission":  made.NormalizedCombinedEmission,
	}
	for name := range middle.any.(map[string]any) {
		ours, known := stages[name]
		if middle.has(name) && (!known || !equal(middle.at(name).i32f32s(), ours)) {
			return false
		}
	}
	return true
}

// isDerived compares what the file derives from the state.
func isDerived(c value, in *nanotao.EpochInput, spec uint32) bool {
	count, now := c.at("n").int(), c.at("current_block").u64()
	for _, name := range []string{"has_key", "block_at_registration", "total_stake_i64f64"} {
		if len(c.at(name).list()) != count {
			return false
		}
	}
	index := nanotao.MechanismStorageIndex(nanotao.NetUid(c.at("netuid").u16()), nanotao.MechId(c.at("mecid").u8()))
	cutoff := nanotao.ActivityCutoffBlocks(c.at("activity_cutoff_factor_milli").u32(), c.at("tempo").u16())
	return index == c.at("netuid_index").u16() && cutoff == c.at("activity_cutoff_blocks").u64() &&
		must(in.Schedule.CurrentEpochWithLookahead(spec, now)) == c.at("current_epoch_with_lookahead").u64() &&
		(spec == 425 || c.or("epoch_consensus", "Yuma").text() == "Null" ||
			must(in.Schedule.BondCutoffBlock(spec, now)) == c.at("bond_cutoff_block").u64())
}

func epoch(c value, spec uint32) bool {
	in, emission := epochInput(c, c, spec), c.at("rao_emission").u64()
	weights, bonds := rows(c.at("weights")), rows(c.at("bonds"))
	var trace nanotao.EpochTrace
	made, stored, err := in.Run(emission, weights, bonds, &trace)
	if err != nil || !isDerived(c, in, spec) || !sameOutput(c, made) || !sameTrace(c.at("mid_i32f32"), &trace) ||
		spec == 475 && !equal(kept(c, made.Consensus), c.at("consensus_stored_after").u16s()) {
		return false
	}
	bond, keys := c.at("out").at("bond").list(), hasKey(c)
	for uid, theirs := range bond {
		if theirs.null() == keys[uid] || keys[uid] && !equal(stored[uid], each(theirs, entry)) {
			return false
		}
	}
	if len(bond) != len(stored) {
		return false
	}
	return denseEpoch(c, in, emission, weights, bonds)
}

// denseEpoch is over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros.
func denseEpoch(c value, in *nanotao.EpochInput, emission uint64, weights, bonds []nanotao.Row) bool {
	neurons, places := len(in.TotalStake), map[uint16]int{}
	for _, list := range [][]nanotao.Row{weights, bonds} {
		for _, row := range list {
			places[row.Uid] = 0
			if int(row.Uid) >= neurons {
				return true
			}
		}
	}
	var uids []uint16
	for uid := range places {
		uids = append(uids, uid)
	}
	sort.Slice(uids, func(a, b int) bool { return uids[a] < uids[b] })
	for place, uid := range uids {
		places[uid] = place
	}
	var dense [2][]uint16
	for which, list := range [][]nanotao.Row{weights, bonds} {
		dense[which] = make([]uint16, len(uids)*neurons)
		for _, row := range list {
			seen := map[uint16]bool{}
			for _, entry := range row.Entries {
				if int(entry.Uid) >= neurons || entry.Value == 0 || seen[entry.Uid] {
					return true
				}
				seen[entry.Uid] = true
				dense[which][places[row.Uid]*neurons+int(entry.Uid)] = entry.Value
			}
		}
	}
	made, err := in.RunDense(emission, uids, dense[0], dense[1], nil)
	return err == nil && sameOutput(c, made)
}
