import Testing

@testable import ALCFRecord

/// Answer, accepted answers, the answer normalised, exact match, F1: computed with the official v1.1 algorithm in Python 3.
private let known: [(String, [String], String, Bool, Double)] = [
    ("Denver Broncos", ["Denver Broncos"], "denver broncos", true, 1.0),
    ("The Denver Broncos.", ["Denver Broncos"], "denver broncos", true, 1.0),
    ("**Denver Broncos**", ["Denver Broncos"], "denver broncos", true, 1.0),
    (
        "the Denver Broncos won in 2016", ["Denver Broncos", "Carolina Panthers"], "denver broncos won in 2016", false,
        0.5714285714285715
    ),
    ("a cat and an owl", ["the cat and owl"], "cat and owl", true, 1.0),
    ("", ["x"], "", false, 0.0),
    ("the", ["a"], "", true, 0.0),
    ("The!", ["an"], "", true, 0.0),
    ("x", [""], "x", false, 0.0),
    ("U.S. dollars", ["US dollars"], "us dollars", true, 1.0),
    ("well-known", ["well known"], "wellknown", false, 0.0),
    ("well-known", ["wellknown"], "wellknown", true, 1.0),
    ("the\u{202F}10\u{A0}km", ["10 km"], "10 km", true, 1.0),
    ("\u{201C}The Wall\u{201D}", ["The Wall"], "\u{201C} wall\u{201D}", false, 0.0),
    ("café", ["cafe\u{301}"], "café", false, 0.0),
    ("cafe\u{301} a", ["cafe\u{301}"], "cafe\u{301}", true, 1.0),
    ("STRASSE", ["straße"], "strasse", false, 0.0),
    ("ΟΔΟΣ", ["οδος"], "οδος", true, 1.0),
    ("ΟΔΟΣ", ["οδοσ"], "οδος", false, 0.0),
    ("İstanbul", ["i\u{307}stanbul"], "i\u{307}stanbul", true, 1.0),
    ("a\u{301} la carte", ["\u{301} la carte"], "\u{301} la carte", true, 1.0),
    ("a_b a", ["ab"], "ab", true, 1.0),
    ("theory of the an-swer", ["theory of answer"], "theory of answer", true, 1.0),
    ("²a the² the", ["²a the²"], "²a the²", true, 1.0),
    ("x\u{1C}y", ["x y"], "x y", true, 1.0),
    ("x\u{85}y\u{2029}z\u{200B}q", ["x y z q"], "x y z\u{200B}q", false, 0.5714285714285715),
    ("one two two three", ["two two two four"], "one two two three", false, 0.5),
    ("Ⅳ the Ⅳ", ["ⅳ ⅳ"], "ⅳ ⅳ", true, 1.0),
    ("don\u{2019}t stop", ["dont stop"], "don\u{2019}t stop", false, 0.5),
    ("10%\u{2013}20%", ["10\u{2013}20"], "10\u{2013}20", true, 1.0),
    ("an\u{AD} apple", ["apple"], "\u{AD} apple", false, 0.6666666666666666),
    ("½a a½ a", ["½a a½"], "½a a½", true, 1.0),
    ("the\u{B7}end", ["end"], "\u{B7}end", false, 0.0),
    ("A-a-A", ["aaa"], "aaa", true, 1.0),
    ("_the_", ["the"], "", true, 0.0),
    ("`the` \\ ~", ["x"], "", false, 0.0),
    ("一a a一 a", ["一a a一"], "一a a一", true, 1.0),
    ("a\u{BBE} b", ["x"], "\u{BBE} b", false, 0.0),
]

@Suite struct SquadMetricTests {
    @Test(arguments: known.indices) func agreesWithTheOfficialScript(_ index: Int) {
        let (answer, accepted, normalized, exact, f1) = known[index]
        #expect(Array(SquadMetric.normalized(answer).unicodeScalars) == Array(normalized.unicodeScalars))
        #expect(SquadMetric.exactMatch(answer, accepted) == exact)
        #expect(abs(SquadMetric.f1(answer, accepted) - f1) < 1e-12)
    }

    @Test func takesTheBestOfTheAcceptedAnswers() {
        #expect(SquadMetric.f1("gold and silver", ["iron", "gold", "gold and silver coins"]) > 0.85)
        #expect(SquadMetric.exactMatch("silver", ["gold", "Silver"]))
        #expect(SquadMetric.f1("silver", []) == 0)
        #expect(!SquadMetric.exactMatch("", []))
    }

    @Test func holdsWholeWordsOnly() {
        #expect(SquadMetric.contains("It was in 2010, they say.", ["2010"]))
        #expect(!SquadMetric.contains("It was in 2010.", ["10"]))
        #expect(SquadMetric.contains("It was **Enrico Fermi**.", ["x", "Enrico Fermi"]))
        #expect(!SquadMetric.contains("Enrico and Fermi", ["Enrico Fermi"]))
        #expect(!SquadMetric.contains("anything", ["the"]))
        #expect(!SquadMetric.contains("", ["x"]))
    }

    @Test func scoresTheWholeAndTheExtractedAnswer() {
        let score = SquadMetric.score("The text says so.\n\n**Answer:** Enrico Fermi.", ["Enrico Fermi", "Fermi"])
        #expect(!score.exactMatch)
        #expect(score.f1 > 0 && score.f1 < 1)
        #expect(score.contains)
        #expect(score.extractedExactMatch)
        #expect(score.extractedF1 == 1)
    }
}
