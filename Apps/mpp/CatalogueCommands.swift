internal import ArgumentParser
internal import Catalogue
internal import Foundation
internal import Kernel
internal import Portal

struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "The data files: regions, services, calendars, words, messages.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads every file and names each fault: file:line: field: what was expected.",
            discussion: """
                Ends with 0 when there is none, with 65 otherwise. The server makes the same check when it starts. Sixty days before the last
                calendar ends it asks for the next one, which is no fault.
                """)

        /// How long before its end the next calendar is asked for.
        private static let warnedDays = 60

        @OptionGroup var folders: Folders

        func run() async throws {
            let catalogue = try Portal.readCatalogue(folders.resourcesURL)
            print(
                "\(catalogue.regions.count) regions, \(catalogue.services.count) services, \(catalogue.holidays.count) holidays, \(catalogue.messages.count) messages: no fault"
            )
            let today = IndonesianZone.western.local(SystemWallClock().now).date
            if let until = catalogue.decreedUntil, today.advanced(byDays: Check.warnedDays) > until {
                print(
                    "Calendars/\(until.year + 1).yaml is wanted: behind \(until.iso8601) joint leave is unknown, so promised times come out too early."
                )
            }
        }
    }
}

struct RegionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "region", abstract: "The regions of the catalogue.", subcommands: [List.self, Show.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One line per region: slug, code, name.")
        @OptionGroup var folders: Folders

        func run() async throws {
            for region in try Portal.readCatalogue(folders.resourcesURL).regions {
                print("\(region.slug.text.padded(to: 26)) \(region.code)  \(region.name), \(region.province)")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What the manifest of one region says.")
        @Argument(help: "The region's slug.") var slug: String
        @OptionGroup var folders: Folders

        func run() async throws {
            let catalogue = try Portal.readCatalogue(folders.resourcesURL)
            guard let slug = RegionSlug(slug), let region = catalogue.region(slug) else {
                throw Problem(.notFound, "problem.region.unknown", arguments: ["region": slug])
            }
            func line(_ label: String, _ value: String, _ field: String = "") {
                print("\(label.padded(to: 12)) \(value)\(region.isAssumed(field) ? "  (unconfirmed)" : "")")
            }
            line("name", region.name)
            line("code", region.code.text)
            line("province", region.province)
            line("capital", region.capital ?? "-", "capital")
            line("time zone", "\(region.zone.rawValue) (\(region.zone.abbreviation))", "timezone")
            line("building", region.building.name, "building.name")
            line("address", region.building.address ?? "-", "building.address")
            for day in Weekday.allCases {
                let hours = (region.hours[day] ?? []).map { "\($0.opens.iso8601)-\($0.closes.iso8601)" }.joined(separator: ", ")
                if !hours.isEmpty { line(day.rawValue, hours, "hours") }
            }
            line("counters", region.counters.map(\.code).joined(separator: ", "), "counters")
            for code in region.services.keys.sorted() { line("service", code, "services.\(code)") }
            line("payments", region.paymentProviders.joined(separator: ", "))
            line("messages", region.messageSenders.joined(separator: ", "))
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
