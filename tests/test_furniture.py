"""Page furniture is found by form, by position and by repetition; stories keep their text."""

from __future__ import annotations

import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.ingest.furniture import (
    count_lines,
    find_furniture,
    intrinsic_furniture,
    mark,
    read_pages,
    repeated_furniture,
    settle,
    weigh,
)
from syndetect.model import Article, Furniture

STORY = (
    "The harbour board of Lindenau voted on Monday to close the old ferry pier for two years.",
    "Engineers had found cracks in eleven of the forty piles that carry the pier, the board said.",
    "Ferries will leave from the fish market until the work is done, and tickets stay the same.",
    "Shopkeepers near the pier fear for their summer; the board promised them lower rents.",
)
TOPICS = (
    ("orchard", "blossom", "growers", "cider"),
    ("tramway", "drivers", "timetable", "depot"),
    ("library", "readers", "shelves", "archive"),
    ("glacier", "climbers", "weather", "rescue"),
    ("theatre", "actors", "premiere", "curtain"),
    ("vineyard", "harvest", "barrels", "winemaker"),
)


def page(*parts: str, outlet: str | None = None, headline: str | None = None) -> Article:
    return Article(id="a", body="\n\n".join(parts), outlet=outlet, headline=headline)


def marked(article: Article, spans: list[Furniture] | tuple[Furniture, ...]) -> list[str]:
    return [article.body[span.begin : span.end] for span in spans]


def reasons(article: Article) -> dict[str, str]:
    spans = intrinsic_furniture(article)
    return {article.body[span.begin : span.end]: span.reason for span in spans}


def about(topic: tuple[str, ...], n: int = 0) -> list[str]:
    a, b, c, d = topic
    return [
        f"Number {n} of the {a} reports says that the {b} are worried about the {c} this year.",
        f"The {b} told the council that the {a} needs money, or the {d} will have to close.",
        f"Nobody at the {a} would say on day {n} who pays for the {d} and the {c}.",
    ]


def paper(footer: str, outlet: str = "example.com") -> list[Article]:
    """Six unrelated articles of one outlet with one line below each."""
    return [
        Article(id=t[0], body="\n".join([*about(t, n), footer]), outlet=outlet)
        for n, t in enumerate(TOPICS)
    ]


# --- form and position --------------------------------------------------------------------


def test_a_plain_story_has_no_furniture() -> None:
    """Paragraphs without any form stay text."""
    assert intrinsic_furniture(page(*STORY)) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", "advertisement"),
        ("Story continues below", "advertisement"),
        ("Share on Facebook Share on Twitter", "share buttons"),
        ("Facebook Twitter Email Print", "share buttons"),
        ("Show comments", "comment form"),
        ("Comments (12)", "comment form"),
        ("Read more: Pier closed for good, says engineer", "related headlines"),
        ("RELATED: Five ferries that never came back", "related headlines"),
        ("Sign up for our newsletter", "sign-up box"),
        ("We use cookies to make this site work and to count its readers.", "cookie notice"),
        (
            "FILE - In this May 2, 2019 file photo the pier is empty. (AP Photo/Jo Doe)",
            "photo caption",
        ),
        ("Image copyright Getty Images Image caption The pier at dawn", "photo caption"),
        ("Gulls over the old pier on a windy morning. REUTERS/Jo Doe", "photo caption"),
        ("Jo Doe, AFP/Getty Images", "photo credit"),
        ("AP", "agency line"),
        ("(Reporting by Jo Doe; Editing by Max Roe)", "credit line"),
        ("Associated Press writer Jo Doe contributed to this report.", "credit line"),
        ("Kommentar schreiben", "comment form"),
        ("Lesen Sie auch: Der Hafen wird teurer", "related headlines"),
        ("Wir verwenden Cookies, um die Seite zu verbessern.", "cookie notice"),
        ("Laisser un commentaire", "comment form"),
        ("À lire aussi : Le port ferme", "related headlines"),
        ("Partager sur Facebook", "share buttons"),
        ("Deja un comentario", "comment form"),
        ("Te puede interesar: El puerto cierra", "related headlines"),
        ("Este sitio utiliza cookies para mejorar su visita.", "cookie notice"),
        ("Lascia un commento", "comment form"),
        ("Leggi anche: Il porto chiude", "related headlines"),
        ("Condividi su Facebook", "share buttons"),
        ("Deixe um comentário", "comment form"),
        ("Leia também: O porto fecha", "related headlines"),
        ("Compartilhe no WhatsApp", "share buttons"),
    ],
)
def test_lines_of_a_known_form_are_furniture_anywhere(line: str, reason: str) -> None:
    """A line of a known form is marked in the middle of a story, and nothing beside it."""
    assert reasons(page(*STORY[:2], line, *STORY[2:])) == {line: reason}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("November 12, 2025 4:49 pm", "page clock"),
        ("Aktualisiert am 12. März 2025, 14:05 Uhr", "page clock"),
        ("By Jo Doe, Lindenau Courier", "byline"),
        ("© 2024 Lindenau Courier. All rights reserved.", "copyright line"),
        ("Tags: ferries, harbour, Lindenau", "tag list"),
        ("Follow Jo Doe on Twitter", "author card"),
        ("Jo Doe is a reporter for the Lindenau Courier.", "author card"),
    ],
)
def test_some_forms_count_below_the_story_only(line: str, reason: str) -> None:
    """Clocks, bylines and cards are furniture after the last paragraph, not inside the story."""
    inside = page(*STORY[:3], line, STORY[3])
    below = page(*STORY, line)
    assert reasons(below) == {line: reason}
    assert line not in reasons(inside) or reason == "copyright line"


