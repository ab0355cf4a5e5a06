"""Foreign texts are told from English ones, and the list of misspellings holds nothing but mistakes."""

from __future__ import annotations

import json

import pytest

from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules
from certify_rules.text.foreign_words import ENGLISH, EVERY_WORD, TELLING
from certify_rules.text.misspellings import MISSPELT, RIGHT

DEFINITION = "apiDefinition.swagger.json"

FOREIGN = (
    "Diese Operation wird ausgelöst, wenn ein Element erstellt wird.",
    "Gibt eine Liste der Kunden zurück",
    "Löscht den Benutzer und alle seine Aufträge aus der Datei",
    "Rechnung hochladen",
    "Obtiene la lista de clientes de la empresa.",
    "Eliminar el archivo",
    "Fecha de creación de la factura",
    "Retourne la liste des clients de la société",
    "Supprime le fichier indiqué",
    "Pobiera listę faktur z systemu",
    "Restituisce un elenco di fatture",
    "Haal de lijst met klanten op",
    "Retorna a lista de clientes da empresa",
    "Hämtar en lista med kunder",
)
ENGLISH_TEXTS = (
    "The ID.",
    "El Dorado warehouse",
    "Rio de Janeiro",
    "de facto owner",
    "Returns a list of customers",
    "Name",
    "Café price",
    "The German word for invoice is Rechnung, der Kunde pays it.",
    "SQL query (SELECT con FROM per)",
)


def findings(text: str, rule: str) -> list[str]:
    value = json.loads(golden(Profile.VERIFIED).files[DEFINITION])
    value["definitions"]["Item"]["properties"]["name"]["description"] = text
    files = {**golden(Profile.VERIFIED).files, DEFINITION: json.dumps(value).encode()}
    ruleset = load_rules().choose(Profile.VERIFIED, Choice(select=(rule,)))
    return [finding.message for finding in run(Package("p", "n", files), ruleset).findings]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_text_in_another_language_is_told(text: str) -> None:
    assert len(findings(text, "text-english-words")) == 1


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_an_english_text_is_none_of_another_language(text: str) -> None:
    assert findings(text, "text-english-words") == []


def test_words_of_other_languages_are_not_english_ones() -> None:
    assert not ENGLISH & EVERY_WORD
    assert TELLING <= EVERY_WORD


def test_no_right_spelling_is_called_a_mistake() -> None:
    assert not MISSPELT & set(RIGHT.values())
    assert all(wrong.isalpha() and wrong.islower() for wrong in MISSPELT)
    assert not MISSPELT & (ENGLISH | EVERY_WORD)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Adds what was Recieved.", "`Recieved` is spelt `Received`."),
        ("The seperated, values", "`seperated` is spelt `separated`."),
    ],
)
def test_a_misspelling_is_shown_with_the_right_spelling(text: str, spelt: str) -> None:
    assert findings(text, "text-spelling") == [spelt]


@pytest.mark.parametrize(
    "text", ["See https://recieve.example.com.", "RECIEVE", "the recieve_date", "mail@recieve.com", "reCieve"]
)
def test_names_and_addresses_are_not_spelt(text: str) -> None:
    assert findings(text, "text-spelling") == []


@pytest.mark.parametrize("place", ["items", "additionalProperties"])
@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("Recieved Code", "text-spelling"),
        ("Shelf Code.", "text-summary-period"),
        ("Shelf Id", "text-id-case"),
    ],
)
def test_the_title_of_plain_values_is_read_as_their_label(place: str, label: str, rule: str) -> None:
    assert _of_values({place: {"type": "string", "title": label}}, rule)
    assert not _of_values({place: {"type": "object", "title": label, "properties": {}}}, rule)


def _of_values(schema: dict[str, object], rule: str) -> bool:
    value = json.loads(golden(Profile.VERIFIED).files[DEFINITION])
    value["definitions"]["Item"]["properties"]["name"] = {"type": "array", **schema}
    files = {**golden(Profile.VERIFIED).files, DEFINITION: json.dumps(value).encode()}
    ruleset = load_rules().choose(Profile.VERIFIED, Choice(select=(rule,)))
    return bool(run(Package("p", "n", files), ruleset).findings)
