//! Cards for reading only: of a call alone, or of an extrinsic that was signed elsewhere.

use super::call::CallCards;
use super::card::{Card, Summary};
use super::value::Value;
use crate::call::SpecVersion;
use crate::extrinsic::{PayloadError, SignedExtrinsic, call_of};
use crate::metadata::{Described, Table};
use crate::primitives::TaoBalance;
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
    pub fn of_call(described: Described<'a>) -> Result<Self, PayloadError> {
        Self::new(described, None)
    }

    // Large, so it is made where it is to lie.
    #[inline(never)]
    fn new(described: Described<'a>, extrinsic: Option<SignedExtrinsic<'a>>) -> Result<Self, PayloadError> {
        let call = call_of(described, &mut described.decoder())?;
        Reader::at(described.bytes(), call.bytes().len()).finish()?;
        let summary = Summary::new(call.function()?);
        let tip = extrinsic.as_ref().map_or(TaoBalance(0), |extrinsic| extrinsic.tip);
        let mut reading = Self { extrinsic, summary, call: CallCards::new(&call) };
        reading.summary.gather(tip, &mut reading.call, false);
        Ok(reading)
    }

    /// Reads a signed extrinsic of that spec version. The signature is not verified: the extrinsic does not hold all that
    /// was signed.
    ///
    /// # Errors
    /// As [`of_call`](Self::of_call), or what is malformed around the call, and where in the extrinsic.
    pub fn of_extrinsic(spec: SpecVersion, extrinsic: &'a [u8]) -> Result<Self, PayloadError> {
        let extrinsic = SignedExtrinsic::parse(extrinsic)?;
        Self::new(Described::Table(Table::of(spec), extrinsic.call), Some(extrinsic))
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
    fn a_stop_loss_that_waits_for_a_price_of_nothing_is_no_sale_at_any_price() {
        // LimitBuy, TakeProfit, StopLoss.
        for (kind, price, warns) in [
            (0, u64::MAX, true),
            (0, 0, false),
            (1, 0, true),
            (1, u64::MAX, false),
            (2, 0, false),
            (2, u64::MAX, false),
        ] {
            let order = [&[2; 64][..], &[1, 0, kind], &[1; 8], &price.to_le_bytes(), &[1; 44], &[0, 1]];
            let rest = [&[1, 0, 0, 0][..], &[1; 8], &[0, 0], &[3; 64], &[0, 0]];
            let bytes = [&[32, 0, 4, 0][..], &order.concat(), &rest.concat()].concat();
            assert_eq!(cards(&bytes).contains("No limit price"), warns, "{kind} {price}");
        }
    }

    #[test]
    fn bytes_that_are_text_are_shown_as_text_and_others_in_hex() {
        let remark = |text: &[u8]| {
            cards(&[&[0, 0, (text.len() << 2 | 1) as u8, (text.len() >> 6) as u8], text].concat())
        };
        for (text, shown) in [
            (&[b'a'; 64][..], format!("\"{}\"", "a".repeat(64))),
            (&[b'~'; 128], format!("\"{}\"", "~".repeat(128))),
            (
                b"say \"0x00\" ............................................................",
                "\"say \\\"0x00\\\" ............................................................\"".into(),
            ),
        ] {
            assert_eq!(
                remark(text),
                format!("Action: Leave a remark\nCall: System.remark\nremark: {shown}\n")
            );
        }
        assert!(remark(&[b'a'; 129]).contains("remark: 129 bytes, blake2b-256 0x"));
        assert!(remark(&[&[b'a'; 63][..], b"\n"].concat()).contains("remark: 0x6161"));
        assert!(remark(&[&[b'a'; 63][..], &[0x7f]].concat()).contains("remark: 0x6161"));
        assert!(cards(&[0, 0, 0]).ends_with("remark: 0x\n"));
        // Commitments.set_commitment of Raw2, and of a hash of printable bytes.
        assert!(cards(&[18, 0, 1, 0, 4, 3, b'h', b'i']).ends_with("fields[0]: \"hi\"\n"));
    }

    #[test]
    fn the_weights_of_each_reveal_of_a_batch_stand_beside_their_uids() {
        // batch_reveal_weights of netuid 1: two lists of uids, of values and of salts, and two version keys.
        let keys = [&[8][..], &[0; 16]].concat();
        let reveal = |values: &[u8]| {
            let uids = [8, 8, 3, 0, 9, 0, 4, 7, 0];
            let salts = [8, 4, 5, 0, 4, 6, 0];
            cards(&[&[7, 98, 1, 0][..], &uids, values, &salts, &keys].concat())
        };
        let text = reveal(&[8, 8, 1, 0, 3, 0, 4, 255, 255]);
        let head = "Action: Reveal weights\nCall: SubtensorModule.batch_reveal_weights\nnetuid: 1\n";
        let tail = "salts_list: 2\nsalts_list[0]: [5]\nsalts_list[1]: [6]\nversion_keys: 2\nversion_keys[0]: 0\n\
            version_keys[1]: 0\n";
        let pairs = "values_list: 2\nvalues_list[0]: 2\nvalues_list[0].weight 1: uid 3: 25.0000% (1)\n\
            values_list[0].weight 2: uid 9: 75.0000% (3)\nvalues_list[1]: 1\n\
            values_list[1].weight 1: uid 7: 100.0000% (65535)\n";
        assert_eq!(text, format!("{head}{pairs}{tail}"));
        // Where there are not as many, all is shown that there is.
        for (values, shown) in [
            (&[4, 8, 1, 0, 3, 0][..], "values_list: 1\nvalues_list[0]: [1, 3]\n"),
            (&[8, 4, 1, 0, 4, 3, 0], "values_list: 2\nvalues_list[0]: [1]\nvalues_list[1]: [3]\n"),
        ] {
            let uids = "uids_list: 2\nuids_list[0]: [3, 9]\nuids_list[1]: [7]\n";
            assert_eq!(reveal(values), format!("{head}{uids}{shown}{tail}"));
        }
    }

    #[test]
    fn a_tip_that_nobody_means_is_warned_of() {
        let call = Call::from(BurnedRegister { netuid: NetUid(1), hotkey: AccountId([2; 32]) });
        for (tip, warns) in [(999_999_999, false), (1_000_000_000, true), (u64::MAX, true)] {
            let extension = TxExtension {
                era: Era::Immortal,
                nonce: 0,
                tip: TaoBalance(tip),
                metadata_hash: None,
                spec_version: 475,
                transaction_version: 1,
                genesis_hash: FINNEY,
                block_hash: FINNEY,
            };
            let mut buffer = [0; 256];
            let verified = Payload::build(&call, &extension, &mut buffer).unwrap().verify().unwrap();
            let mut review = TextRender(String::new());
            verified.review(AccountId([5; 32]), None).emit_all(&mut review).unwrap();
            assert_eq!(review.0.contains("\nWarning: The tip is 1 TAO or more\n"), warns, "{tip}");
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
