//! The results of a simulation, as a table, as JSON, and as what a plot shows.

use serde_json::{Map, Value, json};

/// How a column's numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A whole number.
    Count,
    /// A fraction, shown as a percentage.
    Percent,
    /// An amount of alpha.
    Alpha,
}

impl Unit {
    /// The number as a table shows it.
    pub fn show(self, value: f64) -> String {
        match self {
            _ if value.is_nan() => "-".to_owned(),
            Self::Count => format!("{value:.0}"),
            Self::Percent => format!("{:.1}%", 100.0 * value),
            Self::Alpha => format!("{value:.2}"),
        }
    }

    /// The number as JSON has it; null where there is nothing to say.
    fn to_json(self, value: f64) -> Value {
        if self == Self::Count { json!(value as u64) } else { json!(value) }
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its name in the table, line by line.
    pub heading: [&'static str; 2],
    /// Its unit.
    pub unit: Unit,
}

impl Column {
    /// A column.
    pub const fn new(key: &'static str, heading: [&'static str; 2], unit: Unit) -> Self {
        Self { key, heading, unit }
    }
}

/// A line of a plot.
#[derive(Clone, Debug)]
pub struct Series {
    /// What the legend says.
    pub name: String,
    /// What it goes through.
    pub points: Vec<(f64, f64)>,
}

/// One system of axes.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What the horizontal axis says, and its unit.
    pub x: (&'static str, Unit),
    /// What the vertical axis says, and its unit.
    pub y: (&'static str, Unit),
    /// The vertical axis begins at zero; else where the lines do.
    pub from_zero: bool,
    /// The lines.
    pub series: Vec<Series>,
}

/// What a simulation found.
#[derive(Clone, Debug)]
pub struct Report {
    /// A title for the plot.
    pub title: String,
    /// A line under the title.
    pub caption: String,
    /// What led to it: all parameters, those that were left out too.
    pub parameters: Value,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; NaN where there is nothing to say.
    pub rows: Vec<Vec<f64>>,
    /// What the numbers mean.
    pub meaning: String,
    /// What a plot shows.
    pub panels: Vec<Panel>,
}

impl Report {
    /// The values of a column, by its key.
    pub fn column(&self, key: &str) -> impl Iterator<Item = f64> {
        let index = self.columns.iter().position(|column| column.key == key);
        self.rows.iter().map(move |row| index.and_then(|index| row.get(index)).copied().unwrap_or(f64::NAN))
    }

    /// A line through two columns.
    pub fn series(&self, name: impl Into<String>, x: &str, y: &str) -> Series {
        let points = self.column(x).zip(self.column(y)).filter(|(_, y)| y.is_finite()).collect();
        Series { name: name.into(), points }
    }

    /// The table, and what it means.
    pub fn to_text(&self) -> String {
        let headings = [0, 1].map(|line| {
            let heading = |column: &Column| column.heading.get(line).copied().unwrap_or_default().to_owned();
            self.columns.iter().map(heading).collect::<Vec<_>>()
        });
        let cells = self.rows.iter().map(|row| {
            row.iter().zip(&self.columns).map(|(value, column)| column.unit.show(*value)).collect::<Vec<_>>()
        });
        let lines: Vec<Vec<String>> = headings.into_iter().chain(cells).collect();
        let width = |index: usize| {
            lines.iter().filter_map(|line| line.get(index)).map(|cell| cell.chars().count()).max()
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(|index| width(index).unwrap_or(0)).collect();
        let mut text = String::new();
        for line in &lines {
            let cells: Vec<_> =
                line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
            text.push_str(cells.join("  ").trim_end());
            text.push('\n');
        }
        format!("{text}\n{}\n", self.meaning)
    }

    /// The same as JSON, with the parameters and the lines of the plot.
    pub fn to_json(&self) -> Value {
        let row = |row: &Vec<f64>| {
            let fields = self.columns.iter().zip(row);
            fields
                .map(|(column, value)| (column.key.to_owned(), column.unit.to_json(*value)))
                .collect::<Map<_, _>>()
        };
        let panel = |panel: &Panel| {
            let series =
                panel.series.iter().map(|Series { name, points }| json!({ "name": name, "points": points }));
            json!({ "x": panel.x.0, "y": panel.y.0, "series": series.collect::<Vec<_>>() })
        };
        json!({
            "parameters": self.parameters,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "meaning": self.meaning,
            "panels": self.panels.iter().map(panel).collect::<Vec<_>>(),
        })
    }
}
