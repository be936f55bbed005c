//! A picture of an epoch, as SVG.

use std::fmt::Display;
use std::ops::Range;

use nanotao::Uid;
use plotters::coord::Shift;
use plotters::prelude::*;

use super::{Outcome, State, Step};
use crate::{Error, Result};

const WIDTH: u32 = 1200;
const BARS_HEIGHT: u32 = 360;
const HEAT_HEIGHT: u32 = 520;
const LINES_HEIGHT: u32 = 320;
/// Columns and rows of the heat map at most; beyond, neighbours share a cell, which shows the largest bond.
const MAX_COLUMNS: usize = 256;
const MAX_ROWS: usize = 64;
/// Lines of one diagram at most.
const MAX_LINES: usize = 8;

const BLUE_BAR: RGBColor = RGBColor(120, 170, 220);
const ORANGE_MARK: RGBColor = RGBColor(200, 80, 0);
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

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws consensus and incentive of every uid, the bonds as a heat map, and over several epochs the uids that earn most
/// in the end.
///
/// # Errors
/// [`Kind::Io`](crate::Kind::Io) if the drawing library fails.
pub fn plot(state: &State, outcome: &Outcome, steps: &[Step]) -> Result<String> {
    let mut svg = String::new();
    draw(&mut svg, state, outcome, steps)?;
    Ok(svg)
}

fn draw(svg: &mut String, state: &State, outcome: &Outcome, steps: &[Step]) -> Result<()> {
    let evolves = steps.len() > 1;
    let lines = if evolves { LINES_HEIGHT } else { 0 };
    let root = SVGBackend::with_string(svg, (WIDTH, BARS_HEIGHT + HEAT_HEIGHT + lines)).into_drawing_area();
    root.fill(&WHITE).map_err(failed)?;
    let (bars, rest) = root.split_vertically(BARS_HEIGHT);
    let (heat, lines) = rest.split_vertically(HEAT_HEIGHT);
    draw_bars(&bars, state, outcome)?;
    draw_bonds(&heat, outcome)?;
    if evolves {
        let (left, right) = lines.split_horizontally(WIDTH / 2);
        draw_lines(&left, "incentive", steps, |step| &step.incentive)?;
        draw_lines(&right, "dividends", steps, |step| &step.dividend)?;
    }
    root.present().map_err(failed)
}

fn failed(error: impl Display) -> Error {
    Error::io(format_args!("cannot draw: {error}"))
}

fn proportion(value: u16) -> f64 {
    f64::from(value) / f64::from(u16::MAX)
}

/// From zero to a little above the largest value.
fn axis(values: impl Iterator<Item = u16>) -> Range<f64> {
    let max = values.map(proportion).fold(0.0, f64::max);
    0.0..if max > 0.0 { max * 1.08 } else { 1.0 }
}

/// The axis of `count` columns of width 1 with the first around 0.
fn columns(count: usize) -> Range<f64> {
    -0.5..count.max(1) as f64 - 0.5
}

/// A label for a whole number, none between two.
fn whole(value: &f64) -> String {
    if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { String::new() }
}

fn draw_bars(area: &Area<'_>, state: &State, outcome: &Outcome) -> Result<()> {
    let shown = || outcome.incentive.iter().chain(&outcome.consensus).copied();
    let title = match &state.name {
        Some(name) => format!("{name}, block {}: consensus and incentive", state.current_block),
        None => format!("Block {}: consensus and incentive", state.current_block),
    };
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 20))
        .margin(12)
        .margin_right(WIDTH / 10)
        .x_label_area_size(44)
        .y_label_area_size(70)
        .build_cartesian_2d(columns(outcome.incentive.len()), axis(shown()))
        .map_err(failed)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(20)
        .x_label_formatter(&whole)
        .x_desc("uid")
        .y_desc("share of 1")
        .draw()
        .map_err(failed)?;
    let bars = outcome.incentive.iter().enumerate().filter(|(_, value)| **value > 0).map(|(uid, value)| {
        Rectangle::new([(uid as f64 - 0.4, 0.0), (uid as f64 + 0.4, proportion(*value))], BLUE_BAR.filled())
    });
    chart
        .draw_series(bars)
        .map_err(failed)?
        .label("incentive")
        .legend(|(x, y)| Rectangle::new([(x, y - 5), (x + 18, y + 5)], BLUE_BAR.filled()));
    let marks = outcome.consensus.iter().enumerate().filter(|(_, value)| **value > 0).map(|(uid, value)| {
        let y = proportion(*value);
        PathElement::new([(uid as f64 - 0.45, y), (uid as f64 + 0.45, y)], ORANGE_MARK.stroke_width(2))
    });
    chart
        .draw_series(marks)
        .map_err(failed)?
        .label("consensus")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 18, y)], ORANGE_MARK.stroke_width(2)));
    legend(&mut chart)
}

