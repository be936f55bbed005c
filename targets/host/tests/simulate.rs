//! What attacks earn, against what theory says of them.

mod common;

use common::{Folder, Run, nanotao, text};
use serde_json::Value;

fn simulate(args: &str) -> Value {
    run(&format!("{args} --json")).exits(0).json()
}

fn run(args: &str) -> Run {
    nanotao(&["simulate"].into_iter().chain(args.split_whitespace()).collect::<Vec<_>>())
}

fn column(result: &Value, key: &str) -> Vec<f64> {
    let rows = result["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    rows.iter().map(|row| row[key].as_f64().unwrap_or(f64::NAN)).collect()
}

#[test]
fn a_cabal_without_kappa_earns_nothing_and_with_it_everything() {
    // Without noise honest validators agree, and give nothing to who does nothing.
    for (kappa, kappa_flag) in [(0.5, "0.5"), (0.6, "0.6"), (0.35, "0.35")] {
        let result = simulate(&format!(
            "cabal --noise 0 --kappa {kappa_flag} --max-stake 0.8 --steps 7 --epochs 8 --neurons 24 --validators 8"
        ));
        let columns =
            ["cabal_incentive", "honest_incentive", "cabal_dividends"].map(|key| column(&result, key));
        let [incentive, honest, dividends] = columns;
        for (index, stake) in column(&result, "cabal_stake").into_iter().enumerate() {
            let (cabal_has_it, honest_have_it) = (stake > kappa, 1.0 - stake > kappa);
            assert_eq!(incentive[index] > 0.0, cabal_has_it, "kappa {kappa}, stake {stake}");
            assert_eq!(honest[index] > 0.0, honest_have_it, "kappa {kappa}, stake {stake}");
            match (cabal_has_it, honest_have_it) {
                (false, true) => assert_eq!(dividends[index], 0.0, "kappa {kappa}, stake {stake}"),
                (true, false) => assert_eq!(dividends[index], 1.0, "kappa {kappa}, stake {stake}"),
                // Nobody earns by consensus, so everybody does by stake.
                (false, false) => assert!((dividends[index] - stake).abs() < 1e-6),
                (true, true) => assert!(incentive[index] < 1.0),
            }
        }
    }
}

#[test]
fn a_minority_adds_no_more_to_what_honest_validators_give_than_its_own_stake() {
    // The consensus is that of the honest, whom the cabal leaves out: they weigh 1 - stake, its own miners all of it.
    let result = simulate(
        "cabal --noise 0 --drift 0 --cabal-quality 0.5 --max-stake 0.45 --steps 9 --epochs 8 --neurons 40 --validators 8",
    );
    let incentive = column(&result, "cabal_incentive");
    let given = incentive[0];
    assert!((0.05..0.25).contains(&given), "{given}");
    for (stake, found) in column(&result, "cabal_stake").into_iter().zip(incentive) {
        let expected = given / (given + (1.0 - stake) * (1.0 - given));
        assert!((found - expected).abs() < 1e-3, "stake {stake}: {found}, not {expected}");
    }
}

#[test]
fn a_cabal_below_kappa_loses_trust_and_dividends_whatever_the_bonds() {
    for flags in ["", "--yuma2", "--liquid-alpha", "--bonds-penalty 0.5"] {
        let result = simulate(&format!("cabal --max-stake 0.4 --steps 2 --epochs 20 --neurons 32 {flags}"));
        for row in &result["rows"].as_array().unwrap()[1..] {
            let of = |key: &str| row[key].as_f64().unwrap();
            assert!(of("cabal_validator_trust") < 0.1, "{flags}: {row}");
            assert!(of("honest_validator_trust") > 0.75, "{flags}: {row}");
            assert!(of("cabal_return") < 0.5, "{flags}: {row}");
        }
    }
}

#[test]
fn sybils_that_do_nothing_earn_nothing() {
    let result =
        simulate("sybil --sybil-quality 0 --noise 0 --neurons 24 --validators 6 --steps 3 --epochs 8");
    assert_eq!(column(&result, "sybils_share"), [0.0; 4]);
    assert_eq!(column(&result, "sybils_registered"), [0.0, 6.0, 12.0, 18.0]);
    assert!(column(&result, "miners_replaced")[3] > 0.0);
}

#[test]
fn sybils_measured_without_noise_earn_what_they_are_worth() {
    // Beyond the first epoch, in which some validators have set weights before they register.
    let result =
        simulate("sybil --noise 0 --drift 0 --sybils 9 --neurons 24 --validators 6 --steps 3 --epochs 40");
    let (earned, worth) = (column(&result, "sybils_share"), column(&result, "sybils_share_of_quality"));
    for (earned, worth) in earned.into_iter().zip(worth) {
        assert!(earned <= worth + 1e-4 && earned >= worth * 0.95 - 1e-4, "{earned} for {worth}");
    }
}

#[test]
fn a_steeper_score_takes_from_sybils() {
    let share = |power: &str| {
        let flags = "--sybil-quality 0.3 --neurons 24 --validators 6 --steps 1 --epochs 16";
        column(&simulate(&format!("sybil {flags} --power {power}")), "sybils_share")[1]
    };
    let [flat, linear, steep] = ["0.5", "1", "3"].map(share);
    assert!(flat > 1.2 * linear && linear > 2.0 * steep, "{flat} {linear} {steep}");
}

#[test]
fn a_fresh_copy_of_the_mean_beats_measuring_and_a_stale_one_does_not() {
    let flags = "--neurons 40 --steps 4 --epochs 60";
    let result = simulate(&format!("weight-copy --copy mean --drift 0.5 {flags}"));
    let [returns, liquid, distance, behind] =
        ["return", "return_liquid_alpha", "distance", "epochs_behind"].map(|key| column(&result, key));
    assert_eq!(behind, [0.0, 1.0, 2.0, 3.0, 4.0]);
    assert!(distance[0] < 1e-3 && distance.is_sorted(), "{distance:?}");
    assert!(column(&result, "copier_validator_trust")[0] > 0.98);
    for returns in [returns, liquid] {
        assert!(returns[0] > 1.03 && returns[4] < 0.95, "{returns:?}");
        assert!(returns.is_sorted_by(|a, b| a >= b), "{returns:?}");
    }
}

#[test]
fn nobody_is_ahead_where_nothing_is_noisy_and_nothing_drifts() {
    let result = simulate("weight-copy --noise 0 --drift 0 --neurons 24 --steps 2 --epochs 48");
    for key in ["return", "return_liquid_alpha", "copier_validator_trust"] {
        for value in column(&result, key) {
            assert!((value - 1.0).abs() < 1e-3, "{key}: {value}");
        }
    }
}

#[test]
fn commit_reveal_of_one_epoch_does_not_hold_up_a_copy_of_the_consensus() {
    let result = simulate("weight-copy --neurons 24 --steps 2 --epochs 48");
    let returns = column(&result, "return");
    assert_eq!(returns[0], returns[1]);
    assert!(returns[1] > returns[2], "{returns:?}");
}

#[test]
fn a_seed_tells_everything() {
    for kind in ["sybil", "cabal", "weight-copy"] {
        let run = |seed: &str| {
            run(&format!("{kind} --neurons 20 --steps 2 --epochs 48 --seed {seed} --json")).exits(0).stdout
        };
        assert_eq!(run("7"), run("7"));
        let rows = |text: String| serde_json::from_str::<Value>(&text).unwrap()["rows"].clone();
        assert_ne!(rows(run("7")), rows(run("8")));
    }
}

#[test]
fn the_table_fits_a_terminal_and_says_what_it_means() {
    for (kind, meaning) in
        [("sybil", "sybils bring"), ("cabal", "miners"), ("weight-copy", "Without commit-reveal")]
    {
        let run = run(&format!("{kind} --neurons 20 --steps 2 --epochs 48")).exits(0);
        assert!(run.stdout.lines().all(|line| line.len() <= 100), "{run}");
        assert!(run.stdout.contains(meaning), "{run}");
        assert_eq!(run.stderr, "", "no progress unless somebody looks");
    }
}

#[test]
fn the_readme_quotes_what_the_command_prints() {
    let readme = include_str!("../../../README.md");
    let printed = run("cabal --steps 6").exits(0).stdout;
    assert!(readme.contains(&format!("$ nanotao simulate cabal --steps 6\n{printed}```")), "{printed}");
}

#[test]
fn a_plot_has_axes_a_title_and_a_name_for_each_line() {
    let folder = Folder::new();
    for kind in ["sybil", "cabal", "weight-copy"] {
        let path = folder.path(&format!("{kind}.svg"));
        let result =
            simulate(&format!("{kind} --neurons 20 --steps 2 --epochs 48 --plot {}", path.to_str().unwrap()));
        let svg = std::fs::read_to_string(path).unwrap().replace("&apos;", "'");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("earn") && svg.contains("seed 1"), "title");
        for panel in result["panels"].as_array().unwrap() {
            assert!(svg.contains(text(&panel["x"])) && svg.contains(text(&panel["y"])), "{panel}");
            for series in panel["series"].as_array().unwrap() {
                assert!(svg.contains(text(&series["name"])), "{series}");
                assert!(!series["points"].as_array().unwrap().is_empty(), "{series}");
            }
        }
        assert!(svg.matches("<polyline").count() > 4);
    }
}

