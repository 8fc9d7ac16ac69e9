import ALCFSystem

extension RunManifest: RecordObject {
    /// When a run can have begun, in seconds since 1970: up to the year 9999.
    package static let years = 0.0...253_402_300_799

    /// A manifest of which nothing is known.
    package static var blank: RunManifest {
        RunManifest(
            toolVersion: "", startedAt: 0, seed: 0, design: Design(), dataSet: .blank, targets: [], prompts: [])
    }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type(
            "manifest", orElse: "must be \"manifest\": this is not the first line of a record")
        try members.required("format_version", &formatVersion)
        try members.required("tool_version", &toolVersion)
        members.derived("started_at", DateText.iso8601(startedAt))
        try members.required("started_at_epoch", &startedAt, in: Self.years)
        try members.required("seed", &seedNumber)
        try members.required("options", &design)
        try members.required("dataset", &dataSet)
        try members.required("targets", &targets)
        try members.required("simulated", &isSimulated)
        try members.nullable("simulation_speed", &simulationSpeed, in: 1e-6...1e6)
        try members.nullable("host", &host)
        try members.nullable("kernel", &kernel)
        try members.optional("rank", &rank)
        try members.unusual("ranks", &ranks, usually: [])
        try members.nullable("before", &before)
        try members.required("prompts", &prompts)
        try members.unusual("warmup_prompts", &warmupPrompts, usually: [])
    }

    private var seedNumber: SeedNumber {
        get { SeedNumber(value: seed) }
        set { seed = newValue.value }
    }

    private var isSimulated: Bool {
        get { simulation != nil }
        // Writing sets it too, to what it is: that must not change the speed.
        set { simulation = newValue ? simulation ?? Simulation(speed: 1) : nil }
    }

    private var simulationSpeed: Double? {
        get { simulation?.speed }
        set { if let newValue { simulation?.speed = newValue } }
    }
}

extension RunManifest.Target: RecordObject {
    /// A target of which nothing is known.
    package static var blank: RunManifest.Target { RunManifest.Target(name: "", url: "", model: "") }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("name", &name)
        try members.required("label", &label, orElse: Self.label(name))
        try members.required("url", &url)
        try members.required("model", &model)
        try members.nullable("hardware", &hardware)
        try members.optional("request", &request)
        try members.optional("service", &isService)
        try members.unusual("insecure", &isInsecure, usually: false)
        try members.unusual("servers", &servers, usually: [])
    }
}

extension RunManifest.DataSet: RecordObject {
    /// A data set of which nothing is known.
    package static var blank: RunManifest.DataSet {
        RunManifest.DataSet(name: "", version: "", sha256: "", count: 0, passages: 0, source: "")
    }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("name", &name)
        try members.required("version", &version)
        try members.required("sha256", &sha256)
        try members.required("count", &count, in: Sample.Limits.ordinals)
        try members.required("passages", &passages, in: Sample.Limits.ordinals)
        try members.required("source", &source)
        try members.nullable("url", &url)
        try members.unusual("notes", &notes, usually: [])
    }
}
