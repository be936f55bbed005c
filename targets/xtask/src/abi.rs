//! `ffi/abi/`: what a program that was compiled against the C header relies on, kept as text: symbols, constants, and
//! the place of every field on 64 and on 32 bits. And which binding reaches which part of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail, ensure as require};
use serde_json::{Map, Value, json};

use crate::{
    figures::markdown,
    process::{command, output, root},
    setup::{Tool, ensure},
};

/// The compilers that lay structs out, and what their results are called.
const MACHINES: [(&str, &str); 2] = [("gcc", "64 bit"), ("arm-none-eabi-gcc", "32 bit")];

/// Structs of the header, each with the names of its fields.
fn structs(header: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut open = false;
    for line in header.lines() {
        if let Some(name) = line.strip_prefix("typedef struct ").and_then(|rest| rest.strip_suffix(" {")) {
            found.push((name, Vec::new()));
            open = true;
        } else if line.starts_with('}') {
            open = false;
        } else if let (true, Some(declaration), Some((_, fields))) =
            (open, line.trim().strip_suffix(';'), found.last_mut())
        {
            let name = declaration.split('[').next().unwrap_or_default();
            fields.extend(name.rsplit([' ', '*']).next());
        }
    }
    found
}

/// The size of every struct, and offset and size of every field.
///
/// # Errors
/// A compiler that is missing, or a header that it does not take.
pub fn layouts(header: &str) -> Result<String> {
    ensure(&[Tool::HostGcc, Tool::ArmGcc, Tool::ArmNewlib])?;
    let structs = structs(header);
    let work = root().join("target/c");
    fs::create_dir_all(work.join("layout"))?;
    fs::write(work.join("layout/nanotao.h"), header)?;
    let mut source = String::from("#include \"nanotao.h\"\n");
    let mut names = Vec::new();
    for (name, fields) in &structs {
        source += &format!("const uint32_t size_{name} = 1 + sizeof({name});\n");
        names.push((*name, None));
        for field in fields {
            source += &format!(
                "const uint32_t at_{name}_{field}[2] = {{1 + offsetof({name}, {field}), 1 + sizeof((({name} *)0)->{field})}};\n"
            );
            names.push((*name, Some(*field)));
        }
    }
    let file = work.join("layout/layout.c");
    fs::write(&file, source)?;
    let columns =
        MACHINES.iter().map(|(compiler, _)| numbers(compiler, &file)).collect::<Result<Vec<_>>>()?;
    let mut text =
        format!("# struct, or its field: {}, as offset+size\n", MACHINES.map(|(_, bits)| bits).join(", "));
    let mut at = 0;
    for (name, field) in names {
        let cells = columns.iter().map(|column| match field {
            None => column.get(at).map(|size| format!("{size}")),
            Some(_) => Some(format!("{}+{}", column.get(at)?, column.get(at + 1)?)),
        });
        let cells: Option<Vec<String>> = cells.collect();
        let cells = cells.context("a compiler gives fewer numbers than there are fields")?.join(" ");
        text += &match field {
            None => format!("{name} {cells}\n"),
            Some(field) => format!("{name}.{field} {cells}\n"),
        };
        at += if field.is_some() { 2 } else { 1 };
    }
    Ok(text)
}

/// The numbers that a compiler makes of the constants. Each was raised by one, for zeros are written in another way.
fn numbers(compiler: &str, file: &Path) -> Result<Vec<u32>> {
    let mut gcc = command(compiler);
    gcc.args(["-std=c99", "-S", "-O0", "-fno-toplevel-reorder", "-o", "-"]).arg(file);
    let assembly = output(&mut gcc)?;
    let words = assembly.lines().filter_map(|line| {
        let line = line.trim();
        line.strip_prefix(".word").or_else(|| line.strip_prefix(".long"))
    });
    words.map(|word| Ok(word.trim().parse::<u32>()?.saturating_sub(1))).collect()
}

/// Every constant of the header but the library's version, which each release changes.
pub fn constants(header: &str) -> String {
    let defined = header.lines().filter_map(|line| line.strip_prefix("#define NANOTAO_")?.split_once(' '));
    let plain = defined
        .filter(|(name, value)| !name.starts_with("VERSION_") && !name.contains('(') && !value.is_empty());
    plain.map(|(name, value)| format!("NANOTAO_{name} {}\n", value.trim())).collect()
}

/// Fails if a line of an old snapshot is gone or changed while the ABI's version stayed the same.
///
/// # Errors
/// The first such line, and what to do.
pub fn check_announced(path: &Path, old: &str, new: &str, version: (&str, &str)) -> Result<()> {
    let kept: BTreeSet<&str> = new.lines().collect();
    let gone = old
        .lines()
        .find(|line| !line.starts_with('#') && !line.contains("ABI_VERSION") && !kept.contains(line));
    match gone {
        Some(line) if version.0 == version.1 => bail!(
            "{}: `{line}` is gone or changed, which breaks programs; announce it: raise NANOTAO_ABI_VERSION in \
             ffi/src/lib.rs, tell it in CHANGELOG.md, and run `cargo xtask header` again",
            path.display()
        ),
        _ => Ok(()),
    }
}

/// The ABI's version, out of the list of constants.
pub fn version(constants: &str) -> &str {
    constants.lines().find(|line| line.starts_with("NANOTAO_ABI_VERSION ")).unwrap_or_default()
}

