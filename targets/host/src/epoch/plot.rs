//! A picture of an epoch, as SVG.

use std::fmt::Display;
use std::ops::Range;

use nanotao::Uid;
use plotters::coord::Shift;
use plotters::prelude::*;

use super::{Outcome, Step};
use crate::{Error, Result};

const WIDTH: u32 = 1200;
/// What a legend takes of it.
const LEGEND_WIDTH: u32 = 110;
const BARS_HEIGHT: u32 = 360;
const HEAT_HEIGHT: u32 = 520;
const LINES_HEIGHT: u32 = 320;
/// Columns and rows of the heat map at most; beyond, neighbours share a cell, which shows the largest bond.
const MAX_COLUMNS: usize = 256;
const MAX_ROWS: usize = 64;
/// Lines of one diagram at most.
const MAX_LINES: usize = 8;

const INCENTIVE: RGBColor = RGBColor(120, 170, 220);
const CONSENSUS: RGBColor = RGBColor(200, 80, 0);
const PALEST: RGBColor = RGBColor(222, 235, 247);
const DARKEST: RGBColor = RGBColor(8, 48, 107);
const LINES: [RGBColor; MAX_LINES] = [
    RGBColor(31, 119, 180),
    RGBColor(214, 98, 0),
    RGBColor(44, 140, 44),
    RGBColor(190, 30, 45),
    RGBColor(130, 90, 180),
    RGBColor(130, 80, 70),
    RGBColor(210, 90, 170),
    RGBColor(90, 90, 90),
];

/// Sizes of text.
const TITLE: u32 = 20;
const AXIS: u32 = 15;
const LABEL: u32 = 13;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws, under a title, consensus and incentive of every uid, the bonds as a heat map, and over several epochs the uids that earn most
/// in the end.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) if the drawing library fails.
pub fn plot(title: &str, outcome: &Outcome, steps: &[Step]) -> Result<String> {
    let mut svg = String::new();
    draw(&mut svg, title, outcome, steps)?;
    Ok(svg)
}

fn draw(svg: &mut String, title: &str, outcome: &Outcome, steps: &[Step]) -> Result<()> {
    let evolves = steps.len() > 1;
    let lines = if evolves { LINES_HEIGHT } else { 0 };
    let root = SVGBackend::with_string(svg, (WIDTH, BARS_HEIGHT + HEAT_HEIGHT + lines)).into_drawing_area();
    root.fill(&WHITE).map_err(failed)?;
    let (bars, rest) = root.split_vertically(BARS_HEIGHT);
    let (heat, lines) = rest.split_vertically(HEAT_HEIGHT);
    draw_bars(&bars.split_horizontally(WIDTH - LEGEND_WIDTH), title, outcome)?;
    draw_bonds(&heat.split_horizontally(WIDTH - LEGEND_WIDTH), outcome)?;
    if evolves {
        let (left, right) = lines.split_horizontally(WIDTH / 2);
        draw_lines(&left.split_horizontally(WIDTH / 2 - LEGEND_WIDTH), "incentives", steps, |step| {
            &step.incentive
        })?;
        draw_lines(&right.split_horizontally(WIDTH / 2 - LEGEND_WIDTH), "dividends", steps, |step| {
            &step.dividend
        })?;
    }
    root.present().map_err(failed)
}

fn failed(error: impl Display) -> Error {
    Error::io(format_args!("cannot draw: {error}"))
}

fn proportion(value: u16) -> f64 {
    f64::from(value) / f64::from(u16::MAX)
}

/// The axis of `count` columns of width 1 with the first around 0.
fn columns(count: usize) -> Range<f64> {
    -0.5..count.max(1) as f64 - 0.5
}

/// Labels for columns at most.
const MAX_LABELS: usize = 20;

/// A whole number, where a place on an axis is one.
fn whole(place: &f64) -> Option<i64> {
    let whole = place.round();
    ((place - whole).abs() < 1e-6).then_some(whole as i64)
}

/// A label for a whole number, none between two.
fn label(place: &f64) -> String {
    whole(place).map(|whole| whole.to_string()).unwrap_or_default()
}

/// Text of axes.
fn font(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into()
}

/// A diagram, and the room for its legend.
type WithLegend<'a> = (Area<'a>, Area<'a>);

