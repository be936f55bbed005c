//! A device whose hardware is memory: bytes go in and out, keys are pressed by a script, pages are kept.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

pub mod screen;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use embedded_io::{ErrorType, Read, ReadReady, Write};
use nanotao::crypto::MiniSecret;
use nanotao_signer::keystore::{FlashKeyStore, KeyStore, RamFlash};
use nanotao_signer::protocol::{CLA, Fault, Instruction, StatusWord};
use nanotao_signer::{App, Board, Clock, Key, Keypad, Memory, Settings};
use rand_core::CryptoRngCore;
use screen::Picture;

/// `//Alice`: the seeds that sp-core derives, sr25519 and ed25519.
pub const ALICE_SR25519: &str = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
pub const ALICE_ED25519: &str = "abf8e5bdbe30c65656c0a3cbd181ff8a56294a69dfedd27982aace4a76909115";

pub fn seed(hex: &str) -> [u8; 32] {
    hex::decode(hex).unwrap().try_into().unwrap()
}

/// Both ends of a serial line.
#[derive(Clone, Default)]
pub struct Line {
    to_device: Rc<RefCell<VecDeque<u8>>>,
    from_device: Rc<RefCell<Vec<u8>>>,
    /// The next read fails.
    pub damaged: Rc<Cell<bool>>,
}

#[derive(Debug)]
pub struct Damaged;

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("damaged")
    }
}

impl std::error::Error for Damaged {}

impl embedded_io::Error for Damaged {
    fn kind(&self) -> embedded_io::ErrorKind {
        embedded_io::ErrorKind::InvalidData
    }
}

impl ErrorType for Line {
    type Error = Damaged;
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Damaged> {
        if self.damaged.take() {
            return Err(Damaged);
        }
        let mut queue = self.to_device.borrow_mut();
        let count = buffer.len().min(queue.len());
        assert!(count > 0, "the device may not wait for a byte");
        buffer[..count].iter_mut().for_each(|slot| *slot = queue.pop_front().unwrap());
        Ok(count)
    }
}

