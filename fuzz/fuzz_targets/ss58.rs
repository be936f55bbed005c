//! Addresses, against sp-core: the same account and prefix, the same text, and a refusal where sp-core refuses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao::{AccountId, ss58};
use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};

fn compare_parse(text: &str) {
    match (ss58::parse(text), AccountId32::from_ss58check_with_version(text)) {
        (Ok((account, prefix)), Ok((theirs, format))) => {
            assert_eq!(account.0, *AsRef::<[u8; 32]>::as_ref(&theirs));
            assert_eq!(prefix, u16::from(format));
        }
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{text:?}: ours {ours:?}, theirs {theirs:?}"),
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        compare_parse(text);
    }
    let Some((account, prefix)) = data.split_first_chunk::<32>() else { return };
    let Some(prefix) = prefix.first_chunk().map(|prefix| u16::from_le_bytes(*prefix)) else { return };
    let mut buffer = [0; ss58::MAX_ENCODED_LEN];
    if let Ok(ours) = ss58::encode(&AccountId(*account), prefix, &mut buffer) {
        let theirs = AccountId32::new(*account).to_ss58check_with_version(Ss58AddressFormat::custom(prefix));
        assert_eq!(ours, theirs);
        compare_parse(ours);
    }
});
