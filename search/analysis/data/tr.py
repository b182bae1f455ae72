"""Turkish stop words, compared with dots and cedillas; the code that uses them is in search.analysis.tr."""

from typing import Final

STOP_GROUPS: Final[dict[str, str]] = {
    "conjunctions and particles": "ve veya ya da de ki ile ise ama fakat ancak hem ne çünkü eğer",
    "postpositions": "için gibi kadar göre sonra önce üzere karşı",
    "determiners and quantities": "bir bu şu o her bazı çok daha en tüm",
    "pronouns": "ben sen biz siz onlar bunu bunun ona onu onun kendi",
    "auxiliary words": "olan olarak oldu olduğu olduğunu değil var yok",
    "question words, which answers do not repeat": "mi mı mu mü kim nasıl neden niçin nerede hangi kaç",
}
