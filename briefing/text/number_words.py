"""The words and signs of figures in many languages, as data: multipliers, units, money, shares, numbers in words."""

from __future__ import annotations

import re
from decimal import Decimal

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "RUB")
NAMED = re.compile(rf"(?<![^\W\d_])(?!{'|'.join(CURRENCIES)})[A-ZА-Я]{{2,}}(?:[./-]|[ \u00a0])$")
"""Capitals before a number make it the name of a document: RFC 3339, TF.460."""

NUMBERED = re.compile(
    r"\b(?:articles?|art|chapters?|ch|sections?|figures?|fig|tables?|pages?|pp?|no|annex|resolutions?|paragraphs?|phase|step"
    r"|option|level|version|artículos?|capítulos?|sección|secciones|figuras?|tablas?|cuadros?|páginas?|pág|núm|anexo"
    r"|resolución|fase|paso|opción|стать[яиюей]|ст|глав[аыеу]|раздел\w*|рис\w*|таблиц\w*|стр|пункт\w*|резолюци\w*|этап\w*"
    r"|вариант\w*)\.?[\s\u00a0]$|№[\s\u00a0]?$",
    re.IGNORECASE,
)
"""What is counted off by a number, which is then its name: chapter 3, art. 5."""

MAGNITUDES: dict[int, tuple[str, ...]] = {
    3: ("thousand", "mil", "mille", "тыс", "тысяча", "тысячи", "тысяч", "ألف", "آلاف"),
    6: (
        "million",
        "millions",
        "millón",
        "millones",
        "milhão",
        "milhões",
        "млн",
        "миллион",
        "миллиона",
        "миллионов",
        "mn",
        "milhões",
        "مليون",
        "ملايين",
    ),
    9: (
        "billion",
        "billions",
        "milliard",
        "milliards",
        "млрд",
        "миллиард",
        "миллиарда",
        "миллиардов",
        "bn",
        "bilhão",
        "bilhões",
        "مليار",
    ),
    12: ("trillion", "trillions", "billón", "billones", "трлн", "триллион", "триллиона", "триллионов"),
}
"""Words that multiply the number before them, as powers of ten; `mil millones` and the like multiply twice."""

POWERS = {word: power for power, words in MAGNITUDES.items() for word in words}
MONEY = re.compile(rf"(?:[€$£¥₽]|(?<![^\W\d_])(?:{'|'.join(CURRENCIES)}))[\s\u00a0]?$")
"""What stands before an amount of money."""

MONEY_POWERS = {"k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9}
"""Letters behind an amount of money that multiply it: €120m."""

JOINED = re.compile(
    r"\s*(?:[-–—]|\b(?:to|and|or|of(?:\s+the)?|y|o|a|al?|de(?:\s+los)?|et|ou|à|e|и|или|до|из)\s)\s*[€$£¥₽]?\d[\d.,]*(?=[\s\u00a0])"
)
"""A second number whose multiplier the first one shares: 120 of 340 million."""

HUNDREDTHS = {
    *("cent", "cents", "pence", "centavo", "centavos", "céntimo", "céntimos", "cêntimo", "cêntimos"),
    *("centime", "centimes", "цент", "цента", "центов", "копейка", "копейки", "копеек"),
}
"""What may also be told as a fraction of its currency: 4 cents, 0.04 euros."""

SHARE = re.compile(
    r"(?<![\d.,])(?P<part>\d+(?:[.,]\d+)?)(?:\s+[^\W\d_]+){0,2}?\s+"
    r"(?:out\s+of(?:\s+(?:every|each))?|(?:in|of)(?:\s+(?:every|each))?|(?:de|em)\s+cada|sur|из(?:\s+каждых)?)\s+"
    r"(?P<whole>10|100|1[.,\s]?000)(?![\d.,]*\d)(?!\s+(?:hour|day|week|month|year)s?\b)"
)
"""A share in natural frequencies: 9 litres out of every 100."""

WHOLE = re.compile(
    r"(?:\b(?:for|of|in)\s+every|\b(?:de|em|por)\s+cada|\b(?:из|на)\s+кажды[ехй])\s+(?:10|100|1[.,\s]?000)(?![\d.,]*\d)",
    re.IGNORECASE,
)
"""What shares are told of: of every 100 litres."""

FRACTIONS = {
    "half": "50", "third": "33", "quarter": "25", "fifth": "20", "tenth": "10", "mitad": "50", "tercio": "33",
    "cuarta": "25", "quinta": "20", "половина": "50", "половины": "50", "половину": "50", "треть": "33",
    "четверть": "25", "пятая": "20", "пятую": "20", "третий": "33", "четвёртый": "25",
    "пятый": "20", "десятый": "10",
}  # fmt: skip
"""Fractions in words, and the percentages that they are; they support one, and are never held against it."""

PERCENT = re.compile(
    r"\s*(?:%|٪|per\s?cent\b|por\s?ciento\b|por\s?cento\b|pour\s?cent\b|процент\w*|в\s+المئة|بالمئة)"
)
SECONDS, METRES, KILOGRAMS, WATTS = "s", "m", "kg", "W"
UNIT_WORDS: dict[tuple[str, Decimal], str] = {
    (SECONDS, Decimal("0.000001")): "µs",
    (SECONDS, Decimal("0.001")): "ms мс",
    (SECONDS, Decimal(1)): "s с second seconds segundo segundos секунда секунды секунд",
    (SECONDS, Decimal(60)): "min мин minute minutes minuto minutos минута минуты минут",
    (SECONDS, Decimal(3600)): "h ч hour hours hora horas час часа часов",
    (METRES, Decimal(1)): "m м metre metres meter meters metro metros метр метра метров",
    (METRES, Decimal(1000)): "km км kilometre kilometres kilometer kilometers kilómetro kilómetros "
    "quilômetros километр километра километров",
    (KILOGRAMS, Decimal(1)): "kg кг kilogram kilograms kilogramo kilogramos килограмм килограмма килограммов",
    (KILOGRAMS, Decimal(1000)): "t т tonne tonnes tonelada toneladas тонна тонны тонн",
    (WATTS, Decimal(10**3)): "kW кВт",
    (WATTS, Decimal(10**6)): "MW МВт",
    (WATTS, Decimal(10**9)): "GW ГВт",
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words.split()}
"""Units that can be told in one another: the one that they are told in, and how many of it they are."""

UNIT = re.compile(rf"\s*({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![^\W_])")
YEARS = range(1500, 2200)
DECADE = re.compile(r"(?:s|-?[хе])(?![^\W_])")
"""What makes a decade of a year: the 1980s, 1980-е."""

ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

NUMBER_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "es": "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
}
"""The numbers from 0 on, in their order."""

OTHER_FORMS = {
    "half": "0.5", "media": "0.5", "medio": "0.5", "половина": "0.5", "una": "1", "uno": "1", "une": "1",
    "uma": "1", "duas": "2", "одна": "1", "одно": "1", "одного": "1", "одной": "1", "две": "2", "двух": "2",
    "трёх": "3", "трех": "3", "четырёх": "4", "четырех": "4", "пяти": "5", "десяти": "10", "no": "0",
    "twenty": "20", "hundred": "100", "twice": "2", "both": "2", "century": "100",
}  # fmt: skip
"""Other words for numbers; they support a figure elsewhere, and are never held against one."""
