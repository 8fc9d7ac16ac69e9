import ALCFClient
import ALCFRecord
import ALCFSystem

/// Decides which request of a stage is sent when. Pure: it has no clock and no lock, and does no I/O.
///
/// It is told what has happened: ``started(at:)``, ``timeReached(_:at:)``, ``ended(_:reply:at:)``, ``stopped()``. What
/// is to be done about it, ``next()`` returns one action at a time, in order; what has not been taken when the stage is
/// stopped is not done.
struct StageMachine: Sendable {
    /// Seconds for which an ended request waits for others, so that at a high load a few are handed on together and not
    /// each by a switch of threads.
    private static let patience = 0.005

    private let rules: StageRules
    /// The limit of requests a second, which holds over all stages of a run: the next one goes on with it.
    private(set) var pacer: RequestPacer?
    private(set) var isStopped = false

    /// Conversations that a closed loop has yet to begin, by target.
    private var lanes: [Int: ArraySlice<Conversation>] = [:]
    /// The last block that a closed loop with an end has begun at any target.
    private var lastBlock: Int?
    /// Conversations that an open loop has yet to begin, by seconds after `zero`.
    private var arrivals: ArraySlice<(conversation: Conversation, due: Double)> = []
    private var zero = MonotonicTime(nanoseconds: 0)
    private let isOpenLoop: Bool

    /// Turns that wait for their time, by sequence number.
    private var delayed: [Int: Turn] = [:]
    /// Turns that wait until fewer are in flight to their target, and the number in flight.
    private var held: [Int: Queue<Turn>] = [:]
    private var admitted: [Int: Int] = [:]
    /// Turns that wait for the limit of requests a second, and whether a timer will look at them.
    private var paced = Queue<Turn>()
    private var isPacing = false
    /// Whether a time is waited for to hand on what has ended.
    private var isDelivering = false

    private var actions = Queue<Action>()
    /// Turns that were handed out to be sent and have not ended.
    private var inFlight = 0
    /// These, and those that wait for anything but a place in a lane or an arrival.
    private var outstanding = 0

    /// - Parameters:
    ///   - conversations: what is to be sent, in order. Where the first slot of any is due at a time, all are an open
    ///   loop: what is
    ///     sent, and when, does not depend on what comes back.
    ///   - pacer: the limit of requests a second, with what earlier stages sent; nil for none.
    ///   - origin: the due time of an open loop with which the stage begins; nil for that of its first conversation.
    init(
        _ conversations: [Conversation], rules: StageRules = StageRules(), pacer: RequestPacer? = nil,
        origin: Double? = nil
    ) {
        self.rules = rules
        self.pacer = pacer
        let earliest = conversations.lazy.compactMap(\.slot.due).min()
        isOpenLoop = earliest != nil
        if let earliest {
            let first = min(origin ?? earliest, earliest)
            arrivals = conversations.map { ($0, ($0.slot.due ?? first) - first) }.sorted { $0.1 < $1.1 }[...]
        } else {
            lanes = Dictionary(grouping: conversations) { $0.slot.target }.mapValues { $0[...] }
        }
    }

    /// Whether nothing is under way and nothing will be.
    var isOver: Bool { outstanding == 0 && arrivals.isEmpty && lanes.values.allSatisfy(\.isEmpty) }

    /// Returns the next action; nil if there is nothing to do until something happens.
    mutating func next() -> Action? {
        guard let action = actions.popFirst() else { return nil }
        switch action {
        case .send, .skip: inFlight += 1
        case .call, .cancel, .deliver: break
        }
        return action
    }

    // MARK: What has happened

    /// The stage begins.
    mutating func started(at now: MonotonicTime) {
        if isOver { return actions.append(.deliver) }
        zero = now
        if isOpenLoop { return actions.append(.call(.arrival, at: now)) }
        let places = max(1, rules.concurrency)
        for place in 0..<places {
            let time = now.advanced(by: rules.ramp * (Double(place) + rules.phase) / Double(places))
            for target in lanes.keys.sorted() { beginNext(target, due: time, at: now) }
        }
        if isOver { actions.append(.deliver) }
    }

    /// A time that an action asked for has come.
    mutating func timeReached(_ timer: Timer, at now: MonotonicTime) {
        switch timer {
        case .arrival: beginArrivals(at: now)
        case .turn(let sequence): if let turn = delayed.removeValue(forKey: sequence) { launch(turn, at: now) }
        case .pace:
            isPacing = false
            sendPaced(at: now)
        case .delivery:
            isDelivering = false
            actions.append(.deliver)
        }
    }

