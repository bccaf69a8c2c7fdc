"""Attacks that never were, in the columns of GTD: all 135, and the 123 of the file of 1993.

Which twelve columns the file of 1993 lacks is not public; LACKING is a guess at twelve that can be lacking.
"""

import csv

from openpyxl import Workbook

NUMBERED = {
    "targets": "targtype{n} targtype{n}_txt targsubtype{n} targsubtype{n}_txt corp{n} target{n} natlty{n} natlty{n}_txt",
    "weapons": "weaptype{n} weaptype{n}_txt weapsubtype{n} weapsubtype{n}_txt",
    "attacks": "attacktype{n} attacktype{n}_txt",
}


def numbered(name, count):
    return " ".join(NUMBERED[name].format(n=n) for n in range(1, count + 1))


COLUMNS = f"""
    eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt provstate city latitude longitude
    specificity vicinity location summary crit1 crit2 crit3 doubtterr alternative alternative_txt multiple success suicide
    {numbered("attacks", 3)} {numbered("targets", 3)}
    gname gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2 guncertain3 individual nperps nperpcap
    claimed claimmode claimmode_txt claim2 claimmode2 claimmode2_txt claim3 claimmode3 claimmode3_txt compclaim
    {numbered("weapons", 4)} weapdetail
    nkill nkillus nkillter nwound nwoundus nwoundte property propextent propextent_txt propvalue propcomment
    ishostkid nhostkid nhostkidus nhours ndays divert kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus ransomnote
    hostkidoutcome hostkidoutcome_txt nreleased addnotes scite1 scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY related
""".split()

LACKING = {"individual", "compclaim", "gname3", "gsubname3", "guncertain3", "claim3", "claimmode3", "claimmode3_txt"}
LACKING |= {"weaptype4", "weaptype4_txt", "weapsubtype4", "weapsubtype4_txt"}
COLUMNS_OF_1993 = [column for column in COLUMNS if column not in LACKING]

PLAIN = {
    "eventid": "201503070004", "iyear": "2015", "imonth": "3", "iday": "7", "extended": "0", "country": "153", "country_txt": "Pakistan",
    "region": "6", "region_txt": "South Asia", "provstate": "Balochistan", "city": "Mastung", "latitude": "29.799", "longitude": "66.845",
    "specificity": "1", "vicinity": "0", "summary": "03/07/2015: An invented attack.", "crit1": "1", "crit2": "1", "crit3": "1",
    "doubtterr": "0", "multiple": "0", "success": "1", "suicide": "0", "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion",
    "targtype1": "3", "targtype1_txt": "Police", "targsubtype1": "23", "targsubtype1_txt": "Police Patrol (including vehicles and convoys)",
    "corp1": "Invented Police Force", "target1": "Patrol", "natlty1": "153", "natlty1_txt": "Pakistan", "gname": "Invented Front",
    "guncertain1": "0", "individual": "0", "nperps": "-99", "nperpcap": "0", "claimed": "1", "weaptype1": "6",
    "weaptype1_txt": "Explosives", "weapsubtype1": "31", "weapsubtype1_txt": "Vehicle", "nkill": "5", "nkillus": "0", "nkillter": "1",
    "nwound": "12", "nwoundus": "0", "nwoundte": "0", "property": "-9", "ishostkid": "0", "dbsource": "START Primary Collection",
    "scite1": '"Five killed in Mastung," Invented Tribune, March 8, 2015.',
    "INT_LOG": "0", "INT_IDEO": "-9", "INT_MISC": "0", "INT_ANY": "-9",
}  # fmt: skip


def attack(**cells):
    """The cells of an attack by column, PLAIN but for those given; what is not told is empty."""
    return dict.fromkeys(COLUMNS, "") | PLAIN | cells


def write_csv(path, attacks, columns=COLUMNS, encoding="cp1252"):
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(attacks)
    return path


def number(text):
    """What a spreadsheet makes of a text that looks like a number."""
    return float(text) if text.removeprefix("-").replace(".", "", 1).isdigit() else text or None


def write_xlsx(path, attacks, columns=COLUMNS):
    book = Workbook()
    book.active.append(columns)
    for each in attacks:
        book.active.append([number(cell) if isinstance(cell, str) else cell for cell in map(each.get, columns)])
    book.save(path)
    return path
