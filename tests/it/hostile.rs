//! Files that mean harm: each ends in a clear message, within a second and 200 MB, and no connection
//! is ever tried.

use crate::support::Desk;
use crate::support::desk::Ran;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// A memory around this content, with this document type.
fn memory(doctype: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n{doctype}\n<tmx version=\"1.4\"><body>\n{content}\n</body></tmx>\n"
    )
}

fn unit(text: &str) -> String {
    format!(
        "<tu><tuv xml:lang=\"fr\"><seg>{text}</seg></tuv><tuv xml:lang=\"en\"><seg>y</seg></tuv></tu>"
    )
}

/// Checks a file; gives what was said.
#[track_caller]
fn checked(name: &str, content: &str) -> String {
    let desk = Desk::new();
    desk.write("hostile.tmx", content);
    let ran = bounded(name, &desk, "check hostile.tmx");
    assert!(
        (0..=1).contains(&ran.code),
        "{name}: {} {}",
        ran.code,
        ran.stderr
    );
    format!("{}{}", ran.stdout, ran.stderr)
}

/// Runs the program under a limit of memory and of time; it must not panic.
#[track_caller]
fn bounded(name: &str, desk: &Desk, arguments: &str) -> Ran {
    // `ulimit -v` counts reserved addresses, of which an idle program has some too.
    let program = env!("CARGO_BIN_EXE_bitext");
    let script = format!("ulimit -v 400000; exec '{program}' {arguments}");
    let started = Instant::now();
    let mut command = desk.prepared(assert_cmd::Command::new("bash"));
    let ran = Ran::of(command.args(["-c", &script]));
    let took = started.elapsed();
    assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
    assert!((0..=2).contains(&ran.code), "{name}: {}", ran.code);
    // A second on a quiet machine; tests share theirs.
    assert!(took < Duration::from_secs(10), "{name}: {took:?}");
    ran
}

#[test]
fn entities_that_grow_are_stopped_and_named() {
    let mut laughs = String::from("<!DOCTYPE tmx [<!ENTITY l0 \"lol\">");
    for level in 1..10 {
        let before = format!("&l{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY l{level} \"{before}\">").expect("a string takes it");
    }
    laughs.push_str("]>");
    let said = checked("billion laughs", &memory(&laughs, &unit("&l9;")));
    assert!(said.contains("entities expand to more than"), "{said}");

    let quadratic = format!("<!DOCTYPE tmx [<!ENTITY a \"{}\">]>", "a".repeat(50_000));
    let said = checked(
        "quadratic",
        &memory(&quadratic, &unit(&"&a;".repeat(20_000))),
    );
    assert!(said.contains("entities expand to more than"), "{said}");
}

#[test]
fn depth_and_width_are_bounded() {
    let deep = format!("{}{}", "<ph>".repeat(100_000), "</ph>".repeat(100_000));
    let said = checked("100,000 levels", &memory("", &(unit(&deep) + &unit("x"))));
    assert!(said.contains("nested more than 512 deep"), "{said}");
    let said = checked(
        "100,000 levels, open",
        &memory("", &unit(&"<sub>".repeat(100_000))),
    );
    assert!(said.contains("nested more than"), "{said}");
    let mut wide = String::from("<tu");
    for number in 0..50_000 {
        write!(wide, " a{number}=\"x\"").expect("a string takes it");
    }
    wide.push_str("><tuv xml:lang=\"fr\"><seg>x</seg></tuv></tu>");
    let said = checked("50,000 attributes", &memory("", &wide));
    assert!(said.contains("more than 256 attributes"), "{said}");
    let said = checked("a long segment", &memory("", &unit(&"x".repeat(20 << 20))));
    assert!(said.contains("longer than"), "{said}");
}

/// A server that must not be asked for anything.
#[test]
fn nothing_outside_the_file_is_ever_opened() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    server.set_nonblocking(true).expect("a switch");
    let port = server.local_addr().expect("an address").port();
    let url = format!("http://127.0.0.1:{port}/x");
    let secret = Desk::new();
    secret.write("secret.txt", "TOP-SECRET");
    let file = secret.path("secret.txt");
    let doctypes = [
        format!("<!DOCTYPE tmx SYSTEM \"{url}\">"),
        format!("<!DOCTYPE tmx PUBLIC \"-//LISA//DTD TMX//EN\" \"{url}\">"),
        format!("<!DOCTYPE tmx [<!ENTITY e SYSTEM \"{url}\">]>"),
        format!(
            "<!DOCTYPE tmx [<!ENTITY e SYSTEM \"file://{}\">]>",
            file.display()
        ),
        format!("<!DOCTYPE tmx [<!ENTITY % p SYSTEM \"{url}\"> %p;]>"),
        format!("<!DOCTYPE tmx [<!ENTITY % p \"<!ENTITY e SYSTEM '{url}'>\"> %p;]>"),
    ];
    for doctype in &doctypes {
        let said = checked(doctype, &memory(doctype, &unit("a &e; b")));
        assert!(!said.contains("TOP-SECRET"), "{said}");
        if doctype.contains('[') {
            assert!(
                said.contains("entity &e;") || said.contains("entity %p;"),
                "{doctype}: {said}"
            );
        }
    }
    let asked = server.accept();
    assert!(asked.is_err(), "somebody connected: {asked:?}");
}

