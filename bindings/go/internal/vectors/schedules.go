package main

import (
	"sort"
	"time"

	"nanotao"
)

var schedules = []section{
	{"chain/emission.json", "schedule", func(c value) bool { return schedule(c, 425) }},
	{"chain475/emission.json", "schedule", func(c value) bool { return schedule(c, 475) }},
	{"chain475/emission.json", "lookahead", lookahead},
	{"chain475/emission.json", "schedule_run", scheduleRun},
}

func subnetSchedule(c value) nanotao.SubnetSchedule {
	return nanotao.SubnetSchedule{
		Schedule: nanotao.Schedule{
			Tempo: c.at("tempo").u16(), LastEpochBlock: c.at("last_epoch_block").u64(),
			PendingEpochAt:      c.at("pending_epoch_at").u64(),
			BlocksSinceLastStep: c.at("blocks_since_last_step").u64(), SubnetEpochIndex: c.at("subnet_epoch_index").u64(),
		},
		NullConsensus:          c.has("null_consensus") && c.at("null_consensus").holds(),
		InputStateInconsistent: c.has("input_state_consistent") && !c.at("input_state_consistent").holds(),
	}
}

func schedule(c value, spec uint32) bool {
	subnets, given := c.at("subnets").list(), each(c.at("subnets"), subnetSchedule)
	most, now := c.at("max_epochs_per_block").u8(), c.at("current_block").u64()
	if spec == 475 {
		limit, unknown := c.at("epoch_cap_for_block").u8(), true
		for _, subnet := range subnets {
			unknown = unknown && !subnet.has("null_consensus")
		}
		if unknown {
			// The files do not say which subnet runs the Null consensus; a lower cap tells that one that is due does.
			for index := range given {
				if must(given[index].ShouldRunEpoch(475, now)) {
					given[index].NullConsensus = limit < most
					break
				}
			}
		}
		if must(nanotao.EpochCapForBlock(475, given, most, now)) != limit {
			return false
		}
	}
	for index, subnet := range subnets {
		one, start := &given[index], subnet.at("next_epoch_start_block")
		next, there := one.NextEpochStartBlock()
		if must(one.ShouldRunEpoch(spec, now)) != subnet.at("should_run_epoch").holds() ||
			must(one.CurrentEpochWithLookahead(spec, now)) != subnet.at("current_epoch_with_lookahead").u64() ||
			one.BlocksUntilNextAutoEpoch(now) != subnet.at("blocks_until_next_auto_epoch").u64() ||
			there == start.null() || next != start.orZero() {
			return false
		}
	}
	put := must(nanotao.EpochsDeferredThisBlock(spec, given, most, now))
	drained := must(nanotao.DrainSchedules(spec, given, most, now))
	var deferred []uint64
	ran := map[uint64]value{}
	for index, subnet := range subnets {
		if put[index] {
			deferred = append(deferred, subnet.at("netuid").u64())
		}
		if drained[index] == nanotao.Run {
			ran[subnet.at("netuid").u64()] = subnet.at("pending")
		}
		after, one := subnet.at("after"), &given[index]
		for name, ours := range map[string]uint64{
			"last_epoch_block": one.LastEpochBlock, "pending_epoch_at": one.PendingEpochAt,
			"blocks_since_last_step": one.BlocksSinceLastStep, "subnet_epoch_index": one.SubnetEpochIndex,
		} {
			if after.at(name).u64() != ours {
				return false
			}
		}
	}
	sort.Slice(deferred, func(a, b int) bool { return deferred[a] < deferred[b] })
	theirs := c.at("drained").list()
	for _, one := range theirs {
		numbers := one.u64s()
		pending, there := ran[numbers[0]]
		if !there || !equal(pending.u64s(), numbers[1:]) {
			return false
		}
	}
	return len(theirs) == len(ran) && equal(deferred, c.at("deferred").u64s())
}

func lookahead(c value) bool {
	one, now, period := subnetSchedule(c), c.at("current_block").u64(), c.at("reveal_period_epochs").u64()
	current := must(one.CurrentEpochWithLookahead(475, now))
	for _, commit := range c.at("commits").list() {
		of := commit.at("commit_epoch").u64()
		if nanotao.IsRevealBlockRange(current, of, period) != commit.at("is_reveal_block_range").holds() ||
			nanotao.IsCommitExpired(current, of, period) != commit.at("is_commit_expired").holds() {
			return false
		}
	}
	return must(one.ShouldRunEpoch(475, now)) == c.at("should_run_epoch").holds() &&
		current == c.at("current_epoch_with_lookahead").u64()
}

