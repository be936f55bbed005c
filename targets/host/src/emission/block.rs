//! The state that a block's emission comes of. `docs/emission.md` documents the file.

use std::collections::BTreeMap;

use nanotao::emission::{
    Coinbase, EmissionGate, GateBar, MovingPrice, Pending, Pool, Subnet, moving_alpha_price,
};
use nanotao::fixed::{I96F32, U64F64, U96F32};
use nanotao::{AlphaBalance, NetUid, TaoBalance};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::fields;
use super::items::{Items, Name};
use super::stored::Balancer;
use super::unique::Unique;
use crate::text::Integer;
use crate::{Error, Result, files};

/// The pallet of most items.
const PALLET: &str = "SubtensorModule";

/// The only spec without a gate that is known.
const SPEC_WITHOUT_GATE: u32 = 425;
/// Specs with a gate whose bar is that of a rank.
const SPECS_WITH_GATE: std::ops::RangeInclusive<u32> = 441..=475;

/// `SubnetOwnerCut` where nothing is stored: 18 %.
pub(super) const DEFAULT_SUBNET_OWNER_CUT: u16 = 11_796;

/// `EMAPriceHalvingBlocks` where nothing is stored: four weeks.
const DEFAULT_EMA_PRICE_HALVING_BLOCKS: u64 = 201_600;

/// `SubnetMovingAlpha` where nothing is stored: 0.000003.
const DEFAULT_MOVING_ALPHA: I96F32 = I96F32::from_bits(12_885);

/// What a file says beside the state, for its reader.
const NOTES: [&str; 2] = ["source", "parent_hash"];

/// A block, and what is stored after the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The spec version that the block ran with.
    pub spec_version: u32,
    /// Number, issuance, root and gate.
    pub coinbase: Coinbase,
    /// `SubnetOwnerCut`.
    pub subnet_owner_cut: u16,
    /// All subnets of `NetworksAdded` but root.
    pub subnets: BTreeMap<NetUid, SubnetState>,
}

/// What is stored of a subnet.
#[derive(Clone, Debug, PartialEq)]
pub struct SubnetState {
    /// `FirstEmissionBlockNumber`.
    pub first_emission_block: Option<u64>,
    /// `SubtokenEnabled`.
    pub subtoken_enabled: bool,
    /// `NetworkRegistrationAllowed`.
    pub registration_allowed: bool,
    /// `SubnetEmissionEnabled`.
    pub emission_enabled: bool,
    /// `OwnerCutEnabled`.
    pub owner_cut_enabled: bool,
    /// `SubnetMovingPrice`.
    pub moving_price: I96F32,
    /// `MinerBurned`.
    pub miner_burned: U96F32,
    /// `SubnetMechanism`, `SubnetTAO`, `SubnetAlphaIn`, `SubnetAlphaOut` and `SwapBalancer`.
    pub pool: Pool,
    /// What `SubnetMovingPrice` is moved by after the block, if the file tells.
    pub price_average: Option<MovingPrice>,
    /// What is set aside for the next epoch, if the file tells.
    pub pending: Option<Pending>,
}

impl SubnetState {
    /// Why the subnet takes no part in emission (`get_subnets_to_emit_to`); `None` if it does.
    pub fn left_out(&self) -> Option<&'static str> {
        match self {
            Self { first_emission_block: None, .. } => Some("FirstEmissionBlockNumber is not set"),
            Self { subtoken_enabled: false, .. } => Some("SubtokenEnabled is false"),
            Self { registration_allowed: false, .. } => Some("NetworkRegistrationAllowed is false"),
            _ => None,
        }
    }

    /// Tells whether it takes part.
    pub fn is_eligible(&self) -> bool {
        self.left_out().is_none()
    }

    /// What its share depends on.
    pub fn subnet(&self) -> Subnet {
        Subnet {
            moving_price: moving_alpha_price(self.pool.mechanism, self.moving_price),
            miner_burned: self.miner_burned,
            emission_enabled: self.emission_enabled,
        }
    }
}

/// Reads a block from a file, or standard input for `-`.
///
/// # Errors
/// As [`files::read_rows`] and [`parse`].
pub fn read(path: &str) -> Result<Block> {
    parse(&files::read_rows(path)?).map_err(|error| error.context(path))
}

