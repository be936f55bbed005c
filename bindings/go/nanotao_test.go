package nanotao

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func alice(t *testing.T, scheme Scheme) *Key {
	t.Helper()
	key, err := KeyFromURI(scheme, "//Alice")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { key.Close() })
	return key
}

// expect fails unless err is an *Error of that status at that place.
func expect(t *testing.T, err error, code Status, offset int) {
	t.Helper()
	var found *Error
	if !errors.As(err, &found) || found.Code != code || found.Offset != offset || !errors.Is(err, code) {
		t.Fatalf("%v, not %v at %d", err, code, offset)
	}
}

// says fails unless err says that much.
func says(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) {
		t.Fatalf("%v, not %s", err, text)
	}
}

func setWeights(t *testing.T, uids, weights []uint16) (TxExtension, Payload) {
	t.Helper()
	extension := TxExtension{Nonce: 1, SpecVersion: 461, TransactionVersion: 1}
	payload, err := extension.SetWeightsPayload(1, uids, weights, 7)
	if err != nil {
		t.Fatal(err)
	}
	return extension, payload
}

func TestAnErrorHasACodeAndAnOffset(t *testing.T) {
	_, _, err := Quantise([]uint16{1, 2, 3}, []float64{0.1, math.NaN(), 0.2})
	expect(t, err, ErrQuantiseNotFinite, 1)
	_, _, err = Quantise([]uint16{1, 2}, []float64{0.1})
	expect(t, err, ErrQuantiseLengthMismatch, NoOffset)
	if text := ErrQuantiseNotFinite.Name(); text != "QUANTISE_NOT_FINITE" {
		t.Fatal(text)
	}
	if text := Status(9999).Name(); text != "STATUS_9999" || Status(9999).Error() == "" {
		t.Fatal(text)
	}
}

func TestAReviewIsSignedOnceAndOnlyAfterItsLastCard(t *testing.T) {
	for _, scheme := range []Scheme{Ed25519, Sr25519} {
		key := alice(t, scheme)
		extension, payload := setWeights(t, []uint16{0, 1}, []uint16{65535, 1})
		review, err := NewReview(payload, key.Account(), Some(uint32(5)))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, review.Approve(), ErrNotAllShown, 0)
		_, err = review.Card(1)
		expect(t, err, ErrCardOutOfOrder, 0)
		for _, index := range []int{-1, math.MinInt, math.MaxInt} {
			if _, err = review.Card(index); !errors.Is(err, ErrCardOutOfOrder) {
				t.Fatal(index, err)
			}
		}
		cards, err := review.Cards()
		if err != nil || len(cards) != review.Len() || cards[len(cards)-2].Value != "uid 1: 0.0015% (1)" {
			t.Fatal(cards, err)
		}
		_, err = review.Sign(key)
		expect(t, err, ErrNotApproved, NoOffset)
		if err := review.Approve(); err != nil {
			t.Fatal(err)
		}
		bob, err := KeyFromURI(scheme, "//Bob")
		if err != nil {
			t.Fatal(err)
		}
		_, err = review.Sign(bob)
		expect(t, err, ErrWrongSigner, NoOffset)
		bob.Close()
		_, err = review.Sign(bob)
		expect(t, err, ErrNoKey, NoOffset)
		// What the caller does to the slice is nothing to the review.
		kept := append(Payload(nil), payload...)
		payload[0]++
		signature, err := review.Sign(key)
		if err != nil || signature.VerifyPayload(key.Account(), kept) != nil {
			t.Fatal(err)
		}
		expect(t, signature.VerifyPayload(key.Account(), payload), ErrBadSignature, NoOffset)
		extrinsic, err := review.Extrinsic(signature)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := extension.ExtrinsicPayload(extrinsic); err != nil || !bytes.Equal(back, kept) {
			t.Fatal(err)
		}
		parsed, err := ParseExtrinsic(extrinsic)
		if err != nil || !bytes.Equal(parsed.Signature, signature) || !bytes.HasPrefix(kept, parsed.Call) {
			t.Fatal(parsed, err)
		}
		_, err = review.Sign(key)
		expect(t, err, ErrAlreadySigned, NoOffset)
	}
}

