"""Public words without marks: embedded posts, block statements, transcripts, dialogue.

A post is known by the signature that pages put behind it, or by the link that closes it; a block
statement by the line that announces it; a transcript by speakers that take turns; dialogue by the
dashes that open its paragraphs. Each form says how far the words go; where it does not, one
paragraph or the length of a post is believed.
All functions take text without invisible characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Spans = list[tuple[int, int]]

_POST = 320  # characters: a post of 280, and links
_LONG_POST = 700  # characters of one paragraph right above a signature
_NAME = 70  # from the dash of a signature to its handle
_HANDLE = re.compile(
    r"\(\s?@\w{1,30}\s?\)"
    r"(?:\s{0,2}(?:on\s)?(?:[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}))?"
)
_DASH = re.compile(r"(?:^|(?<=\s))[—–-]{1,2}\s?(?=[^\s—–-])")
_LINK = re.compile(r"pic\.(?:twitter|x)\.com/\w+|https?://t\.co/\w+")
_SENTENCE = re.compile(r"[.!?…”\"’]\s+(?=\S)")

# A line that ends in a colon announces somebody's words if one of these stands near its end.
_WORDS = (
    r"(?:statement|tweet|post|message|letter|e-?mail|transcript|remarks|Erklärung|Mitteilung|"
    r"Stellungnahme|déclaration|communiqué|comunicado|declaración|dichiarazione|nota|verklaring|"
    r"declaração|oświadczenie|oświadczeniu|заявлении)"
)
_SAYS = (
    r"(?:tweet(?:s|ed|ing)|retweeted|wrote|writes|written|post(?:s|ed)|said|says|saying|"
    r"repl(?:y|ied|ies)|respon(?:ded|ds|se)|added|adds|sagte|schrieb|schreibt|twitterte|erklärte|"
    r"déclaré|écrit|tweeté|affirmé|dijo|escribió|tuiteó|declaró|detto|scritto|dichiarato|twittato|"
    r"schreef|zei|disse|escreveu|napisała?|powiedziała?|заявила?|написала?|сказала?)"
)
_INTRODUCES = re.compile(
    rf"\b(?:{_WORDS}\b[^.!?\n]{{0,60}}|{_SAYS}\b[^.!?\n]{{0,30}})[:：]$", re.IGNORECASE
)
# Of these, what is longer than a paragraph; "the Post reports:" announces nothing of the kind.
_ANNOUNCES = re.compile(
    rf"\b(?!tweet|post|message|transcript|nota){_WORDS}\b[^.!?\n]{{0,60}}[:：]$", re.IGNORECASE
)
_RUNS_ON = 6  # paragraphs of a statement at most
_FIRST_PERSON = re.compile(
    r"\b(?:I|[Ww]e|us|[Oo]ur|[Mm]y|[Ii]ch|[Ww]ir|uns|[Uu]nser\w{0,2}|[Jj]e|[Nn]ous|[Nn]os|[Nn]otre|"
    r"[Yy]o|[Nn]osotros|[Nn]uestr[oa]s?|[Nn]oi|[Nn]ostr[oaie]|[Nn]ós|[Nn]oss[oa]s?|[Ww]ij|[Oo]nze|"
    r"[Nn]asz\w{0,3}|[Яя]|[Мм]ы|[Нн]ас|[Нн]аш\w{0,3})\b"
)
_MARKED = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_OPENING = tuple("“„«»‘‹「\"'")
_SPOKE = (
    r"(?:said|says|added|adds|told|wrote|continued|noted|stated|explained|tweeted|"
    r"sagte|erklärte|fügte|schrieb|dijo|añadió|agregó|declaró|disse|aggiunto|zei)"
)
# "he said", "the company added", "Ann Hale also told", "said the mayor"; never "I said".
_THIRD_PERSON = re.compile(
    rf"\b(?!(?:I|[Ww]e)\b)[^\W\d_]+,? (?:also |later |then )?{_SPOKE}\b|"
    rf"\b{_SPOKE} (?:he|she|they|the|a|er|sie|der|die|el|la|[^\W\d_a-z])"
)
_CLAUSE = 120  # characters before the colon in which that word stands
_TWEETED = re.compile(  # a class first: the engine finds it fast
    r"[tOo](?:(?<=\bt)(?:weeted|weets?|witterte|weeté|uiteó|wittato)\b[^.!?:\n]{0,50}"
    r"|(?<=\b[Oo])n Twitter)"
    r": (?=[^\s\"“‘«„'@])"
)

_SPEAKER = re.compile(
    r"(?:(?P<name>[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[ .'’&-]){1,40}"
    r"(?:,[^:\n]{1,40}|\s?\([^)\n]{1,40}\))?)|Q|A|Question|Answer|Frage|Antwort)\s?:(?!//)"
    r"|[QA]\.\s(?=\S)"
)
_TURNS = 4  # labelled paragraphs that a transcript has at least
_BETWEEN = 3  # unlabelled paragraphs between two turns that belong to the first

_SPOKEN = re.compile(r"[—–]\s+(?=\S)|—(?=[^\W\d_]|[¿¡])")  # Spanish puts no space
_CITED = re.compile(r">\s*(?=[^\s>])")
_WORD = re.compile(r"\w+")
_LINES = 2  # paragraphs behind a dash that make a dialogue
# English sets no dialogue behind dashes: there, they open the items of a list.
_ENGLISH = re.compile(r"\b(?:the|and|of|from|with|that)\b", re.IGNORECASE)
_OFTEN = 15  # words among which one of these makes a text English
_UTTERANCE = 5  # words of such a paragraph at least: items of lists are shorter


def posts(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Embedded posts with their signatures."""
    spans: Spans = []
    begins = [begin for begin, _ in blocks]
    done = 0
    for sign_begin, end, signed in _ends_of_posts(text):
        place = bisect_right(begins, sign_begin) - 1
        if place < 0:
            continue
        begin = max(blocks[place][0], done)
        if signed and not text[begin:sign_begin].strip():
            begin = begin if begin == done else _above(text, blocks, place, done)
        elif sign_begin - begin > _POST:
            begin = _last_start(text, sign_begin - _POST, sign_begin)
        spans.append((begin, end))
        done = end
    return spans


