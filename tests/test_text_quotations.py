"""Quotations: somebody's words, in marks of many languages or without any, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text.quotations import quotations

MARKS = st.lists(
    st.sampled_from(
        ["“", "”", "„", "«", "»", "‹", "›", "「", "」", '"', "'", "‘", "’", "``", "''", "‘‘", "’’",
         "״", " ", "\n\n", "a word ", "said. ", "No", ", ", "— ", "5", "\u202f", "\u200b", "中",
         "(@name) July 15, 2018", "t.co/x", "https://t.co/ab ", "she tweeted: ", "said:\n",
         "> ", "\n\n> we", "\n\n— we went to the pier now ", "in a statement:\n",
         "GROSS: ", "KO: ", "Q: ", "A: ", "\ud800", "\x00"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def quoted(body: str) -> list[str]:
    return [body[begin:end] for begin, end in quotations(body)]


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ('The mayor said "we will not pay" and left.', ['"we will not pay"']),
        ("The mayor said “we will not pay” and left.", ["“we will not pay”"]),
        ("The mayor said ‘we will not pay’ and left.", ["‘we will not pay’"]),
        ("The mayor said 'we will not pay' and left.", ["'we will not pay'"]),
        ("The mayor said ‘‘we’ll pay’’ and left.", ["‘‘we’ll pay’’"]),
        ("The mayor said ``we'll pay'' and left.", ["``we'll pay''"]),
        ("Sie sagte: „Wir zahlen nicht.“ Dann ging sie.", ["„Wir zahlen nicht.“"]),
        ("Sie sagte: »Wir zahlen nicht.« Dann ging sie.", ["»Wir zahlen nicht.«"]),
        ("Hän sanoi: ”Emme maksa.” Sitten hän lähti.", ["”Emme maksa.”"]),
        ("Hän sanoi: »Emme maksa.» Sitten hän lähti.", ["»Emme maksa.»"]),
        ("Elle a dit : « Nous ne paierons pas. » Puis…", ["« Nous ne paierons pas. »"]),
        ("Elle a dit\u202f: «\u202fNon.\u202f» Puis…", ["«\u202fNon.\u202f»"]),
        ("Dijo: «No pagaremos». Y se fue.", ["«No pagaremos»"]),
        ("Ha detto: “Non paghiamo”. Poi è uscita.", ["“Non paghiamo”"]),
        ("Powiedziała: „Nie zapłacimy”. I wyszła.", ["„Nie zapłacimy”"]),
        ("Мэр сказал: «Мы не заплатим». И ушёл.", ["«Мы не заплатим»"]),
        ("Ο δήμαρχος είπε: «Δεν θα πληρώσουμε». Έφυγε.", ["«Δεν θα πληρώσουμε»"]),
        ('ראש העיר אמר: "לא נשלם" והלך.', ['"לא נשלם"']),
        ("قال العمدة: «لن ندفع». ثم غادر.", ["«لن ندفع»"]),
        ("महापौर ने कहा, “हम नहीं देंगे।” वे गए।", ["“हम नहीं देंगे।”"]),
        ("市長は「払わない」と述べた。", ["「払わない」"]),
        ("市长说“我们不付钱”，然后走了。", ["“我们不付钱”"]),
        ('市长说"我们不付钱"，然后走了。', ['"我们不付钱"']),
        ("นายกเทศมนตรีกล่าวว่า “เราจะไม่จ่าย” แล้ว", ["“เราจะไม่จ่าย”"]),
        ('시장은 "돈을 내지 않겠다"고 말했다.', ['"돈을 내지 않겠다"']),
    ],
)
def test_marks_of_many_languages(body: str, spans: list[str]) -> None:
    """Each style opens and closes with its own marks, which belong to the span."""
    assert quoted(body) == spans


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        ("“He said ‘go’ to me,” she said.", ["“He said ‘go’ to me,”"]),
        ("“'He told me to go,'” she said.", ["“'He told me to go,'”"]),
        ("“They call it “news” here,” she said.", ["“They call it “news” here,”"]),
        ("«Мы в «Рассвете» не платим», — сказал он.", ["«Мы в «Рассвете» не платим»"]),
        ('“They won," she said.', ['“They won,"']),
        ("It was “ rolled out wrong ” last week.", ["“ rolled out wrong ”"]),
    ],
)
def test_nested_and_mixed_marks(body: str, spans: list[str]) -> None:
    """Inner quotations do not end outer ones; mixed marks of one family pair."""
    assert quoted(body) == spans


@pytest.mark.parametrize(
    "body",
    [
        "The board is 6' 2\" by 3' 4\" and weighs little.",
        'A 12" screen beats a 9" one, and a 7" one loses.',
        "The voters' choice in the '90s was the workers' party.",
        "It's the dog's bowl, isn't it? Rock 'n' roll 'em.",
        'He wrote the book." Learn more of his life and work.',
        "Parliament' inability to pass a bill troubled them.",
        'אמר דובר צה"ל בבוקר והמשיך',
        "The mayor‘s plan and the board‘s plan differ.",
        "Read more »\n\nThe mayor went home. Nothing more was said",
    ],
)
def test_lone_marks_quote_nothing(body: str) -> None:
    """Inches, feet, apostrophes, acronyms and closing marks without an opening one."""
    assert quoted(body) == []


def test_a_lost_mark_spoils_one_quotation() -> None:
    """Prose between two quotations stays prose, although the marks are odd in number."""
    body = (
        'It works," Hale said. The board met on Monday and voted for the plan. "We are glad," '
        'said Ko. The vote was close, with nine members for it and seven against it. "Never," '
        "said a third."
    )
    assert quoted(body) == ['"We are glad,"', '"Never,"']


def test_several_paragraphs_in_one_line() -> None:
    """Marks that open anew behind a full stop go on with the same quotation."""
    body = '"We tried. We failed. "Then we tried again," Hale said. The board was silent.'
    assert quoted(body) == ['"We tried. We failed.', '"Then we tried again,"']


def test_each_paragraph_opens_and_the_last_closes() -> None:
    """The old custom for long quotations, in double and in single marks."""
    for first, last in ("“”", "‘’", '""', "''"):
        turns = f"{first}We tried it.\n\n{first}It failed again.\n\n{first}So we left,{last} said"
        body = f"{turns} Hale.\n\nHe sat."
        begins = [body[begin:end] for begin, end in quotations(body)]
        assert begins == [
            f"{first}We tried it.",
            f"{first}It failed again.",
            f"{first}So we left,{last}",
        ]


def test_a_quotation_over_paragraphs_without_marks() -> None:
    """Opened in one paragraph and closed two below: all between is quoted."""
    body = "Hale wrote: “We tried.\n\nIt failed.\n\nSo we left.” Then he sat down and wept."
    assert quoted(body) == ["“We tried.\n\nIt failed.\n\nSo we left.”"]


def test_an_unclosed_quotation_is_one_sentence() -> None:
    """A mark that never closes is believed to the end of its sentence."""
    body = "Hale said “we tried it all. Then he sat down. The board was silent."
    assert quoted(body) == ["“we tried it all."]
    assert quoted(body + "\n\nKo said “no” to it.") == ["“we tried it all.", "“no”"]


POST = "Great match today! The other team cheated, sad.\n\n— Rex Hale (@rexhale) July 15, 2018"


def test_an_embedded_post_ends_with_its_signature() -> None:
    """The paragraph above a signature is the post; prose around it is not."""
    body = f"The coach was angry.\n\n{POST}\n\nNobody answered him on Monday."
    assert quoted(body) == [POST]


def test_a_post_of_several_paragraphs_begins_at_its_announcement() -> None:
    """Where a line announces the post, all down to the signature belongs to it."""
    post = "They refused it.\n\nThey called it annoying.\n\n6/n\n\n— Mo (@mo_x) 14 July 2018"
    assert quoted(f"The biggest surprise:\n\n{post}\n\nHe left.") == [post]


def test_a_post_in_running_text_is_no_longer_than_a_post() -> None:
    """Without paragraphs a signature or a link reaches back by the length of a post."""
    prose = "The council met on Monday and talked about the bridge for hours. " * 8
    body = (
        prose
        + "What a shame this bridge is https://t.co/AbC12 — Ko (@ko) June 9, 2020 Then it rained."
    )
    (begin, end), *others = quotations(body)
    assert others == []
    assert body[:end].endswith("June 9, 2020")
    assert begin >= len(prose) - 330


def test_handles_in_prose_are_no_posts() -> None:
    """A handle in brackets without a dash before it signs nothing."""
    assert quoted("Our reporter Ann Ko (@annko) was there. Follow her on Twitter: @annko") == []


@pytest.mark.parametrize(
    "line",
    [
        "The ministry said in a statement:",
        "Hale wrote on Facebook:",
        "In a letter to the board, she said this:",
        "Das Ministerium teilte in einer Erklärung mit:",
        "Le ministère a écrit :",
        "El ministerio dijo en un comunicado:",
        "Министерство заявило в заявлении:",
    ],
)
def test_a_statement_stands_behind_its_line(line: str) -> None:
    """The paragraph behind a line that announces somebody's words is quoted."""
    body = f"Prose goes before.\n\n{line}\n\nWe regret what happened at the pier.\n\nProse goes on."
    assert quoted(body) == ["We regret what happened at the pier."]


