import Testing

@testable import ALCFRecord

/// Well-known shapes of data sets: ShareGPT, OpenAI's messages, Alpaca, Dolly, HotpotQA and others.
@Suite struct RecordedDataTests {
    func prompts(_ text: String, _ name: String = "x.jsonl") throws -> [Prompt] {
        switch try DataFile.read(Array(text.utf8), name: name) {
        case .prompts(let work): work.prompts
        case .questions(let set, _, _): set.questions.map { Prompt($0) }
        }
    }

    @Test func chineseAndJapaneseAreNotTooShort() throws {
        for (question, reply) in [("讲讲大海。", "大海很宽广。"), ("海について教えて", "海は広いです"), ("บอกฉันเกี่ยวกับทะเล", "ทะเลกว้างและเค็ม")] {
            let text =
                #"[{"id":1,"conversations":[{"from":"human","value":"\#(question)"},{"from":"gpt","value":"\#(reply)"}]}]"#
            #expect(try prompts(text, "x.json").map(\.text) == [question])
        }
        let long = String(repeating: "海", count: 7_000)
        let text = #"[{"conversations":[{"from":"human","value":"\#(long)"},{"from":"gpt","value":"海は広いです"}]}]"#
        #expect(try prompts(text, "x.json").count == 1)
        for (question, reply) in [("hi", "海は広いです"), ("海について教えて", "はい"), (long + long, "海は広いです")] {
            let text =
                #"[{"conversations":[{"from":"human","value":"\#(question)"},{"from":"gpt","value":"\#(reply)"}]}]"#
            #expect(throws: BenchError.self) { try prompts(text, "x.json") }
        }
    }

    @Test func sendsTheSystemPromptAndLeavesEmptyTurnsOut() throws {
        let text = """
            {"id":"a","conversations":[{"from":"system","value":"Be kind."},{"from":"human","value":" "},{"from":"human","value":"Tell me about the sea."},{"from":"gpt","value":""},{"from":"gpt","value":"The sea is wide indeed."},{"from":"human","value":""},{"from":"human","value":"And the sky?"}]}
            {"id":"b","system":"Be brief.","conversations":[{"from":"human","value":"Tell me about the sea."},{"from":"gpt","value":"The sea is wide indeed."}]}
            """
        let all = try prompts(text)
        #expect(all.map(\.text) == ["Tell me about the sea.", "And the sky?", "Tell me about the sea."])
        #expect(all.map(\.system) == ["Be kind.", nil, "Be brief."] && all.map(\.turn) == [0, 1, 0])
        #expect(try Prompt(json: all[0].json) == all[0])
    }

    @Test func readsMessages() throws {
        let text = """
            {"messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":"x"},{"role":"user","content":"More"}]}
            {"messages":[{"role":"developer","content":"D"},{"role":"user","content":"Go"}],"max_tokens":7}
            """
        let all = try prompts(text)
        #expect(all.map(\.text) == ["Hi", "More", "Go"] && all.map(\.system) == ["S", nil, "D"])
        #expect(all.map(\.id) == ["1", "1.2", "2"] && all[2].maxTokens == 7)
        #expect(throws: BenchError.self) { try prompts(#"{"messages":[{"role":"system","content":"S"}]}"#) }
        #expect(try prompts(#"{"prompt":[{"role":"user","content":"Hi"}]}"#).map(\.text) == ["Hi"])
        // As pandas writes them into a cell.
        let cell = "messages\n\"[{'role': 'user', 'content': 'Hi'}\n {'role': 'assistant', 'content': 'x'}]\"\n"
        #expect(try prompts(cell, "x.csv").map(\.text) == ["Hi"])
    }

    @Test func inputAndContextArePartOfTheQuestion() throws {
        let alpaca =
            #"{"instruction":"Translate","input":"Guten Tag","output":"Good day","text":"…"}"# + "\n"
            + #"{"instruction":"Sing","input":"","output":"La"}"#
        #expect(try prompts(alpaca).map(\.text) == ["Translate\n\nGuten Tag", "Sing"])
        let dolly = #"{"instruction":"When?","context":"It was 1942.","response":"1942","category":"closed_qa"}"#
        #expect(try prompts(dolly).map(\.text) == ["When?\n\nIt was 1942."])
        for context in [
            #"[["Pile",["Fermi built it."," In 1942."]],["Lab",["It is near Chicago."]]]"#,
            #"{"title":["Pile","Lab"],"sentences":[["Fermi built it."," In 1942."],["It is near Chicago."]]}"#,
            #"[{"title":"Pile","paragraph_text":"Fermi built it. In 1942."},{"title":"Lab","text":"It is near Chicago."}]"#,
        ] {
            let hotpot = #"{"_id":"h","question":"Who?","answer":"Fermi","context":\#(context)}"#
            let all = try prompts(hotpot)
            #expect(
                all[0].text
                    == "Context: Pile\nFermi built it. In 1942.\n\nLab\nIt is near Chicago.\n\nQuestion: Who?\n\nAnswer:"
            )
            #expect(all[0].id == "h" && all[0].answers == ["Fermi"])
        }
        for context in ["7", #"[["Pile"]]"#, #"{"title":["a"],"sentences":[]}"#, "[[1,[2]]]"] {
            let error = #expect(throws: BenchError.self) {
                try prompts(#"{"question":"Who?","answer":"Fermi","context":\#(context)}"#)
            }
            #expect(error?.message.contains("line 1") == true && error?.message.contains("context") == true)
        }
    }

    @Test func readsOtherFormsOfAnswers() throws {
        for (answer, expected) in [
            (#""answer":42"#, ["42"]), (#""answer":{"value":"Rome","aliases":["Roma","Rome"]}"#, ["Rome", "Roma"]),
            (#""answer":"Rome","answer_aliases":["Roma"]"#, ["Rome", "Roma"]),
            (#""answers":[{"text":"a"},{"text":"b"}]"#, ["a", "b"]),
            (#""answers":"[O III]""#, ["[O III]"]),
        ] {
            #expect(try prompts(#"{"question":"?",\#(answer)}"#)[0].answers == expected)
        }
        #expect(throws: BenchError.self) { try prompts(#"{"question":"?","answers":[["a"]]}"#) }
        // SQuAD as some tools flatten it.
        let flat =
            #"{"version":"x","data":[{"id":1,"context":"c","question":"?","answers":{"text":["a"],"answer_start":[0]}}]}"#
        #expect(try prompts(flat, "flat.json").map(\.id) == ["1"])
    }

    @Test func aQuestionWithoutAPassageHasNoEmptyContext() throws {
        #expect(try prompts(#"{"question":"Who?","answer":"Fermi"}"#)[0].text == "Question: Who?\n\nAnswer:")
    }
}
