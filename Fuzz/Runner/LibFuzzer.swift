#if LIBFUZZER
    @testable import ALCFSystem
    import Dispatch
    @preconcurrency import Glibc

    /// The same targets under libFuzzer, which looks for inputs that reach new code. Its own main function takes the arguments; the variable
    /// FUZZ_TARGET names the target.
    private enum LibFuzzer {
        static let target: FuzzTarget = {
            let name = ProcessEnvironment.value("FUZZ_TARGET") ?? ""
            guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
                print("FUZZ_TARGET must be one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
                exit(64)
            }
            return target
        }()

        static func check(_ bytes: [UInt8]) {
            let isDone = DispatchSemaphore(value: 0)
            Task.detached {
                do { try await target.check(bytes) } catch {
                    print("\(target.name): \(error)")
                    abort()
                }
                isDone.signal()
            }
            isDone.wait()
        }
    }

    @_cdecl("LLVMFuzzerTestOneInput") func testOneInput(_ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
        LibFuzzer.check(Array(UnsafeBufferPointer(start: start, count: size)))
        return 0
    }
#endif
