/// Texts with their tokens, the larger of the counts by tiktoken's `o200k_base` and `cl100k_base`.
enum TokenEstimateSamples {
    struct Sample: Sendable {
        let text: String
        let tokens: Int
    }

    static let all: [Sample] = [
        Sample(text: "Hello, world.", tokens: 4),
        Sample(text: "The quick brown fox jumps over the lazy dog, and nobody seems to mind at all.", tokens: 18),
        Sample(
            text:
                "Please summarise the following report in three sentences, and name the uncertainties that matter most.",
            tokens: 18),
        Sample(text: "func add(_ a: Int, to b: Int) -> Int {\n    let sum = a + b\n    return sum\n}\n", tokens: 28),
        Sample(
            text:
                "{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Chicago\",\"unit\":\"celsius\",\"days\":[1,2,3]}}",
            tokens: 26),
        Sample(
            text:
                "def main(argv: list[str]) -> int:\n    for index, value in enumerate(argv):\n        print(f\"{index}: {value}\")\n    return 0\n",
            tokens: 33),
        Sample(text: "人工智能是计算机科学的一个分支，它企图了解智能的实质。", tokens: 30),
        Sample(text: "Это предложение написано по-русски.", tokens: 15),
        Sample(text: "Die Geschwindigkeitsbegrenzung auf der Bundesautobahn wurde aufgehoben.", tokens: 21),
        Sample(text: "これは日本語の文章です。", tokens: 10),
        Sample(text: "한국어 문장입니다.", tokens: 8),
        Sample(text: "3.14159265358979 2.71828182845905 1.41421356237310", tokens: 23),
        Sample(text: "| column | value |\n| --- | --- |\n| a | 1 |\n| b | 2 |\n", tokens: 22),
        Sample(
            text: "diff --git a/main.c b/main.c\n--- a/main.c\n+++ b/main.c\n@@ -1,3 +1,4 @@\n+#include <stdio.h>\n",
            tokens: 37),
        Sample(text: "/usr/local/lib/python3.11/site-packages/openai/_streaming.py:142", tokens: 18),
        Sample(text: "\n\n\n        \t\tx\n", tokens: 4),
        Sample(text: "🎉🚀 done ✅", tokens: 9),
        Sample(text: "", tokens: 0),
        Sample(text: "SELECT COUNT(*) FROM users WHERE created_at > '2026-01-01' AND isActive = TRUE;", tokens: 23),
        Sample(text: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", tokens: 35),
    ]
}
