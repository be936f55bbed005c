//! Extrinsics, payloads and calls, field by field.

use std::fmt;

use nanotao::call::{CallError, SpecVersion};
use nanotao::crypto::MultiSignature;
use nanotao::display::{Card, Label, Reading, Value as Shown};
use nanotao::extrinsic::{Era, PayloadError, SignedExtrinsic, TxExtension, Verified};
use nanotao::hashing::blake2_256;
use nanotao::metadata::{Described, Table};
use nanotao::scale::ScaleError;
use nanotao::{AccountId, BlockNumber, H256, ss58};
use serde_json::{Map, Value, json};

use crate::text::{number, to_hex};
use crate::{Error, Result, args};

/// Named fields in their order: as JSON by [`to_json`](Self::to_json), as indented lines by `Display`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description(Vec<(String, Node)>);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Field { json: Value, text: String },
    Json(Value),
    Group(Description),
}

impl Description {
    /// Adds a field, in its two forms.
    pub fn field(&mut self, name: &str, json: impl Into<Value>, text: impl fmt::Display) -> &mut Self {
        self.0.push((name.to_owned(), Node::Field { json: json.into(), text: text.to_string() }));
        self
    }

    /// Adds a field whose JSON form is its text.
    pub fn text(&mut self, name: &str, text: impl fmt::Display) -> &mut Self {
        let text = text.to_string();
        self.field(name, text.clone(), text)
    }

    /// Adds a field that stands in JSON alone.
    pub fn json(&mut self, name: &str, json: impl Into<Value>) -> &mut Self {
        self.0.push((name.to_owned(), Node::Json(json.into())));
        self
    }

    /// Adds fields under a common name.
    pub fn group(&mut self, name: &str, fields: Self) -> &mut Self {
        self.0.push((name.to_owned(), Node::Group(fields)));
        self
    }

