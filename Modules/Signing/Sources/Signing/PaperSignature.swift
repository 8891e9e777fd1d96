internal import Crypto
public import Foundation
public import Kernel

/// What a signature on a paper says, and where it is seen.
public struct SignatureField: Sendable {
    /// In points from the left and the lower edge of the last page.
    public struct Frame: Sendable, Hashable {
        public var left: Double
        public var bottom: Double
        public var width: Double
        public var height: Double

        public init(left: Double, bottom: Double, width: Double, height: Double) {
            self.left = left
            self.bottom = bottom
            self.width = width
            self.height = height
        }
    }

    public var frame: Frame
    /// Why it was signed: what readers show beside the signer.
    public var reason: String
    public var place: String

    public init(frame: Frame, reason: String, place: String) {
        self.frame = frame
        self.reason = reason
        self.place = place
    }
}

extension Signatory {
    /// Bytes kept for a signature with its certificates, and for the time stamp beside it.
    private static let room = 12_288
    private static let stampRoom = 12_288

    /// The PDF with this signer's signature, PAdES baseline B-B (ETSI EN 319 142-1): a later change to the file shows in every reader.
    /// - Parameter instant: the time that the signature claims.
    /// - Throws: `unexpected` `problem.signing.failed` for a PDF that the platform's own press did not make.
    public func sign(_ pdf: Data, _ field: SignatureField, at instant: Instant) throws -> Data {
        let prepared = try prepared(pdf, field, at: instant, room: Signatory.room)
        return try prepared.filled(with: DetachedSignature.made(by: self, over: prepared.digest))
    }

    /// As ``sign(_:_:at:)``, of baseline B-T: with a time stamp on the signature. An authority that does not answer, or not to this query, does
    /// not keep the paper back: it is signed as of B-B then, and the caller is told why.
    public func sign(
        _ pdf: Data, _ field: SignatureField, at instant: Instant, stampedBy stamper: any TimeStamper
    ) async throws -> StampedPDF {
        let prepared = try prepared(pdf, field, at: instant, room: Signatory.room + Signatory.stampRoom)
        let draft = try DetachedSignature.drafted(by: self, over: prepared.digest)
        let nonce = Int.random(in: 1...Int.max)
        do {
            let answer = try await stamper.answer(to: TimeStamp.query(for: draft.signature, nonce: nonce))
            let token = try TimeStamp.token(in: answer, for: draft.signature, nonce: nonce)
            guard token.count <= Signatory.stampRoom else {
                throw Problem(.unavailable, "problem.signing.stamp", detail: "the stamp has \(token.count) bytes")
            }
            return StampedPDF(data: try prepared.filled(with: draft.encoded(stamp: token)), fault: nil)
        } catch {
            let fault = error as? Problem ?? Problem(.unavailable, "problem.signing.stamp", detail: "\(error)")
            return StampedPDF(data: try prepared.filled(with: draft.encoded(stamp: nil)), fault: fault)
        }
    }

    private func prepared(_ pdf: Data, _ field: SignatureField, at instant: Instant, room: Int) throws -> PreparedPDF {
        func failed(_ detail: String) -> Problem { Problem(.unexpected, "problem.signing.failed", detail: detail) }
        guard var update = PDFUpdate(pdf), let page = update.pages.last else { throw failed("the PDF is of another make") }
        let (fieldNumber, valueNumber, faceNumber) = (update.nextNumber(), update.nextNumber(), update.nextNumber())
        let frame = field.frame
        func points(_ number: Double) -> String { String(format: "%.2f", number) }
        let rectangle = [frame.left, frame.bottom, frame.left + frame.width, frame.bottom + frame.height].map(points).joined(separator: " ")
        guard update.extend(page, with: "/Annots [ \(fieldNumber) 0 R ] /Tabs /S"),
            update.extendCatalog(with: "/AcroForm << /Fields [ \(fieldNumber) 0 R ] /SigFlags 3 >>")
        else { throw failed("the PDF has no page") }
        update.write(
            fieldNumber,
            // What is read out of a field is its own text, where it has one.
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T \(PDFText.text("Signature1")) /TU \(PDFText.text("\(name), \(field.reason)")) "
                + "/V \(valueNumber) 0 R /P \(page) 0 R "
                + "/Rect [ \(rectangle) ] /F 132 /AP << /N \(faceNumber) 0 R >> >>")
        // The code that is printed there is the signature's face.
        update.write(
            faceNumber,
            "<< /Type /XObject /Subtype /Form /BBox [ 0 0 \(points(frame.width)) \(points(frame.height)) ] /Length 0 >>\nstream\n\nendstream"
        )
        let blank = "[0 0000000000 0000000000 0000000000]"
        let head =
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M \(Signatory.time(instant)) "
            + "/Name \(PDFText.text(name)) /Reason \(PDFText.text(field.reason)) /Location \(PDFText.text(field.place)) /ByteRange "
        let hole = String(repeating: "0", count: 2 * room)
        let start = update.write(valueNumber, "\(head)\(blank) /Contents <\(hole)> >>")
        var bytes = update.finished()
        let rangePlace = start + head.utf8.count
        let holePlace = rangePlace + blank.utf8.count + " /Contents ".utf8.count
        let holeEnd = holePlace + hole.utf8.count + 2
        let range = [holePlace, holeEnd, bytes.count - holeEnd].map { PDFText.padded($0, to: 10) }.joined(separator: " ")
        bytes.replaceSubrange(rangePlace..<(rangePlace + blank.utf8.count), with: Array("[0 \(range)]".utf8))
        return PreparedPDF(bytes: bytes, hole: holePlace..<holeEnd)
    }

    /// `(D:20261127093000Z)`
    private static func time(_ instant: Instant) -> String {
        "(D:\(instant.iso8601.prefix(19).filter(\.isNumber))Z)"
    }
}

/// A signed PDF that was to have a time stamp.
public struct StampedPDF: Sendable {
    public let data: Data
    /// Why it has none; `nil` when it has one.
    public let fault: Problem?
}

/// A PDF with a hole for its signature.
private struct PreparedPDF {
    let bytes: [UInt8]
    /// With the brackets around it.
    let hole: Range<Int>

    var digest: [UInt8] { SignedRange.digest(of: bytes, without: hole) }

    func filled(with signature: [UInt8]) throws -> Data {
        let hexadecimal = Array(signature.hexadecimal.utf8)
        guard hexadecimal.count <= hole.count - 2 else {
            throw Problem(.unexpected, "problem.signing.failed", detail: "the certificates are larger than the room for them")
        }
        var filled = bytes
        filled.replaceSubrange((hole.lowerBound + 1)..<(hole.lowerBound + 1 + hexadecimal.count), with: hexadecimal)
        return Data(filled)
    }
}

/// The bytes of a file that a signature covers: all but the hole in which it stands.
enum SignedRange {
    static func digest(of bytes: [UInt8], without hole: Range<Int>) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: bytes[..<hole.lowerBound])
        hash.update(data: bytes[hole.upperBound...])
        return Array(hash.finalize())
    }
}
