//! The data categories of TBX-Basic: what kind of element each is, where it may stand, and which
//! values it takes (ISO 30042:2019, the modules «min» and «basic» of TBX-Basic).

/// Where in an entry something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// `termEntry`, `conceptEntry`.
    Concept,
    /// `langSet`, `langSec`.
    Language,
    /// `tig`, `ntig`, `termSec`.
    Term,
}

/// The module of version 3 that defines a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Module {
    Min,
    Basic,
}

impl Module {
    /// The prefix that files of the style DCT write before the category's element.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Basic => "basic",
        }
    }

    /// The namespace that the prefix stands for.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::Min => "http://www.tbxinfo.net/ns/min",
            Self::Basic => "http://www.tbxinfo.net/ns/basic",
        }
    }
}

/// A data category.
#[derive(Debug)]
pub(super) struct Category {
    /// The value of `type`, in DCT the element's name.
    pub(super) name: &'static str,
    /// The element that carries it.
    pub(super) element: &'static str,
    pub(super) module: Module,
    pub(super) levels: &'static [Level],
    /// The values it may have; empty for any text.
    pub(super) values: &'static [&'static str],
}

const ANYWHERE: &[Level] = &[Level::Concept, Level::Language, Level::Term];

const fn category(
    name: &'static str,
    element: &'static str,
    module: Module,
    levels: &'static [Level],
    values: &'static [&'static str],
) -> Category {
    Category {
        name,
        element,
        module,
        levels,
        values,
    }
}

/// The categories of TBX-Basic.
static BASIC: [Category; 17] = {
    use Level::{Concept, Language, Term};
    use Module::{Basic, Min};
    [
        category("customerSubset", "admin", Min, &[Concept, Term], &[]),
        category("subjectField", "descrip", Min, &[Concept], &[]),
        category(
            "administrativeStatus",
            "termNote",
            Min,
            &[Term],
            &[
                "preferredTerm-admn-sts",
                "admittedTerm-admn-sts",
                "deprecatedTerm-admn-sts",
                "supersededTerm-admn-sts",
            ],
        ),
        category(
            "partOfSpeech",
            "termNote",
            Min,
            &[Term],
            &["noun", "verb", "adjective", "adverb", "other"],
        ),
        category("externalCrossReference", "xref", Min, ANYWHERE, &[]),
        category("projectSubset", "admin", Basic, &[Concept, Term], &[]),
        category("source", "admin", Basic, ANYWHERE, &[]),
        category("context", "descrip", Basic, &[Term], &[]),
        category("definition", "descrip", Basic, &[Concept, Language], &[]),
        category("crossReference", "ref", Basic, &[Concept, Term], &[]),
        category("geographicalUsage", "termNote", Basic, &[Term], &[]),
        category(
            "grammaticalGender",
            "termNote",
            Basic,
            &[Term],
            &["masculine", "feminine", "neuter", "other"],
        ),
        category(
            "termLocation",
            "termNote",
            Basic,
            &[Term],
            &[
                "checkBox",
                "comboBox",
                "comboBoxElement",
                "dialogBox",
                "groupBox",
                "informativeMessage",
                "interactiveMessage",
                "menuItem",
                "progressBar",
                "pushButton",
                "radioButton",
                "slider",
                "spinBox",
                "tab",
                "tableText",
                "textBox",
                "toolTip",
                "user-definedType",
            ],
        ),
        category(
            "termType",
            "termNote",
            Basic,
            &[Term],
            &[
                "fullForm",
                "acronym",
                "abbreviation",
                "shortForm",
                "variant",
                "phrase",
            ],
        ),
        category(
            "transactionType",
            "transac",
            Basic,
            ANYWHERE,
            &["origination", "modification"],
        ),
        category("responsibility", "transacNote", Basic, ANYWHERE, &[]),
        category("xGraphic", "xref", Basic, &[Concept, Language], &[]),
    ]
};

/// A category of TBX-Basic by its name.
pub(super) fn find(name: &str) -> Option<&'static Category> {
    BASIC.iter().find(|category| category.name == name)
}

/// The element that carries a category which a file of the style DCT writes as an element of its
/// own. A name that no module of ours has is taken for what its place suggests.
pub(super) fn element_for(name: &str, metatype: Option<&str>, level: Level) -> &'static str {
    const CLASSES: [&str; 9] = [
        "admin",
        "adminNote",
        "descrip",
        "descripNote",
        "ref",
        "termNote",
        "transac",
        "transacNote",
        "xref",
    ];
    let told = metatype.and_then(|told| CLASSES.iter().find(|class| **class == told));
    if let Some(class) = told {
        return class;
    }
    match (find(name), level) {
        (Some(category), _) => category.element,
        (None, Level::Term) => "termNote",
        (None, _) => "descrip",
    }
}
