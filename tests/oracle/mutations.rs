//! Payloads and proofs with something changed: what still goes through shows what the metadata says of it, and its proof
//! still proves, by the reckoning of others.

use std::collections::BTreeSet;
use std::ops::Range;
use std::thread;

use merkleized_metadata::{ExtraInfo, FrameMetadataPrepared, generate_metadata_digest};
use nanotao::AccountId;
use nanotao::display::TextRender;
use nanotao::extrinsic::Payload;
use nanotao::metadata::Proof;
use parity_scale_codec::{Compact, Decode, Encode};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::metadata::{Oracle, bytes, json};

/// What a proof has to be made of.
struct Honest {
    spec: u32,
    oracle: Oracle,
    leaves: Vec<Vec<u8>>,
    extrinsic: Vec<u8>,
    info: Vec<u8>,
    digest: [u8; 32],
}

impl Honest {
    fn of(spec: u32) -> Self {
        let oracle = Oracle::of(spec);
        let types = FrameMetadataPrepared::prepare(&oracle.metadata).unwrap();
        let types = types.as_type_information().unwrap();
        let info = ExtraInfo {
            spec_version: spec,
            spec_name: "node-subtensor".to_owned(),
            base58_prefix: 42,
            decimals: 9,
            token_symbol: "TAO".to_owned(),
        };
        let info_bytes =
            (spec, &info.spec_name, info.base58_prefix, info.decimals, &info.token_symbol).encode();
        Self {
            spec,
            leaves: types.types.values().map(Encode::encode).collect(),
            extrinsic: types.extrinsic_metadata.encode(),
            info: info_bytes,
            digest: generate_metadata_digest(&oracle.metadata, info).unwrap().hash(),
            oracle,
        }
    }

    /// The parts of a proof, if its leaves are those of the metadata.
    fn split(&self, proof: &[u8]) -> Option<Parts> {
        let mut rest = proof;
        let count = Compact::<u32>::decode(&mut rest).ok()?.0;
        let mut leaves = Vec::new();
        for _ in 0..count {
            let leaf = self.leaves.iter().find(|leaf| rest.starts_with(leaf))?;
            leaves.push(leaf.clone());
            rest = &rest[leaf.len()..];
        }
        let (indices, nodes) = Decode::decode(&mut rest).ok()?;
        Some(Parts { leaves, indices, nodes, tail: rest.to_vec() })
    }

    /// Tells whether leaves of this metadata, and nothing else, lead to its digest.
    fn is_proof(&self, proof: &[u8]) -> bool {
        let Some(parts) = self.split(proof) else { return false };
        let (mut leaves, mut nodes) =
            (parts.indices.iter().zip(&parts.leaves).peekable(), parts.nodes.iter());
        let root = root(0, &parts.indices, &mut leaves, &mut nodes);
        let root = root.filter(|_| leaves.next().is_none() && nodes.next().is_none());
        let extrinsic = *blake3::hash(&self.extrinsic).as_bytes();
        let digest = |root: [u8; 32]| blake3::hash(&[&[1][..], &root, &extrinsic, &self.info].concat());
        parts.indices.len() == parts.leaves.len()
            && parts.tail == [&self.extrinsic[..], &self.info].concat()
            && root.is_some_and(|root| *digest(root).as_bytes() == self.digest)
    }

    /// Everything that a payload says, but for what a card adds to it.
    fn cards(&self, payload: &[u8]) -> Vec<String> {
        let (oracle, mut rest) = (&self.oracle, payload);
        let call = oracle.decode(oracle.call, &mut rest).unwrap();
        let mut values = Vec::new();
        for implicit in [false, true] {
            for (name, explicit_type, implicit_type) in &oracle.extensions {
                let ty = if implicit { *implicit_type } else { *explicit_type };
                values.push((name.as_str(), implicit, oracle.decode(ty, &mut rest).unwrap()));
            }
        }
        assert!(rest.is_empty(), "bytes that the metadata gives no meaning");
        let mut lines = oracle.head(&call, &values);
        lines.extend(oracle.cards(&call));
        lines
    }
}

type Leaves<'a> =
    std::iter::Peekable<std::iter::Zip<std::slice::Iter<'a, u32>, std::slice::Iter<'a, Vec<u8>>>>;

/// The hash at a place of the tree, whose children are at twice the place and one and two more (RFC-78).
fn root(
    place: u64,
    all: &[u32],
    leaves: &mut Leaves<'_>,
    nodes: &mut std::slice::Iter<'_, [u8; 32]>,
) -> Option<[u8; 32]> {
    let is_below = |leaf: &u32| {
        let mut at = u64::from(*leaf);
        while at > place {
            at = (at - 1) / 2;
        }
        at == place
    };
    if leaves.peek().is_some_and(|(index, _)| u64::from(**index) == place) {
        return leaves.next().map(|(_, leaf)| *blake3::hash(leaf).as_bytes());
    }
    if all.iter().any(is_below) {
        let left = root(2 * place + 1, all, leaves, nodes)?;
        let right = root(2 * place + 2, all, leaves, nodes)?;
        return Some(*blake3::hash(&[left, right].concat()).as_bytes());
    }
    nodes.next().copied()
}

