//! The application: requests in, questions to the user, answers out.

mod admin;
mod consent;
mod sign;

pub use consent::DEBOUNCE_MS;

use core::ops::Range;

use embedded_io::{Read, ReadReady, Write};
use nanotao::crypto::{MiniSecret, Scheme, Signer as _, ed25519, sr25519};
use nanotao::scale::{ScaleError, Writer};
use nanotao::{AccountId, Uid};
use zeroize::Zeroize;

use crate::board::{Board, Clock, Keypad};
use crate::display::{Screen, ScreenFailed, draw_idle, draw_message};
use crate::keystore::{KeyStore, StoreError};
use crate::link::{Link, Received, STALL_MS};
use crate::protocol::{
    CLA, Chunk, Fault, HEADER_LEN, Instruction, MAX_DATA, MAX_REQUEST, MAX_UIDS, StatusWord,
};
use crate::request::RequestError;
use crate::scores::Lists;

/// A message stays on the screen for so many milliseconds.
const MESSAGE_MS: u32 = 3_000;

/// Room for the answer to an invalid request: a number, a place, and a sentence.
const MAX_FAULT: usize = 200;

/// How the application behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// A question that nobody answers is dropped after so many milliseconds without a key.
    pub consent_timeout_ms: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { consent_timeout_ms: 5 * 60 * 1000 }
    }
}

/// All memory of size that the application needs. Large: make it static.
pub struct Memory {
    link: Link,
    /// A request whose chunks are being joined; then payload and extrinsic; then what is left of the answer.
    request: [u8; MAX_REQUEST],
    lists: Lists,
    uids: [Uid; MAX_UIDS],
    weights: [u16; MAX_UIDS],
}

impl Memory {
    /// Empty memory.
    pub const fn new() -> Self {
        Self {
            link: Link::new(),
            request: [0; MAX_REQUEST],
            lists: Lists::new(),
            uids: [0; MAX_UIDS],
            weights: [0; MAX_UIDS],
        }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

/// The accounts of a mini secret.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Accounts {
    sr25519: AccountId,
    ed25519: AccountId,
}

impl Accounts {
    #[inline(never)]
    fn new(secret: &MiniSecret) -> Self {
        Self {
            sr25519: sr25519::Keypair::from_mini_secret(secret.as_bytes()).account(),
            ed25519: ed25519::Keypair::from_mini_secret(secret.as_bytes()).account(),
        }
    }

    fn get(&self, scheme: SignScheme) -> AccountId {
        match scheme {
            SignScheme::Ed25519 => self.ed25519,
            SignScheme::Sr25519 => self.sr25519,
        }
    }
}

/// The schemes that this device signs with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SignScheme {
    Ed25519,
    Sr25519,
}

impl SignScheme {
    /// The scheme that a P2 names.
    const fn new(p2: u8) -> Option<Self> {
        const ED25519: u8 = Scheme::Ed25519 as u8;
        const SR25519: u8 = Scheme::Sr25519 as u8;
        match p2 {
            ED25519 => Some(Self::Ed25519),
            SR25519 => Some(Self::Sr25519),
            _ => None,
        }
    }
}

/// A request of which not all chunks have come.
#[derive(Clone, Copy)]
struct Transfer {
    instruction: Instruction,
    scheme: SignScheme,
    len: usize,
    last_chunk: u32,
}

/// Why a request is not answered with what it asked for.
enum Refusal {
    Word(StatusWord),
    Invalid(RequestError),
    /// Nobody waits for an answer any more.
    Abandoned,
}

impl From<StatusWord> for Refusal {
    fn from(word: StatusWord) -> Self {
        Self::Word(word)
    }
}

impl<E: Into<RequestError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Invalid(error.into())
    }
}

impl From<ScreenFailed> for StatusWord {
    fn from(_: ScreenFailed) -> Self {
        Self::DEVICE_FAILED
    }
}

impl From<StoreError> for StatusWord {
    fn from(_: StoreError) -> Self {
        Self::STORE_FAILED
    }
}

/// The signer.
pub struct App<'m, Serial, Display, Keys, Time, Store> {
    board: Board<'m, Serial, Display, Keys, Time, Store>,
    memory: &'m mut Memory,
    settings: Settings,
    accounts: Option<Accounts>,
    transfer: Option<Transfer>,
    /// What is left of the answer, in the memory of the request.
    answer: Range<usize>,
    message_since: Option<u32>,
}

