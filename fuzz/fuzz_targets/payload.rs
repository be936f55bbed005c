//! Payloads: whatever verifies can be shown to the end and comes out byte for byte when it is built again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nanotao::AccountId;
use nanotao::display::TextRender;
use nanotao::extrinsic::Payload;

fuzz_target!(|data: &[u8]| {
    let payload = match Payload::new(data).verify() {
        Ok(payload) => payload,
        Err(error) => {
            assert!(error.code() != 0 && !error.to_string().is_empty());
            return;
        }
    };
    let mut buffer = vec![0; data.len()];
    let again = Payload::from_call_bytes(payload.call_bytes(), payload.extension(), &mut buffer)
        .expect("as long as it was");
    if let Some(call) = payload.call() {
        let mut call_bytes = vec![0; call.encoded_len()];
        assert_eq!(call.encode_to(&mut call_bytes), Ok(payload.call_bytes()));
    }
    assert_eq!(again.as_bytes(), data);

    let mut review = payload.review(AccountId([7; 32]), Some(9_233_782));
    let mut render = TextRender(String::new());
    review.emit_all(&mut render).expect("a string takes any text");
    assert_eq!(render.0.lines().count(), review.len());
    assert!(review.approve().is_ok());
});
