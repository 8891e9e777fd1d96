import Kernel

/// What a data file should say at some place: the sentences of every fault, in both languages.
enum Expected {
    static let text = says("teks yang tidak kosong", "a text that is not empty")
    static let quotedText = says("teks; beri tanda kutip", "a text; put it in quotes")
    static let singleLine = says("teks dalam satu baris", "a text on one line")
    static let flag = says("true atau false", "true or false")
    static let mapping = says("bidang dan nilainya (nama: nilai)", "fields with their values (name: value)")
    static let list = says("daftar (- …, atau [] bila kosong)", "a list (- …, or [] when empty)")
    static let filledList = says("daftar dengan sedikitnya satu isi", "a list with at least one item")
    static let key = says("nama bidang dari huruf, angka, _ atau -", "a field name of letters, digits, _ or -")
    static let code = says("kode dari huruf kecil, angka, _ atau -", "a code of lower-case letters, digits, _ or -")
    static let date = says("tanggal yang ada, TTTT-BB-HH, misalnya 2026-11-23", "a date that exists, YYYY-MM-DD, e.g. 2026-11-23")
    static let slug = says(
        "kab- atau kota-, lalu huruf kecil, angka dan tanda hubung", "kab- or kota-, then lower-case letters, digits and hyphens")
    static let regionCode = says("kode Kemendagri, misalnya \"35.10\"", "a code of the Ministry of Home Affairs, e.g. \"35.10\"")
    static let hours = says(
        "HH:MM-HH:MM dengan jam buka sebelum jam tutup, misalnya \"08:00-15:30\"",
        "HH:MM-HH:MM that opens before it closes, e.g. \"08:00-15:30\"")
    static let separateHours = says("jam buka yang tidak saling bertumpuk", "opening hours that do not overlap")
    static let openDay = says(
        "sedikitnya satu hari buka, atau {} bila belum diketahui", "at least one open day, or {} when not known")
    static let notBeforeStart = says("tanggal yang sama dengan atau sesudah from", "a date equal to or after from")
    static let accent = says("warna #RRGGBB dalam tanda kutip, misalnya \"#0B6E4F\"", "a colour #RRGGBB in quotes, e.g. \"#0B6E4F\"")
    static let placeholders = says(
        "tanda kurung kurawal hanya untuk isian, misalnya {name}", "braces only around a placeholder, e.g. {name}")
    static let yamlFile = says("berkas dengan nama berakhiran .yaml", "a file whose name ends in .yaml")
    static let folder = says("folder dengan sedikitnya satu berkas .yaml", "a folder with at least one .yaml file")
    static let readable = says("berkas yang ada dan dapat dibaca", "a file that exists and can be read")
    static let wordsFile = says("hanya id.yaml dan en.yaml", "only id.yaml and en.yaml")
    static let utf8 = says("teks UTF-8", "UTF-8 text")
    static let oneMove = says("satu baris saja untuk from dan move yang sama", "one line only for the same from and move")
    static let officersMove = says(
        "baris by: officer dari inReview, checked atau validated", "a line by: officer from inReview, checked or validated")
    static let reachedFromDraft = says(
        "status yang dapat dicapai dari draft melalui baris lain", "a status that other lines reach from draft")
    static let flatRows = says("jenis pertanyaan selain rows di dalam rows", "another kind of question than rows inside rows")
    static let phone = says("nomor telepon dalam tanda kutip, misalnya \"0800 111 222\"", "a phone number in quotes, e.g. \"0800 111 222\"")
    static let email = says("alamat email", "an e-mail address")
    static let webAddress = says("alamat yang diawali https://", "an address that begins with https://")
    static let shortName = says("nama pendek di samping label yang bertanya (short)", "a short name beside a label that asks (short)")
    static let ending = says(
        "paper, {handover: …} atau {handoff: {system: …, steps: …}}", "paper, {handover: …} or {handoff: {system: …, steps: …}}")
    static let smallTariff = says(
        "baris dengan kombinasi jawaban yang lebih sedikit", "rows with fewer combinations of answers")
    static let promisedTime = says(
        "layanan dengan promise yang diketahui", "a service whose promise is known")
    static let condition = says(
        "syarat, misalnya kind == \"new\" and (age < 17 or \"card\" in papers)",
        "a condition such as kind == \"new\" and (age < 17 or \"card\" in papers)")
    static let wholeNumber = says("bilangan bulat", "a whole number")
    static let filledHolder = says("pertanyaan berjenis text untuk nama pemegang", "a question of kind text for the holder's name")

    static func says(_ indonesian: String, _ english: String) -> LocalizedText {
        LocalizedText(indonesian: indonesian, english: english)
    }

