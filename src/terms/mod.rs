//! Terminology: candidates, termhood, variants, acronyms and equivalents.
