import Testing

@testable import ALCFRecord

/// Units and F1 as MLQA's evaluation script has them for Chinese (`mixed_segmentation`, punctuation of Unicode's category P, no articles), worked
/// out with a script of that description in Python 3.
/// Answer, accepted answers, exact match, F1.
private let known: [(String, [String], Bool, Double)] = [
    ("東京。", ["東京"], true, 1.0), ("東京", ["東京。"], true, 1.0), ("「東京」です。", ["東京"], false, 0.6666666666666666),
    ("東京都", ["京都"], false, 0.8), ("北京 。", ["北京"], true, 1.0), ("서울 특별시", ["서울특별시"], true, 1.0),
    ("서울은", ["서울"], false, 0.8), ("２０１０年！", ["2010年"], true, 1.0), ("10年", ["2010年"], false, 0.5),
    ("答案是北京", ["上海", "北京"], false, 0.5714285714285715),
]

@Suite struct CJKTextTests {
    @Test(arguments: [
        ("東京。", ["東", "京"]), ("「東京」、です！", ["東", "京", "で", "す"]), ("２０１０年", ["2010", "年"]),
        ("ＮＢＡ　の Team", ["nba", "の", "team"]), ("ﾊﾞﾅﾅ", ["バ", "ナ", "ナ"]), ("か\u{3099}", ["が"]),
        ("서울특별시", ["서", "울", "특", "별", "시"]),
        ("\u{1112}\u{1161}\u{11AB}", ["한"]), ("the 東京 a", ["the", "東", "京", "a"]), ("々ー", ["々", "ー"]),
        ("葛\u{E0100}", ["葛"]),
        ("\u{F900}", ["\u{8C48}"]), ("《》", []), ("3.5％", ["35"]),
    ])
    func takesTextsApart(text: String, units: [String]) { #expect(CJKText.units(text) == units) }

    @Test(arguments: known) func scoresCharacters(answer: String, accepted: [String], exact: Bool, f1: Double) {
        #expect(SquadMetric.exactMatch(answer, accepted) == exact)
        #expect(abs(SquadMetric.f1(answer, accepted) - f1) < 1e-12)
    }

    @Test func theQuestionsLanguageCounts() {
        let question = "Context: 篮球运动员在 NBA 打球。\n\nQuestion: 他在哪个联盟？\n\nAnswer:"
        #expect(SquadMetric.exactMatch("ＮＢＡ。", ["NBA"], about: question))
        #expect(SquadMetric.score("答案：ＮＢＡ。", ["NBA"], about: question).extractedExactMatch)
        // An English question about a Chinese name is scored as the official script scores it.
        let english = "Context: Beijing (北京) is a city.\n\nQuestion: What is its code?\n\nAnswer:"
        #expect(!SquadMetric.exactMatch("BJ。", ["BJ"], about: english))
        #expect(SquadMetric.exactMatch("北京。", ["北京"], about: english))
        #expect(SquadMetric.contains("首都は東京です", ["東京"]) && !SquadMetric.contains("2010年", ["10年"]))
        #expect(!SquadMetric.contains("東京", ["。"]))
    }

    @Test func knowsWhichTextsTheyAre() {
        #expect(CJKText.prevails(in: "東京 tower") == false && CJKText.prevails(in: "東京タワー TV"))
        #expect(!CJKText.prevails(in: "") && !CJKText.prevails(in: "2010。") && !CJKText.prevails(in: "Ωμέγα"))
    }

    @Test func findsTheAnswerBehindALabelOfTheseLanguages() {
        #expect(AnswerExtraction.extract("理由は略。\n答え：東京") == "東京")
        #expect(AnswerExtraction.extract("정답: 서울") == "서울")
        #expect(AnswerExtraction.extract("最终答案：\n北京") == "北京")
        #expect(AnswerExtraction.extract("Answer：Rome") == "Rome")
        // A character that only looks like a line's end does not end one.
        #expect(AnswerExtraction.extract("Enrico\u{2028}Fermi") == "Enrico\u{2028}Fermi")
        #expect(AnswerExtraction.extract("x\rEnrico Fermi\r") == "Enrico Fermi")
    }
}
