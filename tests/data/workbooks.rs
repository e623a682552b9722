//! Our workbook in openpyxl, as a reviewer would have it in a spreadsheet: opened, edited, saved, and
//! brought back. `python3` with `openpyxl` must be there (PyPI's package).

use crate::desk_with_built_samples;
use crate::support::{Desk, Table};
use serde_json::Value;
use std::process::Command;

/// Runs a script of Python in the desk's folder; what it prints.
#[track_caller]
fn python(desk: &Desk, script: &str) -> String {
    desk.write("script.py", script);
    let output = Command::new("python3")
        .arg("script.py")
        .current_dir(desk.path("."))
        .output()
        .expect("python3 is installed");
    assert!(
        output.status.success(),
        "{}\n(pip install openpyxl)",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn openpyxl_sees_every_cell_and_a_review_comes_back() {
    let desk = desk_with_built_samples();
    desk.line("import out/glossary.tsv").done();
    desk.line("export review.xlsx --from fr").done();
    desk.line("export table.tsv --from fr").done();
    let table = Table::read(&desk.text("table.tsv"));
    let seen = python(
        &desk,
        "import json, openpyxl\n\
         sheet = openpyxl.load_workbook('review.xlsx').active\n\
         for row in sheet.iter_rows(values_only=True):\n    print(json.dumps(row))\n",
    );
    let rows: Vec<Vec<Value>> = seen
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect();
    assert_eq!(rows.len(), table.rows.len() + 1);
    let column = |name: &str| {
        let found = rows[0].iter().position(|cell| cell == name);
        found.unwrap_or_else(|| panic!("no column {name}"))
    };
    let (term, status) = (column("term"), column("status"));
    assert_eq!(column("remark"), status + 1);
    for (row, expected) in rows[1..].iter().zip(table.cells("term")) {
        assert_eq!(row[term].as_str(), Some(expected));
    }
    python(
        &desk,
        "import openpyxl\n\
         book = openpyxl.load_workbook('review.xlsx')\n\
         sheet = book.active\n\
         names = {cell.value: cell.column for cell in sheet[1]}\n\
         sheet.cell(2, names['status']).value = 'approved'\n\
         sheet.cell(2, names['remark']).value = 'terme officiel'\n\
         sheet.cell(3, names['status']).value = 'rejected'\n\
         sheet.cell(4, names['note']).value = 'à revoir'\n\
         book.save('reviewed.xlsx')\n",
    );
    let ran = desk.line("import reviewed.xlsx").done();
    assert!(ran.stderr.contains(" 0 new, 3 changed"), "{}", ran.stderr);
    let listed = desk.line("glossary list --format jsonl").done().stdout;
    let concepts: Vec<Value> = listed
        .lines()
        .map(|line| serde_json::from_str(line).expect("a concept"))
        .collect();
    let of_row = |row: usize| {
        let id = &rows[row][column("id")];
        let found = concepts.iter().find(|concept| concept["id"] == *id);
        found.unwrap_or_else(|| panic!("{id} is gone"))
    };
    let (first, second, third) = (of_row(1), of_row(2), of_row(3));
    assert_eq!(first["status"], "approved");
    let decisions = first["history"].as_array().expect("decisions");
    let last = decisions.last().expect("a decision");
    assert_eq!(last["by"], "tester");
    assert_eq!(last["remark"], "terme officiel");
    assert_eq!(second["status"], "rejected");
    assert_eq!(third["notes"][0], "à revoir");
    // Nothing else of the concepts went the way of the sheet.
    desk.line("export after.tsv --from fr").done();
    let after = Table::read(&desk.text("after.tsv"));
    assert_eq!(after.rows.len(), table.rows.len() - 1);
    assert_eq!(after.cells("contexts")[0], table.cells("contexts")[0]);
}
