//! The signer device, seen from the host: requests in, extrinsics out. `docs/protocol.md` describes the line.
//!
//! ```no_run
//! use nanotao_host::device::Device;
//!
//! let mut device = Device::open("/dev/ttyACM0")?;
//! let status = device.status()?;
//! assert!(status.provisioned);
//! # Ok::<(), nanotao_host::device::DeviceError>(())
//! ```

mod error;
mod transport;

pub(crate) use error::refused;
pub use error::{DeviceError, foretell};
pub use nanotao_signer::protocol::{ChainContext, PROTOCOL_VERSION, Quantiser, RevealContext, StatusWord};
pub use transport::{Transport, open};

use std::time::Duration;

use nanotao::crypto::{MiniSecret, Scheme};
use nanotao::scale::{Reader, ScaleError, Writer};
use nanotao::weights::Salt;
use nanotao::{AccountId, BlockNumber, MechId, NetUid, Uid};
use nanotao_signer::protocol::{CLA, Chunk, Instruction, MAX_DATA, Status, WeightsKind};
use zeroize::Zeroizing;

/// How long to wait where the device answers by itself.
const PROMPT: Duration = Duration::from_secs(10);

/// How long to wait for the user, unless told otherwise: a little longer than the device does.
const USER: Duration = Duration::from_secs(5 * 60 + 30);

/// A device at the other end of a line. It serves one request at a time; beginning another abandons the one before.
pub struct Device<T = Box<dyn Transport>> {
    transport: T,
    user_timeout: Duration,
}

/// What a device is and can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceStatus {
    /// The version of the protocol that it speaks.
    pub protocol: u8,
    /// The version of its firmware.
    pub firmware: [u8; 3],
    /// Whether it holds a key.
    pub provisioned: bool,
    /// The schemes that it signs with.
    pub schemes: Vec<Scheme>,
    /// Most uids that it takes.
    pub max_uids: u16,
    /// Most bytes of a request.
    pub max_request: u32,
    /// The most bytes of stack that were ever in use, if the board measures it.
    pub stack_high_water: Option<u32>,
    /// The spec versions whose calls it knows.
    pub specs: Vec<u32>,
}

/// What the device is to make weights of.
#[derive(Clone, Copy, Debug)]
pub enum Scores<'a> {
    /// A scores file, as it is on disk: the device reads it itself.
    Json(&'a [u8]),
    /// Weights as they go to the chain.
    Weights {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mecid: MechId,
        /// The version of the validator's code.
        version_key: u64,
        /// Who is weighted.
        uids: &'a [Uid],
        /// How much.
        weights: &'a [u16],
    },
}

impl Device {
    /// Opens a device: `HOST:PORT` for an emulated one, the name of a serial port for a real one.
    ///
    /// # Errors
    /// [`DeviceError::Io`].
    pub fn open(address: &str) -> Result<Self, DeviceError> {
        Ok(Self::new(open(address)?))
    }
}

impl<T: Transport> Device<T> {
    /// A device at the other end of `transport`.
    pub fn new(transport: T) -> Self {
        Self { transport, user_timeout: USER }
    }

    /// Sets how long to wait for the user.
    #[must_use]
    pub fn user_timeout(self, user_timeout: Duration) -> Self {
        Self { user_timeout, ..self }
    }

    /// Asks what the device is and can do.
    ///
    /// # Errors
    /// [`DeviceError`], as for every function here.
    pub fn status(&mut self) -> Result<DeviceStatus, DeviceError> {
        let answer = self.call(Instruction::Status, 0, 0, &[], PROMPT)?;
        let status = Status::parse(&answer).map_err(DeviceError::Garbled)?;
        let has = |scheme: &Scheme| status.schemes & 1 << *scheme as u8 != 0;
        Ok(DeviceStatus {
            protocol: status.protocol,
            firmware: status.firmware,
            provisioned: status.provisioned,
            schemes: [Scheme::Ed25519, Scheme::Sr25519].into_iter().filter(has).collect(),
            max_uids: status.max_uids,
            max_request: status.max_request,
            stack_high_water: Some(status.stack_high_water).filter(|bytes| *bytes > 0),
            specs: status.specs().collect(),
        })
    }

