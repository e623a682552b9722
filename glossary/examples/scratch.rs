use bitext_glossary::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let options = tsv::ReadOptions::pair(&*args[2], &*args[3]);
    let t = std::time::Instant::now();
    let reading = match tsv::read(&bytes, &options) {
        Ok(r) => r,
        Err(e) => {
            println!("{}: ERROR {e}", args[1]);
            return;
        }
    };
    println!(
        "{}: rows {} concepts {} skipped {} findings {} in {:?}",
        args[1],
        reading.rows,
        reading.glossary.len(),
        reading.skipped(),
        reading.findings.len(),
        t.elapsed()
    );
    for f in reading.findings.iter().take(4) {
        println!("   {f}");
    }
    if args.len() < 5 {
        return;
    }
    for ext in ["tsv", "tbx", "utf8"] {
        let t = std::time::Instant::now();
        let mut out = Vec::new();
        let report = exporter(ext)
            .unwrap()
            .write(
                &reading.glossary,
                &Selection::pair(&*args[2], &*args[3]),
                &mut out,
            )
            .unwrap();
        println!(
            "  {ext}: {} concepts {} terms {} left out, {} bytes in {:?}",
            report.concepts,
            report.terms,
            report.left_out,
            out.len(),
            t.elapsed()
        );
        for l in &report.losses {
            println!("     lost {} × {} ({})", l.count, l.what, l.first);
        }
        if ext == "tsv" {
            let back = tsv::read(&out, &tsv::ReadOptions::default()).unwrap();
            println!(
                "     round trip same: {}",
                back.glossary == reading.glossary
            );
        }
        std::fs::write(format!("{}.{ext}", args[4]), out).unwrap();
    }
}
