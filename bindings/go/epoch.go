package nanotao

/*
#include "nanotao.h"
*/
import "C"

// ConsensusMode is what liquid alpha compares weights with (LiquidAlphaConsensusMode).
type ConsensusMode uint32

const (
	// ConsensusCurrent compares with the consensus of this epoch.
	ConsensusCurrent ConsensusMode = C.NANOTAO_CONSENSUS_MODE_CURRENT
	// ConsensusPrevious compares with the one stored by the epoch before, where there is one.
	ConsensusPrevious ConsensusMode = C.NANOTAO_CONSENSUS_MODE_PREVIOUS
	// ConsensusAuto is ConsensusPrevious under the full bonds penalty, else ConsensusCurrent: the chain's default.
	ConsensusAuto ConsensusMode = C.NANOTAO_CONSENSUS_MODE_AUTO
)

// Commit is a commit that is not yet revealed.
type Commit struct {
	Uid   uint16 // the neuron that made it
	Epoch uint64 // the epoch that it was made in, as SubnetEpochIndex counts
	Block uint64 // the block that it was made in
}

// Entry is an element of a row: a target, and its weight or bond.
type Entry struct{ Uid, Value uint16 }

// Row is a row of weights or bonds as the chain stores it: unsorted, with targets twice or out of range if so stored.
type Row struct {
	// Uid is the validator.
	Uid uint16
	// Entries are the targets and their values.
	Entries []Entry
}

// EpochInput is what an epoch of one mechanism reads, except weights and bonds. Storage names in brackets. A list that is
// shorter than there are neurons is as if it ended in zeros, where that is said.
type EpochInput struct {
	SpecVersion               uint32        // which rules hold: 425 or 475
	Schedule                  Schedule      // the subnet's schedule
	CurrentBlock              uint64        // the block that the epoch runs in
	StakeThreshold            uint64        // StakeThreshold
	BondsMovingAverage        uint64        // BondsMovingAverage, in millionths
	RevealPeriodEpochs        uint64        // RevealPeriodEpochs; not read unless CommitReveal is on
	ActivityCutoffFactorMilli uint32        // ActivityCutoffFactorMilli
	ConsensusMode             ConsensusMode // LiquidAlphaConsensusMode
	OwnerUid                  *uint16       // the uid of the subnet owner's hotkey, or nil
	Yuma3                     bool          // Yuma3On
	LiquidAlpha               bool          // LiquidAlphaOn; it acts where Yuma3 is on too
	CommitReveal              bool          // CommitRevealWeightsEnabled
	MaxAllowedValidators      uint16        // MaxAllowedValidators
	Kappa                     uint16        // Kappa, of 65535
	BondsPenalty              uint16        // BondsPenalty, of 65535
	AlphaLow, AlphaHigh       uint16        // AlphaValues, of 65535
	AlphaSigmoidSteepness     int16         // AlphaSigmoidSteepness, in hundredths
	TotalStake                []I64F64      // the first vector of get_stake_weights_for_network: one for each neuron
	BlockAtRegistration       []uint64      // BlockAtRegistration, and 0 for a uid without a key: one for each neuron
	LastUpdate                []uint64      // LastUpdate of the mechanism, in blocks; may be shorter
	ValidatorPermit           []bool        // ValidatorPermit; may be shorter
	PreviousConsensus         []uint16      // ConsensusByMechanism; empty where none was stored
	WeightCommits             []Commit      // the queues of WeightCommits, one neuron's after another's
	TimelockedWeightCommits   []Commit      // TimelockedWeightCommits, in any order
}

// EpochOutput is what an epoch computes, an element for each neuron. Parts are of 65535, amounts in alpha's smallest unit.
type EpochOutput struct {
	Dividend, Incentive, StakeWeight, Consensus, ValidatorTrust []uint16
	ValidatorEmission, ServerEmission, Emission                 []uint64
	Stake                                                       []uint64 // in whole units
	Active                                                      []bool   // whether the neuron has set weights recently enough
	NewValidatorPermit                                          []bool
}

