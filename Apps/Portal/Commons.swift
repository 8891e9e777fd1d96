internal import Catalogue
internal import Kernel
internal import Logging

/// What all regions share: data, settings, clock, pages, counters. A region's handler is given this and its own island and
/// nothing else, so that it cannot reach another region.
struct Commons: Sendable {
    let settings: PortalSettings
    let catalogue: Catalogue
    let clock: any WallClock
    let logger: Logger
    let pages: PageLibrary
    let stylesheet: Stylesheet
    let scripts: Scripts
    let cache = PageCache()
    let metrics: Metrics
    let disks: DiskWatch
    let wording = Wording()
    /// Sign-ins and codes: sixty at once, then one each second, per sender's network. It is a wall against machines. How often one NIK,
    /// mailbox or user name may try is counted by Identity.
    let signInLimiter: RateLimiter
    /// Calls of the API: six hundred at once, then twenty each second, per key, or per address for those who show none.
    let programLimiter: RateLimiter
    let uploads: UploadGate
    let keptForms: KeptForms
}
