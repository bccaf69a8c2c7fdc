"""Where the parts of a mapping are looked for: names of columns, likeliest first, without space and marks, and what must be in them.

To know another name, add it here.
"""

from typing import NamedTuple

from seeds.mapping import guesses


class Sought(NamedTuple):
    guess: object
    names: str


SOUGHT = {
    "id": Sought(
        guesses.any_text,
        "id eventid idevent incidentid recordid caseid uid uuid ref reference eventno incidentno no nr key",
    ),
    "start": Sought(
        guesses.date, "date eventdate dateofevent incidentdate startdate datestart start begin begindate from datefrom day when occurred"
    ),
    "end": Sought(guesses.date, "enddate dateend eventenddate end finish until to dateto"),
    "year": Sought(guesses.whole(1000, 2999), "year iyear eventyear yr"),
    "month": Sought(guesses.whole(0, 12), "month imonth eventmonth"),
    "day": Sought(guesses.whole(0, 31), "day iday eventday"),
    "time": Sought(guesses.any_text, "time eventtime timeofday hour"),
    "type": Sought(
        guesses.type_code, "type eventtype incidenttype category eventcategory attacktype subeventtype subtype kind class classification"
    ),
    "title": Sought(guesses.words_in, "title headline heading eventname eventtitle incidentname name subject"),
    "summary": Sought(guesses.words_in, "summary description notes note details narrative comments comment remarks text"),
    "country": Sought(
        guesses.country, "country countryname countrytxt nation iso iso3 iso2 isocode iso3code countrycode countryiso gwno gwcode countryid"
    ),
    "admin1": Sought(guesses.words_in, "admin1 admin1name adm1 province provstate region state governorate oblast department"),
    "admin2": Sought(guesses.words_in, "admin2 admin2name adm2 district county rayon raion municipality"),
    "name": Sought(guesses.words_in, "city town village settlement place placename location locality locationname site where"),
    "latitude": Sought(guesses.number(-90, 90), "latitude lat latdd y ycoord ycoordinate"),
    "longitude": Sought(guesses.number(-180, 180), "longitude lon lng long longdd x xcoord xcoordinate"),
    "fatalities": Sought(guesses.whole(), "fatalities deaths killed dead deathtoll nkill best deathsbest totaldeaths totalkilled"),
    "fatalities low": Sought(guesses.whole(), "fatalitieslow lowfatalities deathslow lowdeaths low mindeaths deathsmin minkilled"),
    "fatalities high": Sought(guesses.whole(), "fatalitieshigh highfatalities deathshigh highdeaths high maxdeaths deathsmax maxkilled"),
    "injuries": Sought(guesses.whole(), "injuries injured wounded nwound totalinjured totalwounded"),
    "arrests": Sought(guesses.whole(), "arrests arrested detained detentions detainees"),
    "participants": Sought(guesses.whole(), "participants attendance crowd crowdsize protesters"),
    "perpetrator": Sought(guesses.words_in, "perpetrator perpetrators attacker attackers gname group groupname armedgroup responsible"),
    "target": Sought(guesses.words_in, "target targets victim victims targetgroup"),
    "actor 1": Sought(guesses.words_in, "actor1 sidea actora actor actors party1 belligerent1"),
    "actor 2": Sought(guesses.words_in, "actor2 sideb actorb party2 belligerent2"),
    "source": Sought(guesses.words_in, "source sources sourcename sourcetitle newssource reportedby"),
    "url": Sought(guesses.link, "url link sourceurl sourcelink urls links weblink website"),
}
"""By part of a mapping."""
