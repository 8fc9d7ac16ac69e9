import ALCFSystem

/// The folder that fetched data sets are kept in.
enum DataSetCache {
    /// Returns its path, there or not; nil where the home directory is not known.
    ///
    /// - Parameter environment: the values of `XDG_CACHE_HOME` and `HOME`.
    static func folder(_ environment: [String: String]) -> String? {
        // One that is not absolute is to be ignored (XDG Base Directory Specification).
        if let cache = environment["XDG_CACHE_HOME"].map({ UserPath.expanded($0) }), cache.hasPrefix("/") {
            return cache + "/alcf/datasets"
        }
        return HomeDirectory.path(environment: environment).map { $0 + "/.cache/alcf/datasets" }
    }
}
