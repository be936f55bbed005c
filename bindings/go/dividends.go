package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "unsafe"

// Stake is the stake of a hotkey.
type Stake struct {
	Alpha uint64 // on the subnet, in alpha's smallest unit
	Root  uint64 // on root, in rao
}

func (s Stake) raw() C.nanotao_stake { return *(*C.nanotao_stake)(unsafe.Pointer(&s)) }

// Parent is a hotkey that lends stake to another.
type Parent struct {
	Proportion uint64 // the part of its stake that it lends, of 2^64 - 1
	Stake      Stake  // its own stake
	SameOwner  bool   // whether parent and child belong to one coldkey, so that no take is due
	Suspended  bool   // whether it is suspended as a parent (spec 475)
}

// Childkey is a hotkey, and whom it borrows from and lends to.
type Childkey struct {
	Take      uint16   // its take from what it borrows, of 65535
	Suspended bool     // whether it is suspended (spec 475)
	Stake     Stake    // its own stake
	Children  []uint64 // the parts of its stake that it lends to children, of 2^64 - 1 each
	Parents   []Parent // whom it borrows from
}

// raw is the childkey in memory of C's, for it holds pointers.
func (c *Childkey) raw(a *arena) *C.nanotao_childkey {
	parents := room[C.nanotao_parent](a, len(c.Parents))
	for index, parent := range c.Parents {
		parents[index] = C.nanotao_parent{
			proportion: C.uint64_t(parent.Proportion),
			stake:      parent.Stake.raw(),
			same_owner: flag(parent.SameOwner),
			suspended:  flag(parent.Suspended),
		}
	}
	raw := &room[C.nanotao_childkey](a, 1)[0]
	*raw = C.nanotao_childkey{
		struct_size:  C.sizeof_nanotao_childkey,
		take:         C.uint16_t(c.Take),
		suspended:    C.uint16_t(flag(c.Suspended)),
		stake:        c.Stake.raw(),
		children:     u64sOf(lend(a, c.Children)),
		children_len: length(c.Children),
		parents:      (*C.nanotao_parent)(data(parents)),
		parents_len:  length(parents),
	}
	return raw
}

// ParentChildDividends is how a hotkey's dividends are divided, in alpha's smallest unit.
type ParentChildDividends struct {
	Paid     []uint64 // what each parent gets
	Own      uint64   // what the hotkey keeps, its take among it
	Recycled uint64
}

// Dividends divides a hotkey's dividends between itself and its parents (get_parent_child_dividends_distribution), by TaoWeight and
// CKBurn as parts of one. The spec version is 425 or 475, here and below.
func (c *Childkey) Dividends(specVersion uint32, taoWeight, ckBurn U96F32, dividends uint64) (*ParentChildDividends, error) {
	var a arena
	defer a.free()
	var own, recycled C.uint64_t
	paid, memory := make([]uint64, len(c.Parents)), emissionMemory(len(c.Parents))
	status := C.nanotao_parent_child_dividends(C.uint32_t(specVersion), c.raw(&a), taoWeight.raw(), ckBurn.raw(),
		C.uint64_t(dividends), u64sOf(paid), &own, &recycled, u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, err
	}
	return &ParentChildDividends{paid, uint64(own), uint64(recycled)}, nil
}

// InheritedStake is a hotkey's stake with what it borrows, and without what it lends.
type InheritedStake struct {
	Stake            Stake  // the stake
	TotalStake       I64F64 // what it weighs, as an epoch takes it, for a subnet other than root
	SelfContribution uint64 // what is left of its own stake, weighed, in whole units
}

// InheritedStake tells the stake that a hotkey has with what it borrows, and without what it lends
// (get_inherited_for_hotkey_on_subnet), and what that weighs by TaoWeight as a part of one.
func (c *Childkey) InheritedStake(specVersion uint32, taoWeight U96F32) (InheritedStake, error) {
	var a arena
	defer a.free()
	var (
		made InheritedStake
		own  C.uint64_t
	)
	memory := emissionMemory(len(c.Parents))
	status := C.nanotao_inherited_stake(C.uint32_t(specVersion), c.raw(&a), taoWeight.raw(),
		(*C.nanotao_stake)(unsafe.Pointer(&made.Stake)), made.TotalStake.raw(), &own, u64sOf(memory), length(memory))
	made.SelfContribution = uint64(own)
	return made, check(status)
}

// HotkeyDividend is a hotkey's part in a subnet's dividends.
type HotkeyDividend struct {
	Dividend U96F32 // what the distribution between parents and children gave it
	Stake    Stake  // its stake
	RootUid  bool   // whether it has a uid on root
}

// HotkeyShare is what a hotkey gets, in alpha's smallest unit, before it is rounded down.
type HotkeyShare struct {
	AlphaDivs          U96F32 // its dividend, as far as its alpha goes
	RootDivs           U96F32 // its dividend, as far as its stake on root goes
	AlphaDividends     U96F32 // its part of the validators' alpha
	RootAlphaDividends U96F32 // its part of root's alpha
}

// DividendDistribution divides a subnet's dividends between hotkeys, in the order of their accounts
// (calculate_dividend_distribution), by TaoWeight as a part of one; and tells what is recycled: root's alpha if no hotkey
// gets any of it.
func DividendDistribution(specVersion uint32, pendingAlpha, pendingRootAlpha uint64, taoWeight U96F32,
	hotkeys []HotkeyDividend) (shares []HotkeyShare, rootRecycled uint64, err error) {
	raw := make([]C.nanotao_hotkey_dividend, len(hotkeys))
	for index := range hotkeys {
		raw[index].dividend = *hotkeys[index].Dividend.raw()
		raw[index].stake = hotkeys[index].Stake.raw()
		raw[index].root_uid = flag(hotkeys[index].RootUid)
	}
	var recycled C.uint64_t
	made, memory := make([]HotkeyShare, len(hotkeys)), emissionMemory(len(hotkeys))
	status := C.nanotao_dividend_distribution(C.uint32_t(specVersion), C.uint64_t(pendingAlpha),
		C.uint64_t(pendingRootAlpha), taoWeight.raw(), (*C.nanotao_hotkey_dividend)(data(raw)), length(raw),
		(*C.nanotao_hotkey_share)(data(made)), &recycled, u64sOf(memory), length(memory))
	if err := check(status); err != nil {
		return nil, 0, err
	}
	return made, uint64(recycled), nil
}

// SplitTake divides a hotkey's dividends between its take, of 65535, and its nominators, in whole units, each rounded down
// (distribute_dividends_and_incentives).
func SplitTake(take uint16, dividends U96F32) (taken, nominators uint64) {
	var ours, theirs C.uint64_t
	must(C.nanotao_split_take(C.uint16_t(take), dividends.raw(), &ours, &theirs))
	return uint64(ours), uint64(theirs)
}

// WithholdIncentives withholds the incentives of the hotkeys that the subnet's owner owns (distribute_dividends_and_incentives):
// what each hotkey is paid, in alpha's smallest unit, and SubnetMinerBurned from then on.
func WithholdIncentives(incentives []uint64, owned []bool) (paid []uint64, minerBurned U96F32, err error) {
	if len(owned) != len(incentives) {
		return nil, U96F32{}, &Error{ErrInvalidLength, NoOffset}
	}
	made, held := make([]uint64, len(incentives)), flags(owned)
	status := C.nanotao_withhold_incentives(
		u64sOf(incentives), bytesOf(held), length(incentives), u64sOf(made), minerBurned.raw())
	if err := check(status); err != nil {
		return nil, U96F32{}, err
	}
	return made, minerBurned, nil
}
