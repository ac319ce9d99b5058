"""Bytes to text: what is declared, what is recognised, and what is refused with what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents.encoding import decode
from reader.documents.largetext import WHOLE, LargeText
from reader.documents.text import load_text
from reader.documents.window import BytesWindow

SAMPLES = {
    "cp1251": "Вчера вечером мы долго гуляли по берегу реки и говорили о том, что будет дальше. Потом пошёл дождь.",
    "koi8-r": "Вчера вечером мы долго гуляли по берегу реки и говорили о том, что будет дальше. Потом пошёл дождь.",
    "cp1253": "Χθες το βράδυ περπατήσαμε για ώρα δίπλα στο ποτάμι και μιλήσαμε για όσα θα έρθουν. Ύστερα έβρεξε.",
    "shift_jis": "昨日の夜、私たちは川のそばを長い間歩いて、これからのことを話しました。それから雨が降りました。",
    "euc_jp": "昨日の夜、私たちは川のそばを長い間歩いて、これからのことを話しました。それから雨が降りました。",
    "iso2022_jp": "昨日の夜、私たちは川のそばを長い間歩いて、これからのことを話しました。それから雨が降りました。",
    "gb18030": "昨天晚上我们在河边走了很久，谈论以后会发生的事情。后来下起了雨，我们就回家了。",
    "big5": "昨天晚上我們在河邊走了很久，談論以後會發生的事情。後來下起了雨，我們就回家了。",
    "euc_kr": "어젯밤에 우리는 강가를 오랫동안 걸으며 앞으로의 일을 이야기했습니다. 그 뒤에 비가 왔습니다.",
    "cp1256": "مشينا مساء أمس طويلا على ضفة النهر وتحدثنا عما سيأتي بعد ذلك. ثم نزل المطر فعدنا إلى البيت.",
    "cp1252": "Gestern Abend sind wir lange am Fluß gegangen – und sprachen über das, was kommt. “Schön”, sagte er.",
    "cp1250": "Včera večer jsme se dlouho procházeli podél řeky a mluvili o tom, co přijde. Pak začalo pršet.",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_a_text_of_a_few_sentences_is_recognised(encoding: str) -> None:
    text = f"{SAMPLES[encoding]}\n" * 4
    assert decode(text.encode(encoding), source="a.txt")[0] == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_unicode_is_recognised_with_a_mark_and_without(encoding: str) -> None:
    text = "The river — and “the sea”.\n" * 3
    assert decode(text.encode(encoding), source="a.txt")[0] == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\x1b\ufeff"), min_size=1))
def test_utf8_is_never_guessed_to_be_anything_else(text: str) -> None:
    controls = sum(letter < " " or letter == "\x7f" for letter in text)
    if controls < 4:
        assert decode(text.encode(), source="a.txt")[0] == text


def test_what_is_said_overrules_what_would_be_guessed() -> None:
    assert decode("ž".encode("cp1250"), source="a.txt", encoding="cp1250") == ("ž", "cp1250")


def test_damaged_utf8_stays_utf8_and_shows_the_damage() -> None:
    text = "Où est l’été ? À la forêt, près de là. " * 20
    data = text.encode()
    assert decode(data[:200] + b"\xff" + data[200:-1], source="a.txt")[0].count("\ufffd") <= 3


def test_an_encoding_nobody_knows_is_named() -> None:
    for name in ("klingon", "base64", "hex"):
        with pytest.raises(SourceError, match=name):
            decode(b"text", source="a.txt", encoding=name)


def test_what_does_not_fit_the_encoding_said_is_named_with_its_place() -> None:
    with pytest.raises(SourceError, match="byte 3 does not fit") as caught:
        decode(b"abc\xffdef", source="a.txt", encoding="utf-8")
    assert "--encoding" in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n...", b"PK\x03\x04 and so on", b"\x7fELF\x02\x01", bytes(range(256)) * 40, b"\x00" * 4000],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data, source="a.txt")


def test_a_few_zeros_do_not_make_a_text_binary() -> None:
    document = load_text(b"One line of text with a zero\x00 in it, and more words.\n", source="a.txt")
    assert document.text == "One line of text with a zero␀ in it, and more words."


def test_a_long_text_is_recognised_by_samples_from_all_over_it() -> None:
    russian = SAMPLES["koi8-r"]
    data = ("plain words in English.\n" * 4000 + f"{russian}\n" * 2000).encode("koi8-r")
    assert len(data) > WHOLE
    flow = LargeText(BytesWindow(data), source="a.txt")
    assert flow.part(len(flow) - 1).text.endswith(russian)
    assert load_text(data, source="a.txt").text.endswith(russian)


def test_a_guess_is_mentioned() -> None:
    document = load_text(SAMPLES["cp1251"].encode("cp1251"), source="a.txt")
    assert "--encoding" in document.warnings[0]
    assert load_text(SAMPLES["cp1251"].encode(), source="a.txt").warnings == ()