impl ReadReady for Line {
    fn read_ready(&mut self) -> Result<bool, Damaged> {
        Ok(self.damaged.get() || !self.to_device.borrow().is_empty())
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> Result<usize, Damaged> {
        self.from_device.borrow_mut().extend(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> Result<(), Damaged> {
        Ok(())
    }
}

/// Time goes on by a few milliseconds whenever the device has nothing to do.
#[derive(Clone, Default)]
pub struct Time(pub Rc<Cell<u32>>);

impl Clock for Time {
    fn millis(&self) -> u32 {
        self.0.get()
    }

    fn idle(&self) {
        self.0.set(self.0.get().wrapping_add(5));
    }
}

/// Presses keys one after the other, from the moment the device first looks, and bounces.
#[derive(Clone)]
pub struct Fingers {
    script: Rc<RefCell<VecDeque<Key>>>,
    since: Rc<Cell<Option<u32>>>,
    /// Pressed together with the last key of the script, and held for so long.
    chord: Rc<Cell<Option<(Key, u32)>>>,
    time: Time,
    /// Bytes that the host sends once all keys are pressed.
    then_send: Rc<RefCell<Vec<u8>>>,
    line: Line,
}

impl Keypad for Fingers {
    fn is_pressed(&mut self, key: Key) -> Option<bool> {
        let mut script = self.script.borrow_mut();
        let now = self.time.millis();
        let since = self.since.get().unwrap_or(now);
        self.since.set(Some(since));
        let elapsed = now.wrapping_sub(since);
        if script.is_empty() {
            self.line.to_device.borrow_mut().extend(self.then_send.borrow_mut().drain(..));
        }
        let chord = self.chord.get().filter(|_| script.len() == 1);
        let pressed_for = elapsed.checked_sub(GAP_MS);
        let hold = match chord {
            Some((held, hold)) if held == key => Some(hold),
            _ => (script.front() == Some(&key)).then_some(PRESS_MS),
        };
        if elapsed >= GAP_MS + chord.map_or(PRESS_MS, |(_, hold)| hold) + GAP_MS {
            script.pop_front();
            self.since.set(Some(now));
        }
        // It bounces once.
        Some(pressed_for.zip(hold).is_some_and(|(time, hold)| time < hold && time != 10))
    }
}

const GAP_MS: u32 = 20;
pub const PRESS_MS: u32 = 40;

pub type Store = FlashKeyStore<RamFlash>;
pub type TestApp<'m> = App<'m, Line, Picture, Fingers, Time, Store>;

/// The device, seen from outside.
pub struct Device<'m> {
    pub app: TestApp<'m>,
    pub line: Line,
    pub time: Time,
    pub picture: Picture,
    fingers: Fingers,
}

/// An answer: data and status word.
pub type Answer = (Vec<u8>, StatusWord);

impl<'m> Device<'m> {
    /// A device with a key, or without.
    pub fn new(memory: &'m mut Memory, secret: Option<[u8; 32]>) -> Self {
        Self::with_rng(memory, secret, None)
    }

    /// The same with a source of randomness.
    pub fn with_rng(
        memory: &'m mut Memory,
        secret: Option<[u8; 32]>,
        rng: Option<&'m mut dyn CryptoRngCore>,
    ) -> Self {
        let mut store = FlashKeyStore::new(RamFlash::new());
        if let Some(secret) = secret {
            store.store(&MiniSecret::new(secret)).unwrap();
        }
        let (line, time, picture) = (Line::default(), Time::default(), Picture::default());
        let fingers = Fingers {
            script: Rc::default(),
            since: Rc::default(),
            chord: Rc::default(),
            time: time.clone(),
            then_send: Rc::default(),
            line: line.clone(),
        };
        let board = Board {
            serial: line.clone(),
            screen: picture.clone(),
            keypad: fingers.clone(),
            clock: time.clone(),
            store,
            rng,
            stack_high_water: None,
        };
        let app = App::new(board, memory, Settings::default());
        Self { app, line, time, picture, fingers }
    }

    /// Lays out the keys to be pressed during the next question.
    pub fn keys(&mut self, keys: impl IntoIterator<Item = Key>) {
        *self.fingers.script.borrow_mut() = keys.into_iter().collect();
        self.fingers.since.set(None);
        self.fingers.chord.set(None);
    }

    /// Goes through so many pages and approves.
    pub fn approve(&mut self, pages: usize) {
        self.keys(std::iter::repeat_n(Key::Right, pages).chain([Key::Select]));
    }

    /// Goes through so many pages, and presses the key that approves at the same time as the one that leads to the
    /// question, for so long.
    pub fn approve_blindly(&mut self, pages: usize, hold: u32) {
        self.keys(std::iter::repeat_n(Key::Right, pages));
        self.fingers.chord.set(Some((Key::Select, hold)));
    }

    /// Sends bytes once the keys are pressed, while the question is on the screen.
    pub fn then_send(&mut self, bytes: Vec<u8>) {
        *self.fingers.then_send.borrow_mut() = bytes;
    }

    /// Puts raw bytes on the line and lets the device read them.
    pub fn send(&mut self, bytes: &[u8]) {
        self.line.to_device.borrow_mut().extend(bytes);
        while !self.line.to_device.borrow().is_empty() {
            self.app.poll();
        }
    }

    /// Lets time pass.
    pub fn wait(&mut self, ms: u32) {
        let end = self.time.millis() + ms;
        while self.time.millis() < end {
            self.app.poll();
        }
    }

    /// Takes the answers that have come.
    pub fn answers(&mut self) -> Vec<Answer> {
        let bytes = std::mem::take(&mut *self.line.from_device.borrow_mut());
        let mut rest = &bytes[..];
        let mut answers = vec![];
        while let Some((len, after)) = rest.split_first_chunk() {
            let (data, after) = after.split_at(u32::from_be_bytes(*len) as usize);
            let (word, after) = after.split_first_chunk().expect("an answer ends with its status word");
            answers.push((data.to_vec(), StatusWord(u16::from_be_bytes(*word))));
            rest = after;
        }
        answers
    }

    /// Sends an APDU and takes its one answer.
    pub fn apdu(&mut self, apdu: &[u8]) -> Answer {
        self.send(&frame(apdu));
        let mut answers = self.answers();
        assert_eq!(answers.len(), 1, "one request, one answer");
        answers.remove(0)
    }

    /// Sends an instruction.
    pub fn call(&mut self, instruction: Instruction, p1: u8, p2: u8, data: &[u8]) -> Answer {
        self.apdu(&apdu(instruction, p1, p2, data))
    }

    /// Sends a request in chunks of `size` and fetches the whole answer.
    pub fn request(&mut self, instruction: Instruction, p2: u8, request: &[u8], size: usize) -> Answer {
        let chunks: Vec<&[u8]> = request.chunks(size).collect();
        let mut answer = (vec![], StatusWord::OK);
        for (index, chunk) in chunks.iter().enumerate() {
            let p1 = match (index == 0, index + 1 == chunks.len()) {
                (true, true) => 3,
                (true, false) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            answer = self.call(instruction, p1, p2, chunk);
            if index + 1 < chunks.len() && answer != (vec![], StatusWord::OK) {
                return answer;
            }
        }
        while answer.1.is_more() {
            let (data, word) = self.call(Instruction::GetResponse, 0, 0, &[]);
            answer.0.extend(data);
            answer.1 = word;
        }
        answer
    }

    /// Whether the device answers as it should.
    pub fn assert_alive(&mut self) {
        let (status, word) = self.call(Instruction::Status, 0, 0, &[]);
        assert_eq!((status[0], word), (1, StatusWord::OK));
    }
}

pub fn apdu(instruction: Instruction, p1: u8, p2: u8, data: &[u8]) -> Vec<u8> {
    [&[CLA, instruction as u8, p1, p2, data.len() as u8], data].concat()
}

pub fn frame(apdu: &[u8]) -> Vec<u8> {
    [&(apdu.len() as u32).to_be_bytes(), apdu].concat()
}

/// The number, the place and the text of an invalid request's answer.
pub fn fault((data, word): &Answer) -> (u32, u32, String) {
    assert_eq!(*word, StatusWord::INVALID, "{data:?}");
    let fault = Fault::parse(data).unwrap();
    (fault.code, fault.position, fault.text.into())
}
