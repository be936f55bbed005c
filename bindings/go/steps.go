package nanotao

/*
#include "nanotao.h"
*/
import "C"

// EpochEmissionOf tells a share of an emission, in alpha's smallest unit, rounded down. A share of one is all of it.
func EpochEmissionOf(share I32F32, raoEmission uint64) uint64 {
	return uint64(C.nanotao_epoch_emission_of(C.int64_t(share), C.uint64_t(raoEmission)))
}

// ClampValue holds a value between two others (clamp_value). Where they are in the wrong order, the lower limit wins.
func ClampValue(value, low, high I32F32) I32F32 {
	return I32F32(C.nanotao_clamp_value(C.int64_t(value), C.int64_t(low), C.int64_t(high)))
}

// AlphaSigmoid tells the rate at which one bond follows one weight (alpha_sigmoid).
func AlphaSigmoid(consensus, weight, bond, alphaLow, alphaHigh, alphaSigmoidSteepness I32F32) I32F32 {
	return I32F32(C.nanotao_alpha_sigmoid(C.int64_t(consensus), C.int64_t(weight), C.int64_t(bond), C.int64_t(alphaLow),
		C.int64_t(alphaHigh), C.int64_t(alphaSigmoidSteepness)))
}

// EmaAlpha tells the rate at which bonds follow weights in Yuma 2: one less BondsMovingAverage, in millionths, saturating
// (compute_ema_bonds_normal_sparse).
func EmaAlpha(bondsMovingAverage uint64) I32F32 {
	return I32F32(C.nanotao_ema_alpha(C.uint64_t(bondsMovingAverage)))
}

// ComputeDisabledLiquidAlpha tells the rate at which bonds follow weights in Yuma 3: as EmaAlpha, but wrapping
// (compute_disabled_liquid_alpha).
func ComputeDisabledLiquidAlpha(bondsMovingAverage uint64) I32F32 {
	return I32F32(C.nanotao_compute_disabled_liquid_alpha(C.uint64_t(bondsMovingAverage)))
}

// WeightedMedian finds the score at which the stake of lower scores passes minority (weighted_median), of the members whose
// stake lies between lo and hi, all of them sums of stake. Without members it is 0.
func WeightedMedian(stake, score []I32F32, minority, lo, hi I32F32) (I32F32, error) {
	if len(stake) != len(score) {
		return 0, &Error{ErrInvalidLength, NoOffset}
	}
	// The library uses its lists up.
	stake, score = copied(stake), copied(score)
	return number32(func(out *C.int64_t) C.nanotao_status {
		return C.nanotao_weighted_median(i32f32sOf(stake), i32f32sOf(score), length(stake), C.int64_t(minority), C.int64_t(lo),
			C.int64_t(hi), out)
	})
}

// IsTopkNonzero tells which elements are not zero and among the k largest, of equals the later ones (is_topk_nonzero).
func IsTopkNonzero(vector []I32F32, k uint) []bool {
	topk := make([]byte, len(vector))
	must(C.nanotao_is_topk_nonzero(i32f32sOf(vector), C.size_t(k), bytesOf(topk), length(topk)))
	return bools(topk)
}

// ApportionUnits shares out whole units (apportion_units, spec 475): together, the first i get the floor of their part of the
// budget. Shares are in any unit, such as stake; where all of them are zero, nobody gets anything.
func ApportionUnits(shares []U64F64, budget uint64) ([]uint64, error) {
	payouts := make([]uint64, len(shares))
	status := C.nanotao_apportion_units(
		(*C.nanotao_u128)(data(shares)), C.uint64_t(budget), u64sOf(payouts), length(payouts))
	if err := check(status); err != nil {
		return nil, err
	}
	return payouts, nil
}
