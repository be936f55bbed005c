package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"nanotao"
)

var proofs = []section{
	{"clients/rfc78.json", "good", goodProof},
	{"clients/rfc78.json", "bad", badProof},
	{"clients/rfc78_spec218.json", "calls", func(c value) bool {
		return partsByProofs(c, "", 218, "rust_proof", "js_proof")
	}},
	{"clients/ledger_proof_vector.json", "*", func(c value) bool {
		return partsByProofs(c, "_hex", c.at("spec_version").u32(), "rust_proof_hex", "polkadot_js_proof_hex")
	}},
}

// partsByProofs is of a payload in parts, and a proof by each prover.
func partsByProofs(c value, suffix string, spec uint32, names ...string) bool {
	call := c.at("call_data" + suffix).bytes()
	payload := append(append([]byte(nil), call...), c.at("included_in_extrinsic"+suffix).bytes()...)
	payload = append(payload, c.at("included_in_signed_data"+suffix).bytes()...)
	for _, name := range names {
		proof := nanotao.Proof(c.at(name).bytes())
		info := must(proof.Parse())
		// The digest is in what is signed.
		if info.SpecVersion != spec || !bytes.HasSuffix(payload, info.Digest[:]) {
			return false
		}
		if _, sent := byProof(payload, proof); !bytes.Equal(sent.Call, call) {
			return false
		}
	}
	return true
}

// byProof shows, signs and sends a payload.
func byProof(payload nanotao.Payload, proof nanotao.Proof) (string, *nanotao.Extrinsic) {
	key := must(nanotao.KeyFromURI(nanotao.Ed25519, "//Alice"))
	defer key.Close()
	review := must(nanotao.NewReviewByProof(payload, proof, key.Account(), nil))
	var shown strings.Builder
	for _, card := range must(review.Cards()) {
		shown.WriteString(card.Label + ": " + card.Value + "\n")
	}
	if err := review.Approve(); err != nil {
		panic(err)
	}
	signature := must(review.Sign(key))
	sent := must(nanotao.ParseExtrinsic(must(review.Extrinsic(signature))))
	if !bytes.Equal(sent.Signature, signature) || !sent.HasMetadataHash {
		panic("another signature is sent")
	}
	return shown.String(), sent
}

// goodProof is of both provers: the digest; every value that two real decoders read; the call's name and every account of them
// on the cards; then the payload is signed and sent.
func goodProof(c value) bool {
	payload := nanotao.Payload(c.at("payload").bytes())
	expected := c.at("expected").list()
	called := "Call: " + expected[0].list()[1].text() + "." + expected[1].list()[1].text() + "\n"
	for _, name := range []string{"proof_js", "proof_rust"} {
		proof := nanotao.Proof(c.at(name).bytes())
		info := must(proof.Parse())
		shown, sent := byProof(payload, proof)
		if info.Digest != c.at("digest").h256() || info.SpecVersion != c.at("spec").u32() ||
			info.SpecName != "node-subtensor" || info.TokenSymbol != "TAO" || info.Decimals != 9 || info.SS58Prefix != 42 ||
			!strings.Contains(shown, called) || !sameItems(c, must(payload.ItemsByProof(proof))) || !bytes.Equal(sent.Call, payload[:c.at("call_len").int()]) {
			return false
		}
		for _, account := range c.at("ss58").list() {
			if !strings.Contains(shown, account.list()[1].text()) {
				return false
			}
		}
	}
	return true
}

func sameItems(c value, items []nanotao.Item) bool {
	var ours [][2]string
	add := func(path, text string) { ours = append(ours, [2]string{"call" + path, text}) }
	for _, item := range items {
		switch one := item.Value.(type) {
		case []byte:
			add(item.Path, fmt.Sprintf("0x%x", one))
		case nanotao.List:
			add(item.Path, fmt.Sprintf("[%d]", one))
		case []uint16:
			add(item.Path, fmt.Sprintf("[%d]", len(one)))
			for index, number := range one {
				add(fmt.Sprintf("%s[%d]", item.Path, index), fmt.Sprint(number))
			}
		default:
			add(item.Path, fmt.Sprint(one))
		}
	}
	return equal(ours, each(c.at("expected"), func(pair value) [2]string {
		of := pair.list()
		return [2]string{of[0].text(), of[1].text()}
	}))
}

// badProof is refused by what its class of input may be refused with.
func badProof(c value) bool {
	_, err := nanotao.NewReviewByProof(c.at("payload").bytes(), c.at("proof").bytes(), nanotao.AccountID{}, nil)
	var problem *nanotao.Error
	if !errors.As(err, &problem) {
		return false
	}
	for _, allowed := range table("refusals.json")["classes"].at(c.at("must_fail").text()).list() {
		if problem.Code == nanotao.Status(allowed.u32()) {
			return true
		}
	}
	return false
}
