internal import HTTPTypes

/// The way into the portal that a route is. A route says its door; the door decides how much of a body is read, what
/// proves the sender, how a refusal looks and what a browser may do with the answer.
enum Door: Sendable, Hashable, CaseIterable {
    /// Something to read, a page above all.
    case page
    /// A form of one of our pages.
    case form
    /// A form of one of our pages with files.
    case upload
    /// A message of another system that signs what it sends, such as a payment provider.
    case notice
    /// An operation of the API.
    case api
    /// An operation of the API on what belongs to the citizen who is signed in.
    case own
    /// The same, with a file as its body.
    case ownFile
    /// An answer that goes on while something happens, such as the queue's board.
    case stream
    /// For machines that watch the process.
    case probe

    /// What the sender shows of herself besides her words.
    enum Proof: Sendable, Hashable {
        /// Reading changes nothing: a session's cookie is enough.
        case session
        /// The session's cookie, and the token that only a page of ours holds.
        case formToken
        /// `Authorization: Bearer` with the key of a program. No cookie counts, so no page of another site can borrow one.
        case key
        /// The session's cookie, and for a change the token of `GET …/session` in a header of its own. A page of another site can
        /// neither read the one nor send the other.
        case headerToken
        /// The handler checks the signature of the message.
        case signature
    }

    /// How a refusal looks.
    enum Face: Sendable, Hashable {
        case page
        /// `application/problem+json` (RFC 9457).
        case problem
    }

    /// What holds for each route of a door.
    struct Rules: Sendable, Hashable {
        let methods: Set<HTTPRequest.Method>
        /// The most bytes a body may have; 0 where none is read.
        let bodyLimitBytes: Int
        let proof: Proof
        let face: Face
        /// The `Content-Security-Policy` of its answers.
        let contentPolicy: String
    }

    var rules: Rules {
        switch self {
        case .page: Rules([.get], 0, .session, .page, Door.pagePolicy)
        case .form: Rules([.post], 64 * 1024, .formToken, .page, Door.pagePolicy)
        // All files of one form together; how large each may be, Documents says.
        case .upload: Rules([.post], 40 * 1024 * 1024, .formToken, .page, Door.pagePolicy)
        case .notice: Rules([.post], 64 * 1024, .signature, .problem, Door.dataPolicy)
        case .api: Rules([.get, .post], 64 * 1024, .key, .problem, Door.dataPolicy)
        case .own: Rules([.get, .post, .put, .delete], 64 * 1024, .headerToken, .problem, Door.dataPolicy)
        // The largest picture that Documents takes.
        case .ownFile: Rules([.put], 15 * 1024 * 1024, .headerToken, .problem, Door.dataPolicy)
        case .stream: Rules([.get], 0, .session, .problem, Door.dataPolicy)
        case .probe: Rules([.get], 0, .session, .problem, Door.dataPolicy)
        }
    }

    /// Pages load what is ours and nothing of anybody else's.
    private static let pagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    /// A file that a page of ours shows in a frame of its own, such as a PDF beside the form that decides on it.
    static let framedFilePolicy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    /// Data is no page: a browser that is led here by a trick draws and runs nothing of it.
    private static let dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
}

extension Door.Rules {
    fileprivate init(_ methods: Set<HTTPRequest.Method>, _ bodyLimitBytes: Int, _ proof: Door.Proof, _ face: Door.Face, _ policy: String) {
        self.init(methods: methods, bodyLimitBytes: bodyLimitBytes, proof: proof, face: face, contentPolicy: policy)
    }
}
