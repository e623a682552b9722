//! Where units go, whatever the format.

use std::io::{self, Write};

use bitext_tmx::{self as tmx, Unit};

use crate::format::Format;
use crate::pair::{Losses, lose};
use crate::po::PoHeader;
use crate::{jsonl, moses, po, table, xliff};

/// How files are written.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// The header of a TMX file; one for a new file where there is none.
    pub header: Option<tmx::Header>,
    /// How TMX is written.
    pub tmx: tmx::WriteOptions,
    /// The header of a PO file that a new one takes over; what the new file knows better (encoding,
    /// languages) is put in its place.
    pub po_header: Option<PoHeader>,
}

/// Why writing ended, or a unit was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// TMX refuses.
    #[error(transparent)]
    Tmx(#[from] tmx::WriteError),
    /// XML refuses.
    #[error(transparent)]
    Xml(#[from] tmx::xml::WriteError),
    /// The output failed.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// The spreadsheet's library refuses.
    #[error("cannot write the spreadsheet: {0}")]
    Spreadsheet(String),
    /// The format is not written to one stream.
    #[error("{0} is not written to one stream")]
    Format(Format),
}

/// What was written, and what the format could not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Units given.
    pub units: u64,
    /// Pairs of segments written; for TMX the units.
    pub pairs: u64,
    /// What the format could not hold: what it is, and how often.
    pub losses: Losses,
}

/// A file being written, unit by unit.
pub trait Sink {
    /// Writes a unit. `header_language` is the source language of units that name none.
    ///
    /// # Errors
    ///
    /// The output fails, or the format refuses the unit: then nothing of it is written.
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError>;

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// The output fails.
    fn finish(self: Box<Self>) -> Result<Written, WriteError>;
}

/// Begins a file of any format but Moses.
///
/// # Errors
///
/// The output fails.
pub fn create<'a, W: Write + 'a>(
    format: Format,
    out: W,
    options: &WriteOptions,
) -> Result<Box<dyn Sink + 'a>, WriteError> {
    Ok(match format {
        Format::Tmx => {
            let header = options.header.clone().unwrap_or_default();
            Box::new(Tmx {
                source_language: header.src_lang.clone(),
                writer: tmx::Writer::with_options(out, &header, options.tmx.clone())?,
            })
        }
        Format::Xliff1 => Box::new(xliff::Writer1::new(out)),
        Format::Xliff2 => Box::new(xliff::Writer2::new(out)),
        Format::Po => Box::new(po::Writer::new(out, options.po_header.clone())),
        Format::Tsv => Box::new(table::TextWriter::new(out, '\t')),
        Format::Csv => Box::new(table::TextWriter::new(out, ',')),
        Format::Xlsx => Box::new(table::XlsxWriter::new(out)?),
        Format::Jsonl => Box::new(jsonl::Writer::new(out)),
        Format::Moses => return Err(WriteError::Format(format)),
    })
}

/// Begins a Moses pair.
pub fn create_moses<'a, S: Write + 'a, T: Write + 'a>(source: S, target: T) -> Box<dyn Sink + 'a> {
    Box::new(moses::Writer::new(source, target))
}

struct Tmx<W: Write> {
    source_language: String,
    writer: tmx::Writer<W>,
}

impl<W: Write> Sink for Tmx<W> {
    fn write(&mut self, unit: &Unit, header_language: &str) -> Result<(), WriteError> {
        // A unit whose file said what its source language is must go on saying it.
        let silent = unit.src_lang.is_none() && header_language != self.source_language;
        if silent {
            let mut unit = unit.clone();
            unit.src_lang = Some(header_language.to_owned());
            return Ok(self.writer.write(&unit)?);
        }
        Ok(self.writer.write(unit)?)
    }

    fn finish(self: Box<Self>) -> Result<Written, WriteError> {
        let (_, written) = self.writer.finish()?;
        let mut losses = Losses::new();
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        lose(
            &mut losses,
            "attributes and elements TMX does not have",
            count(written.extras_left_out),
        );
        lose(
            &mut losses,
            "dates that are none, written as properties",
            count(written.dates_moved),
        );
        lose(
            &mut losses,
            "characters XML cannot hold, replaced by U+FFFD",
            count(written.characters_replaced),
        );
        Ok(Written {
            units: written.units,
            pairs: written.units,
            losses,
        })
    }
}
