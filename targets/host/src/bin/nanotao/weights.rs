//! `nanotao weights`.

use std::path::PathBuf;

use clap::Subcommand;
use nanotao::display::Percent;
use nanotao::weights::{commit_hash, mechanism_storage_index};
use nanotao_host::Result;
use nanotao_host::scores::{Scores, Sdk, Weights};
use nanotao_host::subnet::Subnet;
use nanotao_host::text::Account;
use serde_json::json;

use crate::answer::Answer;
use crate::output::Force;

#[derive(Subcommand)]
#[command(after_help = "\
A scores file:
  {\"netuid\": 1, \"mecid\": 0, \"version_key\": 0,
   \"uids\": [0, 3, 7], \"scores\": [0.5, 0.25, 1.0]}
mecid and version_key may be left out; instead of scores there may be weights: \
u16 values, taken as they are.

Examples:
  nanotao weights quantise scores.json
  nanotao weights quantise scores.json --sdk 10 -o weights.json
  nanotao weights check weights.json --subnet state.json
  nanotao weights hash weights.json --hotkey 5Grw... --salt 1,2,3,4,5,6,7,8")]
pub(crate) enum Command {
    /// Turns scores into u16 weights, as the Python SDK does
    #[command(after_help = "\
Examples:
  nanotao weights quantise scores.json
  nanotao weights quantise - --sdk 10 --json < scores.json
  nanotao weights quantise scores.json --subnet state.json -o weights.json")]
    Quantise {
        /// The scores file
        scores: String,
        /// Whose rule
        #[arg(long, value_enum, default_value_t)]
        sdk: Sdk,
        /// The subnet's state: with SDK 11, scores are clipped to its limit and held to its minimum
        #[arg(long, value_name = "FILE")]
        subnet: Option<String>,
        /// Writes a scores file with these weights
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        force: Force,
    },
    /// Makes every check that the chain makes, and shows the row that it would store
    #[command(after_help = "\
A state file:
  {\"subnetwork_n\": 256, \"commit_reveal_weights_enabled\": false,
   \"weights_version_key\": 0, \"weights_set_rate_limit\": 100,
   \"min_allowed_weights\": 1, \"stake_threshold\": \"1000000000000\",
   \"current_block\": 5000000,
   \"hotkey\": {\"uid\": 2, \"total_stake\": \"2000000000000\",
              \"last_update\": 4999000, \"validator_permit\": true}}
Numbers may be text; owner_uid, subnet_exists, mechanism_count and \
max_weight_limit may be added.

The exit code is 1 if the chain would refuse the weights; its error's name is printed.

Examples:
  nanotao weights check scores.json --subnet state.json
  nanotao weights check weights.json --subnet state.json --reveal --json")]
    Check {
        /// The scores file
        scores: String,
        /// The subnet's and the hotkey's state
        #[arg(long, value_name = "FILE")]
        subnet: String,
        /// Whose rule turns scores into weights
        #[arg(long, value_enum, default_value_t)]
        sdk: Sdk,
        /// The weights come out of a commit, so commit-reveal may be on
        #[arg(long)]
        reveal: bool,
    },
    /// Hashes weights for commit_weights
    #[command(after_help = "\
Examples:
  nanotao weights hash weights.json --hotkey 5Grw... --salt 1,2,3,4,5,6,7,8")]
    Hash {
        /// The scores file
        scores: String,
        /// The hotkey that will commit and reveal
        #[arg(long, value_name = "ADDRESS")]
        hotkey: Account,
        /// u16 numbers that the reveal will repeat
        #[arg(long, value_delimiter = ',', required = true)]
        salt: Vec<u16>,
        /// Whose rule turns scores into weights
        #[arg(long, value_enum, default_value_t)]
        sdk: Sdk,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Quantise { scores, sdk, subnet, output, force } => {
                let target = force.target(output.as_deref())?;
                let subnet = subnet.as_deref().map(Subnet::read).transpose()?;
                let file = Scores::read(&scores)?;
                let weights = file.check().and_then(|()| file.quantise(sdk, subnet.as_ref()));
                let weights = weights.map_err(|error| error.context(&scores))?;
                let json = weights.to_json();
                let file = json.to_string();
                Answer::new(table(&weights), json).stored(target, &file)
            }
            Self::Check { scores, subnet, sdk, reveal } => {
                let subnet = Subnet::read(&subnet)?;
                let weights = quantise(&scores, sdk)?;
                Ok(match subnet.check(&weights, reveal) {
                    Ok(row) => {
                        let mut lines = String::from("passes; the chain would store:\n");
                        row.iter().for_each(|(uid, value)| lines.push_str(&format!("uid {uid}: {value}\n")));
                        Answer::new(lines, json!({ "passes": true, "error": null, "stored": row }))
                    }
                    Err(error) => {
                        let json = json!({
                            "passes": false,
                            "error": error.name(),
                            "cause": error.to_string(),
                            "code": error.code(),
                        });
                        Answer::new(format!("refused: {error}"), json).with_verdict(false)
                    }
                })
            }
            Self::Hash { scores, hotkey, salt, sdk } => {
                let weights = quantise(&scores, sdk)?;
                let netuid_index = mechanism_storage_index(weights.netuid, weights.mecid);
                let (uids, values) = (weights.uids.as_slice().into(), weights.values.as_slice().into());
                let salt = salt.as_slice().into();
                let hash =
                    commit_hash(&hotkey.0, netuid_index, uids, values, salt, weights.version_key).to_string();
                Ok(Answer::new(&hash, json!({ "commit_hash": hash, "netuid_index": netuid_index.0 })))
            }
        }
    }
}

/// Reads a scores file and quantises it, for a subnet of which nothing is known.
fn quantise(path: &str, sdk: Sdk) -> Result<Weights> {
    Scores::read(path)?.quantise(sdk, None).map_err(|error| error.context(path))
}

/// One line for each uid.
fn table(weights: &Weights) -> String {
    let whole = weights.values.iter().copied().map(u64::from).sum();
    let pairs = weights.uids.iter().zip(&weights.values);
    let line = |(uid, value): (&u16, &u16)| {
        format!("uid {uid}: {} ({value})\n", Percent { part: (*value).into(), whole })
    };
    let lines: String = pairs.map(line).collect();
    if lines.is_empty() { "no weights: no score is above zero\n".to_owned() } else { lines }
}
