"""English words for the files of ``shapes``, in two sets that share nothing: train and holdout."""

from itertools import product

from tests.bench.tables import Words

_TRAIN = """
    James William Thomas Joshua Jack Lachlan Benjamin Nicholas Mitchell Daniel Samuel Liam Jacob
    Matthew Alexander Ryan Luke Cooper Harrison Ethan Cameron Dylan Riley Connor Bailey Michael
    Oliver Zachary Isaac Hugh Angus Patrick Aaron Blake Kyle Finn Jayden Callum Charlie Edward
    | Emily Sophie Jessica Chloe Isabella Georgia Olivia Ella Grace Charlotte Hannah Lucy Sarah
    Mia Caitlin Jasmine Amelia Zoe Madison Holly Abbey Lauren Ruby Elizabeth Rebecca Erin Alyssa
    Tahlia Brooke Katherine Imogen Phoebe Claire Tayla Molly Keira Annabel Margaret Harriet Eliza
    | Smith Jones Brown White Green Clarke Campbell Ryan Webb Nguyen Matthews Reid Dixon Hughes
    Coleman Stephenson Wheatley Bishop Burgess Mason Nolan Carmody Donaldson Fitzpatrick Goode
    Howie Morrison Paterson Renfrey Lowe Blacker Beams Crouch Dolby Egan Farrow Gaskin Huxtable
    Jolly Kearns Leverington McCarthy Neumann O'Brien Pascoe Quilliam Rawlings Schirmer Tremellen
    | Black Wood Hart Green Ash Win Thorn Fair Brad Hol Mar Stan Ever Hazel Whit
    | well ton ford worth ley man field brook burn shaw
    | Street Place Crescent Avenue Circuit Road Close Drive Court
    | Archi Barn Carru Dalley Eldo Fincham Goyder Hacken Ilbery Kirkwood Lamont Mara Nolla Pockett
    Renny Sollya Temple Vagabond Wirra Yarra Burram Chisholm Duffy Ginninder
    | Mount_ Glen North_ Port_ Red East_ Old West
    | vale wood bank field lea haven brook ridge mont dale grove bay
"""
_HOLDOUT = """
    George Robert Henry Arthur Nathan Adam Christopher Sebastian Jordan Xavier Dominic Tyler
    Marcus Joel Brodie Max Oscar Tristan Jonathan Hamish Sean Timothy Andrew Jared Beau Noah
    Stephen Declan Flynn Logan Darcy Hayden Levi Toby Reuben Bradley Kane Lewis Gabriel Philip
    | Sienna Lily Abigail Alexandra Eva Victoria Bethany Laura Paige Rachel Summer Courtney
    Natalie Stephanie Gabrielle Matilda Amber Kate Kayla Shelby Samantha Anna Heather Bianca
    Danielle Felicity Jade Taylor Nicole Rose Teagan Vanessa Willow Skye Audrey Mary Alice Jane
    | Williams Taylor Wilson Johnson Martin Anderson Thompson Walker Harris King Davies Edwards
    Foster Gibbons Hewitt Ingram Jarvis Kemp Larkin Mears Norris Osborne Pickering Quick Rowley
    Sweeney Tanner Underwood Vickers Whiting Yates Ashby Benbow Chittick Dreyer Easton Flavel
    Grubb Hentschke Isbel Kloeden Lombardi Mackenzie O'Neill Prowse Rositano Szabo Tolhurst
    | Stone Clay Ray Nor East Long Red Beck Lang Dun Raven Holm Kirk Fen Cross
    | wick more stead land ridge by ham combe dale gate
    | Terrace Parade Way Grove Lane Street Boulevard Highway Square
    | Alger Bonython Clive Derwent Erskine Foveaux Gatty Hobbs Irving Jacka Kelle Lindsay
    Mulley Norriss Onslow Perry Quandong Rivett Strang Tyson Ulm Verbrug Wattle Wybalena
    | Saint_ Lower_ Upper_ King Queens Bel South_ New
    | borough ton cliff mead hurst stoke combe water heath moor town gate
"""


def _words(text: str) -> Words:
    lists = [tuple(w.replace("_", " ") for w in part.split()) for part in text.split("|")]
    male, female, surnames, stems, ends, kinds, streets, before, behind = lists
    return Words(
        male=male,
        female=female,
        surnames=surnames,
        stems=stems,
        ends=ends,
        streets=tuple(f"{name} {kind}" for name, kind in product(streets, kinds)),
        towns=tuple(
            (str(2000 + 31 * number), (one + other).title())
            for number, (one, other) in enumerate(product(before, behind))
        ),
    )


