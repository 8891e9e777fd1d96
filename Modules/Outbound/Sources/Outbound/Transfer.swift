internal import CCurl
internal import Foundation

/// One transfer of libcurl: a handle with the settings that hold for all of them, and the callbacks that feed it.
/// Used on one thread, from its making to its end.
final class Transfer {
    private static let library: CURLcode = ccurl_start()

    private let handle: UnsafeMutableRawPointer
    private let cancellation: Cancellation
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    /// The first setting that libcurl refused; nothing is sent then.
    private var refusedSetting: CURLcode?

    private var upload = Data()
    private var uploadOffset = 0
    private let receiveLimit: Int
    private static let headerLimitBytes = 300_000
    private var headerBytes = 0
    /// Set by libcurl's own thread of work, which is this one, when an address was not called.
    private let refusal = UnsafeMutablePointer<CInt>.allocate(capacity: 1)

    /// Whether everything that was to be uploaded has been handed to libcurl. Until then the other side cannot have seen
    /// the end of it.
    private(set) var hasHandedOverAll = false
    private(set) var received = Data()
    private(set) var headerLines: [String] = []
    private(set) var hasExceededLimit = false

    /// `nil` when the library cannot be started or has no memory for another handle.
    init?(receiveLimit: Int, cancellation: Cancellation) {
        guard Transfer.library == CURLE_OK, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        refusal.initialize(to: 0)
        self.receiveLimit = receiveLimit
        self.cancellation = cancellation
        set(CURLOPT_NOSIGNAL, 1)
        // The environment's http_proxy and the like would otherwise redirect what we send.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_NOPROGRESS, 0)
        installCallbacks()
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
        refusal.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_long(handle, option, value)) }
    func set(_ option: CURLoption, _ value: String) { note(ccurl_set_text(handle, option, value)) }

    func set(_ option: CURLoption, _ values: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values {
            guard let longer = curl_slist_append(list, value) else {
                curl_slist_free_all(list)
                return note(CURLE_OUT_OF_MEMORY)
            }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        note(ccurl_set_list(handle, option, list))
    }

    func setTimeouts(connectSeconds: Int, totalSeconds: Int) {
        set(CURLOPT_CONNECTTIMEOUT, connectSeconds)
        set(CURLOPT_TIMEOUT, totalSeconds)
    }

    /// Refuses, at the moment of calling, addresses of this machine and of networks of its own.
    func callPublicOnly() { note(ccurl_call_public_only(handle, refusal)) }
    /// Whether an address was not called because of ``callPublicOnly()``.
    var hasRefusedAddress: Bool { refusal.pointee != 0 }
    func allowWebOnly() { note(ccurl_allow_web_only(handle)) }
    func allowMailOnly() { note(ccurl_allow_mail_only(handle)) }

    /// What the other side gets; asked for piece by piece.
    func setUpload(_ data: Data, sizeOption: CURLoption) {
        upload = data
        uploadOffset = 0
        note(ccurl_set_size(handle, sizeOption, curl_off_t(data.count)))
    }

    /// Blocks until the transfer has ended one way or the other.
    func perform() -> CURLcode {
        if let refusedSetting { return refusedSetting }
        return withExtendedLifetime(self) { curl_easy_perform(handle) }
    }

    /// The last status that the server gave: of HTTP, or the reply code of SMTP. 0 when there was none.
    var responseCode: Int { ccurl_response_code(handle) }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refusedSetting == nil { refusedSetting = code }
    }

    private func installCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        note(ccurl_set_context(handle, CURLOPT_READDATA, context))
        note(
            ccurl_set_bytes_callback(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
                Transfer.from(context)?.fill(bytes, room: size * count) ?? 0
            })
        note(ccurl_set_context(handle, CURLOPT_WRITEDATA, context))
        note(
            ccurl_set_bytes_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                Transfer.from(context)?.take(bytes, length: size * count) ?? 0
            })
        note(ccurl_set_context(handle, CURLOPT_HEADERDATA, context))
        note(
            ccurl_set_bytes_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                Transfer.from(context)?.takeHeader(bytes, length: size * count) ?? 0
            })
        note(ccurl_set_context(handle, CURLOPT_XFERINFODATA, context))
        note(
            ccurl_set_progress_callback(handle) { context, _, _, _, _ in
                // Anything but 0 ends the transfer.
                Transfer.from(context)?.cancellation.isRequested == true ? 1 : 0
            })
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func fill(_ bytes: UnsafeMutablePointer<CChar>?, room: Int) -> Int {
        guard let bytes else { return 0 }
        let length = min(room, upload.count - uploadOffset)
        if length > 0 {
            upload.copyBytes(
                to: UnsafeMutableRawBufferPointer(start: bytes, count: length), from: uploadOffset..<(uploadOffset + length))
            uploadOffset += length
        }
        if uploadOffset == upload.count { hasHandedOverAll = true }
        return length
    }

    private func take(_ bytes: UnsafeMutablePointer<CChar>?, length: Int) -> Int {
        guard let bytes, received.count + length <= receiveLimit else {
            hasExceededLimit = true
            return 0
        }
        received.append(Data(bytes: bytes, count: length))
        return length
    }

    private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, length: Int) -> Int {
        // curl itself ends a reply with more than 300 KB of headers; older ones do not.
        guard let bytes, headerLines.count < 500, headerBytes + length <= Transfer.headerLimitBytes else { return 0 }
        headerBytes += length
        headerLines.append(String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self))
        return length
    }
}

/// What libcurl says about an outcome, for the operator's log. Never the server's own words: they may repeat an address.
func explanation(of code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
