//! The commonest function words of languages that share the Latin script, for which there is no
//! frequency list. Folded, in byte order.

/// A language and its function words.
pub(super) type FunctionWords = (&'static str, &'static [&'static str]);

/// By language code.
#[rustfmt::skip]
pub(super) const FUNCTION_WORDS: &[FunctionWords] = &[
    ("cs", &["a", "aby", "ale", "do", "i", "jako", "je", "jeho", "jsou", "k", "která", "které", "který", "na", "nebo", "o", "od", "po", "podle", "pro", "při", "s", "se", "si", "tak", "to", "v", "ve", "z", "za", "ze", "že"]),
    ("da", &["af", "at", "den", "der", "det", "eller", "en", "er", "et", "for", "fra", "har", "i", "ikke", "kan", "med", "og", "om", "på", "sig", "skal", "som", "til", "var", "ved"]),
    ("de", &["als", "an", "auch", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "des", "die", "durch", "ein", "eine", "einem", "einen", "einer", "er", "es", "für", "hat", "ich", "im", "in", "ist", "mit", "nach", "nicht", "oder", "sich", "sie", "sind", "und", "von", "vor", "war", "werden", "wie", "wir", "wird", "zu", "zum", "zur", "über"]),
    ("es", &["a", "al", "como", "con", "de", "del", "el", "en", "es", "está", "esta", "este", "fue", "ha", "la", "las", "lo", "los", "más", "no", "o", "para", "pero", "por", "que", "se", "ser", "sin", "sobre", "son", "su", "sus", "también", "todo", "un", "una", "y", "ya"]),
    ("fi", &["ei", "että", "hän", "ja", "joka", "jos", "kaikki", "kuin", "kun", "mutta", "myös", "niin", "ole", "oli", "on", "ovat", "sekä", "se", "sen", "tai", "tämä", "voi"]),
    ("hu", &["a", "az", "egy", "ez", "hogy", "is", "ki", "meg", "mint", "nem", "s", "vagy", "van", "volt", "és"]),
    ("it", &["a", "ai", "al", "alla", "anche", "che", "come", "con", "da", "dai", "dal", "dalla", "dei", "del", "dell'", "della", "delle", "di", "e", "gli", "ha", "i", "il", "in", "l'", "la", "le", "lo", "ma", "nel", "nella", "non", "o", "per", "più", "se", "si", "sono", "su", "un", "una", "è"]),
    ("nb", &["av", "at", "den", "det", "eller", "en", "enhver", "er", "et", "etter", "for", "fra", "har", "i", "ikke", "kan", "med", "og", "om", "på", "seg", "skal", "som", "til", "var"]),
    ("nl", &["aan", "als", "bij", "dat", "de", "die", "door", "een", "en", "er", "het", "hij", "ik", "in", "is", "maar", "met", "naar", "niet", "of", "om", "ook", "op", "te", "tot", "van", "voor", "was", "wat", "worden", "wordt", "zijn"]),
    ("pl", &["a", "ale", "co", "czy", "dla", "do", "i", "jak", "jest", "jego", "które", "który", "lub", "ma", "na", "nie", "o", "od", "oraz", "po", "przez", "się", "są", "to", "w", "we", "z", "za", "ze", "że"]),
    ("pt", &["a", "ao", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "em", "foi", "mais", "mas", "na", "nas", "no", "nos", "não", "o", "os", "ou", "para", "pela", "pelo", "por", "que", "se", "ser", "seu", "sua", "são", "também", "um", "uma", "à", "é"]),
    ("ro", &["a", "al", "ale", "au", "ca", "care", "cu", "de", "din", "este", "fi", "în", "la", "mai", "nu", "o", "pe", "pentru", "prin", "sau", "se", "sunt", "și", "să", "un", "unei", "unui"]),
    ("sv", &["att", "av", "de", "den", "det", "eller", "en", "ett", "från", "för", "har", "i", "inte", "kan", "med", "och", "om", "på", "sig", "ska", "som", "till", "var", "vid", "är"]),
    ("tr", &["ama", "bir", "bu", "da", "de", "daha", "en", "gibi", "her", "için", "ile", "ki", "olan", "olarak", "ve", "veya", "çok"]),
    ("vi", &["bị", "các", "có", "của", "cho", "cũng", "do", "được", "hay", "hoặc", "không", "là", "mọi", "một", "người", "nhân", "những", "phải", "quyền", "trong", "và", "về", "với", "đều", "để", "đó"]),
];
