internal import Foundation
internal import Kernel
internal import Signing
internal import Storage

/// With what a region signs its papers: two files beside its database. `signing.pem` has the certificates, for everybody;
/// `signing.key` the private key of an official provider. Without such a key the region's own is drawn from its master key, and the
/// certificates are test ones, made at the first start.
enum SigningFolder {
    static let certificatesName = "signing.pem"
    static let keyName = "signing.key"

    /// - Throws: what ``Signatory`` says of files that it cannot use; `unavailable` `problem.key.exposed` when others may read the key,
    ///   `problem.data.unwritable` when new certificates cannot be written.
    static func signatory(in folder: URL, _ masterKey: MasterKey, region: String, at instant: Instant) throws -> Signatory {
        let file = folder.appendingPathComponent(certificatesName)
        let keyFile = folder.appendingPathComponent(keyName)
        if let key = try? String(contentsOf: keyFile, encoding: .utf8) {
            let mode = (try? FileManager.default.attributesOfItem(atPath: keyFile.path))?[.posixPermissions] as? Int ?? 0
            guard mode & 0o077 == 0 else { throw Problem(.unavailable, "problem.key.exposed", arguments: ["path": keyFile.path]) }
            return try Signatory(key: key, certificates: (try? String(contentsOf: file, encoding: .utf8)) ?? "")
        }
        let seed = masterKey.derived(for: "papers/signing")
        if let known = try? String(contentsOf: file, encoding: .utf8) { return try Signatory(seed: seed, certificates: known) }
        let made = try TestAuthority.signatory(seed: seed, region: region, at: instant)
        do {
            // Two programs that start at once agree on the certificates of the first.
            let draft = folder.appendingPathComponent("\(certificatesName).\(Identifier(at: instant))")
            try made.certificates.write(to: draft, atomically: false, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: draft) }
            try FileManager.default.linkItem(at: draft, to: file)
        } catch {
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
            }
        }
        return try Signatory(seed: seed, certificates: try String(contentsOf: file, encoding: .utf8))
    }

    /// All certificates with which the region signs or once signed, as PEM: what is needed to know any of its papers.
    static func certificates(in folder: URL) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(certificatesName), encoding: .utf8)) ?? ""
    }

    /// Takes the key and the certificates of an official provider, which sign from the next start on. Papers of before keep their
    /// signatures: the certificates of before are kept behind the new ones.
    static func keep(key: String, certificates: String, in folder: URL) throws {
        let signatory = try Signatory(key: key, certificates: certificates)
        let file = folder.appendingPathComponent(certificatesName)
        let earlier = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        do {
            let keyFile = folder.appendingPathComponent(keyName)
            try? FileManager.default.removeItem(at: keyFile)
            guard FileManager.default.createFile(atPath: keyFile.path, contents: Data(key.utf8), attributes: [.posixPermissions: 0o600])
            else {
                throw CocoaError(.fileWriteUnknown)
            }
            try (signatory.certificates + earlier).write(to: file, atomically: true, encoding: .utf8)
        } catch {
            throw Problem(.unavailable, "problem.data.unwritable", arguments: ["path": folder.path], detail: "\(error)")
        }
    }
}
