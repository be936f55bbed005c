package nanotao

/*
#include "nanotao.h"
*/
import "C"

import "fmt"

// Status says how a call of the library ended: one of the constants Err…, a number that never changes its meaning. It is
// an error itself, so that errors.Is(err, nanotao.ErrBadSignature) tells one from the other.
type Status uint32

// Error says what the status means.
func (s Status) Error() string { return C.GoString(C.nanotao_status_text(C.nanotao_status(s))) }

// Name gives the status its name, as in the C header without the prefix: SS58_INVALID_CHECKSUM.
func (s Status) Name() string {
	if name := s.name(); name != "" {
		return name
	}
	return fmt.Sprintf("STATUS_%d", uint32(s))
}

// NoOffset is the Offset of an error that has no place.
const NoOffset = -1

// Error is what is wrong with what was given.
type Error struct {
	// Code is the library's status.
	Code Status
	// Offset is the byte, or the index of the element, at fault; NoOffset where there is none.
	Offset int
}

// Error says what is wrong, and where.
func (e *Error) Error() string {
	if e.Offset == NoOffset {
		return "nanotao: " + e.Code.Error()
	}
	return fmt.Sprintf("nanotao: %s (at %d)", e.Code.Error(), e.Offset)
}

// Unwrap gives the status, for errors.Is.
func (e *Error) Unwrap() error { return e.Code }

// check makes an error of a status. Functions without a position use it.
func check(status C.nanotao_status) error {
	if status == C.NANOTAO_OK {
		return nil
	}
	return &Error{Status(status), NoOffset}
}

// must is for functions that fail for wrong pointers and sizes only, which are this package's own.
func must(status C.nanotao_status) {
	if err := check(status); err != nil {
		panic(err)
	}
}

// position is where an error is: made by at, passed by pointer.
type position = C.size_t

func at() *position {
	place := position(C.NANOTAO_NO_POSITION)
	return &place
}

// checkAt makes an error of a status and a position.
func checkAt(status C.nanotao_status, place *position) error {
	if status == C.NANOTAO_OK {
		return nil
	}
	if status == C.NANOTAO_BUFFER_TOO_SMALL || *place == C.NANOTAO_NO_POSITION {
		return check(status)
	}
	return &Error{Status(status), int(*place)}
}
