//! `mainnet`: blocks of Finney, from what was stored before them to what was stored after.

use crate::case::{Case, Form};
use crate::outcome::{Step, Stop, Verdict, equal, fail};
use alloc::{format, vec, vec::Vec};
use nanotao::emission::{Coinbase, EmissionGate, GateBar, Pool, Subnet, get_shares, moving_alpha_price};
use nanotao::fixed::{U64F64, U96F32};
use nanotao::{AlphaBalance, TaoBalance};

/// The first spec whose bar is that of a rank.
const FIRST_SPEC: u32 = 441;

/// The mechanism of every subnet of Finney but root. The files leave it out.
const DYNAMIC: u16 = 1;

/// A row of subnets, by the names of its columns.
struct Row<'a> {
    columns: &'a [&'a str],
    values: Case<'a>,
}

impl<'a> Row<'a> {
    /// A stored value, or `None` where the key is absent.
    fn stored<T: Form<'a>>(&self, column: &str) -> Result<Option<T>, Stop> {
        let index = self.columns.iter().position(|name| *name == column).step(column)?;
        match self.values.nullable(index) {
            Err(Stop::Fail(why)) => fail(format!("{column}: {why}")),
            read => read,
        }
    }

    fn get<T: Form<'a>>(&self, column: &str) -> Result<T, Stop> {
        self.stored(column)?.step(column)
    }

    /// A flag: true, false, 1 or 0.
    fn flag(&self, column: &str, default: bool) -> Result<bool, Stop> {
        if let Ok(flag) = self.stored::<bool>(column) {
            return Ok(flag.unwrap_or(default));
        }
        match self.get::<u8>(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => fail(format!("{column}: {other} is no flag")),
        }
    }

    fn is_eligible(&self) -> Result<bool, Stop> {
        Ok(self.get::<u16>("netuid")? != 0
            && self.stored::<u64>("first_emission_block")?.is_some()
            && self.flag("subtoken_enabled", false)?
            && self.flag("registration_allowed", true)?)
    }

    fn subnet(&self) -> Result<Subnet, Stop> {
        Ok(Subnet {
            moving_price: moving_alpha_price(DYNAMIC, self.stored("moving_price")?.unwrap_or_default()),
            miner_burned: self.stored("miner_burned")?.unwrap_or_default(),
            emission_enabled: self.flag("emission_enabled_raw", true)?,
        })
    }

    fn pool(&self) -> Result<Pool, Stop> {
        let amount = |column| Ok(self.stored::<u64>(column)?.unwrap_or_default());
        Ok(Pool {
            mechanism: DYNAMIC,
            tao: TaoBalance(amount("subnet_tao")?),
            alpha_in: AlphaBalance(amount("alpha_in")?),
            alpha_out: AlphaBalance(amount("alpha_out")?),
            quote: self.stored("balancer_quote")?.unwrap_or(Pool::DEFAULT_QUOTE),
        })
    }
}

pub(crate) fn emission(case: Case<'_>) -> Verdict {
    if case.get::<u32>("spec_version")? < FIRST_SPEC {
        return fail(format!("no bar of a rank before spec {FIRST_SPEC}"));
    }
    let globals: Case<'_> = case.get("globals")?;
    let default = GateBar::default();
    let coinbase = Coinbase {
        block: case.get("block")?,
        total_issuance: TaoBalance(globals.get("total_issuance")?),
        root_tao: TaoBalance(globals.get("root_subnet_tao")?),
        tao_weight: globals.nullable("tao_weight")?.unwrap_or(Coinbase::DEFAULT_TAO_WEIGHT),
        gate: Some(EmissionGate {
            bar: GateBar {
                rank: globals.nullable("emission_bar_rank")?.unwrap_or(default.rank),
                quantile: globals.nullable("emission_bar_quantile")?.unwrap_or(default.quantile),
            },
            stored: globals.nullable("emission_gate_bar")?.unwrap_or_default(),
            exponent: globals.nullable("emission_gate_exponent")?.unwrap_or(EmissionGate::DEFAULT_EXPONENT),
        }),
    };
    equal("block_emission", coinbase.block_emission().0, globals.get::<u64>("block_emission")?)?;

    let columns: Vec<&str> = case.get("columns")?;
    let (mut rows, mut subnets) = (Vec::new(), Vec::new());
    for values in case.get::<Vec<Case<'_>>>("subnets")? {
        let row = Row { columns: &columns, values };
        if row.is_eligible()? {
            subnets.push(row.subnet()?);
            rows.push(row);
        }
    }
    let mut shares = vec![U64F64::ZERO; subnets.len()];
    let (mut gated, mut emissions) = (shares.clone(), vec![U96F32::ZERO; subnets.len()]);
    let bar = coinbase.get_subnet_block_emissions(&subnets, &mut shares, &mut gated, &mut emissions);
    equal("emission_gate_bar_after", bar, globals.nullable::<U64F64>("emission_gate_bar_after")?)?;
    for (row, emission) in rows.iter().zip(emissions) {
        let terms = coinbase.get_subnet_terms(emission, &row.pool()?);
        let netuid: u16 = row.get("netuid")?;
        for (column, ours) in [
            ("obs_tao_in_emission", terms.tao_in),
            ("obs_excess_tao", terms.excess_tao),
            ("obs_alpha_in_emission", terms.alpha_in),
        ] {
            let theirs: u64 = row.stored(column)?.unwrap_or_default();
            equal(&format!("{column} of subnet {netuid}"), ours.saturating_to_num::<u64>(), theirs)?;
        }
    }
    Ok(())
}

pub(crate) fn bar(case: Case<'_>) -> Verdict {
    let mut subnets = Vec::new();
    for subnet in case.get::<Vec<Case<'_>>>("subnets")? {
        subnets.push(Subnet {
            moving_price: moving_alpha_price(DYNAMIC, subnet.get("moving_price_i96f32")?),
            miner_burned: subnet.get("miner_burned_u96f32")?,
            emission_enabled: true,
        });
    }
    let mut shares = vec![U64F64::ZERO; subnets.len()];
    get_shares(&subnets, &mut shares);
    let bar = GateBar { rank: case.get("rank")?, ..GateBar::default() };
    let ours = bar.refresh(case.get("bar_before_u64f64")?, case.get("current_block")?, &shares);
    equal("bar_after_u64f64", ours, case.get::<U64F64>("bar_after_u64f64")?)
}
