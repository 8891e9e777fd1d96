internal import CPangoCairo
internal import Foundation
internal import Kernel

/// A PDF in the making: pages of A4 drawn one after the other. Positions are points from the top left corner.
/// Used on one thread, from its making to its end.
final class Sheet {
    /// A4, 210 × 297 mm (ISO 216), in points.
    static let width = 595.276
    static let height = 841.890

    private final class Output { var bytes = Data() }

    private let output = Output()
    private let surface: OpaquePointer
    private let pen: OpaquePointer
    /// Where the code was drawn.
    private(set) var codeFrame = CodeFrame()
    /// Of the structure, where the pen is, and what was said of each part of it so far.
    private var open: [Part.Step] = []
    private var entries: [String] = []

    init() throws(Problem) {
        let surface = cairo_pdf_surface_create_for_stream(
            { context, bytes, count in
                guard let context, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Output>.fromOpaque(context).takeUnretainedValue().bytes.append(bytes, count: Int(count))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(output).toOpaque(), Sheet.width, Sheet.height)
        guard let surface else { throw Sheet.failed("no surface") }
        guard let pen = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw Sheet.failed("no context")
        }
        self.surface = surface
        self.pen = pen
        // 1.4 is what every reader and every signing tool knows, and keeps the file's objects in plain sight.
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
        begin(Part.Step(kind: .document, name: ""))
    }

    deinit {
        cairo_destroy(pen)
        // Destroying finishes the surface, which may write: the output outlives it.
        withExtendedLifetime(output) { cairo_surface_destroy(surface) }
    }

    /// What is drawn from now on belongs to that part, until another one begins or the page ends.
    func begin(_ part: Part) {
        let common = zip(open.dropFirst(), part.steps).prefix { $0 == $1 }.count
        close(downTo: 1 + common)
        for step in part.steps.dropFirst(common) { begin(step) }
    }

    private func begin(_ step: Part.Step) {
        cairo_tag_begin(pen, step.kind.rawValue, nil)
        open.append(step)
        entries.append(step.entries)
    }

    private func close(downTo count: Int) {
        while open.count > count, let step = open.popLast() { cairo_tag_end(pen, step.kind.rawValue) }
    }

    func setProperties(title: String, author: String, createdAt: Instant) {
        // A C string ends at a NUL; cairo wants seconds without a fraction.
        func clean(_ text: String) -> String { text.split(separator: "\0").joined(separator: " ") }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, clean(title))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, clean(author))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "MPP Digital")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, createdAt.iso8601.prefix(19) + "Z")
    }

    /// Draws one line of text; `top` is the upper edge of the line.
    func draw(_ line: SetText.Line, of text: SetText, left: Double, top: Double) {
        use(text.style.ink)
        let start = text.start(of: line, left: left)
        cairo_move_to(pen, start, top + line.baseline)
        withExtendedLifetime(text) {
            pango_cairo_show_layout_line(pen, line.handle)
            // Nobody sees it, but whoever has the text read out or copies it hears two words where the line was broken between them.
            if line.endsWord, let space = text.space {
                cairo_move_to(pen, start + line.width, top + line.baseline)
                pango_cairo_show_layout_line(pen, space)
            }
        }
    }

    /// Draws all lines of a text below each other.
    func draw(_ text: SetText, left: Double, top: Double) {
        var top = top
        for line in text.lines {
            draw(line, of: text, left: left, top: top)
            top += line.height
        }
    }

    func rule(left: Double, right: Double, y: Double, thickness: Double, _ ink: Ink) {
        use(ink)
        cairo_rectangle(pen, left, y - thickness / 2, right - left, thickness)
        cairo_fill(pen)
    }

    /// Draws the code with its quiet zone on white, as wide and high as `size`.
    func draw(_ code: QRCode, left: Double, top: Double, size: Double) {
        cairo_set_source_rgb(pen, 1, 1, 1)
        cairo_rectangle(pen, left, top, size, size)
        cairo_fill(pen)
        codeFrame = CodeFrame(left: left, bottom: Sheet.height - top - size, side: size)
        let module = size / Double(code.side + 2 * QRCode.quietZone)
        cairo_set_source_rgb(pen, 0, 0, 0)
        // All in one path: bars drawn one by one would show light seams.
        for bar in code.darkBars() {
            cairo_rectangle(
                pen, left + Double(bar.x + QRCode.quietZone) * module, top + Double(bar.y + QRCode.quietZone) * module,
                Double(bar.width) * module, module)
        }
        cairo_fill(pen)
    }

    /// Draws a JPEG into that rectangle. Its bytes go into the PDF as they are.
    func draw(_ photo: LetterPhoto, left: Double, top: Double, width: Double, height: Double) {
        let picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(photo.width), Int32(photo.height))
        // The PDF takes the JPEG only when it is written, after this has returned: it owns a copy.
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: photo.jpeg.count)
        photo.jpeg.copyBytes(to: bytes, count: photo.jpeg.count)
        cairo_surface_set_mime_data(
            picture, "image/jpeg", bytes, UInt(photo.jpeg.count), { $0?.assumingMemoryBound(to: UInt8.self).deallocate() }, bytes)
        cairo_save(pen)
        cairo_translate(pen, left, top)
        cairo_scale(pen, width / Double(photo.width), height / Double(photo.height))
        cairo_set_source_surface(pen, picture, 0, 0)
        cairo_paint(pen)
        cairo_restore(pen)
        cairo_surface_destroy(picture)
    }

    /// Draws the text's first line from corner to corner, scaled to that length.
    func drawAcross(_ text: SetText) {
        guard let line = text.lines.first, line.width > 0 else { return }
        cairo_save(pen)
        cairo_translate(pen, Sheet.width / 2, Sheet.height / 2)
        cairo_rotate(pen, -atan2(Sheet.height, Sheet.width))
        let scale = min(0.68 * hypot(Sheet.width, Sheet.height) / line.width, 170 / line.height)
        cairo_scale(pen, scale, scale)
        draw(line, of: text, left: -line.width / 2, top: -line.height / 2)
        cairo_restore(pen)
    }

    /// What goes on over the page's end is begun anew there; otherwise its head and foot would be a part of it.
    func endPage() {
        close(downTo: open.firstIndex { !$0.kind.isGroup } ?? open.count)
        cairo_show_page(pen)
    }

    /// The whole PDF, with its structure. Nothing can be drawn afterwards.
    func finish(in language: Language) throws(Problem) -> Data {
        close(downTo: 0)
        let drawing = cairo_status(pen)
        cairo_surface_finish(surface)
        for status in [drawing, cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw Sheet.failed(String(cString: cairo_status_to_string(status)))
        }
        return try StructuredFile(language: language, entries: entries).completed(output.bytes)
    }

    private func use(_ ink: Ink) { cairo_set_source_rgb(pen, ink.red, ink.green, ink.blue) }

    static func failed(_ detail: String) -> Problem { Problem(.unexpected, "problem.paper.failed", detail: detail) }
}
