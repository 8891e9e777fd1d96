public import Foundation

/// A picture made small for one place: an upright JPEG, and its size in pixels.
public struct SmallPicture: Sendable, Hashable {
    public let jpeg: Data
    public let width: Int
    public let height: Int

    public init(jpeg: Data, width: Int, height: Int) {
        self.jpeg = jpeg
        self.width = width
        self.height = height
    }
}