/// The bindings, where their sources are, and what stands before a function that they call. Of C, the tests are the sources.
const BINDINGS: [(&str, &str, &[&str]); 4] = [
    ("C", "ffi/tests", &[""]),
    ("Python", "bindings/python/src", &["lib.", "unchecked."]),
    ("JavaScript", "bindings/js/src", &["abi.", "run('"]),
    ("Go", "bindings/go", &["C."]),
];

/// Of every room, its functions and how many of them each binding calls; and of every binding, those that it does not.
///
/// # Errors
/// A function that no C test calls.
pub fn coverage(symbols: &str) -> Result<Value> {
    let symbols: BTreeSet<&str> = symbols.lines().collect();
    let mut rooms: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (file, text) in sources(&root().join("ffi/src"))? {
        let names = text.split("extern \"C\" fn ").skip(1).filter_map(|rest| rest.split('(').next());
        for name in names.filter_map(|name| symbols.get(name)) {
            rooms.entry(file.clone()).or_default().push(name);
        }
    }
    let listed: usize = rooms.values().map(Vec::len).sum();
    require!(listed == symbols.len(), "{} symbols, but {listed} functions in ffi/src", symbols.len());
    let mut counts: Map<String, Value> =
        rooms.iter().map(|(room, functions)| (room.clone(), json!({"functions": functions.len()}))).collect();
    let mut missing = Map::new();
    for (binding, folder, before) in BINDINGS {
        let folder = root().join(folder);
        if !folder.is_dir() {
            continue;
        }
        let text = text_of(&folder)?;
        let calls = |name: &&&str| before.iter().any(|before| is_called(&text, before, name));
        for (room, functions) in &rooms {
            counts[room][binding] = functions.iter().filter(calls).count().into();
        }
        let left: Vec<&str> = rooms.values().flatten().filter(|name| !calls(name)).copied().collect();
        require!(binding != "C" || left.is_empty(), "no C test calls {}", left.join(", "));
        missing.insert(binding.into(), left.into());
    }
    Ok(json!({"rooms": counts, "missing": missing}))
}

/// Whether a text names a function as its language does.
fn is_called(text: &str, before: &str, name: &str) -> bool {
    let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(&format!("{before}{name}")).skip(1).any(|rest| !rest.starts_with(of_a_name))
}

/// The table of the README, and what is missing from it.
pub fn table(coverage: &Value) -> String {
    let rooms: Vec<_> = coverage["rooms"].as_object().into_iter().flatten().collect();
    let columns: Vec<&String> =
        rooms.first().and_then(|(_, row)| row.as_object()).into_iter().flat_map(Map::keys).collect();
    let mut rows = vec![std::iter::once("room".to_owned()).chain(columns.iter().copied().cloned()).collect()];
    rows.extend(rooms.iter().map(|(room, row)| {
        let cells = columns.iter().map(|column| row[column.as_str()].to_string());
        std::iter::once(format!("`{room}`")).chain(cells).collect()
    }));
    let left = coverage["missing"].as_object().into_iter().flatten().filter_map(|(binding, names)| {
        let names: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
        (!names.is_empty()).then(|| format!("\n{binding} does not call `{}`.\n", names.join("`, `")))
    });
    markdown(&rows) + &left.collect::<String>()
}

/// What sources end in; what compilers leave beside them is none.
const SOURCES: [&str; 7] = ["rs", "c", "h", "cpp", "py", "ts", "go"];

/// The sources in a folder, each with the name of its room: the file's, or that of the folder that it is in.
fn sources(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(sources(&path)?.into_iter().map(|(_, text)| (name.clone(), text)));
        } else if path.extension().is_some_and(|of| SOURCES.iter().any(|known| of == *known)) {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            found.push((name, text));
        }
    }
    Ok(found)
}

fn text_of(folder: &Path) -> Result<String> {
    Ok(sources(folder)?.into_iter().map(|(_, text)| text).collect())
}

#[cfg(test)]
mod tests {
    use super::{check_announced, constants, is_called, structs};
    use std::path::Path;

    #[test]
    fn fields_are_found_in_their_structs() {
        let header = "typedef struct a {\n  /**\n   * Text; with a semicolon.\n   */\n  uint8_t x[3];\n  const uint16_t *y;\n} a;\nint f(void);\n";
        assert_eq!(structs(header), [("a", vec!["x", "y"])]);
    }

    #[test]
    fn macros_and_the_version_of_the_library_are_no_constants_of_the_abi() {
        let header = "#define NANOTAO_VERSION_MINOR 1\n#define NANOTAO_OK 0\n#define NANOTAO_F(x) (x)\n#define NANOTAO_H\n";
        assert_eq!(constants(header), "NANOTAO_OK 0\n");
    }

    #[test]
    fn a_call_is_of_a_whole_name() {
        assert!(is_called("x = lib.f_a(1)", "lib.", "f_a"));
        assert!(is_called("g(lib.f_ab, lib.f_a)", "lib.", "f_a"));
        assert!(!is_called("lib.f_ab(1); // f_a", "lib.", "f_a"));
    }

    #[test]
    fn what_is_gone_has_to_be_announced_and_what_is_new_has_not() {
        let check = |old, new, version| check_announced(Path::new("x"), old, new, version).is_ok();
        assert!(check("a 1\n", "a 1\nb 2\n", ("1", "1")));
        assert!(!check("a 1\n", "a 2\n", ("1", "1")));
        assert!(!check("a 1\nb 2\n", "b 2\n", ("1", "1")));
        assert!(check("a 1\n", "a 2\n", ("1", "2")));
    }
}
