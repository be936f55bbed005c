//! What the cards of a call have to say, from the call's value and the names in metadata.

use nanotao::AccountId;
use nanotao::extrinsic::FINNEY;
use nanotao::hashing::blake2_256;
use nanotao::ss58::Address;
use scale_info::{Field, TypeDef, TypeDefPrimitive, form::PortableForm};
use scale_value::{Composite, Primitive, Value, ValueDef};

use crate::metadata::Oracle;

/// Where a value stands, and what is known of its meaning.
#[derive(Clone, Default)]
struct Place<'a> {
    path: String,
    /// The nearest field with a name.
    field: &'a str,
    /// The nearest name of its type.
    source: &'a str,
    /// The first of two in a tuple that a list holds.
    first_of_pair: bool,
    /// The innermost call: its pallet and name.
    call: (&'a str, &'a str),
    /// The order around buys alpha.
    buys: bool,
    /// A commitment to the bytes themselves.
    raw: bool,
}

/// Numbers without a type of money that are money all the same: what the chain's source makes of them.
const RAO: [(&str, &str); 6] = [
    ("register_limit", "limit_price"),
    ("sudo_set_basket_claim_dust", "row_cap_rao"),
    ("sudo_set_basket_claim_dust", "slice_rao"),
    ("sudo_set_basket_claim_dust", "forfeit_cap_rao"),
    ("sudo_set_basket_min_trade_tao", "min_trade_rao"),
    ("sudo_set_nominator_min_required_stake", "min_stake"),
];

/// Parts of `u16::MAX`.
const SHARES: [&str; 3] = ["take", "default_take", "subnet_owner_cut"];

impl Oracle {
    /// The cards of a call but its warnings: `label: value`, one a line.
    pub fn cards(&self, call: &Value<u32>) -> Vec<String> {
        let mut cards = Cards { oracle: self, lines: Vec::new() };
        cards.value(self.call, call, &Place::default());
        cards.lines
    }

    /// The cards of what the extensions carry, and before them the name of the call. Each value comes with the name of its
    /// extension, and says whether it is only in the payload.
    pub fn head(&self, call: &Value<u32>, extensions: &[(&str, bool, Value<u32>)]) -> Vec<String> {
        let find = |name: &str, implicit: bool| {
            let found = extensions.iter().find(|own| own.0 == name && own.1 == implicit);
            &found.unwrap_or_else(|| panic!("no {name}")).2
        };
        let hash = |value: &Value<u32>| {
            hex(&numbers(innermost(value)).iter().map(|byte| *byte as u8).collect::<Vec<_>>())
        };
        let ValueDef::Variant(pallet) = &call.value else { panic!("{call:?}") };
        let ValueDef::Variant(function) = &values(&pallet.values)[0].value else { panic!("{call:?}") };
        let genesis = hash(find("CheckGenesis", true));
        let ValueDef::Variant(era) = &innermost(find("CheckMortality", false)).value else { panic!() };
        let (valid, birth) = match era.name.strip_prefix("Mortal") {
            Some(first) => {
                let encoded = first.parse::<u64>().unwrap() | (number(values(&era.values)[0]) as u64) << 8;
                let period = 2 << (encoded % 16);
                let phase = (encoded >> 4) * (period >> 12).max(1);
                let birth = format!("Birth block: {}", hash(find("CheckMortality", true)));
                (format!("{period} blocks from one whose number modulo {period} is {phase}"), Some(birth))
            }
            None => ("immortal: valid forever".to_owned(), None),
        };
        let ValueDef::Variant(digest) = &find("CheckMetadataHash", true).value else { panic!() };
        let lines = [
            format!("Call: {}.{}", pallet.name, function.name),
            match genesis == FINNEY.to_string() {
                true => "Network: Bittensor mainnet".to_owned(),
                false => format!("Network: unknown, genesis {genesis}"),
            },
            format!("Spec version: {}", number(find("CheckSpecVersion", true))),
            format!("Valid: {valid}"),
            format!("Nonce: {}", number(find("CheckNonce", false))),
            format!("Tip: {} TAO", decimal(number(find("ChargeTransactionPayment", false)))),
        ];
        let digest = format!("Metadata hash: {}", hash(values(&digest.values)[0]));
        lines.into_iter().chain(birth).chain([digest]).collect()
    }

    /// Tells whether two fields in a row are uids and their weights.
    pub fn are_weights(&self, uids: &Field<PortableForm>, weights: &Field<PortableForm>) -> bool {
        let list = |field: &Field<PortableForm>| match &self.types.resolve(field.ty.id).unwrap().type_def {
            TypeDef::Sequence(sequence) => self.is(sequence.type_param.id, TypeDefPrimitive::U16),
            _ => false,
        };
        matches!(
            (uids.name.as_deref(), weights.name.as_deref()),
            (Some("dests" | "uids"), Some("weights" | "values"))
        ) && list(uids)
            && list(weights)
    }