    /// A turn that was sent or skipped is over.
    ///
    /// - Parameter reply: what it adds to its conversation; nil where it has no answer that counts, so that the rest is
    ///   not sent.
    mutating func ended(_ turn: Turn, reply: [ChatMessage]?, at now: MonotonicTime) {
        inFlight -= 1
        outstanding -= 1
        if turn.isSent { release(turn.slot.target, at: now) }
        if let next = turn.conversation.continued(by: reply) {
            begin(next, due: now.advanced(by: next.history == nil ? 0 : rules.think), at: now)
        } else if !isOpenLoop {
            beginNext(turn.slot.target, due: now, at: now)
        }
        if isOver {
            actions.append(.deliver)
        } else if !isDelivering {
            isDelivering = true
            actions.append(.call(.delivery, at: now.advanced(by: Self.patience)))
        }
    }

    /// Nothing more is to be sent, and what is under way is to be ended.
    mutating func stopped() {
        isStopped = true
        lanes = [:]
        arrivals = []
        delayed = [:]
        held = [:]
        paced.removeAll()
        actions.removeAll()
        outstanding = inFlight
        // The request for a delivery may be among the actions that were dropped.
        isDelivering = false
        if inFlight > 0 { actions.append(.cancel) }
        actions.append(.deliver)
    }

    // MARK: What follows from it

    /// Begins the next conversation of a closed loop's lane, unless time is over.
    private mutating func beginNext(_ target: Int, due time: MonotonicTime, at now: MonotonicTime) {
        if let end = rules.end, now >= end {
            // Nothing but what another target was asked already.
            let last = lastBlock ?? .min
            lanes = lanes.mapValues { lane in lane.prefix { $0.slot.block <= last } }
        }
        guard let next = lanes[target]?.popFirst() else { return }
        if rules.end != nil { lastBlock = max(lastBlock ?? .min, next.slot.block) }
        begin(next, due: time, at: now)
    }

    /// Begins what is due in an open loop, and asks to be called for what is due next.
    private mutating func beginArrivals(at now: MonotonicTime) {
        while let first = arrivals.first {
            let time = zero.advanced(by: first.due)
            guard time <= now else { return actions.append(.call(.arrival, at: time)) }
            arrivals = arrivals.dropFirst()
            begin(first.conversation, due: time, at: now)
        }
    }

    private mutating func begin(_ conversation: Conversation, due time: MonotonicTime, at now: MonotonicTime) {
        guard !isStopped else { return }
        outstanding += 1
        launch(Turn(conversation: conversation, scheduled: time), at: now)
    }

    /// Lets a turn go on its way, or wait for its time.
    private mutating func launch(_ turn: Turn, at now: MonotonicTime) {
        guard turn.scheduled <= now else {
            delayed[turn.slot.sequence] = turn
            return actions.append(.call(.turn(turn.slot.sequence), at: turn.scheduled))
        }
        guard turn.isSent else { return actions.append(.skip(turn)) }
        if let most = rules.maxInFlight {
            guard admitted[turn.slot.target, default: 0] < most else {
                return held[turn.slot.target, default: Queue()].append(turn)
            }
            admitted[turn.slot.target, default: 0] += 1
        }
        pace(turn, at: now)
    }

    /// Gives the place of a request that has ended to the one that has waited longest.
    private mutating func release(_ target: Int, at now: MonotonicTime) {
        guard rules.maxInFlight != nil else { return }
        if let next = held[target]?.popFirst() { pace(next, at: now) } else { admitted[target, default: 1] -= 1 }
    }

    /// Sends a turn as soon as the limit of requests a second lets it go.
    private mutating func pace(_ turn: Turn, at now: MonotonicTime) {
        guard pacer != nil, rules.pacedTargets.contains(turn.slot.target) else { return actions.append(.send(turn)) }
        paced.append(turn)
        sendPaced(at: now)
    }

    private mutating func sendPaced(at now: MonotonicTime) {
        while !isPacing, !paced.isEmpty {
            if let later = pacer?.admit(at: now) {
                isPacing = true
                actions.append(.call(.pace, at: later))
            } else if let turn = paced.popFirst() {
                actions.append(.send(turn))
            }
        }
    }
}
