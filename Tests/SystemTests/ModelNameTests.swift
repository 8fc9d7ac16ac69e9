import ALCFSystem
import Testing

@Suite struct ModelNameTests {
    @Test(arguments: [
        ("gpt-oss-120b", "gpt-oss-120b"), ("openai/gpt-oss-120b", "gpt-oss-120b"),
        ("gpt-oss-120b-131072", "gpt-oss-120b"), ("m-8192", "m"), ("m-32k", "m"),
        ("Meta-Llama-3.1-8B-Instruct", "meta-llama-3.1-8b-instruct"), ("gemma-3-27b", "gemma-3-27b"),
        ("gpt-4", "gpt-4"), ("", ""), ("-8192", "-8192"), ("m-k", "m-k"), ("m-+2048", "m-+2048"),
        ("m-10000", "m-10000"),
        // Dates, four of which are multiples of 1,024.
        ("m-20251009", "m-20251009"), ("m-20250624", "m-20250624"), ("m-2407", "m-2407"), ("m-1024", "m-1024"),
        ("m-200704", "m-200704"), ("m-20240128", "m-20240128"),
        // 20 Mi are no date: there is no month 97.
        ("m-20971520", "m"),
    ])
    func theCoreHasNoOwnerAndNoContextLength(_ name: String, _ core: String) {
        #expect(ModelName(name).core == core)
    }

    @Test(arguments: [
        (["gpt-oss-120b", "openai/gpt-oss-120b", "gpt-oss-120b-131072"], true),
        (["x", "x-8192"], true),
        (["x-20250624", "x-20251009"], false),
        (["x", "x-20251009"], false),
        (["openai/x", "unsloth/x"], false),
        (["/data/models/x", "openai/x"], true),
        // The same as x each, and not as one another.
        (["x", "openai/x", "unsloth/x"], false),
        ([], true),
    ])
    func sameWeights(_ names: [String], _ areSame: Bool) {
        #expect(ModelName.areSame(names) == areSame)
        #expect(ModelName.areSame(names.reversed()) == areSame)
    }
}
