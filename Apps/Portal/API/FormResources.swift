internal import Catalogue
internal import Documents
internal import Kernel

/// What a service asks, for a program that draws the form itself.
struct FormAnswer: Resource {
    let definition: ServiceDefinition

    static let name = "Form"
    static let about = "What a service asks, in the order of asking."
    static let fields: [ResourceField<FormAnswer>] = [
        ResourceField("service", "The service's code.") { $0.definition.code },
        ResourceField("title", "The service's name.") { $0.definition.title },
        ResourceField("questions", "The questions; empty for a service whose errand is done elsewhere.") { answer in
            answer.definition.questions.map { FormQuestionAnswer(question: $0) }
        },
        ResourceField("files", "The files.") { answer in answer.definition.attachments.map { FormFileAnswer(file: $0) } },
    ]
}

struct FormQuestionAnswer: Resource {
    let question: Question

    static let name = "FormQuestion"
    static let about = "One question of a form. Days, numbers and amounts are answered with texts."
    static let fields: [ResourceField<FormQuestionAnswer>] = [
        ResourceField("name", "Its name, which names its answer.") { $0.question.name },
        ResourceField("kind", "What kind of answer it wants.") { Word($0.question.kind) },
        ResourceField("label", "The question.") { $0.question.label },
        ResourceField("hint", "What helps to answer it.") { $0.question.hint },
        ResourceField("isRequired", "Whether it must be answered, when it is asked.") { $0.question.isRequired },
        ResourceField("condition", "When it is asked, e.g. `purpose == \"work\"`; `null` is always. In a row it is about the same row.") {
            $0.question.condition?.text
        },
        ResourceField("options", "The values of which the answer is one, or several; empty for free answers.") { answer in
            answer.question.options.map { OptionAnswer(option: $0) }
        },
        ResourceField("maximumLength", "The most characters of a text.") { $0.question.maximumLength },
        ResourceField("minimum", "The lowest number, or the fewest characters, choices or rows.") { $0.question.minimum },
        ResourceField("maximum", "The highest number, or the most choices.") { $0.question.maximum },
        ResourceField("earliest", "The first day, e.g. `today - 17 years`.") { $0.question.earliest?.text },
        ResourceField("latest", "The last day, e.g. `today`.") { $0.question.latest?.text },
        ResourceField("columns", "What each row asks; empty for what is asked once.") { answer in
            answer.question.columns.map { FormQuestionAnswer(question: $0) }
        },
        ResourceField("maximumRows", "The most rows.") { answer in
            answer.question.kind == .rows ? answer.question.maximumRows ?? Question.usualMaximumRows : nil
        },
    ]
}

struct OptionAnswer: Resource {
    let option: Choice

    static let name = "Option"
    static let about = "One of the values among which an answer is."
    static let fields: [ResourceField<OptionAnswer>] = [
        ResourceField("value", "The value, which is the answer.") { $0.option.value },
        ResourceField("label", "What people read.") { $0.option.label },
    ]
}

struct FormFileAnswer: Resource {
    let file: AttachmentDefinition

    static let name = "FormFile"
    static let about = "A file that a service asks for."
    static let fields: [ResourceField<FormFileAnswer>] = [
        ResourceField("name", "Its name, under which it is attached.") { $0.file.name },
        ResourceField("label", "What it is.") { $0.file.label },
        ResourceField("hint", "What helps to make it.") { $0.file.hint },
        ResourceField("isRequired", "Whether it must be there, when it is wanted.") { $0.file.isRequired },
        ResourceField("types", "The media types that are taken.") { $0.file.types.map(\.mediaType) },
        ResourceField("condition", "When it is wanted, by the answers; `null` is always.") { $0.file.condition?.text },
    ]
}
