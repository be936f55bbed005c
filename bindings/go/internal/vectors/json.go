package main

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"nanotao"
)

// value is a value of a vector file. What is not as asked for is a panic, which fails the case.
type value struct{ any }

func load(path string) (map[string]value, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	var sections map[string]any
	if err := decoder.Decode(&sections); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	made := make(map[string]value, len(sections))
	for name, section := range sections {
		made[name] = value{section}
	}
	return made, nil
}

// tables are those that the judges of all languages go by.
var tables = map[string]map[string]value{}

func table(name string) map[string]value {
	if tables[name] == nil {
		tables[name] = must(load(filepath.Join(os.Args[1], name)))
	}
	return tables[name]
}

func (v value) at(name string) value {
	found, there := v.any.(map[string]any)[name]
	if !there {
		panic("no " + name)
	}
	return value{found}
}

// has tells whether there is such a field, and not null.
func (v value) has(name string) bool { return v.any.(map[string]any)[name] != nil }

// or is for fields that may be missing.
func (v value) or(name string, otherwise any) value {
	if found, there := v.any.(map[string]any)[name]; there {
		return value{found}
	}
	return value{otherwise}
}

func (v value) null() bool   { return v.any == nil }
func (v value) text() string { return v.any.(string) }
func (v value) holds() bool  { return v.any.(bool) }

func (v value) list() []value {
	list := v.any.([]any)
	made := make([]value, len(list))
	for index, one := range list {
		made[index] = value{one}
	}
	return made
}

// big reads a whole number, also as a text.
func (v value) big() *big.Int {
	made, whole := new(big.Int).SetString(fmt.Sprint(v.any), 10)
	if !whole {
		panic(fmt.Sprintf("%v is no number", v.any))
	}
	return made
}

func (v value) u64() uint64 {
	number := v.big()
	if !number.IsUint64() {
		panic(fmt.Sprintf("%v exceeds 64 bits", v.any))
	}
	return number.Uint64()
}

// orZero is for null where there is no number.
func (v value) orZero() uint64 {
	if v.null() {
		return 0
	}
	return v.u64()
}

func (v value) u32() uint32 { return uint32(v.within(math.MaxUint32)) }
func (v value) u16() uint16 { return uint16(v.within(math.MaxUint16)) }
func (v value) u8() uint8   { return uint8(v.within(math.MaxUint8)) }
func (v value) int() int    { return int(v.within(math.MaxInt32)) }

func (v value) within(most uint64) uint64 {
	number := v.u64()
	if number > most {
		panic(fmt.Sprintf("%v exceeds %d", v.any, most))
	}
	return number
}

func (v value) bytes() []byte {
	made, err := hex.DecodeString(strings.TrimPrefix(v.text(), "0x"))
	if err != nil {
		panic(err)
	}
	return made
}

func (v value) array() (made [32]byte) {
	bytes := v.bytes()
	if len(bytes) != len(made) {
		panic("not 32 bytes")
	}
	copy(made[:], bytes)
	return made
}

func (v value) account() nanotao.AccountID { return v.array() }
func (v value) h256() nanotao.H256         { return v.array() }
func (v value) u64f64() nanotao.U64F64     { return nanotao.U64F64FromBits(v.big()) }
func (v value) i64f64() nanotao.I64F64     { return nanotao.I64F64FromBits(v.big()) }
func (v value) u96f32() nanotao.U96F32     { return nanotao.U96F32FromBits(v.big()) }
func (v value) i96f32() nanotao.I96F32     { return nanotao.I96F32FromBits(v.big()) }
func (v value) i32f32() nanotao.I32F32     { return nanotao.I32F32(v.i64()) }

func (v value) i64() int64 {
	number := v.big()
	if !number.IsInt64() {
		panic(fmt.Sprintf("%v exceeds 64 bits", v.any))
	}
	return number.Int64()
}

// each reads the elements of a list.
func each[T any](list value, read func(value) T) []T {
	values := list.list()
	made := make([]T, len(values))
	for index, one := range values {
		made[index] = read(one)
	}
	return made
}

func (v value) u16s() []uint16 { return each(v, value.u16) }
func (v value) u64s() []uint64 { return each(v, value.u64) }
func (v value) bools() []bool  { return each(v, value.holds) }

func (v value) i32f32s() []nanotao.I32F32 { return each(v, value.i32f32) }

// f64 reads the bytes of a float in hex.
func (v value) f64() float64 { return math.Float64frombits(binary.LittleEndian.Uint64(v.bytes())) }
func (v value) f32() float32 { return math.Float32frombits(binary.LittleEndian.Uint32(v.bytes())) }

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for index := range a {
		if a[index] != b[index] {
			return false
		}
	}
	return true
}
