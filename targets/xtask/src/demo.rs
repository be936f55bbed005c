//! `cargo xtask demo`: the main job, end to end. The emulated signer gets a validator's scores, quantises them, shows
//! the weights page by page, waits for its button, signs, and gives back the extrinsic, which is checked here.

mod commit;

use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure as require};
use clap::Args;
use nanotao::{
    AccountId, H256, TaoBalance,
    crypto::{self, MiniSecret, Scheme},
    extrinsic::{FINNEY, Payload, SignedExtrinsic, TRANSACTION_VERSION},
    ss58::Address,
};
use nanotao_host::{
    decode::describe_extrinsic,
    device::{ChainContext, Device, DeviceError, Quantiser, Scores},
};
use serde_json::Value;

use crate::{
    board::Board,
    process::{root, step},
    qemu::Emulator,
    qmp::{Key, Qmp},
    test::Counts,
};

#[derive(Args)]
#[command(after_help = "Examples:
  cargo xtask demo
  cargo xtask demo --ed25519 --scores my-scores.json
  cargo xtask demo --reject
  cargo xtask demo --timelock

The screens are PNG files, one per page; they take the place of those of the run before.")]
pub struct Arguments {
    /// A scores file: {"netuid", "mecid", "uids", "scores", "version_key"}.
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// Signs with ed25519 instead of sr25519.
    #[arg(long)]
    ed25519: bool,
    /// Has the weights locked until a round of the beacon, and opens them with its signature.
    #[arg(long)]
    timelock: bool,
    /// Presses the other button.
    #[arg(long)]
    reject: bool,
    /// Where the screens go [default: target/demo].
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Block 8 766 000 of mainnet, with its hash. Nonce and spec version are examples, as is the key.
const CONTEXT: ChainContext = ChainContext {
    genesis_hash: FINNEY,
    spec_version: 475,
    transaction_version: TRANSACTION_VERSION,
    nonce: 7,
    period: 64,
    current: 8_766_000,
    block_hash: H256([
        0x37, 0xba, 0x88, 0x6e, 0x5e, 0x76, 0x88, 0x2b, 0x6d, 0x48, 0xb2, 0x70, 0xd8, 0x52, 0xb5, 0x1f, 0x24,
        0xb7, 0x4b, 0xd2, 0xe6, 0x83, 0x18, 0xc3, 0x43, 0xae, 0x0f, 0x3c, 0xbb, 0xc1, 0xe8, 0xb1,
    ]),
    tip: TaoBalance(0),
};

/// A device that does not come to an end.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn main(arguments: &Arguments) -> Result<ExitCode> {
    let scores_file = arguments.scores.clone().unwrap_or_else(|| root().join("vectors/demo/scores_64.json"));
    let scores = fs::read(&scores_file).with_context(|| format!("cannot read {}", scores_file.display()))?;
    let scheme = if arguments.ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 };
    // A folder that was named is found from where the command runs, as the scores are.
    let out = match &arguments.out {
        Some(out) => std::path::absolute(out)?,
        None => "target/demo".into(),
    };
    let mut demo = Demo::start(&out)?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| anyhow!("no randomness: {error}"))?;
    demo.provision(&MiniSecret::new(secret))?;

    step(format!("sending {} and the chain's context to the device", scores_file.display()));
    let answer = if arguments.reject { Key::Up } else { Key::Select };
    let started = Instant::now();
    let result = match arguments.timelock {
        true => demo.timelock(scheme, &scores, answer)?,
        false => demo.sign(scheme, &scores, answer)?,
    };
    step(format!("the device answered after {:.1} s", started.elapsed().as_secs_f32()));
    let extrinsic = match result {
        Err(DeviceError::Rejected) if arguments.reject => {
            println!("Rejected on the device; nothing was signed. Screens: {}", demo.out.display());
            return Ok(ExitCode::SUCCESS);
        }
        result => result.with_context(|| scores_file.display().to_string())?,
    };
    require!(!arguments.reject, "the device signed what was rejected");
    let account = demo.device.account(scheme, false)?;
    check(&extrinsic, account)?;
    print!("{}", describe_extrinsic(&extrinsic, CONTEXT.spec_version)?);
    println!("\nextrinsic: 0x{}", hex(&extrinsic));
    if arguments.timelock {
        let opened = commit::open(&extrinsic, account)?;
        require!(opened == commit::Opened::expected(&scores)?, "locked was {opened:?}");
        println!("{opened}");
    }
    println!("The signature verifies against {}. Screens: {}", Address::new(&account), demo.out.display());
    Ok(ExitCode::SUCCESS)
}

