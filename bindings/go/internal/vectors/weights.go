package main

import (
	"errors"
	"math"

	"nanotao"
)

var weights = []section{
	{"chain/weights.json", "vec_u16_max_upscale_to_u16", func(c value) bool {
		return equal(nanotao.MaxUpscale(c.at("in").u16s()), c.at("out").u16s())
	}},
	{"chain/weights.json", "normalize_weights", func(c value) bool {
		return equal(nanotao.NormalizeWeights(c.at("in").u16s()), c.at("out").u16s())
	}},
	{"chain/weights.json", "check_vec_max_limited", func(c value) bool {
		return nanotao.CheckMaxLimited(c.at("in").u16s(), c.at("max_limit").u16()) == c.at("out").holds()
	}},
	{"chain/weights.json", "has_duplicate_uids", func(c value) bool {
		return nanotao.HasDuplicateUids(c.at("in").u16s()) == c.at("out").holds()
	}},
	{"chain/weights.json", "is_self_weight", func(c value) bool {
		made := nanotao.IsSelfWeight(c.at("uid").u16(), c.at("uids").u16s(), c.at("weights").u16s())
		return made == c.at("out").holds()
	}},
	{"chain/weights.json", "check_length", func(c value) bool {
		made := nanotao.CheckLength(nanotao.NetUid(c.at("netuid").u16()), c.at("uid").u16(), c.at("uids").u16s(),
			c.at("weights").u16s(), c.at("subnetwork_n").u16(), c.at("min_allowed_weights").u16())
		return made == c.at("out").holds()
	}},
	{"chain/weights.json", "check_version_key", func(c value) bool {
		made := nanotao.CheckVersionKey(c.at("network_version_key").u64(), c.at("version_key").u64())
		return made == c.at("out").holds()
	}},
	{"chain/weights.json", "check_rate_limit", func(c value) bool {
		made := nanotao.CheckRateLimit(
			c.at("uid_exists").holds(), c.at("last_update").u64(), c.at("current_block").u64(), c.at("rate_limit").u64())
		return made == c.at("out").holds()
	}},
	{"chain/weights.json", "mechanism_storage_index", storageIndex},
	{"chain/weights.json", "get_netuid_and_subid", func(c value) bool {
		netuid, mecid, err := nanotao.NetuidAndSubid(
			c.at("index").u16(), c.at("subnet_exists").holds(), c.at("mechanism_count").u8())
		if !c.has("out") {
			return errors.Is(err, nanotao.ErrChainMechanismDoesNotExist)
		}
		return err == nil && equal(c.at("out").u64s(), []uint64{uint64(netuid), uint64(mecid)})
	}},
	{"chain/weights.json", "commit_hash", commitHash},
	{"chain/weights.json", "set_weights", setWeights},
	{"clients/weight_hash.json", "cases", commitHash},
	{"clients/weights_emit.json", "cases", emit},
	{"clients/weights_v11.json", "normalize", func(c value) bool {
		return sdk11(c, func(uids []uint16, scores []float64) ([]uint16, []uint16, error) {
			return nanotao.Quantise(uids, scores)
		})
	}},
	{"clients/weights_v11.json", "clip_to_max_weight", clip},
	{"clients/weights_v11.json", "conform", func(c value) bool {
		limits := nanotao.Limits{
			Uid: c.at("self_uid").u16(), MinAllowedWeights: c.at("min_allowed_weights").u16(),
			MaxWeightLimit: c.at("max_weight_limit_u16").u16(),
		}
		return sdk11(c, func(uids []uint16, scores []float64) ([]uint16, []uint16, error) {
			return nanotao.Conform(limits, uids, scores)
		})
	}},
}

func storageIndex(c value) bool {
	index := nanotao.MechanismStorageIndex(nanotao.NetUid(c.at("netuid").u16()), nanotao.MechId(c.at("mecid").u8()))
	return index == c.at("index").u16() && index%4096 == c.at("get_netuid").u16()
}

func commitHash(c value) bool {
	who, index := "public_key", "netuid"
	if c.has("who") {
		who, index = "who", "netuid_index"
	}
	made := nanotao.CommitHash(c.at(who).account(), c.at(index).u16(), c.at("uids").u16s(), c.at("values").u16s(),
		c.at("salt").u16s(), c.at("version_key").u64())
	return made == c.at("hash").h256()
}

