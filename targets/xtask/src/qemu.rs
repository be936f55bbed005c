//! Emulated boards: a QEMU process with its serial line on a TCP port and its control socket.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    process::{command, find, retry, root},
    qmp::Qmp,
};

const START: Duration = Duration::from_secs(20);

/// A machine and what it is started with.
pub struct Machine<'a> {
    /// `qemu-system-arm` or `qemu-system-riscv32`.
    pub program: &'a str,
    /// Machine, processor and whatever else the board needs.
    pub arguments: &'a [&'a str],
    /// The firmware.
    pub image: &'a Path,
    /// Where the second serial port goes, if the board has one for logs.
    pub log: Option<&'a Path>,
}

/// A running machine; it ends with this value.
pub struct Emulator {
    child: Child,
    address: SocketAddr,
    socket: PathBuf,
    said: PathBuf,
    /// The control connection.
    pub qmp: Qmp,
}

impl Emulator {
    /// Starts the machine. It runs from the start; what it sends before [`serial`](Self::serial) is lost.
    ///
    /// # Errors
    /// QEMU does not start or does not answer.
    pub fn start(machine: &Machine<'_>) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // A short path: the name of a Unix socket has room for about a hundred bytes.
        let socket = std::env::temp_dir().join(format!("nanotao-{}-{count}.qmp", std::process::id()));
        let address = free_address()?;
        let mut qemu = match find("setpriv") {
            // Should this program be killed, no machine is left behind. It also ends with the thread that starts it.
            Some(setpriv) => {
                let mut qemu = command(setpriv);
                qemu.args(["--pdeathsig", "KILL", "--", machine.program]);
                qemu
            }
            None => command(machine.program),
        };
        qemu.args(machine.arguments).args(["-display", "none", "-monitor", "none"]);
        qemu.arg("-serial").arg(format!("tcp:{address},server=on,wait=off,nodelay=on"));
        if let Some(log) = machine.log {
            qemu.arg("-serial").arg(format!("file:{}", log.display()));
        }
        qemu.arg("-qmp").arg(format!("unix:{},server=on,wait=off", socket.display()));
        // It remarks on much that does no harm; what it says is shown where it does not start.
        let said = scratch()?.join(format!("qemu-{}-{count}.log", std::process::id()));
        qemu.arg("-kernel").arg(machine.image).stdin(Stdio::null()).stdout(Stdio::null());
        qemu.stderr(File::create(&said)?);
        let mut child = qemu.spawn().with_context(|| format!("cannot start {}", machine.program))?;
        match Qmp::connect(&socket, START) {
            Ok(qmp) => Ok(Self { child, address, socket, said, qmp }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error.context(std::fs::read_to_string(&said).unwrap_or_default()))
            }
        }
    }

    /// Where the serial line listens; one client at a time.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connects to the serial line.
    ///
    /// # Errors
    /// The machine has ended.
    pub fn serial(&self) -> Result<TcpStream> {
        let stream = retry(START, || TcpStream::connect(self.address))
            .with_context(|| format!("the serial line at {} does not answer", self.address))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Waits until the machine ends by itself.
    ///
    /// # Errors
    /// It ended with a failure, or not within `limit`.
    pub fn wait(&mut self, limit: Duration) -> Result<()> {
        let status = retry(limit, || self.child.try_wait()?.ok_or(std::io::ErrorKind::WouldBlock.into()))
            .context("the machine does not end")?;
        if !status.success() {
            bail!("the machine ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.socket);
        let _ = std::fs::remove_file(&self.said);
    }
}

/// A local port that nobody uses at the moment.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The directory for what runs leave behind: logs, screens, memory images.
///
/// # Errors
/// It cannot be made.
pub fn scratch() -> Result<PathBuf> {
    let directory = root().join("target/runs");
    std::fs::create_dir_all(&directory)?;
    Ok(directory)
}
