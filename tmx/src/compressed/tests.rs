use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn content(bytes: Vec<u8>) -> Result<String, String> {
    let mut out = String::new();
    open(Cursor::new(bytes), &Limits::default())
        .map_err(|error| error.to_string())?
        .read_to_string(&mut out)
        .map_err(|error| error.to_string())?;
    Ok(out)
}

#[test]
fn opens_what_is_compressed_and_what_is_not() {
    assert_eq!(content(b"<tmx/>".to_vec()).unwrap(), "<tmx/>");
    assert_eq!(content(Vec::new()).unwrap(), "");
    assert_eq!(content(gzip(b"<tmx/>")).unwrap(), "<tmx/>");
    let two = [gzip(b"<tmx>"), gzip(b"</tmx>")].concat();
    assert_eq!(content(two).unwrap(), "<tmx></tmx>");
    let archive = zip(&[("readme.txt", b"x"), ("m/Memory.TMX", b"<tmx/>")]);
    assert_eq!(content(archive).unwrap(), "<tmx/>");
}

#[test]
fn refuses_archives_that_mean_harm() {
    for name in [
        "../memory.tmx",
        "/etc/memory.tmx",
        "a/../../memory.tmx",
        "..\\memory.tmx",
    ] {
        let error = content(zip(&[(name, b"<tmx/>")])).unwrap_err();
        assert!(error.contains("leads out of it"), "{name}: {error}");
    }
    let error = content(zip(&[("a.tmx", b""), ("b.tmx", b"")])).unwrap_err();
    assert!(error.contains("2 files ending in .tmx"), "{error}");
    let error = content(zip(&[("a.txt", b"")])).unwrap_err();
    assert!(error.contains("0 files"), "{error}");
    // Cut off: the directory at the end is gone.
    let mut cut = zip(&[("a.tmx", b"<tmx/>")]);
    cut.truncate(cut.len() / 2);
    assert!(content(cut).is_err());
    let limits = Limits {
        max_entries: 1,
        ..Limits::default()
    };
    let many = zip(&[("a.tmx", b""), ("b.txt", b"")]);
    let error = check_archive(Cursor::new(many), &limits).unwrap_err();
    assert!(matches!(error, Error::TooMuch(_)));
}

#[test]
fn a_bomb_goes_off_in_nobodys_memory() {
    let zeros = vec![b' '; 64 << 20];
    for bomb in [gzip(&zeros), zip(&[("bomb.tmx", &zeros)])] {
        assert!(bomb.len() < 100_000);
        let error = content(bomb).unwrap_err();
        assert!(error.contains("refused"), "{error}");
    }
    // What lies about its size is found out when it comes out.
    let mut bomb = Vec::new();
    let limits = Limits::default();
    let error = gunzip(Cursor::new(gzip(&zeros)), &limits)
        .read_to_end(&mut bomb)
        .unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert!(bomb.len() as u64 <= limits.free_bytes + (1 << 20));
}

#[test]
fn what_is_compressed_is_opened_and_the_bytes_are_the_same() {
    for (name, expected) in [
        ("a.tmx", Kind::Plain),
        ("a.tmx.GZ", Kind::Gzip),
        ("a.tmx.zip", Kind::Zip),
    ] {
        assert_eq!(kind_of_name(name), expected);
        let written = || {
            let mut out = Vec::new();
            let mut compressor = Compressor::new(&mut out, expected, "a.tmx").unwrap();
            compressor.write_all(b"<tmx/>").unwrap();
            compressor.finish().unwrap();
            out
        };
        assert_eq!(written(), written());
        assert_eq!(kind(&written()), expected);
        assert_eq!(content(written()).unwrap(), "<tmx/>");
    }
}