    /// Asks for the account of a scheme. With `shown`, the user first compares its address on the screen.
    ///
    /// # Errors
    /// [`DeviceError::NoKey`], and with `shown` [`DeviceError::Rejected`] or [`DeviceError::NoAnswer`].
    pub fn account(&mut self, scheme: Scheme, shown: bool) -> Result<AccountId, DeviceError> {
        let timeout = if shown { self.user_timeout } else { PROMPT };
        let answer = self.call(Instruction::Address, shown.into(), scheme as u8, &[], timeout)?;
        let missing = DeviceError::Garbled(ScaleError::UnexpectedEnd { offset: 0, missing: 32 });
        answer.first_chunk().map(|account| AccountId(*account)).ok_or(missing)
    }

    /// Hands over a key, which the user accepts by its addresses.
    ///
    /// # Errors
    /// [`DeviceError::HasKey`], [`DeviceError::Rejected`], [`DeviceError::NoAnswer`], [`DeviceError::StoreFailed`].
    pub fn provision(&mut self, secret: &MiniSecret) -> Result<(), DeviceError> {
        self.call(Instruction::Provision, 0, 0, secret.as_bytes(), self.user_timeout).map(|_| ())
    }

    /// Erases the key, if the user agrees.
    ///
    /// # Errors
    /// [`DeviceError::Rejected`], [`DeviceError::NoAnswer`], [`DeviceError::StoreFailed`].
    pub fn wipe(&mut self) -> Result<(), DeviceError> {
        self.call(Instruction::Wipe, 0, 0, &[], self.user_timeout).map(|_| ())
    }

    /// Has weights signed, and gives the extrinsic.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] says what is wrong with them, and where.
    pub fn sign_weights(
        &mut self,
        scheme: Scheme,
        context: &ChainContext,
        quantiser: Quantiser,
        scores: Scores<'_>,
    ) -> Result<Vec<u8>, DeviceError> {
        self.weights(Instruction::SignWeights, scheme, context, &[], quantiser, scores)
    }

    /// Has weights locked until the round of the beacon that `reveal` comes to, and the commit signed; gives the
    /// extrinsic.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] says what is wrong with them, or with what the reveal is foretold from.
    pub fn sign_timelocked(
        &mut self,
        scheme: Scheme,
        context: &ChainContext,
        reveal: &RevealContext,
        quantiser: Quantiser,
        scores: Scores<'_>,
    ) -> Result<Vec<u8>, DeviceError> {
        let mut head = [0; RevealContext::LEN];
        reveal.encode(&mut Writer::new(&mut head)).map_err(DeviceError::Garbled)?;
        self.weights(Instruction::SignTimelocked, scheme, context, &head, quantiser, scores)
    }

    /// Has weights committed to by a hash, and that signed; gives the salt, which the reveal takes, and the extrinsic.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] says what is wrong with them.
    pub fn sign_commit(
        &mut self,
        scheme: Scheme,
        context: &ChainContext,
        quantiser: Quantiser,
        scores: Scores<'_>,
    ) -> Result<(Salt, Vec<u8>), DeviceError> {
        let answer = self.weights(Instruction::SignCommit, scheme, context, &[], quantiser, scores)?;
        let mut input = Reader::new(&answer);
        let mut salt = Salt::default();
        for number in &mut salt {
            *number = u16::from_be_bytes(input.array().map_err(DeviceError::Garbled)?);
        }
        Ok((salt, input.rest().to_vec()))
    }

    /// Has the weights behind a hash revealed, and that signed; gives the extrinsic.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] says what is wrong with them.
    pub fn sign_reveal(
        &mut self,
        scheme: Scheme,
        context: &ChainContext,
        salt: &Salt,
        quantiser: Quantiser,
        scores: Scores<'_>,
    ) -> Result<Vec<u8>, DeviceError> {
        let head: Vec<u8> = salt.iter().flat_map(|number| number.to_be_bytes()).collect();
        self.weights(Instruction::SignReveal, scheme, context, &head, quantiser, scores)
    }

    /// Sends weights, behind `head`, which is what the instruction needs beside the context.
    fn weights(
        &mut self,
        instruction: Instruction,
        scheme: Scheme,
        context: &ChainContext,
        head: &[u8],
        quantiser: Quantiser,
        scores: Scores<'_>,
    ) -> Result<Vec<u8>, DeviceError> {
        let mut request = vec![0; ChainContext::LEN];
        context.encode(&mut Writer::new(&mut request)).map_err(DeviceError::Garbled)?;
        request.extend(head);
        request.push(quantiser as u8);
        match scores {
            Scores::Json(text) => {
                request.push(WeightsKind::Json as u8);
                request.extend(text);
            }
            Scores::Weights { netuid, mecid, version_key, uids, weights } => {
                request.push(WeightsKind::Binary as u8);
                request.extend(netuid.0.to_be_bytes());
                request.push(mecid.0);
                request.extend(version_key.to_be_bytes());
                let count = u16::try_from(uids.len()).unwrap_or(u16::MAX);
                request.extend(count.to_be_bytes());
                request.extend(uids.iter().chain(weights).flat_map(|element| element.to_be_bytes()));
            }
        }
        self.sign(instruction, scheme, &request)
    }

