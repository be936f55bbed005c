package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"time"

	"nanotao"
)

var timelocks = []section{
	{"chain/weights.json", "tlock_payload", func(c value) bool { return tlockPayload(c, "values", c.at("scale").bytes()) }},
	{"chain/weights.json", "tlock_encrypt", func(c value) bool {
		key := c.at("ephemeral_key_esk").array()
		random := append(key[:], chacha20(c.at("chacha20rng_seed").array())...)
		made := timelockEncrypt(c.at("drand_pubkey_g2").bytes(), c.at("payload").bytes(), c.at("round").u64(), random)
		return bytes.Equal(made, c.at("commit").bytes())
	}},
	{"clients/drand_decryptable.json", "commits", func(c value) bool {
		ciphertext, expected := c.at("ciphertext").bytes(), c.at("expected_plaintext").bytes()
		opened := openedBy(c.at("drand_signature"), ciphertext, c.at("reveal_round").u64())
		return bytes.Equal(opened, expected) && tlockPayload(c, "weights", expected) &&
			foretold(c, milliseconds(c.at("fake_now_unix"))).Round == c.at("reveal_round").u64()
	}},
	{"clients/drand_decryptable.json", "encrypt_at_round", func(c value) bool {
		inner, round := envelope(c.at("envelope").bytes())
		return bytes.Equal(inner, c.at("inner").bytes()) && round == c.at("round").u64() &&
			bytes.Equal(openedBy(c.at("signature"), inner, round), c.at("data").bytes())
	}},
	{"clients/drand_decryptable.json", "epoch_predict", func(c value) bool {
		// A round holds one block where a block takes a round's time.
		reveal := must(client(c).PredictReveal(425, c.at("current_block").u64(), c.at("subnet_reveal_period_epochs").u64(),
			nanotao.TimeOfRound(1), 3*time.Second))
		return reveal.FirstRevealBlock == c.at("first_reveal_block").u64() &&
			reveal.Round == c.at("round_at_now=genesis,bt=3").u64()
	}},
	{"clients/drand_core.json", "commits", sealed},
	{"clients/drand_core.json", "commitment", sealedCommitment},
	{"clients/drand_core.json", "encrypt_at_round", sealedEnvelope},
	{"clients/drand_drand2.json", "commits", sealed},
	{"clients/drand_drand2.json", "commitment", sealedCommitment},
	{"clients/drand_drand2.json", "encrypt_at_round", sealedEnvelope},
	{"clients/drand_drand13.json", "commits", sealed},
	{"clients/drand_drand13.json", "commitment", sealedCommitment},
	{"clients/drand_drand13.json", "encrypt_at_round", sealedEnvelope},
}

// chacha20 is the stream that the chain's library drew from, with a counter of 64 bits and no nonce: as much as it takes.
func chacha20(seed [32]byte) []byte {
	state := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
	for index := 0; index < 8; index++ {
		state[4+index] = binary.LittleEndian.Uint32(seed[4*index:])
	}
	var stream []byte
	for ; state[12] < 9; state[12]++ {
		x := state
		mix := func(to, from, with, by int) {
			x[to] += x[from]
			x[with] = bits.RotateLeft32(x[with]^x[to], by)
		}
		for round := 0; round < 20; round++ {
			for a := 0; a < 4; a++ {
				// Columns, and diagonals every other time.
				turn := round % 2
				b, c, d := 4+(a+turn)%4, 8+(a+2*turn)%4, 12+(a+3*turn)%4
				mix(a, b, d, 16)
				mix(c, d, b, 12)
				mix(a, b, d, 8)
				mix(c, d, b, 7)
			}
		}
		for index := range x {
			stream = binary.LittleEndian.AppendUint32(stream, x[index]+state[index])
		}
	}
	return stream
}