func TestWhatNoCardHasShownIsSignedByHazmat(t *testing.T) {
	key, message := alice(t, Sr25519), []byte("message")
	signature, err := key.HazmatSign(message)
	if err != nil {
		t.Fatal(err)
	}
	if err := signature.Verify(key.Account(), message); err != nil {
		t.Fatal(err)
	}
	public, err := KeyFromAccount(Sr25519, key.Account())
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []*Key{key, public} {
		if err := of.Verify(message, signature); err != nil {
			t.Fatal(err)
		}
		expect(t, of.Verify([]byte("other"), signature), ErrBadSignature, NoOffset)
		expect(t, of.Verify(message, append(Signature{byte(Ed25519)}, signature[1:]...)), ErrBadSignature, NoOffset)
	}
	_, err = public.HazmatSign(message)
	expect(t, err, ErrNoKey, NoOffset)
	wrapped, err := key.HazmatSign([]byte("<Bytes>message</Bytes>"))
	if err != nil || wrapped.VerifyWrapped(key.Account(), message) != nil {
		t.Fatal(err)
	}
	expect(t, wrapped.Verify(key.Account(), message), ErrBadSignature, NoOffset)
	expect(t, Signature("short").Verify(key.Account(), message), ErrMalformedSignature, NoOffset)
	extension, payload := setWeights(t, []uint16{3}, []uint16{9})
	extrinsic, err := key.HazmatExtrinsic(payload)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := extension.ExtrinsicPayload(extrinsic); err != nil || !bytes.Equal(back, payload) {
		t.Fatal(err)
	}
}

