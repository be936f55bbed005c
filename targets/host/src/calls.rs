//! Calls from JSON and from flags, argument for argument under their metadata names.
//!
//! ```json
//! {"call": "SubtensorModule.add_stake",
//!  "args": {"hotkey": "5Grw…", "netuid": 1, "amount_staked": 1500000000}}
//! ```
//! The pallet may be left out. Amounts are whole rao; accounts are addresses or hex; numbers may be text.

use std::net::IpAddr;
use std::str::FromStr;

use clap::Subcommand;
use nanotao::call::{
    AddStake, BurnedRegister, Call, CommitMechanismWeights, CommitTimelockedMechanismWeights,
    CommitTimelockedWeights, CommitWeights, MultiAddress, RemoveStake, RevealMechanismWeights, RevealWeights,
    ServeAxon, SetMechanismWeights, SetWeights, TransferKeepAlive,
};
use nanotao::scale::Compact;
use nanotao::{AlphaBalance, MechId, NetUid, TaoBalance};
use serde::{Deserialize, Deserializer};

use crate::text::{Account, Hash, Integer, amount, hex};
use crate::{Result, files};

/// A call with its arguments.
#[derive(Clone, Debug, Deserialize, Subcommand)]
#[serde(tag = "call", content = "args", rename_all = "snake_case", deny_unknown_fields)]
pub enum CallArgs {
    /// Sets weights that are u16 already
    #[serde(alias = "SubtensorModule.set_weights")]
    SetWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// Who is weighted, as 0,3,7
        #[arg(long, value_delimiter = ',')]
        dests: Vec<u16>,
        /// How much each, as 65535,1,9
        #[arg(long, value_delimiter = ',')]
        weights: Vec<u16>,
        /// The version of the validator's code
        #[arg(long, default_value = "0")]
        version_key: Integer<u64>,
    },
    /// Sets weights that are u16 already on one mechanism
    #[serde(alias = "SubtensorModule.set_mechanism_weights")]
    SetMechanismWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The mechanism
        #[arg(long)]
        mecid: u8,
        /// Who is weighted, as 0,3,7
        #[arg(long, value_delimiter = ',')]
        dests: Vec<u16>,
        /// How much each, as 65535,1,9
        #[arg(long, value_delimiter = ',')]
        weights: Vec<u16>,
        /// The version of the validator's code
        #[arg(long, default_value = "0")]
        version_key: Integer<u64>,
    },
    /// Commits to weights by their hash
    #[serde(alias = "SubtensorModule.commit_weights")]
    CommitWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// What `nanotao weights hash` prints
        #[arg(long)]
        commit_hash: Hash,
    },
    /// Reveals the weights behind a commit
    #[serde(alias = "SubtensorModule.reveal_weights")]
    RevealWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// Who is weighted, as 0,3,7
        #[arg(long, value_delimiter = ',')]
        uids: Vec<u16>,
        /// How much each, as 65535,1,9
        #[arg(long, value_delimiter = ',')]
        values: Vec<u16>,
        /// The salt of the commit, as 1,2,3
        #[arg(long, value_delimiter = ',')]
        salt: Vec<u16>,
        /// The version of the validator's code
        #[arg(long, default_value = "0")]
        version_key: Integer<u64>,
    },
    /// Commits to weights that a drand round will open
    #[serde(alias = "SubtensorModule.commit_timelocked_weights")]
    CommitTimelockedWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The ciphertext in hex, or @FILE
        #[arg(long, value_parser = Bytes::read)]
        commit: Bytes,
        /// The drand round that opens it
        #[arg(long)]
        reveal_round: Integer<u64>,
        /// The version of the commit's format
        #[arg(long, default_value = "4")]
        commit_reveal_version: u16,
    },
    /// Commits to weights on one mechanism by their hash
    #[serde(alias = "SubtensorModule.commit_mechanism_weights")]
    CommitMechanismWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The mechanism
        #[arg(long)]
        mecid: u8,
        /// What `nanotao weights hash` prints
        #[arg(long)]
        commit_hash: Hash,
    },
    /// Reveals the weights behind a commit on one mechanism
    #[serde(alias = "SubtensorModule.reveal_mechanism_weights")]
    RevealMechanismWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The mechanism
        #[arg(long)]
        mecid: u8,
        /// Who is weighted, as 0,3,7
        #[arg(long, value_delimiter = ',')]
        uids: Vec<u16>,
        /// How much each, as 65535,1,9
        #[arg(long, value_delimiter = ',')]
        values: Vec<u16>,
        /// The salt of the commit, as 1,2,3
        #[arg(long, value_delimiter = ',')]
        salt: Vec<u16>,
        /// The version of the validator's code
        #[arg(long, default_value = "0")]
        version_key: Integer<u64>,
    },
    /// Commits to weights on one mechanism that a drand round will open
    #[serde(alias = "SubtensorModule.commit_timelocked_mechanism_weights")]
    CommitTimelockedMechanismWeights {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The mechanism
        #[arg(long)]
        mecid: u8,
        /// The ciphertext in hex, or @FILE
        #[arg(long, value_parser = Bytes::read)]
        commit: Bytes,
        /// The drand round that opens it
        #[arg(long)]
        reveal_round: Integer<u64>,
        /// The version of the commit's format
        #[arg(long, default_value = "4")]
        commit_reveal_version: u16,
    },
    /// Publishes where a miner answers
    #[serde(alias = "SubtensorModule.serve_axon")]
    ServeAxon {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// The version of the miner's code
        #[arg(long, default_value = "0")]
        version: u32,
        /// The address, as 192.0.2.1 or 2001:db8::1
        #[arg(long, value_parser = ip)]
        ip: Integer<u128>,
        /// The port
        #[arg(long)]
        port: u16,
        /// 4 or 6
        #[arg(long, default_value = "4")]
        ip_type: u8,
        /// A number that miner and validator agree on
        #[arg(long, default_value = "4")]
        protocol: u8,
        /// Unused by the chain
        #[arg(long, default_value = "0")]
        placeholder1: u8,
        /// Unused by the chain
        #[arg(long, default_value = "0")]
        placeholder2: u8,
    },
    /// Registers a hotkey on a subnet and burns the price of it
    #[serde(alias = "SubtensorModule.burned_register")]
    BurnedRegister {
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// Who is registered
        #[arg(long, value_name = "ADDRESS")]
        hotkey: Account,
    },
    /// Stakes TAO to a hotkey on a subnet, at whatever price the pool gives
    #[serde(alias = "SubtensorModule.add_stake")]
    AddStake {
        /// Who is staked to
        #[arg(long, value_name = "ADDRESS")]
        hotkey: Account,
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// How much, in TAO
        #[arg(long, value_name = "TAO", value_parser = billionths)]
        amount_staked: Integer<u64>,
    },
    /// Takes alpha from a hotkey on a subnet, at whatever price the pool gives
    #[serde(alias = "SubtensorModule.remove_stake")]
    RemoveStake {
        /// Who it is taken from
        #[arg(long, value_name = "ADDRESS")]
        hotkey: Account,
        /// The subnet
        #[arg(long)]
        netuid: u16,
        /// How much, in alpha
        #[arg(long, value_name = "ALPHA", value_parser = billionths)]
        amount_unstaked: Integer<u64>,
    },
    /// Sends TAO and keeps the sender's account alive
    #[serde(alias = "Balances.transfer_keep_alive")]
    TransferKeepAlive {
        /// Who gets it
        #[arg(long, value_name = "ADDRESS")]
        dest: Account,
        /// How much, in TAO
        #[arg(long, value_name = "TAO", value_parser = billionths)]
        value: Integer<u64>,
    },
}