// scheduleRun is of blocks in a row. Events and commits come after the drain of their block; a reveal comes before that of its
// own.
func scheduleRun(c value) bool {
	given, most, place := each(c.at("subnets"), subnetSchedule), c.at("max_epochs_per_block").u8(), map[uint64]int{}
	var periods []uint64
	for index, subnet := range c.at("subnets").list() {
		place[subnet.at("netuid").u64()] = index
		periods = append(periods, subnet.at("reveal_period_epochs").u64())
	}
	blocks, commits := each(c.at("blocks"), value.list), c.at("commits").list()
	reveals := make([]uint64, len(commits))
	for at, block := range blocks {
		now, before := block[0].u64(), append([]nanotao.SubnetSchedule(nil), given...)
		if now != c.at("start_block").u64()+1+uint64(at) || !sameBlock(place, given, most, block) {
			return false
		}
		events := block[5].list()
		for _, event := range events {
			happen(event, &given[place[event.at("netuid").u64()]].Schedule, now)
		}
		// As far as nobody does anything: to the next event, which comes after the drain of its block.
		var quiet uint64
		for _, later := range blocks[at+1:] {
			if quiet++; len(later[5].list()) > 0 {
				break
			}
		}
		for which, commit := range commits {
			made, of := commit.at("commit_block").u64(), commit.at("commit_epoch").u64()
			index := place[commit.at("netuid").u64()]
			if made == now && must(given[index].CurrentEpochWithLookahead(475, now)) != of {
				return false
			}
			if reveals[which] != 0 || made > now || made < now && len(events) == 0 {
				continue
			}
			reveal, there, err := nanotao.FirstRevealBlock(475, given, most, index, of, periods[index], now+1, quiet)
			if err != nil {
				return false
			}
			reveals[which] = reveal
			if there && made == now && len(events) == 0 && onTime(blocks[at:], commit.at("netuid").u64(), reveal) {
				foretold := must(before[index].PredictReveal(
					475, now-1, periods[index], nanotao.TimeOfRound(1), 12*time.Second))
				if foretold.CommitEpoch != of || foretold.FirstRevealBlock != reveal {
					return false
				}
			}
		}
	}
	for which, commit := range commits {
		if commit.at("first_reveal_block").orZero() != reveals[which] {
			return false
		}
	}
	return true
}

// sameBlock runs a block: what is due in it, what is put off, and where the schedules stand afterwards.
func sameBlock(place map[uint64]int, given []nanotao.SubnetSchedule, most uint8, block []value) bool {
	now, epochs := block[0].u64(), block[1].u64s()
	for index := range given {
		if must(given[index].CurrentEpochWithLookahead(475, now)) != epochs[index] {
			return false
		}
	}
	put := must(nanotao.EpochsDeferredThisBlock(475, given, most, now))
	drained := must(nanotao.DrainSchedules(475, given, most, now))
	var late, ran []uint64
	for netuid, index := range place {
		if put[index] {
			late = append(late, netuid)
		}
		if drained[index] == nanotao.Run {
			ran = append(ran, netuid)
		}
	}
	for _, list := range [][]uint64{late, ran} {
		sort.Slice(list, func(a, b int) bool { return list[a] < list[b] })
	}
	steps := make([]uint64, len(given))
	for index := range given {
		steps[index] = given[index].BlocksSinceLastStep
	}
	return len(epochs) == len(given) && equal(late, block[2].u64s()) && equal(ran, block[3].u64s()) &&
		equal(steps, block[4].u64s())
}

// happen is what somebody does between two blocks.
func happen(event value, schedule *nanotao.Schedule, now uint64) {
	if !event.has("set_tempo") {
		schedule.PendingEpochAt = event.at("pending_epoch_at").u64()
		return
	}
	schedule.Tempo = event.at("set_tempo").u16()
	if event.at("cycle_reset").holds() {
		// The files were made by writing both values.
		schedule.LastEpochBlock, schedule.PendingEpochAt = now, 0
	}
}

// onTime tells whether no other subnet holds up the epochs of this one until a block: what a client cannot foretell.
func onTime(blocks [][]value, netuid, until uint64) bool {
	for _, block := range blocks {
		for _, late := range block[2].u64s() {
			if late == netuid {
				return false
			}
		}
		if block[0].u64() >= until {
			break
		}
	}
	return true
}
