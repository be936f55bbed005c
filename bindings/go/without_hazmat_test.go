//go:build without_hazmat

package nanotao

import "testing"

// For a library that was installed without the feature.
func TestWithoutHazmatNothingIsSignedThatWasNotShown(t *testing.T) {
	key := alice(t, Sr25519)
	_, err := key.HazmatSign([]byte("message"))
	expect(t, err, ErrHazmatOff, NoOffset)
	_, payload := setWeights(t, []uint16{3}, []uint16{9})
	_, err = key.HazmatExtrinsic(payload)
	expect(t, err, ErrHazmatOff, NoOffset)
}
