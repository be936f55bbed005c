package main

import (
	"errors"

	"nanotao"
)

var registrations = []section{
	{"chain/pow.json", "seal", faucetSeal},
	{"chain/pow.json", "difficulty", meets},
	{"chain/pow.json", "solved", faucetSolved},
	{"chain475/pow_register.json", "seal", func(c value) bool {
		made := nanotao.CreateRegistrationSeal(nanotao.NetUid(c.at("netuid").u16()), c.at("block_hash").h256(),
			c.at("nonce").u64(), c.at("hotkey").account(), c.at("coldkey").account())
		return made == c.at("seal").h256()
	}},
	{"chain475/pow_register.json", "difficulty", meets},
	{"chain475/pow_register.json", "effective_difficulty", func(c value) bool {
		return nanotao.EffectiveDifficulty(difficulty(c)) == c.at("effective").u64()
	}},
	{"chain475/pow_register.json", "bump", func(c value) bool {
		now, min, max := difficulty(c)
		return nanotao.BumpDifficulty(now, min, max, c.at("burn_increase_mult_u64f64").u64f64()) == c.at("after").u64()
	}},
	{"chain475/pow_register.json", "decay", func(c value) bool {
		now, min, max := difficulty(c)
		made := nanotao.DecayDifficulty(now, min, max, c.at("burn_half_life").u16(), c.at("current_block").u64())
		return made == c.at("after").u64()
	}},
	{"chain475/pow_register.json", "decay_factor_q32", func(c value) bool {
		pair := c.list()
		return nanotao.DecayFactorQ32(pair[0].u16()) == pair[1].u64()
	}},
	{"chain475/pow_register.json", "trace", trace},
	{"chain475/pow_register.json", "check", powRegister},
}

func difficulty(c value) (now, min, max uint64) {
	return c.at("difficulty").u64(), c.at("min").u64(), c.at("max").u64()
}

func faucetSeal(c value) bool {
	block, key := c.at("block_hash").h256(), c.at("key").account()
	return nanotao.HashBlockAndHotkey(block, key) == c.at("hash_block_and_hotkey").h256() &&
		nanotao.HashHotkeyToU64(key) == c.at("hash_hotkey_to_u64").u64() &&
		nanotao.CreateSealHash(block, c.at("nonce").u64(), key) == c.at("seal").h256()
}

func faucetSolved(c value) bool {
	block, key, last := c.at("block_hash").h256(), c.at("key").account(), c.at("nonce").u64()
	for nonce := c.at("start_nonce").u64(); nonce <= last; nonce++ {
		made := nanotao.CreateSealHash(block, nonce, key)
		if nanotao.HashMeetsDifficulty(made, c.at("difficulty").big()) {
			return nonce == last && made == c.at("work").h256()
		}
	}
	return false
}

func meets(c value) bool {
	hashed, holds := "seal", "meets"
	if c.has("hash") {
		hashed, holds = "hash", "out"
	}
	return nanotao.HashMeetsDifficulty(c.at(hashed).h256(), c.at("difficulty").big()) == c.at(holds).holds()
}

func trace(c value) bool {
	now, min, max := difficulty(c)
	block, factor := c.at("start_block").u64(), c.at("burn_increase_mult_u64f64").u64f64()
	for _, step := range c.at("trace").list() {
		pair := step.list()
		now = nanotao.DecayDifficulty(now, min, max, c.at("burn_half_life").u16(), block)
		for count := pair[0].u64(); count > 0; count-- {
			now = nanotao.BumpDifficulty(now, min, max, factor)
		}
		if now != pair[1].u64() {
			return false
		}
		block++
	}
	return true
}

var registrationErrors = map[string]nanotao.Status{
	"RegistrationNotPermittedOnRootSubnet": nanotao.ErrRegistrationNotPermittedOnRootSubnet,
	"SubnetNotExists":                      nanotao.ErrRegistrationSubnetNotExists,
	"SubNetRegistrationDisabled":           nanotao.ErrRegistrationDisabled,
	"HotKeyAlreadyRegisteredInSubNet":      nanotao.ErrRegistrationHotKeyAlreadyRegistered,
	"NoNeuronIdAvailable":                  nanotao.ErrRegistrationNoNeuronIdAvailable,
	"TooManyRegistrationsThisBlock":        nanotao.ErrRegistrationTooManyThisBlock,
	"InvalidWorkBlock":                     nanotao.ErrRegistrationInvalidWorkBlock,
	"InvalidSeal":                          nanotao.ErrRegistrationInvalidSeal,
	"InvalidDifficulty":                    nanotao.ErrRegistrationInvalidDifficulty,
	"NonAssociatedColdKey":                 nanotao.ErrRegistrationNonAssociatedColdKey,
}

func powRegister(c value) bool {
	coldkey := c.at("coldkey").account()
	state := nanotao.PowState{
		Netuid: nanotao.NetUid(c.at("netuid").u16()), MaxAllowedUids: c.at("max_allowed_uids").u16(),
		WorkBlock: c.at("work_block").u64(), Nonce: c.at("nonce").u64(), Work: c.at("work").h256(),
		Hotkey: c.at("hotkey").account(), Coldkey: coldkey, CurrentBlock: c.at("current_block").u64(),
		Difficulty: c.at("difficulty").u64(), MinDifficulty: c.at("min_difficulty").u64(),
		MaxDifficulty:            c.at("max_difficulty").u64(),
		RegistrationsThisBlock:   c.at("registrations_this_block").u16(),
		MaxRegistrationsPerBlock: c.at("max_registrations_per_block").u16(),
		SubnetExists:             c.at("subnet_exists").holds(), RegistrationAllowed: true,
		PowRegistrationAllowed: c.at("pow_registration_allowed").holds(),
		Registered:             c.at("hotkey_registered").holds(),
	}
	if c.has("block_hash") {
		state.BlockHash = c.at("block_hash").h256()
	}
	if c.has("last_pow_registration_block") {
		state.LastPowRegistrationBlock = nanotao.Some(c.at("last_pow_registration_block").u64())
	}
	switch c.at("hotkey_owner").text() {
	case "coldkey":
		state.Owner = &coldkey
	case "other":
		var other nanotao.AccountID
		for index, one := range coldkey {
			other[index] = 255 - one
		}
		state.Owner = &other
	}
	err := state.Check()
	if !c.has("error") {
		return err == nil
	}
	expected, known := registrationErrors[c.at("error").text()]
	return known && errors.Is(err, expected)
}