@pytest.mark.parametrize(
    "line",
    [
        "In a related case, the board said the advertisement for the pier had been misleading.",
        "Advertisement revenue of the harbour fell by a third, the treasurer told the meeting.",
        "More than forty people signed up to speak, and all comments were read into the record.",
        "He shared the photo on Facebook and Twitter, where it was seen by nine thousand users.",
        "The company uses what it calls harmless files to follow readers, and will stop in May.",
        "Copyright law has nothing to say about piers, the professor said.",
        '"Subscribe to what you like," the mayor told the shopkeepers, "but the pier stays shut."',
        "The ministry declined to comment on this, and two shopkeepers asked for no names.",
        "Critics say the ferry firm uses cookies on its tickets page to follow its passengers.",
        "In her weekly newsletter the mayor wrote that the pier was built without permission.",
        "What happens next?",
        "THE WHITE PIER",
        "— Jo Doe (@jodoe) July 16, 2018",
    ],
)
def test_prose_headings_and_posts_stay_text(line: str) -> None:
    """Words of furniture inside a sentence, section headings and embedded posts are content."""
    assert intrinsic_furniture(page(*STORY[:2], line, *STORY[2:])) == []


def test_bullets_of_the_story_stay_text() -> None:
    """A list inside the story or introduced by a colon at its end is content."""
    bullets = ["• Repair of the piles", "• A new roof", "• Lower rents for the shops"]
    assert (
        intrinsic_furniture(page(*STORY[:2], "The plan has three parts:", *bullets, STORY[2])) == []
    )
    assert intrinsic_furniture(page(*STORY, "The plan has three parts:", *bullets)) == []


def test_fixtures_at_the_end_stay_text() -> None:
    """Matches and prizes listed below a report, with their times, are content."""
    lists = ["Saturday", "1500 GMT", "Lindenau v Marbach", "1700 GMT", "Torgau v Halle or Gera"]
    prizes = ["Best Boat - The Grey Heron", "Best Crew - The Seven of Marbach", "Best Song - Tide"]
    assert intrinsic_furniture(page(*STORY, *lists)) == []
    assert intrinsic_furniture(page(*STORY, *prizes)) == []


def test_times_of_a_running_story_stay_text() -> None:
    """Bare times that head its entries belong to a running story."""
    assert intrinsic_furniture(page("7:50 a.m.", *STORY[:2], "9:05 a.m.", *STORY[2:])) == []


