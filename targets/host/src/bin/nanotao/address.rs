//! `nanotao address`.

use clap::Subcommand;
use nanotao::{AccountId, ss58};
use nanotao_host::Result;
use nanotao_host::decode::Description;
use nanotao_host::text::{hex_array, to_hex};

use crate::answer::Answer;

#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  nanotao address encode \\
      0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d
  nanotao address decode 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
  nanotao address convert 15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5")]
pub(crate) enum Command {
    /// Writes the address of an account
    Encode {
        /// The account: a public key of 32 bytes in hex
        account: String,
        /// The network's prefix
        #[arg(long, default_value_t = ss58::PREFIX, value_parser = clap::value_parser!(u16).range(..=16383))]
        prefix: u16,
    },
    /// Reads an address: its account and its prefix
    Decode {
        /// The address, of any network
        address: String,
    },
    /// Writes the address of the same account on another network
    Convert {
        /// The address, of any network
        address: String,
        /// The other network's prefix
        #[arg(long, default_value_t = ss58::PREFIX, value_parser = clap::value_parser!(u16).range(..=16383))]
        prefix: u16,
    },
}

impl Command {
    pub(crate) fn run(self) -> Result<Answer> {
        match self {
            Self::Encode { account, prefix } => encode(&AccountId(hex_array(&account)?), prefix),
            Self::Convert { address, prefix } => encode(&ss58::parse(&address)?.0, prefix),
            Self::Decode { address } => {
                let (account, prefix) = ss58::parse(&address)?;
                let mut fields = Description::default();
                fields.text("account", to_hex(&account.0)).field("prefix", prefix, prefix);
                Ok(Answer::from(&fields))
            }
        }
    }
}

fn encode(account: &AccountId, prefix: u16) -> Result<Answer> {
    let mut buffer = [0; ss58::MAX_ENCODED_LEN];
    let address = ss58::encode(account, prefix, &mut buffer)?;
    let json = serde_json::json!({ "address": address, "account": to_hex(&account.0), "prefix": prefix });
    Ok(Answer::new(address, json))
}