fn draw_bars((area, right): &WithLegend<'_>, title: &str, outcome: &Outcome) -> Result<()> {
    let values = outcome.incentive.iter().chain(&outcome.consensus);
    let max = values.copied().map(proportion).fold(0.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(format!("{title}: incentive and consensus"), font(TITLE))
        .margin(12)
        .x_label_area_size(48)
        .y_label_area_size(76)
        .build_cartesian_2d(columns(outcome.incentive.len()), 0.0..if max > 0.0 { max * 1.05 } else { 1.0 })
        .map_err(failed)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .x_labels(outcome.incentive.len().min(MAX_LABELS))
        .x_label_formatter(&label)
        .x_desc("uid")
        .y_desc("share of 1")
        .label_style(font(LABEL))
        .axis_desc_style(font(AXIS))
        .draw()
        .map_err(failed)?;
    let shown = |values: &[u16]| {
        let values: Vec<_> = (0_u32..).map(f64::from).zip(values.iter().copied().map(proportion)).collect();
        values.into_iter().filter(|(_, value)| *value > 0.0)
    };
    let bars = shown(&outcome.incentive);
    let bars = bars.map(|(x, y)| Rectangle::new([(x - 0.4, 0.0), (x + 0.4, y)], INCENTIVE.filled()));
    chart.draw_series(bars).map_err(failed)?;
    let marks = shown(&outcome.consensus);
    let marks =
        marks.map(|(x, y)| PathElement::new([(x - 0.45, y), (x + 0.45, y)], CONSENSUS.stroke_width(2)));
    chart.draw_series(marks).map_err(failed)?;
    legend(right, [("incentive".to_owned(), INCENTIVE), ("consensus".to_owned(), CONSENSUS)])
}

fn legend(area: &Area<'_>, entries: impl IntoIterator<Item = (String, RGBColor)>) -> Result<()> {
    for (y, (name, color)) in (48..).step_by(24).zip(entries) {
        area.draw(&Rectangle::new([(0, y), (16, y + 10)], color.filled())).map_err(failed)?;
        area.draw(&Text::new(name, (24, y - 2), font(AXIS))).map_err(failed)?;
    }
    Ok(())
}

/// Bonds in cells: the largest of each block of neighbours, by row and column.
struct Heat {
    /// Uids that have bonds.
    validators: Vec<Uid>,
    rows_per_cell: usize,
    columns_per_cell: usize,
    cells: std::collections::BTreeMap<(usize, usize), u16>,
    max: u16,
}

impl Heat {
    fn new(outcome: &Outcome) -> Self {
        let has_bonds = |(uid, row): (Uid, &Vec<(Uid, u16)>)| (!row.is_empty()).then_some(uid);
        let validators: Vec<Uid> = (0..).zip(&outcome.bond).filter_map(has_bonds).collect();
        let rows_per_cell = validators.len().div_ceil(MAX_ROWS).max(1);
        let columns_per_cell = outcome.bond.len().div_ceil(MAX_COLUMNS).max(1);
        let mut cells = std::collections::BTreeMap::new();
        let mut max = 0;
        for (row, uid) in validators.iter().enumerate() {
            for (target, bond) in outcome.bond.get(usize::from(*uid)).into_iter().flatten() {
                let cell = (row / rows_per_cell, usize::from(*target) / columns_per_cell);
                let largest = cells.entry(cell).or_insert(0);
                *largest = (*bond).max(*largest);
                max = max.max(*bond);
            }
        }
        Self { validators, rows_per_cell, columns_per_cell, cells, max }
    }

    fn color(&self, bond: u16) -> RGBColor {
        heat_color(f64::from(bond) / f64::from(self.max.max(1)))
    }
}

fn heat_color(part: f64) -> RGBColor {
    let mix = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * part).round() as u8;
    RGBColor(mix(PALEST.0, DARKEST.0), mix(PALEST.1, DARKEST.1), mix(PALEST.2, DARKEST.2))
}