def test_one_line_bodies_survive() -> None:
    """An article in one line keeps its text; only a bracket of credits at the end is set aside."""
    body = " ".join(STORY)
    assert intrinsic_furniture(Article(id="a", body=body)) == []
    credit = "(Reporting by Jo Doe; Editing by Max Roe)"
    article = Article(id="a", body=f"{body} {credit}")
    assert marked(article, intrinsic_furniture(article)) == [credit]


def test_headlines_at_the_end_are_furniture() -> None:
    """Headlines of other stories below the last paragraph go, with what follows them."""
    others = [
        "- Council Freezes Budget Over Dispute With Teachers Union",
        "- Storm Warning Lifted for Northern Coast After Quiet Night",
        "- Museum Opens New Wing With Paintings From Marbach",
    ]
    article = Article(id="a", body="\n".join([*STORY, *others, "Comments"]))
    assert marked(article, intrinsic_furniture(article)) == ["\n".join(others), "Comments"]


def test_headlines_under_an_opener_are_furniture() -> None:
    """A box of related headlines goes with its heading, and the story goes on below it."""
    box = ["Related", "Ferry tickets to cost more from June", "Old pier wins a prize for its roof"]
    article = page(*STORY[:2], *box, *STORY[2:])
    assert marked(article, intrinsic_furniture(article)) == ["\n\n".join(box)]


def test_rules_below_a_comment_form_are_furniture() -> None:
    """Rules for comments are paragraphs, and furniture where a form for comments stands above."""
    rules = [
        "You need an account to leave a comment.",
        "Choose any nickname for your profile; your email and your real name remain hidden.",
        "Your profile keeps a list of your comments, of replies to them and of your likes.",
    ]
    below = page(*STORY, "Leave a Reply", *rules)
    assert "".join(marked(below, intrinsic_furniture(below))).endswith(rules[-1])
    assert len("".join(marked(below, intrinsic_furniture(below)))) > sum(map(len, rules))
    story_about_accounts = page(*STORY, *rules[1:])
    assert intrinsic_furniture(story_about_accounts) == []


def test_title_that_stands_twice_is_marked_once() -> None:
    """Of two equal titles above the story the second is furniture; the headline field counts."""
    title = "Lindenau Closes Its Old Ferry Pier"
    twice = page(title, title, *STORY)
    spans = intrinsic_furniture(twice)
    assert [(s.begin, s.reason) for s in spans] == [(len(title) + 2, "repeated title")]
    assert reasons(page(title, *STORY, headline=title.upper())) == {title: "repeated title"}
    assert reasons(page(title, *STORY)) == {}


def test_menus_above_the_story_are_furniture() -> None:
    """A run of short lines around a known one is a menu; a bar of cells is one by itself."""
    article = page("Home", "Business", "Weather", "Sport", *STORY)
    assert marked(article, intrinsic_furniture(article)) == [
        "Home",
        "Business\n\nWeather\n\nSport",
    ] or (marked(article, intrinsic_furniture(article)) == ["Home\n\nBusiness\n\nWeather\n\nSport"])
    assert reasons(page("Home | Business | Weather | Sport | Contact", *STORY)) != {}


def test_a_caption_stands_above_its_credit() -> None:
    """A line that dates a picture goes with the photo credit below it; a lede does not."""
    caption = "Workers look at the pier in Lindenau, Monday, May 6, 2019."
    credit = "Jo Doe, AP"
    assert set(reasons(page(caption, credit, *STORY))) == {caption, credit}
    assert set(reasons(page(STORY[0], credit, *STORY[1:]))) == {credit}


def test_offsets_are_code_points_of_the_body_as_given() -> None:
    """Line ends of every kind, indents and wide characters leave the spans exact."""
    body = (
        "𝕃 𝕚\u2028  \tAdvertisement \r\n"
        + STORY[0]
        + "\r\n"
        + STORY[1]
        + "\x0b\u00a0Show comments\n"
    )
    article = Article(id="a", body=body)
    assert marked(article, intrinsic_furniture(article)) == ["Advertisement", "Show comments"]


