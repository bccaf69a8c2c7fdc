"""The mappings of well-known public files that come with Annals, on invented rows in the columns of these files."""

import pytest
import yaml
from conftest import ROOT, serving
from support.corpora import annals

from models.domain.vocabularies import TYPE
from seeds.files import table as tables
from seeds.importers.imported_event import ImportedPlace
from seeds.mapping.mapping import EXAMPLES, mapping_importer
from seeds.mapping.suggest.suggest import suggest_mapping

USGS = """\
time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,horizontalError,depthError,magError,magNst,status,\
locationSource,magSource
2031-02-03T04:05:06.789Z,-1.5,36.25,10,5.1,mww,40,50,1.2,0.6,xx,xx0001,2031-02-04T00:00:00.040Z,"12 km SSW of Nowhere, Kenya",\
earthquake,7.5,\
1.9,0.05,60,reviewed,xx,xx
2031-02-03T05:00:00Z,-1.25,36.5,,,,,,,,xx,xx0002,2031-02-04T00:00:00.040Z,,quarry blast,,,,,automatic,xx,xx
2031-02-03T06:00:00Z,-1.25,36.5,,,,,,,,xx,xx0003,2031-02-04T00:00:00.040Z,,explosion,,,,,automatic,xx,xx
"""
EM_DAT = """\
DisNo.,Historic,Classification Key,Disaster Group,Disaster Subgroup,Disaster Type,Disaster Subtype,External IDs,Event Name,ISO,Country,\
Subregion,Region,Location,Origin,Associated Types,OFDA/BHA Response,Appeal,Declaration,AID Contribution ('000 US$),Magnitude,\
Magnitude Scale,\
Latitude,Longitude,River Basin,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured,No. Affected,\
No. Homeless,\
Total Affected,CPI,Admin Units,Entry Date,Last Update
2031-0001-KEN,No,nat-hyd-flo-riv,Natural,Hydrological,Flood,Riverine flood,,,KEN,Kenya,Sub-Saharan Africa,Africa,"Town A, Town B",\
Heavy rain,,\
No,No,No,,,Km2,,,,2031,2,,2031,3,4,12,30,1000,,1030,,,2031-03-05,2031-03-06
2031-0002-SUN,No,tec-ind-ind-ind,Technological,Industrial accident,Industrial accident (General),Industrial accident (General),,\
Works X,SUN,\
Soviet Union,Eastern Europe,Europe,Town C,,,No,No,No,,,m3,,,,2031,2,5,2031,2,5,,,,,,,,2031-03-05,2031-03-06
2031-0003-KEN,No,nat-geo-ear-gro,Natural,Geophysical,Earthquake,Ground movement,,,KEN,Kenya,Sub-Saharan Africa,Africa,Town D,,,No,\
No,No,,6.1,\
Moment Magnitude,-1.5,36.25,,2031,,,2031,,,3,,,,,,,2031-03-05,2031-03-06
"""
GVA = """\
Incident ID,Incident Date,State,City Or County,Address,Victims Killed,Victims Injured,Suspects Killed,Suspects Injured,Suspects Arrested,\
Operations
9000001,"February 3, 2031",Ohio,Nowhere,1 First St,2,3,1,0,0,N/A
9000002,"February 4, 2031",Ohio,Nowhere (Elsewhere),N/A,0,1,0,0,2,N/A
"""
WAPO = """\
id,date,threat_type,flee_status,armed_with,city,county,state,latitude,longitude,location_precision,name,age,gender,race,race_source,\
was_mental_illness_related,body_camera,agency_ids
9001,2031-02-03,point,not,gun,Nowhere,Some County,OH,40.5,-82.5,not_available,Jo Bloggs,33,male,W,not_available,False,True,1
9002,2031-02-04,,,unarmed,Nowhere,,OH,,,,,,,,,True,False,1;2
"""
HAPI = """\
location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,admin2_name,\
admin_level,event_type,\
events,fatalities,reference_period_start,reference_period_end,dataset_hdx_id,resource_hdx_id,warning,error
#country+code,#meta+has_hrp,#meta+in_gho,#adm1+provider+name,#adm2+provider+name,#adm1+code,#adm1+name,#adm2+code,#adm2+name,#adm+level,\
#event+type,#event+num,#event+fatalities+num,#date+start,#date+end,#meta+dataset_id,#meta+resource_id,#meta+warning,#meta+error
KEN,True,True,Province,District,KE001,Province,KE001001,District,2,political_violence,4,7,2031-02-01,2031-02-28,a,b,,
KEN,True,True,Province,Other,,,,,0,demonstration,2,,2031-02-01T00:00:00,2031-02-28T23:59:59,a,b,,
KEN,True,True,Province,District,KE001,Province,KE001001,District,2,civilian_targeting,0,0,2031-02-01,2031-02-28,a,b,,
"""
MASS_MOBILIZATION = """\
id,country,ccode,year,region,protest,protestnumber,startday,startmonth,startyear,endday,endmonth,endyear,protesterviolence,location,\
participants_category,participants,protesteridentity,protesterdemand1,protesterdemand2,protesterdemand3,protesterdemand4,stateresponse1,\
stateresponse2,stateresponse3,stateresponse4,stateresponse5,stateresponse6,stateresponse7,sources,notes
9012031001,Congo Kinshasa,490,2031,Africa,1,1,3,2,2031,5,2,2031,0,Nowhere,100-999,300,students,price increases,,,,ignore,,,,,,,\
A Paper,A march.
9012031002,Congo Kinshasa,490,2031,Africa,1,2,6,2,2031,6,2,2031,1,Nowhere,,100+,,labor wage dispute,,,,arrests,,,,,,,A Paper,Stones.
9012032000,Congo Kinshasa,490,2032,Africa,0,0,,,,,,,,,,,,,,,,,,,,,,,,
"""


