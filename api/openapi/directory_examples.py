"""Examples of the directory: the policy in force, and the vocabulary (a few of its values)."""

from typing import Any

TITLES = {"kk": "Тұрғын үй", "ru": "Жильё", "en": "Housing"}

DIRECTORY_EXAMPLES: dict[str, Any] = {
    "read_policy": {
        "version": "kazakhstan-2026.1",
        "calendar": "kz-2026.1",
        "timezone": "Asia/Almaty",
        "statutory_term": "15wd",
        "step_terms": {"reception": "2wd", "agency": "5wd"},
        "regions": [
            {
                "id": "61",
                "titles": {"kk": "Түркістан облысы", "ru": "Туркестанская область", "en": "Turkistan Region"},
                "kato": "610000000",
                "former": [
                    {
                        "id": "51",
                        "titles": {
                            "kk": "Оңтүстік Қазақстан облысы",
                            "ru": "Южно-Казахстанская область",
                            "en": "South Kazakhstan Region",
                        },
                        "since": None,
                        "until": "2018-06-18",
                    }
                ],
                "aliases": ["Туркестан"],
            }
        ],
        "themes": [{"id": "housing", "titles": TITLES}],
    },
    "read_vocabulary": {
        "enumerations": {
            "Status": [
                {
                    "code": "in_progress",
                    "titles": {"kk": "қаралуда", "ru": "в работе", "en": "in progress"},
                }
            ],
            "Verb": [{"code": "claim", "titles": {"kk": "алу", "ru": "взять в работу", "en": "claim"}}],
        },
        "rulebooks": [
            {
                "rulebook": "kz-2026-01",
                "effective": "2026-01-01",
                "in_force": True,
                "kinds": [
                    {
                        "code": "application",
                        "titles": {"kk": "өтініш", "ru": "заявление", "en": "application"},
                        "article": "АППК 4(1)1",
                        "procedure": "general",
                        "since": None,
                        "decisions": [
                            {
                                "code": "favourable_act",
                                "titles": {
                                    "kk": "Қолайлы әкімшілік акт",
                                    "ru": "Благоприятный административный акт",
                                    "en": "Favourable act",
                                },
                                "article": "АППК 77(1)1",
                                "favourable": True,
                                "outcomes": ["resolved", "explained"],
                            }
                        ],
                        "termination_grounds": [
                            {
                                "code": "court_act",
                                "titles": {
                                    "kk": "Заңды күшіне енген сот актісі бар",
                                    "ru": "Есть вступивший в силу судебный акт",
                                    "en": "A court has decided",
                                },
                                "article": "АППК 70(1)2",
                                "offices": ["head"],
                            }
                        ],
                    }
                ],
            }
        ],
    },
}
