package nanotao

/*
#include "nanotao.h"
*/
import "C"

// made is called with room for as many uids and weights as there are uids, and cuts both to what was written.
func pairs(count int, call func(uids, weights *C.uint16_t, cap C.size_t, len *C.size_t, place *position) C.nanotao_status) (
	[]uint16, []uint16, error) {
	var kept C.size_t
	uids, weights, place := make([]uint16, count), make([]uint16, count), at()
	status := call(u16sOf(uids), u16sOf(weights), C.size_t(count), &kept, place)
	if err := checkAt(status, place); err != nil {
		return nil, nil, err
	}
	return uids[:kept], weights[:kept], nil
}

// Quantise turns scores into weights as version 11 of the official SDK does (normalize): the largest becomes 65535, the
// others follow in proportion, halves go to the even neighbour, zeros are dropped with their uids. Scores are finite and
// not negative. If there are none, or all are zero, there are no weights.
func Quantise(uids []uint16, scores []float64) (outUids, outWeights []uint16, err error) {
	return pairs(len(uids), func(outUids, outWeights *C.uint16_t, cap C.size_t, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_sdk11_normalize(
			u16sOf(uids), length(uids), f64sOf(scores), length(scores), outUids, outWeights, cap, len, place)
	})
}

// ConvertWeightsAndUidsForEmit turns scores into weights as version 10 of the official SDK does, which
// gives float32 to it (convert_weights_and_uids_for_emit).
func ConvertWeightsAndUidsForEmit(uids []uint16, weights []float32) (outUids, outWeights []uint16, err error) {
	return pairs(len(uids), func(outUids, outWeights *C.uint16_t, cap C.size_t, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_sdk10_quantise(
			u16sOf(uids), length(uids), (*C.float)(data(weights)), length(weights), outUids, outWeights, cap, len, place)
	})
}

// ConvertWeightsAndUidsForEmit64 is as ConvertWeightsAndUidsForEmit, for scores of 64 bits.
func ConvertWeightsAndUidsForEmit64(uids []uint16, weights []float64) (outUids, outWeights []uint16, err error) {
	return pairs(len(uids), func(outUids, outWeights *C.uint16_t, cap C.size_t, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_sdk10_quantise_f64(
			u16sOf(uids), length(uids), f64sOf(weights), length(weights), outUids, outWeights, cap, len, place)
	})
}

