"""The props the artist knows, as a table: kind, words for it, usual colour, whether it shines or hangs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.drawing import Colour


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of prop."""

    words: tuple[str, ...]
    """Further words that mean it, in the singular."""
    colour: Colour | None = None
    """None lets the name choose."""
    shines: bool = False
    glow: float = 0.0
    """How far below its centre it shines, as a share of its size."""
    hold: float = 0.0
    """Where a hand takes it: height above its centre, as a share of half its size; 1 is its top."""
    size: float = 1.0
    """Size in a hand, in head heights."""
    way: str = "raised"
    """How somebody has it: "raised" in the hand, "hangs" from it, or "stands" beside them."""


KINDS: Mapping[str, Kind] = {
    "lantern": Kind(("lantern", "storm lamp", "oil lamp"), (96, 84, 78), True, 0.08, 0.92, 1.15),
    "lamp": Kind(("lamp", "desk lamp", "light"), None, True, -0.12, 0.0, 1.1),
    "candle": Kind(("candle", "taper"), (240, 228, 200), True, -0.3, -0.35, 0.9),
    "torch": Kind(("torch", "flashlight"), (84, 88, 100), True, -0.35, -0.25, 0.95),
    "match": Kind(("match", "matchstick"), (206, 160, 110), True, -0.36, -0.5, 0.6),
    "letter": Kind(
        ("letter", "note", "message", "telegram", "page", "paper", "document", "contract", "list"),
        (242, 230, 204),
        hold=-0.6,
        size=0.8,
    ),
    "envelope": Kind(
        ("envelope", "invitation", "postcard", "card", "ticket"), (236, 220, 188), hold=-0.5, size=0.72
    ),
    "scroll": Kind(("scroll", "parchment"), (234, 212, 168), hold=-0.3, size=0.9),
    "book": Kind(
        ("book", "diary", "journal", "notebook", "novel", "bible", "ledger", "logbook", "log"),
        None,
        hold=-0.55,
        size=0.85,
    ),
    "newspaper": Kind(("newspaper", "magazine", "paper"), (226, 222, 212), hold=-0.5, size=0.95),
    "map": Kind(("map", "chart", "plan"), (234, 212, 168), hold=-0.5, size=1.0),
    "key": Kind(("key",), (214, 172, 84), hold=0.5, size=0.55),
    "coin": Kind(
        ("coin", "penny", "medal", "medallion", "token", "money", "treasure"),
        (226, 184, 86),
        hold=0.0,
        size=0.45,
    ),
    "ring": Kind(("ring", "wedding ring"), (228, 188, 92), hold=-0.4, size=0.4),
    "necklace": Kind(
        ("necklace", "pendant", "amulet", "locket", "pearl", "bracelet", "chain"),
        (222, 178, 84),
        hold=0.8,
        size=0.8,
    ),
    "gem": Kind(
        ("gem", "jewel", "diamond", "ruby", "emerald", "crystal"), (120, 184, 212), hold=-0.4, size=0.5
    ),
    "crown": Kind(("crown", "tiara"), (226, 184, 86), hold=-0.5, size=0.9),
    "cup": Kind(("cup", "teacup", "coffee", "tea", "saucer"), (236, 232, 224), hold=0.0, size=0.6),
    "mug": Kind(("mug", "tankard"), None, hold=0.0, size=0.6),
    "glass": Kind(("glass", "wine", "goblet", "chalice"), (190, 222, 226), hold=-0.3, size=0.7),
    "teapot": Kind(("teapot", "kettle", "pot", "coffeepot"), None, hold=0.4, size=0.9),
    "bottle": Kind(("bottle", "flask", "vial"), (82, 134, 104), hold=0.3, size=0.95),
    "medicine": Kind(
        ("medicine bottle", "medicine", "pill", "syrup", "potion", "poison", "elixir", "remedy"),
        (150, 96, 56),
        hold=0.0,
        size=0.65,
    ),
    "jar": Kind(("jar", "honey", "jam"), (226, 166, 76), hold=0.0, size=0.75),
    "vase": Kind(("vase", "urn", "pitcher", "jug"), None, hold=0.0, size=0.9),
    "plate": Kind(
        ("plate", "dish", "meal", "food", "dinner", "breakfast", "supper"),
        (238, 234, 226),
        hold=-0.2,
        size=0.85,
    ),
    "bowl": Kind(("bowl", "soup", "porridge"), None, hold=-0.2, size=0.75),
    "bread": Kind(("bread", "loaf", "bun", "roll", "sandwich"), (206, 146, 84), hold=-0.3, size=0.8),
    "apple": Kind(
        ("apple", "fruit", "orange", "pear", "peach", "plum", "tomato"), (196, 62, 58), hold=-0.2, size=0.5
    ),
    "cake": Kind(("cake", "pie", "birthday cake", "muffin", "cupcake"), (240, 214, 196), hold=-0.5, size=0.9),
    "cheese": Kind(("cheese",), (238, 194, 86), hold=-0.3, size=0.7),
    "egg": Kind(("egg",), (240, 224, 200), hold=-0.3, size=0.45),
    "fish": Kind(("fish", "trout", "salmon", "herring"), (116, 154, 174), hold=0.0, size=0.95),
    "flower": Kind(
        ("flower", "rose", "tulip", "daisy", "bouquet", "blossom", "lily", "poppy", "sunflower"),
        (214, 84, 104),
        hold=-0.6,
        size=1.0,
    ),
    "plant": Kind(
        ("plant", "seedling", "sapling", "herb", "flowerpot", "leaf", "cactus"),
        (92, 146, 88),
        hold=-0.5,
        size=0.95,
    ),
    "seed": Kind(("seed", "bean", "acorn", "nut", "grain"), (158, 108, 66), hold=-0.2, size=0.4),
    "mushroom": Kind(("mushroom", "toadstool"), (202, 70, 60), hold=-0.4, size=0.65),
    "umbrella": Kind(("umbrella", "parasol", "brolly"), None, hold=-0.72, size=2.1),
    "hat": Kind(("hat", "cap", "helmet", "bonnet"), None, hold=-0.3, size=0.85),
    "glove": Kind(("glove", "mitten"), None, hold=-0.4, size=0.6),
    "scarf": Kind(
        ("scarf", "shawl", "ribbon", "handkerchief", "cloth", "towel", "blanket"), None, hold=0.7, size=0.95
    ),
    "shoe": Kind(("shoe", "boot", "slipper", "sandal"), None, hold=0.4, size=0.8),
    "suitcase": Kind(
        ("suitcase", "luggage", "valise", "trunk", "briefcase"),
        (158, 102, 64),
        hold=0.9,
        size=1.35,
        way="hangs",
    ),
    "bag": Kind(
        ("bag", "handbag", "purse", "satchel", "wallet", "pouch", "sack", "mailbag"),
        (150, 98, 62),
        hold=0.9,
        size=1.0,
        way="hangs",
    ),
    "backpack": Kind(("backpack", "rucksack", "knapsack", "schoolbag"), None, hold=0.85, size=1.1, way="hangs"),
    "box": Kind(
        ("box", "crate", "carton", "case", "package"), (190, 148, 104), hold=-0.3, size=0.95, way="stands"
    ),
    "chest": Kind(
        ("chest", "treasure chest", "coffer", "casket"), (128, 82, 52), hold=-0.3, size=1.15, way="stands"
    ),
    "basket": Kind(("basket", "hamper", "picnic basket"), (190, 140, 84), hold=0.9, size=1.15, way="hangs"),
    "bucket": Kind(("bucket", "pail"), (140, 152, 168), hold=0.92, size=1.05, way="hangs"),
    "barrel": Kind(("barrel", "cask", "keg"), (146, 96, 60), hold=0.0, size=1.3, way="stands"),
    "clock": Kind(("clock", "alarm clock", "timer"), None, hold=-0.4, size=0.9),
    "watch": Kind(("watch", "pocket watch", "wristwatch", "stopwatch"), (222, 178, 84), hold=0.75, size=0.6),
    "hourglass": Kind(("hourglass", "sandglass"), (150, 104, 68), hold=-0.2, size=0.85),
    "phone": Kind(
        ("phone", "telephone", "mobile", "smartphone", "cellphone", "receiver"),
        (54, 58, 72),
        hold=-0.2,
        size=0.6,
    ),
    "radio": Kind(("radio", "wireless", "transmitter", "walkie talkie"), (156, 90, 62), hold=-0.3, size=1.0),
    "television": Kind(("television", "tv", "screen", "monitor"), (112, 84, 68), hold=-0.3, size=1.1),
    "computer": Kind(("computer", "laptop", "tablet"), (150, 156, 168), hold=-0.5, size=1.05),
    "camera": Kind(("camera",), (62, 62, 72), hold=-0.1, size=0.8),
    "photograph": Kind(
        ("photograph", "photo", "picture", "portrait", "painting", "snapshot"),
        (240, 234, 222),
        hold=-0.6,
        size=0.75,
    ),
    "mirror": Kind(("mirror", "looking glass"), (222, 178, 84), hold=-0.7, size=0.95),
    "telescope": Kind(("telescope", "spyglass"), (198, 150, 80), hold=-0.1, size=1.15),
    "binoculars": Kind(("binoculars", "binocular", "field glasses"), (60, 58, 68), hold=0.0, size=0.8),
    "magnifier": Kind(("magnifier", "magnifying glass", "lens"), (110, 72, 48), hold=-0.65, size=0.85),
    "compass": Kind(("compass",), (214, 172, 84), hold=-0.2, size=0.6),
    "globe": Kind(("globe", "world", "planet"), (88, 148, 190), hold=-0.6, size=1.0),
    "crystalball": Kind(("crystal ball", "orb"), (150, 160, 220), True, -0.05, -0.6, 0.9),
    "sword": Kind(("sword", "blade", "sabre", "dagger", "rapier"), (200, 206, 216), hold=-0.68, size=2.2),
    "shield": Kind(("shield",), None, hold=0.0, size=1.5),
    "bow": Kind(("bow", "arrow", "longbow"), (140, 92, 56), hold=0.0, size=1.9),
    "spear": Kind(("spear", "lance", "trident", "harpoon"), (150, 104, 68), hold=-0.1, size=2.6),
    "staff": Kind(
        ("staff", "stick", "cane", "crook", "rod", "pole", "walking stick"), (130, 90, 58), hold=0.2, size=2.4
    ),
    "wand": Kind(("wand", "magic wand"), (92, 62, 50), True, -0.44, -0.6, 1.0),
    "axe": Kind(("axe", "hatchet", "pickaxe"), (176, 182, 194), hold=-0.5, size=1.3),
    "hammer": Kind(("hammer", "mallet"), (128, 134, 148), hold=-0.55, size=1.0),
    "knife": Kind(("knife", "penknife"), (200, 206, 216), hold=-0.55, size=0.8),
    "saw": Kind(("saw",), (190, 196, 206), hold=-0.5, size=1.1),
    "wrench": Kind(("wrench", "spanner", "tool", "screwdriver"), (164, 172, 186), hold=-0.4, size=0.9),
    "shovel": Kind(("shovel", "spade"), (140, 148, 162), hold=0.1, size=2.0),
    "broom": Kind(("broom", "broomstick", "mop", "rake"), (204, 164, 96), hold=0.15, size=2.2),
    "oar": Kind(("oar", "paddle"), (176, 128, 82), hold=0.2, size=2.3),
    "anchor": Kind(("anchor",), (92, 98, 114), hold=0.85, size=1.2),
    "rope": Kind(("rope", "cord", "string", "lasso", "thread"), (204, 170, 116), hold=0.4, size=0.95),
    "net": Kind(("net", "fishing net"), (170, 150, 116), hold=-0.75, size=1.4),
    "fishingrod": Kind(("fishing rod", "fishing pole"), (150, 104, 68), hold=-0.6, size=2.4),
    "boat": Kind(
        ("boat", "toy boat", "ship", "sailboat", "model ship", "raft"),
        (176, 74, 66),
        hold=-0.6,
        size=1.1,
        way="stands",
    ),
    "bicycle": Kind(("bicycle", "bike", "tricycle"), None, hold=0.5, size=3.0, way="stands"),
    "wheel": Kind(("wheel", "cartwheel", "steering wheel", "helm"), (146, 100, 64), hold=0.0, size=1.4),
    "car": Kind(("car", "toy car", "truck"), None, hold=-0.4, size=0.9),
    "train": Kind(("train", "toy train", "locomotive"), None, hold=-0.4, size=1.0),
    "plane": Kind(("plane", "aeroplane", "airplane", "paper plane"), (234, 234, 236), hold=-0.2, size=0.8),
    "rocket": Kind(("rocket", "spaceship"), (224, 222, 226), hold=-0.3, size=1.0),
    "guitar": Kind(("guitar", "ukulele", "lute", "banjo"), (196, 128, 70), hold=0.1, size=2.0),
    "violin": Kind(("violin", "fiddle", "cello"), (164, 88, 48), hold=0.3, size=1.5),
    "drum": Kind(("drum",), None, hold=0.5, size=1.0),
    "trumpet": Kind(("trumpet", "horn", "bugle"), (226, 184, 86), hold=-0.1, size=1.1),
    "flute": Kind(("flute", "pipe", "whistle", "recorder"), (176, 128, 82), hold=-0.2, size=0.9),
    "bell": Kind(("bell", "handbell"), (222, 178, 84), hold=0.85, size=0.75),
    "musicbox": Kind(("music box",), (146, 84, 92), hold=-0.4, size=0.8),
    "ball": Kind(("ball", "football", "marble", "wool"), None, hold=-0.4, size=0.7),
    "kite": Kind(("kite",), None, hold=-0.8, size=1.6),
    "balloon": Kind(("balloon",), None, hold=-0.95, size=1.7),
    "doll": Kind(("doll", "puppet", "toy"), None, hold=0.0, size=0.95),
    "teddy": Kind(("teddy", "teddy bear", "stuffed animal"), (178, 124, 80), hold=0.0, size=1.0),
    "dice": Kind(("dice", "die", "cube"), (240, 236, 228), hold=-0.4, size=0.5),
    "feather": Kind(("feather", "plume"), (226, 226, 232), hold=-0.75, size=0.7),
    "quill": Kind(("quill",), (236, 230, 220), hold=-0.6, size=0.85),
    "pen": Kind(("pen", "pencil", "brush", "paintbrush", "chalk"), None, hold=-0.5, size=0.7),
    "scissors": Kind(("scissors", "shears"), (190, 196, 206), hold=-0.5, size=0.75),
    "needle": Kind(("needle", "pin", "syringe"), (200, 206, 216), hold=-0.3, size=0.6),
    "stone": Kind(("stone", "rock", "pebble", "boulder"), (136, 138, 146), hold=-0.3, size=0.6),
    "shell": Kind(("shell", "seashell", "conch"), (238, 200, 178), hold=-0.4, size=0.6),
    "star": Kind(("star",), (250, 214, 112), True, 0.0, -0.6, 0.8),
    "bone": Kind(("bone", "skull"), (236, 228, 210), hold=0.0, size=0.8),
    "glasses": Kind(("glasses", "spectacles", "sunglasses", "goggles"), (62, 54, 60), hold=0.0, size=0.75),
    "mask": Kind(("mask",), None, hold=-0.4, size=0.8),
    "flag": Kind(("flag", "banner"), None, hold=-0.7, size=2.0),
    "sign": Kind(("sign", "placard", "poster", "board"), (190, 146, 100), hold=-0.7, size=1.5),
    "ladder": Kind(("ladder",), (176, 128, 82), hold=0.0, size=2.8),
    "chair": Kind(("chair", "stool"), (146, 96, 60), hold=0.4, size=2.2),
    "table": Kind(("table", "desk"), (146, 96, 60), hold=0.4, size=2.2),
    "door": Kind(("door", "gate"), None, hold=0.0, size=2.6),
    "gear": Kind(("gear", "cog", "engine", "machine part"), (170, 142, 96), hold=0.0, size=0.8),
    "battery": Kind(("battery",), (78, 150, 96), hold=0.0, size=0.5),
    "bomb": Kind(("bomb",), (58, 58, 68), hold=0.0, size=0.8),
    "lock": Kind(("lock", "padlock"), (214, 172, 84), hold=0.3, size=0.6),
    "parcel": Kind(("parcel", "present", "gift"), None, hold=-0.3, size=0.9),
}
"""Every prop the artist draws; anything else is a parcel."""

PROP_WORDS: Mapping[str, str] = {
    word: kind for kind, row in reversed(list(KINDS.items())) for word in row.words
}