type Chart<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

fn legend<'a, 'b: 'a>(chart: &mut Chart<'a, 'b>) -> Result<()> {
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.4))
        .label_font(("sans-serif", 14))
        .draw()
        .map_err(failed)
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

fn draw_bonds(area: &Area<'_>, outcome: &Outcome) -> Result<()> {
    let heat = Heat::new(outcome);
    let neurons = outcome.bond.len();
    let rows = heat.validators.len().div_ceil(heat.rows_per_cell);
    let title = match (heat.rows_per_cell, heat.columns_per_cell) {
        (1, 1) => "Bonds after the epoch".to_owned(),
        (rows, columns) => format!("Bonds after the epoch: the largest of each {rows} × {columns}"),
    };
    let (left, right) = area.split_horizontally(WIDTH - WIDTH / 10);
    let validator = |row: &f64| match (row.fract().abs() < 1e-9, row.is_sign_negative()) {
        (true, false) => {
            let first = (*row as usize).saturating_mul(heat.rows_per_cell);
            heat.validators.get(first).map(Uid::to_string).unwrap_or_default()
        }
        _ => String::new(),
    };
    let mut chart = ChartBuilder::on(&left)
        .caption(title, ("sans-serif", 20))
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(70)
        // The first validator on top.
        .build_cartesian_2d(columns(neurons), columns(rows).end..columns(rows).start)
        .map_err(failed)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .x_labels(20)
        .y_labels(rows.clamp(2, 32))
        .x_label_formatter(&whole)
        .y_label_formatter(&validator)
        .x_desc("target's uid")
        .y_desc("validator's uid")
        .draw()
        .map_err(failed)?;
    let width = heat.columns_per_cell as f64;
    let cells = heat.cells.iter().map(|((row, column), bond)| {
        let (x, y) = (*column as f64 * width - 0.5, *row as f64);
        Rectangle::new([(x, y - 0.5), (x + width, y + 0.5)], heat.color(*bond).filled())
    });
    chart.draw_series(cells).map_err(failed)?;
    draw_scale(&right, proportion(heat.max))
}

/// The legend of the heat map.
fn draw_scale(area: &Area<'_>, max: f64) -> Result<()> {
    let max = if max > 0.0 { max } else { 1.0 };
    let mut chart = ChartBuilder::on(area)
        .caption("bond", ("sans-serif", 16))
        .margin(12)
        .margin_bottom(56)
        .margin_right(30)
        .y_label_area_size(44)
        .build_cartesian_2d(0.0..1.0, 0.0..max)
        .map_err(failed)?;
    let steps = 64;
    let cells = (0..steps).map(|step| {
        let part = |step: i32| f64::from(step) / f64::from(steps);
        let color = heat_color(part(step)).filled();
        Rectangle::new([(0.0, max * part(step)), (1.0, max * part(step + 1))], color)
    });
    chart.draw_series(cells).map_err(failed)?;
    chart.configure_mesh().disable_mesh().disable_x_axis().y_labels(6).draw().map_err(failed)
}

/// The uids with the largest values in the last epoch, as lines over all epochs.
fn draw_lines(area: &Area<'_>, what: &str, steps: &[Step], of: impl Fn(&Step) -> &[u16]) -> Result<()> {
    let last = steps.last().map(&of).unwrap_or_default();
    let mut uids: Vec<usize> = (0..last.len()).collect();
    uids.sort_by_key(|uid| std::cmp::Reverse(last.get(*uid).copied().unwrap_or_default()));
    uids.truncate(MAX_LINES);
    let value = |step: &Step, uid: usize| of(step).get(uid).copied().unwrap_or_default();
    let shown = uids.iter().flat_map(|uid| steps.iter().map(move |step| (step, *uid)));
    let mut chart = ChartBuilder::on(area)
        .caption(format!("The {} largest {what}, epoch by epoch", uids.len()), ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(70)
        // A quarter more to the right, for the legend.
        .build_cartesian_2d(1.0..steps.len() as f64 * 1.25, axis(shown.map(|(step, uid)| value(step, uid))))
        .map_err(failed)?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_labels(10)
        .x_label_formatter(&whole)
        .x_desc("epoch")
        .y_desc(what)
        .draw()
        .map_err(failed)?;
    for (uid, color) in uids.into_iter().zip(LINES) {
        let points = (1_u32..).map(f64::from).zip(steps.iter().map(|step| proportion(value(step, uid))));
        chart
            .draw_series([PathElement::new(points.collect::<Vec<_>>(), color.stroke_width(2))])
            .map_err(failed)?
            .label(format!("uid {uid}"))
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
    }
    legend(&mut chart)
}
