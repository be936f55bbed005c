//! One entry point per room of the core, over inputs that the compiler cannot know. `cargo xtask no-panic` links
//! each alone: whatever is left of `core::panicking` is reachable from that room.
#![no_std]

mod emission;
mod epoch;
mod registration;
mod rooms;
mod sink;
mod tables;

use core::panic::PanicInfo;

use sink::Sink;

#[cfg(feature = "crypto")]
mod keys;

/// A panic that is reachable makes the linker ask for this symbol.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn nanotao_panic_reached() -> !;
    }
    // SAFETY: never called; the symbol exists nowhere, or nowhere that is run.
    unsafe { nanotao_panic_reached() }
}

/// What an entry point works on: bytes of any content and length.
///
/// # Safety
/// `bytes` must be valid for `len` bytes.
unsafe fn input<'a>(bytes: *const u8, len: usize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts(bytes, len) }
}

macro_rules! entries {
    ($($name:ident => $room:path),* $(,)?) => {$(
        /// Exercises the room of this name and gives a value that depends on all of its results.
        ///
        /// # Safety
        /// `bytes` must be valid for `len` bytes.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(bytes: *const u8, len: usize) -> u32 {
            let mut sink = Sink::new();
            // SAFETY: the caller's promise.
            $room(unsafe { input(bytes, len) }, &mut sink);
            sink.value()
        }
    )*};
}

/// Panics on purpose, so that the check can be seen to find it.
fn control(bytes: &[u8], sink: &mut Sink) {
    sink.add(bytes[bytes.len() / 2]);
}

entries! {
    room_control => control,
    room_scale => rooms::scale,
    room_ss58 => rooms::ss58,
    room_weights => rooms::weights,
    room_call => rooms::call,
    room_tables => tables::tables,
    room_storage => tables::storage,
    room_builders => tables::builders,
    room_extrinsic => rooms::extrinsic,
    room_display => rooms::display,
    room_metadata => rooms::metadata,
    room_fixed => epoch::fixed,
    room_epoch => epoch::epoch,
    room_emission => emission::emission,
    room_registration => registration::registration,
}

#[cfg(feature = "crypto")]
entries! {
    room_sr25519 => keys::sr25519,
    room_ed25519 => keys::ed25519,
    room_mnemonic => keys::mnemonic,
}