def _ends_of_posts(text: str) -> list[tuple[int, int, bool]]:
    """Begin and end of each signature (True) and of each link (False) that closes a post."""
    found: list[tuple[int, int, bool]] = []
    if "@" in text:
        for handle in _HANDLE.finditer(text):
            line = text.rfind("\n", 0, handle.start()) + 1
            dashes = list(_DASH.finditer(text, max(line, handle.start() - _NAME), handle.start()))
            if dashes:
                found.append((dashes[-1].start(), handle.end(), True))
    if "t.co/" in text or "pic." in text:
        found.extend((link.start(), link.end(), False) for link in _LINK.finditer(text))
    return sorted(found)


def _above(text: str, blocks: Sequence[tuple[int, int]], place: int, done: int) -> int:
    """Where a post begins whose signature opens paragraph *place*.

    It is the paragraph above, and more of them where a line that announces the post, or the post
    before it, stands within a post's length.
    """
    end = blocks[place][0]
    if place == 0 or blocks[place - 1][0] < done or end - blocks[place - 1][0] > _LONG_POST:
        return end
    nearest = blocks[place - 1][0]
    for at in range(place - 1, -1, -1):
        begin, stop = blocks[at]
        if begin < done or text[stop - 1] == ":":
            return blocks[at + 1][0] if at < place - 1 else nearest
        if end - begin > _POST:
            break
    return nearest


def _last_start(text: str, begin: int, end: int) -> int:
    """The first sentence that begins behind *begin*, or else *end*."""
    start = _SENTENCE.search(text, begin, end)
    return start.end() if start else end


