//! Where a concept stands in review, and whether a term should be used.

use serde::{Deserialize, Serialize};

use crate::picklist::picklist;

/// Where a concept stands in review.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Mined; nobody has looked at it.
    #[default]
    Candidate,
    /// Accepted by a reviewer, or imported from a glossary that somebody made.
    Approved,
    /// Struck out by a reviewer; kept so that it does not come back.
    Rejected,
}

impl Status {
    /// All of them, in the order of review.
    pub const ALL: [Self; 3] = [Self::Candidate, Self::Approved, Self::Rejected];

    /// Its name in files: `candidate`, `approved` or `rejected`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    /// Reads a name, in any ASCII case; `accepted` is understood as `approved`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("accepted") {
            return Some(Self::Approved);
        }
        Self::ALL
            .into_iter()
            .find(|status| status.as_str().eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

picklist! {
    /// Whether a term should be used, with the names of the TBX-Basic picklist
    /// (`administrativeStatus`).
    AdministrativeStatus {
        /// The term to use.
        Preferred = "preferredTerm-admn-sts" | "preferred",
        /// May be used beside the preferred one.
        Admitted = "admittedTerm-admn-sts" | "admitted",
        /// Must not be used; tools that know «forbidden» terms mean this.
        Deprecated = "deprecatedTerm-admn-sts" | "deprecated" | "forbidden",
        /// Was in use and has been replaced.
        Superseded = "supersededTerm-admn-sts" | "superseded" | "obsolete",
    }
}

impl AdministrativeStatus {
    /// The short name that tables use: `preferred`, `admitted`, `deprecated`, `superseded`; any
    /// other value as it was written.
    #[must_use]
    pub fn short_name(&self) -> &str {
        match self {
            Self::Preferred => "preferred",
            Self::Admitted => "admitted",
            Self::Deprecated => "deprecated",
            Self::Superseded => "superseded",
            Self::Other(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case_and_unknown_ones_kept() {
        assert_eq!(Status::from_name("Approved"), Some(Status::Approved));
        assert_eq!(Status::from_name("ACCEPTED"), Some(Status::Approved));
        assert_eq!(Status::from_name("maybe"), None);
        assert_eq!(
            AdministrativeStatus::from("forbidden"),
            AdministrativeStatus::Deprecated
        );
        assert_eq!(
            AdministrativeStatus::from("preferredterm-admn-sts").short_name(),
            "preferred"
        );
        let own = AdministrativeStatus::from("à revoir");
        assert_eq!(own.as_str(), "à revoir");
        assert!(!own.is_standard());
    }
}
