//! Requests to sign weights.

use nanotao::call::{
    Call, RevealMechanismWeights, RevealWeights, SetMechanismWeights, SetWeights, SpecVersion,
};
use nanotao::display::HiddenWeights;
use nanotao::extrinsic::{PayloadError, TRANSACTION_VERSION};
use nanotao::scale::{Reader, ScaleError};
use nanotao::weights::timelock::RevealTerms;
use nanotao::weights::{ChainError, QuantiseError, Salt, check_uids, sdk10, sdk11};
use nanotao::{AccountId, MechId, NetUid, Uid};

use super::RequestError;
use crate::protocol::{ChainContext, Instruction, MAX_UIDS, Quantiser, RevealContext, WeightsKind};
use crate::scores::{Lists, Scores, Values};

/// What is to become of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// They are set.
    Plain,
    /// They are committed to, and a round of the beacon reveals them.
    Timelocked(RevealTerms),
    /// They are committed to by a hash.
    Committed,
    /// They are revealed, with the salt that the hash was made with.
    Revealed(Salt),
}

/// A request to sign weights: `context ‖ what its form needs ‖ quantiser u8 ‖ kind u8 ‖ scores or weights`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightsRequest<'a> {
    /// Where and when the extrinsic is to be valid.
    pub context: ChainContext,
    /// What is to become of the weights.
    pub form: Form,
    /// How scores become weights.
    pub quantiser: Quantiser,
    /// The form of the body.
    pub kind: WeightsKind,
    /// A scores file, or weights.
    pub body: &'a [u8],
}

impl<'a> WeightsRequest<'a> {
    /// Takes a request apart, and checks what does not depend on the weights.
    ///
    /// # Errors
    /// [`RequestError`] with the byte at fault.
    pub fn parse(instruction: Instruction, bytes: &'a [u8]) -> Result<Self, RequestError> {
        let mut input = Reader::new(bytes);
        let context = ChainContext::parse(&mut input)?;
        SpecVersion::new(context.spec_version)?;
        if context.transaction_version != TRANSACTION_VERSION {
            return Err(PayloadError::TransactionVersion { found: context.transaction_version }.into());
        }
        context.era()?;
        let form = match instruction {
            Instruction::SignTimelocked => {
                Form::Timelocked(RevealContext::parse(&mut input)?.terms(&context)?)
            }
            Instruction::SignCommit => Form::Committed,
            Instruction::SignReveal => Form::Revealed(read_salt(&mut input)?),
            _ => Form::Plain,
        };
        let [quantiser] = input.array()?;
        let quantiser =
            Quantiser::new(quantiser).ok_or(RequestError::UnknownQuantiser { found: quantiser })?;
        let [kind] = input.array()?;
        let kind = WeightsKind::new(kind).ok_or(RequestError::UnknownKind { found: kind })?;
        Ok(Self { context, form, quantiser, kind, body: input.rest() })
    }

    /// Reads the body, checks it, and makes the weights.
    ///
    /// # Errors
    /// [`RequestError`] with the byte or the element at fault.
    pub fn quantise<'o>(
        &self,
        lists: &mut Lists,
        uids: &'o mut [Uid; MAX_UIDS],
        weights: &'o mut [u16; MAX_UIDS],
    ) -> Result<Quantised<'o>, RequestError> {
        let scores = match self.kind {
            WeightsKind::Json => Scores::parse(self.body, lists)?,
            WeightsKind::Binary => read_binary(self.body, lists)?,
        };
        check(&scores)?;
        let (netuid, mecid, version_key) = (scores.netuid, scores.mecid, scores.version_key);
        let (uids, weights) = match (scores.values, self.quantiser) {
            (Values::Scores(values), Quantiser::Sdk11) => {
                sdk11::normalize(scores.uids, values, uids, weights)?
            }
            (Values::Scores(_), Quantiser::Sdk10) => {
                let len = scores.uids.len();
                round_to_f32(&mut lists.scores);
                let values = lists.scores.get(..len).unwrap_or_default();
                sdk10::quantise(lists.uids.get(..len).unwrap_or_default(), values, uids, weights)?
            }
            (Values::Weights(values), _) => copy(scores.uids, values, uids, weights),
        };
        if weights.iter().all(|weight| *weight == 0) {
            return Err(RequestError::AllZero);
        }
        Ok(Quantised { netuid, mecid, version_key, uids, weights })
    }
}

/// What numpy does to a list of scores on its way into SDK 10.
fn round_to_f32(scores: &mut [f64]) {
    for score in scores {
        *score = f64::from(*score as f32);
    }
}

