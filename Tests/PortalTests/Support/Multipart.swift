import Foundation

/// A `multipart/form-data` body, byte by byte as a browser or a forger would write it.
struct Multipart {
    static let boundary = "----rapi7f3a"
    static var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    private(set) var body = Data()

    func field(_ name: String, _ value: String) -> Multipart {
        part("Content-Disposition: form-data; name=\"\(name)\"", Data(value.utf8))
    }

    /// `filename` goes in as it is: with quotes, line breaks and all.
    func file(
        _ content: Data, named filename: String, as name: String = "file", type: String = "application/octet-stream"
    ) -> Multipart {
        part("Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(filename)\"\r\nContent-Type: \(type)", content)
    }

    func part(_ head: String, _ content: Data) -> Multipart {
        var longer = self
        longer.body += Data("--\(Multipart.boundary)\r\n\(head)\r\n\r\n".utf8) + content + Data("\r\n".utf8)
        return longer
    }

    /// The body with its closing line.
    var closed: Data { body + Data("--\(Multipart.boundary)--\r\n".utf8) }
}
