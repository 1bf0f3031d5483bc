"""Names that are organisations' beyond doubt."""

COMPANIES = [
    "Hansen Bygg AS", "HANSEN BYGG AS", "hansen bygg as", "Equinor ASA", "Novo Nordisk A/S",
    "A/S Norske Shell", "Volvo AB", "Volvo Aktiebolag", "Nokia Oyj", "Oy Karl Fazer Ab", "nokia oy",
    "Tmi Matti Meikäläinen", "Kari Nordmann ENK", "Smith Ltd.", "Smith Limited", "Foo Inc.",
    "Foo GmbH", "Foo Ltd. Norway", "Βλάχος ΑΕ", "Βλάχος Α.Ε.", "Τιτάν Ανώνυμη Εταιρεία",
    "Ανώνυμη Εταιρεία Τσιμέντων", "Βλάχος & Υιοί", "Όμιλος Βλάχος", 'כהן בע"מ', "כהן בעמ",
    "כהן ובניו", "חברת החשמל", "עיריית תל אביב", "Oslo kommune", "OSLO KOMMUNE",
    "Universitetet i Oslo AS", "Solbakken barnehage", "Solbakken Borettslag", "Brf Eken",
    "Stiftelsen Kirkens Bymisjon", "Hansen Consulting", "Hansen & Sønner", "Hansen Eiendom",
    "Nordahl Transport", "Coop Øst SA", "Fjord Energi SA", "Hansen Rør DA", "2M Bygg AS",
    "Kundeservice", "Salgsavdelingen", "Equinor avd. Bergen", "Acme Customer Service",
    "Advokatfirmaet Berg", "Foo Holding", "Hansens Bilverksted", "Hansen Entreprenør",
]  # fmt: skip
