"""Words by which a text in another language than English is known."""

from __future__ import annotations

_ENGLISH = "the of and to is are for with this that from be by or if it as which when not has have all get list create update delete"
ENGLISH = frozenset(_ENGLISH.split())
"""A text that has one of these is taken for English."""

SHARED = {
    "Dutch": frozenset({"is", "of"}),
    "Portuguese": frozenset({"as"}),
    "Scandinavian": frozenset({"for", "by"}),
}
"""Of those, words that the language itself has: they prove nothing."""

# Small words and the vocabulary of connectors. Nothing that is an English word too, a name, or a usual abbreviation.
_WORDS = {
    "German": "der das und für mit von dem den des eine einen einer eines nicht wird werden auf aus bei über zum zur oder wenn"
    " nach durch diese dieser dieses alle abrufen hochladen herunterladen erstellen anlegen löschen ändern bearbeiten aktualisieren"
    " senden anzeigen abfragen hinzufügen suchen rechnung rechnungen kunde kunden datei dateien auftrag bestellung benutzer"
    " beschreibung anhang vorlage ordner nummer datum betrag mit im ist sind sie ein einem kann können sich diesem ihre ihrem ihren sowie"
    " auflisten",
    "French": "la de le les des du une et est pour avec dans sur par aux cette ces qui que vous votre sont lorsque créer supprimer modifier"
    " obtenir récupérer envoyer télécharger ajouter rechercher mettre lister fichier facture clients utilisateur utilisateurs"
    " commande liste identifiant adresse nom numéro dossier pièce cet être tous toutes nous leur permet",
    "Spanish": "la de el los las del una para por con que este esta estos se su sus como cuando obtener crear eliminar actualizar"
    " enviar buscar agregar descargar subir consultar lista archivo factura facturas cliente clientes usuario usuarios pedido"
    " identificador nombre fecha número dirección correo todos todas permite puede desde también más",
    "Portuguese": "de os das dos um em novo uma para com que por este esta seu sua ao aos quando não obter criar excluir atualizar enviar buscar"
    " adicionar baixar listar consultar lista arquivo fatura cliente clientes usuário usuários pedido identificador nome número"
    " pelo pela qual são mais todos todas seus suas também permite pode sobre",
    "Italian": "il lo gli della delle dei degli una per con che di questo questa nel sono quando ottieni ottenere creare elimina"
    " eliminare aggiorna aggiornare inviare cerca scarica carica elenco fattura fatture clienti utente utenti ordine nome numero"
    " alla dal dalla nella più tutti anche essere può questi permette",
    "Dutch": "het een van voor met niet deze dit wordt worden naar bij uit ook ophalen verwijderen toevoegen bijwerken aanmaken"
    " verzenden zoeken wijzigen lijst bestand factuur facturen klant klanten gebruiker bestelling naam nummer datum zijn uw dat heeft kunnen"
    " alle",
    "Polish": "jest dla oraz który która które przez nie się lub pobierz pobiera utwórz tworzy usuń usuwa zaktualizuj wyślij dodaj"
    " lista listę plik pliki faktura faktury klient klienta użytkownik użytkownika zamówienie nazwa numer",
    "Scandinavian": "ny och för med som ett till från är inte eller og til fra ikke eller hämta hämtar skapa skapar uppdatera"
    " hent opret slet opdater hente opprette slette oppdatere lista kund kunder faktura filen användare bruger",
    "Turkish": "ve için ile bir bu olan olarak veya getir oluştur sil güncelle gönder listele müşteri fatura dosya kullanıcı",
    "Czech": "je pro který která nebo není získat vytvořit smazat odstranit aktualizovat odeslat seznam soubor zákazník uživatel",
}
WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}

EVERY_WORD = frozenset[str]().union(*WORDS.values())

# One of them is enough in a label: nothing else is written so.
_TELLING = (
    "abrufen auflisten hochladen herunterladen erstellen bearbeiten löschen aktualisieren hinzufügen créer supprimer récupérer télécharger obtener eliminar actualizar"
    " excluir atualizar eliminare aggiornare verwijderen toevoegen bijwerken ophalen pobierz utwórz usuń zaktualizuj hämta"
    " uppdatera opprette oppdatere oluştur güncelle vytvořit odstranit"
)
TELLING = frozenset(_TELLING.split())
