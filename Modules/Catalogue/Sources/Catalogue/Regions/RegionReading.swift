import Kernel

/// What a region's file may refer to. Agencies are `nil` when their file could not be read.
struct KnownNames {
    let agencies: Set<String>?
    /// Every service that has a file, including those with faults.
    let serviceCodes: Set<String>
    /// The services that could be read.
    let services: [String: ServiceDefinition]
    let slugs = Claims()
    let regionCodes = Claims()
}

extension RegionManifest {
    static func read(_ stem: String, _ whole: Field, _ known: KnownNames) -> RegionManifest? {
        whole.fields { fields in
            let slug = fields.slug(stem, known)
            let code = fields.code(of: slug, known)
            let name = fields["name"].text()
            let province = fields["province"].text()
            let capital = fields[ifPresent: "capital"]?.text()
            let zone = fields["timezone"].one(of: IndonesianZone.allCases)
            let languages = fields.languages()
            let building = fields["building"].building()
            let hoursField = fields["hours"]
            let hours = hoursField.weeklyHours()
            if !hours.isEmpty, hours.values.allSatisfy(\.isEmpty) { hoursField.fault(Expected.openDay) }
            let overrides = fields["hours_overrides"].list { $0.hoursOverride() }
            let holidays = fields["holidays"].list { $0.holiday([.regional], year: nil) }
            let counters = fields.counters(known)
            let payments = fields.payments()
            let providers = payments?.providers ?? []
            let services = fields.services(of: counters, paidBy: providers, known)
            let hasStubs = payments?.hasStubs ?? false
            if let payments { payments.requireProvider(for: services, known) }
            let (senders, senderName) = fields.messages()
            let accent = fields["look"].fields { $0["accent"].accent() } ?? ""
            let front = fields.regionFront()
            let sources = fields["sources"].list { $0.text() }
            let assumed = fields.fieldNames("assumed")
            guard let slug, let code, let zone, let building, let merchant = payments?.merchant else { return nil }
            return RegionManifest(
                slug: slug, code: code, name: name, province: province, capital: capital, zone: zone, languages: languages,
                building: building, hours: hours, hoursOverrides: overrides, holidays: holidays, counters: counters,
                services: services, paymentProviders: providers, hasStubPayments: hasStubs, merchant: merchant, messageSenders: senders,
                senderName: senderName, accent: accent, assumed: assumed, sources: sources, front: front)
        }
    }
}

extension FieldReader {
    fileprivate func slug(_ stem: String, _ known: KnownNames) -> RegionSlug? {
        let field = self["slug"]
        let slug = field.value(Expected.slug) { RegionSlug($0) }
        if let slug {
            if slug.text != stem { field.fault(Expected.fileName(stem).insteadOf(slug.text)) }
            known.slugs.claim(slug.text, at: field)
        }
        return slug
    }

    fileprivate func code(of slug: RegionSlug?, _ known: KnownNames) -> RegionCode? {
        let field = self["code"]
        let code = field.value(Expected.regionCode) { RegionCode($0) }
        if let code {
            known.regionCodes.claim(code.text, at: field)
            if let slug, slug.text.hasPrefix("kota-") != code.isKota {
                field.fault(Expected.codeOfKind(isKota: slug.text.hasPrefix("kota-")).insteadOf(code.text))
            }
        }
        return code
    }

    fileprivate func languages() -> [Language] {
        let claims = Claims()
        return self["languages"].list(notEmpty: true) { item in
            let language = item.one(of: Language.allCases)
            claims.claim(language?.rawValue ?? "", at: item)
            return language
        }
    }

    fileprivate func counters(_ known: KnownNames) -> [Counter] {
        let claims = Claims()
        return self["counters"].list { item in
            item.fields { fields in
                let code = fields["code"]
                let counter = Counter(
                    code: code.code(), agency: fields["agency"].one(of: known.agencies),
                    name: fields["name"].bilingual(englishIsOptional: true),
                    services: fields["services"].list { $0.one(of: known.serviceCodes) },
                    hours: fields[ifPresent: "hours"]?.weeklyHours())
                claims.claim(counter.code, at: code)
                return counter
            }
        }
    }