def test_a_statement_runs_on_in_the_first_person() -> None:
    """Paragraphs that say "we" belong to it, up to one that says who spoke."""
    told = "The pier gave way at noon.\n\nWe regret it.\n\nOur staff will help all who were there."
    line = "The harbour board said in a statement:"
    for after in ("The mayor added that we all must wait.", "The pier is eighty years old."):
        body = f"{line}\n\n{told}\n\n{after}\n\nWe asked the board twice."
        assert quoted(body) == told.split("\n\n")
    assert len(quoted(line + "\n\nWe do regret it all." * 20)) == 6


def test_prose_with_a_few_quoted_words_ends_a_statement() -> None:
    """ "Our" between marks is not the first person of the paragraph; the US is nobody's."""
    line = "The board said in a statement:\n\nWe regret it.\n\n"
    assert quoted(line + "Hale called it “our worst day” on air.") == [
        "We regret it.",
        "“our worst day”",
    ]
    assert quoted(line + "The US Navy came to the pier.") == ["We regret it."]


def test_a_colon_of_one_speaker_has_one_paragraph() -> None:
    """Only a line that names a statement or a letter goes on behind one paragraph."""
    assert quoted("The Post reports:\n\nWe regret it.\n\nWe went there.") == ["We regret it."]
    assert quoted("Hale said:\n\nWe regret it.\n\nWe went to the pier.") == ["We regret it."]


