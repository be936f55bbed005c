//! `cargo xtask tables`: what the calls of each spec version look like, from the chain's metadata, small enough for flash,
//! and its storage items. The forms are told in `core/src/metadata/tables/mod.rs` and `core/src/storage/mod.rs`.

mod derived;
mod shapes;
mod storage;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed, v15::RuntimeMetadataV15};
use parity_scale_codec::Decode;

use crate::process::root;
use shapes::{Def, Field, Once, Ref, Shapes};

#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask tables\n  cargo xtask tables --check")]
pub struct Arguments {
    /// Writes nothing; fails if a file is not what the metadata makes.
    #[arg(long)]
    check: bool,
}

pub fn main(arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check();
    }
    let files = generate()?;
    for (path, bytes) in &files {
        fs::write(root().join(path), bytes).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{:>6} bytes {}", bytes.len(), path.display());
    }
    let [types, names, ..] = files;
    println!("{:>6} bytes of flash for the calls of all specs", types.1.len() + names.1.len());
    Ok(())
}

/// Compares the files with what the metadata makes.
///
/// # Errors
/// The first file that differs.
pub fn check() -> Result<()> {
    for (path, bytes) in generate()? {
        if fs::read(root().join(&path)).ok().as_deref() != Some(&bytes) {
            bail!("{} differs from what the metadata makes; run `cargo xtask tables`", path.display());
        }
    }
    Ok(())
}

/// The metadata of a spec version, as the project keeps it.
fn metadata(spec_version: u32) -> Result<RuntimeMetadataV15> {
    let path = Path::new("vectors/metadata").join(format!("spec{spec_version}_v15.scale"));
    let bytes = fs::read(root().join(&path)).with_context(|| format!("cannot read {}", path.display()))?;
    let prefixed = RuntimeMetadataPrefixed::decode(&mut bytes.as_slice())
        .with_context(|| format!("{} is no metadata", path.display()))?;
    match prefixed.1 {
        RuntimeMetadata::V15(metadata) => Ok(metadata),
        other => bail!("{} is of version {}, not 15", path.display(), other.version()),
    }
}

fn generate() -> Result<[(PathBuf, Vec<u8>); 4]> {
    let mut shapes = Shapes::default();
    let (spec_425, spec_461) = (metadata(425)?, metadata(461)?);
    let calls = [shapes.calls(&spec_425)?, shapes.calls(&spec_461)?, derived::calls(&mut shapes, &spec_461)?];
    let names = Names::of(&shapes)?;
    let types = write(&shapes, &names, &calls)?;
    Ok([
        ("core/src/metadata/tables/types.bin".into(), types),
        ("core/src/metadata/tables/names.txt".into(), names.0.into_bytes()),
        ("core/src/storage/spec_425.txt".into(), storage::text(&spec_425)?.into_bytes()),
        ("core/src/storage/spec_461.txt".into(), storage::text(&spec_461)?.into_bytes()),
    ])
}

/// All names, one a line. A name that another one ends with has no line of its own.
struct Names(String);

impl Names {
    fn of(shapes: &Shapes) -> Result<Self> {
        let mut names = BTreeSet::new();
        let mut fields = |fields: &[Field]| {
            for field in fields {
                names.insert((usize::MAX - field.name.len(), field.name.clone()));
                names.insert((usize::MAX - field.type_name.len(), field.type_name.clone()));
            }
        };
        for shape in shapes.types.items() {
            if let Def::Composite(list) = &shape.def {
                fields(list);
            }
        }
        for variant in shapes.variants.items() {
            fields(&variant.fields);
        }
        let types = shapes.types.items().iter().map(|shape| &shape.name);
        let variants = shapes.variants.items().iter().map(|variant| &variant.name);
        names.extend(types.chain(variants).map(|name| (usize::MAX - name.len(), name.clone())));
        let mut text = String::new();
        for (_, name) in names {
            ensure!(!name.contains('\n'), "a name of two lines: {name}");
            if !text.contains(&format!("{name}\n")) {
                text.push_str(&name);
                text.push('\n');
            }
        }
        Ok(Self(text))
    }

    fn place(&self, name: &str) -> Result<u16> {
        let at = self.0.find(&format!("{name}\n")).context("a name is lost")?;
        u16::try_from(at).context("more names than two bytes can tell apart")
    }
}

