import ALCFStatistics

/// A verdict on a share of two targets, as that of answered requests.
package enum ShareVerdict: String, Sendable, Hashable {
    /// The first target's is the larger one.
    case firstMore = "first_more"
    /// The second target's is the larger one.
    case secondMore = "second_more"
    /// No difference is shown after the correction over the family.
    case noDifferenceShown = "no_difference_shown"
    /// It is not tested: not declared before the run, or too little to test.
    case described
    /// It is of several sessions, and of fewer than a claim takes.
    case tooFewSessions = "too_few_sessions"
    /// The run is too short for a claim; see ``RobustMean/canTell(from:)``.
    case cannotTell = "cannot_tell"

    init(_ claim: Claim?, adjustedP: Double?, _ stretch: Stretch?, canTell: Bool) {
        guard adjustedP != nil else {
            self = .described
            return
        }
        guard stretch?.isOfTooFewSessions != true else {
            self = .tooFewSessions
            return
        }
        guard canTell else {
            self = .cannotTell
            return
        }
        self =
            switch claim?.statement {
            case .firstIsHigher: .firstMore
            case .secondIsHigher: .secondMore
            case .equivalent, nil: .noDifferenceShown
            }
    }
}

extension Comparison {
    /// Verdict on requests answered.
    package var successVerdict: ShareVerdict {
        ShareVerdict(successClaim, adjustedP: successAdjustedP, stretch, canTell: successCanTell)
    }

    /// Verdict on exact match.
    package var exactMatchVerdict: ShareVerdict {
        ShareVerdict(exactMatchClaim, adjustedP: exactMatchAdjustedP, stretch, canTell: exactMatchCanTell)
    }
}