def gdelt(id, code, root, place, **actors):
    """A line of 61 cells, of which those that the mapping reads stand where the codebook of GDELT 2.0 has them."""
    place = dict(enumerate(place, 51))
    told = {0: id, 1: "20310203", 2: "203102", 3: "2031", 26: code, 28: root, 33: "7", 60: f"https://a.example/{id}"}
    cells = told | {6: actors.get("one", ""), 16: actors.get("two", "")} | place
    return "\t".join(cells.get(number, "") for number in range(61)) + "\n"


GDELT = "".join(
    (
        gdelt("1", "180", "18", ("4", "Nowhere, Bayern, Germany", "GM", "GM02", "", "48.5", "11.5", "-1"), one="POLICE", two="PROTESTER"),
        gdelt("2", "043", "04", ("5", "Bayern, Germany", "GM", "GM02", "", "49", "11", "GM02")),
        gdelt("3", "145", "14", ("1", "Germany", "GM", "GM", "", "51.5", "10.5", "GM")),
        gdelt("4", "010", "01", ("0",)),
    )
)
FILES = {"usgs": USGS, "em-dat": EM_DAT, "gva": GVA, "wapo": WAPO, "hdx-hapi": HAPI, "mass-mobilization": MASS_MOBILIZATION, "gdelt": GDELT}


@pytest.fixture
def told(tmp_path):
    """The events that the mapping of a name tells of the invented rows, as a load reads them."""

    def read(name):
        path = tmp_path / f"{name}.csv"
        path.write_text(FILES[name], "utf-8")
        importer = mapping_importer(EXAMPLES[name])
        with tables.open_table(path, importer.missing, importer.options) as rows:
            importer.check(rows.columns, path.name)
            return [importer.tell([row]) for row in rows if not importer.skips(row)]

    return read


def test_there_are_rows_for_every_mapping():
    assert FILES.keys() == EXAMPLES.keys()


