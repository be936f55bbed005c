//! Text that somebody else chose.

use core::fmt::{self, Write};

/// Shows text with whatever is no printable ASCII character escaped: a name in a metadata proof cannot break off a line,
/// hide, or look like another.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.escape_default().try_for_each(|character| f.write_char(character))
    }
}
