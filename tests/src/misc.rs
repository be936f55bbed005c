//! `scale_misc.json`: eras and compact integers.

use crate::case::{Case, Hex};
use crate::outcome::{Step, Verdict, equal, equal_bytes, fail, refused};
use nanotao::extrinsic::Era;
use nanotao::scale::{Compact, Reader, Scale, Writer};

pub(crate) fn era(case: Case<'_>) -> Verdict {
    let current = case.get("current")?;
    let era = Era::mortal(case.get("period_requested")?, current);
    equal("era", era, Era::Mortal { period: case.get("period")?, phase: case.get("phase")? })?;
    equal("birth", era.birth(current), case.get::<u64>("birth")?)?;
    equal("death", era.death(current), case.get::<u64>("death")?)?;
    let Hex(encoded) = case.get("encoded")?;
    encodes_to(&era, &encoded)?;
    equal("decoded", Era::parse(&mut Reader::new(&encoded)).step("decode")?, era)
}

/// The chain decodes two bytes to an era, to an immortal one (which takes the first byte alone), or to nothing.
pub(crate) fn era_decode(case: Case<'_>) -> Verdict {
    let Hex(encoded) = case.get(0)?;
    let mut input = Reader::new(&encoded);
    let decoded = Era::parse(&mut input);
    if case.get::<&str>(1).is_ok_and(|text| text == "immortal") {
        return equal("decoded", decoded, Ok(Era::Immortal));
    }
    match case.nullable::<(u64, u64)>(1)? {
        None => decoded.map_or(Ok(()), |era| fail(alloc::format!("decoded as {era:?}, must be refused"))),
        Some((period, phase)) => {
            equal("decoded", decoded, Ok(Era::Mortal { period, phase }))?;
            equal("bytes left", input.rest().len(), 0)?;
            encodes_to(&Era::Mortal { period, phase }, &encoded)
        }
    }
}

pub(crate) fn compact(case: Case<'_>) -> Verdict {
    let value: u128 = case.get(0)?;
    let Hex(encoded) = case.get(1)?;
    encodes_to(&Compact(value), &encoded)?;
    parses_to(&Compact(value), &encoded)?;
    // Whatever is narrow enough goes through the form that the chain's calls use, too; it refuses the rest.
    let Ok(narrow) = u64::try_from(value) else {
        return refused("a compact u64", Compact::<u64>::parse(&mut Reader::new(&encoded)));
    };
    encodes_to(&Compact(narrow), &encoded)?;
    parses_to(&Compact(narrow), &encoded)
}

fn parses_to<'a, T: Scale<'a> + PartialEq + core::fmt::Debug>(value: &T, encoded: &'a [u8]) -> Verdict {
    let mut input = Reader::new(encoded);
    equal("parsed", &T::parse(&mut input).step("parse")?, value)?;
    input.finish().step("parse")
}

fn encodes_to<'a>(value: &impl Scale<'a>, encoded: &[u8]) -> Verdict {
    let mut buffer = [0; 17];
    let mut out = Writer::new(&mut buffer);
    value.encode(&mut out).step("encode")?;
    equal_bytes("encoded", out.finish(), encoded)?;
    equal("encoded_len", value.encoded_len(), encoded.len())
}
