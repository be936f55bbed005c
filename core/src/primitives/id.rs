//! Identifiers of subnets and mechanisms.

use core::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[cfg_attr(
            feature = "codec",
            derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
        )]
        pub struct $name(pub $inner);

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

id! {
    /// A subnet (`NetUid`).
    NetUid(u16)
}
id! {
    /// A mechanism of a subnet (`MechId`); 0 is the main one.
    MechId(u8)
}
id! {
    /// The key under which a mechanism's weights are stored (`NetUidStorageIndex`).
    NetUidStorageIndex(u16)
}

impl NetUid {
    /// The root network.
    pub const ROOT: Self = Self(0);

    /// Tells whether this is the root network (`is_root`).
    pub const fn is_root(self) -> bool {
        self.0 == 0
    }
}

impl MechId {
    /// The main mechanism (`MechId::MAIN`).
    pub const MAIN: Self = Self(0);
}
