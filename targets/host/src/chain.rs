//! What a payload needs to know of the chain, from flags or a file.

use clap::Args;
use nanotao::extrinsic::{Era, FINNEY, TRANSACTION_VERSION, TxExtension};
use nanotao::{BlockNumber, TaoBalance};
use serde::Deserialize;

use crate::text::{Hash, amount};
use crate::{Error, Result, files};

/// Blocks for which an extrinsic is valid unless something else is asked for: about 13 minutes.
const DEFAULT_PERIOD: u64 = 64;

/// The longest era.
const MAX_PERIOD: u64 = 1 << 16;

/// The chain as a signer has to know it. A file of the same names can give what flags leave open (`--chain FILE`).
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[group(skip)]
pub struct ChainContext {
    /// The network: finney is mainnet
    #[arg(long, value_name = "NAME", conflicts_with = "genesis_hash", help_heading = "Chain")]
    pub network: Option<Network>,
    /// The hash of block 0, for any other network
    #[arg(long = "genesis", value_name = "HASH", help_heading = "Chain")]
    pub genesis_hash: Option<Hash>,
    /// The runtime's spec version
    #[arg(long = "spec", value_name = "N", help_heading = "Chain")]
    pub spec_version: Option<u32>,
    /// The runtime's transaction version [default: 1]
    #[arg(long = "transaction-version", value_name = "N", help_heading = "Chain")]
    pub transaction_version: Option<u32>,
    /// The signer's next transaction index
    #[arg(long, value_name = "N", help_heading = "Chain")]
    pub nonce: Option<u32>,
    /// Blocks for which the extrinsic is valid, raised to a power of two up to 65536; 0 for ever [default: 64]
    #[arg(long, value_name = "BLOCKS", help_heading = "Chain")]
    pub era_period: Option<u64>,
    /// The block in which the era begins: a recent one
    #[arg(long, value_name = "N", help_heading = "Chain")]
    pub block: Option<u32>,
    /// The hash of that block
    #[arg(long, value_name = "HASH", help_heading = "Chain")]
    pub block_hash: Option<Hash>,
    /// What is paid on top of the fee, in TAO [default: 0]
    #[arg(long, value_name = "TAO", value_parser = amount, help_heading = "Chain")]
    #[serde(default, deserialize_with = "tip")]
    pub tip: Option<u64>,
    /// The RFC-78 metadata digest, for a runtime that checks it
    #[arg(long, value_name = "HASH", help_heading = "Chain")]
    pub metadata_hash: Option<Hash>,
    /// A JSON file with any of the above, as network, genesis_hash, spec_version, transaction_version, nonce,
    /// era_period, block, block_hash, tip, metadata_hash; flags come first
    #[arg(long = "chain", value_name = "FILE", help_heading = "Chain")]
    #[serde(skip)]
    pub chain_file: Option<String>,
}

/// A network whose genesis hash is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// Bittensor mainnet.
    Finney,
}

fn tip<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<u64>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    amount(&text).map(Some).map_err(|error| serde::de::Error::custom(error.cause))
}

impl ChainContext {
    /// Fills what is open from the file, if one is named.
    ///
    /// # Errors
    /// As [`files::read_json`].
    pub fn resolve(self) -> Result<Self> {
        let Some(file) = &self.chain_file else { return Ok(self) };
        let file: Self = files::read_json(file, "`nanotao sign --help` shows a chain file")?;
        if file.network.is_some() && file.genesis_hash.is_some() {
            return Err(
                Error::input("the chain file names both a network and a genesis hash").remedy("keep one")
            );
        }
        let named = self.network.is_some() || self.genesis_hash.is_some();
        Ok(Self {
            network: if named { self.network } else { file.network },
            genesis_hash: if named { self.genesis_hash } else { file.genesis_hash },
            spec_version: self.spec_version.or(file.spec_version),
            transaction_version: self.transaction_version.or(file.transaction_version),
            nonce: self.nonce.or(file.nonce),
            era_period: self.era_period.or(file.era_period),
            block: self.block.or(file.block),
            block_hash: self.block_hash.or(file.block_hash),
            tip: self.tip.or(file.tip),
            metadata_hash: self.metadata_hash.or(file.metadata_hash),
            chain_file: None,
        })
    }

    /// The hash of block 0; mainnet's, unless another is given.
    pub fn genesis_hash(&self) -> nanotao::H256 {
        self.genesis_hash.map_or(FINNEY, |hash| hash.0)
    }

    /// The spec version, which is never guessed.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage).
    pub fn spec_version(&self) -> Result<u32> {
        self.spec_version.ok_or_else(|| missing("--spec", "the runtime's spec version"))
    }

    /// The transaction version; 1 unless another is given.
    pub fn transaction_version(&self) -> u32 {
        self.transaction_version.unwrap_or(TRANSACTION_VERSION)
    }

