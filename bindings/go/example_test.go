package nanotao_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"nanotao"
)

func Example() {
	uids, weights, _ := nanotao.Quantise([]uint16{0, 1, 2}, []float64{0.2, 0.3, 0.5})
	key, _ := nanotao.KeyFromURI(nanotao.Sr25519, "//Alice")
	defer key.Close()
	extension := nanotao.TxExtension{Nonce: 1, SpecVersion: 475, TransactionVersion: 1}
	payload, _ := extension.SetWeightsPayload(1, uids, weights, 0)

	review, _ := nanotao.NewReview(payload, key.Account(), nil)
	cards, _ := review.Cards()
	for _, card := range cards[:3] {
		fmt.Printf("%s: %s\n", card.Label, card.Value)
	}
	// Once the user has seen every card and pressed the button:
	if err := review.Approve(); err != nil {
		fmt.Println(err)
	}
	signature, _ := review.Sign(key)
	extrinsic, _ := review.Extrinsic(signature)
	parsed, _ := nanotao.ParseExtrinsic(extrinsic)
	fmt.Println(parsed.Signer, parsed.Nonce)
	// Output:
	// Action: Set weights
	// Call: SubtensorModule.set_weights
	// Signer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
	// 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY 1
}

func ExampleError() {
	_, _, err := nanotao.ParseSS58("0")
	var problem *nanotao.Error
	if errors.As(err, &problem) {
		fmt.Println(problem.Code.Name(), problem.Offset)
	}
	fmt.Println(errors.Is(err, nanotao.ErrSS58InvalidCharacter))
	fmt.Println(err)
	// Output:
	// SS58_INVALID_CHARACTER 0
	// true
	// nanotao: a byte of the address is no base58 digit (at 0)
}

func ExampleQuantise() {
	uids, weights, err := nanotao.Quantise([]uint16{0, 1, 2}, []float64{1, 0, 0.5})
	fmt.Println(uids, weights, err)
	// Output: [0 2] [65535 32768] <nil>
}

func ExampleKeyFromURI() {
	key, err := nanotao.KeyFromURI(nanotao.Sr25519, "//Alice")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer key.Close()
	fmt.Println(key.Account())
	// Output: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
}

func ExampleMortalEra() {
	era, birth := nanotao.MortalEra(64, 5000001)
	fmt.Println(era.Period, era.Phase, birth)
	// Output: 64 1 5000001
}

func ExampleCall_Name() {
	hotkey, _, _ := nanotao.ParseSS58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
	call, _ := nanotao.AddStake(hotkey, 1, 2_000_000_000)
	fmt.Println(call.Name(475))
	// Output: SubtensorModule add_stake <nil>
}

func ExampleEncodeCall() {
	arguments, _ := nanotao.CallArguments(475, "Balances.transfer_keep_alive")
	fmt.Println(arguments[0].Name, arguments[1].Name)
	dest, _, _ := nanotao.ParseSS58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
	call, err := nanotao.EncodeCall(475, "Balances.transfer_keep_alive", dest, 12345)
	fmt.Printf("%x %v\n", call[:3], err)
	// Output:
	// dest value
	// 050300 <nil>
}

func ExampleSchedule_PredictReveal() {
	schedule := nanotao.Schedule{Tempo: 360, LastEpochBlock: 8765900, BlocksSinceLastStep: 400}
	now := time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)
	reveal, err := schedule.PredictReveal(425, 8766000, 1, now, 12*time.Second)
	fmt.Println(reveal.FirstRevealBlock, reveal.Round, nanotao.TimeOfRound(reveal.Round).Format("15:04:05"), err)
	// Output: 8766260 34266263 10:22:33 <nil>
}

func ExampleCall_Items() {
	hotkey, _, _ := nanotao.ParseSS58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
	call, _ := nanotao.AddStake(hotkey, 1, 2_500_000_000)
	items, err := call.Items(475)
	for _, item := range items[3:] {
		fmt.Println(item.Path, item.Type, item.Value)
	}
	fmt.Println(err)
	// Output:
	// .SubtensorModule.add_stake.netuid NetUid 1
	// .SubtensorModule.add_stake.amount_staked TaoBalance 2500000000
	// <nil>
}

func ExampleCall_Cards() {
	hotkey, _, _ := nanotao.ParseSS58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
	call, _ := nanotao.AddStake(hotkey, 1, 2_500_000_000)
	cards, err := call.Cards(475)
	for _, card := range cards {
		fmt.Printf("%s: %s\n", card.Label, card.Value)
	}
	fmt.Println(err)
	// Output:
	// Action: Stake TAO, at any price
	// Warning: No limit price: any price is taken
	// Call: SubtensorModule.add_stake
	// hotkey: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
	// netuid: 1
	// amount_staked: 2.5 TAO
	// <nil>
}

