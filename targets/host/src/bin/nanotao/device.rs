//! `nanotao device`.

mod commit;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use nanotao::call::Call;
use nanotao::crypto::{MiniSecret, Scheme, SecretUri};
use nanotao::extrinsic::{Era, Payload, TxExtension, Verified};
use nanotao::{AccountId, BlockNumber, TaoBalance};
use nanotao_host::calls::CallArgs;
use nanotao_host::chain::ChainContext;
use nanotao_host::decode::{Description, account};
use nanotao_host::device::{self, Device, DeviceError, Quantiser};
use nanotao_host::keys::{KeySource, accounts};
use nanotao_host::scores::{Sdk, Weights};
use nanotao_host::sign::{OwnedPayload, confirm, signable};
use nanotao_host::text::Account;
use nanotao_host::{Error, Kind, Result, files};

use crate::answer::{Answer, note};
use crate::key::NewPhrase;
use crate::output::{Force, Target, check_open};
use crate::sign::{check, read_payload, tell_rounds};

#[derive(Args)]
#[command(after_help = "\
Examples:
  nanotao device status --device 127.0.0.1:4040
  export NANOTAO_DEVICE=/dev/ttyACM0           instead of --device
  nanotao device provision --generate -o backup.phrase
  nanotao device address --show
  nanotao device sign scores.json --chain context.json
  nanotao device timelock scores.json --chain context.json \\
      --last-epoch-block 8765700 --subnet-epoch-index 24000
  nanotao device wipe")]
pub(crate) struct DeviceCommand {
    /// The device: a serial port, or HOST:PORT
    #[arg(long, global = true, env = "NANOTAO_DEVICE", value_name = "LINE")]
    device: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Tells what the device is and whether it holds a key
    #[command(after_help = "\
Examples:
  nanotao device status --device 127.0.0.1:4040 --json")]
    Status,
    /// Tells the address of the device's key
    #[command(after_help = "\
Examples:
  nanotao device address
  nanotao device address --show --ed25519")]
    Address {
        /// Waits until the user has compared it with the device's screen
        #[arg(long)]
        show: bool,
        /// The ed25519 key's; without it, the sr25519 key's
        #[arg(long)]
        ed25519: bool,
    },
    /// Hands a key to a device that has none
    #[command(after_help = "\
The device keeps the secret that the phrase and its password stand for; it takes \
no path such as //hard.

Examples:
  nanotao device provision --generate -o backup.phrase
  nanotao device provision --mnemonic-file hotkey.phrase
  nanotao device provision \\
      --key-file ~/.bittensor/wallets/default/hotkeys/default")]
    Provision(Provision),
    /// Erases the device's key
    #[command(after_help = "\
Examples:
  nanotao device wipe")]
    Wipe,
    /// Has the device make weights of a scores file, show them and sign them
    #[command(after_help = "\
The device gets the scores file as it is, makes the call itself, shows every \
page of it, and waits for its button. What comes back is decoded again, compared \
field by field with what was asked for, and verified.

Examples:
  nanotao device sign scores.json --spec 475 --nonce 7 --block 6000000 \\
      --block-hash 0x29af...
  nanotao device sign scores.json --chain context.json --ed25519 --json
  nanotao device sign --call call.json --chain context.json -o extrinsic.hex
  nanotao device sign --payload @payload.hex --proof @proof.hex")]
    Sign(Box<Sign>),
    /// Has the device make weights of a scores file, lock them until they are to be revealed, show and sign that
    #[command(after_help = "\
Where commit-reveal is on, this is what a validator sends. The flags from --tempo on \
are what the chain stores of the subnet as of --block. The device foretells the \
reveal from them, makes the ciphertext itself, and shows what is in it.

Examples:
  nanotao device timelock scores.json --chain context.json \\
      --last-epoch-block 8765700 --subnet-epoch-index 24000
  nanotao device timelock scores.json --spec 475 --nonce 7 --block 8766000 \\
      --block-hash 0x37ba... --tempo 360 --last-epoch-block 8765700 \\
      --blocks-since-last-step 300 --subnet-epoch-index 24000 \\
      --date 2026-11-25T09:30:00Z -o extrinsic.hex")]
    Timelock(Box<commit::Timelock>),
    /// Has the device commit to the weights of a scores file by a hash, with a salt of its own
    #[command(after_help = "\
The salt goes to standard error, and with --json to standard output: keep it, the \
reveal takes it.

Examples:
  nanotao device commit scores.json --chain context.json --json")]
    Commit(Box<commit::Commit>),
    /// Has the device reveal the weights that it committed to by a hash
    #[command(after_help = "\
Examples:
  nanotao device reveal scores.json --chain context.json --salt 1,2,3,4,5,6,7,8")]
    Reveal(Box<commit::Reveal>),
}

