//! BLAKE3, plain hashing only. Written out here because the crate for it can panic at link time and takes 2 KiB of stack.

const BLOCK: usize = 64;
const CHUNK: usize = 1024;

/// Chunks are numbered in 32 bits here, so no tree is deeper.
const MAX_LEVELS: usize = 32;

const IV: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Where each message word goes between two rounds.
const PERMUTATION: [u8; 16] = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 2;
const PARENT: u32 = 4;
const ROOT: u32 = 8;

type Words = [u32; 8];

/// Computes BLAKE3 with 32 bytes of output.
pub fn blake3_256(data: &[u8]) -> [u8; 32] {
    blake3_256_of(&[data])
}

/// Computes [`blake3_256`] of the pieces joined.
pub(crate) fn blake3_256_of(pieces: &[&[u8]]) -> [u8; 32] {
    let mut input = pieces.iter().flat_map(|piece| piece.iter()).copied();
    let mut left = pieces.iter().fold(0usize, |sum, piece| sum.saturating_add(piece.len()));
    let mut stack = [[0; 8]; MAX_LEVELS];
    let mut height = 0usize;
    let mut index = 0u32;
    loop {
        let taken = left.min(CHUNK);
        left = left.saturating_sub(taken);
        let alone = index == 0 && left == 0;
        let mut hash = chunk(&mut input, taken, index, if alone { ROOT } else { 0 });
        if alone {
            return bytes(&hash);
        }
        index = index.wrapping_add(1);
        // Whole subtrees of equal size are joined; at the end, all that is left, from right to left.
        let mut joins = if left == 0 { height } else { index.trailing_zeros() as usize };
        while joins > 0 {
            joins = joins.saturating_sub(1);
            height = height.saturating_sub(1);
            let root = if left == 0 && height == 0 { ROOT } else { 0 };
            hash = parent(stack.get(height).unwrap_or(&IV), &hash, root);
        }
        if left == 0 {
            return bytes(&hash);
        }
        if let Some(place) = stack.get_mut(height) {
            *place = hash;
        }
        height = height.saturating_add(1);
    }
}

/// Hashes the next `len` bytes of the input as one chunk.
fn chunk(input: &mut impl Iterator<Item = u8>, len: usize, index: u32, root: u32) -> Words {
    let mut hash = IV;
    let mut left = len;
    let mut flags = CHUNK_START;
    loop {
        let taken = left.min(BLOCK);
        left = left.saturating_sub(taken);
        let mut block = [0u32; 16];
        for (at, byte) in input.take(taken).enumerate() {
            if let Some(word) = block.get_mut(at / 4) {
                *word |= u32::from(byte) << ((at % 4) as u32).wrapping_mul(8);
            }
        }
        if left == 0 {
            flags |= CHUNK_END | root;
        }
        hash = compress(&hash, block, index, taken as u32, flags);
        if left == 0 {
            return hash;
        }
        flags = 0;
    }
}

fn parent(left: &Words, right: &Words, root: u32) -> Words {
    let mut block = [0; 16];
    for (to, from) in block.iter_mut().zip(left.iter().chain(right)) {
        *to = *from;
    }
    compress(&IV, block, 0, BLOCK as u32, PARENT | root)
}

fn compress(hash: &Words, mut block: [u32; 16], index: u32, len: u32, flags: u32) -> Words {
    let [h0, h1, h2, h3, h4, h5, h6, h7] = *hash;
    let [i0, i1, i2, i3, ..] = IV;
    let mut v = [h0, h1, h2, h3, h4, h5, h6, h7, i0, i1, i2, i3, index, 0, len, flags];
    for round in 0..7 {
        if round > 0 {
            let old = block;
            for (to, from) in block.iter_mut().zip(PERMUTATION) {
                *to = old.get(usize::from(from)).copied().unwrap_or_default();
            }
        }
        v = mix(v, &block);
    }
    let [v0, v1, v2, v3, v4, v5, v6, v7, w0, w1, w2, w3, w4, w5, w6, w7] = v;
    [v0 ^ w0, v1 ^ w1, v2 ^ w2, v3 ^ w3, v4 ^ w4, v5 ^ w5, v6 ^ w6, v7 ^ w7]
}

/// One round: the columns, then the diagonals.
fn mix(v: [u32; 16], m: &[u32; 16]) -> [u32; 16] {
    let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = v;
    let [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15] = *m;
    let [a0, b0, c0, d0] = quarter([a0, b0, c0, d0], m0, m1);
    let [a1, b1, c1, d1] = quarter([a1, b1, c1, d1], m2, m3);
    let [a2, b2, c2, d2] = quarter([a2, b2, c2, d2], m4, m5);
    let [a3, b3, c3, d3] = quarter([a3, b3, c3, d3], m6, m7);
    let [a0, b1, c2, d3] = quarter([a0, b1, c2, d3], m8, m9);
    let [a1, b2, c3, d0] = quarter([a1, b2, c3, d0], m10, m11);
    let [a2, b3, c0, d1] = quarter([a2, b3, c0, d1], m12, m13);
    let [a3, b0, c1, d2] = quarter([a3, b0, c1, d2], m14, m15);
    [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3]
}

fn quarter([mut a, mut b, mut c, mut d]: [u32; 4], x: u32, y: u32) -> [u32; 4] {
    a = a.wrapping_add(b).wrapping_add(x);
    d = (d ^ a).rotate_right(16);
    c = c.wrapping_add(d);
    b = (b ^ c).rotate_right(12);
    a = a.wrapping_add(b).wrapping_add(y);
    d = (d ^ a).rotate_right(8);
    c = c.wrapping_add(d);
    b = (b ^ c).rotate_right(7);
    [a, b, c, d]
}

fn bytes(hash: &Words) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (to, from) in bytes.chunks_mut(4).zip(hash) {
        to.iter_mut().zip(from.to_le_bytes()).for_each(|(to, from)| *to = from);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{blake3_256, blake3_256_of};

    #[test]
    fn digests_are_those_of_the_reference_crate() {
        let data: std::vec::Vec<u8> = (0..=70_000u32).map(|at| (at % 251) as u8).collect();
        let edges =
            [0, 1, 63, 64, 65, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4096, 5120, 8192, 8193, 70_000];
        for len in edges.into_iter().chain((0..5000).step_by(97)) {
            let (head, tail) = data[..len].split_at(len / 3);
            assert_eq!(blake3_256(&data[..len]), *blake3::hash(&data[..len]).as_bytes(), "{len}");
            assert_eq!(blake3_256_of(&[head, tail]), blake3_256(&data[..len]), "{len}");
        }
    }
}