    /// Has a payload signed that the device can decode, and gives the extrinsic. `current` is the block that the era
    /// is reckoned from on the screen.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] names what the device does not know.
    pub fn sign_payload(
        &mut self,
        scheme: Scheme,
        current: BlockNumber,
        payload: &[u8],
    ) -> Result<Vec<u8>, DeviceError> {
        let request = [&current.to_be_bytes(), payload].concat();
        self.sign(Instruction::SignPayload, scheme, &request)
    }

    /// Has a payload signed that the device decodes by a metadata proof (RFC-78), and gives the extrinsic. `current` is the
    /// block that the era is reckoned from on the screen.
    ///
    /// # Errors
    /// [`DeviceError::Invalid`] says how payload and proof do not go together.
    pub fn sign_proven(
        &mut self,
        scheme: Scheme,
        current: BlockNumber,
        payload: &[u8],
        proof: &[u8],
    ) -> Result<Vec<u8>, DeviceError> {
        let len = u16::try_from(payload.len()).map_err(|_| DeviceError::Status(StatusWord::TOO_LARGE))?;
        let request = [&current.to_be_bytes(), &len.to_be_bytes()[..], payload, proof].concat();
        self.sign(Instruction::SignProven, scheme, &request)
    }

    /// Sends a request in chunks and waits for the user after the last one.
    fn sign(
        &mut self,
        instruction: Instruction,
        scheme: Scheme,
        request: &[u8],
    ) -> Result<Vec<u8>, DeviceError> {
        let mut chunks = request.chunks(MAX_DATA).enumerate().peekable();
        while let Some((index, chunk)) = chunks.next() {
            let (place, timeout) = match (index, chunks.peek().is_some()) {
                (0, true) => (Chunk::First, PROMPT),
                (_, true) => (Chunk::Next, PROMPT),
                (0, false) => (Chunk::Only, self.user_timeout),
                (_, false) => (Chunk::Last, self.user_timeout),
            };
            let answer = self.call(instruction, place as u8, scheme as u8, chunk, timeout)?;
            if chunks.peek().is_none() {
                return Ok(answer);
            }
        }
        Ok(Vec::new())
    }

    /// Sends one APDU and fetches the whole of its answer.
    fn call(
        &mut self,
        instruction: Instruction,
        p1: u8,
        p2: u8,
        data: &[u8],
        timeout: Duration,
    ) -> Result<Vec<u8>, DeviceError> {
        let (mut answer, mut word) = self.exchange(instruction, p1, p2, data, timeout)?;
        while word.is_more() {
            let (more, next) = self.exchange(Instruction::GetResponse, 0, 0, &[], PROMPT)?;
            answer.extend(more);
            word = next;
        }
        if word == StatusWord::OK { Ok(answer) } else { Err(DeviceError::from_answer(word, &answer)) }
    }

    fn exchange(
        &mut self,
        instruction: Instruction,
        p1: u8,
        p2: u8,
        data: &[u8],
        timeout: Duration,
    ) -> Result<(Vec<u8>, StatusWord), DeviceError> {
        let len = u8::try_from(data.len()).map_err(|_| DeviceError::Status(StatusWord::WRONG_LENGTH))?;
        let apdu_len = u32::from(len) + 5;
        // It may hold a secret.
        let mut frame = Zeroizing::new(apdu_len.to_be_bytes().to_vec());
        frame.reserve_exact(apdu_len as usize);
        frame.extend([CLA, instruction as u8, p1, p2, len]);
        frame.extend(data);
        self.transport.send(&frame)?;

        self.transport.wait(timeout)?;
        let mut head = [0; 4];
        self.transport.receive(&mut head)?;
        self.transport.wait(PROMPT)?;
        let len = u32::from_be_bytes(head) as usize;
        if len > MAX_DATA {
            return Err(DeviceError::OutOfStep);
        }
        let mut answer = vec![0; len + 2];
        self.transport.receive(&mut answer)?;
        let word = answer.split_off(len);
        let word = word.first_chunk().map_or(StatusWord(0), |word| StatusWord(u16::from_be_bytes(*word)));
        Ok((answer, word))
    }
}
