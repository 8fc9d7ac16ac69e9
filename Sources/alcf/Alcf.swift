import ALCFCommands

@main
struct Alcf {
    static func main() async { await AlcfCommand.run() }
}
