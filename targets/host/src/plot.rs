//! Lines over axes, as SVG.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use serde_json::{Value, json};

use crate::{Error, Result};

const WIDTH: u32 = 760;
const TITLE: u32 = 56;
const PANEL: u32 = 340;
const LEGEND: u32 = 24;
/// Longer lines have no dots.
const MOST_DOTS: usize = 30;
const FONT: &str = "sans-serif";

/// Colours that stay apart for those who see few: Okabe and Ito's, without the yellow ones.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];

/// How numbers are written.
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
    pub(crate) fn to_json(self, value: f64) -> Value {
        if self == Self::Count { json!(value as u64) } else { json!(value) }
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

/// Draws panels as SVG, one under another, below a title and a line that says more.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) if it cannot be drawn.
pub fn svg(title: &str, caption: &str, panels: &[Panel]) -> Result<String> {
    let mut text = String::new();
    let height = TITLE + PANEL * panels.len() as u32;
    {
        let root = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
        root.fill(&WHITE).map_err(failed)?;
        for (text, size, y) in [(title, 20, 20), (caption, 12, 42)] {
            let style = (FONT, size).into_font().color(&BLACK).pos(Pos::new(HPos::Center, VPos::Center));
            root.draw(&Text::new(text, (WIDTH as i32 / 2, y), style)).map_err(failed)?;
        }
        let (_, below) = root.split_vertically(TITLE);
        for (area, panel) in below.split_evenly((panels.len(), 1)).iter().zip(panels) {
            draw(area, panel).map_err(failed)?;
        }
        root.present().map_err(failed)?;
    }
    Ok(text)
}

fn failed(error: impl fmt::Display) -> Error {
    Error::io(format_args!("cannot draw the plot: {error}"))
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn draw<'a>(
    area: &Area<'a>,
    panel: &Panel,
) -> Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>> {
    let points = || panel.series.iter().flat_map(|series| series.points.iter().copied());
    let right = points().map(|(x, _)| x).fold(0.0, f64::max);
    let (legend, area) = area.split_vertically(LEGEND);
    draw_legend(&legend, &panel.series)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(8)
        .margin_right(24)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(0.0..if right > 0.0 { right } else { 1.0 }, heights(panel))?;
    let (of_x, of_y) = (panel.x.1, panel.y.1);
    chart
        .configure_mesh()
        .x_desc(panel.x.0)
        .y_desc(panel.y.0)
        .x_labels(13)
        .y_labels(8)
        .x_label_formatter(&|x| label(of_x, *x))
        .y_label_formatter(&|y| label(of_y, *y))
        .axis_desc_style((FONT, 14))
        .label_style((FONT, 12))
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .draw()?;
    for (Series { points, .. }, colour) in panel.series.iter().zip(colours()) {
        chart.draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?;
        if points.len() <= MOST_DOTS {
            chart.draw_series(points.iter().map(|point| Circle::new(*point, 3, colour.filled())))?;
        }
    }
    Ok(())
}

/// What the vertical axis shows.
fn heights(panel: &Panel) -> Range<f64> {
    let values = || panel.series.iter().flat_map(|series| series.points.iter().map(|(_, y)| *y));
    let top = values().fold(0.0, f64::max);
    let bottom = if panel.from_zero { 0.0 } else { values().fold(top, f64::min) };
    match top - bottom {
        // All the same.
        0.0 => bottom..bottom + 1.0,
        height => (bottom - if panel.from_zero { 0.0 } else { 0.05 * height })..top + 0.05 * height,
    }
}

/// A row of names above the axes, where no line hides them.
fn draw_legend<'a>(
    area: &Area<'a>,
    series: &[Series],
) -> Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>> {
    let (mut x, y) = (72, LEGEND as i32 / 2 + 4);
    let style = (FONT, 13).into_font().color(&BLACK).pos(Pos::new(HPos::Left, VPos::Center));
    for (Series { name, .. }, colour) in series.iter().zip(colours()) {
        area.draw(&PathElement::new([(x, y), (x + 22, y)], colour.stroke_width(3)))?;
        area.draw(&Text::new(name.as_str(), (x + 28, y), style.clone()))?;
        x += 52 + 7 * name.len() as i32;
    }
    Ok(())
}

fn colours() -> impl Iterator<Item = &'static RGBColor> {
    COLOURS.iter().cycle()
}

/// A number at an axis: no more decimals than it has.
fn label(unit: Unit, value: f64) -> String {
    let digits = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    match unit {
        Unit::Percent => format!("{}%", digits(100.0 * value)),
        Unit::Count | Unit::Alpha => digits(value),
    }
}

/// A path that a plot could be written to, so that a long run is not for nothing.
///
/// # Errors
/// [`Kind::Usage`](crate::Kind::Usage) for another ending than `.svg`, a folder, or a folder that is not there.
pub fn path(text: &str) -> Result<PathBuf> {
    let path = Path::new(text);
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        return Err(Error::usage("plots are SVG").remedy("give a name that ends in .svg"));
    }
    if path.is_dir() {
        return Err(Error::usage(format_args!("{text} is a folder")).remedy("name a file in it"));
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Error::usage(format_args!("there is no folder {}", folder.display()))
                .remedy("make it, or name another"))
        }
        _ => Ok(path.to_owned()),
    }
}