    fileprivate func services(of counters: [Counter], paidBy providers: [String], _ known: KnownNames) -> [String: ServiceOverride] {
        var services: [String: ServiceOverride] = [:]
        for (code, field) in self["services"].entries() ?? [] {
            let definition = known.services[code]
            services[code] = field.serviceOverride(of: definition, paidBy: providers)
            if !known.serviceCodes.contains(code) {
                field.fault(Expected.oneOf(known.serviceCodes).insteadOf(code))
            } else if let definition, !definition.agency.isEmpty,
                !counters.contains(where: { $0.agency == definition.agency && $0.services.contains(code) })
            {
                field.fault(Expected.counter(of: definition.agency))
            }
        }
        return services
    }

    fileprivate func payments() -> PaymentsReading? {
        self["payments"].fields { fields in
            let field = fields["providers"]
            let known: Set = ["cash", "stub-qris", "stub-va", "stub-simponi", "transfer"]
            return PaymentsReading(
                field: field, providers: field.list { $0.one(of: known) }, hasStubs: fields[ifPresent: "stub"]?.flag() ?? false,
                merchant: fields["merchant"].merchant())
        }
    }

    fileprivate func messages() -> (senders: [String], name: String) {
        self["messages"].fields { fields in
            (fields["senders"].list { $0.one(of: ["email", "sms"]) }, fields["sender_name"].singleLine())
        } ?? ([], "")
    }
}

/// How fees are paid in a region, and where its file lists the providers.
private struct PaymentsReading {
    let field: Field
    let providers: [String]
    let hasStubs: Bool
    let merchant: MerchantWords?

    /// Records a fault when a service has a fee and nobody takes it.
    func requireProvider(for services: [String: ServiceOverride], _ known: KnownNames) {
        let paid = services.filter { code, change in (change.fee ?? known.services[code]?.fee.range?.upperBound ?? .zero) > .zero }
        if providers.isEmpty, !paid.isEmpty, field.node != nil { field.fault(Expected.provider(for: paid.keys.sorted())) }
    }
}

extension Field {
    fileprivate func merchant() -> MerchantWords? {
        fields { fields in
            func words(_ name: String, _ longest: Int) -> String {
                fields[name].value(Expected.capitals(longest)) { MerchantWords.fits($0, longest) ? $0 : nil } ?? ""
            }
            return MerchantWords(
                name: words("name", MerchantWords.longestName), city: words("city", MerchantWords.longestCity))
        } ?? nil
    }

    fileprivate func building() -> Building? {
        fields { fields in
            Building(
                name: fields["name"].text(), address: fields[ifPresent: "address"]?.text(),
                map: fields[ifPresent: "map"]?.value(Expected.webAddress) { $0.hasPrefix("https://") && !$0.contains(" ") ? $0 : nil })
        }
    }

    /// - Parameter all: the region's providers; empty when they could not be read.
    fileprivate func serviceOverride(of definition: ServiceDefinition?, paidBy all: [String]) -> ServiceOverride? {
        fields { fields in
            ServiceOverride(
                fee: fields[ifPresent: "fee_rupiah"]?.money(),
                promised: fields[ifPresent: "working_minutes"].map { .minutes($0.workingMinutes()) }
                    ?? fields[ifPresent: "working_days"].map { .days($0.workingDays()) },
                channels: fields[ifPresent: "channels"]?.list(notEmpty: true) { item in
                    item.one(of: ServiceChannel.allCases.filter { definition?.channels[$0] != nil || definition == nil })
                },
                providers: fields[ifPresent: "providers"].map { field in
                    let chosen = field.list(notEmpty: true) { $0.one(of: all.isEmpty ? nil : Set(all)) }
                    return all.filter(chosen.contains)
                },
                expiry: fields[ifPresent: "expiry"]?.expiry(),
                standard: fields[ifPresent: "standard"]?.standard() ?? [:],
                isAssumed: fields[ifPresent: "assumed"]?.flag() ?? false)
        }
    }

    fileprivate func accent() -> String? {
        value(Expected.accent) { text in
            text.utf8.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy(\.isHexDigit) ? text : nil
        }
    }
}
