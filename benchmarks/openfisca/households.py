"""The C2S of households by OpenFisca-France, in an environment of its own: households in, levels and seconds out.

Run by `benchmarks/css.py`; an oracle beside us, never a part of the service (AGPL).
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem

MONTH = "2023-11"
PLACES = {
    "famille": {0: "demandeur", 1: "conjoint", 2: "enfant"},
    "foyer_fiscal": {0: "declarant", 1: "declarant", 2: "personne_a_charge"},
    "menage": {0: "personne_de_reference", 1: "conjoint", 2: "enfant"},
}


def simulation(system: Any, told: Any) -> Any:
    """Persons with their birth and place in the household; resources given, so that only the rule is compared."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("individu", np.arange(len(told["household"])))
    for entity, roles in PLACES.items():
        made = builder.declare_entity(entity, np.arange(len(told["resources"])))
        builder.join_with_persons(made, told["household"], roles=np.array([roles[place] for place in told["place"]]))
    built = builder.build(system)
    built.set_input("date_naissance", "ETERNITY", told["birth"].astype("datetime64[D]"))
    built.set_input("css_cmu_base_ressources", MONTH, told["resources"] / 100)
    # holders of the RSA have the C2S of right: not what is compared here
    built.set_input("rsa", MONTH, np.zeros(len(told["resources"])))
    return built


def main() -> None:
    """Calculate twice: the first run also builds what OpenFisca keeps."""
    told = np.load(sys.argv[1])
    system = FranceTaxBenefitSystem()
    for _warm in range(2):
        built = simulation(system, told)
        start = time.perf_counter()
        ceiling = built.calculate("cmu_c_plafond", MONTH)
        free = built.calculate("cmu_c", MONTH)
        month = built.calculate("css_participation_forfaitaire_montant", MONTH)
        paid = built.calculate("css_participation_forfaitaire", MONTH)
        seconds = time.perf_counter() - start
    np.savez(sys.argv[2], ceiling=ceiling, free=free, month=month, paid=paid > 0, seconds=seconds)


if __name__ == "__main__":
    main()
