from wagtail import hooks

from page_cache.middleware import ignore_parameters, mark_cacheable


@hooks.register("on_serve_page")
def mark_public_pages_cacheable(serve):
    def serve_page(page, request, args, kwargs):
        if not request.site_tree.readable(page):
            return serve(page, request, args, kwargs)
        ignore_parameters(request)
        return mark_cacheable(serve(page, request, args, kwargs))

    return serve_page