# --- captions, galleries, blurbs ------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        (
            "FILE - In this May 2, 2019, file photo, Mayor Ida Roe, left, and the ferry"
            " captain Max Doe"
            " look at the pier. What the board decides on Monday is anybody's guess. With"
            " no money in"
            " sight, the pier could stand empty for years. Here is what both sides hope for:"
            "  (Jo Doe/Pool Photo via AP, File) Jo Doe AP"
        ),
        (
            "FILE - In this Nov. 3, 2018, file photo, the pier is seen from the market. Her wish to"
            " keep it open has shown how far the mayor stands from her own council."
        ),
        "In this Thursday, May 2, 2019 photo, a view of the pier and the market in Lindenau. less",
        "This undated photo provided by the harbour board shows the pier before the war.",
        (
            "LINDENAU, MARCH - MAY 02:  Mayor Ida Roe attends the opening of the market on"
            " May 2. The"
            " market has stood empty since the war. The board wants to fill it again."
        ),
        (
            "Mayor Ida Roe, left, and the ferry captain Max Doe talk on the pier of"
            " Lindenau, Monday,"
            " May 6, 2019 before the meeting of the board."
        ),
        (
            "Mayor Ida Roe arrives at the market in Lindenau, Sunday, May 5, 2019 on the eve of the"
            " meeting. The board will vote on the pier on Monday."
        ),
        "Max Doe, center, and other captains greet the mayor at a breakfast before the meeting.",
        "The mayor speaks to the captains at the fish market in Lindenau, on May 5, 2019.",
        'People hold a sign that reads "Save our pier" in Lindenau, Monday, May 6, 2019.',
        "The captains wait for the mayor on the pier before the ... more",
        "The board said on Monday that the pier closes for two years. (May 6) AP",
        "The board has closed the pier. Our harbour reporter explains. Photo: Getty",
        "CLOSE The board closes the pier of Lindenau for two years. USA TODAY",
        "Pool photo by Max Roe",
    ],
)
def test_captions_are_furniture_however_long(line: str) -> None:
    """A caption goes as a whole, with the sentences behind what it shows and without a credit."""
    article = page(*STORY[:2], line, *STORY[2:])
    assert marked(article, intrinsic_furniture(article)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The board meets again on Monday, June 3, 2019, the mayor said, and will vote on it.",
        "On the left, right and centre of the council nobody wanted to pay for the pier.",
        "The party's left, which has never liked the mayor, holds seven seats in the council.",
        "Gov. Ida Roe (R) is facing the captain Max Doe (D) and holds a small lead in the county.",
        "The pier was built on May 2, 1911, and it was closed for the first time in June 1940.",
        '"You meet people on the pier, right," she laughs, and waves at a ferry of May 5, 2019.',
        (
            "The file photo that the court was shown proves nothing, and the captains want"
            " more, not"
            " less"
        ),
        "Ferries leave at noon, and the mayor waves at them — Jo Doe (@jodoe) May 6, 2019",
        "In this picture of a quiet harbour town there is no room for a pier that nobody uses.",
        "LINDENAU, May 6, 2019 (Reuters) - Mayor Ida Roe meets captains on Monday, May 6, 2019.",
        "This combination of an old pier and a new market has cost the town nine million crowns.",
    ],
)
def test_dates_and_places_of_the_story_stay_text(line: str) -> None:
    """A day in full, a left or right, a photo: none of them makes a paragraph a caption alone."""
    assert intrinsic_furniture(page(*STORY[:2], line, *STORY[2:])) == []


def test_a_caption_runs_over_lines_to_its_credit() -> None:
    """What stands between the beginning of a caption and its credit is caption, but no story."""
    caption = [
        "FILE - In this May 2, 2019 file photo the pier of Lindenau lies empty.",
        "The future of the pier is anybody's guess.",
        "(AP Photo/Jo Doe)",
    ]
    article = page(*caption, *STORY)
    assert "".join(marked(article, intrinsic_furniture(article))).endswith(caption[2])
    assert caption[1] in "".join(marked(article, intrinsic_furniture(article)))
    told = page(caption[0], STORY[1], *caption[2:], *STORY)
    assert STORY[1] not in "".join(marked(told, intrinsic_furniture(told)))