// EpochTrace has the vectors on the way to an epoch's results, an element for each neuron. Give an epoch the address of
// one to have it filled.
type EpochTrace struct {
	Stake                       []I32F32 // stake above the threshold, normalised
	ActiveStake                 []I32F32 // stake of active validators with a permit, normalised
	Consensus                   []I32F32 // the stake-weighted median of the weights for each uid
	LiquidAlphaConsensus        []I32F32 // what liquid alpha compares with; zeros where it does not act
	ValidatorTrust              []I32F32 // the sum of each validator's clipped weights
	Ranks                       []I32F32 // ranks, before they are normalised
	Incentive                   []I32F32 // normalised ranks
	Dividends                   []I32F32 // normalised dividends
	NormalizedServerEmission    []I32F32 // the miners' share of the emission
	NormalizedValidatorEmission []I32F32 // the validators' share of the emission
	NormalizedCombinedEmission  []I32F32 // both together
	IncentiveShares             []uint16 // miners' shares under the Null consensus; zeros under Yuma
}

func rawCommits(a *arena, commits []Commit) *C.nanotao_commit {
	raw := room[C.nanotao_commit](a, len(commits))
	for index, commit := range commits {
		raw[index].uid = C.uint16_t(commit.Uid)
		raw[index].commit_epoch = C.uint64_t(commit.Epoch)
		raw[index].commit_block = C.uint64_t(commit.Block)
	}
	return (*C.nanotao_commit)(data(raw))
}

// raw is the input in memory of C's, for it holds pointers.
func (in *EpochInput) raw(a *arena) (*C.nanotao_epoch_input, error) {
	if len(in.BlockAtRegistration) != len(in.TotalStake) {
		return nil, &Error{ErrEpochLength, NoOffset}
	}
	raw := &room[C.nanotao_epoch_input](a, 1)[0]
	*raw = C.nanotao_epoch_input{
		struct_size:                   C.sizeof_nanotao_epoch_input,
		spec_version:                  C.uint32_t(in.SpecVersion),
		schedule:                      in.Schedule.raw(),
		current_block:                 C.uint64_t(in.CurrentBlock),
		stake_threshold:               C.uint64_t(in.StakeThreshold),
		bonds_moving_average:          C.uint64_t(in.BondsMovingAverage),
		reveal_period_epochs:          C.uint64_t(in.RevealPeriodEpochs),
		activity_cutoff_factor_milli:  C.uint32_t(in.ActivityCutoffFactorMilli),
		consensus_mode:                C.nanotao_consensus_mode(in.ConsensusMode),
		has_owner_uid:                 flag(in.OwnerUid != nil),
		yuma3:                         flag(in.Yuma3),
		liquid_alpha:                  flag(in.LiquidAlpha),
		commit_reveal:                 flag(in.CommitReveal),
		max_allowed_validators:        C.uint16_t(in.MaxAllowedValidators),
		kappa:                         C.uint16_t(in.Kappa),
		bonds_penalty:                 C.uint16_t(in.BondsPenalty),
		alpha_low:                     C.uint16_t(in.AlphaLow),
		alpha_high:                    C.uint16_t(in.AlphaHigh),
		alpha_sigmoid_steepness:       C.int16_t(in.AlphaSigmoidSteepness),
		neurons:                       length(in.TotalStake),
		total_stake:                   (*C.nanotao_i64f64)(data(lend(a, in.TotalStake))),
		block_at_registration:         u64sOf(lend(a, in.BlockAtRegistration)),
		last_update:                   u64sOf(lend(a, in.LastUpdate)),
		last_update_len:               length(in.LastUpdate),
		validator_permit:              bytesOf(lend(a, flags(in.ValidatorPermit))),
		validator_permit_len:          length(in.ValidatorPermit),
		previous_consensus:            u16sOf(lend(a, in.PreviousConsensus)),
		previous_consensus_len:        length(in.PreviousConsensus),
		weight_commits:                rawCommits(a, in.WeightCommits),
		weight_commits_len:            length(in.WeightCommits),
		timelocked_weight_commits:     rawCommits(a, in.TimelockedWeightCommits),
		timelocked_weight_commits_len: length(in.TimelockedWeightCommits),
	}
	if in.OwnerUid != nil {
		raw.owner_uid = C.uint16_t(*in.OwnerUid)
	}
	return raw, nil
}

