package main

import (
	"bytes"
	"errors"
	"strings"

	"nanotao"
)

var proofs = []section{
	{"clients/rfc78.json", "good", goodProof},
	{"clients/rfc78.json", "bad", badProof},
}

// goodProof is of both provers: the digest, the call's name, and every account that two real decoders read, on the cards; then
// the payload is signed and sent.
func goodProof(c value) bool {
	payload := nanotao.Payload(c.at("payload").bytes())
	key := must(nanotao.KeyFromURI(nanotao.Ed25519, "//Alice"))
	defer key.Close()
	for _, name := range []string{"proof_js", "proof_rust"} {
		proof := nanotao.Proof(c.at(name).bytes())
		info := must(proof.Parse())
		if info.Digest != c.at("digest").h256() || info.SpecVersion != c.at("spec").u32() ||
			info.SpecName != "node-subtensor" || info.TokenSymbol != "TAO" || info.Decimals != 9 || info.SS58Prefix != 42 {
			return false
		}
		review := must(nanotao.NewReviewByProof(payload, proof, key.Account(), nil))
		var shown strings.Builder
		for _, card := range must(review.Cards()) {
			shown.WriteString(card.Label + ": " + card.Value + "\n")
		}
		expected := c.at("expected").list()
		called := "Call: " + expected[0].list()[1].text() + "." + expected[1].list()[1].text() + "\n"
		if !strings.Contains(shown.String(), called) {
			return false
		}
		for _, account := range c.at("ss58").list() {
			if !strings.Contains(shown.String(), account.list()[1].text()) {
				return false
			}
		}
		if review.Approve() != nil {
			return false
		}
		signature := must(review.Sign(key))
		parsed := must(nanotao.ParseExtrinsic(must(review.Extrinsic(signature))))
		if len(parsed.Call) != c.at("call_len").int() || !bytes.HasPrefix(payload, parsed.Call) ||
			!bytes.Equal(parsed.Signature, signature) || !parsed.HasMetadataHash {
			return false
		}
	}
	return true
}

// badProof is refused, by its proof or by what the payload makes of it.
func badProof(c value) bool {
	_, err := nanotao.NewReviewByProof(c.at("payload").bytes(), c.at("proof").bytes(), nanotao.AccountID{}, nil)
	if err == nil {
		return false
	}
	if c.at("must_fail").text() == "digest_wrong" {
		return errors.Is(err, nanotao.ErrMetadataDigestMismatch)
	}
	var problem *nanotao.Error
	return errors.As(err, &problem)
}