/// An emulated signer with a line to it.
pub struct Demo {
    emulator: Emulator,
    device: Device<TcpStream>,
    /// Where the screens go.
    pub out: PathBuf,
}

impl Demo {
    /// Builds and boots the signer.
    ///
    /// # Errors
    /// A tool is missing and cannot be installed, or the machine does not start.
    pub fn start(out: &Path) -> Result<Self> {
        let image = Board::Lm3s6965evb.build()?;
        step("booting the signer");
        let emulator = Board::Lm3s6965evb.start(&image)?;
        let device = Device::new(emulator.serial()?).user_timeout(PATIENCE);
        let out = root().join(out);
        fs::create_dir_all(&out).with_context(|| format!("cannot make the folder {}", out.display()))?;
        for old in fs::read_dir(&out)? {
            let old = old?;
            if is_page(&old.file_name().to_string_lossy()) {
                fs::remove_file(old.path())?;
            }
        }
        Ok(Self { emulator, device, out })
    }

    /// Gives the device a key over the line; on its screen the addresses are accepted.
    pub fn provision(&mut self, secret: &MiniSecret) -> Result<()> {
        step("giving the device a new key; it shows the addresses and asks");
        let mut pager = Pager { qmp: &mut self.emulator.qmp, out: &self.out, name: "provision" };
        let device = &mut self.device;
        pager.answer(Key::Select, || device.provision(secret))??;
        Ok(())
    }

    /// Asks for a signature without anyone at the keys.
    fn ask(&mut self, context: &ChainContext, scores: &[u8]) -> std::result::Result<Vec<u8>, DeviceError> {
        self.device.sign_weights(Scheme::Sr25519, context, Quantiser::Sdk11, Scores::Json(scores))
    }

    /// Passes if the device is still there, with its key.
    fn answers(&mut self) -> Result<()> {
        require!(self.device.status()?.provisioned, "the device was reset");
        Ok(())
    }

    /// Has the scores signed. The pages of the question are written as PNG files, and `answer` is pressed at its end.
    pub fn sign(
        &mut self,
        scheme: Scheme,
        scores: &[u8],
        answer: Key,
    ) -> Result<std::result::Result<Vec<u8>, DeviceError>> {
        self.answer("page", answer, |device| {
            device.sign_weights(scheme, &CONTEXT, Quantiser::Sdk11, Scores::Json(scores))
        })
    }

    /// Asks the device for something while the pages of its question are turned and written as PNG files; `answer` is
    /// pressed at its end.
    fn answer<T: Send>(
        &mut self,
        name: &'static str,
        answer: Key,
        ask: impl FnOnce(&mut Device<TcpStream>) -> T + Send,
    ) -> Result<T> {
        let mut pager = Pager { qmp: &mut self.emulator.qmp, out: &self.out, name };
        let device = &mut self.device;
        pager.answer(answer, || ask(device))
    }
}