fn draw_bonds((area, right): &WithLegend<'_>, outcome: &Outcome) -> Result<()> {
    let heat = Heat::new(outcome);
    let neurons = outcome.bond.len();
    let rows = heat.validators.len().div_ceil(heat.rows_per_cell);
    let title = match (heat.rows_per_cell, heat.columns_per_cell) {
        (1, 1) => "Bonds after the epoch (white: none)".to_owned(),
        (rows, columns) => {
            format!("Bonds after the epoch (white: none; the largest of each {rows} × {columns})")
        }
    };
    let validator = |place: &f64| {
        let row = whole(place).and_then(|row| usize::try_from(row).ok());
        let first = row.and_then(|row| heat.validators.get(row.saturating_mul(heat.rows_per_cell)));
        first.map(Uid::to_string).unwrap_or_default()
    };
    let mut chart = ChartBuilder::on(area)
        .caption(title, font(TITLE))
        .margin(12)
        .x_label_area_size(48)
        .y_label_area_size(76)
        // The first validator on top.
        .build_cartesian_2d(columns(neurons), columns(rows).end..columns(rows).start)
        .map_err(failed)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .x_labels(neurons.min(MAX_LABELS))
        .y_labels(rows.clamp(2, 32))
        .x_label_formatter(&label)
        .y_label_formatter(&validator)
        .x_desc("target's uid")
        .y_desc("validator's uid")
        .label_style(font(LABEL))
        .axis_desc_style(font(AXIS))
        .draw()
        .map_err(failed)?;
    let width = heat.columns_per_cell as f64;
    let cells = heat.cells.iter().map(|((row, column), bond)| {
        let (x, y) = (*column as f64 * width - 0.5, *row as f64);
        Rectangle::new([(x, y - 0.5), (x + width, y + 0.5)], heat.color(*bond).filled())
    });
    chart.draw_series(cells).map_err(failed)?;
    draw_scale(right, proportion(heat.max))
}

/// The legend of the heat map.
fn draw_scale(area: &Area<'_>, max: f64) -> Result<()> {
    let max = if max > 0.0 { max } else { 1.0 };
    let mut chart = ChartBuilder::on(area)
        .caption("bond", font(AXIS))
        .margin(12)
        .margin_bottom(60)
        .margin_right(24)
        .y_label_area_size(54)
        .build_cartesian_2d(0.0..1.0, 0.0..max)
        .map_err(failed)?;
    let steps = 64;
    let cells = (0..steps).map(|step| {
        let part = |step: i32| f64::from(step) / f64::from(steps);
        let color = heat_color(part(step)).filled();
        Rectangle::new([(0.0, max * part(step)), (1.0, max * part(step + 1))], color)
    });
    chart.draw_series(cells).map_err(failed)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .disable_x_axis()
        .y_labels(6)
        .label_style(font(LABEL))
        .draw()
        .map_err(failed)
}

/// The uids with the largest values in the last epoch, as lines over all epochs.
fn draw_lines(
    (area, right): &WithLegend<'_>,
    what: &str,
    steps: &[Step],
    of: impl Fn(&Step) -> &[u16],
) -> Result<()> {
    let last = steps.last().map(&of).unwrap_or_default();
    let mut uids: Vec<usize> = (0..last.len()).collect();
    uids.sort_by_key(|uid| std::cmp::Reverse(last.get(*uid).copied().unwrap_or_default()));
    uids.truncate(MAX_LINES);
    let line = |uid: usize| steps.iter().map(move |step| (step, uid));
    let value = |(step, uid): (&Step, usize)| proportion(of(step).get(uid).copied().unwrap_or_default());
    let shown = || uids.iter().flat_map(|uid| line(*uid)).map(value);
    let (min, max) = (shown().fold(1.0, f64::min), shown().fold(0.0, f64::max));
    // Room above and below, also where nothing changes.
    let room = ((max - min) * 0.05).max(0.0005);
    let mut chart = ChartBuilder::on(area)
        .caption(format!("Epoch by epoch: the largest {what}"), font(TITLE))
        .margin(12)
        .x_label_area_size(48)
        .y_label_area_size(76)
        .build_cartesian_2d(1.0..steps.len() as f64, (min - room).max(0.0)..max + room)
        .map_err(failed)?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_labels(10)
        .x_label_formatter(&label)
        .x_desc("epoch")
        .y_desc("share of 1")
        .label_style(font(LABEL))
        .axis_desc_style(font(AXIS))
        .draw()
        .map_err(failed)?;
    for (uid, color) in uids.iter().zip(LINES) {
        let points = (1_u32..).map(f64::from).zip(line(*uid).map(value));
        let line = PathElement::new(points.collect::<Vec<_>>(), color.stroke_width(2));
        chart.draw_series([line]).map_err(failed)?;
    }
    legend(right, uids.iter().map(|uid| format!("uid {uid}")).zip(LINES))
}
