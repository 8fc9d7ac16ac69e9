import Testing

@testable import ALCFCommands

@Suite struct ChatSlashTests {
    @Test(arguments: [
        ("/model gemma metis", SlashCommand.model("gemma", cluster: "metis")), ("/model", .model(nil, cluster: nil)),
        ("/system be brief, please", .system("be brief, please")), ("/save a b.md", .save("a b.md")),
        ("/save", .wrong("/save needs the name of a file")), ("/quit", .quit), ("/QUIT", .quit), ("/clear ", .clear),
        ("/nonsense", .wrong("there is no command /nonsense; /help lists the commands")),
    ])
    func reads(_ line: String, _ command: SlashCommand) { #expect(SlashCommand(line) == command) }

    @Test(arguments: ["/etc/hosts: what is it?", " /clear", "what is /clear", "/", "/save x\nand more"])
    func leavesQuestions(_ line: String) { #expect(SlashCommand(line) == nil) }
}