    pub fn is(&self, ty: u32, primitive: TypeDefPrimitive) -> bool {
        self.types.resolve(ty).unwrap().type_def == TypeDef::Primitive(primitive)
    }
}

struct Cards<'a> {
    oracle: &'a Oracle,
    lines: Vec<String>,
}

impl<'a> Cards<'a> {
    fn line(&mut self, place: &Place<'_>, value: impl std::fmt::Display) {
        self.lines.push(format!("{}: {value}", place.path));
    }

    fn value(&mut self, id: u32, value: &'a Value<u32>, place: &Place<'a>) {
        let oracle = self.oracle;
        let ty = oracle.types.resolve(id).unwrap();
        let name = ty.path.segments.last().map_or(place.source, String::as_str);
        match (&ty.type_def, &value.value) {
            (TypeDef::Composite(composite), ValueDef::Composite(values)) => {
                self.fields(&composite.fields, values, &Place { source: name, ..place.clone() });
            }
            (TypeDef::Tuple(tuple), ValueDef::Composite(Composite::Unnamed(values))) => {
                let source = if tuple.fields.len() == 1 { name } else { "" };
                for (index, (field, value)) in tuple.fields.iter().zip(values).enumerate() {
                    let path =
                        format!("{}{}{index}", place.path, if place.path.is_empty() { "" } else { "." });
                    let first_of_pair = place.first_of_pair && index == 0;
                    self.value(field.id, value, &Place { path, source, first_of_pair, ..*place });
                }
            }
            (TypeDef::Variant(_), ValueDef::Variant(variant)) => {
                let fields = &oracle.variants(id).iter().find(|own| own.name == variant.name).unwrap().fields;
                if id == oracle.call {
                    let [Value { value: ValueDef::Variant(call), .. }] = values(&variant.values)[..] else {
                        panic!("{variant:?}")
                    };
                    if !place.path.is_empty() {
                        self.line(place, format_args!("{}.{}", variant.name, call.name));
                    }
                    let fields = oracle.variants(fields[0].ty.id).iter().find(|own| own.name == call.name);
                    let inner = Place { call: (&variant.name, &call.name), ..place.clone() };
                    self.fields(&fields.unwrap().fields, &call.values, &inner);
                    return;
                }
                // An account and what is there say it all by what follows.
                if !matches!((name, variant.name.as_str()), ("MultiAddress", "Id") | ("Option", "Some")) {
                    self.line(place, variant.name.escape_default());
                }
                let source = if place.source.is_empty() { name } else { place.source };
                let raw = name == "Data" && variant.name.starts_with("Raw");
                self.fields(fields, &variant.values, &Place { source, raw, ..place.clone() });
            }
            (TypeDef::Sequence(sequence), ValueDef::Composite(Composite::Unnamed(values))) => {
                self.list(sequence.type_param.id, values, place, true);
            }
            (TypeDef::Array(array), ValueDef::Composite(Composite::Unnamed(values))) => {
                self.list(array.type_param.id, values, place, place.raw);
            }
            (TypeDef::Primitive(_) | TypeDef::Compact(_), _) => {
                let text = self.primitive(value, place);
                self.line(place, text);
            }
            other => panic!("{other:?}"),
        }
    }

    fn fields(
        &mut self,
        fields: &'a [Field<PortableForm>],
        composite: &'a Composite<u32>,
        place: &Place<'a>,
    ) {
        let all = values(composite);
        let transparent = fields.len() == 1 && fields[0].name.is_none();
        let buys = is_purchase(composite);
        for (index, (field, value)) in fields.iter().zip(&all).enumerate() {
            let mut inner = place.clone();
            let own = field.type_name.as_deref().unwrap_or_default();
            if !(own.is_empty() || transparent && !place.source.is_empty()) {
                inner.source = own;
            }
            if !transparent {
                let point = if place.path.is_empty() { "" } else { "." };
                let label = field.name.clone().unwrap_or_else(|| index.to_string());
                inner.path = format!("{}{point}{label}", place.path);
            }
            inner.field = field.name.as_deref().unwrap_or(place.field);
            inner.buys |= buys;
            let next = fields.get(index + 1);
            if next.is_some_and(|next| {
                let are_lists = || are_lists(field, next) && as_many(value, all[index + 1]);
                self.oracle.are_weights(field, next) || are_lists()
            }) {
                // They stand on the cards of the weights.
            } else if let Some(before) = index.checked_sub(1)
                && self.oracle.are_weights(&fields[before], field)
            {
                let call = inner.path.rsplit_once('.').map_or(String::new(), |(call, _)| format!("{call}."));
                self.weights(all[before], value, &inner, &call);
            } else if let Some(before) = index.checked_sub(1)
                && are_lists(&fields[before], field)
                && as_many(all[before], value)
            {
                self.line(&inner, elements(value).len());
                let path = inner.path.clone();
                for (index, uids) in elements(all[before]).into_iter().enumerate() {
                    inner.path = format!("{path}[{index}]");
                    self.weights(uids, elements(value)[index], &inner, &format!("{path}[{index}]."));
                }
            } else if inner.field == "ip" && next.is_some_and(|next| next.name.as_deref() == Some("port")) {
                let text = ip(number(value), number(all[index + 2]));
                self.line(&inner, text);
            } else {
                self.value(field.ty.id, value, &inner);
            }
        }
    }

