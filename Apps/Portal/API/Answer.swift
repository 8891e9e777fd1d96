internal import Foundation
internal import HTTPTypes

/// What an operation answers when it goes well.
protocol Answer: Sendable {
    static var status: HTTPResponse.Status { get }
    /// The schema of the body by media type.
    static var contents: [String: JSON] { get }
    /// The resources that the schemas refer to.
    static var parts: [any Resource.Type] { get }
    var reply: Reply { get }
}

extension Resource {
    static var status: HTTPResponse.Status { .ok }
    static var contents: [String: JSON] { ["application/json": schema] }
    var reply: Reply { .json(json.text, status: Self.status) }
}

/// That it is done, and nothing more.
struct DoneAnswer: Answer {
    static let status = HTTPResponse.Status.noContent
    static let contents: [String: JSON] = [:]
    static let parts: [any Resource.Type] = []
    var reply: Reply { .text("", status: Self.status) }
}

/// A file that belongs to a request, as it was uploaded.
struct FileAnswer: Answer {
    let data: Data
    let mediaType: String
    let filename: String

    static let status = HTTPResponse.Status.ok
    static let contents: [String: JSON] = [
        "image/jpeg": binary, "image/png": binary, "application/pdf": binary,
    ]
    static let parts: [any Resource.Type] = []
    private static let binary: JSON = ["type": "string", "format": "binary"]

    var reply: Reply { .file(data, contentType: mediaType, filename: filename, isInline: false) }
}