    static func required(_ expected: LocalizedText) -> LocalizedText {
        says("wajib ada: \(expected.indonesian)", "required: \(expected.text(in: .english))")
    }

    static func number(_ range: ClosedRange<Int>) -> LocalizedText {
        says(
            "bilangan bulat \(range.lowerBound) sampai \(range.upperBound)",
            "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    static func capitals(_ longest: Int) -> LocalizedText {
        says(
            "huruf besar tanpa tanda aksen, paling banyak \(longest) karakter, disingkat per kata",
            "capital letters without accents, at most \(longest) characters, shortened by whole words")
    }

    static func oneRow(for answers: String, found: Int) -> LocalizedText {
        says(
            "tepat satu baris untuk setiap kombinasi jawaban; ada \(found) untuk \(answers)",
            "exactly one row for every combination of answers; there are \(found) for \(answers)")
    }

    static func oneOf(_ values: some Collection<String>) -> LocalizedText {
        let list = values.sorted().joined(separator: ", ")
        return says("salah satu dari \(list.isEmpty ? "(tidak ada)" : list)", "one of \(list.isEmpty ? "(none)" : list)")
    }

    static func knownField(_ known: [String]) -> LocalizedText {
        let list = known.joined(separator: ", ")
        return says("bidang tidak dikenal; di sini hanya: \(list)", "unknown field; here only: \(list)")
    }

    static func dateBound(_ questions: [String]) -> LocalizedText {
        let anchors = (["today", "2026-11-23"] + questions).joined(separator: ", ")
        return says(
            "tanggal yang dihitung dari salah satu dari \(anchors), misalnya \"today - 17 years\"",
            "a day counted from one of \(anchors), e.g. \"today - 17 years\"")
    }

    static func fileName(_ stem: String) -> LocalizedText {
        says("sama dengan nama berkas, yaitu \(stem)", "the same as the file name, that is \(stem)")
    }

    static func unique(_ first: Place) -> LocalizedText {
        says(
            "nilai yang belum dipakai; sudah ada di \(first.file):\(first.line)",
            "a value not yet used; it is already at \(first.file):\(first.line)")
    }

    static func inYear(_ year: Int) -> LocalizedText { says("tanggal dalam tahun \(year)", "a date in the year \(year)") }

    static func codeOfKind(isKota: Bool) -> LocalizedText {
        isKota
            ? says(
                "kode kota (dua angka terakhir 71 atau lebih), sesuai awalan kota-",
                "the code of a kota (ending in 71 or more), as the prefix kota- says")
            : says(
                "kode kabupaten (dua angka terakhir 01 sampai 69), sesuai awalan kab-",
                "the code of a kabupaten (ending in 01 to 69), as the prefix kab- says")
    }

    static func counter(of agency: String) -> LocalizedText {
        says(
            "loket instansi \(agency) yang mencantumkan layanan ini di counters",
            "a counter of the agency \(agency) that lists this service under counters")
    }

    static func provider(for services: [String]) -> LocalizedText {
        let list = services.joined(separator: ", ")
        return says(
            "sedikitnya satu penyedia pembayaran, karena berbiaya: \(list)",
            "at least one payment provider, because these have a fee: \(list)")
    }

    static func samePlaceholders(_ names: Set<String>, as other: String) -> LocalizedText {
        let list = names.sorted().map { "{\($0)}" }.joined(separator: " ")
        return says(
            "isian yang sama dengan \(other): \(list.isEmpty ? "tidak ada" : list)",
            "the same placeholders as \(other): \(list.isEmpty ? "none" : list)")
    }

    static func numberPlaceholders(_ known: [String]) -> LocalizedText {
        let list = known.map { "{\($0)}" }.joined(separator: " ")
        return says(
            "nomor dengan {sequence} dan {year}; isian yang ada: \(list)", "a number with {sequence} and {year}; placeholders are: \(list)")
    }

    static func alsoIn(_ file: String) -> LocalizedText {
        required(says("teks ini ada di \(file)", "\(file) has this text"))
    }

    static func yaml(_ problem: String) -> LocalizedText {
        says("YAML yang benar (\(problem))", "correct YAML (\(problem))")
    }

    static func uniqueKeys(_ keys: [String]) -> LocalizedText {
        let list = keys.joined(separator: ", ")
        return says("setiap bidang hanya sekali; ditulis dua kali: \(list)", "each field only once; written twice: \(list)")
    }
}

extension LocalizedText {
    /// The expectation, and what was found in its place: its beginning, on one line.
    func insteadOf(_ found: String) -> LocalizedText {
        let start = String(found.prefix(60).map { $0.isNewline ? " " : $0 }) + (found.count > 60 ? "…" : "")
        return Expected.says("\(indonesian), bukan \"\(start)\"", "\(text(in: .english)), not \"\(start)\"")
    }
}