def test_a_photo_credit_takes_no_story_with_it() -> None:
    """Above a credit a line that shows a picture is a caption, a paragraph stays text."""
    credit = "(Photo: JO DOE, EPA-EFE)"
    shown = "The mayor of Lindenau and her captains at the fish market on Monday."
    article = page(shown, credit, *STORY)
    assert reasons(article) == {shown: "photo caption", credit: "photo credit"}
    assert reasons(page(*STORY[:3], credit, STORY[3])) == {credit: "photo credit"}


def test_copies_of_a_caption_are_captions() -> None:
    """A gallery prints a caption again without its credit, or cut off: each copy goes."""
    caption = (
        "Gulls over the old pier of Lindenau, where the harbour board has found cracks in eleven"
        " of the forty piles that carry it"
    )
    copies = [f"{caption}. (AP Photo/Jo Doe)", f"{caption}.", caption]
    article = page(copies[0], *STORY[:2], copies[1], STORY[2], copies[2], STORY[3])
    assert marked(article, intrinsic_furniture(article)) == copies
    assert intrinsic_furniture(page(*STORY[:2], copies[1], STORY[2], copies[2], STORY[3])) == []


def test_a_gallery_with_counters_is_furniture() -> None:
    """Between "Image 1 of 2" and the photo's credit stand captions, whatever they say."""
    gallery = ["Image 1 of 2", "The pier was never as full as on that day.", "Photo: Jo Doe, AP"]
    article = page(*gallery, *STORY)
    assert marked(article, intrinsic_furniture(article)) == ["\n\n".join(gallery[:2]), gallery[2]]
    open_end = page(gallery[0], *STORY)
    assert marked(open_end, intrinsic_furniture(open_end)) == [gallery[0]]


def test_a_gallery_inside_a_line_is_furniture() -> None:
    """Captions with buttons go from the title of the gallery to the last button."""
    gallery = (
        "Photos: Piers of the north Photos: Piers of the north The pier of Lindenau in 1911."
        " Hide Caption 1 of 2 Photos: Piers of the north The same pier now. Hide Caption 2 of 2"
    )
    article = page(STORY[0], f"{STORY[1]} {gallery} {STORY[2]}", STORY[3])
    assert marked(article, intrinsic_furniture(article)) == [gallery]


def test_the_text_of_a_player_is_furniture() -> None:
    """What stands between "Now Playing:" and the source of a video tells the video."""
    player = [
        "Now Playing:",
        "The board of Lindenau met on Monday. It closed the pier.",
        "Media: Time",
    ]
    article = page(*STORY[:2], *player, *STORY[2:])
    assert "".join(marked(article, intrinsic_furniture(article))) == "".join(player[:1]) + (
        "\n\n".join(player[1:])
    )
    glued = page(STORY[0], f"{STORY[1]}{' ' * 20}The board met. It closed the pier.", player[2])
    assert marked(glued, intrinsic_furniture(glued)) == ["The board met. It closed the pier."]
    plain = page(*STORY[:2], player[0], *STORY[2:])
    assert marked(plain, intrinsic_furniture(plain)) == [player[0]]


# --- lists of links inside a paragraph ------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "links", "after"),
    [
        (
            "The pier divides the council. Mayor Ida Roe ",
            "Ida RoeCouncil freezes budget Storm warning lifted: report Roe's rise MORE",
            " (I-Li.) wants to keep it open.",
        ),
        (
            "The pier divides the council. Captain Max O'Doe ",
            "Maximilian (Max) Otto O'Doe2019 ferries: what to know Will O'Doe run? MORE",
            ", her rival, wants to close it.",
        ),
        (
            "The speaker Ida Roe ",
            "Ida Ann Roe Council freezes budget Storm warning lifted Roe's rise MORE",
            " has the last word.",
        ),
    ],
)
def test_headlines_behind_a_name_are_furniture(before: str, links: str, after: str) -> None:
    """The name once more, headlines and "MORE" go; the name itself and the sentence stay."""
    for body in ("\n".join([STORY[0], before + links + after]), before + links + after):
        article = Article(id="a", body=body)
        assert [(s.reason, body[s.begin : s.end]) for s in intrinsic_furniture(article)] == [
            ("related headlines", links)
        ]