/// The kinds of types, as the core reads them.
const COMPOSITE: u8 = 0;
const ENUMERATION: u8 = 1;
const SEQUENCE: u8 = 2;
const ARRAY: u8 = 3;
const TUPLE: u8 = 4;
const BITS: u8 = 5;

struct Writer<'a> {
    names: &'a Names,
    out: Vec<u8>,
    fields: Once<Field>,
    /// Where the place of a field is to be written, and the field's number.
    pending: Vec<(usize, usize)>,
}

impl Writer<'_> {
    fn number(&mut self, number: usize) -> Result<()> {
        let number = u16::try_from(number).context("the tables are larger than two bytes can tell")?;
        self.out.extend(number.to_le_bytes());
        Ok(())
    }

    fn name(&mut self, name: &str) -> Result<()> {
        self.number(self.names.place(name)?.into())
    }

    fn count(&mut self, count: usize) -> Result<()> {
        self.out.push(u8::try_from(count).context("more than 255 of something")?);
        Ok(())
    }

    fn reference(&mut self, reference: Ref) -> Result<()> {
        self.number(match reference {
            Ref::Tag(tag) => tag.into(),
            Ref::Call => 22,
            Ref::Type(number) => number + 32,
        })
    }

    fn fields(&mut self, fields: &[Field]) -> Result<()> {
        self.count(fields.len())?;
        for field in fields {
            self.pending.push((self.out.len(), self.fields.number(field.clone())));
            self.number(0)?;
        }
        Ok(())
    }

    /// Where what comes next stands.
    fn place(&self) -> Result<u16> {
        u16::try_from(self.out.len()).context("the tables are larger than two bytes can tell")
    }

    /// Writes places, now that they are known.
    fn point(&mut self, pending: Vec<(usize, usize)>, places: &[u16]) {
        for (at, number) in pending {
            self.out[at..][..2].copy_from_slice(&places[number].to_le_bytes());
        }
    }
}

fn write(shapes: &Shapes, names: &Names, calls: &[usize]) -> Result<Vec<u8>> {
    let mut writer = Writer { names, out: Vec::new(), fields: Once::default(), pending: Vec::new() };
    for call in calls {
        writer.number(*call)?;
    }
    let first = writer.out.len();
    writer.out.resize(first + shapes.types.items().len() * 2, 0);
    let bodies = writer.out.len();
    // Types point to variants, which follow them: their places are known once all types are written.
    let mut pending = Vec::new();
    for (number, shape) in shapes.types.items().iter().enumerate() {
        let at = writer.place()?;
        writer.out[first + number * 2..][..2].copy_from_slice(&at.to_le_bytes());
        writer.out.push(match shape.def {
            Def::Composite(_) => COMPOSITE,
            Def::Enumeration(_) => ENUMERATION,
            Def::Sequence(_) => SEQUENCE,
            Def::Array(..) => ARRAY,
            Def::Tuple(_) => TUPLE,
            Def::Bits(_) => BITS,
        });
        writer.name(&shape.name)?;
        match &shape.def {
            Def::Composite(fields) => writer.fields(fields)?,
            Def::Enumeration(variants) => {
                writer.count(variants.len())?;
                for variant in variants {
                    pending.push((writer.out.len(), *variant));
                    writer.number(0)?;
                }
            }
            Def::Sequence(element) => writer.reference(*element)?,
            Def::Array(len, element) => {
                writer.number(*len as usize)?;
                writer.reference(*element)?;
            }
            Def::Tuple(elements) => {
                writer.count(elements.len())?;
                elements.iter().try_for_each(|element| writer.reference(*element))?;
            }
            Def::Bits(bytes) => writer.out.push(*bytes),
        }
    }
    ensure!(writer.out.len() > bodies, "no types");
    let mut places = Vec::new();
    for variant in shapes.variants.items() {
        places.push(writer.place()?);
        writer.out.push(variant.index);
        writer.name(&variant.name)?;
        writer.fields(&variant.fields)?;
    }
    writer.point(pending, &places);
    let (fields, pending) = (std::mem::take(&mut writer.fields), std::mem::take(&mut writer.pending));
    let mut places = Vec::new();
    for field in fields.items() {
        places.push(writer.place()?);
        writer.name(&field.name)?;
        writer.reference(field.ty)?;
        writer.name(&field.type_name)?;
    }
    writer.point(pending, &places);
    Ok(writer.out)
}
