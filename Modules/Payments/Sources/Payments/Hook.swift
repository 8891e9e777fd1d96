public import Foundation
public import Kernel

/// Where an agency's own system is told what happens to its money. One for each program key.
public struct Hook: Sendable, Hashable {
    /// Why nothing is told any more, though the address is there; raw values stand in the database.
    public enum Silence: String, Sendable, Hashable, CaseIterable {
        /// The other side has not taken one event after another.
        case failing
        /// The key is over.
        case keyOver
        /// Somebody wanted it so.
        case paused
    }

    public let key: Identifier
    public let agency: String
    public let address: String
    /// Which secret what is told is signed with: another one with each address. It is not the secret itself.
    public let secret: Identifier
    /// Number of the last event that was told, or given up.
    public let position: Int
    /// How often the event behind it was tried.
    public let attempts: Int
    /// How many events were given up one after another.
    public let givenUp: Int
    /// When that event is tried, at the earliest.
    public let asksAt: Instant
    /// What went wrong the last time; `nil` when nothing has since an event was taken.
    public let lastFault: HookFault?
    /// `nil` while events are told.
    public let silence: Silence?
    public let changedAt: Instant
}

/// Why an event was not taken.
public enum HookFault: Error, Sendable, Hashable {
    /// The answer was no 2xx.
    case status(Int)
    /// No whole answer came.
    case unreachable
    /// The address belongs to this machine or to a network of its own, or is not `https`.
    case notPublic
    case answerTooLarge

    /// As it stands in the database and in the audit trail, e.g. `status 500`.
    public var text: String {
        switch self {
        case .status(let status): "status \(status)"
        case .unreachable: "unreachable"
        case .notPublic: "notPublic"
        case .answerTooLarge: "answerTooLarge"
        }
    }

    /// Reads ``text``; `nil` for anything else.
    public init?(_ text: String) {
        switch text {
        case "unreachable": self = .unreachable
        case "notPublic": self = .notPublic
        case "answerTooLarge": self = .answerTooLarge
        default:
            guard text.hasPrefix("status "), let status = Int(text.dropFirst(7)) else { return nil }
            self = .status(status)
        }
    }
}

/// An event that was given up.
public struct DeadEvent: Sendable, Hashable {
    public let event: BillEvent
    public let fault: HookFault
    public let at: Instant
}

/// What came of setting an address.
public enum HookSetting: Sendable, Hashable {
    /// The secret with which what is told is signed from now on: `hook_` and 64 hexadecimal digits. It is not said again.
    case set(secret: String)
    /// The same command set it earlier, and its secret was said then.
    case setBefore
}

/// Brings an event to an agency's own system.
public protocol HookCarrier: Sendable {
    /// - Returns: the status with which the other side answered.
    /// - Throws: ``HookFault`` where it is known; anything else counts as no answer.
    func carry(_ body: Data, headers: [String: String], to address: String) async throws -> Int
}

/// What is to be known of a program to tell it something; the portal answers it.
public protocol HookNeeds: Sendable {
    /// Whether the key holds and may read payments.
    func isGood(_ key: Identifier) async throws -> Bool
}
