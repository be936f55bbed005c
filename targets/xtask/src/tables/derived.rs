//! Spec 475, of which there is no metadata here: spec 461, and the calls that were added since.

use std::fs;

use anyhow::{Context, Result, ensure};
use frame_metadata::v15::RuntimeMetadataV15;
use serde_json::Value;

use super::shapes::{Def, Field, Ref, Shape, Shapes, Variant, unsigned};
use crate::process::root;

const FILE: &str = "vectors/calls/calls_475_derived.json";

/// What the list only infers, by pallet and index: left out, and so refused. `sudo_set_basket_claim_dust` has a name and
/// arguments in a client, but no source tells its index: 110 is only what the indices around it leave. A wrong guess would
/// show one call and sign another.
const INFERRED: [(&str, u64); 1] = [("AdminUtils", 110)];

/// The number of the call type of spec 475.
pub fn calls(shapes: &mut Shapes, spec_461: &RuntimeMetadataV15) -> Result<usize> {
    let text = fs::read_to_string(root().join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
    let list: Value = serde_json::from_str(&text).with_context(|| format!("{FILE} is no JSON"))?;
    let source = list["source"].as_str().unwrap_or_default();
    for (_, index) in INFERRED {
        ensure!(source.contains(&format!("index {index} inferred")), "{FILE} does not infer {index}");
    }
    let base = shapes.calls(spec_461)?;
    let mut pallets = Vec::new();
    for number in enumeration(shapes, base)? {
        let mut pallet = shapes.variants.items()[number].clone();
        let Ref::Type(calls) = pallet.fields[0].ty else { anyhow::bail!("{} has no calls", pallet.name) };
        let mut variants = enumeration(shapes, calls)?;
        for call in list["pallets"][&pallet.name]["calls"].as_array().context("a pallet without calls")? {
            let index = call["index"].as_u64().context("a call without an index")?;
            let known =
                variants.iter().any(|number| u64::from(shapes.variants.items()[*number].index) == index);
            if known || INFERRED.contains(&(pallet.name.as_str(), index)) {
                continue;
            }
            let call = added(shapes, spec_461, call, u8::try_from(index)?)?;
            variants.push(shapes.variants.number(call));
        }
        let name = shapes.types.items()[calls].name.clone();
        pallet.fields[0].ty = Ref::Type(shapes.types.number(Shape { name, def: Def::Enumeration(variants) }));
        pallets.push(shapes.variants.number(pallet));
    }
    let name = shapes.types.items()[base].name.clone();
    Ok(shapes.types.number(Shape { name, def: Def::Enumeration(pallets) }))
}

fn enumeration(shapes: &Shapes, number: usize) -> Result<Vec<usize>> {
    match &shapes.types.items()[number].def {
        Def::Enumeration(variants) => Ok(variants.clone()),
        other => anyhow::bail!("no enumeration: {other:?}"),
    }
}

fn added(shapes: &mut Shapes, spec_461: &RuntimeMetadataV15, call: &Value, index: u8) -> Result<Variant> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("a name is missing");
    let mut fields = Vec::new();
    for arg in call["args"].as_array().context("a call without arguments")? {
        let (name, type_name) = (text(&arg["name"])?, text(&arg["type"])?);
        let ty = argument(shapes, spec_461, &type_name, &text(&arg["wire"])?)?;
        fields.push(Field { name, ty, type_name });
    }
    Ok(Variant { index, name: text(&call["name"])?, fields })
}

/// A type by its name in the list: a basic one, a bounded list of a tuple, an enumeration that is written out, or a type
/// of spec 461.
fn argument(shapes: &mut Shapes, spec_461: &RuntimeMetadataV15, name: &str, wire: &str) -> Result<Ref> {
    let mut shape = |name: &str, def| Ref::Type(shapes.types.number(Shape { name: name.into(), def }));
    if let Some(integer) = unsigned(name) {
        return Ok(integer);
    }
    if let Some(len) = name.strip_prefix("[u8;").and_then(|rest| rest.strip_suffix(']')) {
        return Ok(shape("", Def::Array(len.parse()?, Ref::Tag(3))));
    }
    if let Some(variants) =
        wire.strip_prefix(&format!("enum {name}[")).and_then(|rest| rest.strip_suffix(']'))
    {
        let mut numbers = Vec::new();
        for variant in variants.split('|') {
            let (index, variant) = variant.split_once(':').context("a variant without an index")?;
            let variant = variant.strip_suffix("()").context("a variant that holds something")?;
            let variant = Variant { index: index.parse()?, name: variant.into(), fields: Vec::new() };
            numbers.push(shapes.variants.number(variant));
        }
        let def = Def::Enumeration(numbers);
        return Ok(Ref::Type(shapes.types.number(Shape { name: name.into(), def })));
    }
    if let Some(bounded) = name.strip_prefix("BoundedVec<(") {
        let (elements, _) = bounded.split_once(')').context("a tuple without an end")?;
        let elements = elements.split(',').map(|element| argument(shapes, spec_461, element, ""));
        let tuple = Def::Tuple(elements.collect::<Result<_>>()?);
        let tuple = Ref::Type(shapes.types.number(Shape { name: String::new(), def: tuple }));
        let list = Shape { name: String::new(), def: Def::Sequence(tuple) };
        let ty = Ref::Type(shapes.types.number(list));
        let def = Def::Composite(vec![Field { name: String::new(), ty, type_name: "Vec<T>".into() }]);
        return Ok(Ref::Type(shapes.types.number(Shape { name: "BoundedVec".into(), def })));
    }
    let path = if name == "AccountId" { "AccountId32" } else { name };
    let mut found =
        spec_461.types.types.iter().filter(|ty| ty.ty.path.segments.last().is_some_and(|last| last == path));
    let found = found.next().with_context(|| format!("spec 461 has no type {path}"))?;
    shapes.ty(&spec_461.types, found.id, spec_461.extrinsic.call_ty.id)
}
