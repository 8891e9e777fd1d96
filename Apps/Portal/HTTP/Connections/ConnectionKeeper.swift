internal import NIOCore
internal import NIOHTTP1

/// Keeps one connection to its limits, and to what HTTP/1 says about its beginning and its end (RFC 9112): one `Host`, who
/// closes and when, `100 Continue`. It stands behind the decoder, where the version of a request is still known.
final class ConnectionKeeper: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Sent down by whoever is about to read a body: now the sender may send it.
    struct ReadsBody: Sendable {}

    /// Sent down by whoever has read enough of a body: the connection ends with the answer.
    struct ReadsNoMore: Sendable {}

    /// A request whose answer was not taken yet, down to its end.
    private struct Asked {
        let closes: Bool
        let isOld: Bool
        var expectsContinue: Bool
    }

    private let limits: ServerLimits
    private let book: ConnectionBook
    private var asked = CircularBuffer<Asked>()
    private var hadRequest = false
    /// Since when nothing was asked; `nil` while something is.
    private var waitingSince: NIODeadline?
    /// Since when a request is coming in; `nil` between two requests.
    private var receivingSince: NIODeadline?
    private var lastPieceAt = NIODeadline.uptimeNanoseconds(0)
    /// Whether we asked for more. While we do not, it is not the sender who is slow.
    private var wantsMore = false
    private var isTooSlow = false
    /// When an answer that is under way was looked at last; `nil` while none is.
    private var lookedAt: NIODeadline?
    private var lastBuffered: Int?
    /// How many answers have begun and how many are written whole, of those that were not taken yet. Whoever asks again before the answer
    /// has come is answered while an earlier answer still waits to be taken.
    private var begun = 0
    private var written = 0
    private var takesNoMore = false
    private var isStopping = false
    private var closesAfterAnswer = false
    /// Whether somebody has closed the connection; what is written whole is taken before.
    private var isClosed = false
    private var lingersUntil: NIODeadline?
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?

    init(_ limits: ServerLimits, _ book: ConnectionBook) {
        self.limits = limits
        self.book = book
    }

    // MARK: Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        guard book.enter(context.channel, at: now) else {
            refuse(context, .serviceUnavailable)
            return
        }
        waitingSince = now
        arm(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    private func end(_ context: ChannelHandlerContext) {
        book.leave(context.channel)
        timer?.task.cancel()
        timer = nil
        takesNoMore = true
    }

    // MARK: What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !takesNoMore || receivingSince != nil, lingersUntil == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard !takesNoMore else { return }
            guard ConnectionKeeper.hasOneHost(head) else {
                takesNoMore = true
                if asked.isEmpty { refuse(context, .badRequest) } else { closesAfterAnswer = true }
                return
            }
            note(head, context)
        case .body: lastPieceAt = context.eventLoop.now
        case .end:
            receivingSince = nil
            if asked.isEmpty { wait(context) }
        }
        context.fireChannelRead(data)
        arm(context)
    }

    private func note(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let words = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
        let isOld = ConnectionKeeper.isOld(head)
        let closes = words.contains("close") || (isOld && !words.contains("keep-alive"))
        let expects = head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
        asked.append(Asked(closes: closes, isOld: isOld, expectsContinue: expects && !isOld))
        takesNoMore = closes
        hadRequest = true
        waitingSince = nil
        receivingSince = context.eventLoop.now
        lastPieceAt = context.eventLoop.now
        book.waits(context.channel, since: nil)
    }

    /// Two of them, and a proxy may have read the other one (RFC 9112, 3.2).
    private static func hasOneHost(_ head: HTTPRequestHead) -> Bool {
        let count = head.headers["host"].count
        return count == 1 || (count == 0 && isOld(head))
    }

    private static func isOld(_ head: HTTPRequestHead) -> Bool { head.version.major == 1 && head.version.minor == 0 }

    private func wait(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        waitingSince = now
        book.waits(context.channel, since: now)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        wantsMore = false
        context.fireChannelReadComplete()
        if lingersUntil != nil { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        if !wantsMore, receivingSince != nil { lastPieceAt = context.eventLoop.now }
        wantsMore = true
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ConnectionBook.Cut:
            context.close(mode: .all, promise: nil)
            return
        case is ChannelShouldQuiesceEvent: isStopping = true
        case ChannelEvent.inputClosed where lingersUntil != nil: context.close(mode: .all, promise: nil)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: What goes out

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case is ReadsBody: goOn(context)
        case is ReadsNoMore: closesAfterAnswer = true
        default:
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        promise?.succeed()
    }

    /// The request to which the next answer belongs.
    private var current: CircularBuffer<Asked>.Index? {
        begun < asked.count ? asked.index(asked.startIndex, offsetBy: begun) : nil
    }

    private func goOn(_ context: ChannelHandlerContext) {
        if let current, asked[current].expectsContinue, lingersUntil == nil {
            asked[current].expectsContinue = false
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard lingersUntil == nil else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        lastBuffered = nil
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if begun == 0 { lookedAt = context.eventLoop.now }
            let request = current.map { asked[$0] }
            begun += 1
            // Whoever was not told to go on may still send what nobody reads.
            if isStopping || closesAfterAnswer || request?.closes != false || request?.expectsContinue == true
                || head.headers[canonicalForm: "connection"].contains("close")
            {
                closesAfterAnswer = true
                head.headers.replaceOrAdd(name: "connection", value: "close")
            } else if request?.isOld == true {
                head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            written += 1
            let taken = context.eventLoop.makePromise(of: Void.self)
            taken.futureResult.assumeIsolated().whenComplete { _ in self.answered(context) }
            if let promise { taken.futureResult.cascade(to: promise) }
            context.write(data, promise: taken)
        }
        arm(context)
    }

    private func answered(_ context: ChannelHandlerContext) {
        begun -= 1
        written -= 1
        // The next answer may be under way already: something was just taken, and it has its own time.
        lookedAt = begun > 0 ? context.eventLoop.now : nil
        lastBuffered = nil
        if !asked.isEmpty { asked.removeFirst() }
        guard context.channel.isActive else { return }
        if isClosed ? written == 0 : closesAfterAnswer && begun == 0 {
            linger(context)
        } else if asked.isEmpty, receivingSince == nil {
            wait(context)
        }
        arm(context)
    }

    /// An answer that is written but not yet taken is not torn away by a stop.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, written > 0, context.channel.isActive else {
            context.close(mode: mode, promise: promise)
            return
        }
        isClosed = true
        if let promise { context.channel.closeFuture.cascade(to: promise) }
    }

    /// Answers what is no request.
    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        takesNoMore = true
        let headers: HTTPHeaders = ["connection": "close", "content-length": "0"]
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
        arm(context)
    }

    /// Says no more, and reads on for a moment: who closes over unread bytes makes the other side lose the answer.
    private func linger(_ context: ChannelHandlerContext) {
        lingersUntil = context.eventLoop.now + limits.linger
        context.close(mode: .output, promise: nil)
        context.read()
    }

    // MARK: Time

    /// When the next limit is reached.
    private var deadline: NIODeadline? {
        if let lingersUntil { return lingersUntil }
        var next: NIODeadline?
        func add(_ deadline: NIODeadline) { next = min(next ?? deadline, deadline) }
        if let receivingSince {
            // Once the sender was too slow, the time until the reason is said is ours: on a busy machine it may be long.
            if !isTooSlow {
                add(min(receivingSince + limits.body, lastPieceAt + limits.silence))
            } else if asked.isEmpty {
                add(lastPieceAt + limits.linger)
            }
        }
        if let lookedAt { add(lookedAt + limits.stall) }
        if let waitingSince { add(waitingSince + (hadRequest ? limits.idle : limits.head)) }
        return next
    }

    /// Sees to it that somebody looks at the next limit. A timer that comes too early looks and sets itself anew, so that a
    /// limit that moves with each piece costs nothing.
    private func arm(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, let deadline else { return }
        if let timer {
            guard deadline < timer.at else { return }
            timer.task.cancel()
        }
        timer = (
            deadline,
            context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
                self.timer = nil
                self.look(context)
                self.arm(context)
            }
        )
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        guard let deadline, deadline <= now else { return }
        if lingersUntil != nil {
            context.close(mode: .all, promise: nil)
        } else if let waitingSince, waitingSince + (hadRequest ? limits.idle : limits.head) <= now {
            // A connection that was used and is idle ends in peace.
            if !hadRequest { book.note(.head) }
            context.close(mode: .all, promise: nil)
        } else if let lookedAt, lookedAt + limits.stall <= now {
            lookAtAnswer(context, now)
        } else if !isTooSlow, let receivingSince, receivingSince + limits.body > now, !wantsMore {
            lastPieceAt = now
        } else {
            lookAtBody(context, now)
        }
    }

    private func lookAtAnswer(_ context: ChannelHandlerContext, _ now: NIODeadline) {
        let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if buffered > 0, let lastBuffered, buffered >= lastBuffered {
            book.note(.write)
            context.close(mode: .all, promise: nil)
        } else {
            lastBuffered = buffered
            lookedAt = now
        }
    }

    /// Whoever reads the body is told and says so in an answer, after which the connection ends; when the answer is out already,
    /// it ends a moment later.
    private func lookAtBody(_ context: ChannelHandlerContext, _ now: NIODeadline) {
        guard !isTooSlow else {
            context.close(mode: .all, promise: nil)
            return
        }
        book.note(.body)
        isTooSlow = true
        takesNoMore = true
        closesAfterAnswer = true
        lastPieceAt = now
        context.fireErrorCaught(Departure.tooSlow)
    }
}