/// Reads the text of such a file.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) with the line and column of what is no JSON, or with the item and the subnet whose
/// value cannot be used, and what was needed.
pub fn parse(json: &[u8]) -> Result<Block> {
    let Unique(file) = fields::parse(json)?;
    block(file).map_err(|error| error.remedy_if_none(fields::REMEDY))
}

fn block(file: Value) -> Result<Block> {
    let Value::Object(mut file) = file else { return Err(Error::input("an object is needed")) };

    let block = number(&mut file, "block")?;
    let spec_version: u32 = number(&mut file, "spec_version")?;
    let has_gate = has_gate(spec_version)?;
    let (pallets, raw) = match (file.remove("storage"), file.remove("values")) {
        (Some(storage), None) => (storage, true),
        (None, Some(values)) => (values, false),
        (storage, _) => {
            let found = if storage.is_some() { "both `storage` and" } else { "neither `storage` nor" };
            return Err(Error::input(format_args!("{found} `values`"))
                .remedy("give `storage` with hex as a node has it, or `values` with numbers"));
        }
    };
    if let Some(name) = file.keys().find(|name| !NOTES.contains(&name.as_str())) {
        return Err(Error::input(format_args!("unknown field `{name}`")));
    }
    let mut items = Items::new(pallets, raw)?;
    let block = Block::take(&mut items, block, spec_version, has_gate)?;
    items.finish()?;
    Ok(block)
}

fn number<T>(file: &mut Map<String, Value>, name: &str) -> Result<T>
where
    for<'de> Integer<T>: Deserialize<'de>,
{
    let value = file.remove(name).ok_or_else(|| Error::input(format_args!("`{name}` is missing")))?;
    let number: Integer<T> =
        Integer::deserialize(value).map_err(|error| Error::input(format_args!("{name}: {error}")))?;
    Ok(number.0)
}

fn has_gate(spec_version: u32) -> Result<bool> {
    if spec_version == SPEC_WITHOUT_GATE || SPECS_WITH_GATE.contains(&spec_version) {
        return Ok(spec_version != SPEC_WITHOUT_GATE);
    }
    let (first, last) = (SPECS_WITH_GATE.start(), SPECS_WITH_GATE.end());
    Err(Error::input(format_args!("spec_version: no emission is known for spec version {spec_version}"))
        .remedy(format_args!("known are {SPEC_WITHOUT_GATE}, and {first} to {last}")))
}