func ExampleHash_Sum() {
	digest, err := nanotao.Twox64.Sum(nil)
	fmt.Printf("%x %v\n", digest, err)
	// Output: 99e9d85137db46ef <nil>
}

func ExampleStorageKey() {
	key, err := nanotao.StorageKey(461, "System", "Account")
	fmt.Printf("%x %v\n", key, err)
	// Output: 26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9 <nil>
}

func ExampleConstant() {
	value, err := nanotao.Constant(461, "Balances", "ExistentialDeposit")
	fmt.Println(binary.LittleEndian.Uint64(value), err)
	// Output: 500 <nil>
}

func ExampleChainCode() {
	code, err := nanotao.ChainCode("Alice")
	fmt.Printf("%x %v\n", code, err)
	// Output: 14416c6963650000000000000000000000000000000000000000000000000000 <nil>
}

func ExampleEncodeSS58Payload() {
	address, err := nanotao.EncodeSS58Payload(make([]byte, 32), 42)
	fmt.Println(address, err)
	// Output: 5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM <nil>
}

func ExampleSafeDiv() {
	a, b := nanotao.I32F32(2241884595), nanotao.I32F32(2963536159)
	fmt.Println(nanotao.SafeDiv(a, b), nanotao.SafeDiv(a, 0))
	_, err := nanotao.CheckedDiv(a, 0)
	fmt.Println(err)
	// Output:
	// 3249098543 0
	// nanotao: the operands have no result, or none that fits
}

func ExampleI32F32_Ln() {
	logarithm, err := nanotao.I32F32(3 << 31).Ln()
	fmt.Printf("%d %.6f %v\n", logarithm, logarithm.Float64(), err)
	// Output: 1741459401 0.405465 <nil>
}

func ExampleApportionUnits() {
	share := nanotao.U64F64{Integer: 1}
	fmt.Println(nanotao.ApportionUnits([]nanotao.U64F64{share, share, share}, 4097))
	// Output: [1365 1366 1366] <nil>
}

func ExampleCheckRateLimit() {
	fmt.Println(nanotao.CheckRateLimit(true, 500, 499, 100), nanotao.CheckRateLimit(true, 400, 600, 100))
	// Output: false true
}

func ExampleEpochInput_Run() {
	input := nanotao.EpochInput{
		SpecVersion: 475, Schedule: nanotao.Schedule{Tempo: 360}, CurrentBlock: 100,
		BondsMovingAverage: 900_000, ActivityCutoffFactorMilli: 13_889, ConsensusMode: nanotao.ConsensusAuto,
		MaxAllowedValidators: 64, Kappa: 32_767, BondsPenalty: 65_535, AlphaLow: 45_875, AlphaHigh: 58_982,
		AlphaSigmoidSteepness: 1000,
		TotalStake:            []nanotao.I64F64{{Integer: 10}, {}},
		BlockAtRegistration:   []uint64{0, 0},
		LastUpdate:            []uint64{90, 90},
		ValidatorPermit:       []bool{true, false},
	}
	weights := []nanotao.Row{{Uid: 0, Entries: []nanotao.Entry{{Uid: 1, Value: 65535}}}}
	output, bonds, err := input.Run(1000, weights, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(output.Incentive, output.Emission, bonds)
	// Output: [0 65535] [500 500] [[{1 65535}] []]
}

func ExampleBlockEmission() {
	fmt.Println(nanotao.BlockEmission(0), nanotao.BlockEmission(10_500_000_000_000_000))
	// Output: 1000000000 500000000
}

func ExampleShares() {
	one := nanotao.U64F64{Integer: 1}
	shares, _ := nanotao.Shares([]nanotao.EmissionSubnet{
		{MovingPrice: one, EmissionEnabled: true}, {MovingPrice: one, EmissionEnabled: true},
	})
	fmt.Println(shares[0].Float64(), shares[1].Float64())
	// Output: 0.5 0.5
}

func ExampleHashMeetsDifficulty() {
	var seal nanotao.H256
	seal[31] = 1
	for _, difficulty := range []uint64{255, 256} {
		fmt.Println(nanotao.HashMeetsDifficulty(seal, nanotao.U64F64{Fraction: difficulty}.Bits()))
	}
	// Output:
	// true
	// false
}