ENGLISH = {"train": _words(_TRAIN), "holdout": _words(_HOLDOUT)}

#: Words of names of businesses: kinds of kitchen, what stands for a place, occupations.
KINDS = "american italian french steakhouses seafood mexican chinese delis cafes bbq".split()
PLACES = "Cafe Grill Restaurant Bistro Deli Steakhouse House Kitchen Bar Diner Tavern Inn".split()
OCCUPATIONS = (
    "politician writer painter soldier priest merchant engineer lawyer cricketer actor physician "
    "architect botanist composer sailor"
).split()
ORGANISATIONS = {
    "train": (
        "University of {town}|Univ. of {town}|{town} University|Univ {town}",
        "{name} Institute of Technology|{name} Inst. of Technology|{name} Inst Tech",
        "Department of {trade}, {town}|Dept. of {trade}, {town}|{town} {trade} Department",
        "{name} and {other} {trade}|{name} & {other} {trade}|{name}, {other} {trade}",
        "{name} {trade} International|{name} {trade} Intl|{name} {trade} Int'l.",
        "{town} General Hospital|{town} Gen. Hospital|{town} General Hosp.",
        "{name} {trade} Company|{name} {trade} Co.|The {name} {trade} Company|{name} {trade} Co",
        "{name} Brothers {trade}|{name} Bros. {trade}|{name} Bros {trade}",
        "{town} {trade} Association|{town} {trade} Assoc.|{town} {trade} Assn",
    ),
    "holdout": (
        "{town} College of {trade}|{town} Coll. of {trade}|College of {trade}, {town}",
        "{name} Research Laboratories|{name} Research Labs|{name} Res. Lab.",
        "Ministry of {trade} {town}|Min. of {trade} {town}|{town} Ministry of {trade}",
        "{name}, {other} and Partners|{name} {other} & Partners|{name} {other} Partners",
        "{name} {trade} Manufacturing|{name} {trade} Mfg.|{name} {trade} Mfg",
        "{town} Medical Center|{town} Med. Center|{town} Medical Ctr",
        "{name} {trade} Corporation|{name} {trade} Corp.|{name} {trade}|The {name} {trade} Corp",
        "First National Bank of {town}|1st National Bank of {town}|First Natl Bank {town}",
        "{name} Foundation for {trade}|{name} Found. for {trade}|The {name} {trade} Foundation",
    ),
}  # fmt: skip
TRADES = {
    "train": "Physics Chemistry Mining Steel Timber Textiles Shipping Law Glass Paper".split(),
    "holdout": "Biology Economics Rubber Copper Leather Railway Music Wool Cement Dairy".split(),
}
NICKNAMES = {
    name: tuple(short.split(","))
    for name, _, short in (
        pair.partition("=")
        for pair in """
        James=Jim,Jimmy,Jamie William=Bill,Will,Wm Thomas=Tom Joshua=Josh Benjamin=Ben Nicholas=Nick
        Mitchell=Mitch Daniel=Dan,Danny Samuel=Sam Matthew=Matt Alexander=Alex Cameron=Cam
        Michael=Mike Zachary=Zac Patrick=Pat,Paddy Edward=Ted,Ned,Edw Emily=Em Jessica=Jess
        Isabella=Bella Charlotte=Lottie Elizabeth=Liz,Eliza,Beth,Bessie Rebecca=Bec,Becky
        Katherine=Kate,Kathy Madison=Maddie Margaret=Maggie,Peggy Harriet=Hattie Robert=Bob,Rob,Robt
        Henry=Harry George=Geo Christopher=Chris Jonathan=Jon Timothy=Tim Andrew=Andy,Drew
        Stephen=Steve Philip=Phil Abigail=Abby Alexandra=Alex,Sandra Victoria=Vicky,Tori
        Stephanie=Steph Gabrielle=Gabby Samantha=Sam Danielle=Dani Nicole=Nicky Natalie=Nat
        Matilda=Tilly Bradley=Brad Nathan=Nate Oliver=Ollie Charlie=Charles Lucy=Lucinda
        """.split()
    )
}
