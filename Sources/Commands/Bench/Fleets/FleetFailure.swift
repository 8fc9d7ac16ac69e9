/// An error of one of the servers of a fleet, which says which one it is.
struct FleetFailure: Error {
    let server: String
    let fleet: String
    let underlying: any Error
}
