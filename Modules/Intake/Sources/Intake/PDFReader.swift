internal import Foundation

/// Lets qpdf read a PDF to its end, in a process of its own. What it can mend, a wrong table of places for example, is kept mended; a
/// document that stays damaged is refused.
enum PDFReader {
    private static let passwordIsRequired: Int32 = 0

    static func read(_ document: Data) async throws(FileFault) -> Data {
        guard try await qpdf(["--requires-password"], document).status != passwordIsRequired else { throw .locked }
        let counted = try await qpdf(["--show-npages", "--no-warn"], document)
        guard let pages = Int(String(decoding: counted.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw hasEnd(document) ? .malformed : .truncated
        }
        guard pages <= FileIntake.maximumPages else { throw .tooManyPages }
        if try await isWhole(document) {
            guard pages > 0 else { throw .noPages }
            return document
        }
        let mended = try await qpdf(["--no-warn", "--warning-exit-0"], document, to: "-").output
        let isMended = try await isWhole(mended)
        guard isMended else { throw hasEnd(document) ? .malformed : .truncated }
        guard pages > 0 else { throw .noPages }
        return mended
    }

    private static func isWhole(_ document: Data) async throws(FileFault) -> Bool {
        try await qpdf(["--check", "--no-warn"], document).status == 0
    }

    private static func hasEnd(_ document: Data) -> Bool { document.suffix(1024).range(of: Data("%%EOF".utf8)) != nil }

    private static func qpdf(
        _ options: [String], _ document: Data, to target: String? = nil
    ) async throws(FileFault) -> BoundedProcess.Ending {
        try await BoundedProcess(program: "qpdf", bounds: .document).run(options + ["/dev/stdin"] + (target.map { [$0] } ?? []), document)
    }
}
