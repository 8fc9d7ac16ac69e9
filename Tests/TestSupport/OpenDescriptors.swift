import Glibc

/// The descriptors that tests may have open beside the three that a program is given.
///
/// Closed in each program that a test starts: a connection would not end for the other side as long as a program of another test has it.
/// The tests of many connections at once, such as those of the fuzzer, have more than a thousand.
enum OpenDescriptors {
    static let possible = Int32(3)..<min(8192, Int32(clamping: sysconf(Int32(_SC_OPEN_MAX))))
}
