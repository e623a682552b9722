//! Reads SRX 2.0 (LISA OSCAR, 2008) and 1.0 files.
//!
//! What is broken in one rule is reported and that rule left out; what makes the file as a whole
//! useless is an error.

use super::engine::Rule;
use super::pattern::Pattern;
use bitext_tmx::xml::{Event, ReadError, Reader, Tag};
use indexmap::IndexMap;

/// Why rules cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The file cannot be read.
    #[error("cannot read the segmentation rules {name}: {source}")]
    Read {
        /// The file.
        name: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is no well-formed XML.
    #[error("the segmentation rules {name} cannot be read: {source}")]
    Xml {
        /// The file.
        name: String,
        /// Where and what.
        source: ReadError,
    },
    /// The file is XML and no usable SRX.
    #[error("{name}:{line}: {what}")]
    Invalid {
        /// The file.
        name: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong and what was expected.
        what: String,
    },
    /// The rules of one language are too large to compile.
    #[error("the segmentation rules {name} cannot be compiled for '{language}': {what}")]
    TooLarge {
        /// The file.
        name: String,
        /// The language's code; empty when it is not known.
        language: String,
        /// The engine's words.
        what: String,
    },
}

/// Something in a file of rules that was left out or read in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesWarning {
    /// The line, from 1.
    pub line: u64,
    /// What was found, and what was done about it.
    pub what: String,
}

/// What an SRX file says.
#[derive(Debug, Default)]
pub(super) struct SrxFile {
    /// Whether every matching language map applies, or the first alone.
    pub(super) cascade: bool,
    /// The lists of rules by name.
    pub(super) rules: IndexMap<String, Vec<Rule>>,
    /// Which languages use which list, in order.
    pub(super) maps: Vec<LanguageMap>,
    /// What was left out.
    pub(super) warnings: Vec<RulesWarning>,
}

/// One `<languagemap>`.
#[derive(Debug)]
pub(super) struct LanguageMap {
    /// Matches a whole language code, in any case.
    pattern: fancy_regex::Regex,
    /// The name of a list of rules.
    pub(super) rules: String,
}

impl LanguageMap {
    /// Whether the map is for a language code; the empty code stands for an unknown language.
    pub(super) fn is_for(&self, code: &str) -> bool {
        self.pattern.is_match(code).unwrap_or(false)
    }
}

impl SrxFile {
    /// Reads a file of rules.
    ///
    /// # Errors
    ///
    /// [`RulesError::Xml`] and [`RulesError::Invalid`].
    pub(super) fn parse(bytes: &[u8], name: &str) -> Result<Self, RulesError> {
        let parser = Parser {
            xml: Reader::new(bytes),
            name,
            file: Self::default(),
            maprule: None,
            list: None,
            rule: None,
            seen_srx: false,
        };
        parser.run()
    }
}

/// A `<rule>` on its way.
struct OpenRule {
    line: u64,
    breaks: bool,
    before: String,
    after: String,
}

struct Parser<'a> {
    xml: Reader<&'a [u8]>,
    name: &'a str,
    file: SrxFile,
    /// SRX 1.0 groups its maps; the first group counts.
    maprule: Option<String>,
    list: Option<String>,
    rule: Option<OpenRule>,
    seen_srx: bool,
}

/// What a start tag asks for.
enum Step {
    None,
    Skip,
    Text { before: bool },
}

