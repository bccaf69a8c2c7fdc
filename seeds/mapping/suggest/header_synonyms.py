"""Where the parts of a mapping are looked for: names of columns, likeliest first, without space and marks, and what must be in them.

To know another name, add it here.
"""

from typing import NamedTuple

from seeds.mapping.suggest import type_inference


class Sought(NamedTuple):
    guess: object
    names: str


SOUGHT = {
    "id": Sought(
        type_inference.any_text,
        "id eventid idevent incidentid recordid caseid uid uuid ref reference eventno incidentno no nr key",
    ),
    "start": Sought(
        type_inference.date,
        "date eventdate dateofevent incidentdate startdate datestart start begin begindate from datefrom day when occurred",
    ),
    "end": Sought(type_inference.date, "enddate dateend eventenddate end finish until to dateto"),
    "year": Sought(type_inference.whole(1000, 2999), "year iyear eventyear yr"),
    "month": Sought(type_inference.whole(0, 12), "month imonth eventmonth"),
    "day": Sought(type_inference.whole(0, 31), "day iday eventday"),
    "time": Sought(type_inference.any_text, "time eventtime timeofday hour"),
    "type": Sought(
        type_inference.type_code,
        "type eventtype incidenttype category eventcategory attacktype subeventtype subtype kind class classification",
    ),
    "title": Sought(type_inference.words_in, "title headline heading eventname eventtitle incidentname name subject"),
    "summary": Sought(type_inference.words_in, "summary description notes note details narrative comments comment remarks text"),
    "country": Sought(
        type_inference.country,
        "country countryname countrytxt nation iso iso3 iso2 isocode iso3code countrycode countryiso gwno gwcode countryid",
    ),
    "admin1": Sought(type_inference.words_in, "admin1 admin1name adm1 province provstate region state governorate oblast department"),
    "admin2": Sought(type_inference.words_in, "admin2 admin2name adm2 district county rayon raion municipality"),
    "name": Sought(type_inference.words_in, "city town village settlement place placename location locality locationname site where"),
    "latitude": Sought(type_inference.number(-90, 90), "latitude lat latdd y ycoord ycoordinate"),
    "longitude": Sought(type_inference.number(-180, 180), "longitude lon lng long longdd x xcoord xcoordinate"),
    "fatalities": Sought(type_inference.whole(), "fatalities deaths killed dead deathtoll nkill best deathsbest totaldeaths totalkilled"),
    "fatalities low": Sought(type_inference.whole(), "fatalitieslow lowfatalities deathslow lowdeaths low mindeaths deathsmin minkilled"),
    "fatalities high": Sought(
        type_inference.whole(), "fatalitieshigh highfatalities deathshigh highdeaths high maxdeaths deathsmax maxkilled"
    ),
    "injuries": Sought(type_inference.whole(), "injuries injured wounded nwound totalinjured totalwounded"),
    "arrests": Sought(type_inference.whole(), "arrests arrested detained detentions detainees"),
    "participants": Sought(type_inference.whole(), "participants attendance crowd crowdsize protesters"),
    "perpetrator": Sought(
        type_inference.words_in, "perpetrator perpetrators attacker attackers gname group groupname armedgroup responsible"
    ),
    "target": Sought(type_inference.words_in, "target targets victim victims targetgroup"),
    "actor 1": Sought(type_inference.words_in, "actor1 sidea actora actor actors party1 belligerent1"),
    "actor 2": Sought(type_inference.words_in, "actor2 sideb actorb party2 belligerent2"),
    "source": Sought(type_inference.words_in, "source sources sourcename sourcetitle newssource reportedby"),
    "url": Sought(type_inference.link, "url link sourceurl sourcelink urls links weblink website"),
}
"""By part of a mapping."""
