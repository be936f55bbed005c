//! Subcommands that need to know the chain.

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};
use nanotao_host::chain::ChainContext;

/// One of the subcommands `T`, each of which takes the flags of the chain as well. On the command above, these would reach
/// its other subcommands too, and be ignored there.
pub(crate) struct OnChain<T> {
    pub(crate) what: T,
    pub(crate) chain: ChainContext,
}

impl<T: Subcommand> Subcommand for OnChain<T> {
    fn augment_subcommands(command: Command) -> Command {
        let own = T::augment_subcommands(Command::new("own"));
        command.subcommands(own.get_subcommands().map(with_chain))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

/// Adds the flags of the chain, whose description would take the place of the subcommand's.
fn with_chain(own: &Command) -> Command {
    let command = ChainContext::augment_args(own.clone());
    match own.get_about() {
        Some(about) => command.about(about.clone()),
        None => command,
    }
}

impl<T: FromArgMatches> FromArgMatches for OnChain<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let chain = match matches.subcommand() {
            Some((_, flags)) => ChainContext::from_arg_matches(flags)?,
            None => ChainContext::default(),
        };
        Ok(Self { what: T::from_arg_matches(matches)?, chain })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