def test_earthquakes_of_the_usgs(told):
    quake, blast, explosion = told("usgs")
    assert explosion.values["type"] == "other"
    assert (quake.id, quake.values["title"]) == ("xx0001", "M 5.1 earthquake, 12 km SSW of Nowhere, Kenya")
    assert (quake.values["type"], quake.values["date"]) == ("earthquake", "2031-02-03")
    assert quake.place == ImportedPlace(
        None, name="12 km SSW of Nowhere, Kenya", kind="site", latitude=-1.5, longitude=36.25, uncertainty=7.5
    )
    assert quake.note == "Magnitude 5.1 (mww), depth 10 km, reviewed"
    assert (blast.values["type"], blast.values["original_type"], blast.values["title"]) == ("other", "quarry blast", "quarry blast xx0002")
    assert (blast.place.latitude, blast.place.longitude, blast.place.name) == (-1.25, 36.5, None)


def test_disasters_of_em_dat(told):
    flood, works, quake = told("em-dat")
    assert (flood.id, flood.values["title"], flood.values["type"]) == ("2031-0001-KEN", "Riverine flood in Kenya", "flood")
    assert (flood.values["date"], flood.values["fatalities"], flood.values["injuries"]) == ("2031-02/2031-03-04", 12, 30)
    assert (flood.place, flood.note) == (ImportedPlace("KE"), "Town A, Town B")
    assert (works.values["type"], works.values["date"], works.values["title"]) == (
        "industrial-accident",
        "2031-02-05",
        "Works X, Soviet Union",
    )
    assert (works.place, works.values.get("fatalities")) == (ImportedPlace("SUHH"), None)
    assert (quake.values["type"], quake.values["date"]) == ("earthquake", "2031")
    assert quake.place == ImportedPlace("KE", latitude=-1.5, longitude=36.25)


def test_shootings_of_the_gun_violence_archive(told):
    first, second = told("gva")
    assert (first.id, first.values["title"], first.values["date"]) == ("9000001", "Shooting in Nowhere, Ohio", "2031-02-03")
    assert (first.values["fatalities"], first.values["injuries"], first.values["arrests"]) == (3, 3, 0)
    assert [(part.actor.name, part.role, part.fatalities, part.injuries) for part in first.actors] == [
        ("Victims", "target", 2, 3),
        ("Suspects", "suspect", 1, 0),
    ]
    assert (first.place, first.note) == (ImportedPlace("US", "Ohio", name="Nowhere"), "1 First St")
    assert first.works[0].url == "https://www.gunviolencearchive.org/incident/9000001"
    assert (second.values["fatalities"], second.note) == (0, None)


def test_shootings_by_police_of_the_washington_post(told):
    first, second = told("wapo")
    assert (first.values["title"], first.values["type"]) == ("Jo Bloggs shot dead by police in Nowhere, OH", "enforcement")
    assert first.place == ImportedPlace("US", "OH", "Some County", "Nowhere", latitude=40.5, longitude=-82.5)
    assert first.values["persons"] == ({"name": "Jo Bloggs", "capacity": "male, aged 33", "fate": "killed", "note": "W"},)
    assert first.note == "Armed with: gun; threat: point; flight: not"
    assert (second.values["title"], second.values["fatalities"]) == ("A person shot dead by police in Nowhere, OH", 1)
    assert second.place == ImportedPlace("US", "OH", name="Nowhere")
    assert second.values["persons"] == ({"name": "Not named", "fate": "killed"},)
    assert second.note == "Armed with: unarmed"


def test_conflict_events_of_hdx_hapi_but_for_rows_that_count_none(told):
    first, second = told("hdx-hapi")
    assert (first.id, first.values["kind"]) == ("KEN-KE001001-political_violence-2031-02-01", "series")
    assert (first.values["title"], first.values["type"]) == ("4 events (political_violence) in District", "violence")
    assert (first.values["date"], first.values["fatalities"]) == ("2031-02-01/2031-02-28", 7)
    assert first.place == ImportedPlace("KE", "Province", "District")
    assert (second.values["date"], second.values.get("fatalities")) == ("2031-02-01/2031-02-28", None)
    assert second.place == ImportedPlace("KE", "Province", "Other")
    assert second.id != first.id


