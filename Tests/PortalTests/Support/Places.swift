import Catalogue
import Kernel

/// Places for the stories. No test names a real one: they are taken from the catalogue by what they offer.
extension Town {
    /// The real catalogue; `nil` when it has faults, which `CatalogueTests` names one by one.
    static let catalogue: Catalogue? = Catalogue.read(resources).catalogue

    /// Slug of a region in western time that offers the SKCK.
    static let first = place(in: .western)
    /// Slug of a region in central time that offers the SKCK.
    static let other = place(in: .central)

    private static func place(in zone: IndonesianZone) -> String {
        catalogue?.regions.sorted { $0.slug < $1.slug }.first { $0.zone == zone && $0.offers("skck") }?.slug.text ?? "kab-tidak-ada"
    }
}
