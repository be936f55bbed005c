//! Tells the linker where the memory map is and which scripts to use.

fn main() {
    println!("cargo:rustc-link-search={}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo:rerun-if-changed=memory.x");
    for argument in ["-Tlink.x", "--nmagic", "--no-warn-rwx-segments"] {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
}
