/// A template compiled for one struct and one language: a flat list of steps, each of which adds to the page or jumps.
/// Nothing is looked up and nothing is cast while it runs.
struct Program<Subject: Sendable>: Sendable {
    typealias Section = @Sendable (Subject, Frame, inout PageBuffer) -> Void

    enum Step: Sendable {
        case fixed([UInt8])
        case own(@Sendable (Subject, inout PageBuffer) -> Void)
        case frame(@Sendable (Frame, inout PageBuffer) -> Void)
        /// Jumps over that many steps, unless the condition is as they expect it.
        case skip(steps: Int, unless: @Sendable (Subject, Frame) -> Bool, is: Bool)
        /// Over another struct, with a program of its own.
        case section(Section)
    }

    private let steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    func run(_ subject: Subject, _ frame: Frame, into buffer: inout PageBuffer) {
        var next = 0
        while next < steps.count {
            switch steps[next] {
            case .fixed(let html): buffer.add(html)
            case .own(let write): write(subject, &buffer)
            case .frame(let write): write(frame, &buffer)
            case .skip(let count, let holds, let expected): if holds(subject, frame) != expected { next += count }
            case .section(let write): write(subject, frame, &buffer)
            }
            next += 1
        }
    }
}