func TestAClosedKeySignsNothing(t *testing.T) {
	key := alice(t, Sr25519)
	account := key.Account()
	for range [2]int{} {
		if err := key.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := key.HazmatSign(nil)
	expect(t, err, ErrNoKey, NoOffset)
	expect(t, key.Verify(nil, nil), ErrNoKey, NoOffset)
	if key.Account() != account {
		t.Fatal("the account is gone")
	}
	_, err = new(Key).HazmatSign(nil)
	expect(t, err, ErrNoKey, NoOffset)
	_, err = new(Review).Sign(alice(t, Sr25519))
	expect(t, err, ErrNoReview, NoOffset)
	_, err = new(Review).Card(0)
	expect(t, err, ErrNoReview, NoOffset)
}

func TestNothingIsGivenWhereNothingIsRight(t *testing.T) {
	for name, run := range map[string]func() error{
		"key":             func() error { _, err := KeyFromMiniSecret(Sr25519, nil); return err },
		"scheme":          func() error { _, err := KeyFromMiniSecret(9, make([]byte, 32)); return err },
		"ecdsa":           func() error { _, err := KeyFromURI(Ecdsa, "//Alice"); return err },
		"uri":             func() error { _, err := KeyFromURI(Sr25519, "//Al\xffice"); return err },
		"phrase":          func() error { _, err := MnemonicToEntropy(""); return err },
		"address":         func() error { _, _, err := ParseSS58(""); return err },
		"extrinsic":       func() error { _, err := ParseExtrinsic(nil); return err },
		"payload":         func() error { _, err := NewReview(nil, AccountID{}, nil); return err },
		"signature":       func() error { return Signature(nil).Verify(AccountID{}, nil) },
		"compact":         func() error { _, _, err := ParseCompact(nil); return err },
		"hash":            func() error { _, err := Hash(99).Sum(nil); return err },
		"name":            func() error { _, _, err := Call(nil).Name(475); return err },
		"cards":           func() error { _, err := Call(nil).Cards(475); return err },
		"no spec":         func() error { _, err := Call{7, 0}.Cards(1); return err },
		"extrinsic cards": func() error { _, err := ExtrinsicCards(475, nil); return err },
		"items":           func() error { _, err := Call(nil).Items(475); return err },
		"items by proof":  func() error { _, err := Payload(nil).ItemsByProof(nil); return err },
		"proof":           func() error { _, err := Proof(nil).Parse(); return err },
		"by proof":        func() error { _, err := NewReviewByProof(nil, nil, AccountID{}, nil); return err },
		"epoch":           func() error { _, _, err := (&EpochInput{}).Run(0, nil, nil, nil); return err },
		"shares":          func() error { _, err := SubnetBlockEmissions(nil, make([]U64F64, 1), 0); return err },
		"withhold":        func() error { _, _, err := WithholdIncentives(nil, []bool{true}); return err },
		"mechanism":       func() error { _, err := SplitEmissions(475, nil, 0, -1); return err },
		"mechanisms":      func() error { _, err := SplitEmissions(475, nil, 1, 1<<62); return err },
		"neurons":         func() error { _, err := NewEpochOutput(-1); return err },
		"huge output":     func() error { _, err := NewEpochOutput(1 << 62); return err },
		"reveal":          func() error { _, _, err := FirstRevealBlock(475, nil, 1, -1, 0, 0, 0, 0); return err },
		"words":           func() error { _, err := GenerateMnemonic(math.MinInt); return err },
		"payload's text":  func() error { _, err := EncodeSS58Payload(nil, SS58Prefix); return err },
		"prefix":          func() error { _, err := EncodeSS58Payload(make([]byte, 32), 46); return err },
		"junction":        func() error { _, err := ChainCode("\xff"); return err },
		"constant":        func() error { _, err := Constant(461, "Balances", "Nothing"); return err },
		"constant's spec": func() error { _, err := Constant(1, "Balances", "ExistentialDeposit"); return err },
		"constant's name": func() error { _, err := Constant(461, "\xff", ""); return err },
		"median":          func() error { _, err := WeightedMedian(nil, make([]I32F32, 1), 0, 0, 0); return err },
		"units":           func() error { _, err := ApportionUnits(make([]U64F64, 1<<16), 1); return err },
	} {
		var found *Error
		if err := run(); !errors.As(err, &found) || found.Error() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// These have nothing to be wrong.
	if len(MaxUpscale(nil)) != 0 || len(NormalizeWeights(nil)) != 0 || !CheckMaxLimited(nil, 0) {
		t.Error("no weights")
	}
	if HasDuplicateUids(nil) || IsSelfWeight(0, nil, nil) || !CheckLength(1, 0, nil, nil, 0, 9) || CheckLength(1, 0, nil, nil, 1, 9) {
		t.Error("weights of nobody")
	}
	if median, err := WeightedMedian(nil, nil, 0, 0, 0); err != nil || median != 0 {
		t.Error(median, err)
	}
	if payouts, err := ApportionUnits(nil, 1); err != nil || len(payouts) != 0 || len(IsTopkNonzero(nil, math.MaxUint)) != 0 {
		t.Error(payouts, err)
	}
	if uids, weights, err := Quantise(nil, nil); err != nil || len(uids) != 0 || len(weights) != 0 {
		t.Error(uids, weights, err)
	}
	if shares, err := Shares(nil); err != nil || len(shares) != 0 {
		t.Error(shares, err)
	}
	if drained, err := DrainSchedules(475, nil, 2, 1); err != nil || len(drained) != 0 {
		t.Error(drained, err)
	}
	if MultiAccountID(nil, 0) == (AccountID{}) {
		t.Error("a multisig of nobody")
	}
	if HashMeetsDifficulty(H256{}, nil) || HashMeetsDifficulty(H256{}, big.NewInt(-1)) ||
		HashMeetsDifficulty(H256{}, new(big.Int).Lsh(big.NewInt(1), 256)) {
		t.Error("no difficulty")
	}
}

func TestArgumentsOfACallAreChecked(t *testing.T) {
	hotkey := alice(t, Sr25519).Account()
	made, err := EncodeCall(475, "SubtensorModule.add_stake", hotkey, NetUid(1), uint64(7))
	typed, other := AddStake(hotkey, 1, 7)
	if err != nil || other != nil || !bytes.Equal(made, typed) {
		t.Fatal(made, err)
	}
	batch, err := EncodeCall(475, "Utility.batch", []any{made, typed})
	if cards, other := batch.Cards(475); err != nil || other != nil || len(cards) < 6 {
		t.Fatal(cards, err, other)
	}
	var deep any = []any{}
	for range [100]int{} {
		deep = []any{deep}
	}
	loop := []any{nil}
	loop[0] = loop
	for name, given := range map[string]struct {
		args   []any
		code   Status
		offset int
	}{
		"none":     {nil, ErrCallArgumentCount, 3},
		"four":     {[]any{hotkey, 1, 7, 8}, ErrCallArgumentCount, 3},
		"text":     {[]any{hotkey, "one", 7}, ErrCallArgumentType, 1},
		"short":    {[]any{[]byte{1}, 1, 7}, ErrCallArgumentLength, 0},
		"negative": {[]any{hotkey, -1, 7}, ErrCallArgumentRange, 1},
		"large":    {[]any{hotkey, 65536, 7}, ErrCallArgumentRange, 1},
		"huge":     {[]any{hotkey, 1, new(big.Int).Lsh(big.NewInt(1), 128)}, ErrCallArgumentRange, 2},
		"nil":      {[]any{hotkey, 1, (*big.Int)(nil)}, ErrCallArgumentType, 2},
		"struct":   {[]any{hotkey, 1, struct{}{}}, ErrCallArgumentType, 2},
		"deep":     {[]any{hotkey, 1, deep}, ErrCallArgumentEncoding, 2},
		"loop":     {[]any{hotkey, 1, loop}, ErrCallArgumentEncoding, 2},
	} {
		_, err := EncodeCall(475, "SubtensorModule.add_stake", given.args...)
		var found *Error
		if !errors.As(err, &found) || found.Code != given.code || found.Offset != given.offset {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", ".", "SubtensorModule", "SubtensorModule.nothing", "\xff.\xff"} {
		if _, err := EncodeCall(475, name); err == nil {
			t.Errorf("%q is no call", name)
		}
		if _, err := CallArguments(475, name); err == nil {
			t.Errorf("%q takes nothing", name)
		}
	}
}

func TestACommitIsClosedUntilItsRound(t *testing.T) {
	hotkey, uids := alice(t, Sr25519).Account(), []uint16{0, 7}
	one, err := TimelockCommit(hotkey, uids, uids, 1, 1000)
	if err != nil || len(one) != TimelockCommitLen(2) {
		t.Fatal(len(one), err)
	}
	other, err := TimelockCommitHedged(hotkey, uids, uids, 1, 1000, make([]byte, 32), []byte{8})
	if err != nil || bytes.Equal(one, other) {
		t.Fatal("the same commit twice", err)
	}
	payload := WeightsTlockPayload{Hotkey: hotkey[:], Uids: uids, Values: uids, VersionKey: 1}
	message, err := payload.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, commit := range [][]byte{one, other} {
		if length, err := TimelockMessageLen(commit); err != nil || length != len(message) {
			t.Fatal(length, err)
		}
		// The beacon's signature on that round, as the golden commits have it.
		if opened, err := signatureOf1000(t).Open(commit); err != nil || !bytes.Equal(opened, message) {
			t.Fatal(opened, err)
		}
		commit[len(commit)-1]++
		if _, err := signatureOf1000(t).Open(commit); err == nil {
			t.Fatal("an altered commit opens")
		}
	}
	if err := signatureOf1000(t).Verify(nil, 1000); err != nil {
		t.Fatal(err)
	}
	expect(t, signatureOf1000(t).Verify(nil, 1001), ErrTimelockWrongSignature, NoOffset)
	expect(t, BeaconSignature{}.Verify(nil, 1000), ErrTimelockInvalidSignature, NoOffset)
	expect(t, signatureOf1000(t).Verify(&BeaconPublicKey{}, 1000), ErrTimelockInvalidPublicKey, NoOffset)
	_, err = TimelockCommitHedged(hotkey, uids, uids, 1, 1000, nil, nil)
	expect(t, err, ErrInvalidLength, NoOffset)
	_, err = TimelockCommit(hotkey, uids, nil, 1, 1000)
	expect(t, err, ErrChainWeightVecNotEqualSize, 0)
	_, err = TimelockCommit(hotkey, make([]uint16, 1<<16), make([]uint16, 1<<16), 1, 1000)
	expect(t, err, ErrChainUidsLengthExceedUidsInSubnet, 256)
	for _, bytes := range [][]byte{nil, {1}, make([]byte, 300)} {
		if _, err := (BeaconSignature{}).Open(bytes); err == nil {
			t.Fatal(len(bytes))
		}
		if _, err := ParseWeightsTlockPayload(bytes); err == nil {
			t.Fatal(len(bytes))
		}
	}
	long, err := TimelockEncrypt(nil, make([]byte, 1<<20), 1000)
	if opened, other := signatureOf1000(t).Open(long); err != nil || other != nil || len(opened) != 1<<20 {
		t.Fatal(err, other)
	}
}

func TestWhatIsShownIsWhatIsLocked(t *testing.T) {
	key := alice(t, Sr25519)
	weights := HiddenWeights{Netuid: 8, VersionKey: 1, Hotkey: key.Account(), Uids: []uint16{0, 7}, Values: []uint16{1, 3}}
	// Blocks of a second lead to round 1000.
	terms := RevealTerms{Schedule{Tempo: 360, LastEpochBlock: 1000}, 1010, 1, TimeOfRound(1).Add(2647 * time.Second), time.Second}
	extension := TxExtension{SpecVersion: 475, TransactionVersion: 1}
	review, reveal, err := NewTimelockedReview(weights, terms, &extension, make([]byte, 32))
	if err != nil || reveal.Round != 1000 || reveal.FirstRevealBlock != 1360 {
		t.Fatal(reveal, err)
	}
	// The review has its own copy.
	weights.Uids[0] = 9
	cards, err := review.Cards()
	if err != nil || cards[len(cards)-2] != (Card{"weight 2", "uid 7: 75.0000% (3)"}) {
		t.Fatal(cards, err)
	}
	if err := review.Approve(); err != nil {
		t.Fatal(err)
	}
	signature, err := review.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.Extrinsic(signature); err != nil {
		t.Fatal(err)
	}
	// In the call, the ciphertext comes behind the indices, the subnet and its own length.
	message, err := signatureOf1000(t).Open(review.Payload()[6 : 6+TimelockCommitLen(2)])
	if err != nil {
		t.Fatal(err)
	}
	opened, err := ParseWeightsTlockPayload(message)
	if err != nil || opened.Uids[0] != 0 || opened.Uids[1] != 7 || opened.Values[1] != 3 {
		t.Fatal(opened, err)
	}
	_, _, err = NewTimelockedReview(weights, terms, &extension, nil)
	expect(t, err, ErrInvalidLength, NoOffset)
	early, backwards := terms, terms
	early.Now, backwards.BlockTime = time.Time{}, -1
	_, _, err = NewTimelockedReview(weights, early, &extension, make([]byte, 32))
	expect(t, err, ErrTimelockBeforeGenesis, NoOffset)
	_, _, err = NewTimelockedReview(weights, backwards, &extension, make([]byte, 32))
	says(t, err, "a block takes a time of -1ns, which is negative")
	terms.RevealPeriodEpochs = 0
	_, _, err = NewTimelockedReview(weights, terms, &extension, make([]byte, 32))
	expect(t, err, ErrTimelockRevealPeriodTooShort, NoOffset)
}

func signatureOf1000(t *testing.T) (made BeaconSignature) {
	t.Helper()
	bytes, err := hex.DecodeString(
		"b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39")
	if err != nil || copy(made[:], bytes) != len(made) {
		t.Fatal(err)
	}
	return made
}

func TestRoundsGoByTheClock(t *testing.T) {
	now := TimeOfRound(1000)
	if RoundAt(now) != 1000 || RoundAt(now.Add(-time.Second)) != 999 || RoundAt(time.Time{}) != 0 {
		t.Fatal(now)
	}
	if TimeOfRound(math.MaxUint64).Before(now) {
		t.Fatal("the last round is past")
	}
	expect(t, CheckRound(1000, now), ErrTimelockRoundInPast, NoOffset)
	expect(t, CheckRound(100_000_000, now), ErrTimelockRoundTooFar, NoOffset)
	if err := CheckRound(1001, now); err != nil {
		t.Fatal(err)
	}
	schedule := Schedule{}
	_, err := schedule.PredictReveal(475, 1, 1, now, 12*time.Second)
	expect(t, err, ErrTimelockNoEpochs, NoOffset)
	_, err = schedule.PredictReveal(475, 1, 1, time.Time{}, 12*time.Second)
	expect(t, err, ErrTimelockBeforeGenesis, NoOffset)
	_, err = schedule.PredictReveal(475, 1, 1, now, -time.Second)
	says(t, err, "a block takes a time of -1s, which is negative")
	for _, early := range []time.Time{{}, time.Unix(-1, 0), time.Unix(0, 0), TimeOfRound(1).Add(-time.Second)} {
		expect(t, CheckRound(5, early), ErrTimelockBeforeGenesis, NoOffset)
	}
	if err := CheckRound(5, TimeOfRound(1)); err != nil {
		t.Fatal(err)
	}
}

func TestPhrasesAreMadeOfRandomness(t *testing.T) {
	for words := 12; words <= 24; words += 3 {
		phrase, err := GenerateMnemonic(words)
		if err != nil || len(strings.Fields(phrase)) != words {
			t.Fatal(phrase, err)
		}
		one, err := KeyFromMnemonic(Sr25519, phrase, "")
		if err != nil {
			t.Fatal(err)
		}
		other, err := KeyFromURI(Sr25519, phrase)
		if err != nil || one.Account() != other.Account() || one.Scheme() != Sr25519 {
			t.Fatal(err)
		}
		one.Close()
		other.Close()
	}
	_, err := GenerateMnemonic(13)
	expect(t, err, ErrMnemonicWordCount, NoOffset)
	_, err = MnemonicToEntropy(strings.Repeat("abandon ", 11) + "nonsense")
	expect(t, err, ErrMnemonicUnknownWord, 11)
}

func TestAnAccountIsAText(t *testing.T) {
	account := alice(t, Sr25519).Account()
	text, err := account.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var back AccountID
	if err := back.UnmarshalText(text); err != nil || back != account {
		t.Fatal(back, err)
	}
	if err := back.UnmarshalText([]byte("0")); err == nil || back != account {
		t.Fatal(back, err)
	}
	if fmt.Sprint(account) != string(text) || account.SS58(0)[0] != '1' {
		t.Fatal(account)
	}
	for _, prefix := range []uint16{0, 1, 63, 16383} {
		address := account.SS58(prefix)
		says(t, back.UnmarshalText([]byte(address)), fmt.Sprintf("of network %d, not of Bittensor, 42", prefix))
		says(t, json.Unmarshal([]byte(`{"to":"`+address+`"}`), &struct{ To *AccountID }{&back}), "not of Bittensor")
		if any, of, err := ParseSS58(address); back != account || any != account || of != prefix || err != nil {
			t.Fatal(back, any, of, err)
		}
	}
	for _, reserved := range []uint16{46, 47} {
		_, _, err := ParseSS58(account.SS58(reserved))
		expect(t, err, ErrSS58PrefixNotAllowed, NoOffset)
	}
	if account.SS58(16384+SS58Prefix) != account.String() {
		t.Fatal(account.SS58(16384 + SS58Prefix))
	}
}

func TestAKeyPrintsItsAddressOnly(t *testing.T) {
	key := alice(t, Sr25519)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T and %[1]v"} {
		if text := fmt.Sprintf(verb, key); strings.TrimPrefix(text, "*nanotao.Key and ") != key.Account().String() {
			t.Error(verb, text)
		}
	}
	if text := fmt.Sprint((*Key)(nil)); text != "<nil>" {
		t.Error(text)
	}
}

func TestCardsAreTheSameAllAtOnce(t *testing.T) {
	key := alice(t, Sr25519)
	calls := make([]any, 100)
	for index := range calls {
		call, err := AddStake(key.Account(), 1, uint64(index))
		if err != nil {
			t.Fatal(err)
		}
		calls[index] = call
	}
	batch, err := EncodeCall(475, "Utility.batch", calls)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := (&TxExtension{SpecVersion: 475, TransactionVersion: 1}).Payload(batch)
	if err != nil {
		t.Fatal(err)
	}
	review, err := NewReview(payload, key.Account(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := review.Cards()
	if err != nil || len(all) != review.Len() || len(all) < 400 {
		t.Fatal(len(all), err)
	}
	for index, together := range all {
		if alone, err := review.Card(index); err != nil || alone != together {
			t.Fatal(index, alone, together, err)
		}
	}
	if err := review.Approve(); err != nil {
		t.Fatal(err)
	}
	_, err = new(Review).Cards()
	expect(t, err, ErrNoReview, NoOffset)
	bare, err := batch.Cards(475)
	if err != nil || len(bare) < 400 || bare[len(bare)-1] != (Card{"calls[99].amount_staked", "0.000000099 TAO"}) {
		t.Error(bare[len(bare)-1], err)
	}
	_, err = batch[:len(batch)-1].Cards(475)
	expect(t, err, ErrScaleUnexpectedEnd, len(batch)-8)
}

func TestFixedPointNumbersAreReadBothWays(t *testing.T) {
	for _, number := range []string{"0", "1", "18446744073709551616", "-1", "-170141183460469231731687303715884105728"} {
		bits, _ := new(big.Int).SetString(number, 10)
		if back := I64F64FromBits(bits).Bits(); back.Cmp(bits) != 0 {
			t.Error(number, back)
		}
		if back := I96F32FromBits(bits).Bits(); back.Cmp(bits) != 0 {
			t.Error(number, back)
		}
		if bits.Sign() >= 0 && (U64F64FromBits(bits).Bits().Cmp(bits) != 0 || U96F32FromBits(bits).Bits().Cmp(bits) != 0) {
			t.Error(number)
		}
	}
	if half := (U64F64{Fraction: 1 << 63}).Float64(); half != 0.5 {
		t.Error(half)
	}
	if minus := (I64F64{Fraction: 1 << 63, Integer: -1}).Float64(); minus != -0.5 {
		t.Error(minus)
	}
	if whole := (U96F32{Low: 7<<32 | 5}); whole.Whole() != 7 || whole.Float64() != 7+5*math.Pow(2, -32) {
		t.Error(whole)
	}
}

// computed is what every type of numbers has in common: no division by zero, and an end.
func computed[T Fixed](t *testing.T, largest, step, one T) {
	t.Helper()
	var zero T
	for name, run := range map[string]func() (T, error){
		"saturating_div": func() (T, error) { return SaturatingDiv(one, zero) },
		"checked_add":    func() (T, error) { return CheckedAdd(largest, step) },
		"checked_sub": func() (T, error) {
			return CheckedSub(SaturatingSub(SaturatingSub(zero, largest), largest), step)
		},
		"checked_mul": func() (T, error) { return CheckedMul(largest, largest) },
		"checked_div": func() (T, error) { return CheckedDiv(one, zero) },
		"too large":   func() (T, error) { return CheckedDiv(largest, step) },
	} {
		made, err := run()
		if expect(t, err, ErrFixedNoResult, NoOffset); made != zero {
			t.Errorf("%s of %T: %v", name, zero, made)
		}
	}
	if SaturatingAdd(largest, step) != largest || SaturatingMul(largest, largest) != largest || SafeDiv(one, zero) != zero ||
		SafeDiv(one, one) != one || SaturatingMul(one, one) != one || SaturatingSub(SaturatingAdd(one, step), step) != one {
		t.Errorf("%T", zero)
	}
}

func TestWhatDoesNotFitIsAnErrorOrTheNearestNumber(t *testing.T) {
	computed(t, I32F32(math.MaxInt64), 1, 1<<32)
	computed(t, I64F64{math.MaxUint64, math.MaxInt64}, I64F64{Fraction: 1}, I64F64{Integer: 1})
	computed(t, U64F64{math.MaxUint64, math.MaxUint64}, U64F64{Fraction: 1}, U64F64{Integer: 1})
	computed(t, U96F32{math.MaxUint64, math.MaxUint64}, U96F32{Low: 1}, U96F32{Low: 1 << 32})
	computed(t, I96F32{math.MaxUint64, math.MaxInt64}, I96F32{Low: 1}, I96F32{Low: 1 << 32})
	for name, run := range map[string]func() (I32F32, error){
		"exp": I32F32(100 << 32).Exp, "ln": I32F32(0).Ln, "log2": I32F32(-1).Log2, "sqrt": I32F32(-1).Sqrt,
		"pow": func() (I32F32, error) { return I32F32(-1 << 32).Pow(1 << 31) },
	} {
		made, err := run()
		if expect(t, err, ErrFixedNoResult, NoOffset); made != 0 {
			t.Error(name, made)
		}
	}
	_, err := I96F32{}.Log2()
	expect(t, err, ErrFixedNoResult, NoOffset)
	for _, number := range []float64{1.5, -0.25, 0} {
		if fixed := I32F32(number * (1 << 32)); fixed.Float64() != number || fixed.ToI64F64().Float64() != number {
			t.Error(fixed)
		}
	}
	if (U96F32{High: math.MaxUint64}).ToU64() != math.MaxUint64 || (I64F64{Integer: -1}).ToU64() != 0 {
		t.Error("what exceeds 64 bits")
	}
}

func TestAMedianLeavesItsListsAlone(t *testing.T) {
	stake, score := []I32F32{1 << 30, 1 << 30, 1 << 31}, []I32F32{3, 1, 2}
	median, err := WeightedMedian(stake, score, 1<<31, 0, 1<<32)
	if err != nil || median != 2 || fmt.Sprint(stake, score) != "[1073741824 1073741824 2147483648] [3 1 2]" {
		t.Fatal(median, err, stake, score)
	}
}

func TestAFailedEpochLeavesBondsAndTraceAlone(t *testing.T) {
	input := EpochInput{
		SpecVersion: 475, TotalStake: make([]I64F64, 2), BlockAtRegistration: make([]uint64, 2),
	}
	bonds, trace := []uint16{1, 2}, EpochTrace{Ranks: []I32F32{3}}
	_, err := input.RunDense(1, []uint16{0}, []uint16{1}, bonds, &trace)
	expect(t, err, ErrEpochLength, NoOffset)
	_, err = input.RunDense(1, []uint16{9}, []uint16{1, 1}, bonds, &trace)
	expect(t, err, ErrEpochUid, 0)
	_, err = input.RunDense(1, []uint16{0}, bonds, bonds, &trace)
	expect(t, err, ErrOverlap, NoOffset)
	_, _, err = input.Run(1, []Row{{Uid: 1}, {Uid: 0}}, nil, &trace)
	expect(t, err, ErrEpochUid, 1)
	if bonds[0] != 1 || bonds[1] != 2 || len(trace.Ranks) != 1 {
		t.Fatal(bonds, trace)
	}
	input.BlockAtRegistration = nil
	_, _, err = input.Run(1, nil, nil, nil)
	expect(t, err, ErrEpochLength, NoOffset)
	input.SpecVersion, input.BlockAtRegistration = 424, make([]uint64, 2)
	_, _, err = input.RunNull(NullBudgets{}, nil, nil)
	expect(t, err, ErrUnknownRules, NoOffset)
	two, err := NewEpochOutput(2)
	if err != nil {
		t.Fatal(err)
	}
	three, err := NewEpochOutput(3)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, two.AddMechanism(three, 0, 1, 1, YumaConsensus), ErrEpochLength, NoOffset)
	expect(t, two.AddMechanism(&EpochOutput{}, 0, 1, 1, YumaConsensus), ErrEpochLength, NoOffset)
}

func TestHugeListsAreRefusedOrTaken(t *testing.T) {
	huge := make([]uint16, 1<<20)
	if _, err := (&TxExtension{SpecVersion: 475, TransactionVersion: 1}).SetWeightsPayload(1, huge, huge, 0); err == nil {
		t.Error("a million weights")
	}
	neurons := 1 << 16
	input := EpochInput{SpecVersion: 475, TotalStake: make([]I64F64, neurons), BlockAtRegistration: make([]uint64, neurons)}
	_, _, err := input.Run(1, nil, nil, nil)
	expect(t, err, ErrEpochTooManyNeurons, NoOffset)
	if _, _, err := Quantise(huge, make([]float64, len(huge))); err != nil {
		t.Error(err)
	}
	if uids, err := PersistedUids(make([]bool, 1<<17)); err == nil {
		t.Error(len(uids))
	}
	if _, err := KeyFromURI(Sr25519, strings.Repeat("x", 1<<20)); err == nil {
		t.Error("a megabyte of a URI")
	}
}

func TestKeysAndReviewsMayBeSharedAndClosedMeanwhile(t *testing.T) {
	for round := 0; round < 20; round++ {
		key := alice(t, Ed25519)
		_, payload := setWeights(t, []uint16{0, 1}, []uint16{65535, 1})
		review, err := NewReview(payload, key.Account(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := review.Cards(); err != nil {
			t.Fatal(err)
		}
		if err := review.Approve(); err != nil {
			t.Fatal(err)
		}
		var (
			wait   sync.WaitGroup
			lock   sync.Mutex
			signed int
		)
		for worker := 0; worker < 8; worker++ {
			wait.Add(1)
			go func(worker int) {
				defer wait.Done()
				if worker == 7 {
					key.Close()
					return
				}
				_, err := review.Sign(key)
				if err == nil {
					lock.Lock()
					signed++
					lock.Unlock()
				} else if !errors.Is(err, ErrAlreadySigned) && !errors.Is(err, ErrNoKey) {
					t.Error(err)
				}
				if _, err := key.HazmatSign(payload); err != nil && !errors.Is(err, ErrNoKey) {
					t.Error(err)
				}
				review.Card(worker)
			}(worker)
		}
		wait.Wait()
		if signed > 1 {
			t.Fatal("signed twice")
		}
	}
}

func TestAForgottenKeyIsWiped(t *testing.T) {
	before := atomic.LoadInt64(&openKeys)
	if _, err := KeyFromURI(Ed25519, "//Alice"); err != nil {
		t.Fatal(err)
	}
	for range [100]int{} {
		runtime.GC()
		if atomic.LoadInt64(&openKeys) <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("never collected")
}
