internal import Catalogue
internal import Documents
internal import Kernel

/// What waits for an agency's officers, soonest due first.
enum WorkListPages {
    static func add(to table: inout RouteTable) {
        table.page("/petugas", .officer) { exchange, island in
            let filter = WorkFilter.allCases.first { $0.path == exchange.query["daftar"] } ?? .inReview
            let items = try await island.documents.workList(by: exchange.principal, filter)
            let base = exchange.base(island)
            var values: PageValues = [
                "tabs": WorkFilter.allCases.map { other -> PageValues in
                    var tab: PageValues = [
                        "label": exchange.say("worklist.\(other.path)"),
                        "href": other == .inReview ? "\(base)/petugas" : "\(base)/petugas?daftar=\(other.path)",
                    ]
                    if other == filter { tab["isCurrent"] = true }
                    return tab
                },
                "items": items.map { face(of: $0, exchange, island) },
            ]
            if case .officer(_, let agency) = exchange.principal {
                values["agency"] = exchange.portal.catalogue.agencies[agency]?.name.text(in: exchange.language) ?? agency
            }
            if !items.isEmpty { values["hasItems"] = true }
            return try await exchange.show(
                Page(name: "work-list", title: exchange.say("title.work-list"), values: values, menu: "worklist"), of: island)
        }
    }

    private static func face(of item: WorkItem, _ exchange: Exchange, _ island: Island) -> PageValues {
        var values: PageValues = [
            "service": item.title.text(in: exchange.language), "applicant": item.applicantName,
            "submittedAt": item.submittedAt.map { exchange.say($0, in: island) } ?? "–", "statusLabel": exchange.label(of: item.status),
            "statusKind": exchange.kind(of: item.status), "href": "\(exchange.base(island))/petugas/permohonan/\(item.id)",
        ]
        if let daysLeft = item.workingDaysLeft { (values["dueText"], values["dueKind"]) = exchange.say(due: daysLeft) }
        return values
    }
}

extension WorkFilter {
    /// As it stands in the address.
    var path: String {
        switch self {
        case .inReview: "menunggu"
        case .returned: "dikembalikan"
        case .finished: "selesai"
        }
    }
}
