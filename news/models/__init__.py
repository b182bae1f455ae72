"""The content models of a newsroom."""

from news.models.article import ArticlePage as ArticlePage
from news.models.article import ArticleTag as ArticleTag
from news.models.article import Byline as Byline
from news.models.base import NewsPage as NewsPage
from news.models.corrections import Correction as Correction
from news.models.media import NewsImage as NewsImage
from news.models.media import NewsRendition as NewsRendition
from news.models.people import Author as Author
from news.models.people import Topic as Topic
from news.models.section import SectionPage as SectionPage