#[derive(Clone)]
struct Parts {
    leaves: Vec<Vec<u8>>,
    indices: Vec<u32>,
    nodes: Vec<[u8; 32]>,
    tail: Vec<u8>,
}

impl Parts {
    fn join(&self) -> Vec<u8> {
        let mut proof = Compact(self.leaves.len() as u32).encode();
        self.leaves.iter().for_each(|leaf| proof.extend(leaf));
        (&self.indices, &self.nodes).encode_to(&mut proof);
        proof.extend(&self.tail);
        proof
    }
}

struct Pair {
    name: String,
    honest: usize,
    payload: Vec<u8>,
    proof: Vec<u8>,
}

fn pairs(all: &[Honest]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut add = |spec: u64, name: &str, payload: Vec<u8>, proofs: [Vec<u8>; 2]| {
        let honest = all.iter().position(|honest| u64::from(honest.spec) == spec).unwrap();
        for proof in proofs {
            pairs.push(Pair { name: format!("{spec} {name}"), honest, payload: payload.clone(), proof });
        }
    };
    for case in json("clients/rfc78.json")["good"].as_array().unwrap() {
        let proofs = [bytes(&case["proof_js"]), bytes(&case["proof_rust"])];
        add(case["spec"].as_u64().unwrap(), case["name"].as_str().unwrap(), bytes(&case["payload"]), proofs);
    }
    for (name, case) in json("clients/rfc78_spec218.json")["calls"].as_object().unwrap() {
        let parts = ["call_data", "included_in_extrinsic", "included_in_signed_data"];
        let payload = parts.map(|part| bytes(&case[part])).concat();
        add(218, name, payload, [bytes(&case["js_proof"]), bytes(&case["rust_proof"])]);
    }
    pairs
}

struct Mutator<'a> {
    random: ChaCha8Rng,
    pairs: &'a [Pair],
}

impl Mutator<'_> {
    fn below(&mut self, limit: usize) -> usize {
        self.random.next_u64() as usize % limit.max(1)
    }

    fn range(&mut self, len: usize) -> Range<usize> {
        let start = self.below(len);
        start..(start + 1 + self.below(40)).min(len)
    }

    /// One byte, or some in a row.
    fn bytes(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        let range = self.range(bytes.len());
        match self.below(12) {
            0..4 => bytes[at] ^= 1 << self.below(8),
            4 => bytes[at] = bytes[at].wrapping_add(1),
            5 => bytes[at] = [0, 1, 4, 0x7f, 0x80, 0xfc, 0xff][self.below(7)],
            6 => bytes.truncate(at),
            7 => bytes.insert(at, self.random.next_u32() as u8),
            8 => drop(bytes.drain(range)),
            9 => {
                let again = bytes[range].to_vec();
                bytes.splice(at..at, again);
            }
            10 => {
                let other = self.below(bytes.len());
                bytes.swap(at, other);
            }
            _ => bytes[range].reverse(),
        }
    }

    /// Leaves, indices and nodes as wholes.
    fn parts(&mut self, parts: &mut Parts, other: &Parts) {
        let (leaf, second) = (self.below(parts.leaves.len()), self.below(parts.leaves.len()));
        let (node, place) = (self.below(parts.nodes.len()), self.below(parts.nodes.len()));
        let foreign = self.below(other.leaves.len());
        match self.below(16) {
            0 => parts.leaves.insert(second, parts.leaves[leaf].clone()),
            1 => {
                parts.leaves.insert(second, parts.leaves[leaf].clone());
                parts.indices.insert(second, parts.indices[leaf]);
            }
            2 => drop(parts.leaves.remove(leaf)),
            3 => {
                parts.leaves.remove(leaf);
                parts.indices.remove(leaf);
            }
            4 => parts.leaves.swap(leaf, second),
            5 => {
                parts.leaves.swap(leaf, second);
                parts.indices.swap(leaf, second);
            }
            6 => parts.indices.swap(leaf, second),
            7 => parts.indices[leaf] = parts.indices[leaf].wrapping_add_signed([-1, 1, 2][self.below(3)]),
            8 => parts.indices[leaf] = self.random.next_u32() >> self.below(32),
            9 => drop(parts.nodes.remove(node)),
            10 => parts.nodes.insert(place, parts.nodes[node]),
            11 => parts.nodes.swap(node, place),
            12 => {
                parts.leaves.insert(leaf, other.leaves[foreign].clone());
                parts.indices.insert(leaf, other.indices[foreign]);
            }
            13 => parts.leaves[leaf] = other.leaves[foreign].clone(),
            14 => self.bytes(&mut parts.leaves[leaf]),
            _ => self.bytes(&mut parts.tail),
        }
    }

    /// A pair with something changed, and what was.
    fn mutate(&mut self, pair: &Pair, twin: &Pair, honest: &Honest) -> (Vec<u8>, Vec<u8>) {
        let (mut payload, mut proof) = (pair.payload.clone(), pair.proof.clone());
        let other = loop {
            let other = &self.pairs[self.below(self.pairs.len())];
            if other.honest == pair.honest {
                break other;
            }
        };
        match self.below(8) {
            0..2 => self.bytes(&mut payload),
            2 => {
                // What comes before the digest says more.
                let end = payload.len() - 33;
                let mut front: Vec<u8> = payload.drain(..end).collect();
                self.bytes(&mut front);
                payload.splice(..0, front);
            }
            3 => self.bytes(&mut proof),
            4..6 => {
                let mut parts = honest.split(&proof).unwrap();
                self.parts(&mut parts, &honest.split(&other.proof).unwrap());
                proof = parts.join();
            }
            6 => {
                proof.clone_from(if self.below(4) == 0 { &twin.proof } else { &other.proof });
                self.bytes(&mut payload);
            }
            _ => {
                // A whole other call, by this proof.
                let rest = payload.split_off(payload.len() - 105);
                payload = other.payload[..other.payload.len() - 105].to_vec();
                payload.extend(rest);
            }
        }
        (payload, proof)
    }
}

