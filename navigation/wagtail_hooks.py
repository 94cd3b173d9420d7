from wagtail import hooks

from page_cache.middleware import mark_cacheable


@hooks.register("on_serve_page")
def mark_public_pages_cacheable(serve):
    def serve_page(page, request, args, kwargs):
        response = serve(page, request, args, kwargs)
        if request.site_tree.readable(page):
            mark_cacheable(response)
        return response

    return serve_page
