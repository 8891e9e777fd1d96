internal import Hummingbird
internal import Kernel

/// The stylesheet, the scripts, a region's colour, and the sheet of all parts.
enum AssetPages {
    static func add(to table: inout RouteTable) {
        table.root("/aset/gaya.css") { exchange in
            var reply = Reply.text(exchange.portal.stylesheet.text, contentType: "text/css; charset=utf-8")
            reply.headers.append((.cacheControl, "public, max-age=31536000, immutable"))
            return reply
        }
        table.root(Links.deskScript) { answer($0.portal.scripts.desk) }
        table.root(Links.formScript) { answer($0.portal.scripts.form) }
        table.root(Links.checkScript) { answer($0.portal.scripts.check) }
        table.root(Links.payScript) { answer($0.portal.scripts.pay) }
        table.page("/warna.css", .everyone) { _, island in
            var reply = Reply.text(island.accentStylesheet, contentType: "text/css; charset=utf-8")
            reply.headers.append((.cacheControl, "public, max-age=3600"))
            return reply
        }
        table.page("/sertifikat.pem", .everyone) { _, island in
            .text(island.certificates, contentType: "application/x-pem-file")
        }
        table.root("/gaya") { exchange in
            // The parts are for those who build pages: a server for real citizens does not show them.
            guard exchange.portal.settings.isDemonstration else { throw Problem.notFound("parts page without --demo") }
            return try await exchange.show(PartsPage(heading: Heading(title: exchange.say("title.gaya"))), of: nil)
        }
    }

    private static func answer(_ script: Script) -> Reply {
        var reply = Reply.text(script.text, contentType: "text/javascript; charset=utf-8")
        reply.headers.append((.cacheControl, "public, max-age=31536000, immutable"))
        return reply
    }
}
