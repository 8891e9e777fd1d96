internal import CExif
internal import Foundation

/// Which way is up in a photo (Exif 2.3, tag 0x0112).
struct Orientation: Equatable {
    /// 2 to 8; the upright ones are not written down.
    let value: UInt8

    /// - Parameter exif: a segment's content, beginning with `Exif`; `nil` when it says nothing, or that the picture is upright.
    init?(exif content: ArraySlice<UInt8>) {
        guard content.starts(with: Array("Exif\0\0".utf8)),
            let data = content.withUnsafeBufferPointer({ exif_data_new_from_data($0.baseAddress, UInt32($0.count)) })
        else { return nil }
        defer { exif_data_unref(data) }
        guard let entry = exif_content_get_entry(data.pointee.ifd.0, EXIF_TAG_ORIENTATION),
            entry.pointee.format == EXIF_FORMAT_SHORT, entry.pointee.components == 1
        else { return nil }
        let value = exif_get_short(entry.pointee.data, exif_data_get_byte_order(data))
        guard (2...8).contains(value) else { return nil }
        self.value = UInt8(value)
    }

    /// An Exif segment with this and nothing else: one directory with one entry.
    var segment: [UInt8] {
        [0xFF, 0xE1, 0, 34] + Array("Exif\0\0".utf8) + Array("MM".utf8) + [0, 42, 0, 0, 0, 8]
            + [0, 1] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0] + [0, 0, 0, 0]
    }
}
