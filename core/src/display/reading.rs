//! Cards for reading only: of a call alone, or of an extrinsic that was signed elsewhere.

use super::call::CallCards;
use super::card::{Card, Summary};
use super::value::Value;
use crate::call::SpecVersion;
use crate::extrinsic::{PayloadError, SignedExtrinsic, call_of};
use crate::metadata::{Described, Table};
use crate::scale::Reader;

/// The cards of what is not to be signed here: nothing leads from these to a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    extrinsic: Option<SignedExtrinsic<'a>>,
    summary: Summary<'a>,
    call: CallCards<'a>,
}

/// Places before the cards of the call.
const PLACES: usize = Summary::PLACES + 5;

impl<'a> Reading<'a> {
    /// Reads a call, by the table of a spec version or by a metadata proof, to its last byte.
    ///
    /// # Errors
    /// [`PayloadError`] says what is unknown or malformed, and where in the call.
    // Large, so it is made where it is to lie.
    #[inline(never)]
    pub fn of_call(described: Described<'a>) -> Result<Self, PayloadError> {
        let call = call_of(described, &mut described.decoder())?;
        Reader::at(described.bytes(), call.bytes().len()).finish()?;
        let summary = Summary::new(call.function()?);
        let mut reading = Self { extrinsic: None, summary, call: CallCards::new(&call) };
        reading.summary.gather(&mut reading.call, false);
        Ok(reading)
    }

    /// Reads a signed extrinsic of that spec version. The signature is not verified: the extrinsic does not hold all that
    /// was signed.
    ///
    /// # Errors
    /// As [`of_call`](Self::of_call), or what is malformed around the call, and where in the extrinsic.
    pub fn of_extrinsic(spec: SpecVersion, extrinsic: &'a [u8]) -> Result<Self, PayloadError> {
        let extrinsic = SignedExtrinsic::parse(extrinsic)?;
        let mut reading = Self::of_call(Described::Table(Table::of(spec), extrinsic.call))?;
        reading.extrinsic = Some(extrinsic);
        Ok(reading)
    }

