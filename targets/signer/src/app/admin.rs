//! Instructions about the device itself.

use core::ops::Range;

use embedded_io::{Read, ReadReady, Write};
use nanotao::call::SpecVersion;
use nanotao::crypto::MiniSecret;
use nanotao::display::{Card, Label, Value};
use nanotao::ss58::Address;
use zeroize::Zeroizing;

use super::consent::{Consent, ask};
use super::{Accounts, App, Refusal, SignScheme};
use crate::board::{Clock, Keypad};
use crate::display::{NoticeDeck, Screen};
use crate::keystore::KeyStore;
use crate::protocol::{HEADER_LEN, Status, StatusWord};

impl<Serial, Display, Keys, Time, Store> App<'_, Serial, Display, Keys, Time, Store>
where
    Serial: Read + ReadReady + Write,
    Display: Screen,
    Keys: Keypad,
    Time: Clock,
    Store: KeyStore,
{
    /// Tells what the device is and can do.
    pub(super) fn status(&mut self) -> Result<Range<usize>, Refusal> {
        let stack = self.board.stack_high_water.map_or(0, |measure| measure());
        let mut specs = [0; SpecVersion::ALL.len() * 4];
        for (slot, spec) in specs.as_chunks_mut().0.iter_mut().zip(SpecVersion::ALL) {
            *slot = spec.get().to_be_bytes();
        }
        let status = Status::new(self.accounts.is_some(), stack, &specs);
        self.write(|out| status.encode(out))
    }

    /// Gives an account, after the user has compared its address if the host asks for that.
    pub(super) fn address(&mut self, p1: u8, p2: u8, data_len: u8) -> Result<Range<usize>, Refusal> {
        let scheme = SignScheme::new(p2).filter(|_| p1 <= 1).ok_or(StatusWord::WRONG_PARAMETER)?;
        if data_len != 0 {
            return Err(StatusWord::WRONG_LENGTH.into());
        }
        let account = self.accounts.ok_or(StatusWord::NO_KEY)?.get(scheme);
        if p1 == 1 {
            let label = match scheme {
                SignScheme::Ed25519 => "ed25519",
                SignScheme::Sr25519 => "sr25519",
            };
            self.confirm("Address", "Is it the same?", &[card(label, Value::Account(account))])?;
            self.show_idle();
        }
        self.write(|out| {
            out.bytes(&account.0)?;
            out.bytes(Address::new(&account).as_str().as_bytes())
        })
    }

    /// Takes a key, if there is none yet and the user agrees.
    pub(super) fn provision(&mut self, len: usize) -> Result<Range<usize>, Refusal> {
        if self.accounts.is_some() || self.board.store.load().map_err(StatusWord::from)?.is_some() {
            return Err(StatusWord::HAS_KEY.into());
        }
        let data = self.memory.link.apdu(len).get(HEADER_LEN..).unwrap_or_default();
        let secret = Zeroizing::new(<[u8; 32]>::try_from(data).map_err(|_| StatusWord::WRONG_LENGTH)?);
        let secret = MiniSecret::new(*secret);
        self.memory.link.wipe();
        let accounts = Accounts::new(&secret);
        let cards = [
            card("sr25519", Value::Account(accounts.sr25519)),
            card("ed25519", Value::Account(accounts.ed25519)),
        ];
        self.confirm("New key", "Take this key?", &cards)?;
        self.board.store.store(&secret).map_err(StatusWord::from)?;
        self.accounts = Some(accounts);
        self.show_message("key taken");
        Ok(0..0)
    }

    /// Erases the key, if the user agrees.
    pub(super) fn wipe(&mut self) -> Result<Range<usize>, Refusal> {
        let account = self
            .accounts
            .map_or(Value::Text("none, or not whole"), |accounts| Value::Account(accounts.sr25519));
        self.confirm("Erase the key", "Erase this key?", &[card("key", account)])?;
        self.accounts = None;
        self.board.store.wipe().map_err(StatusWord::from)?;
        self.show_message("key erased");
        Ok(0..0)
    }

    /// Shows `cards` and asks.
    fn confirm(
        &mut self,
        title: &'static str,
        question: &'static str,
        cards: &[Card<'_>],
    ) -> Result<(), Refusal> {
        let mut deck = NoticeDeck { title, question, cards };
        let consent = ask(&mut self.board, &mut deck, self.settings.consent_timeout_ms);
        match consent.map_err(StatusWord::from)? {
            Consent::Approved => Ok(()),
            declined => Err(self.declined(declined)),
        }
    }

    /// What to answer, and to show, when the user has not approved.
    pub(super) fn declined(&mut self, consent: Consent) -> Refusal {
        info!("user: {}", consent);
        if consent == Consent::Rejected {
            self.show_message("rejected");
        } else {
            self.show_idle();
        }
        match consent {
            Consent::NoAnswer => StatusWord::NO_ANSWER.into(),
            Consent::Abandoned => Refusal::Abandoned,
            Consent::Approved | Consent::Rejected => StatusWord::REJECTED.into(),
        }
    }
}

fn card<'a>(label: &'static str, value: Value<'a>) -> Card<'a> {
    Card { label: Label::Text(label), value }
}