var chainErrors = map[string]nanotao.Status{
	"CanNotSetRootNetworkWeights":  nanotao.ErrChainCanNotSetRootNetworkWeights,
	"WeightVecNotEqualSize":        nanotao.ErrChainWeightVecNotEqualSize,
	"MechanismDoesNotExist":        nanotao.ErrChainMechanismDoesNotExist,
	"UidsLengthExceedUidsInSubNet": nanotao.ErrChainUidsLengthExceedUidsInSubnet,
	"HotKeyNotRegisteredInSubNet":  nanotao.ErrChainHotKeyNotRegisteredInSubnet,
	"NotEnoughStakeToSetWeights":   nanotao.ErrChainNotEnoughStakeToSetWeights,
	"IncorrectWeightVersionKey":    nanotao.ErrChainIncorrectWeightVersionKey,
	"SettingWeightsTooFast":        nanotao.ErrChainSettingWeightsTooFast,
	"NeuronNoValidatorPermit":      nanotao.ErrChainNeuronNoValidatorPermit,
	"DuplicateUids":                nanotao.ErrChainDuplicateUids,
	"UidVecContainInvalidOne":      nanotao.ErrChainUidVecContainInvalidOne,
	"WeightVecLengthIsLow":         nanotao.ErrChainWeightVecLengthIsLow,
	"MaxWeightExceeded":            nanotao.ErrChainMaxWeightExceeded,
}

func setWeights(c value) bool {
	state := nanotao.SetWeightsState{
		SubnetExists:               c.at("subnet_exists").holds(),
		CommitRevealWeightsEnabled: c.at("commit_reveal_enabled").holds(),
		WeightsVersionKey:          c.at("network_version_key").u64(),
		WeightsSetRateLimit:        c.at("rate_limit").u64(),
		StakeThreshold:             c.at("stake_threshold").u64(),
		CurrentBlock:               c.at("current_block").u64(),
		TotalStake:                 c.at("caller_total_stake").u64(),
		MechanismCount:             c.at("mechanism_count").u16(),
		SubnetworkN:                c.at("n").u16(),
		MinAllowedWeights:          c.at("min_allowed_weights").u16(),
		MaxWeightLimit:             math.MaxUint16,
	}
	if c.has("owner_uid") {
		state.OwnerUid = nanotao.Some(c.at("owner_uid").u16())
	}
	if c.has("caller_uid") {
		uid := c.at("caller_uid").u16()
		state.Uid = &uid
		if updates := c.at("last_update").u64s(); int(uid) < len(updates) {
			state.LastUpdate = updates[uid]
		}
		if permits := each(c.at("validator_permit"), value.holds); int(uid) < len(permits) {
			state.ValidatorPermit = permits[uid]
		}
	}
	uids := c.at("uids").u16s()
	stored, err := state.Check(nanotao.NetUid(c.at("netuid").u16()), nanotao.MechId(c.at("mecid").u8()), uids,
		c.at("values").u16s(), c.at("version_key").u64())
	if c.has("error") {
		expected, known := chainErrors[c.at("error").text()]
		return known && errors.Is(err, expected)
	}
	pairs := c.at("stored").list()
	if err != nil || len(pairs) != len(uids) || len(stored) != len(uids) {
		return false
	}
	for index, pair := range pairs {
		if !equal(pair.u16s(), []uint16{uids[index], stored[index]}) {
			return false
		}
	}
	return true
}

// emit is of version 10 of the SDK, which takes any uids: they stand for their places here.
func emit(c value) bool {
	given := each(c.at("uids"), value.big)
	places := make([]uint16, len(given))
	negative := false
	for index, uid := range given {
		places[index] = uint16(index)
		negative = negative || uid.Sign() < 0
	}
	var (
		kept, made []uint16
		err        error
	)
	if c.at("dtype").text() == "float32" {
		kept, made, err = nanotao.ConvertWeightsAndUidsForEmit(places, each(c.at("weights_hex"), value.f32))
	} else {
		kept, made, err = nanotao.ConvertWeightsAndUidsForEmit64(places, each(c.at("weights_hex"), value.f64))
	}
	if c.has("err") {
		return err != nil || negative
	}
	uids := c.at("out_uids").list()
	if err != nil || !equal(made, c.at("out_vals").u16s()) || len(uids) != len(kept) {
		return false
	}
	for index, place := range kept {
		if given[place].Cmp(uids[index].big()) != 0 {
			return false
		}
	}
	return true
}

func sdk11(c value, run func([]uint16, []float64) ([]uint16, []uint16, error)) bool {
	given := c.at("uids").list()
	uids := make([]uint16, len(given))
	for index, uid := range given {
		number := uid.big()
		if !number.IsUint64() || number.Uint64() > math.MaxUint16 {
			// What is no uid cannot be given to the binding at all.
			return c.has("err")
		}
		uids[index] = uint16(number.Uint64())
	}
	madeUids, madeWeights, err := run(uids, each(c.at("weights_f64_hex"), value.f64))
	if c.has("err") {
		return err != nil
	}
	expected := each(c.at("ok"), value.u16s)
	return err == nil && equal(madeUids, expected[0]) && equal(madeWeights, expected[1])
}

func clip(c value) bool {
	made, err := nanotao.ClipToMaxWeight(each(c.at("weights_f64_hex"), value.f64), c.at("limit_hex").f64())
	if c.has("err") {
		return err != nil
	}
	bits := func(scores []float64) []uint64 {
		made := make([]uint64, len(scores))
		for index, score := range scores {
			made[index] = math.Float64bits(score)
		}
		return made
	}
	return err == nil && equal(bits(made), bits(each(c.at("out_f64_hex"), value.f64)))
}