    /// What the extensions of a payload carry.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::Kind::Usage) names what is missing, [`Kind::Input`](crate::Kind::Input) what does not
    /// go together.
    pub fn extension(&self) -> Result<TxExtension> {
        let genesis_hash = self.genesis_hash();
        let (era, block_hash) = self.era_and_birth_hash()?;
        Ok(TxExtension {
            era,
            nonce: self.nonce.ok_or_else(|| missing("--nonce", "the signer's next transaction index"))?,
            tip: TaoBalance(self.tip.unwrap_or(0)),
            metadata_hash: self.metadata_hash.map(|hash| hash.0),
            spec_version: self.spec_version()?,
            transaction_version: self.transaction_version(),
            genesis_hash,
            block_hash: block_hash.map_or(genesis_hash, |hash| hash.0),
        })
    }

    fn era_and_birth_hash(&self) -> Result<(Era, Option<Hash>)> {
        let period = self.era_period.unwrap_or(DEFAULT_PERIOD);
        if period == 0 {
            return match (self.block, self.block_hash) {
                (None, None) => Ok((Era::Immortal, None)),
                _ => Err(Error::input("a block was given, but the extrinsic is to be valid for ever")
                    .remedy("leave out --block and --block-hash, or --era-period 0")),
            };
        }
        let block = self.block.ok_or_else(|| missing("--block", "the block in which the era begins"))?;
        let hash = self.block_hash.ok_or_else(|| missing("--block-hash", "the hash of that block"))?;
        if period > MAX_PERIOD {
            return Err(Error::input(format_args!("an era has at most {MAX_PERIOD} blocks, not {period}"))
                .remedy("give fewer as --era-period, or 0 for an extrinsic that is valid for ever"));
        }
        let era = Era::mortal(period, block.into());
        let birth = era.birth(block.into());
        if birth != u64::from(block) {
            return Err(Error::input(format_args!(
                "an era of {period} blocks cannot begin in block {block}"
            ))
            .remedy(format_args!("give --block {birth} and the hash of that block")));
        }
        if era.death(block.into()) > u64::from(BlockNumber::MAX) {
            return Err(Error::input(format_args!(
                "the era ends after block {}, the last",
                BlockNumber::MAX
            ))
            .remedy("give the number of a recent block as --block, and its hash"));
        }
        Ok((era, Some(hash)))
    }
}

fn missing(flag: &str, what: &str) -> Error {
    Error::usage(format_args!("{flag} is missing: {what}"))
        .remedy(format_args!("give {flag}, or a file with it by --chain FILE"))
}

#[cfg(test)]
mod tests {
    use super::{ChainContext, Hash};
    use nanotao::H256;
    use nanotao::extrinsic::{Era, FINNEY};

    fn context() -> ChainContext {
        ChainContext {
            spec_version: Some(475),
            nonce: Some(7),
            block: Some(5_000_002),
            block_hash: Some(Hash(H256([9; 32]))),
            ..ChainContext::default()
        }
    }

    #[test]
    fn what_is_left_open_is_mainnet_without_a_tip_for_64_blocks() {
        let extension = context().extension().unwrap();
        assert_eq!((extension.genesis_hash, extension.tip.0), (FINNEY, 0));
        assert_eq!(extension.era, Era::mortal(64, 5_000_002));
    }

    #[test]
    fn an_immortal_era_is_bound_to_the_genesis_hash_and_takes_no_block() {
        let immortal = ChainContext { era_period: Some(0), ..context() };
        assert!(immortal.extension().is_err());
        let immortal = ChainContext { block: None, block_hash: None, ..immortal };
        assert_eq!(immortal.extension().unwrap().block_hash, FINNEY);
    }

    #[test]
    fn an_era_that_begins_in_another_block_than_its_hash_is_of_is_refused() {
        let rounded = ChainContext { era_period: Some(65_536), ..context() };
        // The phase moves in steps of 16 blocks.
        assert!(rounded.extension().unwrap_err().remedy.unwrap().contains("--block 5000000 "));
    }

    #[test]
    fn an_era_that_no_chain_has_is_refused() {
        for (context, cause) in [
            (ChainContext { era_period: Some(65_537), ..context() }, "at most 65536 blocks, not 65537"),
            (ChainContext { block: Some(u32::MAX), ..context() }, "after block 4294967295"),
            (ChainContext { block: Some(u32::MAX - 63), ..context() }, "after block 4294967295"),
        ] {
            let error = context.extension().unwrap_err();
            assert!(error.cause.contains(cause) && error.remedy.is_some(), "{error}");
        }
        assert!(ChainContext { block: Some(u32::MAX - 64), ..context() }.extension().is_ok());
    }

    #[test]
    fn what_cannot_be_guessed_is_asked_for_by_its_flag() {
        for (context, flag) in [
            (ChainContext { spec_version: None, ..context() }, "--spec"),
            (ChainContext { nonce: None, ..context() }, "--nonce"),
            (ChainContext { block: None, ..context() }, "--block"),
            (ChainContext { block_hash: None, ..context() }, "--block-hash"),
        ] {
            assert!(context.extension().unwrap_err().cause.starts_with(flag));
        }
    }
}
