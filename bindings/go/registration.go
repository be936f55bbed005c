package nanotao

/*
#include "nanotao.h"
*/
import "C"

import (
	"math/big"
)

// CreateRegistrationSeal computes the seal of a registration by work (create_registration_seal, spec 475), for a nonce and the
// hash of the block that the work is for.
func CreateRegistrationSeal(netuid NetUid, blockHash H256, nonce uint64, hotkey, coldkey AccountID) H256 {
	var seal H256
	must(C.nanotao_create_registration_seal(
		C.uint16_t(netuid), h256(&blockHash), C.uint64_t(nonce), account(&hotkey), account(&coldkey), h256(&seal)))
	return seal
}

// CreateSealHash computes the seal of the faucet (create_seal_hash, spec 425).
func CreateSealHash(blockHash H256, nonce uint64, hotkey AccountID) H256 {
	var seal H256
	must(C.nanotao_create_seal_hash(h256(&blockHash), C.uint64_t(nonce), account(&hotkey), h256(&seal)))
	return seal
}

// HashBlockAndHotkey hashes a block's hash with a hotkey, as the faucet's seal does (hash_block_and_hotkey, spec 425).
func HashBlockAndHotkey(blockHash H256, hotkey AccountID) H256 {
	var made H256
	must(C.nanotao_hash_block_and_hotkey(h256(&blockHash), account(&hotkey), h256(&made)))
	return made
}

// HashHotkeyToU64 shortens a hotkey to 64 bits (hash_hotkey_to_u64, spec 425).
func HashHotkeyToU64(hotkey AccountID) uint64 {
	var made C.uint64_t
	must(C.nanotao_hash_hotkey_to_u64(account(&hotkey), &made))
	return uint64(made)
}

// HashMeetsDifficulty tells whether a seal is small enough (hash_meets_difficulty). A difficulty is a number from 0 to 2^256 -
// 1; no seal meets one that is not.
func HashMeetsDifficulty(seal H256, difficulty *big.Int) bool {
	if difficulty == nil || difficulty.Sign() < 0 || difficulty.BitLen() > 256 {
		return false
	}
	var (
		needed H256
		meets  C.uint32_t
	)
	difficulty.FillBytes(needed[:])
	// The chain's is little-endian.
	for low, high := 0, len(needed)-1; low < high; low, high = low+1, high-1 {
		needed[low], needed[high] = needed[high], needed[low]
	}
	must(C.nanotao_hash_meets_difficulty(h256(&seal), h256(&needed), &meets))
	return meets == 1
}

// EffectiveDifficulty tells the difficulty that a proof has to meet, of the one that is stored (spec 475).
func EffectiveDifficulty(difficulty, min, max uint64) uint64 {
	return uint64(C.nanotao_effective_difficulty(C.uint64_t(difficulty), C.uint64_t(min), C.uint64_t(max)))
}

// DecayDifficulty tells the difficulty in the next block, currentBlock (update_registration_prices_for_networks, spec 475).
func DecayDifficulty(difficulty, min, max uint64, burnHalfLife uint16, currentBlock uint64) uint64 {
	return uint64(C.nanotao_decay_difficulty(C.uint64_t(difficulty), C.uint64_t(min), C.uint64_t(max),
		C.uint16_t(burnHalfLife), C.uint64_t(currentBlock)))
}

// DecayFactorQ32 computes the factor of one block, in 2^-32, by which a difficulty halves in halfLife blocks
// (decay_factor_q32).
func DecayFactorQ32(halfLife uint16) uint64 {
	return uint64(C.nanotao_decay_factor_q32(C.uint16_t(halfLife)))
}

// BumpDifficulty tells the difficulty after a registration, by BurnIncreaseMult (spec 475).
func BumpDifficulty(difficulty, min, max uint64, burnIncreaseMult U64F64) uint64 {
	var bumped C.uint64_t
	must(C.nanotao_bump_difficulty(
		C.uint64_t(difficulty), C.uint64_t(min), C.uint64_t(max), burnIncreaseMult.raw(), &bumped))
	return uint64(bumped)
}

// PowState is a registration by work, and what the chain holds against it. Storage names in brackets.
type PowState struct {
	Netuid                   NetUid
	MaxAllowedUids           uint16     // MaxAllowedUids
	WorkBlock                uint64     // the block that the work is for
	Nonce                    uint64     // the nonce
	Work                     H256       // the seal
	BlockHash                H256       // the hash of WorkBlock; zeros if the chain does not have it
	Hotkey                   AccountID  // the hotkey
	Coldkey                  AccountID  // the coldkey, which signs
	Owner                    *AccountID // the hotkey's owner; nil if it has none
	CurrentBlock             uint64     // the block that the registration is in
	Difficulty               uint64     // Difficulty
	MinDifficulty            uint64     // MinDifficulty
	MaxDifficulty            uint64     // MaxDifficulty
	LastPowRegistrationBlock *uint64    // the block of the hotkey's last work; nil if there is none
	OwnedHotkeys             uint32     // how many hotkeys the coldkey owns
	StakingHotkeys           uint32     // how many hotkeys the coldkey stakes to
	RegistrationsThisBlock   uint16     // RegistrationsThisBlock
	MaxRegistrationsPerBlock uint16     // MaxRegistrationsPerBlock
	SubnetExists             bool       // whether there is such a subnet
	RegistrationAllowed      bool       // NetworkRegistrationAllowed
	PowRegistrationAllowed   bool       // NetworkPowRegistrationAllowed
	Registered               bool       // whether the hotkey has a uid there
	IsSubnetAccount          bool       // whether the hotkey is the account of a subnet
}

// Check checks what the chain checks before it takes a proof of work (pow_register, spec 475).
func (s *PowState) Check() error {
	raw := C.nanotao_pow_state{
		struct_size:                     C.sizeof_nanotao_pow_state,
		netuid:                          C.uint16_t(s.Netuid),
		max_allowed_uids:                C.uint16_t(s.MaxAllowedUids),
		work_block:                      C.uint64_t(s.WorkBlock),
		nonce:                           C.uint64_t(s.Nonce),
		work:                            *h256(&s.Work),
		block_hash:                      *h256(&s.BlockHash),
		hotkey:                          *account(&s.Hotkey),
		coldkey:                         *account(&s.Coldkey),
		current_block:                   C.uint64_t(s.CurrentBlock),
		difficulty:                      C.uint64_t(s.Difficulty),
		min_difficulty:                  C.uint64_t(s.MinDifficulty),
		max_difficulty:                  C.uint64_t(s.MaxDifficulty),
		owned_hotkeys:                   C.uint32_t(s.OwnedHotkeys),
		staking_hotkeys:                 C.uint32_t(s.StakingHotkeys),
		registrations_this_block:        C.uint16_t(s.RegistrationsThisBlock),
		max_registrations_per_block:     C.uint16_t(s.MaxRegistrationsPerBlock),
		subnet_exists:                   flag(s.SubnetExists),
		registration_allowed:            flag(s.RegistrationAllowed),
		pow_registration_allowed:        flag(s.PowRegistrationAllowed),
		registered:                      flag(s.Registered),
		is_subnet_account:               flag(s.IsSubnetAccount),
		has_last_pow_registration_block: flag(s.LastPowRegistrationBlock != nil),
		has_owner:                       flag(s.Owner != nil),
	}
	if s.LastPowRegistrationBlock != nil {
		raw.last_pow_registration_block = C.uint64_t(*s.LastPowRegistrationBlock)
	}
	if s.Owner != nil {
		raw.owner = *account(s.Owner)
	}
	return check(C.nanotao_check_pow_registration(&raw))
}
