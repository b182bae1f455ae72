"""How the desk finds things: Wagtail's search in the admin, by what people type rather than by spelling."""
