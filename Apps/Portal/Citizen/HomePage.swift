internal import Catalogue
internal import Kernel

/// The first page: all regions that this server serves, by province.
struct HomePage: Page {
    let heading: Heading
    let groups: [ProvinceFace]

    static let template: @Sendable (PageLibrary) -> Template<HomePage> = \.home
    static let fields: [Field<HomePage>] = [.list("groups", \.groups)]
}

/// A province with its regions.
struct ProvinceFace: Filling {
    let name: String
    let regions: [RegionLine]

    static let fields: [Field<ProvinceFace>] = [.text("province", \.name), .list("regions", \.regions)]
}

/// A region that can be chosen.
struct RegionLine: Filling {
    let name: String
    let building: String
    let href: String

    static let fields: [Field<RegionLine>] = [.text("name", \.name), .text("building", \.building), .text("href", \.href)]
}

extension HomePage {
    init(_ exchange: Exchange, _ islands: [Island]) {
        heading = Heading(title: exchange.say("title.home"))
        groups = Dictionary(grouping: islands, by: \.region.province).sorted { $0.key < $1.key }
            .map { province, islands in
                ProvinceFace(
                    name: province,
                    regions: islands.sorted { $0.region.name < $1.region.name }.map {
                        RegionLine(name: $0.region.name, building: $0.region.building.name, href: $0.links.home)
                    })
            }
    }
}
