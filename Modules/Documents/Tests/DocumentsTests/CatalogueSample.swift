import Catalogue
import Kernel
import Testing

/// A small catalogue: Contoh with an SKCK for Rp30.000 and a free family card.
enum CatalogueSample {
    static func catalogue(
        skckWorkflow: Workflow = .standard, moreAttachments: [AttachmentDefinition] = [], familyCard: ServiceDefinition = familyCard(),
        hours: WeeklyHours = [:]
    ) throws -> Catalogue {
        let region = RegionManifest(
            slug: try #require(RegionSlug("kab-contoh")), code: try #require(RegionCode("99.01")),
            name: "Kabupaten Contoh", province: "Contoh Raya", zone: .western,
            building: Building(name: "Mal Pelayanan Publik Contoh"), hours: hours,
            services: ["skck": ServiceOverride(), "kartu-keluarga": ServiceOverride()], paymentProviders: ["stub-qris"],
            merchant: try #require(MerchantWords(name: "MPP KAB CONTOH", city: "CONTOH")), senderName: "MPP Kabupaten Contoh")
        return Catalogue(
            regions: [region],
            services: [try skck(workflow: skckWorkflow, moreAttachments), familyCard, CatalogueSample.familyCard(code: "kia")])
    }

    static func skck(workflow: Workflow = .standard, _ moreAttachments: [AttachmentDefinition] = []) throws -> ServiceDefinition {
        ServiceDefinition(
            code: "skck", title: LocalizedText(indonesian: "SKCK", english: "Police record certificate"),
            summary: LocalizedText(indonesian: "Surat keterangan."), agency: "polri",
            channels: [.electronic: LocalizedText(indonesian: "Dari rumah."), .direct: LocalizedText(indonesian: "Di loket.")],
            questions: [
                Question(
                    name: "full_name", kind: .text, label: LocalizedText(indonesian: "Nama lengkap"), isOfferedAgain: true,
                    maximumLength: 100),
                Question(name: "nik", kind: .nik, label: LocalizedText(indonesian: "NIK")),
                Question(name: "birth_date", kind: .date, label: LocalizedText(indonesian: "Tanggal lahir"), latest: DateBound(.today)),
                Question(
                    name: "purpose", kind: .choice, label: LocalizedText(indonesian: "Keperluan"),
                    options: [
                        Choice(value: "work", label: LocalizedText(indonesian: "Melamar pekerjaan", english: "Applying for a job")),
                        Choice(value: "other", label: LocalizedText(indonesian: "Lainnya", english: "Other")),
                    ]),
                Question(
                    name: "purpose_other", kind: .longText, label: LocalizedText(indonesian: "Keperluan lain"), maximumLength: 200,
                    condition: Condition(question: "purpose", value: "other")),
            ],
            attachments: [
                AttachmentDefinition(name: "photo", label: LocalizedText(indonesian: "Pasfoto"), types: [.jpeg, .png]),
                AttachmentDefinition(
                    name: "letter", label: LocalizedText(indonesian: "Surat pengantar"), isRequired: false, types: [.pdf]),
            ] + moreAttachments,
            fee: Fee(amount: try #require(Money(rupiah: 30_000)), basis: "PP 76/2020"), promise: Promise(workingDays: 1),
            returnReasons: [ReturnReason(code: "photo_unclear", label: LocalizedText(indonesian: "Foto tidak jelas"))],
            paper: PaperDefinition(
                title: "SURAT KETERANGAN CATATAN KEPOLISIAN", titleEnglish: "POLICE RECORD CERTIFICATE",
                number: "SKCK/{sequence}/{month}/{year}/{region}", holder: "full_name",
                shows: ["full_name", "birth_date", "purpose", "purpose_other"],
                photo: "photo", statement: "Contoh surat.", validity: .months(6)),
            workflow: workflow)
    }

    static func familyCard(
        code: String = "kartu-keluarga", fee: Fee = Fee(amount: .zero, basis: "UU 24/2013"), promise: Promise = Promise(workingDays: 3),
        ending: Ending = .paper, expiry: Expiry? = nil, workflow: Workflow = .standard,
        fourEyes: Set<Workflow.Line> = [], front: ServiceFront = ServiceFront()
    ) -> ServiceDefinition {
        ServiceDefinition(
            code: code, title: LocalizedText(indonesian: "Kartu Keluarga", english: "Family card"),
            summary: LocalizedText(indonesian: "Kartu keluarga."), agency: "disdukcapil",
            channels: [.electronic: LocalizedText(indonesian: "Dari rumah.")],
            questions: [Question(name: "full_name", kind: .text, label: LocalizedText(indonesian: "Nama lengkap"), isOfferedAgain: true)],
            fee: fee, promise: promise,
            returnReasons: [ReturnReason(code: "incomplete", label: LocalizedText(indonesian: "Belum lengkap"))],
            paper: PaperDefinition(
                title: "KARTU KELUARGA", titleEnglish: "FAMILY CARD", number: "KK/{sequence}/{year}", holder: "full_name",
                shows: ["full_name"], statement: "Contoh surat."),
            ending: ending, expiry: expiry, workflow: workflow, fourEyes: fourEyes, front: front)
    }

    /// As the standards of civil registries tell it: the front office checks, a validator validates or gives back, the head signs; then it
    /// is ready, and collected.
    static let threeSteps = Workflow(
        Workflow.handover.lines.filter { ![.approved, .refused].contains($0.move) } + [
            .init(from: .inReview, .checked, to: .checked, by: .officer),
            .init(from: .checked, .validated, to: .validated, by: .officer),
            .init(from: .checked, .sentBack, to: .inReview, by: .officer),
            .init(from: .validated, .approved, to: .approved, by: .officer),
            .init(from: .validated, .refused, to: .refused, by: .officer),
        ])
}