// ClipToMaxWeight scales scores to a sum of 1 with none above a limit from 0 to 1, as version 11 of the official SDK does
// (clip_to_max_weight).
func ClipToMaxWeight(scores []float64, limit float64) ([]float64, error) {
	made, scratch, place := append([]float64(nil), scores...), make([]float64, len(scores)), at()
	status := C.nanotao_sdk11_clip_to_max_weight(
		f64sOf(made), length(made), C.double(limit), f64sOf(scratch), length(scratch), place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	return made, nil
}

// Limits are a subnet's limits on weights, for Conform.
type Limits struct {
	// Uid is the neuron that sets the weights; a single weight for itself is exempt from both limits.
	Uid uint16
	// MinAllowedWeights is that of the subnet.
	MinAllowedWeights uint16
	// MaxWeightLimit is MaxWeightsLimit of the subnet, as a share of 65535.
	MaxWeightLimit uint16
}

// Conform fits scores to a subnet's limits and turns them into weights as version 11 of the official SDK does (_conform):
// clips, normalises, and checks that enough of them are left.
func Conform(limits Limits, uids []uint16, scores []float64) (outUids, outWeights []uint16, err error) {
	raw := C.nanotao_limits{
		struct_size:         C.sizeof_nanotao_limits,
		uid:                 C.uint16_t(limits.Uid),
		min_allowed_weights: C.uint16_t(limits.MinAllowedWeights),
		max_weight_limit:    C.uint16_t(limits.MaxWeightLimit),
	}
	scratch := make([]float64, len(scores))
	return pairs(len(uids), func(outUids, outWeights *C.uint16_t, cap C.size_t, len *C.size_t, place *position) C.nanotao_status {
		return C.nanotao_sdk11_conform(&raw, u16sOf(uids), length(uids), f64sOf(scores), length(scores),
			f64sOf(scratch), length(scratch), outUids, outWeights, cap, len, place)
	})
}

// MaxUpscale scales weights so that the largest becomes 65535, as the chain stores them (vec_u16_max_upscale_to_u16).
func MaxUpscale(weights []uint16) []uint16 {
	made := append([]uint16(nil), weights...)
	must(C.nanotao_vec_u16_max_upscale_to_u16(u16sOf(made), length(made)))
	return made
}

// NormalizeWeights scales weights so that they sum to 65535 or a little less (normalize_weights).
func NormalizeWeights(weights []uint16) []uint16 {
	made := append([]uint16(nil), weights...)
	must(C.nanotao_normalize_weights(u16sOf(made), length(made)))
	return made
}

// CheckMaxLimited tells whether no weight's share exceeds limit of 65535 (check_vec_max_limited).
func CheckMaxLimited(weights []uint16, limit uint16) bool {
	var holds C.uint32_t
	must(C.nanotao_check_vec_max_limited(u16sOf(weights), length(weights), C.uint16_t(limit), &holds))
	return holds == 1
}

// HasDuplicateUids tells whether a uid occurs twice (has_duplicate_uids).
func HasDuplicateUids(uids []uint16) bool {
	var holds C.uint32_t
	must(C.nanotao_has_duplicate_uids(u16sOf(uids), length(uids), &holds))
	return holds == 1
}

// IsSelfWeight tells whether the weights are one weight of the neuron for itself (is_self_weight).
func IsSelfWeight(uid uint16, uids, weights []uint16) bool {
	var holds C.uint32_t
	must(C.nanotao_is_self_weight(
		C.uint16_t(uid), u16sOf(uids), length(uids), u16sOf(weights), length(weights), &holds))
	return holds == 1
}

// CheckLength tells whether there are enough weights (check_length): minAllowedWeights, or one for each neuron of a smaller
// subnet. A single weight of the neuron for itself is enough outside of the root network.
func CheckLength(netuid NetUid, uid uint16, uids, weights []uint16, subnetworkN, minAllowedWeights uint16) bool {
	var holds C.uint32_t
	must(C.nanotao_check_length(C.uint16_t(netuid), C.uint16_t(uid), u16sOf(uids), length(uids), u16sOf(weights),
		length(weights), C.uint16_t(subnetworkN), C.uint16_t(minAllowedWeights), &holds))
	return holds == 1
}

// CheckVersionKey tells whether a version key is up to date (check_version_key). A WeightsVersionKey of 0 lets every one pass.
func CheckVersionKey(weightsVersionKey, versionKey uint64) bool {
	return C.nanotao_check_version_key(C.uint64_t(weightsVersionKey), C.uint64_t(versionKey)) == 1
}

// CheckRateLimit tells whether enough blocks have passed since the neuron's last weights (check_rate_limit), whose block is
// LastUpdate, 0 for never. A uid that no neuron has does not pass.
func CheckRateLimit(uidExists bool, lastUpdate, currentBlock, weightsSetRateLimit uint64) bool {
	var holds C.uint32_t
	must(C.nanotao_check_rate_limit(flag(uidExists), C.uint64_t(lastUpdate), C.uint64_t(currentBlock),
		C.uint64_t(weightsSetRateLimit), &holds))
	return holds == 1
}

// CommitHash hashes weights for commit_weights, as reveal_weights will check them (get_commit_hash). The netuid's index is
// that of MechanismStorageIndex: the netuid itself for the main mechanism.
func CommitHash(who AccountID, netuidIndex uint16, uids, values, salt []uint16, versionKey uint64) H256 {
	var made H256
	must(C.nanotao_commit_hash(account(&who), C.uint16_t(netuidIndex), u16sOf(uids), length(uids), u16sOf(values), length(values),
		u16sOf(salt), length(salt), C.uint64_t(versionKey), h256(&made)))
	return made
}

// MechanismStorageIndex gives the key of a mechanism's weights, mecid * 4096 + netuid (get_mechanism_storage_index),
// saturating as on the chain.
func MechanismStorageIndex(netuid NetUid, mecid MechId) uint16 {
	return uint16(C.nanotao_mechanism_storage_index(C.uint16_t(netuid), C.uint8_t(mecid)))
}

// NetuidAndSubid takes a storage index apart (get_netuid_and_subid). Whether the subnet, which is the index modulo 4096,
// exists and how many mechanisms it has is the caller's to know.
func NetuidAndSubid(netuidIndex uint16, subnetExists bool, mechanismCount uint8) (NetUid, MechId, error) {
	var (
		netuid C.uint16_t
		mecid  C.uint8_t
	)
	status := C.nanotao_get_netuid_and_subid(
		C.uint16_t(netuidIndex), flag(subnetExists), C.uint8_t(mechanismCount), &netuid, &mecid)
	return NetUid(netuid), MechId(mecid), check(status)
}

// SetWeightsState is what the chain reads when weights are set. Storage names in brackets.
type SetWeightsState struct {
	SubnetExists               bool    // NetworksAdded
	CommitRevealWeightsEnabled bool    // CommitRevealWeightsEnabled
	OwnerUid                   *uint16 // uid of SubnetOwnerHotkey; nil if it is not registered
	Uid                        *uint16 // uid of the hotkey; nil if it is not registered
	ValidatorPermit            bool    // ValidatorPermit
	WeightsVersionKey          uint64  // WeightsVersionKey
	WeightsSetRateLimit        uint64  // WeightsSetRateLimit, in blocks
	StakeThreshold             uint64  // StakeThreshold
	CurrentBlock               uint64  // the block in which the call is executed
	TotalStake                 uint64  // the hotkey's stake weight in whole rao
	LastUpdate                 uint64  // LastUpdate of the hotkey for this mechanism, 0 for never
	MechanismCount             uint16  // MechanismCountCurrent
	SubnetworkN                uint16  // SubnetworkN
	MinAllowedWeights          uint16  // MinAllowedWeights
	MaxWeightLimit             uint16  // 65535 on today's chain
}

func (s *SetWeightsState) raw() C.nanotao_set_weights_state {
	raw := C.nanotao_set_weights_state{
		struct_size:                   C.sizeof_nanotao_set_weights_state,
		subnet_exists:                 flag(s.SubnetExists),
		commit_reveal_weights_enabled: flag(s.CommitRevealWeightsEnabled),
		has_owner_uid:                 flag(s.OwnerUid != nil),
		has_uid:                       flag(s.Uid != nil),
		validator_permit:              flag(s.ValidatorPermit),
		weights_version_key:           C.uint64_t(s.WeightsVersionKey),
		weights_set_rate_limit:        C.uint64_t(s.WeightsSetRateLimit),
		stake_threshold:               C.uint64_t(s.StakeThreshold),
		current_block:                 C.uint64_t(s.CurrentBlock),
		total_stake:                   C.uint64_t(s.TotalStake),
		last_update:                   C.uint64_t(s.LastUpdate),
		mechanism_count:               C.uint16_t(s.MechanismCount),
		subnetwork_n:                  C.uint16_t(s.SubnetworkN),
		min_allowed_weights:           C.uint16_t(s.MinAllowedWeights),
		max_weight_limit:              C.uint16_t(s.MaxWeightLimit),
	}
	if s.OwnerUid != nil {
		raw.owner_uid = C.uint16_t(*s.OwnerUid)
	}
	if s.Uid != nil {
		raw.uid = C.uint16_t(*s.Uid)
	}
	return raw
}

// Check makes every check of the chain on weights, in its order, and gives the values that it would store, one for each uid
// (do_set_mechanism_weights); the error is the one that the chain gives first. Where commit-reveal is on, this is
// what happens at the reveal.
func (s *SetWeightsState) Check(netuid NetUid, mecid MechId, uids, values []uint16, versionKey uint64) ([]uint16, error) {
	var kept C.size_t
	raw, stored, place := s.raw(), make([]uint16, len(values)), at()
	status := C.nanotao_check_set_weights(&raw, C.uint16_t(netuid), C.uint8_t(mecid), u16sOf(uids), length(uids),
		u16sOf(values), length(values), C.uint64_t(versionKey), u16sOf(stored), length(stored), &kept, place)
	if err := checkAt(status, place); err != nil {
		return nil, err
	}
	return stored[:kept], nil
}

// CheckCommitRevealEnabled checks that the subnet takes plain weights: the chain does so before all of Check.
func (s *SetWeightsState) CheckCommitRevealEnabled() error {
	raw := s.raw()
	return check(C.nanotao_check_commit_reveal_enabled(&raw))
}
