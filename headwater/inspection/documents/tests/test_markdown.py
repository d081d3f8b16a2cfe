"""What a chapter's Markdown becomes, and what it can never become."""

import pytest

from headwater.inspection.documents import markdown, plain, tree


def read(text: str) -> list[tree.Block]:
    numbers = iter(range(1, 100))

    def resolve(raw: str, line: int) -> tree.Inline | tree.Block:
        if raw.startswith("{{ table"):
            return tree.Note("a table", raw)
        return tree.Number(f"<{line}>", "path/", "about", raw)

    return markdown.Reading(resolve, lambda: f"1.{next(numbers)}", "chapter-1").blocks(text)


def test_paragraphs_are_numbered_and_lists_are_not() -> None:
    first, bullets, last = read("One.\n\n- two\n- three\n\nFour.")
    assert isinstance(first, tree.Paragraph)
    assert first.number == "1.1"
    assert isinstance(bullets, tree.Bullets)
    assert not bullets.is_ordered
    assert isinstance(last, tree.Paragraph)
    assert last.number == "1.2"


def test_headings_begin_below_the_chapters_own() -> None:
    heading = read("# A *heading*")[0]
    assert isinstance(heading, tree.Heading)
    assert (heading.level, plain.words(heading.children)) == (1, "A heading")


def test_a_reference_knows_its_line_and_survives_emphasis_signs() -> None:
    paragraph = read(
        "One\ntwo **{{ percent finding=a_b_c cohort=all }}** and\nthree {{ count x=y }}"
    )[0]
    assert isinstance(paragraph, tree.Paragraph)
    assert plain.words(paragraph.children) == "One two <2> and three <3>"


def test_a_table_stands_by_itself_though_words_surround_it() -> None:
    before, table, after = read("Words {{ table capability=x }} and more.")
    assert isinstance(before, tree.Paragraph)
    assert isinstance(table, tree.Note)
    assert isinstance(after, tree.Paragraph)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "![x](https://example.org/x.png)",
        "`code`",
        "[x]: https://example.org",
        "<https://example.org>",
    ],
)
def test_html_pictures_and_code_stay_text(text: str) -> None:
    paragraph = read(text)[0]
    assert isinstance(paragraph, tree.Paragraph)
    assert not any(isinstance(part, tree.Number) for part in paragraph.children)
    assert "x" in plain.words(paragraph.children) or "code" in plain.words(paragraph.children) or (
        "alert" in plain.words(paragraph.children)
    )  # fmt: skip


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "/x", "x"])
def test_a_link_leads_to_the_web_or_into_the_document(href: str) -> None:
    paragraph = read(f"[words]({href})")[0]
    assert isinstance(paragraph, tree.Paragraph)
    assert not any(isinstance(part, tree.LinkTo) for part in paragraph.children)


def test_a_fair_link_is_kept() -> None:
    paragraph = read("[words](https://example.org/a)")[0]
    assert isinstance(paragraph, tree.Paragraph)
    assert paragraph.children == (tree.LinkTo("https://example.org/a", (tree.Words("words"),)),)
