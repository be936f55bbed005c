package nanotao

/*
#include "nanotao.h"
*/
import "C"

// Name names the pallet and the function of the call, by the table of a spec version, and checks that it ends where it
// should.
func (c Call) Name(specVersion uint32) (pallet, function string, err error) {
	var pallets, functions [256]C.char
	var ends [2]C.size_t
	place := at()
	status := C.nanotao_call_name(C.uint32_t(specVersion), bytesOf(c), length(c), &pallets[0], C.size_t(len(pallets)), &ends[0],
		&functions[0], C.size_t(len(functions)), &ends[1], place)
	if err := checkAt(status, place); err != nil {
		return "", "", err
	}
	return C.GoString(&pallets[0]), C.GoString(&functions[0]), nil
}

// call has a function write a call that fails for want of room only, or for the few reasons that the function tells.
func call(room int, write func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status) (Call, error) {
	made, status := sized(room, func(out []byte, len *C.size_t) C.nanotao_status {
		return write(bytesOf(out), length(out), len)
	})
	return made, check(status)
}

// AddStake writes the call SubtensorModule.add_stake: stakes TAO, in rao, to a hotkey on a subnet.
func AddStake(hotkey AccountID, netuid NetUid, amountStaked uint64) (Call, error) {
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_add_stake(account(&hotkey), C.uint16_t(netuid), C.uint64_t(amountStaked), out, cap, len)
	})
}

// RemoveStake writes the call SubtensorModule.remove_stake: takes alpha, in its smallest unit, from a hotkey on a subnet.
func RemoveStake(hotkey AccountID, netuid NetUid, amountUnstaked uint64) (Call, error) {
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_remove_stake(account(&hotkey), C.uint16_t(netuid), C.uint64_t(amountUnstaked), out, cap, len)
	})
}

// TransferKeepAlive writes the call Balances.transfer_keep_alive: sends TAO, in rao, and keeps the sender's account alive.
func TransferKeepAlive(dest AccountID, value uint64) (Call, error) {
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_transfer_keep_alive(account(&dest), C.uint64_t(value), out, cap, len)
	})
}

// BurnedRegister writes the call SubtensorModule.burned_register: registers a hotkey on a subnet and burns the price of it.
func BurnedRegister(netuid NetUid, hotkey AccountID) (Call, error) {
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_burned_register(C.uint16_t(netuid), account(&hotkey), out, cap, len)
	})
}

// CommitWeights writes the call SubtensorModule.commit_weights: commits to weights by their hash, that of CommitHash.
func CommitWeights(netuid NetUid, commitHash H256) (Call, error) {
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_commit_weights(C.uint16_t(netuid), h256(&commitHash), out, cap, len)
	})
}

// RevealWeights writes the call SubtensorModule.reveal_weights: reveals what was hashed.
func RevealWeights(netuid NetUid, uids, values, salt []uint16, versionKey uint64) (Call, error) {
	room := 64 + 2*(len(uids)+len(values)+len(salt))
	return call(room, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_reveal_weights(C.uint16_t(netuid), u16sOf(uids), length(uids), u16sOf(values), length(values),
			u16sOf(salt), length(salt), C.uint64_t(versionKey), out, cap, len)
	})
}

// CommitTimelockedWeights writes the call SubtensorModule.commit_timelocked_weights: commits to weights by a ciphertext that
// a drand round will open. The version of its format is 4.
func CommitTimelockedWeights(
	netuid NetUid, commit []byte, revealRound uint64, commitRevealVersion uint16) (Call, error) {
	return call(64+len(commit), func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_commit_timelocked_weights(C.uint16_t(netuid), bytesOf(commit), length(commit),
			C.uint64_t(revealRound), C.uint16_t(commitRevealVersion), out, cap, len)
	})
}

// Axon is where a miner answers.
type Axon struct {
	// Version is that of the miner's code.
	Version uint32
	// IP is the address as a number, its upper and its lower 64 bits.
	IP struct{ High, Low uint64 }
	// Port is the port.
	Port uint16
	// IPType is 4 or 6.
	IPType uint8
	// Protocol is a number that miner and validator agree on.
	Protocol uint8
	// Placeholder1 and Placeholder2 are unused by the chain.
	Placeholder1, Placeholder2 uint8
}

// ServeAxon writes the call SubtensorModule.serve_axon: publishes where a miner answers.
func ServeAxon(netuid NetUid, axon Axon) (Call, error) {
	raw := C.nanotao_axon{
		struct_size:  C.sizeof_nanotao_axon,
		version:      C.uint32_t(axon.Version),
		ip_high:      C.uint64_t(axon.IP.High),
		ip_low:       C.uint64_t(axon.IP.Low),
		port:         C.uint16_t(axon.Port),
		ip_type:      C.uint8_t(axon.IPType),
		protocol:     C.uint8_t(axon.Protocol),
		placeholder1: C.uint8_t(axon.Placeholder1),
		placeholder2: C.uint8_t(axon.Placeholder2),
	}
	return call(64, func(out *C.uint8_t, cap C.size_t, len *C.size_t) C.nanotao_status {
		return C.nanotao_call_serve_axon(C.uint16_t(netuid), &raw, out, cap, len)
	})
}
