//! The rooms with keys.

use nanotao::{
    AccountId,
    crypto::{self, Signer, SigningMessage},
};

use crate::sink::Sink;

fn sign(key: &impl Signer, message: &[u8], sink: &mut Sink) {
    let Some(signature) = sink.result(crypto::sign(key, &SigningMessage::hazmat(message), None)) else {
        return;
    };
    sink.bytes(signature.as_bytes());
}

/// A secret, an account, a signature, and what was signed.
fn parts(bytes: &[u8]) -> Option<(&[u8; 32], AccountId, [u8; 64], &[u8])> {
    let (secret, rest) = bytes.split_first_chunk::<32>()?;
    let (account, rest) = rest.split_first_chunk::<32>()?;
    let (signature, rest) = rest.split_first_chunk::<64>()?;
    Some((secret, AccountId(*account), *signature, rest))
}

pub(crate) fn sr25519(bytes: &[u8], sink: &mut Sink) {
    let Some((secret, account, signature, message)) = parts(bytes) else { return };
    sign(&crypto::sr25519::Keypair::from_mini_secret(secret), message, sink);
    sink.add(crypto::sr25519::verify(&signature, message, &account));
}

pub(crate) fn ed25519(bytes: &[u8], sink: &mut Sink) {
    let Some((secret, account, signature, message)) = parts(bytes) else { return };
    sign(&crypto::ed25519::Keypair::from_mini_secret(secret), message, sink);
    sink.add(crypto::ed25519::verify(&signature, message, &account));
}

pub(crate) fn mnemonic(bytes: &[u8], sink: &mut Sink) {
    let text = core::str::from_utf8(bytes).unwrap_or_default();
    if let Some(key) = sink.result(crypto::sr25519::Keypair::from_uri(text)) {
        sink.bytes(&key.account().0);
    }
    if let Some(key) = sink.result(crypto::ed25519::Keypair::from_uri(text)) {
        sink.bytes(&key.account().0);
    }
}
