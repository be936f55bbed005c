//! The two shapes that every call shares, written once.

/// Declares a call: its arguments in metadata order, and its place in the runtime.
macro_rules! call {
    (
        $(#[$doc:meta])*
        $pallet:ident($pallet_index:literal).$function:ident($call_index:literal) =>
        $name:ident $(<$list:ident>)? { $($(#[$arg_doc:meta])* $arg:ident: $type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[cfg_attr(
            feature = "codec",
            derive(parity_scale_codec::Encode, parity_scale_codec::Decode, parity_scale_codec::MaxEncodedLen)
        )]
        pub struct $name $(<$list>)? { $($(#[$arg_doc])* pub $arg: $type,)* }

        impl $(<$list>)? $name $(<$list>)? {
            /// The pallet's name and index, and the call's.
            pub(super) const PLACE: (&'static str, u8, &'static str, u8) =
                (stringify!($pallet), $pallet_index, stringify!($function), $call_index);
        }

        impl<'a, $($list: Scale<'a>)?> Scale<'a> for $name $(<$list>)? {
            fn encoded_len(&self) -> usize {
                0usize $(.saturating_add(self.$arg.encoded_len()))*
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                $(Scale::encode(&self.$arg, out)?;)*
                Ok(())
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                Ok(Self { $($arg: Scale::parse(input)?,)* })
            }
        }

        impl<'a, $($list: Copy + Into<Arg<'a>>)?> $name $(<$list>)? {
            /// The arguments, each under its metadata name.
            pub(super) fn args(&self) -> impl Iterator<Item = (&'static str, Arg<'a>)> + use<'a, $($list)?> {
                [$((stringify!($arg), Into::<Arg<'a>>::into(self.$arg)),)*].into_iter()
            }
        }
    };
}

/// Declares the enum over all calls.
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

        impl<'a> $call<'a> {
            /// The name of the call's pallet in metadata.
            pub fn pallet(&self) -> &'static str {
                self.place().0
            }

            /// The name of the call in metadata.
            pub fn function(&self) -> &'static str {
                self.place().2
            }

            fn place(&self) -> (&'static str, u8, &'static str, u8) {
                match self { $(Self::$variant(_) => <$type>::PLACE,)* }
            }

            /// Bytes that [`encode`](Self::encode) writes.
            pub fn encoded_len(&self) -> usize {
                match self { $(Self::$variant(call) => call.encoded_len(),)* }.saturating_add(2)
            }

            /// Appends the call's bytes to `out`.
            ///
            /// # Errors
            /// [`ScaleError::BufferTooSmall`].
            pub fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                let (_, pallet, _, call) = self.place();
                out.bytes(&[pallet, call])?;
                match self { $(Self::$variant(call) => Scale::encode(call, out),)* }
            }

            /// Takes a call from the front of `input`, by the table of a spec version.
            ///
            /// # Errors
            /// [`CallError::UnknownPallet`], [`CallError::UnknownCall`], or [`CallError::Scale`] with the offset.
            pub fn parse(_spec: SpecVersion, input: &mut Reader<'a>) -> Result<Self, CallError> {
                let [pallet, call] = input.array()?;
                $(
                    if (<$type>::PLACE.1, <$type>::PLACE.3) == (pallet, call) {
                        return Ok(<$type>::parse(input).map(Self::$variant)?);
                    }
                )*
                Err(if [$(<$type>::PLACE.1,)*].contains(&pallet) {
                    CallError::UnknownCall { pallet, call }
                } else {
                    CallError::UnknownPallet { pallet }
                })
            }

            /// The argument at `index`, with its metadata name.
            pub fn arg(&self, index: usize) -> Option<(&'static str, Arg<'a>)> {
                match self { $(Self::$variant(call) => call.args().nth(index),)* }
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
                let (_, pallet, _, call) = self.place();
                out.write(&[pallet, call]);
                match self { $(Self::$variant(call) => parity_scale_codec::Encode::encode_to(call, out),)* }
            }
        }
    };
}

pub(super) use {call, calls};