// tlockPayload writes the message of a commit, and reads it again.
func tlockPayload(c value, values string, expected []byte) bool {
	payload := nanotao.WeightsTlockPayload{
		Hotkey: c.at("hotkey").bytes(), Uids: c.at("uids").u16s(), Values: c.at(values).u16s(),
		VersionKey: c.at("version_key").u64(),
	}
	made := must(payload.Encode())
	if len(payload.Hotkey) == 32 {
		back := must(nanotao.ParseWeightsTlockPayload(made))
		if !bytes.Equal(back.Hotkey, payload.Hotkey) || !equal(back.Uids, payload.Uids) ||
			!equal(back.Values, payload.Values) || back.VersionKey != payload.VersionKey {
			return false
		}
	}
	return bytes.Equal(made, expected)
}

// openedBy opens with a signature, which must be the round's.
func openedBy(signature value, ciphertext []byte, round uint64) []byte {
	var beacon nanotao.BeaconSignature
	copy(beacon[:], signature.bytes())
	if err := beacon.Verify(nil, round); err != nil {
		panic(err)
	}
	return must(beacon.Open(ciphertext))
}

// client is the schedule that a client was given.
func client(c value) *nanotao.Schedule {
	return &nanotao.Schedule{
		Tempo: c.at("tempo").u16(), LastEpochBlock: c.at("last_epoch_block").u64(),
		PendingEpochAt: c.at("pending_epoch_at").u64(), BlocksSinceLastStep: c.at("blocks_since_last_step").u64(),
		SubnetEpochIndex: c.at("subnet_epoch_index").u64(),
	}
}

// milliseconds are those of seconds with a fraction, which the client has in double precision.
func milliseconds(v value) int64 { return int64(v.float() * 1000) }

func (v value) float() float64 {
	made, err := v.any.(interface{ Float64() (float64, error) }).Float64()
	if err != nil || math.IsNaN(made) {
		panic("no number")
	}
	return made
}

func foretold(c value, now int64) nanotao.Reveal {
	blockTime := time.Duration(milliseconds(c.at("block_time"))) * time.Millisecond
	return must(client(c).PredictReveal(425, c.at("current_block").u64(), c.at("subnet_reveal_period_epochs").u64(),
		time.UnixMilli(now), blockTime))
}

// envelope takes the client's UserData apart: a ciphertext and its round.
func envelope(data []byte) ([]byte, uint64) {
	length, used, err := nanotao.ParseCompact(data)
	if err != nil || uint64(len(data)-used) != length+8 {
		panic("no envelope")
	}
	inner, round := data[used:used+int(length)], data[used+int(length):]
	var made uint64
	for index, one := range round {
		made |= uint64(one) << (8 * index)
	}
	return inner, made
}

// sealed is of a round that lay ahead: what it shows is the layout.
func sealed(c value) bool {
	ciphertext, plaintext := c.at("ciphertext").bytes(), c.at("plaintext").bytes()
	inside := must(nanotao.TimelockMessageLen(ciphertext))
	if len(ciphertext) != c.at("ct_len").int() || inside != c.at("pt_len").int() || inside != len(plaintext) ||
		!tlockPayload(c, "weights", plaintext) {
		return false
	}
	// The older client counts epochs otherwise; and a client looks at the clock some time between these.
	if c.at("fn").text() != "get_encrypted_commit_v2" {
		return true
	}
	round := c.at("reveal_round").u64()
	return foretold(c, milliseconds(c.at("t_before"))).Round <= round &&
		round <= foretold(c, milliseconds(c.at("t_after"))).Round
}

// sealedCommitment is of a text, which is locked in its SCALE form.
func sealedCommitment(c value) bool {
	text := len(c.at("data").text())
	return must(nanotao.TimelockMessageLen(c.at("ct").bytes())) == text+len(nanotao.EncodeCompact(uint64(text)))
}

func sealedEnvelope(c value) bool {
	bytes := c.at("bytes").bytes()
	inner, round := envelope(bytes)
	return len(bytes) == c.at("len").int() && round == c.at("round").u64() &&
		must(nanotao.TimelockMessageLen(inner)) == len(c.at("data").bytes())
}
