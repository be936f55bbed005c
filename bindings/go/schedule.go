package nanotao

/*
#include "nanotao.h"
*/
import "C"

// Schedule is where a subnet stands between two epochs. Storage names in brackets.
type Schedule struct {
	Tempo                  uint16  // Tempo, in blocks
	LastEpochBlock         uint64  // LastEpochBlock
	PendingEpochAt         uint64  // PendingEpochAt; 0 means none
	BlocksSinceLastStep    uint64  // BlocksSinceLastStep
	SubnetEpochIndex       uint64  // SubnetEpochIndex
	LastMechanismStepBlock uint64  // LastMechansimStepBlock (the chain's spelling); 0 means never
	LastYumaStepBlock      *uint64 // LastYumaStepBlock, of spec 475; nil if it is not set
}

func (s *Schedule) raw() C.nanotao_schedule {
	raw := C.nanotao_schedule{
		struct_size:               C.sizeof_nanotao_schedule,
		tempo:                     C.uint16_t(s.Tempo),
		last_epoch_block:          C.uint64_t(s.LastEpochBlock),
		pending_epoch_at:          C.uint64_t(s.PendingEpochAt),
		blocks_since_last_step:    C.uint64_t(s.BlocksSinceLastStep),
		subnet_epoch_index:        C.uint64_t(s.SubnetEpochIndex),
		last_mechanism_step_block: C.uint64_t(s.LastMechanismStepBlock),
	}
	if s.LastYumaStepBlock != nil {
		raw.has_last_yuma_step_block, raw.last_yuma_step_block = 1, C.uint64_t(*s.LastYumaStepBlock)
	}
	return raw
}

// ShouldRunEpoch tells whether an epoch is due in a block (should_run_epoch). The spec version is 425 or 475, here and below.
func (s *Schedule) ShouldRunEpoch(specVersion uint32, block uint64) (bool, error) {
	var due C.uint32_t
	raw := s.raw()
	err := check(C.nanotao_should_run_epoch(C.uint32_t(specVersion), &raw, C.uint64_t(block), &due))
	return due == 1, err
}

// CurrentEpochWithLookahead tells the epoch that a commit or a reveal in a block belongs to (current_epoch_with_lookahead).
func (s *Schedule) CurrentEpochWithLookahead(specVersion uint32, block uint64) (uint64, error) {
	var epoch C.uint64_t
	raw := s.raw()
	err := check(C.nanotao_current_epoch_with_lookahead(C.uint32_t(specVersion), &raw, C.uint64_t(block), &epoch))
	return uint64(epoch), err
}

// BondCutoffBlock tells the block from which on a registration hides the bonds to the neuron (bond_cutoff_block at spec 475).
func (s *Schedule) BondCutoffBlock(specVersion uint32, currentBlock uint64) (uint64, error) {
	var block C.uint64_t
	raw := s.raw()
	err := check(C.nanotao_bond_cutoff_block(C.uint32_t(specVersion), &raw, C.uint64_t(currentBlock), &block))
	return uint64(block), err
}

// BlocksUntilNextAutoEpoch tells how many blocks it takes to the next epoch by tempo (blocks_until_next_auto_epoch): 2^64 - 1
// for a tempo of 0.
func (s *Schedule) BlocksUntilNextAutoEpoch(block uint64) uint64 {
	var blocks C.uint64_t
	raw := s.raw()
	must(C.nanotao_blocks_until_next_auto_epoch(&raw, C.uint64_t(block), &blocks))
	return uint64(blocks)
}

// NextEpochStartBlock tells the block in which the next epoch is due (get_next_epoch_start_block); false for a tempo of 0.
func (s *Schedule) NextEpochStartBlock() (uint64, bool) {
	var (
		has   C.uint32_t
		block C.uint64_t
	)
	raw := s.raw()
	must(C.nanotao_next_epoch_start_block(&raw, &has, &block))
	return uint64(block), has == 1
}

// IsRevealBlockRange tells whether a commit may be revealed in an epoch (is_reveal_block_range).
func IsRevealBlockRange(currentEpoch, commitEpoch, revealPeriodEpochs uint64) bool {
	return C.nanotao_is_reveal_block_range(
		C.uint64_t(currentEpoch), C.uint64_t(commitEpoch), C.uint64_t(revealPeriodEpochs)) == 1
}

// IsCommitExpired tells whether a commit can no longer be revealed (is_commit_expired).
func IsCommitExpired(currentEpoch, commitEpoch, revealPeriodEpochs uint64) bool {
	return C.nanotao_is_commit_expired(
		C.uint64_t(currentEpoch), C.uint64_t(commitEpoch), C.uint64_t(revealPeriodEpochs)) == 1
}

// ActivityCutoffBlocks tells the activity cutoff in blocks (get_activity_cutoff_blocks).
func ActivityCutoffBlocks(activityCutoffFactorMilli uint32, tempo uint16) uint64 {
	return uint64(C.nanotao_activity_cutoff_blocks(C.uint32_t(activityCutoffFactorMilli), C.uint16_t(tempo)))
}

