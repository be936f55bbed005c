//! `cargo xtask size`: flash, static RAM and peak stack of the firmware of every board.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure as require};
use nanotao_tests::report::Filter;
use serde_json::{Map, Value, json};

use crate::{
    bench,
    board::{Board, BoardRunner},
    demo,
    figures::{self, grouped, markdown},
    process::{command, output, root, step},
    qemu::scratch,
    toolchain, vectors,
};

/// A case of every so many is enough to reach every kind of case; the deepest of them uses the most stack.
const EVERY: usize = 150;

/// What a firmware takes.
struct Size {
    /// Bytes that are programmed: code, constants, and the first values of variables.
    flash: u64,
    /// Bytes of variables.
    ram: u64,
    /// The most bytes of stack that were ever in use.
    stack: u64,
}

/// Runs `cargo xtask size`.
///
/// # Errors
/// What building and emulating can fail with.
pub fn main() -> Result<()> {
    let mut boards = Map::new();
    for board in [Board::Lm3s6965evb, Board::Mps2An386, Board::Riscv32Virt] {
        let Size { flash, ram, stack } = measure(board)?;
        let (runs, limits) = match board {
            Board::Lm3s6965evb => ("signer", json!({ "flash": 256 << 10, "ram": 64 << 10 })),
            _ => ("vectors", Value::Null),
        };
        if let (Some(flash_limit), Some(ram_limit)) = (limits["flash"].as_u64(), limits["ram"].as_u64()) {
            require!(flash <= flash_limit, "{flash} bytes of flash do not fit {}", board.name());
            require!(ram + stack <= ram_limit, "{} bytes of RAM do not fit {}", ram + stack, board.name());
        }
        boards.insert(
            board.name().into(),
            json!({ "runs": runs, "target": board.target(), "flash": flash, "ram": ram, "stack": stack, "limits": limits }),
        );
    }
    let show = verify_and_show()?;
    let measured =
        json!({ "compiler": toolchain::firmware()?.version(), "boards": boards, "verify_and_show": show });
    println!("{}", table(&measured));
    figures::write("size", measured)
}

/// The table of the README.
pub fn table(measured: &Value) -> String {
    let head = ["firmware", "board", "flash, bytes", "static RAM, bytes", "peak stack, bytes"];
    let mut rows: Vec<Vec<String>> = vec![head.map(String::from).into()];
    for (board, figures) in measured["boards"].as_object().into_iter().flatten() {
        let number = |field: &str| grouped(figures[field].as_u64().unwrap_or_default());
        let of = |field: &str, text: String| match figures["limits"][field].as_u64() {
            Some(limit) => format!("{text} of {}", grouped(limit)),
            None => text,
        };
        rows.push(vec![
            figures["runs"].as_str().unwrap_or_default().into(),
            format!("`{board}` ({})", figures["target"].as_str().unwrap_or_default()),
            of("flash", number("flash")),
            of("ram", number("ram")),
            number("stack"),
        ]);
    }
    let show = &measured["verify_and_show"];
    let number = |field: &str| grouped(show[field].as_u64().unwrap_or_default());
    format!(
        "{}\nTo verify a payload by its metadata proof and show every card takes {} bytes of stack on the Cortex-M4 (limit {}) \
         and, beside the request, {} bytes of static memory (limit {}).\n",
        markdown(&rows),
        number("stack"),
        grouped(SHOW_STACK),
        number("ram"),
        grouped(SHOW_RAM),
    )
}

/// Most bytes of stack, and of static memory beside the request, for a payload that is verified by its proof and shown.
const SHOW_STACK: u64 = 6 << 10;
const SHOW_RAM: u64 = 8 << 10;

/// What it takes to verify payloads by their metadata proofs and to show them, on the Cortex-M4. The program has nothing
/// else, and its payloads and proofs are constants, so its variables are all that this needs beside a request.
fn verify_and_show() -> Result<Value> {
    let steps = bench::metadata::steps()?;
    let stack = steps.iter().map(|(_, [_, stack])| *stack).max().unwrap_or_default();
    let image = Board::Mps2An386.build_binary(bench::metadata::BINARY, &[])?;
    let (_, ram) = sections(Board::Mps2An386, &image)?;
    require!(stack <= SHOW_STACK, "verify-and-show takes {stack} bytes of stack, over {SHOW_STACK}");
    require!(ram <= SHOW_RAM, "verify-and-show takes {ram} bytes of static memory, over {SHOW_RAM}");
    Ok(json!({ "stack": stack, "ram": ram }))
}

fn measure(board: Board) -> Result<Size> {
    let image = board.build()?;
    let (flash, ram) = sections(board, &image)?;
    let stack = match board {
        Board::Lm3s6965evb => demo::peak_stack()?,
        Board::Mps2An386 | Board::Riscv32Virt => {
            step(format!("running vectors on {} for its stack", board.name()));
            vectors_stack(board, &image)?
        }
    };
    Ok(Size { flash, ram, stack })
}

fn sections(board: Board, image: &Path) -> Result<(u64, u64)> {
    let text = output(command(board.binutil("size")).args(["-A", "-d"]).arg(image))?;
    let (mut flash, mut ram) = (0, 0);
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(size)) = (words.next(), words.next().and_then(|size| size.parse::<u64>().ok()))
        else {
            continue;
        };
        let is = |names: &[&str]| names.contains(&name);
        if is(&[
            ".vector_table",
            ".init",
            ".init.rust",
            ".text",
            ".rodata",
            ".data",
            ".gnu.sgstubs",
            ".eh_frame",
        ]) {
            flash += size;
        }
        if is(&[".data", ".bss", ".uninit"]) {
            ram += size;
        }
    }
    require!(flash > 0, "{} has no code", image.display());
    Ok((flash, ram))
}

fn symbol(board: Board, image: &Path, name: &str) -> Result<u64> {
    let text = output(command(board.binutil("nm")).arg(image))?;
    for line in text.lines() {
        if let Some((address, _)) = line.split_once(' ')
            && line.split_whitespace().last() == Some(name)
        {
            return Ok(u64::from_str_radix(address, 16)?);
        }
    }
    bail!("{} has no symbol {name}", image.display())
}

/// These boards have more RAM than they need, and QEMU hands it out zeroed: the stack is what is not zero any more.
fn vectors_stack(board: Board, image: &Path) -> Result<u64> {
    let mut runner = BoardRunner::start(board)?;
    let every = EVERY.try_into().context("zero")?;
    let filter = Filter { every, ..Filter::default() };
    let report = vectors::report_by(&root().join("vectors"), &filter, Some(&mut runner), |_, _| ())?;
    require!(report.total().passed > 0, "no vector passed on {}", board.name());
    let top = symbol(board, image, "_stack_start")?;
    let bottom = symbol(board, image, "__sheap")?.next_multiple_of(4);
    let file = scratch()?.join(format!("{}.ram", board.name()));
    runner.emulator.qmp.save_memory(bottom, top - bottom, &file)?;
    let memory = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    let untouched = memory.iter().take_while(|byte| **byte == 0).count() as u64;
    Ok(top - bottom - untouched)
}
