//! What the coinbase of a block comes to.

use nanotao::emission::{
    PendingSplit, Subnet, SubnetTerms, get_network_root_sell_flag, root_proportion, u16_proportion,
    u64_proportion,
};
use nanotao::fixed::{U64F64, U96F32};
use nanotao::{AlphaBalance, NetUid, TaoBalance};

use super::{Block, SubnetState};

/// What a block mints, and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The TAO that is minted.
    pub block_emission: TaoBalance,
    /// The bar that holds in the block (`EmissionGateBar` after it), where there is a gate.
    pub gate_bar: Option<U64F64>,
    /// Whether root's alpha is sold.
    pub root_sell_flag: bool,
    /// The subnets that take part, by netuid.
    pub subnets: Vec<SubnetOutcome>,
}

/// The stages of one subnet.
#[derive(Clone, Debug, PartialEq)]
pub struct SubnetOutcome {
    /// The subnet.
    pub netuid: NetUid,
    /// Its share before the gate.
    pub share: U64F64,
    /// Its share behind the gate.
    pub gated_share: U64F64,
    /// Its TAO emission.
    pub tao_emission: U96F32,
    /// What goes into its pool.
    pub terms: SubnetTerms,
    /// What is set aside of its alpha.
    pub split: PendingSplit,
}

impl Block {
    /// Computes the emission of the block.
    pub fn run(&self) -> Outcome {
        let eligible: Vec<_> = self.subnets.iter().filter(|(_, state)| state.is_eligible()).collect();
        let subnets: Vec<Subnet> = eligible.iter().map(|(_, state)| state.subnet()).collect();
        let mut shares = vec![U64F64::ZERO; subnets.len()];
        let (mut gated, mut emissions) = (shares.clone(), vec![U96F32::ZERO; subnets.len()]);
        let gate_bar =
            self.coinbase.get_subnet_block_emissions(&subnets, &mut shares, &mut gated, &mut emissions);
        let stages = shares.into_iter().zip(gated).zip(emissions);
        let outcomes = eligible.into_iter().zip(stages).map(
            |((netuid, state), ((share, gated_share), tao_emission))| {
                let terms = self.coinbase.get_subnet_terms(tao_emission, &state.pool);
                let split = self.split(state, &terms);
                SubnetOutcome { netuid: *netuid, share, gated_share, tao_emission, terms, split }
            },
        );
        Outcome {
            block_emission: self.coinbase.block_emission(),
            gate_bar,
            root_sell_flag: get_network_root_sell_flag(&subnets),
            subnets: outcomes.collect(),
        }
    }

    /// Splits the alpha for participants by root's proportion after the block's alpha is minted.
    fn split(&self, state: &SubnetState, terms: &SubnetTerms) -> PendingSplit {
        let minted =
            terms.alpha_in.saturating_to_num::<u64>().saturating_add(terms.alpha_out.saturating_to_num());
        let issuance = AlphaBalance(state.pool.alpha_issuance().0.saturating_add(minted));
        let proportion =
            root_proportion(self.coinbase.root_tao, u64_proportion(self.coinbase.tao_weight), issuance);
        let cut = state.owner_cut_enabled.then(|| u16_proportion(self.subnet_owner_cut));
        PendingSplit::new(terms.alpha_out, cut, proportion)
    }
}