@pytest.mark.parametrize(
    "lines",
    [
        ["— Nous ne paierons pas ce pont, dit-elle.", "— Et pourquoi donc pas, madame ?"],
        ["—\u00a0No vamos a pagar este puente.", "—\u00a0¿Y por qué no lo pagan?"],
        ["—No vamos a pagar este puente —dijo Gil.", "—¿Y por qué no lo pagan?"],
        ["– Nie zapłacimy za ten most – mówi burmistrz.", "– A kto ma za to zapłacić?"],
        ["— Мы не заплатим за этот мост.", "— А кто же за него заплатит?"],
    ],
)
def test_dialogue_behind_dashes(lines: list[str]) -> None:
    """Two paragraphs or more that a dash opens are somebody's words, and prose between is not."""
    body = f"1998.\n\n{lines[0]}\n\n1999.\n\n{lines[1]}\n\n2000."
    assert quoted(body) == lines


@pytest.mark.parametrize(
    "body",
    [
        "– Bridge closed\n\n– Road works\n\n– A new school",
        "- The bridge is closed today\n\n- The road is open again",
        "• The bridge is closed today\n\n• The road is open again",
        "– the bridge is closed today;\n\n– the road is open again;",
        "— The bridge is closed today.\n\n— The road is open again to cars.",
        "— Le pont est fermé depuis lundi.\n\nThe road is open again.",
        "—Bridge closed\n\n—New school",
        "—The bridge is closed today.\n\n—The road is open again.",
    ],
)
def test_lists_are_no_dialogue(body: str) -> None:
    """Short items, other bullets, items that a semicolon ends, English ones, and a lone dash."""
    assert quoted(body) == []


