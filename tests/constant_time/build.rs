//! Compiles the requests to valgrind, which are macros of C.

fn main() {
    println!("cargo::rerun-if-changed=src/valgrind.c");
    cc::Build::new().file("src/valgrind.c").opt_level(2).compile("requests");
}
