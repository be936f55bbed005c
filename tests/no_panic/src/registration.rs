//! Registration by work.

use nanotao::{
    AccountId, H256, NetUid,
    fixed::U64F64,
    registration::{self, DifficultyBounds, HotkeyState, PowRegistration, SubnetState},
};

use crate::{epoch::Numbers, sink::Sink};

pub(crate) fn registration(bytes: &[u8], sink: &mut Sink) {
    let numbers = &mut Numbers::new(bytes);
    let [hash, hotkey, coldkey]: [[u8; 32]; 3] = core::array::from_fn(|_| numbers.array(|n| n.next() as u8));
    let (hash, hotkey, coldkey) = (H256(hash), AccountId(hotkey), AccountId(coldkey));
    let nonce = numbers.next();
    sink.bytes(&registration::create_seal_hash(&hash, nonce, &hotkey).0);
    sink.add(registration::hash_hotkey_to_u64(&hotkey));
    let bounds = DifficultyBounds { min: numbers.next(), max: numbers.next() };
    sink.add(bounds.bump(numbers.next(), U64F64::from_bits(numbers.wide())));
    sink.add(bounds.decay(numbers.next(), numbers.next() as u16, numbers.next()));
    let netuid = NetUid(numbers.next() as u16);
    let work = registration::create_registration_seal(netuid, &hash, nonce, &hotkey, &coldkey);
    let work_block = numbers.next();
    let subnet = SubnetState {
        subnet_exists: numbers.next() == 0,
        registration_allowed: numbers.next() == 0,
        pow_registration_allowed: numbers.next() == 0,
        max_allowed_uids: numbers.next() as u16,
        registrations_this_block: numbers.next() as u16,
        max_registrations_per_block: numbers.next() as u16,
        difficulty: numbers.next(),
        difficulty_bounds: bounds,
    };
    let state = HotkeyState {
        registered: numbers.next() == 0,
        last_pow_registration_block: Some(numbers.next()).filter(|block| *block != 0),
        is_subnet_account: numbers.next() == 0,
        owner: Some(coldkey).filter(|_| numbers.next() == 0),
        owned_hotkeys: numbers.next() as usize,
        staking_hotkeys: numbers.next() as usize,
    };
    let registration = PowRegistration { netuid, work_block, nonce, work, hotkey, coldkey };
    let result = registration::check_pow_registration(&registration, &subnet, &state, numbers.next(), &hash);
    if let Err(error) = result {
        sink.add(error.code());
        sink.bytes(error.name().as_bytes());
    }
    sink.result(result);
}
