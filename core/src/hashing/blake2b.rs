//! BLAKE2b (RFC 7693), written out here because the crates for it can panic at link time, and account text and
//! signing payloads must not.

use core::fmt;
use zeroize::Zeroize;

const BLOCK: usize = 128;

/// The longest key.
const MAX_KEY: usize = 64;

const IV: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// The order of the message words in each round; rounds 10 and 11 repeat the first two.
const SIGMA: [[u8; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// Computes BLAKE2b with 8 bytes of output (`blake2_64`).
pub fn blake2_64(data: &[u8]) -> [u8; 8] {
    blake2b_of(&[data])
}

/// Computes BLAKE2b with 16 bytes of output (`blake2_128`): the hasher of most storage maps.
pub fn blake2_128(data: &[u8]) -> [u8; 16] {
    blake2b_of(&[data])
}

/// Computes BLAKE2b with 32 bytes of output (`blake2_256`, the runtime's `BlakeTwo256`).
pub fn blake2_256(data: &[u8]) -> [u8; 32] {
    blake2b_of(&[data])
}

/// Computes BLAKE2b with 64 bytes of output (`blake2_512`).
pub fn blake2_512(data: &[u8]) -> [u8; 64] {
    blake2b_of(&[data])
}

/// Computes BLAKE2b with 32 bytes of output under a key of at most 64 bytes; `None` if the key is longer.
pub fn blake2_256_keyed(key: &[u8], data: &[u8]) -> Option<[u8; 32]> {
    if key.len() > MAX_KEY {
        return None;
    }
    let mut state = State::new(32, key);
    state.update(data);
    Some(state.finalize())
}

/// BLAKE2b of `parts`, one after the other, with `N` bytes of output (at most 64).
pub(crate) fn blake2b_of<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut state = State::new(N, &[]);
    parts.iter().for_each(|part| state.update(part));
    state.finalize()
}

/// [`blake2_256`] over input that comes in pieces.
#[derive(Clone)]
pub struct Blake2b256(State);

impl Blake2b256 {
    /// Starts with no input.
    pub fn new() -> Self {
        Self(State::new(32, &[]))
    }

    /// Appends `data` to the input.
    pub fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    /// Gives the digest of all input.
    pub fn finalize(self) -> [u8; 32] {
        self.0.finalize()
    }
}

impl Default for Blake2b256 {
    fn default() -> Self {
        Self::new()
    }
}

// What was hashed may be secret, so the state is not shown.
impl fmt::Debug for Blake2b256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blake2b256")
    }
}

#[derive(Clone)]
struct State {
    chain: [u64; 8],
    block: [u8; BLOCK],
    /// Bytes in `block`. A full block waits until more input comes, because the last one is marked.
    filled: usize,
    /// Bytes compressed so far.
    count: u64,
}

impl State {
    /// `key` is at most [`MAX_KEY`] bytes, `output_len` at most 64.
    fn new(output_len: usize, key: &[u8]) -> Self {
        let mut chain = IV;
        chain[0] ^= 0x0101_0000 ^ ((key.len() as u64) << 8) ^ output_len as u64;
        let mut state = Self { chain, block: [0; BLOCK], filled: 0, count: 0 };
        if !key.is_empty() {
            state.update(key);
            state.filled = BLOCK;
        }
        state
    }

    fn update(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            if self.filled == BLOCK {
                self.compress(false);
            }
            let room = self.block.get_mut(self.filled..).unwrap_or_default();
            let (taken, rest) = data.split_at_checked(room.len()).unwrap_or((data, &[]));
            for (to, from) in room.iter_mut().zip(taken) {
                *to = *from;
            }
            self.filled = self.filled.saturating_add(taken.len());
            data = rest;
        }
    }

    fn finalize<const N: usize>(mut self) -> [u8; N] {
        self.compress(true);
        let mut digest = [0; N];
        let bytes = self.chain.iter().flat_map(|word| word.to_le_bytes());
        for (to, from) in digest.iter_mut().zip(bytes) {
            *to = from;
        }
        digest
    }

    /// Takes in the block, and leaves it empty and zeroed.
    fn compress(&mut self, last: bool) {
        self.count = self.count.saturating_add(self.filled as u64);
        self.filled = 0;
        let mut words = [0; 16];
        for (word, bytes) in words.iter_mut().zip(self.block.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        self.block = [0; BLOCK];

        let [mut v0, mut v1, mut v2, mut v3, mut v4, mut v5, mut v6, mut v7] = self.chain;
        let [mut v8, mut v9, mut v10, mut v11, mut v12, mut v13, mut v14, mut v15] = IV;
        v12 ^= self.count;
        if last {
            v14 = !v14;
        }
        for order in SIGMA.iter().chain(&SIGMA).take(12) {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] =
                order.map(|place| words.get(usize::from(place)).copied().unwrap_or_default());
            [v0, v4, v8, v12] = mix([v0, v4, v8, v12], a, b);
            [v1, v5, v9, v13] = mix([v1, v5, v9, v13], c, d);
            [v2, v6, v10, v14] = mix([v2, v6, v10, v14], e, f);
            [v3, v7, v11, v15] = mix([v3, v7, v11, v15], g, h);
            [v0, v5, v10, v15] = mix([v0, v5, v10, v15], i, j);
            [v1, v6, v11, v12] = mix([v1, v6, v11, v12], k, l);
            [v2, v7, v8, v13] = mix([v2, v7, v8, v13], m, n);
            [v3, v4, v9, v14] = mix([v3, v4, v9, v14], o, p);
        }
        let low = [v0, v1, v2, v3, v4, v5, v6, v7];
        let high = [v8, v9, v10, v11, v12, v13, v14, v15];
        for (chain, (low, high)) in self.chain.iter_mut().zip(low.iter().zip(high)) {
            *chain ^= low ^ high;
        }
        words.zeroize();
    }
}

// The input may be a seed.
impl Drop for State {
    fn drop(&mut self) {
        self.chain.zeroize();
        self.block.zeroize();
    }
}

/// The function G of RFC 7693.
fn mix([mut a, mut b, mut c, mut d]: [u64; 4], x: u64, y: u64) -> [u64; 4] {
    a = a.wrapping_add(b).wrapping_add(x);
    d = (d ^ a).rotate_right(32);
    c = c.wrapping_add(d);
    b = (b ^ c).rotate_right(24);
    a = a.wrapping_add(b).wrapping_add(y);
    d = (d ^ a).rotate_right(16);
    c = c.wrapping_add(d);
    b = (b ^ c).rotate_right(63);
    [a, b, c, d]
}
