extension ClientError {
    /// A kind of error; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The word for it in records.
        public let description: String
        /// Category for the command line.
        public let category: Category
        /// Whether sending the same again may help, where nothing more is known.
        let isRetryable: Bool

        private init(_ description: String, _ category: Category, retry: Bool = false) {
            self.description = description
            self.category = category
            isRetryable = retry
        }

        // MARK: Found before anything was sent

        /// The caller asked for something that cannot be sent.
        public static let usage = Code("usage", .usage)
        /// There is no model of that name; also the gateway's `endpoint_not_found`.
        public static let unknownModel = Code("unknown_model", .usage)
        /// Several models answer to that name.
        public static let ambiguousModel = Code("ambiguous_model", .usage)
        /// There is no cluster of that name; also the gateway's `cluster_not_found`.
        public static let unknownCluster = Code("unknown_cluster", .usage)

        // MARK: On the way

        /// No connection, or one that broke.
        public static let connection = Code("connection", .unavailable, retry: true)
        /// We waited long enough.
        public static let timeout = Code("timeout", .tryAgain)
        /// The server is not who it says it is, or speaks no TLS.
        public static let tls = Code("tls", .unavailable)
        /// The caller gave up.
        public static let cancelled = Code("cancelled", .failed)
        /// The request or the answer is larger than allowed.
        public static let tooLarge = Code("too_large", .failed)
        /// The server redirects the request; tokens do not follow.
        public static let redirect = Code("redirect", .failed)
        /// The answer is not what the API promises.
        public static let malformed = Code("malformed", .failed)

        // MARK: Who is asking

        /// The access token is expired, revoked or none; a refresh did not help.
        public static let tokenInactive = Code("token_inactive", .signIn)
        /// The token is good, but the sign-in behind it is too old or with the wrong institution.
        public static let signInAgain = Code("sign_in_again", .signIn)
        /// Refused for another reason: no token, or a key that the server does not know.
        public static let unauthorized = Code("unauthorized", .signIn)
        /// The gateway cannot reach Globus to check the token.
        public static let globusUnavailable = Code("globus_unavailable", .tryAgain, retry: true)
        /// This person may not use this model or service.
        public static let notPermitted = Code("not_permitted", .failed)
        /// The model's server refused the gateway's own credentials.
        public static let upstreamUnauthorized = Code("upstream_unauthorized", .failed)

        // MARK: What the service says

        /// The request is wrong: a field, a value, a body that is no JSON.
        public static let invalidRequest = Code("invalid_request", .usage)
        /// The prompt and the answer together are longer than the model allows.
        public static let contextLength = Code("context_length", .usage)
        /// The cluster has no such framework or route.
        public static let unsupported = Code("unsupported", .usage)
        /// There is no such route or thing.
        public static let notFound = Code("not_found", .failed)
        /// Too many requests or tokens.
        public static let rateLimited = Code("rate_limited", .tryAgain, retry: true)
        /// The cluster or the whole service is under maintenance.
        public static let maintenance = Code("maintenance", .unavailable, retry: true)
        /// The model is not running, and asking for it does not start it.
        public static let notRunning = Code("not_running", .unavailable, retry: true)
        /// The model is being loaded.
        public static let loading = Code("loading", .tryAgain, retry: true)
        /// The service cannot take the request now.
        public static let unavailable = Code("unavailable", .unavailable, retry: true)
        /// The service waited for the model's server in vain.
        public static let serverTimeout = Code("server_timeout", .tryAgain, retry: true)
        /// Something broke in the service.
        public static let serverError = Code("server_error", .failed, retry: true)

        // MARK: Batches

        /// The batch is not done yet, or another one of the user's is not.
        public static let batchPending = Code("batch_pending", .tryAgain, retry: true)
        /// The batch failed; it will not be tried again by itself.
        public static let batchFailed = Code("batch_failed", .failed)

        // MARK: Answers, streamed or not

        /// The answer ended before it was whole.
        public static let truncated = Code("truncated", .failed, retry: true)
        /// The answer ended well without anything in it.
        public static let empty = Code("empty", .failed, retry: true)
        /// The server broke the answer off: its finish reason is none that ends an answer.
        public static let aborted = Code("aborted", .failed, retry: true)
        /// The model refuses to answer, on servers that tell that apart.
        public static let refused = Code("refused", .failed)
        /// There is an answer, and no text in it: reasoning alone, or calls of functions.
        public static let noText = Code("no_text", .failed)
    }

    /// A class of remedies, after `sysexits.h`.
    public enum Category: Sendable, Hashable {
        /// Ask differently (64).
        case usage
        /// The service is not there (69).
        case unavailable
        /// Later it may work (75).
        case tryAgain
        /// Sign in (77).
        case signIn
        /// Anything else (1).
        case failed
    }

    /// Class of its remedy.
    public var category: Category { code.category }
}
