//! Where units come from, whatever the format.

use std::io::{Cursor, Read, Seek, SeekFrom};

use bitext_tmx::xml::Policy;
use bitext_tmx::{self as tmx, Unit, compressed};

use crate::bead::is_unpaired;
use crate::finding::{Error, Finding, KEPT_OF_A_KIND, Report};
use crate::format::Format;
use crate::pair::Pair;
use crate::place::Place;
use crate::po::PoHeader;
use crate::status::Status;
use crate::{jsonl, moses, po, table, xliff};

/// How files are read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Source language of files that do not name theirs.
    pub source_language: Option<String>,
    /// Target language of files that do not name theirs.
    pub target_language: Option<String>,
    /// Whether unfinished translations (fuzzy, waiting for work) are given out, with their
    /// [`Status`]. Default: they are left out and counted.
    pub drafts: bool,
    /// Whether units without a translation are given out, their target empty. Default: they are left
    /// out and counted. Segments that an aligner left without a partner never are.
    pub untranslated: bool,
    /// Whether only what somebody approved is given out.
    pub approved_only: bool,
    /// What happens at a deviation.
    pub policy: Policy,
    /// Findings kept of each kind; further ones are only counted. Default 100.
    pub findings_of_a_kind: usize,
    /// Limits of the XML layer.
    pub xml: tmx::xml::Options,
    /// Bytes of one unit.
    pub max_unit: u64,
    /// Limits of compressed files and archives.
    pub archive: compressed::Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let of_tmx = tmx::ReadOptions::default();
        Self {
            source_language: None,
            target_language: None,
            drafts: false,
            untranslated: false,
            approved_only: false,
            policy: Policy::Lenient,
            findings_of_a_kind: KEPT_OF_A_KIND,
            xml: of_tmx.xml,
            max_unit: of_tmx.max_unit,
            archive: compressed::Limits::default(),
        }
    }
}

/// A file being read, unit by unit.
pub trait Source {
    /// The format it is in.
    fn format(&self) -> Format;

    /// Source language of units that name none: `*all*` when any may be the source.
    fn source_language(&self) -> &str;

    /// The next unit, or nothing at the end of the file.
    ///
    /// # Errors
    ///
    /// What ends the reading. Units given out before are good.
    fn next_unit(&mut self) -> Result<Option<Unit>, Error>;

    /// The header of a TMX file.
    fn header(&self) -> Option<&tmx::Header> {
        None
    }

    /// The header of a PO file.
    fn po_header(&self) -> Option<&PoHeader> {
        None
    }

    /// The number in the file, from 1, of the unit that was given out last, as findings count.
    fn number(&self) -> u64 {
        self.report().all()
    }

    /// Where the unit that was given out last begins; nothing where there is no file behind it. Known
    /// from the reading, it costs nothing.
    fn place(&self) -> Option<Place>;

    /// What was found so far; complete once [`next_unit`](Self::next_unit) gave nothing.
    fn report(&self) -> Report;
}

/// Opens a file of any format but Moses, which is two files.
///
/// # Errors
///
/// The file is not of the format, or hostile.
pub fn open<F: Read + Seek + Send + 'static>(
    format: Format,
    file: F,
    options: &ReadOptions,
) -> Result<Box<dyn Source>, Error> {
    match format {
        Format::Xlsx => Ok(Box::new(table::Xlsx::open(file, options)?)),
        Format::Tmx => open_stream(format, compressed::open(file, &options.archive)?, options),
        _ => open_stream(format, file, options),
    }
}

/// Opens bytes.
///
/// # Errors
///
/// As [`open`].
pub fn open_bytes(
    format: Format,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Box<dyn Source>, Error> {
    open(format, Cursor::new(bytes), options)
}

/// Opens a stream that cannot be sought in: any format but Moses and XLSX, not compressed.
///
/// # Errors
///
/// As [`open`].
pub fn open_stream<R: Read + 'static>(
    format: Format,
    input: R,
    options: &ReadOptions,
) -> Result<Box<dyn Source>, Error> {
    Ok(match format {
        Format::Tmx => Box::new(Tmx::open(input, options)?),
        Format::Xliff1 | Format::Xliff2 => Box::new(xliff::Reader::open(input, options)?),
        Format::Po => Box::new(po::Reader::open(input, options)?),
        Format::Tsv => Box::new(table::Text::open(input, Some('\t'), options)?),
        Format::Csv => Box::new(table::Text::open(input, None, options)?),
        Format::Jsonl => Box::new(jsonl::Reader::open(input, options)?),
        Format::Moses | Format::Xlsx => {
            return Err(Error::Format {
                line: None,
                what: format!("{format} is not read from one stream"),
            });
        }
    })
}