def test_several_lists_in_one_paragraph_are_apart() -> None:
    """Each list ends at its own "MORE", and the words between two lists stay."""
    one, two = "Ida RoeCouncil freezes budget MORE", "Max DoeStorm warning lifted MORE"
    article = page(STORY[0], f"Both Ida Roe {one} and Max Doe {two} were there.")
    assert marked(article, intrinsic_furniture(article)) == [one, two]


@pytest.mark.parametrize(
    "line",
    [
        "The captains want MORE for their boats, and Ida Roe wants MORE for the pier than ever.",
        "Ida Roe Ida Roe, the crowd sang, and MORE came to the pier than the board had hoped for.",
        "Ida Roe Ida RoeFerry is what the sign said. The board took it down. It wants MORE.",
    ],
)
def test_a_shouted_more_is_no_list(line: str) -> None:
    """Without a repeated name and a headline, or across the end of a sentence, nothing goes."""
    assert intrinsic_furniture(page(STORY[0], line, STORY[1])) == []


# --- repetition ---------------------------------------------------------------------------


def test_a_line_under_unrelated_articles_is_furniture() -> None:
    """The same line under six unrelated articles of one outlet is furniture, with the count."""
    footer = "Call our newsroom at any hour when you see something odd."
    articles = paper(footer)
    for article, spans in zip(articles, repeated_furniture(articles), strict=True):
        assert marked(article, spans) == [footer]
        assert spans[0].repeated
        assert spans[0].reason == "stands in 6 otherwise unrelated articles of example.com"


def test_two_articles_are_not_enough() -> None:
    """A line in two articles proves nothing."""
    assert repeated_furniture(paper("Call our newsroom at any hour.")[:2]) == [[], []]


def test_many_outlets_are_no_repetition() -> None:
    """One article in many outlets is syndication: nothing of it becomes furniture."""
    articles = [
        Article(id=str(n), body="\n".join(STORY), outlet=f"outlet{n}.example") for n in range(20)
    ]
    assert not any(repeated_furniture(articles))


def test_articles_without_an_outlet_do_not_count() -> None:
    """Without an outlet nothing repeats."""
    footer = "Call our newsroom at any hour when you see something odd."
    articles = [Article(id=a.id, body=a.body) for a in paper(footer)]
    assert not any(repeated_furniture(articles))


def test_versions_of_one_story_keep_their_paragraphs() -> None:
    """Five versions and double crawls of one story at one outlet make none of it furniture."""
    bodies = ["\n".join([*STORY, f"Update {n}: the work begins in week {n}."]) for n in range(5)]
    articles = [
        Article(id=str(n), body=b, outlet="example.com") for n, b in enumerate([*bodies, *bodies])
    ]
    assert not any(repeated_furniture(articles))


def test_versions_of_a_brief_keep_their_paragraphs() -> None:
    """A brief whose words never recur is safe too: its versions share most of their text."""
    brief = [
        "Fire destroyed a barn outside Torgau late on Tuesday, and nobody was hurt.",
        "Police suspect faulty wiring; damage reaches eighty thousand crowns.",
    ]
    articles = [
        Article(id=str(n), body="\n".join([*brief, f"Note {n}."]), outlet="example.com")
        for n in range(5)
    ]
    assert not any(repeated_furniture(articles))


def test_background_of_a_running_story_is_text() -> None:
    """A paragraph that speaks of what its articles speak of is background, not furniture."""
    background = (
        "The orchard growers have fought over blossom money since the frost of last spring."
    )
    orchard = TOPICS[0]
    articles = [
        Article(
            id=str(n),
            body="\n".join([*about((*orchard[:3], other[3]), n), background]),
            outlet="example.com",
        )
        for n, other in enumerate(TOPICS)
    ]
    assert not any(repeated_furniture(articles))


def test_quotations_and_posts_are_never_furniture_by_repetition() -> None:
    """Public words that an outlet prints again and again stay text."""
    for line in ('"No pier is forever," she said.', "— Jo Doe (@jodoe) July 16, 2018"):
        assert not any(repeated_furniture(paper(line)))