/// Whether a run wrote the file: nothing else in the folder is the demo's to remove.
fn is_page(name: &str) -> bool {
    let number = ["page-", "provision-", "timelock-"]
        .iter()
        .find_map(|page| name.strip_prefix(page)?.strip_suffix(".png"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Turns pages by the keys, and takes a picture of each.
struct Pager<'a> {
    qmp: &'a mut Qmp,
    out: &'a Path,
    name: &'static str,
}

impl Pager<'_> {
    /// Runs `ask`, which waits for the device, while the pages of the device's question are turned. On the last page
    /// `key` is pressed.
    fn answer<T: Send>(&mut self, key: Key, ask: impl FnOnce() -> T + Send) -> Result<T> {
        thread::scope(|scope| {
            let idle = self.picture("idle")?;
            let asked = scope.spawn(ask);
            let mut page = self.next_page(&idle, "question")?;
            let mut count = 0;
            // The last page stays when a page further is asked for. A refusal changes nothing either.
            while let (Some(shown), false) = (&page, asked.is_finished()) {
                count += 1;
                let shown = shown.clone();
                fs::write(self.out.join(format!("{}-{count:02}.png", self.name)), &shown)?;
                page = None;
                // On a busy machine a press can be too short for the board to see.
                for _ in 0..3 {
                    self.qmp.press(Key::Right)?;
                    page = self.next_page(&shown, "next")?;
                    if page.is_some() {
                        break;
                    }
                }
            }
            while !asked.is_finished() {
                self.qmp.press(key)?;
                thread::sleep(Duration::from_millis(300));
            }
            step(format!("{count} pages in {}", self.out.display()));
            asked.join().map_err(|_| anyhow!("the device's client panicked"))
        })
    }

    /// Waits for a page other than `shown`; `None` if none comes.
    fn next_page(&mut self, shown: &[u8], name: &str) -> Result<Option<Vec<u8>>> {
        // Drawing a page takes a few hundredths of a second; reading and judging a request a few tenths.
        const LIMIT: Duration = Duration::from_secs(2);
        let started = Instant::now();
        while started.elapsed() < if name == "question" { 5 * LIMIT } else { LIMIT / 4 } {
            let picture = self.picture(name)?;
            if picture != shown && has_title(&picture)? {
                // It may have been taken while it was being drawn.
                let again = self.picture(name)?;
                if picture == again {
                    return Ok(Some(picture));
                }
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(None)
    }

    fn picture(&mut self, name: &str) -> Result<Vec<u8>> {
        let file = self.out.join(format!(".{name}.tmp"));
        self.qmp.screendump(&file)?;
        let picture = fs::read(&file)?;
        fs::remove_file(&file)?;
        Ok(picture)
    }
}

/// Whether a picture is one of a page: that has a bar at its top, and a message has not.
fn has_title(picture: &[u8]) -> Result<bool> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("too large a picture")?];
    let frame = reader.next_frame(&mut pixels)?;
    let bottom = (frame.height as usize - 1) * frame.line_size;
    Ok(pixels[0] != pixels[bottom])
}

/// Takes the extrinsic apart, builds the payload that must have been signed, and verifies the signature over it.
pub fn check(extrinsic: &[u8], account: AccountId) -> Result<()> {
    let signed = SignedExtrinsic::parse(extrinsic)?;
    require!(signed.account == account, "signed by another account");
    let extension = CONTEXT.extension().map_err(|error| anyhow!("{error}"))?;
    let mut buffer = vec![0; extrinsic.len() + 256];
    let payload = Payload::from_call_bytes(signed.call, &extension, &mut buffer)?;
    payload.verify()?;
    if !crypto::verify(&signed.signature, payload.message().as_ref(), &account)? {
        bail!("the signature does not verify");
    }
    Ok(())
}

/// Has a full subnet's weights shown and signed with both schemes, and gives the most stack that the device ever used.
///
/// # Errors
/// The device does not sign, or does not measure.
pub fn peak_stack() -> Result<u64> {
    let mut demo = Demo::start(Path::new("target/demo-size"))?;
    demo.provision(&ALICE)?;
    let uids: Vec<u16> = (0..256).collect();
    let scores: Vec<f64> = uids.iter().map(|uid| f64::from(*uid) / 300.0 + 0.1).collect();
    let scores = serde_json::json!({ "netuid": 1, "uids": uids, "scores": scores }).to_string();
    for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
        step(format!("having 256 weights shown and signed with {scheme}"));
        let extrinsic = demo.sign(scheme, scores.as_bytes(), Key::Select)??;
        check(&extrinsic, demo.device.account(scheme, false)?)?;
    }
    step("having 256 weights locked, shown and signed");
    let scores = commit::scores(256, 0).to_string();
    let extrinsic = demo.timelock(Scheme::Ed25519, scores.as_bytes(), Key::Select)??;
    check(&extrinsic, demo.device.account(Scheme::Ed25519, false)?)?;
    demo.device.status()?.stack_high_water.map(u64::from).context("the device does not measure its stack")
}

/// What sp-core makes of `//Alice` with sr25519.
const ALICE: MiniSecret = MiniSecret::new([
    0xe5, 0xbe, 0x9a, 0x50, 0x92, 0xb8, 0x1b, 0xca, 0x64, 0xbe, 0x81, 0xd2, 0x12, 0xe7, 0xf2, 0xf9, 0xeb,
    0xa1, 0x83, 0xbb, 0x7a, 0x90, 0x95, 0x4f, 0x7b, 0x76, 0x36, 0x1f, 0x6e, 0xdb, 0x5c, 0x0a,
]);

/// Pages of the demo's scores that the README shows, signed with sr25519 by `//Alice`.
const PICTURES: [(&str, &str); 3] =
    [("signer.png", "page-02.png"), ("weights.png", "page-06.png"), ("question.png", "page-20.png")];

/// Compares the README's pictures with the pages of a run.
fn pictures(run: &Path, pictures: &[(&str, &str)]) -> Result<()> {
    let folder = root().join("docs/images");
    pictures.iter().try_for_each(|(picture, page)| {
        let (picture, page) = (folder.join(picture), run.join(page));
        let differs = || format!("out of date; mend it with `cp {} {}`", page.display(), picture.display());
        require!(pixels(&picture)? == pixels(&page)?, differs());
        Ok(())
    })
}

