//! Attributes in the order they are written, and dates in the form TMX wants.

use std::borrow::Cow;

use crate::date::Date;
use crate::model::Origin;

/// The attributes of one tag.
#[derive(Default)]
pub(super) struct List<'a>(Vec<(&'a str, Cow<'a, str>)>);

/// Date attributes whose text is no date: tools choke on them, so they become properties.
#[derive(Default)]
pub(super) struct Moved<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Moved<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.0.iter().copied()
    }
}

impl<'a> List<'a> {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn push(&mut self, key: &'a str, value: &'a str) {
        self.0.push((key, Cow::Borrowed(value)));
    }

    pub(super) fn maybe(&mut self, key: &'a str, value: Option<&'a str>) {
        self.0
            .extend(value.map(|value| (key, Cow::Borrowed(value))));
    }

    /// A language: as it is spelt, or as BCP 47 (RFC 5646, 2.1) separates its parts.
    pub(super) fn language(&mut self, key: &'a str, tag: Option<&'a str>, as_it_is: bool) {
        let Some(tag) = tag else { return };
        if as_it_is || !tag.contains('_') {
            return self.push(key, tag);
        }
        self.0.push((key, Cow::Owned(tag.replace('_', "-"))));
    }

    pub(super) fn date(
        &mut self,
        key: &'static str,
        date: Option<&'a Date>,
        moved: &mut Moved<'a>,
    ) {
        let Some(date) = date else { return };
        if date.is_canonical() {
            return self.push(key, date.as_str());
        }
        match date.canonical() {
            Some(text) => self.0.push((key, Cow::Owned(text))),
            None if date.as_str().trim().is_empty() => {}
            None => moved.0.push((key, date.as_str())),
        }
    }

    /// What units and variants share.
    pub(super) fn origin(&mut self, origin: &'a Origin, moved: &mut Moved<'a>) {
        self.maybe("o-encoding", origin.o_encoding.as_deref());
        self.maybe("datatype", origin.data_type.as_deref());
        self.maybe("usagecount", origin.usage_count.as_deref());
        self.date("lastusagedate", origin.last_usage_date.as_ref(), moved);
        self.maybe("creationtool", origin.creation_tool.as_deref());
        self.maybe(
            "creationtoolversion",
            origin.creation_tool_version.as_deref(),
        );
        self.date("creationdate", origin.creation_date.as_ref(), moved);
        self.maybe("creationid", origin.creation_id.as_deref());
        self.date("changedate", origin.change_date.as_ref(), moved);
        self.maybe("changeid", origin.change_id.as_deref());
        self.maybe("o-tmf", origin.o_tmf.as_deref());
    }

    pub(super) fn take(self) -> Vec<(&'a str, Cow<'a, str>)> {
        self.0
    }
}
