//! Where a panic ends on bare metal.

use core::panic::PanicInfo;

unsafe extern "C" {
    /// Where a Rust panic ends, in a library that was built with the feature `panic-handler`, for bare metal: the program
    /// defines this function, and it must not return. No input is known to lead here. Should it happen, nothing can be
    /// trusted any more: stop or reset the machine.
    fn nanotao_panic() -> !;
}

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    // SAFETY: the C program defines the function as the header says: no argument, no return.
    unsafe { nanotao_panic() }
}