/// Bytes in hex.
#[derive(Clone, Debug)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    fn read(source: &str) -> Result<Self> {
        files::read_hex(source).map(Self)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex(&text).map(Self).map_err(|error| serde::de::Error::custom(error.cause))
    }
}

fn billionths(text: &str) -> Result<Integer<u64>> {
    amount(text).map(Integer)
}

fn ip(text: &str) -> Result<Integer<u128>, std::net::AddrParseError> {
    Ok(Integer(match IpAddr::from_str(text)? {
        IpAddr::V4(ip) => u32::from(ip).into(),
        IpAddr::V6(ip) => ip.into(),
    }))
}

impl CallArgs {
    /// Reads a call file, or standard input for `-`.
    ///
    /// # Errors
    /// As [`files::read_json`].
    pub fn read(path: &str) -> Result<Self> {
        files::read_json(
            path,
            r#"a call file looks like {"call": "burned_register", "args": {"netuid": 1, "hotkey": "5..."}}"#,
        )
    }

    /// The call.
    pub fn call(&self) -> Call<'_> {
        match self {
            Self::SetWeights { netuid, dests, weights, version_key } => SetWeights {
                netuid: NetUid(*netuid),
                dests: dests.as_slice().into(),
                weights: weights.as_slice().into(),
                version_key: version_key.0,
            }
            .into(),
            Self::SetMechanismWeights { netuid, mecid, dests, weights, version_key } => SetMechanismWeights {
                netuid: NetUid(*netuid),
                mecid: MechId(*mecid),
                dests: dests.as_slice().into(),
                weights: weights.as_slice().into(),
                version_key: version_key.0,
            }
            .into(),
            Self::CommitWeights { netuid, commit_hash } => {
                CommitWeights { netuid: NetUid(*netuid), commit_hash: commit_hash.0 }.into()
            }
            Self::RevealWeights { netuid, uids, values, salt, version_key } => RevealWeights {
                netuid: NetUid(*netuid),
                uids: uids.as_slice().into(),
                values: values.as_slice().into(),
                salt: salt.as_slice().into(),
                version_key: version_key.0,
            }
            .into(),
            Self::CommitTimelockedWeights { netuid, commit, reveal_round, commit_reveal_version } => {
                CommitTimelockedWeights {
                    netuid: NetUid(*netuid),
                    commit: commit.0.as_slice(),
                    reveal_round: reveal_round.0,
                    commit_reveal_version: *commit_reveal_version,
                }
                .into()
            }
            Self::CommitMechanismWeights { netuid, mecid, commit_hash } => CommitMechanismWeights {
                netuid: NetUid(*netuid),
                mecid: MechId(*mecid),
                commit_hash: commit_hash.0,
            }
            .into(),
            Self::RevealMechanismWeights { netuid, mecid, uids, values, salt, version_key } => {
                RevealMechanismWeights {
                    netuid: NetUid(*netuid),
                    mecid: MechId(*mecid),
                    uids: uids.as_slice().into(),
                    values: values.as_slice().into(),
                    salt: salt.as_slice().into(),
                    version_key: version_key.0,
                }
                .into()
            }
            Self::CommitTimelockedMechanismWeights {
                netuid,
                mecid,
                commit,
                reveal_round,
                commit_reveal_version,
            } => CommitTimelockedMechanismWeights {
                netuid: NetUid(*netuid),
                mecid: MechId(*mecid),
                commit: commit.0.as_slice(),
                reveal_round: reveal_round.0,
                commit_reveal_version: *commit_reveal_version,
            }
            .into(),
            Self::ServeAxon { netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2 } => {
                ServeAxon {
                    netuid: NetUid(*netuid),
                    version: *version,
                    ip: ip.0,
                    port: *port,
                    ip_type: *ip_type,
                    protocol: *protocol,
                    placeholder1: *placeholder1,
                    placeholder2: *placeholder2,
                }
                .into()
            }
            Self::BurnedRegister { netuid, hotkey } => {
                BurnedRegister { netuid: NetUid(*netuid), hotkey: hotkey.0 }.into()
            }
            Self::AddStake { hotkey, netuid, amount_staked } => AddStake {
                hotkey: hotkey.0,
                netuid: NetUid(*netuid),
                amount_staked: TaoBalance(amount_staked.0),
            }
            .into(),
            Self::RemoveStake { hotkey, netuid, amount_unstaked } => RemoveStake {
                hotkey: hotkey.0,
                netuid: NetUid(*netuid),
                amount_unstaked: AlphaBalance(amount_unstaked.0),
            }
            .into(),
            Self::TransferKeepAlive { dest, value } => {
                TransferKeepAlive { dest: MultiAddress::Id(dest.0), value: Compact(TaoBalance(value.0)) }
                    .into()
            }
        }
    }
}