/// Every other format in XML goes through the same layer: files of units, termbases, rules.
#[test]
fn what_holds_for_memories_holds_for_all_xml() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    server.set_nonblocking(true).expect("a switch");
    let port = server.local_addr().expect("an address").port();
    let url = format!("http://127.0.0.1:{port}/x");
    let mut laughs = String::from("<!ENTITY e0 \"lol\">");
    for level in 1..10 {
        let before = format!("&e{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY e{level} \"{before}\">").expect("a string takes it");
    }
    laughs.push_str("<!ENTITY e \"&e9;\">");
    let subsets = [
        format!("<!ENTITY e SYSTEM \"{url}\">"),
        format!("<!ENTITY % p SYSTEM \"{url}\"> %p;"),
        laughs,
    ];
    let deep = "<a>".repeat(100_000);
    for (file, root, inside, command) in [
        (
            "x.xlf",
            "xliff version=\"1.2\"",
            "<file original=\"a\" source-language=\"en\" target-language=\"fr\" datatype=\"x\"><body>\
             <trans-unit id=\"1\"><source>a @ b</source><target>c</target></trans-unit></body></file>",
            "convert x.xlf out.tsv",
        ),
        (
            "x.tbx",
            "martif type=\"TBX\" xml:lang=\"en\"",
            "<text><body><termEntry id=\"1\"><langSet xml:lang=\"en\"><tig><term>a @ b</term></tig></langSet>\
             <langSet xml:lang=\"fr\"><tig><term>c</term></tig></langSet></termEntry></body></text>",
            "convert x.tbx out.tsv",
        ),
        (
            "x.xml",
            "mtf",
            "<conceptGrp><languageGrp><language type=\"English\" lang=\"EN\"/>\
             <termGrp><term>a @ b</term></termGrp></languageGrp></conceptGrp>",
            "convert x.xml out.tsv",
        ),
        (
            "x.srx",
            "srx version=\"2.0\"",
            "<header segmentsubflows=\"yes\" cascade=\"no\"/><body><languagerules>\
             <languagerule languagerulename=\"x\"><rule break=\"yes\"><beforebreak>@</beforebreak>\
             <afterbreak/></rule></languagerule></languagerules><maprules>\
             <languagemap languagepattern=\".*\" languagerulename=\"x\"/></maprules></body>",
            "align en.txt fr.txt --from en --to fr --srx x.srx -o out.tmx",
        ),
    ] {
        let name = root.split(' ').next().unwrap_or_default();
        let desk = Desk::new();
        desk.write("en.txt", "The boat leaves.\nThe lamp is lit.\n");
        desk.write("fr.txt", "Le bateau part.\nLa lampe est allumée.\n");
        for subset in &subsets {
            let content = inside.replace('@', "&e;");
            let xml = format!("<!DOCTYPE {name} [{subset}]><{root}>{content}</{name}>");
            desk.write(file, xml);
            let ran = bounded(file, &desk, command);
            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert!(said.contains("entit"), "{file}: {subset}: {said}");
        }
        let outside = format!("<!DOCTYPE {name} SYSTEM \"{url}\"><{root}>{inside}</{name}>");
        desk.write(file, outside);
        bounded(file, &desk, command);
        let xml = format!("<{root}>{}</{name}>", inside.replace('@', &deep));
        desk.write(file, xml);
        let ran = bounded(file, &desk, command);
        assert!(ran.stderr.contains("deep"), "{file}: {}", ran.stderr);
    }
    let asked = server.accept();
    assert!(asked.is_err(), "somebody connected: {asked:?}");
}

#[test]
fn a_file_cut_anywhere_says_so() {
    let whole = memory(
        "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">",
        &unit("a &amp; <ph>b</ph>"),
    );
    let end = whole.trim_end().len();
    for cut in 0..end {
        let mut reader = match bitext_tmx::Reader::new(&whole.as_bytes()[..cut]) {
            Ok(reader) => reader,
            Err(_) => continue,
        };
        let broken = loop {
            match reader.next_unit() {
                Ok(Some(_)) => {}
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert!(broken, "cut at byte {cut}: taken for whole");
    }
    for cut in [0, 10, 60, 100, end - 1] {
        checked(&format!("cut at {cut}"), &whole[..cut]);
    }
}

#[test]
fn characters_that_xml_forbids_are_reported() {
    for (name, text, said) in [
        ("raw control", "a\u{1}b", "U+0001"),
        ("reference", "a&#1;b", "&#1;"),
        ("half a pair", "a&#xD800;b", "surrogate"),
        ("noncharacter", "a&#xFFFF;b", "&#xFFFF;"),
    ] {
        let found = checked(name, &memory("", &unit(text)));
        assert!(found.contains(said), "{name}: {found}");
        assert!(found.contains("hostile.tmx:4:"), "{name}: {found}");
    }
}

#[test]
fn archives_that_mean_harm_are_refused() {
    use std::io::Write as _;
    let desk = Desk::new();
    let bomb = {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let block = "<!-- nothing -->".repeat(1 << 16);
        let block = block.as_bytes();
        for _ in 0..200 {
            out.write_all(block).expect("a vector takes it");
        }
        out.finish().expect("a vector takes it")
    };
    assert!(bomb.len() < 1_000_000);
    desk.write("bomb.tmx.gz", bomb);
    let ran = desk.line("check bomb.tmx.gz").ended(1);
    assert!(ran.stdout.contains("refused"), "{}", ran.stdout);
    let seed = crate::repository("tests/fuzz/seeds/zip/slip.zip");
    desk.write("slip.tmx.zip", std::fs::read(seed).expect("a seed"));
    let ran = desk.line("check slip.tmx.zip").ended(1);
    assert!(ran.stdout.contains("leads out"), "{}", ran.stdout);
    for name in ["memory.tmx.gz", "memory.tmx.zip"] {
        let seed = crate::repository("tests/fuzz/seeds/zip").join(name);
        desk.write(name, std::fs::read(seed).expect("a seed"));
        desk.line(&format!("convert {name} out.tsv")).done();
    }
}
