//! Extrinsics, payloads and calls, field by field.

use std::fmt;

use nanotao::call::{Arg, Call, CallError, SpecVersion};
use nanotao::crypto::MultiSignature;
use nanotao::display::{Label, Percent, Value as Shown};
use nanotao::extrinsic::{Era, Payload, SignedExtrinsic, TxExtension, Verified};
use nanotao::hashing::blake2_256;
use nanotao::scale::{Reader, ScaleError};
use nanotao::{AccountId, H256, ss58};
use serde_json::{Map, Value, json};

use crate::Result;
use crate::sign::verified;
use crate::text::to_hex;

/// Named fields in their order: as JSON by [`to_json`](Self::to_json), as indented lines by `Display`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description(Vec<(String, Node)>);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Field { json: Value, text: String },
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

    /// Adds fields under a common name.
    pub fn group(&mut self, name: &str, fields: Self) -> &mut Self {
        self.0.push((name.to_owned(), Node::Group(fields)));
        self
    }

    /// All fields as a JSON object.
    pub fn to_json(&self) -> Value {
        let fields = self.0.iter().map(|(name, node)| {
            let value = match node {
                Node::Field { json, .. } => json.clone(),
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

/// Takes a signed extrinsic apart. A call that the tables do not hold is given as bytes, with the reason.
///
/// # Errors
/// [`ScaleError`] with the offset.
pub fn describe_extrinsic(bytes: &[u8], spec_version: u32) -> Result<Description, ScaleError> {
    let extrinsic = SignedExtrinsic::parse(bytes)?;
    let mut fields = Description::default();
    fields
        .text("kind", "extrinsic")
        .field("length", bytes.len(), format_args!("{} bytes", bytes.len()))
        .text("hash", H256(blake2_256(bytes)))
        .group("signer", account(&extrinsic.account))
        .group("signature", signature(&extrinsic.signature));
    era(&mut fields, extrinsic.era);
    fields
        .field("nonce", extrinsic.nonce, extrinsic.nonce)
        .field("tip", extrinsic.tip.0, extrinsic.tip)
        .field(
            "metadata_hash_mode",
            u8::from(extrinsic.metadata_hash_mode),
            u8::from(extrinsic.metadata_hash_mode),
        )
        .group("call", describe_call(extrinsic.call, spec_version));
    Ok(fields)
}

/// Takes a signing payload apart, by its metadata proof if there is one, and checks that its parts agree.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) says what is unknown, malformed or contradictory, and where.
pub fn describe_payload(bytes: &[u8], proof: Option<&[u8]>) -> Result<Description> {
    let payload = Payload::new(bytes);
    let verified = verified(payload, proof)?;
    let extension = verified.extension();
    let call = match verified.call() {
        Some(call) => call_fields(&call, verified.call_bytes()),
        None => proven_fields(&verified),
    };
    let mut fields = Description::default();
    fields
        .text("kind", "payload")
        .field("length", bytes.len(), format_args!("{} bytes", bytes.len()))
        .text("signed_message", to_hex(payload.message().as_ref()))
        .group("call", call);
    describe_extension(&mut fields, extension);
    Ok(fields)
}

/// The call of a payload by the names that its metadata gives: what has cards, under their labels.
fn proven_fields(verified: &Verified<'_>) -> Description {
    let (pallet, function) = verified.function();
    let mut args = Description::default();
    let mut review = verified.review(AccountId([0; 32]), None);
    review.measure(&mut |card| {
        if !matches!(card.label, Label::Text(_)) {
            args.text(&card.label.to_string(), card.value);
        }
    });
    let mut fields = Description::default();
    let bytes = verified.call_bytes();
    fields.text("pallet", pallet).text("function", function).group("args", args);
    fields.field("bytes", to_hex(bytes), format_args!("{} bytes", bytes.len()));
    fields
}

/// Adds all cards of a payload but that of the signer, who is not known.
pub fn describe_cards(fields: &mut Description, verified: Verified<'_>) {
    let (mut json, mut lines) = (Vec::new(), String::new());
    let mut review = verified.review(AccountId([0; 32]), None);
    review.measure(&mut |card| {
        if card.label != Label::Text("Signer") {
            json.push(json!({ "label": card.label.to_string(), "value": card.value.to_string() }));
            lines.push_str(&format!("{card}\n"));
        }
    });
    fields.field("cards", json, lines);
}

/// Adds what the extensions of a payload carry.
pub fn describe_extension(fields: &mut Description, extension: &TxExtension) {
    era(fields, extension.era);
    fields
        .field("nonce", extension.nonce, extension.nonce)
        .field("tip", extension.tip.0, extension.tip)
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

/// Takes a call apart, or gives its bytes and the reason why it cannot be.
pub fn describe_call(bytes: &[u8], spec_version: u32) -> Description {
    let mut input = Reader::new(bytes);
    let call =
        SpecVersion::new(spec_version).and_then(|spec| Call::parse(spec, &mut input)).and_then(|call| {
            let rest = input.finish().map_err(CallError::Scale);
            rest.map(|()| call)
        });
    match call {
        Ok(call) => call_fields(&call, bytes),
        Err(error) => {
            let mut fields = Description::default();
            fields.text("bytes", to_hex(bytes)).text("not_decoded", error);
            fields
        }
    }
}

fn call_fields(call: &Call<'_>, bytes: &[u8]) -> Description {
    let mut args = Description::default();
    let list = (0..).map_while(|index| call.arg(index));
    for (name, arg) in list {
        match name {
            "weights" | "values" => args.field(name, arg_json(arg), pairs(call)),
            _ => args.field(name, arg_json(arg), arg_text(call, name, arg)),
        };
    }
    let mut fields = Description::default();
    fields.text("pallet", call.pallet()).text("function", call.function()).group("args", args);
    fields.field("bytes", to_hex(bytes), format_args!("{} bytes", bytes.len()));
    fields
}

/// One line for each uid and its weight.
fn pairs(call: &Call<'_>) -> String {
    let Some((uids, weights)) = call.weights() else { return String::new() };
    let whole = weights.iter().map(u64::from).sum();
    let lines = uids.iter().zip(weights.iter()).map(|(uid, weight)| {
        Shown::Weight { uid, weight, share: Percent { part: weight, whole } }.to_string()
    });
    let mut lines = lines.collect::<Vec<_>>();
    if uids.len() != weights.len() {
        lines.push(format!("{} uids, but {} weights", uids.len(), weights.len()));
    }
    // A line break even after a single pair, so that pairs always stand below their name.
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn arg_text(call: &Call<'_>, name: &str, arg: Arg<'_>) -> String {
    match (call, name, arg) {
        (Call::ServeAxon(axon), "ip", _) => Shown::Ip { ip: axon.ip, ip_type: axon.ip_type }.to_string(),
        (_, "dests" | "uids", Arg::U16s(list)) => format!("{} uids", list.len()),
        (_, _, Arg::U16s(list)) => format!("{:?}", list.iter().collect::<Vec<_>>()),
        _ => Shown::from(arg).to_string(),
    }
}

fn arg_json(arg: Arg<'_>) -> Value {
    match arg {
        // JSON has no word for more than 64 bits: only an IPv6 address takes them.
        Arg::Integer(value) => {
            u64::try_from(value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
        }
        Arg::NetUid(netuid) => netuid.0.into(),
        Arg::MechId(mecid) => mecid.0.into(),
        Arg::Tao(amount) => amount.0.into(),
        Arg::Alpha(amount) => amount.0.into(),
        Arg::Account(account) => ss58::Address::new(&account).as_str().into(),
        Arg::Hash(hash) => hash.to_string().into(),
        Arg::Bytes(bytes) => to_hex(bytes).into(),
        Arg::U16s(list) => list.iter().collect::<Vec<_>>().into(),
        other => format!("{other:?}").into(),
    }
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

fn era(fields: &mut Description, era: Era) {
    let json = match era {
        Era::Immortal => json!("immortal"),
        Era::Mortal { period, phase } => json!({ "period": period, "phase": phase }),
    };
    fields.field("era", json, Shown::Era { era, current: None });
}
