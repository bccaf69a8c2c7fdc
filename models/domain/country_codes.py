"""The codes of countries, former and disputed ones too. To add a country that ISO 3166 lacks, add a Term to FORMER or DISPUTED."""

import pycountry

from models.domain.terms import Term, Vocabulary

ISO = tuple(
    Term(
        each.alpha_2, getattr(each, "common_name", each.name), f"{each.name}, ISO 3166-1 {each.alpha_3}, {each.numeric}.",
        also=(each.alpha_3, each.numeric, each.numeric.lstrip("0")),
    )
    for each in sorted(pycountry.countries, key=lambda each: each.alpha_2)
)  # fmt: skip

FORMER = (
    Term("ANHH", "Netherlands Antilles", "Former country, 1954-2010; ISO 3166-3.", also=("AN", "ANT", "530")),
    Term("CSHH", "Czechoslovakia", "Former country, 1918-1992; ISO 3166-3.", also=("CSK", "200")),
    Term("CSXX", "Serbia and Montenegro", "Former country, 2003-2006; ISO 3166-3.", also=("SCG",)),
    Term("DDDE", "East Germany", "Former country, 1949-1990; ISO 3166-3.", also=("DD", "DDR", "278")),
    Term("SUHH", "Soviet Union", "Former country, 1922-1991; ISO 3166-3.", also=("SU", "SUN", "810")),
    Term("VDVN", "North Vietnam", "Former country, 1945-1976; ISO 3166-3.", also=("VD", "VDR")),
    Term("XHD", "Hyderabad", "Former country, 1947-1948; no ISO code, so one of our own."),
    Term("XNY", "North Yemen", "Former country, 1918-1990; no ISO 3166-3 code, so one of our own."),
    Term("XSV", "South Vietnam", "Former country, 1954-1975; no ISO 3166-3 code, so one of our own."),
    Term("XTB", "Tibet", "Former country, 1912-1951, its statehood disputed; no ISO code, so one of our own. Events since then are in CN."),
    Term("XZN", "Zanzibar", "Former country, 1963-1964; no ISO code, so one of our own."),
    Term("YDYE", "South Yemen", "Former country, 1967-1990; ISO 3166-3.", also=("YD", "YMD", "720")),
    Term("YUCS", "Yugoslavia", "Former country, 1918-2003; ISO 3166-3.", also=("YU", "YUG", "890")),
)  # fmt: skip

DISPUTED = (
    Term("XAB", "Abkhazia", "Disputed; part of GE by ISO 3166-1, so a code of our own."),
    Term("XAD", "Akrotiri and Dhekelia", "British bases on Cyprus; no ISO code, so one of our own."),
    Term("XK", "Kosovo", "Disputed; the code that the European Union uses, which ISO 3166-1 leaves to its users.", also=("XKX",)),
    Term("XNC", "Northern Cyprus", "Disputed; part of CY by ISO 3166-1, so a code of our own."),
    Term("XSO", "South Ossetia", "Disputed; part of GE by ISO 3166-1, so a code of our own."),
)

COUNTRY = Vocabulary(
    "country",
    "Countries by ISO 3166-1 alpha-2 code, former ones by ISO 3166-3 code. Disputed and former ones that ISO lacks have a code of our "
    "own, of three letters from the block XAA to XZZ that ISO leaves to its users. A country that only changed its name has one code.",
    ISO + FORMER + DISPUTED,
)
