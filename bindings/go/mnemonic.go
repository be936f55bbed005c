package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "crypto/rand"

// GenerateMnemonic makes a new phrase of 12, 15, 18, 21 or 24 words of the system's randomness.
func GenerateMnemonic(words int) (string, error) {
	if words < 12 || words > 24 || words%3 != 0 {
		return "", &Error{ErrMnemonicWordCount, NoOffset}
	}
	entropy := make([]byte, words/3*4)
	defer wipe(entropy)
	if _, err := rand.Read(entropy); err != nil {
		return "", err
	}
	return EntropyToMnemonic(entropy)
}

// EntropyToMnemonic writes the phrase that stands for 16, 20, 24, 28 or 32 bytes of entropy.
func EntropyToMnemonic(entropy []byte) (string, error) {
	text, status := sized(C.NANOTAO_MNEMONIC_MAX_LEN+1, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_mnemonic_phrase(bytesOf(entropy), length(entropy), charsOf(out), length(out), len)
	})
	defer wipe(text)
	return string(text), check(status)
}

// MnemonicToEntropy reads the entropy of a phrase: words of the English list with any white space between them.
func MnemonicToEntropy(phrase string) ([]byte, error) {
	words, place := []byte(phrase), at()
	defer wipe(words)
	made, status := sized(C.NANOTAO_MNEMONIC_ENTROPY_MAX_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_mnemonic_entropy(charsOf(words), length(words), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}

// MnemonicToMiniSecret computes the mini secret key of a phrase and a password, which may be empty, by the rule of Substrate
// wallets. It takes 2048 rounds of HMAC-SHA512.
func MnemonicToMiniSecret(phrase, password string) ([]byte, error) {
	words, word, place := []byte(phrase), []byte(password), at()
	defer wipe(words)
	defer wipe(word)
	made, status := sized(C.NANOTAO_MINI_SECRET_LEN, func(out []byte, len *C.size_t) C.nanotao_status {
		return C.nanotao_mnemonic_mini_secret(
			charsOf(words), length(words), charsOf(word), length(word), bytesOf(out), length(out), len, place)
	})
	return made, checkAt(status, place)
}
