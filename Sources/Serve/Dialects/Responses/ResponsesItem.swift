import ALCFJSON

/// An item of an answer of the Responses API.
struct ResponsesItem {
    let id: String
    let block: AnswerBlocks.Block
    /// The tool that a call is of.
    let tool: ResponsesTools.Tool?
    let request: ResponsesRequest

    /// - Parameters:
    ///   - number: number of the item in the answer.
    ///   - answer: text that no other answer has.
    init(_ block: AnswerBlocks.Block, number: Int, answer: String, _ request: ResponsesRequest) {
        self.block = block
        self.request = request
        let kind: String
        switch block.kind {
        case .text, .refusal: (kind, tool) = ("msg", nil)
        case .reasoning: (kind, tool) = ("rs", nil)
        case .call(_, _, let name):
            let tool = request.tools.tool(named: name)
            self.tool = tool
            kind =
                switch tool.kind {
                case .function: "fc"
                case .custom: "ctc"
                case .shell: "lsh"
                }
        }
        id = "\(kind)_\(answer)_\(number)"
    }

    /// Returns the item.
    ///
    /// - Parameter status: `in_progress` for one without its text, `completed` or `incomplete` for one with it.
    func json(status: String) -> JSONValue {
        let isWhole = status != "in_progress"
        switch block.kind {
        case .reasoning: return reasoning(status: status)
        case .text, .refusal:
            return [
                "id": .string(id), "type": "message", "status": .string(status), "role": "assistant",
                "content": isWhole ? [part(isWhole: true)] : [],
            ]
        case .call(_, let call, let name):
            var item: JSONObject = ["id": .string(id), "call_id": .string(call), "status": .string(status)]
            switch tool?.kind ?? .function {
            case .function:
                item["type"] = "function_call"
                item["name"] = .string(tool?.name ?? name)
                item["namespace"] = tool?.namespace.map { .string($0) }
                item["arguments"] = .string(isWhole ? arguments : "")
            case .custom:
                item["type"] = "custom_tool_call"
                item["name"] = .string(tool?.name ?? name)
                item["namespace"] = tool?.namespace.map { .string($0) }
                item["input"] = .string(isWhole ? input : "")
            case .shell:
                item["type"] = "local_shell_call"
                item["action"] = .object(isWhole ? action : ["type": "exec", "command": [], "env": [:]])
            }
            return .object(item)
        }
    }

    /// Returns the only part of a message, or the text of reasoning.
    func part(isWhole: Bool) -> JSONValue {
        let text: JSONValue = .string(isWhole ? block.text : "")
        switch block.kind {
        case .refusal: return ["type": "refusal", "refusal": text]
        case .reasoning:
            return ["type": .string(request.wantsSummary ? "summary_text" : "reasoning_text"), "text": text]
        default:
            return [
                "type": "output_text", "text": text, "annotations": [],
                "logprobs": .array(isWhole ? block.logprobs : []),
            ]
        }
    }

    /// The arguments of a call. Clients read them as JSON, so that none at all are an empty object.
    var arguments: String { block.text.allSatisfy(\.isWhitespace) ? "{}" : block.text }

    /// The text for a tool that takes any.
    var input: String {
        guard let object = JSONText.object(block.text), let input = object["input"]?.string else { return block.text }
        return input
    }

    private func reasoning(status: String) -> JSONValue {
        var item: JSONObject = ["id": .string(id), "type": "reasoning", "status": .string(status), "summary": []]
        guard status != "in_progress" else { return .object(item) }
        item[request.wantsSummary ? "summary" : "content"] = [part(isWhole: true)]
        if request.wantsOpaqueReasoning {
            item["encrypted_content"] = .string(OpaqueReasoning.encode(block.text))
        }
        return .object(item)
    }

    private var action: JSONObject {
        var action: JSONObject = ["type": "exec"]
        let arguments = JSONText.object(block.text) ?? JSONObject()
        switch arguments["command"] {
        case .array(let words): action["command"] = .array(words)
        case .string(let line): action["command"] = ["sh", "-c", .string(line)]
        // Words of the model's own are shown to the user, who is asked before they are run.
        default: action["command"] = [.string(block.text)]
        }
        action["env"] = [:]
        for name in ["working_directory", "timeout_ms"] { action[name] = arguments[name]?.present }
        return action
    }
}
