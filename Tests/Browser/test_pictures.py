"""The pictures of the eight main pages in `Docs/Pictures`, made anew by

    MPP_PICTURES=Docs/Pictures Tests/Browser/run test_pictures.py

Without it they are made and thrown away: that each page still is what its picture shows, the test sees for itself."""

import os
from pathlib import Path

from people import BASE, PHOTO, Citizen, Person, Staff
from words import RESOURCES

DOCS = RESOURCES.parents[2] / "Docs"


def test_the_main_pages_are_as_their_pictures_show_them(browser, town, inspect, tmp_path):
    folder = Path(os.environ.get("MPP_PICTURES") or tmp_path)
    folder = folder if folder.is_absolute() else DOCS.parent / folder
    folder.mkdir(parents=True, exist_ok=True)
    phone, desk = inspect(360), inspect(1280)
    made = []

    def picture(person, name, *sentences):
        person.sees(*sentences)
        person.page.evaluate("scrollTo(0, 0)")
        person.page.screenshot(path=folder / f"{name}.png")
        made.append(f"{name}.png")

    visitor = Person(browser, town, phone)
    visitor.go("/")
    picture(visitor, "1-nation", visitor.say("home.pick"))
    visitor.go(BASE)
    picture(visitor, "2-region", visitor.say("region.services"))
    visitor.go(f"{BASE}/layanan/skck")
    picture(visitor, "3-service", "Rp30.000")

    she = Citizen(browser, town, phone, "Nur Aini Safitri", "3510014507909951", "nur.aini@contoh.id")
    she.go(f"{BASE}/masuk").sign_in()
    request = she.start_skck()
    she.fill_form()
    picture(she, "4-form", she.say("date.day"))
    she.press(she.say("draft.button")).upload("photo", PHOTO).press(she.say("check.submit")).pay_at_stub()
    she.go(f"{BASE}/permohonan/{request}").waits_to_see(she.say("status.inReview.label"))
    picture(she, "5-request", she.say("request.timeline"))

    officer = Staff(browser, town, desk)
    officer.sign_in("polri").open(she.name)
    picture(officer, "6-officer", she.name, officer.say("review.step.approved.label"))
    officer.approve()
    administrator = Staff(browser, town, desk)
    administrator.sign_in("admin")
    picture(administrator, "7-administrator", administrator.say("admin.now"))

    she.go(f"{BASE}/permohonan/{request}").waits_to_see(she.say("status.preparing.label"))
    she.follow(she.say("request.verify"))
    picture(she, "8-verification", she.say("verification.genuine"), she.initials)

    for person in [visitor, she, officer, administrator]:
        person.close()
    assert sorted(path.name for path in (DOCS / "Pictures").glob("*.png")) == made
    shown = (DOCS / "Pictures/README.md").read_text(encoding="utf-8")
    assert all(name in shown for name in made)
    assert not phone.complaints + desk.complaints, "\n".join(phone.complaints + desk.complaints)
