//! A block's alpha between owner, miners, validators and root, and what an epoch has of it for each mechanism.

use std::str::FromStr;

use clap::Args;
use nanotao::emission::{
    Coinbase, Pending, PendingSplit, block_emission, root_proportion, split_emissions, u16_proportion,
    u64_proportion,
};
use nanotao::fixed::U96F32;
use nanotao::{AlphaBalance, TaoBalance};
use serde_json::{Value, json};

use super::Amount;
use super::block::DEFAULT_SUBNET_OWNER_CUT;
use crate::epoch::Spec;
use crate::text::{align_named, exact};
use crate::{Error, Result};

/// A part of one from a flag, as the chain computes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion(pub U96F32);

impl FromStr for Proportion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let read = text.parse::<U96F32>().ok().filter(|proportion| *proportion <= U96F32::ONE);
        read.map(Self).ok_or_else(|| {
            Error::usage(format_args!("{text:?} is no proportion")).remedy("write a decimal from 0 to 1")
        })
    }
}

/// What is split, and how.
#[derive(Args, Clone, Debug)]
pub struct Split {
    /// The alpha for participants: in the smallest unit, or in alpha with a point [default: what a block mints at
    /// --alpha-issuance]
    #[arg(long, value_name = "AMOUNT", required_unless_present = "alpha_issuance")]
    pub alpha_out: Option<Amount>,
    /// All alpha of the subnet before the block (SubnetAlphaIn and SubnetAlphaOut, since spec 475 with the protocol's
    /// reservoir)
    #[arg(long, value_name = "AMOUNT")]
    pub alpha_issuance: Option<Amount>,
    /// The alpha that the block puts into the pool
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    pub alpha_in: Amount,
    /// The TAO on root (SubnetTAO of netuid 0): with --alpha-issuance it tells root's proportion
    #[arg(long, value_name = "AMOUNT", requires = "alpha_issuance")]
    pub root_tao: Option<Amount>,
    /// TaoWeight, of 2⁶⁴ − 1
    #[arg(long, value_name = "N", default_value_t = Coinbase::DEFAULT_TAO_WEIGHT)]
    pub tao_weight: u64,
    /// Root's proportion itself, from 0 to 1
    #[arg(long, value_name = "X", required_unless_present = "root_tao", conflicts_with = "root_tao")]
    pub root_proportion: Option<Proportion>,
    /// SubnetOwnerCut, of 65535
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SUBNET_OWNER_CUT)]
    pub owner_cut: u16,
    /// OwnerCutEnabled is false
    #[arg(long)]
    pub no_owner_cut: bool,
    /// The prices of all subnets come to one TAO at most: root's alpha is recycled
    #[arg(long)]
    pub no_root_sell: bool,
    /// Blocks from one epoch to the next, each of which sets as much aside
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub blocks: u64,
    /// MechanismCountCurrent [default: as many as --mechanism-split names, else 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=16))]
    pub mechanisms: Option<u8>,
    /// MechanismEmissionSplit: the part of each mechanism, of 65535
    #[arg(long, value_name = "N,N,...", value_delimiter = ',')]
    pub mechanism_split: Option<Vec<u16>>,
    /// The spec version whose rules hold
    #[arg(long, value_enum, default_value_t)]
    pub spec: Spec,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Parts {
    alpha_out: AlphaBalance,
    root_proportion: U96F32,
    split: PendingSplit,
    /// What a block sets aside.
    pub pending: Pending,
    recycled: AlphaBalance,
    blocks: u64,
    /// What is there for the epoch.
    pub pending_for_epoch: Pending,
    /// What each mechanism has of it.
    pub mechanisms: Vec<u64>,
}

