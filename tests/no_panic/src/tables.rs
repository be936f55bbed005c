//! What calls look like, what they are built from, and where the chain keeps what.

use nanotao::{
    AccountId, NetUid,
    call::{
        AddProxy, AsMulti, Batch, Builder, ClaimRoot, Data, MultiAddress, NetUids, Proxy, ProxyType,
        SetCommitment, SpecVersion, SwapBasketMany, Weight, multi_account_id,
    },
    metadata::{Given, Table, TypeRef, Types, Value},
    scale::{Compact, List, Reader, Scale},
    storage::Storage,
};

use crate::sink::Sink;

fn spec(input: &mut Reader<'_>, sink: &mut Sink) -> Option<SpecVersion> {
    let version = sink.result(u32::parse(input))?;
    sink.result(SpecVersion::new(version))
}

pub(crate) fn tables(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let Some(spec) = spec(&mut input, sink) else { return };
    let table = Table::of(spec);
    let Ok([pallet, call]) = input.array() else { return };
    if let Ok((pallet, call)) = table.names(pallet, call) {
        sink.bytes(pallet.as_bytes());
        sink.bytes(call.as_bytes());
    }
    let Ok(id) = u32::parse(&mut input) else { return };
    if let Ok(ty) = table.get(id) {
        sink.bytes(ty.name.as_bytes());
    }
    let Ok(variant) = table.variant(id, pallet) else { return };
    let mut fields = variant.fields;
    while let Ok(Some(field)) = table.field(&mut fields) {
        sink.bytes(field.type_name.as_bytes());
        sink.add(u32::from(field.ty == TypeRef::Void));
    }
}

pub(crate) fn storage(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let Some(spec) = spec(&mut input, sink) else { return };
    let Some(storage) = sink.result(Storage::of(spec)) else { return };
    let text = core::str::from_utf8(input.rest()).unwrap_or_default();
    let (pallet, item) = text.split_once(|character| character == '.').unwrap_or_default();
    if let Some(constant) = sink.result(storage.constant(pallet, item)) {
        sink.bytes(constant.as_bytes());
    }
    let Some(item) = sink.result(storage.item(pallet, item)) else { return };
    let mut out = [0; 128];
    if let Some(key) = sink.result(item.key(&[bytes, bytes], &mut out)) {
        sink.bytes(key);
    }
}

pub(crate) fn builders(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let Some(spec) = spec(&mut input, sink) else { return };
    let Some(account) = sink.result(AccountId::parse(&mut input)) else { return };
    let Some(subnets) = sink.result(List::<NetUid>::parse(&mut input)) else { return };
    let Some(info) = sink.result(List::<Data<'_>>::parse(&mut input)) else { return };
    let real = MultiAddress::Id(account);
    let signatories = [account, AccountId([7; 32])];
    sink.bytes(&multi_account_id(&signatories, bytes.len() as u16).0);
    let claim = ClaimRoot { subnets: NetUids(subnets) };
    let commit = SetCommitment { netuid: NetUid(3), info };
    let legs = [(NetUid(1), NetUid(2), 3.into(), 4)];
    let basket = SwapBasketMany { hotkey: account, legs: List::from(legs.as_slice()) };
    let proxy = AddProxy { delegate: real, proxy_type: ProxyType::BasketTrading, delay: 0 };
    let calls: [&dyn Builder; 4] = [&claim, &commit, &basket, &proxy];
    let batch = Batch { calls: calls.as_slice() };
    let max_weight = Weight { ref_time: Compact(1), proof_size: Compact(2) };
    let other_signatories = List::from(signatories.as_slice());
    let multisig =
        AsMulti { threshold: 2, other_signatories, maybe_timepoint: None, call: &batch, max_weight };
    let mut out = [0; 512];
    if let Some(call) =
        sink.result(Proxy { real, force_proxy_type: None, call: &multisig }.build(spec, &mut out))
    {
        sink.bytes(call);
    }
    let text = core::str::from_utf8(input.rest()).unwrap_or_default();
    let parts =
        [Value(Given::Text(text)), Value(Given::Unsigned(bytes.len() as u128)), Value(Given::Bytes(bytes))];
    let numbers = [bytes.len() as u16; 3];
    let args = [
        Value(Given::Account(&account)),
        Value(Given::List(&parts)),
        Value(Given::U16s(numbers[..].into())),
        Value(Given::Encoded(bytes)),
        Value(Given::Bool(text.is_empty())),
        Value(Given::None),
    ];
    let table = Table::of(spec);
    if let Some(call) =
        sink.result(table.encode(text, text, args.get(bytes.len()..).unwrap_or_default(), &mut out))
    {
        sink.bytes(call);
    }
}
