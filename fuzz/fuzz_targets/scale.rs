//! Every SCALE type that the core parses by itself, against parity-scale-codec: the same value, the same number of
//! bytes taken, the same bytes written, and a refusal where the other refuses.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use nanotao::scale::{Compact, Reader, Scale, U16s, Writer};
use parity_scale_codec::{Compact as Theirs, Decode, Encode};

fn compare<'a, O: Scale<'a>, T: Decode + Encode + PartialEq + Debug>(input: &'a [u8], same: impl Fn(O) -> T) {
    let mut reader = Reader::new(input);
    let ours = O::parse(&mut reader);
    let mut rest = input;
    let theirs = T::decode(&mut rest);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(reader.rest(), rest);
            let mut buffer = vec![0; ours.encoded_len()];
            let mut writer = Writer::new(&mut buffer);
            ours.encode(&mut writer).expect("encoded_len is enough");
            assert_eq!(writer.finish(), theirs.encode());
            assert_eq!(same(ours), theirs);
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("ours: {:?}, theirs: {:?}", ours.map(same), theirs),
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, input)) = data.split_first() else { return };
    match kind % 12 {
        0 => compare::<Compact<u8>, Theirs<u8>>(input, |ours| Theirs(ours.0)),
        1 => compare::<Compact<u16>, Theirs<u16>>(input, |ours| Theirs(ours.0)),
        2 => compare::<Compact<u32>, Theirs<u32>>(input, |ours| Theirs(ours.0)),
        3 => compare::<Compact<u64>, Theirs<u64>>(input, |ours| Theirs(ours.0)),
        4 => compare::<bool, bool>(input, |ours| ours),
        5 => compare::<u128, u128>(input, |ours| ours),
        6 => compare::<U16s<'_>, Vec<u16>>(input, |ours| ours.iter().collect()),
        7 => compare::<&[u8], Vec<u8>>(input, <[u8]>::to_vec),
        8 => compare::<Option<u32>, Option<u32>>(input, |ours| ours),
        9 => compare::<Option<&[u8]>, Option<Vec<u8>>>(input, |ours| ours.map(<[u8]>::to_vec)),
        10 => compare::<[u8; 32], [u8; 32]>(input, |ours| ours),
        _ => compare::<Option<Compact<u64>>, Option<Theirs<u64>>>(input, |ours| {
            ours.map(|ours| Theirs(ours.0))
        }),
    }
});