impl Split {
    /// Computes the parts.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) if the parts of mechanisms do not add up.
    pub fn parts(&self) -> Result<Parts> {
        let issuance = self.alpha_issuance.map_or(0, |issuance| issuance.0);
        let alpha_out = self.alpha_out.map_or_else(|| block_emission(issuance), |amount| amount.0);
        let root_proportion = match (self.root_proportion, self.root_tao) {
            (Some(proportion), _) => proportion.0,
            (None, root_tao) => {
                let minted = issuance.saturating_add(self.alpha_in.0).saturating_add(alpha_out);
                let root_tao = TaoBalance(root_tao.map_or(0, |amount| amount.0));
                root_proportion(root_tao, u64_proportion(self.tao_weight), AlphaBalance(minted))
            }
        };
        let owner_cut = (!self.no_owner_cut).then(|| u16_proportion(self.owner_cut));
        let split = PendingSplit::new(U96F32::from_num(alpha_out), owner_cut, root_proportion);
        let mut pending = Pending::default();
        let recycled = split.add_to(&mut pending, !self.no_root_sell);
        let all = |amount: AlphaBalance| AlphaBalance(amount.0.saturating_mul(self.blocks));
        let pending_for_epoch = Pending {
            server: all(pending.server),
            validator: all(pending.validator),
            root_alpha: all(pending.root_alpha),
            owner_cut: all(pending.owner_cut),
        };
        let parts = self.mechanism_split.as_deref();
        if let Some(sum) = parts.map(|parts| parts.iter().map(|part| u32::from(*part)).sum::<u32>())
            && sum != u32::from(u16::MAX)
        {
            return Err(Error::usage(format_args!("--mechanism-split: the parts add up to {sum}"))
                .remedy("they have to add up to 65535; leave it out and give --mechanisms to share evenly"));
        }
        let count = self.mechanisms.map(usize::from).or(parts.map(<[u16]>::len)).unwrap_or(1);
        let mut mechanisms = vec![0; count];
        let profile = self.spec.profile();
        split_emissions(&profile, parts, pending_for_epoch.rao_emission(), &mut mechanisms);
        Ok(Parts {
            alpha_out: AlphaBalance(alpha_out),
            root_proportion,
            split,
            pending,
            recycled,
            blocks: self.blocks,
            pending_for_epoch,
            mechanisms,
        })
    }
}

impl Parts {
    /// A table of the parts, and one of mechanisms if there are several.
    pub fn to_text(&self) -> String {
        let Self { pending, recycled, blocks, pending_for_epoch: all, .. } = self;
        let booked = [pending.owner_cut, pending.server, pending.validator, pending.root_alpha, *recycled];
        let booked = booked.iter().fold(0_u64, |sum, part| sum.saturating_add(part.0));
        let rest = self.alpha_out.0.saturating_sub(booked);
        let times = |amount: u64| amount.saturating_mul(*blocks);
        let rows = [
            ("alpha out", self.alpha_out.0, times(self.alpha_out.0)),
            ("owner", pending.owner_cut.0, all.owner_cut.0),
            ("miners", pending.server.0, all.server.0),
            ("validators", pending.validator.0, all.validator.0),
            ("root", pending.root_alpha.0, all.root_alpha.0),
            ("recycled", recycled.0, times(recycled.0)),
            ("rounded off", rest, times(rest)),
        ];
        let epoch = if *blocks == 1 { "in 1 block".to_owned() } else { format!("in {blocks} blocks") };
        let header = vec![String::new(), "in a block".to_owned(), epoch];
        let line = |(name, one, all): (&str, u64, u64)| vec![name.to_owned(), exact(one), exact(all)];
        let lines: Vec<_> = std::iter::once(header).chain(rows.into_iter().map(line)).collect();
        let mut text = align_named(&lines);
        text.push_str(&format!("\nroot's proportion is {}\n", self.root_proportion));
        if self.mechanisms.len() > 1 {
            let line = |(mecid, emission): (u8, &u64)| vec![format!("mechanism {mecid}"), exact(*emission)];
            let header = vec!["what the epoch shares out".to_owned(), exact(all.rao_emission().0)];
            let lines: Vec<_> =
                std::iter::once(header).chain((0..).zip(&self.mechanisms).map(line)).collect();
            text.push_str(&format!("\n{}", align_named(&lines)));
        }
        text
    }

    /// The same as JSON, with each part before it is rounded down in the bits of `U96F32`.
    pub fn to_json(&self) -> Value {
        let bits = |amount: U96F32| amount.to_bits().to_string();
        let pending = |pending: &Pending| {
            json!({
                "server": pending.server.0.to_string(),
                "validator": pending.validator.0.to_string(),
                "root_alpha": pending.root_alpha.0.to_string(),
                "owner_cut": pending.owner_cut.0.to_string(),
            })
        };
        json!({
            "alpha_out": self.alpha_out.0.to_string(),
            "root_proportion_u96f32": bits(self.root_proportion),
            "owner_cut_u96f32": bits(self.split.owner_cut),
            "server_u96f32": bits(self.split.server),
            "validator_u96f32": bits(self.split.validator),
            "root_alpha_u96f32": bits(self.split.root_alpha),
            "pending": pending(&self.pending),
            "recycled": self.recycled.0.to_string(),
            "blocks": self.blocks.to_string(),
            "pending_for_epoch": pending(&self.pending_for_epoch),
            "rao_emission": self.pending_for_epoch.rao_emission().0.to_string(),
            "mechanisms": self.mechanisms.iter().map(u64::to_string).collect::<Vec<_>>(),
        })
    }
}