impl<'m, Serial, Display, Keys, Time, Store> App<'m, Serial, Display, Keys, Time, Store>
where
    Serial: Read + ReadReady + Write,
    Display: Screen,
    Keys: Keypad,
    Time: Clock,
    Store: KeyStore,
{
    /// Starts: looks for a key, and shows whose signer this is.
    pub fn new(
        board: Board<'m, Serial, Display, Keys, Time, Store>,
        memory: &'m mut Memory,
        settings: Settings,
    ) -> Self {
        let mut app = Self {
            board,
            memory,
            settings,
            accounts: None,
            transfer: None,
            answer: 0..0,
            message_since: None,
        };
        match app.board.store.load() {
            Ok(secret) => app.accounts = secret.as_ref().map(Accounts::new),
            Err(_error) => info!("key store: {}", _error),
        }
        app.show_idle();
        app
    }

    /// Serves for ever.
    pub fn run(&mut self) -> ! {
        loop {
            self.poll();
        }
    }

    /// Takes one byte, and answers if it ends a request; or does what time asks for. Returns when the user has
    /// answered, if a request asks for that.
    pub fn poll(&mut self) {
        let now = self.board.clock.millis();
        let mut byte = [0];
        let received = match self.board.serial.read_ready() {
            Ok(true) => match self.board.serial.read(&mut byte) {
                Ok(1..) => {
                    let [value] = byte;
                    byte.zeroize();
                    self.memory.link.push(value, now)
                }
                Ok(_) => Received::Nothing,
                Err(_) => return self.memory.link.lost(now),
            },
            Ok(false) => {
                self.tick(now);
                self.memory.link.tick(now)
            }
            Err(_) => return self.memory.link.lost(now),
        };
        match received {
            Received::Nothing => {}
            Received::Refused(word) => self.respond(0..0, word),
            Received::Apdu(len) => self.serve(len),
        }
    }

    /// What happens while no byte comes.
    fn tick(&mut self, now: u32) {
        if self.transfer.is_some_and(|transfer| now.wrapping_sub(transfer.last_chunk) >= STALL_MS) {
            info!("transfer dropped");
            self.transfer = None;
        }
        if self.message_since.is_some_and(|since| now.wrapping_sub(since) >= MESSAGE_MS) {
            self.show_idle();
        }
        self.board.clock.idle();
    }

    /// Answers the APDU that has come.
    fn serve(&mut self, len: usize) {
        let result = self.execute(len);
        // It may have held a secret, whether it was taken or not.
        self.memory.link.wipe();
        match result {
            Ok(answer) => {
                self.answer = answer;
                self.send_part();
            }
            Err(Refusal::Word(word)) => self.respond(0..0, word),
            Err(Refusal::Invalid(error)) => {
                info!("invalid request: code {=u32} at {=usize}", error.code(), error.position());
                let out = self.memory.request.get_mut(..MAX_FAULT).unwrap_or_default();
                let len = Fault::write(error.code(), error.position(), &error, out).len();
                self.respond(0..len, StatusWord::INVALID);
            }
            Err(Refusal::Abandoned) => info!("abandoned by the host"),
        }
    }

    /// Does what an APDU asks for, and gives the place of the answer.
    fn execute(&mut self, len: usize) -> Result<Range<usize>, Refusal> {
        let header = self.memory.link.apdu(len).first_chunk::<HEADER_LEN>();
        let [class, instruction, p1, p2, data_len] = *header.ok_or(StatusWord::WRONG_LENGTH)?;
        if class != CLA {
            return Err(StatusWord::UNKNOWN_CLASS.into());
        }
        let instruction = Instruction::new(instruction).ok_or(StatusWord::UNKNOWN_INSTRUCTION)?;
        if len.checked_sub(HEADER_LEN) != Some(data_len.into()) {
            return Err(StatusWord::WRONG_LENGTH.into());
        }
        if instruction == Instruction::GetResponse {
            return match (p1, p2, data_len) {
                (0, 0, 0) if !self.answer.is_empty() => Ok(self.answer.clone()),
                (0, 0, 0) => Err(StatusWord::NOTHING_PENDING.into()),
                (0, 0, _) => Err(StatusWord::WRONG_LENGTH.into()),
                _ => Err(StatusWord::WRONG_PARAMETER.into()),
            };
        }
        self.answer = 0..0;
        let transfer = self.transfer.take();
        match instruction {
            Instruction::SignWeights
            | Instruction::SignPayload
            | Instruction::SignProven
            | Instruction::SignTimelocked
            | Instruction::SignCommit
            | Instruction::SignReveal => {
                let chunk = Chunk::new(p1).ok_or(StatusWord::WRONG_PARAMETER)?;
                let scheme = SignScheme::new(p2).ok_or(StatusWord::WRONG_PARAMETER)?;
                let accounts = self.accounts.ok_or(StatusWord::NO_KEY)?;
                let (transfer, whole) = self.join(transfer, instruction, chunk, scheme, len)?;
                if !whole {
                    self.transfer = Some(transfer);
                    return Ok(0..0);
                }
                self.sign(instruction, scheme, accounts.get(scheme), transfer.len)
            }
            Instruction::Address => self.address(p1, p2, data_len),
            _ if p1 != 0 || p2 != 0 => Err(StatusWord::WRONG_PARAMETER.into()),
            Instruction::Provision => self.provision(len),
            _ if data_len != 0 => Err(StatusWord::WRONG_LENGTH.into()),
            Instruction::Wipe => self.wipe(),
            Instruction::Status | Instruction::GetResponse => self.status(),
        }
    }

    /// Adds a chunk to the request that it belongs to, and tells whether that is whole now.
    fn join(
        &mut self,
        transfer: Option<Transfer>,
        instruction: Instruction,
        chunk: Chunk,
        scheme: SignScheme,
        len: usize,
    ) -> Result<(Transfer, bool), Refusal> {
        let last_chunk = self.board.clock.millis();
        let mut transfer = match chunk {
            Chunk::First | Chunk::Only => Transfer { instruction, scheme, len: 0, last_chunk },
            Chunk::Next | Chunk::Last => transfer
                .filter(|begun| begun.instruction == instruction && begun.scheme == scheme)
                .ok_or(StatusWord::NOTHING_PENDING)?,
        };
        let data = self.memory.link.apdu(len).get(HEADER_LEN..).unwrap_or_default();
        let end = transfer.len.saturating_add(data.len());
        let room = self.memory.request.get_mut(transfer.len..end).ok_or(StatusWord::TOO_LARGE)?;
        room.copy_from_slice(data);
        transfer.len = end;
        transfer.last_chunk = last_chunk;
        Ok((transfer, matches!(chunk, Chunk::Last | Chunk::Only)))
    }

    /// Writes a short answer and gives its place.
    fn write(
        &mut self,
        put: impl FnOnce(&mut Writer<'_>) -> Result<(), ScaleError>,
    ) -> Result<Range<usize>, Refusal> {
        let mut writer = Writer::new(&mut self.memory.request);
        put(&mut writer)?;
        Ok(0..writer.len())
    }

    /// Sends the next part of the answer.
    fn send_part(&mut self) {
        let Range { start, end } = self.answer;
        let part_end = start.saturating_add(MAX_DATA).min(end);
        self.answer = part_end..end;
        let word = match self.answer.len() {
            0 => StatusWord::OK,
            left => StatusWord::more(left),
        };
        self.respond(start..part_end, word);
    }

    /// Sends an answer whose data lies in the memory of the request.
    fn respond(&mut self, data: Range<usize>, word: StatusWord) {
        let data = self.memory.request.get(data).unwrap_or_default();
        let len = u32::try_from(data.len()).unwrap_or_default();
        let serial = &mut self.board.serial;
        // If the line is down, there is nobody to tell.
        let _ = serial
            .write_all(&len.to_be_bytes())
            .and_then(|()| serial.write_all(data))
            .and_then(|()| serial.write_all(&word.0.to_be_bytes()))
            .and_then(|()| serial.flush());
        if word != StatusWord::OK && !word.is_more() {
            info!("refused: {=u16:04x}", word.0);
        }
    }

    /// Shows how it went, for a while.
    fn show_message(&mut self, message: &str) {
        self.message_since = Some(self.board.clock.millis());
        // The user was asked on pages that did appear; a message that does not appear changes nothing.
        let _ = draw_message(&mut self.board.screen, message);
    }

    fn show_idle(&mut self) {
        self.message_since = None;
        let account = self.accounts.map(|accounts| accounts.sr25519);
        // Nothing depends on it, and the next question will find out if the screen is broken.
        let _ = draw_idle(&mut self.board.screen, account.as_ref());
    }
}
