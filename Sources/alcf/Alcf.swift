import ALCFCommands
import ALCFHTTP

@main
struct Alcf {
    static func main() async {
        MemoryArenas.share()
        await AlcfCommand.run()
    }
}