def test_protests_of_mass_mobilization_but_for_years_without_any(told):
    first, second = told("mass-mobilization")
    assert (first.id, first.values["title"]) == ("9012031001", "Protest in Nowhere, Congo Kinshasa: price increases")
    assert (first.values["type"], first.values["date"], first.values["participants"]) == ("protest", "2031-02-03/2031-02-05", 300)
    assert (first.place, first.values["summary"]) == (ImportedPlace("CD", name="Nowhere"), "A march.")
    assert [part.actor.name for part in first.actors] == ["students", "Government of Congo Kinshasa"]
    assert (second.values["type"], second.values["date"]) == ("violent-demonstration", "2031-02-06")
    assert second.values["participants"] == {"low": 100, "best": 100}


def test_rows_of_gdelt_which_have_no_header(told):
    first, second, third, fourth = told("gdelt")
    assert (first.id, first.values["title"]) == ("1", "POLICE and PROTESTER: CAMEO 180, Nowhere, Bayern, Germany")
    assert (first.values["type"], first.values["original_type"], first.values["date"]) == ("attack", "180", "2031-02-03")
    assert first.place == ImportedPlace("DE", name="Nowhere, Bayern, Germany", latitude=48.5, longitude=11.5)
    assert [(part.actor.name, part.role) for part in first.actors] == [("POLICE", "participant"), ("PROTESTER", "participant")]
    assert (first.works[0].url, first.note) == ("https://a.example/1", "Coded by machine from 7 article(s).")
    assert (second.values["type"], second.values["original_type"]) == ("politics", "043")
    assert second.place == ImportedPlace("DE", "Bayern, Germany", latitude=49.0, longitude=11.0, uncertainty=400.0)
    assert third.values["type"] == "unrest"
    assert third.place == ImportedPlace("DE", latitude=51.5, longitude=10.5, uncertainty=3000.0)
    assert (fourth.values["title"], fourth.place) == ("CAMEO 010", None)


@pytest.mark.parametrize("name", [name for name in FILES if name != "gdelt"])
def test_a_file_for_which_a_mapping_comes_with_annals_is_told_so(tmp_path, name):
    (tmp_path / "mine.csv").write_text(FILES[name], "utf-8")
    text = suggest_mapping(tmp_path / "mine.csv")
    assert f"`annals load --mapping {name} --release LABEL FILE` loads such files.\n" in text
    assert "would be rejected" not in text
    (tmp_path / "my.yaml").write_text(text, "utf-8")
    assert mapping_importer(tmp_path / "my.yaml").dataset == mapping_importer(EXAMPLES[name]).dataset


@pytest.mark.parametrize("name", EXAMPLES)
def test_codes_of_an_example_are_in_the_vocabulary_and_it_has_its_name(name):
    found = yaml.safe_load(EXAMPLES[name].read_text("utf-8"))
    assert found["dataset"]["id"] == name
    assert isinstance(found["type"], str) or {*found["type"]["codes"].values()} <= {*TYPE.codes}


def test_a_mapping_is_found_by_its_name_or_its_path(empty, tmp_path):
    (tmp_path / "query.csv").write_text(USGS, "utf-8")
    for name, done in (("usgs", "3 new"), (str(EXAMPLES["usgs"]), "3 unchanged")):
        status, output, errors = annals(empty, "load", "--mapping", name, "--release", "1", str(tmp_path / "query.csv"))
        assert (status, done in output) == (0, True), errors
    with serving(empty) as client:
        assert client.get("/v1/events?type=disaster").json["data"][0]["id"] == "usgs:xx0001"
    status, _, errors = annals(empty, "load", "--mapping", "ugss", "--release", "1", str(tmp_path / "query.csv"))
    assert (status, "there is no file 'ugss'" in errors, "did you mean 'usgs'?" in errors) == (2, True, True)


def test_every_example_is_listed_in_the_readme():
    readme = (ROOT / "seeds" / "README.md").read_text("utf-8")
    assert [name for name in EXAMPLES if f"| `{name}` |" not in readme] == []
