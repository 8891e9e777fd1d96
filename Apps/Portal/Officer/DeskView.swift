internal import Documents
internal import Kernel

/// What an officer has asked of her desk, as it stands in the address of the list, of the requests that she opens from it, and of the
/// forms on them: so the next one after a decision is the next one of the same list.
struct DeskView: Sendable, Hashable {
    var list = WorkView()
    /// What is looked for, as it was typed; empty for the list itself.
    var search = ""
    /// Where the stretch begins that she sees: a place in the list, or the request before it in what was found.
    var start = ""

    init() {}

    /// Reads any query; what it does not understand it takes no notice of.
    init(_ query: [String: String]) {
        list.filter = WorkFilter.allCases.first { $0.path == query["daftar"] } ?? .inReview
        list.service = query["layanan"].flatMap { $0.isEmpty ? nil : String($0.prefix(60)) }
        list.age = WorkAge.allCases.first { $0.path == query["tenggat"] } ?? .any
        list.isMine = query["milik"] == "saya"
        // Browsers send a blank in a form as a plus, which no name and no number has.
        search = String(TypedText((query["cari"] ?? "").replacing("+", with: " ")).line.prefix(120))
        start = query["mulai"] ?? ""
    }

    /// The names and values of the address, those alone that say something.
    var query: [(name: String, value: String)] {
        [
            ("daftar", list.filter == .inReview ? "" : list.filter.path), ("layanan", list.service ?? ""), ("tenggat", list.age.path),
            ("milik", list.isMine ? "saya" : ""), ("cari", search), ("mulai", start),
        ].filter { !$0.1.isEmpty }
    }

    /// The same with something changed in it, from its beginning.
    func with(_ change: (inout DeskView) -> Void) -> DeskView {
        var other = self
        other.start = ""
        change(&other)
        return other
    }
}

extension WorkFilter {
    /// As it stands in the address.
    var path: String {
        switch self {
        case .inReview: "menunggu"
        case .returned: "dikembalikan"
        case .handover: "penyerahan"
        case .finished: "selesai"
        }
    }
}

extension WorkAge {
    /// As it stands in the address.
    var path: String {
        switch self {
        case .any: ""
        case .late: "terlambat"
        case .dueToday: "hari-ini"
        case .near: "hampir"
        }
    }
}