fn copy<'o>(
    uids: &[Uid],
    weights: &[u16],
    to_uids: &'o mut [Uid],
    to_weights: &'o mut [u16],
) -> (&'o mut [Uid], &'o mut [u16]) {
    let len = uids.len();
    for ((to_uid, to_weight), (uid, weight)) in
        to_uids.iter_mut().zip(to_weights.iter_mut()).zip(uids.iter().zip(weights))
    {
        *to_uid = *uid;
        *to_weight = *weight;
    }
    (to_uids.get_mut(..len).unwrap_or_default(), to_weights.get_mut(..len).unwrap_or_default())
}

/// What the chain, or the SDK, would refuse of any weights.
fn check(scores: &Scores<'_>) -> Result<(), RequestError> {
    if scores.netuid.is_root() {
        return Err(ChainError::CanNotSetRootNetworkWeights.into());
    }
    let (uids, values) = (scores.uids.len(), scores.values.len());
    if uids != values {
        return Err(QuantiseError::LengthMismatch { uids, weights: values }.into());
    }
    if uids == 0 {
        return Err(QuantiseError::Empty.into());
    }
    Ok(check_uids(scores.uids.into())?)
}

/// Reads `netuid u16 ‖ mecid u8 ‖ version_key u64 ‖ count u16 ‖ uids ‖ weights`.
///
/// # Errors
/// [`RequestError::Scale`] with the byte at fault, counted from the start of the body; [`RequestError::TooManyUids`].
pub fn read_binary<'a>(bytes: &[u8], lists: &'a mut Lists) -> Result<Scores<'a>, RequestError> {
    let mut input = Reader::new(bytes);
    let netuid = NetUid(u16::from_be_bytes(input.array()?));
    let [mecid] = input.array()?;
    let version_key = u64::from_be_bytes(input.array()?);
    let count = usize::from(u16::from_be_bytes(input.array()?));
    let too_many = RequestError::TooManyUids { found: count };
    let uids = lists.uids.get_mut(..count).ok_or(too_many)?;
    let weights = lists.weights.get_mut(..count).ok_or(too_many)?;
    read_list(&mut input, uids)?;
    read_list(&mut input, weights)?;
    input.finish()?;
    Ok(Scores { netuid, mecid: MechId(mecid), version_key, uids, values: Values::Weights(weights) })
}

fn read_salt(input: &mut Reader<'_>) -> Result<Salt, ScaleError> {
    let mut salt = Salt::default();
    read_list(input, &mut salt)?;
    Ok(salt)
}

fn read_list(input: &mut Reader<'_>, list: &mut [u16]) -> Result<(), ScaleError> {
    for element in list {
        *element = u16::from_be_bytes(input.array()?);
    }
    Ok(())
}

/// Weights that are ready to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantised<'a> {
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism.
    pub mecid: MechId,
    /// The version of the validator's code.
    pub version_key: u64,
    /// Who is weighted.
    pub uids: &'a [Uid],
    /// How much.
    pub weights: &'a [u16],
}

impl<'a> Quantised<'a> {
    /// The call that sets them: `set_weights` for the main mechanism, `set_mechanism_weights` for any other.
    pub fn call(&self) -> Call<'a> {
        let (netuid, mecid, version_key) = (self.netuid, self.mecid, self.version_key);
        let (dests, weights) = (self.uids.into(), self.weights.into());
        if mecid == MechId::MAIN {
            SetWeights { netuid, dests, weights, version_key }.into()
        } else {
            SetMechanismWeights { netuid, mecid, dests, weights, version_key }.into()
        }
    }

    /// The call that reveals them: `reveal_weights`, or `reveal_mechanism_weights`.
    pub fn reveal_call(&self, salt: &'a Salt) -> Call<'a> {
        let (netuid, mecid, version_key) = (self.netuid, self.mecid, self.version_key);
        let (uids, values, salt) = (self.uids.into(), self.weights.into(), salt.as_slice().into());
        if mecid == MechId::MAIN {
            RevealWeights { netuid, uids, values, salt, version_key }.into()
        } else {
            RevealMechanismWeights { netuid, mecid, uids, values, salt, version_key }.into()
        }
    }

    /// What a hotkey commits to.
    pub fn hidden(&self, hotkey: AccountId) -> HiddenWeights<'a> {
        let (netuid, mecid, version_key) = (self.netuid, self.mecid, self.version_key);
        HiddenWeights {
            hotkey,
            netuid,
            mecid,
            uids: self.uids.into(),
            values: self.weights.into(),
            version_key,
        }
    }
}
