"""A whole region folder worked out by hand: from counts to D, through the same code as `spuk raming --verwacht`.

One gemeente, 12 asielstatushouders in every half-year of 2022-2026, all in the B1-route from the month of housing; a
traject costs 12,000 euro over 12 months (48,000 from 2026), nothing else costs anything.
"""

from itertools import pairwise

import pytest

from finance.voorzieningen import VOORZIENINGEN
from scenarios.engine.threads import run
from scenarios.model.model import build_model
from scenarios.regiomap.modellen import BASIS
from scenarios.regiomap.regio import read_region

BRON = 'status = "aanname"\nbron = "test"\n'
BEDRAGEN_2024 = {"bedrag_gezin": 660, "bedrag_asiel_a": 8800, "bedrag_asiel_b": 4400, "bedrag_asiel_c": 1100}


@pytest.fixture
def regiomap(tmp_path):
    def write(naam, tekst):
        (tmp_path / naam).write_text(tekst, encoding="utf-8")

    write(
        "regio.toml",
        'naam = "Proef"\npeildatum = 2027-01-01\neindjaar = 2027\n[[gemeente]]\ncode = "GM0432"\nnaam = "Opmeer"\n',
    )
    wacht = "".join(f'{s} = {{ gemiddeld = 0, status = "aanname", bron = "t" }}\n' for s in ("intake", "pip", "start"))
    trajecten = f"[wachten.asielstatushouder]\n{wacht}[wachten.gezinsmigrant]\n{wacht}"
    trajecten += "[start_aandeel]\n" + "".join(
        f'{p} = {{ aandeel = 1.0, status = "aanname", bron = "t" }}\n' for p in ("asielstatushouder", "gezinsmigrant")
    )
    trajecten += "".join(f"[route.{r}]\nmaanden = 12\ngeslaagd = 0.8\n{BRON}" for r in ("b1", "z", "onderwijs"))
    trajecten += "".join(
        f'[gebruik.{v.naam}]\nanker = "start"\nhoeveelheid = {int(v.naam.startswith("leerroute"))}\n{BRON}'
        for v in VOORZIENINGEN.values()
        if not v.vast
    )
    write("trajecten.toml", trajecten)
    contracten = "contract,leverancier,voorziening,van,tot,eenheid,prijs,status,bron\n"
    for v in VOORZIENINGEN.values():
        if v.naam == "leerroute_b1":
            contracten += "B1 tot 2026,A,leerroute_b1,01-01-2022,01-01-2026,traject,12000,aanname,test\n"
            contracten += "B1 vanaf 2026,B,leerroute_b1,01-01-2026,01-01-2028,traject,48000,aanname,test\n"
        elif not v.vast:
            contracten += f"{v.naam},A,{v.naam},2022-01-01,2028-01-01,{v.eenheid},0,aanname,test\n"
    write("contracten.csv", contracten)
    write("budgetten.csv", "jaar;cbs_code;pot;bedrag;status;bron\n2022;GM0432;gemeentefonds;10.000,00;aanname;test\n")
    write(
        "beschikkingen.csv",
        "jaar,cbs_code,soort,datum,bedrag,bron\n2024,GM0432,voorlopig,2023-10-01,300000,test\n",
    )
    instroom = "periode_van,periode_tot,cbs_code,doelgroep,indicator,aantal,status,bron\n"
    grenzen = [f"{j}-{m}-01" for j in range(2022, 2027) for m in ("01", "07")] + ["2027-01-01"]
    for van, tot in pairwise(grenzen):
        for doelgroep, indicator, aantal in (
            ("asielstatushouder", "gehuisvest", 12),
            ("asielstatushouder", "inburgeringsplichtig", 12),
            ("asielstatushouder", "b1_gestart", 12),
            ("gezinsmigrant", "inburgeringsplichtig", 0),
        ):
            instroom += f"{van},{tot},GM0432,{doelgroep},{indicator},{aantal},vastgesteld,test\n"
    write("instroom.csv", instroom)

    def value(naam, waarde, vanaf):
        return (
            f'[[{naam}.waarde]]\nvanaf = {vanaf}\nwaarde = "{waarde}"\nstatus = "aanname"\ntoelichting = "rond getal"\n'
        )

    parameters = "".join(value(n, w, "2024-01-01") for n, w in BEDRAGEN_2024.items())
    parameters += "".join(value(f"gewicht_asiel_{k}", BEDRAGEN_2024[f"bedrag_asiel_{k}"], "2024-01-01") for k in "abc")
    parameters += value("gewicht_asiel_d", "0", "2024-01-01")
    # A quarter of U(t) as ruimte from 2024, so that the cap works; no prestatiebekostiging.
    parameters += value("ruimte_percentage", "0.25", "2024-01-01")
    parameters += value("ruimte_percentage_vorig", "0", "2024-01-01").replace("rond getal", "test")
    parameters += value("ruimte_percentage_vorig", "0", "2024-10-01")
    parameters += value("prestatiebekostiging", "geen", "2026-01-01")
    write("parameters.toml", parameters)
    return tmp_path


