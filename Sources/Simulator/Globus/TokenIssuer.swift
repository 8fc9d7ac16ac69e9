import ALCFCrypto
import ALCFSystem
import Synchronization

/// The issued codes and tokens: their owners, and which are still valid.
final class TokenIssuer: Sendable {
    private struct Refreshable: Sendable {
        let clientID: String
        let resourceServer: String
        let scope: String
        let subject: SimulatedIdentity
    }

    /// The rights behind an access token.
    struct Access: Sendable {
        let resourceServer: String
        let subject: SimulatedIdentity
        /// Seconds since 1970.
        let expiresAt: Double
    }

    private struct State {
        var grants: [Secret: AuthorizationGrant] = [:]
        var access: [Secret: Access] = [:]
        var refresh: [Secret: Refreshable] = [:]
    }

    private let state = Mutex(State())
    private let rotates: Bool
    let lifetime: Int
    let clock: WallClock

    init(configuration: SimulatorConfiguration) {
        lifetime = configuration.accessTokenLifetime
        rotates = configuration.rotatesRefreshTokens
        clock = configuration.clock
    }

    // MARK: The authorization code grant

    /// A new one-time code for what the user agreed to.
    func code(for grant: AuthorizationGrant) throws -> Secret {
        let code = Secret("SIMULATED" + (try Random.token(bytes: 18)))
        state.withLock { $0.grants[code] = grant }
        return code
    }

    /// The grant behind a code, which is used up whatever comes of it; nil where the code is none or too old.
    func redeem(_ code: Secret) -> AuthorizationGrant? {
        let grant = state.withLock { $0.grants.removeValue(forKey: code) }
        return grant.flatMap { $0.expiresAt > clock.now() ? $0 : nil }
    }

    // MARK: Tokens

    /// One set of tokens for each resource server that the scopes belong to, in the scopes' order.
    func issue(scopes: [String], clientID: String, subject: SimulatedIdentity, offline: Bool) throws -> [IssuedToken] {
        var servers: [(name: String, scopes: [String])] = []
        for scope in scopes {
            guard let name = SimulatedGlobus.resourceServer(ofScope: scope) else { continue }
            if let index = servers.firstIndex(where: { $0.name == name }) {
                servers[index].scopes.append(scope)
            } else {
                servers.append((name, [scope]))
            }
        }
        return try servers.map { server in
            let refreshable = Refreshable(
                clientID: clientID, resourceServer: server.name, scope: server.scopes.joined(separator: " "),
                subject: subject)
            return try issue(refreshable, refreshToken: offline ? newRefreshToken() : nil)
        }
    }

    /// Another access token; nil where the refresh token is dead or another client's.
    func refresh(_ token: Secret, clientID: String) throws -> IssuedToken? {
        let next = rotates ? try newRefreshToken() : token
        let known = state.withLock { state -> Refreshable? in
            guard let known = state.refresh[token], known.clientID == clientID else { return nil }
            if next != token { state.refresh[token] = nil }
            return known
        }
        return try known.map { try issue($0, refreshToken: next) }
    }

    private func issue(_ refreshable: Refreshable, refreshToken: Secret?) throws -> IssuedToken {
        let token = Secret("AgSIMULATED" + (try Random.token(bytes: 36)))
        let expiresAt = clock.now() + Double(lifetime)
        let access = Access(
            resourceServer: refreshable.resourceServer, subject: refreshable.subject, expiresAt: expiresAt)
        state.withLock { state in
            state.access[token] = access
            if let refreshToken { state.refresh[refreshToken] = refreshable }
        }
        return IssuedToken(
            resourceServer: refreshable.resourceServer, scope: refreshable.scope, accessToken: token,
            refreshToken: refreshToken, expiresAt: Int(clamping: expiresAt), identityID: refreshable.subject.id,
            clientID: refreshable.clientID)
    }

    private func newRefreshToken() throws -> Secret { Secret("AgrSIMULATED" + (try Random.token(bytes: 36))) }

    /// From now on the token, of whichever kind, is dead.
    func revoke(_ token: Secret) {
        state.withLock { state in
            state.access[token] = nil
            state.refresh[token] = nil
        }
    }

    /// Returns the rights of a token if it is valid for that resource server now.
    func access(_ token: Secret, at resourceServer: String) -> Access? {
        let access = state.withLock { $0.access[token] }
        guard let access, access.resourceServer == resourceServer, access.expiresAt > clock.now() else { return nil }
        return access
    }
}
