//! The signer application behind a TCP port, as the emulated board is: the screen is memory, the keys press themselves.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use embedded_io::{ErrorType, Read, ReadReady, Write};
use nanotao_signer::keystore::{FlashKeyStore, RamFlash};
use nanotao_signer::{App, Board, Clock, Key, Keypad, Memory, Settings};

#[path = "../../../signer/tests/device/screen.rs"]
#[allow(dead_code, unreachable_pub, reason = "it belongs to the tests of another package")]
mod screen;

use screen::{Picture, read};

/// What the user does at every question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum User {
    /// Looks through all pages and approves.
    Approves,
    /// Says no on the first page.
    Rejects,
}

/// A device, as long as this lives.
pub(crate) struct Device {
    pub(crate) line: String,
    user: Arc<Mutex<User>>,
    pages: Arc<Mutex<Vec<Vec<String>>>>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Device {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let line = listener.local_addr().unwrap().to_string();
        let user = Arc::new(Mutex::new(User::Approves));
        let pages = Arc::<Mutex<Vec<Vec<String>>>>::default();
        let ends = Arc::new(AtomicBool::new(false));
        let (fingers, seen, end) = (Arc::clone(&user), Arc::clone(&pages), Arc::clone(&ends));
        let run = move || {
            let start = Instant::now();
            let picture = Picture::default();
            let board = Board {
                serial: Line { listener, stream: None },
                screen: picture.clone(),
                keypad: Fingers { user: fingers, start },
                clock: Time(start),
                store: FlashKeyStore::new(RamFlash::new()),
                rng: None,
                stack_high_water: None,
            };
            let mut memory = Memory::new();
            let mut app = App::new(board, &mut memory, Settings::default());
            while !end.load(Ordering::Relaxed) {
                app.poll();
                let shown = std::mem::take(&mut *picture.shown.borrow_mut());
                seen.lock().unwrap().extend(shown.iter().map(read));
            }
        };
        let thread = Some(std::thread::spawn(run));
        Self { line, user, pages, ends, thread }
    }

    pub(crate) fn user(&self, user: User) {
        *self.user.lock().unwrap() = user;
    }

    /// The text of all pages since the last call.
    pub(crate) fn pages(&self) -> String {
        // The last one appears after the answer.
        std::thread::sleep(Duration::from_millis(50));
        let pages = std::mem::take(&mut *self.pages.lock().unwrap());
        pages.into_iter().map(|page| page.join("\n") + "\n").collect()
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if self.thread.take().unwrap().join().is_err() && !std::thread::panicking() {
            panic!("the device panicked");
        }
    }
}

/// Four times as fast as life.
struct Time(Instant);

impl Clock for Time {
    fn millis(&self) -> u32 {
        self.0.elapsed().as_millis() as u32 * 4
    }

    fn idle(&self) {
        std::thread::sleep(Duration::from_micros(500));
    }
}

struct Fingers {
    user: Arc<Mutex<User>>,
    start: Instant,
}

impl Keypad for Fingers {
    /// Presses the next-page key and the approving one in turn: the latter means nothing before the last page.
    fn is_pressed(&mut self, key: Key) -> Option<bool> {
        let step = self.start.elapsed().as_millis() / 15 % 4;
        Some(match *self.user.lock().unwrap() {
            User::Approves => (step == 0 && key == Key::Right) || (step == 2 && key == Key::Select),
            User::Rejects => step == 0 && key == Key::Up,
        })
    }
}

struct Line {
    listener: TcpListener,
    stream: Option<TcpStream>,
}

impl ErrorType for Line {
    type Error = embedded_io::ErrorKind;
}

impl ReadReady for Line {
    fn read_ready(&mut self) -> Result<bool, Self::Error> {
        if let Ok((stream, _)) = self.listener.accept() {
            stream.set_nonblocking(true).unwrap();
            stream.set_nodelay(true).unwrap();
            self.stream = Some(stream);
        }
        let Some(stream) = &self.stream else { return Ok(false) };
        match stream.peek(&mut [0]) {
            Ok(0) => self.stream = None,
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => self.stream = None,
        }
        Ok(false)
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error> {
        let stream = self.stream.as_mut().ok_or(embedded_io::ErrorKind::NotConnected)?;
        stream.read(buffer).map_err(|error| error.kind().into())
    }
}

impl Write for Line {
    fn write(&mut self, buffer: &[u8]) -> Result<usize, Self::Error> {
        // Nobody is there any more: what is said to nobody is said.
        let Some(stream) = &mut self.stream else { return Ok(buffer.len()) };
        stream.write_all(buffer).map(|()| buffer.len()).map_err(|error| error.kind().into())
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}
