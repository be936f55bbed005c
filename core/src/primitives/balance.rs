//! Amounts: whole rao inside, exact decimal text outside.

use core::fmt;

use super::Decimal;

/// Rao in one TAO, and smallest units in one alpha.
pub const RAO_PER_TAO: u64 = 1_000_000_000;

macro_rules! balance {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[cfg_attr(
            feature = "codec",
            derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
        )]
        pub struct $name(pub u64);

        impl From<u64> for $name {
            fn from(rao: u64) -> Self {
                Self(rao)
            }
        }

        impl From<$name> for u64 {
            fn from(balance: $name) -> Self {
                balance.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                decimal(self.0, f)?;
                f.write_str(concat!(" ", $unit))
            }
        }
    };
}

balance! {
    /// An amount of TAO in rao (`TaoBalance`), shown exactly: `1.000000001 TAO`.
    TaoBalance, "TAO"
}
balance! {
    /// An amount of a subnet's alpha in its smallest unit (`AlphaBalance`), shown exactly: `0.5 alpha`.
    AlphaBalance, "alpha"
}

/// Writes `amount` · 10⁻⁹ with no digit lost and no trailing zero.
fn decimal(amount: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}", Decimal((amount / RAO_PER_TAO).into()))?;
    let mut rest = amount % RAO_PER_TAO;
    let mut unit = RAO_PER_TAO / 10;
    if rest != 0 {
        f.write_str(".")?;
    }
    while let (Some(digit), Some(below)) = (rest.checked_div(unit), rest.checked_rem(unit)) {
        if rest == 0 {
            break;
        }
        write!(f, "{}", Decimal(digit.into()))?;
        rest = below;
        unit /= 10;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{AlphaBalance, TaoBalance};
    use std::string::ToString;

    #[test]
    fn an_amount_shows_every_rao_and_no_trailing_zero() {
        for (rao, text) in [
            (0, "0 TAO"),
            (1, "0.000000001 TAO"),
            (500, "0.0000005 TAO"),
            (1_000_000_000, "1 TAO"),
            (1_500_000_000, "1.5 TAO"),
            (21_000_000_000_000_000, "21000000 TAO"),
            (u64::MAX, "18446744073.709551615 TAO"),
        ] {
            assert_eq!(TaoBalance(rao).to_string(), text);
        }
        assert_eq!(AlphaBalance(1_010_000_000).to_string(), "1.01 alpha");
    }
}
