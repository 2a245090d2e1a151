"""The gallery of shared pieces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ayni.web.gallery import samples


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/gallery.html", samples.everything())
