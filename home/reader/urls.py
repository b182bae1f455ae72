"""All addresses of the reader site; mounted last, for a document may live at any path."""

from home.reader.document_urls import urlpatterns as document_patterns
from home.reader.search_urls import urlpatterns as search_patterns

urlpatterns = [*search_patterns, *document_patterns]
