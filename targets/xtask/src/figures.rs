//! `docs/figures.json`: the numbers that the README quotes, and the check that it still quotes them.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, ensure as require};
use serde_json::{Map, Value};

use crate::process::root;

/// Where a table stands in the README: between these, each with its name.
fn markers(table: &str) -> (String, String) {
    (format!("<!-- {table}: written by cargo xtask {table} -->"), format!("<!-- end of {table} -->"))
}

fn file() -> PathBuf {
    root().join("docs/figures.json")
}

fn readme() -> PathBuf {
    root().join("README.md")
}

/// Makes a table of its part of the file.
type Table = fn(&Value) -> String;

/// The tables that the README may hold, and how each is made of its part of the file.
const TABLES: [(&str, Table); 8] = [
    ("size", crate::size::table),
    ("bench", crate::bench::table),
    ("bench epoch", crate::bench::epoch::table),
    ("bench emission", crate::bench::emission::table),
    ("bench timelock", crate::bench::timelock::table),
    ("bench metadata", crate::bench::metadata::table),
    ("bench bindings", crate::bench::bindings::table),
    ("header", crate::abi::table),
];

fn all() -> Result<Map<String, Value>> {
    let text = fs::read_to_string(file()).with_context(|| format!("cannot read {}", file().display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON object", file().display()))
}

/// One part of the file.
///
/// # Errors
/// A file that cannot be read, or has no such part.
pub fn part(name: &str) -> Result<Value> {
    all()?.remove(name).with_context(|| format!("docs/figures.json has no {name}"))
}

/// Replaces one part of the file, and its table in the README.
///
/// # Errors
/// A file that cannot be read or written.
pub fn write(name: &str, part: Value) -> Result<()> {
    let mut figures = if file().exists() { all()? } else { Map::new() };
    figures.insert(name.into(), part);
    fs::create_dir_all(root().join("docs"))?;
    fs::write(file(), format!("{}\n", serde_json::to_string_pretty(&figures)?))?;
    if let Ok(text) = fs::read_to_string(readme()) {
        let (_, table) = TABLES.iter().find(|(table, _)| *table == name).context("no such table")?;
        if let Some((before, _, after)) = split(&text, name) {
            fs::write(readme(), format!("{before}\n{}{after}", table(&figures[name])))?;
        }
    }
    Ok(())
}

/// A text before, in and after a table; the markers belong to the outer parts.
fn split<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let (start, end) = markers(name);
    let from = text.find(&start)? + start.len();
    let to = from + text[from..].find(&end)?;
    Some((&text[..from], &text[from..to], &text[to..]))
}

/// Compares the tables of the README with the file.
///
/// # Errors
/// A table that is not what the file says, or no table of sizes at all.
pub fn check() -> Result<()> {
    let figures = all()?;
    let text = fs::read_to_string(readme()).context("cannot read README.md")?;
    require!(split(&text, "size").is_some(), "README.md has no `{}`", markers("size").0);
    for (name, table) in TABLES {
        let Some((_, shown, _)) = split(&text, name) else { continue };
        let part = figures.get(name).with_context(|| format!("docs/figures.json has no {name}"))?;
        require!(
            shown.trim() == table(part).trim(),
            "the table of {name} in README.md is not that of docs/figures.json; run `cargo xtask {name}`"
        );
    }
    Ok(())
}

/// A Markdown table: the first row is the head. Columns of numbers are aligned to the right.
pub fn markdown(rows: &[Vec<String>]) -> String {
    let Some((head, body)) = rows.split_first() else { return String::new() };
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let is_number = |column: usize| {
        body.iter()
            .all(|row| row.get(column).is_some_and(|cell| cell.starts_with(|c: char| c.is_ascii_digit())))
    };
    let rule: Vec<String> =
        (0..head.len()).map(|column| if is_number(column) { "---:" } else { "---" }.into()).collect();
    line(head) + &line(&rule) + &body.iter().map(|row| line(row)).collect::<String>()
}

/// `1234567` as `1 234 567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, markdown, split};

    #[test]
    fn a_table_is_found_between_its_markers() {
        let text = "a\n<!-- size: written by cargo xtask size -->\n| t |\n<!-- end of size -->\nb";
        let (before, table, after) = split(text, "size").expect("there");
        assert_eq!(table, "\n| t |\n");
        assert_eq!(format!("{before}{table}{after}"), text);
        assert_eq!(split(text, "bench"), None);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1 000");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }

    #[test]
    fn the_first_row_is_the_head() {
        let rows = [vec!["a".into(), "b".into()], vec!["c".into(), "1".into()]];
        assert_eq!(markdown(&rows), "| a | b |\n| --- | ---: |\n| c | 1 |\n");
    }
}