// rawRows copies rows into memory of C's; entries tells how many they hold.
func rawRows(a *arena, rows []Row) (raw *C.nanotao_row, entries int) {
	made := room[C.nanotao_row](a, len(rows))
	for index, row := range rows {
		made[index].uid = C.uint16_t(row.Uid)
		made[index].entries = (*C.nanotao_entry)(data(lend(a, row.Entries)))
		made[index].entries_len = length(row.Entries)
		entries += len(row.Entries)
	}
	return (*C.nanotao_row)(data(made)), entries
}

// outputs are an epoch's lists in memory of C's.
type outputs struct {
	raw                                                         *C.nanotao_epoch_output
	dividend, incentive, stakeWeight, consensus, validatorTrust []uint16
	validatorEmission, serverEmission, emission, stake          []uint64
	active, newValidatorPermit                                  []byte
}

func newOutputs(a *arena, neurons int) *outputs {
	u16s := func() []uint16 { return room[uint16](a, neurons) }
	u64s := func() []uint64 { return room[uint64](a, neurons) }
	o := &outputs{
		raw:      &room[C.nanotao_epoch_output](a, 1)[0],
		dividend: u16s(), incentive: u16s(), stakeWeight: u16s(), consensus: u16s(), validatorTrust: u16s(),
		validatorEmission: u64s(), serverEmission: u64s(), emission: u64s(), stake: u64s(),
		active: room[byte](a, neurons), newValidatorPermit: room[byte](a, neurons),
	}
	*o.raw = C.nanotao_epoch_output{
		struct_size:          C.sizeof_nanotao_epoch_output,
		neurons:              C.size_t(neurons),
		dividend:             u16sOf(o.dividend),
		incentive:            u16sOf(o.incentive),
		stake_weight:         u16sOf(o.stakeWeight),
		consensus:            u16sOf(o.consensus),
		validator_trust:      u16sOf(o.validatorTrust),
		validator_emission:   u64sOf(o.validatorEmission),
		server_emission:      u64sOf(o.serverEmission),
		emission:             u64sOf(o.emission),
		stake:                u64sOf(o.stake),
		active:               bytesOf(o.active),
		new_validator_permit: bytesOf(o.newValidatorPermit),
	}
	return o
}

func copied[T any](list []T) []T { return append(make([]T, 0, len(list)), list...) }

// read copies the lists into Go's memory.
func (o *outputs) read() *EpochOutput {
	return &EpochOutput{
		Dividend:           copied(o.dividend),
		Incentive:          copied(o.incentive),
		StakeWeight:        copied(o.stakeWeight),
		Consensus:          copied(o.consensus),
		ValidatorTrust:     copied(o.validatorTrust),
		ValidatorEmission:  copied(o.validatorEmission),
		ServerEmission:     copied(o.serverEmission),
		Emission:           copied(o.emission),
		Stake:              copied(o.stake),
		Active:             bools(o.active),
		NewValidatorPermit: bools(o.newValidatorPermit),
	}
}