/// What is shown of a payload, unless it is refused.
fn accepted(payload: &[u8], proof: &[u8]) -> Option<Vec<String>> {
    let proof = Proof::parse(proof).ok()?;
    let verified = Payload::new(payload).verify_by(&proof).ok()?;
    let mut text = TextRender(String::new());
    let mut review = verified.review(AccountId([7; 32]), None);
    review.emit_all(&mut text).unwrap();
    let own = ["Action: ", "Warning", "Signer: "];
    let lines = text.0.lines().filter(|line| !own.iter().any(|own| line.starts_with(own)));
    Some(lines.map(str::to_owned).collect())
}

#[test]
fn all_leaves_of_a_runtime_are_a_proof_too() {
    for spec in [218, 425, 461] {
        let honest = Honest::of(spec);
        let count = honest.leaves.len();
        // From left to right: the lowest level comes first.
        let mut places: Vec<usize> = (count - 1..2 * count - 1).collect();
        places.sort_by_key(|place| (std::cmp::Reverse((place + 1).ilog2()), *place));
        let parts = Parts {
            leaves: places.iter().map(|place| honest.leaves[place + 1 - count].clone()).collect(),
            indices: places.iter().map(|place| *place as u32).collect(),
            nodes: Vec::new(),
            tail: [&honest.extrinsic[..], &honest.info].concat(),
        };
        println!("spec {spec}: {count} leaves");
        assert_eq!(Proof::parse(&parts.join()).map(|proof| proof.digest().0), Ok(honest.digest));
    }
}

/// Mutations of each pair.
const TIMES: usize = 800;

#[test]
fn a_changed_payload_or_proof_is_refused_or_shows_what_the_metadata_says_and_still_proves() {
    let all = [218, 425, 461].map(Honest::of);
    let pairs = pairs(&all);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let run = |worker: usize| {
        let mut mutator = Mutator { random: ChaCha8Rng::seed_from_u64(worker as u64), pairs: &pairs };
        let (mut tried, mut shown, mut other_proofs) = (0usize, 0usize, 0usize);
        for (index, pair) in pairs.iter().enumerate().skip(worker).step_by(workers) {
            // The other prover's proof stands beside.
            let (honest, twin) = (&all[pair.honest], &pairs[index ^ 1]);
            assert!(honest.is_proof(&pair.proof), "{}", pair.name);
            assert_eq!(accepted(&pair.payload, &pair.proof), Some(honest.cards(&pair.payload)));
            let mut proofs = BTreeSet::from([pair.proof.clone()]);
            let mut left = TIMES;
            while left > 0 {
                let (payload, proof) = mutator.mutate(pair, twin, honest);
                if (&payload, &proof) == (&pair.payload, &pair.proof) {
                    continue;
                }
                left -= 1;
                if let Some(lines) = accepted(&payload, &proof) {
                    assert_eq!(lines, honest.cards(&payload), "{}: {payload:02x?}", pair.name);
                    if !proofs.contains(&proof) {
                        assert!(honest.is_proof(&proof), "{}: {proof:02x?}", pair.name);
                        other_proofs += 1;
                        proofs.insert(proof);
                    }
                    shown += 1;
                }
            }
            tried += TIMES;
        }
        [tried, shown, other_proofs]
    };
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn({
                    let run = &run;
                    move || run(worker)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let [tried, shown, other_proofs] =
        [0, 1, 2].map(|at| counts.iter().map(|counts| counts[at]).sum::<usize>());
    println!("{tried} mutations, {shown} accepted, {other_proofs} of them by another proof");
    assert!(tried >= 200_000 && shown >= 10_000 && other_proofs >= 200);
}
