//! Expressions turned round, so that what stands before a position can be read backwards from it.

use regex_syntax::hir::{
    Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition,
};

/// The expression that matches exactly the reversals (by character) of what `hir` matches.
///
/// The recursion is bounded by the nesting limit of the expression's parser.
pub(super) fn reversed(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => {
            let turned: String = String::from_utf8_lossy(&literal.0).chars().rev().collect();
            Hir::literal(turned.into_bytes())
        }
        HirKind::Class(class) => Hir::class(class.clone()),
        HirKind::Look(look) => Hir::look(mirrored(*look)),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            min: repetition.min,
            max: repetition.max,
            greedy: repetition.greedy,
            sub: Box::new(reversed(&repetition.sub)),
        }),
        // Nobody asks for the captures.
        HirKind::Capture(Capture { sub, .. }) => reversed(sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().rev().map(reversed).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(reversed).collect()),
    }
}

fn mirrored(look: Look) -> Look {
    match look {
        Look::Start => Look::End,
        Look::End => Look::Start,
        Look::StartLF => Look::EndLF,
        Look::EndLF => Look::StartLF,
        Look::StartCRLF => Look::EndCRLF,
        Look::EndCRLF => Look::StartCRLF,
        Look::WordStartAscii => Look::WordEndAscii,
        Look::WordEndAscii => Look::WordStartAscii,
        Look::WordStartUnicode => Look::WordEndUnicode,
        Look::WordEndUnicode => Look::WordStartUnicode,
        Look::WordStartHalfAscii => Look::WordEndHalfAscii,
        Look::WordEndHalfAscii => Look::WordStartHalfAscii,
        Look::WordStartHalfUnicode => Look::WordEndHalfUnicode,
        Look::WordEndHalfUnicode => Look::WordStartHalfUnicode,
        Look::WordAscii | Look::WordAsciiNegate | Look::WordUnicode | Look::WordUnicodeNegate => {
            look
        }
    }
}

/// The characters an expression's matches can start with.
#[derive(Debug)]
pub(super) struct First {
    /// The characters.
    pub(super) chars: ClassUnicode,
    /// Whether a match may be empty, so that any character may follow.
    pub(super) nullable: bool,
}

/// The characters with which matches of `hir` can start; an upper bound, never too few.
pub(super) fn first(hir: &Hir) -> First {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => First {
            chars: ClassUnicode::empty(),
            nullable: true,
        },
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            let chars = text.chars().next().map(|c| ClassUnicodeRange::new(c, c));
            First {
                chars: ClassUnicode::new(chars),
                nullable: false,
            }
        }
        HirKind::Class(Class::Unicode(class)) => First {
            chars: class.clone(),
            nullable: false,
        },
        HirKind::Class(Class::Bytes(class)) => {
            let chars = class.to_unicode_class().unwrap_or_else(any);
            First {
                chars,
                nullable: false,
            }
        }
        HirKind::Repetition(repetition) => {
            let mut inner = first(&repetition.sub);
            inner.nullable |= repetition.min == 0;
            inner
        }
        HirKind::Capture(capture) => first(&capture.sub),
        HirKind::Concat(parts) => {
            let mut all = First {
                chars: ClassUnicode::empty(),
                nullable: true,
            };
            for part in parts {
                let next = first(part);
                all.chars.union(&next.chars);
                if !next.nullable {
                    all.nullable = false;
                    break;
                }
            }
            all
        }
        HirKind::Alternation(parts) => {
            let mut all = First {
                chars: ClassUnicode::empty(),
                nullable: false,
            };
            for part in parts {
                let next = first(part);
                all.chars.union(&next.chars);
                all.nullable |= next.nullable;
            }
            all
        }
    }
}

fn any() -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)])
}