// write is the other way round; false if a list has another length.
func (o *outputs) write(from *EpochOutput) bool {
	neurons := int(o.raw.neurons)
	same := true
	u16s := func(to, from []uint16) { same = copy(to, from) == neurons && len(from) == neurons && same }
	u64s := func(to, from []uint64) { same = copy(to, from) == neurons && len(from) == neurons && same }
	flag := func(to []byte, from []bool) { same = copy(to, flags(from)) == neurons && len(from) == neurons && same }
	u16s(o.dividend, from.Dividend)
	u16s(o.incentive, from.Incentive)
	u16s(o.stakeWeight, from.StakeWeight)
	u16s(o.consensus, from.Consensus)
	u16s(o.validatorTrust, from.ValidatorTrust)
	u64s(o.validatorEmission, from.ValidatorEmission)
	u64s(o.serverEmission, from.ServerEmission)
	u64s(o.emission, from.Emission)
	u64s(o.stake, from.Stake)
	flag(o.active, from.Active)
	flag(o.newValidatorPermit, from.NewValidatorPermit)
	return same
}

// stages pairs the lists of a trace with their places in the struct of C.
func (t *EpochTrace) stages(raw *C.nanotao_epoch_trace) ([]*[]I32F32, []**C.int64_t) {
	return []*[]I32F32{
			&t.Stake, &t.ActiveStake, &t.Consensus, &t.LiquidAlphaConsensus, &t.ValidatorTrust, &t.Ranks, &t.Incentive,
			&t.Dividends, &t.NormalizedServerEmission, &t.NormalizedValidatorEmission, &t.NormalizedCombinedEmission,
		}, []**C.int64_t{
			&raw.stake, &raw.active_stake, &raw.consensus, &raw.liquid_alpha_consensus, &raw.validator_trust, &raw.ranks,
			&raw.incentive, &raw.dividends, &raw.normalized_server_emission, &raw.normalized_validator_emission,
			&raw.normalized_combined_emission,
		}
}

// rawTrace makes room for a trace, none for nil, and tells how to read it.
func rawTrace(a *arena, trace *EpochTrace, neurons int) (raw *C.nanotao_epoch_trace, read func()) {
	if trace == nil {
		return nil, func() {}
	}
	raw = &room[C.nanotao_epoch_trace](a, 1)[0]
	raw.struct_size, raw.neurons = C.sizeof_nanotao_epoch_trace, C.size_t(neurons)
	lists, places := trace.stages(raw)
	made := make([][]I32F32, len(places))
	for index, place := range places {
		made[index] = room[I32F32](a, neurons)
		*place = i32f32sOf(made[index])
	}
	shares := room[uint16](a, neurons)
	raw.incentive_shares = u16sOf(shares)
	return raw, func() {
		for index, list := range lists {
			*list = copied(made[index])
		}
		trace.IncentiveShares = copied(shares)
	}
}

// Run computes an epoch of one mechanism over rows as the chain stores them (epoch_mechanism). Rows come in the order of their
// uids. RaoEmission is what is shared out, in alpha's smallest unit. The bonds that it gives are those that the chain would
// store, a row for each uid.
func (in *EpochInput) Run(raoEmission uint64, weights, bonds []Row, trace *EpochTrace) (*EpochOutput, [][]Entry, error) {
	var a arena
	defer a.free()
	raw, err := in.raw(&a)
	if err != nil {
		return nil, nil, err
	}
	ours, ourEntries := rawRows(&a, weights)
	old, oldEntries := rawRows(&a, bonds)
	var words, written C.size_t
	err = check(C.nanotao_epoch_words_sparse(raw, ours, length(weights), old, length(bonds), &words))
	if err != nil {
		return nil, nil, err
	}
	neurons := len(in.TotalStake)
	entries, ends := make([]Entry, ourEntries+oldEntries), make([]C.size_t, neurons)
	output, memory, place := newOutputs(&a, neurons), make([]uint64, words), at()
	stages, read := rawTrace(&a, trace, neurons)
	status := C.nanotao_epoch_run_sparse(raw, C.uint64_t(raoEmission), ours, length(weights), old, length(bonds),
		(*C.nanotao_entry)(data(entries)), length(entries), &written, (*C.size_t)(data(ends)), output.raw, stages,
		u64sOf(memory), length(memory), place)
	if err := checkAt(status, place); err != nil {
		return nil, nil, err
	}
	read()
	made, start := make([][]Entry, neurons), C.size_t(0)
	for uid, end := range ends {
		made[uid] = entries[start:end:end]
		start = end
	}
	return output.read(), made, nil
}

