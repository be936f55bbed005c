use super::{EMISSION, Outcome, Rules, Subnet, TEMPO};

const RULES: Rules = Rules {
    kappa: 32_767,
    bonds_penalty: u16::MAX,
    yuma3: true,
    liquid_alpha: false,
    reveal_period_epochs: None,
    max_allowed_uids: 16,
};

/// Two validators and 14 miners, in which the two agree: the higher the uid, the better.
fn subnet(rules: Rules) -> Subnet {
    let mut subnet = Subnet::new(rules, &[1_000_000_000; 2], 14);
    subnet.advance(1);
    agree(&mut subnet);
    subnet
}

fn agree(subnet: &mut Subnet) {
    let scores: Vec<f64> = (0..subnet.neurons()).map(|uid| uid.saturating_sub(1) as f64).collect();
    (0..2).for_each(|uid| subnet.set_weights(uid, &scores).unwrap());
}

fn epoch(subnet: &mut Subnet) -> Outcome {
    subnet.advance(1);
    subnet.epoch().unwrap()
}

#[test]
fn a_subnet_with_room_appends() {
    let mut subnet = subnet(Rules { max_allowed_uids: 17, ..RULES });
    epoch(&mut subnet);
    assert_eq!((subnet.register(), subnet.neurons()), (16, 17));
    assert_eq!((subnet.register(), subnet.neurons()), (2, 17), "then it replaces");
}

#[test]
fn who_earned_least_makes_room_until_too_few_are_not_immune() {
    let mut subnet = subnet(RULES);
    epoch(&mut subnet);
    subnet.advance(1);
    let mut replaced: Vec<_> = (0..8)
        .map(|_| {
            subnet.advance(1);
            subnet.register()
        })
        .collect();
    // Six of sixteen leave ten; then the oldest of the immune that have earned nothing goes.
    assert_eq!(replaced.split_off(6), [2, 3]);
    assert_eq!(replaced, [2, 3, 4, 5, 6, 7]);
    // Out of immunity they are what the first ones were.
    subnet.advance(5000);
    assert_eq!(subnet.register(), 4);
}

#[test]
fn weights_from_before_a_registration_do_not_count_for_who_registered() {
    let mut subnet = subnet(RULES);
    assert!(epoch(&mut subnet).incentive[2] > 0);
    subnet.advance(1);
    agree(&mut subnet);
    subnet.advance(1);
    assert_eq!(subnet.register(), 2);
    assert_eq!(epoch(&mut subnet).incentive[2], 0);
    agree(&mut subnet);
    assert!(epoch(&mut subnet).incentive[2] > 0);
}

#[test]
fn bonds_to_who_was_replaced_do_not_count() {
    let mut subnet = subnet(RULES);
    epoch(&mut subnet);
    let of_one_epoch = subnet.bonds[0][2];
    assert!(of_one_epoch > 0);
    for _ in 0..5 {
        agree(&mut subnet);
        epoch(&mut subnet);
    }
    assert!(subnet.bonds[0][2] > 2 * of_one_epoch);
    subnet.advance(1);
    assert_eq!(subnet.register(), 2);
    subnet.advance(1);
    agree(&mut subnet);
    epoch(&mut subnet);
    assert_eq!(subnet.bonds[0][2], of_one_epoch);
}

#[test]
fn a_commit_comes_out_in_the_epoch_that_the_reveal_period_tells() {
    for period in 1..4 {
        let mut subnet = subnet(Rules { reveal_period_epochs: Some(period), ..RULES });
        for _ in 1..period {
            assert_eq!(epoch(&mut subnet).incentive, [0; 16], "period {period}");
        }
        assert!(epoch(&mut subnet).incentive[15] > 0, "period {period}");
    }
}

#[test]
fn a_copy_of_the_consensus_of_this_very_epoch_is_trusted_almost_whole() {
    // Four that disagree somewhat, and a fifth whose row is to be their consensus.
    let mut subnet = Subnet::new(RULES, &[1_000_000_000; 5], 11);
    subnet.advance(1);
    for uid in 0..4_u16 {
        let score = |miner: u16| f64::from(10 + (miner * 7 + uid * 5) % 6);
        let scores: Vec<f64> = (0..16).map(|to| if to < 5 { 0.0 } else { score(to) }).collect();
        subnet.set_weights(uid, &scores).unwrap();
    }
    let consensus = epoch(&mut subnet.clone()).consensus;
    subnet.set_weights(4, &consensus.iter().copied().map(f64::from).collect::<Vec<_>>()).unwrap();
    let trust = epoch(&mut subnet).validator_trust;
    assert!(trust[4] > 64_000, "{trust:?}");
    assert!(trust[..4].iter().all(|other| *other < trust[4] - 1000), "{trust:?}");
}

#[test]
fn incentive_dividends_and_emission_add_up_in_each_epoch() {
    for (yuma3, liquid_alpha) in [(false, false), (true, false), (true, true)] {
        let mut subnet = subnet(Rules { yuma3, liquid_alpha, max_allowed_uids: 20, ..RULES });
        for round in 0..12 {
            let outcome = epoch(&mut subnet);
            let neurons = subnet.neurons() as u64;
            for shares in [&outcome.incentive, &outcome.dividend] {
                let sum: u64 = shares.iter().copied().map(u64::from).sum();
                assert!((65_535 - neurons..=65_535).contains(&sum), "{sum} in round {round}");
            }
            let paid: u64 = outcome.server_emission.iter().chain(&outcome.validator_emission).sum();
            // A share is exact to 2^-32, of which there are two for each neuron.
            let rounding = (EMISSION >> 31) * neurons * 2;
            assert!((EMISSION - rounding..=EMISSION).contains(&paid), "{paid} of {EMISSION}");
            subnet.advance(u64::from(TEMPO) - 2);
            subnet.register();
            subnet.advance(1);
            agree(&mut subnet);
        }
    }
}
