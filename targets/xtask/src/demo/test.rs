//! The main job as a test: scores and payloads signed by the emulated signer, and requests that it has to refuse.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure as require};
use nanotao::crypto::Scheme;
use nanotao_host::{
    decode::describe_extrinsic,
    device::{ChainContext, DeviceError, Quantiser, Scores},
};
use serde_json::Value;

use super::{ALICE, CONTEXT, check, commit, emulated::Demo, payloads};
use crate::{process::root, qmp::Key, test::Counts};

/// Pages of the demo's scores that the README shows, signed with sr25519 by `//Alice`.
const PICTURES: [(&str, &str); 3] =
    [("signer.png", "page-02.png"), ("weights.png", "page-06.png"), ("question.png", "page-20.png")];

/// Compares the README's pictures with the pages of a run.
pub(super) fn pictures(run: &Path, pictures: &[(&str, &str)]) -> Result<()> {
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
///
/// # Errors
/// What building and emulating can fail with.
pub fn test() -> Result<Counts> {
    let (main, commit) = (main_job()?, commit::test()?);
    Ok(Counts { passed: main.passed + commit.passed, failed: main.failed + commit.failed })
}

/// Counts verdicts, and prints those of what failed.
pub(super) fn judged(counts: &mut Counts) -> impl FnMut(&str, Result<()>) {
    |name, result| match result {
        Ok(()) => counts.passed += 1,
        Err(error) => {
            println!("FAILED device, {name}: {error:#}");
            counts.failed += 1;
        }
    }
}

/// The main job: both schemes, a refusal, and requests that have to be refused; then any payload.
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
    judge("no key yet", refused(ask(&demo, &CONTEXT, &scores)?, "the device holds no key"));
    demo.provision(&ALICE)?;
    for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
        let signed = demo.sign(scheme, &scores, Key::Select)?;
        let account = demo.account(scheme)?;
        judge(
            &scheme.to_string(),
            signed.map_err(Into::into).and_then(|extrinsic| {
                check(&extrinsic, account)?;
                let description =
                    describe_extrinsic(&extrinsic, CONTEXT.spec_version, Some(CONTEXT.current))?;
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
        let refusal = ask(&demo, &CONTEXT, scores.as_bytes())?;
        judge(name, refused(refusal, "the device refused the request").and_then(|()| demo.answers()));
    }
    let context = ChainContext { spec_version: 476, ..CONTEXT };
    judge("unknown spec", refused(ask(&demo, &context, &scores)?, "476").and_then(|()| demo.answers()));
    payloads::sign_all(&mut demo, &mut |name, result| {
        judge(name, result);
        Ok(())
    })?;
    payloads::refuse_all(&demo, &mut judge)?;
    drop(judge);
    Ok(counts)
}

/// Asks for a signature without anyone at the keys.
fn ask(
    demo: &Demo,
    context: &ChainContext,
    scores: &[u8],
) -> Result<std::result::Result<Vec<u8>, DeviceError>> {
    let mut device = demo.device()?;
    Ok(device.sign_weights(Scheme::Sr25519, context, Quantiser::Sdk11, Scores::Json(scores)))
}

fn scores_half(scores: &[u8]) -> String {
    String::from_utf8_lossy(&scores[..scores.len() / 2]).into_owned()
}

/// Passes if the device refused, and said what it should.
pub(super) fn refused(result: std::result::Result<Vec<u8>, DeviceError>, why: &str) -> Result<()> {
    match result {
        Ok(_) => bail!("signed"),
        Err(error) if error.to_string().contains(why) => Ok(()),
        Err(error) => bail!("refused, but with {error}"),
    }
}
