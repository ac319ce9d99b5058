"""Formulas in one line: what MathML and Word say of a formula, as people type it."""

from __future__ import annotations

import pytest
from lxml import etree

from reader.documents.formulas import DEEPEST
from reader.documents.mathml import read_formula
from reader.documents.wordmath import M, read_word_formula

X, Y, ONE, TWO = "<mi>x</mi>", "<mi>y</mi>", "<mn>1</mn>", "<mn>2</mn>"


def html(markup: str) -> str:
    return read_formula(etree.fromstring(f"<math>{markup}</math>"))


def word(markup: str) -> str:
    return read_word_formula(etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{markup}</m:oMath>'))


def t(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def e(words: str, name: str = "e") -> str:
    return f"<m:{name}>{t(words)}</m:{name}>"


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (f"<msup>{X}{TWO}</msup><mo>+</mo>{ONE}<mo>=</mo><mo>-</mo>{Y}", "x² + 1 = -y"),
        (f"<mfrac><mrow>{X}<mo>+</mo>{ONE}</mrow>{TWO}</mfrac>{Y}", "(x + 1)/2 y"),
        (f"<mfrac linethickness='0'>{X}{TWO}</mfrac>", "(x¦2)"),
        (f"<mfenced><mfrac linethickness='0'>{X}{TWO}</mfrac></mfenced>", "(x¦2)"),
        (f"<msqrt>{X}<mo>-</mo>{ONE}</msqrt><mroot>{X}<mn>3</mn></mroot>", "√(x - 1)³√x"),
        (f"<msub>{X}<mrow><mi>i</mi><mo>+</mo>{ONE}</mrow></msub><msub>{Y}<mi>k</mi></msub>", "x_(i+1)yₖ"),
        (f"<msup>{X}<mi>k</mi></msup>{Y}", "x^k y"),
        (f"<msup><mrow>{X}{Y}</mrow>{TWO}</msup>", "(xy)²"),
        (
            (
                f"<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo>{ONE}</mrow><mi>n</mi></munderover>"
                f"<msub>{X}<mi>i</mi></msub>"
            ),
            "∑_(i=1)^n xᵢ",
        ),
        (f"<mi>sin</mi><mo>&#8289;</mo>{X}<mi>cos</mi><mo>(</mo>{Y}<mo>)</mo>", "sin x cos(y)"),
        (f"<mover>{X}<mo>¯</mo></mover><mover>{Y}<mo>^</mo></mover>", "x\u0304y\u0302"),
        (
            (
                f"<mo>(</mo><mtable><mtr><mtd>{X}</mtd><mtd>{ONE}</mtd></mtr><mtr><mtd>{Y}</mtd><mtd>{TWO}</mtd></mtr>"
                "</mtable><mo>)</mo>"
            ),
            "(x, 1; y, 2)",
        ),
        (
            (
                f"<mtable><mtr><mtd>{X}</mtd><mtd><mo>=</mo>{ONE}</mtd></mtr>"
                f"<mtr><mtd>{Y}</mtd><mtd><mo>=</mo>{TWO}</mtd></mtr></mtable>"
            ),
            "x = 1\ny = 2",
        ),
        (f"<mfenced open='[' close=']' separators=';'>{X}{Y}</mfenced>", "[x; y]"),
        (f"{X}<mtext> if </mtext>{Y}<mo>&gt;</mo>{ONE}", "x if y > 1"),
        (f"<semantics>{X}<annotation-xml>{Y}</annotation-xml></semantics><mphantom>{TWO}</mphantom>", "x"),
    ],
)
def test_mathml_is_read_as_people_type_it(markup: str, line: str) -> None:
    assert html(markup) == line


def test_what_whoever_set_it_typed_is_preferred_to_the_signs() -> None:
    typed = etree.fromstring(f"<math alttext='x^{{2}}'><msup>{X}{TWO}</msup></math>")
    assert read_formula(typed) == "x^{2}"


