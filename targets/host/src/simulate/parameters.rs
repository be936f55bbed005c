//! What can be chosen.

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::subnet::{MAX_VALIDATORS, Rules};
use crate::{Error, Result};
use nanotao::weights::MAX_UIDS;

/// What all simulations have in common.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Subnet")]
pub struct Parameters {
    /// Neurons that the subnet has room for
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(4..=i64::from(MAX_UIDS)))]
    pub neurons: u16,
    /// Validators, of any kind
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(2..=i64::from(MAX_VALIDATORS)))]
    pub validators: u16,
    /// Epochs of each run: the second half of them is measured
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(4..=10_000))]
    pub epochs: u16,
    /// Steps of what is varied
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub steps: u16,
    /// Where chance begins: the same seed gives the same numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The standard deviation of what a validator measures, where the median miner's quality is 1
    #[arg(long, value_name = "X", default_value_t = 0.2, value_parser = up_to_ten)]
    pub noise: f64,
    /// How much of its quality a miner changes in an epoch: 0 never changes, 1 forgets what was
    #[arg(long, value_name = "X", default_value_t = 0.1, value_parser = fraction)]
    pub drift: f64,
    /// The stake whose agreement makes consensus (Kappa), as a fraction
    #[arg(long, value_name = "X", default_value_t = 0.5, value_parser = fraction)]
    pub kappa: f64,
    /// How much of a weight above the consensus makes no bond (BondsPenalty), as a fraction
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = fraction)]
    pub bonds_penalty: f64,
    /// Bonds as in Yuma 2, as old subnets have them; without it, Yuma 3
    #[arg(long)]
    pub yuma2: bool,
}

impl Parameters {
    /// The subnet's rules, without liquid alpha and commit-reveal.
    pub fn rules(&self) -> Rules {
        Rules {
            kappa: of_65535(self.kappa),
            bonds_penalty: of_65535(self.bonds_penalty),
            yuma3: !self.yuma2,
            liquid_alpha: false,
            reveal_period_epochs: None,
            max_allowed_uids: self.neurons,
        }
    }

    /// Places that no validator has.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) where there are less than two.
    pub fn places(&self) -> Result<u16> {
        match self.neurons.saturating_sub(self.validators) {
            places @ 2.. => Ok(places),
            _ => Err(Error::usage(format_args!(
                "{} validators leave less than two of {} neurons to mine",
                self.validators, self.neurons
            ))
            .remedy("lower --validators or raise --neurons")),
        }
    }

    /// These and a simulation's own, as JSON.
    pub(super) fn with(&self, own: &impl Serialize) -> Value {
        let fields = |value: Value| match value {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        fields(json!(self)).into_iter().chain(fields(json!(own))).collect()
    }

    /// What a plot says of them.
    pub(super) fn caption(&self) -> String {
        format!(
            "{} neurons, {} validators, {} epochs, noise {}, drift {}, kappa {}, Yuma {}, seed {}",
            self.neurons,
            self.validators,
            self.epochs,
            self.noise,
            self.drift,
            self.kappa,
            if self.yuma2 { 2 } else { 3 },
            self.seed
        )
    }
}

/// Some out of many: what was asked for, or a quarter, but always one and never all.
///
/// # Errors
/// [`Kind::Usage`](crate::Kind::Usage) where what was asked for is none or all.
pub(super) fn some(asked: Option<u16>, flag: &str, of: u16, what: &str) -> Result<u16> {
    match asked.unwrap_or((of / 4).max(1)) {
        count if (1..of).contains(&count) => Ok(count),
        count => Err(Error::usage(format_args!("{flag} {count}: out of {of} {what}"))
            .remedy(format_args!("give 1 to {}", of.saturating_sub(1)))),
    }
}

/// As the chain's default: a half is 32767.
fn of_65535(fraction: f64) -> u16 {
    (fraction * f64::from(u16::MAX)) as u16
}

/// Reads a fraction.
///
/// # Errors
/// For anything but a number from 0 to 1.
pub fn fraction(text: &str) -> Result<f64, String> {
    within(text, 1.0)
}

/// Reads a number.
///
/// # Errors
/// For anything but a number from 0 to 10.
pub fn up_to_ten(text: &str) -> Result<f64, String> {
    within(text, 10.0)
}

fn within(text: &str, most: f64) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    if (0.0..=most).contains(&number) { Ok(number) } else { Err(format!("it is not in 0 to {most}")) }
}