#[derive(Args)]
struct Provision {
    /// Makes a new phrase from the system's randomness
    #[arg(long, conflicts_with_all = ["mnemonic_file", "key_file"])]
    generate: bool,
    /// How many words
    #[arg(long, default_value = "12", value_parser = ["12", "24"], requires = "generate")]
    words: String,
    /// Writes the new phrase to this new file, readable by its owner only; without it, the key exists on the device
    /// alone
    #[arg(short, long, value_name = "FILE", requires = "generate")]
    output: Option<PathBuf>,
    /// A file with a BIP-39 phrase
    #[arg(long, value_name = "FILE", required_unless_present_any = ["generate", "key_file"])]
    mnemonic_file: Option<String>,
    /// A file with the phrase's password
    #[arg(long, value_name = "FILE", requires = "mnemonic_file")]
    password_file: Option<String>,
    /// An unencrypted key file of a Bittensor wallet (hotkeys are), or a seed of 32 bytes in hex
    #[arg(long, value_name = "FILE", conflicts_with = "mnemonic_file")]
    key_file: Option<String>,
}

#[derive(Args)]
struct Sign {
    /// The scores file
    #[arg(required_unless_present_any = ["call", "payload"])]
    scores: Option<String>,
    /// Whose rule turns scores into weights
    #[arg(long, value_enum, default_value_t)]
    sdk: Sdk,
    /// A call file instead, with any call that the device can show
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scores", "sdk"])]
    call: Option<String>,
    /// A payload instead, in hex or @FILE; all that it says of the chain stands in it
    #[arg(long, value_name = "HEX", conflicts_with_all = [
        "scores", "sdk", "call", "network", "genesis_hash", "spec_version", "transaction_version", "nonce", "era_period",
        "block_hash", "tip", "metadata_hash", "chain_file",
    ])]
    payload: Option<String>,
    /// The metadata proof (RFC-78) of a payload with a metadata hash, in hex or @FILE
    #[arg(long, value_name = "HEX", requires = "payload", conflicts_with_all = ["scores", "call"])]
    proof: Option<String>,
    /// The account that is to sign; another key on the device is then an error
    #[arg(long, value_name = "ADDRESS")]
    signer: Option<Account>,
    /// Signs with the ed25519 key; without it, with the sr25519 key
    #[arg(long)]
    ed25519: bool,
    /// Writes the extrinsic to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    chain: ChainContext,
}

const fn scheme(ed25519: bool) -> Scheme {
    if ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 }
}

impl DeviceCommand {
    pub(crate) fn run(self) -> Result<Answer> {
        let line = self.device.ok_or_else(|| {
            Error::usage("no device is given")
                .remedy("name one by --device, or in the environment as NANOTAO_DEVICE")
        })?;
        match self.command {
            Command::Status => status(&mut open(&line)?),
            Command::Address { show, ed25519 } => {
                let mut device = open(&line)?;
                if show {
                    note("compare the address on the device, and answer there")?;
                }
                let account = device.account(scheme(ed25519), show)?;
                Ok(Answer::from(&nanotao_host::decode::account(&account)))
            }
            Command::Provision(command) => command.run(&line),
            Command::Wipe => {
                let mut device = open(&line)?;
                note("answer on the device")?;
                device.wipe()?;
                Ok(Answer::new("the key is erased", serde_json::json!({ "wiped": true })))
            }
            Command::Sign(command) => command.run(&line),
            Command::Timelock(command) => command.run(&line),
            Command::Commit(command) => command.run(&line),
            Command::Reveal(command) => command.run(&line),
        }
    }
}

/// Opens the line and makes sure of who is at its other end.
fn open(line: &str) -> Result<Device> {
    let mut device = Device::open(line).map_err(|error| {
        Error::from(error).context(line).remedy("is it plugged in, and the name of its port right?")
    })?;
    let (ours, theirs) = (device::PROTOCOL_VERSION, device.status()?.protocol);
    if ours == theirs {
        return Ok(device);
    }
    Err(Error::io(format_args!(
        "the device speaks version {theirs} of the protocol, this command version {ours}"
    ))
    .remedy("bring both to the same release"))
}