    /// Uids and weights, whose number is the card of `place`, and each pair one of `list`.
    fn weights(&mut self, uids: &Value<u32>, weights: &Value<u32>, place: &Place<'_>, list: &str) {
        let (uids, weights) = (numbers(uids), numbers(weights));
        self.line(place, uids.len());
        let sum: u128 = weights.iter().sum();
        for (index, (uid, weight)) in uids.iter().zip(&weights).enumerate() {
            let share = percent(*weight, sum);
            self.lines.push(format!("{list}weight {}: uid {uid}: {share} ({weight})", index + 1));
        }
    }

    /// A list or array. Bytes `may_be_text`, or stand for something.
    fn list(&mut self, element: u32, values: &'a [Value<u32>], place: &Place<'a>, may_be_text: bool) {
        if self.oracle.is(element, TypeDefPrimitive::U8) {
            let bytes: Vec<u8> = values.iter().map(|value| number(value) as u8).collect();
            let text = match (place.source, <[u8; 32]>::try_from(bytes.as_slice())) {
                ("AccountId32", Ok(account)) => Address::new(&AccountId(account)).to_string(),
                _ if may_be_text && is_text(&bytes) => {
                    format!("\"{}\"", std::str::from_utf8(&bytes).unwrap().escape_default())
                }
                _ if bytes.len() > 64 => {
                    format!("{} bytes, blake2b-256 {}", bytes.len(), hex(&blake2_256(&bytes)))
                }
                _ => hex(&bytes),
            };
            return self.line(place, text);
        }
        if self.oracle.is(element, TypeDefPrimitive::U16) {
            let list: Vec<String> = values.iter().map(|value| number(value).to_string()).collect();
            return self.line(place, format_args!("[{}]", list.join(", ")));
        }
        self.line(place, values.len());
        let pair = match &self.oracle.types.resolve(element).unwrap().type_def {
            TypeDef::Tuple(tuple) => tuple.fields.len() == 2,
            _ => false,
        };
        let all = values.iter().filter(|_| pair && place.field == "weights");
        let sum: u128 = all.map(|pair| numbers(pair)[1]).sum();
        for (index, value) in values.iter().enumerate() {
            let path = format!("{}[{index}]", place.path);
            let inner = Place { path, first_of_pair: pair, ..*place };
            match &value.value {
                ValueDef::Composite(Composite::Unnamed(values)) if pair && place.field == "weights" => {
                    let (uid, weight) = (number(&values[0]), number(&values[1]));
                    self.line(&inner, format_args!("uid {uid}: {} ({weight})", percent(weight, sum)));
                }
                _ => self.value(element, value, &inner),
            }
        }
    }

