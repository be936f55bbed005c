//! Lines to a device.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serial2::SerialPort;

const BAUD: u32 = 115_200;

/// A line that carries bytes both ways.
pub trait Transport {
    /// Sends all of `bytes`.
    ///
    /// # Errors
    /// Those of the line.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Sets how long [`receive`](Self::receive) waits for the next byte.
    ///
    /// # Errors
    /// Those of the line.
    fn wait(&mut self, timeout: Duration) -> io::Result<()>;

    /// Fills `buffer`.
    ///
    /// # Errors
    /// Those of the line; `TimedOut` or `WouldBlock` if nothing came in time.
    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<()>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        (**self).send(bytes)
    }

    fn wait(&mut self, timeout: Duration) -> io::Result<()> {
        (**self).wait(timeout)
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        (**self).receive(buffer)
    }
}

impl Transport for TcpStream {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn wait(&mut self, timeout: Duration) -> io::Result<()> {
        self.set_read_timeout(Some(timeout))
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.read_exact(buffer)
    }
}

impl Transport for SerialPort {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)?;
        SerialPort::flush(self)
    }

    fn wait(&mut self, timeout: Duration) -> io::Result<()> {
        self.set_read_timeout(timeout)
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.read_exact(buffer)
    }
}

/// Opens `HOST:PORT` as a TCP connection, and anything else as a serial port at 115 200 baud.
///
/// # Errors
/// Those of the line.
pub fn open(address: &str) -> io::Result<Box<dyn Transport>> {
    let is_socket = address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if is_socket {
        let stream = TcpStream::connect(address)?;
        // Requests are small and each waits for its answer: batching them would only add to the wait.
        stream.set_nodelay(true)?;
        return Ok(Box::new(stream));
    }
    let port = SerialPort::open(address, BAUD)?;
    // An answer that nobody fetched before would be taken for the next one.
    port.discard_buffers()?;
    Ok(Box::new(port))
}
