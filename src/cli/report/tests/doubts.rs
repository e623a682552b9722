//! The doubtful beads of the fixture.

use super::super::*;
use super::fixture::strings;

pub(super) fn doubts() -> Vec<DoubtfulBead> {
    let bead =
        |document: &str, at: (usize, usize), confidence, why, source: &[&str], target: &[&str]| {
            DoubtfulBead {
                document: document.to_owned(),
                source_at: at.0..at.0 + source.len(),
                target_at: at.1..at.1 + target.len(),
                confidence,
                why,
                source: strings(source),
                target: strings(target),
                before: None,
                after: None,
            }
        };
    let (convention, cyber) = (
        "fr/convention-de-hanoi.txt",
        "fr/gouvernance-du-cyberespace.txt",
    );
    let (onudc, law) = ("fr/reportage-onudc.txt", "fr/etat-de-droit.txt");
    let mut list = vec![
        bead(
            cyber,
            (402, 409),
            0.12,
            vec![Doubt::LowConfidence, Doubt::DifferentLength],
            &[
                "Personne n’est propriétaire du cyberespace, et pourtant chacun y pose ses clôtures.",
            ],
            &["No one owns it."],
        ),
        bead(
            onudc,
            (34, 35),
            0.18,
            vec![Doubt::ManyToMany, Doubt::LowConfidence],
            &[
                "« Un juge m’a demandé : “Qui a touché cet appareil avant vous ?”",
                "Je n’ai pas su répondre, et le dossier s’est effondré », raconte l’inspecteur Sylla.",
            ],
            &[
                "Since then, he has been teaching chain of custody himself.",
                "Every piece of digital evidence is given a hash, a label and a signature.",
            ],
        ),
        bead(
            convention,
            (61, 63),
            0.24,
            vec![Doubt::DifferentNumbers],
            &["Les rançongiciels auraient coûté 83,5 millions d’euros aux collectivités en 2024."],
            &[
                "Over the same period, 1,234,567 phishing reports were logged on the regional portal.",
            ],
        ),
        bead(
            law,
            (19, 19),
            0.27,
            vec![Doubt::UntranslatedCopy],
            &["Nullum crimen, nulla poena sine lege."],
            &["Nullum crimen, nulla poena sine lege."],
        ),
        bead(
            cyber,
            (411, 416),
            0.31,
            vec![Doubt::Null],
            &[
                "Un paragraphe entier sur les câbles sous-marins ne figure pas dans l’autre version.",
            ],
            &[],
        ),
        bead(
            cyber,
            (640, 645),
            0.33,
            vec![Doubt::Null],
            &[],
            &["The English version adds a reminder that the norms of 2015 remain voluntary."],
        ),
        bead(
            convention,
            (14, 14),
            0.38,
            vec![Doubt::LowConfidence],
            &[
                "Plusieurs ONG craignent néanmoins que la Convention ne serve de prétexte à la surveillance.",
            ],
            &[
                "Supporters of the Convention insist that no other United Nations criminal-law treaty contains so many safeguards.",
            ],
        ),
        bead(
            onudc,
            (9, 10),
            0.41,
            vec![Doubt::LowConfidence],
            &["Et puis il y a la cafetière."],
            &["One coffee machine."],
        ),
        bead(
            law,
            (30, 31),
            0.46,
            vec![Doubt::DifferentLength],
            &["La loi est la même pour tous."],
            &[
                "The law, as the judges never tire of repeating to anyone who will listen, is the same for everyone, for the powerful and for the weak, for the State and for those who oppose it.",
            ],
        ),
        bead(
            cyber,
            (87, 88),
            0.49,
            vec![Doubt::LowConfidence],
            &["C’est là que le bât blesse."],
            &["And there’s the rub."],
        ),
        bead(
            cyber,
            (702, 711),
            0.52,
            vec![Doubt::ManyToMany],
            &[
                "L’UIT n’a pas de pouvoir de police.",
                "Elle ne le réclame pas.",
            ],
            &["ITU has no police powers.", "It isn’t asking for any."],
        ),
        bead(
            convention,
            (97, 99),
            0.55,
            vec![Doubt::LowConfidence],
            &["Les FAI, eux, demandent qui paiera."],
            &["Who will foot the bill?"],
        ),
        bead(
            onudc,
            (71, 73),
            0.58,
            vec![Doubt::LowConfidence],
            &["Dans le jargon, on les appelle des « mules »."],
            &["They are known as “mules”."],
        ),
        bead(
            cyber,
            (911, 922),
            0.63,
            vec![Doubt::DifferentNumbers],
            &["Il y a 10 ans, l’accord tenait sur deux pages."],
            &["A decade ago, the agreement ran to two pages."],
        ),
        bead(
            law,
            (41, 42),
            0.68,
            vec![Doubt::DifferentLength, Doubt::LowConfidence],
            &["Une justice indépendante"],
            &[
                "Independence is not a privilege of judges; it is a right of those who come before them.",
            ],
        ),
    ];
    list[1].before = Some((
        "À Dakar, à Nairobi et à Panama, l’ONUDC apprend aux policiers à saisir un téléphone."
            .to_owned(),
        "UNODC teaches police officers to seize a telephone without altering its contents."
            .to_owned(),
    ));
    list[1].after = Some((
        "Depuis, il enseigne lui-même la chaîne de traçabilité.".to_owned(),
        "Every hand that touches it leaves a name, a date and a time.".to_owned(),
    ));
    list
}
