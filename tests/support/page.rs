//! The figures of `report.html`.

/// What the page says of documents: segments on both sides, beads, nulls.
pub(crate) type Figures = [usize; 4];

/// The figures of each pair of documents, and those of all together as the page adds them up.
#[track_caller]
pub(crate) fn documents(page: &str) -> (Vec<Figures>, Figures) {
    let section = section(page, "documents");
    let (pairs, all) = section
        .split_once("<tfoot")
        .expect("the table has a last row");
    (
        pairs.split("<tbody").skip(1).map(figures).collect(),
        figures(all),
    )
}

/// A section of the page, by its heading's id.
#[track_caller]
pub(crate) fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, rest) = page
        .split_once(&format!("<h2 id=\"{id}\">"))
        .unwrap_or_else(|| panic!("the page has no section '{id}'"));
    rest.split("</section>").next().unwrap_or(rest)
}

fn figures(row: &str) -> Figures {
    ["Segments (fr)", "Segments (en)", "Beads", "Nulls"].map(|label| {
        let (_, rest) = row
            .split_once(&format!("data-label=\"{label}\">"))
            .unwrap_or_else(|| panic!("no {label} in {row}"));
        let number = rest.split('<').next().unwrap_or_default();
        number
            .replace(',', "")
            .parse()
            .unwrap_or_else(|_| panic!("{label}: {number}"))
    })
}