// RunDense computes an epoch of one mechanism over dense rows (epoch_mechanism), and updates the bonds in place: for each of
// uids, which rise, a row of weights and one of bonds, one behind another, with an element for each neuron. Where the chain
// stores a weight of zero, which liquid alpha tells from none, Run is exact.
func (in *EpochInput) RunDense(raoEmission uint64, uids, weights, bonds []uint16, trace *EpochTrace) (*EpochOutput, error) {
	var a arena
	defer a.free()
	raw, err := in.raw(&a)
	if err != nil {
		return nil, err
	}
	var words C.size_t
	if err := check(C.nanotao_epoch_words_dense(raw, length(uids), &words)); err != nil {
		return nil, err
	}
	neurons := len(in.TotalStake)
	output, memory, place := newOutputs(&a, neurons), make([]uint64, words), at()
	stages, read := rawTrace(&a, trace, neurons)
	status := C.nanotao_epoch_run_dense(raw, C.uint64_t(raoEmission), u16sOf(uids), length(uids), u16sOf(weights),
		length(weights), u16sOf(bonds), length(bonds), output.raw, stages, u64sOf(memory), length(memory), place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	read()
	return output.read(), nil
}

// NullBudgets is what is shared out under the Null consensus, in alpha's smallest unit.
type NullBudgets struct {
	Mining   uint64 // what miners share
	Dividend uint64 // what validators share: the local and the root slice
	Fallback uint64 // what miners share where nobody has stake: all but the root slice
}

// NullDecision tells who decided under the Null consensus, and how much was shared out.
type NullDecision struct {
	// Winner is the validator whose weights count; nil if there is none.
	Winner *uint16
	// MinerBudget is what miners shared.
	MinerBudget uint64
	// ValidatorBudget is what validators shared.
	ValidatorBudget uint64
}

// RunNull computes an epoch under the Null consensus of spec 475 (epoch_mechanism_with_budgets). Rows come in the order of their
// uids. Bonds stay as they are.
func (in *EpochInput) RunNull(budgets NullBudgets, weights []Row, trace *EpochTrace) (*EpochOutput, NullDecision, error) {
	var a arena
	defer a.free()
	raw, err := in.raw(&a)
	if err != nil {
		return nil, NullDecision{}, err
	}
	var words C.size_t
	if err := check(C.nanotao_epoch_words_null(raw, length(weights), &words)); err != nil {
		return nil, NullDecision{}, err
	}
	neurons := len(in.TotalStake)
	shared := C.nanotao_null_budgets{
		struct_size:     C.sizeof_nanotao_null_budgets,
		mining_budget:   C.uint64_t(budgets.Mining),
		dividend_budget: C.uint64_t(budgets.Dividend),
		fallback_budget: C.uint64_t(budgets.Fallback),
	}
	decided := C.nanotao_null_decision{struct_size: C.sizeof_nanotao_null_decision}
	rows, _ := rawRows(&a, weights)
	output, memory, place := newOutputs(&a, neurons), make([]uint64, words), at()
	stages, read := rawTrace(&a, trace, neurons)
	status := C.nanotao_epoch_run_null(
		raw, &shared, rows, length(weights), output.raw, stages, &decided, u64sOf(memory), length(memory), place)
	if err := checkAt(status, place); err != nil {
		return nil, NullDecision{}, err
	}
	read()
	decision := NullDecision{nil, uint64(decided.miner_budget), uint64(decided.validator_budget)}
	if decided.has_winner == 1 {
		decision.Winner = Some(uint16(decided.winner))
	}
	return output.read(), decision, nil
}