def statements(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """What stands behind "…said in a statement:", and a post behind "…tweeted: "."""
    spans: Spans = []
    for place, ((begin, end), after) in enumerate(pairwise(blocks)):
        if text[end - 1] not in ":：":
            continue
        near = max(begin, end - _CLAUSE)
        if _INTRODUCES.search(text, near, end):
            spans.append(after)
            if _ANNOUNCES.search(text, near, end):
                spans += _more_of_it(text, blocks[place + 2 : place + 1 + _RUNS_ON])
    if "weet" not in text and "witter" not in text:
        return spans
    begins = [begin for begin, _ in blocks]
    for match in _TWEETED.finditer(text):
        place = bisect_right(begins, match.start()) - 1
        end = blocks[place][1] if place >= 0 else 0
        if match.end() >= end:
            continue
        if end - match.end() > _POST:
            stop = _SENTENCE.search(text, match.end(), match.end() + _POST)
            end = stop.start() + 1 if stop else match.end()
        spans.append((match.end(), end))
    return [(begin, end) for begin, end in spans if begin < end]


def _more_of_it(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Those of *blocks* with which a statement runs on: in the first person, or opened by a mark.

    Where marks close before the paragraph ends, ``marks.py`` says what of it is quoted.
    """
    spans: Spans = []
    for begin, end in blocks:
        paragraph = text[begin:end]
        bare = _MARKED.sub("", paragraph).strip()
        opened = paragraph.startswith(_OPENING)
        if paragraph[-1] in ":：" or _THIRD_PERSON.search(bare):
            break
        if _FIRST_PERSON.search(bare) or (opened and (not bare or bare.startswith(_OPENING))):
            spans.append((begin, end))
        elif not opened:
            break
    return spans


def dialogues(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Paragraphs behind a dash, where there are several, and behind ">" as Markdown cites.

    A dash behind which few words stand, or English ones, or whose paragraph ends like an item of a
    list, tells nothing.
    """
    if not any(mark in text for mark in ">—–"):
        return []
    cited = [span for span in blocks if text[span[0]] == ">" and _CITED.match(text, *span)]
    spoken = [
        (begin, end)
        for begin, end in blocks
        if text[begin] in "—–"
        and _SPOKEN.match(text, begin, end)
        and text[end - 1] not in ",;"
        and len(_WORD.findall(text, begin, end)) >= _UTTERANCE
    ]
    if len(spoken) < _LINES:
        return cited
    words = sum(len(_WORD.findall(text, *span)) for span in spoken)
    english = sum(len(_ENGLISH.findall(text, *span)) for span in spoken)
    return cited if english * _OFTEN >= words else [*cited, *spoken]


def transcripts(text: str, blocks: Sequence[tuple[int, int]]) -> Spans:
    """Turns of speakers ("TRUMP: …", "Q: …"), where enough of them take turns."""
    if text.count(":") + text.count("Q.") + text.count("A.") < _TURNS:
        return []
    turns = [(place, label) for place, label in enumerate(_labels(text, blocks)) if label]
    if len(turns) < _TURNS:
        return []
    labels = Counter(label for _, label in turns)
    among = turns[-1][0] - turns[0][0] + 1
    if len(labels) < 2 or len(labels) * 4 > len(turns) * 3 or among > len(turns) * 4:
        return []
    spans: Spans = []
    following = [place for place, _ in turns[1:]]
    for (place, label), after in zip(turns, [*following, turns[-1][0] + 1], strict=True):
        begin, end = blocks[place]
        alone = len(label) + 2 >= end - begin
        last = after - 1 if after - place <= _BETWEEN + 1 else place + alone
        spans.append((begin, blocks[min(last, len(blocks) - 1)][1]))
    return spans


def _labels(text: str, blocks: Sequence[tuple[int, int]]) -> list[str]:
    """Whose turn each paragraph opens; empty for the rest."""
    found: list[str] = []
    for begin, end in blocks:
        label = ""
        if text[begin].isupper():
            match = _SPEAKER.match(text, begin, min(end, begin + 90))
            label = match.group().rstrip(" :.") if match else ""
        found.append(label)
    return found
