import Glibc

/// The limit on the open files and connections of this process.
package enum DescriptorLimit {
    /// A way to have enough descriptors.
    package enum Decision: Sendable, Hashable {
        /// The limit is high enough.
        case enough
        /// The process may raise it to so many by itself.
        case raise(Int)
        /// Only a new shell with so many could: `ulimit -n N`, where the system lets it.
        case refuse(Int)
    }

    /// Decides how to have `needed` descriptors open.
    ///
    /// - Parameters:
    ///   - soft: the limit that holds.
    ///   - hard: how far the process may raise it.
    package static func decide(needed: Int, soft: Int, hard: Int) -> Decision {
        if needed <= soft { return .enough }
        return needed <= hard ? .raise(hard) : .refuse(needed)
    }

    /// The limit that holds, and how far it may be raised.
    package static var current: (soft: Int, hard: Int) {
        var limit = rlimit()
        // A limit that cannot be read is taken for none.
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return (.max, .max) }
        return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
    }

    /// Makes room for `needed` descriptors, as many as may be where nothing is said.
    ///
    /// - Returns: what was decided; with `.refuse` nothing was changed.
    @discardableResult
    package static func raise(for needed: Int? = nil) -> Decision {
        let (soft, hard) = current
        let decision = decide(needed: needed ?? hard, soft: soft, hard: hard)
        if case .raise(let count) = decision {
            var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(hard))
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
                return .refuse(needed ?? hard)
            }
        }
        return decision
    }
}