def test_order_does_not_matter() -> None:
    """Each article has the same furniture whatever the order of the articles."""
    footer = "Call our newsroom at any hour when you see something odd."
    articles = [
        *paper(footer),
        *paper("Second line of another paper", "other.example"),
        page(*STORY),
    ]
    expected = {
        (a.outlet, a.id): f for a, f in zip(articles, find_furniture(articles), strict=True)
    }
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        found = find_furniture(shuffled)
        assert {(a.outlet, a.id): f for a, f in zip(shuffled, found, strict=True)} == expected


def test_form_wins_over_repetition() -> None:
    """Where both speak, the span tells the form, and no two spans overlap."""
    articles = paper("Sign up for our newsletter")
    for article, spans in zip(articles, find_furniture(articles), strict=True):
        assert [(s.reason, s.repeated) for s in spans] == [("sign-up box", False)]
        assert marked(article, spans) == ["Sign up for our newsletter"]


# --- laws ---------------------------------------------------------------------------------

SHAPES = (
    "Jo Doe Jo DoeFerry opens MORE",
    "Photos: A Photos: B Hide Caption 1 of 2",
    "FILE - In this May 2, 2019 file photo the pier lies empty.",
    "Image 1 of 2",
    "Photo: Jo Doe, AP",
    "Now Playing:",
    "Media: Time",
    "CLOSE",
    "Run." + " " * 9 + "On",
    "(AP Photo/Jo Doe)",
    "Text (Reporting by Jo Doe)",
)
LINES = st.one_of(
    st.sampled_from(
        [*STORY, *SHAPES, "Advertisement", "Related", "Leave a Reply", "AP", "X", "7:50 a.m.", ""]
    ),
    st.text(max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(LINES, max_size=12), max_size=6), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_spans_are_sorted_apart_and_trimmed(bodies: list[list[str]], joint: str) -> None:
    """On any text: spans lie in the body, in order, apart, and neither begin nor end with space."""
    articles = [
        Article(id=str(n), body=joint.join(body), outlet="example.com")
        for n, body in enumerate(bodies)
    ]
    for article, spans in zip(articles, find_furniture(articles), strict=True):
        at = 0
        for span in spans:
            assert at <= span.begin < span.end <= len(article.body)
            text = article.body[span.begin : span.end]
            assert text == text.strip()
            assert span.reason
            at = span.end


def test_broken_unicode_is_read() -> None:
    """Lone surrogates and control characters raise nothing."""
    bad = "\ud800 broken \x00\x1c line\n" * 3 + "Advertisement"
    articles = [Article(id=str(n), body=bad + str(n), outlet="example.com") for n in range(4)]
    assert len(find_furniture(articles)) == 4


def in_slices(articles: list[Article], size: int) -> list[tuple[Furniture, ...]]:
    """The furniture of *articles*, read and marked a slice at a time, as other processes do."""
    slices = [articles[at : at + size] for at in range(0, len(articles), size)]
    pages = [pickle.loads(pickle.dumps(read_pages(some))) for some in slices]
    counts = count_lines(pages)
    firsts = (counts.first[at : at + size] for at in range(0, len(articles), size))
    weighed = [
        weigh([article.body for article in some], each, counts, first)
        for some, each, first in zip(slices, pages, firsts, strict=True)
    ]
    repeated = settle(weighed, counts)
    return [
        spans
        for some, each in zip(slices, pages, strict=True)
        for spans in mark([article.outlet for article in some], each, repeated)
    ]


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_slices_have_the_furniture_of_the_whole(size: int) -> None:
    """However a collection is cut, each article has the same furniture: lines that outlets
    repeat, equal bodies in one outlet and in two, articles of none."""
    footers = ("Call our newsroom at any hour.", "Printed on paper from our own mill.")
    articles = [
        *paper(footers[0]), *paper(footers[1], "example.org"), *paper(footers[0])[:2],
        *paper(footers[0], "example.net"), page(*STORY), page(*STORY, "Advertisement"),
        *(page(*STORY, outlet=outlet) for outlet in ("example.com", "example.org", "example.com")),
    ]  # fmt: skip
    whole = find_furniture(articles)
    assert sum(span.repeated for spans in whole for span in spans) >= 3 * len(TOPICS)
    assert in_slices(articles, size) == whole
    assert in_slices([], size) == []
