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
        command.subcommands(own.get_subcommands().cloned().map(ChainContext::augment_args))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
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