def test_cited_lines() -> None:
    """Lines behind ">" are cited, and the mark belongs to them."""
    body = "Hale wrote:\n\n> I am sorry.\n\n> It was me.\n\nThen 5 > 4 was shown. He left."
    assert quoted(body) == ["> I am sorry.", "> It was me."]


def test_other_colons_announce_nothing() -> None:
    """A colon alone makes no statement."""
    assert quoted("Here is what to watch for:\n\nThe bridge opens at noon.") == []


def test_a_post_without_marks() -> None:
    """What stands behind "tweeted:" is a post; of long prose, its first sentence."""
    assert quoted("Hale tweeted: Great day for us!") == ["Great day for us!"]
    prose = "The board met again. " * 40
    assert quoted(f"Hale tweeted: Great day! {prose}") == ["Great day!"]


def test_a_transcript_is_public() -> None:
    """Where speakers in capitals, or Q and A, take turns, all their words are quoted."""
    turns = "HALE: Was it you?\n\nKO: No. I was out.\n\nHALE: Who, then?\n\nKO: Ask the cook."
    body = f"This is what they said on air.\n\n{turns}\n\nThe show ran for an hour."
    assert quoted(body) == turns.split("\n\n")
    assert len(quoted("Q: Who?\nA: Me.\nQ: When?\nA: At noon.")) == 4
    turns = ("REX HALE:", "Was it you?", "ANN KO (MAYOR):", "No.", "REX HALE:", "Who?", "ANN KO:")
    alone = "\n\n".join([*turns, "The cook."])
    assert "".join(quoted(alone)).count("Was it you?") == 1
    assert sum(map(len, quoted(alone))) > len(alone) - 20


def test_headings_are_no_speakers() -> None:
    """Capitals with a colon that do not recur, or stand far apart, are headings."""
    prose = "\n\n".join(["The board met on Monday to talk about the bridge again."] * 6)
    headings = "\n\n".join(
        f"{name}: The bridge.\n\n{prose}" for name in ("ROME", "OSLO", "BONN", "BERN")
    )
    assert quoted(headings) == []
    recurring = "\n\n".join(f"READ MORE: The bridge.\n\n{prose}" for _ in range(5))
    assert quoted(recurring) == []


@given(MARKS | st.text(st.characters(exclude_categories=()), max_size=80))
def test_spans_are_sorted_and_disjoint(body: str) -> None:
    """For any text the spans ascend, do not touch, hold something and lie in the body."""
    last = -1
    for begin, end in quotations(body):
        assert last < begin < end <= len(body)
        last = end


@given(MARKS)
def test_text_behind_changes_nothing_far_before(body: str) -> None:
    """Three marked paragraphs more than a quotation's reach away change no span."""
    far = "\n\n".join(["Plain prose without any mark stands here."] * 60)
    alone = quotations(far + "\n\n" + far)
    assert alone == []
    before = [span for span in quotations(f"{body}\n\n{far}") if span[1] <= len(body)]
    more = quotations(f"{body}\n\n{far}\n\n“Yes,” he said.")
    assert [span for span in more if span[1] <= len(body)] == before


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "“a ",
        " '",
        "‘a",
        "« ",
        "``a",
        "-",
        "— (@a)",
        "a:\n",
        "A: b\n",
        "> a\n",
        "— a b c d e\n",
        "statement:\n",
        '"we ',
    ],
)
def test_long_runs_of_marks_are_read(unit: str) -> None:
    """Degenerate bodies give disjoint spans and do not stall."""
    body = unit * (60_000 // len(unit))
    spans = quotations(body)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
