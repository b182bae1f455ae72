"""What the front door adds to Wagtail's admin."""

from wagtail import hooks

from home.desk.explorer import NewsroomPages


@hooks.register("register_admin_viewset")
def newsroom_pages() -> NewsroomPages:
    """Our views of pages, in place of Wagtail's, which are registered before."""
    return NewsroomPages()
