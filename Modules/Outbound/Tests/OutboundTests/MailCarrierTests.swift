import Kernel
import Outbound
import Testing

@Suite("Mail on its way to the server", .timeLimit(.minutes(15))) struct MailCarrierTests {
    func settings(_ server: ScriptedMailServer, _ security: MailSettings.Security = .none, timeoutSeconds: Int = 10) -> MailSettings {
        MailSettings(
            host: "127.0.0.1", port: server.port, security: security, from: "mpp@contoh.id", timeoutSeconds: timeoutSeconds)
    }

    func mailToSiti(subject: String = "Permohonan Anda kami terima", body: String = "Halo Siti Rahmawati.\n") -> Mail {
        Mail(
            to: "siti@contoh.id", fromName: "MPP Kabupaten Contoh", subject: subject, body: body,
            messageID: "0199f0a0-0000-7000-8000-000000000001", date: Instant(milliseconds: 1_795_397_400_000), language: .indonesian)
    }

    func outcome(_ server: ScriptedMailServer, _ mail: Mail, _ settings: MailSettings? = nil) async -> MailFailure? {
        do {
            try await MailCarrier(settings ?? self.settings(server)).send(mail)
            return nil
        } catch {
            return error
        }
    }

    func kind(_ failure: MailFailure?) -> String {
        switch failure {
        case nil: "sent"
        case .notSent: "not sent"
        case .refused: "refused"
        case .uncertain: "uncertain"
        }
    }

    @Test(
        "What the server answers decides whether Siti's mail may be tried again",
        arguments: [
            (ScriptedMailServer.Replies(greeting: "421 too busy"), "not sent"),
            (.init(greeting: "554 no service here"), "not sent"),
            (.init(greeting: nil), "not sent"),
            (.init(hello: ["421 closing"]), "not sent"),
            (.init(sender: "451 later"), "not sent"),
            (.init(sender: "530 sign in first"), "not sent"),
            (.init(sender: "550 not from you"), "refused"),
            (.init(sender: nil), "not sent"),
            (.init(recipient: "451 later"), "not sent"),
            (.init(recipient: "550 nobody of that name"), "refused"),
            (.init(recipient: nil), "not sent"),
            (.init(data: "451 later"), "not sent"),
            (.init(data: "554 no"), "refused"),
            (.init(data: nil), "not sent"),
            (.init(mail: "451 disk full"), "not sent"),
            (.init(mail: "554 looks like rubbish"), "refused"),
            (.init(mail: nil), "uncertain"),
            (.init(cutsAfterBytes: 100), "uncertain"),
            (.init(), "sent"),
        ])
    func outcomes(replies: ScriptedMailServer.Replies, expected: String) async throws {
        let server = try ScriptedMailServer(replies)
        let failure = await outcome(server, mailToSiti())
        #expect(kind(failure) == expected, "\(String(describing: failure))")
        if case .refused(let reason) = failure { #expect(!reason.contains("siti")) }
    }

    @Test("A mail cut off in its middle may be tried again, because the point that ends it was never sent")
    func cutInTheMiddle() async throws {
        let server = try ScriptedMailServer(.init(cutsAfterBytes: 1_000))
        // Far more than a socket's buffers hold.
        let failure = await outcome(server, mailToSiti(body: String(repeating: "Baris panjang dari surat. ", count: 500_000)))
        #expect(kind(failure) == "not sent", "\(String(describing: failure))")
    }

    @Test("The fate of a mail is uncertain when the server takes it and then says nothing until the time limit")
    func silenceAfterTheMail() async throws {
        let replies = ScriptedMailServer.Replies(mail: "")
        let server = try ScriptedMailServer(replies)
        let failure = await outcome(server, mailToSiti(), settings(server, timeoutSeconds: 1))
        #expect(kind(failure) == "uncertain", "\(String(describing: failure))")
    }

    @Test("A cancelled hand-over that had not begun is not sent")
    func cancelledBefore() async throws {
        let server = try ScriptedMailServer()
        let carrier = MailCarrier(settings(server))
        let mail = mailToSiti()
        let attempt = Task { () -> MailFailure? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(MailFailure) {
                try await carrier.send(mail)
                return nil
            } catch { return error }
        }
        #expect(kind(await attempt.value) == "not sent")
        #expect(server.mails.isEmpty)
    }

    @Test("Where nobody listens at the port, nothing is sent")
    func nobodyListens() async throws {
        var server: ScriptedMailServer? = try ScriptedMailServer()
        let settings = try MailSettings(
            host: "127.0.0.1", port: #require(server).port, security: .none, from: "mpp@contoh.id", timeoutSeconds: 5)
        server = nil
        await #expect(throws: MailFailure.self) { try await MailCarrier(settings).send(mailToSiti()) }
    }

    @Test("Where TLS is asked for, nothing of the mail is said in clear", arguments: [MailSettings.Security.startTLS, .tls])
    func noTLSNoMail(security: MailSettings.Security) async throws {
        let server = try ScriptedMailServer()
        let failure = await outcome(server, mailToSiti(), settings(server, security, timeoutSeconds: 3))
        #expect(kind(failure) == "not sent")
        #expect(!server.commands.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("AUTH") })
    }

    @Test("A password never travels in clear to another machine")
    func passwordInClear() async throws {
        let settings = MailSettings(
            host: "mail.example", port: 25, security: .none, username: "mpp", password: "rahasia", from: "mpp@contoh.id")
        #expect(settings.fault != nil)
        await #expect(throws: MailFailure.notSent("a mail password would be sent unprotected: use startTLS or tls")) {
            try await MailCarrier(settings).send(mailToSiti())
        }
    }

    @Test("A wrong password is the operator's to mend, so the mail may be tried again")
    func wrongPassword() async throws {
        let server = try ScriptedMailServer(.init(hello: ["250-mail.example", "250 AUTH PLAIN"], signIn: "535 wrong"))
        var settings = settings(server)
        settings.username = "mpp"
        settings.password = "salah"
        let failure = await outcome(server, mailToSiti(), settings)
        #expect(kind(failure) == "not sent", "\(String(describing: failure))")
        #expect(!"\(String(describing: failure))".contains("salah"))
    }

    @Test(
        "An address that would smuggle commands to the server is refused before anyone is called",
        arguments: [
            "siti@contoh.id>\r\nRCPT TO:<lain@contoh.id", "siti warga@x.example", "siti", "siti@", "@contoh.id",
            "siti@contoh.id, lain@contoh.id", "sïti@contoh.id", "",
        ])
    func smuggledAddress(address: String) async throws {
        let server = try ScriptedMailServer()
        var mail = mailToSiti()
        mail.to = address
        #expect(kind(await outcome(server, mail)) == "refused")
        #expect(server.commands.isEmpty)
    }

    @Test("Siti's mail arrives whole: who, what, when, and its text letter by letter")
    func arrives() async throws {
        let server = try ScriptedMailServer()
        let body = "Yth. Siti Rahmawati,\nnomor: SKCK/1/XI/2026\n\n.baris titik\n..dua titik\n.\nFrom siapa?\n1=1 ekor  \né ñ 😀\nselesai"
        let subject = "Permohonan \u{201C}SKCK\u{201D} Ny. Sítí telah diterima oleh petugas loket kepolisian hari ini — périksa"
        #expect(await outcome(server, mailToSiti(subject: subject, body: body)) == nil)

        let raw = try #require(server.mails.first)
        #expect(server.mails.count == 1)
        #expect(server.commands.first == "EHLO contoh.id")
        #expect(server.commands.contains { $0.hasPrefix("MAIL FROM:<mpp@contoh.id>") })
        #expect(server.commands.contains("RCPT TO:<siti@contoh.id>"))

        #expect(raw.utf8.allSatisfy { $0 < 0x80 })
        let withoutLineEnds = raw.replacing("\r\n", with: "")
        #expect(!withoutLineEnds.unicodeScalars.contains("\r") && !withoutLineEnds.unicodeScalars.contains("\n"))
        #expect(raw.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })

        let mail = try #require(ReceivedMail(raw))
        #expect(mail.headers["Subject"] == subject)
        #expect(mail.headers["From"] == "MPP Kabupaten Contoh <mpp@contoh.id>")
        #expect(mail.headers["To"] == "<siti@contoh.id>")
        #expect(mail.headers["Message-ID"] == "<0199f0a0-0000-7000-8000-000000000001@contoh.id>")
        #expect(mail.headers["Date"] == "Mon, 23 Nov 2026 01:30:00 +0000")
        #expect(mail.headers["Content-Language"] == "id")
        #expect(mail.headers["MIME-Version"] == "1.0")
        #expect(mail.body.replacing("\r\n", with: "\n") == body)
    }

    @Test("A line break in a subject or a name adds no header field", arguments: ["\r\n", "\n", "\r", "\u{2028}", "\u{0}", "\r\n\r\n"])
    func injection(lineBreak: String) async throws {
        let server = try ScriptedMailServer()
        var mail = mailToSiti(subject: "SKCK\(lineBreak)Bcc: lain@contoh.id")
        mail.fromName = "MPP\(lineBreak)Bcc: lain@contoh.id"
        #expect(await outcome(server, mail) == nil)
        let received = try #require(ReceivedMail(server.mails.first ?? ""))
        #expect(received.headers["Bcc"] == nil)
        #expect(received.headers["Subject"] == "SKCK Bcc: lain@contoh.id")
        #expect(
            received.headerNames == [
                "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
                "Content-Language", "Auto-Submitted",
            ])
        #expect(server.commands.filter { $0.hasPrefix("RCPT") }.count == 1)
    }

    @Test("A message id with a line break is refused")
    func messageIDInjection() async throws {
        let server = try ScriptedMailServer()
        var mail = mailToSiti()
        mail.messageID = "a>\r\nBcc: <lain"
        #expect(kind(await outcome(server, mail)) == "refused")
    }

    @Test("A long mail is handed over in pieces and arrives whole")
    func longMail() async throws {
        let server = try ScriptedMailServer()
        let body = (1...6_000).map { "\($0). Baris ini dari surat yang panjang sekali, …" }.joined(separator: "\n") + "\n"
        #expect(await outcome(server, mailToSiti(body: body)) == nil)
        let received = try #require(ReceivedMail(server.mails.first ?? ""))
        #expect(received.body.replacing("\r\n", with: "\n") + "\n" == body)
    }

    @Test("Twenty mails at once all arrive, each once")
    func atOnce() async throws {
        let server = try ScriptedMailServer()
        let carrier = MailCarrier(settings(server))
        await withTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                let mail = mailToSiti(subject: "Surat \(number)")
                group.addTask {
                    do {
                        try await carrier.send(mail)
                        return true
                    } catch { return false }
                }
            }
            for await isSent in group { #expect(isSent) }
        }
        let subjects = Set(server.mails.compactMap { ReceivedMail($0)?.headers["Subject"] })
        #expect(server.mails.count == 20)
        #expect(subjects == Set((1...20).map { "Surat \($0)" }))
    }
}