@pytest.mark.parametrize("alternative", ["no description given", "x squared", "equation"])
def test_words_about_a_formula_do_not_stand_for_it(alternative: str) -> None:
    told = etree.fromstring(f"<math alttext='{alternative}'><msup>{X}{TWO}</msup></math>")
    assert read_formula(told) == "x²"
    assert read_formula(etree.fromstring(f"<math alttext='{alternative}'/>")) == alternative


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (t("E=m") + f"<m:sSup>{e('c')}{e('2', 'sup')}</m:sSup>", "E = mc²"),
        (f"<m:f>{e('a+b', 'num')}{e('2', 'den')}</m:f>", "(a + b)/2"),
        (
            f"<m:d><m:e><m:f><m:fPr><m:type m:val='noBar'/></m:fPr>{e('n', 'num')}{e('k', 'den')}</m:f></m:e></m:d>",
            "(n¦k)",
        ),
        (f"<m:rad><m:deg/>{e('x+1')}</m:rad>", "√(x + 1)"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{e('i=1', 'sub')}{e('n', 'sup')}{e('i')}</m:nary>",
            "∑_(i=1)^n i",
        ),
        (f"<m:nary><m:sub/><m:sup/>{e('xdx')}</m:nary>", "∫ xdx"),
        (f"<m:func>{e('sin', 'fName')}{e('x')}</m:func>", "sin x"),
        (
            f"<m:func><m:fName><m:limLow>{e('lim')}{e('n→∞', 'lim')}</m:limLow></m:fName>{e('x')}</m:func>",
            "lim_(n→∞) x",
        ),
        (
            (
                "<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e><m:m>"
                f"<m:mr>{e('1')}{e('0')}</m:mr><m:mr>{e('0')}{e('1')}</m:mr></m:m></m:e></m:d>"
            ),
            "[1, 0; 0, 1]",
        ),
        (
            (
                "<m:d><m:dPr><m:begChr m:val='{'/><m:endChr m:val=''/></m:dPr>"
                f"<m:e><m:eqArr>{e('0')}{e('1')}</m:eqArr></m:e></m:d>"
            ),
            "{0; 1",
        ),
        (t("Ksinx") + t("(t)sin") + t("x"), "Ksinx(t) sin x"),
        (f"<m:f>{e('λ', 'num')}{e('2π', 'den')}</m:f>{t('(t)')}", "λ/(2π)(t)"),
        (f"<m:eqArr>{e('a&amp;=1')}{e('b&amp;=2')}</m:eqArr>", "a = 1\nb = 2"),
        (f"<m:acc>{e('x')}</m:acc>", "x\u0302"),
        (t("a") + f"<w:del xmlns:w='w'>{t('b')}</w:del>", "a"),
    ],
)
def test_formulas_of_word_are_read_as_people_type_them(markup: str, line: str) -> None:
    assert word(markup) == line


def test_matrices_in_matrices_are_read_once_each() -> None:
    inner = t("x")
    for _ in range(20):
        inner = f"<m:m><m:mr><m:e>{inner}</m:e></m:mr></m:m>"
    assert word(inner).strip("()") == "x"


def test_what_mathml_does_not_know_is_read_once_each_however_deep() -> None:
    assert html("<a>" * 40 + f"{X}<b>y</b>" + "</a>" * 40) == "xy"


def test_a_formula_of_absurd_length_is_read_in_time_that_grows_with_it() -> None:
    assert html(f"<mrow>{'<mi>x</mi><mo>+</mo>' * 50_000}{Y}</mrow>").count("+") == 50_000


def test_a_formula_of_absurd_depth_is_read_as_its_letters() -> None:
    deep = DEEPEST * 3
    assert html("<mrow>" * deep + X + "</mrow>" * deep) == "x"
    assert html("<msqrt>" * deep + X + "</msqrt>" * deep).strip("√()") == "x"
