package main

/*
#cgo pkg-config: nanotao-static
#include "nanotao.h"
*/
import "C"

// timelockEncrypt locks a message with given randomness. The binding draws its own, as a second use of any opens what it locked.
func timelockEncrypt(publicKey, message []byte, round uint64, random []byte) []byte {
	if len(publicKey) != C.NANOTAO_BEACON_PUBLIC_KEY_LEN {
		panic("no public key")
	}
	var length C.size_t
	made := make([]byte, len(message)+C.NANOTAO_TIMELOCK_OVERHEAD)
	// The byte behind it makes room for no message.
	status := C.nanotao_timelock_encrypt((*C.uint8_t)(&publicKey[0]), (*C.uint8_t)(&append(message, 0)[0]),
		C.size_t(len(message)), C.uint64_t(round), (*C.uint8_t)(&random[0]), C.NANOTAO_TIMELOCK_RANDOM_LEN,
		(*C.uint8_t)(&made[0]), C.size_t(len(made)), &length)
	if status != C.NANOTAO_OK {
		panic(status)
	}
	return made[:length]
}
