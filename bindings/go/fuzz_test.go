package nanotao

import (
	"errors"
	"testing"
)

// FuzzBytes gives what comes from outside to every function that reads it: it is taken, or refused with an *Error.
func FuzzBytes(f *testing.F) {
	key, err := KeyFromURI(Ed25519, "//Alice")
	if err != nil {
		f.Fatal(err)
	}
	call, err := EncodeCall(475, "SubtensorModule.set_weights", 1, []uint16{0, 7}, []uint16{65535, 1}, 0)
	if err != nil {
		f.Fatal(err)
	}
	extension := TxExtension{SpecVersion: 475, TransactionVersion: 1}
	payload, err := extension.Payload(call)
	if err != nil {
		f.Fatal(err)
	}
	extrinsic, err := key.HazmatExtrinsic(payload)
	if err != nil {
		f.Fatal(err)
	}
	commit, err := TimelockCommit(key.Account(), []uint16{1}, []uint16{2}, 0, 1000)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, call, payload, extrinsic, commit, []byte(key.Account().String())} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		read := func(err error) {
			var found *Error
			if err != nil && !errors.As(err, &found) {
				t.Fatal(err)
			}
		}
		_, _, err := ParseSS58(string(bytes))
		read(err)
		_, err = EncodeSS58Payload(bytes, SS58Prefix)
		read(err)
		_, err = ChainCode(string(bytes))
		read(err)
		_, err = Constant(461, string(bytes), string(bytes))
		read(err)
		_, err = MnemonicToEntropy(string(bytes))
		read(err)
		_, _, err = ParseCompact(bytes)
		read(err)
		_, err = ParseExtrinsic(bytes)
		read(err)
		_, err = ExtrinsicCards(475, bytes)
		read(err)
		_, err = Call(bytes).Cards(461)
		read(err)
		_, err = Call(bytes).Items(425)
		read(err)
		_, err = Proof(bytes).Parse()
		read(err)
		_, err = Payload(payload).ItemsByProof(bytes)
		read(err)
		_, err = TimelockMessageLen(bytes)
		read(err)
		_, err = ParseWeightsTlockPayload(bytes)
		read(err)
		read(Signature(bytes).Verify(key.Account(), bytes))
		review, err := NewReview(bytes, key.Account(), nil)
		read(err)
		if err == nil {
			_, err = review.Cards()
			read(err)
		}
	})
}