fn status(device: &mut Device) -> Result<Answer> {
    let status = device.status()?;
    let [major, minor, patch] = status.firmware;
    let list = |specs: &[u32]| specs.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let schemes: Vec<_> = status.schemes.iter().map(Scheme::to_string).collect();
    let mut fields = Description::default();
    fields
        .text("firmware", format_args!("{major}.{minor}.{patch}"))
        .field("protocol", status.protocol, status.protocol)
        .field(
            "provisioned",
            status.provisioned,
            if status.provisioned { "yes" } else { "no: it holds no key" },
        )
        .field("schemes", schemes.clone(), schemes.join(", "))
        .field("specs", status.specs.clone(), list(&status.specs))
        .field("max_uids", status.max_uids, status.max_uids)
        .field("max_request", status.max_request, format_args!("{} bytes", status.max_request));
    match status.stack_high_water {
        Some(bytes) => fields.field("stack_high_water", bytes, format_args!("{bytes} bytes")),
        None => fields.field("stack_high_water", serde_json::Value::Null, "not measured"),
    };
    Ok(Answer::from(&fields))
}

impl Provision {
    fn run(&self, line: &str) -> Result<Answer> {
        let mut device = open(line)?;
        // Before a phrase is made that nothing would come of.
        if device.status()?.provisioned {
            return Err(DeviceError::HasKey.into());
        }
        if !self.generate {
            let (mnemonic_file, password_file) = (self.mnemonic_file.clone(), self.password_file.clone());
            let key_file = self.key_file.clone();
            let source = KeySource { mnemonic_file, password_file, key_file, ..KeySource::default() };
            return provision(&mut device, &source.uri()?).map(|fields| Answer::from(&fields));
        }
        let phrase = NewPhrase::generate(&self.words)?;
        // The backup comes first: a key of which none could be written must not get onto the device.
        if let Some(path) = &self.output {
            phrase.write(path)?;
        }
        let mut fields = provision(&mut device, phrase.as_str()?).map_err(|error| match &self.output {
            // The user said no, so the phrase is nobody's.
            Some(path) if error.kind == Kind::No => {
                let _ = std::fs::remove_file(path);
                error
            }
            Some(path) => error.context(format_args!("the device may hold the key of {}", path.display())),
            None => error,
        })?;
        if let Some(path) = &self.output {
            fields.text("phrase_file", path.display());
        }
        Ok(Answer::from(&fields))
    }
}

/// Hands over the key of a secret URI, and makes sure that the device has that key and no other.
fn provision(device: &mut Device, uri: &str) -> Result<Description> {
    let parsed = SecretUri::parse(uri)?;
    if parsed.junctions().next().is_some() {
        return Err(
            Error::input("the device takes no key with a path").remedy("give the phrase or the seed alone")
        );
    }
    let secret: MiniSecret = parsed.mini_secret()?;
    let (sr25519, ed25519) = accounts(uri)?;
    note("compare the addresses on the device, and answer there")?;
    device.provision(&secret)?;
    let mut fields = Description::default();
    for (scheme, ours) in [(Scheme::Sr25519, Some(sr25519)), (Scheme::Ed25519, ed25519)] {
        let theirs = device.account(scheme, false)?;
        if ours != Some(theirs) {
            return Err(Error::io(format_args!(
                "the device's {scheme} key is not the one that was handed over"
            ))
            .remedy("wipe it, and do not use it"));
        }
        fields.group(&scheme.to_string(), account(&theirs));
    }
    Ok(fields)
}