    fn primitive(&self, value: &Value<u32>, place: &Place<'_>) -> String {
        match &value.value {
            ValueDef::Primitive(Primitive::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            ValueDef::Primitive(Primitive::Char(character)) => character.escape_default().to_string(),
            ValueDef::Primitive(Primitive::String(text)) => text.escape_default().to_string(),
            ValueDef::Primitive(Primitive::I128(number)) => number.to_string(),
            ValueDef::Primitive(Primitive::U256(bytes)) => {
                hex(&bytes.iter().rev().copied().collect::<Vec<_>>())
            }
            _ => unit(number(value), place),
        }
    }
}

/// Tells whether bytes are shown as text.
fn is_text(bytes: &[u8]) -> bool {
    (1..=128).contains(&bytes.len()) && bytes.iter().all(|byte| *byte == b' ' || byte.is_ascii_graphic())
}

/// Tells whether two fields in a row are lists of uids and of their weights.
fn are_lists(uids: &Field<PortableForm>, weights: &Field<PortableForm>) -> bool {
    (uids.name.as_deref(), weights.name.as_deref()) == (Some("uids_list"), Some("values_list"))
}

/// Tells whether two lists hold as many lists that are as long.
fn as_many(uids: &Value<u32>, weights: &Value<u32>) -> bool {
    let lens = |lists| elements(lists).into_iter().map(|list| elements(list).len()).collect::<Vec<_>>();
    lens(uids) == lens(weights)
}

/// A number with the unit that the name of its type or field gives it.
fn unit(number: u128, place: &Place<'_>) -> String {
    let amount = |unit| format!("{} {unit}", decimal(number));
    let share = |whole: u128| format!("{} ({number})", percent(number, whole));
    let fits = u64::try_from(number).is_ok();
    match place.source {
        source if fits && (source.contains("AlphaBalance") || source.contains("AlphaCurrency")) => {
            amount("alpha")
        }
        source if fits && (source.contains("Balance") || source.contains("TaoCurrency")) => amount("TAO"),
        _ if fits && RAO.contains(&(place.call.1, place.field)) => amount("TAO"),
        _ if fits && place.call.1 == "sudo_set_root_claim_threshold" && place.field == "new_value" => {
            amount("alpha")
        }
        _ if place.call.0 == "LimitOrders" && place.field == "limit_price" => amount("TAO"),
        _ if place.call.0 == "LimitOrders" && ["amount", "partial_fill"].contains(&place.field) => {
            amount(if place.buys { "TAO" } else { "alpha" })
        }
        _ if fits && SHARES.contains(&place.field) => share(u16::MAX.into()),
        _ if fits && place.field == "children" && place.first_of_pair => share(u64::MAX.into()),
        "Percent" => share(100),
        "Permill" => share(1_000_000),
        "Perbill" => share(1_000_000_000),
        _ => number.to_string(),
    }
}

/// A share to the nearest ten thousandth of a percent; what is not nothing never shows as such.
fn percent(part: u128, whole: u128) -> String {
    match ((part * 2_000_000 + whole).checked_div(2 * whole).unwrap_or_default(), part) {
        (0, 1..) => "<0.0001%".to_owned(),
        (share, _) => format!("{}.{:04}%", share / 10_000, share % 10_000),
    }
}

/// Tells whether these are the fields of an order that buys, or of what it is signed with.
fn is_purchase(fields: &Composite<u32>) -> bool {
    let Composite::Named(fields) = fields else { return false };
    fields.iter().any(|(name, value)| match (name.as_str(), &value.value) {
        ("order_type", ValueDef::Variant(kind)) => kind.name == "LimitBuy",
        ("order", ValueDef::Variant(version)) => values(&version.values)
            .into_iter()
            .any(|order| matches!(&order.value, ValueDef::Composite(order) if is_purchase(order))),
        _ => false,
    })
}

/// Rao or the like in wholes, without zeros at the end.
fn decimal(number: u128) -> String {
    let text = format!("{}.{:09}", number / 1_000_000_000, number % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn ip(ip: u128, kind: u128) -> String {
    match (kind, u32::try_from(ip)) {
        (4, Ok(ip)) => std::net::Ipv4Addr::from(ip).to_string(),
        (4, Err(_)) => format!("{ip}, not an IPv4 address"),
        _ => {
            let groups = (0..8).rev().map(|group| format!("{:x}", ip >> (16 * group) & 0xffff));
            groups.collect::<Vec<_>>().join(":")
        }
    }
}

fn values(composite: &Composite<u32>) -> Vec<&Value<u32>> {
    match composite {
        Composite::Named(values) => values.iter().map(|(_, value)| value).collect(),
        Composite::Unnamed(values) => values.iter().collect(),
    }
}

/// What is inside structs of one field.
fn innermost(value: &Value<u32>) -> &Value<u32> {
    match &value.value {
        ValueDef::Composite(composite) if composite.len() == 1 => innermost(values(composite)[0]),
        _ => value,
    }
}

fn number(value: &Value<u32>) -> u128 {
    match &innermost(value).value {
        ValueDef::Primitive(Primitive::U128(number)) => *number,
        _ => panic!("{value:?}"),
    }
}

fn numbers(list: &Value<u32>) -> Vec<u128> {
    elements(list).into_iter().map(number).collect()
}

fn elements(list: &Value<u32>) -> Vec<&Value<u32>> {
    match &list.value {
        ValueDef::Composite(composite) => values(composite),
        _ => panic!("{list:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("0x{}", digits.collect::<String>())
}
