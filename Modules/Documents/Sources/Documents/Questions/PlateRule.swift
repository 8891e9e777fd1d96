internal import Catalogue
internal import Kernel

/// The number on a vehicle's plate: one or two letters of the area, up to four digits, up to three letters. Kept as `P 1234 AB`.
struct PlateRule: QuestionRule {
    func check(_ typed: TypedText, _ question: Question) -> CheckedAnswer {
        let plate = typed.code.uppercased().filter { !" .-".contains($0) }
        guard let parts = plate.wholeMatch(of: /([A-Z]{1,2})([1-9][0-9]{0,3})([A-Z]{0,3})/) else { return .refused("problem.answer.plate") }
        return .accepted([parts.1, parts.2, parts.3].filter { !$0.isEmpty }.joined(separator: " "))
    }
}