impl Block {
    fn take(items: &mut Items, block: u64, spec_version: u32, has_gate: bool) -> Result<Self> {
        let added = items.map::<bool>((PALLET, "NetworksAdded"))?;
        let first_emission_block = items.map::<u64>((PALLET, "FirstEmissionBlockNumber"))?;
        let subtoken_enabled = items.map::<bool>((PALLET, "SubtokenEnabled"))?;
        let registration_allowed = items.map::<bool>((PALLET, "NetworkRegistrationAllowed"))?;
        let emission_enabled = items.map::<bool>((PALLET, "SubnetEmissionEnabled"))?;
        let owner_cut_enabled = items.map::<bool>((PALLET, "OwnerCutEnabled"))?;
        let moving_price = items.map::<I96F32>((PALLET, "SubnetMovingPrice"))?;
        let miner_burned = items.map::<U96F32>((PALLET, "MinerBurned"))?;
        let mechanism = items.map::<u16>((PALLET, "SubnetMechanism"))?;
        let tao = items.map::<TaoBalance>((PALLET, "SubnetTAO"))?;
        let alpha_in = items.map::<AlphaBalance>((PALLET, "SubnetAlphaIn"))?;
        let alpha_out = items.map::<AlphaBalance>((PALLET, "SubnetAlphaOut"))?;
        let balancer = items.map::<Balancer>(("Swap", "SwapBalancer"))?;
        let moving = moving(items)?;
        let pending = pending(items)?;
        let mechanism = |netuid: NetUid| stored(&mechanism, netuid, 0);
        let moving_price = |netuid: NetUid| stored(&moving_price, netuid, I96F32::ZERO);
        let state = |netuid: NetUid| SubnetState {
            first_emission_block: first_emission_block.get(&netuid).copied(),
            subtoken_enabled: stored(&subtoken_enabled, netuid, false),
            registration_allowed: stored(&registration_allowed, netuid, true),
            emission_enabled: stored(&emission_enabled, netuid, true),
            owner_cut_enabled: stored(&owner_cut_enabled, netuid, true),
            moving_price: moving_price(netuid),
            miner_burned: stored(&miner_burned, netuid, U96F32::ZERO),
            pool: Pool {
                mechanism: mechanism(netuid),
                tao: stored(&tao, netuid, TaoBalance(0)),
                alpha_in: stored(&alpha_in, netuid, AlphaBalance(0)),
                alpha_out: stored(&alpha_out, netuid, AlphaBalance(0)),
                quote: stored(&balancer, netuid, Balancer(Pool::DEFAULT_QUOTE)).0,
            },
            price_average: moving.as_ref().map(|(moving_alpha, halving_blocks)| MovingPrice {
                moving_alpha: *moving_alpha,
                first_emission_block: stored(&first_emission_block, netuid, 0),
                halving_blocks: stored(halving_blocks, netuid, DEFAULT_EMA_PRICE_HALVING_BLOCKS),
                current: moving_alpha_price(mechanism(netuid), moving_price(netuid)),
            }),
            pending: pending.as_ref().map(|[server, validator, root_alpha, owner_cut]| Pending {
                server: stored(server, netuid, AlphaBalance(0)),
                validator: stored(validator, netuid, AlphaBalance(0)),
                root_alpha: stored(root_alpha, netuid, AlphaBalance(0)),
                owner_cut: stored(owner_cut, netuid, AlphaBalance(0)),
            }),
        };
        // What counts is that the key is there, whatever its value (`get_all_subnet_netuids`).
        let netuids = added.keys().copied().filter(|netuid| !netuid.is_root());
        let subnets = netuids.map(|netuid| (netuid, state(netuid))).collect();
        let gate = if has_gate { Some(gate(items)?) } else { None };
        Ok(Self {
            spec_version,
            coinbase: Coinbase {
                block,
                total_issuance: items.value((PALLET, "TotalIssuance"))?.unwrap_or(TaoBalance(0)),
                root_tao: stored(&tao, NetUid::ROOT, TaoBalance(0)),
                tao_weight: items.value((PALLET, "TaoWeight"))?.unwrap_or(Coinbase::DEFAULT_TAO_WEIGHT),
                gate,
            },
            subnet_owner_cut: items.value((PALLET, "SubnetOwnerCut"))?.unwrap_or(DEFAULT_SUBNET_OWNER_CUT),
            subnets,
        })
    }
}

/// `SubnetMovingAlpha` and `EMAPriceHalvingBlocks`.
fn moving(items: &mut Items) -> Result<Option<(I96F32, BTreeMap<NetUid, u64>)>> {
    const ITEMS: [Name; 2] = [(PALLET, "SubnetMovingAlpha"), (PALLET, "EMAPriceHalvingBlocks")];
    if !items.has_any(&ITEMS) {
        return Ok(None);
    }
    let [alpha, halving_blocks] = ITEMS;
    Ok(Some((items.value(alpha)?.unwrap_or(DEFAULT_MOVING_ALPHA), items.map(halving_blocks)?)))
}

/// What is pending for miners, validators, root and owners.
fn pending(items: &mut Items) -> Result<Option<[BTreeMap<NetUid, AlphaBalance>; 4]>> {
    const ITEMS: [Name; 4] = [
        (PALLET, "PendingServerEmission"),
        (PALLET, "PendingValidatorEmission"),
        (PALLET, "PendingRootAlphaDivs"),
        (PALLET, "PendingOwnerCut"),
    ];
    if !items.has_any(&ITEMS) {
        return Ok(None);
    }
    let [server, validator, root_alpha, owner_cut] = ITEMS.map(|item| items.map(item));
    Ok(Some([server?, validator?, root_alpha?, owner_cut?]))
}

fn gate(items: &mut Items) -> Result<EmissionGate> {
    let default = GateBar::default();
    Ok(EmissionGate {
        bar: GateBar {
            rank: items.value((PALLET, "EmissionBarRank"))?.unwrap_or(default.rank),
            quantile: items.value((PALLET, "EmissionBarQuantile"))?.unwrap_or(default.quantile),
        },
        stored: items.value((PALLET, "EmissionGateBar"))?.unwrap_or(U64F64::ZERO),
        exponent: items.value((PALLET, "EmissionGateExponent"))?.unwrap_or(EmissionGate::DEFAULT_EXPONENT),
    })
}

fn stored<T: Copy>(values: &BTreeMap<NetUid, T>, netuid: NetUid, default: T) -> T {
    values.get(&netuid).copied().unwrap_or(default)
}
