"""Rarity and the guess of the language: frozen, the same for every collection."""

from __future__ import annotations

import subprocess
import sys

import pytest

from syndetect.text import background
from syndetect.text.background import guess_language, languages, rarity
from syndetect.text.tokens import fold, tokenise

LEADS = {
    "en": "Ferry crews walked out on Tuesday, and the harbour board said it would not bargain.",
    "de": "Die Fährleute legten am Dienstag die Arbeit nieder, und der Rat will nicht verhandeln.",
    "fr": "Les équipages ont cessé le travail mardi et le conseil ne veut pas négocier.",
    "es": "Las tripulaciones dejaron el trabajo el martes y la junta no quiere negociar con ellos.",
    "it": "Gli equipaggi hanno lasciato il lavoro martedì e il consiglio non vuole trattare.",
    "pt": "As tripulações deixaram o trabalho na terça-feira e o conselho não quer negociar.",
    "nl": "De bemanningen legden dinsdag het werk neer en het bestuur wil niet onderhandelen.",
    "pl": "Załogi promów przerwały pracę we wtorek, a rada nie chce rozmawiać pod groźbą.",
    "ru": "Экипажи прекратили работу во вторник, но совет не будет говорить под угрозой.",
    "el": "Τα πληρώματα σταμάτησαν την εργασία και το συμβούλιο δεν θέλει να μιλήσει.",
    "tr": "Çalışanlar salı günü iş bıraktı ve kurul bu tehdit altında konuşmak istemiyor.",
    "ar": "توقفت الأطقم عن العمل يوم الثلاثاء ولا يريد المجلس التفاوض تحت التهديد.",
    "he": "הצוותים הפסיקו לעבוד ביום שלישי וההנהלה לא רוצה לנהל משא ומתן.",
    "hi": "कर्मचारियों ने मंगलवार को काम बंद कर दिया और बोर्ड बात नहीं करना चाहता।",
    "zh": "船员星期二停止工作，委员会说不会谈判。",
    "ja": "乗組員は火曜日に仕事をやめ、委員会は交渉しないと言った。",
    "ko": "승무원들이 화요일에 일을 멈췄고 이사회는 협상하지 않겠다고 말했다.",
    "uk": "Екіпажі припинили роботу у вівторок, але рада не хоче говорити під загрозою.",
    "cs": "Posádky v úterý přerušily práci a rada nechce jednat, protože to byla hrozba.",
    "fi": "Miehistöt lopettivat työn tiistaina, eikä hallitus halua neuvotella uhkauksen alla.",
}


def folded(text: str) -> list[str]:
    return [fold(raw) for raw in tokenise(text).raw]


@pytest.mark.parametrize("language", LEADS)
def test_one_lead_tells_its_language(language: str) -> None:
    """A lead of a dozen words is enough, in any script."""
    assert guess_language(folded(LEADS[language])) == language


def test_nothing_tells_means_english() -> None:
    """No words, or words of no language, count as English."""
    assert guess_language([]) == "en"
    assert guess_language(["xqzzt", "12345", "bvvrk"]) == "en"


def test_table_has_its_languages() -> None:
    """The frozen table knows 41 languages or more, by two-letter code."""
    assert {"en", "de", "fr", "es", "zh", "ja", "ar", "fil"} <= languages()
    assert len(languages()) >= 41
    assert background.VERSION == "wordfreq-3.1.1"


def test_rarity_is_frozen() -> None:
    """Figures that every stored result rests on."""
    assert rarity("the", "en") == 127
    assert rarity("ferry", "en") == 498
    assert rarity("der", "de") == 154
    assert rarity("qwxzv", "en") == background.UNKNOWN
    assert rarity("the", "xx") == background.UNKNOWN


def test_rarity_orders_words() -> None:
    """Function words are common, names are not, and nothing is rarer than unknown."""
    assert rarity("of", "en") <= background.COMMON < rarity("harbour", "en")
    assert rarity("harbour", "en") < rarity("helsinki", "en") < background.UNKNOWN


def test_compounds_are_as_rare_as_their_rarest_part() -> None:
    """A word over an apostrophe that the table lacks takes the figure of its parts."""
    assert rarity("reykjavik'll", "en") == max(rarity("reykjavik", "en"), rarity("ll", "en"))
    assert rarity("l'helsinki", "fr") == rarity("helsinki", "fr")


def test_numbers_are_as_rare_as_they_are_long() -> None:
    """Digits count; a year is commoner than other numbers of four digits."""
    figures = [rarity(number, "en") for number in ("7", "12", "345", "6789", "45678", "1234567")]
    assert figures == sorted(figures)
    assert rarity("2018", "en") < rarity("6789", "en")
    assert figures[-1] <= background.UNKNOWN


def test_english_needs_one_language() -> None:
    """Running English loads the lists of English alone."""
    code = (
        "from syndetect.text import background as b\n"
        "words = 'the crews of the ferry walked out and it was not over on that day'.split()\n"
        "assert b.guess_language(words) == 'en'\n"
        "b.rarity('ferry', 'en')\n"
        "assert b._votes.cache_info().currsize == 0\n"
        "assert b._frequencies.cache_info().currsize == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_lists_are_those_that_the_package_reads() -> None:
    """The files are read as wordfreq reads them, the first lists alone too, without importing it,
    which takes longer than all of our own modules."""
    code = (
        "import sys; from syndetect.text import background as b; b.guess_language(['ja', 'és']);"
        "assert 'wordfreq' not in sys.modules; import wordfreq as w\n"
        "for size in ('small', 'best'):\n"
        "    files = w.available_languages(size)\n"
        "    assert {k: str(path) for k, path in b._files(size).items()} == files\n"
        "    whole = w.read_cBpack(files['fi'])\n"
        "    assert b._listed('fi', size) == whole and b._listed('fi', size, 400) == whole[:400]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
