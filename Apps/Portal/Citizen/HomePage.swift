internal import Catalogue
internal import Kernel

/// The first page: where a region is found, by typing or by its province.
struct HomePage: Page {
    let heading: Heading
    /// What was typed.
    let words: String
    /// The region that was chosen last with this browser.
    let last: RegionLine?
    /// How many regions were found, and for what; `nil` when nothing was searched for.
    let foundText: String?
    let found: [RegionLine]
    let groups: [ProvinceFace]

    static let template: @Sendable (PageLibrary) -> Template<HomePage> = \.home
    static let fields: [Field<HomePage>] = [
        .text("words", \.words), .optionalPart("last", \.last), .optional("foundText", \.foundText), .list("found", \.found),
        .flag("hasFound") { !$0.found.isEmpty },
        .list("groups", \.groups),
    ]
}

/// A province with its regions.
struct ProvinceFace: Filling {
    let name: String
    let countText: String
    let regions: [RegionLine]

    static let fields: [Field<ProvinceFace>] = [
        .text("province", \.name), .text("countText", \.countText), .list("regions", \.regions),
        .flag("isOne") { $0.regions.count == 1 },
    ]
}

/// A region that can be chosen.
struct RegionLine: Filling {
    let name: String
    /// Its building where the province is told already and a source names the building, else its province.
    let note: String
    let href: String

    static let fields: [Field<RegionLine>] = [.text("name", \.name), .text("note", \.note), .text("href", \.href)]
}

extension HomePage {
    /// - Parameter found: what was found for `words`, the nearest first.
    init(_ exchange: Exchange, _ islands: [Island], words: String, found: [Island]) {
        heading = Heading(title: exchange.say("title.home"))
        self.words = words
        last = islands.first { $0.region.slug.text == exchange.cookies[Portal.regionCookieName] }
            .map { RegionLine(name: $0.region.name, note: $0.region.province, href: $0.links.home) }
        foundText =
            words.isEmpty
            ? nil : exchange.say(found.isEmpty ? "home.nothingFound" : "home.found", ["words": words, "count": String(found.count)])
        self.found = found.map { RegionLine($0, note: $0.region.province) }
        groups = Dictionary(grouping: islands, by: \.region.province).sorted { $0.key < $1.key }
            .map { province, islands in
                let regions = islands.sorted { ($0.region.place, $0.region.name) < ($1.region.place, $1.region.name) }
                return ProvinceFace(
                    name: province, countText: exchange.say("home.count", ["count": String(regions.count)]),
                    regions: regions.map { RegionLine($0, note: regions.count == 1 ? province : $0.buildingNote) })
            }
    }
}

extension Island {
    /// What tells it from its neighbours: the building where a source names it, else the province, which needs no mark.
    fileprivate var buildingNote: String { region.isDoubtful(.buildingName) ? region.province : region.building.name }
}

extension RegionLine {
    fileprivate init(_ island: Island, note: String) {
        self.init(name: island.region.name, note: note, href: Links.choice(of: island.region.slug))
    }
}
