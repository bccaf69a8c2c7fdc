"""Where the parts of a mapping are looked for: names of columns, likeliest first, without space and marks, and what must be in them.

To know another name, add it here.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE
from seeds.mapping.suggest import code_inference, coordinate_inference, date_inference, type_inference


class SoughtColumn(NamedTuple):
    guess: Callable[..., Any]
    names: str


SOUGHT_COLUMNS = {
    "id": SoughtColumn(
        type_inference.guess_any_text,
        "id eventid idevent incidentid recordid caseid uid uuid ref reference eventno incidentno incidentnumber casenumber disno glide "
        "eventidcnty globalid objectid fid number no nr key",
    ),
    "start": SoughtColumn(
        date_inference.guess_date,
        "date eventdate dateofevent incidentdate startdate datestart start begin begindate from datefrom day when occurred "
        "datetime dateandtime eventdatetime incidentdatetime timestamp eventtime time dateoccurred occurreddate "
        "datereported reporteddate reportedat datum",
    ),
    "end": SoughtColumn(date_inference.guess_date, "enddate dateend eventenddate end finish until to dateto"),
    "year": SoughtColumn(type_inference.guess_whole_number(1000, 2999), "year iyear eventyear startyear yr"),
    "month": SoughtColumn(type_inference.guess_whole_number(0, 12), "month imonth eventmonth startmonth"),
    "day": SoughtColumn(type_inference.guess_whole_number(0, 31), "day iday eventday startday"),
    "time": SoughtColumn(type_inference.guess_clock, "time eventtime timeofday hour"),
    "type": SoughtColumn(
        code_inference.guess_type_code,
        "type eventtype incidenttype category eventcategory attacktype disastertype hazard "
        "hazardtype subeventtype subtype kind class classification",
    ),
    "type in words": SoughtColumn(code_inference.guess_type_word, "event incident offense offence crime crimetype"),
    "title": SoughtColumn(type_inference.guess_text, "title headline heading eventname eventtitle incidentname name subject"),
    "summary": SoughtColumn(type_inference.guess_text, "summary description notes note details narrative comments comment remarks text"),
    "country": SoughtColumn(
        code_inference.guess_country,
        "country countryname countrytxt nation iso iso3 iso2 isocode iso3code countrycode countryiso gwno gwcode countryid",
    ),
    "admin1": SoughtColumn(type_inference.guess_text, "admin1 admin1name adm1 province provstate state governorate oblast department"),
    "admin2": SoughtColumn(type_inference.guess_text, "admin2 admin2name adm2 district county rayon raion municipality"),
    "name": SoughtColumn(
        type_inference.guess_text,
        "city town village settlement place placename location locality locationname neighborhood neighbourhood suburb site where",
    ),
    "latitude": SoughtColumn(coordinate_inference.guess_degrees(LATITUDE), "latitude lat latdd y ycoord ycoordinate"),
    "longitude": SoughtColumn(coordinate_inference.guess_degrees(LONGITUDE), "longitude lon lng long longdd x xcoord xcoordinate"),
    "coordinates": SoughtColumn(
        coordinate_inference.guess_point,
        "coordinates coordinate coords latlon latlng latlong latitudelongitude lonlat geopoint geo2d point gps gpscoordinates "
        "geocoordinates geolocation location position geo geom geometry wkt geomwkt thegeom",
    ),
    "fatalities": SoughtColumn(
        type_inference.guess_written_people,
        "fatalities deaths killed dead deathtoll nkill best deathsbest totaldeaths totalkilled nkilled numberkilled "
        "numberofdeaths fatalitiesest deathsest estimatedfatalities estimateddeaths peoplekilled",
    ),
    "fatalities low": SoughtColumn(
        type_inference.guess_whole_number(), "fatalitieslow lowfatalities deathslow lowdeaths low mindeaths deathsmin minkilled"
    ),
    "fatalities high": SoughtColumn(
        type_inference.guess_whole_number(), "fatalitieshigh highfatalities deathshigh highdeaths high maxdeaths deathsmax maxkilled"
    ),
    "injuries": SoughtColumn(type_inference.guess_people, "injuries injured wounded nwound totalinjured totalwounded"),
    "arrests": SoughtColumn(type_inference.guess_people, "arrests arrested detained detentions detainees"),
    "participants": SoughtColumn(type_inference.guess_people, "participants attendance crowd crowdsize protesters"),
    "perpetrator": SoughtColumn(
        type_inference.guess_text, "perpetrator perpetrators attacker attackers gname group groupname armedgroup responsible"
    ),
    "target": SoughtColumn(type_inference.guess_text, "target targets victim victims targetgroup"),
    "actor 1": SoughtColumn(type_inference.guess_text, "actor1 sidea actora actor actors party1 belligerent1"),
    "actor 2": SoughtColumn(type_inference.guess_text, "actor2 sideb actorb party2 belligerent2"),
    "source": SoughtColumn(type_inference.guess_text, "source sources sourcename sourcetitle newssource reportedby"),
    "url": SoughtColumn(type_inference.guess_link, "url link sourceurl sourcelink urls links weblink website incidenturl source sources"),
}
"""By part of a mapping."""
