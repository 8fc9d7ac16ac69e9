import ALCFCommands
import ALCFCrypto
import ALCFHTTP

@main
struct Alcf {
    static func main() async {
        MemoryArenas.share()
        CryptoLibrary.outliveProcess()
        await AlcfCommand.run()
    }
}