    /// All fields as a JSON object.
    pub fn to_json(&self) -> Value {
        let fields = self.0.iter().map(|(name, node)| {
            let value = match node {
                Node::Field { json, .. } | Node::Json(json) => json.clone(),
                Node::Group(fields) => fields.to_json(),
            };
            (name.clone(), value)
        });
        Value::Object(fields.collect::<Map<_, _>>())
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = depth.saturating_mul(2);
        for (name, node) in &self.0 {
            match node {
                Node::Field { text, .. } if text.contains('\n') => {
                    writeln!(f, "{:indent$}{name}:", "")?;
                    let indent = indent.saturating_add(2);
                    text.lines().try_for_each(|line| writeln!(f, "{:indent$}{line}", ""))?;
                }
                Node::Field { text, .. } => writeln!(f, "{:indent$}{name}: {text}", "")?,
                Node::Json(_) => {}
                Node::Group(fields) => {
                    writeln!(f, "{:indent$}{name}:", "")?;
                    fields.write(f, depth.saturating_add(1))?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// Takes a signed extrinsic apart, its call by the table of a spec version.
///
/// # Errors
/// As [`describe_call`]; [`Kind::Input`](crate::Kind::Input) with the offset for what is no extrinsic.
pub fn describe_extrinsic(
    bytes: &[u8],
    spec_version: u32,
    current: Option<BlockNumber>,
) -> Result<Description> {
    let extrinsic = SignedExtrinsic::parse(bytes)?;
    let call = describe_call(extrinsic.call, spec_version)?;
    Ok(describe_signed(bytes, &extrinsic, call, current))
}

/// A signed extrinsic with its call, whatever that was read by. A block of its time tells which blocks its era spans.
pub fn describe_signed(
    bytes: &[u8],
    extrinsic: &SignedExtrinsic<'_>,
    call: Description,
    current: Option<BlockNumber>,
) -> Description {
    let mode = u8::from(extrinsic.metadata_hash_mode);
    let mut fields = Description::default();
    fields
        .text("kind", "extrinsic")
        .field("length", bytes.len(), format_args!("{} bytes", bytes.len()))
        .text("hash", H256(blake2_256(bytes)))
        .group("signer", account(&extrinsic.account))
        .group("signature", signature(&extrinsic.signature));
    era(&mut fields, extrinsic.era, current);
    fields
        .field("nonce", extrinsic.nonce, extrinsic.nonce)
        .field("tip", number(extrinsic.tip.0.into()), extrinsic.tip)
        .field("metadata_hash_mode", mode, mode)
        .group("call", call);
    fields
}

/// Takes a signing payload apart that was verified. A block of its time tells which blocks its era spans.
///
/// # Errors
/// None: verification has read the call.
pub fn describe_verified(verified: &Verified<'_>, current: Option<BlockNumber>) -> Result<Description> {
    let payload = verified.payload();
    let len = payload.as_bytes().len();
    let mut fields = Description::default();
    fields
        .text("kind", "payload")
        .field("length", len, format_args!("{len} bytes"))
        .text("signed_message", to_hex(payload.message().as_ref()))
        .group("call", describe_verified_call(verified)?);
    describe_extension(&mut fields, verified.extension(), current);
    Ok(fields)
}

/// Takes a call apart that stands alone, by the table of a spec version. One that the chain refuses for its weights is shown
/// all the same, and why.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) names the spec version, pallet or call that is unknown, or what is malformed and where.
pub fn describe_call(bytes: &[u8], spec_version: u32) -> Result<Description> {
    let spec = SpecVersion::new(spec_version).map_err(|error| alone(error.into()))?;
    let call = Described::Table(Table::of(spec), bytes);
    match Reading::of_call(call) {
        Ok(reading) => described_call(&call, reading),
        Err(PayloadError::Weights(error)) => {
            let (mut fields, args) = call_fields(&call)?;
            fields.field("args", args.clone(), format_args!("{args:#}")).text("refused_by_chain", error);
            Ok(fields)
        }
        Err(error) => Err(alone(error)),
    }
}

/// An error of a call that stands alone: there is no proof for it, whatever helps with a payload.
fn alone(error: PayloadError) -> Error {
    let remedy = match error {
        PayloadError::Call(CallError::UnknownSpec { .. }) => {
            "there are tables for specs 425, 461 and 475: --spec names one"
        }
        PayloadError::Call(CallError::UnknownPallet { .. } | CallError::UnknownCall { .. }) => {
            "is it made for this spec version? --spec names another: 425, 461 or 475"
        }
        PayloadError::Call(CallError::Scale(ScaleError::TrailingBytes { .. })) => {
            "the call ends there; with what a signer adds it is a payload or an extrinsic: --as payload, --as extrinsic"
        }
        _ => return error.into(),
    };
    Error::from(error).remedy(remedy)
}

/// The call of a payload, by what the payload was read by.
///
/// # Errors
/// None: verification has read the call.
pub fn describe_verified_call(verified: &Verified<'_>) -> Result<Description> {
    let call = verified.described();
    described_call(call, Reading::of_call(*call)?)
}

fn described_call(call: &Described<'_>, mut reading: Reading<'_>) -> Result<Description> {
    let (mut json, mut lines) = (Vec::new(), String::new());
    let mut index = 0;
    while let Some(card) = reading.get(index) {
        add_card(&card, &mut json, &mut lines);
        index += 1;
    }
    let (mut fields, args) = call_fields(call)?;
    fields.json("args", args).field("cards", json, lines);
    Ok(fields)
}

/// The names of a call and its bytes, and what it holds.
fn call_fields(call: &Described<'_>) -> Result<(Description, Value)> {
    let (pallet, function) = call.function().map_err(PayloadError::from)?;
    let args = args::to_json(call).map_err(PayloadError::from)?;
    let bytes = call.bytes();
    let mut fields = Description::default();
    fields.text("pallet", pallet.escape_debug()).text("function", function.escape_debug()).field(
        "bytes",
        to_hex(bytes),
        format_args!("{} bytes", bytes.len()),
    );
    Ok((fields, args))
}

fn add_card(card: &Card<'_>, json: &mut Vec<Value>, lines: &mut String) {
    let value = card_text(card);
    lines.push_str(&format!("{}: {value}\n", card.label));
    json.push(json!({ "label": card.label.to_string(), "value": value }));
}

/// What a card says.
pub fn card_text(card: &Card<'_>) -> String {
    match card.value {
        Shown::Era { era, current } => era_text(era, current),
        value => value.to_string(),
    }
}

/// Adds all cards of a payload but that of the signer, who is not known.
pub fn describe_cards(fields: &mut Description, verified: Verified<'_>, current: Option<BlockNumber>) {
    let (mut json, mut lines) = (Vec::new(), String::new());
    let mut review = verified.review(AccountId([0; 32]), current);
    review.measure(&mut |card| {
        if card.label != Label::Text("Signer") {
            add_card(card, &mut json, &mut lines);
        }
    });
    fields.field("cards", json, lines);
}

/// Adds what the extensions of a payload carry.
pub fn describe_extension(fields: &mut Description, extension: &TxExtension, current: Option<BlockNumber>) {
    era(fields, extension.era, current);
    fields
        .field("nonce", extension.nonce, extension.nonce)
        .field("tip", number(extension.tip.0.into()), extension.tip)
        .field("spec_version", extension.spec_version, extension.spec_version)
        .field("transaction_version", extension.transaction_version, extension.transaction_version)
        .text("genesis_hash", extension.genesis_hash)
        .text("block_hash", extension.block_hash)
        .field(
            "metadata_hash",
            extension.metadata_hash.map(|hash| hash.to_string()),
            extension.metadata_hash.map_or("none".to_owned(), |hash| hash.to_string()),
        );
}

/// An account's address and bytes.
pub fn account(account: &AccountId) -> Description {
    let mut fields = Description::default();
    fields.text("address", ss58::Address::new(account)).text("account", to_hex(&account.0));
    fields
}

fn signature(signature: &MultiSignature) -> Description {
    let mut fields = Description::default();
    fields.text("scheme", signature.scheme()).text("bytes", to_hex(signature.as_bytes()));
    fields
}

fn era(fields: &mut Description, era: Era, current: Option<BlockNumber>) {
    let json = match era {
        Era::Immortal => json!("immortal"),
        Era::Mortal { period, phase } => json!({ "period": period, "phase": phase }),
    };
    fields.field("era", json, era_text(era, current));
}

/// An era in words, and how to learn which blocks it spans.
fn era_text(era: Era, current: Option<BlockNumber>) -> String {
    let text = Shown::Era { era, current }.to_string();
    match (era, current) {
        (Era::Mortal { period, phase }, None) => {
            format!("{text} (period {period}, phase {phase}); --block tells birth and death")
        }
        _ => text,
    }
}