    /// Counts the cards.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&mut self) -> usize {
        let mut count = 0usize;
        while self.get(count).is_some() {
            count = count.saturating_add(1);
        }
        count
    }

    /// The card at `index`, from 0: in the order in which a review of the same call has them.
    pub fn get(&mut self, index: usize) -> Option<Card<'_>> {
        let mut head = (0..PLACES).filter_map(|place| self.place(place));
        match index.checked_sub(head.clone().count()) {
            None => head.nth(index),
            Some(in_call) => self.call.get(in_call),
        }
    }

    fn place(&self, place: usize) -> Option<Card<'a>> {
        let Some(place) = place.checked_sub(Summary::PLACES) else { return self.summary.place(place) };
        let extrinsic = self.extrinsic.as_ref()?;
        Some(match place {
            0 => Card::new("Signer", Value::Account(extrinsic.account)),
            1 => Card::new("Valid", Value::Era { era: extrinsic.era, current: None }),
            2 => Card::new("Nonce", Value::Integer(extrinsic.nonce.into())),
            3 => Card::new("Tip", Value::Tao(extrinsic.tip)),
            4 if extrinsic.metadata_hash_mode => {
                Card::new("Metadata hash", Value::Text("signed with the rest"))
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::call::{BurnedRegister, Call, CallError, SpecVersion};
    use crate::crypto::MultiSignature;
    use crate::display::TextRender;
    use crate::extrinsic::{Era, FINNEY, Payload, PayloadError, TxExtension, assemble};
    use crate::metadata::{Described, Table};
    use crate::primitives::{AccountId, H256, NetUid, TaoBalance};
    use crate::scale::ScaleError;
    use std::{format, string::String};

    fn lines(mut reading: Reading<'_>) -> String {
        (0..reading.len()).map(|index| format!("{}\n", reading.get(index).unwrap())).collect()
    }

    #[test]
    fn what_is_read_has_the_cards_of_a_review() {
        let call = Call::from(BurnedRegister { netuid: NetUid(1), hotkey: AccountId([2; 32]) });
        let extension = TxExtension {
            era: Era::mortal(64, 100),
            nonce: 7,
            tip: TaoBalance(1),
            metadata_hash: Some(H256([3; 32])),
            spec_version: 475,
            transaction_version: 1,
            genesis_hash: FINNEY,
            block_hash: H256([4; 32]),
        };
        let (account, spec) = (AccountId([5; 32]), SpecVersion::new(475).unwrap());
        let (mut buffer, mut extrinsic) = ([0; 256], [0; 256]);
        let verified = Payload::build(&call, &extension, &mut buffer).unwrap().verify().unwrap();
        let signature = MultiSignature::Ed25519([6; 64]);
        let extrinsic =
            assemble(&account, &signature, &extension, verified.call_bytes(), &mut extrinsic).unwrap();
        let mut same = [0; 256];
        assert_eq!(verified.extrinsic(&account, &signature, &mut same), Ok(extrinsic));
        assert_eq!(verified.extrinsic_len(&signature), extrinsic.len());

        let mut review = TextRender(String::new());
        verified.review(account, None).emit_all(&mut review).unwrap();
        let but = |left_out: &[&str]| -> String {
            let kept = review.0.lines().filter(|line| left_out.iter().all(|label| !line.starts_with(label)));
            kept.map(|line| format!("{line}\n")).collect()
        };
        let context = ["Network", "Spec version", "Birth block"];
        let of_extrinsic = lines(Reading::of_extrinsic(spec, extrinsic).unwrap());
        let hash = format!("Metadata hash: 0x{}\n", "03".repeat(32));
        assert_eq!(of_extrinsic, but(&context).replace(&hash, "Metadata hash: signed with the rest\n"));
        let described = *verified.described();
        let around = ["Signer", "Valid", "Nonce", "Tip", "Metadata hash"];
        assert_eq!(lines(Reading::of_call(described).unwrap()), but(&[&context[..], &around].concat()));

        let bytes = described.bytes();
        let read = |bytes| Reading::of_call(Described::Table(Table::of(spec), bytes)).map(|_| ());
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut at {end}");
        }
        let longer = [bytes, &[0]].concat();
        let trailing = ScaleError::TrailingBytes { offset: bytes.len() };
        assert_eq!(read(&longer), Err(trailing.into()));
        assert_eq!(read(&[200, 0]), Err(PayloadError::Call(CallError::UnknownPallet { pallet: 200 })));
    }

    /// The cards of a call of spec 461 by its bytes.
    fn cards(bytes: &[u8]) -> String {
        let table = Table::of(SpecVersion::new(461).unwrap());
        lines(Reading::of_call(Described::Table(table, bytes)).unwrap())
    }

    /// A call of SubtensorModule of spec 461, hotkey and subnet first.
    fn staking(call: u8, rest: &[&[u8]]) -> std::vec::Vec<u8> {
        [&[7, call][..], &[2; 32], &[1, 0], &rest.concat()].concat()
    }

    const LIMIT: &str = "Warning at limit_price: No limit price: any price is taken\n";

    #[test]
    fn a_price_that_limits_nothing_is_warned_of() {
        let amount = &[0, 202, 154, 59, 0, 0, 0, 0][..];
        let (least, most) = (&[0; 8][..], &[255; 8][..]);
        // add_stake_limit, remove_stake_limit; each of them with the other's bound has no such warning.
        for (call, none, other) in [(88, most, least), (89, least, most)] {
            assert!(cards(&staking(call, &[amount, none, &[0]])).contains(LIMIT));
            assert!(!cards(&staking(call, &[amount, other, &[0]])).contains("Warning"));
        }
        // remove_stake_full_limit.
        for rest in [&[&[0][..]][..], &[&[1][..], least]] {
            let text = cards(&staking(103, rest));
            assert!(text.starts_with(
                "Action: Unstake everything from a hotkey\nWarning: Unstakes everything\n\
                Warning: No limit price: any price is taken\nCall: "
            ));
            assert!(text.ends_with(LIMIT), "{text}");
        }
    }

    #[test]
    fn what_a_batch_holds_is_announced_at_its_top_and_named_by_its_path() {
        // Twice transfer_all to the same account, and set_weights of one pair.
        let transfer = [&[5, 4, 0][..], &[2; 32], &[0]].concat();
        let weights = [&[7, 0, 1, 0, 4, 9, 0, 4, 1, 0][..], &[0; 8]].concat();
        let text = cards(&[&[11, 0, 12][..], &transfer, &transfer, &weights].concat());
        let top = "Action: Do several things\nWarning: Signs every call that follows\n\
            Warning: Sends the whole balance\nCall: Utility.batch\ncalls: 3\n\
            calls[0]: Balances.transfer_all\nWarning at calls[0]: Sends the whole balance\n";
        assert!(text.starts_with(top), "{text}");
        assert!(text.contains("\nWarning at calls[1]: Sends the whole balance\n"), "{text}");
        assert!(text.contains("\ncalls[2].weights: 1\ncalls[2].weight 1: uid 9: 100.0000% (1)\n"), "{text}");
    }
}
