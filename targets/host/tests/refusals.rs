//! What goes wrong has its own exit code, cause and remedy, and leaves nothing behind.

mod common;

use common::{Folder, nanotao, nanotao_with};

const DESTINATION: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/// Arguments of a transfer that would be signed.
fn transfer() -> Vec<&'static str> {
    let mut args = vec!["sign", "transfer-keep-alive", "--dest", DESTINATION, "--value", "1.5"];
    args.extend(["--spec", "475", "--nonce", "0", "--era-period", "0", "--dev", "//Alice", "--yes"]);
    args
}

/// The same, with the value after `flag` replaced.
fn transfer_with(flag: &str, value: &'static str) -> Vec<&'static str> {
    let mut args = transfer();
    let place = args.iter().position(|arg| *arg == flag).unwrap();
    args[place + 1] = value;
    args
}

/// The same, without `flag` and the value after it.
fn transfer_without(flag: &str) -> Vec<&'static str> {
    let mut args = transfer();
    let place = args.iter().position(|arg| *arg == flag).unwrap();
    args.drain(place..place + 2);
    args
}

#[test]
fn nothing_is_signed_unless_everything_is_known_and_agrees() {
    nanotao(&transfer()).exits(0);
    let mut two_keys = transfer();
    two_keys.extend(["--uri-file", "/dev/null"]);
    let mut block = transfer();
    block.extend(["--block", "5"]);
    let mut both_networks = transfer();
    let zeros = "0x0000000000000000000000000000000000000000000000000000000000000000";
    both_networks.extend(["--network", "finney", "--genesis", zeros]);
    let mut mortal = transfer_with("--era-period", "65536");
    mortal.extend(["--block", "5000002", "--block-hash", zeros]);
    for (args, code, cause) in [
        (transfer_without("--spec"), 2, "--spec is missing"),
        (transfer_without("--nonce"), 2, "--nonce is missing"),
        (transfer_without("--era-period"), 2, "--block is missing"),
        (transfer_without("--dev"), 2, "no key is given"),
        (transfer_without("--value"), 2, "--value"),
        (two_keys, 2, "more than one key"),
        (both_networks, 2, "cannot be used with"),
        (transfer_with("--dev", "bottom drive obey"), 2, "takes a path"),
        (transfer_with("--dest", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz"), 2, "checksum"),
        (transfer_with("--dest", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"), 2, "prefix 0"),
        (transfer_with("--value", "1.0000000001"), 2, "more than nine decimals"),
        (transfer_with("--value", "18446744074"), 2, "too large"),
        (transfer_with("--spec", "476"), 3, "no call table for spec version 476"),
        (block, 3, "valid for ever"),
        (mortal, 3, "cannot begin in block 5000002"),
    ] {
        let run = nanotao(&args).exits(code);
        assert!(run.stderr.contains(cause), "{cause}: {run}");
        assert!(run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn without_a_terminal_and_without_yes_the_cards_are_shown_and_nothing_is_signed() {
    let mut args = transfer();
    args.pop();
    let run = nanotao(&args).exits(2);
    assert!(run.stderr.contains("value: 1.5 TAO") && run.stderr.contains("no terminal to ask on"), "{run}");
    assert!(run.stdout.is_empty());
}

#[test]
fn a_scores_file_that_cannot_be_used_is_refused_before_anything_is_shown() {
    let uids = (0..257).map(|uid| uid.to_string()).collect::<Vec<_>>().join(",");
    let scores = vec!["1"; 257].join(",");
    for (file, cause) in [
        ("{\"netuid\": 1,\n \"uids\": [0], \"scores\": [NaN]}", "line 2 column"),
        (r#"{"netuid": 1, "uids": [0, 1], "scores": [1]}"#, "2 uids, but 1 weights"),
        (r#"{"netuid": 1, "uids": [0, 1], "scores": [1, -0.5]}"#, "index 1 is negative"),
        (r#"{"netuid": 1, "uids": [0], "scores": [1e999]}"#, "number out of range"),
        (r#"{"netuid": 1, "uids": [3, 4, 3], "scores": [1, 1, 1]}"#, "DuplicateUids: the uid at index 2"),
        (r#"{"netuid": 1, "uids": [65536], "scores": [1]}"#, "expected u16"),
        (r#"{"netuid": 1, "uids": [-1], "scores": [1]}"#, "expected u16"),
        (r#"{"netuid": 0, "uids": [1], "scores": [1]}"#, "CanNotSetRootNetworkWeights"),
        (r#"{"netuid": 1, "uids": [], "scores": []}"#, "all weights are zero"),
        (r#"{"netuid": 1, "uids": [1], "scores": [0]}"#, "all weights are zero"),
        (r#"{"netuid": 1, "uids": [1]}"#, "neither `scores` nor `weights`"),
        (r#"{"netuid": 1, "uids": [1], "scores": [1], "weights": [1]}"#, "both"),
        (r#"{"netuid": 1, "uids": [1], "scores": [1]"#, "EOF"),
        ("", "EOF"),
        (&format!(r#"{{"netuid": 1, "uids": [{uids}], "scores": [{scores}]}}"#), "257 uids"),
    ] {
        let args = ["sign", "weights", "-", "--spec", "475", "--nonce", "0", "--era-period", "0"];
        let args = [&args[..], &["--dev", "//Alice", "--yes"]].concat();
        let run = nanotao_with(&args, file.as_bytes()).exits(3);
        assert!(run.stderr.starts_with("error: -: ") && run.stderr.contains(cause), "{cause}: {run}");
        assert!(run.stdout.is_empty() && !run.stderr.contains("Action:"), "{run}");
    }
    let raw = ["sign", "set-weights", "--netuid", "1", "--dests", "3,3", "--weights", "1,1", "--yes"];
    let run = nanotao(
        &[&raw[..], &["--spec", "475", "--nonce", "0", "--era-period", "0", "--dev", "//A"]].concat(),
    );
    assert!(run.exits(3).stderr.contains("DuplicateUids"));
}

#[test]
fn a_file_that_is_not_there_is_no_bad_input() {
    for args in [
        &["weights", "quantise", "/nowhere/scores.json"][..],
        &["decode", "@/nowhere/extrinsic.hex"],
        &["key", "inspect", "--uri-file", "/nowhere/uri"],
        &["verify", "--message-file", "/nowhere/m", "--signature", "0x00", "--address", DESTINATION],
    ] {
        let run = nanotao(args).exits(4);
        assert!(run.stderr.contains("cannot read /nowhere/") && run.stderr.contains("help: "), "{run}");
    }
    assert!(nanotao(&["decode", "@"]).exits(2).stderr.contains("@ names no file\n  help: "));
}

#[test]
fn output_appears_whole_or_not_at_all() {
    let folder = Folder::new();
    // Nothing is shown or signed for a place that takes no file.
    let places = [folder.path("nowhere/x"), folder.path(""), folder.path("x/")];
    for place in places.map(|place| place.into_os_string().into_string().unwrap()) {
        let mut args = transfer();
        args.extend(["-o", &place, "--force"]);
        let run = nanotao(&args).exits(4);
        assert!(run.stderr.starts_with("error: cannot write ") && run.stderr.contains("\n  help: "), "{run}");
        assert_eq!(run.stderr.lines().count(), 2, "{run}");
    }

    let path = folder.file("extrinsic.hex", "what was there before");
    let mut args = transfer_with("--spec", "476");
    args.extend(["-o", &path, "--force"]);
    nanotao(&args).exits(3);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "what was there before");

    // What exists is kept, and nothing is shown or signed for it.
    let mut args = transfer();
    args.extend(["-o", &path]);
    let run = nanotao(&args).exits(4);
    assert!(run.stderr.contains("exists already\n  help: ") && run.stderr.contains("--force"), "{run}");
    assert!(!run.stderr.contains("value: 1.5 TAO"), "{run}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "what was there before");

    args.push("--force");
    nanotao(&args).exits(0);
    let extrinsic = std::fs::read_to_string(&path).unwrap();
    assert!(extrinsic.starts_with("0x3d028400d43593"), "{extrinsic}");
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 1, "no temporary file is left");
    nanotao(&["verify", &format!("@{path}"), "--spec", "475"]).exits(0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_signed_is_not_lost_with_a_file_that_fails() {
    let mut args = transfer();
    args.extend(["-o", "/dev/full"]);
    let run = nanotao(&args).exits(4);
    assert!(run.stderr.contains("cannot write /dev/full: "), "{run}");
    // Who signed it may have pressed a device's button for it.
    assert!(run.stderr.contains("help: it is signed; this is the extrinsic: 0x3d028400"), "{run}");
}

/// A limit on the size of files kills who goes beyond it, in the middle of writing.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_of_a_file_by_a_command_that_is_killed() {
    let folder = Folder::new();
    let uids: Vec<u16> = (0..256).collect();
    let scores = serde_json::json!({ "netuid": 1, "uids": uids, "weights": vec![u16::MAX; 256] });
    let scores = folder.file("scores.json", scores.to_string());
    let old = folder.file("old", "what was there before");
    for out in [&old, &format!("{old}.new")] {
        let command = env!("CARGO_BIN_EXE_nanotao");
        let command = format!("ulimit -f 1; exec {command} weights quantise {scores} -o {out} --force");
        let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
        assert_eq!(output.status.code(), None, "{output:?}");
        assert_eq!(std::fs::read_to_string(&old).unwrap(), "what was there before");
        assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 2);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_signed_for_a_stream_that_is_closed() {
    let folder = Folder::new();
    let path = folder.path("extrinsic.hex").into_os_string().into_string().unwrap();
    let shell = |redirected: &str| {
        let command = [&[env!("CARGO_BIN_EXE_nanotao")], &transfer()[..], &[redirected]].concat().join(" ");
        std::process::Command::new("sh").args(["-c", &command]).output().unwrap()
    };
    let closed = shell(">&-");
    assert_eq!(closed.status.code(), Some(4));
    let error = String::from_utf8(closed.stderr).unwrap();
    assert!(error.contains("standard output") && !error.contains("value: 1.5 TAO"), "{error}");
    let unseen = shell("2>&-");
    assert_eq!((unseen.status.code(), unseen.stdout.len()), (Some(4), 0));
    // A file takes the extrinsic in place of standard output, and who throws something away does so knowingly.
    for redirected in [&format!("-o {path} >&-"), ">/dev/null", "2>/dev/null"] {
        assert_eq!(shell(redirected).status.code(), Some(0), "{redirected}");
    }
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("0x3d028400"));
}

#[test]
fn a_hyphen_is_standard_output_and_no_place_for_a_secret() {
    let mut args = transfer();
    args.extend(["-o", "-"]);
    assert!(nanotao(&args).exits(0).stdout.starts_with("0x3d028400"));
    let scores = br#"{"netuid": 1, "uids": [3], "scores": [1]}"#;
    let weights = nanotao_with(&["weights", "quantise", "-", "-o", "-"], scores).exits(0).json();
    assert_eq!(weights["weights"], serde_json::json!([65535]));
    let run = nanotao(&["key", "generate", "-o", "-"]).exits(2);
    assert!(run.stderr.contains("--show-secret") && run.stdout.is_empty(), "{run}");
    assert!(!std::path::Path::new("-").exists());
}

#[test]
fn hex_that_is_none_is_refused_with_its_place() {
    for (hex, cause) in [
        ("0x84zz", "'z' at character 4"),
        ("0x848", "an odd number of hex digits"),
        ("", "nothing was given"),
        ("0x", "nothing was given"),
        ("-", "nothing was given"),
        ("\"0x00\"", "'\"' at character 0 is no hex digit\n  help: hex is"),
        ("0X04", "no signing payload"),
        ("0x0484", "bytes missing for the value at byte 2"),
        ("0x1084000102", "30 bytes missing for the value at byte 3"),
        ("0x0c840102", "unknown tag 1 at byte 2"),
    ] {
        let run = nanotao(&["decode", hex]).exits(3);
        assert!(run.stderr.contains(cause), "{hex} {cause}: {run}");
    }
    assert!(
        nanotao(&["decode", "--as", "call", "0x00", "--spec", "1"])
            .exits(3)
            .stderr
            .contains("spec version 1")
    );
}

#[test]
fn hex_may_be_wrapped_as_what_is_pasted_is() {
    let payload = "0x00001468656c6c6f00000000a9010000010000002f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e\
        5ab36c032f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c0300";
    let whole = nanotao(&["decode", payload, "--json"]).exits(0).json();
    let lines: Vec<&[u8]> = payload.as_bytes().chunks(64).collect();
    for end in ["\n", "\r\n", " \t"] {
        let wrapped = format!(" {}{end}\n", std::str::from_utf8(&lines.join(end.as_bytes())).unwrap());
        let folder = Folder::new();
        let file = format!("@{}", folder.file("payload.hex", &wrapped));
        for source in [&wrapped, &file] {
            assert_eq!(nanotao(&["decode", source, "--json"]).exits(0).json(), whole);
        }
        assert_eq!(nanotao_with(&["decode", "-", "--json"], wrapped.as_bytes()).exits(0).json(), whole);
    }
}

#[test]
fn errors_are_json_too_and_name_the_cores_code() {
    let run = nanotao(&["--json", "decode", "--as", "call", "0x00", "--spec", "476"]).exits(3);
    let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"]["code"], 128);
    assert_eq!(error["error"]["kind"], "input");
    let run = nanotao(&["weights", "quantise", "--json", "--sdk", "9", "x"]).exits(2);
    let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"]["kind"], "usage");
    assert_eq!(error["error"]["cause"], "invalid value '9' for '--sdk <SDK>' [possible values: 10, 11]");
    let run = nanotao(&["address", "decode", "5Grw", "--json"]).exits(3);
    let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"]["code"], 18);
}

#[test]
fn every_error_names_a_remedy() {
    let folder = Folder::new();
    let file = |name: &str, content: &str| folder.file(name, content);
    let [empty, object] = ["", "{}"].map(|content| file(&format!("{}", content.len()), content));
    let binary = folder.file("binary", b"\xff");
    let [short, mistyped, swapped] = [
        "bottom drive",
        "bottom drive obey lake curtain smoke basket hold race lonely fit x",
        "bottom drive obey lake curtain smoke basket hold race lonely fit fit",
    ]
    .map(|phrase| file(&format!("phrase{}", phrase.len()), phrase));
    let scores = file("scores.json", r#"{"netuid": 1, "uids": [3], "scores": [1]}"#);
    let twice = file("twice.json", r#"{"netuid": 1, "uids": [3, 3], "scores": [1, 1]}"#);
    let uneven = file("uneven.json", r#"{"netuid": 1, "uids": [3, 4], "scores": [1]}"#);
    let negative = file("negative.json", r#"{"netuid": 1, "uids": [3], "scores": [-1]}"#);
    let (folder_itself, bytes) = (folder.path("").into_os_string().into_string().unwrap(), "00".repeat(64));
    let set = ["sign", "set-weights", "--netuid=1", "--spec=475", "--nonce=0", "--era-period=0", "--dev=//A"];
    let cases: &[(&[&str], i32)] = &[
        (&["decode", "0x00"], 3),
        (&["decode", "--as", "payload", "0x00"], 3),
        (&["decode", "--as", "call", "0x00"], 3),
        (&["decode", "--as", "call", "0x0000"], 3),
        (&["decode", "--as", "call", "0x00000000"], 3),
        (&["decode", "--as", "call", "0x00", "--proof", "0x00"], 2),
        (&["decode", &format!("@{folder_itself}")], 4),
        (&["explain", "0x00"], 3),
        (&["sign", "payload", "0x00", "--dev", "//Alice"], 3),
        (&["verify", "0x00", "--spec", "475"], 3),
        (&["verify", "--message", "x"], 2),
        (&["verify", "--message", "x", "--signature", "0x00"], 2),
        (&["verify", "--message", "x", "--signature", "0x00", "--address", DESTINATION], 3),
        (&[&set[..], &["--dests=3,3", "--weights=1,1"]].concat(), 3),
        (&[&set[..], &["--dests=3", "--weights=1,1"]].concat(), 3),
        (&["weights", "quantise", &twice], 3),
        (&["weights", "quantise", &uneven], 3),
        (&["weights", "quantise", &negative], 3),
        (&["weights", "check", &scores, "--subnet", &object], 3),
        (&["sign", "weights", &scores, "--chain", &scores, "--dev", "//Alice"], 3),
        (&["sign", "call", &object, "--dev", "//Alice"], 3),
        (&["address", "encode", "0x00"], 3),
        (&["address", "decode", "0x00"], 3),
        (&["address", "decode", "5Grw"], 3),
        (&["address", "decode", "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz"], 3),
        (&["key", "inspect", "--uri-file", &empty], 3),
        (&["key", "inspect", "--uri-file", &binary], 3),
        (&["key", "inspect", "--uri-file", &object], 3),
        (&["key", "inspect", "--mnemonic-file", &short], 3),
        (&["key", "inspect", "--mnemonic-file", &mistyped], 3),
        (&["key", "inspect", "--mnemonic-file", &swapped], 3),
        (&["key", "inspect", "--key-file", &short], 3),
        (&["key", "inspect", "--dev", "//Alice", "--password-file", &short], 2),
        (&["key", "derive", "//", "--dev", "//Alice"], 3),
        (&["epoch", &empty], 3),
        (&["metadata", "digest", &folder_itself], 4),
        (&["metadata", "prove-check", "0x00", &bytes], 3),
        (&["timelock", "open", "0x00", "--round", "1", "--signature", &bytes], 3),
    ];
    for (args, code) in cases {
        let run = nanotao(args).exits(*code);
        let lines: Vec<&str> = run.stderr.lines().collect();
        let told = matches!(lines[..], [cause, help] if cause.starts_with("error: ") && help.starts_with("  help: "));
        assert!(told && run.stdout.is_empty(), "{args:?}: {run}");
    }
}

#[test]
fn usage_errors_in_json_are_one_line_of_cause_and_one_of_remedy() {
    for (args, cause, remedy) in [
        (&[][..], "'nanotao' requires a subcommand", "--help"),
        (&["sign"], "a subcommand is missing", "--help"),
        (&["sing"], "unrecognized subcommand 'sing'", "tip: a similar subcommand exists: 'sign'"),
        (&["decode"], "the following required arguments were not provided: <HEX>", "Usage: nanotao decode"),
        (&["emission", "halving", "--issuance", "1e3"], "is no amount", "write rao as 12"),
        (&["decode", "00", "--block", "-1"], "invalid value '-1' for '--block <N>'", "--help"),
    ] {
        let run = nanotao(&[&["--json"], args].concat()).exits(2);
        let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
        for (field, expected) in [("cause", cause), ("remedy", remedy)] {
            let found = error["error"][field].as_str().unwrap();
            assert!(found.contains(expected) && !found.contains('\n') && found.len() < 200, "{run}");
        }
    }
}

#[test]
fn every_command_has_help_with_examples() {
    for command in [
        &["weights"][..],
        &["weights", "quantise"],
        &["weights", "check"],
        &["weights", "hash"],
        &["sign"],
        &["verify"],
        &["decode"],
        &["epoch"],
        &["key"],
        &["key", "generate"],
        &["key", "inspect"],
        &["key", "derive"],
        &["address"],
        &["device"],
        &["device", "status"],
        &["device", "address"],
        &["device", "provision"],
        &["device", "sign"],
        &["device", "wipe"],
    ] {
        let help = nanotao(&[command, &["--help"]].concat()).exits(0);
        assert!(help.stdout.contains("Examples:\n  nanotao "), "{command:?}");
        assert_wraps_well(&help.stdout);
    }
    let help = nanotao(&["--help"]).exits(0);
    assert!(help.stdout.contains("Exit codes:"));
    assert_wraps_well(&help.stdout);
    nanotao(&[]).exits(2);
    nanotao(&["sing"]).exits(2);
}

/// On 80 columns, prose below the options fills its lines, and no example is broken.
fn assert_wraps_well(help: &str) {
    let (_, below) = help.split_once("  -h, --help").unwrap();
    let lines: Vec<&str> = below.lines().collect();
    for pair in lines.windows(2) {
        let indents = [pair[0], pair[1]].map(|line| line.len() - line.trim_start().len());
        let first_word = pair[1].split_whitespace().next().unwrap_or_default();
        let would_fit = pair[0].len() + 1 + first_word.len() <= 80;
        if pair.contains(&"") {
            continue;
        }
        match indents {
            [0, 0] => assert!(!would_fit, "broken by hand: {pair:?}"),
            [2, 2] => assert!(would_fit || first_word == "nanotao", "too long: {pair:?}"),
            _ => {}
        }
    }
}

/// The question needs a terminal, which `script` (of util-linux, on every Linux) makes.
#[cfg(target_os = "linux")]
#[test]
fn only_a_yes_at_the_terminal_signs() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let folder = Folder::new();
    let mut command = format!("{} {}", env!("CARGO_BIN_EXE_nanotao"), transfer().join(" "));
    command.truncate(command.len() - " --yes".len());
    for (answer, code) in [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("yess\n", 1)] {
        let out = folder.path("out").into_os_string().into_string().unwrap();
        let mut child = Command::new("script")
            .args(["-qec", &format!("{command} > {out}"), "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let screen = String::from_utf8_lossy(&output.stdout);
        assert!(screen.contains("value: 1.5 TAO") && screen.contains("Sign this? [y/N]"), "{screen}");
        assert_eq!(output.status.code(), Some(code), "{answer:?}: {screen}");
        let signed = std::fs::read_to_string(&out).unwrap();
        assert_eq!(signed.starts_with("0x3d028400"), code == 0, "{answer:?}");
    }
}
