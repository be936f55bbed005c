//! A program that measures workloads.
//!
//! Waits for a byte, then sends a line for each piece of work: its name, instructions, bytes of stack, and bytes of other
//! memory where there are, with tabs between them; and at the end `done`, or `failed` and what.

use core::panic::PanicInfo;

use bench::{Failed, Meter, Workload};
use cortex_m::asm;
use embedded_io::{Read as _, Write as _};

use crate::{meter, uart::Serial};

/// Sends what it measures.
pub struct Counter(Serial);

impl Meter for Counter {
    fn measure(&mut self, name: &str, work: &mut dyn FnMut()) {
        let instructions = meter::instructions(work);
        let stack = meter::stack(work);
        let _ = writeln!(self.0, "{name}\t{instructions}\t{stack}");
    }
}

impl Counter {
    /// Measures every piece.
    ///
    /// # Errors
    /// [`Failed`] names the piece whose result is wrong.
    pub fn each<W: Workload>(&mut self) -> Result<(), Failed> {
        for piece in W::pieces() {
            let instructions = measured::<W, _>(piece, meter::instructions)?;
            let stack = measured::<W, _>(piece, meter::stack)?;
            let _ = write!(self.0, "{}\t{instructions}\t{stack}", W::name(piece));
            for bytes in W::MEMORY {
                let _ = write!(self.0, "\t{bytes}");
            }
            let _ = writeln!(self.0);
        }
        Ok(())
    }
}

/// Measures a piece once, and checks it: what a run leaves is no longer what it starts from.
fn measured<W: Workload, T>(piece: W::Piece, meter: impl Fn(&mut dyn FnMut()) -> T) -> Result<T, Failed> {
    let mut run = W::new(piece);
    let figure = meter(&mut || run.run());
    run.check()?;
    Ok(figure)
}

/// Measures `work` once a byte has come.
pub fn run(work: impl FnOnce(&mut Counter) -> Result<(), Failed>) -> ! {
    meter::start();
    let mut serial = Serial::new();
    let _ = serial.read(&mut [0]);
    let mut counter = Counter(serial);
    let end = work(&mut counter);
    let _ = match end {
        Ok(()) => writeln!(counter.0, "done"),
        Err(Failed(what)) => writeln!(counter.0, "failed\t{what} gave no right result"),
    };
    rest()
}

/// Sends why a measuring program ended.
pub fn panicked(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Serial::new(), "failed\t{info}");
    rest()
}

fn rest() -> ! {
    loop {
        asm::wfi();
    }
}

/// The program that measures `$work`.
#[macro_export]
macro_rules! measure {
    ($work:expr) => {
        #[cortex_m_rt::entry]
        fn main() -> ! {
            $crate::counter::run($work)
        }

        #[panic_handler]
        fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
            $crate::counter::panicked(info)
        }
    };
}
