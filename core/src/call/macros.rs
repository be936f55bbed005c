//! The shapes that calls and their arguments share, written once.

/// Declares a struct of arguments in metadata order.
macro_rules! composite {
    (
        $(#[$doc:meta])*
        $name:ident $(<$($list:ident),+>)? { $($(#[$arg_doc:meta])* $arg:ident: $type:ty),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[cfg_attr(
            feature = "codec",
            derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
        )]
        #[allow(missing_docs, reason = "an argument's name in metadata says what it is; some say more")]
        pub struct $name $(<$($list),+>)? { $($(#[$arg_doc])* pub $arg: $type,)* }

        impl $(<$($list: Argument),+>)? Argument for $name $(<$($list),+>)? {
            fn encoded_len(&self) -> usize {
                0usize $(.saturating_add(Argument::encoded_len(&self.$arg)))*
            }

            fn encode(&self, _out: &mut Writer<'_>) -> Result<(), ScaleError> {
                $(Argument::encode(&self.$arg, _out)?;)*
                Ok(())
            }

            fn check(&self, _spec: SpecVersion) -> Result<(), CallError> {
                $(Argument::check(&self.$arg, _spec)?;)*
                Ok(())
            }
        }

        impl<'a $($(, $list: Argument + Scale<'a>)+)?> Scale<'a> for $name $(<$($list),+>)? {
            fn encoded_len(&self) -> usize {
                Argument::encoded_len(self)
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                Argument::encode(self, out)
            }

            fn parse(_input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                Ok(Self { $($arg: Scale::parse(_input)?,)* })
            }
        }
    };
}

/// Declares a call: its arguments, its place in the runtime, and the spec versions that have it, if not all do.
macro_rules! call {
    (
        $(#[$doc:meta])*
        $pallet:ident($pallet_index:literal).$function:ident($call_index:literal)
        $(since $since:literal)? $(until $until:literal)? =>
        $name:ident $(<$($list:ident),+>)? { $($(#[$arg_doc:meta])* $arg:ident: $type:ty),* $(,)? }
    ) => {
        composite! {
            $(#[$doc])*
            $name $(<$($list),+>)? { $($(#[$arg_doc])* $arg: $type,)* }
        }

        impl $(<$($list),+>)? $name $(<$($list),+>)? {
            /// Where the call stands in the runtime.
            pub const PLACE: Place = Place {
                pallet: stringify!($pallet),
                pallet_index: $pallet_index,
                function: stringify!($function),
                call_index: $call_index,
                args: &[$(stringify!($arg)),*],
                specs: ($crate::call::macros::or!(0; $($since)?), $crate::call::macros::or!(u32::MAX; $($until)?)),
            };
        }

        impl $(<$($list: Argument),+>)? Builder for $name $(<$($list),+>)? {
            fn place(&self) -> &'static Place {
                &Self::PLACE
            }

            fn call_len(&self) -> usize {
                Argument::encoded_len(self).saturating_add(2)
            }

            fn encode_call(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                out.bytes(&[$pallet_index, $call_index])?;
                Argument::encode(self, out)
            }

            fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
                Self::PLACE.check(spec)?;
                Argument::check(self, spec)
            }
        }
    };
}

/// What is given, or else the default.
macro_rules! or {
    ($default:expr;) => {
        $default
    };
    ($default:expr; $given:literal) => {
        $given
    };
}

/// Declares an enumeration: its variants with their tags, what each holds, and the spec versions that have it.
macro_rules! enumeration {
    (
        $(#[$doc:meta])*
        $name:ident $(<$($list:ident),+>)? {
            $($(#[$variant_doc:meta])* $tag:literal $(since $since:literal)? => $variant:ident $(($type:ty))?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[cfg_attr(
            feature = "codec",
            derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
        )]
        #[allow(missing_docs, reason = "a variant's name in metadata says what it is; some say more")]
        pub enum $name $(<$($list),+>)? {
            $($(#[$variant_doc])* #[cfg_attr(feature = "codec", codec(index = $tag))] $variant $(($type))?,)*
        }

        #[allow(unused_variables, reason = "not every enumeration has a variant that holds something")]
        impl $(<$($list: Argument),+>)? Argument for $name $(<$($list),+>)? {
            fn encoded_len(&self) -> usize {
                match self {
                    $($crate::call::macros::held!($variant held $($type)?) =>
                        1usize $(.saturating_add(<$type as Argument>::encoded_len(held)))?,)*
                }
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                match self {
                    $($crate::call::macros::held!($variant held $($type)?) => {
                        out.bytes(&[$tag])?;
                        $(<$type as Argument>::encode(held, out)?;)?
                    })*
                }
                Ok(())
            }

            fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
                match self {
                    $($crate::call::macros::held!($variant held $($type)?) => {
                        $($crate::call::builder::in_specs(($since, u32::MAX), stringify!($name), stringify!($variant), spec)?;)?
                        $(<$type as Argument>::check(held, spec)?;)?
                    })*
                }
                Ok(())
            }
        }

        impl<'a $($(, $list: Argument + Scale<'a>)+)?> Scale<'a> for $name $(<$($list),+>)? {
            fn encoded_len(&self) -> usize {
                Argument::encoded_len(self)
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                Argument::encode(self, out)
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                let offset = input.offset();
                Ok(match u8::parse(input)? {
                    $($tag => Self::$variant $((<$type>::parse(input)?))?,)*
                    found => return Err(ScaleError::InvalidTag { offset, found }),
                })
            }
        }
    };
}

/// The pattern of a variant, and a name for what it holds.
macro_rules! held {
    ($variant:ident $held:ident) => {
        Self::$variant
    };
    ($variant:ident $held:ident $type:ty) => {
        Self::$variant($held)
    };
}

/// Declares the enum over the calls that it has.
macro_rules! calls {
    ($(#[$doc:meta])* $call:ident { $($variant:ident($type:ty),)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[non_exhaustive]
        pub enum $call<'a> {
            $(
                #[doc = concat!("See [`", stringify!($variant), "`].")]
                $variant($type),
            )*
        }

        impl Builder for $call<'_> {
            fn place(&self) -> &'static Place {
                match self { $(Self::$variant(call) => call.place(),)* }
            }

            fn call_len(&self) -> usize {
                match self { $(Self::$variant(call) => call.call_len(),)* }
            }

            fn encode_call(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                match self { $(Self::$variant(call) => call.encode_call(out),)* }
            }

            fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
                match self { $(Self::$variant(call) => Builder::check(call, spec),)* }
            }
        }

        impl<'a> $call<'a> {
            /// The name of the call's pallet in metadata.
            pub fn pallet(&self) -> &'static str {
                self.place().pallet
            }

            /// The name of the call in metadata.
            pub fn function(&self) -> &'static str {
                self.place().function
            }

            /// Bytes that [`encode`](Self::encode) writes.
            pub fn encoded_len(&self) -> usize {
                self.call_len()
            }

            /// Appends the call's bytes to `out`.
            ///
            /// # Errors
            /// [`ScaleError::BufferTooSmall`].
            pub fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                self.encode_call(out)
            }

            /// Takes a call from the front of `input`, by the table of a spec version.
            ///
            /// # Errors
            /// [`CallError::UnknownPallet`], [`CallError::UnknownCall`], or [`CallError::Scale`] with the offset.
            pub fn parse(spec: SpecVersion, input: &mut Reader<'a>) -> Result<Self, CallError> {
                let [pallet, call] = input.array()?;
                $(
                    let place = <$type>::PLACE;
                    if (place.pallet_index, place.call_index) == (pallet, call) && place.check(spec).is_ok() {
                        return Ok(<$type>::parse(input).map(Self::$variant)?);
                    }
                )*
                Err(if [$(<$type>::PLACE.pallet_index,)*].contains(&pallet) {
                    CallError::UnknownCall { pallet, call }
                } else {
                    CallError::UnknownPallet { pallet }
                })
            }
        }

        $(
            impl<'a> From<$type> for $call<'a> {
                fn from(call: $type) -> Self {
                    Self::$variant(call)
                }
            }
        )*

        #[cfg(feature = "codec")]
        impl parity_scale_codec::Encode for $call<'_> {
            fn size_hint(&self) -> usize {
                self.encoded_len()
            }

            fn encode_to<T: parity_scale_codec::Output + ?Sized>(&self, out: &mut T) {
                let place = self.place();
                out.write(&[place.pallet_index, place.call_index]);
                match self { $(Self::$variant(call) => parity_scale_codec::Encode::encode_to(call, out),)* }
            }
        }
    };
}

pub(super) use {call, calls, composite, enumeration, held, or};
