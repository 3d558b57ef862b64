"""The guess of the language: by script, and by common words."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import word_oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.text import background
from syndetect.text.languages import guess
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
# Common words of many languages, words of none, words of each script, and nothing.
WORDS = sorted({word for lead in LEADS.values() for word in map(fold, tokenise(lead).raw)})
ODD = ["", "the", "of", "and", "to", "in", "de", "la", "xqzzt", "12", "ไทย", "தமிழ்", "বাংলা", "ᄀ"]


def guessed(*texts: list[str]) -> list[str]:
    """The languages of texts of folded words."""
    known = sorted({word for words in texts for word in words})
    number = {word: at for at, word in enumerate(known)}
    numbers = [number[word] for words in texts for word in words]
    return guess(
        np.cumsum([0, *map(len, texts)]),
        np.array(numbers, dtype=np.int32),
        np.array([background.digest(word) if word else 0 for word in known], dtype=np.uint64),
        np.array([ord(word[0]) if word else 0 for word in known], dtype=np.int32),
    )


def folded(text: str) -> list[str]:
    return [fold(raw) for raw in tokenise(text).raw]


@pytest.mark.parametrize("language", LEADS)
def test_one_lead_tells_its_language(language: str) -> None:
    """A lead of a dozen words is enough, in any script."""
    assert guessed(folded(LEADS[language])) == [language]


def test_nothing_tells_means_english() -> None:
    """No words, or words of no language, count as English; of no texts there is none."""
    assert guessed([], ["xqzzt", "12345", "bvvrk"], [""]) == ["en", "en", "en"]
    assert guessed() == []


def test_the_first_words_tell() -> None:
    """What stands behind the first two hundred words has no say."""
    german, russian = folded(LEADS["de"]), folded(LEADS["ru"])
    assert guessed((german * 20)[:200] + russian * 100) == ["de"]
    assert guessed(german + russian * 100) == ["ru"]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.lists(st.sampled_from(WORDS + ODD), max_size=12), max_size=4))
def test_texts_are_guessed_as_one_by_one(texts: list[list[str]]) -> None:
    """Texts side by side get the language that each gets alone, counted word by word."""
    assert guessed(*texts) == [word_oracle.guess_language(words) for words in texts]


def test_english_needs_one_language() -> None:
    """Running English loads the lists of English alone."""
    code = (
        "import syndetect\n"
        "from syndetect.text import background, languages\n"
        "text = 'The crews of the ferry walked out and it was not over on that day.'\n"
        "found = syndetect.scan([syndetect.Article('a', text)])\n"
        "assert found.articles.column('language').to_pylist() == ['en']\n"
        "assert languages._votes.cache_info().currsize == 0\n"
        "assert background.listed.cache_info().currsize == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