impl Sign {
    fn run(self, line: &str) -> Result<Answer> {
        if let Some(payload) = &self.payload {
            let (payload, proof) = read_payload(payload, self.proof.as_deref())?;
            let verified = signable(Payload::new(&payload), proof.as_deref())?;
            tell_rounds(&verified)?;
            let current = self.chain.block.unwrap_or(0);
            return self.sign(line, &verified, |device, scheme| match &proof {
                Some(proof) => device.sign_proven(scheme, current, &payload, proof),
                None => device.sign_payload(scheme, current, &payload),
            });
        }
        let chain = self.chain.clone().resolve()?;
        let extension = chain.extension()?;
        let context = context(&chain, &extension)?;
        match (&self.scores, &self.call) {
            (Some(path), _) => {
                let file = files::read(path)?;
                let weights = Weights::parse(path, &file, self.sdk, None)?;
                let quantiser = quantiser(self.sdk);
                let scores = device::Scores::Json(&file);
                let payload = OwnedPayload::build(&weights.call(), &extension)?;
                self.sign(line, &payload.payload().verify()?, |device, scheme| {
                    device.sign_weights(scheme, &context, quantiser, scores)
                })
            }
            (None, Some(path)) => {
                let args = CallArgs::read(path)?;
                check(&args.call())?;
                let payload = OwnedPayload::build(&args.call(), &extension)?;
                let payload = payload.payload();
                self.sign(line, &payload.verify()?, |device, scheme| {
                    device.sign_payload(scheme, context.current, payload.as_bytes())
                })
            }
            (None, None) => {
                Err(Error::usage("neither a scores file nor --call is given").remedy("give one of them"))
            }
        }
    }

    /// Has the device sign what this command could show as well, however it is to be told of it.
    fn sign(
        &self,
        line: &str,
        verified: &Verified<'_>,
        ask: impl FnOnce(&mut Device, Scheme) -> Result<Vec<u8>, DeviceError>,
    ) -> Result<Answer> {
        let output = self.force.target(self.output.as_deref())?;
        let mut device = open(line)?;
        let signing =
            Signing { signer: self.signer, ed25519: self.ed25519, current: self.chain.block, output };
        let (scheme, signer) = signing.account(&mut device)?;
        note("look through the pages on the device, and answer there")?;
        let extrinsic = ask(&mut device, scheme)?;
        signing.confirmed_by(&extrinsic, &signer, verified)
    }
}

/// Who is to sign, and where the extrinsic goes.
struct Signing<'a> {
    signer: Option<Account>,
    ed25519: bool,
    /// The newest block.
    current: Option<BlockNumber>,
    output: Option<Target<'a>>,
}

impl Signing<'_> {
    /// The account that signs, which is the one that was asked for, if any was.
    fn account(&self, device: &mut Device) -> Result<(Scheme, AccountId)> {
        check_open(self.output)?;
        let scheme = scheme(self.ed25519);
        let signer = device.account(scheme, false)?;
        if let Some(Account(asked)) = self.signer
            && asked != signer
        {
            let address = nanotao::ss58::Address::new(&signer);
            return Err(Error::new(
                Kind::Input,
                format_args!("the device's {scheme} key is that of {address}"),
            )
            .remedy("connect the device of --signer, or leave --signer out"));
        }
        Ok((scheme, signer))
    }

    /// The extrinsic, if it says and signs this call and nothing else.
    fn confirmed(
        &self,
        extrinsic: &[u8],
        signer: &AccountId,
        call: &Call<'_>,
        extension: &TxExtension,
    ) -> Result<Answer> {
        let payload = OwnedPayload::build(call, extension)?;
        self.confirmed_by(extrinsic, signer, &payload.payload().verify()?)
    }

    fn confirmed_by(&self, extrinsic: &[u8], signer: &AccountId, verified: &Verified<'_>) -> Result<Answer> {
        confirm(extrinsic, signer, verified.extension(), verified.call_bytes())?;
        Answer::extrinsic(extrinsic, verified, self.current, true, self.output)
    }
}

const fn quantiser(sdk: Sdk) -> Quantiser {
    match sdk {
        Sdk::V10 => Quantiser::Sdk10,
        Sdk::V11 => Quantiser::Sdk11,
    }
}

/// The chain as the device has to know it.
fn context(chain: &ChainContext, extension: &TxExtension) -> Result<device::ChainContext> {
    let TxExtension { era, nonce, tip: TaoBalance(tip), spec_version, transaction_version, .. } = *extension;
    if extension.metadata_hash.is_some() {
        return Err(Error::usage("the device signs weights without a metadata hash")
            .remedy("leave out --metadata-hash"));
    }
    let period = match era {
        Era::Immortal => 0,
        // At most 65536.
        Era::Mortal { period, .. } => u32::try_from(period).unwrap_or(0),
    };
    Ok(device::ChainContext {
        genesis_hash: extension.genesis_hash,
        spec_version,
        transaction_version,
        nonce,
        period,
        current: chain.block.unwrap_or(0),
        block_hash: extension.block_hash,
        tip: TaoBalance(tip),
    })
}
