"""The administrator's desk: how the region stands, and the trail in sentences, on a phone and at a desk, with script off and on."""

import pytest

from people import BASE, Staff


@pytest.mark.parametrize("width,script", [(360, False), (360, True), (1280, False), (1280, True)])
def test_the_administrator_sees_how_it_stands_and_narrows_the_trail(browser, town, inspect, width, script):
    inspector = inspect(width, False, pictures="overview")
    administrator = Staff(browser, town, inspector, script=script)
    administrator.sign_in("admin").sees(administrator.say("admin.now"), administrator.say("admin.agency"))
    page = administrator.page
    assert page.locator(".facts dt").count() == 5
    administrator.follow(administrator.say("admin.auditAll")).sees(administrator.say("admin.what"))
    everything = page.locator("tbody tr").count()
    assert everything > 3
    page.locator("#field-tindakan").select_option("staff.signedIn")
    administrator.press(administrator.say("worklist.narrowButton"))
    sentences = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert sentences and all(text.endswith("masuk.") for text in sentences), sentences
    # One click leads to all that happened to the same.
    administrator.follow(page.locator("tbody a").first)
    assert page.locator("#field-tentang").input_value() != ""
    administrator.follow(administrator.say("worklist.clear"))
    page.locator("#field-hari").fill("2020-01-01")
    administrator.press(administrator.say("worklist.narrowButton")).sees(administrator.say("admin.auditEmpty"))
    table = administrator.context.request.get(f"{BASE}/admin/jejak/tabel")
    assert table.headers["content-type"].startswith("text/csv") and table.text().count("\r\n") > 3
    administrator.close()
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))
