//! A client of QEMU's machine protocol: screens, keys and memory of an emulated board.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::{Value, json};

/// A key of the board, by the name that the board prints beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Key {
    Up,
    Down,
    Left,
    Right,
    Select,
}

impl Key {
    /// The host key that QEMU wires to it.
    fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Left => "left",
            Self::Right => "right",
            Self::Select => "ctrl",
        }
    }
}

/// A connection on which capabilities are negotiated.
pub struct Qmp {
    stream: UnixStream,
    lines: BufReader<UnixStream>,
}

impl Qmp {
    /// Connects to the socket of a machine that has just been started.
    ///
    /// # Errors
    /// Nobody answers within `limit`.
    pub fn connect(socket: &Path, limit: Duration) -> Result<Self> {
        let stream = crate::process::retry(limit, || UnixStream::connect(socket))
            .with_context(|| format!("QEMU does not answer at {}", socket.display()))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut qmp = Self { lines: BufReader::new(stream.try_clone()?), stream };
        qmp.message()?;
        qmp.execute("qmp_capabilities", json!({}))?;
        Ok(qmp)
    }

    fn message(&mut self) -> Result<Value> {
        let mut line = String::new();
        if self.lines.read_line(&mut line).context("QEMU does not answer on its control socket")? == 0 {
            bail!("QEMU closed its control socket");
        }
        Ok(serde_json::from_str(&line)?)
    }

    /// Runs a command and waits for its answer; events in between are dropped.
    ///
    /// # Errors
    /// QEMU's own error text.
    pub fn execute(&mut self, command: &str, arguments: Value) -> Result<Value> {
        let request = json!({ "execute": command, "arguments": arguments });
        self.stream.write_all(format!("{request}\n").as_bytes())?;
        loop {
            let mut answer = self.message()?;
            if let Some(error) = answer.get("error") {
                bail!("QEMU refused {command}: {}", error["desc"].as_str().unwrap_or_default());
            }
            if let Some(value) = answer.get_mut("return") {
                return Ok(value.take());
            }
        }
    }

    /// Writes the screen as a PNG file.
    pub fn screendump(&mut self, file: &Path) -> Result<()> {
        let file = std::path::absolute(file)?;
        self.execute("screendump", json!({ "filename": file, "format": "png" })).map(drop)
    }

    /// Presses a key and lets it go. The firmware acts on the release.
    pub fn press(&mut self, key: Key) -> Result<()> {
        // Long enough for a firmware that looks at its keys every few milliseconds and wants two equal looks.
        const HOLD: Duration = Duration::from_millis(60);
        for down in [true, false] {
            self.set_key(key, down)?;
            std::thread::sleep(HOLD);
        }
        Ok(())
    }

    /// Touches every key once. Until a key's first event QEMU holds its line as if it were pressed, which no board does.
    pub fn release_keys(&mut self) -> Result<()> {
        let keys = Key::value_variants().iter();
        keys.flat_map(|key| [(*key, true), (*key, false)]).try_for_each(|(key, down)| self.set_key(key, down))
    }

    fn set_key(&mut self, key: Key, down: bool) -> Result<()> {
        let event = json!({ "type": "key", "data": {
            "down": down, "key": { "type": "qcode", "data": key.code() } } });
        self.execute("input-send-event", json!({ "events": [event] })).map(drop)
    }

    /// Copies guest memory into a file.
    pub fn save_memory(&mut self, address: u64, size: u64, file: &Path) -> Result<()> {
        let file = std::path::absolute(file)?;
        self.execute("pmemsave", json!({ "val": address, "size": size, "filename": file })).map(drop)
    }
}