/// Opens a Moses pair: line N of one file translates line N of the other.
///
/// # Errors
///
/// A language that neither the options nor anything else names.
pub fn open_moses<S: Read + 'static, T: Read + 'static>(
    source: S,
    target: T,
    options: &ReadOptions,
) -> Result<Box<dyn Source>, Error> {
    Ok(Box::new(moses::Reader::open(source, target, options)?))
}

/// TMX behind the common trait.
struct Tmx<R: Read> {
    reader: tmx::Reader<R>,
}

impl<R: Read> Tmx<R> {
    fn open(input: R, options: &ReadOptions) -> Result<Self, Error> {
        let options = tmx::ReadOptions {
            policy: options.policy,
            max_unit: options.max_unit,
            xml: options.xml.clone(),
            findings_of_a_kind: options.findings_of_a_kind,
        };
        let reader = tmx::Reader::with_options(input, options)?;
        Ok(Self { reader })
    }
}

impl<R: Read> Source for Tmx<R> {
    fn format(&self) -> Format {
        Format::Tmx
    }

    fn source_language(&self) -> &str {
        &self.reader.header().src_lang
    }

    fn next_unit(&mut self) -> Result<Option<Unit>, Error> {
        Ok(self.reader.next_unit()?)
    }

    fn header(&self) -> Option<&tmx::Header> {
        Some(self.reader.header())
    }

    fn number(&self) -> u64 {
        let report = self.reader.report();
        report.units + report.skipped
    }

    fn place(&self) -> Option<Place> {
        Some(self.reader.unit_position().into())
    }

    fn report(&self) -> Report {
        Report::from(self.reader.report())
    }
}

/// What readers of pairs share: the languages, the sums, which pairs pass, and where the last one began.
pub(crate) struct Desk {
    pub(crate) options: ReadOptions,
    pub(crate) report: Report,
    pub(crate) place: Option<Place>,
}

impl Desk {
    pub(crate) fn new(options: &ReadOptions) -> Self {
        Self {
            options: options.clone(),
            report: Report::default(),
            place: None,
        }
    }

    /// Notes a finding.
    ///
    /// # Errors
    ///
    /// Under the strict policy any that breaks a rule.
    pub(crate) fn find(&mut self, finding: Finding) -> Result<(), Error> {
        if self.options.policy == Policy::Strict && !finding.is_harmless {
            return Err(Error::Strict(Box::new(finding)));
        }
        if finding.skips_unit {
            self.report.skipped += 1;
        }
        self.report.add(finding, self.options.findings_of_a_kind);
        Ok(())
    }

    /// Counts a pair that begins at this place, and gives it out as a unit of a file from this language,
    /// unless it has no partner, no translation, or is not good enough.
    pub(crate) fn admit(&mut self, pair: Pair, at: Place, language: &str) -> Option<Unit> {
        self.place = Some(at);
        let status = pair.status.unwrap_or(Status::Translated);
        if is_unpaired(&pair) {
            self.report.unpaired += 1;
        } else if !pair.is_whole() && !self.options.untranslated {
            self.report.untranslated += 1;
        } else if (status <= Status::Draft && !self.options.drafts)
            || (status < Status::Approved && self.options.approved_only)
        {
            self.report.drafts += 1;
        } else {
            self.report.units += 1;
            let mut unit = pair.into_unit();
            unit.src_lang = unit.src_lang.filter(|own| own != language);
            return Some(unit);
        }
        None
    }

    /// The number of the unit being read.
    pub(crate) fn number(&self) -> u64 {
        self.report.all() + 1
    }

    pub(crate) fn source_language(&self, own: Option<&str>) -> Result<String, Error> {
        own.or(self.options.source_language.as_deref())
            .map(str::to_owned)
            .ok_or(Error::Language("its source language"))
    }

    pub(crate) fn target_language(&self, own: Option<&str>) -> Result<String, Error> {
        own.or(self.options.target_language.as_deref())
            .map(str::to_owned)
            .ok_or(Error::Language("its target language"))
    }
}

/// The bytes of a file whose format wants random access, up to a limit.
pub(crate) fn whole<F: Read + Seek>(mut file: F, limit: u64) -> Result<Vec<u8>, Error> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    let count = file.take(limit + 1).read_to_end(&mut bytes)?;
    if count as u64 > limit {
        return Err(Error::Format {
            line: None,
            what: format!("the file is larger than {limit} bytes"),
        });
    }
    Ok(bytes)
}