def test_five_years_through_the_whole_engine(regiomap):
    resultaat = run(build_model(read_region(str(regiomap)), BASIS), trekkingen=0)

    def reeks(naam):
        return [resultaat.totaal.value(naam, j) for j in range(5)]

    # Two persons a month, 1,000 euro a month for 12 months each. Of a half-year that begins in January the first year
    # sees 2 x (12+11+10+9+8+7) = 114 thousand and the next year 30; of one that begins in July 2 x (6+5+4+3+2+1) = 42
    # and 102. 2022: 114 + 42 = 156; later years 156 + 30 + 102 = 288; 2026 at four times the price 1,152.
    besteding = [156_000, 288_000, 288_000, 288_000, 1_152_000]
    # 24 persons a year, cohorts t, t-1, t-2 (Regeling art. 10.3; 2024 as given above):
    uitkering = [
        193_370.40,  # 24 x 8057.10
        302_884.80,  # 24 x (8378.03 + 4242.17)
        343_200.00,  # 24 x (8800 + 4400 + 1100)
        358_784.16,  # 24 x (9154.91 + 4635.54 + 1158.89)
        287_664.96,  # 24 x (6087.34 + 4718.96 + 1179.74)
    ]
    # 2022: 193,370.40 - 156,000 = 37,370.40, all carried over (ruimte = U).
    # 2023: 302,884.80 + 37,370.40 - 288,000 = 52,255.20, all carried over.
    # 2024: 343,200.00 + 52,255.20 - 288,000 = 107,455.20; ruimte 85,800.00; reclaimed 21,655.20.
    # 2025: 358,784.16 + 85,800.00 - 288,000 = 156,584.16; ruimte 89,696.04; reclaimed 66,888.12.
    # 2026: 287,664.96 + 89,696.04 - 1,152,000 = -774,639.00, shifted to 2027.
    verwacht = {
        "gestart_b1": [24, 24, 24, 24, 24],
        "besteding": besteding,
        "spuk_definitief": uitkering,
        "meenemen": [37_370.40, 52_255.20, 85_800.00, 89_696.04, 0],
        "terugvordering": [0, 0, 21_655.20, 66_888.12, 0],
        "doorschuiven": [0, 0, 0, 0, 774_639.00],
        # 10,000 euro, 1.8% a year: 10,180.00, 10,363.24, 10,549.78 (10,549.778...), 10,739.67 (10,739.674...)
        "gemeentefonds": [10_000, 10_180, 10_363.24, 10_549.78, 10_739.67],
        "saldo": [10_000, 10_180, 10_363.24, 10_549.78, 10_739.67 - 774_639.00],
    }
    for naam, getallen in verwacht.items():
        assert reeks(naam) == pytest.approx(getallen, abs=0.006), naam
    # The received voorlopige uitkering of 2024 stands: 343,200 - 300,000 is paid afterwards.
    assert reeks("spuk_voorlopig")[2] == 300_000
    assert reeks("nabetaling")[2] == pytest.approx(43_200, abs=0.006)
    # Nobody but the gemeente can pay what is still open at the end.
    assert resultaat.totaal.oordelen["spuk", 2026].neutraal is False
    assert resultaat.totaal.oordelen["spuk", 2025].neutraal is True