impl Parser<'_> {
    fn run(mut self) -> Result<SrxFile, RulesError> {
        loop {
            let line;
            let step = match self.xml.read() {
                Ok(Event::Start(tag)) => {
                    let tag = tag.clone();
                    line = self.line();
                    self.start(&tag, line)?
                }
                Ok(Event::End(name)) => {
                    let name = local(name).to_owned();
                    self.end(&name);
                    Step::None
                }
                Ok(Event::Text(_)) => Step::None,
                Ok(Event::Eof) => break,
                Err(source) => return Err(self.xml_error(source)),
            };
            match step {
                Step::None => {}
                Step::Skip => {
                    self.xml.skip().map_err(|source| RulesError::Xml {
                        name: self.name.to_owned(),
                        source,
                    })?;
                }
                Step::Text { before } => {
                    let text = self.xml.text().map_err(|source| RulesError::Xml {
                        name: self.name.to_owned(),
                        source,
                    })?;
                    if let Some(rule) = &mut self.rule {
                        *(if before {
                            &mut rule.before
                        } else {
                            &mut rule.after
                        }) = text;
                    }
                }
            }
            for (position, problem) in self.xml.problems() {
                self.file.warnings.push(RulesWarning {
                    line: position.line,
                    what: problem.to_string(),
                });
            }
        }
        self.finish()
    }

    fn line(&self) -> u64 {
        self.xml.position().line
    }

    fn xml_error(&self, source: ReadError) -> RulesError {
        RulesError::Xml {
            name: self.name.to_owned(),
            source,
        }
    }

    fn invalid(&self, line: u64, what: impl Into<String>) -> RulesError {
        RulesError::Invalid {
            name: self.name.to_owned(),
            line,
            what: what.into(),
        }
    }

    fn warn(&mut self, line: u64, what: impl Into<String>) {
        self.file.warnings.push(RulesWarning {
            line,
            what: what.into(),
        });
    }

    fn start(&mut self, tag: &Tag, line: u64) -> Result<Step, RulesError> {
        let element = tag.local_name();
        if !self.seen_srx {
            if element != "srx" {
                return Err(self.invalid(
                    line,
                    format!("this is <{element}>, not SRX: expected <srx version=\"2.0\">"),
                ));
            }
            self.seen_srx = true;
            return self.version(tag, line).map(|()| Step::None);
        }
        match element {
            "header" => {
                self.file.cascade = self.yes_or_no(tag, "cascade", line)?.unwrap_or(false);
                Ok(Step::Skip)
            }
            "body" | "languagerules" | "maprules" => Ok(Step::None),
            "languagerule" => {
                let name = self.required(tag, "languagerulename", line)?;
                self.file.rules.entry(name.clone()).or_default();
                self.list = Some(name);
                Ok(Step::None)
            }
            "rule" => {
                let breaks = self.yes_or_no(tag, "break", line)?.unwrap_or(true);
                self.rule = Some(OpenRule {
                    line,
                    breaks,
                    before: String::new(),
                    after: String::new(),
                });
                Ok(Step::None)
            }
            "beforebreak" => Ok(Step::Text { before: true }),
            "afterbreak" => Ok(Step::Text { before: false }),
            "maprule" => {
                let name = tag.attribute("maprulename").unwrap_or_default().to_owned();
                if self.maprule.is_some() {
                    self.warn(line, format!("a second group of language maps ('{name}') is left out: the first counts"));
                    return Ok(Step::Skip);
                }
                self.maprule = Some(name);
                Ok(Step::None)
            }
            "languagemap" => self.map(tag, line).map(|()| Step::None),
            other => {
                self.warn(line, format!("<{other}> is no element of SRX: left out"));
                Ok(Step::Skip)
            }
        }
    }

    fn version(&self, tag: &Tag, line: u64) -> Result<(), RulesError> {
        match tag.attribute("version").map(str::trim) {
            Some("2.0" | "1.0") => Ok(()),
            Some(other) => Err(self.invalid(
                line,
                format!("SRX version '{other}' is not known: expected version=\"2.0\""),
            )),
            None => Err(self.invalid(line, "<srx> has no version: expected version=\"2.0\"")),
        }
    }

    fn required(&self, tag: &Tag, attribute: &str, line: u64) -> Result<String, RulesError> {
        tag.attribute(attribute)
            .map(str::to_owned)
            .ok_or_else(|| self.invalid(line, format!("<{}> has no {attribute}", tag.local_name())))
    }

    fn yes_or_no(&self, tag: &Tag, attribute: &str, line: u64) -> Result<Option<bool>, RulesError> {
        match tag.attribute(attribute).map(str::trim) {
            None => Ok(None),
            Some("yes") => Ok(Some(true)),
            Some("no") => Ok(Some(false)),
            Some(other) => {
                Err(self.invalid(line, format!("{attribute}=\"{other}\": expected yes or no")))
            }
        }
    }

    fn map(&mut self, tag: &Tag, line: u64) -> Result<(), RulesError> {
        let written = self.required(tag, "languagepattern", line)?;
        let rules = self.required(tag, "languagerulename", line)?;
        let compiled = Pattern::parse(&written).and_then(|pattern| {
            // The standard's own examples write JA.*, users' codes are ja: case never counts.
            fancy_regex::Regex::new(&format!("^(?i:{})$", pattern.text))
                .map_err(|error| error.to_string())
        });
        match compiled {
            Ok(pattern) => {
                self.file.maps.push(LanguageMap { pattern, rules });
                Ok(())
            }
            Err(what) => Err(self.invalid(
                line,
                format!("the language pattern '{written}' cannot be used: {what}"),
            )),
        }
    }

    fn end(&mut self, element: &str) {
        match element {
            "languagerule" => self.list = None,
            "rule" => self.end_rule(),
            _ => {}
        }
    }

    fn end_rule(&mut self) {
        let Some(open) = self.rule.take() else { return };
        let Some(list) = self.list.clone() else {
            return self.warn(open.line, "a <rule> outside <languagerule> is left out");
        };
        if open.before.is_empty() && open.after.is_empty() {
            return self.warn(
                open.line,
                "a rule with neither <beforebreak> nor <afterbreak> is left out",
            );
        }
        let parsed = Pattern::parse(&open.before)
            .map_err(|what| (&open.before, what))
            .and_then(|before| {
                let after = Pattern::parse(&open.after).map_err(|what| (&open.after, what))?;
                Ok(Rule {
                    breaks: open.breaks,
                    before,
                    after,
                })
            });
        match parsed {
            Ok(rule) => self.file.rules.entry(list).or_default().push(rule),
            Err((written, what)) => {
                let what = format!(
                    "the expression '{}' cannot be used: {what}; its rule is left out",
                    shown(written)
                );
                self.warn(open.line, what);
            }
        }
    }

    fn finish(mut self) -> Result<SrxFile, RulesError> {
        if self.file.maps.is_empty() {
            return Err(self.invalid(
                self.line(),
                "no <languagemap> says which rules a language has",
            ));
        }
        let missing: Vec<String> = self
            .file
            .maps
            .iter()
            .filter(|map| !self.file.rules.contains_key(&map.rules))
            .map(|map| map.rules.clone())
            .collect();
        let line = self.line();
        for name in missing {
            self.warn(
                line,
                format!(
                    "a language map names the rules '{name}', which do not exist: it is left out"
                ),
            );
        }
        Ok(self.file)
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The start of an expression, for messages.
fn shown(expression: &str) -> String {
    let start: String = expression.chars().take(60).collect();
    if start.len() < expression.len() {
        start + "…"
    } else {
        start
    }
}