/// Two encoders may pack the same picture into other bytes.
fn pixels(file: &Path) -> Result<Vec<u8>> {
    let input = fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut reader = png::Decoder::new(std::io::BufReader::new(input)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("too large a picture")?];
    reader.next_frame(&mut pixels)?;
    Ok(pixels)
}

/// The weights that the SDK itself makes of the demo's scores.
const EXPECTED: (&str, &str) = ("clients/weights_emit.json", "rand_uniform_64_float64");

/// Every job as a test.
pub fn test() -> Result<Counts> {
    let (main, commit) = (main_job()?, commit::test()?);
    Ok(Counts { passed: main.passed + commit.passed, failed: main.failed + commit.failed })
}

/// Counts verdicts, and prints those of what failed.
fn judged(counts: &mut Counts) -> impl FnMut(&str, Result<()>) {
    |name, result| match result {
        Ok(()) => counts.passed += 1,
        Err(error) => {
            println!("FAILED device, {name}: {error:#}");
            counts.failed += 1;
        }
    }
}

/// The main job: both schemes, a refusal, and requests that have to be refused.
fn main_job() -> Result<Counts> {
    let read = |name: &str| {
        let path = root().join("vectors").join(name);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let scores = read("demo/scores_64.json")?;
    let vectors: Value = serde_json::from_slice(&read(EXPECTED.0)?)?;
    let cases = vectors["cases"].as_array().context("no cases")?;
    let expected = cases.iter().find(|case| case["name"] == EXPECTED.1).context("the case is gone")?;

    let mut demo = Demo::start(Path::new("target/demo-test"))?;
    let mut counts = Counts::default();
    let mut judge = judged(&mut counts);
    judge("no key yet", refused(demo.ask(&CONTEXT, &scores), "the device holds no key"));
    demo.provision(&ALICE)?;
    for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
        let signed = demo.sign(scheme, &scores, Key::Select)?;
        let account = demo.device.account(scheme, false)?;
        judge(
            &scheme.to_string(),
            signed.map_err(Into::into).and_then(|extrinsic| {
                check(&extrinsic, account)?;
                let description = describe_extrinsic(&extrinsic, CONTEXT.spec_version)?;
                let call = &description.to_json()["call"]["args"];
                require!(expected["out_uids"] == call["dests"], "other uids than the SDK's: {call}");
                require!(expected["out_vals"] == call["weights"], "other weights than the SDK's: {call}");
                Ok(())
            }),
        );
    }
    judge("reject", refused(demo.sign(Scheme::Sr25519, &scores, Key::Up)?, "rejected on the device"));
    judge("pictures of the README", pictures(&demo.out, &PICTURES));
    let lists = |uids: &[usize], score: &str| {
        let scores = vec![score; uids.len()].join(",");
        format!("{{\"netuid\":1,\"uids\":{uids:?},\"scores\":[{scores}]}}")
    };
    let many: Vec<usize> = (0..257).collect();
    for (name, scores) in [
        ("not a number", lists(&[1, 2], "NaN")),
        ("negative", lists(&[1, 2], "-1")),
        ("twice the same uid", lists(&[5, 5], "1")),
        ("a uid out of range", lists(&[65536], "1")),
        ("257 uids", lists(&many, "1")),
        ("half a file", scores_half(&scores)),
        ("no scores", lists(&[], "1")),
    ] {
        let refusal = demo.ask(&CONTEXT, scores.as_bytes());
        judge(name, refused(refusal, "the device refused the request").and_then(|()| demo.answers()));
    }
    let context = ChainContext { spec_version: 476, ..CONTEXT };
    judge("unknown spec", refused(demo.ask(&context, &scores), "476").and_then(|()| demo.answers()));
    drop(judge);
    Ok(counts)
}

fn scores_half(scores: &[u8]) -> String {
    String::from_utf8_lossy(&scores[..scores.len() / 2]).into_owned()
}

/// Passes if the device refused, and said what it should.
fn refused(result: std::result::Result<Vec<u8>, DeviceError>, why: &str) -> Result<()> {
    match result {
        Ok(_) => bail!("signed"),
        Err(error) if error.to_string().contains(why) => Ok(()),
        Err(error) => bail!("refused, but with {error}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn only_pages_of_a_run_before_are_removed() {
        assert!(is_page("page-113.png") && is_page("provision-03.png") && is_page("timelock-01.png"));
        for other in ["holiday.png", "page-one.png", "homepage-01.png", "page-01.png.bak", "signer.png"] {
            assert!(!is_page(other), "{other}");
        }
    }
}
