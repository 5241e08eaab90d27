from xml.etree import ElementTree as ET

from growth_ledger.reports.svg import Drawing, fit_lines, text_width

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(drawing: Drawing) -> ET.Element:
    text = drawing.document(width=100, height=50, label="a & b", font="'X', serif", lang="en")
    return ET.fromstring(text)  # noqa: S314 - our own.


def test_a_wide_character_is_one_em_and_a_combining_one_is_nothing() -> None:
    assert text_width("班主任", 10) == 30
    assert text_width("e\N{COMBINING ACUTE ACCENT}", 10) == text_width("e", 10)
    assert text_width("𠮷\N{VARIATION SELECTOR-17}", 10) == 10


def test_text_is_broken_between_wide_characters_and_at_blanks_only() -> None:
    assert fit_lines("四年级二班", size=10, width=50, lines=1) == ["四年级二班"]
    assert fit_lines("head of grade", size=10, width=50, lines=2) == ["head of", "grade"]
    assert fit_lines("responsibilities", size=10, width=50, lines=2) is None


def test_two_lines_are_made_about_alike() -> None:
    assert fit_lines("第二期卓越班主任成长营", size=10, width=100, lines=2) == [
        "第二期卓越班",
        "主任成长营",
    ]


def test_what_needs_more_lines_than_there_are_does_not_fit() -> None:
    assert fit_lines("一二三四五六", size=10, width=20, lines=2) is None


def test_markup_in_a_text_stays_text() -> None:
    drawing = Drawing()
    drawing.begin("<b>\x00 & 'c'")
    drawing.text(0, 0, "<script>alert(1)</script>", size=9)
    drawing.end()

    picture = drawn(drawing)

    group = picture.find(f"{SPACE}g")
    assert group is not None
    assert [one.tag.removeprefix(SPACE) for one in group] == ["title", "text"]
    assert group[0].text == "<b>  & 'c'"
    assert group[1].text == "<script>alert(1)</script>"


def test_every_line_of_a_hatching_lies_inside_its_rectangle() -> None:
    drawing = Drawing()
    drawing.hatch(10, 20, 31, 16, stroke="#000000")

    path = drawn(drawing).find(f"{SPACE}path")

    assert path is not None
    ends = [
        [float(number) for number in end.split()]
        for end in path.attrib["d"].replace("M", "|").replace("L", "|").strip("|").split("|")
    ]
    assert len(ends) >= 8
    assert all(10 <= x <= 41 and 20 <= y <= 36 for x, y in ends)
