//! An emulated signer, its line, and someone who turns its pages.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, ensure as require};
use nanotao::{
    AccountId,
    crypto::{MiniSecret, Scheme},
};
use nanotao_host::device::{Device, DeviceError, Quantiser, Scores};

use super::CONTEXT;
use crate::{
    board::Board,
    process::{root, step},
    qemu::Emulator,
    qmp::{Key, Qmp},
};

/// A device that does not come to an end.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a device did with a request that its user saw.
pub struct Answered<T> {
    /// Its answer.
    pub answer: T,
    /// Pages that were shown, with the one that asks.
    pub pages: usize,
}

/// An emulated signer.
pub struct Demo {
    emulator: Emulator,
    /// Where the screens go.
    pub out: PathBuf,
}

impl Demo {
    /// Builds and boots the signer.
    ///
    /// # Errors
    /// A tool is missing and cannot be installed, or the machine does not start.
    pub fn start(out: &Path) -> Result<Self> {
        let image = Board::Lm3s6965evb.build()?;
        step("booting the signer");
        let emulator = Board::Lm3s6965evb.start(&image)?;
        let out = root().join(out);
        fs::create_dir_all(&out).with_context(|| format!("cannot make the folder {}", out.display()))?;
        for old in fs::read_dir(&out)? {
            let old = old?;
            if is_page(&old.file_name().to_string_lossy()) {
                fs::remove_file(old.path())?;
            }
        }
        Ok(Self { emulator, out })
    }

    /// The device, by a connection of its own: the line serves one client at a time.
    ///
    /// # Errors
    /// The machine has ended.
    pub fn device(&self) -> Result<Device<TcpStream>> {
        Ok(Device::new(self.emulator.serial()?).user_timeout(PATIENCE))
    }

    /// Where the device's line listens.
    pub fn address(&self) -> SocketAddr {
        self.emulator.address()
    }

    /// The account of the device's key.
    ///
    /// # Errors
    /// The device has none, or does not answer.
    pub fn account(&self, scheme: Scheme) -> Result<AccountId> {
        Ok(self.device()?.account(scheme, false)?)
    }

    /// Passes if the device is still there, with its key.
    ///
    /// # Errors
    /// It was reset, or does not answer.
    pub fn answers(&self) -> Result<()> {
        require!(self.device()?.status()?.provisioned, "the device was reset");
        Ok(())
    }

    /// Gives the device a key over the line; on its screen the addresses are accepted.
    ///
    /// # Errors
    /// It does not take the key.
    pub fn provision(&mut self, secret: &MiniSecret) -> Result<()> {
        step("giving the device a new key; it shows the addresses and asks");
        let mut device = self.device()?;
        self.review("provision", Key::Select, || device.provision(secret))?.answer?;
        Ok(())
    }

    /// Has the scores signed. The pages of the question are written as PNG files, and `answer` is pressed at its end.
    ///
    /// # Errors
    /// The screen cannot be read.
    pub fn sign(
        &mut self,
        scheme: Scheme,
        scores: &[u8],
        answer: Key,
    ) -> Result<std::result::Result<Vec<u8>, DeviceError>> {
        self.answer("page", answer, |device| {
            device.sign_weights(scheme, &CONTEXT, Quantiser::Sdk11, Scores::Json(scores))
        })
    }

    /// Asks the device for something, as [`review`](Self::review), by a connection of its own.
    ///
    /// # Errors
    /// The screen cannot be read.
    pub fn answer<T: Send>(
        &mut self,
        name: &'static str,
        key: Key,
        ask: impl FnOnce(&mut Device<TcpStream>) -> T + Send,
    ) -> Result<T> {
        let mut device = self.device()?;
        Ok(self.review(name, key, || ask(&mut device))?.answer)
    }