#[test]
fn what_cannot_be_simulated_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    let plot = folder.path("plot.svg");
    let plot = plot.to_str().unwrap();
    for (args, cause, remedy) in [
        ("sybil --neurons 3", "3 is not in 4..=256", ""),
        ("sybil --validators 65", "65 is not in 2..=64", ""),
        ("sybil --neurons 12", "12 validators leave less than two of 12 neurons", "lower --validators"),
        ("sybil --miners 60", "--miners 60: 52 places are not taken by validators", "give 1 to 52"),
        ("sybil --sybils 0", "--sybils 0", "give 1 to 52"),
        ("sybil --noise nan", "it is not in 0 to 10", ""),
        ("sybil --noise x", "it is no number", ""),
        ("sybil --yuma2 --liquid-alpha", "cannot be used with", ""),
        ("cabal --kappa 1.5", "it is not in 0 to 1", ""),
        ("cabal --cabal-miners 52", "--cabal-miners 52: out of 52 miners", "give 1 to 51"),
        ("cabal --cabal-validators 0", "--cabal-validators 0: out of 12 validators", "give 1 to 11"),
        (
            "weight-copy --epochs 40",
            "40 epochs are too few for a reveal period of 12",
            "raise --epochs to 88",
        ),
        ("weight-copy --copier-stake 0", "--copier-stake", "above 0 and below 1"),
        ("weight-copy --liquid-alpha", "unexpected argument", ""),
    ] {
        let run = run(&format!("{args} --plot {plot} --json")).exits(2);
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert!(text(&error["error"]["cause"]).contains(cause), "{args}: {run}");
        assert!(error["error"]["remedy"].to_string().contains(remedy), "{args}: {run}");
        assert!(!std::path::Path::new(plot).exists(), "{args}");
    }
    let taken = folder.path("taken.svg");
    std::fs::create_dir(&taken).unwrap();
    assert!(run(&format!("cabal --plot {}", taken.display())).exits(2).stderr.contains("is a folder"));
    let elsewhere = folder.path("none/plot.svg");
    run(&format!("cabal --plot {}", elsewhere.display())).exits(2);
    assert!(run("cabal --plot plot.png").exits(2).stderr.contains(".svg"));
}

#[test]
fn the_ends_of_every_range_can_be_run() {
    for args in [
        "sybil --neurons 4 --validators 2 --epochs 4 --steps 1 --noise 10 --power 10",
        "sybil --neurons 20 --validators 18 --epochs 6 --steps 2 --kappa 1 --bonds-penalty 0",
        "cabal --neurons 4 --validators 2 --epochs 4 --steps 2 --max-stake 1 --kappa 0",
        "cabal --neurons 6 --validators 4 --epochs 4 --steps 2 --drift 1 --cabal-quality 10 --liquid-alpha",
        "weight-copy --neurons 6 --validators 2 --epochs 44 --steps 1 --copier-stake 0.999 --kappa 1",
    ] {
        run(args).exits(0);
    }
}
