//! The results of a simulation, as a table, as JSON, and as what a plot shows.

use serde_json::{Map, Value, json};

use crate::plot::{Panel, Series, Unit};
use crate::text::align;

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
        format!("{}\n{}\n", align(&lines), self.meaning)
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
