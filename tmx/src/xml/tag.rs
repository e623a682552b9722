//! A start tag, kept in buffers that are used again for the next one.

use super::tree::{Attributes, Element};

/// A start tag: name and attributes, entities resolved.
#[derive(Debug, Default, Clone)]
pub struct Tag {
    /// Name, then keys and values, one after the other.
    text: String,
    name: usize,
    /// Ends of each key and value in `text`.
    attributes: Vec<(usize, usize)>,
}

impl Tag {
    /// Name as written, prefix included.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.text[..self.name]
    }

    /// Name without its prefix.
    #[must_use]
    pub fn local_name(&self) -> &str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// Attributes in the order of the file.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut from = self.name;
        self.attributes.iter().map(move |&(key, value)| {
            let pair = (&self.text[from..key], &self.text[key..value]);
            from = value;
            pair
        })
    }

    /// The value of an attribute, by its name as written.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Copies the attributes.
    #[must_use]
    pub fn to_attributes(&self) -> Attributes {
        self.attributes()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    /// An element without content.
    #[must_use]
    pub fn to_element(&self) -> Element {
        Element {
            name: self.name().to_owned(),
            attributes: self.to_attributes(),
            children: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, name: &str) {
        self.text.clear();
        self.attributes.clear();
        self.text.push_str(name);
        self.name = name.len();
    }

    pub(super) fn len(&self) -> usize {
        self.attributes.len()
    }

    /// Appends an attribute whose value stands as it is.
    pub(super) fn push_plain(&mut self, key: &str, value: &str) {
        self.text.push_str(key);
        let end = self.text.len();
        self.text.push_str(value);
        self.attributes.push((end, self.text.len()));
    }

    /// Appends an attribute whose value `write` appends to the buffer.
    pub(super) fn push<E>(
        &mut self,
        key: &str,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<(), E> {
        self.text.push_str(key);
        let end = self.text.len();
        write(&mut self.text)?;
        self.attributes.push((end, self.text.len()));
        Ok(())
    }
}
