"""What Arabic analysis strips and skips; the code that uses it is in search.analysis.ar."""

from typing import Final

# Stop words are compared before alef, ya and ta marbuta are folded: على is one, the name علي is not.
STOP_GROUPS: Final[dict[str, str]] = {
    "prepositions, with and without their pronouns": (
        "من منه منها منهم في فيه فيها فيهم عن عنه عنها عنهم على عليه عليها عليهم إلى إليه إليها إليهم "
        "به بها بهم له لها لهم لك لنا مع معه معها معهم لدى لديه لديها لديهم عند عنده عندها منذ حتى "
        "بين بينهم بينها عبر خلال ضمن نحو بعد قبل"
    ),
    "conjunctions and particles": (
        "أو أم ثم بل لكن ولكن لا ما لم لن قد إذ إذا إلا ألا أن إن أنه أنها أنهم إنه إنها إنهم بأن بأنه بأنها "
        "لأن لأنه لأنها كأن أما إما كما بينما عندما حين حيث كي لكي أي أيضا فقط سوف لقد"
    ),
    "pronouns, demonstratives, relatives": (
        "هو هي هم هما هن نحن أنا أنت أنتم هذا هذه هذان هؤلاء ذلك تلك أولئك هناك هنا "
        "الذي التي الذين اللذان اللتان اللواتي اللاتي ذاته ذاتها نفسه نفسها"
    ),
    "quantities said of anything": "كل بعض جميع غير سوى أكثر مثل الآن",
    "auxiliary verbs": "كان كانت كانوا يكون تكون ليس ليست",
    "question words, which answers do not repeat": "هل ماذا لماذا متى أين كيف كم",
    "one-letter words": "و ف ب ك ل أ",
}

# Careless spellings that are no other word; الي and علي, which are, are left out on purpose.
STOP_CARELESS: Final = (
    "فى التى الذى هى الى حتي لدي او ام ان انه انها انهم بان بانه بانها لان لانه لانها كان اما اذا اذ الا "
    "اي اى أى ايضا أيضاً انا انت اين متي اكثر الان هولاء اولئك عليا إلي سوي كاما لكى كى"
)

# A conjunction joined to a stop word is a stop word, but for those that are also nouns or verbs.
STOP_CONJUNCTIONS: Final = "وف"
NOT_STOPPED: Final = "وهم فهم ولي فلك فقد ولن عليا كاما وكم فلم وأما"

# Conjunction and preposition with the article, or alone where three letters remain.
PROCLITICS: Final = "(?:[وف]?(?:ال|بال|كال|لل)(?=..)|و(?=...))"

# The first letter of these belongs to the word: without the list they would part from their form with the
# article (وزير and الوزير). Spelled as they are after folding, hamza carriers bare.
WAW_WORDS: Final[dict[str, str]] = {
    "offices and bodies": (
        "وزير وزيره وزيري وزيرا وزيران وزيرين وزرا وزاره وزارتي وزارات وزاري وزاريه وكاله وكالات وكالتي "
        "وكيل وكيله وكلا ولايه ولايات ولايتي ولايتين والي ولاه وفد وفود وفدا وحده وحدات وحدتي وساطه وسيط "
        "وسطا وصي وصايه وريث ورثه"
    ),
    "places": ("واشنطن وارسو واسط والونيا ودان وهران وجده ورزازات وايومنغ ويلز ويلينغتون وندسور وادي وديان"),
    "names": (
        "وليد وايل وسيم وسام وفا وفيق وجيه وديع وداد وحيد ورده وليام ويليام ويليامز ولفرهامبتون وست ويست "
        "والتر وارن واتس واتساب وول ونستون ويكيبيديا ويكيليكس ويندوز واين"
    ),
    "abstract and concrete nouns": (
        "وثيقه وثايق وثايقي وظيفه وظايف وفاه وفيات وفاق وقايه وقود وقوع وقوف وقفه وقايع وقاحه واقع واقعه "
        "واقعي واقعيه واجب واجبات واجهه واجهات ورقه ورشه ورش وساده وسايل وسيله وسطي وسطيه وضعيه وضوح وعكه "
        "وعود ولاده ولادات ولا وبا وباييه ويلات وليمه وجود وجهه وجهات وجوه وجبه وجبات وجدان وحش وحشي "
        "وحشيه وحوش وداع ودايع ورود ورديه وراثه وراثي وراثيه وزنا وزنه وصول وصفه وصفات وصمه وصله وضو وطنا "
        "وطني وطنيه وعا وعايه وقتا وقتها وقته وكر وهله وهميه وحدوي وردي وتيره وتر وسامه وشاح وشم واحه "
        "واحات واحد واحده واسع واسعه واسطه واضح واضحه واعد واعده"
    ),
    "verbs": (
        "وافق وافقت واجه واجهت واجهوا واصل واصلت واصلوا وصلت وصلوا وصفت وصفوا وضعت وضعوا وقعت وقعوا وقفت "
        "وقفوا وجدت وجدوا وجهت وجهوا وعدت وعدوا وردت ورثت وزعت وزعوا وسعت وصفها وضعه وضعها ولدت ولدوا"
    ),
}

# Prepositions of one letter go only before a listed word: elsewhere they are as often part of the word.
PREPOSITIONS: Final = ("ب", "ل", "ك", "ف")

# These end like an inflected word and are not: without the list لبنان and لبناني part, and so do فلسطين and
# فلسطيني. A stem that is reached on the way, ميدان from ميدانها, is not shortened further either.
UNSTEMMED: Final[dict[str, str]] = {
    "places": (
        "لبنان ايران سودان يابان باكستان افغانستان كازاخستان اوزبكستان طاجيكستان تركمانستان قرغيزستان "
        "كردستان داغستان جولان طهران وهران تلمسان خراسان نجران جازان عجمان ميلان حوران كنعان ظهران فلسطين "
        "برلين تشرين بحرين صهيون ليون يونان سيستان لوزان ديوان بلقان فاتيكان"
    ),
    "names": (
        "اردوغان طالبان سليمان سلمان عثمان عدنان رضوان مروان حمدان زيدان نعمان لقمان سلطان رمضان شعبان "
        "غضبان بوتين ياسين ماكرون كلينتون جونسون نيكسون هارون فرعون"
    ),
    "nouns that end like a dual": (
        "برلمان انسان ميدان نيسان حزيران عدوان طيران بركان فستان بستان مهرجان فنجان سرطان شيطان ميزان "
        "عنوان حيوان عمران نقصان فقدان حرمان غفران اسنان الوان بلدان اوطان اديان ابدان اثمان ثعبان شريان "
        "غليان قران فنان بنيان"
    ),
    "nouns that end like a plural": (
        "قانون تلفزيون مليون بليون تريليون مضمون زيتون طاعون شوون كانون بنزين تامين تحسين تكوين تدوين "
        "تعيين تمرين تخمين توطين تموين تقنين قوانين مساكين ملايين بساتين براهين ملعون اثبات انصات نبات "
        "ثبات"
    ),
    "nouns that end like a pronoun or a feminine": ("سوره اتجاه انتباه اشتباه مياه شفاه جباه"),
}

# Pronouns, duals, plurals, feminine and place-name endings, tried in this order, each at most once.
SUFFIXES: Final = "هما ها هم هن نا كم ان ات ون ين يه يا ه ي ا"

# A stem keeps this many letters.
SHORTEST_STEM: Final = 3