    /// Runs `ask`, which has the device ask its user, and turns all pages of the question. They are written as PNG files
    /// called `name`. On the last page `key` is pressed.
    ///
    /// # Errors
    /// The screen cannot be read.
    pub fn review<T: Send>(
        &mut self,
        name: &'static str,
        key: Key,
        ask: impl FnOnce() -> T + Send,
    ) -> Result<Answered<T>> {
        Pager { qmp: &mut self.emulator.qmp, out: &self.out, name }.answer(key, ask)
    }
}

/// What the files of pages are called, before their number.
const PAGES: [&str; 4] = ["page", "provision", "payload", "timelock"];

/// Whether a run wrote the file: nothing else in the folder is the demo's to remove.
fn is_page(name: &str) -> bool {
    let number =
        PAGES.iter().find_map(|page| name.strip_prefix(page)?.strip_prefix('-')?.strip_suffix(".png"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Turns pages by the keys, and takes a picture of each.
struct Pager<'a> {
    qmp: &'a mut Qmp,
    out: &'a Path,
    name: &'static str,
}

impl Pager<'_> {
    /// Runs `ask`, which waits for the device, while the pages of the device's question are turned. On the last page
    /// `key` is pressed.
    fn answer<T: Send>(&mut self, key: Key, ask: impl FnOnce() -> T + Send) -> Result<Answered<T>> {
        thread::scope(|scope| {
            let idle = self.picture("idle")?;
            let asked = scope.spawn(ask);
            let mut page = self.next_page(&idle, "question")?;
            let mut pages = 0;
            // The last page stays when a page further is asked for. A refusal changes nothing either.
            while let (Some(shown), false) = (&page, asked.is_finished()) {
                pages += 1;
                let shown = shown.clone();
                fs::write(self.out.join(format!("{}-{pages:02}.png", self.name)), &shown)?;
                page = None;
                // On a busy machine a press can be too short for the board to see.
                for _ in 0..3 {
                    self.qmp.press(Key::Right)?;
                    page = self.next_page(&shown, "next")?;
                    if page.is_some() {
                        break;
                    }
                }
            }
            while !asked.is_finished() {
                self.qmp.press(key)?;
                thread::sleep(Duration::from_millis(300));
            }
            step(format!("{pages} pages in {}", self.out.display()));
            let answer = asked.join().map_err(|_| anyhow!("the device's client panicked"))?;
            Ok(Answered { answer, pages })
        })
    }

    /// Waits for a page other than `shown`; `None` if none comes.
    fn next_page(&mut self, shown: &[u8], name: &str) -> Result<Option<Vec<u8>>> {
        // Drawing a page takes a few hundredths of a second; reading and judging a request a few tenths.
        const LIMIT: Duration = Duration::from_secs(2);
        let started = Instant::now();
        while started.elapsed() < if name == "question" { 5 * LIMIT } else { LIMIT / 4 } {
            let picture = self.picture(name)?;
            if picture != shown && has_title(&picture)? {
                // It may have been taken while it was being drawn.
                thread::sleep(Duration::from_millis(20));
                let again = self.picture(name)?;
                if picture == again {
                    return Ok(Some(picture));
                }
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(None)
    }

    fn picture(&mut self, name: &str) -> Result<Vec<u8>> {
        let file = self.out.join(format!(".{name}.tmp"));
        self.qmp.screendump(&file)?;
        let picture = fs::read(&file)?;
        fs::remove_file(&file)?;
        Ok(picture)
    }
}

/// Whether a picture is one of a page: that has a bar at its top, and a message has not.
fn has_title(picture: &[u8]) -> Result<bool> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("too large a picture")?];
    let frame = reader.next_frame(&mut pixels)?;
    let bottom = (frame.height as usize - 1) * frame.line_size;
    Ok(pixels[0] != pixels[bottom])
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn only_pages_of_a_run_before_are_removed() {
        assert!(
            ["page-01.png", "provision-03.png", "page-113.png", "payload-02.png", "timelock-01.png"]
                .iter()
                .all(|own| is_page(own))
        );
        for other in ["holiday.png", "page-one.png", "homepage-01.png", "page-01.png.bak", "signer.png"] {
            assert!(!is_page(other), "{other}");
        }
    }
}