// SubnetSchedule is a subnet, as far as its epochs go.
type SubnetSchedule struct {
	Schedule
	// NullConsensus tells whether the subnet runs the Null consensus.
	NullConsensus bool
	// InputStateInconsistent tells that the chain would find the subnet's keys or registrations inconsistent, and skip the
	// epoch.
	InputStateInconsistent bool
}

func rawSchedules(subnets []SubnetSchedule) []C.nanotao_subnet_schedule {
	made := make([]C.nanotao_subnet_schedule, len(subnets))
	for index := range subnets {
		made[index].schedule = subnets[index].raw()
		made[index].null_consensus = flag(subnets[index].NullConsensus)
		made[index].input_state_consistent = flag(!subnets[index].InputStateInconsistent)
	}
	return made
}

func schedulesOf(raw []C.nanotao_subnet_schedule) *C.nanotao_subnet_schedule {
	return (*C.nanotao_subnet_schedule)(data(raw))
}

// EpochCapForBlock tells how many epochs a block runs at most (epoch_cap_for_block of spec 475). The subnets stand in the order
// of the chain, here and below.
func EpochCapForBlock(specVersion uint32, subnets []SubnetSchedule, maxEpochsPerBlock uint8, block uint64) (uint8, error) {
	var most C.uint8_t
	raw, memory := rawSchedules(subnets), emissionMemory(len(subnets))
	err := check(C.nanotao_epoch_cap_for_block(C.uint32_t(specVersion), schedulesOf(raw), length(raw),
		C.uint8_t(maxEpochsPerBlock), C.uint64_t(block), &most, u64sOf(memory), length(memory)))
	return uint8(most), err
}

// EpochsDeferredThisBlock tells which subnets' epochs are due in a block and put off for its cap
// (epochs_deferred_this_block).
func EpochsDeferredThisBlock(
	specVersion uint32, subnets []SubnetSchedule, maxEpochsPerBlock uint8, block uint64) ([]bool, error) {
	raw, memory, deferred := rawSchedules(subnets), emissionMemory(len(subnets)), make([]byte, len(subnets))
	status := C.nanotao_epochs_deferred_this_block(C.uint32_t(specVersion), schedulesOf(raw), length(raw),
		C.uint8_t(maxEpochsPerBlock), C.uint64_t(block), bytesOf(deferred), u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	return bools(deferred), nil
}

// Drained is what a block did to a subnet's epoch.
type Drained uint8

const (
	// NotDue says that no epoch was due.
	NotDue Drained = C.NANOTAO_DRAINED_NOT_DUE
	// Deferred says that it was due, and put off to the next block.
	Deferred Drained = C.NANOTAO_DRAINED_DEFERRED
	// Skipped says that it was due, and skipped for its inconsistent state.
	Skipped Drained = C.NANOTAO_DRAINED_SKIPPED
	// Run says that it runs.
	Run Drained = C.NANOTAO_DRAINED_RUN
)

// DrainSchedules runs the schedules of a block (drain_pending): decides which subnets run an epoch and moves their schedules on,
// in place.
func DrainSchedules(specVersion uint32, subnets []SubnetSchedule, maxEpochsPerBlock uint8, block uint64) ([]Drained, error) {
	raw, memory, drained := rawSchedules(subnets), emissionMemory(len(subnets)), make([]Drained, len(subnets))
	status := C.nanotao_drain_schedules(C.uint32_t(specVersion), schedulesOf(raw), length(raw), C.uint8_t(maxEpochsPerBlock),
		C.uint64_t(block), (*C.nanotao_drained)(data(drained)), u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	for index := range subnets {
		moved, schedule := &raw[index].schedule, &subnets[index].Schedule
		schedule.LastEpochBlock = uint64(moved.last_epoch_block)
		schedule.PendingEpochAt = uint64(moved.pending_epoch_at)
		schedule.BlocksSinceLastStep = uint64(moved.blocks_since_last_step)
		schedule.SubnetEpochIndex = uint64(moved.subnet_epoch_index)
		schedule.LastMechanismStepBlock = uint64(moved.last_mechanism_step_block)
		schedule.LastYumaStepBlock = nil
		if moved.has_last_yuma_step_block == 1 {
			schedule.LastYumaStepBlock = Some(uint64(moved.last_yuma_step_block))
		}
	}
	return drained, nil
}

// FirstRevealBlock tells the first block that reveals a commit, if nobody changes a schedule until then; false if none of those
// that are tried does. Index is the subnet's place in the list; each of the blocks takes time.
func FirstRevealBlock(specVersion uint32, subnets []SubnetSchedule, maxEpochsPerBlock uint8, index int,
	commitEpoch, revealPeriodEpochs, block, blocks uint64) (uint64, bool, error) {
	if index < 0 {
		return 0, false, &Error{ErrInvalidLength, NoOffset}
	}
	var reveals C.uint64_t
	raw, memory := rawSchedules(subnets), emissionMemory(len(subnets))
	err := check(C.nanotao_first_reveal_block(C.uint32_t(specVersion), schedulesOf(raw), length(raw),
		C.uint8_t(maxEpochsPerBlock), C.size_t(index), C.uint64_t(commitEpoch), C.uint64_t(revealPeriodEpochs),
		C.uint64_t(block), C.uint64_t(blocks), &reveals, u64sOf(memory), length(memory)))
	return uint64(reveals), reveals != 0, err
}
